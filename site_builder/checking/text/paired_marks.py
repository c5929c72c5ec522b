"""Quotation marks, title marks and brackets of Chinese text that have no partner or stand the wrong way round.

A quotation of several paragraphs opens in each and closes in the last; `1）` and faces such as `:）` close nothing.
"""

import re
from collections.abc import Iterator
from functools import cache

from site_builder.checking.readable_text import NOTHING, ReadableText
from site_builder.checking.text.lines import find_line_at, is_rather_han
from site_builder.late_patterns import compile_late
from site_builder.problem import Problem

# What opens, what closes, and the half-width signs that are taken for their partners (another check tells of those).
PAIRS = (("“", "”", ""), ("《", "》", ""), ("（", "）", "()"), ("【", "】", "[]"))
# Where a paragraph, a row, an entry of a list ends.
PARAGRAPH_END = compile_late(r"\n[ \t]*(?:\n|(?=[|>#*+-]|\d+[.、．]))")
ENUMERATION = compile_late(r"(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[a-zA-Z]|[①-⑳])\Z")
LONGEST_NUMBER = 3


def check_pairs(readable: ReadableText) -> Iterator[Problem]:
    """Find marks without their partner."""
    if readable.is_wide:
        yield from readable.run_check(lambda text: check_pairs_in_text(readable, text))


def check_pairs_in_text(readable: ReadableText, text: str) -> Iterator[Problem]:
    """Find such marks in a text."""
    for pair in PAIRS:
        if pair[0] in text or pair[1] in text:
            for at, turned in find_lone_marks(text, *pair):
                if is_rather_han(find_line_at(text, at)):
                    message = (
                        "the marks {written} stand the wrong way round" if turned else '"{written}" has no partner'
                    )
                    hint = "write {right}" if turned else "write the one that is missing, or take this one out"
                    written = f"{pair[1]}…{pair[0]}" if turned else text[at]
                    values = {"written": written, "right": f"{pair[0]}…{pair[1]}"}
                    yield readable.make_problem("warning", "punctuation", at, message, hint, **values)


@cache
def compile_marks(marks: str) -> re.Pattern[str]:
    """Give any of some marks."""
    return re.compile(f"[{re.escape(marks)}]")


def find_lone_marks(text: str, first: str, last: str, half: str) -> Iterator[tuple[int, bool]]:
    """Give where marks stand that have no partner in their paragraph, and whether they are merely turned round."""
    found = compile_marks(first + last + half).finditer(text)
    marks = [each for each in found if not (each[0] == ")" and text[each.start() - 1 : each.start()] == NOTHING)]
    opened: list[int] = []
    skip = -1
    for number, mark in enumerate(marks):
        end = PARAGRAPH_END.search(text, marks[number - 1].start(), mark.start()) if number else None
        if end:
            yield from list_unclosed(text, opened, first) if not goes_on(text, mark, end, first) else ()
            opened = []
        if number == skip:
            continue
        if mark[0] in {first, *half[:1]}:
            opened.append(mark.start())
        elif opened:
            opened.pop()
        elif mark[0] == last and not is_sign_of_its_own(mark, last):
            behind = marks[number + 1] if number + 1 < len(marks) else None
            turned = behind is not None and behind[0] == first and is_turned(text, mark, behind, marks[number + 2 :])
            skip = number + 1 if turned else -1
            yield mark.start(), turned
    yield from list_unclosed(text, opened, first)


def list_unclosed(text: str, opened: list[int], first: str) -> Iterator[tuple[int, bool]]:
    """Give where marks stand that nothing closes; of each two the second, which was meant to close."""
    places = [at for at in opened if text[at] == first]
    for at in places[1::2] if len(places) % 2 == 0 else places:
        yield at, False


def is_turned(text: str, mark: re.Match[str], behind: re.Match[str], rest: list[re.Match[str]]) -> bool:
    """Tell whether a closing mark and the opening one behind it are a pair the wrong way round."""
    end = PARAGRAPH_END.search(text, mark.end())
    last = end.start() if end else len(text)
    within = [each[0] for each in rest if each.start() < last]
    return behind.start() < last and within.count(mark[0]) == within.count(behind[0])


def is_sign_of_its_own(mark: re.Match[str], last: str) -> bool:
    """Tell whether a closing bracket belongs to a number (1）) or to a face."""
    if mark[0] not in {"）", ")"} or last != "）":
        return False
    before = mark.string[max(0, mark.start() - LONGEST_NUMBER) : mark.start()]
    return before.endswith((":", "：", ";", "^", "-", "－")) or (
        ENUMERATION.search(before) is not None and "（" not in before and "(" not in before and is_at_beginning(mark)
    )


def is_at_beginning(mark: re.Match[str]) -> bool:
    """Tell whether what stands before a mark begins a line or follows a sign that ends a clause or a number."""
    before = mark.string[: mark.start()].rstrip("0123456789一二三四五六七八九十abcdefghABCDEFGH①②③④⑤⑥⑦⑧⑨⑩")
    return not before or before[-1] in "\n ，。；：:;、|*>#-　）)"


def goes_on(text: str, mark: re.Match[str], end: re.Match[str], first: str) -> bool:
    """Tell whether a quotation goes on in the next paragraph, which opens it anew."""
    return first == "“" and text[end.end() : mark.start()].strip() == "" and mark[0] == first
