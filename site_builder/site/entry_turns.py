"""When the list of an entry that no item names comes, since it has begun, or goes, since it is over; makes no list."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from site_builder.dates import make_day
from site_builder.model import RegistryEntry, When

# No clock goes further.
LAST_YEAR = "9999"


class EntryTurn(Struct, frozen=True):
    """The moment at which the list of an entry comes, or goes as it is `over`."""

    when: When
    entry: RegistryEntry
    over: bool


def is_current(entry: RegistryEntry, at: When) -> bool:
    """Tell whether an entry has begun and is not over; `since` and `until` are a year, a month or a day."""
    return not is_later(entry.since, at) and (not entry.until or is_later(entry.until, at) or holds(entry.until, at))


def is_later(written: str, at: When) -> bool:
    """Tell whether a year, a month or a day begins after a moment."""
    return written > at.local[: len(written)]


def holds(written: str, at: When) -> bool:
    """Tell whether a moment is in a year, a month or a day."""
    return at.local.startswith(written)


def list_entry_turns(
    entries: Iterable[RegistryEntry], named: Collection[tuple[str, str]], at: When, zone: ZoneInfo
) -> Iterator[EntryTurn]:
    """Give the turns to come of the entries that no item has `named`."""
    for entry in entries:
        if (entry.registry, entry.id) in named:
            continue
        if is_later(entry.since, at):
            yield EntryTurn(make_day(find_days(entry.since)[0], zone), entry, over=False)
        if entry.until and entry.until < LAST_YEAR and (is_later(entry.until, at) or holds(entry.until, at)):
            yield EntryTurn(make_day(find_days(entry.until)[1] + timedelta(days=1), zone), entry, over=True)


def find_days(written: str) -> tuple[date, date]:
    """Give the first and the last day of a year, a month or a day."""
    year, month, day = (int(each) for each in (f"{written}-00-00"[:10]).split("-"))
    last = month or 12
    return date(year, month or 1, day or 1), date(year, last, day or monthrange(year, last)[1])
