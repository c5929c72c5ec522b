"""The sitemap: an index of one file a year and one for all else (sitemaps.org protocol 0.9); and robots.txt."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from site_builder import urls
from site_builder.planning.frame import Room
from site_builder.planning.outputs import Page
from site_builder.site.groups import dated


class Listed(Struct, frozen=True):
    """A page of a sitemap: absolute url, day of its last change where that is known."""

    url: str
    changed: str = ""


class SitemapView(Struct, frozen=True):
    """What `sitemap.xml` sees: the files of the index, or the pages of one file."""

    files: tuple[str, ...] = ()
    pages: tuple[Listed, ...] = ()


class RobotsView(Struct, frozen=True):
    """What `robots.txt` sees."""

    sitemap: str


def plan_sitemap(rooms: Sequence[Room]) -> Iterator[Page]:
    """Plan the index, its files, and robots.txt where the site is at a host's root."""
    site, locale = rooms[0].site, rooms[0].language.locale
    parts: dict[str, list[Listed]] = defaultdict(list)
    parts["pages"] = []
    for room in rooms:
        for address in sorted(room.edition.addresses):
            year = re.search(r"/(\d{4})/", address)
            parts[year[1] if year else "pages"].append(Listed(room.url(room.href(address))))
    for item in site.items:
        if item.path not in site.withdrawn:
            url = rooms[0].url(urls.href(site.config.base_path, site.item_address(item)))
            changed = item.updated or item.date
            part = dated(item).year if item.column else "pages"
            parts[part].append(Listed(url, changed.local[:10] if changed else ""))
    addresses = {part: urls.file_address(f"sitemap-{part}.xml") for part in sorted(parts)}
    for part, address in addresses.items():
        pages = tuple(sorted(parts[part], key=lambda page: page.url))
        yield Page(urls.output_path(address), "sitemap", "sitemap.xml", locale, (SitemapView(pages=pages),))
    index = tuple(rooms[0].url(urls.href(site.config.base_path, address)) for address in addresses.values())
    yield Page("sitemap.xml", "sitemap", "sitemap.xml", locale, (SitemapView(files=index),))
    if site.config.base_path == "/" and "static/robots.txt" not in site.files:
        yield Page("robots.txt", "robots", "robots.txt", locale, (RobotsView(rooms[0].url("/sitemap.xml")),))


def sitemap_view(inputs: SitemapView, bodies: tuple[str, ...]) -> SitemapView:
    """Make what `sitemap.xml` sees."""
    del bodies
    return inputs


def robots_view(inputs: RobotsView, bodies: tuple[str, ...]) -> RobotsView:
    """Make what `robots.txt` sees."""
    del bodies
    return inputs
