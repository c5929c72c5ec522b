"""What pages are made of: a group of pages is given its sources and nothing else, and its key is their digest.

The digests of items were computed when they were parsed; none is computed anew for a group.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from site_builder.model import Brief, Item
from site_builder.planning.edition import EditionContext
from site_builder.planning.page_groups import make_key
from site_builder.planning.shell import PublicItem, make_compact_brief, make_related_brief, make_title_brief

# What of a Brief is shown: all of it, all but the summary, what other items' pages show, title and date.
BriefForm = Literal["full", "compact", "related", "title"]
FORMS: dict[BriefForm, Callable[[Brief], Brief]] = {
    "compact": make_compact_brief,
    "related": make_related_brief,
    "title": make_title_brief,
}
ENCODER = msgspec.msgpack.Encoder(order="deterministic")


class Whole:
    """Items with all that is in them, the digests of their bodies too, and their addresses."""

    def __init__(self, context: EditionContext, items: Sequence[Item]) -> None:
        """Take items of a site."""
        self.context = context
        self.items = items

    def compute_digest(self) -> bytes:
        """Give the digest of what is given."""
        digests = self.context.item_digests.items
        return b"\n".join([digests[item.path] for item in self.items])

    def give(self) -> tuple[PublicItem, ...]:
        """Give the items."""
        addresses = self.context.site.addresses
        return tuple([PublicItem(item, addresses[item.path]) for item in self.items])


class Shown:
    """Of items what lists show of them."""

    def __init__(self, context: EditionContext, items: Sequence[Item], form: BriefForm) -> None:
        """Take items of a site."""
        self.context = context
        self.items = items
        self.form = form

    def compute_digest(self) -> bytes:
        """Give the digest of what is given, and of a summary even where none is shown."""
        digests = self.context.item_digests.briefs
        return b"\n".join([digests[item.path] for item in self.items])

    def give(self) -> tuple[Brief, ...]:
        """Give the Briefs."""
        return tuple([make_brief(self.context, item.path, self.form) for item in self.items])


class ShownByItem:
    """Of the items that belong to others what lists show of them, in rows by the path of whom they belong to."""

    def __init__(self, context: EditionContext, rows: Mapping[str, Sequence[str]], form: BriefForm) -> None:
        """Take the paths of items of a site; "" stands for none."""
        self.context = context
        self.rows = rows
        self.form = form

    def compute_digest(self) -> bytes:
        """Give the digest of what is given."""
        digests = self.context.item_digests.briefs
        return b"\n".join(
            [b" ".join([path.encode(), *[digests[each] for each in row]]) for path, row in self.rows.items()]
        )

    def give(self) -> dict[str, tuple[Brief | None, ...]]:
        """Give the rows of Briefs, None for none."""
        return {
            path: tuple([make_brief(self.context, each, self.form) if each else None for each in row])
            for path, row in self.rows.items()
        }


class IndexedItem(Struct, frozen=True):
    """What the search has of an item: all of it, its address, the titles of its attachments."""

    item: Item
    address: str
    files: tuple[str, ...]


class Indexed:
    """Items for the search, and the digest of that, after which files are named.

    `files` are the titles of attachments by the path of the item that has some.
    """

    def __init__(
        self, context: EditionContext, version: bytes, items: Sequence[Item], files: Mapping[str, tuple[str, ...]]
    ) -> None:
        """Take items of a site, and the version of the form in which they are written."""
        self.context = context
        self.version = version
        self.items = items
        self.files = {item.path: files[item.path] for item in items if item.path in files}

    def compute_digest(self) -> bytes:
        """Give the digest of what is given."""
        items = Whole(self.context, self.items).compute_digest()
        return make_key(self.version, items, ENCODER.encode(self.files))

    def give(self) -> tuple[bytes, tuple[IndexedItem, ...]]:
        """Give the digest and the items."""
        addresses, files = self.context.site.addresses, self.files
        return self.compute_digest(), tuple(
            [IndexedItem(item, addresses[item.path], files.get(item.path, ())) for item in self.items]
        )


class IndexedParts:
    """The items of several parts of an index."""

    def __init__(self, parts: Sequence[Indexed]) -> None:
        """Take the parts."""
        self.parts = parts

    def compute_digest(self) -> bytes:
        """Give the digest of what is given."""
        return make_key(*(part.compute_digest() for part in self.parts))

    def give(self) -> tuple[tuple[IndexedItem, ...], ...]:
        """Give the items of each part."""
        return tuple(part.give()[1] for part in self.parts)


class Value:
    """A plain value."""

    def __init__(self, value: object) -> None:
        """Take a record of texts and numbers, or several."""
        self.value = value

    def compute_digest(self) -> bytes:
        """Give the digest of what is given."""
        return ENCODER.encode(self.value)

    def give(self) -> object:
        """Give the value."""
        return self.value


def make_brief(context: EditionContext, path: str, form: BriefForm) -> Brief:
    """Give as much of a Brief as a list shows."""
    brief = context.make_brief(path)
    return FORMS[form](brief) if form in FORMS else brief
