"""From when to when each item is public, and when that leaves a place without news; knows no indicator."""

import calendar
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from msgspec import Struct

from site_builder.model import Item, When
from site_builder.site.grouping import require_date
from site_builder.site.publication_gate import is_public, is_withdrawn

DueDay = Callable[[date], date]
ONE_DAY = timedelta(days=1)
NEVER = date.max


class Span(Struct, frozen=True):
    """The days on which an item is public: the first, the first on which it no longer is; whether it is so now."""

    first: date
    end: date | None
    now: bool


def make_span(item: Item, at: When, *, taken_down: bool) -> Span:
    """Give the days of an item; one that was taken down is never seen again."""
    ends = [each.day for each in (item.expires, item.withdrawn.date if item.withdrawn else None) if each]
    first = require_date(item).day
    end = first if taken_down else min(ends, default=None)
    return Span(first, end, not taken_down and is_public(item, at) and not is_withdrawn(item, at))


def find_newest(spans: Iterable[Span], day: date | None = None) -> date | None:
    """Give the day of the newest item that is public now, or on a day to come; None where there is none."""
    if day is None:
        return max((each.first for each in spans if each.now), default=None)
    return max(
        (each.first for each in spans if each.first <= day and (each.end is None or day < each.end)), default=None
    )


def find_next_red_day(spans: Sequence[Span], today: date, due: DueDay, *, red: bool) -> date | None:
    """Give the next day on which what was not red is red: where `due` of the newest item has come, or there is none.

    Items count from their own day on, also those of days to come.
    """
    found = {day for each in spans for day in (each.first, each.end, due(each.first)) if day and day > today}
    moments = found - {NEVER}
    for day in sorted(moments):
        last = find_newest(spans, day)
        now = last is None or day >= due(last)
        if now and not red:
            return day
        red = now
    return None


def add_period(day: date, *, days: int = 0, months: int = 0) -> date:
    """Give the day a number of months and days after one; where a month has no such day, its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year - 1:
        return NEVER
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1])) + timedelta(days=days)
