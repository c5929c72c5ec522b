"""A text whose numbers are taken apart by markup -> the text as readers see it, sign by sign; judges nothing."""

import re
from itertools import pairwise

from msgspec import Struct

# Emphasis (not the stars of a mask), inline tags, comments, the brackets of links, and what shows nothing.
MARK = (
    r"(?:(?<!\*)\*{1,3}(?!\*)|__|~~|`{1,2}|\\|\[|\]\([^()\n]{0,200}\)"
    r"|</?(?:b|i|u|s|a|em|strong|span|mark|font|code|small|del|ins|wbr|tspan)\b[^<>\n]{0,200}>|<!--[^<>\n]{0,200}-->"
    r"|&(?:nbsp|ensp|thinsp|shy|zwj|zwnj|#160|#8203|#xa0|#x200b);|[\u200b-\u200d\u2060\ufeff\u00ad])"
)
JOINT = re.compile(rf"[0-9号楼栋幢座元-] ?(?P<marks>{MARK}+)(?= ?[0-9Xx-])")
LONGEST = 240


class JoinedText(Struct, frozen=True):
    """A text without the marks within its numbers: the signs that are left, where each stood, and where marks did."""

    text: str
    at: tuple[int, ...]
    marks: tuple[tuple[int, int], ...]


def join_numbers(text: str) -> JoinedText:
    """Take out the marks that stand within numbers."""
    marks = tuple(each.span("marks") for each in JOINT.finditer(text))
    edges = (0, *(edge for span in marks for edge in span), len(text))
    pieces = tuple(pairwise(edges))[::2]
    at = tuple(n for start, end in pieces for n in range(start, end))
    return JoinedText("".join(text[start:end] for start, end in pieces), at, marks)


def find_original_span(whole: JoinedText, source: str, start: int, end: int) -> tuple[int, int] | None:
    """Give where a part stood, with the mark that belongs to one within; None where none is within.

    Two stars between three numbers are a size (150*1200*2440) and no emphasis.
    """
    first, last = whole.at[start], whole.at[end - 1] + 1
    within = [source[a:b] for a, b in whole.marks if first < a and b < last]
    if not within or within.count("*") > 1:
        return None
    paired = [mark for mark in within if mark[0] in "*_~`[]<" and not mark.startswith("<!")]
    if len(paired) % 2:
        before = re.search(rf"{MARK}\Z", source[max(0, first - LONGEST) : first])
        behind = re.compile(MARK).match(source, last)
        if before and is_pair(before[0], paired[0]):
            return before.start() + max(0, first - LONGEST), last
        if behind and is_pair(paired[-1], behind[0]):
            return first, behind.end()
    return first, last


def is_pair(one: str, other: str) -> bool:
    """Tell whether a mark opens what another closes."""
    if one.startswith("<"):
        return other.startswith("</") and one[1:].startswith(other[2:-1])
    return other.startswith("](") if one == "[" else one == other
