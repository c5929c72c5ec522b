"""The live version of what this folder never had, laid beside its own; overwrites nothing and teaches it nothing."""

from pathlib import Path

from msgspec import Struct

from site_builder.building.build import survey_site
from site_builder.ledger import parse_ledger
from site_builder.problem import CommandError
from site_builder.publishing.conflicts import Conflict, find_conflicts
from site_builder.publishing.deployment import Deployment, PublishRequest, find_destination, open_deployment
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


class FetchResult(Struct, frozen=True):
    """What was fetched of a live release."""

    to: str
    release: str
    sources: tuple[FetchedSource, ...]


def fetch(request: PublishRequest) -> FetchResult:
    """Lay the live version of every source that differs and was never here below SITE/fetched/RELEASE/.

    Raises CommandError: 1 where the target does not say what its live release was made of, 2 where something else lies
    in the place of what is fetched, 3 where it cannot be reached.
    """
    destination = find_destination(request.site, request.name)
    with open_deployment(request, destination) as deployment:
        files = deployment.open_live_record()
        if files is None:
            message = "{to} does not say what is live was made of: nothing was published there by this version yet"
            raise CommandError(1, message, to=destination.to)
        release = deployment.snapshot.current or ""
        below = Path(FOLDER, release)
        found = []
        for each in find_differences(deployment):
            version = each.version
            if version.digest:
                write_fetched(request.site, (below / version.path).as_posix(), files.read(version.path))
            when = deployment.format_local_moment(version.since)
            found.append(FetchedSource(each, when, (below / version.path).as_posix() if version.digest else ""))
    return FetchResult(destination.to, release, tuple(found))


def write_fetched(site: Path, path: str, data: bytes) -> None:
    """Write a fetched file; raises CommandError(2) rather than lose what was made of an earlier one, or leave SITE."""
    file = site / path
    changed = file.is_file() and file.read_bytes() != data
    if changed or is_over_link(site / FOLDER, path.removeprefix(f"{FOLDER}/")):
        raise CommandError(
            2, "{path} is not as it was fetched; move it to where it belongs, and fetch again", path=path
        )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def find_differences(deployment: Deployment) -> tuple[Conflict, ...]:
    """Find what is live and was never here."""
    request, files = deployment.request, deployment.open_live_record()
    ledger = deployment.merge_ledgers()
    survey = survey_site(request.make_build_options(deployment.destination)).value
    if files is None or survey is None:
        return ()
    known = deployment.open_knowledge(files.record.head.history)
    sources = find_public_sources(survey, request.site)
    return find_conflicts(files, sources, known, frozenset(parse_ledger(ledger).value.list_taken_down()))
