"""The lock on a target, of whatever kind: who holds it, and how long one waits for it; reaches no target."""

import os
import platform
import time
from typing import Protocol

from site_builder.publishing.targets.target import ABANDONED_MINUTES, LOCK_TIMEOUT, make_target_locked_error

PAUSE = 0.2  # seconds


class TargetLock(Protocol):
    """A lock that says who holds it."""

    def acquire(self, who: str) -> bool:
        """Try to take it; an abandoned one is taken over."""

    def release(self) -> None:
        """Let it go, if it is still ours."""

    def require_held(self) -> None:
        """Refuse to go on where it is no longer ours."""

    def read_owner(self) -> str:
        """Read who holds it: token, who, machine, process, since when, a line each."""


def wait_for_lock(lock: TargetLock, who: str, time_zone: str, *, wait: bool) -> None:
    """Take a lock; waits a little for another publisher that is about to end, with `wait` as long as it takes."""
    end = time.monotonic() + LOCK_TIMEOUT
    while not lock.acquire(who):
        if not wait and time.monotonic() >= end:
            raise make_target_locked_error(lock.read_owner(), time_zone)
        time.sleep(PAUSE)


def encode_owner(token: str, who: str) -> bytes:
    """Say who holds a lock: token, who, machine, process, since when, a line each."""
    return f"{token}\n{make_printable(who)}\n{platform.node()}\n{os.getpid()}\n{int(time.time())}\n".encode()


def make_printable(who: str) -> str:
    """Write a name on one line."""
    return "".join(c if c.isprintable() else "?" for c in who)


def is_abandoned(owner: str) -> bool:
    """Tell whether a lock's process on this machine is gone, or the lock is hours old."""
    fields = (owner.splitlines() + [""] * 5)[:5]
    since = int(fields[4]) if fields[4].isdigit() else None
    if since is None or (time.time() - since) / 60 > ABANDONED_MINUTES:
        return bool(owner)
    return fields[2] == platform.node() and is_process_gone(fields[3])


def is_process_gone(process: str) -> bool:
    """Tell whether a process of this machine is certainly gone; on Windows nobody can ask without hurting it."""
    if not process.isdigit() or os.name == "nt":
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
