"""Front matter as written -> an Item, with a Problem for every value that does not fit; reads no body and no file."""

import difflib
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar
from zoneinfo import ZoneInfo

from msgspec import Struct

from site_builder import urls
from site_builder.config import Config, close_match, did_you_mean, zone
from site_builder.dates import after, on_day, parse_when
from site_builder.model import (
    REGISTRIES,
    Alert,
    Commitment,
    Correction,
    Disclosure,
    Entry,
    Event,
    Item,
    Reference,
    RegistryName,
    Review,
    When,
    Withdrawal,
)
from site_builder.problem import Place, Problem, Severity, problem
from site_builder.reading.front_matter import Field, FrontMatter, Listing, Mapping, Node, Scalar
from site_builder.reading.names import ITEM_FIELDS, NO, PARTS, STATUS_NAMES, YES
from site_builder.reading.sources import column_of, plain_id, slug_of

T = TypeVar("T")
# What a translation has in common with its original unless it says otherwise.
SHARED = (
    ["date", "id", "slug", "updated", "written", "expires", "communities", "topics", "people", "source", "draft"]
    + ["pinned_until", "author", "reviewers", "image", "related", "attachments", "events", "commitments", "settles"]
    + ["withdrawn", "disclosure"]
)
SEPARATORS = re.compile("[，、,；;]")
# An event of more days than this is a slip of a digit: it would stand on every page of its years.
LONGEST_EVENT = 400
FIRST_YEAR, LAST_YEAR = 1900, 2199


class Head(Struct, frozen=True):
    """The path of an item below content/, its path without suffix and language, its language, its front matter."""

    path: str
    stem: str
    lang: str
    written: FrontMatter
    original: FrontMatter | None = None


class Names(Struct, frozen=True):
    """What an item is read against: the settings, the site's clock, every registered name."""

    config: Config
    zone: ZoneInfo
    registered: dict[tuple[str, str], str]

    @classmethod
    def of(cls, config: Config) -> "Names":
        """Index the registries by id, name and former name."""
        registered: dict[tuple[str, str], str] = {}
        for entry in config.entries:
            for name in (entry.id, *(words for _, words in entry.names), *entry.formerly):
                registered.setdefault((entry.registry, name), entry.id)
        return cls(config, zone(config.time_zone) or ZoneInfo("UTC"), registered)


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
    return Validated(item, tuple(reader.problems), tuple(reader.unregistered))


class ItemReader:
    """Takes the fields of one item apart and notes a Problem for each that is wrong."""

    def __init__(self, head: Head, names: Names) -> None:
        """Read one item against the site's names."""
        self.head = head
        self.names = names
        self.lang = head.lang
        self.problems: list[Problem] = []
        self.unregistered: list[Entry] = []

    def note(self, severity: Severity, rule: str, place: Place, message: str, hint: str = "", **values: object) -> None:
        """Add a Problem."""
        self.problems.append(problem(severity, rule, place, message, hint, **values))

    def item(self) -> Item:
        """Read all fields."""
        self.unknown_fields()
        config = self.names.config
        self.lang = self.language()
        column = column_of(self.head.path)
        title, when, slug = self.required_text("title"), self.date_of_item(column), self.slug()
        draft, source = self.flag("draft"), self.source()
        rest = {
            "id": self.text("id") or plain_id(self.head.stem),
            "updated": self.when("updated"),
            "written": self.when("written"),
            "expires": self.until("expires"),
            "summary": self.text("summary"),
            "aliases": self.aliases(),
            "pinned_until": self.until("pinned_until"),
            "author": self.text("author"),
            "reviewers": self.reviewers(),
            "image": self.text("image"),
            "related": self.texts("related"),
            "attachments": self.texts("attachments"),
            "events": tuple(self.events()),
            "commitments": tuple(self.commitments()),
            "settles": self.texts("settles"),
            "corrections": tuple(self.corrections()),
            "withdrawn": self.withdrawn(),
            "alert": self.alert(),
            "disclosure": self.disclosure(),
            **{name: self.registered(name) for name in REGISTRIES},
        }
        known = config.tongue(self.lang)
        return Item(
            path=self.head.path,
            column=column,
            lang=known.id if known else self.lang,
            slug=slug or "",
            title=title or "",
            date=when,
            body="",
            draft=draft,
            source=source,
            **rest,
        )

    def field(self, name: str) -> Field | None:
        """Give a field as written; a translation has its original's where it has none and the two share it."""
        own = self.head.written.fields.get(name)
        if own is None and self.head.original is not None and name in SHARED and name not in self.head.written.broken:
            return self.head.original.fields.get(name)
        return own

    def is_shared(self, name: str) -> bool:
        """Tell whether a field's words are the original's, in the original's language."""
        return self.head.written.fields.get(name) is None

    def words_language(self, name: str) -> str:
        """Give the language of the words of a field."""
        return self.names.config.language if self.is_shared(name) and self.head.original is not None else self.lang

    def first_line(self) -> Place:
        """Give the Place of what is missing: line 1 (contract, section 2)."""
        return Place(self.head.written.fields.place.path, 1, 1, "---")

    def unknown_fields(self) -> None:
        """Warn of fields that mean nothing, also within lists of fields."""
        for name, field in self.head.written.fields.fields:
            if name not in ITEM_FIELDS:
                guess = close_match(
                    field.written, [n for known, others in ITEM_FIELDS.items() for n in (known, *others)]
                )
                message = 'the field "{name}" is not known and does nothing'
                self.note(
                    "warning", "field", field.place, message, did_you_mean(guess), name=field.written, guess=guess
                )
            elif name in PARTS:
                nodes = field.node.nodes if isinstance(field.node, Listing) else (field.node,)
                for node in nodes:
                    self.unknown_parts(node, PARTS[name])

    def unknown_parts(self, node: Node, known: tuple[str, ...]) -> None:
        """Warn of unknown fields within one entry of a list."""
        for name, field in node.fields if isinstance(node, Mapping) else ():
            if name not in known:
                guess = close_match(field.written, list(known))
                message = 'the field "{name}" is not known here and does nothing'
                self.note(
                    "warning", "field", field.place, message, did_you_mean(guess), name=field.written, guess=guess
                )

    def required_text(self, name: str) -> str | None:
        """Read a text that must be there."""
        text = self.text(name)
        if text:
            return text
        if name not in self.head.written.broken:
            field = self.field(name)
            place = field.place if field else self.first_line()
            self.note(
                "error", "required", place, "the {name} is missing", "write {name}: and the words after it", name=name
            )
        return None

    def scalar(self, node: Node | None, name: str) -> Scalar | None:
        """Take a single value; an empty one is none, a list or fields in its place are a Problem."""
        if node is None or (isinstance(node, Scalar) and not node.text.strip()):
            return None
        if not isinstance(node, Scalar):
            message = "{name} is a single value, but a list or fields stand here"
            self.note("error", "form", node.place, message, "write {name}: and the value on the same line", name=name)
            return None
        return node

    def text(self, name: str) -> str:
        """Read a text; empty where there is none."""
        field = self.field(name)
        value = self.scalar(field.node if field else None, name)
        return squeeze(value.text) if value else ""

    def part(self, entry: Mapping, name: str) -> str:
        """Read a text of an entry."""
        field = entry.get(name)
        value = self.scalar(field.node if field else None, name)
        return squeeze(value.text) if value else ""

    def flag(self, name: str) -> bool:
        """Read yes or no."""
        field = self.field(name)
        value = self.scalar(field.node if field else None, name)
        if value is None:
            return False
        word = value.text.strip().lower()
        if word not in YES | NO:
            message = '{name} is neither true nor false: "{value}"'
            self.note(
                "error",
                "form",
                value.place,
                message,
                "write {name}: true, or leave the line out",
                name=name,
                value=value.text,
            )
        return word not in NO

    def read_when(self, node: Node | None, name: str) -> When | None:
        """Read a date from a node."""
        value = self.scalar(node, name)
        if value is None:
            return None
        found = parse_when(value.text, self.names.zone)
        if found is None or not FIRST_YEAR <= int(found.year) <= LAST_YEAR:
            self.note(
                "error",
                "date",
                value.place,
                'the date "{value}" is not a date',
                "write it as 2024-01-31",
                value=value.text,
            )
            return None
        return found

    def when(self, name: str) -> When | None:
        """Read a date."""
        field = self.field(name)
        return self.read_when(field.node if field else None, name)

    def until(self, name: str) -> When | None:
        """Read a date that counts to its end; give the first moment after it."""
        found = self.when(name)
        return after(found, self.names.zone) if found else None

    def part_when(self, entry: Mapping, name: str) -> When | None:
        """Read a date of an entry."""
        field = entry.get(name)
        return self.read_when(field.node if field else None, name)

    def date_of_item(self, column: str) -> When | None:
        """Read `date`, else take it from the file name; an item must have one, a plain page need not."""
        field = self.field("date")
        if field is not None and self.scalar(field.node, "date") is not None:
            return self.when("date")
        if field is not None and not isinstance(field.node, Scalar):
            return None
        named = re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})", self.head.stem.removesuffix("/index").rpartition("/")[2])
        if named:
            try:
                return on_day(date(*map(int, named.groups())), self.names.zone)
            except ValueError:
                message, hint = (
                    'the date "{value}" in the name is not a date',
                    "write date: 2024-01-31, or rename the file",
                )
                self.note("error", "date", self.first_line(), message, hint, value=named[0])
                return None
        if column and "date" not in self.head.written.broken:
            place = field.place if field else self.first_line()
            message, hint = "the {name} is missing", "write date: 2024-01-31, or begin the file's name with the date"
            self.note("error", "required", place, message, hint, name="date")
        return None

    def language(self) -> str:
        """Read `lang`, else take it from the file name, else the site's."""
        written = self.text("lang")
        config = self.names.config
        if (
            written
            and self.head.lang
            and written not in {self.head.lang, getattr(config.tongue(self.head.lang), "tag", "")}
        ):
            field = self.head.written.fields.get("lang")
            message = 'lang says "{value}", but the file name says "{name}"'
            place = field.node.place if field else self.first_line()
            self.note("error", "lang", place, message, "leave out one of the two", value=written, name=self.head.lang)
        if written and not re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", written):
            field = self.head.written.fields.get("lang")
            place = field.node.place if field else self.first_line()
            message = '"{value}" is not a language code'
            self.note("error", "lang", place, message, "write en or zh-CN", value=written)
            written = ""
        by_tag = next((each.id for each in config.languages if written in {each.id, each.tag}), written)
        return self.head.lang or by_tag or config.language

    def slug(self) -> str | None:
        """Read `slug`, else make it of the file's name."""
        field = self.field("slug")
        value = self.scalar(field.node if field else None, "slug")
        if value is None:
            slug = slug_of(self.head.stem)
            if urls.is_slug(slug):
                return slug
            message = "the name of this file makes no address"
            hint = "write slug: {slug} in the block at the top"
            self.note("error", "slug", self.first_line(), message, hint, slug=shortened(slug) or "a-short-name")
            return None
        slug = urls.slugify(value.text)
        if re.search(r"[/\\]|\.\.", value.text) or not urls.is_slug(slug):
            message = 'the slug "{value}" cannot be part of an address'
            hint = "write slug: {slug}"
            self.note(
                "error", "slug", value.place, message, hint, value=value.text, slug=shortened(slug) or "a-short-name"
            )
            return None
        return slug

    def values(self, node: Node, name: str) -> Iterator[Scalar]:
        """Take the texts of a list: a YAML list, or one text with commas; `，` within a list is read as a comma."""
        if isinstance(node, Scalar):
            yield from divided(node)
            return
        if isinstance(node, Mapping):
            message = "{name} is a list of texts, but fields stand here"
            self.note("error", "form", node.place, message, "write {name}: [one, two]", name=name)
            return
        for each in node.nodes:
            value = self.scalar(each, name)
            if value is None:
                continue
            if node.flow and not value.quoted and "，" in value.text:
                message = "the full-width comma was read as a half-width one"
                place = moved(value.place, value.text.index("，"))
                self.note("notice", "yaml", place, message, "write [one, two] with half-width commas")
                yield from divided(value)
            else:
                yield Scalar(squeeze(value.text), value.place, value.quoted)

    def texts(self, name: str) -> tuple[str, ...]:
        """Read a list of texts, each once."""
        field = self.field(name)
        return tuple(dict.fromkeys(v.text for v in self.values(field.node, name))) if field else ()

    def registered(self, registry: RegistryName) -> tuple[str, ...]:
        """Read a list of names of a registry as its ids."""
        field = self.field(registry)
        return self.ids(field.node, registry) if field else ()

    def ids(self, node: Node, registry: RegistryName) -> tuple[str, ...]:
        """Turn names into ids: an id, a name or a former name; in an open registry any name."""
        found: list[str] = []
        for value in self.values(node, registry):
            id_ = self.names.registered.get((registry, value.text))
            if id_ is None and registry in self.names.config.open_registries:
                id_ = self.new_entry(registry, value)
            elif id_ is None:
                known = [name for kind, name in self.names.registered if kind == registry]
                guess = nearest_name(value.text, known)
                message = '"{value}" is not in content/{registry}.toml'
                hint = "did you mean {guess}?" if guess else "add it there, or write a name that stands there"
                self.note(
                    "error", "registry", value.place, message, hint, value=value.text, registry=registry, guess=guess
                )
            if id_:
                found.append(id_)
        return tuple(dict.fromkeys(found))

    def new_entry(self, registry: RegistryName, value: Scalar) -> str | None:
        """Use a name before it is registered: its slug is its id."""
        id_ = urls.slugify(value.text)
        if not urls.is_slug(id_):
            message = '"{value}" makes no address'
            hint = 'register it in content/{registry}.toml: [a-short-id] and name = "{value}"'
            self.note("error", "registry", value.place, message, hint, value=value.text, registry=registry)
            return None
        known = next((e.id for e in self.names.config.entries if e.registry == registry and e.id == id_), None)
        if known is None:
            self.unregistered.append(Entry(registry=registry, id=id_, names=(("", value.text),)))
        return id_

    def source(self) -> Reference | None:
        """Read `source`: a text, or name and url."""
        field = self.field("source")
        if field is None or not isinstance(field.node, Mapping):
            text = self.text("source")
            return Reference(text) if text else None
        url_field = field.node.get("url")
        url = self.part(field.node, "url")
        if url and not re.match(r"https?://[^\s/]+", url):
            place = url_field.node.place if url_field else field.place
            self.note("error", "form", place, '"{value}" is not a web address', "write url: https://…", value=url)
            url = ""
        name = self.part(field.node, "name") or url
        return Reference(name, url) if name else None

    def entries(self, name: str) -> Iterator[Mapping]:
        """Take the entries of a list of fields; one entry alone is a list of one."""
        field = self.field(name)
        if field is None or (isinstance(field.node, Scalar) and not field.node.text):
            return
        for node in field.node.nodes if isinstance(field.node, Listing) else (field.node,):
            if isinstance(node, Mapping):
                yield node
            else:
                message = "each entry of {name} has fields of its own"
                self.note(
                    "error",
                    "form",
                    node.place,
                    message,
                    "write - {first}: … below {name}:",
                    name=name,
                    first=PARTS[name][0],
                )

    def needed(self, entry: Mapping, field: str, name: str, value: T | None) -> T | None:
        """Note a Problem where an entry lacks a field; one that is there but wrong has been noted."""
        if not value and (entry.get(field) is None or not self.part(entry, field)):
            message, hint = "this entry of {list} has no {name}", "write {name}: and its value"
            self.note("error", "required", entry.place, message, hint, list=name, name=field)
        return value or None

    def reviewers(self) -> tuple[Review, ...]:
        """Read who reviewed an item: entries of name and date, or names alone."""
        field = self.field("reviewers")
        if field is None:
            return ()
        if isinstance(field.node, Scalar) or (
            isinstance(field.node, Listing) and all(isinstance(n, Scalar) for n in field.node.nodes)
        ):
            return tuple(Review(name) for name in self.texts("reviewers"))
        return tuple(
            Review(name, self.part_when(entry, "date"))
            for entry in self.entries("reviewers")
            if (name := self.needed(entry, "name", "reviewers", self.part(entry, "name")))
        )

    def events(self) -> Iterator[Event]:
        """Read what takes place."""
        for entry in self.entries("events"):
            start = self.needed(entry, "date", "events", self.part_when(entry, "date"))
            end = self.part_when(entry, "end")
            title = self.part(entry, "title") or self.text("title")
            communities = entry.get("communities")
            ids = self.ids(communities.node, "communities") if communities else ()
            if start is None:
                continue
            field = entry.get("end")
            if end and field and (end.epoch < start.epoch or (end.day - start.day).days > LONGEST_EVENT):
                message = (
                    "this end is before its beginning" if end.epoch < start.epoch else "this event lasts over a year"
                )
                self.note("error", "date", field.node.place, message, "mend one of the two dates")
                end = None
            place = self.part(entry, "place")
            yield Event(start, title, self.words_language("events"), end, place, ids)

    def commitments(self) -> Iterator[Commitment]:
        """Read what was promised."""
        seen: set[str] = set()
        for entry in self.entries("commitments"):
            text = self.needed(entry, "text", "commitments", self.part(entry, "text"))
            id_ = self.needed(entry, "id", "commitments", self.part(entry, "id"))
            status = self.status(entry)
            due = self.part_when(entry, "due")
            if text is None or id_ is None:
                continue
            if id_ in seen:
                field = entry.get("id")
                place = field.node.place if field else entry.place
                self.note(
                    "error",
                    "commitment",
                    place,
                    'the commitment "{id}" stands here twice',
                    "give each an id of its own",
                    id=id_,
                )
            seen.add(id_)
            owner, evidence = self.part(entry, "owner"), self.part(entry, "evidence")
            yield Commitment(id_, text, self.words_language("commitments"), owner, due, status, evidence)

    def status(self, entry: Mapping) -> str:
        """Read where a commitment stands."""
        field = entry.get("status")
        value = self.scalar(field.node if field else None, "status")
        if value is None:
            return "not reported"
        word = value.text.strip().lower()
        found = next((name for name, others in STATUS_NAMES.items() if word == name or word in others), None)
        if found is None:
            guess = close_match(word, list(STATUS_NAMES))
            message = '"{value}" is no status'
            hint = "did you mean {guess}?" if guess else "write open, in progress, done, dropped or not reported"
            self.note("error", "form", value.place, message, hint, value=value.text, guess=guess)
        return found or "not reported"

    def corrections(self) -> Iterator[Correction]:
        """Read what was put right."""
        for entry in self.entries("corrections"):
            when = self.needed(entry, "date", "corrections", self.part_when(entry, "date"))
            note = self.needed(entry, "note", "corrections", self.part(entry, "note"))
            if when and note:
                yield Correction(when, note)

    def withdrawn(self) -> Withdrawal | None:
        """Read when and why an item was withdrawn."""
        for entry in self.entries("withdrawn"):
            when = self.needed(entry, "date", "withdrawn", self.part_when(entry, "date"))
            reason = self.needed(entry, "reason", "withdrawn", self.part(entry, "reason"))
            if when and reason:
                return Withdrawal(when, reason)
        return None

    def alert(self) -> Alert | None:
        """Read a banner."""
        for entry in self.entries("alert"):
            until = self.needed(entry, "until", "alert", self.part_when(entry, "until"))
            level = self.part(entry, "level").lower() or "notice"
            if not re.fullmatch(r"[a-z][a-z-]*|[\u4e00-\u9fff]+", level):
                self.note("error", "form", entry.place, '"{value}" is no level', "write level: warning", value=level)
                level = "notice"
            if until:
                return Alert(level, after(until, self.names.zone))
        return None

    def disclosure(self) -> Disclosure | None:
        """Read the record for the catalogue of disclosed information."""
        for entry in self.entries("disclosure"):
            return Disclosure(**{name: self.part(entry, name) for name in PARTS["disclosure"]})
        return None

    def aliases(self) -> tuple[str, ...]:
        """Read former addresses: from the root of the site, inside it."""
        field = self.head.written.fields.get("aliases")
        found: list[str] = []
        for value in self.values(field.node, "aliases") if field else ():
            if urls.is_alias(value.text):
                found.append(value.text)
            else:
                message = '"{value}" is no address of this site'
                self.note(
                    "error", "alias", value.place, message, "write it from the root: /old/address/", value=value.text
                )
        return tuple(dict.fromkeys(found))


def squeeze(text: str) -> str:
    """Fold white space to single spaces."""
    return " ".join(text.split())


def divided(value: Scalar) -> Iterator[Scalar]:
    """Divide a text at its commas, half- or full-width; each part keeps its place."""
    start = 0
    for part in SEPARATORS.split(value.text):
        text = squeeze(part)
        if text:
            yield Scalar(text, moved(value.place, start + len(part) - len(part.lstrip())), value.quoted)
        start += len(part) + 1


def moved(place: Place, columns: int) -> Place:
    """Give a Place further on in the same line."""
    return Place(place.path, place.line, place.column + columns, place.source)


def shortened(slug: str) -> str:
    """Cut a slug at a hyphen, so that it is a good one."""
    if len(slug) > urls.LONGEST_SLUG:
        slug = slug[: urls.LONGEST_SLUG].rpartition("-")[0] or slug[: urls.LONGEST_SLUG]
    return slug if slug not in urls.DEVICES else f"{slug}-item"


def nearest_name(name: str, known: Iterable[str]) -> str:
    """Find the registered name that a misspelt one means, in Latin or Han letters."""
    near = difflib.get_close_matches(name, list(known), 1, 0.5)
    return near[0] if near else close_match(name, list(known))
