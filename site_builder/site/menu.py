"""What the entries of a site's own menu lead to, in each language; a page that is not public is led to by none."""

from collections.abc import Iterator

from msgspec import Struct

from site_builder import urls
from site_builder.config import Config
from site_builder.config.look.menu import MenuEntry
from site_builder.model import Item, choose_text
from site_builder.site.organise import Edition, Site

SEARCH = "search"
# Lists of which the theme knows the words; "" is home.
NAMED_LISTS = frozenset(
    [
        *("", "communities", "dates", "events", "topics", "people", "commitments", "changes", "follow"),
        *(SEARCH, "accessibility", "site-map"),
    ]
)


class MenuTarget(Struct, frozen=True):
    """Where an entry leads: an address below the site's root or below its language's, or a url; words of its own.

    `list_name` is one of NAMED_LISTS, whose words the theme has; `lang` is the id of a language that is not the
    edition's.
    """

    address: str = ""
    list_address: str = ""
    url: str = ""
    title: str = ""
    list_name: str | None = None
    lang: str = ""

    @property
    def has_words(self) -> bool:
        """Whether it has a name where the menu gives it none."""
        return bool(self.title) or self.list_name is not None


def list_menu(site: Site, edition: Edition) -> Iterator[tuple[MenuEntry, MenuTarget | None]]:
    """Give each entry with where it leads; None for nowhere."""
    for entry in site.config.menu:
        yield entry, find_menu_target(site, edition, entry)


def find_menu_target(site: Site, edition: Edition, entry: MenuEntry) -> MenuTarget | None:
    """Find what an entry leads to."""
    if entry.url:
        return MenuTarget(url=entry.url)
    if entry.column:
        slug = next((each.slug for each in site.columns if each.id == entry.column), "")
        return find_list(site, edition, slug) if slug else None
    if entry.page is None:
        return None
    return find_page(site, edition, entry.page) or find_list(site, edition, entry.page)


def find_page(site: Site, edition: Edition, name: str) -> MenuTarget | None:
    """Find a plain page, in the edition's language or else in the first that has it."""
    versions = {each.lang: each for each in map(site.by_path.get, list_page_paths(site.config, name)) if each}
    public = {lang: each for lang, each in versions.items() if not each.withdrawn and not each.column}
    order = (edition.language.id, *(each.id for each in site.config.languages))
    found: Item | None = next((public[lang] for lang in order if lang in public), None)
    if found is None:
        return None
    lang = "" if found.lang == edition.language.id else found.lang
    return MenuTarget(address=site.find_item_address(found), title=found.title, lang=lang)


def find_list(site: Site, edition: Edition, name: str) -> MenuTarget | None:
    """Find a list by its address."""
    address = urls.make_address(*name.split("/"))
    if address not in edition.addresses and not (name == SEARCH and site.config.search):
        return None
    column = next((each for each in site.columns if each.slug == name), None)
    kind, _, id_ = name.partition("/")
    entry = site.entries.get((kind, id_))
    names = column.title if column else entry.names if entry else ()
    title = choose_text(names, edition.language.id) if names else ""
    return MenuTarget(list_address=address, title=title, list_name=name if name in NAMED_LISTS else None)


def list_page_paths(config: Config, name: str) -> tuple[str, ...]:
    """Give the paths that a plain page of a name may have."""
    stems = (name, f"{name}/index")
    return tuple(f"{stem}{end}.md" for stem in stems for end in ("", *(f".{each.id}" for each in config.languages)))
