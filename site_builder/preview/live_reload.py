"""Tells browsers what the last build changed, by server-sent events; never renders and never decides what changed."""

import json
import threading
from collections.abc import Callable, Iterator

from site_builder.preview.pages import PreviewState

# How often a browser is sent something, in seconds, so that one that went away is noticed.
HEARTBEAT = 10.0
HEADER = b"retry: 500\n\n"


class PreviewChannel:
    """Where the building thread puts what is shown now, and where those that serve wait for it."""

    def __init__(self, request_comparison: Callable[[], None] = lambda: None) -> None:
        """Begin with nothing built; `request_comparison` tells the building thread that somebody looks at the desk."""
        self.request_comparison = request_comparison
        self.changed = threading.Condition()
        self.state = PreviewState()
        self.closed = False

    def update(self, state: PreviewState) -> None:
        """Show something else from now on."""
        with self.changed:
            self.state = state
            self.changed.notify_all()

    def ask_comparison(self) -> None:
        """Have it looked at what a publish would change, unless that was done since the last build."""
        if self.state.render_desk and self.state.pending_changes is None:
            self.request_comparison()

    def close(self) -> None:
        """Let everyone who waits go."""
        with self.changed:
            self.closed = True
            self.changed.notify_all()

    def wait_for_newer(self, number: int, timeout: float) -> PreviewState | None:
        """Wait for something newer than a number; None when the time (s) is up or the board is closed."""
        with self.changed:
            self.changed.wait_for(lambda: self.closed or self.state.number > number, timeout)
            return self.state if not self.closed and self.state.number > number else None


def stream_events(channel: PreviewChannel, make_state: Callable[[PreviewState], dict[str, object]]) -> Iterator[bytes]:
    """Give the events of one page until the board is closed: what is told of it now, and after every build."""
    yield HEADER
    state: PreviewState | None = channel.state
    number = -1
    while not channel.closed:
        if state is not None:
            number = state.number
            yield f"data: {json.dumps(make_state(state), ensure_ascii=False)}\n\n".encode()
        else:
            yield b":\n\n"
        state = channel.wait_for_newer(number, HEARTBEAT)
