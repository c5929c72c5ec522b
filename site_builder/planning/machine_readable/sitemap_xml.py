"""The sitemap: an index of one file a year and one for all else (sitemaps.org protocol 0.9); and robots.txt."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from site_builder import urls
from site_builder.model import Item
from site_builder.planning.edition import EditionContext
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup
from site_builder.planning.page_sources import Value
from site_builder.planning.shell import Shell
from site_builder.site.organise import Site

# The file of content/ that takes the place of the robots.txt that is made.
ROBOTS = "static/robots.txt"


class SitemapPage(Struct, frozen=True):
    """A page of a sitemap: absolute url, day of its last change where that is known."""

    url: str
    changed: str = ""


class SitemapView(Struct, frozen=True):
    """What `sitemap.xml` sees: the files of the index, or the pages of one file."""

    files: tuple[str, ...] = ()
    pages: tuple[SitemapPage, ...] = ()


class RobotsView(Struct, frozen=True):
    """What `robots.txt` sees; of a `staging` copy nothing is to be fetched."""

    sitemap: str
    staging: bool = False


def plan_sitemap(contexts: Sequence[EditionContext]) -> Iterator[PageGroup]:
    """Plan the index, its files, and robots.txt where the site is at a host's root."""
    site, shell = contexts[0].site, contexts[0].shell
    lists: dict[str, list[str]] = defaultdict(list)
    for context in contexts:
        for address in sorted(context.edition.addresses):
            year = re.search(r"/(\d{4})/", address)
            lists[year[1] if year else "pages"].append(context.shell.make_href(address))
    items: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for item in site.items:
        # What introduces a column stands on its list.
        if item.path not in site.withdrawn and not (not item.column and urls.find_introduced_column(item.path)):
            part = item.date.local[:4] if item.column and item.date else "pages"
            items[part].append((site.addresses[item.path], find_last_change(item)))
    parts = sorted({"pages", *lists, *items})
    for part in parts:
        yield PageGroup("sitemap", shell, (part,), (Value(lists[part]), Value(items[part])), make_part_page)
    yield PageGroup("sitemap", shell, (), (Value(parts), Value(has_robots(site))), make_sitemap_index)


def make_part_address(part: str) -> str:
    """Give the address of one file of the sitemap."""
    return urls.make_file_address(f"sitemap-{part}.xml")


def make_part_page(shell: Shell, part: str, lists: Sequence[str], items: Sequence[tuple[str, str]]) -> Iterator[Page]:
    """Make one file of the sitemap, of hrefs of lists, addresses of items and the days of their last changes."""
    listed = [SitemapPage(shell.make_url(href)) for href in lists]
    listed += [SitemapPage(shell.make_url(shell.make_item_href(address)), changed) for address, changed in items]
    view = SitemapView(pages=tuple(sorted(listed, key=lambda page: page.url)))
    path = urls.make_output_path(make_part_address(part))
    yield Page(path, "sitemap", "sitemap.xml", shell.language.locale, (view,))


def find_last_change(item: Item) -> str:
    """Give the day on which an item was last changed; "" for a page that tells of none."""
    days = [each.local[:10] for each in (item.date, item.updated, *(c.date for c in item.corrections)) if each]
    return max(days, default="")


def make_sitemap_index(shell: Shell, parts: Sequence[str], robots: bool) -> Iterator[Page]:  # noqa: FBT001 - a source
    """Make the index of the sitemap, and robots.txt."""
    locale = shell.language.locale
    index = tuple(shell.make_url(shell.make_item_href(make_part_address(part))) for part in parts)
    yield Page("sitemap.xml", "sitemap", "sitemap.xml", locale, (SitemapView(files=index),))
    if robots:
        view = RobotsView(shell.make_url("/sitemap.xml"), shell.frame.staging)
        yield Page("robots.txt", "robots", "robots.txt", locale, (view,))


def has_robots(site: Site) -> bool:
    """Tell whether robots.txt is made: at a host's root, where content/ has none; always for a staging copy."""
    return site.config.base_path == "/" and (site.config.staging or ROBOTS not in site.files)


def make_sitemap_view(inputs: SitemapView) -> SitemapView:
    """Make what `sitemap.xml` sees."""
    return inputs


def make_robots_view(inputs: RobotsView) -> RobotsView:
    """Make what `robots.txt` sees."""
    return inputs
