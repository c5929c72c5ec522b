"""The rule `sensitive-column` over a text: what a sensitive column is, `personal_data` knows."""

from collections.abc import Iterator
from html import unescape
from itertools import takewhile

from site_builder.checking.html_tables import may_have_html_tables
from site_builder.checking.personal_data.sensitive_columns import (
    RULE,
    find_in_csv,
    find_sensitive_columns,
    may_have_sensitive_headings,
)
from site_builder.checking.readable_text import ReadableText
from site_builder.checking.tables import find_tables, list_heads
from site_builder.checking.text_table import plain_cell
from site_builder.decoding import find_place, list_line_starts
from site_builder.late_patterns import compile_late
from site_builder.problem import Problem, make_problem

# What stands before the words of a cell.
BEFORE_WORDS = compile_late(r"(?:\s|<[^<>]{0,1000}>)*")
SPACES = compile_late(r"(?<=[^\x00-\x7f])[^\S\n]+(?=[^\x00-\x7f])")
# Short cells without the ends of sentences, and no space behind a comma: the first of lines that are a table.
COMMA_HEAD = compile_late(r"\n(?P<head>[^\n,，。.|]{1,24}(?:,[^\n,，。.| ][^\n,，。.|]{0,24}){1,12})(?=\n[^\n,]*,)")
NOTE = "<!-- accept sensitive-column: … -->"
MESSAGE = 'the column "{heading}" tells what is sensitive of {count} people'
HINT = "leave the column out, or mask who it is about; if it has to stand here, write above the table: {note}"


def check_sensitive_columns(readable: ReadableText) -> Iterator[Problem]:
    """Find tables of people with a column of what the law protects; code is judged like anything else."""
    text, path = readable.text, readable.item_text.path
    if "," in text:
        yield from check_comma_tables(readable)
    if not may_have_html_tables(text) and not ("|" in text and has_sensitive_heads(text)):
        return
    starts = list_line_starts(text)
    for table in find_tables(text, readable.start):
        rows = tuple(tuple(plain_cell(cell.text) for cell in row) for row in table.rows)
        for each in find_sensitive_columns(table.headings, rows):
            cell = table.head[each.number]
            words = BEFORE_WORDS.match(text, starts[cell.line - 1] + cell.column - 1)
            at = find_place(path, text, words.end() if words else 0)
            note = f"<!-- accept sensitive-column column {each.heading}: … -->"
            yield make_problem("warning", RULE, at, MESSAGE, HINT, heading=each.heading, count=each.rows, note=note)


def check_comma_tables(readable: ReadableText) -> Iterator[Problem]:
    """Find such columns in lines below one another whose cells are divided by commas."""
    text = readable.text
    for head in COMMA_HEAD.finditer(text, max(0, readable.start - 1)):
        if not may_have_sensitive_headings(head["head"]):
            continue
        block = text[head.start("head") :].partition("\n\n")[0].partition("\n```")[0]
        for each in find_in_csv(cut_rows(block)):
            cells = head["head"].split(",")
            at = head.start("head") + sum(len(cell) + 1 for cell in cells[: each.number])
            hint, note = (
                "leave the column out, or mask who it is about; if it has to stand here, write above it: {note}",
                NOTE,
            )
            yield readable.make_problem(
                "warning", RULE, at, MESSAGE, hint, heading=each.heading, count=each.rows, note=note
            )


def cut_rows(block: str) -> str:
    """Give the first lines of a block that have as many cells as the first of them."""
    lines = block.split("\n")
    commas = lines[0].count(",")
    return "\n".join(takewhile(lambda line: line.count(",") == commas, lines))


def has_sensitive_heads(text: str) -> bool:
    """Tell whether the head of a table with upright strokes may hold such a heading; spaces part no Han characters."""
    heads = unescape("\n".join(list_heads(text)))
    return bool(heads) and may_have_sensitive_headings(heads if heads.isascii() else SPACES.sub("", heads))
