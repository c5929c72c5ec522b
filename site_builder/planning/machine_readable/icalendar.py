"""Calendars beside home, columns, communities and topics (RFC 5545); the one output that no template makes."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from site_builder import urls
from site_builder.config import find_time_zone
from site_builder.model import When
from site_builder.planning.edition import EditionContext
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
    """An event of a calendar; `uid` stays the same for as long as the item has its id."""

    uid: str
    stamp: When
    start: When
    end: When | None
    title: str
    place: str
    communities: tuple[str, ...]
    summary: str
    url: str


class CalendarInputs(Struct, frozen=True):
    """All that a calendar is made of."""

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


def make_calendar_page(
    shell: Shell, kind: str, key: str, announcing: tuple[PublicItem, ...], events: tuple[int, ...]
) -> Iterator[Page]:
    """Make a calendar; `events` are the numbers of the events within the items that are `announcing` them."""
    address = make_subscribable_address(shell, kind, key)
    inputs = CalendarInputs(
        title=make_subscribable_title(shell, kind, key),
        time_zone=shell.time_zone,
        url=shell.make_url(shell.make_href(address)),
        entries=tuple(make_calendar_entry(shell, *each) for each in zip(announcing, events, strict=True)),
    )
    yield Page(shell.make_output_path(address + urls.CALENDAR), "calendar", "", shell.language.locale, (inputs,))


def make_calendar_entry(shell: Shell, placed: PublicItem, number: int) -> CalendarEntry:
    """Gather what a calendar says of an event."""
    item = placed.item
    event = item.events[number - 1]
    host = shell.frame.origin.partition("//")[2]
    return CalendarEntry(
        uid=f"{item.id}-{number}@{host}",
        stamp=item.updated or require_date(item),
        start=event.date,
        end=event.end,
        title=event.title,
        place=event.place,
        communities=tuple(shell.link_entry("communities", c).name for c in event.communities or item.communities),
        summary=item.summary,
        url=shell.make_url(shell.make_item_href(placed.address)),
    )


def make_calendar_view(inputs: CalendarInputs) -> str:
    """Write a calendar: whole days as dates, moments in the site's time zone, which is described in the file."""
    from icalendar import Calendar, Event, Timezone, vDate, vDatetime

    calendar = Calendar()
    calendar.add("prodid", "-//Township Bulletin//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", inputs.title)
    calendar.add("x-wr-calname", inputs.title)
    calendar.add("url", inputs.url)
    clock = find_time_zone(inputs.time_zone)
    timed = [w for e in inputs.entries for w in (e.start, e.end) if w and w.timed]
    if timed and clock and inputs.time_zone != "UTC":
        first, last = min(w.day for w in timed), max(w.day for w in timed) + timedelta(days=1)
        calendar.add_component(Timezone.from_tzinfo(clock, inputs.time_zone, first, last))
    for each in inputs.entries:
        event = Event()
        event.add("uid", each.uid)
        event.add("dtstamp", vDatetime(each.stamp.moment.astimezone(find_time_zone("UTC"))))
        for name, when in list_times(each):
            if when.timed:
                event.add(name, vDatetime(when.moment.astimezone(clock)))
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


def list_times(each: CalendarEntry) -> Iterator[tuple[str, When]]:
    """Give start and end; the end of whole days is the day after the last (RFC 5545, section 3.6.1)."""
    yield "dtstart", each.start
    if each.end is None:
        return
    if each.start.timed and each.end.timed:
        yield "dtend", each.end
    elif not each.start.timed:
        following = each.end.day + timedelta(days=1)
        yield "dtend", When(0, following.isoformat())
