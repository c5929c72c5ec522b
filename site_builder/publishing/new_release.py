"""A built site -> a release, with its record and with what readers of the live one still load; builds none."""

from collections.abc import Collection, Mapping
from pathlib import Path

from msgspec import Struct

from site_builder import urls
from site_builder.building.commit import Report
from site_builder.building.output_folder import to_stamp
from site_builder.building.survey import Survey
from site_builder.ledger import parse_ledger
from site_builder.problem import CommandError
from site_builder.publishing.changes import ReleaseChanges, compare_releases, read_manifest_files
from site_builder.publishing.deployment import Deployment, get_publisher
from site_builder.publishing.record.public_sources import PublicSource, find_identical_outputs, find_public_sources
from site_builder.publishing.record.source_record import (
    RECORD_FORM,
    RecordHeader,
    SourceRecord,
    SourceVersion,
    merge_versions,
    write_record,
)
from site_builder.publishing.release.manifest import MANIFEST, SIGNATURE, format_moment
from site_builder.publishing.release.retained_assets import encode_retained, merge_retained, select_retained
from site_builder.publishing.release.stage import StagedRelease, list_published, stage
from site_builder.publishing.serverconfig.server_facts import ServerFacts, collect_facts
from site_builder.publishing.serverconfig.server_files import FACTS, add_gone, read_facts, write_server_files
from site_builder.publishing.targets.target import Progress
from site_builder.site.organise import Site
from site_builder.state_folder import RETAINED

REBUILT = "{folder} was built anew while it was published; nothing was published, publish again"


class BuiltSite(Struct, frozen=True):
    """A site that was built: what came of it, the folder of its sources, its output."""

    report: Report
    folder: Path
    output: Path


class NewRelease(Struct, frozen=True):
    """A release that is ready to be sent: what it changes against the live one, how many files it only carries.

    `versions` are those of what it is made of and of what is gone, by path; it `is_new` where a file or one of them is
    not as it is live: an item that expires next week looks as it did before, and its end has to be known over there.
    """

    staged: StagedRelease
    changes: ReleaseChanges
    retained: int
    versions: dict[str, SourceVersion]
    is_new: bool

    @property
    def sources(self) -> frozenset[str]:
        """The paths of what it is made of."""
        return frozenset(path for path, each in self.versions.items() if each.digest)


def stage_release(
    deployment: Deployment, built: BuiltSite, ledger: bytes, source: SourceRecord | None = None, suffix: str = ""
) -> NewRelease:
    """Make a release here, and its record beside it; `ledger` is all of what it carries.

    `source` is the record of the earlier release that it goes back to. A release that is not made of the content here
    is made ready in a folder of its own, which `suffix` tells.
    """
    survey = require_survey(built)
    folder = deployment.staging_folder(suffix)
    sources = find_public_sources(survey, built.folder)
    head, versions = describe_record(deployment, survey, sources, source)
    records = deployment.record_folder()

    def read(path: str) -> bytes:
        """Give the bytes of a source."""
        data = sources[path].data
        return (built.folder / path).read_bytes() if data is None else data

    write_record(records, head, versions, read, find_identical_outputs(survey))
    retained = plan_retained(deployment, survey.site, built.output, ledger)
    merged = merge_retained(built.output, folder, retained, lambda path: deployment.read_live_file(folder, path))
    staged = stage(
        merged,
        folder,
        base_url=survey.site.config.base_url,
        moment=deployment.moment,
        previous=deployment.snapshot.manifest,
        ledger=ledger,
        key=deployment.signing_key,
        record=records,
    )
    require_unchanged(folder, built, retained)
    retained = {path: retained[path] for path in retained if (folder / path).is_file()}
    (folder / RETAINED).write_bytes(encode_retained(retained))
    facts = collect_facts(survey.site, survey.items, survey.outputs, parse_ledger(ledger).value, root="")
    if suffix:
        facts = keep_gone(deployment, facts, versions, [each.path for each in staged.files])
    write_server_files(folder, facts)
    new = {path: entry for path, entry in read_manifest_files(staged.manifest).items() if path not in retained}
    changes = compare_releases(deployment.own_files, new)
    live = deployment.record.versions if deployment.record else {}
    is_new = bool(changes) or collect_digests(versions) != collect_digests(live)
    return NewRelease(staged, changes, len(retained), versions, is_new)


def keep_gone(
    deployment: Deployment, facts: ServerFacts, versions: Mapping[str, SourceVersion], paths: Collection[str]
) -> ServerFacts:
    """Add what was gone before, and what goes with a release whose sources do not say so, since they lack it."""
    before = read_facts(
        deployment.target.read(deployment.snapshot.current, FACTS) if deployment.snapshot.current else None
    )
    live = deployment.record.list_live() if deployment.record else {}
    present = {each.address for each in versions.values() if each.digest}
    going = {each.address for each in live.values() if each.address and each.id and each.address not in present}
    return add_gone(facts, [*(address for address, _ in (before.gone if before else ())), *going], paths)


def collect_digests(versions: Mapping[str, SourceVersion]) -> dict[str, str]:
    """Give the digests of versions by path."""
    return {path: each.digest for path, each in versions.items()}


def require_unchanged(folder: Path, built: BuiltSite, retained: Collection[str]) -> None:
    """Refuse to release what another build put into the output folder meanwhile, or a file that was saved meanwhile."""
    made = built.report.output_entries
    for path, left in made.items():
        if not left.fingerprint:
            raise CommandError(
                3, "{path} was changed while it was published; publish again", path=find_source(built, path)
            )
        if is_published(path) and not is_unchanged(folder / path, left.stamp):
            raise CommandError(3, REBUILT, folder=built.output)
    if not made.keys() | retained >= set(list_published(built.output)):
        raise CommandError(3, REBUILT, folder=built.output)


def find_source(built: BuiltSite, path: str) -> str:
    """Give the source that an output is a copy of."""
    asset = next((each for each in require_survey(built).outputs.assets if each.path == path), None)
    if asset is None:
        return path
    return f"templates/static/{asset.source}" if asset.theme else asset.source


def is_published(path: str) -> bool:
    """Tell whether an output is one that readers may fetch."""
    return not path.startswith(".") and "/." not in path and path not in {MANIFEST, SIGNATURE}


def is_unchanged(file: Path, left: tuple[int, int]) -> bool:
    """Tell whether a file is as a build left it."""
    try:
        return to_stamp(file.stat()) == left
    except FileNotFoundError:
        return False


def require_survey(built: BuiltSite) -> Survey:
    """Give all that is known of a site that was built."""
    if built.report.survey is None:
        raise ValueError(built.folder)
    return built.report.survey


def describe_record(
    deployment: Deployment, survey: Survey, sources: Mapping[str, PublicSource], source: SourceRecord | None
) -> tuple[RecordHeader, dict[str, SourceVersion]]:
    """Give head and versions of the record of what was built."""
    moment, site = format_moment(deployment.moment), survey.site
    head = RecordHeader(RECORD_FORM, deployment.history, moment, site.at.epoch, site.next_change)
    return head, merge_versions(sources, head, deployment.record, source, get_publisher())


def plan_retained(deployment: Deployment, site: Site, output: Path, ledger: bytes) -> dict[str, int]:
    """Choose what the release carries of the live one, path -> since when."""
    paths = set(list_published(output))
    withdrawn = (site.find_item_address(item) for item in site.items if item.path in site.withdrawn)
    taken_down = parse_ledger(ledger).value.list_taken_down()
    hidden = tuple(address.lstrip("/") for address in (*withdrawn, *taken_down))

    def is_excluded(path: str) -> bool:
        """Tell whether the build has a path, or it belonged to a page that is gone, withdrawn or taken down."""
        page = urls.make_output_path("/" + path.rpartition("/")[0] + "/")
        return path in paths or path.startswith(hidden) or (page in deployment.live and page not in paths)

    return select_retained(deployment.live, deployment.retained, deployment.moment, is_excluded=is_excluded)


def send_release(deployment: Deployment, new: NewRelease, progress: Progress) -> tuple[str, ...]:
    """Send a release that was made here and switch to it; give the releases that were removed for it."""
    return deployment.deploy(new.staged, deployment.snapshot.current, progress)
