"""Full-width signs where Markdown has half-width ones -> the latter, where they are whole; all others are text."""

import re

from site_builder.late_patterns import compile_late
from site_builder.markdown.source.addresses import is_address, is_picture
from site_builder.markdown.source.snapshot import Snapshot
from site_builder.markdown.source_positions import blank_text
from site_builder.mends.mend import Edit

WIDE_HEADING = compile_late(
    r"^(＃{1,6})([ 　]*)(?=[^＃#0-9０-９\s])([^\n]*?)([ 　]+＃+|(?<!＃)(?=＃＃)\1)?[ \t]*$", re.MULTILINE
)
ANY_SIGN = compile_late("[＊［］（！＞－｜｀]")
STRONG = compile_late(r"(?<![＊\\])(＊＊)(?=[^\s＊*])[^＊*\n]*(?<=\S)(＊＊)(?!＊)")
CODE = compile_late(r"(?<![｀\\])(｀)[^｀\n]+(｀)(?!｀)")
LINK = compile_late(r"([!！]?)(?<!\\)([\[［])[^\[\]［］\n]*([\]］][（(])([^（）()\s]+)([）)])")
# What stands behind a link within the words of another one, where it is text.
OUTER_LINK = compile_late(r"[^\[\]［］\n]*\]\(")
# The words of a picture; the address and title of a link.
PLAIN = compile_late(r"[!！][\[［][^\[\]［］\n]*[\]］]|\]\([^()\n]*\)")
LINE_SIGN = compile_late(r" {0,3}(?:(＞)[ 　]?|(－)[ 　]+)(?=\S)")
# A heading ends where its line does, so that a list may begin right below.
HEADING = compile_late(r" {0,3}(?:#{1,6}(?![#0-9０-９])|＃{1,6}(?![＃#0-9０-９]))[ 　]*\S")
BULLET = compile_late(r" {0,3}[-*+][ \t]")


def find_wide_sign_edits(source: Snapshot) -> None:
    """Find full-width signs of emphasis, code, links, pictures, quotations and lists."""
    if source.seen.isascii() or not ANY_SIGN.search(source.seen):
        return
    worded = PLAIN.sub(lambda found: blank_text(found[0]), source.seen)
    for pattern, sign, text in ((STRONG, "**", worded), (CODE, "`", source.seen)):
        for found in pattern.finditer(text):
            source.edits += [Edit(*found.span(1), sign), Edit(*found.span(2), sign)]
    for found in LINK.finditer(source.seen):
        add_link_edits(source, found)
    add_line_edits(source)


def add_line_edits(source: Snapshot) -> None:
    """Write the signs of quotations, and of lists where one begins or goes on."""
    may_begin = True
    for number, line in enumerate(source.seen_lines):
        found = None if number in source.rows else LINE_SIGN.match(line)
        start = source.starts[number]
        if found and found[1]:
            source.edits.append(Edit(start + found.start(1), start + found.end(), "> "))
        elif found and may_begin:
            source.edits.append(Edit(start + found.start(2), start + found.end(), "- "))
        elif line.strip() and not (may_begin and BULLET.match(line)):
            may_begin = False
        may_begin = may_begin or not line.strip() or (number not in source.rows and HEADING.match(line) is not None)


def add_link_edits(source: Snapshot, found: re.Match[str]) -> None:
    """Write the signs of a link or a picture; round brackets make one only around an address."""
    signs = found[1] + found[2] + found[3] + found[5]
    whole = (found[2] == "[") == (found[3][0] == "]")
    if (
        signs.isascii()
        or not whole
        or not is_address(found[4])
        or (not found[1] and OUTER_LINK.match(found.string, found.end()))
    ):
        return
    if found[1] == "！" and is_picture(found[4]):
        source.edits.append(Edit(*found.span(1), "!"))
    source.edits += [Edit(*found.span(2), "["), Edit(*found.span(3), "]("), Edit(*found.span(5), ")")]


def find_heading_edits(source: Snapshot) -> None:
    """Find headings that begin with full-width signs."""
    if "＃" in source.seen:
        for found in WIDE_HEADING.finditer(source.seen):
            if source.rows and source.find_line(found.start()) in source.rows:
                continue
            source.edits.append(Edit(found.start(1), found.end(2), "#" * len(found[1]) + " "))
            if found[4]:
                source.edits.append(Edit(*found.span(4), ""))
