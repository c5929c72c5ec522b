"""A Site after the text of some items changed: each takes the place of the old one, and nothing is decided anew."""

from collections.abc import Mapping

from msgspec.structs import replace

from site_builder.model import Item
from site_builder.site.grouping import Groups, list_communities, require_date
from site_builder.site.organise import Edition, Site
from site_builder.site.publication_gate import list_moments
from site_builder.urls import find_introduced_column

# What only an item's own page and feeds show; not its picture, which lists may show too. Headings are not among it: a
# link elsewhere may lead to one.
NO_TEXT = {"body": "", "links": (), "author": "", "reviewers": (), "says": ""}


def is_replaceable(old: Item, new: Item) -> bool:
    """Tell whether two versions of an item differ in nothing that gives it its place, or that another page shows.

    Nor may they differ in when anything of them changes, which is what the moment of the next change rests on.
    """
    if (
        old.events
        or old.alert
        or find_introduced_column(old.path)
        or replace(old, **NO_TEXT) != replace(new, **NO_TEXT)
    ):
        return False
    return old.reviewers == new.reviewers or list(list_moments(old)) == list(list_moments(new))


def replace_items(site: Site, new: Mapping[str, Item]) -> Site:
    """Put items in the places of the old ones of their paths; each has to be an exchange, and public."""
    ids = {item.id for item in new.values()}
    return replace(
        site,
        items=replace_in_tuple(site.items, new),
        editions=tuple(replace_in_edition(each, new) for each in site.editions),
        versions=site.versions | {each: replace_in_tuple(site.versions[each], new) for each in ids},
        by_path={**site.by_path, **new},
    )


def replace_in_edition(edition: Edition, new: Mapping[str, Item]) -> Edition:
    """Exchange items in one language's lists."""
    listed = {path: item for path, item in new.items() if item.column}
    keys = {
        "columns": {item.column for item in listed.values()},
        "communities": {each for item in listed.values() for each in list_communities(item)},
        "topics": {each for item in listed.values() for each in item.topics},
        "people": {each for item in listed.values() for each in item.people},
    }
    return replace(
        edition,
        items=replace_in_tuple(edition.items, new),
        pages=replace_in_tuple(edition.pages, new),
        groups={kind: replace_in_groups(groups, keys[kind], new) for kind, groups in edition.groups.items()},
        months=replace_in_groups(edition.months, {require_date(item).local[:7] for item in listed.values()}, new),
    )


def replace_in_groups(groups: Groups, keys: set[str], new: Mapping[str, Item]) -> Groups:
    """Exchange items in the groups of some keys."""
    return groups | {key: replace_in_tuple(groups[key], new) for key in keys if key in groups}


def replace_in_tuple(items: tuple[Item, ...], new: Mapping[str, Item]) -> tuple[Item, ...]:
    """Exchange items in a row of items."""
    return tuple([new.get(item.path, item) for item in items])
