"""Which days count where days are counted: the calendars that come with the program, and a site's own days."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from site_builder.config.settings import Settings
from site_builder.config.toml_file import read_toml
from site_builder.spelling import find_close_match, format_suggestion

FOLDER = Path(__file__).with_name("calendars")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# The settings that say which days count, in `[checks]` and in an indicator of an inspection.
SETTINGS = ("calendar", "uncounted", "holidays", "workdays")
SATURDAY = 5
ONE_DAY = timedelta(days=1)


class WorkingDays(Struct, frozen=True):
    """The days that do not count, by rule; without any every day counts.

    `weekdays` (0 is Monday); `yearly` days as month and day, with `substitute` also the next free weekday for one on a
    Saturday or Sunday; days from `easter` Day; the `nth` weekday of a month as month, weekday, number (-1: the last);
    single `holidays`. A day of `workdays` counts in any case.
    """

    weekdays: tuple[int, ...] = ()
    yearly: tuple[tuple[int, int], ...] = ()
    substitute: bool = False
    easter: tuple[int, ...] = ()
    nth: tuple[tuple[int, int, int], ...] = ()
    holidays: tuple[date, ...] = ()
    workdays: tuple[date, ...] = ()

    def is_working_day(self, day: date) -> bool:
        """Tell whether a day counts."""
        return day in self.workdays or not (day.weekday() in self.weekdays or day in list_days_off(self, day.year))

    def count_clear_days(self, first: date, last: date) -> int:
        """Count the days between two that count; neither of the two is among them."""
        return sum(self.is_working_day(first + timedelta(days=n)) for n in range(1, (last - first).days))

    def find_latest_day(self, last: date, wanted: int) -> date:
        """Give the latest day between which and another there are so many days that count."""
        day = last - ONE_DAY
        while wanted > 0 and day > date.min:
            wanted -= self.is_working_day(day)
            day -= ONE_DAY
        return day

    def merge(self, other: "WorkingDays") -> "WorkingDays":
        """Give these days together with the single days of another."""
        return replace(self, holidays=(*self.holidays, *other.holidays), workdays=(*self.workdays, *other.workdays))


@cache
def list_days_off(counting: WorkingDays, year: int) -> frozenset[date]:
    """Give the days of a year that do not count, besides weekdays."""
    fixed = [date(year, month, day) for month, day in sorted(counting.yearly)]
    found = {
        *fixed,
        *counting.holidays,
        *(compute_easter(year) + timedelta(days=each) for each in counting.easter),
        *(find_nth_weekday(year, *each) for each in counting.nth),
    }
    for day in fixed if counting.substitute else ():
        if day.weekday() >= SATURDAY:
            free = day
            while free.weekday() >= SATURDAY or free in found:
                free += ONE_DAY
            found.add(free)
    return frozenset(found)


def compute_easter(year: int) -> date:
    """Give Easter Day of the Gregorian calendar (the rule printed in Nature of 20 April 1876)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    leaps, skipped = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - moon + 15) % 30
    week = (32 + 2 * skipped + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * week) // 451
    month, day = divmod(epact + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def find_nth_weekday(year: int, month: int, weekday: int, number: int) -> date:
    """Give the nth weekday of a month; -1 is the last."""
    if number > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - ONE_DAY
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def read_working_days(settings: Settings, prefix: str) -> WorkingDays:
    """Read which days count below a table: a calendar by its name, and days of one's own."""
    name = settings.read_text(f"{prefix}.calendar", "")
    known = sorted(file.stem for file in FOLDER.glob("*.toml")) if name else []
    if name and name not in known:
        guess = find_close_match(name, known)
        message, hint = 'there is no calendar "{value}"', format_suggestion(guess) or "write one of: {known}"
        settings.add_value_problem(f"{prefix}.calendar", message, hint, value=name, guess=guess, known=", ".join(known))
    base = read_calendar(name) if name in known else WorkingDays()
    uncounted = {*base.weekdays, *read_weekdays(settings, f"{prefix}.uncounted")}
    if len(uncounted) == len(WEEKDAYS):
        settings.add_value_problem(f"{prefix}.uncounted", "no day of the week would count", "leave one out")
        uncounted.clear()
    return replace(
        base,
        weekdays=tuple(sorted(uncounted)),
        holidays=(*base.holidays, *read_dates(settings, f"{prefix}.holidays")),
        workdays=tuple(read_dates(settings, f"{prefix}.workdays")),
    )


def read_calendar(name: str) -> WorkingDays:
    """Read a calendar that comes with the program."""
    settings = Settings(read_toml(FOLDER / f"{name}.toml", f"{name}.toml").value, [])
    nth = (each.split() for each in settings.read_texts("nth", ()))
    easters = settings.get("easter")
    return WorkingDays(
        weekdays=tuple(read_weekdays(settings, "weekdays")),
        yearly=tuple((int(each[:2]), int(each[3:])) for each in settings.read_texts("yearly", ())),
        substitute=settings.read_flag("substitute", default=False),
        easter=tuple(easters) if isinstance(easters, list) else (),
        nth=tuple((int(month), WEEKDAYS.index(weekday), int(number)) for month, weekday, number in nth),
        holidays=tuple(read_dates(settings, "dates")),
    )


def read_weekdays(settings: Settings, key: str) -> Iterator[int]:
    """Read weekdays by their names."""
    for name in settings.read_texts(key, ()):
        if name.lower() in WEEKDAYS:
            yield WEEKDAYS.index(name.lower())
        else:
            settings.add_value_problem(key, '"{value}" is no weekday', "write monday, tuesday …", value=name)


def read_dates(settings: Settings, key: str) -> Iterator[date]:
    """Read single days, as TOML dates or as texts."""
    value = settings.get(key)
    dated = isinstance(value, list) and all(isinstance(each, date | str) for each in value)
    for text in map(str, value) if isinstance(value, list) and dated else settings.read_texts(key, ()):
        try:
            yield date.fromisoformat(text)
        except ValueError:
            message, hint = 'the date "{value}" is not a date', "write it as 2024-01-31"
            settings.add_value_problem(key, message, hint, value=text)
