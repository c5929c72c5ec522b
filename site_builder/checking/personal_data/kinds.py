"""What personal data in a text is: its kinds, its place, and how it stands masked; finds none."""

import re
from typing import Literal, TypeAlias

from msgspec import Struct

from site_builder.late_patterns import compile_late
from site_builder.problem import Severity

PersonalDataKind: TypeAlias = Literal[
    "id-number",
    "mobile",
    "bank-card",
    "e-mail",
    "address",
    "passport",
    "travel-permit",
    "regional-id",
    "military-id",
    "social-security-card",
    "bank-book",
    "number-plate",
    "qq",
    "national-insurance",
    "nhs-number",
    "bank-account",
    "social-security-number",
    "driving-licence",
]
# How a finding is not what its kind says: a number with a slip in it, or one that is hidden so little that it is told.
PersonalDataFlaw: TypeAlias = Literal["", "slip", "weak-mask"]
SEPARATOR = compile_late(r"[^0-9A-Za-z一-龥]")
SIGN = compile_late(r"[0-9A-Za-z一-龥]")


# So many characters a mask hides; a shorter number has one left at each end, and two where it is longer.
FEWEST_HIDDEN, LONGEST_SHORT = 4, 6


class PersonalData(Struct, frozen=True, order=True):
    """Personal data at a place of a text: offsets of its start and end, its kind, how it stands masked."""

    start: int
    end: int
    kind: PersonalDataKind
    masked: str
    severity: Severity = "error"
    flaw: PersonalDataFlaw = ""


def remove_separators(number: str) -> str:
    """Take the signs that group a number out of it."""
    return SEPARATOR.sub("", number)


def mask_digits(number: str, first: int, last: int) -> str:
    """Mask a number but for its first and last characters, without what groups it, which Markdown could take apart."""
    digits = remove_separators(number)
    if len(digits) - first - last < FEWEST_HIDDEN:
        first = last = 2 if len(digits) > LONGEST_SHORT else 1
    return f"{digits[:first]}{'*' * (len(digits) - first - last)}{digits[-last:] if last else ''}"


def mask_number(
    number: re.Match[str], kind: PersonalDataKind, shown: tuple[int, int], group: str | int = 0
) -> PersonalData:
    """Make a finding of a match: what stands in it before the group stays as it is."""
    before = number[0][: number.start(group) - number.start()]
    masked = before + mask_digits(number[group], *shown)
    return PersonalData(number.start(), number.end(group), kind, masked)
