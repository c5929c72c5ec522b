"""The dated records within an item: events, commitments, corrections and the like; looks at no other item."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from site_builder.dates import find_end, find_span_end
from site_builder.fields import FIELDS_BY_NAME, NESTED_FIELDS
from site_builder.front_matter.field_names import LEVEL_NAMES, STATUS_NAMES
from site_builder.front_matter.nodes import Field, MappingNode, ScalarNode, SequenceNode
from site_builder.front_matter.registries import NameResolver
from site_builder.front_matter.values import ValueReader
from site_builder.model import (
    Alert,
    Commitment,
    Contact,
    Correction,
    Disclosure,
    Event,
    Reference,
    Review,
    When,
    Withdrawal,
)

Words = tuple[str, str]
# An event of more days than this is a slip of a digit: it would stand on every page of its years.
LONGEST_EVENT = 400


class NestedFieldReader:
    """Reads the records of one item; `find_field` gives a field as written, its own or its original's."""

    def __init__(self, values: ValueReader, field: Callable[[str], Field | None]) -> None:
        """Read records; Problems go to `values`."""
        self.values = values
        self.find_field = field

    def read_entries(self, name: str) -> Iterator[MappingNode]:
        """Take the entries of a field."""
        several = FIELDS_BY_NAME[name].kind == "groups"
        return self.values.read_entries(self.find_field(name), name, NESTED_FIELDS[name][0], several=several)

    def read_source(self) -> Reference | None:
        """Read `source`: a text, or name and url."""
        field = self.find_field("source")
        if field is None or not isinstance(field.node, MappingNode):
            text = self.values.read_text(field, "source")
            return Reference(text) if text else None
        url = self.values.read_nested_text(field.node, "url")
        if url and not re.match(r"https?://[^\s/]+", url):
            written = field.node.get("url")
            place = written.node.place if written else field.place
            message = '"{value}" is not a web address'
            self.values.note("error", "form", place, message, "write {field_url}: https://…", value=url)
            url = ""
        name = self.values.read_nested_text(field.node, "name") or url
        return Reference(name, url) if name else None

    def read_reviewers(self) -> tuple[Review, ...]:
        """Read who reviewed an item: entries of name and date, or names alone."""
        field = self.find_field("reviewers")
        if field is None:
            return ()
        if isinstance(field.node, ScalarNode) or (
            isinstance(field.node, SequenceNode) and all(isinstance(n, ScalarNode) for n in field.node.nodes)
        ):
            return tuple(Review(name) for name in self.values.read_texts(field, "reviewers"))
        found = []
        for entry in self.read_entries("reviewers"):
            name = self.values.read_nested_text(entry, "name")
            when = self.values.read_when(entry.get("date"), "date")
            if name:
                found.append(Review(name, when))
            else:
                self.values.note_if_missing(entry, "name", "reviewers")
        return tuple(found)

    def read_events(self, title: str, lang: str, registrar: NameResolver) -> Iterator[Event]:
        """Read what takes place; an event without a title has the item's."""
        for entry in self.read_entries("events"):
            start, last = self.values.read_span(entry.get("date"), "date")
            end = self.values.read_when(entry.get("end"), "end", start.day if start else None) or last
            words = self.values.read_nested_text(entry, "title") or title
            place = self.values.read_nested_text(entry, "place")
            communities = entry.get("communities")
            ids, every = registrar.resolve_communities(communities.node) if communities else ((), False)
            if start is None:
                self.values.note_if_missing(entry, "date", "events")
                continue
            if end and self.has_wrong_end(entry, start, end):
                end = None
            yield Event(start, find_span_end(start, end, self.values.zone), words, lang, end, place, ids, every)

    def has_wrong_end(self, entry: MappingNode, start: When, end: When) -> bool:
        """Note an end before the beginning, or so long after it that a digit must be wrong."""
        field = entry.get("end")
        if field is None:
            return False
        days = (end.day - start.day).days
        timed = end.timed and start.timed
        if days < 0 or (timed and end.epoch < start.epoch):
            message = "this end is before its beginning"
        elif days > LONGEST_EVENT:
            message = "this event lasts over a year"
        else:
            return False
        self.values.note("error", "date", field.node.place, message, "mend one of the two dates")
        return True

    def read_commitments(self, lang: str) -> Iterator[Commitment]:
        """Read what was promised."""
        seen: set[str] = set()
        for entry in self.read_entries("commitments"):
            text, id_ = self.values.read_nested_text(entry, "text"), self.values.read_nested_text(entry, "id")
            owner, evidence = (
                self.values.read_nested_text(entry, "owner"),
                self.values.read_nested_text(entry, "evidence"),
            )
            status, due = self.read_status(entry), self.values.read_when(entry.get("due"), "due")
            if not text:
                self.values.note_if_missing(entry, "text", "commitments")
            field = entry.get("id")
            if not id_ or field is None:
                self.values.note_if_missing(entry, "id", "commitments")
                continue
            if id_ in seen:
                message, hint = 'the commitment "{id}" stands here twice', "give each an id of its own"
                self.values.note("error", "commitment", field.node.place, message, hint, id=id_)
            seen.add(id_)
            if text:
                late = find_end(due, self.values.zone) if due else None
                yield Commitment(id_, text, lang, owner, due, status, evidence, late)

    def read_status(self, entry: MappingNode) -> str:
        """Read where a commitment stands."""
        message = '"{value}" is no status'
        hint = "write open, in progress, done, dropped or not reported"
        return self.read_word(entry, "status", STATUS_NAMES, (message, hint)) or "not reported"

    def read_word(self, entry: MappingNode, name: str, words: Mapping[str, tuple[str, ...]], notes: Words) -> str:
        """Read one of some words, each of which may be written in other ways; "" where none is given.

        `notes` are what to say of any other, and the hint where none is like it.
        """
        value = self.values.read_single(entry.get(name), name)
        if value is None:
            return ""
        word = re.sub(r"[\s_-]+", " ", value.text.strip().lower())
        found = next((each for each, others in words.items() if word == each or word in others), "")
        if not found:
            guess = self.values.guess(word, tuple(words)) or self.values.guess(word, tuple(chain(*words.values())))
            message, hint = notes
            hint = "did you mean {guess}?" if guess else hint
            self.values.note("error", "form", value.place, message, hint, value=value.text, guess=guess)
        return found

    def read_corrections(self) -> Iterator[Correction]:
        """Read what was put right."""
        for entry in self.read_entries("corrections"):
            when, note = self.values.read_when(entry.get("date"), "date"), self.values.read_nested_text(entry, "note")
            if not when:
                self.values.note_if_missing(entry, "date", "corrections")
            if not note:
                self.values.note_if_missing(entry, "note", "corrections")
            if when and note:
                yield Correction(when, note)

    def read_withdrawal(self) -> Withdrawal | None:
        """Read when and why an item was withdrawn."""
        for entry in self.read_entries("withdrawn"):
            when, reason = (
                self.values.read_when(entry.get("date"), "date"),
                self.values.read_nested_text(entry, "reason"),
            )
            if not when:
                self.values.note_if_missing(entry, "date", "withdrawn")
            if not reason:
                self.values.note_if_missing(entry, "reason", "withdrawn")
            if when and reason:
                return Withdrawal(when, reason)
        return None

    def read_alert(self) -> Alert | None:
        """Read a banner."""
        for entry in self.read_entries("alert"):
            until = self.values.read_when(entry.get("until"), "until")
            message, hint = '"{value}" is no level', "write {field_level}: notice, warning or emergency"
            level = self.read_word(entry, "level", LEVEL_NAMES, (message, hint)) or "notice"
            if until:
                return Alert(level, find_end(until, self.values.zone))
            self.values.note_if_missing(entry, "until", "alert")
        return None

    def read_disclosure(self) -> Disclosure | None:
        """Read the record for the catalogue of disclosed information."""
        for entry in self.read_entries("disclosure"):
            return Disclosure(
                **{name: self.values.read_nested_text(entry, name) for name in NESTED_FIELDS["disclosure"]}
            )
        return None

    def read_contact(self, lang: str) -> Contact | None:
        """Read whom to ask: the name of an office, or its parts."""
        field = self.find_field("contact")
        if field is None or not isinstance(field.node, MappingNode):
            name = self.values.read_text(field, "contact")
            return Contact(name, lang=lang) if name else None
        parts = {name: self.values.read_nested_text(field.node, name) for name in NESTED_FIELDS["contact"]}
        return Contact(**parts, lang=lang) if any(parts.values()) else None
