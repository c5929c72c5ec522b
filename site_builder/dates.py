"""Days and moments as editors write them -> When, on the site's clock; reads no clock of its own."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

from site_builder.acceleration import is_accelerated
from site_builder.model import When

YEAR = r"(?:(?P<year>\d{4})\s*(?:-|/|\.|年)\s*)"
DAY = rf"{YEAR}(?P<month>\d{{1,2}})\s*(?:-|/|\.|月)\s*(?P<day>\d{{1,2}})\s*[日号]?"
# Eight figures are a day too; of a day without a year the year has to be known.
SHORT_DAYS = (
    r"(?P<year_8>\d{4})(?P<month_8>\d\d)(?P<day_8>\d\d)|(?P<month_only>\d{1,2})\s*月\s*(?P<day_only>\d{1,2})\s*[日号]"
)
HALF = "凌晨|早上|上午|中午|下午|傍晚|晚上"
MINUTE = rf"(?P<half>{HALF})?\s*(?P<hour>\d{{1,2}})(?::|时|点)(?P<minute>\d{{2}}|\d(?=分))?分?"
TIME = MINUTE + r"(?::(?P<second>\d{2})(?:\.\d+)?)?"
# Four digits may stand behind a space, as Ruby and git write them.
OFFSET = r"(?P<offset>\s*(?:[Zz]|[+-]\d{2}:?\d{2})|[+-]\d{2})?"
ANY_DAY = rf"(?:{DAY}|{SHORT_DAYS})"
# What stands before the time: no space is needed behind 日, nor before 上午.
BEFORE_TIME = rf"(?:\s+|(?<=[日号])|(?={HALF}))"
DATE_PATTERN = re.compile(rf"{ANY_DAY}(?:(?:[Tt]|{BEFORE_TIME}){TIME}{OFFSET})?")
# What may be the end of a span of hours as well, so that it is an offset only behind seconds or a `T`.
HOURS = re.compile(r"\s*-\d{2}(?::\d{2})?")
# From one time to another of the same day, or of the night: `9:00-11:00`, `上午9时至11时`, `22:00-次日2:00`.
TO = r"\s*(?:-|\u2010|\u2013|\u2014{1,2}|\u2212|~|\u301c|至|到)\s*"
SPAN_PATTERN = re.compile(
    rf"(?P<start>{ANY_DAY}{BEFORE_TIME}{MINUTE}){TO}"
    rf"(?P<next>次日|翌日|第二[天日])?\s*(?P<half_end>{HALF})?\s*"
    r"(?P<hour_end>\d{1,2})(?:(?::|时|点)(?P<minute_end>\d{2}|\d(?=分))?分?)?"
)
# The forms that programs write, which the standard library reads by itself; `9:00-11:00` may be a span.
ISO = re.compile(
    r"\d{4}-\d\d-\d\d(?P<time>[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:Z|\+\d\d:[0-5]\d)?)?",
    re.ASCII,
)
NUMERALS = {sign: number for number, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "O": 0}
# Chinese figures before the sign that says what they count; among them people type `0` for `〇`.
NUMBER = re.compile(r"[〇零○O一二三四五六七八九十0-9]+(?=\s*[年月日号时点分])")
NOON = 12
MIDNIGHT = 24
MINUTES = 60
# What begins after the one and ends by the other went on over midnight.
EVENING, MORNING = 18 * MINUTES, NOON * MINUTES
AFTERNOON = frozenset(["中午", "下午", "傍晚", "晚上"])
LONGEST_WRITTEN = 80

ClockChange = Literal["", "skipped", "doubled"]


class WrittenDate(Struct, frozen=True):
    """A date as it is written: year (0 where it is left out), month, day; time in minutes, seconds, offset.

    `days` later it is meant.
    """

    year: int
    month: int
    day: int
    minutes: int | None = None
    seconds: int = 0
    offset: str = ""
    days: int = 0


def parse_when(text: str, zone: ZoneInfo) -> When | None:
    """Read a day or a moment in a form of the contract (section 2, `date`); None for what is neither.

    Without an offset it is on the site's clock; full-width digits count as digits, Chinese figures too. A day without
    a year is none.
    """
    iso = ISO.fullmatch(text) if is_accelerated() else None
    try:
        if iso:
            return parse_iso(text, zone, timed=iso["time"] is not None)
        written = parse_written_date(text)
        return make_when(written, zone) if written and written.year else None
    except (ValueError, OverflowError):
        return None


def parse_written_date(text: str) -> WrittenDate | None:
    """Take a date apart as it is written, also one without a year; None for what is none, or is a span of time."""
    found = None if len(text) > LONGEST_WRITTEN else DATE_PATTERN.fullmatch(normalize_figures(text))
    if found is None or (found["offset"] and not found["second"] and may_be_hours(text, found["offset"])):
        return None
    return read_parts(found, found["second"], found["offset"])


def may_be_hours(text: str, offset: str) -> bool:
    """Tell whether what looks like an offset may be until when something lasts."""
    return HOURS.fullmatch(offset) is not None and "T" not in text.upper()


def parse_written_span(text: str) -> tuple[WrittenDate, WrittenDate] | None:
    """Take apart from when to when on one day, or over its midnight; None for what is no such span."""
    found = None if len(text) > LONGEST_WRITTEN else SPAN_PATTERN.fullmatch(normalize_figures(text))
    start = read_parts(found) if found else None
    if found is None or start is None or start.minutes is None:
        return None
    last = find_last_minute(found, start.minutes)
    if last is None:
        return None
    later, minutes = divmod(last, MIDNIGHT * MINUTES) if last > MIDNIGHT * MINUTES else (0, last)
    return start, WrittenDate(start.year, start.month, start.day, minutes, days=later)


def find_last_minute(found: re.Match[str], first: int) -> int | None:
    """Count the minutes from the beginning of a day to the end of a span; None where it would end before it begins."""
    if first > MIDNIGHT * MINUTES:
        return None
    own = count_minutes(found["half_end"], found["hour_end"], found["minute_end"])
    if not found["next"]:
        same = count_minutes(found["half_end"] or found["half"], found["hour_end"], found["minute_end"])
        for last in (same or MIDNIGHT * MINUTES, own):
            if first < last <= MIDNIGHT * MINUTES:
                return last
    over_night = found["next"] or (first >= EVENING and own <= MORNING and own < first)
    return own + MIDNIGHT * MINUTES if over_night and own <= MIDNIGHT * MINUTES else None


def normalize_figures(text: str) -> str:
    """Write the figures of a date as digits: full-width ones, and Chinese ones before what they count."""
    text = unicodedata.normalize("NFKC", text).strip()
    if text.isascii():
        return text
    return NUMBER.sub(lambda found: parse_figures(found[0]), text).replace("点半", "点30分")


def parse_figures(text: str) -> str:
    """Write a number in digits: 二〇二四, 十二, 三十一; as it is where it is none."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return "".join(str(NUMERALS.get(sign, sign)) for sign in text)
    parts = NUMERALS.get(tens or "一"), NUMERALS.get(ones or "〇")
    return text if parts[0] is None or parts[1] is None else str(parts[0] * 10 + parts[1])


def read_parts(found: re.Match[str], second: str | None = None, offset: str | None = None) -> WrittenDate:
    """Read what a pattern found: a day in one of its forms, and the time where there is one."""
    return WrittenDate(
        int(found["year"] or found["year_8"] or 0),
        int(found["month"] or found["month_8"] or found["month_only"]),
        int(found["day"] or found["day_8"] or found["day_only"]),
        None if found["hour"] is None else count_minutes(found["half"], found["hour"], found["minute"]),
        int(second or 0),
        (offset or "").strip(),
    )


def count_minutes(half: str | None, written_hour: str, written_minute: str | None) -> int:
    """Count the minutes since midnight; more than a day has where it is no time."""
    hour, minute = int(written_hour), int(written_minute or 0)
    if half == "中午":
        hour += NOON if hour < NOON // 2 else 0
    elif half in AFTERNOON:
        hour += NOON if 0 < hour < NOON or (hour == NOON and half == "晚上") else 0
    elif half == "凌晨" and hour == NOON:
        hour = 0
    return hour * MINUTES + minute if minute < MINUTES else (MIDNIGHT + 1) * MINUTES


def make_when(written: WrittenDate, zone: ZoneInfo) -> When:
    """Give what a date means that has its year; raises ValueError or OverflowError for a day or a time that is none."""
    if written.minutes is None:
        return make_day(date(written.year, written.month, written.day), zone)
    return make_moment(make_local(written).replace(tzinfo=parse_offset(written.offset, zone)), zone)


def make_local(written: WrittenDate) -> datetime:
    """Give the time that is written, on whatever clock; 24:00 is the next day's 00:00."""
    midnight = datetime(written.year, written.month, written.day)  # noqa: DTZ001 - its clock is not known yet
    minutes = written.minutes or 0
    if minutes + written.seconds / MINUTES > MIDNIGHT * MINUTES or written.seconds >= MINUTES:
        raise ValueError(written)
    return midnight + timedelta(days=written.days, minutes=minutes, seconds=written.seconds)


def parse_span(text: str, zone: ZoneInfo) -> tuple[When, When] | None:
    """Read from when to when on one day or over its midnight; None for what is none, or ends before it begins."""
    written = parse_written_span(text)
    try:
        return (make_when(written[0], zone), make_when(written[1], zone)) if written and written[0].year else None
    except (ValueError, OverflowError):
        return None


def find_clock_change(written: WrittenDate, zone: ZoneInfo) -> ClockChange:
    """Tell whether a clock change skips or doubles the time that is written; with an offset it is one moment."""
    if written.minutes is None or written.offset:
        return ""
    local = make_local(written).replace(tzinfo=zone)
    if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        return "skipped"
    return "doubled" if local.utcoffset() != local.replace(fold=1).utcoffset() else ""


def is_near_clock_change(when: When, zone: ZoneInfo) -> bool:
    """Tell whether the site's clock changes on the day before or after a moment."""
    moment = when.moment
    return zone.utcoffset(moment - timedelta(days=1)) != zone.utcoffset(moment + timedelta(days=1))


def parse_iso(text: str, zone: ZoneInfo, *, timed: bool) -> When:
    """Read a day or a moment as programs write them; raises ValueError or OverflowError for one that is not."""
    moment = datetime.fromisoformat(text)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return make_moment(moment, zone) if timed else make_day_from_start(moment)


def parse_offset(written: str, zone: ZoneInfo) -> tzinfo:
    """Give the clock that an offset means; the site's where there is none."""
    if not written:
        return zone
    digits = written[1:].replace(":", "")
    hours, minutes = int(digits[:2] or 0), int(digits[2:] or 0)
    if minutes >= MINUTES:
        raise ValueError(written)
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if written[0] == "-" else span)


def make_day(day: date, zone: ZoneInfo) -> When:
    """Give a whole day, from its 00:00 on the site's clock."""
    return make_day_from_start(datetime.combine(day, time(0), zone))


def make_day_from_start(start: datetime) -> When:
    """Give a whole day by its 00:00 on the site's clock."""
    return When(int(start.timestamp()), start.isoformat())


def make_moment(moment: datetime, zone: ZoneInfo) -> When:
    """Give a moment on the site's clock; a time that a clock change skips is as much later as the clock is put on."""
    local = moment.astimezone(UTC).astimezone(zone)
    local = local.replace(microsecond=0) if local.microsecond else local
    return When(int(local.timestamp()), local.isoformat(), timed=True)


def find_span_end(start: When, end: When | None, zone: ZoneInfo) -> When:
    """Give the first moment after what lasts from a day or a moment to another; to the end of its day for none."""
    last = end or start
    if end and end.timed:
        return end
    return make_day(max(last.day, start.day) + timedelta(days=1), zone)


def find_end(when: When, zone: ZoneInfo) -> When:
    """Give the first moment after a day, or the second after a moment: where `expires` and `until` end."""
    if when.timed:
        return make_moment(when.moment + timedelta(seconds=1), zone)
    return make_day(when.day + timedelta(days=1), zone)


def find_last(end: When, zone: ZoneInfo) -> When:
    """Give the day or the moment whose end this is: what `find_end` was given."""
    if end.timed:
        return make_moment(end.moment - timedelta(seconds=1), zone)
    return make_day(end.day - timedelta(days=1), zone)
