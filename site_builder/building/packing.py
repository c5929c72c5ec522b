"""Pages on their way to a worker, as bytes: the annotations of a view say what its inputs are; renders none."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, get_type_hints

import msgspec
from msgspec import Struct

from site_builder.planning.outputs import Page
from site_builder.planning.views import VIEWS


class PackedPage(Struct, frozen=True, array_like=True):
    """A page, its first input by its number among those of the portion, the others encoded."""

    path: str
    view: str
    template: str
    locale: str
    first_number: int
    other_inputs: tuple[bytes, ...]
    bodies: tuple[str, ...]
    origin: str


class PageBatch(Struct, frozen=True, array_like=True):
    """Pages that travel together; what many of them have first, the frame, travels once."""

    first_inputs: tuple[bytes, ...]
    pages: tuple[PackedPage, ...]


def pack_pages(pages: Sequence[Page]) -> bytes:
    """Put pages into bytes."""
    encode = msgspec.msgpack.Encoder().encode
    numbers: dict[int, int] = {}
    firsts: list[bytes] = []
    rows: list[PackedPage] = []
    for page in pages:
        first, *rest = page.inputs
        number = numbers.setdefault(id(first), len(numbers))
        if number == len(firsts):
            firsts.append(encode(first))
        others = tuple(map(encode, rest))
        rows.append(
            PackedPage(page.path, page.view, page.template, page.locale, number, others, page.bodies, page.origin)
        )
    return encode(PageBatch(tuple(firsts), tuple(rows)))


def unpack_pages(data: bytes) -> list[Page]:
    """Take pages out of bytes; a first input that another portion had too is the same record."""
    batch = msgspec.msgpack.decode(data, type=PageBatch)
    return [
        Page(
            row.path,
            row.view,
            row.template,
            row.locale,
            (decode_first_input(row.view, batch.first_inputs[row.first_number]), *decode_other_inputs(row)),
            row.bodies,
            row.origin,
        )
        for row in batch.pages
    ]


@lru_cache(maxsize=64)
def decode_first_input(view: str, data: bytes) -> Struct:
    """Decode the first input of a view."""
    return make_decoders(view)[0].decode(data)  # type: ignore[no-any-return]


def decode_other_inputs(row: PackedPage) -> list[Any]:
    """Decode all other inputs of a page."""
    return [decoder.decode(data) for decoder, data in zip(make_decoders(row.view)[1:], row.other_inputs, strict=True)]


@lru_cache(maxsize=64)
def make_decoders(view: str) -> tuple["msgspec.msgpack.Decoder[Any]", ...]:
    """Give the decoders of a view's inputs: of all its parameters but `bodies`."""
    hints = get_type_hints(VIEWS[view])
    return tuple(msgspec.msgpack.Decoder(kind) for name, kind in hints.items() if name not in {"bodies", "return"})
