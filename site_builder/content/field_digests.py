"""What an item's block says to readers -> a digest of each field, by which a later change is told; compares nothing."""

from collections.abc import Iterator
from hashlib import blake2b

import msgspec

from site_builder.model import Item, When

# Bytes: enough to tell that one text of one field of one item is not another.
SIZE = 4


def digest_fields(item: Item) -> str:
    """Give `field=digest`, divided by spaces, of all fields that pages show as the item's own words.

    `item` is as its block says: a summary that was made of the body is no word of the block. Left out is what tells of
    a change itself (`updated`, `corrections`, `withdrawn`), where an item stands and is found (`slug`, `topics`,
    `related` …), and when it is shown. Days count as written, not as moments, so that another time zone changes none.
    """
    return " ".join(
        f"{name}={blake2b(msgspec.json.encode(value), digest_size=SIZE).hexdigest()}"
        for name, value in list_field_values(item)
        if value
    )


def find_changed_fields(one: str, other: str) -> tuple[str, ...]:
    """Give the fields that two items say otherwise, in the order of their names."""
    return tuple(sorted({each.partition("=")[0] for each in {*one.split()} ^ {*other.split()}}))


def select_fields(said: str, *names: str) -> tuple[str, ...]:
    """Give of what an item says the parts of some fields."""
    return tuple(each for each in said.split() if each.partition("=")[0] in names)


def list_field_values(item: Item) -> Iterator[tuple[str, object]]:
    """Give each field with its texts alone, so that the form of our own records may change."""
    yield "title", item.title
    yield "date", format_written_when(item.date)
    yield "written", format_written_when(item.written)
    yield "summary", item.summary
    yield "author", item.author
    yield "image", item.image
    yield "communities", item.communities
    yield "people", item.people
    yield "settles", item.settles
    if item.source:
        yield "source", (item.source.name, item.source.url)
    if item.reviewers:
        yield "reviewers", [(each.name, format_written_when(each.date)) for each in item.reviewers]
    if item.events:
        yield "events", [(format_written_when(e.date), format_written_when(e.end), e.title, e.place, e.communities) for e in item.events]
    if item.commitments:
        yield (
            "commitments",
            [(c.id, c.text, c.owner, format_written_when(c.due), c.status, c.evidence) for c in item.commitments],
        )
    if item.disclosure:
        yield "disclosure", msgspec.structs.astuple(item.disclosure)


def format_written_when(when: When | None) -> str:
    """Give a day, or a moment, as it stands on pages."""
    return when.local[: 16 if when.timed else 10] if when else ""
