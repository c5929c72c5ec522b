"""A built site -> a release, with its record and with what readers of the live one still load; builds none."""

from collections.abc import Collection, Mapping
from pathlib import Path

from msgspec import Struct

from site_builder import urls
from site_builder.building.commit import Report
from site_builder.building.output_folder import stamp
from site_builder.building.survey import Survey
from site_builder.ledger import parse_ledger
from site_builder.problem import Refused
from site_builder.publishing.changes import Changes, compare, files_of
from site_builder.publishing.deployment import Visit, owner
from site_builder.publishing.record.known_versions import record_history
from site_builder.publishing.record.public_sources import PublicSource, find_public_sources, find_released
from site_builder.publishing.record.source_record import FORM, Head, Record, Version, merge_versions, write_record
from site_builder.publishing.release.manifest import NAME, SIGNATURE, moment_text
from site_builder.publishing.release.retained_assets import CARRIED, carried_bytes, to_carry, with_carried
from site_builder.publishing.release.stage import Staged, published, stage
from site_builder.publishing.targets.target import Progress
from site_builder.site.organise import Site

BUILT_ANEW = "{folder} was built anew while it was published; nothing was published, publish again"


class Built(Struct, frozen=True):
    """A site that was built: what came of it, the folder of its sources, its output."""

    report: Report
    folder: Path
    output: Path


class NewRelease(Struct, frozen=True):
    """A release that is ready to be sent: what it changes against the live one, how many files it only carries.

    `versions` are those of what it is made of and of what is gone, by path; it `is_new` where a file or one of them is
    not as it is live: an item that expires next week looks as it did before, and its end has to be known over there.
    """

    staged: Staged
    changes: Changes
    carried: int
    versions: dict[str, Version]
    is_new: bool

    @property
    def sources(self) -> frozenset[str]:
        """The paths of what it is made of."""
        return frozenset(path for path, each in self.versions.items() if each.digest)


def stage_release(
    seen: Visit, built: Built, ledger: bytes, source: Record | None = None, suffix: str = ""
) -> NewRelease:
    """Make a release here, and its record beside it; `ledger` is all of what it carries.

    `source` is the record of the earlier release that it goes back to. A release that is not made of the content here
    is made ready in a folder of its own, which `suffix` tells.
    """
    survey = survey_of(built)
    folder = seen.folder(suffix)
    sources = find_public_sources(survey, built.folder)
    head, versions = describe(seen, survey, sources, source)
    records = seen.record_folder()

    def read(path: str) -> bytes:
        """Give the bytes of a source."""
        data = sources[path].data
        return (built.folder / path).read_bytes() if data is None else data

    write_record(records, head, versions, read, find_released(survey))
    since = choose_carried(seen, survey.site, built.output, ledger)
    merged = with_carried(built.output, folder, since, lambda path: seen.data(folder, path))
    staged = stage(
        merged,
        folder,
        base_url=survey.site.config.base_url,
        moment=seen.moment,
        previous=seen.far.manifest,
        ledger=ledger,
        key=seen.key,
        record=records,
    )
    require_as_built(folder, built, since)
    since = {path: since[path] for path in since if (folder / path).is_file()}
    (folder / CARRIED).write_bytes(carried_bytes(since))
    new = {path: entry for path, entry in files_of(staged.manifest).items() if path not in since}
    changes = compare(seen.own, new)
    live = seen.record.versions if seen.record else {}
    is_new = bool(changes) or digests_of(versions) != digests_of(live)
    return NewRelease(staged, changes, len(since), versions, is_new)


def digests_of(versions: Mapping[str, Version]) -> dict[str, str]:
    """Give the digests of versions by path."""
    return {path: each.digest for path, each in versions.items()}


def require_as_built(folder: Path, built: Built, carried: Collection[str]) -> None:
    """Refuse to release what another build put into the output folder meanwhile, or a file that was saved meanwhile."""
    made = built.report.made
    for path, left in made.items():
        if not left.fingerprint:
            raise Refused(3, "{path} was changed while it was published; publish again", path=find_source(built, path))
        if is_published(path) and not is_left(folder / path, left.stamp):
            raise Refused(3, BUILT_ANEW, folder=built.output)
    if not made.keys() | carried >= set(published(built.output)):
        raise Refused(3, BUILT_ANEW, folder=built.output)


def find_source(built: Built, path: str) -> str:
    """Give the source that an output is a copy of."""
    asset = next((each for each in survey_of(built).outputs.assets if each.path == path), None)
    if asset is None:
        return path
    return f"templates/static/{asset.source}" if asset.theme else asset.source


def is_published(path: str) -> bool:
    """Tell whether an output is one that readers may fetch."""
    return not path.startswith(".") and "/." not in path and path not in {NAME, SIGNATURE}


def is_left(file: Path, left: tuple[int, int]) -> bool:
    """Tell whether a file is as a build left it."""
    try:
        return stamp(file.stat()) == left
    except FileNotFoundError:
        return False


def survey_of(built: Built) -> Survey:
    """Give all that is known of a site that was built."""
    if built.report.survey is None:
        raise ValueError(built.folder)
    return built.report.survey


def describe(
    seen: Visit, survey: Survey, sources: Mapping[str, PublicSource], source: Record | None
) -> tuple[Head, dict[str, Version]]:
    """Give head and versions of the record of what was built."""
    moment, site = moment_text(seen.moment), survey.site
    history = record_history(seen.record, seen.there.name, moment)
    head = Head(FORM, history, moment, site.at.epoch, site.next_change)
    return head, merge_versions(sources, head, seen.record, source, owner())


def choose_carried(seen: Visit, site: Site, output: Path, ledger: bytes) -> dict[str, int]:
    """Choose what the release carries of the live one, path -> since when."""
    paths = set(published(output))
    withdrawn = (site.item_address(item) for item in site.items if item.path in site.withdrawn)
    taken_down = parse_ledger(ledger).value.down()
    hidden = tuple(address.lstrip("/") for address in (*withdrawn, *taken_down))

    def is_settled(path: str) -> bool:
        """Tell whether the build has a path, or it belonged to a page that is gone, withdrawn or taken down."""
        page = urls.output_path("/" + path.rpartition("/")[0] + "/")
        return path in paths or path.startswith(hidden) or (page in seen.live and page not in paths)

    return to_carry(seen.live, seen.carried, seen.moment, settled=is_settled)


def send_release(seen: Visit, new: NewRelease, progress: Progress) -> tuple[str, ...]:
    """Send a release that was made here and switch to it; give the releases that were removed for it."""
    return seen.release(new.staged, seen.far.current, progress)
