"""Waiting until something has happened, with a limit; nothing that tests do waits a fixed time instead."""

import time
from collections.abc import Callable

PATIENCE = 60.0
PAUSE = 0.01


def wait_until(is_so: Callable[[], object], *, limit: float = PATIENCE, pause: float = PAUSE) -> None:
    """Ask again and again until it is so; fail where that takes longer than the limit, in seconds."""
    latest = time.monotonic() + limit
    while not is_so():
        assert time.monotonic() < latest, f"nothing of it within {limit:g} s"
        time.sleep(pause)
