"""What was changed after it was published: updates, corrections, withdrawals; makes no page and judges none."""

from collections.abc import Collection, Iterable, Iterator
from typing import Literal

from msgspec import Struct

from site_builder.model import Item, When
from site_builder.site.grouping import require_date

ChangeKind = Literal["updated", "corrected", "withdrawn"]


class ItemChange(Struct, frozen=True):
    """One change of an item: when, of what kind, what was noted."""

    when: When
    kind: ChangeKind
    note: str
    item: Item


def list_changes(items: Iterable[Item], gone: Collection[Item]) -> tuple[ItemChange, ...]:
    """Give all changes, the newest first; `gone` are the items that were withdrawn."""
    found = [*find_changes(items), *find_changes(gone)]
    found += [ItemChange(i.withdrawn.date, "withdrawn", i.withdrawn.reason, i) for i in gone if i.withdrawn]
    return tuple(sorted(found, key=lambda c: (-c.when.epoch, c.item.path, c.kind, c.note)))


def find_changes(items: Iterable[Item]) -> Iterator[ItemChange]:
    """Give the corrections and updates of items; an update on the day of a correction is the same change."""
    for item in [i for i in items if i.updated or i.corrections]:
        yield from (ItemChange(each.date, "corrected", each.note, item) for each in item.corrections)
        updated = item.updated
        if (
            updated
            and require_date(item).epoch < updated.epoch
            and updated.day not in {c.date.day for c in item.corrections}
        ):
            yield ItemChange(updated, "updated", "", item)
