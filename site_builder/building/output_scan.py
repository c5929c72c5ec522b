"""What is in the output folder: its files with their stamps; one that a build left is compared with what it left."""

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from site_builder.building.output_folder import UNFINISHED, stamp

if TYPE_CHECKING:
    from site_builder.executor import Answer

Stamps = dict[str, tuple[int, int]]
T = TypeVar("T")


class Look(NamedTuple):
    """What a look at a folder found: its files with their stamps, its folders with their times of change in ns.

    The time of a folder was taken before its names were looked at.
    """

    files: Stamps
    folders: dict[str, int]


class Differences(NamedTuple):
    """The files and folders that are not as they were left or known, with their stamps or times; None for gone."""

    files: dict[str, tuple[int, int] | None]
    folders: dict[str, int | None]


class Present:
    """The files of an output folder by path, with their stamps.

    Names that begin with a dot are left alone at the top. What a killed build left unfinished, folders without files,
    and links, which we never make, are removed. A folder that still has the time of change that it was known with holds
    nothing but what was `left` there.
    """

    def __init__(
        self,
        output: Path,
        left: Mapping[str, tuple[int, int]],
        folders: Mapping[str, int],
        other: Callable[[], "Answer"] | None = None,
    ) -> None:
        """Take note of what was left where; `other` has another process look."""
        self.output = output
        self.left = left
        self.known_folders = folders
        self.other = other
        self.looked: Callable[[], Differences | None] = partial(differences, output, left, folders)
        self.known = False

    def trust(self) -> None:
        """Take it that all is as it was left."""
        self.known = True

    def begin(self) -> None:
        """Have another process look, where there is one."""
        if self.other and self.left and not self.known:
            self.looked = self.other().result

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
        found = self.looked() if self.left else None
        if found is None:
            look = Look({}, {})
            look_into(self.output, "", look)
            return look
        return Look(changed(self.left, found.files), changed(self.known_folders, found.folders))


def changed(before: Mapping[str, T], changes: Mapping[str, T | None]) -> dict[str, T]:
    """Give what was there with what is not as it was; None for what is gone."""
    now = dict(before)
    for path, here in changes.items():
        if here is None:
            now.pop(path, None)
        else:
            now[path] = here
    return now


def differences(output: Path, left: Mapping[str, tuple[int, int]], known: Mapping[str, int]) -> Differences | None:
    """Give the files and the folders that are not as they were left or known; None if there are others."""
    folders: dict[str, int | None] = dict.fromkeys(known.keys() - (places := folders_of(left)))
    for each in places:
        try:
            time = os.stat(f"{output}/{each}").st_mtime_ns  # noqa: PTH116 - done for every folder
        except OSError:
            folders[each] = None
        else:
            if known.get(each) != time:
                folders[each] = time
    if not hold(output, left, [each for each, time in folders.items() if time is not None]):
        return None
    files: dict[str, tuple[int, int] | None] = {}
    for path, stamped in left.items():
        try:
            here = stamp(os.stat(f"{output}/{path}"))  # noqa: PTH116 - done for every file
        except OSError:
            files[path] = None
        else:
            if here != stamped:
                files[path] = here
    return Differences(files, folders)


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
