"""What reading an item's file comes to, kept for the next run, and the work that leads to it; reads nothing."""

from collections.abc import Callable
from hashlib import blake2b
from typing import TypeAlias

from msgspec import Struct

from site_builder.config import Config
from site_builder.model import Item
from site_builder.problem import Problem

TextChecker: TypeAlias = Callable[[str, str, int, Item, tuple[Problem, ...]], tuple[Problem, ...]]
TextCheckerFactory: TypeAlias = Callable[[Config], TextChecker]


class ParsedFile(Struct, frozen=True, array_like=True):
    """What one item's file came to: digests of the file, of its block and of its original's block.

    `item` is None where the file could not be read at all; it is `sound` where no Problem is an error. `item_digest` is
    the digest of the item, `brief_digest` that of what lists and neighbours may show of it, `relations_digest` that of
    what it is related by. `unregistered` are Entries, encoded, since most items name what others name too.
    """

    path: str
    digest: str
    block: str
    original: str
    item: Item | None
    item_digest: bytes = b""
    brief_digest: bytes = b""
    relations_digest: bytes = b""
    sound: bool = False
    draft: bool = False
    unregistered: tuple[bytes, ...] = ()
    problems: tuple[Problem, ...] = ()


class ParseJob(Struct, frozen=True, array_like=True):
    """The translations of one item to look at: path, language in the name, and what the last run made of it."""

    stem: str
    files: tuple[tuple[str, str, ParsedFile | None], ...]


class ParseResult(Struct, frozen=True, array_like=True):
    """What one file came to: parsed anew, with its encoded Fragment where that is new too, or as it was."""

    parsed: ParsedFile
    anew: bool = False
    body: bytes = b""


def digest_bytes(data: bytes) -> str:
    """Give the digest by which content is told apart: BLAKE2b of 16 bytes, in hexadecimal."""
    return blake2b(data, digest_size=16).hexdigest()
