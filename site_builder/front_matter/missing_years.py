"""The year of a day that is written without one, as far as the item's own date makes it certain; reads no clock."""

from datetime import date

from msgspec import Struct

from site_builder.dates import MINUTES, WrittenDate

# What comes after the item's date, and what before it; anything else may do either.
LATER, EARLIER = frozenset(["updated", "expires", "pinned_until", "until", "due", "end"]), frozenset(["written"])

LEAP_YEAR = 2024


class MissingYear(Struct, frozen=True):
    """The year that is meant, 0 where that is not certain, and then the one that is likely, 0 for none."""

    certain: int = 0
    likely: int = 0


def find_missing_year(written: WrittenDate, near: date | None, name: str) -> MissingYear:
    """Find the year of a day: that of a day near it, unless another year has it nearer, or on the right side of it."""
    if near is None:
        return MissingYear()
    days = [day for year in range(near.year - 1, near.year + 2) if (day := make_day_of_year(written, year))]
    if name in LATER | EARLIER:
        days = [day for day in days if day == near or (day > near) == (name in LATER)]
    likely = min(days, key=lambda day: abs((day - near).days), default=None)
    if likely is None:
        return MissingYear()
    return MissingYear(certain=likely.year) if likely.year == near.year else MissingYear(likely=likely.year)


def make_day_of_year(written: WrittenDate, year: int) -> date | None:
    """Give a day of a year; None where that year does not have it."""
    try:
        return date(year, written.month, written.day)
    except ValueError:
        return None


def format_with_year(written: WrittenDate, year: int) -> str:
    """Write a day, and the time where there is one, as it may stand in a field."""
    day = f"{year:04}-{written.month:02}-{written.day:02}"
    return day if written.minutes is None else f"{day} {written.minutes // MINUTES:02}:{written.minutes % MINUTES:02}"
