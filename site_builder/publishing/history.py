"""The releases of a target and what each changed against the one before it; changes nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime

from msgspec import Struct

from site_builder.publishing.changes import ReleaseChanges, compare_releases, is_page, read_manifest_files
from site_builder.publishing.deployment import PublishRequest, find_destination, make_target
from site_builder.publishing.release.manifest import MANIFEST, ManifestEntry
from site_builder.publishing.release.retained_assets import decode_retained
from site_builder.publishing.rollback import find_source_release
from site_builder.publishing.targets.target import Target
from site_builder.state_folder import RETAINED


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
    changes: ReleaseChanges
    first: bool


def list_releases(request: PublishRequest) -> tuple[Release, ...]:
    """List the releases that a target keeps, the newest first."""
    destination = find_destination(request.site, request.name)
    target = make_target(request.site, destination)
    with target.connect():
        return tuple(reversed(list(read_releases(target))))


def read_releases(target: Target) -> Iterator[Release]:
    """Give the releases, the oldest first."""
    snapshot = target.inspect()
    before: dict[str, ManifestEntry] = {}
    for id_ in snapshot.releases:
        own = decode_retained(target.read(id_, RETAINED))
        files = {path: e for path, e in read_manifest_files(target.read(id_, MANIFEST)).items() if path not in own}
        source = find_source_release(target, id_)
        yield Release(
            id=id_,
            made=datetime.strptime(id_[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC),
            pages=sum(map(is_page, files)),
            files=len(files),
            size=sum(each.size for each in files.values()),
            live=id_ == snapshot.current,
            source=source if source != id_ else "",
            changes=compare_releases(before, files),
            first=id_ == snapshot.releases[0],
        )
        before = files
