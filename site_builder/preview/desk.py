"""What lies on the editors' desk: drafts, what waits for its day, what expires soon; decides and writes nothing."""

from collections.abc import Iterable
from datetime import timedelta

from msgspec import Struct

from site_builder import urls
from site_builder.model import Item, When
from site_builder.site.organise import Site

# What expires within so many seconds is expiring: thirty days.
SOON = 30 * 86_400


class DeskItem(Struct, frozen=True):
    """An item on the desk: its title, its file below content/, the href of its page, the day or moment that matters.

    A draft with an error has no page, and no href.
    """

    title: str
    path: str
    href: str
    when: str


class EditorsDesk(Struct, frozen=True, kw_only=True):
    """What lies on the desk: drafts, what is scheduled, what expires soon, each in order of time."""

    base: str = "/"
    title: str = ""
    now: str = ""
    drafts: tuple[DeskItem, ...] = ()
    scheduled: tuple[DeskItem, ...] = ()
    expiring: tuple[DeskItem, ...] = ()


def make_desk(site: Site, title: str, broken: Iterable[Item] = ()) -> EditorsDesk:
    """Lay out what a preview has of a site: drafts and scheduled items are among its items there.

    `broken` are the drafts that have errors.
    """
    at = site.at.epoch
    unpublished = [i for i in site.items if i.draft or (i.date and i.date.epoch > at)]
    ends = [(i.expires, i) for i in site.items if not i.draft and i.expires and at < i.expires.epoch <= at + SOON]
    lasts = [(find_last_moment(when), item) for when, item in ends]
    return EditorsDesk(
        base=site.config.base_path,
        title=title,
        now=format_moment(site.at),
        drafts=(*list_desk_items(site, ((i.date, i) for i in unpublished if i.draft)), *map(make_broken_item, broken)),
        scheduled=list_desk_items(site, ((i.date, i) for i in unpublished if not i.draft)),
        expiring=list_desk_items(site, lasts),
    )


def list_desk_items(site: Site, items: Iterable[tuple[When | None, Item]]) -> tuple[DeskItem, ...]:
    """Put items in order of time."""
    ordered = sorted(items, key=lambda pair: (pair[0].epoch if pair[0] else 0, pair[1].path))
    return tuple(
        DeskItem(
            i.title,
            i.path,
            urls.make_href(site.config.base_path, site.find_item_address(i)),
            format_moment(when) if when else "",
        )
        for when, i in ordered
    )


def make_broken_item(item: Item) -> DeskItem:
    """Lay out an item that has an error."""
    return DeskItem(item.title or item.path, item.path, "", format_moment(item.date) if item.date else "")


def find_last_moment(when: When) -> When:
    """Give the last day, or second, before something is over: what the editor wrote."""
    moment = when.moment - timedelta(seconds=1)
    return When(when.epoch - 1, moment.isoformat(), when.timed)


def format_moment(when: When) -> str:
    """Write a day, or a day and a time."""
    return when.local[:16].replace("T", " ") if when.timed else when.local[:10]
