"""Lists: columns, communities, topics and people are one idea with another key; years, months, days and the indexes."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from site_builder import urls
from site_builder.language import day_in_words, in_words
from site_builder.model import REGISTRIES, Brief, Item, text_in
from site_builder.planning.frame import Alternate, Frame, Head, Named, Room, day_id, home, kind_title, words
from site_builder.planning.items import Happening, happening
from site_builder.planning.outputs import Page
from site_builder.site.organise import dated, group, years

NEWEST = 20


class Count(Struct, frozen=True):
    """A list with how many items and events it holds."""

    name: str
    href: str
    items: int
    events: int = 0


class ListInputs(Struct, frozen=True):
    """All that a list of a column, community, topic or person is made of besides the frame.

    `year` is "" for the list of the newest.
    """

    kind: str
    key: str
    name: str
    href: str
    parent: Named | None
    note: str
    role: str
    since: str
    until: str
    formerly: tuple[str, ...]
    outside: bool
    year: str
    items: tuple[Brief, ...]
    years: tuple[Count, ...]
    alternates: tuple[Alternate, ...]
    feed: bool


class Month(Struct, frozen=True):
    """The items of a month within a year's list; `day` is a day of it."""

    day: str
    items: tuple[Brief, ...]


class ListView(Struct, frozen=True):
    """What `list.html` sees."""

    frame: Frame
    head: Head
    breadcrumbs: tuple[Named, ...]
    kind: str
    name: str
    note: str
    role: str
    since: str
    until: str
    formerly: tuple[str, ...]
    outside: bool
    year: str
    items: tuple[Brief, ...]
    months: tuple[Month, ...]
    years: tuple[Count, ...]
    feed: str
    calendar: str


class IndexEntry(Struct, frozen=True):
    """An entry of an index: name, list, how many items, the day of the newest, whether it is outside the township."""

    name: str
    href: str
    items: int
    newest: str
    outside: bool
    role: str
    until: str


class IndexInputs(Struct, frozen=True):
    """All that the index of a registry is made of besides the frame."""

    kind: str
    href: str
    entries: tuple[IndexEntry, ...]
    alternates: tuple[Alternate, ...]


class IndexView(Struct, frozen=True):
    """What `index.html` sees: `entries` of the township, `outside` those beyond it."""

    frame: Frame
    head: Head
    breadcrumbs: tuple[Named, ...]
    kind: str
    title: str
    entries: tuple[IndexEntry, ...]
    outside: tuple[IndexEntry, ...]


class YearOfDates(Struct, frozen=True):
    """A year of the date index with its months."""

    year: str
    href: str
    months: tuple[Count, ...]


class DatesInputs(Struct, frozen=True):
    """All that the date index, or one year of it, is made of besides the frame; `year` is "" for all years."""

    href: str
    year: str
    years: tuple[YearOfDates, ...]
    alternates: tuple[Alternate, ...]
    earlier: Named | None = None
    later: Named | None = None


class DatesView(Struct, frozen=True):
    """What `dates.html` sees."""

    frame: Frame
    head: Head
    breadcrumbs: tuple[Named, ...]
    year: str
    years: tuple[YearOfDates, ...]
    earlier: Named | None
    later: Named | None


class Day(Struct, frozen=True):
    """A day: its id on the page, the day, its items and the events that take place."""

    id: str
    day: str
    items: tuple[Brief, ...]
    events: tuple[Happening, ...]


class MonthInputs(Struct, frozen=True):
    """All that a month's page is made of besides the frame."""

    href: str
    month: str
    days: tuple[Day, ...]
    earlier: Named | None
    later: Named | None
    alternates: tuple[Alternate, ...]


class MonthView(Struct, frozen=True):
    """What `month.html` sees; `month` is its first day."""

    frame: Frame
    head: Head
    breadcrumbs: tuple[Named, ...]
    month: str
    days: tuple[Day, ...]
    earlier: Named | None
    later: Named | None


def plan_lists(room: Room) -> Iterator[Page]:
    """Plan every list of an edition."""
    for kind, groups in room.edition.groups.items():
        for key, items in groups.items():
            yield from plan_group(room, kind, key, items)
    for registry in REGISTRIES:
        yield plan_index(room, registry)
    yield from plan_dates(room)


def page(room: Room, address: str, view: str, template: str, inputs: Struct) -> Page:
    """Make the Page of a list."""
    return Page(room.path(address), view, template, room.language.locale, (room.frame, inputs))


def plan_group(room: Room, kind: str, key: str, items: Sequence[Item]) -> Iterator[Page]:
    """Plan the newest of a group with its years, and each of its years whole."""
    entry = room.site.entries.get((kind, key))
    named = room.column(key) if kind == "columns" else room.named(kind, key)
    column = next((c for c in room.site.columns if kind == "columns" and c.id == key), None)
    address = urls.address(column.slug) if column else urls.address(kind, key)
    by_year = years(items)
    counts = tuple(
        Count(y, room.href(urls.address(*address.strip("/").split("/"), y)), len(i)) for y, i in by_year.items()
    )
    feed = kind != "people"
    language = room.language.id
    for year, members in (("", tuple(items[:NEWEST])), *by_year.items()):
        here = address + (f"{year}/" if year else "")
        shown = tuple(room.mention(i) if year else room.brief(i) for i in members)
        inputs = ListInputs(
            kind=kind,
            key=key,
            name=named.name,
            href=room.href(here),
            parent=named if year else None,
            note=text_in(entry.note, language) if entry else "",
            role=text_in(entry.role, language) if entry else "",
            since=day_in_words(entry.since, room.language.locale) if entry else "",
            until=day_in_words(entry.until, room.language.locale) if entry else "",
            formerly=entry.formerly if entry else (),
            outside=entry.outside if entry else False,
            year=year,
            items=shown,
            years=counts,
            alternates=room.alternates(here),
            feed=feed,
        )
        yield page(room, here, "list", "list.html", inputs)


def plan_index(room: Room, registry: str) -> Page:
    """Plan the index of a registry, in its own order."""
    entries = []
    for key, entry in room.registered(registry):
        items = room.edition.groups[registry][key]
        named = room.named(registry, key)
        role = text_in(entry.role, room.language.id)
        newest = dated(items[0]).local[:10]
        until = day_in_words(entry.until, room.language.locale)
        entries.append(IndexEntry(named.name, named.href, len(items), newest, entry.outside, role, until))
    address = urls.address(registry)
    inputs = IndexInputs(registry, room.href(address), tuple(entries), room.alternates(address))
    return page(room, address, "index", "index.html", inputs)


def plan_dates(room: Room) -> Iterator[Page]:
    """Plan the date index, its years and its months."""
    edition = room.edition
    months = sorted({*edition.months, *(day[:7] for day in edition.days)})
    events = {month: set[tuple[str, int]]() for month in months}
    for day, occasions in edition.days.items():
        events[day[:7]] |= {(each.item.path, each.number) for each in occasions}
    counts = {
        month: Count(f"{month}-01", month_href(room, month), len(edition.months.get(month, ())), len(events[month]))
        for month in months
    }
    all_years = sorted({month[:4] for month in months})
    by_year = {
        year: YearOfDates(year, room.href(urls.address(year)), tuple(c for m, c in counts.items() if m[:4] == year))
        for year in all_years
    }
    address = urls.address("dates")
    newest = tuple(by_year[year] for year in reversed(all_years))
    yield page(
        room, address, "dates", "dates.html", DatesInputs(room.href(address), "", newest, room.alternates(address))
    )
    for year, earlier, later in beside(all_years):
        address = urls.address(year)
        inputs = DatesInputs(
            href=room.href(address),
            year=year,
            years=(by_year[year],),
            alternates=room.alternates(address),
            earlier=Named(earlier, by_year[earlier].href) if earlier else None,
            later=Named(later, by_year[later].href) if later else None,
        )
        yield page(room, address, "dates", "dates.html", inputs)
    for month, earlier, later in beside(months):
        yield plan_month(room, month, earlier, later)


def plan_month(room: Room, month: str, earlier: str, later: str) -> Page:
    """Plan a month: each day's items and the events that take place that day."""
    items = group(room.edition.months.get(month, ()), lambda i: (dated(i).local[:10],))
    events = {day: found for day, found in room.edition.days.items() if day[:7] == month}
    days = tuple(
        Day(
            day_id(day),
            day,
            tuple(room.mention(i) for i in items.get(day, ())),
            tuple(happening(room, o.item, o.number - 1, with_item=True) for o in events.get(day, ())),
        )
        for day in sorted({*items, *events}, reverse=True)
    )
    address = urls.address(month[:4], month[5:])
    inputs = MonthInputs(
        href=room.href(address),
        month=f"{month}-01",
        days=days,
        earlier=Named(f"{earlier}-01", month_href(room, earlier)) if earlier else None,
        later=Named(f"{later}-01", month_href(room, later)) if later else None,
        alternates=room.alternates(address),
    )
    return page(room, address, "month", "month.html", inputs)


def month_href(room: Room, month: str) -> str:
    """Give the href of a month."""
    return room.href(urls.address(month[:4], month[5:]))


def beside(keys: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Give each key with the one before and the one after it, "" at the ends."""
    for number, key in enumerate(keys):
        yield key, keys[number - 1] if number else "", keys[number + 1] if number + 1 < len(keys) else ""


def list_view(frame: Frame, inputs: ListInputs, bodies: tuple[str, ...]) -> ListView:
    """Make what `list.html` sees: a year's items by month, the newest month first."""
    del bodies
    index = () if inputs.kind == "columns" else (Named(kind_title(inputs.kind, frame), f"{frame.root}{inputs.kind}/"),)
    parent = inputs.parent or Named(inputs.name, inputs.href)
    trail = (home(frame), *index, parent, *((Named(inputs.year, inputs.href),) if inputs.year else ()))
    title = f"{inputs.name} · {inputs.year}" if inputs.year else inputs.name
    by_month: dict[str, list[Brief]] = {}
    for brief in inputs.items if inputs.year else ():
        by_month.setdefault(brief.date.local[:7], []).append(brief)
    feed = parent.href + "feed.xml" if inputs.feed else ""
    return ListView(
        frame=frame,
        head=Head(title, inputs.note, frame.origin + inputs.href, inputs.alternates, feed),
        breadcrumbs=trail,
        kind=inputs.kind,
        name=inputs.name,
        note=inputs.note,
        role=inputs.role,
        since=inputs.since,
        until=inputs.until,
        formerly=inputs.formerly,
        outside=inputs.outside,
        year=inputs.year,
        items=inputs.items,
        months=tuple(Month(f"{month}-01", tuple(items)) for month, items in by_month.items()),
        years=inputs.years,
        feed=feed,
        calendar=parent.href + "events.ics" if inputs.feed else "",
    )


def index_view(frame: Frame, inputs: IndexInputs, bodies: tuple[str, ...]) -> IndexView:
    """Make what `index.html` sees."""
    del bodies
    title = kind_title(inputs.kind, frame)
    return IndexView(
        frame=frame,
        head=Head(title, "", frame.origin + inputs.href, inputs.alternates),
        breadcrumbs=(home(frame), Named(title, inputs.href)),
        kind=inputs.kind,
        title=title,
        entries=tuple(e for e in inputs.entries if not e.outside),
        outside=tuple(e for e in inputs.entries if e.outside),
    )


def dates_view(frame: Frame, inputs: DatesInputs, bodies: tuple[str, ...]) -> DatesView:
    """Make what `dates.html` sees."""
    del bodies
    index = Named(words(frame)("By date"), f"{frame.root}dates/")
    return DatesView(
        frame=frame,
        head=Head(inputs.year or index.name, "", frame.origin + inputs.href, inputs.alternates),
        breadcrumbs=(home(frame), index, *((Named(inputs.year, inputs.href),) if inputs.year else ())),
        year=inputs.year,
        years=inputs.years,
        earlier=inputs.earlier,
        later=inputs.later,
    )


def month_view(frame: Frame, inputs: MonthInputs, bodies: tuple[str, ...]) -> MonthView:
    """Make what `month.html` sees."""
    del bodies
    year, title = inputs.month[:4], in_words(inputs.month, "month", frame.locale)
    return MonthView(
        frame=frame,
        head=Head(title, "", frame.origin + inputs.href, inputs.alternates),
        breadcrumbs=(
            home(frame),
            Named(words(frame)("By date"), f"{frame.root}dates/"),
            Named(year, f"{frame.root}{year}/"),
            Named(title, inputs.href),
        ),
        month=inputs.month,
        days=inputs.days,
        earlier=inputs.earlier,
        later=inputs.later,
    )
