"""Signs of headings, links, boxes, lists and code that hold nothing -> told, taken away or escaped; moves no words."""

import re

from site_builder.late_patterns import compile_late
from site_builder.markdown.source.snapshot import Snapshot
from site_builder.mends.mend import Edit

HEADING = compile_late(r"^ {0,3}(#{1,6})[ \t]*$", re.MULTILINE)
LINK = compile_late(r"(?<![!\\])(\[[ \t]*\])\((?:\s*[^)\s][^)\n]*(?:\n[^)\n]+)*)?\)")
BOX = compile_late(
    r"^(!!![ ]?[A-Za-z]\w*(?:[ ]+\w+)*)[ \t]*(?:\"[^\n]*\")?[ \t]*$(?!\n(?:[ \t]*\n)*(?: {4}|\t))", re.MULTILINE
)
EMPTY_ENTRY = compile_late(r"[ \t]*[-*+][ \t]*")
ENTRY = compile_late(r"[ \t]*[-*+－][ \t　]+\S")


def find_empty_marks(source: Snapshot) -> None:
    """Find signs of Markdown without anything that they are for."""
    for what, sign, pattern in (("no-heading", "#", HEADING), ("no-words", "](", LINK), ("no-box", "!!!", BOX)):
        if sign in source.seen:
            for found in pattern.finditer(source.seen):
                source.tell(what, found.start(1), found[1])
    drop_empty_entries(source)
    keep_loose_backticks(source)


def drop_empty_entries(source: Snapshot) -> None:
    """Leave out entries of a list with nothing in them: below another one, `-` would make a heading of it."""
    lines = source.seen_lines
    for number, line in enumerate(lines):
        if not line or line.strip() not in {"-", "*", "+"} or not EMPTY_ENTRY.fullmatch(line):
            continue
        above = lines[number - 1] if number else ""
        below = lines[number + 1] if number + 1 < len(lines) else ""
        if ENTRY.match(above) or ENTRY.match(below):
            start = source.starts[number]
            source.edits.append(Edit(start, start + len(line), ""))


def keep_loose_backticks(source: Snapshot) -> None:
    """Keep backticks that have no partner: the library would find code in `` ``a` ``, and some that ends elsewhere."""
    for start, end in source.backticks:
        if source.seen.startswith("`", start):
            source.edits += [Edit(at, at, "\\") for at in range(start, end)]
