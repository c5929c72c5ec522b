"""What was changed after it was published: updates, corrections, withdrawals; makes no page and judges none."""

from collections.abc import Collection, Iterable, Iterator
from typing import Literal

from msgspec import Struct

from site_builder.model import Correction, Item, When
from site_builder.site.groups import dated

Kind = Literal["updated", "corrected", "withdrawn"]


class Change(Struct, frozen=True):
    """One change of an item: when, of what kind, what was noted."""

    when: When
    kind: Kind
    note: str
    item: Item


def newest_changes(items: Iterable[Item], gone: Collection[Item], at: When) -> tuple[Change, ...]:
    """Give all changes up to a moment, the newest first; `gone` are the items that were withdrawn."""
    found = [*changes(items, at), *changes(gone, at)]
    found += [Change(i.withdrawn.date, "withdrawn", i.withdrawn.reason, i) for i in gone if i.withdrawn]
    return tuple(sorted(found, key=lambda c: (-c.when.epoch, c.item.path, c.kind, c.note)))


def changes(items: Iterable[Item], at: When) -> Iterator[Change]:
    """Give the corrections and updates of items; an update on the day of a correction is the same change."""
    for item in [i for i in items if i.updated or i.corrections]:
        corrections = corrected(item, at)
        yield from (Change(each.date, "corrected", each.note, item) for each in corrections)
        updated = item.updated
        if (
            updated
            and dated(item).epoch < updated.epoch <= at.epoch
            and updated.day not in {c.date.day for c in corrections}
        ):
            yield Change(updated, "updated", "", item)


def corrected(item: Item, at: When) -> tuple[Correction, ...]:
    """Give the corrections of an item whose date has come."""
    return tuple(each for each in item.corrections if each.date.epoch <= at.epoch)
