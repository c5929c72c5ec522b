"""Entries of a site's own menu that lead nowhere, or have no words; makes no menu."""

from collections.abc import Iterator
from pathlib import Path

from site_builder.checking.site.design import make_design_problem
from site_builder.checking.text.external_hosts import is_allowed_host, parse_host
from site_builder.config.look.menu import MenuEntry
from site_builder.problem import Problem
from site_builder.site.menu import find_menu_target, list_page_paths
from site_builder.site.organise import Edition, Site
from site_builder.spelling import find_close_match, format_suggestion


def check_menu(site: Site, folder: Path) -> Iterator[Problem]:
    """Find them; what is the same in several languages is told once."""
    for number, entry in enumerate(site.config.menu):
        if entry.url:
            yield from check_host(site, entry.url, number, folder)
        if not entry.column and entry.page is None:
            continue
        missing = [each for each in site.editions if find_menu_target(site, each, entry) is None]
        if missing:
            yield make_missing_problem(site, missing, entry, number, folder)
            continue
        target = find_menu_target(site, site.editions[0], entry)
        if target and not target.has_words and not entry.title:
            message, hint = "this entry of the menu has no words", 'write title = "…" beside it'
            yield make_design_problem(folder, "menu.page", message, hint, nth=number)


def check_host(site: Site, url: str, number: int, folder: Path) -> Iterator[Problem]:
    """Find an address of a host that links may not lead to."""
    hosts, host = site.config.checks.hosts, parse_host(url)
    if hosts is not None and host and not is_allowed_host(host, frozenset((*hosts, parse_host(site.config.base_url)))):
        message = "the host {host} is not among those that links may lead to"
        hint = "link to another page, or add it to hosts below [checks] in content/site.toml"
        yield make_design_problem(folder, "menu.url", message, hint, nth=number, severity="warning", host=host)


def make_missing_problem(site: Site, missing: list[Edition], entry: MenuEntry, number: int, folder: Path) -> Problem:
    """Say that an entry leads nowhere, in any language or in some."""
    if entry.column:
        known = [each.id for each in site.columns]
        guess = find_close_match(entry.column, known)
        message, hint = 'there is no column "{value}"', format_suggestion(guess) or "columns: {known}"
        return make_design_problem(
            folder, "menu.column", message, hint, nth=number, value=entry.column, guess=guess, known=", ".join(known)
        )
    name = entry.page or ""
    if any(path in site.addresses for path in list_page_paths(site.config, name)):
        message, hint = 'the page "{value}" is not public: the menu leaves it out', "publish it, or remove the entry"
        return make_design_problem(folder, "menu.page", message, hint, nth=number, severity="warning", value=name)
    if len(missing) < len(site.editions):
        message = 'the page "{value}" is not there in every language: the menu leaves it out in {languages}'
        names = ", ".join(each.language.id for each in missing)
        hint = "lead to a page that all languages have"
        return make_design_problem(
            folder, "menu.page", message, hint, nth=number, severity="warning", value=name, languages=names
        )
    guess = find_close_match(name, list_page_names(site))
    message, hint = 'there is no page "{value}"', format_suggestion(guess) or "write the path of a plain page, as about"
    return make_design_problem(folder, "menu.page", message, hint, nth=number, value=name, guess=guess)


def list_page_names(site: Site) -> list[str]:
    """Give the names of pages that an entry may lead to."""
    plain = (each.path for each in site.items if not each.column)
    pages = [path.removesuffix(".md").removesuffix("/index") for path in plain]
    lists = (address.strip("/") for address in site.editions[0].addresses)
    return [*pages, *sorted(each for each in lists if each and each.count("/") <= 1)]
