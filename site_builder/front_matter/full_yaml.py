"""A block that is more than simple lines -> its fields, read by libyaml through python-frontmatter's handler.

It decides nothing about what a field means.
"""

import re
from collections.abc import Iterator
from typing import Any

import frontmatter.default_handlers
import yaml
from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent

from site_builder.front_matter.field_names import CANONICAL, canonical
from site_builder.front_matter.nodes import Field, Listing, Mapping, Node, Scalar, keep
from site_builder.front_matter.split import UNREAD, Block, split, without_value
from site_builder.front_matter.yaml_messages import explain, space
from site_builder.problem import Place, Problem, problem

DEEPEST = 12
# So many brackets in one another are a slip; libyaml's work grows with their square.
MOST_BRACKETS = 500
# So many mistakes of one field are shown one by one.
MOST_REPAIRS = 50


class Handler(frontmatter.default_handlers.YAMLHandler):
    """python-frontmatter's YAML handler with its two steps made strict: nothing stripped, nothing dropped."""

    def split(self, text: str) -> tuple[str, str]:
        """Divide a file in block and body; raises ValueError where it is in doubt where the block opens or ends."""
        return split(text)

    def load(self, fm: str, **_: object) -> Iterator[Any]:  # type: ignore[override]
        """Give the events of a block: every scalar is text, with its place."""
        return iter(yaml.CBaseLoader(fm).get_event, None)


HANDLER = Handler()


class UnreadableError(Exception):
    """A Problem that ends the reading of one YAML text, and the line (from 0) of the block that has to be mended."""

    def __init__(self, found: Problem, line: int | None) -> None:
        """Keep both; there is no line where mending one would not help."""
        super().__init__()
        self.problem = found
        self.line = line


class BlockReader:
    """Reads the YAML events of one block, or of its parts where it cannot be read whole."""

    def __init__(self, path: str, block: Block) -> None:
        """Read a block of a file."""
        self.path = path
        self.block = block
        text = "\n".join(block.lines)
        # Most blocks have none of these signs, and then need not be asked about each value.
        self.notes = "#" in text
        self.brackets = text.count("[") + text.count("{")
        self.marks = "&" in text or "*" in text or "!" in text
        self.problems: list[Problem] = []

    def whole(self) -> Mapping:
        """Read all fields."""
        try:
            return self.mapping(self.block.lines, 0)
        except UnreadableError:
            self.problems.clear()
            return self.parts()

    def parts(self) -> Mapping:
        """Read each top-level field by itself."""
        lines = self.block.lines
        starts = [n for n, line in enumerate(lines) if n == 0 or re.match(r"[^ \t#\-\]}]", line)]
        fields: dict[str, Field] = {}
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            for known, field in self.part(list(lines[start:end]), start):
                self.keep(fields, known, field)
        return Mapping(fields, self.place(0, 0))

    def part(self, lines: list[str], start: int) -> tuple[tuple[str, Field], ...]:
        """Read one field; a line at fault is noted, its value replaced, and the rest read again."""
        noted = len(self.problems)
        faults: list[Problem] = []
        for _ in range(MOST_REPAIRS):
            try:
                found = self.mapping(lines, start)
            except UnreadableError as reason:
                del self.problems[noted:]
                faults += [reason.problem] if reason.problem not in faults else []
                if reason.line is None or not without_value(lines, reason.line - start):
                    break
            else:
                self.problems += faults
                return found.fields
        self.problems += faults
        name = re.match(r"[ \t]*([^\s:：]+)", self.block.lines[start])
        if name is None or canonical(name[1]) not in CANONICAL:
            return ()
        place = self.place(start, 0)
        return ((canonical(name[1]), Field(name[1], place, Scalar("", place, broken=True))),)

    def mapping(self, lines: tuple[str, ...] | list[str], first: int) -> Mapping:
        """Read lines that have to be a mapping; `first` is the number of the first within the block."""
        self.refuse_depth(lines, first)
        text = "\n".join(lines)
        if text.startswith("\ufeff"):  # libyaml would take it for a mark of the encoding, and lose count
            text = f"\u2060{text[1:]}"
        try:
            return self.document(HANDLER.load(text), lines, first)
        except yaml.MarkedYAMLError as error:
            found = explain(error, lines)
            raise self.refuse(first + found.line, found.column, found.message, found.hint, mark=found.mark) from None
        except yaml.YAMLError:
            raise self.refuse(first, 0, "this cannot be read", "write it as name: value") from None

    def document(self, stream: Iterator[Any], lines: tuple[str, ...] | list[str], first: int) -> Mapping:
        """Make a mapping of the events of a whole text."""
        event = next(e for e in stream if not isinstance(e, yaml.StreamStartEvent | yaml.DocumentStartEvent))
        if isinstance(event, yaml.StreamEndEvent):
            return Mapping({}, self.place(first, 0))
        node = self.node(event, stream, first, 0) if isinstance(event, yaml.MappingStartEvent) else None
        if not isinstance(node, Mapping):
            mark = event.start_mark
            found = space(mark.line, mark.column, lines[mark.line])
            if found is not None:
                raise self.refuse(first + found.line, found.column, found.message, found.hint)
            message, hint = "this is no field", "write it as name: value, with a space after the colon"
            raise self.refuse(first + mark.line, mark.column, message, hint)
        following = next(e for e in stream if not isinstance(e, yaml.DocumentEndEvent))
        if not isinstance(following, yaml.StreamEndEvent):
            mark = following.start_mark
            message, hint = "the block ends here, but fields follow", "remove this line"
            raise self.refuse(first + mark.line, mark.column, message, hint)
        return node

    def node(self, event: Any, stream: Iterator[Any], first: int, depth: int) -> Node:
        """Make a node of an event and those that belong to it."""
        mark = event.start_mark
        line, column = first + mark.line, mark.column
        if self.marks:
            self.refuse_marks(event, line, column)
        if depth > DEEPEST:
            raise self.too_deep(line, column)
        place, kind = self.place(line, column), type(event)
        if kind is ScalarEvent:
            return self.scalar(event, first, place, line)
        if kind is MappingStartEvent:
            return self.named(event, stream, first, depth + 1, place)
        nodes = []
        while type(inner := next(stream)) is not SequenceEndEvent:
            nodes.append(self.node(inner, stream, first, depth + 1))
        return Listing(tuple(nodes), place, bool(event.flow_style))

    def named(self, opening: Any, stream: Iterator[Any], first: int, depth: int, place: Place) -> Mapping:
        """Make a mapping of its first event and those up to its end."""
        fields: dict[str, Field] = {}
        while type(key := next(stream)) is not MappingEndEvent:
            name = self.node(key, stream, first, depth)
            if not isinstance(name, Scalar):
                message, hint = "a name is missing before the colon", "put text with such signs in quotation marks"
                mark = opening.start_mark
                raise self.refuse(first + mark.line, mark.column, message, hint)
            value = self.node(next(stream), stream, first, depth)
            if self.notes and isinstance(value, Scalar) and not value.text and not value.quoted:
                self.refuse_cut(first + key.end_mark.line, key.end_mark.column, ":")
            self.keep(fields, canonical(name.text), Field(name.text, name.place, value))
        return Mapping(fields, place)

    def scalar(self, event: Any, first: int, place: Place, start: int) -> Scalar:
        """Make a scalar that begins on line `start` of the block; a plain one that a ` #` cuts short is a Problem."""
        quoted, text, mark = bool(event.style), event.value, event.end_mark
        end = first + mark.line
        if self.notes and not quoted and text:
            self.refuse_cut(end, mark.column)
        if text == UNREAD:
            return Scalar("", place, broken=True)
        if end == start:
            return Scalar(text, place, quoted)
        return Scalar(text, place, quoted, tuple(self.place(n, 0) for n in range(start + 1, end + 1)))

    def refuse_cut(self, line: int, column: int, after: str = "") -> None:
        """Note the Problem of a value whose end YAML takes for a comment; `after` is a sign before that."""
        text = self.block.lines[line] if line < len(self.block.lines) else ""
        found = re.compile(rf"{after}[ \t]+#").match(text, column)
        if found:
            message = 'everything from here on is left out, because " #" begins a comment'
            hint = 'put the whole value in quotation marks: "…"'
            self.problems.append(problem("error", "yaml", self.place(line, found.end() - 1), message, hint))

    def refuse_marks(self, event: Any, line: int, column: int) -> None:
        """Refuse anchors, aliases and tags: signs that YAML gives a meaning which no editor means."""
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        sign = "*" if isinstance(event, yaml.AliasEvent) else "&" if anchor is not None else "!"
        if anchor is None and tag is None:
            return
        message = 'a value cannot begin with {sign}: "{name}" would be a command, not text'
        hint = 'put the whole value in quotation marks: "…"'
        raise self.refuse(line, column, message, hint, sign=sign, name=tag if anchor is None else anchor)

    def refuse_depth(self, lines: tuple[str, ...] | list[str], first: int) -> None:
        """Refuse brackets without end before libyaml has to look at them."""
        if self.brackets <= MOST_BRACKETS:
            return
        open_brackets = 0
        for number, line in enumerate(lines):
            open_brackets += line.count("[") + line.count("{")
            if open_brackets > MOST_BRACKETS:
                raise self.too_deep(first + number, max(line.find("["), line.find("{"), 0))
            open_brackets = max(0, open_brackets - line.count("]") - line.count("}"))

    def too_deep(self, line: int, column: int) -> UnreadableError:
        """Say that lists lie too deep."""
        message, hint = "lists and fields lie too deep within one another here", "write fewer levels"
        return UnreadableError(self.refuse(line, column, message, hint).problem, None)

    def keep(self, fields: dict[str, Field], known: str, field: Field) -> None:
        """Add a field, or note that there is one of that name."""
        repeated = keep(fields, known, field)
        self.problems += [repeated] if repeated else []

    def refuse(self, line: int, column: int, message: str, hint: str, **values: object) -> UnreadableError:
        """Make the exception for a place of the block."""
        return UnreadableError(problem("error", "yaml", self.place(line, column), message, hint, **values), line)

    def place(self, line: int, column: int) -> Place:
        """Give the Place in the file of a line and column (from 0) of the block."""
        return self.block.place(self.path, line, column)
