"""Former addresses of items, each a page that leads to the present one; decides nothing about servers."""

from collections.abc import Iterator
from functools import partial

from msgspec import Struct

from site_builder import urls
from site_builder.planning.edition import EditionContext, find_language_tag
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup


class RedirectView(Struct, frozen=True):
    """What `redirect.html` sees; `staging` marks a copy that is not the public site."""

    title: str
    lang: str
    href: str
    url: str
    staging: bool = False


def plan_redirects(context: EditionContext) -> Iterator[PageGroup]:
    """Plan the redirects of an edition's own items."""
    yield PageGroup(f"{context.language.id}/redirects", b"", partial(make_redirect_pages, context))


def make_redirect_pages(context: EditionContext) -> Iterator[Page]:
    """Make a page for each former address."""
    site = context.site
    for item in site.items:
        if not item.aliases:
            continue
        if item.lang != context.language.id and not (
            site.config.find_language(item.lang) is None and not context.language.path
        ):
            continue
        href = urls.make_href(context.frame.base, site.find_item_address(item))
        for alias in item.aliases:
            inputs = RedirectView(
                item.title, find_language_tag(site, item.lang), href, context.make_url(href), context.frame.staging
            )
            path = urls.make_output_path(urls.make_alias_address(alias))
            yield Page(
                path, "redirect", "redirect.html", context.language.locale, (inputs,), (), f"content/{item.path}"
            )


def make_redirect_view(inputs: RedirectView, bodies: tuple[str, ...]) -> RedirectView:
    """Make what `redirect.html` sees."""
    del bodies
    return inputs
