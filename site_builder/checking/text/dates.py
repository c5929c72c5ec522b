"""Dates within texts: forms that mix or shorten, days that do not exist, the wrong day of the week; reads no field.

GB/T 15835-2011 (use of numerals): a year has four digits, one date is not written in two kinds of numerals, and 〇 is
the zero of Han numerals. GB/T 9704-2012, 7.3.5.4: month and day without a leading zero.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from types import MappingProxyType

from site_builder.checking.readable_text import ReadableText
from site_builder.problem import Problem

RULE = "day"
# The surest signs of dates; each pattern begins with a character or a few, for which a text is quickly looked through.
DOTTED_DATE = re.compile(
    r"[12](?<![\d.].)(?P<dotted>(?<=1)9\d\d\.\d{1,2}\.\d{1,2}|(?<=2)0\d\d\.\d{1,2}\.\d{1,2})(?!\.?\d)"
)
DOTS = re.compile(r"\.\d{1,2}\.")
MONTH = re.compile("月(?<=[0-9〇零一二三四五六七八九十]月)")
DAY = re.compile(r"day,? (?=\d|[JFMASOND][a-z]{2})")
LONGEST_YEAR, LONGEST_REST, LONGEST_WEEKDAY, LONGEST_ENGLISH = 8, 16, 7, 30
HAN_WEEKDAYS = "一二三四五六日"
MONTHS = MappingProxyType(
    {
        name: number
        for number, names in enumerate(
            (
                *("January|Jan", "February|Feb", "March|Mar", "April|Apr", "May", "June|Jun", "July|Jul"),
                *("August|Aug", "September|Sept|Sep", "October|Oct", "November|Nov", "December|Dec"),
            ),
            1,
        )
        for name in names.split("|")
    }
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# A year is thought of within so many days of the item's own date.
HALF_A_YEAR = 183
LONG_YEAR = 4


def check_dates(readable: ReadableText) -> Iterator[Problem]:
    """Find dates in a wrong form, and dates that cannot be."""
    return readable.run_check(lambda text: check_dates_in_text(readable, text))


def check_dates_in_text(readable: ReadableText, text: str) -> Iterator[Problem]:
    """Find what is wrong with the dates of a text, which stand where their surest sign is."""
    for sign in DOTTED_DATE.finditer(text) if DOTS.search(text) else ():
        yield from (*check_date_form(readable, sign), *check_numeric_date(readable, sign))
    for sign in MONTH.finditer(text) if readable.is_wide else ():
        at = sign.start()
        for found in compile_han_date_pattern().finditer(text, max(0, at - LONGEST_YEAR), at + LONGEST_REST):
            if found.start() <= at and (at < found.end() or found["zero"]):
                yield from (*check_date_form(readable, found), *check_numeric_date(readable, found))
    for sign in DAY.finditer(text):
        found_there = compile_english_date_pattern().search(
            text, max(0, sign.start() - LONGEST_WEEKDAY), sign.end() + LONGEST_ENGLISH
        )
        if found_there:
            yield from check_english_date(readable, found_there)


@cache
def compile_han_date_pattern() -> re.Pattern[str]:
    """Give what a date in Han text looks like."""
    return re.compile(
        r"(?:(?<![\d.．])(?P<year>\d{2}|\d{4})年)?(?<![\d.])(?P<month>\d{1,2})月"
        r"(?:(?P<day>\d{1,2})[日号](?:[ （(]*(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])[）)]?)?)?"
        r"|(?P<mixed>\d{4}年[〇零一二三四五六七八九十]{1,3}月|[〇零一二三四五六七八九]{4}年\d{1,2}月)"
        r"|(?P<zero>[一二][〇零一二三四五六七八九]{0,2}零[〇零一二三四五六七八九]{0,2}年)(?=[一二三四五六七八九十]{1,3}月)"
    )


@cache
def compile_english_date_pattern() -> re.Pattern[str]:
    """Give what an English date with its day of the week looks like."""
    week, months = "|".join(WEEKDAYS), "|".join(MONTHS)
    return re.compile(
        rf"\b(?P<weekday>{week}),? (?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{months})\b"
        rf"|(?P<first>{months})\b\.? (?P<second>\d{{1,2}})(?:st|nd|rd|th)?\b)(?:,? (?P<year>\d{{4}})\b)?"
    )


def check_date_form(readable: ReadableText, found: re.Match[str]) -> Iterator[Problem]:
    """Find a wrong form of a date."""
    written, at = found[0], found.start()
    if found.re is DOTTED_DATE:
        message, hint = 'the date "{written}" is written with dots', "write {right}"
        numbers = [int(each) for each in written.split(".")]
        right = "{}年{}月{}日".format(*numbers) if is_han_line(readable, at) else "{:04}-{:02}-{:02}".format(*numbers)
        yield readable.make_problem("warning", RULE, at, message, hint, written=written, right=right)
        return
    year, month, day = found["year"], found["month"], found["day"]
    if found["mixed"]:
        message, hint = 'the date "{written}" mixes two kinds of numerals', "write all of it in Arabic numerals"
        yield readable.make_problem("warning", RULE, at, message, hint, written=written)
    elif found["zero"]:
        message, hint = 'the zero of the year "{written}" is 零', "write {right}"
        yield readable.make_problem(
            "warning", RULE, at, message, hint, written=written, right=written.replace("零", "〇")
        )
    elif year and len(year) < LONG_YEAR:
        message, hint = 'the year of "{written}" has two digits', "write all four: {right}"
        right = f"20{year}" if int(year) <= find_item_year(readable) % 100 + 1 else f"19{year}"
        yield readable.make_problem("warning", RULE, at, message, hint, written=written, right=right + written[2:])
    elif month.startswith("0") or (day and day.startswith("0")):
        message, hint = 'the date "{written}" has a zero before a month or a day', "write {right}"
        right = re.sub(r"(?<!\d)0(?=\d[月日号])", "", written)
        yield readable.make_problem("warning", RULE, at, message, hint, written=written, right=right)


def check_numeric_date(readable: ReadableText, found: re.Match[str]) -> Iterator[Problem]:
    """Find a day that is none, or another day of the week than is written."""
    if found.re is DOTTED_DATE:
        year, month, day = found[0].split(".")
        yield from check_calendar_date(readable, found.start(), (year, int(month), int(day)), "")
    elif found["month"]:
        week = HAN_WEEKDAYS[HAN_WEEKDAYS.index(found["weekday"].replace("天", "日"))] if found["weekday"] else ""
        number = HAN_WEEKDAYS.index(week) if week else None
        numbers = (found["year"] or "", int(found["month"]), int(found["day"] or 1))
        yield from check_calendar_date(readable, found.start(), numbers, found[0], number)


def check_english_date(readable: ReadableText, found: re.Match[str]) -> Iterator[Problem]:
    """Find another day of the week than is written."""
    month = MONTHS[found["month"] or found["first"]]
    numbers = (found["year"] or "", month, int(found["day"] or found["second"]))
    yield from check_calendar_date(readable, found.start(), numbers, found[0], WEEKDAYS.index(found["weekday"]))


def check_calendar_date(
    readable: ReadableText, at: int, numbers: tuple[str, int, int], written: str, weekday: int | None = None
) -> Iterator[Problem]:
    """Judge a year ("" where none is written), a month, a day and a day of the week (0 is Monday)."""
    year, month, day = numbers
    if len(year) < LONG_YEAR and year:
        return
    there = resolve_date(readable, year, month, day)
    if there is None:
        message, hint = 'there is no day "{written}"', "look it up in the calendar"
        yield readable.make_problem("error", RULE, at, message, hint, written=written or ".".join(map(str, numbers)))
    elif weekday is not None and there.weekday() != weekday and (year or readable.item.date):
        han = is_han_line(readable, at)
        right = f"星期{HAN_WEEKDAYS[there.weekday()]}" if han else WEEKDAYS[there.weekday()]
        message, hint = '"{written}": {day} is a {right}', "mend the date or the day of the week"
        yield readable.make_problem(
            "error" if year else "warning", RULE, at, message, hint, written=written, day=there, right=right
        )


def resolve_date(readable: ReadableText, year: str, month: int, day: int) -> date | None:
    """Give the day that is meant: without a year the nearest to the item's own date; None where there is none."""
    own = readable.item.date.day if readable.item.date else None
    years = [int(year)] if year else [own.year - 1, own.year, own.year + 1] if own else [2024]
    found = []
    for each in years:
        try:
            found.append(date(each, month, day))
        except ValueError:
            if (month, day) == (2, 29) and not year:
                continue
            return None
    return min(found, key=lambda that: abs((that - own).days) if own else 0, default=date(2024, 2, 29))


def find_item_year(readable: ReadableText) -> int:
    """Give the year of the item; some year where it has none."""
    return readable.item.date.day.year if readable.item.date else 2050


def is_han_line(readable: ReadableText, at: int) -> bool:
    """Tell whether the line around an offset is rather Han than Latin."""
    line = readable.locate(at).source
    return sum("\u4e00" <= c <= "\u9fff" for c in line) > sum(c.isascii() and c.isalpha() for c in line)
