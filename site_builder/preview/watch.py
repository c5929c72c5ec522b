"""Tells that a site's sources changed, once for a whole burst of file events; never reads a file, starts no build."""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from watchdog import events
from watchdog.observers import Observer

from site_builder.building.theme import is_ours
from site_builder.content.directory_listing import is_content

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver, ObservedWatch

# How long nothing may have happened before a burst is over, and how long one may last at most, in seconds.
QUIET, LONGEST = 0.01, 0.4
# A wait on Windows cannot be interrupted by Ctrl-C: there it is cut into pieces of this length.
PATIENCE = 0.25 if os.name == "nt" else 86_400.0
CONTENT, TEMPLATES = "content", "templates"
# All but the opening and closing of files that are only read.
KINDS: list[type[events.FileSystemEvent]] = [
    events.FileCreatedEvent,
    events.FileModifiedEvent,
    events.FileAttribEvent,
    events.FileClosedEvent,
    events.FileMovedEvent,
    events.FileDeletedEvent,
    events.DirCreatedEvent,
    events.DirMovedEvent,
    events.DirDeletedEvent,
]
COMING_AND_GOING: list[type[events.FileSystemEvent]] = [
    events.DirCreatedEvent,
    events.DirMovedEvent,
    events.DirDeletedEvent,
    events.FileCreatedEvent,
    events.FileMovedEvent,
    events.FileDeletedEvent,
]


class Changes:
    """The paths that changed since they were last taken; one thread notes them, another waits for them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with none."""
        self.clock = clock
        self.changed = threading.Condition()
        self.paths: set[str] = set()
        self.first = 0.0
        self.last = 0.0

    def note(self, path: str) -> None:
        """Add a path, relative to the site."""
        with self.changed:
            self.last = self.clock()
            if not self.paths:
                self.first = self.last
            self.paths.add(path)
            self.changed.notify_all()

    def take(self, timeout: float | None = None) -> frozenset[str]:
        """Wait until something changed and the burst is over; give what changed. Empty when the time (s) is up."""
        end = None if timeout is None else self.clock() + timeout
        with self.changed:
            while True:
                now = self.clock()
                if self.paths:
                    left = rest(self.first, self.last, now)
                elif end is not None:
                    left = end - now
                else:
                    left = PATIENCE
                if left <= 0:
                    break
                self.changed.wait(min(left, PATIENCE))
            taken = frozenset(self.paths)
            self.paths.clear()
            return taken


def rest(first: float, last: float, now: float) -> float:
    """Give how long to wait, in seconds, until a burst of events is over; `first` and `last` are its events' times."""
    return min(last + QUIET, first + LONGEST) - now


@contextmanager
def watching(site: Path, theme: Path, changes: Changes) -> Iterator[None]:
    """Watch a site's content and templates, and the default theme, for as long as it lasts."""
    # Without a handler of its own, logging would print what watchdog warns of.
    logging.getLogger("watchdog").addHandler(logging.NullHandler())
    observer = Observer()
    try:
        Watch(site, theme, changes, observer).begin()
        observer.start()
        yield
    finally:
        observer.stop()
        if observer.is_alive():
            observer.join()


class Watch:
    """The folders that are watched; a site's own may come and go."""

    def __init__(self, site: Path, theme: Path, changes: Changes, observer: "BaseObserver") -> None:
        """Make ready to watch with an observer."""
        self.site = Path(os.path.realpath(site))
        self.theme = Path(os.path.realpath(theme))
        self.changes = changes
        self.observer = observer
        self.folders: dict[str, ObservedWatch] = {}

    def begin(self) -> None:
        """Watch the site's two folders, their coming and going, and the default theme where it is another folder."""
        coming = Eyes(self.came)
        self.observer.schedule(coming, str(self.site), recursive=False, event_filter=COMING_AND_GOING)
        for name in (CONTENT, TEMPLATES):
            self.follow(name)
        if self.theme != Path(os.path.realpath(self.site / TEMPLATES)) and self.theme.is_dir():
            self.schedule(TEMPLATES, self.theme)

    def follow(self, name: str) -> None:
        """Watch one of the site's folders, anew if it was watched before."""
        old = self.folders.pop(name, None)
        if old is not None:
            self.observer.unschedule(old)
        folder = Path(os.path.realpath(self.site / name))
        if folder.is_dir():
            self.folders[name] = self.schedule(name, folder)

    def schedule(self, name: str, folder: Path) -> "ObservedWatch":
        """Watch a folder and all below it; what counts is noted as a path below `name`."""
        counts = counts_as_content if name == CONTENT else counts_as_theme

        def seen(path: str) -> None:
            below = os.path.relpath(path, folder).replace(os.sep, "/")
            if below == "." or (not below.startswith("../") and counts(below)):
                self.changes.note(name if below == "." else f"{name}/{below}")

        return self.observer.schedule(Eyes(seen), str(folder), recursive=True, event_filter=KINDS)

    def came(self, path: str) -> None:
        """Take note of a folder of the site that came or went."""
        parent, name = os.path.split(path)
        if parent == str(self.site) and name in {CONTENT, TEMPLATES}:
            self.follow(name)
            self.changes.note(name)


class Eyes(events.FileSystemEventHandler):
    """Hands on the paths of events, of a move both."""

    def __init__(self, seen: Callable[[str], None]) -> None:
        """Hand paths to a function."""
        self.seen = seen

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        """Hand on where something happened."""
        for path in (event.src_path, event.dest_path):
            if path:
                self.seen(os.fsdecode(path))


def counts_as_content(path: str) -> bool:
    """Tell whether a path below content/ counts: no editor's leftovers."""
    return all(is_content(each) for each in path.split("/"))


def counts_as_theme(path: str) -> bool:
    """Tell whether a path below templates/ counts, as reading the theme decides it."""
    *folders, name = path.split("/")
    return is_ours(name) and not any(each.startswith((".", "_", "~")) for each in folders)
