"""What every page of a language has in common, and the small records that views are made of; knows no single page."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.content.item_digests import digest_brief, digest_item
from site_builder.content.parse_result import ParsedFile
from site_builder.language import find_native_name, make_translator
from site_builder.model import Brief, Item, Language, RegistryEntry, When, choose_text
from site_builder.planning.government_tags import GovernmentInfo, Tags, make_government_info, make_tags
from site_builder.planning.json_ld import describe_breadcrumbs, describe_organisation, format_json_ld
from site_builder.planning.outputs import ThemeFile
from site_builder.planning.page_groups import encode_record, make_key
from site_builder.site.grouping import list_communities, require_date
from site_builder.site.organise import STATEMENT, Edition, Site


class NamedLink(Struct, frozen=True):
    """A name with where it leads; `lang` is a language tag where the words are not in the page's language."""

    name: str
    href: str
    lang: str = ""


class SiteLanguage(Struct, frozen=True):
    """A language of the site: its tag, its own name, the href of its home."""

    tag: str
    name: str
    root: str


class Alternate(Struct, frozen=True):
    """The same page in a language: tag, the language's name, absolute url, href."""

    tag: str
    name: str
    url: str
    href: str


class Banner(Struct, frozen=True):
    """An alert that stands on every page: level, words, where they lead, the language of the words."""

    level: str
    name: str
    href: str
    lang: str


class Frame(Struct, frozen=True):
    """What every page of a language shows: titles, navigation, notice, footer, alerts, the theme's files.

    `root` is the href of this language's home, `base` that of the whole site, `site_url` the absolute url of `base`;
    `search` is the href of the search page and `statement` that of the accessibility statement, "" where there is none.
    `staging` marks a copy that is not the public site: every page says so, and asks search engines to leave it out.
    """

    title: str
    description: str
    tag: str
    locale: str
    base: str
    root: str
    site_url: str
    origin: str
    notice: str
    footer: str
    contact: str
    search: str
    columns: tuple[NamedLink, ...]
    pages: tuple[NamedLink, ...]
    tongues: tuple[SiteLanguage, ...]
    alerts: tuple[Banner, ...]
    files: tuple[NamedLink, ...]
    government: GovernmentInfo | None = None
    statement: str = ""
    staging: bool = False

    def tags(self, head: "PageHead", breadcrumbs: Sequence[NamedLink]) -> Tags:
        """Give the names and contents of the tags that a government site's page has to have; none for any other."""
        if self.government is None or head.tags:
            return head.tags
        trail = [(each.name, each.href) for each in breadcrumbs]
        return make_tags(self.government, head.title, head.description, trail)

    def linked_data(self, head: "PageHead", breadcrumbs: Sequence[NamedLink]) -> str:
        """Describe a page in the words of schema.org: as its view does, else home's publisher, or the way to a list."""
        if head.json_ld or head.hidden:
            return head.json_ld
        if not breadcrumbs:
            return format_json_ld(describe_organisation(self.title, self.site_url))
        return format_json_ld(describe_breadcrumbs([(each.name, self.origin + each.href) for each in breadcrumbs]))

    def asset(self, name: str) -> str:
        """Give the href of a file of templates/static/; raises KeyError where there is none."""
        found = next((file.href for file in self.files if file.name == name), None)
        if found is None:
            raise KeyError(name)
        return found


class PageHead(Struct, frozen=True):
    """What stands in a page's <head>: its title, description, absolute url, other languages, feed, picture, JSON-LD.

    `tags` are those of a government site's item.
    """

    title: str
    description: str
    url: str
    alternates: tuple[Alternate, ...] = ()
    feed: str = ""
    image: str = ""
    json_ld: str = ""
    kind: str = "website"
    hidden: bool = False
    tags: Tags = ()


class ItemDigests:
    """What keys are made of, for every public item by path: digests of all of it, of what lists show, of its kin."""

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
        """Give the same marks but for those of some items as a whole."""
        new = copy(self)
        new.items = self.items | {i.path: digest_item(i) + self.addresses[i.path] for i in items}
        return new

    def join_items(self, items: Iterable[Item]) -> bytes:
        """Give the digests of items with all that is in them."""
        return b"\n".join([self.items[i.path] for i in items])

    def join_briefs(self, items: Iterable[Item]) -> bytes:
        """Give the digests of what lists show of items."""
        return b"\n".join([self.briefs[i.path] for i in items])


class EditionContext:
    """One edition with what its planners share: the frame, the briefs of its items, how its hrefs are written.

    `salt` is the digest of all that any page of the edition may depend on besides its items.
    """

    def __init__(self, site: Site, edition: Edition, theme: tuple[ThemeFile, ...], item_digests: ItemDigests) -> None:
        """Make frame and briefs for an edition."""
        self.site = site
        self.edition = edition
        self.language = edition.language
        self.item_digests = item_digests
        self.frame = make_frame(site, edition, theme)
        lists = [sorted(each.addresses) for each in site.editions] if len(site.editions) > 1 else []
        settings = (site.config, site.columns, list(site.entries.values()), lists)
        self.salt = make_key(encode_record(self.frame), encode_record(settings))
        self.briefs: dict[str, Brief] = {}
        self.compact_briefs: dict[str, Brief] = {}
        self.links: dict[tuple[str, str], NamedLink] = {}

    def replace_site(self, site: Site, edition: Edition, item_digests: ItemDigests) -> "EditionContext":
        """Give the same room for a site in which nothing changed but what only an item's own page and feeds show."""
        new = copy(self)
        new.site, new.edition, new.item_digests = site, edition, item_digests
        return new

    def make_href(self, address: str) -> str:
        """Give the href of a list of this edition."""
        return self.frame.root[:-1] + urls.make_href("/", address)

    def make_url(self, href: str) -> str:
        """Give the absolute url of an href."""
        return self.frame.origin + href

    def make_output_path(self, address: str) -> str:
        """Give the output path of a list of this edition."""
        return urls.make_output_path(
            urls.make_address(self.language.path)[:-1] + address if self.language.path else address
        )

    def make_brief(self, item: Item) -> Brief:
        """Give what a list of this edition shows of an item."""
        found = self.briefs.get(item.path)
        if found is None:
            found = self.briefs[item.path] = Brief(
                title=item.title,
                href=urls.make_href(self.frame.base, self.site.find_item_address(item)),
                date=require_date(item),
                lang=find_language_tag(self.site, item.lang),
                foreign=item.lang != self.language.id,
                summary=item.summary,
                column=self.link_column(item.column).name,
                communities=tuple(self.link_entry("communities", c).name for c in list_communities(item)),
                updated=item.updated,
            )
        return found

    def make_compact_brief(self, item: Item) -> Brief:
        """Give the Brief of an item for where no summary is shown, so that no change of it is felt there."""
        found = self.compact_briefs.get(item.path)
        if found is None:
            found = self.compact_briefs[item.path] = replace(self.make_brief(item), summary="", column="", updated=None)
        return found

    def link_item(self, item: Item) -> NamedLink:
        """Name an item, also one that is withdrawn."""
        href = urls.make_href(self.frame.base, self.site.find_item_address(item))
        return NamedLink(item.title, href, find_language_tag(self.site, item.lang))

    def make_title_brief(self, item: Item) -> Brief:
        """Give the Brief of an item for where no more than its title and date is shown."""
        return replace(self.make_compact_brief(item), communities=())

    def link_entry(self, kind: str, key: str) -> NamedLink:
        """Give the name and the list of a registry's entry."""
        found = self.links.get((kind, key))
        if found is None:
            entry = self.site.entries.get((kind, key))
            name = choose_text(entry.names, self.language.id) if entry else key
            found = self.links[kind, key] = NamedLink(name, self.make_href(urls.make_address(kind, key)))
        return found

    def list_entries(self, registry: str) -> Iterator[tuple[str, RegistryEntry]]:
        """Give a registry's entries that have items, in the registry's own order."""
        for (kind, key), entry in self.site.entries.items():
            if kind == registry and key in self.edition.groups[registry]:
                yield key, entry

    def link_column(self, id_: str) -> NamedLink:
        """Give the title and the list of a column."""
        found = self.links.get(("columns", id_))
        if found is None:
            column = next(each for each in self.site.columns if each.id == id_)
            title = choose_text(column.title, self.language.id)
            found = self.links["columns", id_] = NamedLink(title, self.make_href(urls.make_address(column.slug)))
        return found

    def list_alternates(self, address: str) -> tuple[Alternate, ...]:
        """Give the editions that have a list of this address; none where there is but one."""
        editions = [each for each in self.site.editions if address in each.addresses]
        return tuple(self.make_alternate(each.language, address) for each in editions) if len(editions) > 1 else ()

    def make_alternate(self, language: Language, address: str) -> Alternate:
        """Give the page of an address in a language."""
        prefix = urls.make_address(language.path)[:-1] if language.path else ""
        href = urls.make_href(self.frame.base, prefix + address)
        return Alternate(language.tag, find_language_name(language), self.make_url(href), href)


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
        search=root[:-1] + urls.make_href("/", urls.make_address("search")) if config.search else "",
        columns=tuple(
            NamedLink(choose_text(c.title, language.id), root[:-1] + urls.make_href("/", urls.make_address(c.slug)))
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
        statement=root[:-1] + STATEMENT if STATEMENT in edition.addresses else "",
        staging=config.staging,
    )


def make_banner(site: Site, item: Item) -> Banner:
    """Make the banner of an item that is an alert."""
    level = item.alert.level if item.alert else ""
    return Banner(
        level,
        item.title,
        urls.make_href(site.config.base_path, site.find_item_address(item)),
        find_language_tag(site, item.lang),
    )


def make_theme_address(file: ThemeFile) -> str:
    """Give the address of a file of the theme: its digest stands in its name, so that it may be kept for ever."""
    stem, dot, suffix = file.name.rpartition(".")
    return urls.make_file_address(
        "assets", *(f"{stem or file.name}.{file.digest[:10]}{dot if stem else ''}{suffix if stem else ''}".split("/"))
    )


def find_language_name(language: Language) -> str:
    """Give a language's name in itself, as site.toml or Babel has it."""
    return language.name or find_native_name(language.locale) or language.id


def find_language_tag(site: Site, lang: str) -> str:
    """Give the tag of a language id, which is itself where the site has no such language."""
    language = site.config.find_language(lang)
    return language.tag if language else lang


def make_day_href(context: EditionContext, when: When) -> str:
    """Give the href of a day within its month's page."""
    return context.make_href(urls.make_address(when.year, when.month)) + f"#{make_day_id(when.local[:10])}"


def make_day_id(day: str) -> str:
    """Give the id of a day on its month's page; `site:` is the theme's prefix, which no heading can get."""
    return f"site:{day}"


def get_translator(frame: Frame) -> Callable[[str], str]:
    """Give the function that puts the interface's English words into a frame's language."""
    return make_translator(frame.locale)


def link_home(frame: Frame) -> NamedLink:
    """Name the first step of every trail."""
    return NamedLink(get_translator(frame)("Home"), frame.root)


def format_registry_title(kind: str, frame: Frame) -> str:
    """Name a registry."""
    say = get_translator(frame)
    return {"communities": say("Communities"), "topics": say("Topics"), "people": say("People")}[kind]
