"""The sitemap: an index of one file a year and one for all else (sitemaps.org protocol 0.9); and robots.txt."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct

from site_builder import urls
from site_builder.model import Item
from site_builder.planning.edition import EditionContext
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup, make_key
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
    site, item_digests = contexts[0].site, contexts[0].item_digests
    lists: dict[str, list[str]] = defaultdict(list)
    for context in contexts:
        for address in sorted(context.edition.addresses):
            year = re.search(r"/(\d{4})/", address)
            lists[year[1] if year else "pages"].append(context.make_url(context.make_href(address)))
    items: dict[str, list[Item]] = defaultdict(list)
    for item in site.items:
        if item.path not in site.withdrawn:
            items[item.date.local[:4] if item.column and item.date else "pages"].append(item)
    parts = {part: urls.make_file_address(f"sitemap-{part}.xml") for part in sorted({"pages", *lists, *items})}
    for part, address in parts.items():
        changes = " ".join(find_last_change(item) for item in items[part])
        key = make_key(
            contexts[0].salt, item_digests.join_briefs(items[part]), changes.encode(), "\n".join(lists[part]).encode()
        )
        yield PageGroup(f"sitemap/{part}", key, partial(make_part_page, contexts[0], address, lists[part], items[part]))
    yield PageGroup("sitemap", b"", partial(make_sitemap_index, contexts[0], parts))


def make_part_page(
    context: EditionContext, address: str, lists: Sequence[str], items: Sequence[Item]
) -> Iterator[Page]:
    """Make one file of the sitemap."""
    listed = [SitemapPage(url) for url in lists]
    for item in items:
        url = context.make_url(urls.make_href(context.frame.base, context.site.find_item_address(item)))
        listed.append(SitemapPage(url, find_last_change(item)))
    view = SitemapView(pages=tuple(sorted(listed, key=lambda page: page.url)))
    yield Page(urls.make_output_path(address), "sitemap", "sitemap.xml", context.language.locale, (view,))


def find_last_change(item: Item) -> str:
    """Give the day on which an item was last changed; "" for a page that tells of none."""
    days = [each.local[:10] for each in (item.date, item.updated, *(c.date for c in item.corrections)) if each]
    return max(days, default="")


def make_sitemap_index(context: EditionContext, parts: Mapping[str, str]) -> Iterator[Page]:
    """Make the index of the sitemap, and robots.txt."""
    site, locale = context.site, context.language.locale
    index = tuple(context.make_url(urls.make_href(site.config.base_path, address)) for address in parts.values())
    yield Page("sitemap.xml", "sitemap", "sitemap.xml", locale, (SitemapView(files=index),))
    if has_robots(site):
        view = RobotsView(context.make_url("/sitemap.xml"), site.config.staging)
        yield Page("robots.txt", "robots", "robots.txt", locale, (view,))


def has_robots(site: Site) -> bool:
    """Tell whether robots.txt is made: at a host's root, where content/ has none; always for a staging copy."""
    return site.config.base_path == "/" and (site.config.staging or ROBOTS not in site.files)


def make_sitemap_view(inputs: SitemapView, bodies: tuple[str, ...]) -> SitemapView:
    """Make what `sitemap.xml` sees."""
    del bodies
    return inputs


def make_robots_view(inputs: RobotsView, bodies: tuple[str, ...]) -> RobotsView:
    """Make what `robots.txt` sees."""
    del bodies
    return inputs
