"""Forms of dates within texts that mix, shorten or misspell; whether there is such a day is not asked here.

GB/T 15835-2011 (use of numerals): a year has four digits, one date is not written in two kinds of numerals, and 〇 is
the zero of Han numerals. GB/T 9704-2012, 7.3.5.4: month and day without a leading zero.
"""

import re
from collections.abc import Iterator
from functools import cache

from site_builder.checking.readable_text import ReadableText
from site_builder.checking.text.dates.written_dates import (
    LONG_YEAR,
    MOST_DAYS,
    MOST_MONTHS,
    is_length_of_time,
    is_of_another_calendar,
)
from site_builder.checking.text.lines import find_line_at, is_rather_han
from site_builder.late_patterns import compile_late
from site_builder.problem import Problem

# The surest signs of dates; each pattern begins with a character or a few, for which a text is quickly looked through.
DOTTED_DATE = compile_late(
    r"[12](?<![\d.A-Za-z_/-].)(?P<dotted>(?<=1)9\d\d\.\d{1,2}\.\d{1,2}|(?<=2)0\d\d\.\d{1,2}\.\d{1,2})"
    r"(?![A-Za-z\d_+]|[.-](?!(?<=-)20\d\d\.)[\dA-Za-z])"
)
DOTS = compile_late(r"\.\d{1,2}\.")
# What numbers with dots are where one of these stands on the line.
VERSION_WORDS = compile_late(
    r"版|固件|升级|软件|驱动|系统|[Vv]ersion|[Rr]elease|[Uu]pgrade|[Uu]pdate|install|[Pp]ackage|librar|[Ss]oftware"
    r"|[Ff]irmware|[Bb]uild\b"
)
LETTER = compile_late("[A-Za-z]")
DATE_WORDS = compile_late(r"\b(?:on|of|from|until|till|since|dated?:?|before|after|to|by) \Z", re.IGNORECASE)
MONTH = compile_late("月(?<=[0-9〇零一二三四五六七八九十 OoＯlI]月)")
LONGEST_YEAR, LONGEST_REST, LONGEST_CUE = 10, 8, 10
# What is taken for 〇, also Greek, Cyrillic and round signs.
ZEROS = "零Oo0ＯｏΟοОо●◯"
HAN_ZERO, DIGITS = str.maketrans(ZEROS, "〇" * len(ZEROS)), str.maketrans("OoＯｏ〇○lI曰", "00000011日")
# A year without a month, 二零二四年度, which may have another sign for its zero.
YEAR_ALONE = compile_late(
    rf"年(?<=[一二][〇一二三四五六七八九{ZEROS}]{{3}}年)(?<![〇一二三四五六七八九]{{4}}年)(?![一二三四五六七八九十\d]{{1,3}}月)"
)
# 二〇2六年, in which figures stand among numerals; 0 is taken for 〇.
MIXED_YEAR = compile_late(
    r"年(?<=[12一二][〇零○\d一二三四五六七八九]{3}年)(?<!\d{4}年)(?<![〇零○一二三四五六七八九]{4}年)"
)
LATEST_YEAR = 2100


def check_date_forms(readable: ReadableText, text: str) -> Iterator[Problem]:
    """Find the dates of a text in a wrong form, which stand where their surest sign is."""
    for sign in DOTTED_DATE.finditer(text) if DOTS.search(text) else ():
        yield from check_dotted_date(readable, text, sign)
    for sign in MONTH.finditer(text) if readable.is_wide else ():
        at = sign.start()
        for found in compile_form_pattern().finditer(text, max(0, at - LONGEST_YEAR), at + LONGEST_REST):
            if found.start() <= at and (at < found.end() or found["zero"] or found["long"]):
                if not is_of_another_calendar(text, found.start()):
                    yield from check_date_form(readable, text, found)
                break
    yield from report_mixed_year(readable, text) if readable.is_wide else ()
    for sign in YEAR_ALONE.finditer(text) if readable.is_wide else ():
        at = sign.end() - len("二零二四年")
        if not is_of_another_calendar(text, at):
            yield from report_zero(readable, text[at : sign.end()], at)


def report_mixed_year(readable: ReadableText, text: str) -> Iterator[Problem]:
    """Find years in which figures stand among Han numerals."""
    for sign in MIXED_YEAR.finditer(text):
        at = sign.end() - len("二〇2六年")
        written = text[at : sign.end()]
        if not (set(written).isdisjoint("123456789") or set(written).isdisjoint("一二三四五六七八九")):
            message, hint = 'the date "{written}" mixes two kinds of numerals', "write all of it in Arabic numerals"
            yield readable.make_problem("warning", "day", at, message, hint, written=written)


def report_zero(readable: ReadableText, written: str, at: int) -> Iterator[Problem]:
    """Say that a sign stands for the zero of a year."""
    message, hint = describe_zero(written)
    yield readable.make_problem("warning", "day", at, message, hint, written=written, right=written.translate(HAN_ZERO))


@cache
def compile_form_pattern() -> re.Pattern[str]:
    """Give what a date in Han text looks like, in a wrong form or a right one."""
    zero = ZEROS
    return re.compile(
        r"(?P<mixed>\d{4}年(?:[一二三四五六七八九]|十[一二]?)月|[〇零一二三四五六七八九]{4}年\d{1,2}月"
        r"|(?:(?<!\d)\d{4}年)?(?<![\d.])\d{1,2}月[一二三四五六七八九十]{1,3}日"
        r"|(?:[〇零一二三四五六七八九]{4}年)?[一二三四五六七八九十]{1,2}月\d{1,2}日)"
        rf"|(?P<zero>(?=[12一二][^{zero}]{{0,2}}[{zero}])(?:[一二][〇○一二三四五六七八九{zero}]{{3}}"
        r"|[12](?=\d{0,2}[〇○OoＯ])[〇○OoＯ\d]{3})年)"
        r"(?=[一二三四五六七八九十\d]{1,3}月)"
        r"|(?P<letter>\d{4}年(?:[lI]|1[OolI]|[OoＯ]\d)月(?:\d{1,2}日)?|[12](?=\d{0,2}[lI])[\dlI]{3}年\d{1,2}月"
        r"|(?:\d{4}年)?\d{1,2}月(?:[lIOoＯ]\d|[1-3][OoＯlI])日|(?:\d{4}年)?\d{1,2}月\d{1,2}曰)"
        r"|(?P<dot>(?<![\d.])20\d\d[.．]\d{1,2}月(?:\d{1,2}日)?)|(?P<long>(?<![\d.])\d{5}年)(?=\d{1,2}月)"
        r"|(?:(?<![\d.．])(?P<year>\d{2}|\d{4})[ ]?年[ ]?)?(?<![\d.])(?P<month>\d{1,2})[ ]?月"
        r"(?:[ ]?(?P<day>\d{1,2})[ ]?[日号])?"
    )


def check_dotted_date(readable: ReadableText, text: str, found: re.Match[str]) -> Iterator[Problem]:
    """Find a date with dots; version numbers look the same, so a line of English has to say that it is one."""
    year, month, day = map(int, found[0].split("."))
    if not (0 < month <= MOST_MONTHS and 0 < day <= MOST_DAYS):
        return
    line = find_line_at(text, found.start())
    han = is_rather_han(line) or (readable.is_wide and not LETTER.search(line))
    cue = text[max(0, found.start() - LONGEST_CUE) : found.start()]
    if VERSION_WORDS.search(line) or cue.endswith("第") or not (han or DATE_WORDS.search(cue)):
        return
    message, hint = 'the date "{written}" is written with dots', "write {right}"
    right = f"{year}年{month}月{day}日" if han else f"{year:04}-{month:02}-{day:02}"
    yield readable.make_problem("warning", "day", found.start(), message, hint, written=found[0], right=right)


def check_date_form(readable: ReadableText, text: str, found: re.Match[str]) -> Iterator[Problem]:
    """Find a wrong form of a date."""
    written, at, year = found[0], found.start(), found["year"]
    message, right = "", ""
    if found["mixed"]:
        message, hint = 'the date "{written}" mixes two kinds of numerals', "write all of it in Arabic numerals"
    elif found["zero"]:
        message, hint = describe_zero(written)
        is_han = not written[0].isdecimal()
        right = written.translate(HAN_ZERO if is_han else DIGITS)
    elif found["letter"]:
        message, hint, right = (
            'the date "{written}" has other signs in it that look alike',
            "write {right}",
            written.translate(DIGITS),
        )
    elif found["dot"]:
        message, hint = 'the date "{written}" is written with dots', "write {right}"
        right = re.sub("[.．]", "年", written)
    elif found["long"] or (year and int(year) > LATEST_YEAR and found["day"]):
        message, hint = 'the year of "{written}" cannot be', "look it up"
    elif year and len(year) < LONG_YEAR:
        if is_length_of_time(text, at):
            return
        message, hint = 'the year of "{written}" has two digits', "write all four: {right}"
        right = (f"20{year}" if int(year) <= find_item_year(readable) % 100 + 1 else f"19{year}") + written[2:]
    elif found["month"].startswith("0") or (found["day"] or "").startswith("0"):
        message, hint = 'the date "{written}" has a zero before a month or a day', "write {right}"
        right = re.sub(r"(?<!\d)0(?=\d[ ]?[月日号])", "", written)
    if message:
        yield readable.make_problem("warning", "day", at, message, hint, written=written, right=right)


def describe_zero(written: str) -> tuple[str, str]:
    """Say what stands for the zero of a year."""
    if set(written) <= set("〇零○一二三四五六七八九年"):
        return 'the zero of the year "{written}" is 零', "write {right}"
    return 'the zero of the year "{written}" is another sign', "write {right}"


def find_item_year(readable: ReadableText) -> int:
    """Give the year of the item; some year where it has none."""
    return readable.item.date.day.year if readable.item.date else 2050
