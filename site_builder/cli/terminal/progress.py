"""How far a build or a publish is, shown on a terminal once it takes over a second; silent anywhere else."""

from types import TracebackType
from typing import TYPE_CHECKING, Self

from site_builder.cli.terminal.messages import Messages

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID
import sys
import time


class UploadProgress:
    """The build's own bar, then one that counts bytes; call it as the build's."""

    def __init__(self, messages: Messages) -> None:
        """Begin with the build's bar."""
        self.messages = messages
        self.build = BuildProgress(messages)
        self.bar: Bar | None = None
        self.task: TaskID | None = None

    def __enter__(self) -> Self:
        """Give the bar itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bars away."""
        self.build.__exit__(kind, error, trace)
        if self.bar is not None:
            self.bar.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage is."""
        names = {"sending": self.messages.say("sending"), "checking": self.messages.say("checking what has arrived")}
        if stage not in names:
            self.build(stage, done, total)
            return
        if not self.build.visible:
            return
        if self.bar is None:
            self.build.__exit__(None, None, None)
            self.bar, self.task = self.start_bar()
        if self.task is not None:
            self.bar.update(self.task, description=names[stage], completed=done, total=total or None)

    def start_bar(self) -> "tuple[Bar, TaskID]":
        """Put the bar on the terminal."""
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
        bar = Bar(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True)
        bar.start()
        return bar, bar.add_task("", total=None)


DELAY = 1.0


class BuildProgress:
    """A bar on stderr; call it with a stage, how much is done, and of how much (0 where that is not known)."""

    def __init__(self, messages: Messages) -> None:
        """Begin to count the time."""
        self.messages = messages
        self.start = time.monotonic()
        self.bar: Bar | None = None
        self.task: TaskID | None = None
        self.visible = sys.stderr.isatty()

    def __enter__(self) -> Self:
        """Give the bar itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        if self.bar is not None:
            self.bar.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage is."""
        if not self.visible or time.monotonic() - self.start < DELAY:
            return
        if self.bar is None:
            self.bar, self.task = self.start_bar()
        names = {
            "reading": self.messages.say("reading"),
            "planning": self.messages.say("planning"),
            "rendering": self.messages.say("rendering"),
            "drawing": self.messages.say("drawing pictures"),
            "comparing": self.messages.say("comparing"),
            "asking": self.messages.say("asking"),
        }
        if self.task is not None:
            self.bar.update(self.task, description=names[stage], completed=done, total=total or None)

    def start_bar(self) -> "tuple[Bar, TaskID]":
        """Put the bar on the terminal."""
        from rich.console import Console
        from rich.progress import Progress as Bar

        bar = Bar(console=Console(stderr=True), transient=True)
        bar.start()
        return bar, bar.add_task("", total=None)
