"""A release made from the live one: its record without what is due to go, built like any other; adds nothing new."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from site_builder.building.build import survey_site
from site_builder.building.commit import Report
from site_builder.building.survey import Survey
from site_builder.ledger import merge_ledgers, parse_ledger, select_takedowns
from site_builder.publishing.deployment import Deployment, ignore_progress, parse_release_moment
from site_builder.publishing.new_release import BuiltSite, NewRelease, send_release, stage_release
from site_builder.publishing.record.ended_addresses import find_ended_addresses, find_files_at
from site_builder.publishing.record.recorded_site import (
    DueRemovals,
    RecordedSite,
    find_due_removals,
    has_due_removals,
    remove_others,
    restore_sources,
)
from site_builder.publishing.record.source_record import RecordFiles, SourceRecord, SourceVersion, digest_source
from site_builder.publishing.release.manifest import format_moment
from site_builder.publishing.targets.target import Progress
from site_builder.state_folder import RECORDED_SITES

if TYPE_CHECKING:
    from site_builder.executor import Executor


def release_due(
    deployment: Deployment, survey: Survey, foreign: Collection[str], executor: "Executor | None", progress: Progress
) -> tuple[NewRelease, tuple[str, ...], Report] | None:
    """Release the live site without what is due to go by its record, by the content or by a takedown.

    What the content here says of them is known here.

    `foreign` are the sources of which this folder never had the live version: what the content here says of those does
    not count. None where nothing is due, nothing is live, or no record of it is to be had.
    """
    files = deployment.find_live_record()
    if files is None or not deployment.snapshot.current:
        return None
    versions = files.record.list_live()
    known_versions = {path: each for path, each in versions.items() if path not in foreign}
    due = find_due_removals(known_versions, survey, deployment.request.site, survey.site.at)
    taken_down = parse_ledger(merge_live_ledger(deployment)).value.list_taken_down()
    has_takedown = any(each.name in taken_down for each in versions.values())
    if not due and not has_takedown and not has_due_removals(versions, files.record.head.at, survey.site.at.epoch):
        return None
    record_own_versions(deployment, due)
    return release_without(deployment, files, due, executor, progress)


def record_own_versions(deployment: Deployment, due: DueRemovals) -> None:
    """Keep that what takes the place of recorded sources, or leaves none, is of this folder: it has had that."""
    moment = format_moment(deployment.moment)
    known = deployment.open_knowledge(deployment.history)
    digests = {path: digest_source(data) for path, data in due.replaced.items()} | dict.fromkeys(due.left_out, "")
    known.add_versions(SourceVersion(path, digest, moment) for path, digest in digests.items())


def find_overdue_addresses(deployment: Deployment, survey: Survey) -> tuple[str, ...]:
    """Find what is due to go by the content, and is live, where no record of what is live is to be had."""
    if deployment.find_live_record() or not deployment.snapshot.current:
        return ()
    ledger = parse_ledger(deployment.merge_ledgers()).value
    made = parse_release_moment(deployment.snapshot.current)
    ended = (each.address for each in find_ended_addresses(survey, ledger) if not each.since or each.since > made)
    due = (*ended, *ledger.list_taken_down())
    return tuple(dict.fromkeys(address for address in due if any(find_files_at(address, deployment.live))))


def release_without(
    deployment: Deployment,
    files: RecordFiles,
    due: DueRemovals,
    executor: "Executor | None" = None,
    progress: Progress = ignore_progress,
) -> tuple[NewRelease, tuple[str, ...], Report] | None:
    """Release the live site without what is due to go; None where nothing of it changes by that.

    Gives too which releases were removed, and what its build came to.
    """
    new, report = stage_without(deployment, files, due, executor, progress)
    if not new.is_new:
        return None
    return new, send_release(deployment, new, progress), report


def stage_without(  # noqa: PLR0913, PLR0917 - what of, and how
    deployment: Deployment,
    files: RecordFiles,
    due: DueRemovals,
    executor: "Executor | None" = None,
    progress: Progress = ignore_progress,
    source: SourceRecord | None = None,
) -> tuple[NewRelease, Report]:
    """Make a release of a record without what is due to go; `source` is the record of an earlier release."""
    recorded, ledger = make_recorded_site(deployment), merge_live_ledger(deployment)
    restore_sources(files, recorded.folder, due)
    report = recorded.build(recorded.make_build_options(deployment, ledger), executor, progress)
    new = stage_release(deployment, BuiltSite(report, recorded.folder, recorded.output), ledger, source, suffix=".live")
    for top in ("content", "templates"):
        remove_others(recorded.folder, top, new.sources)
    return new, report


def make_recorded_site(deployment: Deployment) -> RecordedSite:
    """Say where the record of the live release of a target is laid out."""
    site = deployment.request.site
    return RecordedSite(site, site / RECORDED_SITES / deployment.destination.name)


def merge_live_ledger(deployment: Deployment) -> bytes:
    """Give the ledger of a release that is made from the live one: its own, with what was taken down here."""
    return merge_ledgers(deployment.snapshot.ledger or b"", select_takedowns(deployment.read_ledger()))


def find_expected_removals(deployment: Deployment, survey: Survey, removed: Collection[str]) -> frozenset[str]:
    """Find which pages go because they are due to, or are empty by that: those which the live site then has no more."""
    files = deployment.find_live_record()
    if files is None:
        ended = find_ended_addresses(survey, parse_ledger(deployment.read_ledger()).value)
        return frozenset(path for each in ended for path in find_files_at(each.address, removed))
    due = find_due_removals(files.record.list_live(), survey, deployment.request.site, survey.site.at)
    recorded = make_recorded_site(deployment)
    restore_sources(files, recorded.folder, due)
    found = survey_site(recorded.make_build_options(deployment, merge_live_ledger(deployment))).value
    planned = {page.path for page in found.outputs.list_planned_pages()} if found else set(removed)
    return frozenset(set(removed) - planned)
