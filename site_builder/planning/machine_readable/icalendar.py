"""Calendars of lists, and of each event beside its item (RFC 5545); the one output that no template makes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec import Struct

from site_builder import urls
from site_builder.config import find_time_zone
from site_builder.model import When, find_last_day
from site_builder.planning.edition import EditionContext
from site_builder.planning.item_inputs import list_event_keys
from site_builder.planning.machine_readable.atom_feeds import (
    list_subscribable,
    make_subscribable_address,
    make_subscribable_title,
)
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup
from site_builder.planning.page_sources import Value, Whole
from site_builder.planning.shell import PublicItem, Shell
from site_builder.site.grouping import require_date

if TYPE_CHECKING:
    from site_builder.site.organise import Occasion


class CalendarEntry(Struct, frozen=True):
    """An event of a calendar; `uid` stays the same for as long as the item has its id and the event its beginning."""

    uid: str
    stamp: When
    start: When
    end: When | None
    over: When
    last_day: date
    title: str
    place: str
    communities: tuple[str, ...]
    summary: str
    url: str


class CalendarInputs(Struct, frozen=True):
    """All that a calendar is made of; one of a single event has no title of its own."""

    title: str
    time_zone: str
    url: str
    entries: tuple[CalendarEntry, ...]


def plan_calendars(context: EditionContext) -> Iterator[PageGroup]:
    """Plan every calendar of an edition; a community has the events that name it, or whose item does."""
    by_list: dict[tuple[str, str], list[Occasion]] = defaultdict(list)
    for each in context.edition.occasions:
        by_list["", ""].append(each)
        by_list["columns", each.item.column].append(each)
        for community in dict.fromkeys(each.event.communities or each.item.communities):
            by_list["communities", community].append(each)
        for topic in dict.fromkeys(each.item.topics):
            by_list["topics", topic].append(each)
    for kind, key, _ in list_subscribable(context):
        occasions = by_list.get((kind, key), [])
        sources = (
            Whole(context, [each.item for each in occasions]),
            Value(tuple([each.number for each in occasions])),
        )
        yield PageGroup("calendar", context.shell, (kind, key), sources, make_calendar_page)


def plan_event_files(
    contexts: Sequence[EditionContext], parts: Mapping[tuple[str, str, str], Sequence[str]]
) -> Iterator[PageGroup]:
    """Plan the calendar of each event, beside its item's page; `parts` are items by language, column and month."""
    by_language, site = {context.edition.language.id: context for context in contexts}, contexts[0].site
    for part, paths in parts.items():
        context = by_language.get(part[0], contexts[0])
        items = [site.by_path[path] for path in paths if part[1] and path not in site.withdrawn]
        announcing = [item for item in items if item.events]
        if announcing:
            yield PageGroup("event", context.shell, part, (Whole(context, announcing),), make_event_files)


def make_event_files(
    shell: Shell, lang: str, column: str, month: str, announcing: tuple[PublicItem, ...]
) -> Iterator[Page]:
    """Make the calendars of the events of some items; their times are in UTC, so that no time zone is described."""
    del lang, column, month
    for placed in announcing:
        url = shell.make_url(shell.make_item_href(placed.address))
        for number, key in enumerate(list_event_keys(placed.item.events), 1):
            inputs = CalendarInputs("", "UTC", url, (make_calendar_entry(shell, placed, number, key),))
            path = urls.make_output_path(urls.make_event_address(placed.address, key))
            yield Page(path, "calendar", "", shell.language.locale, (inputs,))


def make_calendar_page(
    shell: Shell, kind: str, key: str, announcing: tuple[PublicItem, ...], events: tuple[int, ...]
) -> Iterator[Page]:
    """Make a calendar; `events` are the numbers of the events within the items that are `announcing` them."""
    address = make_subscribable_address(shell, kind, key)
    items = {each.item.path: each.item for each in announcing}
    keys = {path: list_event_keys(item.events) for path, item in items.items()}
    inputs = CalendarInputs(
        title=make_subscribable_title(shell, kind, key),
        time_zone=shell.time_zone,
        url=shell.make_url(shell.make_href(address)),
        entries=tuple(
            make_calendar_entry(shell, placed, number, keys[placed.item.path][number - 1])
            for placed, number in zip(announcing, events, strict=True)
        ),
    )
    yield Page(shell.make_output_path(address + urls.CALENDAR), "calendar", "", shell.language.locale, (inputs,))


def make_calendar_entry(shell: Shell, placed: PublicItem, number: int, key: str) -> CalendarEntry:
    """Gather what a calendar says of an event."""
    item = placed.item
    event = item.events[number - 1]
    host = shell.frame.origin.partition("//")[2]
    return CalendarEntry(
        uid=f"{item.id}-{key}@{host}",
        stamp=item.updated or require_date(item),
        start=event.date,
        end=event.end,
        over=event.over,
        last_day=find_last_day(event),
        title=event.title,
        place=event.place,
        communities=tuple(shell.link_entry("communities", c).name for c in event.communities or item.communities),
        summary=item.summary,
        url=shell.make_url(shell.make_item_href(placed.address)),
    )


def make_calendar_view(inputs: CalendarInputs) -> str:
    """Write a calendar: whole days as dates, moments in the site's time zone, which is described in the file."""
    import icalendar
    from icalendar import Calendar, Timezone, vDate, vDatetime

    calendar = Calendar()
    calendar.add("prodid", "-//Township Bulletin//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if inputs.title:
        calendar.add("name", inputs.title)
        calendar.add("x-wr-calname", inputs.title)
    calendar.add("url", inputs.url)
    clock = find_time_zone(inputs.time_zone)
    timed = [when for each in inputs.entries if each.start.timed for _, when in list_times(each)]
    if timed and clock and inputs.time_zone != "UTC":
        first, last = min(w.day for w in timed), max(w.day for w in timed) + timedelta(days=1)
        calendar.add_component(Timezone.from_tzinfo(clock, inputs.time_zone, first, last))
    for each in inputs.entries:
        event = icalendar.Event()
        event.add("uid", each.uid)
        event.add("dtstamp", vDatetime(each.stamp.moment.astimezone(find_time_zone("UTC"))))
        for name, when in list_times(each):
            if each.start.timed:
                event.add(name, vDatetime(find_clock_time(when, clock)))
            else:  # without its type a day is no date (RFC 5545, section 3.8.2.4)
                event.add(name, vDate(when.day), parameters={"VALUE": "DATE"})
        event.add("summary", each.title)
        if each.place:
            event.add("location", each.place)
        if each.communities:
            event.add("categories", list(each.communities))
        if each.summary:
            event.add("description", each.summary)
        event.add("url", each.url)
        calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")


def find_clock_time(when: When, clock: ZoneInfo | None) -> datetime:
    """Give a moment on a clock, or in UTC where the clock has its time twice and would mean the first."""
    local = when.moment.astimezone(clock)
    return local.astimezone(find_time_zone("UTC")) if local.fold else local


def list_times(each: CalendarEntry) -> Iterator[tuple[str, When]]:
    """Give start and end; what begins at a time ends at one, and whole days on the day after the last.

    An end is later than its start, and of its kind (RFC 5545, sections 3.6.1 and 3.8.2.2).
    """
    yield "dtstart", each.start
    if each.end is None:
        return
    if not each.start.timed:
        yield "dtend", When(0, (each.last_day + timedelta(days=1)).isoformat())
    elif each.over.epoch > each.start.epoch:
        yield "dtend", each.over
