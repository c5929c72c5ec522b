"""Dates as other generators let people write them -> ISO 8601 text; reads no clock."""

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from site_builder.dates import parse_when
from site_builder.model import When

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
MONTH_FIRST = re.compile(r"(?P<month>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})\b")
DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?P<month>[A-Za-z]{3,9})\.?,?\s+(?P<year>\d{4})\b")
DIGITS = re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)")
MONTH_ONLY = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)(?P<day>)")
FRACTION = re.compile(r"(:\d\d)\.\d+")
# Hours alone, without a zero before them, as other generators take them.
SHORT_OFFSET = re.compile(r"(:\d\d) ?([+-])(\d)$")
ZONE_NAME = re.compile(r"\s*(?:UTC|GMT)$")
DATED_NAME = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[-_ ](?P<rest>.+))?")
FIRST_YEAR, LAST_YEAR = 1900, 2199


def normalize_date(text: str, zone: ZoneInfo) -> str:
    """Give a date in a form that items may have, as near as can be to what was written; empty for what is none."""
    text = SHORT_OFFSET.sub(r"\1\g<2>0\3:00", ZONE_NAME.sub("Z", FRACTION.sub(r"\1", text.strip())))
    if is_in_range(parse_when(text, zone)):
        return text
    for pattern in (MONTH_FIRST, DAY_FIRST, DIGITS, MONTH_ONLY):
        found = pattern.fullmatch(text) or (pattern.match(text) if pattern in {MONTH_FIRST, DAY_FIRST} else None)
        day = make_date(found) if found else ""
        if day:
            return day
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    written = moment.isoformat(" ")
    return written if is_in_range(parse_when(written, zone)) else ""


def make_date(found: re.Match[str]) -> str:
    """Give the day of its parts; empty where there is no such day."""
    month = found["month"].lower()
    number = int(month) if month.isdigit() else next((n for n, m in enumerate(MONTHS, 1) if m.startswith(month)), 0)
    try:
        return date(int(found["year"]), number, int(found["day"] or 1)).isoformat()
    except ValueError:
        return ""


def is_in_range(when: When | None) -> bool:
    """Tell whether a moment is one that an item may have."""
    return when is not None and FIRST_YEAR <= int(when.year) <= LAST_YEAR


def split_dated_name(stem: str) -> tuple[str, str]:
    """Divide a name that begins with a day in that day (ISO 8601) and the rest; the day is empty where it has none."""
    found = DATED_NAME.fullmatch(stem)
    day = make_date(found) if found else ""
    return (day, (found["rest"] or "") if found else stem) if day else ("", stem)


def parse_moment(text: str, zone: ZoneInfo, *, as_written: bool) -> datetime | None:
    """Give the moment of a date on the clock it was written with, or on a zone's."""
    when = parse_when(text, zone)
    if when is None:
        return None
    moment = datetime.fromisoformat(text) if as_written and is_iso(text) else when.moment
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def is_iso(text: str) -> bool:
    """Tell whether Python reads a text as a date by itself."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def format_day(seconds: float) -> str:
    """Give the day on which a file was changed."""
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
