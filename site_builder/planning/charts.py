"""Counts -> charts: the calendar of a year and the bars of twelve months as shapes; writes no HTML, knows no item.

The shapes are text for the attributes of an SVG, so that a page needs neither script nor style of its own for them.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping

from msgspec import Struct

from site_builder.model import When

MONTHS = 12
# A day of a calendar is a square of ten units; a week is a row.
CELL, WEEK = 10, 7
# From so many items on a day's mark is of the largest size.
MANY = 3
# What a day is marked with, by its items.
MARKS = ("", "one", "two", "many")
# Any seven days that follow each other: they name the columns of a calendar.
MONDAY_TO_SUNDAY = tuple(f"2024-01-{day:02}" for day in range(1, WEEK + 1))
# A bar as high as there is room stands for no fewer items: one item is no mountain.
MIN_SCALE = 4
# The bars' ground: units from side to side, the line that bars stand on, the height of the tallest.
BAR_WIDTH, BASELINE, MAX_BAR_HEIGHT = 30, 104, 84


class DayCount(Struct, frozen=True, array_like=True):
    """A day (ISO 8601) with how many items were published and how many events take place on it.

    `target` is the id on its month's page to follow it to, "" for the page itself.
    """

    day: str
    items: int
    events: int
    target: str = ""


class MonthChart(Struct, frozen=True):
    """A month of a calendar: its first day, its counts, and the marks of its days as paths.

    `days` marks every day; `one`, `two`, `many` those with as many items; `events` underlines those on which events
    take place, so that what lasts for days is one line.
    """

    day: str
    item_days: int
    event_days: int
    days: str
    one: str
    two: str
    many: str
    events: str


class CalendarDay(Struct, frozen=True):
    """A day of a calendar: its number, where it is followed to ("" where nothing is), its mark.

    `mark` is of its items: one, two, many, or "" for none; `event` tells that something takes place on it.
    """

    number: int
    href: str = ""
    mark: str = ""
    event: bool = False


class CalendarWeeks(Struct, frozen=True):
    """A month as weeks of seven days each, from Monday on; none stands where a day is of another month.

    `weekdays` are seven days (ISO 8601) to name the columns by.
    """

    weekdays: tuple[str, ...]
    weeks: tuple[tuple[CalendarDay | None, ...], ...]


class MonthCount(Struct, frozen=True, array_like=True):
    """How many items a month has; `day` is its first."""

    day: str
    items: int


class Bar(Struct, frozen=True):
    """A bar: its month, its number, its left edge, its top, its height."""

    day: str
    items: int
    x: int
    y: int
    height: int


def draw_month_charts(busy: Iterable[DayCount], year: str) -> dict[str, MonthChart]:
    """Draw the twelve months of a year, by month (`2024-01`); weeks begin on Monday."""
    by_month: dict[str, list[DayCount]] = {f"{year}-{month:02}": [] for month in range(1, MONTHS + 1)}
    for each in busy:
        by_month[each.day[:7]].append(each)
    return {month: draw_month_chart(month, days) for month, days in by_month.items()}


def draw_month_chart(month: str, busy: Iterable[DayCount]) -> MonthChart:
    """Draw a month."""
    first, length = monthrange(int(month[:4]), int(month[5:]))
    marks: dict[str, list[str]] = {"one": [], "two": [], "many": [], "events": []}
    counts = {"items": 0, "events": 0}
    for each in busy:
        row, column = divmod(first + int(each.day[8:]) - 1, WEEK)
        x, y = column * CELL + CELL // 2, row * CELL + CELL // 2
        if each.items:
            counts["items"] += 1
            marks["many" if each.items >= MANY else ("one", "two")[each.items - 1]].append(f"M{x} {y}h0")
        if each.events:
            counts["events"] += 1
            marks["events"].append(f"M{x - 5} {y + 5}h10")
    drawn = {name: "".join(each) for name, each in marks.items()}
    return MonthChart(f"{month}-01", counts["items"], counts["events"], draw_day_rows(first, length), **drawn)


def draw_weeks(month: str, busy: Iterable[DayCount], href: str) -> CalendarWeeks:
    """Put the days of a month into weeks; `href` is that of its page, "" on the page itself."""
    first, length = monthrange(int(month[:4]), int(month[5:]))
    known = {int(each.day[8:]): each for each in busy}
    days = [make_calendar_day(number, known.get(number), href) for number in range(1, length + 1)]
    cells = [*[None] * first, *days, *[None] * (-(first + length) % WEEK)]
    weeks = tuple(tuple(cells[start : start + WEEK]) for start in range(0, len(cells), WEEK))
    return CalendarWeeks(MONDAY_TO_SUNDAY, weeks)


def make_calendar_day(number: int, count: DayCount | None, href: str) -> CalendarDay:
    """Mark a day of a calendar."""
    if count is None:
        return CalendarDay(number)
    mark = MARKS[min(count.items, MANY)]
    return CalendarDay(
        number, f"{href}#{count.target}" if count.target else href or "#site:main", mark, count.events > 0
    )


def draw_day_rows(first: int, length: int) -> str:
    """Draw the rows of a month's days, each as a line that is dashed into points; `first` is the first weekday."""
    rows = []
    for row in range((first + length - 1) // WEEK + 1):
        start = first if row == 0 else 0
        end = min(WEEK, first + length - row * WEEK) - 1
        rows.append(f"M{start * CELL + CELL // 2} {row * CELL + CELL // 2}h{(end - start) * CELL + 1}")
    return "".join(rows)


def list_twelve_months(newest: When, counts: Mapping[str, int]) -> tuple[MonthCount, ...]:
    """Give the counts of the twelve months that end with that of the newest item."""
    last = int(newest.year) * MONTHS + int(newest.month) - 1
    months = [divmod(each, MONTHS) for each in range(last - MONTHS + 1, last + 1)]
    names = [f"{year:04}-{month + 1:02}" for year, month in months]
    return tuple(MonthCount(f"{name}-01", counts.get(name, 0)) for name in names)


def find_first_month(newest: When) -> str:
    """Give the first of the twelve months that end with that of the newest item."""
    year, month = int(newest.year), int(newest.month)
    return f"{year - 1:04}-{month + 1:02}" if month < MONTHS else f"{year:04}-01"


def list_year_months(year: str, counts: Mapping[str, int]) -> tuple[MonthCount, ...]:
    """Give the counts of a year's months."""
    names = [f"{year}-{month:02}" for month in range(1, MONTHS + 1)]
    return tuple(MonthCount(f"{name}-01", counts.get(name, 0)) for name in names)


def draw_bars(tallies: Iterable[MonthCount]) -> tuple[Bar, ...]:
    """Draw bars, the tallest as high as there is room."""
    tallies = tuple(tallies)
    most = max((MIN_SCALE, *(each.items for each in tallies)))
    heights = [max(2, each.items * MAX_BAR_HEIGHT // most) if each.items else 0 for each in tallies]
    return tuple(
        Bar(each.day, each.items, n * BAR_WIDTH + 5, BASELINE - height, height)
        for n, (each, height) in enumerate(zip(tallies, heights, strict=True))
    )
