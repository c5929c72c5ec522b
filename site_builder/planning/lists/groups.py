"""Lists and indexes of columns, communities, topics and people: one idea with another key; knows no dates."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import takewhile

from msgspec import Struct

from site_builder import urls
from site_builder.language import format_day_text
from site_builder.model import REGISTRIES, Brief, Item, choose_text
from site_builder.planning.charts import (
    Bar,
    MonthCount,
    draw_bars,
    find_first_month,
    list_twelve_months,
    list_year_months,
)
from site_builder.planning.edition import (
    Alternate,
    EditionContext,
    Frame,
    NamedLink,
    PageHead,
    format_registry_title,
    get_translator,
    link_home,
)
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup, encode_record, make_key
from site_builder.site.grouping import require_date

NEWEST = 20


class ListCount(Struct, frozen=True):
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
    parent: NamedLink | None
    note: str
    role: str
    since: str
    until: str
    formerly: tuple[str, ...]
    outside: bool
    year: str
    items: tuple[Brief, ...]
    years: tuple[ListCount, ...]
    alternates: tuple[Alternate, ...]
    feed: bool
    promises: str
    monthly: tuple[MonthCount, ...] = ()


class MonthItems(Struct, frozen=True):
    """The items of a month within a year's list; `day` is a day of it."""

    day: str
    items: tuple[Brief, ...]


class ListView(Struct, frozen=True):
    """What `list.html` sees; `bars` are the items of twelve months of a community."""

    frame: Frame
    head: PageHead
    breadcrumbs: tuple[NamedLink, ...]
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
    months: tuple[MonthItems, ...]
    years: tuple[ListCount, ...]
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
    head: PageHead
    breadcrumbs: tuple[NamedLink, ...]
    kind: str
    title: str
    entries: tuple[IndexEntry, ...]
    outside: tuple[IndexEntry, ...]


def plan_lists(context: EditionContext) -> Iterator[PageGroup]:
    """Plan every list of an edition: of each group the newest with its years, each year whole with those beside it."""
    for kind, groups in context.edition.groups.items():
        for id_, items in groups.items():
            by_year = dict(split_years(items))
            counts = tuple((year, len(members)) for year, members in by_year.items())
            name = f"{context.language.id}/list/{kind}/{id_}"
            newest = items[:NEWEST]
            monthly = count_last_months(items) if kind == "communities" else ()
            values = encode_record((counts, find_commitments_href(context, kind, id_), monthly))
            key = make_key(context.salt, values, context.item_digests.join_briefs(newest))
            yield PageGroup(name, key, partial(make_group_page, context, kind, id_, newest, counts, "", monthly))
            for n, (year, members) in enumerate(by_year.items()):
                # A year leads to those beside it: the first item of a new one changes no older page but the last.
                adjacent = counts[max(0, n - 1) : n + 2]
                values = encode_record(tuple(other for other, _ in adjacent))
                key = make_key(context.salt, values, context.item_digests.join_briefs(members))
                yield PageGroup(
                    f"{name}/{year}", key, partial(make_group_page, context, kind, id_, members, adjacent, year)
                )
    for registry in REGISTRIES:
        yield PageGroup(f"{context.language.id}/index/{registry}", b"", partial(make_index_page, context, registry))


def split_years(items: Sequence[Item]) -> Iterator[tuple[str, Sequence[Item]]]:
    """Divide items that stand the newest first by year, the newest year first; only where one ends is looked for."""
    start = 0
    while start < len(items):
        year = require_date(items[start]).local[:4]
        end = bisect_right(items, -int(year), lo=start, key=lambda i: -int(require_date(i).local[:4]))
        yield year, items[start:end]
        start = end


def count_last_months(items: Sequence[Item]) -> tuple[MonthCount, ...]:
    """Count the items of the twelve months up to that of the newest; items stand the newest first."""
    first = find_first_month(require_date(items[0]))
    recent = takewhile(lambda month: month >= first, (require_date(i).local[:7] for i in items))
    return list_twelve_months(require_date(items[0]), Counter(recent))


def make_list_page(context: EditionContext, address: str, view: str, template: str, inputs: Struct) -> Page:
    """Make the Page of a list."""
    return Page(context.make_output_path(address), view, template, context.language.locale, (context.frame, inputs))


def make_group_page(  # noqa: PLR0913, PLR0917 - what tells one list from another
    context: EditionContext,
    kind: str,
    id_: str,
    items: Sequence[Item],
    years: Sequence[tuple[str, int]],
    year: str = "",
    monthly: tuple[MonthCount, ...] = (),
) -> Iterator[Page]:
    """Plan a list of a group: its newest with the number of items by year, or a year whole."""
    entry = context.site.entries.get((kind, id_))
    named = context.link_column(id_) if kind == "columns" else context.link_entry(kind, id_)
    column = next((c for c in context.site.columns if kind == "columns" and c.id == id_), None)
    address = urls.make_address(column.slug) if column else urls.make_address(kind, id_)
    here = address + (f"{year}/" if year else "")
    language = context.language.id
    inputs = ListInputs(
        kind=kind,
        key=id_,
        name=named.name,
        href=context.make_href(here),
        parent=named if year else None,
        note=choose_text(entry.note, language) if entry else "",
        role=choose_text(entry.role, language) if entry else "",
        since=format_day_text(entry.since, context.language.locale) if entry else "",
        until=format_day_text(entry.until, context.language.locale) if entry else "",
        formerly=entry.formerly if entry else (),
        outside=entry.outside if entry else False,
        year=year,
        items=tuple(context.make_compact_brief(i) if year else context.make_brief(i) for i in items),
        years=tuple(ListCount(y, context.make_href(f"{address}{y}/"), None if year else count) for y, count in years),
        alternates=context.list_alternates(here),
        feed=kind != "people",
        promises="" if year else find_commitments_href(context, kind, id_),
        monthly=monthly,
    )
    yield make_list_page(context, here, "list", "list.html", inputs)


def find_commitments_href(context: EditionContext, kind: str, id_: str) -> str:
    """Give where the commitments to a community are listed; "" where there are none, and for all else."""
    promised = kind == "communities" and id_ in context.edition.promised
    return context.make_href(urls.make_address("commitments", id_)) if promised else ""


def make_index_page(context: EditionContext, registry: str) -> Iterator[Page]:
    """Plan the index of a registry, in its own order."""
    entries = []
    for id_, entry in context.list_entries(registry):
        items = context.edition.groups[registry][id_]
        named = context.link_entry(registry, id_)
        role = choose_text(entry.role, context.language.id)
        newest = require_date(items[0]).local[:10]
        until = format_day_text(entry.until, context.language.locale)
        entries.append(IndexEntry(named.name, named.href, len(items), newest, entry.outside, role, until))
    address = urls.make_address(registry)
    inputs = IndexInputs(registry, context.make_href(address), tuple(entries), context.list_alternates(address))
    yield make_list_page(context, address, "index", "index.html", inputs)


def make_list_view(frame: Frame, inputs: ListInputs, bodies: tuple[str, ...]) -> ListView:
    """Make what `list.html` sees: a year's items by month, the newest month first."""
    del bodies
    index = (
        ()
        if inputs.kind == "columns"
        else (NamedLink(format_registry_title(inputs.kind, frame), f"{frame.root}{inputs.kind}/"),)
    )
    parent = inputs.parent or NamedLink(inputs.name, inputs.href)
    trail = (link_home(frame), *index, parent, *((NamedLink(inputs.year, inputs.href),) if inputs.year else ()))
    title = f"{inputs.name} · {inputs.year}" if inputs.year else inputs.name
    by_month: dict[str, list[Brief]] = {}
    for brief in inputs.items if inputs.year else ():
        by_month.setdefault(brief.date.local[:7], []).append(brief)
    monthly = inputs.monthly
    if inputs.year and inputs.kind == "communities":
        monthly = list_year_months(inputs.year, {month: len(items) for month, items in by_month.items()})
    feed = parent.href + "feed.xml" if inputs.feed else ""
    about = inputs.note or get_translator(frame)("{title}: every item, the newest first.").format(title=title)
    return ListView(
        frame=frame,
        head=PageHead(title, about, frame.origin + inputs.href, inputs.alternates, feed),
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
        months=tuple(MonthItems(f"{month}-01", tuple(items)) for month, items in by_month.items()),
        years=inputs.years,
        bars=draw_bars(monthly),
        feed=feed,
        calendar=parent.href + "events.ics" if inputs.feed else "",
        promises=inputs.promises,
    )


def make_index_view(frame: Frame, inputs: IndexInputs, bodies: tuple[str, ...]) -> IndexView:
    """Make what `index.html` sees."""
    del bodies
    title = format_registry_title(inputs.kind, frame)
    about = get_translator(frame)("{title}: each with its items and the day of the newest.").format(title=title)
    return IndexView(
        frame=frame,
        head=PageHead(title, about, frame.origin + inputs.href, inputs.alternates),
        breadcrumbs=(link_home(frame), NamedLink(title, inputs.href)),
        kind=inputs.kind,
        title=title,
        entries=tuple(e for e in inputs.entries if not e.outside),
        outside=tuple(e for e in inputs.entries if e.outside),
    )
