"""What an item's block says to readers -> a digest of each field, by which a later change is told; compares nothing."""

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

import msgspec

from site_builder.fields import FIELDS, FieldPart, ItemField
from site_builder.model import Item, When

# Lines of the ledger have single values first, then names of registries, then lists, then records.
ORDER = {"registry": 1, "texts": 2, "group": 3, "groups": 3}
RECORDED_FIELDS = tuple(
    sorted((each for each in FIELDS if each.role == "content"), key=lambda each: ORDER.get(each.kind, 0))
)
# Bytes: enough to tell that one text of one field of one item is not another.
SIZE = 4


def digest_fields(item: Item) -> str:
    """Give `field=digest`, divided by spaces, of all fields that pages show as the item's own words.

    `item` is as its block says: a summary that was made of the body is no word of the block. Days count as written, not
    as moments, so that another time zone changes none.
    """
    return " ".join(
        f"{name}={blake2b(msgspec.json.encode(value), digest_size=SIZE).hexdigest()}"
        for name, value in list_field_values(item)
    )


def find_changed_fields(one: str, other: str) -> tuple[str, ...]:
    """Give the fields that two items say otherwise, in the order of their names."""
    return tuple(sorted({each.partition("=")[0] for each in {*one.split()} ^ {*other.split()}}))


def select_fields(said: str, *names: str) -> tuple[str, ...]:
    """Give of what an item says the parts of some fields."""
    return tuple(each for each in said.split() if each.partition("=")[0] in names)


def list_field_values(item: Item) -> Iterator[tuple[str, object]]:
    """Give each field with its texts alone, so that the form of our own records may change."""
    for field in RECORDED_FIELDS:
        value = getattr(item, field.name)
        if value:
            yield field.name, simplify_value(field, value)
    for each in item.custom:
        yield each.name, each.text


def simplify_value(field: FieldPart, value: Any) -> object:
    """Give what is written in a field, or in a part of one: texts, lists of texts, days as they stand on pages."""
    if field.kind == "date":
        return format_written_when(value)
    if not isinstance(field, ItemField) or not field.parts:
        return value
    records = value if field.kind == "groups" else (value,)
    simple = [[simplify_value(part, getattr(record, part.name)) for part in field.parts] for record in records]
    return simple if field.kind == "groups" else simple[0]


def format_written_when(when: When | None) -> str:
    """Give a day, or a moment, as it stands on pages."""
    return when.local[: 16 if when.timed else 10] if when else ""
