"""Which days count where days are counted: the calendars that come with the program, and a site's own days."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from site_builder.config.settings import Settings

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# The settings that say which days count, in `[checks]` and in an indicator of an inspection.
SETTINGS = ("calendar", "uncounted", "holidays", "workdays")
ONE_DAY = timedelta(days=1)


# The calendars that come with the program, each with the weekdays that do not count (0 is Monday).
#
# China: weekends and the days of 全国年节及纪念日放假办法 (State Council, orders 513, 644 and 795), without what is
# exchanged each year (调休): that is written in site.toml.
# England and Wales: what is no clear day by the Local Government Act 1972, section 243 (Sundays, Christmas, Easter,
# bank holidays, days of public thanksgiving or mourning). The Act says "break": who reads it to take in the days beside
# a holiday adds those in site.toml.
CALENDARS = {"china": (5, 6), "england-wales": (6,)}
# How the library names a day that is off because another is worked.
EXCHANGED = "休息日"


class WorkingDays(Struct, frozen=True):
    """The days that do not count; without any every day counts.

    `weekdays` (0 is Monday); the holidays of a `calendar`; single `holidays`. A day of `workdays` counts in any case.
    """

    weekdays: tuple[int, ...] = ()
    calendar: str = ""
    holidays: tuple[date, ...] = ()
    workdays: tuple[date, ...] = ()

    def is_working_day(self, day: date) -> bool:
        """Tell whether a day counts."""
        if day in self.workdays:
            return True
        return not (
            day.weekday() in self.weekdays
            or day in self.holidays
            or (self.calendar and day in list_public_holidays(self.calendar, day.year))
        )

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
def list_public_holidays(calendar: str, year: int) -> frozenset[date]:
    """Give the public holidays of a year; the library knows those of China up to 2100."""
    from holidays import country_holidays  # it takes a tenth of a second

    if calendar == "china":
        found = country_holidays("CN", years=year, observed=False, language="zh_CN")
        return frozenset(day for day, name in found.items() if not name.startswith(EXCHANGED))
    return frozenset(country_holidays("GB", subdiv="ENG", years=year))


def read_working_days(settings: Settings, prefix: str) -> WorkingDays:
    """Read which days count below a table: a calendar by its name, and days of one's own."""
    name = settings.read_text(f"{prefix}.calendar", "")
    if name and name not in CALENDARS:
        settings.add_unknown_word(f"{prefix}.calendar", 'there is no calendar "{value}"', name, sorted(CALENDARS))
    uncounted = {*CALENDARS.get(name, ()), *read_weekdays(settings, f"{prefix}.uncounted")}
    if len(uncounted) == len(WEEKDAYS):
        settings.add_value_problem(f"{prefix}.uncounted", "no day of the week would count", "leave one out")
        uncounted.clear()
    return WorkingDays(
        weekdays=tuple(sorted(uncounted)),
        calendar=name if name in CALENDARS else "",
        holidays=tuple(read_dates(settings, f"{prefix}.holidays")),
        workdays=tuple(read_dates(settings, f"{prefix}.workdays")),
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
