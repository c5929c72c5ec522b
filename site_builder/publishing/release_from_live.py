"""A release made from the live one: its record without what is due to go, built like any other; adds nothing new."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from site_builder.building.build import look
from site_builder.building.commit import Report
from site_builder.building.survey import Survey
from site_builder.ledger import merge, parse_ledger, takedowns
from site_builder.publishing.deployment import Visit, moment_of, quiet
from site_builder.publishing.new_release import Built, NewRelease, send_release, stage_release
from site_builder.publishing.record.ended_addresses import below, find_ended
from site_builder.publishing.record.known_versions import Knowledge, record_history
from site_builder.publishing.record.recorded_site import Due, RecordedSite, clear_others, find_due, is_due, restore
from site_builder.publishing.record.source_record import Record, RecordFiles, Version, digest_source
from site_builder.publishing.release.manifest import moment_text
from site_builder.publishing.targets.target import Progress

if TYPE_CHECKING:
    from site_builder.executor import Executor


def release_due(
    seen: Visit, survey: Survey, foreign: Collection[str], executor: "Executor | None", progress: Progress
) -> tuple[NewRelease, tuple[str, ...], Report] | None:
    """Release the live site without what is due to go by its record, by the content or by a takedown.

    What the content here says of them is known here.

    `foreign` are the sources of which this folder never had the live version: what the content here says of those does
    not count. None where nothing is due, nothing is live, or no record of it is to be had.
    """
    files = seen.live_files()
    if files is None or not seen.far.current:
        return None
    versions = files.record.live()
    had = {path: each for path, each in versions.items() if path not in foreign}
    due = find_due(had, survey, seen.request.site, survey.site.at)
    down = parse_ledger(live_ledger(seen)).value.down()
    taken = any(each.address in down for each in versions.values())
    if not due and not taken and not is_due(versions, files.record.head.at, survey.site.at.epoch):
        return None
    hold_own(seen, due)
    return release_without(seen, files, due, executor, progress)


def hold_own(seen: Visit, due: Due) -> None:
    """Keep that what takes the place of recorded sources, or leaves none, is of this folder: it has had that."""
    moment = moment_text(seen.moment)
    history = record_history(seen.record, seen.there.name, moment)
    known = Knowledge(seen.request.site, history, parse_ledger(seen.ledger()).value)
    said = {path: digest_source(data) for path, data in due.exchanged.items()} | dict.fromkeys(due.left_out, "")
    known.hold(Version(path, digest, moment) for path, digest in said.items())


def find_staying(seen: Visit, survey: Survey) -> tuple[str, ...]:
    """Find what is due to go by the content, and is live, where no record of what is live is to be had."""
    if seen.live_files() or not seen.far.current:
        return ()
    ledger = parse_ledger(merge(seen.ledger(), seen.far.ledger or b"")).value
    made = moment_of(seen.far.current)
    over = (each.address for each in find_ended(survey, ledger) if not each.since or each.since > made)
    due = (*over, *ledger.down())
    return tuple(dict.fromkeys(address for address in due if any(below(address, seen.live))))


def release_without(
    seen: Visit, files: RecordFiles, due: Due, executor: "Executor | None" = None, progress: Progress = quiet
) -> tuple[NewRelease, tuple[str, ...], Report] | None:
    """Release the live site without what is due to go; None where nothing of it changes by that.

    Gives too which releases were removed, and what its build came to.
    """
    new, report = stage_without(seen, files, due, executor, progress)
    if not new.is_new:
        return None
    return new, send_release(seen, new, progress), report


def stage_without(  # noqa: PLR0913, PLR0917 - what of, and how
    seen: Visit,
    files: RecordFiles,
    due: Due,
    executor: "Executor | None" = None,
    progress: Progress = quiet,
    source: Record | None = None,
) -> tuple[NewRelease, Report]:
    """Make a release of a record without what is due to go; `source` is the record of an earlier release."""
    recorded, ledger = recorded_site(seen), live_ledger(seen)
    restore(files, recorded.folder, due)
    report = recorded.build(recorded.options(seen, ledger), executor, progress)
    new = stage_release(seen, Built(report, recorded.folder, recorded.output), ledger, source, suffix=".live")
    for top in ("content", "templates"):
        clear_others(recorded.folder, top, new.sources)
    return new, report


def recorded_site(seen: Visit) -> RecordedSite:
    """Say where the record of the live release of a target is laid out."""
    site = seen.request.site
    return RecordedSite(site, site / ".bulletin" / "recorded" / seen.there.name)


def live_ledger(seen: Visit) -> bytes:
    """Give the ledger of a release that is made from the live one: its own, with what was taken down here."""
    return merge(seen.far.ledger or b"", takedowns(seen.ledger()))


def find_expected(seen: Visit, survey: Survey, removed: Collection[str]) -> frozenset[str]:
    """Find which pages go because they are due to, or are empty by that: those which the live site then has no more."""
    files = seen.live_files()
    if files is None:
        over = find_ended(survey, parse_ledger(seen.ledger()).value)
        return frozenset(path for each in over for path in below(each.address, removed))
    due = find_due(files.record.live(), survey, seen.request.site, survey.site.at)
    recorded = recorded_site(seen)
    restore(files, recorded.folder, due)
    found = look(recorded.options(seen, live_ledger(seen))).value
    planned = {leaf.path for leaf in found.outputs.leaves()} if found else set(removed)
    return frozenset(set(removed) - planned)
