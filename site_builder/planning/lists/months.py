"""The pages of months: each day's items and the events that begin on it, what goes on; knows no other list."""

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from site_builder import urls
from site_builder.language import format_date
from site_builder.model import Brief, Event, find_last_day
from site_builder.planning.charts import CalendarWeeks, DayCount, draw_weeks
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
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup
from site_builder.planning.page_sources import Shown, Value, Whole
from site_builder.planning.shell import PublicItem, Shell, make_day_id
from site_builder.site.organise import Occasion


class DayEntries(Struct, frozen=True):
    """A day: its id on the page, the day, its items and the events that begin on it."""

    id: str
    day: str
    items: tuple[Brief, ...]
    events: tuple[EventBrief, ...]


class MonthInputs(LinkedInputs, frozen=True):
    """All that a month's page is made of besides the frame."""

    month: str
    days: tuple[DayEntries, ...]
    going_on: tuple[EventBrief, ...]
    busy: tuple[DayCount, ...]
    earlier: NamedLink | None
    later: NamedLink | None
    print_href: str = ""


class MonthView(HtmlView, frozen=True):
    """What `month.html` sees; `month` is its first day, `print_href` its items as one document, if it has any.

    `days` are the newest first once the month is over, until then as they come; an event stands at its first day alone,
    and what began in an earlier month in `going_on`. `calendar` leads to the days.
    """

    month: str
    print_href: str
    days: tuple[DayEntries, ...]
    going_on: tuple[EventBrief, ...]
    calendar: CalendarWeeks
    earlier: NamedLink | None
    later: NamedLink | None


def plan_months(
    context: EditionContext, months: Sequence[str], taking_place: Mapping[str, Sequence[Occasion]]
) -> Iterator[PageGroup]:
    """Plan the pages of months; `taking_place` has the events of each."""
    edition = context.edition
    for month, earlier, later in list_adjacent(months):
        events = taking_place.get(month, ())
        of_month = (
            Shown(context, edition.months.get(month, ()), "compact"),
            Whole(context, [each.item for each in events]),
            Value(tuple(each.number for each in events)),
            Value((earlier, later)),
            Value(month < context.site.at.local[:7]),
            Value(context.find_languages(urls.make_month_address(month))),
        )
        yield PageGroup("month", context.shell, (month,), of_month, make_month_page)


def make_month_page(  # noqa: PLR0913, PLR0917 - its sources
    shell: Shell,
    month: str,
    items: tuple[Brief, ...],
    announcing: tuple[PublicItem, ...],
    events: Sequence[int],
    adjacent: tuple[str, str],
    over: bool,  # noqa: FBT001 - a source
    languages: tuple[str, ...],
) -> Iterator[Page]:
    """Make the page of a month: each day's items and the events that begin on it, and what has been going on.

    `events` has of each event its number within the item that is `announcing` it.
    """
    earlier, later = adjacent
    published: dict[str, list[Brief]] = defaultdict(list)
    for brief in items if over else reversed(items):
        published[brief.date.local[:10]].append(brief)
    beginning: dict[str, list[EventBrief]] = defaultdict(list)
    for placed, number in zip(announcing, events, strict=True):
        event = make_event_brief(shell, placed, number - 1, with_item=True)
        beginning[event.date.local[:10]].append(event)
    first = f"{month}-01"
    going_on = tuple(event for day in sorted(beginning) if day < first for event in beginning[day])
    days = tuple(
        DayEntries(make_day_id(day), day, tuple(published.get(day, ())), tuple(beginning.get(day, ())))
        for day in sorted({*published, *beginning}, reverse=over)
        if day >= first
    )
    address = urls.make_month_address(month)
    inputs = MonthInputs(
        href=shell.make_href(address),
        month=first,
        days=days,
        going_on=going_on,
        busy=count_days(
            month,
            [each.date.local[:10] for each in items],
            [placed.item.events[n - 1] for placed, n in zip(announcing, events, strict=True)],
        ),
        earlier=NamedLink(f"{earlier}-01", make_month_href(shell, earlier)) if earlier else None,
        later=NamedLink(f"{later}-01", make_month_href(shell, later)) if later else None,
        alternates=shell.list_alternates(address, languages),
        print_href=shell.make_href(urls.make_print_address(month)) if items else "",
    )
    yield shell.make_page(address, "month", "month.html", inputs)


def list_adjacent(keys: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Give each key with the one before and the one after it, "" at the ends."""
    for number, key in enumerate(keys):
        yield key, keys[number - 1] if number else "", keys[number + 1] if number + 1 < len(keys) else ""


def count_days(month: str, published: Iterable[str], events: Iterable[Event]) -> tuple[DayCount, ...]:
    """Count the items and events of the days of a month; `published` has the day of each item.

    A day on which nothing begins is followed to where on the month's page the last of its events stands.
    """
    items = Counter(published)
    started: dict[str, list[str]] = defaultdict(list)
    for event in events:
        begun, last = event.date.local[:10], find_last_day(event).isoformat()
        for number in range(1, monthrange(int(month[:4]), int(month[5:]))[1] + 1):
            day = f"{month}-{number:02}"
            if begun <= day <= last:
                started[day].append(begun)
    found = []
    for day in sorted({*items, *started}):
        begun = day if items[day] else max(started[day])
        found.append(DayCount(day, items[day], len(started[day]), make_day_id(begun) if begun[:7] == month else ""))
    return tuple(found)


def make_month_href(shell: Shell, month: str) -> str:
    """Give the href of a month."""
    return shell.make_href(urls.make_month_address(month))


def make_month_view(frame: Frame, inputs: MonthInputs) -> MonthView:
    """Make what `month.html` sees."""
    year, title = inputs.month[:4], format_date(inputs.month, "month", frame.locale)
    about = get_translator(frame)("{title}: what was published and what takes place, day by day.").format(title=title)
    return extend_inputs(
        MonthView,
        inputs,
        frame=frame,
        calendar=draw_weeks(inputs.month[:7], inputs.busy, ""),
        head=make_page_head(frame, inputs, title, about),
        breadcrumbs=(
            link_home(frame),
            link_dates(frame),
            NamedLink(year, f"{frame.root}{year}/"),
            NamedLink(title, inputs.href),
        ),
    )
