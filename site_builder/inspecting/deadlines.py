"""Deadlines: agendas before a meeting, minutes after it, what is due in a part of every year; judges no text."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from site_builder.config import Indicator, Window
from site_builder.inspecting.date_spans import ONE_DAY, Span, after
from site_builder.inspecting.inspected_site import Ground, judged, no_column
from site_builder.inspecting.result import Part, Result, said
from site_builder.model import Item
from site_builder.site.grouping import dated
from site_builder.site.publication_gate import is_public
from site_builder.site.resolve_links import content_path

# Late agendas and missing minutes of older meetings are no longer counted, in days.
LOOKED_BACK = 365


class Meeting(Struct, frozen=True):
    """A meeting: its day and title, the item that has its agenda."""

    day: date
    title: str
    agenda: Item


def meetings(ground: Ground, kinds: tuple[str, ...], *, drafts: bool) -> Iterator[Meeting]:
    """Give the meetings of the last year and to come: the events of agendas."""
    for item in ground.items_of(kinds, drafts=drafts):
        for event in item.events:
            if (ground.today - event.date.day).days <= LOOKED_BACK:
                yield Meeting(event.date.day, event.title, item)


def agendas(indicator: Indicator, ground: Ground) -> Result:
    """Look whether agendas are public a number of clear days before their meetings: neither day itself counts."""
    if not ground.of(indicator.kinds):
        return no_column(indicator, indicator.kinds)
    parts = [agenda(each, indicator, ground) for each in meetings(ground, indicator.kinds, drafts=True)]
    untold = [
        Part(name=item.title, place=f"content/{item.path}", red=False, note=said("it has no event: write the meeting"))
        for item in ground.items_of(indicator.kinds)
        if not item.events
    ]
    return judged(indicator, [*parts, *untold])


def agenda(meeting: Meeting, indicator: Indicator, ground: Ground) -> Part:
    """Tell whether an agenda is in time; a draft turns red on the day from which it would be late."""
    item = meeting.agenda
    counting = indicator.counting.joined(ground.site.config.checks.counting)
    last = counting.latest(meeting.day, indicator.clear_days)
    published = dated(item).day
    late = published > last if not item.draft else ground.today > last
    turns = item.draft and not late
    note = said("a draft; it has to be public by {day}" if turns else "it had to be public by {day}", day=last)
    return Part(
        name=f"{meeting.day.isoformat()} {meeting.title}",
        address=ground.url_of(item.path),
        place=f"content/{item.path}",
        red=late,
        newest="" if item.draft else published.isoformat(),
        turns_red=(last + ONE_DAY).isoformat() if turns else "",
        note=note if late or turns else said(""),
    )


def minutes(indicator: Indicator, ground: Ground) -> Result:
    """Look whether every meeting has its minutes in time."""
    if not ground.of(indicator.kinds):
        return no_column(indicator, indicator.kinds)
    if not ground.of(indicator.meetings):
        return no_column(indicator, indicator.meetings)
    written = list(ground.items_of(indicator.kinds))
    return judged(
        indicator,
        [kept(each, written, indicator, ground) for each in meetings(ground, indicator.meetings, drafts=False)],
    )


def kept(meeting: Meeting, written: list[Item], indicator: Indicator, ground: Ground) -> Part:
    """Tell whether a meeting has minutes: an item with an event of its day, or that names or links to its agenda."""
    found = [item for item in written if is_of(item, meeting)]
    by = after(meeting.day, days=indicator.days, months=indicator.months)
    there = next((item for item in found if is_public(item, ground.site.at)), None)
    coming = min((dated(item).day for item in found), default=None)
    red = there is None and ground.today > by
    turns = there is None and not red and (coming is None or coming > by)
    return Part(
        name=f"{meeting.day.isoformat()} {meeting.title}",
        address=ground.url_of((there or meeting.agenda).path),
        place=f"content/{(there or meeting.agenda).path}",
        red=red,
        newest=dated(there).local[:10] if there else "",
        turns_red=(by + ONE_DAY).isoformat() if turns else "",
        note=said("") if there else said("minutes are due by {day}", day=by),
    )


def is_of(item: Item, meeting: Meeting) -> bool:
    """Tell whether minutes are those of a meeting."""
    agenda = meeting.agenda
    names = {agenda.id, agenda.path, agenda.path.removesuffix(".md"), agenda.path.removesuffix("/index.md")}
    named = {*item.related, *(content_path(item, each) for each in item.related)}
    linked = {content_path(item, link.target.partition("#")[0]) for link in item.links if not link.picture}
    return any(each.date.day == meeting.day for each in item.events) or bool(names & named) or agenda.path in linked


def yearly(indicator: Indicator, ground: Ground) -> Result:
    """Look whether something was published in each part of the year in which it has to be."""
    columns = ground.of(indicator.kinds)
    if not columns:
        return no_column(indicator, indicator.kinds)
    parts = [window(column.id, ground.name(column), indicator, ground) for column in columns]
    return judged(indicator, parts)


def window(column: str, name: str, indicator: Indicator, ground: Ground) -> Part:
    """Tell whether a column has what was due last, and when it next turns red."""
    spans, today = ground.spans.get(column, []), ground.today
    runs = sorted(run for each in indicator.windows for run in runs_of(each, today))
    past = [n for n, (_, last) in enumerate(runs[:-1]) if last < today]
    red, note = False, said("")
    if past:
        (first, last), (following, _) = runs[past[-1]], runs[past[-1] + 1]
        red = not any(each.now and first <= each.first < following for each in spans)
        note = said("nothing was published from {first} on; it was due by {last}", first=first, last=last)
    ahead = (run for run in runs if run[1] >= today)
    turn = next((last + ONE_DAY for first, last in ahead if not any(published(s, first, last) for s in spans)), None)
    newest = max((each.first for each in spans if each.now), default=None)
    return Part(
        name=name,
        red=red,
        newest=newest.isoformat() if newest else "",
        turns_red=turn.isoformat() if turn else "",
        note=note if red else said(""),
    )


def published(span: Span, first: date, last: date) -> bool:
    """Tell whether an item becomes public in a part of a year, and stays so."""
    return first <= span.first <= last and (span.end is None or span.end > last)


def runs_of(each: Window, today: date) -> Iterator[tuple[date, date]]:
    """Give the days of a part of the year in the years about today."""
    for year in range(today.year - 1, today.year + 3):
        yield date(year, *each.first), date(year, *each.last)
