"""What is in the output folder: its files with their stamps; a large one is looked through beside the other work."""

import marshal
import os
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from site_builder.building.output import UNFINISHED, stamp

Stamps = dict[str, tuple[int, int]]
# Files from which on another process is worth its start.
MANY = 2_000


class Present:
    """The files of an output folder by path, with their stamps.

    Names that begin with a dot are left alone at the top. What a killed build left unfinished, folders without files,
    and links, which we never make, are removed. Where all `folders` still have the time of change (ns) that they were
    left with, they hold no other files than those `left`.
    """

    def __init__(
        self, output: Path, left: Mapping[str, tuple[int, int]], folders: Mapping[str, int], *, known: bool = False
    ) -> None:
        """Begin to look, where that pays in another process; `known`: it is as it was left, there is no need to."""
        self.output = output
        self.left = left
        self.folders = folders
        self.known = known
        self.asked = self.begun() if not known and folders and len(left) > MANY and can_fork() else None

    def begun(self) -> tuple[int, int]:
        """Let another process look; give its number, and the end of the pipe that it will answer on."""
        reading, writing = os.pipe()
        process = os.fork()
        if process == 0:
            try:
                with os.fdopen(writing, "wb") as stream:
                    stream.write(marshal.dumps(changes(self.output, self.left, self.folders)))
            finally:
                os._exit(0)
        os.close(writing)
        return process, reading

    @cached_property
    def files(self) -> Stamps:
        """The files with their stamps, once they are known."""
        if self.known:
            return dict(self.left)
        found = self.answer(*self.asked) if self.asked else None
        if found is None and self.folders and not self.asked:
            found = changes(self.output, self.left, self.folders)
        if found is None:
            files: Stamps = {}
            look_into(self.output, "", files)
            return files
        return {path: here for path, here in (dict(self.left) | found).items() if here is not None}

    def answer(self, process: int, pipe: int) -> dict[str, tuple[int, int] | None] | None:
        """Give what the other process found; None where it did not come to an end."""
        with os.fdopen(pipe, "rb") as stream:
            data = stream.read()
        with suppress(ChildProcessError):
            os.waitpid(process, 0)
        return marshal.loads(data) if data else None  # noqa: S302 - our own process


def can_fork() -> bool:
    """Tell whether this process can be divided without harm."""
    return hasattr(os, "fork") and threading.active_count() == 1


def changes(
    output: Path, left: Mapping[str, tuple[int, int]], folders: Mapping[str, int]
) -> dict[str, tuple[int, int] | None] | None:
    """Give the files that are not as they were left, with their stamps; None where there may be others."""
    if times_of(output, folders) != folders:
        return None
    found: dict[str, tuple[int, int] | None] = {}
    for path, stamped in left.items():
        try:
            here = stamp(os.stat(f"{output}/{path}"))  # noqa: PTH116 - done for every file of a site
        except OSError:
            found[path] = None
        else:
            if here != stamped:
                found[path] = here
    return found


def times_of(output: Path, folders: Iterable[str]) -> dict[str, int]:
    """Give the times of change of folders that are there, in ns."""
    times: dict[str, int] = {}
    for each in folders:
        with suppress(OSError):
            times[each] = os.stat(f"{output}/{each}").st_mtime_ns  # noqa: PTH116 - done for every folder of a site
    return times


def folders_of(paths: Iterable[str]) -> set[str]:
    """Give every folder that holds one of the paths, or such a folder; "" is the output folder itself."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def look_into(output: Path, folder: str, found: dict[str, tuple[int, int]]) -> bool:
    """List a folder; tell whether anything is left in it."""
    holds = False
    with os.scandir(output / folder) as entries:
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if not folder and entry.name.startswith(".") and not entry.name.endswith(UNFINISHED):
                continue
            if entry.is_symlink() or entry.name.endswith(UNFINISHED):
                (output / path).unlink()
            elif not entry.is_dir():
                found[path] = stamp(entry.stat())
                holds = True
            elif look_into(output, path, found):
                holds = True
            else:
                (output / path).rmdir()
    return holds
