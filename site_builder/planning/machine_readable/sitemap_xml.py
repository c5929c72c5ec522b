"""The sitemap: an index of one file a year and one for all else (sitemaps.org protocol 0.9); and robots.txt."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct

from site_builder import urls
from site_builder.model import Item
from site_builder.planning.edition import Room
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import Plot, keyed
from site_builder.site.organise import Site

# The file of content/ that takes the place of the robots.txt that is made.
ROBOTS = "static/robots.txt"


class Listed(Struct, frozen=True):
    """A page of a sitemap: absolute url, day of its last change where that is known."""

    url: str
    changed: str = ""


class SitemapView(Struct, frozen=True):
    """What `sitemap.xml` sees: the files of the index, or the pages of one file."""

    files: tuple[str, ...] = ()
    pages: tuple[Listed, ...] = ()


class RobotsView(Struct, frozen=True):
    """What `robots.txt` sees; of a `staging` copy nothing is to be fetched."""

    sitemap: str
    staging: bool = False


def plan_sitemap(rooms: Sequence[Room]) -> Iterator[Plot]:
    """Plan the index, its files, and robots.txt where the site is at a host's root."""
    site, marks = rooms[0].site, rooms[0].marks
    lists: dict[str, list[str]] = defaultdict(list)
    for room in rooms:
        for address in sorted(room.edition.addresses):
            year = re.search(r"/(\d{4})/", address)
            lists[year[1] if year else "pages"].append(room.url(room.href(address)))
    items: dict[str, list[Item]] = defaultdict(list)
    for item in site.items:
        if item.path not in site.withdrawn:
            items[item.date.local[:4] if item.column and item.date else "pages"].append(item)
    parts = {part: urls.file_address(f"sitemap-{part}.xml") for part in sorted({"pages", *lists, *items})}
    for part, address in parts.items():
        changes = " ".join(last_change(item) for item in items[part])
        plotted = keyed(rooms[0].salt, marks.of_shown(items[part]), changes.encode(), "\n".join(lists[part]).encode())
        yield Plot(f"sitemap/{part}", plotted, partial(part_page, rooms[0], address, lists[part], items[part]))
    yield Plot("sitemap", b"", partial(index_pages, rooms[0], parts))


def part_page(room: Room, address: str, lists: Sequence[str], items: Sequence[Item]) -> Iterator[Page]:
    """Make one file of the sitemap."""
    listed = [Listed(url) for url in lists]
    for item in items:
        url = room.url(urls.href(room.frame.base, room.site.item_address(item)))
        listed.append(Listed(url, last_change(item)))
    view = SitemapView(pages=tuple(sorted(listed, key=lambda page: page.url)))
    yield Page(urls.output_path(address), "sitemap", "sitemap.xml", room.language.locale, (view,))


def last_change(item: Item) -> str:
    """Give the day on which an item was last changed; "" for a page that tells of none."""
    days = [each.local[:10] for each in (item.date, item.updated, *(c.date for c in item.corrections)) if each]
    return max(days, default="")


def index_pages(room: Room, parts: Mapping[str, str]) -> Iterator[Page]:
    """Make the index of the sitemap, and robots.txt."""
    site, locale = room.site, room.language.locale
    index = tuple(room.url(urls.href(site.config.base_path, address)) for address in parts.values())
    yield Page("sitemap.xml", "sitemap", "sitemap.xml", locale, (SitemapView(files=index),))
    if has_robots(site):
        view = RobotsView(room.url("/sitemap.xml"), site.config.staging)
        yield Page("robots.txt", "robots", "robots.txt", locale, (view,))


def has_robots(site: Site) -> bool:
    """Tell whether robots.txt is made: at a host's root, where content/ has none; always for a staging copy."""
    return site.config.base_path == "/" and (site.config.staging or ROBOTS not in site.files)


def sitemap_view(inputs: SitemapView, bodies: tuple[str, ...]) -> SitemapView:
    """Make what `sitemap.xml` sees."""
    del bodies
    return inputs


def robots_view(inputs: RobotsView, bodies: tuple[str, ...]) -> RobotsView:
    """Make what `robots.txt` sees."""
    del bodies
    return inputs
