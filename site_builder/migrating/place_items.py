"""Where each old page stands on the new site: its file, its slug, the old addresses that lead to it; writes nothing."""

import itertools
import re
import unicodedata
from collections.abc import Collection, Iterable
from urllib.parse import unquote

from msgspec import Struct

from site_builder import urls
from site_builder.migrating.map_fields import MappedItem
from site_builder.migrating.model import Doc, Notes, list_texts

FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f#%]+')
LONGEST = 100


class PlacedItem(Struct, frozen=True):
    """A page with the path of its new file below content/, and the fields that its place gives it."""

    doc: Doc
    path: str
    item: MappedItem
    fields: dict[str, str | list[str]]


class ItemPlacer:
    """Gives places one after another and sees to it that no two are the same."""

    def __init__(
        self, main: str, languages: Collection[str], columns: Iterable[str], files: Iterable[str], notes: Notes
    ) -> None:
        """Place pages of a site whose main language is `main`; the addresses of columns and files are not free."""
        self.main = main
        self.languages = languages
        self.notes = notes
        self.stems: dict[str, str] = {}
        self.used: set[str] = set()
        self.names: set[str] = set()
        self.slugs: set[tuple[str, str, str, str]] = set()
        self.columns = set(columns)
        self.taken: set[str] = set()
        self.folders: set[str] = set()
        for each in files:
            self.reserve(each.casefold(), self.taken)

    def place(self, docs: Iterable[tuple[Doc, MappedItem]]) -> list[PlacedItem]:
        """Place all pages: translations beside their original."""
        docs = list(docs)
        self.columns |= {make_column_name(doc.column) for doc, _ in docs if doc.column}
        ordered = sorted(docs, key=lambda pair: (pair[0].key, pair[0].lang != self.main, pair[0].path))
        placed = [self.place_page(doc, item) for doc, item in ordered]
        own: set[str] = set()
        for each in placed:
            self.reserve(self.make_address(each).casefold(), own)
        seen: set[str] = set()
        firm = [self.add_aliases(each, own, seen) for each in placed]
        return [self.add_possible_addresses(each, own, seen) for each in firm]

    def place_page(self, doc: Doc, item: MappedItem) -> PlacedItem:
        """Place one page."""
        suffix = f".{doc.lang}" if doc.lang in self.languages and doc.lang != self.main else ""
        key = f"{doc.column}\0{doc.key}"
        stem = self.stems.get(key)
        if stem is None or stem + suffix in self.used:
            stem = self.make_stem(doc, item, suffix)
            self.stems[key] = stem
        self.used.add(stem + suffix)
        fields = dict(item.fields)
        if doc.lang and not suffix and doc.lang != self.main:
            fields["lang"] = doc.lang
        written = fields.get("slug")
        slug = (
            written if isinstance(written, str) else urls.slugify_name(stem.removesuffix("/index").rpartition("/")[2])
        )
        good = slug if urls.is_slug(slug) else shorten_slug(slug) or "page"
        if not doc.column and (urls.is_reserved(good, tuple(self.languages)) or good in self.columns):
            good += "-page"
        where = (doc.lang if suffix else "", make_column_name(doc.column), item.year if doc.column else "")
        number, unique = 2, good
        while (*where, unique) in self.slugs:
            unique = f"{good[: urls.LONGEST_SLUG - 5]}-{number}"
            number += 1
        self.slugs.add((*where, unique))
        if unique != slug or "slug" in fields:
            fields["slug"] = unique
        return PlacedItem(doc, f"{stem}{suffix}.md", item, fields)

    def make_stem(self, doc: Doc, item: MappedItem, suffix: str) -> str:
        """Give the path of a new file without its suffix."""
        name = make_safe_name(doc.name)
        if doc.column:
            name = name if re.match(r"\d{4}-\d{1,2}-\d{1,2}(?!\d)", name) else f"{item.day}-{name}"
            start = f"{make_column_name(doc.column)}/{item.year}/{name}"
        else:
            start = name
        stem, number = start, 2
        end = "/index" if doc.own_folder else ""
        while {(stem + end + suffix).casefold(), (stem + suffix).casefold()} & self.names:
            stem = f"{start}-{number}"
            number += 1
        self.names.update({(stem + end + suffix).casefold(), (stem + suffix).casefold()})
        return stem + end

    def make_address(self, placed: PlacedItem) -> str:
        """Give the address that a page will have."""
        doc = placed.doc
        language = doc.lang if doc.lang in self.languages and doc.lang != self.main else ""
        slug = placed.fields.get("slug") or urls.slugify_name(
            re.sub(r"(?:/index)?(?:\.[\w-]+)?\.md$", "", placed.path).rpartition("/")[2]
        )
        parts = (make_column_name(doc.column), placed.item.year) if doc.column else ()
        return urls.make_address(urls.slugify(language) if language else "", *parts, str(slug))

    def add_aliases(self, placed: PlacedItem, own: set[str], seen: set[str]) -> PlacedItem:
        """Give a page the old addresses that lead to it; one that cannot is noted."""
        doc = placed.doc
        asked = [*doc.addresses]
        for name in ("aliases", "redirect_from", "alias", "redirectFrom"):
            named = list_texts(doc.front_matter.fields.get(name, ""))
            asked += [each if each.startswith("/") or "://" in each else "/" + each for each in named]
        kept: list[str] = []
        mine = self.make_address(placed).casefold()
        for written in dict.fromkeys(unicodedata.normalize("NFC", each) for each in asked):
            alias = re.sub(r"/{2,}", "/", re.sub(r"^https?://[^/]+", "", unquote(written)))
            alias = re.sub(r"index\.html?$", "", alias)
            form = urls.make_alias_address(alias).casefold() if alias else "/"
            if form == mine and urls.make_alias_address(alias) != self.make_address(placed):
                message = "the old address {address} differs only in case from the new one"
                self.notes.add_loss("address", doc.path, 1, message, address=written)
            if form == mine or form in {urls.make_alias_address(each).casefold() for each in kept}:
                continue
            if not doc.column and self.is_list_address(form):
                message = "the text of the page {address} stands at {new}; a list of the bulletin is there now"
                self.notes.add_change("address", doc.path, 1, message, address=written, new=self.make_address(placed))
                continue
            if not urls.is_alias(alias):
                message = "the old address {address} cannot be kept: no page here may have such an address"
                self.notes.add_loss("address", doc.path, 1, message, address=written)
                continue
            if self.is_taken(form, own, seen):
                message = "the old address {address} cannot lead here: another page has it"
                self.notes.add_loss("address", doc.path, 1, message, address=written)
                continue
            self.reserve(form, seen)
            kept.append(alias)
        fields = placed.fields | ({"aliases": list(kept)} if kept else {})
        return PlacedItem(doc, placed.path, placed.item, fields)

    def is_taken(self, form: str, own: set[str], seen: set[str]) -> bool:
        """Tell whether something else has an address, or one that is a file's where this needs a folder."""
        above = itertools.accumulate(form.strip("/").split("/")[:-1], lambda one, other: f"{one}/{other}")
        return (
            form in own
            or form in seen
            or form in self.taken
            or self.is_list_address(form)
            or (form[-1] != "/" and form.strip("/") in self.folders)
            or any(f"/{each}" in seen or f"/{each}" in self.taken for each in above)
        )

    def reserve(self, form: str, seen: set[str]) -> None:
        """Remember that an address is taken, and the folders that it needs."""
        seen.add(form)
        parts = form.strip("/").split("/")
        self.folders.update(itertools.accumulate(parts[:-1], lambda one, other: f"{one}/{other}"))
        if form[-1] == "/":
            self.folders.add(form.strip("/"))

    def is_list_address(self, address: str) -> bool:
        """Tell whether an address is one that lists of the bulletin have, or may have, in any language."""
        first, _, rest = address.lstrip("/").partition("/")
        languages = {urls.slugify(each) for each in self.languages if each != self.main}
        return is_list_address(f"/{rest}" if first in languages else address, self.columns)

    def add_possible_addresses(self, placed: PlacedItem, own: set[str], seen: set[str]) -> PlacedItem:
        """Give a page the addresses that it may have had and no other page has."""
        kept = list(placed.fields.get("aliases", ()))
        for alias in (re.sub(r"index\.html?$", "", unquote(each)) for each in placed.doc.possible_addresses):
            form = urls.make_alias_address(alias).casefold()
            if urls.is_alias(alias) and not self.is_taken(form, own, seen):
                self.reserve(form, seen)
                kept.append(alias)
        fields = placed.fields | ({"aliases": kept} if kept else {})
        return PlacedItem(placed.doc, placed.path, placed.item, fields)


def is_list_address(address: str, columns: Collection[str]) -> bool:
    """Tell whether an address is one that lists of the bulletin have, or may have."""
    parts = address.strip("/").split("/")
    years = re.compile(r"\d{4}")
    if address == "/" or parts[0] in urls.FIXED_SEGMENTS:
        return True
    if years.fullmatch(parts[0]) and (len(parts) == 1 or (len(parts) == 2 and re.fullmatch(r"\d\d", parts[1]))):  # noqa: PLR2004
        return True
    return parts[0] in columns and (len(parts) == 1 or (len(parts) == 2 and bool(years.fullmatch(parts[1]))))  # noqa: PLR2004


def make_column_name(section: str) -> str:
    """Give the name of the folder of a column: one that makes a free address."""
    if not section:
        return ""
    name = urls.slugify(section) or "posts"
    return f"{name}-items" if urls.is_reserved(name, ()) or name == "static" or name in urls.DEVICES else name


def make_safe_name(name: str) -> str:
    """Give a name that every system allows."""
    name = FORBIDDEN.sub("-", unicodedata.normalize("NFC", name)).strip(" .-~_")
    name = re.sub(r"\.(?:tmp|bak|md)$", "", name)[:LONGEST].strip(" .-~_")
    return name.replace(".", "-") or "page"


def shorten_slug(slug: str) -> str:
    """Cut a slug at a hyphen, so that it is a good one."""
    if len(slug) > urls.LONGEST_SLUG:
        slug = slug[: urls.LONGEST_SLUG].rpartition("-")[0] or slug[: urls.LONGEST_SLUG]
    return f"{slug}-page" if slug in urls.DEVICES else slug
