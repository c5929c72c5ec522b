"""How far a build or a publish is, shown on a terminal once it takes over a second; silent anywhere else."""

from types import TracebackType
from typing import TYPE_CHECKING, Self

from site_builder.cli.terminal.messages import Words

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID
import sys
import time


class Transfer:
    """The build's own bar, then one that counts bytes; call it as the build's."""

    def __init__(self, words: Words) -> None:
        """Begin with the build's bar."""
        self.words = words
        self.build = Progress(words)
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
        names = {"sending": self.words.say("sending"), "checking": self.words.say("checking what has arrived")}
        if stage not in names:
            self.build(stage, done, total)
            return
        if not self.build.visible:
            return
        if self.bar is None:
            self.build.__exit__(None, None, None)
            self.bar, self.task = self.begin()
        if self.task is not None:
            self.bar.update(self.task, description=names[stage], completed=done, total=total or None)

    def begin(self) -> "tuple[Bar, TaskID]":
        """Put the bar on the terminal."""
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
        bar = Bar(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True)
        bar.start()
        return bar, bar.add_task("", total=None)


PATIENCE = 1.0


class Progress:
    """A bar on stderr; call it with a stage, how much is done, and of how much (0 where that is not known)."""

    def __init__(self, words: Words) -> None:
        """Begin to count the time."""
        self.words = words
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
        if not self.visible or time.monotonic() - self.start < PATIENCE:
            return
        if self.bar is None:
            self.bar, self.task = self.begin()
        names = {
            "reading": self.words.say("reading"),
            "planning": self.words.say("planning"),
            "rendering": self.words.say("rendering"),
            "drawing": self.words.say("drawing pictures"),
            "comparing": self.words.say("comparing"),
            "asking": self.words.say("asking"),
        }
        if self.task is not None:
            self.bar.update(self.task, description=names[stage], completed=done, total=total or None)

    def begin(self) -> "tuple[Bar, TaskID]":
        """Put the bar on the terminal."""
        from rich.console import Console
        from rich.progress import Progress as Bar

        bar = Bar(console=Console(stderr=True), transient=True)
        bar.start()
        return bar, bar.add_task("", total=None)
