"""What a body loses to the sanitiser, thing by thing; takes nothing out."""

from typing import Literal

from msgspec import Struct

What = Literal["tag", "attribute", "class", "id", "twice", "link", "picture", "alt", "depth"]


class Finding(Struct, frozen=True):
    """One thing that is not published as written: its kind, its name, its tag; texts to look for in the source."""

    what: What
    name: str
    tag: str = ""
    literals: tuple[str, ...] = ()
