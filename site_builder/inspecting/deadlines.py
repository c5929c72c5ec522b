"""Deadlines: agendas before a meeting, minutes after it, what is due in a part of every year; judges no text."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from site_builder.config import Indicator, Window
from site_builder.inspecting.date_spans import ONE_DAY, Span, add_period
from site_builder.inspecting.inspected_site import InspectedSite, make_no_column_result, make_result
from site_builder.inspecting.result import PartResult, Result, make_message
from site_builder.model import Item
from site_builder.site.grouping import require_date
from site_builder.site.publication_gate import is_public
from site_builder.site.resolve_links import resolve_content_path

# Late agendas and missing minutes of older meetings are no longer counted, in days.
MAX_AGE_DAYS = 365


class Meeting(Struct, frozen=True):
    """A meeting: its day and title, the item that has its agenda."""

    day: date
    title: str
    agenda: Item


def list_meetings(inspected: InspectedSite, kinds: tuple[str, ...], *, drafts: bool) -> Iterator[Meeting]:
    """Give the meetings of the last year and to come: the events of agendas."""
    for item in inspected.list_items(kinds, drafts=drafts):
        for event in item.events:
            if (inspected.today - event.date.day).days <= MAX_AGE_DAYS:
                yield Meeting(event.date.day, event.title, item)


def inspect_agendas(indicator: Indicator, inspected: InspectedSite) -> Result:
    """Look whether agendas are public a number of clear days before their meetings: neither day itself counts."""
    if not inspected.list_columns(indicator.kinds):
        return make_no_column_result(indicator, indicator.kinds)
    parts = [
        inspect_agenda(each, indicator, inspected) for each in list_meetings(inspected, indicator.kinds, drafts=True)
    ]
    without_event = [
        PartResult(
            name=item.title,
            place=f"content/{item.path}",
            red=False,
            note=make_message("it has no event: write the meeting"),
        )
        for item in inspected.list_items(indicator.kinds)
        if not item.events
    ]
    return make_result(indicator, [*parts, *without_event])


def inspect_agenda(meeting: Meeting, indicator: Indicator, inspected: InspectedSite) -> PartResult:
    """Tell whether an agenda is in time; a draft turns red on the day from which it would be late."""
    item = meeting.agenda
    counting = indicator.counting.merge(inspected.site.config.checks.counting)
    last = counting.find_latest_day(meeting.day, indicator.clear_days)
    published = require_date(item).day
    late = published > last if not item.draft else inspected.today > last
    turns = item.draft and not late
    note = make_message("a draft; it has to be public by {day}" if turns else "it had to be public by {day}", day=last)
    return PartResult(
        name=f"{meeting.day.isoformat()} {meeting.title}",
        address=inspected.find_page_url(item.path),
        place=f"content/{item.path}",
        red=late,
        newest="" if item.draft else published.isoformat(),
        turns_red=(last + ONE_DAY).isoformat() if turns else "",
        note=note if late or turns else make_message(""),
    )


def inspect_minutes(indicator: Indicator, inspected: InspectedSite) -> Result:
    """Look whether every meeting has its minutes in time."""
    if not inspected.list_columns(indicator.kinds):
        return make_no_column_result(indicator, indicator.kinds)
    if not inspected.list_columns(indicator.meetings):
        return make_no_column_result(indicator, indicator.meetings)
    written = list(inspected.list_items(indicator.kinds))
    return make_result(
        indicator,
        [
            inspect_meeting_minutes(each, written, indicator, inspected)
            for each in list_meetings(inspected, indicator.meetings, drafts=False)
        ],
    )


def inspect_meeting_minutes(
    meeting: Meeting, written: list[Item], indicator: Indicator, inspected: InspectedSite
) -> PartResult:
    """Tell whether a meeting has minutes: an item with an event of its day, or that names or links to its agenda."""
    found = [item for item in written if is_minutes_of(item, meeting)]
    by = add_period(meeting.day, days=indicator.days, months=indicator.months)
    there = next((item for item in found if is_public(item, inspected.site.at)), None)
    coming = min((require_date(item).day for item in found), default=None)
    red = there is None and inspected.today > by
    turns = there is None and not red and (coming is None or coming > by)
    return PartResult(
        name=f"{meeting.day.isoformat()} {meeting.title}",
        address=inspected.find_page_url((there or meeting.agenda).path),
        place=f"content/{(there or meeting.agenda).path}",
        red=red,
        newest=require_date(there).local[:10] if there else "",
        turns_red=(by + ONE_DAY).isoformat() if turns else "",
        note=make_message("") if there else make_message("minutes are due by {day}", day=by),
    )


def is_minutes_of(item: Item, meeting: Meeting) -> bool:
    """Tell whether minutes are those of a meeting."""
    agenda = meeting.agenda
    names = {agenda.id, agenda.path, agenda.path.removesuffix(".md"), agenda.path.removesuffix("/index.md")}
    named = {*item.related, *(resolve_content_path(item, each) for each in item.related)}
    linked = {resolve_content_path(item, link.target.partition("#")[0]) for link in item.links if not link.picture}
    return any(each.date.day == meeting.day for each in item.events) or bool(names & named) or agenda.path in linked


def inspect_windows(indicator: Indicator, inspected: InspectedSite) -> Result:
    """Look whether something was published in each part of the year in which it has to be."""
    columns = inspected.list_columns(indicator.kinds)
    if not columns:
        return make_no_column_result(indicator, indicator.kinds)
    parts = [
        inspect_column_windows(column.id, inspected.format_column_name(column), indicator, inspected)
        for column in columns
    ]
    return make_result(indicator, parts)


def inspect_column_windows(column: str, name: str, indicator: Indicator, inspected: InspectedSite) -> PartResult:
    """Tell whether a column has what was due last, and when it next turns red."""
    spans, today = inspected.spans.get(column, []), inspected.today
    runs = sorted(run for each in indicator.windows for run in list_runs(each, today))
    past = [n for n, (_, last) in enumerate(runs[:-1]) if last < today]
    red, note = False, make_message("")
    if past:
        (first, last), (following, _) = runs[past[-1]], runs[past[-1] + 1]
        red = not any(each.now and first <= each.first < following for each in spans)
        note = make_message("nothing was published from {first} on; it was due by {last}", first=first, last=last)
    ahead = (run for run in runs if run[1] >= today)
    turn = next(
        (last + ONE_DAY for first, last in ahead if not any(is_published_within(s, first, last) for s in spans)), None
    )
    newest = max((each.first for each in spans if each.now), default=None)
    return PartResult(
        name=name,
        red=red,
        newest=newest.isoformat() if newest else "",
        turns_red=turn.isoformat() if turn else "",
        note=note if red else make_message(""),
    )


def is_published_within(span: Span, first: date, last: date) -> bool:
    """Tell whether an item becomes public in a part of a year, and stays so."""
    return first <= span.first <= last and (span.end is None or span.end > last)


def list_runs(each: Window, today: date) -> Iterator[tuple[date, date]]:
    """Give the days of a part of the year in the years about today."""
    for year in range(today.year - 1, today.year + 3):
        yield date(year, *each.first), date(year, *each.last)
