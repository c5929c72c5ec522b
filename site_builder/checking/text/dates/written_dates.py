"""Dates as texts write them -> the year, month and day that they mean, and the day of the week; judges none of them.

What counts by another calendar (农历, 民国) or is a length of time (有期徒刑10年6月) is no date here.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from types import MappingProxyType

from msgspec import Struct

from site_builder.checking.rare_signs import RarePatterns
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
# A day after the last is taken for a slip up to the 39th.
MOST_MONTHS, MOST_DAYS, SHORTEST_MONTH, LAST_SLIP = 12, 31, 28, 39
LONG_YEAR = 4
# Years of other calendars, before a date of theirs and in the clause that it stands in.
OTHER_CALENDARS = compile_late(
    r"农历|阴历|旧历|夏历|黄历|藏历|彝历|傣历|回历|佛历|伊斯兰历|民国|公元|光绪|宣统|同治|咸丰|道光|嘉庆|乾隆|雍正|康熙"
    r"|顺治|崇祯|万历|嘉靖|洪武|昭和|平成|令和|大正|明治|lunar|Lunar"
    r"|贞观|开元|天宝|永乐|建武|建安|永徽|元和|宣德|成化|弘治|正德|天启|元嘉|太平天国|[东西]汉|[东西]晋|[隋唐宋元明清][朝代]|[南北]宋"
)
CLAUSE_END = compile_late(r"[（(，,。；;\n]|即|公历|阳历")
LONGEST_CLAUSE = 24
# What a length of time follows, where two digits and 年 are no year.
PERIOD_WORDS = compile_late(
    r"刑|拘役|管制|期|役|满|龄|限|共|达|超过|为|历时|累计|至少|不少于|以上|以下|执行|减|聘|住|干了|近|约"
    r"|(?:从业|从事|从教|任教|执教|在校|在职|执政|行医|坚守|坚持)了?\Z"
)
LONGEST_PERIOD = 12


class DateInText(Struct, frozen=True):
    """A date: its offset, as written, year (0 for none), month, day, and the day of the week (0 is Monday)."""

    at: int
    written: str
    year: int
    month: int
    day: int
    weekday: int | None = None


@cache
def compile_date_pattern(behind: str = "") -> re.Pattern[str]:
    """Give what any date looks like, with a pattern of what stands behind it."""
    names = "|".join((*MONTHS, *map(str.upper, MONTHS)))
    return re.compile(
        r"(?:(?:(?<![\d.．])(?P<year>\d{4})[ ]?年[ ]?)?"
        r"(?<![\d.．])(?P<month>\d{1,2})[ ]?月[ ]?(?P<day>\d{1,2})[ ]?[日号]"
        r"|(?<![\dA-Za-z_./-])(?P<iso_year>(?:19|20)\d\d)(?P<sign>[-/.])(?P<iso_month>\d{1,2})(?P=sign)"
        r"(?P<iso_day>\d{1,2})(?!\d|[-/.]\d)"
        r"|(?:(?P<han_year>[一二][〇零○Oo0一二三四五六七八九]{3})年)?"
        r"(?P<han_month>十[一二]|(?<!十)[一二三四五六七八九十])月(?P<han_day>[一二三四五六七八九十]{1,3})[日号]"
        rf"|\b(?=[\dJFMASOND])(?:(?P<en_day>\d{{1,2}})(?:st|nd|rd|th)?(?:[ ]of)?[ -]"
        rf"(?=[JFMASOND])(?P<en_month>{names})\b\.?"
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
        month = MONTHS[(found["en_month"] or found["us_month"]).capitalize()]
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


# How English names of short months and of days of the week begin.
NAMES = RarePatterns(
    {
        name: compile_late(name)
        for name in ("Feb", "Apr", "Jun", "Sep", "Nov", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    }
)
NAMES_IN_CAPITALS = compile_late(r"\b(?:FEB|APR|JUN|SEP|NOV|MON|TUE|WED|THU|FRI|SAT|SUN)")


def find_names(text: str) -> tuple[re.Match[str], ...]:
    """Find where English names of short months and of days of the week may begin."""
    capitals = NAMES_IN_CAPITALS.finditer(text) if "DAY" in text else ()
    names = (each for pattern in NAMES.find_patterns(text) for each in pattern.finditer(text))
    return (*sorted(names, key=re.Match.start), *capitals)


SHORT_MONTHS = frozenset(("Feb", "Apr", "Jun", "Sep", "Nov", "FEB", "APR", "JUN", "SEP", "NOV"))
# The year at the end, day and month in either order.
YEAR_LAST = compile_late(
    r"(?<![\d./-])(?P<one>\d{1,2})(?P<sign>[/.-])(?P<other>\d{1,2})(?P=sign)(?P<year>(?:19|20)\d\d|\d\d(?<=/..))(?![\d/])"
)
BACK, LONGEST_MONTH = 8, 14
# What is numbered, and so no day: page 31 April issue, 编号2026-02-30; what of a month is no day of it.
NUMBERED = compile_late(
    r"(?:\b(?:pages?|pp?|chapter|figure|fig|table|no|nos|number|issue|volume|vol|newsletter|route|schedule|part|unit"
    r"|item|section|rule|lot|plot|room|flat|house|bus|line|step|aged|version|ref|reference|code|appendix|annex"
    r"|edition)[.:]?[ ]|(?:编号|序号|代码|单号|文号|批号|编码|合同|档号|成绩|比分|版本|第|[Vv])[:：]?[ ]?)\Z",
    re.IGNORECASE,
)
LONGEST_CUE = 12
COUNTED = compile_late(
    r"[ ](?!(?:at|is|was|and|to|in|the|for|from|until|till|when|will|with|as|or|but|by|on|are|of|after|before|between"
    r"|there|we|you|they|it|a|an|if|has|have|had|can|may|so|only|all|deadline|meeting|am|pm|this|next|last|via|onwards?"
    r"|inclusive|due|not|unless|please|because|since|through)\b)[a-z]{3}"
)
PLACE = compile_late(
    r"[ ](?:[A-Z]\w+[ ])?(?:Court|Road|Street|Lane|Close|Way|Avenue|House|Drive|Gardens|Terrace|Place|Smith)\b"
)


@cache
def compile_rare_day_pattern(sign: str) -> re.Pattern[str]:
    """Give a day that some months do not have behind a sign, a month that is none, or a year there."""
    optional = "?" if sign == "/" else ""
    far = rf"|(?:1[3-9]|[2-9]\d|00)(?={sign}[0-3]{optional}\d(?!\d|{sign}))(?<=[12]\d\d\d...)" if sign != "." else ""
    short = r"|(?=\d\d?/\d\d(?![\d/]))(?:(?<=29/)|(?<=3[01]/))" if sign == "/" else ""
    return re.compile(
        rf"{re.escape(sign)}(?:(?:29|3\d)(?!\d)(?<=\d...)|(?:19|20)\d\d(?![\d/])(?<=\d.....){far}{short})"
    )


def find_rare_days(text: str, names: Sequence[re.Match[str]]) -> Iterator[DateInText]:
    """Find the dates in numbers and in English that only some months have, or none."""
    for sign in "-/.":
        for found in compile_rare_day_pattern(sign).finditer(text) if sign in text else ():
            at = found.start() - BACK
            year = found.end() - found.start() not in {len("/"), len("/29")}
            yield from find_year_last(text, at) if year or found[0] == sign else find_at(text, at, found.end())
    for found in names:
        if found[0] in SHORT_MONTHS:
            first, last = max(0, found.start() - BACK), found.start() + LONGEST_MONTH
            if "3" in text[first:last] or "29" in text[first:last]:
                yield from find_at(text, first, last)
    for found in NO_DAY.finditer(text) if "3" in text else ():
        if not is_numbered(text, found):
            yield DateInText(found.start(), found[0], 0, 0, 1)


# Days that no month has.
NO_DAY = compile_late(
    rf"3(?<![\d.,/£$€-]3)[2-9](?:nd|rd|th)?(?:[ ](?:of[ ])?(?:{'|'.join(MONTHS)})\b(?:[ ]\d{{4}}|(?=[.,;:)]|\n|$))"
    r"|(?=,[ ]\d{4}|[.;)\n]|$)(?:(?<=uary ..)|(?<=arch ..)|(?<=May ..)|(?<=July ..)|(?<=gust ..)|(?<=ober ..)"
    r"|(?<=cember ..)))"
)


def is_numbered(text: str, found: re.Match[str]) -> bool:
    """Tell whether what looks like a day is the number of something, or a number of things."""
    before, end = text[max(0, found.start() - LONGEST_CUE) : found.start()], found.end()
    if NUMBERED.search(before) or text.startswith(("号", "版"), end):
        return True
    if found.re is not compile_date_pattern() or not (found["en_month"] or found["us_month"]):
        return False
    if PLACE.match(text, end) and not found["en_year"]:
        return True
    return bool(found["us_month"] and not found["en_year"] and COUNTED.match(text, end))


def find_at(text: str, first: int, last: int) -> Iterator[DateInText]:
    """Find the dates with a day from the 29th on, or a month that is none, that stand in a piece of text."""
    for found in compile_date_pattern().finditer(text, max(0, first), last + len("-00")):
        date = make_written_date(found, 0)
        rare = SHORTEST_MONTH < date.day <= LAST_SLIP or (
            found["sign"] in {"-", "/"} and not 0 < date.month <= MOST_MONTHS
        )
        if found["sign"] and date.month == date.year % 100 + 1:
            continue  # the year 2025/26
        if (
            found.start() < last
            and rare
            and (0 < date.month <= MOST_MONTHS or found["sign"])
            and not is_numbered(text, found)
        ):
            yield date


def find_year_last(text: str, first: int) -> Iterator[DateInText]:
    """Find 30/02/2024, 2/30/2024, 15/13/2024 and 31/04/24 from an offset on."""
    found = YEAR_LAST.search(text, max(0, first), first + 2 * BACK)
    if found and not is_numbered(text, found):
        one, other = int(found["one"]), int(found["other"])
        month, day = (other, one) if other <= MOST_MONTHS else (one, other)
        year = int(found["year"]) + (0 if len(found["year"]) == LONG_YEAR else 2000)
        if max(one, other) <= MOST_DAYS and min(one, other) > MOST_MONTHS and found["sign"] == "/":
            yield DateInText(found.start(), found[0], year, 0, day)
        elif SHORTEST_MONTH < day <= MOST_DAYS and 0 < month <= MOST_MONTHS:
            yield DateInText(found.start(), found[0], year, month, day)
