"""The tables that a body holds as HTML: each cell in the column where browsers show it; judges nothing."""

import re
from collections.abc import Iterator, Sequence

from site_builder.checking.text_table import TableCell, TextTable, plain_cell
from site_builder.decoding import find_line, list_line_starts
from site_builder.late_patterns import compile_late

TAG = compile_late(r"<(?P<end>/?)(?P<name>table|tr|t[hd])\b(?P<attributes>[^<>]{0,1000})>", re.IGNORECASE)
SPAN = compile_late(r"\b(?P<way>row|col)span\s*=\s*[\"']?(?P<count>[0-9]{1,3})", re.IGNORECASE)
# What stands further right belongs to no list that people read.
MOST_COLUMNS = 60
# How many tables are looked at in the cells of one another, and how much of a cell, which may hold others.
MOST_NESTED, LONGEST_CELL = 20, 2000


def may_have_html_tables(text: str) -> bool:
    """Tell quickly whether a text may hold such a table."""
    return "<" in text and ("<t" in text or "<T" in text)


class OpenTable:
    """A table whose end is not read yet: where it begins, the tags of its rows with their cells, the open cell."""

    def __init__(self, begin: int) -> None:
        """Take where it begins."""
        self.begin = begin
        self.rows: list[tuple[int, list[tuple[re.Match[str], int]]]] = []
        self.cell: re.Match[str] | None = None

    def take_tag(self, tag: re.Match[str]) -> None:
        """Take the tag of a row or of a cell, which ends the cell before it."""
        self.end_cell(tag.start())
        name = tag["name"].lower()
        if tag["end"]:
            return
        if name == "tr" or not self.rows:
            self.rows.append((tag.start(), []))
        if name != "tr":
            self.cell = tag

    def end_cell(self, end: int) -> None:
        """End the open cell, if there is one."""
        if self.cell:
            self.rows[-1][1].append((self.cell, end))
            self.cell = None

    def make(self, text: str, end: int) -> Iterator[TextTable]:
        """Give the table, which ends at an offset."""
        self.end_cell(end)
        return make_table(text, self.begin, end, self.rows)


def find_html_tables(text: str, start: int) -> Iterator[TextTable]:
    """Find the tables of a text from an offset on; one in a cell is a table of its own and words of that cell."""
    if not may_have_html_tables(text):
        return
    opened = list[OpenTable]()
    for tag in TAG.finditer(text, start):
        if tag["name"].lower() != "table":
            if opened:
                opened[-1].take_tag(tag)
        elif tag["end"]:
            if opened:
                yield from opened.pop().make(text, tag.start())
        else:
            # Outside of a cell browsers end a table where the next begins.
            if opened and (not opened[-1].cell or len(opened) > MOST_NESTED):
                yield from opened.pop().make(text, tag.start())
            opened.append(OpenTable(tag.start()))
    while opened:
        yield from opened.pop().make(text, len(text))


def make_table(
    text: str, begin: int, end: int, written: Sequence[tuple[int, list[tuple[re.Match[str], int]]]]
) -> Iterator[TextTable]:
    """Give the table between two offsets; its head is the first row of several cells of which none reaches further."""
    rows, head = list[tuple[TableCell, ...]](), -1
    covered: dict[int, tuple[int, str]] = {}
    for start, cells in written:
        row = lay_out_row(text, start, cells, covered)
        if row:
            rows.append(row)
            if head < 0 and len(cells) > 1 and not covered:
                head = len(rows) - 1
    if head >= 0:
        lines = find_line(text, begin), find_line(text, max(begin, end - 1))
        yield TextTable(*lines, rows[head], tuple(rows[head + 1 :]))


def lay_out_row(
    text: str, start: int, cells: Sequence[tuple[re.Match[str], int]], covered: dict[int, tuple[int, str]]
) -> tuple[TableCell, ...]:
    """Give a row with a cell for each column; `covered` has those into which cells above reach, and how far still."""
    row: list[TableCell] = []

    def fill() -> None:
        while len(row) in covered:
            left, words = covered.pop(len(row))
            if left > 1:
                reaching[len(row)] = left - 1, words
            row.append(make_cell(text, start, words))

    reaching: dict[int, tuple[int, str]] = {}
    for tag, end in cells:
        fill()
        words = plain_cell(text[tag.end() : min(end, tag.end() + LONGEST_CELL)])
        spans = {each["way"].lower(): int(each["count"]) for each in SPAN.finditer(tag["attributes"])}
        for _ in range(min(spans.get("col", 1) or 1, MOST_COLUMNS - len(row))):
            if spans.get("row", 1) > 1:
                reaching[len(row)] = spans["row"] - 1, words
            row.append(make_cell(text, tag.end(), words))
    fill()
    covered.clear()
    covered |= reaching
    return tuple(row)


def make_cell(text: str, offset: int, words: str) -> TableCell:
    """Give a cell that begins at an offset."""
    line = find_line(text, offset)
    return TableCell(line, offset - list_line_starts(text)[line - 1] + 1, words)
