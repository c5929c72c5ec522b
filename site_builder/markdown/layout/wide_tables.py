"""Tables of a body that are wider than a phone, the text or a sheet are marked as such; drops no word of them.

How wide a table will be is judged by its words, in units of half a letter's height: a Han is two of them, a letter one.
The patterns rely on the one form that the sanitiser leaves.
"""

import re
from collections.abc import Iterable
from html import escape, unescape
from unicodedata import east_asian_width

from msgspec import Struct

from site_builder.language import make_text_translator
from site_builder.markdown.plain_text import TAG

TABLE = re.compile(r"<table((?: [^>]*)?)>((?:[^<]++|<(?!/?table))*+)</table>")
ROW = re.compile(r"<tr(?: [^>]*)?>(.*?)</tr>", re.DOTALL)
CELL = re.compile(r"<(t[hd])((?: [^>]*)?)>(.*?)</\1>", re.DOTALL)
CAPTION = re.compile(r"<caption(?: [^>]*)?>(.*?)</caption>", re.DOTALL)
CLASS = re.compile(r' class="([^"]*)"')
# What a phone of 360 pixels, a line of text, an upright sheet of A4 and one that lies have room for.
PHONE, TEXT, SHEET, LYING_SHEET = 43, 84, 105, 130
# The room between two columns, and where words are wrapped: at the latest, in a narrow place, between any two of them.
GAP, WRAPPED, NARROWED, SINGLE_WORDS = 2.6, 24, 14, 0
# A column of words is not squeezed below a few of them; a longer word is divided.
LONG, LONGEST_WORD = 12, 30
# Columns that name a table.
NAMING = 3


class Cell(Struct, frozen=True):
    """A cell: its words, the units that these and the longest of them take."""

    text: str
    width: int
    longest: int


class Grid(Struct, frozen=True):
    """The rows of a table, the first that of its headings; `regular` where no cell stands for several."""

    rows: tuple[tuple[Cell, ...], ...]
    regular: bool

    def list_columns(self) -> list[tuple[int, int]]:
        """Give the units of the widest cell of each column, and of the longest word in it."""
        count = max(map(len, self.rows), default=0)
        columns = [[row[n] for row in self.rows if n < len(row)] for n in range(count)]
        return [(max(c.width for c in cells), max(c.longest for c in cells)) for cells in columns]


def mark_wide_tables(html: str, lang: str) -> str:
    """Mark the tables of a body.

    One that is wider than a phone says in each cell which column it is of, so that a phone can show a row as a block.
    What is wider than the text (`spread`), or cannot be shown so, stands in a region that scrolls, with a name; `broad`
    is wider than an upright sheet, `fine` needs small letters on one that lies. In `divided` ones are very long words.
    """
    translate = make_text_translator(lang)
    names: list[str] = []

    def mark_table(found: re.Match[str]) -> str:
        attributes, inner = found.groups()
        grid = read_grid(inner)
        columns = grid.list_columns()
        narrowed, width = measure(columns, NARROWED), measure(columns, WRAPPED)
        if any(longest > LONGEST_WORD for _, longest in columns):
            attributes = add_class(attributes, "divided")
        if narrowed <= PHONE:
            return f"<table{attributes}>{inner}</table>"
        if grid.regular:
            attributes, inner = add_class(attributes, "stack"), label_cells(inner, grid, columns)
            if width <= TEXT:
                return f"<table{attributes}>{inner}</table>"
        caption = CAPTION.search(inner)
        words = [each.text for each in grid.rows[0][:NAMING] if each.text]
        name = (
            extract_words(caption[1])
            if caption
            else translate("Table: {columns}").format(columns=translate(", ").join(words))
        )
        names.append(name)
        label = name if names.count(name) == 1 else f"{name} ({names.count(name)})"
        kinds = {
            "spread": width > TEXT,
            "broad": narrowed > SHEET,
            "fine": measure(columns, SINGLE_WORDS) > LYING_SHEET,
        }
        classes = ["table", *[kind for kind, applies in kinds.items() if applies]]
        region = f'<div class="{" ".join(classes)}" role="region" aria-label="{escape(label)}" tabindex="0">'
        return f"{region}<table{attributes}>{inner}</table></div>"

    return TABLE.sub(mark_table, html)


def read_grid(inner: str) -> Grid:
    """Read the cells of a table."""
    rows = [CELL.findall(row) for row in ROW.findall(inner)]
    cells = tuple(tuple(measure_cell(content) for _, _, content in row) for row in rows)
    headed = bool(rows) and all(tag == "th" for tag, _, _ in rows[0])
    spanning = any("span=" in attributes for row in rows for _, attributes, _ in row)
    even = len({len(row) for row in rows}) == 1
    return Grid(cells, headed and even and not spanning and "<thead" in inner)


def measure_cell(content: str) -> Cell:
    """Find how much room the words of a cell take."""
    text = extract_words(content)
    return Cell(text, count_units(text), max(map(count_unbroken, text.split()), default=0))


def extract_words(content: str) -> str:
    """Give the words of a cell."""
    return " ".join(unescape(TAG.sub(" ", content)).split())


def count_units(text: str) -> int:
    """Count the units that a text takes on one line."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def count_unbroken(word: str) -> int:
    """Count the units that cannot be divided between two lines: Han can."""
    return len(word) if word.isascii() else 2


def measure(columns: Iterable[tuple[int, int]], wrapped: int) -> float:
    """Give the units that columns take where words are wrapped after so many of them."""
    return sum(max(min(width, wrapped), min(longest, LONGEST_WORD)) + GAP for width, longest in columns)


def add_class(attributes: str, name: str) -> str:
    """Add a class to a tag's attributes."""
    if CLASS.search(attributes):
        return CLASS.sub(lambda found: f' class="{found[1]} {name}"', attributes)
    return f'{attributes} class="{name}"'


def label_cells(inner: str, grid: Grid, columns: list[tuple[int, int]]) -> str:
    """Write into each cell below the headings which column it is of; headings of long columns are marked."""
    labels = [escape(each.text) for each in grid.rows[0]]
    number = 0

    def label_cell(found: re.Match[str]) -> str:
        nonlocal number
        tag, attributes, content = found.groups()
        row, column = divmod(number, len(labels))
        number += 1
        if row == 0:
            attributes = add_class(attributes, "long") if columns[column][0] > LONG else attributes
        elif labels[column] and content.strip():
            attributes += f' data-label="{labels[column]}"'
        return f"<{tag}{attributes}>{content}</{tag}>"

    return CELL.sub(label_cell, inner)
