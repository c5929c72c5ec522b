"""Numbers at the beginnings of lines that leave one out: 一、 and then 三、; judges no list that Markdown counts."""

from collections.abc import Iterator

from site_builder.checking.readable_text import ReadableText
from site_builder.checking.text.written_dates import parse_han_number
from site_builder.late_patterns import compile_late
from site_builder.problem import Problem

HAN = "一二三四五六七八九十"
NUMBER = compile_late(
    rf"[ \t\u3000]*(?:[#>*]+[ ]*)?(?:\*\*)?(?:第(?P<article>[{HAN}]{{1,3}})(?P<of>[条章节])"
    rf"|(?P<chapter>[{HAN}]{{1,3}})、"
    rf"|[（(](?P<section>[{HAN}]{{1,3}})[）)]|(?P<point>\d{{1,2}})[.、．](?![\d年月])|[（(](?P<item>\d{{1,2}})[）)])"
)
BEGINNINGS = frozenset(f"第（(#>*0123456789 \t\u3000{HAN}")
COUNTED = -1
# Which kinds begin anew below another.
KINDS = ("article", "chapter", "section", "point", "item")


def check_numbering(readable: ReadableText) -> Iterator[Problem]:
    """Find numbers that leave one out."""
    if any(each in readable.raw_text for each in ("、", "）", ")", ".", "．", "第")):
        yield from readable.run_check(lambda text: check_numbering_in_text(readable, text))


def check_numbering_in_text(readable: ReadableText, text: str) -> Iterator[Problem]:
    """Find such numbers in a text."""
    last: dict[str, int] = {}
    at = 0
    for line in text.split("\n"):
        found = NUMBER.match(line) if line[:1] in BEGINNINGS else None
        if found:
            kind = next(each for each in KINDS if found[each])
            written = found[kind]
            number = int(written) if written.isdecimal() else parse_han_number(written)
            key = kind + (found["of"] or "")
            before = last.get(key, 0)
            if before > 0 and number == before + 2:
                message, hint = "the numbering goes from {before} to {written}", "write {right}, or what is missing"
                shown = {"before": name_number(before, written), "right": name_number(before + 1, written)}
                start = at + found.start(kind)
                yield readable.make_problem("warning", "numbering", start, message, hint, written=written, **shown)
            # A list that counts 1. 1. 1. is counted by Markdown.
            last[key] = COUNTED if before in {number, COUNTED} else number
            for lower in KINDS[KINDS.index(kind) + 1 :]:
                last.pop(lower, None)
        at += len(line) + 1


def name_number(number: int, like: str) -> str:
    """Write a number in the numerals of another."""
    if like.isdecimal():
        return str(number)
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else HAN[tens - 1]) + "十" if tens else ""
    return ten + (HAN[ones - 1] if ones else "")
