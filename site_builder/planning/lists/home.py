"""The home page and the page for addresses that are not there; knows no other list."""

from bisect import insort
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice

from msgspec import Struct

from site_builder import urls
from site_builder.model import Brief, When
from site_builder.planning.edition import Alternate, Frame, Head, Named, Room, words
from site_builder.planning.item_inputs import Happening, happening
from site_builder.planning.lists.groups import Count
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import Plot
from site_builder.site.grouping import dated
from site_builder.site.organise import Edition, Occasion
from site_builder.site.publication_gate import end_of

# What stands on the home page: who looks for more finds it by community and by date.
NEWEST, SOONEST = 10, 6


class Latest(Struct, frozen=True):
    """A community with its list and the day of its newest item."""

    name: str
    href: str
    newest: str


class HomeInputs(Struct, frozen=True):
    """All that the home page is made of besides the frame."""

    pinned: tuple[Brief, ...]
    events: tuple[Happening, ...]
    items: tuple[Brief, ...]
    communities: tuple[Latest, ...]
    outside: tuple[Latest, ...]
    years: tuple[Count, ...]
    alternates: tuple[Alternate, ...]


class HomeView(Struct, frozen=True):
    """What `home.html` sees: pinned items, events to come, the newest other items, communities, places outside, years.

    An event is to come as long as it is not over.
    """

    frame: Frame
    head: Head
    breadcrumbs: tuple[Named, ...]
    pinned: tuple[Brief, ...]
    events: tuple[Happening, ...]
    items: tuple[Brief, ...]
    communities: tuple[Latest, ...]
    outside: tuple[Latest, ...]
    years: tuple[Count, ...]
    feed: str
    calendar: str


class MissingView(Struct, frozen=True):
    """What `404.html` sees."""

    frame: Frame
    head: Head
    breadcrumbs: tuple[Named, ...]


def plan_home(room: Room) -> Iterator[Plot]:
    """Plan the home page and the page for missing addresses."""
    yield Plot(f"{room.language.id}/home", b"", partial(home_pages, room))


def home_pages(room: Room) -> Iterator[Page]:
    """Make the two pages."""
    site, edition = room.site, room.edition
    pinned = [i for i in edition.items if i.path in site.pinned] if site.pinned else []
    newest = [i for i in edition.items[: NEWEST + len(pinned)] if i.path not in site.pinned][:NEWEST]
    years = Counter[str]()
    for month, items in edition.months.items():
        years[month[:4]] += len(items)
    inside: list[Latest] = []
    outside: list[Latest] = []
    for key, entry in room.registered("communities"):
        named, newest_there = room.named("communities", key), edition.groups["communities"][key][0]
        latest = Latest(named.name, named.href, dated(newest_there).local[:10])
        (outside if entry.outside else inside).append(latest)
    soonest = islice((o for o in edition.occasions if end_of(o.event) > site.at.epoch), SOONEST)
    inputs = HomeInputs(
        pinned=tuple(room.brief(i) for i in pinned),
        events=tuple(happening(room, o.item, o.number - 1, with_item=True) for o in soonest),
        items=tuple(room.brief(i) for i in newest),
        communities=tuple(inside),
        outside=tuple(outside),
        years=tuple(Count(y, room.href(urls.address(y)), years[y]) for y in sorted(years, reverse=True)),
        alternates=room.alternates("/"),
    )
    locale = room.language.locale
    yield Page(room.path("/"), "home", "home.html", locale, (room.frame, inputs))
    yield Page(room.path("/404.html"), "missing", "404.html", locale, (room.frame,))


def find_shown_at_end(edition: Edition, at: When) -> Iterator[Occasion]:
    """Give the events to come that will stand on the home page when they end, if nothing else changes until then."""
    ends: list[int] = []
    for each in edition.occasions:
        end = end_of(each.event)
        if end <= at.epoch:
            continue
        if len(ends) < SOONEST or ends[0] < end:
            yield each
        insort(ends, end)
        del ends[:-SOONEST]


def home_view(frame: Frame, inputs: HomeInputs, bodies: tuple[str, ...]) -> HomeView:
    """Make what `home.html` sees."""
    del bodies
    return HomeView(
        frame=frame,
        head=Head(
            frame.title, frame.description, frame.origin + frame.root, inputs.alternates, frame.root + "feed.xml"
        ),
        breadcrumbs=(),
        pinned=inputs.pinned,
        events=inputs.events,
        items=inputs.items,
        communities=inputs.communities,
        outside=inputs.outside,
        years=inputs.years,
        feed=frame.root + "feed.xml",
        calendar=frame.root + "events.ics",
    )


def missing_view(frame: Frame, bodies: tuple[str, ...]) -> MissingView:
    """Make what `404.html` sees."""
    del bodies
    title = words(frame)("This page is not here")
    return MissingView(frame, Head(title, "", frame.origin + frame.root + "404.html", hidden=True), ())
