"""The home page and the page for addresses that are not there; knows no other list."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct

from site_builder import urls
from site_builder.markdown.link_placeholders import LinkTarget
from site_builder.model import Brief
from site_builder.planning.edition import EditionContext
from site_builder.planning.extend_inputs import extend_inputs
from site_builder.planning.frame import Alternate, Frame, HtmlView, PageHead, get_translator
from site_builder.planning.item_inputs import EventBrief
from site_builder.planning.lists.groups import ListCount
from site_builder.planning.lists.here import make_event_briefs
from site_builder.planning.lists.home_columns import (
    ALL,
    LARGE,
    HomeColumn,
    find_large_picture,
    make_home_columns,
    select_new_items,
)
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup
from site_builder.planning.page_sources import Shown, ShownByItem, Value, Whole
from site_builder.planning.shell import PublicItem, Shell
from site_builder.planning.thumbnails import render_large_picture
from site_builder.site.grouping import require_date

# What stands on the home page: who looks for more finds it by community and by date.
SOONEST = 6


class CommunityBrief(Struct, frozen=True):
    """A community with its list and the day of its newest item, "" where it has none."""

    name: str
    href: str
    newest: str


class HomeInputs(Struct, frozen=True):
    """All that the home page is made of besides the frame."""

    pinned: tuple[Brief, ...]
    events: tuple[EventBrief, ...]
    large: Brief | None
    picture: LinkTarget
    items: tuple[Brief, ...]
    columns: tuple[HomeColumn, ...]
    communities: tuple[CommunityBrief, ...]
    outside: tuple[CommunityBrief, ...]
    years: tuple[ListCount, ...]
    alternates: tuple[Alternate, ...]


class HomeView(HtmlView, frozen=True):
    """What `home.html` sees: pinned items, events to come, the newest other items, communities, places outside, years.

    An event is to come as long as it is not over. `large` is the new item that stands above the others, `picture` the
    HTML of its picture; where `columns` stand side by side, `items` is empty.
    """

    pinned: tuple[Brief, ...]
    events: tuple[EventBrief, ...]
    large: Brief | None
    picture: str
    items: tuple[Brief, ...]
    columns: tuple[HomeColumn, ...]
    communities: tuple[CommunityBrief, ...]
    outside: tuple[CommunityBrief, ...]
    years: tuple[ListCount, ...]
    feed: str
    calendar: str


class NotFoundView(HtmlView, frozen=True):
    """What `404.html` sees."""


def plan_home(context: EditionContext) -> Iterator[PageGroup]:
    """Plan the home page and the page for missing addresses."""
    site, edition = context.site, context.edition
    pinned = [i for i in edition.items if i.path in site.pinned] if site.pinned else []
    new = select_new_items(context)
    soonest = list(islice((o for o in edition.occasions if o.event.over.epoch > site.at.epoch), SOONEST))
    communities = {
        key: require_date(items[0]).local[:10] if items else "" for key, items in edition.groups["communities"].items()
    }
    years = Counter[str]()
    for month, items in edition.months.items():
        years[month[:4]] += len(items)
    sources = (
        Shown(context, pinned, "full"),
        ShownByItem(context, {part: [i.path for i in items] for part, items in new.items()}, "full"),
        Value(find_large_picture(context, new[LARGE])),
        Whole(context, [each.item for each in soonest]),
        Value(tuple(each.number for each in soonest)),
        Value(communities),
        Value(sorted(years.items(), reverse=True)),
    )
    yield PageGroup("home", context.shell, (), sources, make_home_pages)


def make_home_pages(  # noqa: PLR0913, PLR0917 - its sources
    shell: Shell,
    pinned: tuple[Brief, ...],
    new: Mapping[str, tuple[Brief | None, ...]],
    picture: LinkTarget,
    announcing: tuple[PublicItem, ...],
    events: tuple[int, ...],
    communities: Mapping[str, str],
    years: Sequence[tuple[str, int]],
) -> Iterator[Page]:
    """Make the two pages; `communities` has the day of the newest item of each, `events` numbers within items."""
    inside: list[CommunityBrief] = []
    outside: list[CommunityBrief] = []
    for key, entry in shell.list_entries("communities", communities):
        named = shell.link_entry("communities", key)
        (outside if entry.outside else inside).append(CommunityBrief(named.name, named.href, communities[key]))
    inputs = HomeInputs(
        pinned=pinned,
        events=make_event_briefs(shell, announcing, events),
        large=next(iter(new[LARGE]), None),
        picture=picture,
        items=tuple(filter(None, new.get(ALL, ()))),
        columns=make_home_columns(shell, new),
        communities=tuple(inside),
        outside=tuple(outside),
        years=tuple(ListCount(year, shell.make_href(urls.make_address(year)), count) for year, count in years),
        alternates=shell.list_all_alternates("/"),
    )
    yield shell.make_page("/", "home", "home.html", inputs)
    path = shell.make_output_path(urls.make_file_address(urls.NOT_FOUND))
    yield Page(path, "missing", "404.html", shell.language.locale, (shell.frame,))


def make_home_view(frame: Frame, inputs: HomeInputs) -> HomeView:
    """Make what `home.html` sees."""
    feed = frame.root + urls.FEED
    return extend_inputs(
        HomeView,
        inputs,
        frame=frame,
        head=PageHead(frame.title, frame.description, frame.origin + frame.root, inputs.alternates, feed),
        breadcrumbs=(),
        picture=render_large_picture(inputs.picture),
        feed=feed,
        calendar=frame.root + urls.CALENDAR,
    )


def make_not_found_view(frame: Frame) -> NotFoundView:
    """Make what `404.html` sees."""
    title = get_translator(frame)("This page is not here")
    return NotFoundView(frame, PageHead(title, "", frame.origin + frame.root + urls.NOT_FOUND, hidden=True), ())
