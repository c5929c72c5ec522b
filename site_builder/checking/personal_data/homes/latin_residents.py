"""Who is named near an address in Latin letters, not right beside it -> whether words say that it is their home.

An address of which a sentence speaks as a hall's, a shop's or a site's is none.
"""

import re

from site_builder.checking.personal_data.homes.latin_surroundings import (
    CELL_BEFORE,
    GIVEN_NAMES,
    ROW,
    STREET_OF,
    is_in_public_column,
    is_person,
    is_public_place,
)
from site_builder.checking.personal_data.homes.latin_words import NAME, ORGANISATION, PERSON, PUBLIC, ROLES, TITLE
from site_builder.checking.personal_data.homes.marks import get_head, remove_quotes
from site_builder.late_patterns import compile_late

NAMED = compile_late(rf"(?<![A-Za-z'-]){PERSON}(?![A-Za-z])")
SENTENCE_END = compile_late(
    r"[.!?](?<!Mr.)(?<!Dr.)(?<!Mrs.)(?<!Ms.)(?<!Rev.)(?<!Smt.)(?<!\b[A-Z].)(?<!No.)(?<!St.)(?<!Rd.) "
)
# Nobody lives there, or it is where everybody may come.
NOBODYS = compile_late(
    r"""
    \b(?:vacant|empty|sold|derelict|disused|unoccupied|bought|buys|buyer|plots?|sites?|land|redevelop\w*|rebuil[dt]
    |open(?:ed|s|ing)?|relocat\w*|tickets?|coffee|stall|(?<!of[ ]this[ ])parish|talk|class(?:es)?|sessions?|rehears\w*
    |performances?
    |campaign|charity|applications?|permission|(?<!grant[ ])(?:refus\w*|approv\w*)|inspector|blue[ ]plaque|memorial
    |fundrais\w*|cafe
    |practice|dentist|firm|company|hostel|hub|warehouse|unit(?![ ][0-9])|founded|museum|tour|show[ ]home
    |photo(?:s|graphs?)?|pictures?|paintings?|drawn|filming|actor|printed|marshal|judo|yoga|zumba|ballet|chess
    |teach(?:es)?
    |first[ ]aid|bus(?:es)?|car[ ]park|takeaway|market|races?|lunch|supper|book|once|votes?|patients|landlord,|doctor
    |speaks?|speaking|spoke|performs?|plays?|sings?|lectures?|exhibits?)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What says, before an address, that it is the home of who is named in the sentence.
HOME_OF_NAMED = compile_late(
    r"""
    (?:\bat[ ]home,?(?:[ ](?:at|in|on))?
    |\b(?:council[ ]house|council[ ]flat|house|home|bungalow|cottage|flat|household|tenancy|doorstep)
    [ ](?:at|of|in|on|is)
    |\b(?:callers?|visitors?|cards?|flowers|wreaths|condolences)[ ](?:are[ ])?(?:welcome[ ])?(?:at|to)
    )[\s:,]*(?:the[ ])?\Z
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What somebody is to have back: Hannah Bell's ladder … to
BROUGHT_BACK = compile_late(
    r"['’]s? [a-z][^.!?\n]{0,60}\b(?:to|at|in at|with|off at|round to|through the door of|outside) (?:the )?\Z"
)
# To her at: who that is was said before.
BACK_TO = compile_late(r"\b(?:to|with|ring|see|visit) (?:her|him) at (?:the |number )?\Z")
BRINGS = compile_late(
    r"\b(?:bring|return|take|drop|deliver|hand|pop|post|leave|leav|return|deliver|put)(?:s|ing|ed)?\b[^.!?\n]{0,60}\Z"
)
# What says so behind one, and who it is.
NAMED_BEHIND = compile_late(
    r",?[ ](?:where|which(?:[ ]is|[ ]was)?(?:[ ](?:the[ ])?home[ ]of)"
    r"|(?:the|now|once|still|long)[ ](?:the[ ])?home[ ]of"
    r"|home[ ](?:of|to)|(?:which[ ]|that[ ])?belong(?:s|ing)[ ]to"
    r"|(?:is[ ]|was[ ])?(?:owned|rented|occupied|lived[ ]in|looked[ ]after)[ ]by"
    r"|(?:(?:is|was|has[ ]been|will[ ]be)[ ])?(?:pass(?:es|ed)?|let|re-?let|goes|went|transfer(?:s|red)?|granted"
    rf"|assigned|allocated)[ ]to)[ ](?P<who>{PERSON})(?![A-Za-z])"
)
# "Hi, Ravi at 3 Park Terrace": who writes so need have no usual name.
GREETING = compile_late(
    r"\b(?:[Hh]i|[Hh]ello|[Hh]ey|[Hh]iya|[Mm]orning|[Ee]vening|[Aa]fternoon)\b[^.?\n]{0,20}?[ ,!]{1,2}"
    r"(?:(?:[Ii]t'?s|[Tt]his is|I'?m|I am) )?[A-Z][a-z]+(?: [A-Z][a-z]+)?"
    r"(?: here)?,? (?:at|from|of|in|here at|over at|,) ?\Z"
)
# A surname alone is somebody's where something is lost, sent or mended.
SURNAME_BEFORE = compile_late(
    r"(?:^|[.:;!–-] |[|>*] ?|\), |\b(?:[Aa]pply to|[Cc]ontact|[Ss]ee|[Rr]ing|[Cc]all) )(?P<name>[A-Z][a-z]{2,}),? \(?\Z"
)
OF_SOMEBODY = compile_late(
    r"\b(?:lost|found|missing|reward|deliver(?:y|ies|ed)?|orders?|repairs?|call-?outs?|visits?|bills?|invoices?"
    r"|prescriptions?"
    r"|parcels?|owners?|tenants?|applicants?|complaints?|objections?|objectors?|collections?|readings?|meals|patients?"
    r"|chimney|boiler|oil|coal|logs|milk|papers?|eggs|transport|lifts?|pick-?ups?|bins?|famil(?:y|ies)|victims?"
    r"|households?|grants?|ask for|council tax|rent|arrears|reminders?|ambulance|EMS|crews?|requests?|requested)\b",
    re.IGNORECASE,
)
POSSESSIVE = compile_late("[’'](?:s|(?<=s.)) ")
PLACES = """
Venue Where Place Location Address Town Village Monday Tuesday Wednesday Thursday Friday Saturday Sunday England
Scotland Wales Ireland Vacant Sold Planning Contact Tickets Details Donations
"""
PLACE_WORDS = frozenset(PLACES.split())
# A block in which one line says who, another where.
ADDRESS_LABEL = compile_late(
    r"[ \t>*-]*\**(?:(?:[Hh]ome |[Pp]ostal )?[Aa]ddress|[Aa]ddr\.?|[Hh]ome|[Hh]ouse|[Ll]ives"
    r"|[Pp]roperty)\**\s*[:|]\**\s*\Z"
)
NAME_LABEL = compile_late(
    rf"^[ \t>*-]*\**(?:[A-Z][a-z]+ |[Ff]ull )?(?:[Nn]ame|[Tt]enant|[Aa]pplicant|[Pp]atient|[Mm]ember|[Oo]wner"
    r"|[Rr]esident|[Pp]upil|[Cc]hild"
    rf"|[Cc]arer|[Cc]laimant|[Vv]olunteer|[Cc]omplainant|[Dd]eceased|[Ss]ubscriber"
    rf"|[Cc]ustomer)[^:|\n]{{0,16}}[:|]\**\s*(?P<who>{PERSON})",
    re.MULTILINE,
)
BLOCK = 240
# The head of a list in which the number of a house and its road have cells of their own.
HOUSE_COLUMN = compile_late(r"\b(?:house|door|property|address|road|street)\b", re.IGNORECASE)
ADDRESS_COLUMN = compile_late(r"\b(?:address|house|home|lives?|property)\b", re.IGNORECASE)


# A line that is not longer is about one matter, as those of lists and letters are.
LONGEST_RECORD = 160
# Who somebody is, before a name that need not be usual.
BY_ROLE = compile_late(
    rf"\b(?i:(?:{ROLES})(?:/[a-z]+)?(?:['’]s)?(?: name| of record)?"
    rf"|(?:full )?name(?: (?:and|&) address)?(?: of (?:the )?[a-z]+)?)"
    rf"(?::|=| –| -| is|,)? ?(?P<who>(?:{TITLE} )?(?:[A-Z]\.? ?){{0,3}}{NAME}(?: {NAME}){{0,2}}\b[^,.;:|(\n]{{0,20}})"
)
FAMILY = compile_late(
    rf"\b{NAME} (?:family|household|residence)\b"
    rf"|\b[Tt]he (?:{NAME} (?:residence|house|home)\b|{NAME}s(?: \(|,? (?:of|at|from|new)\b))"
)
RESIDENT = compile_late(
    r"\b(?:(?:(?:the|a|an|elderly|our|one) (?:[a-z]+ )?(?:tenant|occupier|occupant|householder|homeowner|resident"
    r"|patient"
    r"|pensioner|widow|widower|couple|family|neighbour|lady|gentleman)|grandmother|grandfather|household)"
    r"(?!\w|['’]s? | (?:doctor|parking|group|centre|hub|waste|engineer|recycling|survey))"
    r"|(?:next of kin|patient transport|housebound|meals on wheels|blue badge|key safe|rehoused|assisted bin"
    r"|home (?:visits?|calls?)|patient[,:]))",
    re.IGNORECASE,
)
RESIDENT_WORD = (
    "tenant|occup|house|home|resident|patient|pension|widow|couple|family|neighbour|lady|gentle|grand|kin|meals|badge|key"
    "|assisted"
)
RESIDENT_SIGN = compile_late(RESIDENT_WORD)
SIGN_OF_SOMEBODY = compile_late(f"[A-ZÀ-Þ]|{RESIDENT_WORD}")
# Surname, first name.
INVERTED = compile_late(
    rf"(?:^|[|;\t>:.–-] ?"
    rf"|[0-9], ?){NAME} ?[,;\t|] ?(?P<first>{NAME})(?: {NAME}| [A-Z]\.?| (?:&|and) {NAME})?(?= ?[|;,\t.–-]| ?$)"
)
INVERTED_INITIALS = compile_late(
    rf"(?:^|[|;\t>:.–-] ?|[0-9], ?){NAME}, [A-Z]\.?(?: ?[A-Z]\.?)?(?: \((?:Mrs?|Ms|Miss)\))?(?= ?[|;,\t]| ?$)"
)
NAME_COLUMN = compile_late(
    r"\b(?:(?:sur|(?:fore|first|last|given|family)[ _]?)names?|tenants?|residents?|occupiers?|electors?|householders?"
    r"|households?|patients?|claimants?|beneficiar(?:y|ies)|recipients?|applicants?|child(?:ren)?|pupils?|keyholders?"
    r"|clients?|owners?|voters?|members?)\b",
    re.IGNORECASE,
)
# What ends like a road may go on as something else: Front End Developer, The University of Utah.
NO_ROAD = compile_late(
    r" (?:End|Side|Run|Track|Loop|Trace|Landing|Crossing|Way|Drive|Place|Park|View|Gate|Chase|Bend|Point)(?= [A-Z])"
    rf"|The {NAME}(?= (?:of|for|[A-Z]))"
)
TITLED = compile_late(r"\b(?:Mrs?|Ms|Miss)\b")
# An address that no word such as "at" joins to a sentence.
APART = compile_late(
    r"(?:(?:[,;:|(\t–—/=-]|[.!?] ?|\bof|\b[Rr]e|\b(?:Mrs?|Ms|Miss)|\A[ *>-]*"
    r"|\b[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}) ?|\A)"
    r"(?:(?:Unit|Lot|RMB|Plot|Flat|Apt|Studio|House|Box)\b[ .#0-9A-Za-z/-]{0,8},? ?)?\Z"
)
# When something begins.
AT_TIMES = compile_late(
    r"[0-9] ?[ap]\.?m\b|\b[0-9]{1,2}[.:][0-9]{2}\b(?!\.[0-9])|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days\b|\bnoon\b"
)
CLAUSE_END = compile_late(r"[,;:|(–\t]| - ")
HOUSE_NAMED = compile_late(rf"{NAME} (?:House|Court|Priory|Abbey|Lodge)\b|\b(?:Studio|Unit|Room|Flat) [0-9]")


def is_told_in_record(text: str, start: int, end: int) -> bool:
    """Tell whether the line, or in a longer one the sentence, in which an address stands is about who lives there."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    last = last if last >= 0 else len(text)
    before = remove_quotes(text[max(first, start - ROW) : start])
    behind = remove_quotes(text[end : min(last, end + ROW)])
    if last - first > LONGEST_RECORD:
        before, behind = SENTENCE_END.split(before)[-1], SENTENCE_END.split(behind)[0]
    if not is_somebody_told(before, behind) and not is_cell_of_person(text, start, before + behind):
        return False
    is_no_road = any(each.end() == end for each in NO_ROAD.finditer(text, start, end + 4))
    is_public = is_no_road or is_in_public_column(text, start) or is_organisation_before(before)
    return not is_public and not is_everybodys(f"{before} {behind}")


def is_somebody_told(before: str, behind: str) -> bool:
    """Tell whether the words around an address tell of a resident, or name somebody and stand apart from it."""
    sides = [each for each in (STREET_OF.sub("", before), STREET_OF.sub("", behind)) if SIGN_OF_SOMEBODY.search(each)]
    if any(FAMILY.search(each) or (RESIDENT_SIGN.search(each.lower()) and RESIDENT.search(each)) for each in sides):
        return True
    if not any(map(is_somebody_in, sides)) or AT_TIMES.search(before + behind):
        return False
    return not before or APART.search(before) is not None or OF_SOMEBODY.search(before) is not None


def is_everybodys(record: str) -> bool:
    """Tell whether a whole line speaks of a place of everybody, or of one in which nobody lives."""
    plain = STREET_OF.sub("", record)
    return PUBLIC.search(plain) is not None or NOBODYS.search(plain) is not None


def is_organisation_before(before: str) -> bool:
    """Tell whether right before an address an office or a shop is named."""
    clause = CLAUSE_END.split(before.rstrip(" ,"))[-1]
    return ORGANISATION.search(HOUSE_NAMED.sub("", STREET_OF.sub("", clause))) is not None


def is_somebody_in(plain: str) -> bool:
    """Tell whether words without roads name somebody, by a usual name or by what that person is."""
    if TITLED.search(plain) or INVERTED_INITIALS.search(plain):
        return True
    if any(not ORGANISATION.search(each["who"]) for each in BY_ROLE.finditer(plain)):
        return True
    if any(each["first"] in GIVEN_NAMES for each in INVERTED.finditer(plain)):
        return True
    named = (each for each in NAMED.finditer(plain) if is_person(each))
    return any(not ORGANISATION.search(CLAUSE_END.split(plain[each.end() :])[0]) for each in named)


def is_cell_of_person(text: str, start: int, row: str) -> bool:
    """Tell whether an address is a cell of a list whose head says that each row is somebody's."""
    if CELL_BEFORE.search(text, max(0, start - 3), start) is None and text.rfind("\n", 0, start) + 1 < start:
        return False
    head = get_head(text, text.rfind("\n", 0, start) + 1)
    return NAME_COLUMN.search(head) is not None and not ORGANISATION.search(STREET_OF.sub("", row))


def is_said_to_be_home(text: str, start: int, end: int) -> bool:
    """Tell whether the sentence, the labels or the greeting around an address say whose home it is."""
    first = max(text.rfind("\n", 0, start) + 1, start - ROW)
    before = remove_quotes(text[first:start])
    behind = remove_quotes(text[end : end + ROW].partition("\n")[0])
    if GREETING.search(before) or is_labelled(text, first, before):
        return True
    sentence = SENTENCE_END.split(before)[-1]
    rest = SENTENCE_END.split(behind)[0]
    named = NAMED_BEHIND.match(rest)
    is_told = (
        (named is not None and is_person(named))
        or (HOME_OF_NAMED.search(sentence) and (names_somebody(sentence) or names_somebody(rest)))
        or (BROUGHT_BACK.search(sentence) and BRINGS.search(sentence) and is_possessive_named(sentence))
        or (BACK_TO.search(sentence) and BRINGS.search(sentence) and is_possessive_named(before))
        or is_surname_before(before)
    )
    return bool(is_told and not is_nobodys(sentence, rest)) or is_told_in_record(text, start, end)


def is_nobodys(before: str, behind: str) -> bool:
    """Tell whether a sentence speaks of a place of everybody, or of one in which nobody lives."""
    plain = STREET_OF.sub("", before), STREET_OF.sub("", behind)
    return is_public_place(before, behind) or any(NOBODYS.search(each) for each in plain)


def names_somebody(sentence: str) -> bool:
    """Tell whether somebody is named in a sentence; a street that is named after somebody is none."""
    return any(map(is_person, NAMED.finditer(STREET_OF.sub("", sentence))))


def is_possessive_named(sentence: str) -> bool:
    """Tell whether something is said to be somebody's."""
    return any(
        is_person(each) and POSSESSIVE.search(sentence, each.start(), each.end() + 3)
        for each in NAMED.finditer(sentence)
    )


def is_surname_before(before: str) -> bool:
    """Tell whether a surname stands alone before an address of which something is sent or lost."""
    found = SURNAME_BEFORE.search(before)
    return (
        found is not None
        and found["name"] not in PLACE_WORDS
        and not ORGANISATION.search(found["name"])
        and OF_SOMEBODY.search(before, 0, found.start("name")) is not None
        and not is_nobodys(before, "")
    )


def is_labelled(text: str, first: int, before: str) -> bool:
    """Tell whether an address stands behind its label in a block in which another line says who it is."""
    if not ADDRESS_LABEL.fullmatch(before):
        return False
    block = text[max(0, first - BLOCK) : first].rpartition("\n\n")[2]
    named = NAME_LABEL.search(block)
    return named is not None and is_person(named) and not ORGANISATION.search(named["who"])


def is_column_of_houses(text: str, start: int) -> bool:
    """Tell whether a number in a list is a house's: its head says so, or where it has none a name before it."""
    first = text.rfind("\n", 0, start) + 1
    head = get_head(text, first)
    return HOUSE_COLUMN.search(head) is not None if head else names_somebody(text[first:start])


def is_in_address_column(text: str, start: int) -> bool:
    """Tell whether the head of the list in which a place lies speaks of addresses."""
    return ADDRESS_COLUMN.search(get_head(text, text.rfind("\n", 0, start) + 1)) is not None
