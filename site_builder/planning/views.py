"""The views by name: what a Page's `view` means; the one list of them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from site_builder.planning import (
    calendars,
    changes,
    commitments,
    dates,
    feeds,
    home,
    item_views,
    lists,
    printed,
    redirects,
    search,
    site_map,
    sitemap,
    statement,
)

VIEWS: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "item": item_views.item_view,
        "page": item_views.page_view,
        "home": home.home_view,
        "missing": home.missing_view,
        "list": lists.list_view,
        "index": lists.index_view,
        "dates": dates.dates_view,
        "month": dates.month_view,
        "printed": printed.printed_view,
        "statement": statement.statement_view,
        "commitments": commitments.commitments_view,
        "changes": changes.changes_view,
        "search": search.search_view,
        "shard": search.shard_view,
        "feed": feeds.feed_view,
        "calendar": calendars.calendar_view,
        "site-map": site_map.site_map_view,
        "sitemap": sitemap.sitemap_view,
        "robots": sitemap.robots_view,
        "redirect": redirects.redirect_view,
    }
)
