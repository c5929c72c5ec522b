"""Tells browsers what the last build changed, by server-sent events; never renders and never decides what changed."""

import json
import threading
from collections.abc import Callable, Iterator

from site_builder.preview.pages import Showing

# How often a browser is sent something, in seconds, so that one that went away is noticed.
BEAT = 10.0
HEADER = b"retry: 500\n\n"


class Board:
    """Where the building thread puts what is shown now, and where those that serve wait for it."""

    def __init__(self, wish: Callable[[], None] = lambda: None) -> None:
        """Begin with nothing built; `wish` tells the building thread that somebody looks at the desk."""
        self.wish = wish
        self.renewed = threading.Condition()
        self.showing = Showing()
        self.closed = False

    def put(self, showing: Showing) -> None:
        """Show something else from now on."""
        with self.renewed:
            self.showing = showing
            self.renewed.notify_all()

    def ask(self) -> None:
        """Have it looked at what a publish would change, unless that was done since the last build."""
        if self.showing.desk and self.showing.against is None:
            self.wish()

    def close(self) -> None:
        """Let everyone who waits go."""
        with self.renewed:
            self.closed = True
            self.renewed.notify_all()

    def after(self, number: int, timeout: float) -> Showing | None:
        """Wait for something newer than a number; None when the time (s) is up or the board is closed."""
        with self.renewed:
            self.renewed.wait_for(lambda: self.closed or self.showing.number > number, timeout)
            return self.showing if not self.closed and self.showing.number > number else None


def stream(board: Board, told: Callable[[Showing], dict[str, object]]) -> Iterator[bytes]:
    """Give the events of one page until the board is closed: what is told of it now, and after every build."""
    yield HEADER
    showing: Showing | None = board.showing
    number = -1
    while not board.closed:
        if showing is not None:
            number = showing.number
            yield f"data: {json.dumps(told(showing), ensure_ascii=False)}\n\n".encode()
        else:
            yield b":\n\n"
        showing = board.after(number, BEAT)
