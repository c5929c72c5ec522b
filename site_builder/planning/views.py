"""The views by name: what a Page's `view` means; the one list of them."""

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from msgspec import Struct

from site_builder.planning.items import print_edition as printed
from site_builder.planning.items import views as item_views
from site_builder.planning.lists import accessibility_statement as statement
from site_builder.planning.lists import by_date as dates
from site_builder.planning.lists import (
    changes,
    commitments,
    events,
    follow_page,
    home,
    months,
    search,
    search_index,
    search_names,
)
from site_builder.planning.lists import groups as lists
from site_builder.planning.lists import site_map_page as site_map
from site_builder.planning.machine_readable import atom_feeds as feeds
from site_builder.planning.machine_readable import host_files, redirects
from site_builder.planning.machine_readable import icalendar as calendars
from site_builder.planning.machine_readable import sitemap_xml as sitemap
from site_builder.planning.sharing import web_manifest

VIEWS: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "item": item_views.make_item_view,
        "page": item_views.make_page_view,
        "home": home.make_home_view,
        "missing": home.make_not_found_view,
        "list": lists.make_list_view,
        "index": lists.make_index_view,
        "dates": dates.make_dates_view,
        "events": events.make_events_view,
        "month": months.make_month_view,
        "printed": printed.make_printed_view,
        "follow": follow_page.make_follow_view,
        "statement": statement.make_statement_view,
        "commitments": commitments.make_commitments_view,
        "changes": changes.make_changes_view,
        "search": search.make_search_view,
        "shard": search_index.make_shard_view,
        "texts": search_index.make_texts_view,
        "names": search_names.make_names_view,
        "feed": feeds.make_feed_view,
        "calendar": calendars.make_calendar_view,
        "site-map": site_map.make_site_map_view,
        "sitemap": sitemap.make_sitemap_view,
        "robots": sitemap.make_robots_view,
        "host_file": host_files.make_host_file_view,
        "manifest": web_manifest.make_manifest_view,
        "redirect": redirects.make_redirect_view,
    }
)


def make_view(name: str, inputs: tuple[Struct, ...], bodies: tuple[str, ...]) -> object:
    """Make the view of a page; only some are made of bodies too."""
    return VIEWS[name](*inputs, bodies) if takes_bodies(name) else VIEWS[name](*inputs)


@cache
def takes_bodies(name: str) -> bool:
    """Tell whether a view is made of bodies too."""
    return "bodies" in VIEWS[name].__annotations__
