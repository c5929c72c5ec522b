"""Pages as bytes, on their way to a worker: the annotations of a view say what its inputs are; makes no page.

To have the records pickled one by one would take three times as long, and a tenth of a build's time more.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, get_type_hints

import msgspec
from msgspec import Struct

from site_builder.planning.outputs import Page
from site_builder.planning.views import VIEWS

# First inputs that are kept decoded: many pages have the same one first, the frame.
KEPT_FIRST = 64


class EncodedPage(Struct, frozen=True, array_like=True):
    """A page, its first input by its number among those of the pages it comes with, the others encoded."""

    path: str
    view: str
    template: str
    locale: str
    first: int
    others: tuple[bytes, ...]
    bodies: tuple[str, ...]
    origin: str


class EncodedPages(Struct, frozen=True, array_like=True):
    """Pages that travel together, and their first inputs, each once."""

    firsts: tuple[bytes, ...]
    pages: tuple[EncodedPage, ...]


def encode_pages(pages: Sequence[Page]) -> bytes:
    """Encode pages."""
    encode = msgspec.msgpack.Encoder().encode
    firsts = {id(page.inputs[0]): page.inputs[0] for page in pages}
    numbers = {key: number for number, key in enumerate(firsts)}
    encoded = (
        EncodedPage(
            page.path,
            page.view,
            page.template,
            page.locale,
            numbers[id(page.inputs[0])],
            tuple(map(encode, page.inputs[1:])),
            page.bodies,
            page.origin,
        )
        for page in pages
    )
    return encode(EncodedPages(tuple(map(encode, firsts.values())), tuple(encoded)))


def decode_pages(data: bytes) -> list[Page]:
    """Decode pages; a first input that was met before is the same record."""
    found = msgspec.msgpack.decode(data, type=EncodedPages)
    return [
        Page(
            each.path,
            each.view,
            each.template,
            each.locale,
            (decode_first(each.view, found.firsts[each.first]), *decode_others(each.view, each.others)),
            each.bodies,
            each.origin,
        )
        for each in found.pages
    ]


@lru_cache(maxsize=KEPT_FIRST)
def decode_first(view: str, data: bytes) -> Struct:
    """Decode the first input of a view."""
    return get_decoders(view)[0].decode(data)  # type: ignore[no-any-return]


def decode_others(view: str, inputs: Sequence[bytes]) -> list[Struct]:
    """Decode all other inputs of a page."""
    return [decoder.decode(each) for decoder, each in zip(get_decoders(view)[1:], inputs, strict=True)]


@cache
def get_decoders(view: str) -> tuple["msgspec.msgpack.Decoder[Any]", ...]:
    """Give the decoders of a view's inputs."""
    hints = get_type_hints(VIEWS[view])
    return tuple(msgspec.msgpack.Decoder(kind) for name, kind in hints.items() if name not in {"bodies", "return"})
