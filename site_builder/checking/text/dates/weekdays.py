"""Days of the week beside dates, whichever stands first and whatever stands between them; judges none of them.

A day of the week belongs to a date only where nothing else takes it: 每周三, 1月20日周三平, `20 May, Monday's bus`.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from site_builder.checking.text.dates.written_dates import (
    HAN_WEEKDAYS,
    MONTHS,
    MOST_MONTHS,
    WEEKDAYS,
    DateInText,
    compile_date_pattern,
    make_written_date,
)
from site_builder.late_patterns import compile_late

LONGEST_BESIDE = 40
DIGIT_OR_MONTH = compile_late("[0-9月]")
SHORT_WEEKDAYS = {short: n for n, name in enumerate(WEEKDAYS) for short in (name[:3], name[:3].upper())}
# What may stand between a date and its day of the week; brackets that it may close again.
HOUR = r"(?:\x20?\d{1,2}(?:[:：]\d\d|[时点](?:\d\d分|半)?))?"
HAN_GAP = (
    rf"[\x20\u3000]{{0,4}}(?:上午|下午|晚上?|早上|中午|凌晨)?{HOUR}(?:\x20?[,，/·｜]?\x20?[（(【\[]?\x20?"
    r"(?:(?:农历)?[正一二三四五六七八九十冬腊]{1,2}月[初廿一二三四五六七八九十]{2,3}[，,、 ]\x20?)?"
    r"(?:(?<=[（(【\[])[本下上])?|[是为即]|\x20*\|\x20*)\Z"
)
GAP = (
    rf"(?:(?:\x20at)?{HOUR}\x20?[,，]?\x20?[（(]?\x20?(?:on\x20|an?\x20)?"
    r"|\x20(?:is|was|falls\x20on|fell\x20on|will\x20be)\x20an?\x20|\x20*\|\x20*)\Z"
)
BRACKETS = {"（": "）", "(": ")", "【": "】", "[": "]"}
OPEN_BRACKET = compile_late(r"[（(【\[](?=[^）)】\]]*\Z)")
# What is said of a day of the week that stands behind a date without a bracket; else 周三 begins a name.
HAN_FOLLOWS = frozenset(
    "上下早晚中凌傍午夜全开召举进组在前起到至将为我镇村县市区各本停休放出正值的是不、由于会有去来集办和与及或"
)
# Days in numbers with the year at the end.
NUMBERS = (
    r"(?<![\d./-])(?P<one>\d{1,2})(?P<sign>[/.-])(?P<other>\d{1,2})(?P=sign)(?P<year>(?:19|20)\d\d|(?<=/)\d\d)(?![\d/])"
)
NUMBERS_BEFORE, NUMBERS_BEHIND = compile_late(rf"{NUMBERS},?\x20\(?\Z"), compile_late(rf",?\x20\(?{NUMBERS}")
# A day of a month that was named before: 1月20日（周二）至22日（周四）.
ORPHAN = compile_late(
    r"(?:(?P<year>\d{4})年)?(?<!\d)(?P<month>\d{1,2})月(?P<first>\d{1,2})[日号][^。；\n月年|]{0,24}[至到、和及与，,—–~～-]\x20?"
    r"(?P<day>\d{1,2})[日号]\x20?[（(]?\x20?\Z"
)


# The days of the week of both ends of a span; a cell below 星期.
BOTH_ENDS = compile_late(
    r"（(?:星期|周)(?P<one>[一二三四五六日])(?:[至到－~～-]|—{1,2})(?:星期|周)?(?P<other>[一二三四五六日])）"
)
SPAN_BEFORE = compile_late(
    r"(?:(?P<year>\d{4})年)?(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?(?:[至到－~～-]|—{1,2})"
    r"(?:(?P<end_month>\d{1,2})月)?(?P<end_day>\d{1,2})[日号]\Z"
)
WEEKDAY_COLUMNS = ("| 星期 |", "|星期|", "| 周几 |")
BARE_CELL = r"\x20*\|\x20*(?P<bare>[一二三四五六日])\x20*\|"


@cache
def compile_weekday_pattern(sign: str) -> re.Pattern[str]:
    """Give what a day of the week looks like that begins with a sign."""
    if sign > "\x7f":
        return re.compile(
            rf"{sign}\x20?(?P<day>[一二三四五六日天]|[1-6](?![\d月日天次个]))(?![至到和—－~-]|、(?:星期|周|礼拜)?[一二三四五六日天])"
        )
    name = next(each for each in WEEKDAYS if each.startswith(sign.capitalize()))
    rest = rf"(?:{name[3:]}|rs|r|s)?" if sign[1].islower() else f"(?:{name[3:].upper()}|RS|R|S)?"
    return re.compile(rf"(?<!\w){sign}{rest}\b\.?(?:,? the)?")


def find_weekday_dates(text: str, names: Sequence[re.Match[str]]) -> Iterator[DateInText]:
    """Find the dates with a day of the week beside them; `names` are those that `find_names` gives."""
    for sign in ("星期", "周", "礼拜"):
        for found in compile_weekday_pattern(sign).finditer(text) if sign in text else ():
            yield from find_date_beside_han(text, found)
    if "（周" in text or "（星期" in text:
        yield from find_both_ends(text)
    if any(each in text for each in WEEKDAY_COLUMNS):
        for found in compile_date_pattern(BARE_CELL).finditer(text):
            yield make_written_date(found, 0, HAN_WEEKDAYS.index(found["bare"]))
    for name in names:
        weekday = SHORT_WEEKDAYS.get(name[0])
        if weekday is not None:
            day = compile_weekday_pattern(name[0]).match(text, name.start())
            if day:
                yield from find_date_beside(text, day, weekday)


def find_both_ends(text: str) -> Iterator[DateInText]:
    """Find both days of 1月20日至22日（周二至周四）."""
    for found in BOTH_ENDS.finditer(text):
        span = SPAN_BEFORE.search(text, max(0, found.start() - LONGEST_BESIDE), found.start())
        if span:
            year, month = int(span["year"] or 0), int(span["month"])
            written = text[span.start() : found.end()]
            yield DateInText(span.start(), written, year, month, int(span["day"]), HAN_WEEKDAYS.index(found["one"]))
            if not span["end_month"] or int(span["end_month"]) >= month:
                end = int(span["end_month"] or month), int(span["end_day"])
                yield DateInText(span.start("end_day"), written, year, *end, HAN_WEEKDAYS.index(found["other"]))


def find_date_beside_han(text: str, found: re.Match[str]) -> Iterator[DateInText]:
    """Give the date right before a Chinese day of the week, else the one right behind it."""
    first = max(0, found.start() - LONGEST_BESIDE)
    if DIGIT_OR_MONTH.search(text, first, found.end() + LONGEST_BESIDE // 2) is None:
        return
    day = found["day"].replace("天", "日")
    weekday = int(day) - 1 if day.isdecimal() else HAN_WEEKDAYS.index(day)
    piece = text[first : found.start()]
    before = compile_date_pattern(HAN_GAP).search(piece)
    if before:
        if is_han_weekday_taken(text, found, before[0]):
            return
        yield make_written_date(before, first, weekday, before[0] + found[0] + find_closing(text, found, before[0]))
        return
    orphan = ORPHAN.search(piece)
    if orphan and int(orphan["day"]) > int(orphan["first"]):
        written = text[first + orphan.start("day") : found.end()]
        numbers = int(orphan["year"] or 0), int(orphan["month"]), int(orphan["day"])
        yield DateInText(first + orphan.start("day"), written, *numbers, weekday)
    elif text[found.start() - 1 : found.start()] not in {"每", "至", "到"}:
        at = found.end()
        gap = HAN_GAP_BEHIND.match(text, at)
        behind = compile_date_pattern().match(text, gap.end()) if gap else None
        if behind and text[behind.end() : behind.end() + 1] not in {"起", "前", "后"}:
            end = behind.end() + (text[behind.end() : behind.end() + 1] in {"）", ")"})
            yield make_written_date(behind, 0, weekday, text[found.start() : end])


HAN_GAP_BEHIND = compile_late(r"[（(]|[，,]?\x20?(?=\d)|\x20*\|\x20*")


def is_han_weekday_taken(text: str, found: re.Match[str], before: str) -> bool:
    """Tell whether what follows takes a Chinese day of the week: a name that it begins, a noun that it says more of."""
    behind = text[found.end() : found.end() + 1]
    if OPEN_BRACKET.search(before):
        return False
    if before.rstrip(" ").endswith("|"):
        return re.match(r"\x20*\|", text[found.end() : found.end() + LONGEST_BESIDE]) is None
    if behind == "的" and before.endswith(("，", ",")):
        return True
    return found[0].startswith("周") and "\u4e00" <= behind <= "\u9fff" and behind not in HAN_FOLLOWS


def find_closing(text: str, found: re.Match[str], before: str) -> str:
    """Give the bracket that closes behind a day of the week, if it opened before that."""
    opened = OPEN_BRACKET.search(before)
    closing = BRACKETS[opened[0]] if opened else ""
    return closing if text[found.end() : found.end() + 1] == closing else ""


# What goes on behind an English day of the week that belongs to the date before it: nothing that takes it instead.
NOT_TAKEN = compile_late(
    r"\s*(?:$|[.;:)）\]|*_<!?\"”\0]|[-–—] |,(?! ?(?:\d{1,2}(?:st|nd|rd|th)? [A-Z]|[A-Z][a-z]+ \d))"
    r"|(?:at|from|in|by|before|after|until|starting|morning|afternoon|evening|night|noon)\b"
    r"|\d{1,2}(?:[:.]\d|\s?[ap]\.?m))"
)
# A clause that begins right behind it.
CLAUSE = compile_late(
    r" (?:(?!the (?:\d|first|second|third|fourth|last|next))(?:the|a|an|we|you|they|it|there|all|our|this|please|is|was"
    r"|will|when|where|for|if|no)) [a-z]"
)
# What may stand between an English day of the week and the date behind it.
GAP_BEHIND = compile_late(
    r"(?:\x20(?:morning|afternoon|evening|night|next)|\x20\d{1,2}(?:[:.]\d\d)?\x20?[ap]\.?m\.?)?"
    r"(?:\*\*)?(?:\x20?[–—:-]\x20|\x20?\(|\x20*\|\x20*|,?\s|,)(?:the )?(?:on )?"
)
REPEATED = compile_late(r"\b(?:[Ee]very|[Ee]ach|[Ff]irst|[Ss]econd|[Tt]hird|[Ll]ast|alternate|other) \Z")
# Days of a month that is named behind the last of them: Wednesday 20 and Friday 22 January.
SEVERAL = compile_late(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\x20?(?:,|and|&|to|until|or|–|-)\x20?(?:[A-Z][a-z]{2,8},?\x20)?(?:the )?"
    r"(?P<last>\d{1,2})(?:st|nd|rd|th)?){1,3}(?:\x20of)?\x20(?P<month>[A-Z][a-z]{2,8})\b(?:\x20(?P<year>\d{4})\b)?"
)


def is_of_date_before(text: str, found: re.Match[str], *, with_comma: bool) -> bool:
    """Tell whether an English day of the week belongs to the date before it, and not to what follows."""
    end = text.find("\n", found.end())
    rest = text[found.end() : end if end >= 0 else len(text)]
    return (
        NOT_TAKEN.match(rest) is not None
        or found[0].endswith(".")
        or (with_comma and CLAUSE.match(" the" + rest if found[0].endswith(" the") else rest) is not None)
    )


def find_date_beside(text: str, found: re.Match[str], weekday: int) -> Iterator[DateInText]:
    """Give the date right before an English day of the week, else the one right behind it."""
    first = max(0, found.start() - LONGEST_BESIDE)
    if DIGIT_OR_MONTH.search(text, first, found.end() + LONGEST_BESIDE // 2) is None:
        return
    piece = text[first : found.start()]
    before = compile_date_pattern(GAP).search(piece)
    if before and is_of_date_before(text, found, with_comma=before[0].endswith(", ")):
        yield make_written_date(before, first, weekday, before[0] + found[0] + find_closing(text, found, before[0]))
        return
    numbers = NUMBERS_BEFORE.search(piece)
    if numbers and is_of_date_before(text, found, with_comma=False):
        yield from find_day_in_numbers(numbers, first, weekday, numbers[0] + found[0])
        return
    if REPEATED.search(piece) or piece.endswith(("至", "到")):
        return
    gap = GAP_BEHIND.match(text, found.end())
    if gap is None or (before and text[found.end()] == ","):
        return
    behind = compile_date_pattern().match(text, gap.end())
    if behind is None:
        yield from find_first_of_several(text, found, gap.end(), weekday)
    elif not ("(" in gap[0] and text[behind.end() : behind.end() + 1] != ")"):
        end = behind.end() + (text[behind.end() : behind.end() + 1] in {"）", ")"})
        yield make_written_date(behind, 0, weekday, text[found.start() : end])


def find_first_of_several(text: str, found: re.Match[str], at: int, weekday: int) -> Iterator[DateInText]:
    """Give the day in numbers at an offset, or the first of several days of one month."""
    numbers = NUMBERS_BEHIND.match(text, found.end())
    if numbers:
        yield from find_day_in_numbers(numbers, 0, weekday, text[found.start() : numbers.end()])
        return
    several = SEVERAL.match(text, at)
    month = MONTHS.get(several["month"]) if several else None
    if several and month and int(several["day"]) <= int(several["last"]):
        numbers_of_day = int(several["year"] or 0), month, int(several["day"])
        yield DateInText(found.start(), text[found.start() : several.end()], *numbers_of_day, weekday)


def find_day_in_numbers(found: re.Match[str], at: int, weekday: int, written: str) -> Iterator[DateInText]:
    """Give the date of 20/01/2026 if it is another day of the week both with the day first and with the month first."""
    year = int(found["year"]) + (0 if len(found["year"]) > len("26") else 2000)
    one, other = int(found["one"]), int(found["other"])
    days = [(other, one), (one, other)]
    days = [(month, day) for month, day in days if 0 < month <= MOST_MONTHS and is_day(year, month, day)]
    if days and all(date(year, month, day).weekday() != weekday for month, day in days):
        yield DateInText(at + found.start("one"), written, year, *days[0], weekday)


def is_day(year: int, month: int, day: int) -> bool:
    """Tell whether there is such a day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
