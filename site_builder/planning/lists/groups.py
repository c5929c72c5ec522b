"""Lists and indexes of columns, communities, topics and people: one idea with another key; knows no dates."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import takewhile

from msgspec import Struct

from site_builder import urls
from site_builder.language import day_in_words
from site_builder.model import REGISTRIES, Brief, Item, text_in
from site_builder.planning.charts import Bar, Tally, bars, first_of_twelve, months_of_year, twelve_months
from site_builder.planning.edition import Alternate, Frame, Head, Named, Room, home, kind_title, words
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import Plot, encoded, keyed
from site_builder.site.grouping import dated

NEWEST = 20


class Count(Struct, frozen=True):
    """A list with how many items and events it holds; without `items` where a new item should not be felt."""

    name: str
    href: str
    items: int | None
    events: int = 0


class ListInputs(Struct, frozen=True):
    """All that a list of a column, community, topic or person is made of besides the frame.

    `year` is "" for the list of the newest; `promises` is the href of what was promised to a community.
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
    promises: str
    monthly: tuple[Tally, ...] = ()


class Month(Struct, frozen=True):
    """The items of a month within a year's list; `day` is a day of it."""

    day: str
    items: tuple[Brief, ...]


class ListView(Struct, frozen=True):
    """What `list.html` sees; `bars` are the items of twelve months of a community."""

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
    bars: tuple[Bar, ...]
    feed: str
    calendar: str
    promises: str


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


def plan_lists(room: Room) -> Iterator[Plot]:
    """Plan every list of an edition: of each group the newest with its years, each year whole with those beside it."""
    for kind, groups in room.edition.groups.items():
        for id_, items in groups.items():
            by_year = dict(year_runs(items))
            counts = tuple((year, len(members)) for year, members in by_year.items())
            name = f"{room.language.id}/list/{kind}/{id_}"
            newest = items[:NEWEST]
            monthly = last_months(items) if kind == "communities" else ()
            told = encoded((counts, promises(room, kind, id_), monthly))
            plotted = keyed(room.salt, told, room.marks.of_shown(newest))
            yield Plot(name, plotted, partial(plan_group, room, kind, id_, newest, counts, "", monthly))
            for n, (year, members) in enumerate(by_year.items()):
                # A year leads to those beside it: the first item of a new one changes no older page but the last.
                beside = counts[max(0, n - 1) : n + 2]
                told = encoded(tuple(other for other, _ in beside))
                plotted = keyed(room.salt, told, room.marks.of_shown(members))
                yield Plot(f"{name}/{year}", plotted, partial(plan_group, room, kind, id_, members, beside, year))
    for registry in REGISTRIES:
        yield Plot(f"{room.language.id}/index/{registry}", b"", partial(plan_index, room, registry))


def year_runs(items: Sequence[Item]) -> Iterator[tuple[str, Sequence[Item]]]:
    """Divide items that stand the newest first by year, the newest year first; only where one ends is looked for."""
    start = 0
    while start < len(items):
        year = dated(items[start]).local[:4]
        end = bisect_right(items, -int(year), lo=start, key=lambda i: -int(dated(i).local[:4]))
        yield year, items[start:end]
        start = end


def last_months(items: Sequence[Item]) -> tuple[Tally, ...]:
    """Count the items of the twelve months up to that of the newest; items stand the newest first."""
    first = first_of_twelve(dated(items[0]))
    recent = takewhile(lambda month: month >= first, (dated(i).local[:7] for i in items))
    return twelve_months(dated(items[0]), Counter(recent))


def page(room: Room, address: str, view: str, template: str, inputs: Struct) -> Page:
    """Make the Page of a list."""
    return Page(room.path(address), view, template, room.language.locale, (room.frame, inputs))


def plan_group(  # noqa: PLR0913, PLR0917 - what tells one list from another
    room: Room,
    kind: str,
    id_: str,
    items: Sequence[Item],
    years: Sequence[tuple[str, int]],
    year: str = "",
    monthly: tuple[Tally, ...] = (),
) -> Iterator[Page]:
    """Plan a list of a group: its newest with the number of items by year, or a year whole."""
    entry = room.site.entries.get((kind, id_))
    named = room.column(id_) if kind == "columns" else room.named(kind, id_)
    column = next((c for c in room.site.columns if kind == "columns" and c.id == id_), None)
    address = urls.address(column.slug) if column else urls.address(kind, id_)
    here = address + (f"{year}/" if year else "")
    language = room.language.id
    inputs = ListInputs(
        kind=kind,
        key=id_,
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
        items=tuple(room.mention(i) if year else room.brief(i) for i in items),
        years=tuple(Count(y, room.href(f"{address}{y}/"), None if year else count) for y, count in years),
        alternates=room.alternates(here),
        feed=kind != "people",
        promises="" if year else promises(room, kind, id_),
        monthly=monthly,
    )
    yield page(room, here, "list", "list.html", inputs)


def promises(room: Room, kind: str, id_: str) -> str:
    """Give where the commitments to a community are listed; "" where there are none, and for all else."""
    promised = kind == "communities" and id_ in room.edition.promised
    return room.href(urls.address("commitments", id_)) if promised else ""


def plan_index(room: Room, registry: str) -> Iterator[Page]:
    """Plan the index of a registry, in its own order."""
    entries = []
    for id_, entry in room.registered(registry):
        items = room.edition.groups[registry][id_]
        named = room.named(registry, id_)
        role = text_in(entry.role, room.language.id)
        newest = dated(items[0]).local[:10]
        until = day_in_words(entry.until, room.language.locale)
        entries.append(IndexEntry(named.name, named.href, len(items), newest, entry.outside, role, until))
    address = urls.address(registry)
    inputs = IndexInputs(registry, room.href(address), tuple(entries), room.alternates(address))
    yield page(room, address, "index", "index.html", inputs)


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
    monthly = inputs.monthly
    if inputs.year and inputs.kind == "communities":
        monthly = months_of_year(inputs.year, {month: len(items) for month, items in by_month.items()})
    feed = parent.href + "feed.xml" if inputs.feed else ""
    about = inputs.note or words(frame)("{title}: every item, the newest first.").format(title=title)
    return ListView(
        frame=frame,
        head=Head(title, about, frame.origin + inputs.href, inputs.alternates, feed),
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
        bars=bars(monthly),
        feed=feed,
        calendar=parent.href + "events.ics" if inputs.feed else "",
        promises=inputs.promises,
    )


def index_view(frame: Frame, inputs: IndexInputs, bodies: tuple[str, ...]) -> IndexView:
    """Make what `index.html` sees."""
    del bodies
    title = kind_title(inputs.kind, frame)
    about = words(frame)("{title}: each with its items and the day of the newest.").format(title=title)
    return IndexView(
        frame=frame,
        head=Head(title, about, frame.origin + inputs.href, inputs.alternates),
        breadcrumbs=(home(frame), Named(title, inputs.href)),
        kind=inputs.kind,
        title=title,
        entries=tuple(e for e in inputs.entries if not e.outside),
        outside=tuple(e for e in inputs.entries if e.outside),
    )
