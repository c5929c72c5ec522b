"""A text -> the numbers in it that go over cells, breaks or lines; a mask keeps what breaks them."""

import re
from collections.abc import Iterator
from functools import cache

from site_builder.checking.personal_data.kinds import PersonalData, PersonalDataKind
from site_builder.checking.personal_data.numbers.mobile_numbers import BRITISH, HAN, MOBILE, SHORTEST_AREA
from site_builder.checking.personal_data.numbers.resident_ids import is_id
from site_builder.checking.personal_data.numbers.surroundings import FIGURES, PHONE_WORDS, Surroundings
from site_builder.late_patterns import compile_late
from site_builder.problem import Severity

BREAK = r"[ \t]*(?:<br ?/?>[ \t]*\n?|\\?\n|\||</td>\s{0,4}<td\b[^<>\n]{0,99}>)[ \t>]*"
# So many digits, however they are broken, are the fewest of a mobile.
SIGN = compile_late(rf"[0-9](?<![0-9].)(?:[0-9]|[ -][0-9]|{BREAK}[0-9]){{10}}", re.DOTALL)
MOBILE_LENGTH, ID_LENGTH, CARD_LENGTHS = 11, 18, (16, 19)
# Of how many pieces a number is made at most, unless each is one digit: more are a row of figures.
MOST_PIECES = 6
# How a British mobile is mostly written: beside somebody's name it is one.
BRITISH_SIZES = [5, 6]
YEARS = compile_late("(?:19|20)[0-9]{2}")


@cache
def compile_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compile what most texts do not need."""
    start, end = r"(?<![0-9A-Za-z])(?<![0-9][.-])", r"(?![0-9A-Za-z]|[.-][0-9])"
    return re.compile(rf"{start}[0-9]+(?:(?:{BREAK}|[ -])[0-9]+)+[Xx]?{end}"), re.compile("[0-9]+[Xx]?")


def find_broken_numbers(text: str, around: Surroundings) -> Iterator[PersonalData]:
    """Find mobiles, identity numbers and cards whose pieces stand in cells or lines one after another."""
    runs, pieces = compile_patterns()
    for run in runs.finditer(text):
        found = list(pieces.finditer(text, run.start(), run.end()))
        first = 0
        while first < len(found):
            taken = next(
                (
                    (last, data)
                    for last in range(first + 2, min(first + count_most(found[first]), len(found)) + 1)
                    if (data := judge_pieces(text, found[first:last], around))
                ),
                None,
            )
            if taken:
                yield taken[1]
            first = taken[0] if taken else first + 1


def count_most(piece: re.Match[str]) -> int:
    """Tell of how many pieces a number may be made that begins with one."""
    return ID_LENGTH if len(piece[0]) == 1 else MOST_PIECES


def judge_pieces(text: str, pieces: list[re.Match[str]], around: Surroundings) -> PersonalData | None:
    """Tell what pieces are together; None where they are nothing, or nothing breaks them."""
    start, end = pieces[0].start(), pieces[-1].end()
    number = "".join(each[0] for each in pieces)
    if len(pieces) > MOST_PIECES and len(number) > len(pieces):
        return None
    if len(number) not in {MOBILE_LENGTH, ID_LENGTH, *CARD_LENGTHS} or not re.search(BREAK, text[start:end]):
        return None
    judged = judge_number(number, [len(each[0]) for each in pieces], start, around)
    if judged is None or any(FIGURES.search(around.find_heading(each.start())) for each in pieces):
        return None
    kind, first, last, severity = judged
    hidden = [each for piece in pieces for each in range(piece.start(), piece.end())][first : len(number) - last]
    masked = list(text[start:end])
    for each in hidden:
        masked[each - start] = "×"
    return PersonalData(start, end, kind, "".join(masked), severity)


def judge_number(
    number: str, sizes: list[int], at: int, around: Surroundings
) -> tuple[PersonalDataKind, int, int, Severity] | None:
    """Tell what a number is, how many characters at its ends may stay, and how sure it is."""
    if len(number) == ID_LENGTH and is_id(number, around, at):
        return "id-number", 2, 3, "error"
    if around.is_other_number(at):
        return None
    said = around.has_word(at, PHONE_WORDS)
    if len(number) == MOBILE_LENGTH and re.match(MOBILE, number):
        years = YEARS.fullmatch(number[3:7]) and YEARS.fullmatch(number[7:])
        said = said or len(sizes) == MOBILE_LENGTH
        if said or ((sizes == [3, 4, 4] and not years) or sizes in ([7, 4], [3, 8])):
            return "mobile", 3, 4, "error" if said else "warning"
    british = len(number) == MOBILE_LENGTH and number[0] == "0" and BRITISH.fullmatch(number)
    said = said or (sizes == BRITISH_SIZES and around.is_beside_person(at))
    if british and said and sizes[0] >= SHORTEST_AREA and not HAN.search(around.find_line(at)):
        return "mobile", 4, 3, "error"
    if len(number) in CARD_LENGTHS and number.startswith("62") and number.isdigit():
        from stdnum import luhn

        if luhn.is_valid(number):
            return "bank-card", 4, 4, "error"
    return None
