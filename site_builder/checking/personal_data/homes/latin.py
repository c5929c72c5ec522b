"""A text in Latin letters -> the addresses in it down to a door, told from halls, shops and offices by who is named.

A number and a street are anybody's address: they are a home's where somebody is named right beside them, or lives
there. A flat is one by itself, but is not surely somebody's.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from site_builder.checking.personal_data.homes.latin_lists import find_listed_homes
from site_builder.checking.personal_data.homes.latin_postcodes import find_postcode_homes
from site_builder.checking.personal_data.homes.latin_residents import (
    LONGEST_RECORD,
    is_column_of_houses,
    is_in_address_column,
    is_said_to_be_home,
    names_somebody,
)
from site_builder.checking.personal_data.homes.latin_surroundings import (
    GIVEN_NAMES,
    REACH,
    begins_with_name,
    is_about_people,
    is_further_home,
    is_in_home_column,
    is_in_public_column,
    is_in_row_of_person,
    is_led_by_person,
    is_public_place,
    is_resident_named,
    is_surely_lived_in,
    lives_before,
    split_line,
)
from site_builder.checking.personal_data.homes.latin_words import NAME, ORGANISATION, ROAD_TYPE, TITLE
from site_builder.checking.personal_data.kinds import PersonalData
from site_builder.checking.personal_data.numbers.surroundings import Span, find_lines
from site_builder.late_patterns import compile_late

WORD = r"[A-ZÀ-Þ][A-Za-zÀ-ž'’-]*\.?"
COMPASS = "(?:N|S|E|W|NE|NW|SE|SW)"
ROAD = (
    rf"(?:Lane [0-9]+,? (?:{WORD} ){{1,2}}{ROAD_TYPE}"
    r"|(?:County Road|Rural Route|State Route|County Highway|Highway|Route|RR|SR|CR|US|Township Road) [0-9]{1,4}"
    rf"|(?:{COMPASS}\.? |[0-9]{{1,3}}(?:st|nd|rd|th) )?(?:{WORD} ){{1,3}}{ROAD_TYPE}"
    rf"|(?:{COMPASS} |North |South |East |West )?[0-9]{{1,3}}(?:st|nd|rd|th) {ROAD_TYPE}"
    rf"|The {WORD}|Broadway)(?![A-Za-z])(?: {COMPASS}(?![A-Za-z]))?"
)
NUMBER = r"(?:No\.? ?)?[0-9]{1,5}[A-Za-z]?(?:[-/][0-9]{1,4}[A-Za-z]?)?"
FLAT = (
    r"(?:(?:Flat|Apartment|Apt\.?|Maisonette|Bedsit)(?: No\.?)? ?#?(?:[0-9]+(?:[-/][0-9]+)?[A-Za-z]?|[A-Z])"
    r"|(?:[Tt]op|[Gg]round|[Ff]irst|[Ss]econd|[Tt]hird|[Bb]asement|[Uu]pper|[Ll]ower|[Gg]arden|[Rr]ear)"
    r"(?:[- ][Ff]loor)? [Ff]lat(?: of| at)?)"
)
HOUSE_TYPE = (
    "(?:Cottages?|Farmhouse|Bungalow|Barn|Lodge|House|Rectory|Vicarage|Farm|Villa|Manor|Grange|Croft|Mill|Hollow"
    "|Haven|Gables|View"
    "|Parsonage|Homestead|Stables|Oasthouse|Gatehouse|Smithy|Forge|Dairy|Granary)"
)
POSTCODE = r"[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}\b|(?:[A-Z]{2} )?[0-9]{5}(?:-[0-9]{4})?\b"
TAIL = rf"(?P<town>(?:,? (?:{WORD} ?){{1,3}}){{0,3}}),? (?:{POSTCODE})"
NO_DAY = (
    "(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September"
    "|October|November|December)"
)

TOWER = "(?:Mansions?|Buildings?|Towers?|Heights|Point|Hall)"
HOMES = r"(?:Gardens?|Residential|Estate|Apartments|Residence|Homes|Village|Community|Court|Quarter|Dormitory)\b"
BUILDING = r"(?:(?:Building|Block|Bldg\.?) ?[0-9A-Z]+|No\.? ?[0-9]+ Building)"
DOOR = r"(?:Room|Rm\.?|Flat|Apartment|Apt\.?) ?[0-9]{2,4}[A-Z]?"
CELL_EDGE = r"(?:,? |,| ?\| ?|;|\t)"
ESTATE = rf"(?:{WORD} ){{1,3}}{HOMES}"

BUILDINGS = ("Building", "Block", "Bldg")
# Signs of a form, one of each group, and its pattern; these are addresses of homes by themselves.
FLAT_FORMS = (
    (
        (("Flat", "Apartment", "Apt", "Maisonette", "Bedsit", "flat"),),
        (
            rf"\b{FLAT}(?:{CELL_EDGE}(?:{NUMBER},? )?(?:{WORD} ){{0,3}}(?:{ROAD_TYPE}|{HOUSE_TYPE}|{TOWER})\b"
            rf"|,? {NUMBER},? (?:{ROAD}|{NO_DAY}{WORD})|, {NO_DAY}(?:The )?{WORD}(?: {WORD}){{0,2}})"
        ),
    ),
    (
        (("Unit",), BUILDINGS),
        rf"\b(?:{BUILDING},? Unit ?[0-9A-Z]+,? {DOOR}|{DOOR},? Unit ?[0-9A-Z]+,? {BUILDING})(?:,? (?:of )?{ESTATE})?",
    ),
    ((("Room", "Rm"), BUILDINGS), rf"\b{DOOR},? {BUILDING},? (?:of )?{ESTATE}|\b{ESTATE},? {BUILDING},? {DOOR}\b"),
    ((("Box",),), r"\b(?:RR|R\.R\.|HC|Rural Route|RMB) ?#?[0-9]+,? Box [0-9]+[A-Z]?\b"),
    (
        (("Group", "Team"), ("Village",)),
        (
            rf"\b(?:No\. ?|House )[0-9]+,? (?:Group|Team) ?[0-9]+,? (?:of )?(?:{WORD} ){{1,3}}Village\b"
            rf"|\bGroup ?[0-9]+,? (?:{WORD} ){{1,3}}Village,? No\. ?[0-9]+"
        ),
    ),
)
# Garden, 5-2-301; what begins with the one sign is quick to look for.
CHAIN_SIGN = compile_late(r"-[0-9]{1,2}-[0-9]{3}")
CHAIN = compile_late(r"[0-9](?<![-0-9A-Za-z/.].)[0-9]{0,2}-[0-9]{1,2}-[0-9]{3,4}(?![-0-9A-Za-z])")
ESTATE_BEFORE = compile_late(rf"\b{ESTATE},? \Z")
HOUSE_NUMBER = compile_late(
    r"[0-9](?<![-/.:0-9A-Za-z£$].)(?<![0-9][ ,].)[0-9]{0,4}[A-Za-z]?(?:[-/][0-9]{1,4}[A-Za-z]?)?"
    r"(?:,? |(?P<cell>,| ?\| ?|\t))(?=[A-Z0-9])"
)
NUMBER_BEFORE = compile_late(
    r"\b(?:(?P<door>H(?:ouse|\.)? ?|D(?:oor|\.)? ?|Flat |Plot )?No\.? ?|(?P<plot>Plot )|Lot |[Nn]umber )\Z"
)
NUMBER_WORD_ENDS = ("o", "o.", "ot", "ber")
STREET = compile_late(ROAD)
CAPITALS = r"[A-Z][A-Z'’-]+"
STREET_IN_CAPITALS = compile_late(rf"(?:[NSEW] |THE )?(?:{CAPITALS} ){{1,3}}{ROAD_TYPE.upper()}\b")
DOOR_BEHIND = compile_late(r"\.?,? (?:(?:Apt\.?|Apartment|Unit|Flat)(?: No\.?)? ?#?|# ?)(?:[0-9]+[A-Z]?|[A-Z])\b")
# After words that say that somebody lives there, a street needs no word for one.
LIVED_IN = compile_late(rf"{NO_DAY}{WORD}(?: {WORD}){{0,3}}")
HOUSE_SIGNS = (
    "Cottage",
    "Farm",
    "Bungalow",
    "Barn",
    "Lodge",
    "House",
    "Rectory",
    "Vicarage",
    "Villa",
    "Manor",
    "Grange",
)
# Each sign of a form or of a house: one pattern is many times quicker than to look for each.
FORM_SIGN = compile_late(
    "|".join(dict.fromkeys((*(sign for groups, _ in FLAT_FORMS for group in groups for sign in group), *HOUSE_SIGNS)))
)
HOUSE_NAME = compile_late(
    rf"\b(?:The )?(?:{WORD} ){{1,3}}{HOUSE_TYPE}\b"
    rf"(?P<street>, (?:(?:{NUMBER},? )?{ROAD}|{WORD}(?: {WORD})?(?=, [A-Z]{{1,2}}[0-9])))?"
)
HOUSE_WORD = compile_late(HOUSE_TYPE)
# A road, of which a house may have any name: Mrs Hughes, Fairview, Mill Lane. Its line is looked through for one.
ROAD_SIGN = compile_late(rf", [\"“‘]?(?=[A-Z0-9])(?:{NUMBER},? )?{ROAD}")
# Of two names in quotation marks each is one by itself, as in a list of places.
COMMA = "(?:[\"”’'], |, [\"“‘']?)"
ANY_HOUSE = compile_late(
    rf"(?P<joint>,[ ](?=[^\"“‘])|,[ ]?(?=[\"“‘])|[ ]of[ ]|\|[ ]?|[;:\t(][ ]?|\.[ ]|[ ][–—-][ ]|^[ \t>*-]*)"
    rf"[\"“‘*(]{{0,2}}"
    rf"(?P<home>(?:The )?{WORD}(?: {WORD}){{0,2}}{COMMA}(?:{NUMBER},? )?{ROAD})",
    re.MULTILINE,
)
# A house is called Fern Bank, and no bank is.
HOUSE_ON_BANK = compile_late(
    rf"\b(?!Barclays|Lloyds|Food|Savings|National|State|Bottle|World|Credit|Blood){WORD} Bank\b"
)
# What a house is hardly called.
ROAD_END = compile_late(r" (?:Road|Street|Lane|Avenue|Close|Drive|Crescent|Terrace|Square|Way|Walk|Path)\Z")
# Bryn is somebody, and a hill of which a house is named: behind somebody with a title it is that.
TITLED_BEFORE = compile_late(rf"\b{TITLE} (?:{NAME} |[A-Z]\.? ?){{0,2}}{NAME}, \Z")
# Who is called like a road.
SURNAMED = compile_late(
    rf"^, (?:{'|'.join(GIVEN_NAMES)}) (?:Lane|Street|Way|Hill|Park|Green|Banks?|Fields?|Rise|Close|Heath|Moss|Place"
    rf"|Field)$"
)
HOME_SIGNS = {
    "ddress": compile_late(
        r"ddress(?:es)?(?: (?:of|in) [a-z'’ ]{3,30})?\*{0,2}[ :|–-]{1,3}(?:is |at )?[*\"“‘']{0,2}(?=[A-Z])"
    ),
    "esidence": compile_late(r"esidence\*{0,2}[ :|–-]{1,3}(?:is |at )?[*\"“‘']{0,2}(?=[A-Z])"),
    "ome visit": compile_late(r"ome visit (?:to |at )[\"“‘']?(?=[A-Z])"),
    **{word: compile_late(f"{word}(?=[A-Z])") for word in ("lives at ", "lived at ", "resides at ")},
}
HOME_HOUSE = compile_late(
    rf"(?P<home>(?:The )?{WORD}(?: {WORD}){{0,2}}{COMMA}(?:{NUMBER},? )?(?:{ROAD}|{NO_DAY}{WORD}))"
)
# The Willows, Mill Lane
THE_HOUSE = compile_late(rf"The (?<![A-Za-z]....){WORD}(?: {WORD})?{COMMA}(?:{NUMBER},? )?{ROAD}")
# All who live in a building are nobody.
ALL_OF = compile_late(
    r"\b(?:residents|tenants|occupiers|occupants|householders|homeowners|neighbours|families)"
    r" (?:of|at|in|from) (?:the )?\Z",
    re.IGNORECASE,
)
OFFICE_LIKE = ("Room", "Rm", "Building", "Block", "Bldg")
HIDDEN = "××"


@cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern when a text may need it."""
    return re.compile(pattern)


def find_latin_homes(text: str, spans: Iterable[Span]) -> Iterator[PersonalData]:
    """Give the addresses of homes; some may overlap. `spans` are those of lines with digits."""
    signs = frozenset(FORM_SIGN.findall(text))
    for groups, pattern in FLAT_FORMS:
        if not any(map(signs.isdisjoint, groups)):
            for each in compile_pattern(pattern).finditer(text):
                yield from judge_flat(text, *each.span())
    for each in CHAIN.finditer(text) if CHAIN_SIGN.search(text) else ():
        estate = ESTATE_BEFORE.search(text, max(0, each.start() - REACH), each.start())
        if estate:
            yield from judge_flat(text, estate.start(), each.end())
    for span in spans:
        for each in HOUSE_NUMBER.finditer(text, *span):
            if not each["cell"] or is_column_of_houses(text, each.start()):
                yield from judge_number(text, *each.span())
    yield from find_named_houses(text, may_have_name=not signs.isdisjoint(HOUSE_SIGNS))
    yield from find_postcode_homes(text, spans)
    for start, end, masked in find_listed_homes(text):
        yield PersonalData(start, end, "address", masked)


def find_named_houses(text: str, *, may_have_name: bool) -> Iterator[PersonalData]:
    """Give the homes that have a name and no number; without a word for a house those beside others alone."""
    for line in find_lines(text, HOUSE_WORD) if may_have_name else ():
        for each in HOUSE_NAME.finditer(text, *line):
            if each["street"] or is_home_without_street(text, *each.span()):
                yield from judge_house(text, *each.span())
    for line in find_lines(text, ROAD_SIGN):
        for each in find_in_line(text, *line):
            if may_be_home(text, line, each):
                yield from judge_house(text, *each.span("home"))
        for each in THE_HOUSE.finditer(text, *line):
            yield from judge_house(text, *each.span())
    for each in find_homes_told(text):
        yield from judge_house(text, *each.span("home"))


def find_in_line(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Find what may be a house and its road in a line; what seems to be a house may be somebody's name before one."""
    found = ANY_HOUSE.search(text, start, end)
    while found:
        yield found
        found = ANY_HOUSE.search(text, found.start("home") + 1, end)


def may_be_home(text: str, line: Span, found: re.Match[str]) -> bool:
    """Tell whether words before a road may be the name of a house, by what joins them to the words before them."""
    house = re.split(COMMA, found["home"])[0]
    if ORGANISATION.search(HOUSE_ON_BANK.sub("", house)):
        return False
    if found["joint"].startswith((" of ", "|")):
        return True
    is_welsh = house.startswith("Bryn ") and TITLED_BEFORE.search(text, 0, found.start("home")) is not None
    if (names_somebody(house) and not is_welsh) or SURNAMED.search(found["home"], len(house)):
        return False
    is_record = line[1] - line[0] <= LONGEST_RECORD
    if found["joint"].startswith(","):
        before, behind = split_line(text, *found.span("home"))
        if names_somebody(behind.strip(", ").partition(",")[0]):
            return False
        led = is_led_by_person(before) or (is_record and is_said_to_be_home(text, *found.span("home")))
        return led and not is_public_place(house, "")
    return is_record and ROAD_END.search(house) is None


def is_home_without_street(text: str, start: int, end: int) -> bool:
    """Tell whether a house that has a name alone is said to be somebody's home."""
    before = split_line(text, start, end)[0]
    return (
        (lives_before(before) and ALL_OF.search(before) is None)
        or is_in_home_column(text, start)
        or (is_in_row_of_person(text, start, end) and is_in_address_column(text, start))
    )


def find_homes_told(text: str) -> Iterator[re.Match[str]]:
    """Find the houses with any name that a word before them tells from other places."""
    for sign, pattern in HOME_SIGNS.items():
        for told in pattern.finditer(text) if sign in text else ():
            found = HOME_HOUSE.match(text, told.end())
            if found and not ORGANISATION.search(found["home"].partition(",")[0]):
                yield found


def judge_number(text: str, start: int, end: int) -> Iterator[PersonalData]:
    """Give the home that has a number, of which the street begins at an offset."""
    is_led = text[max(0, start - 4) : start].rstrip().endswith(NUMBER_WORD_ENDS)
    number = NUMBER_BEFORE.search(text, max(0, start - 10), start) if is_led else None
    start = number.start() if number else start
    street = STREET.match(text, end)
    if not street and text[end : end + 2].isupper():
        street = STREET_IN_CAPITALS.match(text, end)
    if street:
        door = DOOR_BEHIND.match(text, street.end())
        yield from judge_flat(text, start, door.end()) if door else judge_house(text, start, street.end())
        return
    place = LIVED_IN.match(text, end)
    if place and lives_before(split_line(text, start, end)[0]):
        yield make_home(text, start, place.end(), sure=True)
    elif place and number and (number["door"] or number["plot"]):
        yield from judge_house(text, start, place.end())


def judge_flat(text: str, start: int, end: int) -> Iterator[PersonalData]:
    """Give a flat; it is surely somebody's where one is named or said to live there."""
    before, behind = split_line(text, start, end)
    is_named = is_somebodys(text, start, end, before, behind) or begins_with_name(before, text[start:end])
    is_public = is_public_place(before, behind) or is_in_public_column(text, start)
    if is_named or not is_public or not text.startswith(OFFICE_LIKE, start):
        yield make_home(text, start, end, sure=is_named or (is_about_people(before, behind) and not is_public))


def judge_house(text: str, start: int, end: int) -> Iterator[PersonalData]:
    """Give a house if somebody is named right beside it or said to live there."""
    before, behind = split_line(text, start, end)
    if ORGANISATION.match(behind.lstrip()):
        return
    if is_surely_lived_in(before, behind):
        yield make_home(text, start, end, sure=True)
    elif is_somebodys(text, start, end, before, behind):
        yield make_home(
            text, start, end, sure=not (is_public_place(before, behind) or is_in_public_column(text, start))
        )


def is_somebodys(text: str, start: int, end: int, before: str, behind: str) -> bool:
    """Tell whether an address is somebody's by who is named beside it, or by the row and the column in which it is."""
    return (
        lives_before(before)
        or is_resident_named(before, behind)
        or is_in_row_of_person(text, start, end)
        or is_in_home_column(text, start)
        or is_further_home(text, start)
        or is_said_to_be_home(text, start, end)
    )


def make_home(text: str, start: int, end: int, *, sure: bool) -> PersonalData:
    """Hide an address; of what follows the town stays, and the postcode goes."""
    tail = compile_pattern(TAIL).match(text, end)
    town = tail["town"] if tail else ""
    end = tail.end() if tail else end - (text[end - 1] == ".")
    return PersonalData(start, end, "address", HIDDEN + town, "error" if sure else "warning")
