"""Waiting until something has happened, with a limit; nothing that tests do waits a fixed time instead."""

import os
import signal
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


def wait_for_child(process: int, *, limit: float = 300.0) -> int:
    """Wait until a forked process has ended; gives its exit code. One that never ends is killed, and that fails.

    It may wait for ever for what a thread held at the moment at which it was forked.
    """
    try:
        wait_until(lambda: os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT), limit=limit)
    except AssertionError:
        os.kill(process, signal.SIGKILL)
        raise
    finally:
        status = os.waitpid(process, 0)[1]
    return os.waitstatus_to_exitcode(status)
