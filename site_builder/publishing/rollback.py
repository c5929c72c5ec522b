"""Back to an earlier release, without what must not come back; the content of the site stays as it is.

A release that is still what it would be now is taken as it is, its files linked over there. Where something of it is
due to go, or the day has changed what it shows, it is made anew from its record.
"""

import shutil
from collections.abc import Collection, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from site_builder.building.build import look
from site_builder.ledger import parse_ledger
from site_builder.model import When
from site_builder.problem import Refused
from site_builder.publishing.changes import Changes, compare, files_of
from site_builder.publishing.deployment import Request, Visit, arrive, destination, owner, quiet
from site_builder.publishing.record.ended_addresses import below, find_ended
from site_builder.publishing.record.known_versions import record_history
from site_builder.publishing.record.public_sources import PublicSource
from site_builder.publishing.record.recorded_site import Due, find_due
from site_builder.publishing.record.source_record import Record, RecordFiles, Version, copy_record, merge_versions
from site_builder.publishing.release.manifest import (
    NAME,
    SIGNATURE,
    Entry,
    manifest_bytes,
    moment_text,
    read_manifest,
    release_id,
)
from site_builder.publishing.release.retained_assets import CARRIED, SEARCH, carried_bytes, put, to_carry
from site_builder.publishing.release.signing import sign
from site_builder.publishing.release.stage import LEDGER, Staged, StagedFile
from site_builder.publishing.release_from_live import hold_own, live_ledger, stage_without
from site_builder.publishing.targets.target import ID, LISTING, Far, Progress, Target, altered, listed

if TYPE_CHECKING:
    from site_builder.executor import Executor

UNKNOWN = (
    "release {release} has {address}, which was withdrawn, has expired or was taken down since, and nothing tells what "
    "the release was made of; publish the content as it should be instead"
)
# The release that one made by a rollback is a copy of.
SOURCE = ".bulletin/source"


class RolledBack(Struct, frozen=True, kw_only=True):
    """What a rollback came to: the new release, the one it goes back to, files of that one which are left out."""

    name: str
    to: str
    release: str
    source: str
    before: str
    left: tuple[str, ...] = ()
    changes: Changes = Changes()
    pruned: tuple[str, ...] = ()


def rollback(
    request: Request, to: str = "", executor: "Executor | None" = None, progress: Progress = quiet
) -> RolledBack:
    """Make a release of an earlier one (`to`, else the one before the live one) and switch to it.

    Left out is what has been withdrawn, has expired or was taken down since. Raises Refused: 1 where that cannot be
    done because nothing tells what the release was made of, 2 where there is no such release, 3 where the target fails.
    """
    there = destination(request.site, request.name)
    with arrive(request, there) as seen:
        source = earlier(seen.place, seen.far, to)
        manifest = read_manifest(seen.place.read(source, NAME) or b"")
        if manifest is None:
            raise altered(source, [NAME])
        files, due = seen.files_of(source), find_changed(seen, source, manifest.files)
        staged = stage_copy(seen, source, files) if due is None else stage_anew(seen, files, due, executor, progress)
        put(staged.folder, SOURCE, source_of(seen.place, source).encode())
        pruned = seen.release(staged, source, progress)
    new = files_of(staged.manifest)
    return RolledBack(
        name=there.name,
        to=there.to,
        release=staged.id,
        source=source,
        before=seen.far.current or "",
        left=tuple(sorted(path for path in manifest.files.keys() - new.keys() if not path.startswith(SEARCH))),
        changes=compare(seen.live, new),
        pruned=pruned,
    )


def earlier(place: Target, far: Far, to: str) -> str:
    """Choose the release to go back to; after a rollback, the one before that which was gone back to."""
    if far.current is None:
        raise Refused(2, "nothing has been published to {name} yet", name=place.name)
    if to:
        if to not in far.releases or to == far.current:
            raise Refused(2, "{release} is not an earlier release; bulletin log lists them", release=to)
        return to
    line = source_of(place, far.current)
    before = [each for each in far.releases if each < line and source_of(place, each) == each]
    if not before:
        raise Refused(2, "there is no release before {release}", release=line)
    return before[-1]


def source_of(place: Target, id_: str) -> str:
    """Give the release that a release is a copy of; itself where it was published."""
    text = (place.read(id_, SOURCE) or b"").decode("ascii", "replace").strip()
    return text if ID.fullmatch(text) else id_


def find_changed(seen: Visit, source: str, old: Mapping[str, Entry]) -> Due | None:
    """Find what is due to go of a release by now; None where all of it can be taken as it is."""
    found = look(seen.request.options(seen.there)).value
    if found is None:
        raise Refused(1, "content/site.toml cannot be read; bulletin check says what to write there")
    files, at = seen.files_of(source), found.site.at
    down = parse_ledger(live_ledger(seen)).value.down()
    if files is None:
        over = (each.address for each in find_ended(found, parse_ledger(seen.ledger()).value))
        for address in (*over, *down):
            if any(below(address, old)):
                raise Refused(1, UNKNOWN, release=source, address=address)
        return None
    head, versions = files.record.head, files.record.live()
    own = find_due(versions, found, seen.request.site, at)
    hold_own(seen, own)
    due = join_due(own, find_due_by(seen.files(), versions, at))
    passed = head.next_change is not None and at.epoch >= head.next_change
    taken = any(each.address in down for each in versions.values())
    return due if due or passed or taken or at.epoch < head.at else None


def find_due_by(live: RecordFiles | None, versions: Mapping[str, Version], at: When) -> Due:
    """Find what the record of the live release says of the items of an earlier one: over, or withdrawn, since."""
    later = live.record.live() if live else {}
    by_address = {each.address: each for each in later.values() if each.id}
    left_out, exchanged = set(), {}
    for path, version in versions.items():
        said = later.get(path) or by_address.get(version.address)
        if live is None or said is None or said.digest == version.digest:
            continue
        if 0 < said.expires <= at.epoch:
            left_out.add(path)
        elif 0 < said.withdrawn <= at.epoch and not 0 < version.withdrawn <= at.epoch:
            exchanged[path] = live.read(said.path)
    return Due(frozenset(left_out), exchanged)


def join_due(*several: Due) -> Due:
    """Give all that is due to go."""
    exchanged: dict[str, bytes] = {}
    for each in several:
        exchanged |= each.exchanged
    return Due(frozenset(chain.from_iterable(each.left_out for each in several)), exchanged)


def stage_anew(
    seen: Visit, files: RecordFiles | None, due: Due, executor: "Executor | None", progress: Progress
) -> Staged:
    """Make the release anew of its record, without what is due to go."""
    if files is None:
        raise ValueError(due)
    return stage_without(seen, files, due, executor, progress, files.record)[0].staged


def stage_copy(seen: Visit, source: str, files: RecordFiles | None) -> Staged:
    """Make the list of a release that has the files of an earlier one, which are linked over there."""
    manifest, names = read_manifest(seen.place.read(source, NAME) or b""), listed(seen.place.read(source, LISTING))
    if manifest is None or not names:
        raise altered(source, [LISTING])
    folder = seen.folder(".rollback")
    shutil.rmtree(folder, ignore_errors=True)
    entries = dict(manifest.files)
    since = carry(seen, folder, entries)
    entries |= {path: seen.live[path] for path in since}
    record, index = stage_record(seen, files)
    data = manifest_bytes(manifest.base_url, seen.moment, seen.far.manifest, entries, record=index)
    beside = {NAME: data, LEDGER: live_ledger(seen), CARRIED: carried_bytes(since)}
    beside |= {SIGNATURE: sign(data, seen.key)} if seen.key else {}
    for path, content in beside.items():
        put(folder, path, content)
    return Staged(folder, staged_files(entries, names), data, release_id(data, seen.moment), record)


def stage_record(seen: Visit, files: RecordFiles | None) -> tuple[Path | None, bytes | None]:
    """Make the record of a release that has the files of an earlier one."""
    if files is None:
        return None, None
    moment, old = moment_text(seen.moment), files.record
    sources = {
        path: PublicSource(path, each.digest, each.address, each.id, each.lang, each.expires, each.withdrawn)
        for path, each in old.live().items()
    }
    history = record_history(seen.record, seen.there.name, moment)
    head = replace(old.head, history=history, moment=moment)
    merged = merge_versions(sources, head, seen.record, old, owner())
    versions = {
        path: replace(each, file=old.versions[path].file if each.digest else "") for path, each in merged.items()
    }
    record = Record(head, versions)
    return seen.record_folder(), copy_record(files, record, seen.record_folder())


def carry(seen: Visit, folder: Path, settled: Collection[str]) -> dict[str, int]:
    """Put what pages of the live release still load after the switch into a folder; give it, path -> since when."""
    down = parse_ledger(live_ledger(seen)).value.down()
    hidden = {path for address in down for path in below(address, seen.live)}
    chosen = to_carry(seen.live, seen.carried, seen.moment, settled=lambda path: path in settled or path in hidden)
    return {path: chosen[path] for path in chosen if put(folder, path, seen.data(folder, path))}


def staged_files(files: dict[str, Entry], names: dict[str, str]) -> tuple[StagedFile, ...]:
    """List the new release: the manifest's files, and the twins of those that the old release has."""
    staged = [StagedFile(path, entry.sha256, entry.size) for path, entry in files.items()]
    for path, digest in names.items():
        plain = path.removesuffix(".gz").removesuffix(".br")
        if path not in files and plain in files and names.get(plain) == files[plain].sha256:
            staged.append(StagedFile(path, digest, 0))
    return tuple(sorted(staged, key=lambda each: each.path))
