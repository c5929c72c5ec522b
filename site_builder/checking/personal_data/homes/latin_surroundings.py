"""What stands around an address in Latin letters -> whether somebody is named, lives there, or it is public."""

import re

from site_builder.checking.personal_data.homes.latin_words import (
    GIVEN,
    HOME,
    HOME_COLUMN,
    JOINED,
    LIVES_BEFORE,
    LIVES_SIGN,
    NAME,
    NO_PERSON_BEFORE,
    ORGANISATION,
    PERSON,
    PUBLIC,
    ROAD_TYPE,
    ROLES,
    SURNAMES,
    TITLE,
)
from site_builder.checking.personal_data.homes.marks import get_head, remove_marks, remove_quotes
from site_builder.late_patterns import compile_late

PERSON_BEFORE = compile_late(rf"(?<![A-Za-z'-]){PERSON}(?P<joint>{JOINED})\Z")
PERSON_OF = compile_late(rf"(?<![A-Za-z'-]){PERSON}(?: of (?:the )?| \()\Z")
# Mr Webb (address: Unit 4, …
PERSON_ADDRESS = compile_late(
    rf"(?<![A-Za-z'-]){PERSON},? \((?:(?:last|current|former|previous)(?: known)? |home )?address:? (?:at )?"
    r"(?:(?:Unit|Flat) [0-9A-Z]+, )?\Z"
)
PERSON_OF_ENDS = (" of ", " of the ", " (")
LIVES_BEHIND = compile_late(rf",? (?:home of the {NAME}s\b|where [^.\n]{{0,60}}?\b(?:live[sd]?|resid(?:es|ed))\b)")
# Somebody who is known by a first name.
FIRST_NAME_BEFORE = compile_late(rf"(?:\b(?:with|to|from|for|see|ask|ring|call)|[—–]) (?P<first>{NAME})(?:['’]s)?, \Z")
FIRST_NAME_BEHIND = compile_late(rf" \((?P<first>{NAME})\)")
# A surname alone in its cell, at the head of its line, or behind the address.
SURNAME_BEFORE = compile_late(
    rf"(?:^|[;:|\t(] ?|[a-z][a-z][.!?] | - )(?P<last>{NAME})(?:, | ?\(|: | - | ?\| ?|; ?|\t|,)\Z"
)
SURNAME_BEHIND = compile_late(rf"(?:, |,| ?\(|: | - | ?\| ?|; ?|\t)(?P<last>{NAME})(?=[,;.)|:\t]| \||\s*$)")
APART_ENDS = (", ", "(", ": ", "- ", "|", "| ", ";", "; ", "\t", ",")
HOME_OF = compile_late(rf"\b(?:home|house|bungalow|cottage|flat|garden) of (?:the )?{PERSON},? ?\(?\Z")
PERSON_RIGHT_BEFORE = compile_late(rf"(?<![A-Za-z'-]){PERSON},? \Z")
PERSON_BEHIND = compile_late(rf"(?:,? ?\(|\s*\|\s*|[,;]| [–-]|:|\t) ?(?:(?:{ROLES}):? )?{PERSON}(?![A-Za-z])")
STREET_NAME = compile_late(
    "Street|Road|Lane|Avenue|Close|Drive|Court|Terrace|Crescent|Walk|Square|Mews|Gardens|Grove|Cottages?|House|Farm"
    "|Lodge|Barn|Villa|Bungalow"
)
# A street that is named after what is everybody's: Church Walk, School Lane.
STREET_OF = compile_late(rf"(?<![A-Za-z'’-])(?:{NAME} |[NESW]\.? ){{1,2}}{ROAD_TYPE}\b")
PUBLIC_COLUMN = compile_late(
    r"\b(?:venues?|premises|shops?|contractors?|suppliers?|polling|stations?|schools?|stops?|works|offices?|business"
    r"|compan(?:y|ies)|halls?|agents?|organi[sz]ations?|clubs?|charit(?:y|ies)|licence|hotels?|speakers?|teachers?|class(?:es)?|councillors?|projects?|practice|surgery|events?|organi[sz]ers?|licensees?|sites?)\b",
    re.IGNORECASE,
)
# What stands before the name of an inn, a saint or a town.
NO_NAME = """
The Long St Saint King Queen Prince Princess Royal Lord Duke San Santa Santo Fort Mount Port New Lake Los Las El North
South East West Upper Lower Great Little Old Isle Co County
"""
NO_NAMES = frozenset(NO_NAME.split())
COMMON_SURNAMES = frozenset(SURNAMES.split())
GIVEN_NAMES = frozenset(GIVEN.split())
CELL_BEFORE = compile_late(r"[|,;\t\n>] ?[\"“]?\Z")
CAPITALS_BEFORE = compile_late(rf"(?:{NAME} ){{0,5}}\Z")
LABEL = compile_late(r"^[-*> ]*(?:[A-Z][a-z]+(?: [a-z]+)?: )")
# A title behind a name, as below a letter.
NAME_TITLE = compile_late(r" \((?:Mrs?|Ms|Miss|Mx|Dr)\.?\)\Z")
CELL_NAME = compile_late(rf"\s*{PERSON}\s*")
# Who moves into a home.
MOVES = compile_late(
    rf"(?:(?<![A-Za-z'-]){TITLE} |\b(?:[Hh]e|[Ss]he|[Tt]hey|who|I|[Ww]e|family|couple|tenant|neighbour|resident|widow"
    r"|pensioner|mum|dad|parents"
    rf"|(?:{'|'.join(GIVEN.split())}|The [A-Z][a-z]+s)\b))"
)
REACH = 60
ROW = 200


def split_line(text: str, start: int, end: int) -> tuple[str, str]:
    """Give what stands before and behind a place in its line, not further than words reach."""
    before = remove_quotes(text[max(0, start - REACH) : start].rpartition("\n")[2])
    return before, remove_quotes(text[end : end + REACH].partition("\n")[0])


def lives_before(before: str) -> bool:
    """Tell whether somebody is said to live where what comes next is; who moved may be a surgery as well."""
    found = LIVES_BEFORE.search(before) if LIVES_SIGN.search(before.lower()) else None
    return found is not None and not (found["moved"] and not MOVES.search(before, 0, found.start()))


def is_surely_lived_in(before: str, behind: str) -> bool:
    """Tell whether somebody is named as one of an address, or is said to live there, whatever else is said of it."""
    if lives_before(before) or LIVES_BEHIND.match(behind):
        return True
    found = PERSON_OF.search(before) if before.endswith(PERSON_OF_ENDS) else None
    if not found and "ddress" in before:
        found = PERSON_ADDRESS.search(before)
    if not found and " of " in before:
        found = HOME_OF.search(before)
    return found is not None and is_person(found)


def is_in_home_column(text: str, start: int) -> bool:
    """Tell whether a place is in a row of a list whose head says that it is about homes."""
    first = text.rfind("\n", max(0, start - ROW), start) + 1
    is_cell = CELL_BEFORE.search(text, max(0, start - 3), start) is not None
    return first > 0 and is_cell and HOME_COLUMN.search(get_head(text, first)) is not None


def begins_with_name(before: str, address: str) -> bool:
    """Tell whether the words with capitals before a comma begin with a given name, and a place's name is left."""
    found = CAPITALS_BEFORE.search(before + address.partition(",")[0] + " ")
    first, *rest = found[0].split() if found and found[0] else [""]
    return first in GIVEN_NAMES and len(rest) > 1


def is_further_home(text: str, start: int) -> bool:
    """Tell whether an address is the second of two that are said to be somebody's."""
    line = text[max(0, start - ROW) : start].rpartition("\n")[2]
    return line.endswith((" or ", " and ")) and HOME_COLUMN.search(line) is not None


def is_led_by_person(before: str) -> bool:
    """Tell whether somebody is named right before a place, and is not one of a list of names."""
    last = SURNAME_BEFORE.search(before)
    if last and last["last"] in COMMON_SURNAMES:
        return True
    found = PERSON_RIGHT_BEFORE.search(f"{before.rstrip(' ,')}, ")
    return found is not None and is_person(found) and not before[: found.start()].endswith(", ")


def is_resident_named(before: str, behind: str) -> bool:
    """Tell whether somebody is named right beside an address."""
    found = PERSON_BEFORE.search(before)
    if (
        found
        and is_person(found)
        and not NO_PERSON_BEFORE.search(before[: found.start()])
        and not ORGANISATION.search(found["joint"])
    ):
        return True
    is_apart = before.endswith(APART_ENDS)
    first = (FIRST_NAME_BEFORE.search(before) if is_apart else None) or FIRST_NAME_BEHIND.match(behind)
    if first and first["first"] in GIVEN_NAMES:
        return True
    last = (SURNAME_BEFORE.search(before) if is_apart else None) or SURNAME_BEHIND.match(behind)
    if last and last["last"] in COMMON_SURNAMES:
        return True
    named = PERSON_BEHIND.match(behind)
    return named is not None and is_person(named)


def is_in_row_of_person(text: str, start: int, end: int) -> bool:
    """Tell whether a cell of the row in which a place lies is somebody's name."""
    above, _, before = remove_marks(text[max(0, start - ROW) : start]).rpartition("\n")
    if not before.strip("-*> "):
        name = CELL_NAME.fullmatch(NAME_TITLE.sub("", LABEL.sub("", above.rpartition("\n")[2]).strip("-*> ,")))
        return name is not None and is_person(name)
    behind = remove_marks(text[end : end + ROW].partition("\n")[0])
    if "|" not in before + behind and "\t" not in before + behind:
        return False
    cells = (CELL_NAME.fullmatch(each) for side in (before, behind) for each in re.split(r"[|\t]", side))
    return any(each and is_person(each) for each in cells)


def is_person(found: re.Match[str]) -> bool:
    """Tell whether words with capitals are a name: a title, or a given name that is common."""
    if ORGANISATION.search(found[0]) or (found["last"] and STREET_NAME.fullmatch(found["last"])):
        return False
    words = found["given"] and found[0].split()
    if found["given"] in NO_NAMES:
        return False
    if found["last"] in COMMON_SURNAMES:
        return True
    return bool(found["title"] or found["initials"]) or any(each.strip(",.|(:-") in GIVEN_NAMES for each in words or ())


def is_public_place(before: str, behind: str) -> bool:
    """Tell whether what is said in the same sentence is about a place or somebody that is everybody's."""
    sentence = re.split(r"[.!?] ", before)[-1], re.split(r"[.!?] ", behind)[0]
    return any(PUBLIC.search(STREET_OF.sub("", each)) for each in sentence)


def is_in_public_column(text: str, start: int) -> bool:
    """Tell whether the head of the list in which a place lies says that it is about places of everybody."""
    return PUBLIC_COLUMN.search(get_head(text, text.rfind("\n", 0, start) + 1)) is not None


def is_about_people(before: str, behind: str) -> bool:
    """Tell whether a word near an address is about who lives there."""
    return bool(HOME.search(before) or HOME.search(behind))
