"""Numbers at the beginnings of lines and clauses that leave one out (一、 and then 三、); judges no other list."""

from collections.abc import Iterator

from site_builder.checking.readable_text import ReadableText
from site_builder.checking.text.dates.written_dates import parse_han_number
from site_builder.checking.text.list_entries import find_gaps_in_lines, find_gaps_in_lists
from site_builder.late_patterns import compile_late
from site_builder.problem import Problem

HAN = "一二三四五六七八九十"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
LETTERS = "abcdefgh"
# Of a line, with the end of that before it: that one sign is quick to look for.
NUMBER = compile_late(
    rf"\n[ \t\u3000]*(?:[#>*]+[ ]*)?(?:\*\*)?(?=[第（(\d{HAN}{CIRCLED}{LETTERS}])"
    rf"(?:第(?P<article>[{HAN}]{{1,3}}|\d{{1,3}}(?=[条章]))(?P<of>[条章节]|部分)"
    rf"|(?P<chapter>[{HAN}]{{1,3}})、"
    rf"|[（(](?P<section>[{HAN}]{{1,3}})[）)]|(?P<point>\d{{1,2}})[.、．](?![\d年月])|[（(](?P<item>\d{{1,2}})[）)]"
    rf"|(?P<half>\d{{1,2}})[）)]|[（(](?P<letter>[{LETTERS}])[）)]|(?P<half_letter>[{LETTERS}])[）)]"
    rf"|(?P<circled>[{CIRCLED}]))"
)
SIGNS = ("、", "）", ")", ".", "．", "第", "①", "一是", "一要", "附件", ":", "–", "(")
COUNTED = -1
# Which kinds begin anew below another; those whose numbers Markdown does not count, so that one may stand twice.
KINDS = ("article", "chapter", "section", "point", "item", "half", "circled", "letter", "half_letter")
WRITTEN = frozenset(KINDS[:3])
# How many may be left out in a list of several.
MOST_LEFT_OUT = 4
# What the second clause may begin with instead.
OTHER_WORDS = compile_late("其次|其二|再次|第二|二[来者则为]|另|同时|还")
# Clauses stand in one paragraph or in two that follow each other.
MOST_APART = 2
# Numbers of clauses within a text, by the words that begin the first of them.
CLAUSES = {
    "一是": compile_late(rf"是(?<=[。；，：;,:\s][{HAN}]是)"),
    "一要": compile_late(rf"要(?<=[。；，：;,:\s][{HAN}]要)"),
    "第一，": compile_late(rf"，(?<=[。；：;:\s]第[{HAN}]，)"),
}


def check_numbering(readable: ReadableText) -> Iterator[Problem]:
    """Find numbers that leave one out."""
    if any(each in readable.raw_text for each in SIGNS):
        yield from readable.run_check(lambda text: check_numbering_in_text(readable, text))


def check_numbering_in_text(readable: ReadableText, text: str) -> Iterator[Problem]:
    """Find such numbers in a text."""
    lists = ListNumbers()
    is_lettered = "\na)" in text or "\na）" in text
    for found in NUMBER.finditer(f"\n{text}"):
        kind = "article" if found["of"] else str(found.lastgroup)
        if kind == "half_letter" and not is_lettered:
            continue
        before = lists.find_gap(kind, found["of"] or "", parse_number(found[kind]))
        if before:
            yield make_numbering_problem(readable, found.start(kind) - 1, before, found[kind])
    yield from check_clauses(readable, text)
    for at, last, number in (*find_gaps_in_lists(text), *find_gaps_in_lines(text)):
        message, hint = "the numbering goes from {before} to {written}", "write {right}, or what is missing"
        yield readable.make_problem(
            "warning", "numbering", at, message, hint, before=last.written, written=number.written, right=last.next
        )


def check_clauses(readable: ReadableText, text: str) -> Iterator[Problem]:
    """Find numbers of clauses within a paragraph that leave one out."""
    for sign, pattern in CLAUSES.items():
        last, end = 0, 0
        for found in pattern.finditer(text) if sign in text else ():
            at = found.start() - 1
            number = parse_number(text[at])
            between = text[end:at]
            if 0 < last < number - 1 and between.count("\n\n") < MOST_APART and not OTHER_WORDS.search(between):
                yield make_numbering_problem(readable, at, last, text[at])
            last, end = number, found.end()


class ListNumbers:
    """The last number of each kind of list, as far as a text was read."""

    def __init__(self) -> None:
        """Begin with no list."""
        self.last: dict[str, int] = {}
        self.lengths: dict[str, int] = {}

    def find_gap(self, kind: str, of: str, number: int) -> int:
        """Take the next number of a kind; give the one before it where one between them is missing, else 0."""
        key = kind + of
        before = self.last.get(key, 0)
        length = self.lengths.get(key, 0)
        left_out = number - before - 1
        several = length > 1 and (
            1 < left_out <= MOST_LEFT_OUT or (left_out < 0 and number == before > 1 and kind in WRITTEN)
        )
        is_gap = before > 0 and (left_out == 1 or several)
        # A list that counts 1. 1. 1. is counted by Markdown.
        counted = before in {number, COUNTED} and kind not in WRITTEN
        self.last[key] = COUNTED if counted else number + (1 if is_gap and number == before else 0)
        self.lengths[key] = length + 1 if number == before + 1 else 1
        lower = KINDS[KINDS.index(kind) + 1 :]
        for each in [each for each in self.last if each.startswith(lower)]:
            del self.last[each]
        return before if is_gap else 0


def make_numbering_problem(readable: ReadableText, at: int, before: int, written: str) -> Problem:
    """Say which number follows which."""
    message, hint = "the numbering goes from {before} to {written}", "write {right}, or what is missing"
    shown = {"before": name_number(before, written), "right": name_number(before + 1, written)}
    return readable.make_problem("warning", "numbering", at, message, hint, written=written, **shown)


def parse_number(written: str) -> int:
    """Give the number that numerals of any kind, or a letter, stand for."""
    for signs in (CIRCLED, LETTERS):
        if written in signs:
            return signs.index(written) + 1
    return int(written) if written.isdecimal() else parse_han_number(written)


def name_number(number: int, like: str) -> str:
    """Write a number in the numerals of another."""
    for signs in (CIRCLED, LETTERS):
        if like in signs:
            return signs[number - 1]
    if like.isdecimal():
        return str(number)
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else HAN[tens - 1]) + "十" if tens else ""
    return ten + (HAN[ones - 1] if ones else "")
