"""The block at the head of an item -> its fields, read by libyaml through python-frontmatter's handler.

It decides nothing about what a field means.
"""

import re
from collections.abc import Iterator
from typing import Any

import frontmatter.default_handlers
import yaml
from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent

from site_builder.decoding import find_control, find_escapes, make_escape_problem
from site_builder.fields import CANONICAL_NAMES
from site_builder.front_matter.field_names import normalize_name
from site_builder.front_matter.nodes import Field, MappingNode, Node, ScalarNode, SequenceNode, add_field
from site_builder.front_matter.split import (
    FIELD_START,
    UNREADABLE_VALUE,
    FrontMatterBlock,
    remove_value,
    split_front_matter,
)
from site_builder.front_matter.yaml_messages import explain_error, find_bad_space
from site_builder.problem import Place, Problem, make_problem

DEEPEST = 12
# So many brackets in one another are a slip; libyaml's work grows with their square.
MOST_BRACKETS = 500
# So many mistakes of one field are shown one by one.
MOST_REPAIRS = 50
# So many characters of one field are read for that: it is read anew after each mistake.
MOST_READ = 500_000


class YamlHandler(frontmatter.default_handlers.YAMLHandler):
    """python-frontmatter's YAML handler with its two steps made strict: nothing stripped, nothing dropped."""

    def split(self, text: str) -> tuple[str, str]:
        """Divide a file in block and body; raises ValueError where it is in doubt where the block opens or ends."""
        return split_front_matter(text)

    def load(self, fm: str, **_: object) -> Iterator[Any]:  # type: ignore[override]
        """Give the events of a block: every scalar is text, with its place."""
        return iter(yaml.CBaseLoader(fm).get_event, None)


HANDLER = YamlHandler()


class BlockError(Exception):
    """A Problem that ends the reading of one YAML text, and the line (from 0) of the block that has to be mended."""

    def __init__(self, found: Problem, line: int | None) -> None:
        """Keep both; there is no line where mending one would not help."""
        super().__init__()
        self.problem = found
        self.line = line


class BlockReader:
    """Reads the YAML events of one block, or of its parts where it cannot be read whole."""

    def __init__(self, path: str, block: FrontMatterBlock) -> None:
        """Read a block of a file."""
        self.path = path
        self.block = block
        text = "\n".join(block.lines)
        # Most blocks have none of these signs, and then need not be asked about each value.
        self.has_comments = "#" in text
        self.brackets = text.count("[") + text.count("{")
        self.has_marks = "&" in text or "*" in text or "!" in text
        self.has_escapes = "\\" in text
        self.problems: list[Problem] = []

    def parse_block(self) -> MappingNode:
        """Read all fields."""
        try:
            return self.parse_mapping(self.block.lines, 0)
        except BlockError:
            self.problems.clear()
            return self.parse_fields()

    def parse_fields(self) -> MappingNode:
        """Read each top-level field by itself."""
        lines = self.block.lines
        starts = [n for n, line in enumerate(lines) if n == 0 or FIELD_START.match(line)]
        fields: dict[str, Field] = {}
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            for known, field in self.parse_field(list(lines[start:end]), start):
                self.add_field(fields, known, field)
        return MappingNode(fields, self.find_place(0, 0))

    def parse_field(self, lines: list[str], start: int) -> tuple[tuple[str, Field], ...]:
        """Read one field; a line at fault is noted, its value replaced, and the rest read again."""
        noted = len(self.problems)
        faults: list[Problem] = []
        replaced: set[int] = set()
        for _ in range(min(MOST_REPAIRS, 1 + MOST_READ // (1 + sum(map(len, lines))))):
            try:
                found = self.parse_mapping(lines, start)
            except BlockError as reason:
                del self.problems[noted:]
                if reason.line in replaced:  # of our own words in the place of a value that was told
                    break
                faults += [reason.problem] if reason.problem not in faults else []
                if reason.line is None or not remove_value(lines, reason.line - start):
                    break
                replaced.add(reason.line)
            else:
                self.problems += faults
                return found.fields
        self.problems += faults
        name = re.match(r"[ \t]*([^\s:：]+)", self.block.lines[start])
        if name is None or normalize_name(name[1]) not in CANONICAL_NAMES:
            return ()
        place = self.find_place(start, 0)
        return ((normalize_name(name[1]), Field(name[1], place, ScalarNode("", place, broken=True))),)

    def parse_mapping(self, lines: tuple[str, ...] | list[str], first: int) -> MappingNode:
        """Read lines that have to be a mapping; `first` is the number of the first within the block."""
        self.refuse_depth(lines, first)
        text = "\n".join(lines)
        if text.startswith("\ufeff"):  # libyaml would take it for a mark of the encoding, and lose count
            text = f"\u2060{text[1:]}"
        try:
            return self.build_document(HANDLER.load(text), lines, first)
        except yaml.MarkedYAMLError as error:
            found = explain_error(error, lines)
            raise self.make_error(
                first + found.line, found.column, found.message, found.hint, mark=found.mark
            ) from None
        except yaml.YAMLError:
            raise self.make_error(first, 0, "this cannot be read", "write it as name: value") from None

    def build_document(self, stream: Iterator[Any], lines: tuple[str, ...] | list[str], first: int) -> MappingNode:
        """Make a mapping of the events of a whole text."""
        event = next(e for e in stream if not isinstance(e, yaml.StreamStartEvent | yaml.DocumentStartEvent))
        if isinstance(event, yaml.StreamEndEvent):
            return MappingNode({}, self.find_place(first, 0))
        node = self.build_node(event, stream, first, 0) if isinstance(event, yaml.MappingStartEvent) else None
        if not isinstance(node, MappingNode):
            mark = event.start_mark
            found = find_bad_space(mark.line, mark.column, lines[mark.line])
            if found is not None:
                raise self.make_error(first + found.line, found.column, found.message, found.hint)
            message, hint = "this is no field", "write it as name: value, with a space after the colon"
            raise self.make_error(first + mark.line, mark.column, message, hint)
        following = next(e for e in stream if not isinstance(e, yaml.DocumentEndEvent))
        if not isinstance(following, yaml.StreamEndEvent):
            mark = following.start_mark
            message, hint = "the block ends here, but fields follow", "remove this line"
            raise self.make_error(first + mark.line, mark.column, message, hint)
        return node

    def build_node(self, event: Any, stream: Iterator[Any], first: int, depth: int) -> Node:
        """Make a node of an event and those that belong to it."""
        mark = event.start_mark
        line, column = first + mark.line, mark.column
        if self.has_marks:
            self.refuse_marks(event, line, column)
        if depth > DEEPEST:
            raise self.make_depth_error(line, column)
        place, kind = self.find_place(line, column), type(event)
        if kind is ScalarEvent:
            return self.build_scalar(event, first, place, line)
        if kind is MappingStartEvent:
            return self.build_mapping(event, stream, first, depth + 1, place)
        nodes = []
        while type(inner := next(stream)) is not SequenceEndEvent:
            nodes.append(self.build_node(inner, stream, first, depth + 1))
        return SequenceNode(tuple(nodes), place, bool(event.flow_style))

    def build_mapping(self, opening: Any, stream: Iterator[Any], first: int, depth: int, place: Place) -> MappingNode:
        """Make a mapping of its first event and those up to its end."""
        fields: dict[str, Field] = {}
        while type(key := next(stream)) is not MappingEndEvent:
            name = self.build_node(key, stream, first, depth)
            if not isinstance(name, ScalarNode):
                message, hint = "a name is missing before the colon", "put text with such signs in quotation marks"
                mark = opening.start_mark
                raise self.make_error(first + mark.line, mark.column, message, hint)
            value = self.build_node(next(stream), stream, first, depth)
            if self.has_comments and isinstance(value, ScalarNode) and not value.text and not value.quoted:
                self.note_cut_value(first + key.end_mark.line, key.end_mark.column, ":")
            self.add_field(fields, normalize_name(name.text), Field(name.text, name.place, value))
        return MappingNode(fields, place)

    def build_scalar(self, event: Any, first: int, place: Place, start: int) -> ScalarNode:
        """Make a scalar that begins on line `start` of the block; a plain one that a ` #` cuts short is a Problem."""
        quoted, text, mark = bool(event.style), event.value, event.end_mark
        end = first + mark.line
        if self.has_comments and not quoted and text:
            self.note_cut_value(end, mark.column)
        if (quoted and self.has_escapes and self.note_control(event, first)) or text == UNREADABLE_VALUE:
            return ScalarNode("", place, broken=True)
        if end == start:
            return ScalarNode(text, place, quoted)
        return ScalarNode(text, place, quoted, tuple(self.find_place(n, 0) for n in range(start + 1, end + 1)))

    def note_control(self, event: Any, first: int) -> bool:
        """Note a backslash that makes a sign which no text may hold; tell whether a scalar has one."""
        if find_control(event.value) is None and not any(sign in event.value for sign in "\t\n"):
            return False
        start, column = first + event.start_mark.line, event.start_mark.column
        for number in range(start, first + event.end_mark.line + 1):
            for at, _, sign in find_escapes(self.block.lines[number], 0 if number > start else column):
                self.problems.append(make_escape_problem(self.find_place(number, at), sign))
                return True
        return False

    def note_cut_value(self, line: int, column: int, after: str = "") -> None:
        """Note the Problem of a value whose end YAML takes for a comment; `after` is a sign before that."""
        text = self.block.lines[line] if line < len(self.block.lines) else ""
        found = re.compile(rf"{after}[ \t]+#").match(text, column)
        if found:
            message = 'everything from here on is left out, because " #" begins a comment'
            hint = 'put the whole value in quotation marks: "…"'
            self.problems.append(make_problem("error", "yaml", self.find_place(line, found.end() - 1), message, hint))

    def refuse_marks(self, event: Any, line: int, column: int) -> None:
        """Refuse anchors, aliases and tags: signs that YAML gives a meaning which no editor means."""
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        sign = "*" if isinstance(event, yaml.AliasEvent) else "&" if anchor is not None else "!"
        if anchor is None and tag is None:
            return
        message = 'a value cannot begin with {sign}: "{name}" would be a command, not text'
        hint = 'put the whole value in quotation marks: "…"'
        raise self.make_error(line, column, message, hint, sign=sign, name=tag if anchor is None else anchor)

    def refuse_depth(self, lines: tuple[str, ...] | list[str], first: int) -> None:
        """Refuse brackets without end before libyaml has to look at them."""
        if self.brackets <= MOST_BRACKETS:
            return
        open_brackets = 0
        for number, line in enumerate(lines):
            open_brackets += line.count("[") + line.count("{")
            if open_brackets > MOST_BRACKETS:
                raise self.make_depth_error(first + number, max(line.find("["), line.find("{"), 0))
            open_brackets = max(0, open_brackets - line.count("]") - line.count("}"))

    def make_depth_error(self, line: int, column: int) -> BlockError:
        """Say that lists lie too deep."""
        message, hint = "lists and fields lie too deep within one another here", "write fewer levels"
        return BlockError(self.make_error(line, column, message, hint).problem, None)

    def add_field(self, fields: dict[str, Field], known: str, field: Field) -> None:
        """Add a field, or note that there is one of that name."""
        repeated = add_field(fields, known, field)
        self.problems += [repeated] if repeated else []

    def make_error(self, line: int, column: int, message: str, hint: str, **values: object) -> BlockError:
        """Make the exception for a place of the block."""
        return BlockError(make_problem("error", "yaml", self.find_place(line, column), message, hint, **values), line)

    def find_place(self, line: int, column: int) -> Place:
        """Give the Place in the file of a line and column (from 0) of the block."""
        return self.block.find_place(self.path, line, column)
