"""The tables of a body as they are written, with upright strokes or as HTML."""

import re
from collections.abc import Iterator

from site_builder.checking.html_tables import find_html_tables
from site_builder.checking.text_table import TableCell, TextTable
from site_builder.late_patterns import compile_late
from site_builder.markdown.source.table_cells import RULER, find_bars

DASHES = compile_late(r"\n[ \t>|:]*-[-|: \t]*$", re.MULTILINE)


def find_tables(text: str, start: int) -> list[TextTable]:
    """Find the tables of a text from an offset on, as they stand, one that holds others before these; also in code."""
    found = (*find_bar_tables(text, start), *find_html_tables(text, start))
    return sorted(found, key=lambda table: (table.line, -table.last_line))


def find_bar_tables(text: str, start: int) -> Iterator[TextTable]:
    """Find the tables with upright strokes."""
    if "|" not in text:
        return
    lines = text.split("\n")
    number = text.count("\n", 0, start)
    while number + 1 < len(lines):
        if "|" in lines[number] and "-" in lines[number + 1] and RULER.fullmatch(lines[number + 1]):
            end = number + 2
            while end < len(lines) and lines[end].strip():
                end += 1
            head = lines[number].strip()
            bordered = head.startswith("|") or head.endswith("|")
            written = enumerate(lines[number:end], number + 1)
            rows = [tuple(split_row(line, each, bordered=bordered)) for each, line in written]
            yield TextTable(number + 1, end, rows[0], tuple(rows[2:]))
            number = end
        else:
            number += 1


def list_heads(text: str) -> Iterator[str]:
    """Give the lines that may be heads of tables: those above a line of dashes."""
    for found in DASHES.finditer(text):
        yield text[text.rfind("\n", 0, found.start()) + 1 : found.start()]


def split_row(line: str, number: int, *, bordered: bool) -> Iterator[TableCell]:
    """Give the cells of a row, which is a line with a number."""
    first = len(line) - len(line.lstrip(" ")) + line.lstrip(" ").startswith("|") if bordered else 0
    end = len(line.rstrip(" ").removesuffix("|")) if bordered else len(line)
    bars = find_bars(line, bordered=bordered)
    for begin, stop in zip((first, *(each + 1 for each in bars)), (*bars, max(first, end)), strict=True):
        yield TableCell(number, begin + 1, line[begin:stop].strip())
