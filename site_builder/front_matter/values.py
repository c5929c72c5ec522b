"""Nodes of front matter -> texts, dates and lists, with a Problem for each that does not fit; knows no field."""

import re
import unicodedata
from collections.abc import Container, Iterator
from datetime import UTC, date
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from site_builder.dates import (
    WrittenDate,
    find_clock_change,
    is_near_clock_change,
    make_when,
    parse_span,
    parse_when,
    parse_written_date,
    parse_written_span,
)
from site_builder.decoding import has_visible_sign
from site_builder.front_matter.field_names import NO, YES
from site_builder.front_matter.missing_years import LEAP_YEAR, find_missing_year, format_with_year
from site_builder.front_matter.nodes import Field, MappingNode, Node, ScalarNode, SequenceNode
from site_builder.mends.mend import Mend, MendableText, replace_value
from site_builder.model import When
from site_builder.problem import FIELDS, Place, Problem, Severity, make_problem
from site_builder.spelling import MOST_GUESSES, find_close_match

SEPARATORS = re.compile("[，、,；;]")
WIDE_COMMA = re.compile("[，、；]")
FIRST_YEAR, LAST_YEAR = 1900, 2199
# The rules whose Problems name fields, and under which keys; a value of theirs may look like such a name.
FIELD_RULES, NAME_KEYS = frozenset(["form", "required"]), ("name", "list", "first")


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
        """Read dates on the site's clock; `near` is the day of the item, from which others may have their year."""
        self.zone = zone
        self.near: date | None = None
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
            return normalize_text(node.text) if has_visible_sign(node.text) else ""
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

    def read_number(self, field: Field | None, name: str) -> int:
        """Read a whole number from 1 on; 0 where there is none."""
        value = self.read_single(field, name)
        if value is None:
            return 0
        if re.fullmatch(r"[1-9][0-9]{0,3}", value.text.strip()):
            return int(value.text)
        message, hint = '{name} is no whole number: "{value}"', "write {name}: 1, or leave the line out"
        self.note("error", "form", value.place, message, hint, name=name, value=value.text)
        return 0

    def read_when(self, field: Field | None, name: str, near: date | None = None) -> When | None:
        """Read a date; one without a year has that of `near`, the item's date where that is not given."""
        value = self.read_single(field, name)
        if value is None:
            return None
        found = parse_when(value.text, self.zone)
        if found is None or not FIRST_YEAR <= int(found.year) <= LAST_YEAR:
            written = None if found else parse_written_date(value.text)
            if not written or written.year:
                self.note_wrong_date(value, name, found)
                return None
            found = self.read_without_year(value, name, (written,), near)[0]
        if found and found.timed and is_near_clock_change(found, self.zone):
            self.note_clock_change(value, parse_written_date(value.text), found)
        return found

    def read_span(self, field: Field | None, name: str) -> tuple[When | None, When | None]:
        """Read a date that may say until when on that day; the end is None where it does not."""
        value = self.read_single(field, name)
        written = parse_written_span(value.text) if value else None
        if value is None or written is None:
            return self.read_when(field, name), None
        if not written[0].year:
            start, end = self.read_without_year(value, name, written)
            return start, end
        span = parse_span(value.text, self.zone)
        if span is None:
            self.note_wrong_date(value, name, None)
            return None, None
        for part, found in zip(written, span, strict=True):
            if is_near_clock_change(found, self.zone):
                self.note_clock_change(value, part, found)
        return span

    def read_without_year(
        self, value: ScalarNode, name: str, written: tuple[WrittenDate, ...], near: date | None = None
    ) -> tuple[When | None, ...]:
        """Read a day, or a span of it, with the year that is meant; None where that is not certain, which is noted."""
        year, nothing = find_missing_year(written[0], near or self.near, name), (None,) * len(written)
        try:
            # A year that has every day tells whether day and time are any.
            found = [make_when(replace(each, year=year.certain or LEAP_YEAR), self.zone) for each in written]
        except ValueError:
            self.note_wrong_date(value, name, None)
            return nothing
        if year.certain:
            return tuple(found)
        example = format_with_year(written[0], year.likely) if year.likely else ""
        message = 'the date "{value}" says no year'
        hint = "write the year too: {example}" if example else "write the year too, as in 2024-01-31"
        self.note("error", "date", find_place(value, 0), message, hint, value=value.text, example=example)
        return nothing

    def note_wrong_date(self, value: ScalarNode, name: str, found: When | None) -> None:
        """Note what is no date, or one of another age."""
        from site_builder.front_matter.dates_in_words import is_range, parse_whole_day

        if parse_span(value.text, self.zone):
            message = '"{value}" is a time from one moment to another, and {name} is one moment'
            hint = "write when it begins; how long something lasts stands in events, in date or in end"
            self.note("error", "date", find_place(value, 0), message, hint, value=value.text, name=name)
            return
        message, meant = 'the date "{value}" is not a date', None if found else parse_whole_day(value.text)
        hint = "did you mean {guess}?" if meant else "write it as 2024-01-31"
        if not meant and is_range(value.text):
            message = '"{value}" is not one day, nor from when to when on one day'
            hint = (
                "write when it begins as 2024-01-31 or 2024-01-31 09:00; for an event, write when it is over into end:"
            )
        self.note("error", "date", find_place(value, 0), message, hint, value=value.text, guess=meant or "")

    def note_clock_change(self, value: ScalarNode, written: WrittenDate | None, found: When) -> None:
        """Note a time that a clock change skips or doubles, and which moment is taken."""
        change = find_clock_change(written, self.zone) if written else ""
        if change == "skipped":
            message = (
                '"{value}": the clocks are put forward over this time, so that it does not exist; {shown} is taken'
            )
            hint, shown = "write a time that exists, such as {shown}", found.local[:16].replace("T", " ")
            self.note("warning", "date", find_place(value, 0), message, hint, value=value.text, shown=shown)
        elif change == "doubled":
            second = found.moment.astimezone(UTC).astimezone(self.zone).replace(fold=1)
            message = '"{value}": the clocks are put back, so that this time comes twice; the first is taken'
            hint, meant = "if the second is meant, write {second}", second.isoformat(timespec="minutes")
            self.note("notice", "date", find_place(value, 0), message, hint, value=value.text, second=meant)

    def read_list(self, node: Node, name: str, whole: Container[str] | None = None) -> Iterator[ListText]:
        """Take the texts of a list: a YAML list, or one text with commas; `，` within brackets is read as a comma.

        In a list of names so are `、` and `；`, but for the names that have these themselves (`whole`).
        """
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
            at = find_comma(value.text, whole) if node.flow and not value.quoted else -1
            if at >= 0:
                message, place = "the full-width comma was read as a half-width one", find_place(value, at)
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
        node = field.node if field else None
        if node and not (isinstance(node, ScalarNode) and not node.broken and not has_visible_sign(node.text)):
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


def find_comma(text: str, whole: Container[str] | None) -> int:
    """Give where the first full-width comma stands that divides texts in brackets; -1 where none does."""
    found = WIDE_COMMA.search(text)
    if found is None or whole is None or text.strip() in whole:
        return text.find("，")
    return found.start()


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
    if not offset and line[:1] in {'"', "'"}:
        return place
    before, signs = list_signs(value)
    wanted = before[min(offset, len(before) - 1)]
    return move_place(*signs[wanted]) if wanted < len(signs) else place


@lru_cache(maxsize=1)
def list_signs(value: ScalarNode) -> tuple[list[int], list[tuple[Place, int]]]:
    """Count the signs other than spaces before each offset into a value; list where each stands in its file."""
    place = value.place
    line = place.source[place.column - 1 :]
    lines = [(place, place.column - 1), *((each, 0) for each in value.rest)]
    if value.quoted and line[:1] in {"|", ">"}:
        lines = lines[1:]
    elif value.quoted:
        lines[0] = (place, place.column)
    signs = [
        (each, column + 1 - each.column)
        for each, start in lines
        for column, character in enumerate(each.source[start:], start)
        if not character.isspace()
    ]
    return [*accumulate((not c.isspace() for c in value.text), initial=0)], signs


def move_place(place: Place, columns: int) -> Place:
    """Give a Place further on in the same line."""
    return Place(place.path, place.line, place.column + columns, place.source)


def find_date_mends(source: MendableText) -> Iterator[Mend]:
    """Find values that are a day, but not written as a date."""
    for each in source.problems:
        if each.rule == "date":
            found = replace_value(source, each, dict(each.values).get("guess", ""))
            if found:
                yield found
