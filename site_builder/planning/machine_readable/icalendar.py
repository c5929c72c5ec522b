"""Calendars beside home, columns, communities and topics (RFC 5545); the one output that no template makes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial

from msgspec import Struct

from site_builder import urls
from site_builder.config import find_time_zone
from site_builder.model import When
from site_builder.planning.edition import EditionContext
from site_builder.planning.machine_readable.atom_feeds import SubscribableList, list_subscribable
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup, make_key
from site_builder.site.grouping import require_date
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
    for subscribable, _ in list_subscribable(context):
        occasions = by_list.get((subscribable.kind, subscribable.key), [])
        key = make_key(
            context.salt, repr([(context.item_digests.items[o.item.path], o.number) for o in occasions]).encode()
        )
        name = f"{context.language.id}/calendar/{subscribable.kind}/{subscribable.key}"
        yield PageGroup(name, key, partial(make_calendar_page, context, subscribable, occasions))


def make_calendar_page(
    context: EditionContext, subscribable: SubscribableList, occasions: Sequence[Occasion]
) -> Iterator[Page]:
    """Make a calendar."""
    inputs = CalendarInputs(
        title=f"{subscribable.name} · {context.frame.title}" if subscribable.name else context.frame.title,
        time_zone=context.site.config.time_zone,
        url=context.make_url(context.make_href(subscribable.address)),
        entries=tuple(make_calendar_entry(context, each) for each in occasions),
    )
    yield Page(
        context.make_output_path(subscribable.address + "events.ics"),
        "calendar",
        "",
        context.language.locale,
        (inputs,),
    )


def make_calendar_entry(context: EditionContext, occasion: Occasion) -> CalendarEntry:
    """Gather what a calendar says of an event."""
    event, item = occasion.event, occasion.item
    host = urls.get_origin(context.site.config.base_url).partition("//")[2]
    communities = event.communities or item.communities
    return CalendarEntry(
        uid=f"{item.id}-{occasion.number}@{host}",
        stamp=item.updated or require_date(item),
        start=event.date,
        end=event.end,
        title=event.title,
        place=event.place,
        communities=tuple(context.link_entry("communities", c).name for c in communities),
        summary=item.summary,
        url=context.make_url(urls.make_href(context.frame.base, context.site.find_item_address(item))),
    )


def make_calendar_view(inputs: CalendarInputs, bodies: tuple[str, ...]) -> str:
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
