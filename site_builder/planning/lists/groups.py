"""Lists and indexes of columns, communities, topics and people: one idea with another key; knows no dates."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.language import format_day_text
from site_builder.markdown.link_placeholders import LinkTarget, fill_placeholders
from site_builder.model import REGISTRIES, Brief, Item, choose_text
from site_builder.planning.charts import (
    Bar,
    MonthCount,
    draw_bars,
    find_first_month,
    list_twelve_months,
    list_year_months,
)
from site_builder.planning.edition import EditionContext
from site_builder.planning.extend_inputs import extend_inputs
from site_builder.planning.frame import (
    Banner,
    Frame,
    HtmlView,
    LinkedInputs,
    NamedLink,
    format_registry_title,
    get_translator,
    link_home,
    make_page_head,
)
from site_builder.planning.item_inputs import ContactBrief, EventBrief
from site_builder.planning.items.contact import find_entry_contact
from site_builder.planning.items.pages import resolve_body_links
from site_builder.planning.lists.here import (
    SOONEST,
    OpenPromises,
    list_coming,
    list_open_promises,
    make_event_briefs,
)
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup
from site_builder.planning.page_sources import Shown, Value, Whole
from site_builder.planning.shell import PublicItem, Shell, make_compact_brief
from site_builder.site.grouping import require_date

NEWEST = 20
# So many of these are shown with their summaries: the page of a list has to be light, and is more than its news.
SUMMARISED = 10


class ListCount(Struct, frozen=True):
    """A list with how many items and events it holds; without `items` where a new item should not be felt."""

    name: str
    href: str
    items: int | None
    events: int = 0


class Introduction(Struct, frozen=True):
    """What a column says of itself above its list, whose body is the page's: its summary, where its links lead."""

    summary: str
    links: tuple[LinkTarget, ...]


class ListInputs(LinkedInputs, frozen=True):
    """All that a list of a column, community, topic or person is made of besides the frame.

    `year` is "" for the list of the newest, which alone has, of a community, the alerts that hold there, the `events`
    there that are not over, the `promises` that are waited for, and whom to ask.
    """

    kind: str
    key: str
    name: str
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
    feed: bool
    alerts: tuple[Banner, ...] = ()
    events: tuple[EventBrief, ...] = ()
    promises: OpenPromises | None = None
    contact: ContactBrief | None = None
    monthly: tuple[MonthCount, ...] = ()
    introduction: Introduction | None = None


class MonthItems(Struct, frozen=True):
    """The items of a month within a year's list; `day` is a day of it."""

    day: str
    items: tuple[Brief, ...]


class ListView(HtmlView, frozen=True):
    """What `list.html` sees; `key` is the id of the column or entry.

    Of a community it has the alerts and events there that are not over, open commitments, whom to ask, and the items of
    twelve months.
    """

    kind: str
    key: str
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
    alerts: tuple[Banner, ...]
    events: tuple[EventBrief, ...]
    promises: OpenPromises | None
    contact: ContactBrief | None
    introduction: str


class IndexEntry(Struct, frozen=True):
    """An entry of an index: name, list, how many items, the day of the newest, whether it is outside the township.

    Without items there is no newest.
    """

    name: str
    href: str
    items: int
    newest: str
    outside: bool
    role: str
    until: str


class IndexInputs(LinkedInputs, frozen=True):
    """All that the index of a registry is made of besides the frame."""

    kind: str
    entries: tuple[IndexEntry, ...]


class IndexView(HtmlView, frozen=True):
    """What `index.html` sees: `entries` of the township, `outside` those beyond it."""

    kind: str
    title: str
    entries: tuple[IndexEntry, ...]
    outside: tuple[IndexEntry, ...]


class ListFacts(Struct, frozen=True):
    """What the list of the newest says of all items: how many each year has, and of a community its twelve months."""

    years: tuple[tuple[str, int], ...]
    monthly: tuple[MonthCount, ...]


class IndexFacts(Struct, frozen=True):
    """How many items an entry has, and the day of the newest, "" without items."""

    items: int
    newest: str


def plan_lists(context: EditionContext, settling: Mapping[str, Item]) -> Iterator[PageGroup]:
    """Plan every list of an edition: of each group the newest with its years, each year whole with those beside it.

    `settling` has by id the items that settle commitments.
    """
    edition, shell = context.edition, context.shell
    coming, promises = list_coming(context), list_open_promises(context, settling)
    for kind, groups in edition.groups.items():
        for id_, items in groups.items():
            address = shell.make_list_address(kind, id_)
            by_year = dict(split_years(items))
            years = tuple(by_year)
            here = kind == "communities"
            facts = ListFacts(
                years=tuple((year, len(members)) for year, members in by_year.items()),
                monthly=count_last_months(items) if here and items else (),
            )
            introduction = edition.introductions.get(id_) if kind == "columns" else None
            soonest = coming.get(id_, [])[:SOONEST] if here else []
            sources = (
                Shown(context, items[:NEWEST], "full"),
                Value(facts),
                Whole(context, [each.item for each in soonest]),
                Value(tuple([each.number for each in soonest])),
                Value(promises.get(id_) if here else None),
                Value(context.find_languages(address)),
                Whole(context, [introduction] if introduction else []),
                Value(resolve_body_links(context.site, introduction) if introduction else ()),
            )
            yield PageGroup("list", shell, (kind, id_), sources, make_newest_page)
            for n, (year, members) in enumerate(by_year.items()):
                # A year leads to those beside it: the first item of a new one changes no older page but the last.
                of_year = (
                    Shown(context, members, "compact"),
                    Value(years[max(0, n - 1) : n + 2]),
                    Value(context.find_languages(f"{address}{year}/")),
                )
                yield PageGroup("list", shell, (kind, id_, year), of_year, make_year_page)
    for registry in REGISTRIES:
        entries = {
            key: IndexFacts(len(items), require_date(items[0]).local[:10] if items else "")
            for key, items in edition.groups[registry].items()
        }
        yield PageGroup("index", shell, (registry,), (Value(entries),), make_index_page)


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


def make_newest_page(  # noqa: PLR0913, PLR0917 - its sources
    shell: Shell,
    kind: str,
    id_: str,
    items: tuple[Brief, ...],
    facts: ListFacts,
    announcing: tuple[PublicItem, ...],
    events: Sequence[int],
    promises: OpenPromises | None,
    languages: tuple[str, ...],
    introductions: tuple[PublicItem, ...],
    linked: tuple[LinkTarget, ...],
) -> Iterator[Page]:
    """Make the list of a group's newest items, with the number of items by year.

    `events` has of each event its number within the item that is `announcing` it; `linked` is where the links of an
    introduction lead.
    """
    address = shell.make_list_address(kind, id_)
    items = (*items[:SUMMARISED], *map(make_compact_brief, items[SUMMARISED:]))
    inputs = replace(
        make_list_inputs(shell, kind, id_, items),
        href=shell.make_href(address),
        years=tuple(ListCount(year, shell.make_href(f"{address}{year}/"), count) for year, count in facts.years),
        alternates=shell.list_alternates(address, languages),
        alerts=tuple(each for each in shell.frame.alerts if kind == "communities" and id_ in each.communities),
        events=make_event_briefs(shell, announcing, events),
        promises=promises,
        contact=find_entry_contact(shell, kind, id_),
        monthly=facts.monthly,
        introduction=next((Introduction(each.item.summary, linked) for each in introductions), None),
    )
    bodies = tuple(each.item.body for each in introductions)
    yield shell.make_page(address, "list", "list.html", inputs, bodies)


def make_year_page(  # noqa: PLR0913, PLR0917 - its sources
    shell: Shell,
    kind: str,
    id_: str,
    year: str,
    items: tuple[Brief, ...],
    years: Sequence[str],
    languages: tuple[str, ...],
) -> Iterator[Page]:
    """Make the list of a group's items of a year; `years` are those beside it."""
    address = shell.make_list_address(kind, id_)
    here = f"{address}{year}/"
    inputs = replace(
        make_list_inputs(shell, kind, id_, items),
        href=shell.make_href(here),
        parent=shell.link_list(kind, id_),
        year=year,
        years=tuple(ListCount(each, shell.make_href(f"{address}{each}/"), None) for each in years),
        alternates=shell.list_alternates(here, languages),
    )
    yield shell.make_page(here, "list", "list.html", inputs)


def make_list_inputs(shell: Shell, kind: str, id_: str, items: tuple[Brief, ...]) -> ListInputs:
    """Gather what all lists of a group say of it."""
    entry = shell.entries_by_key.get((kind, id_))
    language = shell.language
    return ListInputs(
        kind=kind,
        key=id_,
        name=shell.link_list(kind, id_).name,
        href="",
        parent=None,
        note=choose_text(entry.note, language.id) if entry else "",
        role=choose_text(entry.role, language.id) if entry else "",
        since=format_day_text(entry.since, language.locale) if entry else "",
        until=format_day_text(entry.until, language.locale) if entry else "",
        formerly=entry.formerly if entry else (),
        outside=entry.outside if entry else False,
        year="",
        items=items,
        years=(),
        alternates=(),
        feed=kind != "people",
    )


def make_index_page(shell: Shell, registry: str, found: Mapping[str, IndexFacts]) -> Iterator[Page]:
    """Make the index of a registry, in its own order."""
    language = shell.language
    entries = []
    for id_, entry in shell.list_entries(registry, found):
        named, facts = shell.link_entry(registry, id_), found[id_]
        role, until = choose_text(entry.role, language.id), format_day_text(entry.until, language.locale)
        entries.append(IndexEntry(named.name, named.href, facts.items, facts.newest, entry.outside, role, until))
    address = urls.make_address(registry)
    inputs = IndexInputs(shell.make_href(address), shell.list_all_alternates(address), registry, tuple(entries))
    yield shell.make_page(address, "index", "index.html", inputs)


def make_list_view(frame: Frame, inputs: ListInputs, bodies: tuple[str, ...]) -> ListView:
    """Make what `list.html` sees: a year's items by month, the newest month first."""
    introduction = inputs.introduction
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
    feed = parent.href + urls.FEED if inputs.feed else ""
    note = inputs.note or (introduction.summary if introduction else "")
    about = note or get_translator(frame)("{title}: every item, the newest first.").format(title=title)
    return extend_inputs(
        ListView,
        inputs,
        frame=frame,
        head=make_page_head(frame, inputs, title, about, feed, frame.find_list_picture(parent.href)),
        breadcrumbs=trail,
        months=tuple(MonthItems(f"{month}-01", tuple(items)) for month, items in by_month.items()),
        bars=draw_bars(monthly),
        feed=feed,
        calendar=parent.href + urls.CALENDAR if inputs.feed else "",
        introduction=fill_placeholders(bodies[0], introduction.links, enlarge=True) if introduction and bodies else "",
    )


def make_index_view(frame: Frame, inputs: IndexInputs) -> IndexView:
    """Make what `index.html` sees."""
    title = format_registry_title(inputs.kind, frame)
    about = get_translator(frame)("{title}: each with its items and the day of the newest.").format(title=title)
    return extend_inputs(
        IndexView,
        inputs,
        frame=frame,
        head=make_page_head(frame, inputs, title, about),
        breadcrumbs=(link_home(frame), NamedLink(title, inputs.href)),
        title=title,
        entries=tuple(e for e in inputs.entries if not e.outside),
        outside=tuple(e for e in inputs.entries if e.outside),
    )
