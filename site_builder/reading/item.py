"""Front matter as written -> an Item, with a Problem for every value that does not fit; reads no body and no file."""

import re
from datetime import date

from msgspec import Struct

from site_builder import urls
from site_builder.config.spelling import did_you_mean
from site_builder.dates import after, on_day
from site_builder.model import Entry, Item, RegistryName, When
from site_builder.problem import Place, Problem
from site_builder.reading.front_matter import Field, FrontMatter, Listing, Mapping, Node, Scalar
from site_builder.reading.names import ITEM_FIELDS, PARTS
from site_builder.reading.records import Records
from site_builder.reading.registered import Names, Registrar
from site_builder.reading.sources import column_of, plain_id, slug_of
from site_builder.reading.values import Values, spot

# What a translation has in common with its original unless it says otherwise.
SHARED = frozenset(
    """date id slug updated written expires communities topics people source draft pinned_until author reviewers image
    related attachments events commitments settles withdrawn alert
    disclosure""".split()  # noqa: SIM905 - a list of words
)
LANGUAGE_CODE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


class Head(Struct, frozen=True):
    """The path of an item below content/, its path without suffix and language, its language, its front matter."""

    path: str
    stem: str
    lang: str
    written: FrontMatter
    original: FrontMatter | None = None


class Validated(Struct, frozen=True):
    """An Item without its body, the names it used before they were registered, and the Problems met.

    Where title, date or slug is missing or wrong they are empty, and a Problem says so.
    """

    item: Item
    problems: tuple[Problem, ...]
    unregistered: tuple[Entry, ...] = ()


def validate(head: Head, names: Names) -> Validated:
    """Make an Item of front matter."""
    reader = ItemReader(head, names)
    item = reader.item()
    return Validated(item, tuple(reader.values.problems), tuple(reader.registrar.unregistered))


class ItemReader:
    """Takes the fields of one item apart and notes a Problem for each that is wrong."""

    def __init__(self, head: Head, names: Names) -> None:
        """Read one item against the site's names."""
        self.head = head
        self.config = names.config
        self.values = Values(names.zone)
        self.registrar = Registrar(names, self.values)
        self.records = Records(self.values, self.field)
        self.note = self.values.note

    def item(self) -> Item:
        """Read all fields."""
        self.unknown_fields()
        lang, column, title = self.language(), column_of(self.head.path), self.title()
        records = self.records
        return Item(
            path=self.head.path,
            column=column,
            lang=lang,
            slug=self.slug() or "",
            title=title,
            date=self.date_of_item(column),
            body="",
            draft=self.values.flag(self.field("draft"), "draft"),
            source=records.source(),
            id=self.text("id") or plain_id(self.head.stem),
            updated=self.when("updated"),
            written=self.when("written"),
            expires=self.until("expires"),
            summary=self.text("summary"),
            aliases=self.aliases(),
            pinned_until=self.until("pinned_until"),
            author=self.text("author"),
            reviewers=records.reviewers(),
            image=self.text("image"),
            related=self.texts("related"),
            attachments=self.texts("attachments"),
            events=tuple(records.events(title, self.words_language("events", lang), self.registrar)),
            commitments=tuple(records.commitments(self.words_language("commitments", lang))),
            settles=self.texts("settles"),
            corrections=tuple(records.corrections()),
            withdrawn=records.withdrawn(),
            alert=records.alert(),
            disclosure=records.disclosure(),
            communities=self.registered("communities"),
            topics=self.registered("topics"),
            people=self.registered("people"),
        )

    def field(self, name: str) -> Field | None:
        """Give a field as written; a translation has its original's where it has none and the two share it."""
        own = self.head.written.fields.get(name)
        if own is None and self.head.original is not None and name in SHARED:
            return self.head.original.fields.get(name)
        return own

    def words_language(self, name: str, lang: str) -> str:
        """Give the language of the words of a field: the original's where they are the original's."""
        own = self.head.written.fields.get(name) is not None or self.head.original is None
        return lang if own else self.config.language

    def text(self, name: str) -> str:
        """Read a text; empty where there is none."""
        return self.values.text(self.field(name), name)

    def texts(self, name: str) -> tuple[str, ...]:
        """Read a list of texts, each once."""
        return self.values.texts(self.field(name), name)

    def when(self, name: str) -> When | None:
        """Read a date."""
        return self.values.when(self.field(name), name)

    def until(self, name: str) -> When | None:
        """Read a date that counts to its end; give the first moment after it."""
        found = self.when(name)
        return after(found, self.values.zone) if found else None

    def registered(self, registry: RegistryName) -> tuple[str, ...]:
        """Read a list of names of a registry as its ids."""
        field = self.field(registry)
        return self.registrar.ids(field.node, registry) if field else ()

    def first_line(self) -> Place:
        """Give the Place of what is missing: line 1 (contract, section 2)."""
        return Place(self.head.written.fields.place.path, 1, 1, "---")

    def is_missing(self, field: Field | None) -> bool:
        """Tell whether a field is not there, or empty; what is there but wrong, or may be there, has been noted."""
        if not self.head.written.body:
            return False
        return field is None or (isinstance(field.node, Scalar) and not field.node.broken and not field.node.text)

    def unknown_fields(self) -> None:
        """Warn of fields that mean nothing, also within lists of fields."""
        for name, field in self.head.written.fields.fields:
            if name not in ITEM_FIELDS:
                known = tuple(n for one, others in ITEM_FIELDS.items() for n in (one, *others))
                guess = self.values.guess(field.written, known)
                message, hint = 'the field "{name}" is not known and does nothing', did_you_mean(guess)
                self.note("warning", "field", field.place, message, hint, name=field.written, guess=guess)
            elif name in PARTS:
                nodes = field.node.nodes if isinstance(field.node, Listing) else (field.node,)
                for node in nodes:
                    self.unknown_parts(node, PARTS[name])

    def unknown_parts(self, node: Node, known: tuple[str, ...]) -> None:
        """Warn of unknown fields within one entry of a list."""
        for name, field in node.fields if isinstance(node, Mapping) else ():
            if name not in known:
                guess = self.values.guess(field.written, known)
                message, hint = 'the field "{name}" is not known here and does nothing', did_you_mean(guess)
                self.note("warning", "field", field.place, message, hint, name=field.written, guess=guess)

    def title(self) -> str:
        """Read the title, which must be there."""
        field = self.head.written.fields.get("title")
        text = self.values.text(field, "title")
        if not text and self.is_missing(field):
            place = field.place if field else self.first_line()
            message, hint = "the {name} is missing", "write {name}: and the words after it"
            self.note("error", "required", place, message, hint, name="title")
        return text

    def date_of_item(self, column: str) -> When | None:
        """Read `date`, else take it from the file name; an item must have one, a plain page need not."""
        field = self.field("date")
        if field is not None and not (isinstance(field.node, Scalar) and not field.node.text.strip()):
            return self.when("date")
        named = re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", self.head.stem.removesuffix("/index").rpartition("/")[2])
        if named:
            try:
                return on_day(date(*map(int, named.groups())), self.values.zone)
            except (ValueError, OverflowError):
                message = 'the date "{value}" in the name is not a date'
                hint = "write date: 2024-01-31, or rename the file"
                self.note("error", "date", self.first_line(), message, hint, value=named[0])
                return None
        if column and self.is_missing(field):
            place = field.place if field else self.first_line()
            message, hint = "the {name} is missing", "write date: 2024-01-31, or begin the file's name with the date"
            self.note("error", "required", place, message, hint, name="date")
        return None

    def language(self) -> str:
        """Read `lang`, else take it from the file name, else the site's."""
        field = self.head.written.fields.get("lang")
        written = self.values.text(field, "lang")
        named = self.head.lang
        place = field.node.place if field else self.first_line()
        if written and not LANGUAGE_CODE.fullmatch(written):
            self.note("error", "lang", place, '"{value}" is not a language code', "write en or zh-CN", value=written)
            written = ""
        tongue = next((t for t in self.config.languages if written.lower() in {t.id.lower(), t.tag.lower()}), None)
        by_tag = tongue.id if tongue else written
        if written and named and by_tag != named:
            message, hint = 'lang says "{value}", but the file name says "{name}"', "leave out one of the two"
            self.note("error", "lang", place, message, hint, value=written, name=named)
        return named or by_tag or self.config.language

    def slug(self) -> str | None:
        """Read `slug`, else make it of the file's name."""
        value = self.values.single(self.field("slug"), "slug")
        written = value.text if value else ""
        slug = urls.slugify(written) if value else slug_of(self.head.stem)
        if urls.is_slug(slug) and not re.search(r"[/\\]|\.\.", written):
            return slug
        proposal = shortened(slug) or "a-short-name"
        if value is None:
            message, hint = "the name of this file makes no address", "write slug: {slug} in the block at the top"
            self.note("error", "slug", self.first_line(), message, hint, slug=proposal)
        else:
            message, hint = 'the slug "{value}" cannot be part of an address', "write slug: {slug}"
            self.note("error", "slug", value.place, message, hint, value=written, slug=proposal)
        return None

    def aliases(self) -> tuple[str, ...]:
        """Read former addresses: from the root of the site, inside it."""
        field = self.head.written.fields.get("aliases")
        found: list[str] = []
        for value in self.values.listed(field.node, "aliases") if field else ():
            if urls.is_alias(value.text):
                found.append(value.text)
                continue
            message, hint = '"{value}" is no address of this site', "write it from the root: /old/address/"
            self.note("error", "alias", spot(value, 0), message, hint, value=value.text)
        return tuple(dict.fromkeys(found))


def shortened(slug: str) -> str:
    """Cut a slug at a hyphen, so that it is a good one."""
    if len(slug) > urls.LONGEST_SLUG:
        slug = slug[: urls.LONGEST_SLUG].rpartition("-")[0] or slug[: urls.LONGEST_SLUG]
    return slug if slug not in urls.DEVICES else f"{slug}-item"
