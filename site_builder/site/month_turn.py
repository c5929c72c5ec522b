"""What takes place in a month, and when a month's page turns to the newest first as it is over; makes no page."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from msgspec import Struct

from site_builder.dates import make_day
from site_builder.model import Event, Item, When
from site_builder.site.grouping import Groups, require_date

# No clock goes further.
LAST_MONTH = "9999-12"


class TakesPlace(Protocol):
    """An event and the item that announces it."""

    @property
    def event(self) -> Event:
        """The event."""

    @property
    def item(self) -> Item:
        """The item."""

    @property
    def number(self) -> int:
        """The number of the event within the item."""


Placed = TypeVar("Placed", bound=TakesPlace)


class MonthTurn(Struct, frozen=True):
    """The first moment after a month, when its page changes its order, and the path of an item that stands there."""

    when: When
    path: str


def list_by_month(days: Mapping[str, Sequence[Placed]]) -> dict[str, tuple[Placed, ...]]:
    """Give what takes place in each month, once; `days` has what takes place on each day."""
    found: dict[str, dict[tuple[str, int], Placed]] = defaultdict(dict)
    for day, placed in days.items():
        found[day[:7]].update({(each.item.path, each.number): each for each in placed})
    return {month: tuple(each.values()) for month, each in found.items()}


def find_month_turn(
    editions: Iterable[tuple[Groups, Mapping[str, Sequence[TakesPlace]]]], at: When, zone: ZoneInfo
) -> MonthTurn | None:
    """Give the next moment at which the page of a month that is not over changes its order, of all languages.

    `editions` has of each its items by month, and what takes place on each day.
    """
    return min(
        (each for months, days in editions for each in list_turns(months, days, at, zone)),
        key=lambda each: (each.when.epoch, each.path),
        default=None,
    )


def list_turns(
    months: Groups, days: Mapping[str, Sequence[TakesPlace]], at: When, zone: ZoneInfo
) -> Iterator[MonthTurn]:
    """Give the months to come, and that of a moment, on whose pages there is more than one thing to put in order."""
    later = {day: placed for day, placed in days.items() if day[:7] >= at.local[:7]}
    events = list_by_month(later)
    for month in sorted({*events, *(month for month in months if month >= at.local[:7])}):
        items = months.get(month, ())
        begun = [each for each in events.get(month, ()) if each.event.date.local[:7] == month]
        own_days = {require_date(item).local[:10] for item in items} | {each.event.date.local[:10] for each in begun}
        if month < LAST_MONTH and (len(items) > 1 or len(own_days) > 1):
            yield MonthTurn(find_month_end(month, zone), items[0].path if items else begun[0].item.path)


def find_month_end(month: str, zone: ZoneInfo) -> When:
    """Give the first moment after a month."""
    years, number = divmod(int(month[:4]) * 12 + int(month[5:]), 12)
    return make_day(date(years, number + 1, 1), zone)
