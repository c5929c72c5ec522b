"""The index by date: years, their months and their days; knows no other list."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.planning.charts import CalendarWeeks, DayCount, MonthChart, draw_month_charts, draw_weeks
from site_builder.planning.edition import EditionContext
from site_builder.planning.extend_inputs import extend_inputs
from site_builder.planning.frame import (
    Frame,
    HtmlView,
    LinkedInputs,
    NamedLink,
    get_translator,
    link_dates,
    link_home,
    make_page_head,
)
from site_builder.planning.lists.groups import ListCount
from site_builder.planning.lists.months import count_days, list_adjacent, make_month_href, plan_months
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup
from site_builder.planning.page_sources import Value
from site_builder.planning.shell import Shell
from site_builder.site.grouping import require_date
from site_builder.site.month_turn import list_by_month


class YearInputs(Struct, frozen=True):
    """A year of the date index with its months; `days` are those with items or events, for a year that is drawn."""

    year: str
    href: str
    months: tuple[ListCount, ...]
    days: tuple[DayCount, ...] = ()


class DatesInputs(LinkedInputs, frozen=True):
    """All that the date index, or one year of it, is made of besides the frame; `year` is "" for all years."""

    year: str
    years: tuple[YearInputs, ...]
    earlier: NamedLink | None = None
    later: NamedLink | None = None


class CalendarMonth(Struct, frozen=True):
    """A month of a calendar: its first day, its page ("" for none), its counts, its days as marks and as weeks."""

    day: str
    href: str
    items: int
    events: int
    chart: MonthChart
    weeks: CalendarWeeks


class YearCalendar(Struct, frozen=True):
    """A year of the date index: its months with something in them; drawn as a calendar, all twelve, and its days."""

    year: str
    href: str
    months: tuple[ListCount, ...]
    calendar: tuple[CalendarMonth, ...]
    days: tuple[DayCount, ...]


class DatesView(HtmlView, frozen=True):
    """What `dates.html` sees; the newest years are drawn, the others have no `calendar`."""

    year: str
    years: tuple[YearCalendar, ...]
    earlier: NamedLink | None
    later: NamedLink | None


# So many years of the date index are drawn; each year's own page is.
YEARS_DRAWN = 2


def plan_dates(context: EditionContext) -> Iterator[PageGroup]:
    """Plan the date index, its years and its months."""
    edition = context.edition
    events = list_by_month(edition.days)
    months = sorted({*edition.months, *events})
    counts = [(month, len(edition.months.get(month, ())), len(events.get(month, ()))) for month in months]
    days: dict[str, list[DayCount]] = defaultdict(list)
    for month in months:
        published = [require_date(i).local[:10] for i in edition.months.get(month, ())]
        days[month[:4]] += count_days(month, published, [each.event for each in events.get(month, ())])
    languages = {year: context.find_languages(urls.make_address(year)) for year in days}
    yield PageGroup("dates", context.shell, (), (Value(counts), Value(days), Value(languages)), make_dates_pages)
    yield from plan_months(context, months, events)


def make_dates_pages(
    shell: Shell,
    counts: Sequence[tuple[str, int, int]],
    days: Mapping[str, Sequence[DayCount]],
    languages: Mapping[str, tuple[str, ...]],
) -> Iterator[Page]:
    """Make the date index and its years; `counts` has the months with their numbers of items and events."""
    all_years = tuple(languages)
    by_year = {
        year: YearInputs(
            year,
            shell.make_href(urls.make_address(year)),
            tuple(ListCount(f"{m}-01", make_month_href(shell, m), items, e) for m, items, e in counts if m[:4] == year),
            tuple(days[year]),
        )
        for year in all_years
    }
    address = urls.make_address(urls.DATES)
    newest = tuple(
        by_year[year] if n < YEARS_DRAWN else replace(by_year[year], days=())
        for n, year in enumerate(reversed(all_years))
    )
    index = DatesInputs(shell.make_href(address), shell.list_all_alternates(address), "", newest)
    yield shell.make_page(address, "dates", "dates.html", index)
    for year, earlier, later in list_adjacent(all_years):
        address = urls.make_address(year)
        inputs = DatesInputs(
            href=shell.make_href(address),
            year=year,
            years=(by_year[year],),
            alternates=shell.list_alternates(address, languages[year]),
            earlier=NamedLink(earlier, by_year[earlier].href) if earlier else None,
            later=NamedLink(later, by_year[later].href) if later else None,
        )
        yield shell.make_page(address, "dates", "dates.html", inputs)


def make_dates_view(frame: Frame, inputs: DatesInputs) -> DatesView:
    """Make what `dates.html` sees."""
    say = get_translator(frame)
    index = link_dates(frame)
    about = say("{title}: what was published and what takes place, by month and day.")
    title = inputs.year or index.name
    return extend_inputs(
        DatesView,
        inputs,
        frame=frame,
        head=make_page_head(frame, inputs, title, about.format(title=title)),
        breadcrumbs=(link_home(frame), index, *((NamedLink(inputs.year, inputs.href),) if inputs.year else ())),
        years=tuple(map(draw_year, inputs.years)),
    )


def draw_year(year: YearInputs) -> YearCalendar:
    """Draw a year whose days are known."""
    charts = draw_month_charts(year.days, year.year) if year.days else {}
    counts = {count.name[:7]: count for count in year.months}
    nothing = ListCount("", "", 0)
    busy: dict[str, list[DayCount]] = defaultdict(list)
    for day in year.days:
        busy[day.day[:7]].append(day)
    calendar = []
    for month, chart in charts.items():
        count = counts.get(month, nothing)
        weeks = draw_weeks(month, busy[month], count.href)
        calendar.append(CalendarMonth(chart.day, count.href, count.items or 0, count.events, chart, weeks))
    return YearCalendar(year.year, year.href, year.months, tuple(calendar), year.days)
