"""Full-width signs where Markdown has half-width ones -> the latter, where they are whole; all others are text."""

import re

from site_builder.late_patterns import compile_late
from site_builder.markdown.source.addresses import is_address, is_picture
from site_builder.markdown.source.indentation import HEADING, UNDERLINE
from site_builder.markdown.source.snapshot import Snapshot
from site_builder.markdown.source_positions import blank_spans, blank_text
from site_builder.mends.mend import Edit

WIDE_HEADING = compile_late(
    r"^(＃{1,6}(?![＃0-9０-９]))([ 　]*)(?=[^＃#\s])([^\n]*?)([ 　]+＃+|(?<!＃)(?=＃＃)\1)?[ \t]*$", re.MULTILINE
)
ANY_SIGN = compile_late("[＊［］（！＞－｜｀]")
STRONG = compile_late(r"(?<![＊\\])(＊＊)(?=[^\s＊])([^＊\n]*)(?<![\s\\])(＊＊)(?!＊)")
CODE = compile_late(r"(?<![｀\\])(｀)[^｀\n]+(｀)(?!｀)")
LINK = compile_late(r"([!！]?)(?<!\\)([\[［])[^\[\]［］\n]*(?<!\\)([\]］][(（])([^（）()\s]+)([）)])")
# The address and title of a link; a tag.
PLAIN = compile_late(r"\]\([^()\n]*\)|<[^<>\n]*>")
TAG = compile_late(r"<[^<>\n]*>")
BRACKET = compile_late(r"(?<!\\)(?:([!！]?)[\[［]|[\]］](?=([(（\[])?))")
LINE_SIGN = compile_late(r" {0,3}(?:(＞)[ 　]?|(－)[ 　]+)(?=\S)")
BULLET = compile_late(r" {0,3}[-*+][ \t]")


def find_wide_sign_edits(source: Snapshot) -> None:
    """Find full-width signs of emphasis, code, links, pictures, quotations and lists."""
    if source.seen.isascii() or not ANY_SIGN.search(source.seen):
        return
    pictures, links = find_words(source.seen)
    text = blank_spans(source.seen, pictures)
    for found in STRONG.finditer(PLAIN.sub(lambda found: blank_text(found[0]), text)):
        inner = source.seen[found.start(2) : found.end(2)]
        if TAG.sub("", inner).strip() and is_balanced(inner) and not crosses_cells(source, found):
            # Half-width signs might find another partner than tags do; but only those may have attributes.
            start, end = text.rfind("\n\n", 0, found.start()) + 1, text.find("\n\n", found.end())
            paragraph = source.seen[start : end if end >= 0 else None]
            plain = text.startswith("{", found.end()) and "*" not in paragraph
            signs = ("**", "**") if plain else ("<strong>", "</strong>")
            source.edits += [Edit(*found.span(1), signs[0]), Edit(*found.span(3), signs[1])]
    for found in CODE.finditer(source.seen):
        source.edits += [Edit(*found.span(1), "`"), Edit(*found.span(2), "`")]
    for found in LINK.finditer(text):
        # A link within the words of another one is text.
        if crosses_cells(source, found):
            continue
        if found[1] or not any(start <= found.start() < end for start, end in links):
            add_link_edits(source, found)
    add_line_edits(source)


def find_words(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Give where the words of pictures stand, and those of links with half-width signs."""
    pictures: list[tuple[int, int]] = []
    links: list[tuple[int, int]] = []
    unclosed: list[tuple[int, bool]] = []
    for found in BRACKET.finditer(text):
        if found[0][-1] in "[［":
            unclosed.append((found.end(), bool(found[1])))
        elif unclosed:
            start, picture = unclosed.pop()
            spans = pictures if picture else links
            if found[2] and (picture or text.startswith("](", found.start())):
                while spans and spans[-1][0] >= start:
                    spans.pop()
                spans.append((start, found.start()))
    return pictures, links


def crosses_cells(source: Snapshot, found: re.Match[str]) -> bool:
    """Tell whether a part of a line has its beginning in one cell of a table and its end in another."""
    return "|" in source.seen[found.start() : found.end()] and source.find_line(found.start()) in source.rows


def is_balanced(text: str) -> bool:
    """Tell whether each bracket of a text has its partner there."""
    depth = 0
    for found in BRACKET.finditer(text):
        depth += 1 if found[0][-1] in "[［" else -1
        if depth < 0:
            return False
    return not depth


def add_line_edits(source: Snapshot) -> None:
    """Write the signs of quotations, and of lists where one begins or goes on."""
    may_begin = True
    for number, line in enumerate(source.seen_lines):
        found = None if number in source.rows else LINE_SIGN.match(line)
        if found and found[2] and UNDERLINE.match("".join(source.seen_lines[number + 1 : number + 2])):
            found = None  # A heading.
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
    worded = found.string[found.end(2) : found.start(3)].strip() or found[1]
    if signs.isascii() or not whole or not worded or not is_address(found[4]):
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
