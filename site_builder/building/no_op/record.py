"""Gathers all that a build looked at, with the stamps it found: what has to stay as it is for nothing to change."""

import os
from pathlib import Path

import msgspec
from msgspec import Struct

from site_builder.building.manifest import RACY_WINDOW, Manifest
from site_builder.building.output_scan import list_parent_folders
from site_builder.building.theme import PACKAGE, find_default_theme
from site_builder.building.theming.packages import ThemePackage
from site_builder.config.catalogues.own_words import FOLDER as CATALOGUES
from site_builder.content.scan import Sources


class BuildStamps(Struct, frozen=True):
    """Stamps by path, relative to the site or absolute; folders with their times; what must not come to be.

    `sources` have bytes, the times of change in ns and inode; `files`, which are the outputs, bytes and one time.
    """

    sources: dict[str, tuple[int, int, int, int]]
    files: dict[str, tuple[int, int]]
    folders: dict[str, int]
    absent: tuple[str, ...]


class BuildTrace(Struct, frozen=True):
    """What a build that wrote nothing looked at: sources since it `started`, in ns, and the output, as it is noted.

    `package` is the installed theme that it took.
    """

    site: Path
    output: Path
    started: int
    sources: Sources
    manifest: Manifest
    package: ThemePackage | None = None


def collect_stamps(trace: BuildTrace) -> BuildStamps | None:
    """Gather what a build looked at, with the stamps it had.

    Return None where a source was changed so near the start that its stamp would not tell of another change, or where
    not all of the output has been looked at since it was written.
    """
    site, sources, folders = trace.site, trace.sources, trace.manifest.folders
    outputs = {path: each.stamp for path, each in trace.manifest.outputs.items()}
    limit = trace.started - RACY_WINDOW
    if any(max(each.stamp.mtime, each.stamp.ctime) > limit for each in sources.files) or not (
        list_parent_folders(outputs) <= folders.keys()
    ):
        return None
    stamps = {f"content/{each.path}": msgspec.structs.astuple(each.stamp) for each in sources.files}
    with os.scandir(site / "content") as entries:
        settings = [
            f"content/{each.name}" for each in entries if each.is_file() and f"content/{each.name}" not in stamps
        ]
    looked_at = ["templates", f"content/{CATALOGUES}", str(find_default_theme()), str(PACKAGE)]
    # Where packages are installed, one that comes, goes or is replaced shows.
    installed = [str(Path(msgspec.__file__).parents[1])]
    if trace.package:
        looked_at.append(str(trace.package.folder))
        installed.append(str(trace.package.installed_in))
    walked = [walk_folder(site, each) for each in looked_at]
    files = [*settings, *(file for _, found in walked for file in found)]
    place = os.path.relpath(trace.output, site).replace(os.sep, "/")
    times = {f"content/{each}" if each else "content": time for each, time in sources.folders}
    times |= {
        each: (site / each).stat().st_mtime_ns for each in (*(f for found, _ in walked for f in found), *installed)
    }
    others = {path: read_stamp(site / path) for path in files}
    if max(times.values()) > limit or any(max(changed, created) > limit for _, changed, created, _ in others.values()):
        return None
    return BuildStamps(
        sources=stamps | others,
        files={f"{place}/{path}": stamp for path, stamp in outputs.items()},
        folders=times | {f"{place}/{each}" if each else place: time for each, time in folders.items()},
        absent=() if (site / "templates").is_dir() else ("templates",),
    )


def read_stamp(file: Path) -> tuple[int, int, int, int]:
    """Take the stamp of a file."""
    status = file.stat()
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def walk_folder(site: Path, folder: str) -> tuple[list[str], list[str]]:
    """List the folders and files of a folder at any depth, itself included, but for what Python leaves there."""
    folders, files = [], []
    for root, names, inside in os.walk(site / folder):
        names[:] = [name for name in names if name != "__pycache__"]
        here = folder + root.removeprefix(str(site / folder))
        folders.append(here)
        files += [f"{here}/{name}" for name in inside]
    return folders, files
