"""The one publication gate: what is public at a moment, and when that next changes; knows no address and no page."""

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from site_builder.model import SETTLED, Commitment, Item, When

MomentKind = Literal[
    "public", "over", "pinned", "alert", "withdrawn", "updated", "corrected", "reviewed", "overdue", "ended"
]


def is_public(item: Item, at: When, *, drafts: bool = False, scheduled: bool = False) -> bool:
    """Be the publication gate: no draft, its date has come, its `expires` has not passed (contract, section 2).

    `drafts` and `scheduled` let pass what is held back for being a draft, or for its date.
    """
    return (drafts or not item.draft) and (scheduled or has_come(item, at)) and not is_over(item, at)


def filter_unexpired(items: Iterable[Item], at: When, *, drafts: bool = False) -> list[Item]:
    """Give the items that are public or only have to wait for their date."""
    return [i for i in items if (drafts or not i.draft) and (i.expires is None or not is_over(i, at))]


def filter_come(items: Iterable[Item], at: When) -> list[Item]:
    """Give the items whose date has come."""
    now = at.epoch
    return [i for i in items if i.date is None or i.date.epoch <= now]


def remove_future_parts(item: Item, at: When) -> Item:
    """Give an item without the parts that are dated for later; the same item where all of them have come."""
    now = at.epoch
    parts = {
        "updated": item.updated if item.updated and item.updated.epoch <= now else None,
        "withdrawn": item.withdrawn if is_withdrawn(item, at) else None,
        "corrections": tuple([each for each in item.corrections if each.date.epoch <= now]),
        "reviewers": tuple([each for each in item.reviewers if each.date is None or each.date.epoch <= now]),
    }
    later = {name: part for name, part in parts.items() if part != getattr(item, name)}
    return replace(item, **later) if later else item


def remove_all_future_parts(items: Iterable[Item], at: When) -> list[Item]:
    """Give items without the parts that are dated for later; one that has no dated parts costs next to nothing."""
    return [
        remove_future_parts(i, at) if i.updated or i.corrections or i.withdrawn or i.reviewers else i for i in items
    ]


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


def find_next_change(items: Iterable[Item], at: When, turns: Iterable[When] = ()) -> int | None:
    """Give the first moment to come of any item, whoever may see it, and of the `turns` of lists; in seconds."""
    now = at.epoch
    eventful = (
        i
        for i in items
        if (i.date and i.date.epoch > now)
        or (i.updated or i.expires or i.corrections or i.withdrawn or i.pinned_until or i.alert)
        or (i.commitments or i.events or i.reviewers)
    )
    coming = (each.epoch for i in eventful for each in list_moments(i) if each.epoch > now)
    return min((*coming, *(turn.epoch for turn in turns)), default=None)


class Moment(Struct, frozen=True, array_like=True):
    """When an item changes for readers (seconds since 1970), in what way, and the number of the part that does it."""

    epoch: int
    kind: MomentKind
    number: int = 0


def list_moments(item: Item) -> Iterator[Moment]:
    """Give every moment at which something about an item, or a part of it, changes for readers."""
    alone: tuple[tuple[MomentKind, When | None], ...] = (
        ("public", item.date),
        ("over", item.expires),
        ("pinned", item.pinned_until),
        ("alert", item.alert.until if item.alert else None),
        ("withdrawn", item.withdrawn.date if item.withdrawn else None),
        ("updated", item.updated),
    )
    yield from (Moment(when.epoch, kind) for kind, when in alone if when)
    yield from (Moment(each.date.epoch, "corrected", n) for n, each in enumerate(item.corrections))
    yield from (Moment(each.date.epoch, "reviewed", n) for n, each in enumerate(item.reviewers) if each.date)
    for n, each in enumerate(item.commitments):
        if each.late and each.status not in SETTLED:
            yield Moment(each.late.epoch, "overdue", n)
    yield from (Moment(each.over.epoch, "ended", n) for n, each in enumerate(item.events))
