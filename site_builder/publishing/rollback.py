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

from site_builder.building.build import survey_site
from site_builder.ledger import parse_ledger
from site_builder.model import When
from site_builder.problem import CommandError
from site_builder.publishing.changes import ReleaseChanges, compare_releases, read_manifest_files
from site_builder.publishing.deployment import (
    Deployment,
    PublishRequest,
    find_destination,
    get_publisher,
    ignore_progress,
    open_deployment,
)
from site_builder.publishing.record.ended_addresses import find_ended_addresses, find_files_at
from site_builder.publishing.record.public_sources import PublicSource
from site_builder.publishing.record.recorded_site import DueRemovals, find_due_removals
from site_builder.publishing.record.source_record import (
    RecordFiles,
    SourceRecord,
    SourceVersion,
    copy_record,
    merge_versions,
)
from site_builder.publishing.release.manifest import (
    MANIFEST,
    SIGNATURE,
    ManifestEntry,
    encode_manifest,
    format_moment,
    make_release_id,
    read_manifest,
)
from site_builder.publishing.release.retained_assets import SEARCH, encode_retained, select_retained, write_file
from site_builder.publishing.release.signing import sign
from site_builder.publishing.release.stage import StagedFile, StagedRelease
from site_builder.publishing.release_from_live import merge_live_ledger, record_own_versions, stage_without
from site_builder.publishing.serverconfig.server_files import (
    FACTS,
    add_gone,
    list_recorded_gone,
    read_facts,
    write_server_files,
)
from site_builder.publishing.targets.target import (
    ID,
    Progress,
    Target,
    TargetSnapshot,
    decode_checksums,
    make_altered_release_error,
)
from site_builder.state_folder import CHECKSUMS, RELEASE_LEDGER, RETAINED, SOURCE

if TYPE_CHECKING:
    from site_builder.executor import Executor

UNRECORDED = (
    "release {release} has {address}, which was withdrawn, has expired or was taken down since, and nothing tells what "
    "the release was made of; publish the content as it should be instead"
)


class RollbackResult(Struct, frozen=True, kw_only=True):
    """What a rollback came to: the new release, the one it goes back to, files of that one which are left out."""

    name: str
    to: str
    release: str
    source: str
    before: str
    left: tuple[str, ...] = ()
    changes: ReleaseChanges = ReleaseChanges()
    pruned: tuple[str, ...] = ()


def rollback(
    request: PublishRequest, to: str = "", executor: "Executor | None" = None, progress: Progress = ignore_progress
) -> RollbackResult:
    """Make a release of an earlier one (`to`, else the one before the live one) and switch to it.

    Left out is what has been withdrawn, has expired or was taken down since. Raises CommandError: 1 where that cannot
    be done because nothing tells what the release was made of, 2 where there is no such release, 3 where the target
    fails.
    """
    destination = find_destination(request.site, request.name)
    with open_deployment(request, destination) as deployment:
        source = choose_source(deployment.target, deployment.snapshot, to)
        manifest = read_manifest(deployment.target.read(source, MANIFEST) or b"")
        if manifest is None:
            raise make_altered_release_error(source, [MANIFEST])
        files, due = deployment.open_record(source), find_removals(deployment, source, manifest.files)
        staged = (
            stage_copy(deployment, source, files)
            if due is None
            else stage_rebuild(deployment, files, due, executor, progress)
        )
        write_file(staged.folder, SOURCE, find_source_release(deployment.target, source).encode())
        pruned = deployment.deploy(staged, source, progress)
    new = read_manifest_files(staged.manifest)
    return RollbackResult(
        name=destination.name,
        to=destination.to,
        release=staged.id,
        source=source,
        before=deployment.snapshot.current or "",
        left=tuple(sorted(path for path in manifest.files.keys() - new.keys() if not path.startswith(SEARCH))),
        changes=compare_releases(deployment.live, new),
        pruned=pruned,
    )


def choose_source(target: Target, snapshot: TargetSnapshot, to: str) -> str:
    """Choose the release to go back to; after a rollback, the one before that which was gone back to."""
    if snapshot.current is None:
        raise CommandError(2, "nothing has been published to {name} yet", name=target.name)
    if to:
        if to not in snapshot.releases or to == snapshot.current:
            raise CommandError(2, "{release} is not an earlier release; bulletin log lists them", release=to)
        return to
    origin = find_source_release(target, snapshot.current)
    before = [each for each in snapshot.releases if each < origin and find_source_release(target, each) == each]
    if not before:
        raise CommandError(2, "there is no release before {release}", release=origin)
    return before[-1]


def find_source_release(target: Target, id_: str) -> str:
    """Give the release that a release is a copy of; itself where it was published."""
    text = (target.read(id_, SOURCE) or b"").decode("ascii", "replace").strip()
    return text if ID.fullmatch(text) else id_


def find_removals(deployment: Deployment, source: str, old: Mapping[str, ManifestEntry]) -> DueRemovals | None:
    """Find what is due to go of a release by now; None where all of it can be taken as it is."""
    found = survey_site(deployment.request.make_build_options(deployment.destination)).value
    if found is None:
        raise CommandError(1, "content/site.toml cannot be read; bulletin check says what to write there")
    files, at = deployment.open_record(source), found.site.at
    taken_down = parse_ledger(merge_live_ledger(deployment)).value.list_taken_down()
    if files is None:
        ended = (each.address for each in find_ended_addresses(found, parse_ledger(deployment.read_ledger()).value))
        for address in (*ended, *taken_down):
            if any(find_files_at(address, old)):
                raise CommandError(1, UNRECORDED, release=source, address=address)
        return None
    head, versions = files.record.head, files.record.list_live()
    own = find_due_removals(versions, found, deployment.request.site, at)
    record_own_versions(deployment, own)
    due = merge_removals(own, find_recorded_removals(deployment.open_live_record(), versions, at))
    passed = head.next_change is not None and at.epoch >= head.next_change
    has_takedown = any(each.name in taken_down for each in versions.values())
    return due if due or passed or has_takedown or at.epoch < head.at else None


def find_recorded_removals(live: RecordFiles | None, versions: Mapping[str, SourceVersion], at: When) -> DueRemovals:
    """Find what the record of the live release says of the items of an earlier one: over, or withdrawn, since."""
    later = live.record.list_live() if live else {}
    by_address = {each.address: each for each in later.values() if each.id}
    left_out, exchanged = set(), {}
    for path, version in versions.items():
        current = later.get(path) or by_address.get(version.address)
        if live is None or current is None or current.digest == version.digest:
            continue
        if 0 < current.expires <= at.epoch:
            left_out.add(path)
        elif 0 < current.withdrawn <= at.epoch and not 0 < version.withdrawn <= at.epoch:
            exchanged[path] = live.read(current.path)
    return DueRemovals(frozenset(left_out), exchanged)


def merge_removals(*several: DueRemovals) -> DueRemovals:
    """Give all that is due to go."""
    exchanged: dict[str, bytes] = {}
    for each in several:
        exchanged |= each.replaced
    return DueRemovals(frozenset(chain.from_iterable(each.left_out for each in several)), exchanged)


def stage_rebuild(
    deployment: Deployment, files: RecordFiles | None, due: DueRemovals, executor: "Executor | None", progress: Progress
) -> StagedRelease:
    """Make the release anew of its record, without what is due to go."""
    if files is None:
        raise ValueError(due)
    return stage_without(deployment, files, due, executor, progress, files.record)[0].staged


def stage_copy(deployment: Deployment, source: str, files: RecordFiles | None) -> StagedRelease:
    """Make the list of a release that has the files of an earlier one, which are linked over there."""
    manifest, checksums = (
        read_manifest(deployment.target.read(source, MANIFEST) or b""),
        decode_checksums(deployment.target.read(source, CHECKSUMS)),
    )
    if manifest is None or not checksums:
        raise make_altered_release_error(source, [CHECKSUMS])
    folder = deployment.staging_folder(".rollback")
    shutil.rmtree(folder, ignore_errors=True)
    entries = dict(manifest.files)
    retained = copy_retained(deployment, folder, entries)
    entries |= {path: deployment.live[path] for path in retained}
    record, index = stage_record(deployment, files)
    data = encode_manifest(manifest.base_url, deployment.moment, deployment.snapshot.manifest, entries, record=index)
    beside = {MANIFEST: data, RELEASE_LEDGER: merge_live_ledger(deployment), RETAINED: encode_retained(retained)}
    beside |= {SIGNATURE: sign(data, deployment.signing_key)} if deployment.signing_key else {}
    for path, content in beside.items():
        write_file(folder, path, content)
    facts = read_facts(deployment.target.read(source, FACTS))
    if facts is not None:
        ledger = parse_ledger(merge_live_ledger(deployment)).value
        write_server_files(folder, add_gone(facts, list_recorded_gone(ledger), entries))
    return StagedRelease(
        folder, list_staged_files(entries, checksums), data, make_release_id(data, deployment.moment), record
    )


def stage_record(deployment: Deployment, files: RecordFiles | None) -> tuple[Path | None, bytes | None]:
    """Make the record of a release that has the files of an earlier one."""
    if files is None:
        return None, None
    moment, old = format_moment(deployment.moment), files.record
    sources = {
        path: PublicSource(path, each.digest, each.address, each.id, each.lang, each.expires, each.withdrawn)
        for path, each in old.list_live().items()
    }
    head = replace(old.head, history=deployment.history, moment=moment)
    merged = merge_versions(sources, head, deployment.record, old, get_publisher())
    versions = {
        path: replace(each, file=old.versions[path].file if each.digest else "") for path, each in merged.items()
    }
    record = SourceRecord(head, versions)
    return deployment.record_folder(), copy_record(files, record, deployment.record_folder())


def copy_retained(deployment: Deployment, folder: Path, staged: Collection[str]) -> dict[str, int]:
    """Put what pages of the live release still load after the switch into a folder; give it, path -> since when."""
    taken_down = parse_ledger(merge_live_ledger(deployment)).value.list_taken_down()
    hidden = {path for address in taken_down for path in find_files_at(address, deployment.live)}
    chosen = select_retained(
        deployment.live,
        deployment.retained,
        deployment.moment,
        is_excluded=lambda path: path in staged or path in hidden,
    )
    return {path: chosen[path] for path in chosen if write_file(folder, path, deployment.read_live_file(folder, path))}


def list_staged_files(files: dict[str, ManifestEntry], checksums: dict[str, str]) -> tuple[StagedFile, ...]:
    """List the new release: the manifest's files, and the compressed copies of those that the old release has."""
    staged = [StagedFile(path, entry.sha256, entry.size) for path, entry in files.items()]
    for path, digest in checksums.items():
        plain = path.removesuffix(".gz").removesuffix(".br")
        if path not in files and plain in files and checksums.get(plain) == files[plain].sha256:
            staged.append(StagedFile(path, digest, 0))
    return tuple(sorted(staged, key=lambda each: each.path))
