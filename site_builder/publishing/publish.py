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
from site_builder.ledger import merge, parse_ledger, release_line, without_releases
from site_builder.problem import Problem, Refused, errors, gather
from site_builder.publishing.changes import Changes
from site_builder.publishing.conflicts import Conflict, conflict_problems, find_conflicts, without_overwritten
from site_builder.publishing.deployment import Request, Visit, arrive, destination, quiet, read_file
from site_builder.publishing.destinations import save_ledger, select_binding
from site_builder.publishing.ledger_update import with_publication
from site_builder.publishing.new_release import Built, NewRelease, send_release, stage_release
from site_builder.publishing.record.known_versions import Knowledge, record_history
from site_builder.publishing.record.public_sources import find_public_sources
from site_builder.publishing.release.manifest import NAME, moment_text, read_manifest, release_id
from site_builder.publishing.release.stage import LEDGER as CARRIED_LEDGER
from site_builder.publishing.release_from_live import find_expected, find_staying, release_due
from site_builder.publishing.targets.target import SWITCHED, Progress

if TYPE_CHECKING:
    from site_builder.executor import Executor


class Published(Struct, frozen=True, kw_only=True):
    """What a publish came to.

    `release` is "" where nothing was published: a dry run, nothing new, errors in `report`, a `refusal`; `before` was
    live until then; `carried` counts the files kept for readers of that one; `pruned` are the releases that were
    removed. `let_go` is the release that took away what was due to go where nothing new could be published; `staying`
    are addresses that are due to go and stay public, since nothing tells what the live release was made of.
    """

    name: str
    to: str
    report: Report
    changes: Changes = Changes()
    release: str = ""
    before: str = ""
    pruned: tuple[str, ...] = ()
    carried: int = 0
    refusal: Refused | None = None
    let_go: "Published | None" = None
    staying: tuple[str, ...] = ()


def publish(request: Request, executor: "Executor | None" = None, progress: Progress = quiet) -> Published:
    """Build a site and publish it as a release; the live site stays as it was until all of it is over there.

    Raises Refused: 2 for wrong usage, 3 where the machine or the target fails, or somebody else publishes.
    """
    there = destination(request.site, request.name)
    with arrive(request, there) as seen:
        request = seen.request
        ledger = merge(seen.ledger(), without_releases(seen.far.ledger or b""))
        binding = select_binding(request.site, there, ledger)
        report = build(replace(request.options(there), ledger=binding), executor, progress)
        conflicts = meet_conflicts(seen, report, ledger)
        report = replace(report, problems=with_conflicts(seen, report, conflicts))
        foreign = frozenset(each.version.path for each in conflicts)
        outcome = Published(name=there.name, to=there.to, report=report, before=seen.far.current or "")
        if report.site is None or errors(report.problems):
            return let_go(seen, outcome, foreign, executor, progress)
        unknown = refuse_unrecorded(seen)
        if unknown:
            return let_go(seen, replace(outcome, refusal=unknown), foreign, executor, progress)
        built = Built(report, request.site, seen.output)
        new = stage_release(seen, built, own_ledger(seen, report, ledger))
        outcome = replace(outcome, changes=new.changes, carried=new.carried)
        if request.dry_run or (seen.far.current and not new.is_new):
            return outcome
        refusal = refuse_many(seen, new, report)
        if refusal:
            return let_go(seen, replace(outcome, refusal=refusal), foreign, executor, progress)
        pruned = send_release(seen, new, progress)
        save_ledger(request.site, there, (new.staged.folder / CARRIED_LEDGER).read_bytes())
        moment = moment_text(seen.moment)
        Knowledge(request.site, record_history(seen.record, there.name, moment), parse_ledger(ledger).value).add(moment)
        return replace(outcome, release=new.staged.id, pruned=pruned)


def own_ledger(seen: Visit, report: Report, ledger: bytes) -> bytes:
    """Give the ledger of a release of the content here: with the lines of what it publishes, and its own."""
    moment = moment_text(seen.moment)
    lines = with_publication(ledger, report.site, seen.moment) if report.site else ledger
    return lines + release_line(record_history(seen.record, seen.there.name, moment), moment)


def meet_conflicts(seen: Visit, report: Report, ledger: bytes) -> tuple[Conflict, ...]:
    """Find what is live in a version that this folder never had, but for what is to be overwritten.

    A staging copy is for trying: there the last one counts.
    """
    files, survey, request = seen.live_files(), report.survey, seen.request
    if files is None or survey is None or seen.there.staging:
        return ()
    sources = find_public_sources(survey, request.site)
    known = Knowledge(request.site, files.record.head.history, parse_ledger(seen.ledger()).value)
    own = find_own_moment(seen)
    if own:
        known.add(own)
    down = frozenset(parse_ledger(ledger).value.down())
    conflicts = find_conflicts(files, sources, known, down)
    if not request.dry_run:
        differing = {each.version.path for each in conflicts}
        known.hold(
            version
            for path, version in files.record.live().items()
            if path not in differing and path in sources and sources[path].digest == version.digest
        )

    def means_something(path: str) -> bool:
        """Tell whether a path is one that is published from here or live, or a folder of such."""
        return any(each == path or each.startswith(f"{path}/") for each in (*sources, *files.record.versions))

    return without_overwritten(conflicts, request.overwrite, means_something)


def find_own_moment(seen: Visit) -> str:
    """Give the moment of the release that was last made of the content here, if that was ever live; else ""."""
    data = read_file(seen.folder() / NAME)
    made = read_manifest(data) if data else None
    if data is None or made is None:
        return ""
    release = release_id(data, int(datetime.fromisoformat(made.released).timestamp()))
    kept = release in seen.far.releases and seen.place.read(release, SWITCHED) is not None
    return made.released if kept or data == seen.far.manifest else ""


def with_conflicts(seen: Visit, report: Report, conflicts: tuple[Conflict, ...]) -> tuple[Problem, ...]:
    """Give the Problems of a build with those of its conflicts; nothing else is said of what is somebody else's."""
    if not conflicts:
        return report.problems
    theirs = {each.version.address for each in conflicts}
    paths = {each.version.path for each in conflicts}
    problems = (
        each
        for each in report.problems
        if not (each.rule == "ledger" and dict(each.values).get("address") in theirs)
        and not (each.rule == "change" and each.path in paths)
    )
    return gather((*problems, *conflict_problems(conflicts, seen.write_moment)))


def let_go(
    seen: Visit, outcome: Published, foreign: frozenset[str], executor: "Executor | None", progress: Progress
) -> Published:
    """Take away what is due to go, where nothing new can be published; `foreign` are never had live versions."""
    if seen.request.dry_run or outcome.report.survey is None:
        return outcome
    gone = release_due(seen, outcome.report.survey, foreign, executor, progress)
    if gone is None:
        return replace(outcome, staying=find_staying(seen, outcome.report.survey))
    new, pruned, report = gone
    went = replace(
        outcome,
        report=report,
        changes=new.changes,
        release=new.staged.id,
        pruned=pruned,
        carried=new.carried,
        refusal=None,
    )
    return replace(outcome, let_go=went)


def refuse_unrecorded(seen: Visit) -> Refused | None:
    """Refuse where the record of what is live was removed, so that nobody can tell whose changes would be put back."""
    live = read_manifest(seen.far.manifest) if seen.far.manifest else None
    known = seen.record or seen.kept_files() or seen.request.overwrite or seen.request.taking_down or seen.there.staging
    if live is None or live.record is None or known:
        return None
    message = (
        "the record of what is live was removed from the target, so nothing tells whether somebody else's change would "
        "be put back; look with --dry-run, and publish with --overwrite content where yours is meant"
    )
    return Refused(1, message)


def refuse_many(seen: Visit, new: NewRelease, report: Report) -> Refused | None:
    """Refuse to remove many pages unless somebody says that this is meant, or they were due to go."""
    changes = new.changes
    if seen.request.allow_removals or not changes.are_many_removed() or report.survey is None:
        return None
    expected = find_expected(seen, report.survey, [each.path for each in changes.removed])
    if not changes.are_many_removed(expected):
        return None
    message = (
        "{removed} of {pages} published pages would go; nothing was published. "
        "See which with --dry-run, and if that is meant publish with --allow-removals"
    )
    removed = changes.removed_pages - sum(each.is_page for each in changes.removed if each.path in expected)
    return Refused(1, message, removed=removed, pages=changes.pages_before)
