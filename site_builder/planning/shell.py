"""What pages of a language are made with besides their sources: frame, names of registries, how hrefs are written.

A Shell is in the key of every group of pages, so all that it holds counts as read. It knows no item and no single page.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.config.contact import Contacts
from site_builder.config.custom_fields.read_fields import CustomField
from site_builder.content.item_digests import ShownFields, digest_record, select_shown
from site_builder.language import find_native_name
from site_builder.model import Brief, Column, CustomValue, FieldBrief, Item, Language, RegistryEntry, When, choose_text
from site_builder.planning.frame import Alternate, Frame, NamedLink, find_language_tag
from site_builder.planning.outputs import Page
from site_builder.planning.values.field_briefs import make_field_briefs


class PublicItem(Struct, frozen=True):
    """A public item with its address."""

    item: Item
    address: str


class Shell(Struct, frozen=True, dict=True):
    """What the pages of a language have in common; `entries` are those of registries that public items name."""

    frame: Frame
    language: Language
    languages: tuple[Language, ...]
    columns: tuple[Column, ...]
    entries: tuple[RegistryEntry, ...]
    time_zone: str
    contacts: Contacts = Contacts()
    fields: tuple[CustomField, ...] = ()

    @cached_property
    def digest(self) -> bytes:
        """The digest of all of it."""
        return digest_record(self)

    @cached_property
    def entries_by_key(self) -> dict[tuple[str, str], RegistryEntry]:
        """The entries by registry and id."""
        return {(each.registry, each.id): each for each in self.entries}

    @cached_property
    def links(self) -> dict[tuple[str, str], NamedLink]:
        """The links that were made so far, by registry or "columns", and id."""
        return {}

    def make_href(self, address: str) -> str:
        """Give the href of a list of this language."""
        return urls.make_href(self.frame.root, address)

    def make_item_href(self, address: str) -> str:
        """Give the href of an item's address, which has the path of its language."""
        return urls.make_href(self.frame.base, address)

    def make_url(self, href: str) -> str:
        """Give the absolute url of an href."""
        return self.frame.origin + href

    def make_output_path(self, address: str) -> str:
        """Give the output path of a list of this language."""
        return urls.make_output_path(
            urls.make_address(self.language.path)[:-1] + address if self.language.path else address
        )

    def make_page(self, address: str, view: str, template: str, inputs: Struct, bodies: tuple[str, ...] = ()) -> Page:
        """Give the page of an address of this language that shows the frame."""
        path = self.make_output_path(address)
        return Page(path, view, template, self.language.locale, (self.frame, inputs), bodies)

    def find_tag(self, lang: str) -> str:
        """Give the tag of a language id, which is itself where the site has no such language."""
        return find_language_tag(self.languages, lang)

    def find_column(self, id_: str) -> Column:
        """Give a column."""
        return next(each for each in self.columns if each.id == id_)

    def link_entry(self, kind: str, key: str) -> NamedLink:
        """Give the name and the list of a registry's entry."""
        found = self.links.get((kind, key))
        if found is None:
            entry = self.entries_by_key.get((kind, key))
            name = choose_text(entry.names, self.language.id) if entry else key
            found = self.links[kind, key] = NamedLink(name, self.make_href(urls.make_address(kind, key)))
        return found

    def link_column(self, id_: str) -> NamedLink:
        """Give the title and the list of a column."""
        found = self.links.get(("columns", id_))
        if found is None:
            column = self.find_column(id_)
            title = choose_text(column.title, self.language.id)
            found = self.links["columns", id_] = NamedLink(title, self.make_href(urls.make_address(column.slug)))
        return found

    def link_list(self, kind: str, id_: str) -> NamedLink:
        """Give the name and the list of a column, or of a registry's entry."""
        return self.link_column(id_) if kind == "columns" else self.link_entry(kind, id_)

    def make_list_address(self, kind: str, id_: str) -> str:
        """Give the address of the list of a column, or of a registry's entry."""
        return urls.make_address(self.find_column(id_).slug) if kind == "columns" else urls.make_address(kind, id_)

    def list_entries(self, registry: str, keys: Iterable[str]) -> Iterator[tuple[str, RegistryEntry]]:
        """Give some of a registry's entries in its own order."""
        wanted = frozenset(keys)
        for each in self.entries:
            if each.registry == registry and each.id in wanted:
                yield each.id, each

    def list_alternates(self, address: str, languages: Sequence[str]) -> tuple[Alternate, ...]:
        """Give the pages of an address in some languages; none where that is but one."""
        if len(languages) <= 1:
            return ()
        return tuple(self.make_alternate(each, address) for each in self.languages if each.id in languages)

    def list_all_alternates(self, address: str) -> tuple[Alternate, ...]:
        """Give the pages of an address that every language has."""
        return self.list_alternates(address, [each.id for each in self.languages])

    def make_alternate(self, language: Language, address: str) -> Alternate:
        """Give the page of an address in a language."""
        prefix = urls.make_address(language.path)[:-1] if language.path else ""
        href = urls.make_href(self.frame.base, prefix + address)
        return Alternate(language.tag, find_language_name(language), self.make_url(href), href)

    def make_day_href(self, when: When) -> str:
        """Give the href of a day within its month's page."""
        return self.make_href(urls.make_month_address(when.local[:7])) + f"#{make_day_id(when.local[:10])}"

    def make_brief(self, shown: ShownFields, address: str, picture: str = "") -> Brief:
        """Give what a list of this language shows of an item."""
        place = shown.place
        if place.date is None:
            raise ValueError(address)
        return Brief(
            title=shown.title,
            href=self.make_item_href(address),
            date=place.date,
            lang=self.find_tag(place.lang),
            foreign=place.lang != self.language.id,
            summary=shown.summary,
            column=self.link_column(place.column).name,
            communities=tuple(self.link_entry("communities", each).name for each in shown.communities.list_all()),
            everywhere=shown.communities.everywhere,
            updated=place.updated,
            picture=picture,
            fields=self.list_fields(shown.custom, "lists"),
        )

    def list_fields(self, values: Sequence[CustomValue], place: str) -> tuple[FieldBrief, ...]:
        """Give what pages of this language show in a place of the values of an item's own fields."""
        if not values:
            return ()
        return tuple(make_field_briefs(values, self.fields, self.language, self.find_tag, place))

    def make_item_brief(self, placed: PublicItem) -> Brief:
        """Give what a list of this language shows of an item that is known as a whole."""
        return self.make_brief(select_shown(placed.item), placed.address)


def make_compact_brief(brief: Brief) -> Brief:
    """Give a Brief for where no summary is shown, so that no change of it is felt there."""
    return replace(brief, summary="", column="", updated=None, picture="")


def make_related_brief(brief: Brief) -> Brief:
    """Give a Brief for the page of another item, which shows no fields of the site's own but its own."""
    return replace(make_compact_brief(brief), fields=())


def make_title_brief(brief: Brief) -> Brief:
    """Give a Brief for where no more than title and date are shown."""
    return replace(make_related_brief(brief), communities=(), everywhere=False)


def link_brief(brief: Brief) -> NamedLink:
    """Name the item of a Brief."""
    return NamedLink(brief.title, brief.href, brief.lang)


def find_language_name(language: Language) -> str:
    """Give a language's name in itself, as site.toml or Babel has it."""
    return language.name or find_native_name(language.locale) or language.id


def make_day_id(day: str) -> str:
    """Give the id of a day on its month's page; `site:` is the theme's prefix, which no heading can get."""
    return f"site:{day}"
