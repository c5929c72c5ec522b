"""Spans of days, months and years whose end comes before their beginning, or is no day.

Where a span may go on into another month or year it is right: 12月20日至1月5日.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from site_builder.checking.text.dates.latin_spans import (
    AND,
    BETWEEN,
    compile_latin_span_pattern,
    is_reversed_latin_span,
)
from site_builder.checking.text.dates.times import TO, compile_sign_pattern, find_reversed_hours
from site_builder.checking.text.dates.written_dates import LONG_YEAR, MONTHS
from site_builder.late_patterns import compile_late

# What stands between the ends of a span, and how far either reaches.
SPAN_SIGNS = ("至", "到", "—", "－", "–", "-", "~", "～", " to ", " until ", AND)
LONGEST_HALF = 30
# What begins the second half: a figure, part of a day, the name of a month or a day of the week before a figure.
BEHIND = r"[—\x20]?(?:the\x20)?(?:\d|[JFMASONDTW][a-z]{2,8}\.?,?\x20(?:the\x20)?\d)|[上下晚]"
LONGEST_MONTHS = MappingProxyType({2: 29, 4: 30, 6: 30, 9: 30, 11: 30})
MONTH_NAME = compile_late("Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec")
NAMES = "January|February|March|April|May|June|July|August|September|October|November|December"


@cache
def compile_span_patterns() -> Mapping[str, re.Pattern[str]]:
    """Give what spans of days, months and years look like."""
    first, last = (rf"(?P<{end}>\d{{1,2}})(?:st|nd|rd|th)?" for end in ("first", "last"))
    return {
        "han": re.compile(
            r"(?<![\d年月.-])(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号]?)?"
            rf"(?:[（(][^）)\n]{{1,6}}[）)])?{TO}"
            r"(?:(?P<end_year>\d{4})年)?(?:(?P<end_month>\d{1,2})月)?(?:(?P<end_day>\d{1,2})[日号])?(?!\d|[.．]\d)"
        ),
        "years": re.compile(rf"(?<![\d.-])(?P<first>(?:19|20)\d\d)年?{TO}(?P<last>(?:19|20)\d\d)年(?!\d)"),
        "numbers": re.compile(
            rf"(?<![\d/.-])(?P<first>\d{{4}}(?P<mark>[-/.])\d\d?(?P=mark)\d\d?){TO}"
            rf"(?P<last>\d{{4}}(?P=mark)\d\d?(?P=mark)\d\d?)(?![\d/-])"
        ),
        "one-day": re.compile(
            r"(?P<day>(?:\d{4}年)?\d{1,2}月\d{1,2}日)(?P<first>\d{1,2}[:：]\d\d)"
            rf"{TO}(?P=day)(?P<last>\d{{1,2}}[:：]\d\d)(?!\d)"
        ),
        "short": re.compile(rf"\b{first}{TO}{last}[ ](?:{NAMES})\b"),
        "american": re.compile(rf"\b(?P<month>{NAMES})[ ]{first}{TO}{last}\b(?![:%/]|[.,]\d|-\d)"),
        "latin": compile_latin_span_pattern(),
    }


def find_wrong_spans(text: str) -> Iterator[tuple[int, str, bool]]:
    """Find spans of hours, days, months and years: where they stand, as written, and whether the end comes first.

    Else the month does not have the day at their end.
    """
    seen = set[int]()
    for sign in SPAN_SIGNS:
        if sign not in text or (sign == AND and BETWEEN not in text):
            continue
        for found in compile_sign_pattern(r"[\d月日号年）)A-Za-z\x20—]", sign, BEHIND).finditer(text):
            span, late = find_wrong_span(text, found)
            span = span or find_reversed_hours(text, found)
            if span and span.start() not in seen:
                seen.add(span.start())
                yield span.start(), span[0].strip(), not late


def find_wrong_span(text: str, sign: re.Match[str]) -> tuple[re.Match[str] | None, bool]:
    """Give the span around a sign if it ends first, or on a day that its month does not have; and whether that."""
    first, last = max(0, sign.start() - LONGEST_HALF), sign.end() + LONGEST_HALF
    near = text[first:last]
    if "月" in near or "年" in near:
        names: tuple[str, ...] = ("han", "years", "one-day")
    elif MONTH_NAME.search(near):
        names = ("short", "american", "latin")
    elif text[sign.end() : sign.end() + LONG_YEAR].isdecimal():
        names = ("numbers", "latin")
    else:
        names = ("numbers",) if near.count("-") > len("--") + 1 else ()
    for name in names:
        span = compile_span_patterns()[name].search(text, first, last)
        if span and span.start() < sign.start() < span.end():
            late = ends_too_late(span, name)
            if late or is_reversed(span, name):
                return span, late
    return None, False


def ends_too_late(span: re.Match[str], name: str) -> bool:
    """Tell whether a span ends on a day that its month does not have, the month being named at its beginning alone."""
    if name == "han" and span["day"] and span["end_day"] and not span["end_month"]:
        return int(span["end_day"]) > LONGEST_MONTHS.get(int(span["month"]), 31)
    if name == "american":
        longest = LONGEST_MONTHS.get(MONTHS[span["month"]], 31)
        return longest < int(span["last"]) < longest + 10
    return False


def is_reversed(span: re.Match[str], name: str) -> bool:
    """Tell whether a span ends first."""
    if name == "han":
        return is_reversed_in_months(span)
    if name == "latin":
        return is_reversed_latin_span(span)
    return read_figures(span["last"]) < read_figures(span["first"])


def read_figures(written: str) -> tuple[int, ...]:
    """Give the figures of a day, a time or a year, the largest unit first."""
    return tuple(map(int, re.findall("[0-9]+", written)))


def is_reversed_in_months(span: re.Match[str]) -> bool:
    """Tell whether a span with 月 ends first; one without a year at its end may go on into the next."""
    year, month, day = span["year"], int(span["month"]), span["day"]
    end_year, end_month, end_day = span["end_year"], span["end_month"], span["end_day"]
    if end_month is None:
        return day is not None and end_day is not None and int(end_day) < int(day) and end_year is None
    if day and end_day and not end_year and int(end_month) == month:
        return int(end_day) < int(day)
    if bool(day) != bool(end_day) or not year or not end_year:
        return False
    return (int(end_year), int(end_month), int(end_day or 0)) < (int(year), month, int(day or 0))
