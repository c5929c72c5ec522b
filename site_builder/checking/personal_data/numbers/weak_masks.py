"""A text -> the numbers in it that are hidden so little that everybody can tell them; the customary masks are none."""

import re
from collections.abc import Iterator
from functools import cache

from site_builder.checking.personal_data.kinds import PersonalData, PersonalDataKind
from site_builder.checking.personal_data.numbers.mobile_numbers import BRITISH
from site_builder.checking.personal_data.numbers.resident_ids import ID_WORDS, PROVINCES
from site_builder.checking.personal_data.numbers.surroundings import PHONE_WORDS, Surroundings
from site_builder.late_patterns import compile_late
from site_builder.problem import Severity

HIDING = "*×✕✖xX#●○■□◆?？_"
# What stands behind a digit of such a number: a sign that hides one.
SIGN = rf"\\?[{HIDING}]"
# Of so many characters more than so many hidden are enough; of a mobile three hide it from most.
ID_LENGTH, ID_HIDDEN = 18, 5
MOBILE_LENGTH, MOBILE_HIDDEN, MOBILE_DOUBTFUL = 11, 2, 3
CARD_LENGTHS, CARD_HIDDEN = range(16, 20), 3
# Of the longest cards four are only a few more.
LONGEST_CARD, CARD_DOUBTFUL = 19, 4
YEAR = compile_late(r"(?:1[89]|20)[0-9]{2}|[0-9]{0,3}[^0-9]+[0-9]*")


@cache
def compile_pattern() -> re.Pattern[str]:
    """Compile what most texts do not need."""
    sign = rf"(?:[0-9]|\\?[{HIDING}])"
    return re.compile(
        rf"(?P<stars>\*{{0,3}})(?<![0-9A-Za-z×])(?<![0-9]\*)(?<![0-9][.-])(?P<number>[0-9](?:[ -]?{sign}){{10,24}})"
        "(?![0-9A-Za-z×]|[.-][0-9])"
    )


def find_weak_masks(text: str, around: Surroundings) -> Iterator[PersonalData]:
    """Find identity numbers, mobiles and cards of which too few digits are hidden; each is masked as it should be."""
    for each in around.find_all(compile_pattern(), text):
        for number in list_beginnings(each["number"], len(each["stars"])):
            signs = read_signs(number)
            judged = judge_mask(signs) if 0 < signs.count("*") <= ID_HIDDEN else None
            if judged:
                kind, first, last, severity = judged
                masked = f"{signs[:first]}{'*' * (len(signs) - first - last)}{signs[-last:]}"
                start = each.start("number")
                if not around.is_other_number(start, ID_WORDS if kind == "id-number" else PHONE_WORDS):
                    yield PersonalData(start, start + len(number), kind, masked, severity, "weak-mask")
                break


def read_signs(number: str) -> str:
    """Give digits, and stars for what hides one; an X behind another sign is the check character of an ID."""
    signs = [sign for sign in number if sign not in "\\ -"]
    last = signs[-1] if len(signs) == ID_LENGTH and signs[-1] in "Xx" and signs[-2] not in "Xx" else ""
    return "".join("*" if sign in HIDING else sign for sign in (signs[:-1] if last else signs)) + last


def list_beginnings(number: str, stars: int) -> Iterator[str]:
    """Give a number without the stars that only end what stars before it began, and without what stands behind it."""
    ends = [len(number), *(each.start() for each in re.finditer("[ -]", number))]
    for end in ends:
        part = number[:end]
        closing = len(part) - len(part.rstrip("*"))
        yield part
        if 0 < stars <= closing:
            yield part[: len(part) - stars]


def judge_mask(signs: str) -> tuple[PersonalDataKind, int, int, Severity] | None:
    """Tell what a number with stars is, how many characters at its ends may stay, and how grave it is."""
    hidden = signs.count("*")
    if len(signs) == ID_LENGTH and PROVINCES.match(signs) and YEAR.match(signs[6:10]):
        return "id-number", 2, 3, "error"
    if len(signs) == MOBILE_LENGTH and hidden <= MOBILE_DOUBTFUL:
        severity: Severity = "error" if hidden <= MOBILE_HIDDEN else "warning"
        if re.match(r"1[3-9*][0-9*]", signs):
            return "mobile", 3, 4, severity
        if signs[:2] == "07" and BRITISH.fullmatch(signs.replace("*", "1")):
            return "mobile", 4, 3, severity
    if len(signs) in CARD_LENGTHS and signs.startswith("62") and hidden <= CARD_HIDDEN:
        return "bank-card", 4, 4, "error"
    if len(signs) == LONGEST_CARD and signs.startswith("62") and hidden == CARD_DOUBTFUL:
        return "bank-card", 4, 4, "warning"
    return None
