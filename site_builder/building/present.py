"""What is in the output folder: its files with their stamps; a large one is looked through beside the other work."""

import marshal
import os
import threading
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from site_builder.building.output import UNFINISHED, stamp

Stamps = dict[str, tuple[int, int]]
Differences = tuple[dict[str, tuple[int, int] | None], dict[str, int]]
# Files from which on another process is worth its start.
MANY = 2_000


class Look(NamedTuple):
    """What a look at a folder found: its files with their stamps, its folders with their times of change in ns.

    The time of a folder was taken before its names were looked at.
    """

    files: Stamps
    folders: dict[str, int]


class Present:
    """The files of an output folder by path, with their stamps.

    Names that begin with a dot are left alone at the top. What a killed build left unfinished, folders without files,
    and links, which we never make, are removed. A folder that still has the time of change that it was known with holds
    nothing but what was `left` there.
    """

    def __init__(self, output: Path, left: Mapping[str, tuple[int, int]], folders: Mapping[str, int]) -> None:
        """Take note of what was left where."""
        self.output = output
        self.left = left
        self.known_folders = folders
        self.known = False
        self.asked: tuple[int, int] | None = None

    def trust(self) -> None:
        """Take it that all is as it was left."""
        self.known = True

    def begin(self) -> None:
        """Begin to look in another process, where that pays."""
        if not self.known and len(self.left) > MANY and can_fork():
            self.asked = self.begun()

    def begun(self) -> tuple[int, int]:
        """Let another process look; give its number, and the end of the pipe that it will answer on."""
        reading, writing = os.pipe()
        process = os.fork()
        if process == 0:
            try:
                with os.fdopen(writing, "wb") as stream:
                    stream.write(marshal.dumps(differences(self.output, self.left, self.known_folders)))
            finally:
                os._exit(0)
        os.close(writing)
        return process, reading

    @property
    def files(self) -> Stamps:
        """The files with their stamps."""
        return self.look.files

    @property
    def folders(self) -> dict[str, int]:
        """The folders with their times."""
        return self.look.folders

    @cached_property
    def look(self) -> Look:
        """What there is, once it is known."""
        if self.known:
            return Look(dict(self.left), dict(self.known_folders))
        if self.asked:
            found = self.answer(*self.asked)
        else:
            found = differences(self.output, self.left, self.known_folders) if self.left else None
        if found is None:
            look = Look({}, {})
            look_into(self.output, "", look)
            return look
        changed, folders = found
        return Look({path: here for path, here in (dict(self.left) | changed).items() if here is not None}, folders)

    def answer(self, process: int, pipe: int) -> Differences | None:
        """Give what the other process found; None where it did not come to an end."""
        with os.fdopen(pipe, "rb") as stream:
            data = stream.read()
        with suppress(ChildProcessError):
            os.waitpid(process, 0)
        return marshal.loads(data) if data else None  # noqa: S302 - our own process


def can_fork() -> bool:
    """Tell whether this process can be divided without harm."""
    return hasattr(os, "fork") and threading.active_count() == 1


def differences(output: Path, left: Mapping[str, tuple[int, int]], known: Mapping[str, int]) -> Differences | None:
    """Give the files that are not as they were left, with their stamps, and the folders; None if there are others."""
    folders: dict[str, int] = {}
    for each in folders_of(left):
        with suppress(OSError):
            folders[each] = os.stat(f"{output}/{each}").st_mtime_ns  # noqa: PTH116 - done for every folder
    if not hold(output, left, [each for each, time in folders.items() if known.get(each) != time]):
        return None
    changed: dict[str, tuple[int, int] | None] = {}
    for path, stamped in left.items():
        try:
            here = stamp(os.stat(f"{output}/{path}"))  # noqa: PTH116 - done for every file
        except OSError:
            changed[path] = None
        else:
            if here != stamped:
                changed[path] = here
    return changed, folders


def hold(output: Path, left: Iterable[str], folders: Collection[str]) -> bool:
    """Tell whether some folders hold what was left there and nothing else."""
    if not folders:
        return True
    names: dict[str, set[str]] = {each: set() for each in folders}
    for path in filter(None, (*left, *folders_of(left))):
        folder, _, name = path.rpartition("/")
        if folder in names:
            names[folder].add(name)
    for each in folders:
        with os.scandir(f"{output}/{each}") as entries:
            found = {"" if entry.is_symlink() else entry.name for entry in entries}
        if not each:
            found = {name for name in found if not name.startswith(".") or name.endswith(UNFINISHED)}
        if found != names[each]:
            return False
    return True


def folders_of(paths: Iterable[str]) -> set[str]:
    """Give every folder that holds one of the paths, or such a folder; "" is the output folder itself."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def look_into(output: Path, folder: str, look: Look) -> bool:
    """List a folder; tell whether anything is left in it."""
    holds = False
    look.folders[folder] = os.stat(output / folder).st_mtime_ns  # noqa: PTH116 - done for every folder
    with os.scandir(output / folder) as entries:
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if not folder and entry.name.startswith(".") and not entry.name.endswith(UNFINISHED):
                continue
            if entry.is_symlink() or entry.name.endswith(UNFINISHED):
                (output / path).unlink()
            elif not entry.is_dir():
                look.files[path] = stamp(entry.stat())
                holds = True
            elif look_into(output, path, look):
                holds = True
            else:
                del look.folders[path]
                (output / path).rmdir()
    return holds
