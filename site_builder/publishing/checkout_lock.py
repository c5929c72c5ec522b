"""One publish at a time in one folder: a lock that the system lets go of with the process; publishes nothing."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from site_builder.building.output_folder import try_lock, unlock
from site_builder.problem import CommandError
from site_builder.state_folder import PUBLISH_LOCK

# How long to wait for another publish of the same folder that is about to end, in seconds.
PATIENCE = 2.0
MESSAGE = "{who} (process {process}) is publishing from this folder since {since}; wait for it, or publish with --wait"


@contextmanager
def lock_checkout(site: Path, who: str, when: Callable[[], str], *, wait: bool) -> Iterator[None]:
    """Hold the lock on publishing from a site's folder; CommandError(3) says who holds it and since when.

    `when` gives the present moment, as it is shown to whoever comes second.
    """
    file = site / PUBLISH_LOCK
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+b") as stream:
        stream.seek(0)
        end = time.monotonic() + PATIENCE
        while not try_lock(stream):
            if not wait and time.monotonic() >= end:
                raise make_checkout_locked_error(file)
            time.sleep(0.1)
        try:
            stream.truncate(0)
            stream.write(f"{who}\n{os.getpid()}\n{when()}\n".encode())
            stream.flush()
            yield
        finally:
            stream.seek(0)
            unlock(stream)


def make_checkout_locked_error(file: Path) -> CommandError:
    """Say who holds the lock."""
    who, process, since, *_ = (*file.read_text("utf-8", "replace").splitlines(), "?", "?", "?")
    return CommandError(3, MESSAGE, who=who, process=process, since=since)
