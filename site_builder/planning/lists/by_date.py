"""The index by date: years, their months, and each day's items and events; knows no other list."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.language import in_words
from site_builder.model import Brief
from site_builder.planning.charts import Busy, MonthChart, month_charts
from site_builder.planning.edition import Alternate, Frame, Head, Named, Room, day_id, home, words
from site_builder.planning.item_inputs import Happening, happening
from site_builder.planning.lists.groups import Count, page
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import Plot, keyed
from site_builder.site.grouping import dated, group
from site_builder.site.organise import Occasion


class YearOfDates(Struct, frozen=True):
    """A year of the date index with its months; `days` are those with items or events, for a year that is drawn."""

    year: str
    href: str
    months: tuple[Count, ...]
    days: tuple[Busy, ...] = ()


class DatesInputs(Struct, frozen=True):
    """All that the date index, or one year of it, is made of besides the frame; `year` is "" for all years."""

    href: str
    year: str
    years: tuple[YearOfDates, ...]
    alternates: tuple[Alternate, ...]
    earlier: Named | None = None
    later: Named | None = None


class MonthOfYear(Struct, frozen=True):
    """A month of a calendar: its first day, its page ("" for none), its counts, the days it has marks for."""

    day: str
    href: str
    items: int
    events: int
    chart: MonthChart


class DrawnYear(Struct, frozen=True):
    """A year of the date index: its months with something in them; drawn as a calendar, all twelve, and its days."""

    year: str
    href: str
    months: tuple[Count, ...]
    calendar: tuple[MonthOfYear, ...]
    days: tuple[Busy, ...]


class DatesView(Struct, frozen=True):
    """What `dates.html` sees; the newest years are drawn, the others have no `calendar`."""

    frame: Frame
    head: Head
    breadcrumbs: tuple[Named, ...]
    year: str
    years: tuple[DrawnYear, ...]
    earlier: Named | None
    later: Named | None


class Day(Struct, frozen=True):
    """A day: its id on the page, the day, its items and the events that take place."""

    id: str
    day: str
    items: tuple[Brief, ...]
    events: tuple[Happening, ...]


class MonthInputs(Struct, frozen=True):
    """All that a month's page is made of besides the frame."""

    href: str
    month: str
    days: tuple[Day, ...]
    earlier: Named | None
    later: Named | None
    alternates: tuple[Alternate, ...]
    print_href: str = ""


class MonthView(Struct, frozen=True):
    """What `month.html` sees; `month` is its first day, `print_href` its items as one document, if it has any."""

    frame: Frame
    head: Head
    breadcrumbs: tuple[Named, ...]
    month: str
    print_href: str
    days: tuple[Day, ...]
    earlier: Named | None
    later: Named | None


Days = dict[str, tuple[Occasion, ...]]
# So many years of the date index are drawn; each year's own page is.
DRAWN = 3


def plan_dates(room: Room) -> Iterator[Plot]:
    """Plan the date index, its years and its months."""
    days: dict[str, Days] = defaultdict(dict)
    for day, occasions in room.edition.days.items():
        days[day[:7]][day] = occasions
    months = sorted({*room.edition.months, *days})
    yield Plot(f"{room.language.id}/dates", b"", partial(index_pages, room, months, days))
    for month, earlier, later in beside(months):
        shown = room.marks.of_shown(room.edition.months.get(month, ()))
        told = [(d, o.number, room.marks.whole[o.item.path]) for d, found in days.get(month, {}).items() for o in found]
        plotted = keyed(room.salt, shown, repr(told).encode(), earlier.encode(), later.encode())
        made = partial(month_page, room, month, days.get(month, {}), (earlier, later))
        yield Plot(f"{room.language.id}/month/{month}", plotted, made)


def index_pages(room: Room, months: Sequence[str], days: dict[str, Days]) -> Iterator[Page]:
    """Make the date index and its years."""
    edition = room.edition
    events = {
        month: {(o.item.path, o.number) for found in each.values() for o in found} for month, each in days.items()
    }
    counts = {
        month: Count(
            f"{month}-01", month_href(room, month), len(edition.months.get(month, ())), len(events.get(month, ()))
        )
        for month in months
    }
    all_years = sorted({month[:4] for month in months})
    busy = busy_days(room)
    by_year = {
        year: YearOfDates(
            year,
            room.href(urls.address(year)),
            tuple(c for m, c in counts.items() if m[:4] == year),
            tuple(busy[year]),
        )
        for year in all_years
    }
    address = urls.address("dates")
    newest = tuple(
        by_year[year] if n < DRAWN else replace(by_year[year], days=()) for n, year in enumerate(reversed(all_years))
    )
    yield page(
        room, address, "dates", "dates.html", DatesInputs(room.href(address), "", newest, room.alternates(address))
    )
    for year, earlier, later in beside(all_years):
        address = urls.address(year)
        inputs = DatesInputs(
            href=room.href(address),
            year=year,
            years=(by_year[year],),
            alternates=room.alternates(address),
            earlier=Named(earlier, by_year[earlier].href) if earlier else None,
            later=Named(later, by_year[later].href) if later else None,
        )
        yield page(room, address, "dates", "dates.html", inputs)


def busy_days(room: Room) -> dict[str, list[Busy]]:
    """Count the items and events of every day that has any, by year."""
    items = Counter([dated(i).local[:10] for i in room.edition.items])
    events = room.edition.days
    found: dict[str, list[Busy]] = defaultdict(list)
    for day in sorted({*items, *events}):
        found[day[:4]].append(Busy(day, items[day], len(events.get(day, ()))))
    return found


def month_page(room: Room, month: str, events: Days, around: tuple[str, str]) -> Iterator[Page]:
    """Make the page of a month: each day's items and the events that take place that day."""
    earlier, later = around
    items = group(room.edition.months.get(month, ()), lambda i: (dated(i).local[:10],))
    days = tuple(
        Day(
            day_id(day),
            day,
            tuple(room.mention(i) for i in items.get(day, ())),
            tuple(happening(room, o.item, o.number - 1, with_item=True) for o in events.get(day, ())),
        )
        for day in sorted({*items, *events}, reverse=True)
    )
    address = urls.address(month[:4], month[5:])
    inputs = MonthInputs(
        href=room.href(address),
        month=f"{month}-01",
        days=days,
        earlier=Named(f"{earlier}-01", month_href(room, earlier)) if earlier else None,
        later=Named(f"{later}-01", month_href(room, later)) if later else None,
        alternates=room.alternates(address),
        print_href=room.href(urls.address("print", month[:4], month[5:])) if items else "",
    )
    yield page(room, address, "month", "month.html", inputs)


def month_href(room: Room, month: str) -> str:
    """Give the href of a month."""
    return room.href(urls.address(month[:4], month[5:]))


def beside(keys: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Give each key with the one before and the one after it, "" at the ends."""
    for number, key in enumerate(keys):
        yield key, keys[number - 1] if number else "", keys[number + 1] if number + 1 < len(keys) else ""


def dates_view(frame: Frame, inputs: DatesInputs, bodies: tuple[str, ...]) -> DatesView:
    """Make what `dates.html` sees."""
    del bodies
    say = words(frame)
    index = Named(say("By date"), f"{frame.root}dates/")
    about = say("{title}: what was published and what takes place, by month and day.")
    title = inputs.year or index.name
    return DatesView(
        frame=frame,
        head=Head(title, about.format(title=title), frame.origin + inputs.href, inputs.alternates),
        breadcrumbs=(home(frame), index, *((Named(inputs.year, inputs.href),) if inputs.year else ())),
        year=inputs.year,
        years=tuple(map(drawn, inputs.years)),
        earlier=inputs.earlier,
        later=inputs.later,
    )


def drawn(year: YearOfDates) -> DrawnYear:
    """Draw a year whose days are known."""
    charts = month_charts(year.days, year.year) if year.days else {}
    counts = {count.name[:7]: count for count in year.months}
    nothing = Count("", "", 0)
    months = ((counts.get(month, nothing), chart) for month, chart in charts.items())
    calendar = (MonthOfYear(chart.day, c.href, c.items or 0, c.events, chart) for c, chart in months)
    return DrawnYear(year.year, year.href, year.months, tuple(calendar), year.days)


def month_view(frame: Frame, inputs: MonthInputs, bodies: tuple[str, ...]) -> MonthView:
    """Make what `month.html` sees."""
    del bodies
    year, title = inputs.month[:4], in_words(inputs.month, "month", frame.locale)
    about = words(frame)("{title}: what was published and what takes place, day by day.").format(title=title)
    return MonthView(
        frame=frame,
        head=Head(title, about, frame.origin + inputs.href, inputs.alternates),
        breadcrumbs=(
            home(frame),
            Named(words(frame)("By date"), f"{frame.root}dates/"),
            Named(year, f"{frame.root}{year}/"),
            Named(title, inputs.href),
        ),
        month=inputs.month,
        print_href=inputs.print_href,
        days=inputs.days,
        earlier=inputs.earlier,
        later=inputs.later,
    )
