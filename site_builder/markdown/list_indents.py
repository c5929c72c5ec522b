"""Lists nested by two or three spaces: finds them, with the four that every Markdown reads; rewrites no text itself."""

import re
from collections.abc import Iterator

from msgspec import Struct

from site_builder.markdown.source_positions import blank_code
from site_builder.mends.mend import Edit, Mend, MendableText

ENTRY = re.compile(r"(?P<indent> *)(?:[-*+]|\d{1,9}[.)])[ \t]+\S")
NESTED_ENTRY = re.compile(r"^ {1,3}(?: {4})*(?:[-*+]|\d{1,9}[.)])[ \t]+\S", re.MULTILINE)
FENCE = re.compile(r" *(`{3,}|~{3,})")
STEP = 4
NOTHING = "\0"


class IndentedLine(Struct, frozen=True):
    """A line of a list: offset, white space at its start, and how much of that there should be."""

    start: int
    indent: int
    wanted: int


def find_list_mends(source: MendableText) -> Iterator[Mend]:
    """Find lists with an entry that is indented by other than four spaces for each level."""
    if not source.start or not NESTED_ENTRY.search(source.text, source.start):
        return
    visible = blank_code(source.text, source.start)
    for lines in find_lists(source.text, source.start):
        if visible[lines[0].start] == NOTHING:
            continue
        edits = tuple(
            Edit(each.start, each.start + each.indent, " " * each.wanted)
            for each in lines
            if each.indent != each.wanted
        )
        if edits:
            yield Mend(edits, "a list nested by other than four spaces")


def find_lists(text: str, start: int) -> Iterator[list[IndentedLine]]:
    """Give the lines of each list that is nested otherwise: those that are indented or begin an entry."""
    scanner = ListScanner()
    fence = ""
    for line in text[start:].split("\n"):
        if scanner.is_behind_list(line):
            if scanner.is_wrong:
                yield scanner.lines
            scanner = ListScanner()
        sign = None if scanner.levels else FENCE.match(line)
        if sign:
            fence = "" if fence and sign[1].startswith(fence) else fence or sign[1]
        elif not fence:
            scanner.add_line(line, start)
        start += len(line) + 1
    if scanner.is_wrong:
        yield scanner.lines


class ListScanner:
    """Takes the lines of a text until its first list ends; `levels` are the indents of entries that are open."""

    def __init__(self) -> None:
        """Begin before the list."""
        self.lines: list[IndentedLine] = []
        self.levels: list[int] = []
        self.is_wrong = False
        self.fence = ""
        self.shift = 0
        self.above = ""

    def is_behind_list(self, line: str) -> bool:
        """Tell whether a line belongs no longer to the list."""
        if not self.levels or not line.strip() or line.startswith(" ") or ENTRY.match(line):
            return False
        return not self.above.strip() or line.startswith(("#", ">", "|", "```", "~~~"))

    def add_line(self, line: str, start: int) -> None:
        """Take a line that stands at an offset."""
        indent = len(line) - len(line.lstrip(" "))
        sign = FENCE.match(line) if self.levels else None
        if not self.fence and ENTRY.match(line):
            self.close_levels(indent)
            self.levels.append(indent)
            self.shift = (len(self.levels) - 1) * STEP - indent
            self.is_wrong = self.is_wrong or (self.shift != 0 and len(self.levels) > 1)
        elif self.levels and line.strip() and not self.fence and (sign or not self.above.strip()):
            self.close_levels(indent, least=1)
            self.shift = max(0, len(self.levels) * STEP - indent)
        if self.levels and line.strip():
            self.lines.append(IndentedLine(start, indent, max(0, indent + self.shift) if indent else 0))
        self.above = line
        if sign:
            self.fence = "" if self.fence and sign[1].startswith(self.fence) else self.fence or sign[1]

    def close_levels(self, indent: int, least: int = 0) -> None:
        """Close the entries, but for the `least` outermost, that a line of an indent cannot belong to."""
        while len(self.levels) > least and indent < self.levels[-1] + 2:
            self.levels.pop()
