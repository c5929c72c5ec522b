"""The views by name: what a Page's `view` means; the one list of them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from site_builder.planning import (
    calendars,
    dates,
    feeds,
    home,
    items,
    lists,
    printed,
    redirects,
    registers,
    sitemap,
    statement,
)

VIEWS: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "item": items.item_view,
        "page": items.page_view,
        "home": home.home_view,
        "missing": home.missing_view,
        "list": lists.list_view,
        "index": lists.index_view,
        "dates": dates.dates_view,
        "month": dates.month_view,
        "printed": printed.printed_view,
        "statement": statement.statement_view,
        "commitments": registers.commitments_view,
        "changes": registers.changes_view,
        "feed": feeds.feed_view,
        "calendar": calendars.calendar_view,
        "sitemap": sitemap.sitemap_view,
        "robots": sitemap.robots_view,
        "redirect": redirects.redirect_view,
    }
)
