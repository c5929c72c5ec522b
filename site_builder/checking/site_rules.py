"""All rules over items and Site, one family after another; a new rule goes into its family's file."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.checking.accepted_findings import AcceptedPlaces, parse_acceptances
from site_builder.checking.files.accessibility import check_accessibility
from site_builder.checking.files.films import check_films
from site_builder.checking.files.personal_data import FileFinding, ScannedFiles, check_files
from site_builder.checking.files.publishable import check_pictures
from site_builder.checking.personal_data.names import check_names, check_unread_names
from site_builder.checking.personal_data.rule import check_settings_files
from site_builder.checking.site.design import check_design
from site_builder.checking.site.government import check_government
from site_builder.checking.site.interface_words import check_interface_words
from site_builder.checking.site.links import check_links
from site_builder.checking.site.look import check_look
from site_builder.checking.site.menu import check_menu
from site_builder.checking.site.name_clashes import check_name_clashes
from site_builder.checking.site.publication_history import check_publication_history
from site_builder.checking.site.relations import check_relations
from site_builder.checking.source_places import read_site_file
from site_builder.config import Config
from site_builder.content.load import Items
from site_builder.front_matter.read import parse_front_matter
from site_builder.ledger import Ledger
from site_builder.problem import Checked, Problem
from site_builder.rules import RULES, apply_rule_levels
from site_builder.site.organise import Site

# Where what lies in no item's folder, and folders, are accepted.
SETTINGS = "content/site.toml"

if TYPE_CHECKING:
    from site_builder.executor import Executor


def check_site(  # noqa: PLR0913, PLR0917 - the steps of a build pass plain values on
    items: Items,
    site: Site,
    config: Config,
    ledger: Ledger,
    folder: Path,
    unread: tuple[Problem, ...],
    seen: Mapping[str, tuple[FileFinding, ...]],
    executor: "Executor | None" = None,
    templates: tuple[Path, ...] = (),
) -> Checked[ScannedFiles]:
    """Find what keeps a site from being published, and give what files hold for the next run.

    `folder` is the site's, for the places of Problems; `unread` are those of files that were not read;
    `seen` is what the last run saw in files, `templates` are the folders of templates that are not the program's.
    """
    scanned = check_files(items, folder, seen, config.checks.plain_contacts, executor)
    found = (
        *check_links(items, site, ledger, folder, config.checks.plain_contacts),
        *check_name_clashes(site, folder),
        *check_relations(items, site, folder),
        *check_publication_history(items, site, config, ledger, folder),
        *check_settings_files(folder, config.checks.contacts, config.catalogues),
        *check_names(items, config.checks.plain_contacts),
        *check_pictures(items),
        *check_government(items, site, folder),
        *check_interface_words(config, folder, templates),
        *check_design(items, site, folder),
        *check_look(site, folder),
        *check_menu(site, folder),
        *check_accessibility(site),
        *check_films(site, folder),
        *scanned.problems,
    )
    weights = config.checks.weights
    unaccepted = remove_accepted_in_site(apply_rule_levels(found, weights), items, folder)
    names = tuple(check_unread_names(unread, items, config.checks.plain_contacts))
    return Checked(scanned.value, (*unaccepted, *apply_rule_levels(names, weights)))


def remove_accepted_in_site(problems: tuple[Problem, ...], items: Items, folder: Path) -> tuple[Problem, ...]:
    """Leave out what items and site.toml accept, for their own text or for a file; only texts that may are read."""
    if not any(each.rule in RULES for each in problems):
        return problems
    texts = defaultdict[str, list[str]](list)
    for item in (*items.items, *items.unsound):
        texts[item.path.rpartition("/")[0]].append(f"content/{item.path}")
    owners = {f"content/{each.path}": each.owner for each in (*items.attachments, *items.static)}

    @cache
    def read_accepted(path: str) -> tuple[AcceptedPlaces, frozenset[tuple[str, str]]]:
        text = read_site_file(folder, path)
        start = parse_front_matter(text, path).body if path.endswith(".md") else len(text) + 1
        accepted = parse_acceptances(path, text, start)[0]
        return AcceptedPlaces(text, start, accepted), frozenset((each.rule, each.file) for each in accepted)

    def is_unaccepted(each: Problem) -> bool:
        if each.rule not in RULES:
            return True
        name = each.path.removeprefix("content/")
        owner = owners.get(each.path)
        if owner is None and each.path.endswith(".md"):
            return bool(read_accepted(each.path)[0].remove_accepted([each]))
        if each.path == SETTINGS and not read_accepted(SETTINGS)[0].remove_accepted([each]):
            return False
        marks = {(each.rule, name), (each.rule, name.removeprefix(f"{owner}/"))}
        files = (SETTINGS, *texts[owner]) if owner else (SETTINGS,)
        return not any(marks & read_accepted(path)[1] for path in files)

    return tuple(filter(is_unaccepted, problems))
