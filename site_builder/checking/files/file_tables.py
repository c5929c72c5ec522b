"""The tables of one file, put together of its texts as they come, and the sensitive columns in them; opens no file."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from site_builder.checking.personal_data.sensitive_columns import (
    SensitiveColumn,
    find_in_csv,
    find_in_grid,
    may_have_sensitive_headings,
)
from site_builder.late_patterns import compile_late

if TYPE_CHECKING:
    from site_builder.documents.extract import Extract

CELL = compile_late(r"(?P<sheet>.*)!(?P<column>[A-Z]{1,2})(?P<row>[0-9]{1,7})", re.DOTALL)
DIVIDED = (".csv", ".tsv")
# What stands further right belongs to no list that people read.
MOST_COLUMNS = 60


class FileTables:
    """The tables of a file, while its texts come."""

    def __init__(self, name: str) -> None:
        """Read the texts of a file of that name."""
        self.is_divided = PurePosixPath(name).suffix.lower() in DIVIDED
        self.sheets: dict[str, dict[int, list[str]]] = {}
        self.found: list[tuple[str, SensitiveColumn]] = []
        self.wanted = False

    def add(self, each: "Extract") -> None:
        """Take a text of the file: all of a list, a table, or one cell."""
        if each.sort == "line" and self.is_divided:
            self.found += (("", one) for one in find_in_csv(each.text))
        elif each.sort == "table" and may_have_sensitive_headings(each.text):
            rows = [line.split("\t") for line in each.text.split("\n")]
            self.found += ((each.where, one) for one in find_in_grid(rows))
        elif each.sort == "cell":
            self.add_cell(each)

    def add_cell(self, each: "Extract") -> None:
        """Put a cell where it belongs."""
        cell = CELL.fullmatch(each.where)
        number = count_column(cell["column"]) if cell else MOST_COLUMNS
        if cell is None or number >= MOST_COLUMNS:
            return
        self.wanted = self.wanted or may_have_sensitive_headings(each.text)
        row = self.sheets.setdefault(cell["sheet"], {}).setdefault(int(cell["row"]), [])
        row += [""] * (number + 1 - len(row))
        row[number] = each.text

    def find_heading(self, each: "Extract") -> str:
        """Give the text that stands first in the column of a cell; nothing where that is the cell's own."""
        cell = CELL.fullmatch(each.where) if each.sort == "cell" else None
        if cell is None:
            return ""
        number = count_column(cell["column"])
        for row, texts in self.sheets.get(cell["sheet"], {}).items():
            if number < len(texts) and texts[number]:
                return texts[number].replace("\n", " ").replace("\t", " ") if row < int(cell["row"]) else ""
        return ""

    def list_columns(self) -> Iterator[tuple[str, SensitiveColumn]]:
        """Give the sensitive columns, each with the table or sheet that it is in."""
        yield from self.found
        for sheet, rows in self.sheets.items() if self.wanted else ():
            grid: list[list[str]] = []
            last = 0
            for number in sorted(rows):
                grid += [[]] if number > last + 1 else []
                grid.append(rows[number])
                last = number
            yield from ((sheet, each) for each in find_in_grid(grid))


def count_column(letters: str) -> int:
    """Give the number, from 0, of a column that has letters for a name."""
    number = 0
    for each in letters:
        number = number * 26 + ord(each) - ord("A") + 1
    return number - 1
