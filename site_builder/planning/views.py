"""The views by name: what a Page's `view` means; the one list of them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from site_builder.planning.items import print_edition as printed
from site_builder.planning.items import views as item_views
from site_builder.planning.lists import accessibility_statement as statement
from site_builder.planning.lists import by_date as dates
from site_builder.planning.lists import changes, commitments, home, search
from site_builder.planning.lists import groups as lists
from site_builder.planning.lists import site_map_page as site_map
from site_builder.planning.machine_readable import atom_feeds as feeds
from site_builder.planning.machine_readable import icalendar as calendars
from site_builder.planning.machine_readable import redirects
from site_builder.planning.machine_readable import sitemap_xml as sitemap

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
