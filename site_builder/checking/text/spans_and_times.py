"""Times of the day that no clock shows, and spans whose end comes before their beginning; knows no calendar.

Where a span may go on into another day, month or year it is right: 12月20日至1月5日, 9:00-5:00, 22时至6时.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

# What stands between hour and minute, and between the ends of a span; how far around a time and a span reach.
TIME_KINDS = MappingProxyType(
    {
        **dict.fromkeys("：:", ("han", "iso", "latin")),
        **dict.fromkeys("时点", ("han", "minute")),
        ".": ("latin",),
    }
)
SPAN_SIGNS = ("至", "到", "—", "－", "–", "-", "~", "～", " to ", " until ")
LONGEST_BEFORE, LONGEST_BEHIND, LONGEST_HALF = 16, 10, 30
LAST_HOUR, LAST_MINUTE, NOON = 24, 59, 12
MORNING = ("上午", "早上", "凌晨")
TO = r"(?:\x20?(?:至|到|—{1,2}|－|–|-|~|～)\x20?|\x20(?:to|until)\x20)"
NAMES = "January|February|March|April|May|June|July|August|September|October|November|December"


@cache
def compile_time_patterns() -> Mapping[str, re.Pattern[str]]:
    """Give what times look like. A colon is a score or a ratio as often, so a word has to say that it is a time."""
    return {
        "han": re.compile(
            r"(?P<word>上午|下午|中午|晚上|早上|凌晨|今晚|当晚|[日号）)]|星期.|周[一二三四五六日]"
            r"|(?<=\d时)(?:至|到|—{1,2}|－))[ ]?(?P<hour>\d{1,2})[：:时点](?P<minute>\d{1,2})?(?![\d.:：比])"
        ),
        "minute": re.compile(r"(?<![历用耗]时)(?<!\d)(?P<hour>\d{1,2})[时点](?P<minute>\d{2})分(?!钟)"),
        "iso": re.compile(r"(?<!\d)\d{4}-\d\d-\d\d[T ](?P<hour>\d{1,2}):(?P<minute>\d{2})(?!\d)"),
        "latin": re.compile(
            r"(?<![\d.:])(?P<hour>\d{1,2})[:.](?P<minute>\d{2})[ ]?(?:am|pm|a\.m\.|p\.m\.|AM|PM)(?![A-Za-z])"
        ),
    }


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
        "numbers": re.compile(rf"(?<![\d-])(?P<first>\d{{4}}-\d\d-\d\d){TO}(?P<last>\d{{4}}-\d\d-\d\d)(?![\d-])"),
        "short": re.compile(rf"\b{first}{TO}{last}[ ](?:{NAMES})\b"),
        "american": re.compile(rf"\b(?:{NAMES})[ ]{first}{TO}{last}\b(?![:%/]|[.,]\d|-\d)"),
        "long": re.compile(
            rf"\b(?P<first>\d{{1,2}})[ ](?P<first_month>{NAMES})[ ](?P<first_year>\d{{4}}){TO}"
            rf"(?P<last>\d{{1,2}})[ ](?P<last_month>{NAMES})[ ](?P<last_year>\d{{4}})\b"
        ),
    }


@cache
def compile_sign_pattern(before: str, sign: str, behind: str) -> re.Pattern[str]:
    """Give a sign between what may stand before and behind it; a text is looked through for the sign alone."""
    return re.compile(f"{re.escape(sign)}(?<={before}{re.escape(sign)})(?={behind})")


def find_impossible_times(text: str) -> Iterator[tuple[int, str]]:
    """Find times that no clock shows: where they stand, and as written."""
    for sign in TIME_KINDS:
        behind = r"\d\d\x20?[apAP]" if sign == "." else ""
        for found in compile_sign_pattern(r"\d", sign, behind).finditer(text) if sign in text else ():
            first, last = max(0, found.start() - LONGEST_BEFORE), found.end() + LONGEST_BEHIND
            for name in TIME_KINDS[sign]:
                pattern = compile_time_patterns()[name]
                time = pattern.search(text, first, last)
                while time and time.end() <= found.start():
                    time = pattern.search(text, time.end(), last)
                if time and time.start() < found.start() and is_impossible(time, name):
                    at = time.start() if is_late_morning(time, name) else time.start("hour")
                    yield at, text[at : time.end()]
                    break


def is_impossible(time: re.Match[str], name: str) -> bool:
    """Tell whether no clock shows a time."""
    hour, minute = int(time["hour"]), int(time["minute"] or 0)
    last = {"latin": LAST_HOUR - 1, "minute": LAST_MINUTE}.get(name, LAST_HOUR)  # 26时30分 may be how long it took
    return hour > last or minute > LAST_MINUTE or (hour == LAST_HOUR and minute > 0) or is_late_morning(time, name)


def is_late_morning(time: re.Match[str], name: str) -> bool:
    """Tell whether an hour after noon is said to be in the morning."""
    return name == "han" and time["word"] in MORNING and NOON < int(time["hour"]) < LAST_HOUR


def find_reversed_spans(text: str) -> Iterator[tuple[int, str]]:
    """Find spans of days, months and years whose end comes first: where they stand, and as written."""
    seen = set[int]()
    for sign in SPAN_SIGNS:
        if sign not in text:
            continue
        for found in compile_sign_pattern(r"[\d月日号年）)A-Za-z\x20—]", sign, r"[—\x20]?\d").finditer(text):
            span = find_reversed_span(text, found)
            if span and span.start() not in seen:
                seen.add(span.start())
                yield span.start(), span[0].strip()


def find_reversed_span(text: str, sign: re.Match[str]) -> re.Match[str] | None:
    """Give the span around a sign if it ends first."""
    first, last = max(0, sign.start() - LONGEST_HALF), sign.end() + LONGEST_HALF
    near = text[first:last]
    if "月" in near or "年" in near:
        names: tuple[str, ...] = ("han", "years")
    elif any(each in near for each in NAMES.split("|")):
        names = ("short", "american", "long")
    else:
        names = ("numbers",) if near.count("-") > len("--") + 1 else ()
    for name in names:
        span = compile_span_patterns()[name].search(text, first, last)
        if span and span.start() < sign.start() < span.end() and is_reversed(span, name):
            return span
    return None


def is_reversed(span: re.Match[str], name: str) -> bool:
    """Tell whether a span ends first."""
    if name == "han":
        return is_reversed_in_months(span)
    if name == "long":
        months = NAMES.split("|")
        first, last = (
            (int(span[f"{end}_year"]), months.index(span[f"{end}_month"]), int(span[end])) for end in ("first", "last")
        )
        return last < first
    return int(span["last"].replace("-", "")) < int(span["first"].replace("-", ""))


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
