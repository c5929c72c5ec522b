"""English spans over two months or years whose end comes first: from 5 May to 28 April 2026; knows no other spans.

A span that names one year, or none, may go on into the next, as one from December to January does, and one of a whole
year has its end just before its beginning. One that would take nearly a year, and no whole one, ends first.
"""

import re
from functools import cache
from typing import NamedTuple

from site_builder.checking.text.dates.written_dates import MONTHS
from site_builder.late_patterns import compile_late

AND = " and "
TO = r"(?:\x20?[–—~-]{1,2}\x20?|\x20(?:to|until|till|through|and)\x20)"
WEEKDAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:s|nes|rs|ur)?(?:day)?,?\x20)?"
# A month and a day have so many days between their beginnings; what is so near before is the end of a whole year.
MONTH_DAYS, WHOLE_YEAR = 30.4, 4
LONGEST_CUE = 40
BETWEEN = "etween"
BETWEEN_BEFORE = compile_late(r"etween\x20\Z")
YEARS_BEFORE = compile_late(r"(?:(?:rom|etween|[Ff]or|[Dd]uring|[Ii]n)\x20|\()\Z")
# What falls, or is numbered, from 2010 to 2005 is no span of years.
COUNTED = compile_late(
    r"\b(?:f[ae]ll\w*|down|dropp?\w*|cuts?|reduc\w*|r[io]se\w*|declin\w*|decreas\w*|increas\w*|chang\w*|rooms?|numbers?"
    r"|pages?|lots?)\b[^.\n]{0,24}\Z"
)


class LatinDay(NamedTuple):
    """An end of a span: year, month and day, 0 for what is not said."""

    year: int
    month: int
    day: int


@cache
def compile_latin_span_pattern() -> re.Pattern[str]:
    """Give what a span of two English dates, with months or years alone, looks like."""
    names = "|".join(sorted(MONTHS, key=len, reverse=True))
    first, last = (
        rf"(?:(?:(?P<{end}_day>\d{{1,2}})(?:st|nd|rd|th)?\x20(?:of\x20)?)?(?P<{end}_month>{names})\b\.?"
        rf"(?:\x20(?P<{end}_us>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.]))?(?:,?\x20(?P<{end}_year>(?:19|20)\d\d)\b)?"
        rf"|(?P<{end}_alone>(?:19|20)\d\d))"
        for end in ("first", "last")
    )
    return re.compile(rf"(?<![\w/.–—-])(?:the\x20)?{first}(?P<to>{TO})(?:the\x20)?{WEEKDAY}{last}(?![\w%/–—-]|[.,]\d)")


def is_reversed_latin_span(span: re.Match[str]) -> bool:
    """Tell whether a span ends first."""
    text, first = span.string, max(0, span.start() - LONGEST_CUE)
    if span["to"] == AND and not BETWEEN_BEFORE.search(text, first, span.start()):
        return False
    if span["first_alone"] and span["last_alone"]:
        said = YEARS_BEFORE.search(text, first, span.start()) and not COUNTED.search(text, first, span.start())
        return bool(said) and int(span["last_alone"]) < int(span["first_alone"])
    if span["first_alone"] or span["last_alone"]:
        return False
    begin, end = read_day(span, "first"), read_day(span, "last")
    if begin.year and end.year:
        return is_before(end, begin)
    if not (begin.day and end.day):
        return False
    months = begin.month - end.month
    days = months * MONTH_DAYS + begin.day - end.day
    return 0 <= months <= 1 and days > (WHOLE_YEAR if months else 1)


def read_day(span: re.Match[str], end: str) -> LatinDay:
    """Read one end of a span."""
    day = span[f"{end}_day"] or span[f"{end}_us"] or 0
    return LatinDay(int(span[f"{end}_year"] or 0), MONTHS[span[f"{end}_month"]], int(day))


def is_before(one: LatinDay, other: LatinDay) -> bool:
    """Tell whether a day is before another; where one of them is a month, whether its month is."""
    length = 3 if one.day and other.day else 2
    return one[:length] < other[:length]
