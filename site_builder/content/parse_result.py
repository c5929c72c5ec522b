"""What reading an item's file comes to, kept for the next run, and the work that leads to it; reads nothing."""

from collections.abc import Callable
from hashlib import blake2b
from typing import TypeAlias

from msgspec import Struct

from site_builder.config import Config
from site_builder.model import Item
from site_builder.problem import Problem

Judge: TypeAlias = Callable[[str, str, int, Item, tuple[Problem, ...]], tuple[Problem, ...]]
Judges: TypeAlias = Callable[[Config], Judge]


class Parsed(Struct, frozen=True, array_like=True):
    """What one item's file came to: digests of the file, of its block and of its original's block.

    `item` is None where the file could not be read at all; it is `sound` where no Problem is an error. `whole` is the
    digest of the item, `shown` that of what lists and neighbours may show of it, `kin` that of what it is related by.
    `unregistered` are Entries, encoded, since most items name what others name too.
    """

    path: str
    digest: str
    block: str
    original: str
    item: Item | None
    whole: bytes = b""
    shown: bytes = b""
    kin: bytes = b""
    sound: bool = False
    draft: bool = False
    unregistered: tuple[bytes, ...] = ()
    problems: tuple[Problem, ...] = ()


class Job(Struct, frozen=True, array_like=True):
    """The translations of one item to look at: path, language in the name, and what the last run made of it."""

    stem: str
    files: tuple[tuple[str, str, Parsed | None], ...]


class Outcome(Struct, frozen=True, array_like=True):
    """What one file came to: parsed anew, with its encoded Fragment where that is new too, or as it was."""

    parsed: Parsed
    anew: bool = False
    fragment: bytes = b""


def digest(data: bytes) -> str:
    """Give the digest by which content is told apart: BLAKE2b of 16 bytes, in hexadecimal."""
    return blake2b(data, digest_size=16).hexdigest()
