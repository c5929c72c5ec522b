"""The live version of what this folder never had, laid beside its own; overwrites nothing and teaches it nothing."""

from pathlib import Path

from msgspec import Struct

from site_builder.building.build import look
from site_builder.ledger import merge, parse_ledger
from site_builder.problem import Refused
from site_builder.publishing.conflicts import Conflict, find_conflicts
from site_builder.publishing.deployment import Request, Visit, arrive, destination
from site_builder.publishing.record.known_versions import Knowledge
from site_builder.publishing.record.public_sources import find_public_sources
from site_builder.publishing.targets.local_files import is_over_link

FOLDER = "fetched"


class FetchedSource(Struct, frozen=True):
    """A source whose live version this folder never had: what was done to it there, and where that version lies now.

    `file` is relative to the site, "" for what was removed over there; `when` is in the site's time zone.
    """

    conflict: Conflict
    when: str
    file: str


class Fetched(Struct, frozen=True):
    """What was fetched of a live release."""

    to: str
    release: str
    sources: tuple[FetchedSource, ...]


def fetch(request: Request) -> Fetched:
    """Lay the live version of every source that differs and was never here below SITE/fetched/RELEASE/.

    Raises Refused: 1 where the target does not say what its live release was made of, 2 where something else lies in
    the place of what is fetched, 3 where it cannot be reached.
    """
    there = destination(request.site, request.name)
    with arrive(request, there) as seen:
        files = seen.files()
        if files is None:
            message = "{to} does not say what is live was made of: nothing was published there by this version yet"
            raise Refused(1, message, to=there.to)
        release = seen.far.current or ""
        below = Path(FOLDER, release)
        found = []
        for each in differences(seen):
            version = each.version
            if version.digest:
                lay(request.site, (below / version.path).as_posix(), files.read(version.path))
            when = seen.write_moment(version.since)
            found.append(FetchedSource(each, when, (below / version.path).as_posix() if version.digest else ""))
    return Fetched(there.to, release, tuple(found))


def lay(site: Path, path: str, data: bytes) -> None:
    """Write a fetched file; raises Refused(2) rather than lose what somebody made of an earlier one, or leave SITE."""
    file = site / path
    changed = file.is_file() and file.read_bytes() != data
    if changed or is_over_link(site / FOLDER, path.removeprefix(f"{FOLDER}/")):
        raise Refused(2, "{path} is not as it was fetched; move it to where it belongs, and fetch again", path=path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def differences(seen: Visit) -> tuple[Conflict, ...]:
    """Find what is live and was never here."""
    request, files = seen.request, seen.files()
    ledger = merge(seen.ledger(), seen.far.ledger or b"")
    survey = look(request.options(seen.there)).value
    if files is None or survey is None:
        return ()
    known = Knowledge(request.site, files.record.head.history, parse_ledger(seen.ledger()).value)
    sources = find_public_sources(survey, request.site)
    return find_conflicts(files, sources, known, frozenset(parse_ledger(ledger).value.down()))
