"""All rules over items and Site, one family after another; a new rule goes into its family's file."""

from collections.abc import Iterable
from pathlib import Path

from site_builder.checking.accept import Acceptance, acceptances, without_accepted
from site_builder.checking.links import check_links
from site_builder.checking.readable import check_readable
from site_builder.checking.relations import check_relations
from site_builder.checking.where import opened
from site_builder.config import Config
from site_builder.problem import Problem
from site_builder.reading.front_matter import read_front_matter
from site_builder.reading.items import Items
from site_builder.rules import RULES, weigh
from site_builder.site.organise import Site


def check(items: Items, site: Site, config: Config, folder: Path) -> tuple[Problem, ...]:
    """Find what keeps a site from being published; `folder` is the site's, for the places of Problems."""
    found = (*check_links(items, site, folder), *check_relations(items, site, folder), *check_readable(site))
    return standing(weigh(found, config.checks.weights), folder)


def standing(problems: tuple[Problem, ...], folder: Path) -> tuple[Problem, ...]:
    """Leave out what the items themselves accept; only files with such a Problem are read for it."""
    paths = {each.path for each in problems if each.rule in RULES and each.path.endswith(".md")}
    accepted = {path: of_file(path, folder) for path in paths}
    return tuple(
        each for each in problems if each.path not in accepted or without_accepted([each], accepted[each.path])
    )


def of_file(path: str, folder: Path) -> Iterable[Acceptance]:
    """Give what one item accepts."""
    text = opened(folder, path)
    return acceptances(path, text, read_front_matter(text, path).body)[0]
