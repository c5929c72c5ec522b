"""Lines of words divided by tabs, as a table pasted from Word or Excel is: finds them, gives the table's lines."""

import re
from collections.abc import Iterator

from site_builder.markdown.source_positions import blank_code
from site_builder.mends.mend import Edit, Mend, MendableText

# Three lines or more; one that begins with white space or a sign of a block is code, or something else already.
LINES = re.compile(r"(?:^(?![ \t#>|]|(?:[-*+]|\d{1,9}[.)])[ \t])[^\t\n]+\t[^\n]*(?:\n|\Z)){3,}", re.MULTILINE)
BAR = re.compile(r"(?<!\\)\|")


def find_table_mends(source: MendableText) -> Iterator[Mend]:
    """Find tables that lost their lines; a row that has fewer cells than another gets empty ones at its end."""
    text, start = source.text, source.start
    told = {source.line_starts[each.line - 1]: each for each in source.problems if each.rule == "table"}
    for found in LINES.finditer(blank_code(text, start), start) if told else ():
        if found.start() not in told:
            continue
        rows = text[found.start() : found.end()].removesuffix("\n").split("\n")
        separator = next((each for each in ("\t", "\t+") if len(set(count_cells(rows, each))) == 1), "\t")
        counts = count_cells(rows, separator)
        edits: list[Edit] = []
        at = found.start()
        for number, (row, count) in enumerate(zip(rows, counts, strict=True)):
            above = number == 0 and at > start and not text[:at].endswith("\n\n")
            edits += [Edit(at, at, "\n| " if above else "| "), *find_row_edits(row, at, separator)]
            at += len(row)
            ruler = "\n" + "| --- " * max(counts) + "|" if number == 0 else ""
            below = number == len(rows) - 1 and text[at + 1 : at + 2] not in {"", "\n"}
            edits.append(Edit(at, at, " |" + "  |" * (max(counts) - count) + ruler + "\n" * below))
            at += 1
        yield Mend(tuple(edits), told[found.start()].message)


def count_cells(rows: list[str], separator: str) -> list[int]:
    """Count the cells of each row."""
    return [len(re.split(separator, row)) for row in rows]


def find_row_edits(row: str, start: int, separator: str) -> Iterator[Edit]:
    """Give what makes cells of the words of a line that stands at an offset."""
    for found in re.finditer(rf"[ ]*{separator}[ ]*|{BAR.pattern}", row):
        new = "\\|" if found[0] == "|" else " | "
        yield Edit(start + found.start(), start + found.end(), new)
