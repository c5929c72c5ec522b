"""A table of a body: its headings, and where each cell stands; `tables` and `html_tables` read them."""

import unicodedata
from bisect import bisect_right
from html import unescape

from msgspec import Struct

from site_builder.late_patterns import compile_late

TAG = compile_late(r"</?[A-Za-z][^>]{0,200}>|<!--.{0,200}?-->")


class TableCell(Struct, frozen=True):
    """A cell: the line and the column, from 1, at which it begins, and its text."""

    line: int
    column: int
    text: str


class TextTable(Struct, frozen=True):
    """A table: its first line, from 1, and its last, the cells of its head, and those of its rows."""

    line: int
    last_line: int
    head: tuple[TableCell, ...]
    rows: tuple[tuple[TableCell, ...], ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """What the columns are called, without markup."""
        return tuple(plain_cell(each.text) for each in self.head)

    def find_heading(self, line: int, column: int) -> str:
        """Give the heading of the column that a place lies in; "" for one that lies in none."""
        if not self.line <= line <= self.last_line:
            return ""
        place = (line, column)
        at = bisect_right(self.rows, place, key=lambda row: (row[0].line, row[0].column))
        cells = self.rows[at - 1] if at else self.head
        before = ((each.line, each.column, -n) for n, each in enumerate(cells) if (each.line, each.column) <= place)
        number = -max(before, default=(0, 0, -len(self.head)))[2]
        return self.headings[number] if number < len(self.head) else ""


def plain_cell(text: str) -> str:
    """Give what a cell shows, without tags and emphasis."""
    return " ".join(unescape(TAG.sub("", text)).replace("*", "").replace("`", "").split()) if text else ""


def normalize_heading(text: str) -> str:
    """Give a heading as it is compared: without spaces, width and case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
