"""One language of a site as its planners see it, and what they may give to pages: shells, briefs, digests of items."""

from collections.abc import Iterable, Mapping
from copy import copy

from site_builder import urls
from site_builder.content.item_digests import digest_brief, digest_item, select_shown
from site_builder.content.parse_result import ParsedFile
from site_builder.model import Brief, Item, choose_text
from site_builder.planning.frame import Banner, Frame, NamedLink, SiteLanguage, find_language_tag
from site_builder.planning.government_tags import make_government_info
from site_builder.planning.outputs import ThemeFile
from site_builder.planning.shell import Shell, find_language_name
from site_builder.site.organise import STATEMENT, Edition, Site


class ItemDigests:
    """What keys are made of, for every public item by path: digests of all of it, of what is shown, of relations."""

    def __init__(self, site: Site, parsed: Mapping[str, ParsedFile]) -> None:
        """Take the digests from reading; an item's address belongs to them.

        Of an item that is not as it was read, since parts of it are dated for later, they are made anew.
        """
        addresses = self.addresses = {i.path: site.addresses[i.path].encode() for i in site.items}
        self.items = {path: parsed[path].item_digest + address for path, address in addresses.items()}
        self.briefs = {path: parsed[path].brief_digest + address for path, address in addresses.items()}
        for item in [i for i in site.items if i is not parsed[i.path].item]:
            self.items[item.path] = digest_item(item) + addresses[item.path]
            self.briefs[item.path] = digest_brief(item) + addresses[item.path]
        self.briefs[""] = b"-"
        self.relations = {path: parsed[path].relations_digest for path in addresses}

    def replace_items(self, items: Iterable[Item]) -> "ItemDigests":
        """Give the same digests but for those of some items as a whole."""
        new = copy(self)
        new.items = self.items | {i.path: digest_item(i) + self.addresses[i.path] for i in items}
        return new


class EditionContext:
    """One edition with what its planners share: its shell, the briefs of its items. No page is made of it."""

    def __init__(self, site: Site, edition: Edition, theme: tuple[ThemeFile, ...], item_digests: ItemDigests) -> None:
        """Make the shell of an edition."""
        self.site = site
        self.edition = edition
        self.item_digests = item_digests
        self.shell = Shell(
            frame=make_frame(site, edition, theme),
            language=edition.language,
            languages=site.config.languages,
            columns=site.columns,
            entries=tuple(site.entries.values()),
            time_zone=site.config.time_zone,
        )
        self.briefs: dict[str, Brief] = {}

    def replace_site(self, site: Site, edition: Edition, item_digests: ItemDigests) -> "EditionContext":
        """Give the same context for a site where nothing changed but what only an item's own page and feeds show."""
        new = copy(self)
        new.site, new.edition, new.item_digests = site, edition, item_digests
        return new

    def make_brief(self, path: str) -> Brief:
        """Give what a list of this edition shows of an item."""
        found = self.briefs.get(path)
        if found is None:
            shown = select_shown(self.site.by_path[path])
            found = self.briefs[path] = self.shell.make_brief(shown, self.site.addresses[path])
        return found

    def find_languages(self, address: str) -> tuple[str, ...]:
        """Give the languages that have a list of this address; none where the site has but one."""
        editions = self.site.editions
        return tuple(each.language.id for each in editions if address in each.addresses) if len(editions) > 1 else ()


def make_frame(site: Site, edition: Edition, theme: tuple[ThemeFile, ...]) -> Frame:
    """Make the frame of an edition."""
    config, language = site.config, edition.language
    base = config.base_path
    root = urls.make_href(base, urls.make_address(language.path))
    return Frame(
        title=choose_text(config.title, language.id),
        description=choose_text(config.description, language.id),
        tag=language.tag,
        locale=language.locale,
        base=base,
        root=root,
        site_url=config.base_url,
        origin=urls.get_origin(config.base_url),
        notice=choose_text(config.notice, language.id),
        footer=choose_text(config.footer, language.id),
        contact=choose_text(config.contact, language.id),
        search=urls.make_href(root, urls.make_address("search")) if config.search else "",
        columns=tuple(
            NamedLink(choose_text(c.title, language.id), urls.make_href(root, urls.make_address(c.slug)))
            for c in site.columns
        ),
        pages=tuple(NamedLink(i.title, urls.make_href(base, site.find_item_address(i))) for i in edition.pages),
        tongues=tuple(
            SiteLanguage(each.tag, find_language_name(each), urls.make_href(base, urls.make_address(each.path)))
            for each in config.languages
        ),
        alerts=tuple(make_banner(site, item) for item in edition.items if item in site.alerts),
        files=tuple(NamedLink(file.name, urls.make_href(base, make_theme_address(file))) for file in theme),
        government=make_government_info(site, edition, root),
        statement=urls.make_href(root, STATEMENT) if STATEMENT in edition.addresses else "",
        staging=config.staging,
    )


def make_banner(site: Site, item: Item) -> Banner:
    """Make the banner of an item that is an alert."""
    level = item.alert.level if item.alert else ""
    return Banner(
        level,
        item.title,
        urls.make_href(site.config.base_path, site.find_item_address(item)),
        find_language_tag(site.config.languages, item.lang),
    )


def make_theme_address(file: ThemeFile) -> str:
    """Give the address of a file of the theme: its digest stands in its name, so that it may be kept for ever."""
    stem, dot, suffix = file.name.rpartition(".")
    return urls.make_file_address(
        "assets", *(f"{stem or file.name}.{file.digest[:10]}{dot if stem else ''}{suffix if stem else ''}".split("/"))
    )
