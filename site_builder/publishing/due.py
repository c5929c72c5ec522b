"""What next becomes public, ends or changes for readers, and when; knows no server and reads no clock."""

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from site_builder.model import Item, When
from site_builder.reading.items import Items
from site_builder.site.gate import has_come, is_over, is_overdue

Kind = Literal["public", "over", "pinned", "alert", "withdrawn", "changed", "overdue"]


class Due(Struct, frozen=True):
    """One thing that happens to an item at a moment."""

    when: When
    kind: Kind
    path: str
    title: str


def due_next(items: Items, at: When) -> tuple[Due, ...]:
    """Give everything that happens at the next moment at which anything does, by path; empty where nothing is due.

    Drafts are left out, and so is what no reader would see: an item's end before it begins.
    """
    written = [item for item in items.items if not item.draft]
    settled = {id_: item for item in written for id_ in item.settles}
    happening = (each for item in written for each in (*dues(item), *overdue(item, settled)))
    coming = [each for each in happening if each.when.epoch > at.epoch]
    first = min((each.when.epoch for each in coming), default=None)
    return tuple(sorted((each for each in coming if each.when.epoch == first), key=lambda due: (due.path, due.kind)))


def dues(item: Item) -> Iterator[Due]:
    """Give what happens to an item, at any time."""
    moments: list[tuple[Kind, When | None]] = [
        ("over", item.expires),
        ("pinned", item.pinned_until),
        ("alert", item.alert.until if item.alert else None),
        ("withdrawn", item.withdrawn.date if item.withdrawn else None),
        ("changed", item.updated),
        *(("changed", each.date) for each in item.corrections),
    ]
    if item.date and not is_over(item, item.date):
        yield Due(item.date, "public", item.path, item.title)
    for kind, when in moments:
        if when and has_come(item, when) and (kind == "over" or not is_over(item, when)):
            yield Due(when, kind, item.path, item.title)


def overdue(item: Item, settled: Mapping[str, Item]) -> Iterator[Due]:
    """Give when the commitments of an item become overdue, but for those that are settled by then."""
    for each in item.commitments:
        when, by = each.late, settled.get(each.id)
        if when is None or not is_overdue(each, when) or (by and has_come(by, when)):
            continue
        if has_come(item, when) and not is_over(item, when):
            yield Due(when, "overdue", item.path, item.title)
