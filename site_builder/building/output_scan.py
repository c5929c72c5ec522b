"""What is in the output folder: its files with their stamps; one that a build left is compared with what it left."""

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from site_builder.building.output_folder import TEMP_SUFFIX, to_stamp

if TYPE_CHECKING:
    from site_builder.executor import Executor

# Files from which on another process looks at them while this one reads the content: a hundred thousandth of a second
# for each of them and its folder, against some milliseconds for the process.
APART_FROM = 2000
Stamps = dict[str, tuple[int, int]]
T = TypeVar("T")


class ScanResult(NamedTuple):
    """What a look at a folder found: its files with their stamps, its folders with their times of change in ns.

    The time of a folder was taken before its names were looked at.
    """

    files: Stamps
    folders: dict[str, int]


class OutputChanges(NamedTuple):
    """The files and folders that are not as they were left or known, with their stamps or times; None for gone."""

    files: dict[str, tuple[int, int] | None]
    folders: dict[str, int | None]


class OutputScan:
    """The files of an output folder by path, with their stamps.

    Names that begin with a dot are left alone at the top. What a killed build left unfinished, folders without files,
    and links, which we never make, are removed. A folder that still has the time of change that it was known with holds
    nothing but what was `expected` there.
    """

    def __init__(
        self,
        output: Path,
        expected: Mapping[str, tuple[int, int]],
        folders: Mapping[str, int],
    ) -> None:
        """Take note of what was left where."""
        self.output = output
        self.expected = expected
        self.known_folders = folders
        self.unchanged = False
        self.compare: Callable[[], OutputChanges | None] = partial(compare_output, output, expected, folders)

    def begin(self, executor: "Executor") -> None:
        """Have another process look from now on, where there is much to look at; asked before much is read."""
        if len(self.expected) >= APART_FROM and not self.unchanged:
            self.compare = executor.call_apart(compare_output, self.output, self.expected, self.known_folders)

    def assume_unchanged(self) -> None:
        """Take it that all is as it was left."""
        self.unchanged = True

    @property
    def files(self) -> Stamps:
        """The files with their stamps."""
        return self.result.files

    @property
    def folders(self) -> dict[str, int]:
        """The folders with their times."""
        return self.result.folders

    @cached_property
    def result(self) -> ScanResult:
        """What there is, once it is known."""
        if self.unchanged:
            return ScanResult(dict(self.expected), dict(self.known_folders))
        found = self.compare() if self.expected else None
        if found is None:
            result = ScanResult({}, {})
            scan_folder(self.output, "", result)
            return result
        return ScanResult(apply_changes(self.expected, found.files), apply_changes(self.known_folders, found.folders))


def apply_changes(before: Mapping[str, T], changes: Mapping[str, T | None]) -> dict[str, T]:
    """Give what was there with what is not as it was; None for what is gone."""
    now = dict(before)
    for path, here in changes.items():
        if here is None:
            now.pop(path, None)
        else:
            now[path] = here
    return now


def compare_output(
    output: Path, expected: Mapping[str, tuple[int, int]], known: Mapping[str, int]
) -> OutputChanges | None:
    """Give the files and the folders that are not as they were left or known; None if there are others."""
    expected_folders = list_parent_folders(expected)
    folders: dict[str, int | None] = dict.fromkeys(known.keys() - expected_folders)
    for each in expected_folders:
        try:
            time = os.stat(f"{output}/{each}").st_mtime_ns  # noqa: PTH116 - done for every folder
        except OSError:
            folders[each] = None
        else:
            if known.get(each) != time:
                folders[each] = time
    if not has_only(
        output, (*expected, *expected_folders), [each for each, time in folders.items() if time is not None]
    ):
        return None
    files: dict[str, tuple[int, int] | None] = {}
    for path, stamped in expected.items():
        try:
            here = to_stamp(os.stat(f"{output}/{path}"))  # noqa: PTH116 - done for every file
        except OSError:
            files[path] = None
        else:
            if here != stamped:
                files[path] = here
    return OutputChanges(files, folders)


def has_only(output: Path, expected: Iterable[str], folders: Collection[str]) -> bool:
    """Tell whether some folders hold what was left there, files and folders, and nothing else."""
    if not folders:
        return True
    names: dict[str, set[str]] = {each: set() for each in folders}
    for path in filter(None, expected):
        folder, _, name = path.rpartition("/")
        if folder in names:
            names[folder].add(name)
    for each in folders:
        with os.scandir(f"{output}/{each}") as entries:
            found = {"" if entry.is_symlink() else entry.name for entry in entries}
        if not each:
            found = {name for name in found if not name.startswith(".") or name.endswith(TEMP_SUFFIX)}
        if found != names[each]:
            return False
    return True


def list_parent_folders(paths: Iterable[str]) -> set[str]:
    """Give every folder that holds one of the paths, or such a folder; "" is the output folder itself."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def scan_folder(output: Path, folder: str, result: ScanResult) -> bool:
    """List a folder; tell whether anything is left in it."""
    holds = False
    result.folders[folder] = os.stat(output / folder).st_mtime_ns  # noqa: PTH116 - done for every folder
    with os.scandir(output / folder) as entries:
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if not folder and entry.name.startswith(".") and not entry.name.endswith(TEMP_SUFFIX):
                continue
            if entry.is_symlink() or entry.name.endswith(TEMP_SUFFIX):
                (output / path).unlink()
            elif not entry.is_dir():
                result.files[path] = to_stamp(entry.stat())
                holds = True
            elif scan_folder(output, path, result):
                holds = True
            else:
                del result.folders[path]
                (output / path).rmdir()
    return holds
