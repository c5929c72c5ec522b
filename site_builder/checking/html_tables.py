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


def may_have_html_tables(text: str) -> bool:
    """Tell quickly whether a text may hold such a table."""
    return "<" in text and ("<t" in text or "<T" in text)


def find_html_tables(text: str, start: int) -> Iterator[TextTable]:
    """Find the tables of a text from an offset on; one within another ends it."""
    if not may_have_html_tables(text):
        return
    begin, rows = -1, list[tuple[int, list[tuple[re.Match[str], int]]]]()
    tags = list(TAG.finditer(text, start))
    for number, tag in enumerate(tags):
        end = tags[number + 1].start() if number + 1 < len(tags) else len(text)
        name = tag["name"].lower()
        if name == "table":
            yield from make_table(text, begin, tag.start(), rows)
            begin, rows = -1 if tag["end"] else tag.start(), []
        elif begin >= 0 and not tag["end"]:
            if name == "tr" or not rows:
                rows.append((tag.start(), []))
            if name != "tr":
                rows[-1][1].append((tag, end))
    yield from make_table(text, begin, len(text), rows)


def make_table(
    text: str, begin: int, end: int, written: Sequence[tuple[int, list[tuple[re.Match[str], int]]]]
) -> Iterator[TextTable]:
    """Give the table between two offsets; its head is the first row of several cells of which none reaches further."""
    rows, head = list[tuple[TableCell, ...]](), -1
    covered: dict[int, tuple[int, str]] = {}
    for start, cells in written if begin >= 0 else ():
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
        words = plain_cell(text[tag.end() : end])
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
