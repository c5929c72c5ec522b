"""Days and moments as editors write them -> When, on the site's clock; reads no clock of its own."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from site_builder.acceleration import is_accelerated
from site_builder.model import When

DAY = r"(?P<year>\d{4})\s*(?:-|/|\.|年)\s*(?P<month>\d{1,2})\s*(?:-|/|\.|月)\s*(?P<day>\d{1,2})\s*[日号]?"
TIME = r"(?P<half>上午|下午|晚上)?\s*(?P<hour>\d{1,2})(?::|时|点)(?P<minute>\d{2})?分?(?::(?P<second>\d{2})(?:\.\d+)?)?"
OFFSET = r"\s*(?P<offset>Z|z|[+-]\d{2}:?\d{2}|[+-]\d{1,2})?"
DATE_PATTERN = re.compile(rf"{DAY}(?:(?:[Tt]|\s+|(?<=日)){TIME}{OFFSET})?")
# The forms that programs write, which the standard library reads by itself.
ISO = re.compile(
    r"\d{4}-\d\d-\d\d(?P<time>[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:Z|[+-]\d\d:[0-5]\d)?)?", re.ASCII
)
NOON = 12
MINUTES = 60
AFTERNOON = frozenset(["下午", "晚上"])


def parse_when(text: str, zone: ZoneInfo) -> When | None:
    """Read a day or a moment in a form of the contract (section 2, `date`); None for what is neither.

    Without an offset it is on the site's clock; full-width digits count as digits.
    """
    iso = ISO.fullmatch(text) if is_accelerated() else None
    found = None if iso else DATE_PATTERN.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        if iso:
            return parse_iso(text, zone, timed=iso["time"] is not None)
        if found is None:
            return None
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
        if found["hour"] is None:
            return make_day(day, zone)
        hour = int(found["hour"])
        hour += NOON if found["half"] in AFTERNOON and hour < NOON else 0
        clock = time(hour, int(found["minute"] or 0), int(found["second"] or 0))
        moment = datetime.combine(day, clock, parse_offset(found["offset"], zone))
        return make_moment(moment, zone)
    except (ValueError, OverflowError):
        return None


def parse_iso(text: str, zone: ZoneInfo, *, timed: bool) -> When:
    """Read a day or a moment as programs write them; raises ValueError or OverflowError for one that is not."""
    moment = datetime.fromisoformat(text)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return make_moment(moment, zone) if timed else make_day_from_start(moment)


def parse_offset(written: str | None, zone: ZoneInfo) -> tzinfo:
    """Give the clock that an offset means; the site's where there is none."""
    if written is None:
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
    """Give a moment on the site's clock."""
    local = moment.astimezone(zone)
    local = local.replace(microsecond=0) if local.microsecond else local
    return When(int(local.timestamp()), local.isoformat(), timed=True)


def find_end(when: When, zone: ZoneInfo) -> When:
    """Give the first moment after a day, or the second after a moment: where `expires` and `until` end."""
    if when.timed:
        return make_moment(when.moment + timedelta(seconds=1), zone)
    return make_day(when.day + timedelta(days=1), zone)
