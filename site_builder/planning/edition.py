"""What every page of a language has in common, and the small records that views are made of; knows no single page."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.content.item_digests import digest_shown, digest_whole
from site_builder.content.parse_result import Parsed
from site_builder.language import own_name, translator
from site_builder.model import Brief, Entry, Item, Language, When, text_in
from site_builder.planning.government_tags import Official, Tags, official, tags
from site_builder.planning.json_ld import as_script, organisation, trail
from site_builder.planning.outputs import ThemeFile
from site_builder.planning.page_groups import encoded, keyed
from site_builder.site.grouping import communities_of, dated
from site_builder.site.organise import STATEMENT, Edition, Site


class Named(Struct, frozen=True):
    """A name with where it leads; `lang` is a language tag where the words are not in the page's language."""

    name: str
    href: str
    lang: str = ""


class Tongue(Struct, frozen=True):
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
    columns: tuple[Named, ...]
    pages: tuple[Named, ...]
    tongues: tuple[Tongue, ...]
    alerts: tuple[Banner, ...]
    files: tuple[Named, ...]
    government: Official | None = None
    statement: str = ""
    staging: bool = False

    def tags(self, head: "Head", breadcrumbs: Sequence[Named]) -> Tags:
        """Give the names and contents of the tags that a government site's page has to have; none for any other."""
        if self.government is None or head.tags:
            return head.tags
        trail = [(each.name, each.href) for each in breadcrumbs]
        return tags(self.government, head.title, head.description, trail)

    def linked_data(self, head: "Head", breadcrumbs: Sequence[Named]) -> str:
        """Describe a page in the words of schema.org: as its view does, else home's publisher, or the way to a list."""
        if head.json_ld or head.hidden:
            return head.json_ld
        if not breadcrumbs:
            return as_script(organisation(self.title, self.site_url))
        return as_script(trail([(each.name, self.origin + each.href) for each in breadcrumbs]))

    def asset(self, name: str) -> str:
        """Give the href of a file of templates/static/; raises KeyError where there is none."""
        found = next((file.href for file in self.files if file.name == name), None)
        if found is None:
            raise KeyError(name)
        return found


class Head(Struct, frozen=True):
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


class Marks:
    """What keys are made of, for every public item by path: digests of all of it, of what lists show, of its kin."""

    def __init__(self, site: Site, parsed: Mapping[str, Parsed]) -> None:
        """Take the digests from reading; an item's address belongs to them.

        Of an item that is not as it was read, since parts of it are dated for later, they are made anew.
        """
        addresses = self.addresses = {i.path: site.addresses[i.path].encode() for i in site.items}
        self.whole = {path: parsed[path].whole + address for path, address in addresses.items()}
        self.shown = {path: parsed[path].shown + address for path, address in addresses.items()}
        for item in [i for i in site.items if i is not parsed[i.path].item]:
            self.whole[item.path] = digest_whole(item) + addresses[item.path]
            self.shown[item.path] = digest_shown(item) + addresses[item.path]
        self.shown[""] = b"-"
        self.kin = {path: parsed[path].kin for path in addresses}

    def again(self, items: Iterable[Item]) -> "Marks":
        """Give the same marks but for those of some items as a whole."""
        new = copy(self)
        new.whole = self.whole | {i.path: digest_whole(i) + self.addresses[i.path] for i in items}
        return new

    def of_whole(self, items: Iterable[Item]) -> bytes:
        """Give the digests of items with all that is in them."""
        return b"\n".join([self.whole[i.path] for i in items])

    def of_shown(self, items: Iterable[Item]) -> bytes:
        """Give the digests of what lists show of items."""
        return b"\n".join([self.shown[i.path] for i in items])


class Room:
    """One edition with what its planners share: the frame, the briefs of its items, how its hrefs are written.

    `salt` is the digest of all that any page of the edition may depend on besides its items.
    """

    def __init__(self, site: Site, edition: Edition, theme: tuple[ThemeFile, ...], marks: Marks) -> None:
        """Make frame and briefs for an edition."""
        self.site = site
        self.edition = edition
        self.language = edition.language
        self.marks = marks
        self.frame = frame(site, edition, theme)
        lists = [sorted(each.addresses) for each in site.editions] if len(site.editions) > 1 else []
        settings = (site.config, site.columns, list(site.entries.values()), lists)
        self.salt = keyed(encoded(self.frame), encoded(settings))
        self.briefs: dict[str, Brief] = {}
        self.mentions: dict[str, Brief] = {}
        self.names: dict[tuple[str, str], Named] = {}

    def again(self, site: Site, edition: Edition, marks: Marks) -> "Room":
        """Give the same room for a site in which nothing changed but what only an item's own page and feeds show."""
        new = copy(self)
        new.site, new.edition, new.marks = site, edition, marks
        return new

    def href(self, address: str) -> str:
        """Give the href of a list of this edition."""
        return self.frame.root[:-1] + urls.href("/", address)

    def url(self, href: str) -> str:
        """Give the absolute url of an href."""
        return self.frame.origin + href

    def path(self, address: str) -> str:
        """Give the output path of a list of this edition."""
        return urls.output_path(urls.address(self.language.path)[:-1] + address if self.language.path else address)

    def brief(self, item: Item) -> Brief:
        """Give what a list of this edition shows of an item."""
        found = self.briefs.get(item.path)
        if found is None:
            found = self.briefs[item.path] = Brief(
                title=item.title,
                href=urls.href(self.frame.base, self.site.item_address(item)),
                date=dated(item),
                lang=tag_of(self.site, item.lang),
                foreign=item.lang != self.language.id,
                summary=item.summary,
                column=self.column(item.column).name,
                communities=tuple(self.named("communities", c).name for c in communities_of(item)),
                updated=item.updated,
            )
        return found

    def mention(self, item: Item) -> Brief:
        """Give the Brief of an item for where no summary is shown, so that no change of it is felt there."""
        found = self.mentions.get(item.path)
        if found is None:
            found = self.mentions[item.path] = replace(self.brief(item), summary="", column="", updated=None)
        return found

    def title(self, item: Item) -> Named:
        """Name an item, also one that is withdrawn."""
        href = urls.href(self.frame.base, self.site.item_address(item))
        return Named(item.title, href, tag_of(self.site, item.lang))

    def pointer(self, item: Item) -> Brief:
        """Give the Brief of an item for where no more than its title and date is shown."""
        return replace(self.mention(item), communities=())

    def named(self, kind: str, key: str) -> Named:
        """Give the name and the list of a registry's entry."""
        found = self.names.get((kind, key))
        if found is None:
            entry = self.site.entries.get((kind, key))
            name = text_in(entry.names, self.language.id) if entry else key
            found = self.names[kind, key] = Named(name, self.href(urls.address(kind, key)))
        return found

    def registered(self, registry: str) -> Iterator[tuple[str, Entry]]:
        """Give a registry's entries that have items, in the registry's own order."""
        for (kind, key), entry in self.site.entries.items():
            if kind == registry and key in self.edition.groups[registry]:
                yield key, entry

    def column(self, id_: str) -> Named:
        """Give the title and the list of a column."""
        found = self.names.get(("columns", id_))
        if found is None:
            column = next(each for each in self.site.columns if each.id == id_)
            title = text_in(column.title, self.language.id)
            found = self.names["columns", id_] = Named(title, self.href(urls.address(column.slug)))
        return found

    def alternates(self, address: str) -> tuple[Alternate, ...]:
        """Give the editions that have a list of this address; none where there is but one."""
        editions = [each for each in self.site.editions if address in each.addresses]
        return tuple(self.alternate(each.language, address) for each in editions) if len(editions) > 1 else ()

    def alternate(self, language: Language, address: str) -> Alternate:
        """Give the page of an address in a language."""
        prefix = urls.address(language.path)[:-1] if language.path else ""
        href = urls.href(self.frame.base, prefix + address)
        return Alternate(language.tag, name_of(language), self.url(href), href)


def frame(site: Site, edition: Edition, theme: tuple[ThemeFile, ...]) -> Frame:
    """Make the frame of an edition."""
    config, language = site.config, edition.language
    base = config.base_path
    root = urls.href(base, urls.address(language.path))
    return Frame(
        title=text_in(config.title, language.id),
        description=text_in(config.description, language.id),
        tag=language.tag,
        locale=language.locale,
        base=base,
        root=root,
        site_url=config.base_url,
        origin=urls.origin(config.base_url),
        notice=text_in(config.notice, language.id),
        footer=text_in(config.footer, language.id),
        contact=text_in(config.contact, language.id),
        search=root[:-1] + urls.href("/", urls.address("search")) if config.search else "",
        columns=tuple(
            Named(text_in(c.title, language.id), root[:-1] + urls.href("/", urls.address(c.slug))) for c in site.columns
        ),
        pages=tuple(Named(i.title, urls.href(base, site.item_address(i))) for i in edition.pages),
        tongues=tuple(
            Tongue(each.tag, name_of(each), urls.href(base, urls.address(each.path))) for each in config.languages
        ),
        alerts=tuple(banner(site, item) for item in edition.items if item in site.alerts),
        files=tuple(Named(file.name, urls.href(base, theme_address(file))) for file in theme),
        government=official(site, edition, root),
        statement=root[:-1] + STATEMENT if STATEMENT in edition.addresses else "",
        staging=config.staging,
    )


def banner(site: Site, item: Item) -> Banner:
    """Make the banner of an item that is an alert."""
    level = item.alert.level if item.alert else ""
    return Banner(level, item.title, urls.href(site.config.base_path, site.item_address(item)), tag_of(site, item.lang))


def theme_address(file: ThemeFile) -> str:
    """Give the address of a file of the theme: its digest stands in its name, so that it may be kept for ever."""
    stem, dot, suffix = file.name.rpartition(".")
    return urls.file_address(
        "assets", *(f"{stem or file.name}.{file.digest[:10]}{dot if stem else ''}{suffix if stem else ''}".split("/"))
    )


def name_of(language: Language) -> str:
    """Give a language's name in itself, as site.toml or Babel has it."""
    return language.name or own_name(language.locale) or language.id


def tag_of(site: Site, lang: str) -> str:
    """Give the tag of a language id, which is itself where the site has no such language."""
    tongue = site.config.tongue(lang)
    return tongue.tag if tongue else lang


def day_href(room: Room, when: When) -> str:
    """Give the href of a day within its month's page."""
    return room.href(urls.address(when.year, when.month)) + f"#{day_id(when.local[:10])}"


def day_id(day: str) -> str:
    """Give the id of a day on its month's page; `site:` is the theme's prefix, which no heading can get."""
    return f"site:{day}"


def words(frame: Frame) -> Callable[[str], str]:
    """Give the function that puts the interface's English words into a frame's language."""
    return translator(frame.locale)


def home(frame: Frame) -> Named:
    """Name the first step of every trail."""
    return Named(words(frame)("Home"), frame.root)


def kind_title(kind: str, frame: Frame) -> str:
    """Name a registry."""
    say = words(frame)
    return {"communities": say("Communities"), "topics": say("Topics"), "people": say("People")}[kind]
