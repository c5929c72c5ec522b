"""All rules over items and Site, one family after another; a new rule goes into its family's file."""

from pathlib import Path

from site_builder.checking.links import check_links
from site_builder.checking.relations import check_relations
from site_builder.problem import Problem
from site_builder.reading.items import Items
from site_builder.site.organise import Site


def check(items: Items, site: Site, folder: Path) -> tuple[Problem, ...]:
    """Find what keeps a site from being published; `folder` is the site's, for the places of Problems."""
    return (*check_links(items, site, folder), *check_relations(items, site, folder))
