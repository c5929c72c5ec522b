"""Full-width signs where Markdown has half-width ones (`＃ `, `＊＊…＊＊`, `[…]（…）`): finds them, rewrites no text.

Whether such a sign is read as Markdown or as text, the converter decides: what is found here may be either.
"""

import re
from collections.abc import Iterator

from site_builder.markdown.source_positions import blank_code
from site_builder.mends.mend import Edit, Mend, MendableText

# Full-width forms stand as far from their signs as all others of the block (Unicode, Halfwidth and Fullwidth Forms).
DISTANCE = 0xFEE0
WIDE_SIGNS = "＃＊＿～｀＞－＋＝｜！［］（）：＾．０１２３４５６７８９"
HALF_WIDTH = {ord(sign): ord(sign) - DISTANCE for sign in WIDE_SIGNS} | {ord("　"): ord(" ")}
ANY_WIDE_SIGN = re.compile("[＃＊＿～｀＞－＋｜！［］（＾．）]")
# Every group is what may have to be rewritten; all of one match belongs together.
LINES = (
    re.compile(r"^ {0,3}([#＃]{1,6}(?![#＃])[ 　]?)", re.MULTILINE),
    re.compile(r"^ {0,3}[#＃][^\n]*[ 　]([#＃]+)[ \t]*$", re.MULTILINE),
    re.compile(r"^[ ]*((?:[>＞][ 　]?)+)", re.MULTILINE),
    re.compile(r"^[ \t]*([-－*＊+＋][ 　\t])", re.MULTILINE),
    re.compile(r"^[ \t]*([0-9０-９]{1,9}[.．][ 　\t]?)", re.MULTILINE),
    re.compile(r"^ {0,3}((?:[-－][ ]*){3,}|(?:[*＊][ ]*){3,}|(?:[_＿][ ]*){3,})$", re.MULTILINE),
    re.compile(r"^ {0,3}([\[［][\^＾]?)[^\[\]［］\n]+([\]］][:：][ 　]?)", re.MULTILINE),
)
SPANS = (
    *(
        re.compile(
            rf"(?<![{signs}])([{signs}]{{{count}}})(?=[^\s{signs}])[^\n{signs}]*(?<=\S)([{signs}]{{{count}}})(?![{signs}])"
        )
        for signs, most in (("*＊", 3), ("_＿", 3), ("~～", 2), ("`｀", 2))
        for count in range(most, 0, -1)
    ),
    re.compile(r"([!！]?[\[［])[^\[\]［］\n]*([\]］][(（])[^()（）\s]*([)）])"),
    re.compile(r"([\[［][\^＾])[^\[\]［］\s]+([\]］])"),
)
FENCE = re.compile(r"^[ ]*(`{3,}|｀{3,}|~{3,}|～{3,})", re.MULTILINE)
ROWS = re.compile(r"(?:^[^\n]*[|｜][^\n]*(?:\n|\Z)){2,}", re.MULTILINE)
RULER = re.compile(r"[ |｜:：\-－]+")


def find_full_width_mends(source: MendableText) -> Iterator[Mend]:
    """Find full-width signs that may be Markdown."""
    start = source.start
    if not start or not ANY_WIDE_SIGN.search(source.text, start):
        return
    text = blank_code(source.text, start)
    taken = 0
    found = [find_group_edits(each) for pattern in (*LINES, *SPANS) for each in pattern.finditer(text, start)]
    found += [find_row_edits(each) for each in ROWS.finditer(text, start)]
    fences = iter(FENCE.finditer(text, start))
    found += [find_group_edits(one) + find_group_edits(other) for one, other in zip(fences, fences, strict=False)]
    for edits in sorted(filter(None, found)):
        if edits[0].start >= taken:
            taken = edits[-1].end
            yield Mend(edits, "full-width signs of Markdown")


def find_group_edits(found: re.Match[str]) -> tuple[Edit, ...]:
    """Give the half-width signs for what the groups of a match hold."""
    spans = (found.span(n) for n in range(1, len(found.groups()) + 1) if found[n])
    return tuple(edit for start, end in spans for edit in find_wide_signs(found.string, start, end))


def find_row_edits(found: re.Match[str]) -> tuple[Edit, ...]:
    """Give the half-width signs for what divides the cells of a table."""
    edits: list[Edit] = []
    at = found.start()
    for row in found[0].splitlines(keepends=True):
        signs = None if RULER.fullmatch(row.strip()) else "｜"
        edits += find_wide_signs(found.string, at, at + len(row), signs)
        at += len(row)
    return tuple(edits)


def find_wide_signs(text: str, start: int, end: int, signs: str | None = None) -> Iterator[Edit]:
    """Give the half-width sign for each full-width one of a span, or for some of them."""
    for at in range(start, end):
        if ord(text[at]) in HALF_WIDTH and (signs is None or text[at] in signs):
            yield Edit(at, at + 1, chr(HALF_WIDTH[ord(text[at])]))
