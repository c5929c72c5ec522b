"""Rows of tables with more cells than their head, which the library drops, or without any; tables pasted with tabs."""

from site_builder.late_patterns import compile_late
from site_builder.markdown.source.snapshot import Snapshot
from site_builder.markdown.tab_tables import LINES as TAB_LINES
from site_builder.mends.mend import Edit

RULER = compile_late(r"[ \t]*+(?:\|[ \t]*+)?:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+(?:\|[ \t]*+)?")
BELOW_ROW = compile_late(r"\|[^|\n]*+\n(?=[^|\n]*+(?:\n|\Z))[^|\n]*\S")
COMMENT = compile_late(r"<!--.*?-->")
BAR = compile_late(r"(?<!\\)(?:\\\\)*(\|)")


def has_uneven_rows(body: str) -> bool:
    """Tell whether a row of a body may have more cells than another, or none."""
    return len({line.count("|") for line in body.split("\n") if "|" in line}) > 1 or bool(BELOW_ROW.search(body))


def find_table_edits(source: Snapshot) -> None:
    """Find cells that would be dropped: they stay in the last column, with the line between them, and are told."""
    if "|" in source.seen:
        number = 0
        lines = source.seen_lines
        while number + 1 < len(lines):
            if "|" in lines[number] and {"|", "-"} <= set(lines[number + 1]) and RULER.fullmatch(lines[number + 1]):
                number = take_table(source, number)
            else:
                number += 1
    if "\t" in source.seen:
        for found in TAB_LINES.finditer(source.seen):
            source.tell("tabs", found.start())


def take_table(source: Snapshot, number: int) -> int:
    """Look at the rows of a table that begins at a line; give the line behind it."""
    lines = source.seen_lines
    head = lines[number].strip()
    bordered = head.startswith("|") or bool(BAR.search(head[-1:]))
    columns = len(find_bars(lines[number], bordered=bordered)) + 1
    first = number
    number += 2
    while number < len(lines) and lines[number].strip():
        if not BAR.search(lines[number]):
            part_from_table(source, number)
            break
        bars = find_bars(lines[number], bordered=bordered)
        surplus = bars[columns - 1 :]
        start = source.starts[number]
        if surplus and COMMENT.sub("", source.lines[number].text[surplus[0] + 1 :]).strip(" \t|"):
            source.edits += [Edit(start + at, start + at, "\\") for at in surplus]
            source.tell("cell", start + surplus[0])
        number += 1
    source.rows.update(range(first, number))
    return number


def part_from_table(source: Snapshot, number: int) -> None:
    """Have a line right below a table that divides no cells begin a paragraph."""
    start, line = source.starts[number], source.lines[number].text
    source.edits.append(Edit(start, start + len(line) - len(line.lstrip(" \t")), "\n"))


def find_bars(row: str, *, bordered: bool) -> list[int]:
    """Give where the lines between the cells of a row stand; those at its borders are none."""
    bars = [found.start(1) for found in BAR.finditer(row)]
    if bordered and bars and not row[: bars[0]].strip():
        bars = bars[1:]
    if bordered and bars and not row[bars[-1] + 1 :].strip():
        bars = bars[:-1]
    return bars
