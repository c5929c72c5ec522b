"""Former addresses of items, each a page that leads to the present one; decides nothing about servers."""

from collections.abc import Iterator

from msgspec import Struct

from site_builder import urls
from site_builder.model import Item
from site_builder.planning.edition import EditionContext
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup
from site_builder.planning.page_sources import Whole
from site_builder.planning.shell import PublicItem, Shell


class RedirectView(Struct, frozen=True):
    """What `redirect.html` sees; `staging` marks a copy that is not the public site."""

    title: str
    lang: str
    href: str
    url: str
    staging: bool = False


def plan_redirects(context: EditionContext) -> Iterator[PageGroup]:
    """Plan the redirects of an edition's own items, and in the main language those of items in no language of it."""
    own = find_redirected_items(context)
    yield PageGroup("redirects", context.shell, (), (Whole(context, own),), make_redirect_pages)


def find_redirected_items(context: EditionContext) -> list[Item]:
    """Find the items that an edition has the redirects of."""
    site, language = context.site, context.edition.language
    return [
        item
        for item in site.items
        if item.aliases
        and (item.lang == language.id or (not language.path and site.config.find_language(item.lang) is None))
    ]


def make_redirect_pages(shell: Shell, items: tuple[PublicItem, ...]) -> Iterator[Page]:
    """Make a page for each former address."""
    for placed in items:
        item, href = placed.item, shell.make_item_href(placed.address)
        inputs = RedirectView(item.title, shell.find_tag(item.lang), href, shell.make_url(href), shell.frame.staging)
        for alias in item.aliases:
            path, origin = urls.make_output_path(urls.make_alias_address(alias)), f"content/{item.path}"
            yield Page(path, "redirect", "redirect.html", shell.language.locale, (inputs,), (), origin)


def make_redirect_view(inputs: RedirectView) -> RedirectView:
    """Make what `redirect.html` sees."""
    return inputs
