"""What a Word file says of itself: title, day of signing, document number, headings only typed; changes no words.

The form of official documents is that of GB/T 9704-2012: the letterhead and the document number (sections 7.2.4,
7.2.5), the title (7.3.1), levels numbered 一、（一）1.（1） (7.3.3), the day of signing in figures at the end (7.3.5).
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from site_builder.front_matter.dates_in_words import parse_day, remove_spaces
from site_builder.urls import is_han
from site_builder.word_import.blocks import DocxBlock

HEAD = 12
LONGEST_TITLE, LONGEST_HEADING = 100, 40
NUMBER = re.compile(
    r"(?P<of>[^\W\d_][^\s〔\[（(【]{0,19})\s*[〔\[［（(【]\s*(?P<year>\d{4})\s*[〕\]］）)】]\s*(?P<number>\d{1,4})\s*号"
    r"(?P<signatory>\s+签发人.*)?"
)
# What ends a sentence, or tells that words go on behind a colon, is no heading.
SENTENCE = re.compile(r"[。；;！？!?]|[，、,：:]$|[：:].")
TYPED = (
    (1, re.compile(r"第[一二三四五六七八九十百〇零\d]+[章编部篇](?:\s|　|$).*")),
    (2, re.compile(r"第[一二三四五六七八九十百〇零\d]+节(?:\s|　|$).*")),
    (3, re.compile(r"[一二三四五六七八九十]{1,3}[、．.]\s*\S.*")),
    (4, re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]\s*\S.*")),
)
# The level of paragraphs that are bold and nothing else, below those of TYPED.
BELOW_TYPED = 5


class RecognisedParts(Struct, frozen=True):
    """What a document seems to be called and to be, and the blocks that are left for its text.

    `letterhead` is what was taken away above the title.
    """

    blocks: tuple[DocxBlock, ...]
    title: str = ""
    written: date | None = None
    document_number: str = ""
    letterhead: tuple[str, ...] = ()


def recognise(blocks: Sequence[DocxBlock], title: str = "") -> RecognisedParts:
    """Guess; `title` is known beforehand or empty."""
    found = [each for each in blocks if each.table or each.text or each.element.find(".//img") is not None]
    rest, number, letterhead = remove_letterhead(found)
    lines = find_title_lines(rest)
    guessed = join_lines([each.text for each in lines])
    if title and remove_spaces(guessed) != remove_spaces(title):
        lines = [each for each in rest[:1] if remove_spaces(each.text) == remove_spaces(title)]
    body = mark_headings([each for each in rest if each not in lines])
    return RecognisedParts(tuple(body), title or guessed, find_signing_day(body), number, letterhead)


def remove_letterhead(blocks: list[DocxBlock]) -> tuple[list[DocxBlock], str, tuple[str, ...]]:
    """Take away the document number near the top, and the letterhead above it."""
    for place, each in enumerate(blocks[:HEAD]):
        found = None if each.table else NUMBER.fullmatch(each.text)
        if found:
            above = [b for b in blocks[:place] if not b.table]
            heads = [b for b in above if b.text.endswith("文件") or not b.kind.size or b.kind.size >= LARGE]
            number = f"{found['of']}〔{found['year']}〕{int(found['number'])}号"
            rest = [b for b in blocks if b is not each and b not in heads]
            signatory = (found["signatory"] or "").strip()
            return rest, number, tuple(filter(None, (*(b.text for b in heads), signatory)))
    return blocks, "", ()


# Letterheads are set in 22 points or more, in half-points.
LARGE = 44


def find_title_lines(blocks: list[DocxBlock]) -> list[DocxBlock]:
    """Find the paragraphs that are the title: by style, as the largest in the middle, as the only first heading."""
    head = [each for each in blocks[:HEAD] if each.text and not each.table]
    styled = [each for each in head if each.kind.title]
    if styled:
        return collect_run(head, styled[0], lambda each: each.kind.title)
    centred = [each for each in head if each.kind.align == "center" and not each.kind.level and not is_aside(each)]
    if centred and head.index(centred[0]) <= 1:
        size = max(each.kind.size for each in centred)
        first = next(each for each in centred if each.kind.size == size)
        same = collect_run(head, first, lambda each: each in centred and each.kind.size == size)
        if sum(len(each.text) for each in same) <= LONGEST_TITLE:
            return same
    if not head:
        return []
    first = head[0]
    alone = first.kind.level and sum(each.kind.level == first.kind.level for each in blocks) == 1
    plain = not first.kind.level and not first.kind.item and len(first.text) <= LONGEST_TITLE // 2
    short = plain and not re.search(r"[。；;！？!?，,：:]$", first.text) and len(blocks) > 1
    return [first] if (alone or short) and not find_typed_level(first) else []


def collect_run(head: list[DocxBlock], first: DocxBlock, belongs: object) -> list[DocxBlock]:
    """Take a paragraph and those directly behind it that belong to it."""
    lines: list[DocxBlock] = []
    for each in head[head.index(first) :]:
        if not callable(belongs) or not belongs(each):
            break
        lines.append(each)
    return lines


def is_aside(block: DocxBlock) -> bool:
    """Tell whether a centred line is no part of a title: a day in brackets, an author."""
    return bool(re.fullmatch(r"[（(].*[）)]", block.text)) or parse_day(block.text) is not None


def join_lines(lines: Sequence[str]) -> str:
    """Join the lines of a title; Chinese needs no space between them."""
    text = ""
    for line in lines:
        wide = (
            text and line and (is_han(text[-1]) or text[-1] in "、，）》”") and (is_han(line[0]) or line[0] in "（《“")
        )
        text += line if wide or not text else f" {line}"
    return text


def mark_headings(blocks: list[DocxBlock]) -> list[DocxBlock]:
    """Make headings of short paragraphs with text below that begin with a typed number, or are nothing but bold.

    The highest is level 1. Bold ones count only where no style makes a heading: they stand above those with numbers if
    one comes first, else below.
    """
    styled = [each.kind.level for each in blocks if each.kind.level]
    levels = {id(each): find_typed_level(each) for each in blocks}
    for each in find_bold_headings(blocks, levels) if not styled else ():
        levels[id(each)] = BELOW_TYPED
    for level in {each for each in levels.values() if each}:
        places = [number for number, each in enumerate(blocks) if levels[id(each)] == level]
        bare = [n for n in places if n + 1 == len(blocks) or 0 < levels[id(blocks[n + 1])] <= level]
        if len(bare) == len(places) and not any(blocks[n].kind.level for n in places):
            levels |= {id(blocks[n]): 0 for n in places}
    order = [level for each in blocks if (level := levels[id(each)]) and not each.kind.level]
    typed = sorted(set(order), key=lambda level: 0 if level == order[0] == BELOW_TYPED else level)
    below = max(styled, default=0)
    new = {level: below + place + 1 for place, level in enumerate(typed)}
    made: list[DocxBlock] = []
    above = 0
    for each in blocks:
        guessed = new.get(levels[id(each)], 0)
        level = each.kind.level or (min(guessed, above + 1) if above else guessed)
        above = level or above
        made.append(make_heading(each, level) if level else each)
    highest = min((each.kind.level for each in made if each.kind.level), default=1)
    return [make_heading(each, each.kind.level - highest + 1) if each.kind.level else each for each in made]


def find_bold_headings(blocks: Sequence[DocxBlock], levels: dict[int, int]) -> Iterator[DocxBlock]:
    """Find short paragraphs that are nothing but bold, each above a paragraph that is not; `levels` are those typed."""
    short = (can_be_heading(each) and not levels[id(each)] and not each.text.endswith(".") for each in blocks)
    bold = [each_short and is_bold(each.element) for each_short, each in zip(short, blocks, strict=True)]
    for each, here, following, below in zip(blocks, bold, bold[1:], blocks[1:], strict=False):
        if here and not following and not each.kind.item and below.kind.align != "right":
            yield each


def is_bold(element: Any, *, inside: bool = False) -> bool:
    """Tell whether all text of an element is bold."""
    inside = inside or element.tag == "strong"
    own = inside or not (element.text or "").strip()
    return own and all(
        is_bold(child, inside=inside) and (inside or not (child.tail or "").strip()) for child in element
    )


def make_heading(block: DocxBlock, level: int) -> DocxBlock:
    """Make a block a heading."""
    return replace(block, kind=replace(block.kind, level=level, align="", item=""))


def find_typed_level(block: DocxBlock) -> int:
    """Give the level that a typed number at the start of a short paragraph says, from 1; 0 for text."""
    return next((level for level, pattern in TYPED if pattern.fullmatch(block.text)), 0) if can_be_heading(block) else 0


def can_be_heading(block: DocxBlock) -> bool:
    """Tell whether a paragraph is as short as a heading, and no sentence."""
    text = block.text
    wrong = block.table or block.kind.align == "right" or len(text) > LONGEST_HEADING
    return bool(text) and not wrong and not SENTENCE.search(text)


def find_signing_day(blocks: Sequence[DocxBlock]) -> date | None:
    """Find the day of signing: the last paragraph that is nothing but a day, one at the right before any other."""
    days = [(each, day) for each in blocks if not each.table and (day := parse_day(each.text)) is not None]
    right = [day for each, day in days if each.kind.align == "right"]
    return right[-1] if right else days[-1][1] if days else None
