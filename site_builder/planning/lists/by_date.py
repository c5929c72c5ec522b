"""The index by date: years, their months, and each day's items and events; knows no other list."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.language import format_date
from site_builder.model import Brief
from site_builder.planning.charts import DayCount, MonthChart, draw_month_charts
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
from site_builder.planning.item_inputs import EventBrief, make_event_brief
from site_builder.planning.lists.groups import ListCount
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup
from site_builder.planning.page_sources import Shown, Value, Whole
from site_builder.planning.shell import PublicItem, Shell, make_day_id
from site_builder.site.grouping import require_date
from site_builder.site.organise import Occasion


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
    """A month of a calendar: its first day, its page ("" for none), its counts, the days it has marks for."""

    day: str
    href: str
    items: int
    events: int
    chart: MonthChart


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


class DayEntries(Struct, frozen=True):
    """A day: its id on the page, the day, its items and the events that take place."""

    id: str
    day: str
    items: tuple[Brief, ...]
    events: tuple[EventBrief, ...]


class MonthInputs(LinkedInputs, frozen=True):
    """All that a month's page is made of besides the frame."""

    month: str
    days: tuple[DayEntries, ...]
    earlier: NamedLink | None
    later: NamedLink | None
    print_href: str = ""


class MonthView(HtmlView, frozen=True):
    """What `month.html` sees; `month` is its first day, `print_href` its items as one document, if it has any."""

    month: str
    print_href: str
    days: tuple[DayEntries, ...]
    earlier: NamedLink | None
    later: NamedLink | None


Days = dict[str, tuple[Occasion, ...]]
# So many years of the date index are drawn; each year's own page is.
YEARS_DRAWN = 3


def plan_dates(context: EditionContext) -> Iterator[PageGroup]:
    """Plan the date index, its years and its months."""
    edition = context.edition
    days: dict[str, Days] = defaultdict(dict)
    for day, occasions in edition.days.items():
        days[day[:7]][day] = occasions
    months = sorted({*edition.months, *days})
    counts = []
    for month in months:
        events = {(each.item.path, each.number) for found in days.get(month, {}).values() for each in found}
        counts.append((month, len(edition.months.get(month, ())), len(events)))
    years = sorted({month[:4] for month in months})
    languages = {year: context.find_languages(urls.make_address(year)) for year in years}
    sources = (Value(counts), Value(count_days(context)), Value(languages))
    yield PageGroup("dates", context.shell, (), sources, make_dates_pages)
    for month, earlier, later in list_adjacent(months):
        taking_place = [(day, each) for day, found in days.get(month, {}).items() for each in found]
        of_month = (
            Shown(context, edition.months.get(month, ()), "compact"),
            Whole(context, [each.item for _, each in taking_place]),
            Value(tuple((day, each.number) for day, each in taking_place)),
            Value((earlier, later)),
            Value(context.find_languages(urls.make_month_address(month))),
        )
        yield PageGroup("month", context.shell, (month,), of_month, make_month_page)


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


def count_days(context: EditionContext) -> dict[str, list[DayCount]]:
    """Count the items and events of every day that has any, by year."""
    items = Counter([require_date(i).local[:10] for i in context.edition.items])
    events = context.edition.days
    found: dict[str, list[DayCount]] = defaultdict(list)
    for day in sorted({*items, *events}):
        found[day[:4]].append(DayCount(day, items[day], len(events.get(day, ()))))
    return found


def make_month_page(  # noqa: PLR0913, PLR0917 - its sources
    shell: Shell,
    month: str,
    items: tuple[Brief, ...],
    announcing: tuple[PublicItem, ...],
    events: Sequence[tuple[str, int]],
    adjacent: tuple[str, str],
    languages: tuple[str, ...],
) -> Iterator[Page]:
    """Make the page of a month: each day's items and the events that take place that day.

    `events` has of each event its day and its number within the item that is `announcing` it.
    """
    earlier, later = adjacent
    published: dict[str, list[Brief]] = defaultdict(list)
    for brief in items:
        published[brief.date.local[:10]].append(brief)
    taking_place: dict[str, list[EventBrief]] = defaultdict(list)
    for placed, (day, number) in zip(announcing, events, strict=True):
        taking_place[day].append(make_event_brief(shell, placed, number - 1, with_item=True))
    days = tuple(
        DayEntries(make_day_id(day), day, tuple(published.get(day, ())), tuple(taking_place.get(day, ())))
        for day in sorted({*published, *taking_place}, reverse=True)
    )
    address = urls.make_month_address(month)
    inputs = MonthInputs(
        href=shell.make_href(address),
        month=f"{month}-01",
        days=days,
        earlier=NamedLink(f"{earlier}-01", make_month_href(shell, earlier)) if earlier else None,
        later=NamedLink(f"{later}-01", make_month_href(shell, later)) if later else None,
        alternates=shell.list_alternates(address, languages),
        print_href=shell.make_href(urls.make_print_address(month)) if items else "",
    )
    yield shell.make_page(address, "month", "month.html", inputs)


def make_month_href(shell: Shell, month: str) -> str:
    """Give the href of a month."""
    return shell.make_href(urls.make_month_address(month))


def list_adjacent(keys: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Give each key with the one before and the one after it, "" at the ends."""
    for number, key in enumerate(keys):
        yield key, keys[number - 1] if number else "", keys[number + 1] if number + 1 < len(keys) else ""


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
    months = ((counts.get(month, nothing), chart) for month, chart in charts.items())
    calendar = (CalendarMonth(chart.day, c.href, c.items or 0, c.events, chart) for c, chart in months)
    return YearCalendar(year.year, year.href, year.months, tuple(calendar), year.days)


def make_month_view(frame: Frame, inputs: MonthInputs) -> MonthView:
    """Make what `month.html` sees."""
    year, title = inputs.month[:4], format_date(inputs.month, "month", frame.locale)
    about = get_translator(frame)("{title}: what was published and what takes place, day by day.").format(title=title)
    return extend_inputs(
        MonthView,
        inputs,
        frame=frame,
        head=make_page_head(frame, inputs, title, about),
        breadcrumbs=(
            link_home(frame),
            link_dates(frame),
            NamedLink(year, f"{frame.root}{year}/"),
            NamedLink(title, inputs.href),
        ),
    )
