"""Shows on a terminal how far a build is, once it takes over a second; silent anywhere else."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from site_builder.cli.words import Words

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

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
