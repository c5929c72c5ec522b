"""A text whose numbers are taken apart by markup -> the text as readers see it, sign by sign; judges nothing."""

import re
from collections.abc import Iterable
from itertools import pairwise

from msgspec import Struct

from site_builder.checking.personal_data.numbers.surroundings import Span
from site_builder.late_patterns import compile_late

# Emphasis (not the stars of a mask), inline tags, comments, the brackets of links, and what shows nothing.
MARK = (
    r"(?:(?<!\*)\*{1,3}(?!\*)|__|~~|\^{1,2}|`{1,2}|\{[:#.][^{}\n]{0,60}\}|\\|\[|\]\([^()\n]{0,200}\)"
    r"|</?(?:b|i|u|s|a|em|strong|span|mark|font|code|small|del|ins|wbr|tspan)\b[^<>\n]{0,200}>|<!--[^<>\n]{0,200}-->"
    r"|&(?:nbsp|ensp|thinsp|shy|zwj|zwnj|#160|#8203|#xa0|#x200b);|[\u200b-\u200d\u2060\ufe0e\ufe0f\u20e3\ufeff\u00ad])"
)
# What ends with one part of a number and what begins with the next, where each stands in marks of its own.
PARTED = compile_late(rf"{MARK}+ {MARK}+")
# Within an address of mail nothing but these and what surrounds its sign.
NOTHING = r"(?:&(?:shy|zwj|zwnj|#8203|#x200b);|[\u200b-\u200d\u2060\ufeff\u00ad]|<wbr ?/?>)"
UNSEEN = "\u200b-\u200d\u2060\ufe0e\ufe0f\u20e3\ufeff\u00ad"
JOINT = compile_late(
    rf"[0-9号楼栋幢座元-] ?(?=[*_~^`{{\\\[\]<&{UNSEEN}])(?P<marks>{MARK}+(?: {MARK}+)?)(?= ?[0-9Xx*-])"
)
MAIL_JOINT = compile_late(
    rf"(?<=[A-Za-z0-9])(?!\*{{3}}@)(?:{MARK})+(?=@)|(?<=@)(?:{MARK})+(?=[A-Za-z0-9])"
    rf"|(?<=[A-Za-z0-9.]){NOTHING}+(?=[A-Za-z0-9.@])"
)
# What a text has in which one is: a mark right beside the sign, which is quick to look for, or what shows nothing.
MAIL_MARK = compile_late(rf"@(?:(?<=[*_~^`}}\\\[)>;{UNSEEN}]@)|(?=[*_~^`{{\\\[\]<&{UNSEEN}]))")
NOTHING_SIGNS = ("&", "<wbr", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad")
LONGEST = 240
# Numbers of a size are no parts of one: of those none begins with 0, and what measures stands behind, or all are round.
PART = compile_late("[0-9]+")
MEASURE = compile_late(r" ?(?:mm|cm|m\b|毫米|厘米|公分|米|规格|[*×xX])")


class JoinedText(Struct, frozen=True):
    """A text without the marks within its numbers: the signs that are left, where each stood, and where marks did."""

    text: str
    at: tuple[int, ...]
    marks: tuple[tuple[int, int], ...]


def has_joint(text: str, spans: Iterable[Span]) -> bool:
    """Tell whether marks stand within a number of a text, which has digits in spans, or within an address of mail."""
    if any(JOINT.search(text, *span) for span in spans):
        return True
    if "@" not in text or not (MAIL_MARK.search(text) or any(sign in text for sign in NOTHING_SIGNS)):
        return False
    return MAIL_JOINT.search(text) is not None


def join_numbers(text: str) -> JoinedText:
    """Take out the marks that stand within numbers."""
    marks = tuple(each.span("marks") for each in JOINT.finditer(text))
    if "@" in text:
        marks = tuple(sorted({*marks, *(each.span() for each in MAIL_JOINT.finditer(text))}))
    edges = (0, *(edge for span in marks for edge in span), len(text))
    pieces = tuple(pairwise(edges))[::2]
    at = tuple(n for start, end in pieces for n in range(start, end))
    return JoinedText("".join(text[start:end] for start, end in pieces), at, marks)


def find_original_span(whole: JoinedText, source: str, start: int, end: int) -> tuple[int, int] | None:
    """Give where a part stood, with the mark that belongs to one within; None where none is within.

    Two stars between three numbers may be a size (150*1200*2440) and no emphasis.
    """
    first, last = whole.at[start], whole.at[end - 1] + 1
    within = [source[a:b] for a, b in whole.marks if first < a and b < last]
    if not within or (within.count("*") > 1 and is_size(source, first, last)):
        return None
    if any(map(PARTED.fullmatch, within)):
        before = re.search(rf"{MARK}+\Z", source[max(0, first - LONGEST) : first])
        behind = re.compile(rf"{MARK}+").match(source, last)
        return first - len(before[0]) if before else first, behind.end() if behind else last
    paired = [mark for mark in within if mark[0] in "*_~^`[]<" and not mark.startswith("<!")]
    if len(paired) % 2:
        before = re.search(rf"{MARK}\Z", source[max(0, first - LONGEST) : first])
        behind = re.compile(MARK).match(source, last)
        if before and is_pair(before[0], paired[0]):
            return before.start() + max(0, first - LONGEST), last
        if behind and is_pair(paired[-1], behind[0]):
            return first, behind.end()
    return first, last


def is_size(source: str, first: int, last: int) -> bool:
    """Tell whether numbers between stars say how large something is."""
    parts = PART.findall(source, first, last)
    if any(each.startswith("0") for each in parts):
        return False
    return MEASURE.match(source, last) is not None or all(each[-1] in "05" for each in parts)


def is_pair(one: str, other: str) -> bool:
    """Tell whether a mark opens what another closes."""
    if one.startswith("<"):
        return other.startswith("</") and one[1:].startswith(other[2:-1])
    return other.startswith("](") if one == "[" else one == other
