"""A body's text at one moment, with what of it is code blanked out, and the edits to make in it; decides nothing.

All rules look at the same text, so that none meets what another has written, and each place is that of the file.
"""

from bisect import bisect_right
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from msgspec import Struct

from site_builder.late_patterns import compile_late
from site_builder.markdown.source_positions import blank_spans, blank_text, find_code_spans
from site_builder.mends.mend import Edit

SPACES = compile_late(r"([ \t]*)(?:\n([ \t]+))?")


class SourceLine(Struct):
    """One line: its text, whether it is code; where and how long it was in the body as typed; how far it has moved."""

    text: str
    at: int
    length: int = 0
    shift: int = 0
    code: bool = False


class SourceFinding(NamedTuple):
    """What is to be told of a body: its kind, the offset in the body as typed, what is named in the words."""

    what: str
    at: int
    name: str = ""


class Snapshot:
    """The text of lines; `seen` is the same with what is no Markdown blanked out, each character at its place.

    `rows` are the indexes of lines that are rows of tables, known to the rules behind the one of tables.
    """

    def __init__(self, lines: list[SourceLine]) -> None:
        """Take the lines as they are now."""
        self.lines = lines
        self.text = "\n".join([line.text for line in lines])
        self.starts: list[int] = []
        start = 0
        for line in lines:
            self.starts.append(start)
            start += len(line.text) + 1
        words = "\n".join([blank_text(line.text) if line.code else line.text for line in lines])
        # Comments and code within lines; runs of backticks that begin none.
        self.hidden, self.backticks = find_code_spans(words) if "`" in words or "<!--" in words else ([], [])
        self.seen = blank_spans(words, self.hidden)
        self.seen_lines = self.seen.split("\n")
        self.rows: set[int] = set()
        self.edits: list[Edit] = []
        self.findings: list[SourceFinding] = []
        self.dropped: list[tuple[int, int]] = []

    def tell(self, what: str, at: int, name: str = "") -> None:
        """Take note of what is to be told of a place in this text."""
        self.findings.append(SourceFinding(what, self.find_typed(at), name))

    def drop_tags(self) -> None:
        """Leave out the tags to be dropped; those that begin a line with the spaces behind, which would make code."""
        end, begins_line = -1, False
        for start, behind in sorted(self.dropped):
            before = self.text[self.text.rfind("\n", 0, start) + 1 : start] if start != end else ""
            begins_line = not before.strip() and (start != end or begins_line)
            end = behind
            spaces = SPACES.match(self.text, behind) if begins_line else None
            if spaces:
                end = spaces.end(1)
                if spaces[2]:
                    self.edits.append(Edit(*spaces.span(2), ""))
            self.edits.append(Edit(start, end, ""))

    def blank(self, spans: list[tuple[int, int]]) -> None:
        """Hide parts of the text, each behind the one before, from the rules to come."""
        self.seen = blank_spans(self.seen, spans)
        self.seen_lines = self.seen.split("\n")

    def find_line(self, at: int) -> int:
        """Give the index of the line that holds an offset of this text."""
        return bisect_right(self.starts, at) - 1

    def apply_edits(self) -> str:
        """Give the text with all edits made; of two that overlap, the later one is left out."""
        parts: list[str] = []
        done = 0
        self.edits.sort()
        for edit in self.edits:
            if edit.start >= done:
                parts += (self.text[done : edit.start], edit.new)
                done = edit.end
        return "".join((*parts, self.text[done:]))

    @cached_property
    def moves(self) -> list[tuple[int, int, int]]:
        """Where each edit that was made begins and ends in the text with all of them; how much longer that is then."""
        moves: list[tuple[int, int, int]] = []
        done = moved = 0
        for edit in self.edits:
            if edit.start >= done:
                start, done = edit.start + moved, edit.end
                moved += len(edit.new) - (edit.end - edit.start)
                moves.append((start, start + len(edit.new), moved))
        return moves

    def find_origin(self, offset: int) -> int:
        """Give where a place of the text with all edits made stands in the body as it was typed."""
        index = bisect_right(self.moves, offset, key=itemgetter(0)) - 1
        start, end, moved = self.moves[index] if index >= 0 else (0, 0, 0)
        if start <= offset < end:
            return self.find_typed(start - (self.moves[index - 1][2] if index else 0))
        return self.find_typed(offset - moved)

    def find_typed(self, at: int) -> int:
        """Give where a place of this text stands in the body as it was typed."""
        number = self.find_line(at)
        line = self.lines[number]
        return line.at + min(line.length, max(0, at - self.starts[number] - line.shift))


def split_lines(body: str) -> list[SourceLine]:
    """Give the lines of a body."""
    lines: list[SourceLine] = []
    at = 0
    for text in body.split("\n"):
        lines.append(SourceLine(text, at, len(text)))
        at += len(text) + 1
    return lines
