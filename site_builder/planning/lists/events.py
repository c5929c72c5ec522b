"""The page of what takes place: what is to come, one entry an item however many dates it has; knows no month."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from site_builder import urls
from site_builder.planning.edition import EditionContext
from site_builder.planning.extend_inputs import extend_inputs
from site_builder.planning.frame import (
    Frame,
    HtmlView,
    LinkedInputs,
    NamedLink,
    get_translator,
    link_home,
    make_page_head,
)
from site_builder.planning.item_inputs import EventBrief, make_event_brief
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup
from site_builder.planning.page_sources import Value, Whole
from site_builder.planning.shell import PublicItem, Shell

if TYPE_CHECKING:
    from site_builder.site.organise import Occasion

# So many items of which all dates are over stand on the page; the pages of months have the others.
EARLIER = 10
# So many dates of an item are shown at once, and the others unfold.
DATES = 4


class EventEntry(Struct, frozen=True):
    """What an item announces: the title of its events where all have one, else its own; where it leads; its dates.

    `next` are those to come, the soonest first; `others` unfold: what comes after these, and what is over.
    """

    title: str
    lang: str
    href: str
    next: tuple[EventBrief, ...]
    others: tuple[EventBrief, ...]


class EventsInputs(LinkedInputs, frozen=True):
    """All that the page of events is made of besides the frame."""

    coming: tuple[EventEntry, ...]
    earlier: tuple[EventEntry, ...]


class EventsView(HtmlView, frozen=True):
    """What `events.html` sees: what is to come, the soonest first, and the last that is over, the latest first.

    An entry is to come as long as one of its dates is not over.
    """

    title: str
    coming: tuple[EventEntry, ...]
    earlier: tuple[EventEntry, ...]
    calendar: str


def plan_events(context: EditionContext) -> Iterator[PageGroup]:
    """Plan the page of events; `edition.occasions` come in order of time."""
    now, occasions = context.site.at.epoch, context.edition.occasions
    by_item: dict[str, list[Occasion]] = defaultdict(list)
    for each in occasions:
        by_item[each.item.path].append(each)
    coming = dict.fromkeys(each.item.path for each in occasions if each.event.over.epoch > now)
    over = dict.fromkeys(each.item.path for each in reversed(occasions) if each.item.path not in coming)
    shown = [by_item[path] for path in (*coming, *islice(over, EARLIER))]
    dates = [([each.number for each in row], sum(each.event.over.epoch <= now for each in row)) for row in shown]
    items = [row[0].item for row in shown]
    yield PageGroup("events", context.shell, (), (Whole(context, items), Value(dates)), make_events_page)


def make_events_page(
    shell: Shell, announcing: tuple[PublicItem, ...], dates: Sequence[tuple[Sequence[int], int]]
) -> Iterator[Page]:
    """Make the page; `dates` has for each item the numbers of its events in order of time, and how many are over."""
    coming: list[EventEntry] = []
    earlier: list[EventEntry] = []
    for placed, (numbers, over) in zip(announcing, dates, strict=True):
        entry = make_event_entry(shell, placed, numbers, over)
        (coming if entry.next else earlier).append(entry)
    address = urls.make_address(urls.EVENTS)
    inputs = EventsInputs(
        href=shell.make_href(address),
        alternates=shell.list_all_alternates(address),
        coming=tuple(coming),
        earlier=tuple(earlier),
    )
    yield shell.make_page(address, "events", "events.html", inputs)


def make_event_entry(shell: Shell, placed: PublicItem, numbers: Sequence[int], over: int) -> EventEntry:
    """Gather what an item announces; the first `over` of its dates are past."""
    briefs = [make_event_brief(shell, placed, number - 1) for number in numbers]
    same = len({each.title for each in briefs}) == 1
    to_come = briefs[over:]
    return EventEntry(
        title=briefs[0].title if same else placed.item.title,
        lang=briefs[0].lang if same else shell.find_tag(placed.item.lang),
        href=shell.make_item_href(placed.address),
        next=tuple(to_come[:DATES]),
        others=(*to_come[DATES:], *briefs[:over]),
    )


def make_events_view(frame: Frame, inputs: EventsInputs) -> EventsView:
    """Make what `events.html` sees."""
    say = get_translator(frame)
    title = say("Events")
    about = say("{title}: what takes place, with days, times and places.").format(title=title)
    return extend_inputs(
        EventsView,
        inputs,
        frame=frame,
        head=make_page_head(frame, inputs, title, about),
        breadcrumbs=(link_home(frame), NamedLink(title, inputs.href)),
        title=title,
        calendar=frame.root + urls.CALENDAR,
    )
