"""Entries of lists that a word, a letter or two numbers begin (Step 2:, B., (ii), 1.2, 附件2) -> where one is left out.

Only lists that begin at their first entry are judged, so that a part of a longer one is right; tables are none.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from site_builder.late_patterns import compile_late

LETTERS, ROMANS = "ABCDEFGHIJ", ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
WORDS = "Step|Schedule|Rule|Item|Stage|Phase|Section|Part|Clause|Task|Question|Annex|Appendix|Lot|Plan|Route|Group"
ENTRY = compile_late(
    rf"\n[ \t\u3000>#*-]*(?:(?P<word>{WORDS}) (?P<of_word>\d{{1,2}})(?=[:.)]| ?[–—-] |\*\*|\n|\Z)"
    rf"|(?P<letter>[{LETTERS}])[.)] (?=\S)|\((?P<roman>i{{1,3}}|iv|vi{{0,3}}|ix|x)\) ?(?=\S)"
    r"|(?P<major>\d{1,2})\.(?P<minor>\d{1,2})\.? ?(?=[A-Z\u4e00-\u9fff])(?![A-Z]\b|[\u4e00-\u9fff](?:[\n，]|\Z))"
    r"|附件 ?(?P<annex>\d{1,2})(?=[ :：\u3000]))[^\n]*"
)
# Numbers within one line, each behind the end of a clause.
IN_LINE = compile_late(r"[（(](?<![^\n；;。：:，,\u3000 ].)(?P<number>\d{1,2})[）)](?=[\u4e00-\u9fff])")
# How many lines an entry may be below the one before it: its own and an empty one.
MOST_LINES = 2


class EntryNumber(Struct, frozen=True):
    """The number of an entry, as it is written, and how the one behind it would be."""

    number: int
    written: str
    next: str


Gap = tuple[int, EntryNumber, EntryNumber]


def find_gaps_in_lists(text: str) -> Iterator[Gap]:
    """Find the entries before which one is missing: where, the number of the one above, and their own."""
    last: dict[str, tuple[int, int, EntryNumber]] = {}
    whole = f"\n{text}"
    for found in ENTRY.finditer(whole):
        kind, number = read_entry(found)
        begin, end, before = last.get(kind, (0, -1, EntryNumber(0, "", "")))
        near = end >= 0 and whole.count("\n", end, found.start() + 1) <= MOST_LINES
        if not near and not (kind in WORDS.split("|") or kind[0].isdigit()):
            begin, before = 0, EntryNumber(0, "", "")
        follows = number.number == before.number + 1
        twice = near and number.number == before.number > 1 and kind[0].isupper()
        if begin > 1 and (number.number == before.number + 2 or twice):
            yield found.start() + len(found[0]) - len(found[0].lstrip("\n \t\u3000>#*-")) - 1, before, number
        begin = begin + 1 if follows and (begin or number.number == 1) else 0
        last[kind] = begin, found.end(), number


def read_entry(found: re.Match[str]) -> tuple[str, EntryNumber]:
    """Give the kind of an entry, and its number."""
    if found["word"]:
        number = int(found["of_word"])
        return found["word"], EntryNumber(number, f"{found['word']} {number}", f"{found['word']} {number + 1}")
    if found["letter"]:
        number = LETTERS.index(found["letter"]) + 1
        return "letter", EntryNumber(number, found["letter"], LETTERS[number : number + 1])
    if found["roman"]:
        number = ROMANS.index(found["roman"]) + 1
        return "roman", EntryNumber(number, f"({found['roman']})", f"({(*ROMANS, '')[number]})")
    if found["annex"]:
        number = int(found["annex"])
        return "annex", EntryNumber(number, f"附件{number}", f"附件{number + 1}")
    number, major = int(found["minor"]), found["major"]
    return major, EntryNumber(number, f"{major}.{number}", f"{major}.{number + 1}")


def find_gaps_in_lines(text: str) -> Iterator[Gap]:
    """Find the same for numbers in brackets within a line."""
    line, before, length = -1, 0, 0
    for found in IN_LINE.finditer(text) if "（1）" in text or "(1)" in text else ():
        number, first = int(found["number"]), text.rfind("\n", 0, found.start())
        if first != line or number == 1:
            line, before, length = first, number, int(number == 1)
            continue
        if length > 1 and number == before + 2:
            shown = (EntryNumber(each, f"（{each}）", f"（{each + 1}）") for each in (before, number))
            last, this = shown
            yield found.start(), last, this
        length = length + 1 if number == before + 1 and length else 0
        before = number
