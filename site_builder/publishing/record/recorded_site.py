"""A record -> a folder of a site that is built like any other, in which nothing that is due to go is left.

The folder lies below SITE/.bulletin/recorded/ and is kept, so that the next such build costs what changed.
"""

import os
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from site_builder.building.build import build
from site_builder.building.commit import Report
from site_builder.building.session import Options
from site_builder.building.survey import Survey
from site_builder.model import Item, When
from site_builder.problem import CommandError, has_errors
from site_builder.publishing.deployment import Deployment
from site_builder.publishing.record.source_record import RecordFiles, SourceVersion
from site_builder.site.publication_gate import is_over, is_withdrawn
from site_builder.state_folder import IMAGE_CACHE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.executor import Executor
    from site_builder.publishing.targets.target import Progress


class DueRemovals(Struct, frozen=True):
    """What is due to go of a record: sources that are left out, and the bytes of those that say something else now."""

    left_out: frozenset[str] = frozenset()
    replaced: dict[str, bytes] = {}

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.left_out or self.replaced)


def find_due_removals(
    versions: Mapping[str, SourceVersion], survey: Survey | None, folder: Path, at: When
) -> DueRemovals:
    """Find what the content as it is now says of items of a record: over, or withdrawn; also of items with errors.

    An item is known by its path, else by its id. What the record itself says needs no finding: its build leaves it out.
    """
    left_out: set[str] = set()
    exchanged: dict[str, bytes] = {}
    items = (*survey.items.items, *survey.items.unsound) if survey else ()
    by_path = {f"content/{each.path}": each for each in items}
    by_id = {(each.id, each.lang): each for each in items}
    for path, version in versions.items():
        item = (by_path.get(path) or by_id.get((version.id, version.lang))) if version.id and version.digest else None
        if item is None or survey is None:
            continue
        if is_over(item, at):
            left_out.add(path)
        elif is_withdrawn(item, at) and not 0 < version.withdrawn <= at.epoch:
            exchanged[path] = read_withdrawn_source(item, survey, folder)
    return DueRemovals(frozenset(left_out), exchanged)


def read_withdrawn_source(item: Item, survey: Survey, folder: Path) -> bytes:
    """Give the source of a withdrawn item: of one with errors the block alone, which the notice is made of."""
    data = (folder / "content" / item.path).read_bytes()
    if item.path not in survey.items.unreadable:
        return data
    lines = data.split(b"\n")
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == b"---"), len(lines) - 1)
    return b"\n".join(lines[: end + 1]) + b"\n"


def has_due_removals(versions: Mapping[str, SourceVersion], made: int, now: int) -> bool:
    """Tell whether something of a record expired, or was withdrawn, since the clock that its release was made by."""
    return any(made < moment <= now for each in versions.values() for moment in (each.expires, each.withdrawn))


def restore_sources(files: RecordFiles, folder: Path, due: DueRemovals) -> Path:
    """Lay the sources of a record out in a folder, which then holds nothing else but what its builds keep."""
    wanted = [path for path in files.list_paths() if path not in due.left_out]
    for path in wanted:
        data = due.replaced.get(path)
        data = files.read(path) if data is None else data
        file = folder / path
        if not file.is_file() or file.read_bytes() != data:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
    for top in ("content", "templates"):
        remove_others(folder, top, {path for path in wanted if path.startswith(f"{top}/")})
    (folder / "content").mkdir(parents=True, exist_ok=True)
    return folder


def remove_others(folder: Path, top: str, wanted: Collection[str]) -> None:
    """Remove the files below a folder that are not wanted, and folders that are left empty."""
    for where, _, names in os.walk(folder / top, topdown=False):
        here = Path(where)
        for name in names:
            if (here / name).relative_to(folder).as_posix() not in wanted:
                (here / name).unlink()
        if not any(here.iterdir()):
            here.rmdir()


class RecordedSite(Struct, frozen=True):
    """Where a record of a target is laid out: the site's folder, and the folder below it that is built."""

    site: Path
    folder: Path

    @property
    def output(self) -> Path:
        """Where it is built to."""
        return self.folder / "public"

    def make_build_options(self, deployment: Deployment, ledger: bytes) -> Options:
        """Give what its build is asked for: what the build of the content is, but for the sources and the ledger."""
        asked = deployment.request.make_build_options(deployment.destination)
        return replace(asked, site=self.folder, output=self.output, ledger=ledger, recorded=True)

    def build(self, options: Options, executor: "Executor | None", progress: "Progress") -> Report:
        """Build it; CommandError(3) where that cannot be done."""
        self.share_image_cache()
        report = build(options, None, executor, progress)
        if report.survey is None or has_errors(report.problems):
            refuse_unbuilt(report.problems)
        return report

    def share_image_cache(self) -> None:
        """Let the build have the pictures that the site has drawn already: encoding takes longer than all the rest."""
        own_cache, site_cache = self.folder / IMAGE_CACHE, self.site / IMAGE_CACHE
        if site_cache.is_dir():
            own_cache.mkdir(parents=True, exist_ok=True)
            for file in site_cache.iterdir():
                if not (own_cache / file.name).exists():
                    link_or_copy(file, own_cache / file.name)

    def clear(self) -> None:
        """Remove all of it."""
        shutil.rmtree(self.folder, ignore_errors=True)


def link_or_copy(file: Path, to: Path) -> None:
    """Give a file a second name, or copy it where there is no such thing."""
    try:
        to.hardlink_to(file)
    except OSError:
        shutil.copy2(file, to)


def refuse_unbuilt(problems: "Iterable[object]") -> None:
    """Say why a record cannot be built."""
    first = next((each for each in problems if getattr(each, "severity", "") == "error"), None)
    where = getattr(first, "path", "content/site.toml")
    message = "the record of what is live cannot be built ({path}); the live site is as it was"
    raise CommandError(3, message, path=where)
