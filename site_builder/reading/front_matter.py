"""The block at the head of an item -> its fields with their places; knows the YAML that editors write, not what it means.

Values stay text: YAML's own typing would make `14:00` 840 and `no` False.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import frontmatter.default_handlers
import yaml
from msgspec import Struct

from site_builder.problem import Place, Problem, problem
from site_builder.reading.names import CANONICAL, FIELDS

DEEPEST = 12
FULL_WIDTH_COLON = re.compile(
    rf"^(\s*(?:- +)?)({'|'.join(map(re.escape, sorted(FIELDS, key=len, reverse=True)))})\s*：(\s?)"
)
DASHES = re.compile(r"^\s*[-—–－―]{2,}\s*$")


class Scalar(Struct, frozen=True):
    """A text and where it stands."""

    text: str
    place: Place
    quoted: bool = False


class Listing(Struct, frozen=True):
    """A list and where it begins."""

    nodes: tuple["Node", ...]
    place: Place
    flow: bool = False


class Mapping(Struct, frozen=True):
    """Fields by canonical name and where they begin; of a repeated field the first."""

    fields: tuple[tuple[str, "Field"], ...]
    place: Place

    def get(self, name: str) -> "Field | None":
        """Give the field of a canonical name."""
        return next((field for known, field in self.fields if known == name), None)


Node = Scalar | Listing | Mapping


class Field(Struct, frozen=True):
    """A field: its name as written, where, and its value."""

    written: str
    place: Place
    node: Node


class FrontMatter(Struct, frozen=True):
    """The fields of an item; `broken` are those whose value cannot be read; `body` is the offset of the text below."""

    fields: Mapping
    body: int
    problems: tuple[Problem, ...] = ()
    broken: frozenset[str] = frozenset()


class Unreadable(Exception):  # noqa: N818
    """A Problem that ends the reading of one YAML text."""

    def __init__(self, found: Problem, line: int) -> None:
        """Keep the Problem and the line of the text at which reading stopped."""
        super().__init__()
        self.problem = found
        self.line = line


class Handler(frontmatter.default_handlers.YAMLHandler):  # type: ignore[misc]
    """python-frontmatter's YAML handler with its two steps made strict: nothing stripped, nothing dropped, all placed."""

    def split(self, text: str) -> tuple[str, str]:
        """Divide a file in block and body; raises ValueError where the block does not open on line 1 or never closes."""
        opening = re.match(r"---[ \t]*\n", text)
        closing = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE).search(text, opening.end()) if opening else None
        if opening is None or closing is None:
            raise ValueError
        return text[opening.end() : closing.start()], text[closing.end() :]

    def load(self, fm: str, **_: object) -> Iterator[Any]:
        """Give the events of a block: every scalar is text, with its place."""
        return iter(yaml.parse(fm, Loader=yaml.CBaseLoader))


def read_front_matter(text: str, path: str) -> FrontMatter:
    """Read the block of a file; `path` is relative to the site.

    Every mistake is a Problem of rule `yaml`: where the block as a whole cannot be read, each top-level field is read
    by itself, so that one forgotten quotation mark hides no other mistake.
    """
    handler = Handler()
    try:
        block, body = handler.split(text)
    except ValueError:
        return FrontMatter(Mapping((), Place(path)), 0, (no_block(text, path),))
    repaired = repair(block, path)
    reader = BlockReader(handler, path, repaired)
    fields, broken = reader.whole()
    return FrontMatter(fields, len(text) - len(body), (*repaired.notices, *reader.problems), frozenset(broken))


def no_block(text: str, path: str) -> Problem:
    """Say why there is no block: it does not open on line 1, or never closes."""
    lines = text.split("\n")
    first = Place(path, 1, 1, lines[0])
    if not re.match(r"---[ \t]*(?:\n|\Z)", text):
        message = "the file does not begin with a line of three hyphens"
        if DASHES.match(lines[0]):
            return problem("error", "yaml", first, message, "type --- by hand: the program made another sign of it")
        return problem("error", "yaml", first, message, "begin with ---, then title: and date:, then --- again")
    message = "the block that begins here is never closed"
    dashes = next((n for n, line in enumerate(lines[1:], 2) if DASHES.match(line)), 0)
    if dashes:
        return problem("error", "yaml", first, message, "write three hyphens (---) on line {n}, by hand", n=dashes)
    end = next(
        (n for n, line in enumerate(lines[1:], 2) if not re.match(r"[^\s#:：]+\s*[:：]|[ \t]+\S|#|- ", line)),
        len(lines),
    )
    return problem("error", "yaml", first, message, "write --- on a line of its own above line {n}", n=end)


class Repaired(Struct, frozen=True):
    """A block with full-width colons made half-width; `original` are the lines as written."""

    text: str
    original: tuple[str, ...]
    shifts: dict[int, int]
    notices: tuple[Problem, ...]


def repair(block: str, path: str) -> Repaired:
    """Put a half-width colon for a full-width one directly after a known field name, with a notice."""
    original = block.split("\n")
    if "：" not in block:
        return Repaired(block, tuple(original), {}, ())
    lines, shifts, notices = [], {}, []
    for number, line in enumerate(original):
        found = FULL_WIDTH_COLON.match(line)
        if found:
            colon = found.end() - len(found[3]) - 1
            place = Place(path, number + 2, colon + 1, line)
            message = "the full-width colon after {name} was read as a half-width one"
            notices.append(
                problem("notice", "yaml", place, message, "write {name}: with a space after it", name=found[2])
            )
            if not found[3]:
                shifts[number] = colon + 1
            line = line[:colon] + (":" if found[3] else ": ") + line[colon + 1 :]  # noqa: PLW2901
        lines.append(line)
    return Repaired("\n".join(lines), tuple(original), shifts, tuple(notices))


class BlockReader:
    """Reads the YAML events of one block, or of its parts where it cannot be read whole."""

    def __init__(self, handler: Handler, path: str, block: Repaired) -> None:
        """Read a repaired block of a file."""
        self.handler = handler
        self.path = path
        self.block = block
        self.lines = block.text.split("\n")
        self.problems: list[Problem] = []

    def whole(self) -> tuple[Mapping, list[str]]:
        """Read all fields; give them with the names of those that cannot be read."""
        try:
            return self.mapping(self.block.text, 0), []
        except Unreadable:
            self.problems.clear()
            return self.parts()

    def parts(self) -> tuple[Mapping, list[str]]:
        """Read each top-level field by itself."""
        starts = [n for n, line in enumerate(self.lines) if n == 0 or re.match(r"[^\s#\-\]}]", line)]
        fields: dict[str, Field] = {}
        broken: list[str] = []
        for start, end in zip(starts, [*starts[1:], len(self.lines)], strict=True):
            part = "\n".join(self.lines[start:end])
            try:
                found = self.mapping(part, start)
            except Unreadable as reason:
                self.problems.append(reason.problem)
                name = re.match(r"\s*([^\s:：]+)", part)
                broken += [canonical(name[1])] if name else []
                continue
            for known, field in found.fields:
                self.keep(fields, known, field)
        return Mapping(tuple(fields.items()), self.place(0, 0)), broken

    def mapping(self, text: str, first: int) -> Mapping:
        """Read a text that has to be a mapping; `first` is the number of its first line within the block."""
        try:
            events = [
                e for e in self.handler.load(text) if not isinstance(e, yaml.StreamStartEvent | yaml.DocumentStartEvent)
            ]
        except yaml.MarkedYAMLError as error:
            raise self.unreadable(error, text, first) from None
        except yaml.YAMLError:
            raise self.refuse(first, 0, "this cannot be read", "write it as name: value") from None
        stream = iter(events)
        event = next(stream)
        if isinstance(event, yaml.StreamEndEvent):
            return Mapping((), self.place(first, 0))
        if not isinstance(event, yaml.MappingStartEvent):
            line = first + event.start_mark.line
            raise self.refuse(
                line,
                event.start_mark.column,
                "this is no field",
                "write it as name: value, with a space after the colon",
            )
        node = self.node(event, stream, first, 0)
        rest = next(stream)
        following = next(stream)
        if not isinstance(following, yaml.StreamEndEvent):
            mark = (rest if not isinstance(rest, yaml.DocumentEndEvent) else following).start_mark
            raise self.refuse(
                first + mark.line, mark.column, "the block ends here, but fields follow", "remove this line"
            )
        assert isinstance(node, Mapping)
        return node

    def node(self, event: Any, stream: Iterator[Any], first: int, depth: int) -> Node:  # noqa: ANN401
        """Make a node of an event and those that belong to it."""
        line, column = first + event.start_mark.line, event.start_mark.column
        self.refuse_marks(event, line, column)
        if depth > DEEPEST:
            raise self.refuse(
                line, column, "lists and fields lie too deep within one another here", "write fewer levels"
            )
        place = self.place(line, column)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, first, place)
        if isinstance(event, yaml.SequenceStartEvent):
            nodes = []
            while not isinstance(inner := next(stream), yaml.SequenceEndEvent):
                nodes.append(self.node(inner, stream, first, depth + 1))
            return Listing(tuple(nodes), place, bool(event.flow_style))
        fields: dict[str, Field] = {}
        while not isinstance(key := next(stream), yaml.MappingEndEvent):
            name = self.node(key, stream, first, depth + 1)
            if not isinstance(name, Scalar):
                raise self.refuse(
                    line, column, "a name is missing before the colon", "put text with such signs in quotation marks"
                )
            value_event = next(stream)
            value = self.node(value_event, stream, first, depth + 1)
            if isinstance(value, Scalar) and not value.text and not value.quoted:
                self.refuse_cut(first + key.end_mark.line, key.end_mark.column)
            self.keep(fields, canonical(name.text), Field(name.text, name.place, value))
        return Mapping(tuple(fields.items()), place)

    def scalar(self, event: Any, first: int, place: Place) -> Scalar:  # noqa: ANN401
        """Make a scalar; a plain one that a ` #` cuts short is a Problem."""
        quoted = bool(event.style)
        if not quoted and event.value:
            self.refuse_cut(first + event.end_mark.line, event.end_mark.column)
        return Scalar(event.value, place, quoted)

    def refuse_cut(self, line: int, column: int) -> None:
        """Note the Problem of a value whose end YAML takes for a comment."""
        found = re.match(r":?[ \t]+#", self.lines[line][column:]) if line < len(self.lines) else None
        if found:
            place = self.place(line, column + found.end() - 1)
            message = 'everything from here on is left out, because " #" begins a comment'
            self.problems.append(
                problem("error", "yaml", place, message, 'put the whole value in quotation marks: "…"')
            )

    def refuse_marks(self, event: Any, line: int, column: int) -> None:  # noqa: ANN401
        """Refuse anchors, aliases and tags: signs that YAML gives a meaning which no editor means."""
        if isinstance(event, yaml.AliasEvent):
            sign, name = "*", event.anchor
        elif event.anchor is not None:
            sign, name = "&", event.anchor
        elif event.tag is not None:
            sign, name = "!", event.tag
        else:
            return
        message = 'a value cannot begin with {sign}: "{name}" would be a command, not text'
        hint = 'put the whole value in quotation marks: "…"'
        raise Unreadable(problem("error", "yaml", self.place(line, column), message, hint, sign=sign, name=name), line)

    def keep(self, fields: dict[str, Field], known: str, field: Field) -> None:
        """Add a field, or note that there is one of that name."""
        if known in fields:
            message = "the field {name} stands here a second time; the first is on line {line}"
            first = fields[known].place.line
            hint = "keep one of the two"
            self.problems.append(problem("error", "yaml", field.place, message, hint, name=field.written, line=first))
        else:
            fields[known] = field

    def refuse(self, line: int, column: int, message: str, hint: str, **values: object) -> Unreadable:
        """Make the exception for a place of the block."""
        return Unreadable(problem("error", "yaml", self.place(line, column), message, hint, **values), line)

    def unreadable(self, error: yaml.MarkedYAMLError, text: str, first: int) -> Unreadable:
        """Say in an editor's words what YAML cannot read, at the place where it has to be mended."""
        lines = text.split("\n")
        quote = open_quote(lines)
        if quote is not None:
            line, column = quote
            return self.refuse(
                first + line,
                column,
                "this quotation mark is never closed",
                "write {mark} at the end of the value too",
                mark=lines[line][column],
            )
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        line = min(line, len(lines) - 1)
        message, hint = explain(error.problem or "", lines[line])
        return self.refuse(first + line, column, message, hint)

    def place(self, line: int, column: int) -> Place:
        """Give the Place in the file of a line and column (from 0) of the repaired block."""
        line = min(line, len(self.lines) - 1)
        shift = self.block.shifts.get(line)
        column -= 1 if shift is not None and column > shift else 0
        return Place(self.path, line + 2, column + 1, self.block.original[line])


def open_quote(lines: Iterable[str]) -> tuple[int, int] | None:
    """Find the first value that opens a quotation mark and does not close it on its line."""
    for number, line in enumerate(lines):
        found = re.match(r"""\s*(?:- +)?(?:[^\s"':]+:[ \t]+)?(["'])""", line)
        if not found:
            continue
        rest = line[found.end() :]
        rest = re.sub(r"\\.", "", rest) if found[1] == '"' else rest.replace("''", "")
        if found[1] not in rest:
            return number, found.end() - 1
    return None


def explain(reason: str, line: str) -> tuple[str, str]:
    """Put libyaml's reason into an editor's words, with what to write."""
    quote = 'put the whole value in quotation marks: "…"'
    if "mapping values are not allowed" in reason:
        return "there is a second colon in this value", quote
    if "\\t" in reason or "\t" in line[: len(line) - len(line.lstrip())] or "tab" in reason:
        return "there is a tab here where only spaces are allowed", "replace the tab by two spaces"
    if "cannot start any token" in reason:
        return "a value cannot begin with this sign", quote
    if "simple key" in reason or "':'" in reason:
        return "this line is no field", "write it as name: value, with a half-width colon and a space"
    if "flow sequence" in reason or "',' or ']'" in reason:
        return "this list is not closed", "write it as [one, two]; put text that begins with [ in quotation marks"
    if "flow mapping" in reason or "',' or '}'" in reason:
        return "the braces are not closed", quote
    if "escape" in reason:
        return (
            "a backslash within double quotation marks begins a command",
            "write two backslashes, or use single quotation marks",
        )
    if "block end" in reason or "expected" in reason:
        return (
            "this line does not fit the ones above it",
            "begin fields of one level at the same column; put values with quotation marks or brackets in quotation marks",
        )
    return "this line cannot be read", "write it as name: value"


def canonical(written: str) -> str:
    """Give the canonical name of a field; an unknown one as written."""
    return CANONICAL.get(written.strip(), written.strip())
