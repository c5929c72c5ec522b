"""The entries of a site's own menu as pages show them; whether each leads somewhere is judged elsewhere."""

from collections.abc import Callable, Iterator

from site_builder import urls
from site_builder.language import make_translator
from site_builder.model import choose_text
from site_builder.planning.frame import NamedLink, find_language_tag
from site_builder.site.menu import MenuTarget, list_menu
from site_builder.site.organise import Edition, Site


def make_menu(site: Site, edition: Edition) -> Iterator[NamedLink]:
    """Give them in their order, without those that lead nowhere or have no words."""
    base = site.config.base_path
    root = urls.make_href(base, urls.make_address(edition.language.path))
    say = make_translator(edition.language.locale)
    for entry, target in list_menu(site, edition):
        if target is None:
            continue
        words = choose_text(entry.title, edition.language.id) if entry.title else name_target(target, say)
        href = target.url or (
            urls.make_href(base, target.address) if target.address else urls.make_href(root, target.list_address)
        )
        # A title of site.toml is in the language of the page, or meant for all of them.
        lang = find_language_tag(site.config.languages, target.lang) if target.lang and not entry.title else ""
        if words:
            yield NamedLink(words, href, lang)


def name_target(target: MenuTarget, say: Callable[[str], str]) -> str:
    """Give the words of what an entry leads to; "" where it has none."""
    if target.list_name is None:
        return target.title
    names = {
        "": say("Home"),
        "communities": say("By community"),
        "dates": say("By date"),
        "events": say("Events"),
        "topics": say("Topics"),
        "people": say("People"),
        "commitments": say("Commitments"),
        "changes": say("Changes"),
        "follow": say("How to follow"),
        "search": say("Search"),
        "accessibility": say("Accessibility"),
        "site-map": say("Site map"),
    }
    return names.get(target.list_name, "")
