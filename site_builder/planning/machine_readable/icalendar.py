"""Calendars beside home, columns, communities and topics (RFC 5545); the one output that no template makes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial

from msgspec import Struct

from site_builder import urls
from site_builder.config import zone
from site_builder.model import When
from site_builder.planning.edition import Room
from site_builder.planning.machine_readable.atom_feeds import Subscribed, subscribed
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import Plot, keyed
from site_builder.site.grouping import dated
from site_builder.site.organise import Occasion


class Entry(Struct, frozen=True):
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
    entries: tuple[Entry, ...]


def plan_calendars(room: Room) -> Iterator[Plot]:
    """Plan every calendar of an edition; a community has the events that name it, or whose item does."""
    chosen: dict[tuple[str, str], list[Occasion]] = defaultdict(list)
    for each in room.edition.occasions:
        chosen["", ""].append(each)
        chosen["columns", each.item.column].append(each)
        for community in dict.fromkeys(each.event.communities or each.item.communities):
            chosen["communities", community].append(each)
        for topic in dict.fromkeys(each.item.topics):
            chosen["topics", topic].append(each)
    for place, _ in subscribed(room):
        occasions = chosen.get((place.kind, place.key), [])
        plotted = keyed(room.salt, repr([(room.marks.whole[o.item.path], o.number) for o in occasions]).encode())
        name = f"{room.language.id}/calendar/{place.kind}/{place.key}"
        yield Plot(name, plotted, partial(calendar_page, room, place, occasions))


def calendar_page(room: Room, place: Subscribed, occasions: Sequence[Occasion]) -> Iterator[Page]:
    """Make a calendar."""
    inputs = CalendarInputs(
        title=f"{place.name} · {room.frame.title}" if place.name else room.frame.title,
        time_zone=room.site.config.time_zone,
        url=room.url(room.href(place.address)),
        entries=tuple(entry(room, each) for each in occasions),
    )
    yield Page(room.path(place.address + "events.ics"), "calendar", "", room.language.locale, (inputs,))


def entry(room: Room, occasion: Occasion) -> Entry:
    """Gather what a calendar says of an event."""
    event, item = occasion.event, occasion.item
    host = urls.origin(room.site.config.base_url).partition("//")[2]
    communities = event.communities or item.communities
    return Entry(
        uid=f"{item.id}-{occasion.number}@{host}",
        stamp=item.updated or dated(item),
        start=event.date,
        end=event.end,
        title=event.title,
        place=event.place,
        communities=tuple(room.named("communities", c).name for c in communities),
        summary=item.summary,
        url=room.url(urls.href(room.frame.base, room.site.item_address(item))),
    )


def calendar_view(inputs: CalendarInputs, bodies: tuple[str, ...]) -> str:
    """Write a calendar: whole days as dates, moments in the site's time zone, which is described in the file."""
    del bodies
    from icalendar import Calendar, Event, Timezone, vDate, vDatetime

    calendar = Calendar()
    calendar.add("prodid", "-//Township Bulletin//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", inputs.title)
    calendar.add("x-wr-calname", inputs.title)
    calendar.add("url", inputs.url)
    clock = zone(inputs.time_zone)
    timed = [w for e in inputs.entries for w in (e.start, e.end) if w and w.timed]
    if timed and clock and inputs.time_zone != "UTC":
        first, last = min(w.day for w in timed), max(w.day for w in timed) + timedelta(days=1)
        calendar.add_component(Timezone.from_tzinfo(clock, inputs.time_zone, first, last))
    for each in inputs.entries:
        event = Event()
        event.add("uid", each.uid)
        event.add("dtstamp", vDatetime(each.stamp.moment.astimezone(zone("UTC"))))
        for name, when in times(each):
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


def times(each: Entry) -> Iterator[tuple[str, When]]:
    """Give start and end; the end of whole days is the day after the last (RFC 5545, section 3.6.1)."""
    yield "dtstart", each.start
    if each.end is None:
        return
    if each.start.timed and each.end.timed:
        yield "dtend", each.end
    elif not each.start.timed:
        following = each.end.day + timedelta(days=1)
        yield "dtend", When(0, following.isoformat())
