"""Former addresses of items, each a page that leads to the present one; decides nothing about servers."""

from collections.abc import Iterator
from functools import partial

from msgspec import Struct

from site_builder import urls
from site_builder.planning.edition import Room, tag_of
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import Plot


class RedirectView(Struct, frozen=True):
    """What `redirect.html` sees; `staging` marks a copy that is not the public site."""

    title: str
    lang: str
    href: str
    url: str
    staging: bool = False


def plan_redirects(room: Room) -> Iterator[Plot]:
    """Plan the redirects of an edition's own items."""
    yield Plot(f"{room.language.id}/redirects", b"", partial(redirect_pages, room))


def redirect_pages(room: Room) -> Iterator[Page]:
    """Make a page for each former address."""
    site = room.site
    for item in site.items:
        if not item.aliases:
            continue
        if item.lang != room.language.id and not (site.config.tongue(item.lang) is None and not room.language.path):
            continue
        href = urls.href(room.frame.base, site.item_address(item))
        for alias in item.aliases:
            inputs = RedirectView(item.title, tag_of(site, item.lang), href, room.url(href), room.frame.staging)
            path = urls.output_path(urls.alias_address(alias))
            yield Page(path, "redirect", "redirect.html", room.language.locale, (inputs,), (), f"content/{item.path}")


def redirect_view(inputs: RedirectView, bodies: tuple[str, ...]) -> RedirectView:
    """Make what `redirect.html` sees."""
    del bodies
    return inputs
