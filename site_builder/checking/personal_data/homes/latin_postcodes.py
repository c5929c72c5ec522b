"""A text in Latin letters -> the homes in it that end in a postcode behind somebody's name, or in lines below it.

Their houses may have any name. An office's address, or one beside which nobody is named, is none.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from site_builder.checking.personal_data.homes.latin_surroundings import is_person, is_public_place
from site_builder.checking.personal_data.homes.latin_words import NAME, ORGANISATION, PERSON, PUBLIC
from site_builder.checking.personal_data.homes.marks import remove_marks
from site_builder.checking.personal_data.kinds import PersonalData
from site_builder.checking.personal_data.numbers.surroundings import Span
from site_builder.late_patterns import compile_late

if TYPE_CHECKING:
    from site_builder.problem import Severity

# Its end is quick to look for in lines with digits.
END = compile_late(r"[0-9](?:[A-Z]{2}|[0-9W] ?(?=[0-9]{0,3}[A-Z])[0-9A-Z]{4})(?![A-Za-z0-9])")
POSTCODE = compile_late(
    r"(?<![A-Za-z0-9])[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}\Z"
    r"|(?<![A-Za-z0-9])(?:[A-Z][0-9]{2}|D6W) ?[0-9A-Z]{4}\Z"
)
LONGEST_POSTCODE, LONGEST_LINE, MOST_LINES, LONGEST_BLOCK = 9, 160, 5, 320
WORDS = (
    rf"(?:[0-9]{{1,4}}[A-Za-z]?,?\x20)?(?:The\x20)?{NAME}"
    rf"(?:\x20(?:{NAME}|on|upon|y|yr|na|le|in|by|under|and|the|of|next)){{0,4}}"
)
QUOTED = rf"[\"“‘']?{WORDS}[\"”’']?"
IN_LINE = compile_late(
    rf"(?<![A-Za-z'-]){PERSON}(?:,| ?[|–-]) ?(?P<home>{QUOTED}(?:(?:,| ?[|–-]) ?{QUOTED}){{0,3}}),?(?: ?[|–-])? ?\Z"
)
# In the name of a file: Dobson-The Old Forge-
IN_FILE_NAME = compile_late(
    rf"(?:^|[/(\s_]){NAME} ?- ?(?P<home>(?:The )?(?:{NAME} )?{NAME})(?: ?- ?{NAME})? ?- ?\Z", re.MULTILINE
)
NAME_LINE = compile_late(rf"(?:(?:[A-Z][a-z]+ )?[Nn]ame\s*:\s*|[Tt]o:\s*)?{PERSON},?")
ADDRESS_LINE = compile_late(rf"(?:[A-Z][a-z]+:\s*)?{WORDS}(?:, {WORDS}){{0,3}},?")
EDGES = compile_late(r"(?P<before>[ \t>*-]*)(?P<words>.*?)(?P<behind>[ \t\\*]*)")
# Streets are named after what is everybody's, and houses after anything.
NAMED_AFTER = compile_late(
    rf"(?:{NAME} )+(?:Street|Road|Lane|Avenue|Close|Drive|Terrace|Crescent|Walk|Row|Hill|Park|Grove|Gardens?|Way|Place"
    r"|Square|Green|View|Bank|Rise)\b|\bHouse\b|\bEstate\b"
)
HIDDEN = "××"


def find_postcode_homes(text: str, spans: Iterable[Span]) -> Iterator[PersonalData]:
    """Give the homes; `spans` are those of lines with digits."""
    for span in spans:
        for end in END.finditer(text, *span):
            code = POSTCODE.search(text, max(0, end.end() - LONGEST_POSTCODE), end.end())
            if code:
                yield from judge_postcode(text, code.start(), code.end())


def judge_postcode(text: str, start: int, end: int) -> Iterator[PersonalData]:
    """Give the home that a postcode ends, if somebody is named before it or above it."""
    first = text.rfind("\n", 0, start) + 1
    line = text[max(first, start - LONGEST_LINE) : start]
    found = IN_LINE.search(line) or IN_FILE_NAME.search(line)
    if found and is_named(found):
        before = remove_marks(line[: found.start()])
        behind = text[end : end + LONGEST_LINE].partition("\n")[0]
        if not is_organisation(found["home"]) and not NAMED_AFTER.fullmatch(found["home"].partition(",")[0]):
            at = start - len(line) + found.start("home")
            severity: Severity = "warning" if is_public_place(before, behind) else "error"
            yield PersonalData(at, end, "address", HIDDEN + find_town(found["home"]), severity)
        return
    top = find_top(text, first, line)
    if top is not None:
        yield PersonalData(top, end, "address", hide_lines(text[top:end]))


def find_town(home: str) -> str:
    """Give the last part of an address, which is a town's name and stays, where another stands before it."""
    parts = home.split(", ")
    return f", {parts[-1]}" if len(parts) > 1 and not NAMED_AFTER.search(parts[-1]) else ""


def is_named(found: re.Match[str]) -> bool:
    """Tell whether what stands first is somebody's name; in the name of a file a surname is enough."""
    return "given" not in found.re.groupindex or is_person(found)


def is_organisation(words: str) -> bool:
    """Tell whether an address is that of an office, a shop or a hall."""
    plain = NAMED_AFTER.sub("", words)
    return ORGANISATION.search(plain) is not None or PUBLIC.search(plain) is not None


def find_top(text: str, first: int, line: str) -> int | None:
    """Give where the lines of an address begin that stand below somebody's name."""
    if line.strip(" \t>*-,") and not ADDRESS_LINE.fullmatch(line.strip(" \t>*-,")):
        return None
    top, has_address = first, bool(line.strip(" \t>*-,"))
    for _ in range(MOST_LINES):
        begin = text.rfind("\n", max(0, first - LONGEST_BLOCK), max(0, top - 1)) + 1
        words = remove_marks(text[begin : max(0, top - 1)]).strip(" \t\\,>*-") if top else ""
        if not words or is_organisation(words):
            return None
        name = NAME_LINE.fullmatch(words)
        if name and is_person(name):
            edges = EDGES.match(text, top)
            return (edges.start("words") if edges else top) if has_address else None
        if not ADDRESS_LINE.fullmatch(words):
            return None
        top, has_address = begin, True
    return None


def hide_lines(address: str) -> str:
    """Hide each line of an address; what divides the lines stays."""
    hidden = (EDGES.fullmatch(each) for each in address.split("\n"))
    return "\n".join(f"{each['before']}{HIDDEN}{each['behind']}" for each in hidden if each)
