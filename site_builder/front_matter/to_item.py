"""Front matter as written -> an Item, with a Problem for every value that does not fit; reads no body and no file."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec import Struct

from site_builder import urls
from site_builder.dates import after, on_day
from site_builder.front_matter.nested_fields import Records
from site_builder.front_matter.read import Field, FrontMatter, Scalar
from site_builder.front_matter.registries import Names, Registrar
from site_builder.front_matter.unknown_fields import note_unknown_fields
from site_builder.front_matter.values import Values, spot
from site_builder.model import Commitment, Entry, Event, Item, RegistryName, When
from site_builder.problem import Place, Problem
from site_builder.urls import column_of, plain_id, slug_of

# What a translation has in common with its original unless it says otherwise.
SHARED = frozenset(
    """date id slug updated written expires communities topics people source draft pinned_until author reviewers image
    related attachments events commitments settles withdrawn alert
    disclosure""".split()  # noqa: SIM905 - a list of words
)
NAMED_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
# What leads out of a folder, or into another.
ELSEWHERE = re.compile(r"[/\\]|\.\.")
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
        self.names = names
        self.config = names.config
        self.own = head.written.fields.named
        self.fields = self.own
        if head.original is not None:
            shared = head.original.fields.named
            self.fields = {name: field for name, field in shared.items() if name in SHARED} | self.own
        self.values = Values(names.zone)
        self.registrar = Registrar(names, self.values)
        self.records = Records(self.values, self.fields.get)
        self.note = self.values.note
        self.heading = self.lang = ""

    def item(self) -> Item:
        """Read all fields."""
        note_unknown_fields(self.values, self.own)
        self.lang, column, self.heading = self.language(), column_of(self.head.path), self.title()
        slug, day = self.slug() or "", self.date_of_item(column)
        fields = self.fields
        found: dict[str, Any] = {name: read(self, name) for name, read in READERS if name in fields}
        found["id"] = found.get("id") or plain_id(self.head.stem)
        return Item(
            path=self.head.path,
            column=column,
            lang=self.lang,
            slug=slug,
            title=self.heading,
            date=day,
            body="",
            **found,
        )

    def words_language(self, name: str) -> str:
        """Give the language of the words of a field: the original's where they are the original's."""
        return self.lang if name in self.own or self.head.original is None else self.config.language

    def text(self, name: str) -> str:
        """Read a text; empty where there is none."""
        return self.values.text(self.fields.get(name), name)

    def texts(self, name: str) -> tuple[str, ...]:
        """Read a list of texts, each once."""
        return self.values.texts(self.fields.get(name), name)

    def flag(self, name: str) -> bool:
        """Read yes or no."""
        return self.values.flag(self.fields.get(name), name)

    def when(self, name: str) -> When | None:
        """Read a date."""
        return self.values.when(self.fields.get(name), name)

    def until(self, name: str) -> When | None:
        """Read a date that counts to its end; give the first moment after it."""
        found = self.when(name)
        return after(found, self.values.zone) if found else None

    def registered(self, registry: RegistryName) -> tuple[str, ...]:
        """Read a list of names of a registry as its ids."""
        field = self.fields.get(registry)
        return self.registrar.ids(field.node, registry) if field else ()

    def events(self, name: str) -> tuple[Event, ...]:
        """Read what takes place."""
        return tuple(self.records.events(self.heading, self.words_language(name), self.registrar))

    def commitments(self, name: str) -> tuple[Commitment, ...]:
        """Read what was promised."""
        return tuple(self.records.commitments(self.words_language(name)))

    def first_line(self) -> Place:
        """Give the Place of what is missing: line 1 (contract, section 2)."""
        return Place(self.head.written.fields.place.path, 1, 1, "---")

    def is_missing(self, field: Field | None) -> bool:
        """Tell whether a field is not there, or empty; what is there but wrong, or may be there, has been noted."""
        if not self.head.written.body:
            return False
        return field is None or (
            isinstance(field.node, Scalar) and not field.node.broken and not field.node.text.strip()
        )

    def title(self) -> str:
        """Read the title, which must be there."""
        field = self.own.get("title")
        text = self.values.text(field, "title")
        if not text and self.is_missing(field):
            place = field.place if field else self.first_line()
            message, hint = "the {name} is missing", "write {name}: and the words after it"
            self.note("error", "required", place, message, hint, name="title")
        return text

    def date_of_item(self, column: str) -> When | None:
        """Read `date`, else take it from the file name; an item must have one, a plain page need not."""
        field = self.fields.get("date")
        if field is not None and not (isinstance(field.node, Scalar) and not field.node.text.strip()):
            return self.when("date")
        named = NAMED_DATE.match(self.head.stem.removesuffix("/index").rpartition("/")[2])
        if named:
            try:
                return on_day(date(*map(int, named.groups())), self.values.zone)
            except (ValueError, OverflowError):
                message = 'the date "{value}" in the name is not a date'
                hint = "write {field_date}: 2024-01-31, or rename the file"
                self.note("error", "date", self.first_line(), message, hint, value=named[0])
                return None
        if column and self.is_missing(field):
            place = field.place if field else self.first_line()
            message, hint = (
                "the {name} is missing",
                "write {field_date}: 2024-01-31, or begin the file's name with the date",
            )
            self.note("error", "required", place, message, hint, name="date")
        return None

    def language(self) -> str:
        """Read `lang`, else take it from the file name, else the site's."""
        field = self.own.get("lang")
        written = self.values.text(field, "lang")
        named = self.head.lang
        if field and written and not LANGUAGE_CODE.fullmatch(written):
            self.note(
                "error",
                "lang",
                field.node.place,
                '"{value}" is not a language code',
                "write en or zh-CN",
                value=written,
            )
            written = ""
        by_tag = self.names.tongues.get(written.lower(), written)
        if field and written and named and by_tag != named:
            message, hint = '{field_lang} says "{value}", but the file name says "{name}"', "leave out one of the two"
            self.note("error", "lang", field.node.place, message, hint, value=written, name=named)
        return named or by_tag or self.config.language

    def slug(self) -> str | None:
        """Read `slug`, else make it of the file's name."""
        value = self.values.single(self.fields.get("slug"), "slug")
        written = value.text if value else ""
        slug = urls.slugify(written) if value else slug_of(self.head.stem)
        if urls.is_slug(slug) and not (written and ELSEWHERE.search(written)):
            return slug
        proposal = shortened(slug) or "a-short-name"
        if value is None:
            message, hint = (
                "the name of this file makes no address",
                "write {field_slug}: {slug} in the block at the top",
            )
            self.note("error", "slug", self.first_line(), message, hint, slug=proposal)
        else:
            message, hint = 'the {field_slug} "{value}" cannot be part of an address', "write {field_slug}: {slug}"
            self.note("error", "slug", value.place, message, hint, value=written, slug=proposal)
        return None

    def aliases(self, name: str) -> tuple[str, ...]:
        """Read former addresses: from the root of the site, inside it."""
        field = self.own.get(name)
        found: list[str] = []
        for value in self.values.listed(field.node, name) if field else ():
            if urls.is_alias(value.text):
                found.append(value.text)
                continue
            message, hint = '"{value}" is no address of this site', "write it from the root: /old/address/"
            written = Scalar(value.text, value.place, value.of.quoted)
            self.note("error", "alias", spot(written, 0), message, hint, value=value.text)
        return tuple(dict.fromkeys(found))


# What reads each field that an item need not have; Problems are noted in this order.
READERS: tuple[tuple[str, Callable[[ItemReader, Any], object]], ...] = (
    ("draft", ItemReader.flag),
    ("source", lambda reader, _: reader.records.source()),
    ("id", ItemReader.text),
    ("updated", ItemReader.when),
    ("written", ItemReader.when),
    ("expires", ItemReader.until),
    ("summary", ItemReader.text),
    ("aliases", ItemReader.aliases),
    ("pinned_until", ItemReader.until),
    ("author", ItemReader.text),
    ("reviewers", lambda reader, _: reader.records.reviewers()),
    ("image", ItemReader.text),
    ("related", ItemReader.texts),
    ("attachments", ItemReader.texts),
    ("events", ItemReader.events),
    ("commitments", ItemReader.commitments),
    ("settles", ItemReader.texts),
    ("corrections", lambda reader, _: tuple(reader.records.corrections())),
    ("withdrawn", lambda reader, _: reader.records.withdrawn()),
    ("alert", lambda reader, _: reader.records.alert()),
    ("disclosure", lambda reader, _: reader.records.disclosure()),
    ("communities", ItemReader.registered),
    ("topics", ItemReader.registered),
    ("people", ItemReader.registered),
)


def shortened(slug: str) -> str:
    """Cut a slug at a hyphen, so that it is a good one."""
    if len(slug) > urls.LONGEST_SLUG:
        slug = slug[: urls.LONGEST_SLUG].rpartition("-")[0] or slug[: urls.LONGEST_SLUG]
    return slug if slug not in urls.DEVICES else f"{slug}-item"
