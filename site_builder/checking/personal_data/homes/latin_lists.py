"""Tables, lines of cells and labelled lines in Latin letters -> the homes in them of whom another cell or line names.

What their heads and labels say makes a home of a number with any name, and of a number and a road in two cells. What is
said outside such lists is judged elsewhere.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from site_builder.checking.personal_data.homes.latin_residents import AT_TIMES, HOUSE_NAMED, NAME_LABEL, is_everybodys
from site_builder.checking.personal_data.homes.latin_surroundings import (
    COMMON_SURNAMES,
    PUBLIC_COLUMN,
    STREET_OF,
    is_person,
)
from site_builder.checking.personal_data.homes.latin_words import NAME, ORGANISATION, PERSON, ROAD_TYPE
from site_builder.checking.personal_data.homes.marks import remove_quotes
from site_builder.late_patterns import compile_late

# A table's second line, and the head of lines of cells: words, none of which is a sentence's.
DIVIDER = compile_late(r"\n(?P<divider>[ \t>]*\|?[ \t]*:?-{2,}[ \t:|-]*)(?=\n)")
DIVIDER_SIGNS = ("|-", "| -", "|:", "| :")
# A pattern that begins with one sign is quick to look for.
COMMA_IN_CELLS, SEMICOLON_IN_CELLS = compile_late(",(?=[A-Za-z_])"), compile_late(";(?=[A-Za-z_])")
HEAD_CELL = r"[\"']?[A-Za-z][A-Za-z_\x20./'’-]{0,30}[0-9]?[\"']?"
HEAD = compile_late(rf"^{HEAD_CELL}(?P<sign>[,;\t]) ?{HEAD_CELL}(?:(?P=sign) ?{HEAD_CELL}){{0,12}}(?=\n)", re.MULTILINE)
CELLS = {sign: compile_late(rf"\"[^\"\n]*\"|[^{sign}\n]+") for sign in "|,;\t"}
EDGE = " \t*_`\"'“”‘’"
MOST_ROWS, LONGEST_ROW = 2_000, 400

# What a column holds: a place even where it says whose, somebody, or what is a name of anything.
WHOSE = (
    "tenants?|residents?|occupiers?|occupants?|electors?|voters?|householders?|patients?|claimants?|beneficiar(?:y|ies)"
    "|recipients?|applicants?|child(?:ren)?|pupils?|keyholders?|clients?|(?:home)?owners?|members?|witness(?:es)?"
    r"|service[\x20_]users?|complainants?|objectors?|volunteers?|carers?|debtors?|deceased|neighbours?|customers?|donors?"
    r"|winners?|borrowers?|allot+ees?|plot[\x20-]?holders?"
)
ADDRESS = compile_late(
    r"addr(?:ess)?[0-9]?\b|(?:street|road|house|home|block|property|lives|residence|dwelling|flat)\b", re.IGNORECASE
)
WHERE = compile_late("where", re.IGNORECASE)
HOUSE = compile_late(r"(?:house|flat|property|home|door|dwelling)\b", re.IGNORECASE)
NUMBER = compile_late(
    r"(?P<of>house|door|flat|street|property|apt)?[ _.]*(?:name[ /]*)?(?:no|num|number|nr)\b\.?", re.IGNORECASE
)
STRONG = compile_late(
    rf"(?:(?:sur|(?:fore|first|last|given|family|christian)[ _]?)names?|(?:{WHOSE})(?:[ _]name|[ ]of[ ].{{1,30}})?)",
    re.IGNORECASE,
)
WEAK = compile_late(r"(?:(?:full|person['’]s)[ _])?names?", re.IGNORECASE)

CAPITALS = rf"{NAME}(?:[\x20-](?:{NAME}|y|yr|na|an|the|of|on|and|le|la)){{0,4}}"
NUMBERED = compile_late(
    r"(?:(?:Flat|Apt\.?|Apartment|Unit|No\.?|Number|House|Plot|Lot)[ .#]*)?"
    rf"[0-9]{{1,5}}[A-Za-z]?(?:[-/][0-9]{{1,4}}[A-Za-z]?)?,? {CAPITALS}"
)
# A house with its road: one that is known, where no column of its own says so.
HOUSE_ON_ROAD = compile_late(rf"(?:The )?{CAPITALS}, (?:[0-9]{{1,4}}[A-Za-z]?,? )?(?:{NAME} ){{1,3}}{ROAD_TYPE}\b")
NAMED_HOUSE = compile_late(rf"(?:The )?{CAPITALS}, (?:The )?{CAPITALS}")
SOMEBODY = compile_late(rf"(?:[A-Z]\.? ?){{0,3}}{NAME}(?:,? (?:{NAME}|[A-Z]\.?|&|and)){{0,4}}")
WHOLE_PERSON = compile_late(PERSON)

# A line that says where somebody is at home, above it or on it the label.
ADDRESS_LABEL = compile_late(
    r"ddress(?:[ ]of[ ][^:\n]{1,30})?"
    r"(?::\**[ \t]*|[ \t*]*\n(?:[ \t>]*\n)?[ \t>*-]*)(?P<home>[^\n]+)",
)
BEFORE_LABEL = compile_late(r"[ \t>*#-]*(?:[A-Za-z]+(?:['’]s?)?[ ]){0,2}[Aa]")
NAME_LINE = compile_late(
    rf"^[ \t>*#-]*(?:[A-Za-z]+[ ]){{0,2}}(?:[Nn]ame|{WHOSE})[ \t*]*\n(?:[ \t>]*\n)?[ \t>*-]*(?P<who>{PERSON})",
    re.MULTILINE,
)
NEAR = 240
HIDDEN = "××"


class PlacedCell(NamedTuple):
    """What is read in a cell, and where that stands."""

    words: str
    start: int
    end: int


class AddressColumns(NamedTuple):
    """Which columns of a list hold people, and which the parts of an address, in the order in which these are read."""

    people: tuple[int, ...]
    is_strong: bool
    address: tuple[int, ...]
    is_parted: bool


def find_listed_homes(text: str) -> Iterator[tuple[int, int, str]]:
    """Give where homes of tables, lines of cells and labelled lines stand, with their masks."""
    if "|" in text and any(sign in text for sign in DIVIDER_SIGNS):
        for each in DIVIDER.finditer(text):
            yield from find_in_rows(text, text.rfind("\n", 0, each.start()) + 1, each.start(), each.end() + 1, "|")
    if "\t" in text or COMMA_IN_CELLS.search(text) or SEMICOLON_IN_CELLS.search(text):
        for each in HEAD.finditer(text):
            yield from find_in_rows(text, each.start(), each.end(), each.end() + 1, each["sign"])
    if "ddress" in text:
        yield from find_labelled(text)


def find_in_rows(text: str, start: int, end: int, first: int, sign: str) -> Iterator[tuple[int, int, str]]:
    """Give the homes in the rows of a list whose head stands between two offsets."""
    head = read_head(text, start, end, sign)
    if head is None:
        return
    for _ in range(MOST_ROWS):
        last = text.find("\n", first)
        last = last if last >= 0 else len(text)
        if last - first > LONGEST_ROW or sign not in text[first:last]:
            return
        cells = read_cells(text, first, last, sign)
        parts = [cells[at] for at in head.address if at < len(cells) and cells[at].words]
        if parts and is_home(head, parts) and is_somebodys(head, cells) and not is_public(text[first:last]):
            parts.sort(key=lambda each: each.start)
            masked, at = "", parts[0].start
            for each in parts:
                masked += text[at : each.start] + HIDDEN
                at = each.end
            yield parts[0].start, at, masked
        first = last + 1


def read_cells(text: str, start: int, end: int, sign: str) -> list[PlacedCell]:
    """Give the cells of a line; where none stands between two signs, an empty one."""
    cells = []
    at = start
    if sign == "|":
        at += len(text[start:end]) - len(text[start:end].lstrip(" \t>"))
        at += text.startswith("|", at)
    while at <= end:
        found = CELLS[sign].match(text, at, end)
        last = found.end() if found else at
        piece = text[at:last]
        words = piece.strip(EDGE)
        first = at + piece.find(words) if words else at
        cells.append(PlacedCell(words, first, first + len(words)))
        at = last + 1
    return cells


def read_head(text: str, start: int, end: int, sign: str) -> AddressColumns | None:
    """Give what the columns hold; None where they are not about where people are at home."""
    if end - start > LONGEST_ROW or PUBLIC_COLUMN.search(text, start, end):
        return None
    words = [each.words for each in read_cells(text, start, end, sign)]
    strong = tuple(at for at, each in enumerate(words) if STRONG.fullmatch(each))
    weak = tuple(at for at, each in enumerate(words) if WEAK.fullmatch(each))
    others = [at for at in range(len(words)) if at not in strong + weak]
    numbers = [at for at in others if (found := NUMBER.fullmatch(words[at])) and (at or found["of"])]
    places = [at for at in others if at not in numbers and (ADDRESS.match(words[at]) or "ddress" in words[at])]
    if strong and not places:
        places = [at for at in others if WHERE.fullmatch(words[at])]
    if not (strong or weak) or not places:
        return None
    houses = [at for at in places if HOUSE.match(words[at])]
    roads = [at for at in places if at not in houses]
    is_parted = len(houses) + len(numbers) > 0 and len(places) + len(numbers) > 1
    return AddressColumns(strong or weak, bool(strong), (*numbers, *houses, *roads), is_parted)


def is_home(head: AddressColumns, parts: list[PlacedCell]) -> bool:
    """Tell whether the parts of an address reach a house."""
    address = remove_quotes(", ".join(each.words for each in parts))
    if NUMBERED.match(address):
        return True
    is_named = HOUSE_ON_ROAD.match(address) or (head.is_parted and len(parts) > 1 and NAMED_HOUSE.match(address))
    return bool(is_named) and not ORGANISATION.search(HOUSE_NAMED.sub("", STREET_OF.sub("", address)))


def is_somebodys(head: AddressColumns, cells: list[PlacedCell]) -> bool:
    """Tell whether a row names somebody; below a head that anything may have a name of, by a usual one."""
    for at in head.people:
        words = remove_quotes(cells[at].words) if at < len(cells) else ""
        if not words or ORGANISATION.search(words) or not words[0].isupper():
            continue
        named = WHOLE_PERSON.match(words)
        if (named and is_person(named)) or words in COMMON_SURNAMES or (head.is_strong and SOMEBODY.fullmatch(words)):
            return True
    return False


def is_public(row: str) -> bool:
    """Tell whether a row is about a place of everybody, or says when something begins."""
    return is_everybodys(row) or AT_TIMES.search(row) is not None


def find_labelled(text: str) -> Iterator[tuple[int, int, str]]:
    """Give the homes behind or below a label, where above it another says who is at home there."""
    for each in ADDRESS_LABEL.finditer(text):
        first = text.rfind("\n", 0, each.start()) + 1
        if not BEFORE_LABEL.fullmatch(text, first, each.start()):
            continue
        home = NUMBERED.match(text, each.start("home")) or HOUSE_ON_ROAD.match(text, each.start("home"))
        if not home or (not home[0][0].isdigit() and ORGANISATION.search(STREET_OF.sub("", home[0]))):
            continue
        block = text[max(0, first - NEAR) : first]
        named = NAME_LABEL.search(block.rpartition("\n\n")[2]) or NAME_LINE.search(block)
        if named and is_person_named(named["who"]) and not is_public(each[0]):
            yield home.start(), home.end(), HIDDEN


def is_person_named(words: str) -> bool:
    """Tell whether words are somebody's name and no office's."""
    named = WHOLE_PERSON.match(words)
    return named is not None and is_person(named) and not ORGANISATION.search(words)
