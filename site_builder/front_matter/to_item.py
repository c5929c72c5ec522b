"""Front matter as written -> an Item, with a Problem for every value that does not fit; reads no body and no file."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec import Struct

from site_builder import urls
from site_builder.dates import find_end, make_day, parse_written_date
from site_builder.decoding import has_visible_sign
from site_builder.fields import INHERITED_FIELDS
from site_builder.front_matter.custom_fields import CustomFieldReader
from site_builder.front_matter.nested_fields import NestedFieldReader
from site_builder.front_matter.nodes import Field, ScalarNode
from site_builder.front_matter.read import FrontMatter
from site_builder.front_matter.registries import NameResolver, RegisteredNames
from site_builder.front_matter.unknown_fields import note_stray_fields, note_unknown_fields
from site_builder.front_matter.values import FIRST_YEAR, LAST_YEAR, ValueReader, find_place
from site_builder.model import Commitment, CustomValue, Event, Item, RegistryEntry, RegistryName, When
from site_builder.problem import Place, Problem
from site_builder.urls import find_column, make_default_id, slugify_path

NAMED_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
# What divides the date from the rest of a name, the end among it.
NAME_SEPARATORS = frozenset(["", "-", "_", " "])
# What leads out of a folder, or into another.
ELSEWHERE = re.compile(r"[/\\]|\.\.")
LANGUAGE_CODE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


class ItemFrontMatter(Struct, frozen=True):
    """The path of an item below content/, its path without suffix and language, its language, its front matter."""

    path: str
    stem: str
    lang: str
    front_matter: FrontMatter
    original: FrontMatter | None = None


class ValidatedItem(Struct, frozen=True):
    """An Item without its body, the names it used before they were registered, and the Problems met.

    Where title, date or slug is missing or wrong they are empty, and a Problem says so.
    """

    item: Item
    problems: tuple[Problem, ...]
    unregistered: tuple[RegistryEntry, ...] = ()


def validate_item(head: ItemFrontMatter, names: RegisteredNames) -> ValidatedItem:
    """Make an Item of front matter."""
    reader = ItemReader(head, names)
    item = reader.read_item()
    return ValidatedItem(item, tuple(reader.values.problems), tuple(reader.registrar.unregistered))


class ItemReader:
    """Takes the fields of one item apart and notes a Problem for each that is wrong."""

    def __init__(self, head: ItemFrontMatter, names: RegisteredNames) -> None:
        """Read one item against the site's names."""
        self.head = head
        self.names = names
        self.config = names.config
        self.own_fields = head.front_matter.fields.named
        self.fields = self.own_fields
        if head.original is not None:
            shared = head.original.fields.named
            inherited = INHERITED_FIELDS | {each.key for each in self.config.fields}
            self.fields = {name: field for name, field in shared.items() if name in inherited} | self.own_fields
        self.values = ValueReader(names.zone)
        self.registrar = NameResolver(names, self.values)
        self.records = NestedFieldReader(self.values, self.fields.get)
        self.note = self.values.note
        self.heading = self.lang = ""

    def read_item(self) -> Item:
        """Read all fields."""
        note_unknown_fields(self.values, self.own_fields, self.config.fields)
        self.lang, column, self.heading = self.read_language(), find_column(self.head.path), self.read_title()
        slug, day = self.read_slug() or "", self.read_date(column)
        self.values.near = day.day if day else None
        fields = self.fields
        found: dict[str, Any] = {name: read(self, name) for name, read in READERS if name in fields}
        found["communities"], found["everywhere"] = self.read_communities()
        found["custom"] = self.read_custom_fields(column) if self.config.fields else ()
        found["id"] = found.get("id") or make_default_id(self.head.stem)
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

    def find_words_language(self, name: str) -> str:
        """Give the language of the words of a field: the original's where they are the original's."""
        return self.lang if name in self.own_fields or self.head.original is None else self.config.language

    def read_text(self, name: str) -> str:
        """Read a text; empty where there is none."""
        return self.values.read_text(self.fields.get(name), name)

    def read_template(self, name: str) -> str:
        """Read the name of a template, which may be written without its end."""
        written = self.read_text(name).strip()
        return f"{written}.html" if written and "." not in written else written

    def read_texts(self, name: str) -> tuple[str, ...]:
        """Read a list of texts, each once."""
        return self.values.read_texts(self.fields.get(name), name)

    def read_flag(self, name: str) -> bool:
        """Read yes or no."""
        return self.values.read_flag(self.fields.get(name), name)

    def read_number(self, name: str) -> int:
        """Read a whole number."""
        return self.values.read_number(self.fields.get(name), name)

    def read_when(self, name: str) -> When | None:
        """Read a date."""
        return self.values.read_when(self.fields.get(name), name)

    def read_until(self, name: str) -> When | None:
        """Read a date that counts to its end; give the first moment after it."""
        found = self.read_when(name)
        return find_end(found, self.values.zone) if found else None

    def read_registered(self, registry: RegistryName) -> tuple[str, ...]:
        """Read a list of names of a registry as its ids."""
        field = self.fields.get(registry)
        return self.registrar.resolve_names(field.node, registry) if field else ()

    def read_communities(self) -> tuple[tuple[str, ...], bool]:
        """Read the communities; tell whether they are all of the township."""
        field = self.fields.get("communities")
        return self.registrar.resolve_communities(field.node) if field else ((), False)

    def read_events(self, name: str) -> tuple[Event, ...]:
        """Read what takes place."""
        return tuple(self.records.read_events(self.heading, self.find_words_language(name), self.registrar))

    def read_commitments(self, name: str) -> tuple[Commitment, ...]:
        """Read what was promised."""
        return tuple(self.records.read_commitments(self.find_words_language(name)))

    def read_custom_fields(self, column: str) -> tuple[CustomValue, ...]:
        """Read the site's own fields, and note those that are missing, or mean nothing in a column."""
        used_in = "" if urls.find_introduced_column(self.head.path) else column
        note_stray_fields(self.values, self.own_fields, self.config.fields, used_in)
        for each in self.config.fields:
            field = self.fields.get(each.key)
            if each.needed and each.is_used_in(used_in) and self.is_missing(field):
                place = field.place if field else self.make_first_place()
                message, hint = "the {name} is missing", "write {name}: and the value on the same line"
                self.note("error", "required", place, message, hint, name=each.name)
        reader = CustomFieldReader(self.values, self.fields, self.config.fields, self.find_words_language)
        return tuple(reader.read_all(used_in))

    def make_first_place(self) -> Place:
        """Give the Place of what is missing: line 1 (contract, section 2)."""
        return Place(self.head.front_matter.fields.place.path, 1, 1, "---")

    def is_missing(self, field: Field | None) -> bool:
        """Tell whether a field is not there, or empty; what is there but wrong, or may be there, has been noted."""
        if not self.head.front_matter.body:
            return False
        return field is None or (
            isinstance(field.node, ScalarNode) and not field.node.broken and not has_visible_sign(field.node.text)
        )

    def read_title(self) -> str:
        """Read the title, which must be there."""
        field = self.own_fields.get("title")
        text = self.values.read_text(field, "title")
        if not text and self.is_missing(field):
            place = field.place if field else self.make_first_place()
            message, hint = "the {name} is missing", "write {name}: and the words after it"
            self.note("error", "required", place, message, hint, name="title")
        return text

    def read_date(self, column: str) -> When | None:
        """Read `date`, else take it from the file name; an item must have one, a plain page need not."""
        field = self.fields.get("date")
        named = NAMED_DATE.match(self.head.stem.removesuffix("/index").rpartition("/")[2])
        day = find_day(named) if named else None
        if field is not None and not (isinstance(field.node, ScalarNode) and not field.node.text.strip()):
            found = self.values.read_when(field, "date", day)
            if found and named and day and found.local[:10] != day.isoformat():
                self.note_other_name(field, named, day)
            return found
        if named and day:
            return make_day(day, self.values.zone)
        if named:
            message = 'the date "{value}" in the name is not a date'
            hint = "write {field_date}: 2024-01-31, or rename the file"
            self.note("error", "date", self.make_first_place(), message, hint, value=named[0])
            return None
        if column and self.is_missing(field):
            place = field.place if field else self.make_first_place()
            message, hint = (
                "the {name} is missing",
                "write {field_date}: 2024-01-31, or begin the file's name with the date",
            )
            self.note("error", "required", place, message, hint, name="date")
        return None

    def note_other_name(self, field: Field, named: re.Match[str], day: date) -> None:
        """Note a date that is not the one before the file's name, unless its own clock has it on that day."""
        node = field.node if self.own_fields.get("date") is field else None
        if not isinstance(node, ScalarNode) or named.string[named.end() :][:1] not in NAME_SEPARATORS:
            return
        written = parse_written_date(node.text)
        if written is None or (written.year, written.month, written.day) != day.timetuple()[:3]:
            message, hint = (
                'the date is "{value}", but the name of the file says {name}',
                "mend the date, or rename the file",
            )
            self.note("notice", "date", node.place, message, hint, value=node.text, name=day.isoformat())

    def read_language(self) -> str:
        """Read `lang`, else take it from the file name, else the site's."""
        field = self.own_fields.get("lang")
        written = self.values.read_text(field, "lang")
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
        by_tag = self.names.language_ids.get(written.lower(), written)
        if field and written and named and by_tag != named:
            message, hint = '{field_lang} says "{value}", but the file name says "{name}"', "leave out one of the two"
            self.note("error", "lang", field.node.place, message, hint, value=written, name=named)
        return named or by_tag or self.config.language

    def read_slug(self) -> str | None:
        """Read `slug`, else make it of the file's name."""
        introduction = bool(urls.find_introduced_column(self.head.path))
        value = None if introduction else self.values.read_single(self.fields.get("slug"), "slug")
        written = value.text if value else ""
        slug = urls.slugify(written) if value else slugify_path(self.head.stem)
        if urls.is_slug(slug) and not (written and ELSEWHERE.search(written)):
            return slug
        proposal = shorten_slug(slug) or "a-short-name"
        if value is None:
            message, hint = (
                "the name of this file makes no address",
                "write {field_slug}: {slug} in the block at the top",
            )
            self.note("error", "slug", self.make_first_place(), message, hint, slug=proposal)
        else:
            message, hint = 'the {field_slug} "{value}" cannot be part of an address', "write {field_slug}: {slug}"
            self.note("error", "slug", value.place, message, hint, value=written, slug=proposal)
        return None

    def read_aliases(self, name: str) -> tuple[str, ...]:
        """Read former addresses: from the root of the site, inside it."""
        field = self.own_fields.get(name)
        found: list[str] = []
        for value in self.values.read_list(field.node, name) if field else ():
            if urls.is_alias(value.text):
                found.append(value.text)
                continue
            message, hint = '"{value}" is no address of this site', "write it from the root: /old/address/"
            written = ScalarNode(value.text, value.place, value.scalar.quoted)
            self.note("error", "alias", find_place(written, 0), message, hint, value=value.text)
        return tuple(dict.fromkeys(found))


# What reads each field that an item need not have; Problems are noted in this order.
READERS: tuple[tuple[str, Callable[[ItemReader, Any], object]], ...] = (
    ("draft", ItemReader.read_flag),
    ("source", lambda reader, _: reader.records.read_source()),
    ("id", ItemReader.read_text),
    ("updated", ItemReader.read_when),
    ("written", ItemReader.read_when),
    ("expires", ItemReader.read_until),
    ("summary", ItemReader.read_text),
    ("aliases", ItemReader.read_aliases),
    ("pinned_until", ItemReader.read_until),
    ("author", ItemReader.read_text),
    ("reviewers", lambda reader, _: reader.records.read_reviewers()),
    ("image", ItemReader.read_text),
    ("related", ItemReader.read_texts),
    ("attachments", ItemReader.read_texts),
    ("events", ItemReader.read_events),
    ("commitments", ItemReader.read_commitments),
    ("settles", ItemReader.read_texts),
    ("corrections", lambda reader, _: tuple(reader.records.read_corrections())),
    ("withdrawn", lambda reader, _: reader.records.read_withdrawal()),
    ("alert", lambda reader, _: reader.records.read_alert()),
    ("disclosure", lambda reader, _: reader.records.read_disclosure()),
    ("contact", lambda reader, name: reader.records.read_contact(reader.find_words_language(name))),
    ("order", ItemReader.read_number),
    ("template", ItemReader.read_template),
    ("topics", ItemReader.read_registered),
    ("people", ItemReader.read_registered),
)


def find_day(named: re.Match[str]) -> date | None:
    """Give the day that a name begins with; None where there is no such day."""
    try:
        found = date(*map(int, named.groups()))
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def shorten_slug(slug: str) -> str:
    """Cut a slug at a hyphen, so that it is a good one."""
    if len(slug) > urls.LONGEST_SLUG:
        slug = slug[: urls.LONGEST_SLUG].rpartition("-")[0] or slug[: urls.LONGEST_SLUG]
    return slug if slug not in urls.DEVICES else f"{slug}-item"
