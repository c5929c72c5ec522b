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

from site_builder.building.theme import is_theme_path
from site_builder.config.catalogues.own_words import FOLDER as CATALOGUES
from site_builder.content.directory_listing import is_content

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver, ObservedWatch

# How long nothing may have happened before a burst is over, and how long one may last at most, in seconds.
QUIET, LONGEST = 0.01, 0.4
# A wait on Windows cannot be interrupted by Ctrl-C: there it is cut into pieces of this length.
LONGEST_WAIT = 0.25 if os.name == "nt" else 86_400.0
CONTENT, TEMPLATES = "content", "templates"
# All but the opening and closing of files that are only read.
CHANGE_EVENTS: list[type[events.FileSystemEvent]] = [
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
FOLDER_EVENTS: list[type[events.FileSystemEvent]] = [
    events.DirCreatedEvent,
    events.DirMovedEvent,
    events.DirDeletedEvent,
    events.FileCreatedEvent,
    events.FileMovedEvent,
    events.FileDeletedEvent,
]


class ChangedPaths:
    """The paths that changed since they were last taken; one thread notes them, another waits for them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with none."""
        self.clock = clock
        self.changed = threading.Condition()
        self.paths: set[str] = set()
        self.first = 0.0
        self.last = 0.0

    def add(self, path: str) -> None:
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
                    left = compute_wait(self.first, self.last, now)
                elif end is not None:
                    left = end - now
                else:
                    left = LONGEST_WAIT
                if left <= 0:
                    break
                self.changed.wait(min(left, LONGEST_WAIT))
            taken = frozenset(self.paths)
            self.paths.clear()
            return taken


def compute_wait(first: float, last: float, now: float) -> float:
    """Give how long to wait, in seconds, until a burst of events is over; `first` and `last` are its events' times."""
    return min(last + QUIET, first + LONGEST) - now


@contextmanager
def watch_site(site: Path, theme: Path, changes: ChangedPaths) -> Iterator["SiteWatcher"]:
    """Watch a site's content and templates, and the default theme, for as long as it lasts."""
    # Without a handler of its own, logging would print what watchdog warns of.
    logging.getLogger("watchdog").addHandler(logging.NullHandler())
    observer = Observer()
    try:
        watcher = SiteWatcher(site, theme, changes, observer)
        watcher.start()
        observer.start()
        yield watcher
    finally:
        observer.stop()
        if observer.is_alive():
            observer.join()


class SiteWatcher:
    """The folders that are watched; a site's own may come and go."""

    def __init__(self, site: Path, theme: Path, changes: ChangedPaths, observer: "BaseObserver") -> None:
        """Make ready to watch with an observer."""
        self.site = Path(os.path.realpath(site))
        self.theme = Path(os.path.realpath(theme))
        self.changes = changes
        self.observer = observer
        self.folders: dict[str, ObservedWatch] = {}
        self.package: tuple[Path, ObservedWatch] | None = None

    def start(self) -> None:
        """Watch the site's two folders, their coming and going, and the default theme where it is another folder."""
        coming = PathEventHandler(self.handle_folder_event)
        self.observer.schedule(coming, str(self.site), recursive=False, event_filter=FOLDER_EVENTS)
        for name in (CONTENT, TEMPLATES):
            self.watch_folder(name)
        if self.theme != Path(os.path.realpath(self.site / TEMPLATES)) and self.theme.is_dir():
            self.schedule(TEMPLATES, self.theme)

    def watch_folder(self, name: str) -> None:
        """Watch one of the site's folders, anew if it was watched before."""
        old = self.folders.pop(name, None)
        if old is not None:
            self.observer.unschedule(old)
        folder = Path(os.path.realpath(self.site / name))
        if folder.is_dir():
            self.folders[name] = self.schedule(name, folder)

    def watch_package(self, folder: Path | None) -> None:
        """Watch the templates of the theme that the site names, if it names one that is installed."""
        if self.package and self.package[0] != folder:
            self.observer.unschedule(self.package[1])
            self.package = None
        if folder and not self.package:
            self.package = folder, self.schedule(TEMPLATES, Path(os.path.realpath(folder)))

    def schedule(self, name: str, folder: Path) -> "ObservedWatch":
        """Watch a folder and all below it; what counts is noted as a path below `name`."""
        counts = is_content_path if name == CONTENT else is_theme_path

        def add_path(path: str) -> None:
            below = os.path.relpath(path, folder).replace(os.sep, "/")
            if below == "." or (not below.startswith("../") and counts(below)):
                self.changes.add(name if below == "." else f"{name}/{below}")

        return self.observer.schedule(
            PathEventHandler(add_path), str(folder), recursive=True, event_filter=CHANGE_EVENTS
        )

    def handle_folder_event(self, path: str) -> None:
        """Take note of a folder of the site that came or went."""
        parent, name = os.path.split(path)
        if parent == str(self.site) and name in {CONTENT, TEMPLATES}:
            self.watch_folder(name)
            self.changes.add(name)


class PathEventHandler(events.FileSystemEventHandler):
    """Hands on the paths of events, of a move both."""

    def __init__(self, callback: Callable[[str], None]) -> None:
        """Hand paths to a function."""
        self.callback = callback

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        """Hand on where something happened."""
        for path in (event.src_path, event.dest_path):
            if path:
                self.callback(os.fsdecode(path))


def is_content_path(path: str) -> bool:
    """Tell whether a path below content/ counts: no editor's leftovers; the folder of catalogues does."""
    first, *rest = path.split("/")
    return all(map(is_content, rest if first == CATALOGUES else (first, *rest)))
