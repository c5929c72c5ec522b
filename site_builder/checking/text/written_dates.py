"""Dates as texts write them -> the year, month and day that they mean, and the day of the week; judges none of them.

What counts by another calendar (农历, 民国) or is a length of time (有期徒刑10年6月) is no date here.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from types import MappingProxyType

from msgspec import Struct

from site_builder.late_patterns import compile_late

HAN_NUMERALS = "一二三四五六七八九十"
HAN_WEEKDAYS = "一二三四五六日"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
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
MOST_MONTHS, MOST_DAYS, SHORTEST_MONTH = 12, 31, 28
LONG_YEAR = 4
# Years of other calendars, before a date of theirs and in the clause that it stands in.
OTHER_CALENDARS = compile_late(
    r"农历|阴历|旧历|夏历|黄历|藏历|彝历|傣历|回历|佛历|伊斯兰历|民国|公元|光绪|宣统|同治|咸丰|道光|嘉庆|乾隆|雍正|康熙"
    r"|顺治|崇祯|万历|嘉靖|洪武|昭和|平成|令和|大正|明治|lunar|Lunar"
)
CLAUSE_END = compile_late(r"[（(，,。；;\n]|即|公历|阳历")
LONGEST_CLAUSE = 24
# What a length of time follows, where two digits and 年 are no year.
PERIOD_WORDS = compile_late(
    r"刑|拘役|管制|期|役|满|龄|限|共|达|超过|为|历时|累计|至少|不少于|以上|以下|执行|减|聘|住|干了|近|约"
)
LONGEST_PERIOD = 12
LONGEST_BESIDE = 40


class DateInText(Struct, frozen=True):
    """A date: its offset, as written, year (0 for none), month, day, and the day of the week (0 is Monday)."""

    at: int
    written: str
    year: int
    month: int
    day: int
    weekday: int | None = None


@cache
def compile_date_pattern(*, end: bool = False) -> re.Pattern[str]:
    """Give what any date looks like; with `end` one that ends where a day of the week begins, in brackets or not."""
    names = "|".join(MONTHS)
    behind = r"(?:上午|下午|晚上?|早上|中午|凌晨)?\x20?[,，]?\x20?[（(]?\x20?(?:[本下上]|on\x20)?\Z" if end else ""
    return re.compile(
        r"(?:(?:(?<![\d.．])(?P<year>\d{4})[ ]?年[ ]?)?"
        r"(?<![\d.．])(?P<month>\d{1,2})[ ]?月[ ]?(?P<day>\d{1,2})[ ]?[日号]"
        r"|(?<![\dA-Za-z_./-])(?P<iso_year>(?:19|20)\d\d)(?P<sign>[-/.])(?P<iso_month>\d{1,2})(?P=sign)"
        r"(?P<iso_day>\d{1,2})(?!\d|[-/.]\d)"
        r"|(?:(?P<han_year>[一二][〇零○Oo0一二三四五六七八九]{3})年)?"
        r"(?P<han_month>十[一二]|(?<!十)[一二三四五六七八九十])月(?P<han_day>[一二三四五六七八九十]{1,3})[日号]"
        rf"|\b(?:(?P<en_day>\d{{1,2}})(?:st|nd|rd|th)?(?:[ ]of)?[ -](?P<en_month>{names})\b\.?"
        rf"|(?P<us_month>{names})\b\.?[ ](?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:%]|[.,]\d))"
        rf"(?:[,]?[ -](?P<en_year>\d{{4}})\b)?){behind}"
    )


def parse_han_number(written: str) -> int:
    """Give the number that 三十一 is; 0 for what is none."""
    tens, ten, ones = written.rpartition("十")
    values = [HAN_NUMERALS.find(each) + 1 for each in (tens or "一", ones or "一")]
    if not ten:
        return values[1] if len(written) == 1 else 0
    return 0 if len(tens) > 1 or len(ones) > 1 else values[0] * 10 + (values[1] if ones else 0)


def parse_han_year(written: str) -> int:
    """Give the year that 二〇二四 is; 0 for what is none."""
    digits = ["〇一二三四五六七八九".find(each) for each in re.sub("[零○Oo0]", "〇", written)]
    return int("".join(map(str, digits))) if len(digits) == LONG_YEAR and min(digits) >= 0 else 0


def make_written_date(found: re.Match[str], at: int, weekday: int | None = None, written: str = "") -> DateInText:
    """Give the date of a match of the date pattern that was made in a piece of text beginning at `at`."""
    if found["month"]:
        numbers = int(found["year"] or 0), int(found["month"]), int(found["day"])
    elif found["iso_year"]:
        numbers = int(found["iso_year"]), int(found["iso_month"]), int(found["iso_day"])
    elif found["han_month"]:
        year = parse_han_year(found["han_year"] or "")
        numbers = year, parse_han_number(found["han_month"]), parse_han_number(found["han_day"])
    else:
        month = MONTHS[found["en_month"] or found["us_month"]]
        numbers = int(found["en_year"] or 0), month, int(found["en_day"] or found["us_day"])
    return DateInText(at + found.start(), written or found[0], *numbers, weekday)


def is_of_another_calendar(text: str, at: int) -> bool:
    """Tell whether what stands at an offset counts by another calendar than ours."""
    clause = text[max(0, at - LONGEST_CLAUSE) : at]
    named = list(OTHER_CALENDARS.finditer(clause))
    return bool(named) and CLAUSE_END.search(clause, named[-1].end()) is None


def is_length_of_time(text: str, at: int) -> bool:
    """Tell whether two digits, 年, digits and 月 at an offset are a length of time."""
    return bool(PERIOD_WORDS.search(text[max(0, at - LONGEST_PERIOD) : at]))


# How English names of short months and of days of the week begin: one pattern, for one look through a text.
NAMES = compile_late("[FAJSNMTW](?:eb|pr|un|ep|ov|on|ue|ed|hu|ri|at)")


def find_names(text: str) -> tuple[re.Match[str], ...]:
    """Find where English names of short months and of days of the week may begin."""
    return tuple(NAMES.finditer(text))


SHORT_MONTHS = ("Feb", "Apr", "Jun", "Sep", "Nov")
# The year at the end, day and month in either order.
YEAR_LAST = compile_late(
    r"(?<![\d./-])(?P<one>\d{1,2})(?P<sign>[/.-])(?P<other>\d{1,2})(?P=sign)(?P<year>(?:19|20)\d\d)"
)
BACK, LONGEST_MONTH = 8, 14
DIGIT_OR_MONTH = compile_late("[0-9月]")


@cache
def compile_rare_day_pattern(sign: str) -> re.Pattern[str]:
    """Give a day that some months do not have behind a sign, or a year there."""
    return re.compile(rf"{re.escape(sign)}(?:(?:29|3[01])(?!\d)(?<=\d...)|(?:19|20)\d\d(?![\d/])(?<=\d.....))")


def find_rare_days(text: str, names: Sequence[re.Match[str]]) -> Iterator[DateInText]:
    """Find the dates in numbers and in English that only some months have."""
    for sign in "-/.":
        for found in compile_rare_day_pattern(sign).finditer(text):
            at = found.start() - BACK
            year = found.end() - found.start() > len("/20")
            yield from find_year_last(text, at) if year else find_at(text, at, found.end())
    for found in names:
        if found[0] in SHORT_MONTHS:
            first, last = max(0, found.start() - BACK), found.start() + LONGEST_MONTH
            if "3" in text[first:last] or "29" in text[first:last]:
                yield from find_at(text, first, last)


def find_at(text: str, first: int, last: int) -> Iterator[DateInText]:
    """Find the dates with a day from the 29th on that stand in a piece of text."""
    for found in compile_date_pattern().finditer(text, max(0, first), last + len("-00")):
        date = make_written_date(found, 0)
        if found.start() < last and SHORTEST_MONTH < date.day <= MOST_DAYS and 0 < date.month <= MOST_MONTHS:
            yield date


def find_year_last(text: str, first: int) -> Iterator[DateInText]:
    """Find 30/02/2024 and 2/30/2024 from an offset on."""
    found = YEAR_LAST.search(text, max(0, first), first + 2 * BACK)
    if found:
        one, other = int(found["one"]), int(found["other"])
        month, day = (other, one) if other <= MOST_MONTHS else (one, other)
        if SHORTEST_MONTH < day <= MOST_DAYS and 0 < month <= MOST_MONTHS:
            yield DateInText(found.start(), found[0], int(found["year"]), month, day)


SHORT_WEEKDAYS = tuple(name[:3] for name in WEEKDAYS)


@cache
def compile_weekday_pattern(sign: str) -> re.Pattern[str]:
    """Give what a day of the week looks like that begins with a sign."""
    if sign > "\x7f":
        return re.compile(rf"{sign}(?P<day>[一二三四五六日天])(?![至到和—－~-]|、(?:星期|周|礼拜)?[一二三四五六日天])")
    name = next(each for each in WEEKDAYS if each.startswith(sign))
    return re.compile(rf"(?<!\w){sign}(?:{name[3:]}|rs|r|s)?\b\.?(?:,? the)?")


def find_weekday_dates(text: str, names: Sequence[re.Match[str]]) -> Iterator[DateInText]:
    """Find the dates with a day of the week beside them."""
    for sign in ("星期", "周", "礼拜"):
        for found in compile_weekday_pattern(sign).finditer(text) if sign in text else ():
            yield from find_date_beside(text, found, HAN_WEEKDAYS.index(found["day"].replace("天", "日")))
    for name in names:
        if name[0] in SHORT_WEEKDAYS:
            day = compile_weekday_pattern(name[0]).match(text, name.start())
            if day:
                yield from find_date_beside(text, day, SHORT_WEEKDAYS.index(name[0]))


# What goes on behind an English day of the week that belongs to the date before it: nothing that takes it instead.
NOT_TAKEN = compile_late(
    r"\s*(?:$|[.;:)）\]|*_<!?\"”\0]|[-–—] |,(?! ?(?:\d{1,2}(?:st|nd|rd|th)? [A-Z]|[A-Z][a-z]+ \d))"
    r"|(?:at|from|in the|by|before|after|until|starting|morning|afternoon|evening|night|noon)\b"
    r"|\d{1,2}(?:[:.]\d|\s?[ap]\.?m))"
)


def is_of_date_before(text: str, found: re.Match[str]) -> bool:
    """Tell whether an English day of the week belongs to the date before it, and not to what follows."""
    end = text.find("\n", found.end())
    return NOT_TAKEN.match(text[found.end() : end if end >= 0 else len(text)]) is not None or found[0].endswith(".")


def find_date_beside(text: str, found: re.Match[str], weekday: int) -> Iterator[DateInText]:
    """Give the date right before a day of the week, else the one right behind it."""
    first = max(0, found.start() - LONGEST_BESIDE)
    if DIGIT_OR_MONTH.search(text, first, found.end() + LONGEST_BESIDE // 2) is None:
        return
    before = compile_date_pattern(end=True).search(text[first : found.start()])
    if before and (found[0][0] > "\x7f" or is_of_date_before(text, found)):
        closed = ("）" if "（" in before[0] else ")") if before[0].rstrip(" 本下上").endswith(("（", "(")) else ""
        written = before[0] + found[0] + (closed if text[found.end() : found.end() + 1] == closed else "")
        yield make_written_date(before, first, weekday, written)
        return
    if text[found.start() - 1 : found.start()] in {"每", "至", "到"}:
        return
    at = found.end()
    gap = (
        text[at : at + 1] in {"（", "("}
        if found[0][0] > "\x7f"
        else text[at : at + 1].isspace() or text[at : at + 2] == ", "
    )
    bracket = text[at : at + 2] == " ("
    behind = compile_date_pattern().match(text, at + 1 + (bracket or text[at : at + 1] == ",")) if gap else None
    if bracket and behind and text[behind.end() : behind.end() + 1] != ")":
        return
    if behind and not (before and text[at] == ","):
        end = behind.end() + (text[behind.end() : behind.end() + 1] in {"）", ")"})
        yield make_written_date(behind, 0, weekday, text[found.start() : end])
