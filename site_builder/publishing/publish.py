"""One publish from beginning to end: build, compare, send, check, switch; prints nothing and asks nobody.

Where nothing new can be published, because of errors in the content or of somebody else's change that would be put
back, what is due to go is taken away all the same, by a release that is made from the live one.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from site_builder.building.build import build
from site_builder.building.commit import Report
from site_builder.ledger import make_release_line, parse_ledger
from site_builder.problem import CommandError, Problem, has_errors, sort_problems
from site_builder.publishing.changes import ReleaseChanges
from site_builder.publishing.conflicts import Conflict, check_conflicts, find_conflicts, remove_overwritten
from site_builder.publishing.deployment import (
    Deployment,
    PublishRequest,
    find_destination,
    ignore_progress,
    open_deployment,
    read_file,
)
from site_builder.publishing.destinations import save_ledger, select_binding_lines
from site_builder.publishing.ledger_update import add_publication
from site_builder.publishing.new_release import BuiltSite, NewRelease, send_release, stage_release
from site_builder.publishing.record.known_versions import Knowledge
from site_builder.publishing.record.public_sources import find_public_sources
from site_builder.publishing.release.manifest import MANIFEST, format_moment, make_release_id, read_manifest
from site_builder.publishing.release_from_live import find_expected_removals, find_overdue_addresses, release_due
from site_builder.publishing.targets.target import Progress
from site_builder.state_folder import RELEASE_LEDGER, WAS_LIVE

if TYPE_CHECKING:
    from site_builder.executor import Executor


class PublishResult(Struct, frozen=True, kw_only=True):
    """What a publish came to.

    `release` is "" where nothing was published: a dry run, nothing new, errors in `report`, a `refusal`; `before` was
    live until then; `carried` counts the files kept for readers of that one; `pruned` are the releases that were
    removed. `let_go` is the release that took away what was due to go where nothing new could be published; `staying`
    are addresses that are due to go and stay public, since nothing tells what the live release was made of.
    """

    name: str
    to: str
    report: Report
    changes: ReleaseChanges = ReleaseChanges()
    release: str = ""
    before: str = ""
    pruned: tuple[str, ...] = ()
    carried: int = 0
    refusal: CommandError | None = None
    let_go: "PublishResult | None" = None
    staying: tuple[str, ...] = ()


def publish(
    request: PublishRequest, executor: "Executor | None" = None, progress: Progress = ignore_progress
) -> PublishResult:
    """Build a site and publish it as a release; the live site stays as it was until all of it is over there.

    Raises CommandError: 2 for wrong usage, 3 where the machine or the target fails, or somebody else publishes.
    """
    destination = find_destination(request.site, request.name)
    with open_deployment(request, destination) as deployment:
        request = deployment.request
        ledger = deployment.merge_ledgers()
        binding = select_binding_lines(request.site, destination, ledger)
        report = build(replace(request.make_build_options(destination), ledger=binding), None, executor, progress)
        conflicts = find_open_conflicts(deployment, report, ledger)
        report = replace(report, problems=merge_conflicts(deployment, report, conflicts))
        foreign = frozenset(each.version.path for each in conflicts)
        outcome = PublishResult(
            name=destination.name, to=destination.to, report=report, before=deployment.snapshot.current or ""
        )
        if report.site is None or has_errors(report.problems):
            return publish_removals(deployment, outcome, foreign, executor, progress)
        unrecorded = refuse_unrecorded(deployment)
        if unrecorded:
            return publish_removals(deployment, replace(outcome, refusal=unrecorded), foreign, executor, progress)
        built = BuiltSite(report, request.site, deployment.output)
        new = stage_release(deployment, built, build_ledger(deployment, report, ledger))
        outcome = replace(outcome, changes=new.changes, carried=new.retained)
        if request.dry_run or (deployment.snapshot.current and not new.is_new):
            return outcome
        refusal = refuse_many_removals(deployment, new, report)
        if refusal:
            return publish_removals(deployment, replace(outcome, refusal=refusal), foreign, executor, progress)
        pruned = send_release(deployment, new, progress)
        save_ledger(request.site, destination, (new.staged.folder / RELEASE_LEDGER).read_bytes())
        moment = format_moment(deployment.moment)
        Knowledge(request.site, deployment.history, parse_ledger(ledger).value).add_moment(moment)
        return replace(outcome, release=new.staged.id, pruned=pruned)


def build_ledger(deployment: Deployment, report: Report, ledger: bytes) -> bytes:
    """Give the ledger of a release of the content here: with the lines of what it publishes, and its own."""
    moment = format_moment(deployment.moment)
    lines = add_publication(ledger, report.site, deployment.moment) if report.site else ledger
    return lines + make_release_line(deployment.history, moment)


def find_open_conflicts(deployment: Deployment, report: Report, ledger: bytes) -> tuple[Conflict, ...]:
    """Find what is live in a version that this folder never had, but for what is to be overwritten.

    A staging copy is for trying: there the last one counts.
    """
    files, survey, request = deployment.find_live_record(), report.survey, deployment.request
    if files is None or survey is None or deployment.destination.staging:
        return ()
    sources = find_public_sources(survey, request.site)
    known = deployment.open_knowledge(files.record.head.history)
    own_moment = find_own_moment(deployment)
    if own_moment:
        known.add_moment(own_moment)
    taken_down = frozenset(parse_ledger(ledger).value.list_taken_down())
    conflicts = find_conflicts(files, sources, known, taken_down)
    if not request.dry_run:
        differing = {each.version.path for each in conflicts}
        known.add_versions(
            version
            for path, version in files.record.list_live().items()
            if path not in differing and path in sources and sources[path].digest == version.digest
        )

    def is_known_path(path: str) -> bool:
        """Tell whether a path is one that is published from here or live, or a folder of such."""
        return any(each == path or each.startswith(f"{path}/") for each in (*sources, *files.record.versions))

    return remove_overwritten(conflicts, request.overwrite, is_known_path)


def find_own_moment(deployment: Deployment) -> str:
    """Give the moment of the release that was last made of the content here, if that was ever live; else ""."""
    data = read_file(deployment.staging_folder() / MANIFEST)
    made = read_manifest(data) if data else None
    if data is None or made is None:
        return ""
    release = make_release_id(data, int(datetime.fromisoformat(made.released).timestamp()))
    kept = release in deployment.snapshot.releases and deployment.target.read(release, WAS_LIVE) is not None
    return made.released if kept or data == deployment.snapshot.manifest else ""


def merge_conflicts(deployment: Deployment, report: Report, conflicts: tuple[Conflict, ...]) -> tuple[Problem, ...]:
    """Give the Problems of a build with those of its conflicts; nothing else is said of what is somebody else's."""
    if not conflicts:
        return report.problems
    addresses = {each.version.address for each in conflicts}
    paths = {each.version.path for each in conflicts}
    problems = (
        each
        for each in report.problems
        if not (each.rule == "ledger" and dict(each.values).get("address") in addresses)
        and not (each.rule == "change" and each.path in paths)
    )
    return sort_problems((*problems, *check_conflicts(conflicts, deployment.format_local_moment)))


def publish_removals(
    deployment: Deployment,
    outcome: PublishResult,
    foreign: frozenset[str],
    executor: "Executor | None",
    progress: Progress,
) -> PublishResult:
    """Take away what is due to go, where nothing new can be published; `foreign` are never had live versions."""
    if deployment.request.dry_run or outcome.report.survey is None:
        return outcome
    gone = release_due(deployment, outcome.report.survey, foreign, executor, progress)
    if gone is None:
        return replace(outcome, staying=find_overdue_addresses(deployment, outcome.report.survey))
    new, pruned, report = gone
    removals = replace(
        outcome,
        report=report,
        changes=new.changes,
        release=new.staged.id,
        pruned=pruned,
        carried=new.retained,
        refusal=None,
    )
    return replace(outcome, let_go=removals)


def refuse_unrecorded(deployment: Deployment) -> CommandError | None:
    """Refuse where the record of what is live was removed, so that nobody can tell whose changes would be put back."""
    live = read_manifest(deployment.snapshot.manifest) if deployment.snapshot.manifest else None
    known = (
        deployment.record
        or deployment.open_local_record()
        or deployment.request.overwrite
        or deployment.request.taking_down
        or deployment.destination.staging
    )
    if live is None or live.record is None or known:
        return None
    message = (
        "the record of what is live was removed from the target, so nothing tells whether somebody else's change would "
        "be put back; look with --dry-run, and publish with --overwrite content where yours is meant"
    )
    return CommandError(1, message)


def refuse_many_removals(deployment: Deployment, new: NewRelease, report: Report) -> CommandError | None:
    """Refuse to remove many pages unless somebody says that this is meant, or they were due to go."""
    changes = new.changes
    if deployment.request.allow_removals or not changes.has_many_removals() or report.survey is None:
        return None
    expected = find_expected_removals(deployment, report.survey, [each.path for each in changes.removed])
    if not changes.has_many_removals(expected):
        return None
    message = (
        "{removed} of {pages} published pages would go; nothing was published. "
        "See which with --dry-run, and if that is meant publish with --allow-removals"
    )
    removed = changes.removed_pages - sum(each.is_page for each in changes.removed if each.path in expected)
    return CommandError(1, message, removed=removed, pages=changes.pages_before)
