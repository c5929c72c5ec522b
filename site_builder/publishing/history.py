"""The releases of a target and what each changed against the one before it; changes nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime

from msgspec import Struct

from site_builder.publishing.changes import Changes, compare, files_of, is_page
from site_builder.publishing.deployment import Request, destination, reach
from site_builder.publishing.release.manifest import NAME, Entry
from site_builder.publishing.release.retained_assets import CARRIED, carried
from site_builder.publishing.rollback import source_of
from site_builder.publishing.targets.target import Target


class Release(Struct, frozen=True, kw_only=True):
    """A release on a target: when it was made, its pages, files and their bytes, what it changed.

    `source` is the release that a rollback made it of, else ""; `first` says that nothing older is kept.
    """

    id: str
    made: datetime
    pages: int
    files: int
    size: int
    live: bool
    source: str
    changes: Changes
    first: bool


def history(request: Request) -> tuple[Release, ...]:
    """List the releases that a target keeps, the newest first."""
    there = destination(request.site, request.name)
    place = reach(request.site, there)
    with place.connected():
        return tuple(reversed(list(releases(place))))


def releases(place: Target) -> Iterator[Release]:
    """Give the releases, the oldest first."""
    far = place.inspect()
    before: dict[str, Entry] = {}
    for id_ in far.releases:
        own = carried(place.read(id_, CARRIED))
        files = {path: e for path, e in files_of(place.read(id_, NAME)).items() if path not in own}
        source = source_of(place, id_)
        yield Release(
            id=id_,
            made=datetime.strptime(id_[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC),
            pages=sum(map(is_page, files)),
            files=len(files),
            size=sum(each.size for each in files.values()),
            live=id_ == far.current,
            source=source if source != id_ else "",
            changes=compare(before, files),
            first=id_ == far.releases[0],
        )
        before = files
