"""Tables whose lines between cells are full-width -> the half-width signs that the library reads; judges no cell."""

from site_builder.late_patterns import compile_late
from site_builder.markdown.source.snapshot import Snapshot
from site_builder.markdown.source.table_cells import part_from_table
from site_builder.mends.mend import Edit

RULER = compile_late(r"[ \t]*[|｜][ |｜:：\-－—─]+[|｜][ \t]*")
HALF = {ord("｜"): "|", ord("："): ":", **dict.fromkeys(map(ord, "－—─"), "-")}


def find_wide_table_edits(source: Snapshot) -> None:
    """Write the lines of tables whose second row is the ruler of one."""
    if "｜" not in source.seen:
        return
    lines = source.seen_lines
    row = 0
    while row + 1 < len(lines):
        head, ruler = lines[row], lines[row + 1]
        if "｜" not in head + ruler or not has_bar(head) or not RULER.fullmatch(ruler):
            row += 1
            continue
        first = row
        while row < len(lines) and has_bar(lines[row]):
            signs = HALF if row == first + 1 else {ord("｜"): "|"}
            start = source.starts[row]
            source.edits += [
                Edit(start + at, start + at + 1, signs[ord(sign)])
                for at, sign in enumerate(lines[row])
                if ord(sign) in signs
            ]
            source.rows.add(row)
            row += 1
        if row < len(lines) and lines[row].strip():
            part_from_table(source, row)


def has_bar(line: str) -> bool:
    """Tell whether a line may be a row of a table."""
    return "|" in line or "｜" in line
