"""What is live in a version that this folder never had, so that publishing would put it back; changes nothing."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct

from site_builder.building.theming.packages import RECORDED_FOLDER
from site_builder.problem import CommandError, Place, Problem, make_problem
from site_builder.publishing.record.known_versions import Knowledge, is_in_git
from site_builder.publishing.record.public_sources import PublicSource
from site_builder.publishing.record.source_record import TEXT_SUFFIXES, RecordFiles, SourceVersion

Difference = Literal["changed", "added", "removed"]
MESSAGES: dict[Difference, str] = {
    "changed": "the live version is of {who}, published {when}, and this folder never had it",
    "added": "it is live, published by {who} {when}, and this folder never had it",
    "removed": "{who} removed it from the live site {when}, and this folder does not know",
}
HINT = "bulletin fetch brings the live version beside yours; --overwrite {path} publishes yours in its place"
HINT_REMOVED = "delete yours too, if it is not meant to come back; --overwrite {path} publishes it again"


class Conflict(Struct, frozen=True):
    """A source whose live version this folder never had: what was done to it there."""

    version: SourceVersion
    difference: Difference


def find_conflicts(
    files: RecordFiles, sources: Mapping[str, PublicSource], known: Knowledge, taken_down: frozenset[str]
) -> tuple[Conflict, ...]:
    """Find the live versions that publishing these sources would put back, by path.

    `taken_down` are names of the ledger. The files of an installed theme are a program's, and nobody's here.
    """
    moved = {(each.id, each.lang, each.digest) for each in sources.values() if each.id}
    return tuple(
        Conflict(version, classify_difference(version, known.site))
        for path, version in sorted(files.record.versions.items())
        if not path.startswith(f"{RECORDED_FOLDER}/")
        and not is_resolved(version, sources.get(path), known)
        and (version.id, version.lang, version.digest) not in moved
        and not (version.digest and (version.name in taken_down or is_known_text(files, version, known.site)))
    )


def is_resolved(version: SourceVersion, source: PublicSource | None, known: Knowledge) -> bool:
    """Tell whether the folder publishes the live version, or has had it."""
    return version.digest == (source.digest if source else "") or known.has_seen(version)


def is_known_text(files: RecordFiles, version: SourceVersion, site: Path) -> bool:
    """Tell whether the live version is the folder's, line ends aside, or Git had it here."""
    live, here = files.read(version.path), site / version.path
    data = here.read_bytes() if here.is_file() else None
    same = data is not None and (
        live == data or (version.path.endswith(TEXT_SUFFIXES) and normalize_lines(live) == normalize_lines(data))
    )
    return same or is_in_git(site, version.path, live)


def normalize_lines(data: bytes) -> bytes:
    """Give a text with the line ends and without the mark of its encoding, which Git and editors exchange."""
    return data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")


def classify_difference(version: SourceVersion, site: Path) -> Difference:
    """Say what was done to a source over there."""
    if not version.digest:
        return "removed"
    return "changed" if (site / version.path).is_file() else "added"


def remove_overwritten(
    conflicts: tuple[Conflict, ...], overwrite: tuple[str, ...], is_known: Callable[[str], bool]
) -> tuple[Conflict, ...]:
    """Leave out what is to be overwritten, files or all below a folder; CommandError(2) for an unknown path."""
    wanted = [each.strip("/").removeprefix("./") for each in overwrite]
    for each in wanted:
        if not is_known(each):
            message = (
                "--overwrite {path}: no such file is published from here or live; write it as content/news/file.md"
            )
            raise CommandError(2, message, path=each)
    return tuple(
        each
        for each in conflicts
        if not any(each.version.path == path or each.version.path.startswith(f"{path}/") for path in wanted)
    )


def check_conflicts(conflicts: tuple[Conflict, ...], format_moment: Callable[[str], str]) -> Iterator[Problem]:
    """Make an error of each conflict; `format_moment` writes a moment for readers."""
    for each in conflicts:
        version = each.version
        values = {"who": version.by, "when": format_moment(version.since), "path": version.path}
        hint = HINT_REMOVED if each.difference == "removed" else HINT
        yield make_problem("error", "conflict", Place(version.path), MESSAGES[each.difference], hint, **values)
