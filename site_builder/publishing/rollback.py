"""Back to an earlier release, without what must not come back; the content of the site stays as it is."""

import shutil
from collections.abc import Collection
from pathlib import Path

from msgspec import Struct

from site_builder.ledger import merge, parse_ledger
from site_builder.problem import Refused
from site_builder.publishing.carry import CARRIED, SEARCH, carried_bytes, put, to_carry
from site_builder.publishing.changes import Changes, compare, files_of
from site_builder.publishing.destinations import select_own
from site_builder.publishing.leave import Over, below, leave_out, over, taken_down
from site_builder.publishing.manifest import NAME, SIGNATURE, Entry, manifest_bytes, read_manifest, release_id
from site_builder.publishing.mentions import mentions
from site_builder.publishing.signing import sign
from site_builder.publishing.stage import LEDGER, Staged, StagedFile
from site_builder.publishing.targets import ID, LISTING, Far, Progress, Target, damaged, listed
from site_builder.publishing.visit import Request, Visit, destination, moment_of, quiet, reach, visit

# The release that one made by a rollback is a copy of.
SOURCE = ".bulletin/source"


class RolledBack(Struct, frozen=True, kw_only=True):
    """What a rollback came to: the new release, the one it is made of, files left out, files that stay as they were."""

    name: str
    to: str
    release: str
    source: str
    before: str
    left: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    changes: Changes = Changes()
    pruned: tuple[str, ...] = ()


def rollback(request: Request, to: str = "", progress: Progress = quiet) -> RolledBack:
    """Make a release of an earlier one (`to`, else the one before the live one) and switch to it.

    Its files are linked over there, so that next to nothing is sent. Left out is what has been withdrawn, has expired
    or was taken down since; what named it in lists, feeds and the like stays as the live release has it. Raises
    Refused: 2 where there is no such release, 3 where the target fails.
    """
    there = destination(request.site, request.name)
    place = reach(request.site, there)
    gone = over(request.options(there))
    with place.connected():
        seen = visit(request, there, place)
        source = earlier(place, seen.far, to)
        staged, left, kept = staging(seen, source, gone)
        pruned = seen.release(staged, source, progress)
    return RolledBack(
        name=there.name,
        to=there.to,
        release=staged.id,
        source=source,
        before=seen.far.current or "",
        left=tuple(sorted(path for path in left if not path.startswith(SEARCH))),
        kept=kept,
        changes=compare(seen.live, files_of(staged.manifest)),
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


def staging(seen: Visit, source: str, gone: tuple[Over, ...]) -> tuple[Staged, frozenset[str], tuple[str, ...]]:
    """Make the list of the new release, and here only the files that the old one lacks.

    Gives too what is left out, and which files stay as the live release has them.
    """
    manifest, names = seen.place.read(source, NAME), listed(seen.place.read(source, LISTING))
    read = read_manifest(manifest) if manifest else None
    if read is None or not names:
        raise damaged(f"releases/{source}/{NAME}")
    ledger = merge(seen.ledger(), seen.far.ledger or b"")
    down = tuple(taken_down(parse_ledger(ledger).value))
    withdrawn = tuple(each for each in gone if each.since)
    gone = (*gone, *down)
    left = leave_out(read.files, seen.live, moment_of(source), gone)
    told = mentions(seen, source, read.files, left, (*withdrawn, *down))
    left |= told.left
    files = {path: entry for path, entry in read.files.items() if path not in left}
    folder = seen.folder(".rollback")
    shutil.rmtree(folder, ignore_errors=True)
    kept = {path for path in told.live if put(folder, path, seen.data(seen.output, path))}
    files |= {path: seen.live[path] for path in kept}
    since = carry(seen, folder, {*files, *left}, gone)
    files |= {path: seen.live[path] for path in since}
    data = manifest_bytes(read.base_url, seen.moment, seen.far.manifest, files)
    own = select_own(seen.request.site, seen.there, ledger)
    beside = {NAME: data, LEDGER: own, CARRIED: carried_bytes(since), SOURCE: source_of(seen.place, source).encode()}
    beside |= {SIGNATURE: sign(data, seen.key)} if seen.key else {}
    for path, content in beside.items():
        put(folder, path, content)
    stay = tuple(sorted(kept & left))
    return Staged(folder, staged_files(files, names, left), data, release_id(data, seen.moment)), left - kept, stay


def carry(seen: Visit, folder: Path, settled: Collection[str], gone: tuple[Over, ...]) -> dict[str, int]:
    """Put what pages of the live release still load after the switch into a folder; give it, path -> since when."""
    hidden = {path for each in gone for path in below(each.address, seen.live)}
    chosen = to_carry(seen.live, seen.carried, seen.moment, settled=lambda path: path in settled or path in hidden)
    return {path: chosen[path] for path in chosen if put(folder, path, seen.data(folder, path))}


def staged_files(files: dict[str, Entry], names: dict[str, str], left: frozenset[str]) -> tuple[StagedFile, ...]:
    """List the new release: the manifest's files, and the twins of those that the old release has."""
    staged = [StagedFile(path, entry.sha256, entry.size) for path, entry in files.items()]
    for path, digest in names.items():
        plain = path.removesuffix(".gz").removesuffix(".br")
        if path not in files and path not in left and plain in files and names.get(plain) == files[plain].sha256:
            staged.append(StagedFile(path, digest, 0))
    return tuple(sorted(staged, key=lambda each: each.path))
