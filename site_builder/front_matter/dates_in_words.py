"""Days as people write them in letters and documents: in figures, in Chinese or English words; reads no field."""

import re
import unicodedata
from datetime import date

from site_builder.dates import parse_written_date

ENGLISH_DAY = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<month>[A-Z][a-z]{2,8})\.?,? (?P<year>\d{4})")
AMERICAN_DAY = re.compile(r"(?P<month>[A-Z][a-z]{2,8})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})")
# From one day or time to another.
RANGE = re.compile(
    r"(?:[0-9]|[日号时点分天])\s*(?:[~\u2010\u2013\u2014\u2212\u301c至到]|\bto\b)+\s*\D{0,6}[0-9]"
    r"|[a-z] to \D{0,12}[0-9]|(?:[0-9]:[0-9]{2}|[日号时点分]|[0-9] )\s*-\s*\D{0,6}[0-9]"
)
ALL_DAY = re.compile(r"[(\s]*(?:全天|整天|all[ -]day)[)\s]*$", re.IGNORECASE)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def parse_day(text: str) -> date | None:
    """Read a paragraph that is nothing but a day, in figures, in Chinese or English words."""
    text = unicodedata.normalize("NFKC", text).strip("()（） ")
    written = None if text.isdecimal() else parse_written_date(remove_spaces(text))
    english = ENGLISH_DAY.fullmatch(text) or AMERICAN_DAY.fullmatch(text)
    try:
        if written and written.year and written.minutes is None:
            return date(written.year, written.month, written.day)
        if english and english["month"][:3].lower() in MONTHS:
            return date(int(english["year"]), MONTHS.index(english["month"][:3].lower()) + 1, int(english["day"]))
    except ValueError:
        return None
    return None


def is_range(text: str) -> bool:
    """Tell whether a text says from when to when."""
    return RANGE.search(unicodedata.normalize("NFKC", text)) is not None


def parse_whole_day(text: str) -> date | None:
    """Read a day that may be said to be a whole one."""
    return parse_day(ALL_DAY.sub("", unicodedata.normalize("NFKC", text)))


def remove_spaces(text: str) -> str:
    """Give a text without white space, which titles in Word are full of."""
    return re.sub(r"\s+", "", text)
