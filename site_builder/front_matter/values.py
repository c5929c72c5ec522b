"""Nodes of front matter -> texts, dates and lists, with a Problem for each that does not fit; knows no field."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec import Struct

from site_builder.dates import parse_when
from site_builder.front_matter.field_names import NO, YES
from site_builder.front_matter.nodes import Field, MappingNode, Node, ScalarNode, SequenceNode
from site_builder.model import When
from site_builder.problem import FIELDS, Place, Problem, Severity, make_problem
from site_builder.spelling import find_close_match

SEPARATORS = re.compile("[，、,；;]")
FIRST_YEAR, LAST_YEAR = 1900, 2199
# The rules whose Problems name fields, and under which keys; a value of theirs may look like such a name.
FIELD_RULES, NAME_KEYS = frozenset(["form", "required"]), ("name", "list", "first")
# So many misspelt names of one item get a "did you mean".
MOST_GUESSES = 50


class ListText(Struct, frozen=True):
    """A text of a list, and where it begins within the value it was taken out of."""

    text: str
    scalar: ScalarNode
    offset: int = 0

    @property
    def place(self) -> Place:
        """Where it stands; looking for that costs more than reading it, and few are asked."""
        return find_place(self.scalar, self.offset)


class ValueReader:
    """Takes values out of the nodes of one item and collects the Problems."""

    def __init__(self, zone: ZoneInfo) -> None:
        """Read dates on the site's clock."""
        self.zone = zone
        self.problems: list[Problem] = []
        self.guesses = 0

    def note(self, severity: Severity, rule: str, place: Place, message: str, hint: str = "", **values: object) -> None:
        """Add a Problem, and which of its values are names of fields."""
        named = " ".join(key for key in NAME_KEYS if key in values) if rule in FIELD_RULES else ""
        if named:
            values[FIELDS] = named
        self.problems.append(make_problem(severity, rule, place, message, hint, **values))

    def guess(self, word: str, known: tuple[str, ...], least: float = 0.6) -> str:
        """Find what a misspelt name means; only for the first of very many."""
        self.guesses += 1
        return find_match(word, known, least) if self.guesses <= MOST_GUESSES else ""

    def read_single(self, field: Field | None, name: str) -> ScalarNode | None:
        """Take the single value of a field; an empty one is none, a list or fields in its place are a Problem."""
        return self.read_scalar(field.node, name) if field else None

    def read_scalar(self, node: Node, name: str) -> ScalarNode | None:
        """Take a single value from a node."""
        if isinstance(node, ScalarNode):
            return node if node.text.strip() else None
        message = "{name} is a single value, but a list or fields stand here"
        hint = "write {name}: and the value on the same line; put text that begins with [ or {{ in quotation marks"
        self.note("error", "form", node.place, message, hint, name=name)
        return None

    def read_text(self, field: Field | None, name: str) -> str:
        """Read a text; empty where there is none."""
        if field is None:
            return ""
        node = field.node
        if isinstance(node, ScalarNode):
            return normalize_text(node.text)
        self.read_scalar(node, name)
        return ""

    def read_nested_text(self, entry: MappingNode, name: str) -> str:
        """Read a text of an entry."""
        return self.read_text(entry.get(name), name)

    def read_flag(self, field: Field | None, name: str) -> bool:
        """Read yes or no."""
        value = self.read_single(field, name)
        if value is None:
            return False
        word = value.text.strip().lower()
        if word not in YES | NO:
            message, hint = '{name} is neither true nor false: "{value}"', "write {name}: true, or leave the line out"
            self.note("error", "form", value.place, message, hint, name=name, value=value.text)
        return word not in NO

    def read_when(self, field: Field | None, name: str) -> When | None:
        """Read a date."""
        value = self.read_single(field, name)
        if value is None:
            return None
        found = parse_when(value.text, self.zone)
        if found is None or not FIRST_YEAR <= int(found.year) <= LAST_YEAR:
            from site_builder.front_matter.dates_in_words import parse_day

            message, meant = 'the date "{value}" is not a date', None if found else parse_day(value.text)
            hint = "did you mean {guess}?" if meant else "write it as 2024-01-31"
            self.note("error", "date", find_place(value, 0), message, hint, value=value.text, guess=meant or "")
            return None
        return found

    def read_list(self, node: Node, name: str) -> Iterator[ListText]:
        """Take the texts of a list: a YAML list, or one text with commas; `，` within brackets is read as a comma."""
        if isinstance(node, ScalarNode):
            yield from split_list(node)
            return
        if isinstance(node, MappingNode):
            message = "{name} is a list of texts, but fields stand here"
            self.note("error", "form", node.place, message, "write {name}: [one, two]", name=name)
            return
        for each in node.nodes:
            value = self.read_scalar(each, name)
            if value is None:
                continue
            if node.flow and not value.quoted and "，" in value.text:
                message = "the full-width comma was read as a half-width one"
                place = find_place(value, value.text.index("，"))
                self.note("notice", "yaml", place, message, "write [one, two] with half-width commas")
                yield from split_list(value)
            else:
                yield ListText(normalize_text(value.text), value)

    def read_texts(self, field: Field | None, name: str) -> tuple[str, ...]:
        """Read a list of texts, each once."""
        return tuple(dict.fromkeys(v.text for v in self.read_list(field.node, name))) if field else ()

    def read_entries(
        self, field: Field | None, name: str, first: str, *, several: bool = True
    ) -> Iterator[MappingNode]:
        """Take the entries of a list of fields, the first of which is `first`; one entry alone is a list of one."""
        if field is None or (isinstance(field.node, ScalarNode) and not field.node.text.strip()):
            return
        for node in field.node.nodes if isinstance(field.node, SequenceNode) else (field.node,):
            if isinstance(node, MappingNode):
                yield node
            elif isinstance(node, SequenceNode) or not node.broken:
                message, hint = "{name} has fields of its own", "write {first}: … below {name}:, two spaces further in"
                if several:
                    message, hint = "each entry of {name} has fields of its own", "write - {first}: … below {name}:"
                self.note("error", "form", node.place, message, hint, name=name, first=first)

    def note_if_missing(self, entry: MappingNode, name: str, entries: str) -> bool:
        """Tell whether an entry lacks a field, and note it; one that is there but wrong has been noted."""
        field = entry.get(name)
        if field and not (isinstance(field.node, ScalarNode) and not field.node.text.strip() and not field.node.broken):
            return False
        place = field.place if field else entry.place
        message, hint = "this entry of {list} has no {name}", "write {name}: and its value"
        self.note("error", "required", place, message, hint, list=entries, name=name)
        return True


@lru_cache(maxsize=1024)
def find_match(word: str, known: tuple[str, ...], least: float) -> str:
    """Find the known word that a misspelt one means; the same slip stands in many items, and takes 0.1 ms to judge."""
    return find_close_match(word, known, least)


def normalize_text(text: str) -> str:
    """Fold white space to single spaces, and compose accents (NFC): what looks alike is alike."""
    folded = " ".join(text.split())
    return folded if folded.isascii() else unicodedata.normalize("NFC", folded)


def split_list(value: ScalarNode) -> Iterator[ListText]:
    """Divide a text at its commas, half- or full-width; each part keeps its place and loses quotation marks."""
    start = 0
    for part in SEPARATORS.split(value.text):
        text = normalize_text(part)
        marks = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
        if text:
            yield ListText(text[1:-1].strip() if marks else text, value, start + len(part) - len(part.lstrip()))
        start += len(part) + 1


def find_place(value: ScalarNode, offset: int) -> Place:
    """Give the Place of an offset into a value, also where the value goes over several lines or stands in quotes."""
    place = value.place
    line = place.source[place.column - 1 :]
    if not value.rest and not value.quoted:
        return move_place(place, offset)
    lines = [(place, place.column - 1), *((each, 0) for each in value.rest)]
    if value.quoted and line[:1] in {"|", ">"}:
        lines = lines[1:]
    elif value.quoted:
        lines[0] = (place, place.column)
    if not offset and line[:1] in {'"', "'"}:
        return place
    wanted = sum(not c.isspace() for c in value.text[:offset])
    for each, start in lines:
        for column, character in enumerate(each.source[start:], start):
            if character.isspace():
                continue
            if not wanted:
                return move_place(each, column + 1 - each.column)
            wanted -= 1
    return place


def move_place(place: Place, columns: int) -> Place:
    """Give a Place further on in the same line."""
    return Place(place.path, place.line, place.column + columns, place.source)
