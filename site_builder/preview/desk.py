"""What lies on the editors' desk: drafts, what waits for its day, what expires soon; decides and writes nothing."""

from collections.abc import Iterable
from datetime import timedelta

from msgspec import Struct

from site_builder import urls
from site_builder.model import Item, When
from site_builder.site.organise import Site

# What expires within so many seconds is expiring: thirty days.
SOON = 30 * 86_400


class Sheet(Struct, frozen=True):
    """An item on the desk: its title, its file below content/, the href of its page, the day or moment that matters.

    A draft with an error has no page, and no href.
    """

    title: str
    path: str
    href: str
    when: str


class Desk(Struct, frozen=True, kw_only=True):
    """What lies on the desk: drafts, what is scheduled, what expires soon, each in order of time."""

    base: str = "/"
    title: str = ""
    now: str = ""
    drafts: tuple[Sheet, ...] = ()
    scheduled: tuple[Sheet, ...] = ()
    expiring: tuple[Sheet, ...] = ()


def desk_of(site: Site, title: str, broken: Iterable[Item] = ()) -> Desk:
    """Lay out what a preview has of a site: drafts and scheduled items are among its items there.

    `broken` are the drafts that have errors.
    """
    at = site.at.epoch
    held = [i for i in site.items if i.draft or (i.date and i.date.epoch > at)]
    ends = [(i.expires, i) for i in site.items if not i.draft and i.expires and at < i.expires.epoch <= at + SOON]
    lasts = [(last(when), item) for when, item in ends]
    return Desk(
        base=site.config.base_path,
        title=title,
        now=moment(site.at),
        drafts=(*sheets(site, ((i.date, i) for i in held if i.draft)), *map(without_page, broken)),
        scheduled=sheets(site, ((i.date, i) for i in held if not i.draft)),
        expiring=sheets(site, lasts),
    )


def sheets(site: Site, items: Iterable[tuple[When | None, Item]]) -> tuple[Sheet, ...]:
    """Put items in order of time."""
    ordered = sorted(items, key=lambda pair: (pair[0].epoch if pair[0] else 0, pair[1].path))
    return tuple(
        Sheet(i.title, i.path, urls.href(site.config.base_path, site.item_address(i)), moment(when) if when else "")
        for when, i in ordered
    )


def without_page(item: Item) -> Sheet:
    """Lay out an item that has an error."""
    return Sheet(item.title or item.path, item.path, "", moment(item.date) if item.date else "")


def last(when: When) -> When:
    """Give the last day, or second, before something is over: what the editor wrote."""
    moment = when.moment - timedelta(seconds=1)
    return When(when.epoch - 1, moment.isoformat(), when.timed)


def moment(when: When) -> str:
    """Write a day, or a day and a time."""
    return when.local[:16].replace("T", " ") if when.timed else when.local[:10]
