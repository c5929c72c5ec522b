"""One file of an item as it was written: what rules over texts are given; judges nothing."""

from msgspec import Struct

from site_builder.model import Item


class Writing(Struct, frozen=True):
    """One file of an item as it was written: path relative to the site, text, offset of the body, what it was read as.

    `item` has what could be read, also where some of it could not.
    """

    path: str
    text: str
    start: int
    item: Item
