"""The one publication gate: what is public at a moment, and when that next changes; knows no address and no page."""

from collections.abc import Iterable, Iterator

from site_builder.model import SETTLED, Commitment, Event, Item, When

DAY = 86_400


def is_public(item: Item, at: When, *, drafts: bool = False, scheduled: bool = False) -> bool:
    """Be the publication gate: no draft, its date has come, its `expires` has not passed (contract, section 2).

    `drafts` and `scheduled` let pass what is held back for being a draft, or for its date.
    """
    return (drafts or not item.draft) and (scheduled or has_come(item, at)) and not is_over(item, at)


def coming(items: Iterable[Item], at: When, *, drafts: bool = False) -> list[Item]:
    """Give the items that are public or only have to wait for their date."""
    return [i for i in items if (drafts or not i.draft) and (i.expires is None or not is_over(i, at))]


def come(items: Iterable[Item], at: When) -> list[Item]:
    """Give the items whose date has come."""
    now = at.epoch
    return [i for i in items if i.date is None or i.date.epoch <= now]


def has_come(item: Item, at: When) -> bool:
    """Tell whether an item's date has come; a plain page has none."""
    return item.date is None or item.date.epoch <= at.epoch


def is_over(item: Item, at: When) -> bool:
    """Tell whether an item is past its `expires`."""
    return item.expires is not None and at.epoch >= item.expires.epoch


def is_withdrawn(item: Item, at: When) -> bool:
    """Tell whether an item's withdrawal has come: its page stays as a notice, lists drop it."""
    return item.withdrawn is not None and item.withdrawn.date.epoch <= at.epoch


def is_overdue(commitment: Commitment, at: When) -> bool:
    """Tell whether a commitment that is not settled is past its due day."""
    return commitment.status not in SETTLED and commitment.late is not None and at.epoch >= commitment.late.epoch


def next_change(items: Iterable[Item], at: When) -> int | None:
    """Give the next moment at which something becomes public, ends or becomes overdue; seconds since 1970."""
    now = at.epoch
    eventful = (
        i
        for i in items
        if (i.date and i.date.epoch > now)
        or (i.updated or i.expires or i.corrections or i.withdrawn or i.pinned_until or i.alert)
        or (i.commitments or i.events)
    )
    moments = (each for i in eventful for each in (*(when.epoch for when in moments_of(i)), *map(end_of, i.events)))
    return min((each for each in moments if each > now), default=None)


def end_of(event: Event) -> int:
    """Give when an event is no longer to come: at its end, or with the day of which no end is known; since 1970."""
    last = event.end or event.date
    if last.timed and event.end:
        return last.epoch
    start = last.moment.replace(hour=0, minute=0, second=0) if last.timed else last.moment
    return int(start.timestamp()) + DAY


def moments_of(item: Item) -> Iterator[When]:
    """Give every moment at which something about an item changes for readers."""
    ends = (item.expires, item.pinned_until, item.alert.until if item.alert else None)
    notes = (item.updated, item.withdrawn.date if item.withdrawn else None, *(c.date for c in item.corrections))
    overdue = (c.late for c in item.commitments if c.status not in SETTLED)
    yield from (when for when in (item.date, *ends, *notes, *overdue) if when)
