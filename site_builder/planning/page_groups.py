"""The parts of a plan, each remembered by the digest of all that it is made of; knows no page of its own.

A Plot is planned as one: a month's items, a community's lists. Where its key is that of the last run, what it came to
is taken from there and no page of it is made, unless one of them has to be rendered.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Any

import msgspec
from msgspec import Struct

from site_builder.planning.outputs import Asset, Page

DIGEST = 16


class Leaf(Struct, frozen=True, array_like=True):
    """A page as it was planned: all of it but its inputs and bodies, and the digest of these."""

    path: str
    view: str
    template: str
    locale: str
    origin: str
    digest: str


class Planned(Struct, frozen=True, array_like=True):
    """What a plot came to, and the key that it had."""

    key: bytes
    leaves: tuple[Leaf, ...]


class Kin(Struct, frozen=True, array_like=True):
    """Which earlier items a number of items are related to, by path, and the digest of all that this rests on."""

    key: bytes
    related: tuple[tuple[str, ...], ...]


class Memo(Struct, frozen=True):
    """What a run remembers of its plan for the next one: plots by name, related items."""

    plots: dict[str, Planned] = {}
    related: dict[str, Kin] = {}


class Plot(Struct, frozen=True):
    """A part of a plan: its name, the digest of all that its pages are made of (b"" is never remembered), its pages."""

    name: str
    key: bytes
    pages: Callable[[], Iterable[Page]]


class Outputs(Struct, frozen=True):
    """Every output of a site: its plots, what each came to, the pages that were made for that, the copies.

    `ground` is what the plan was made on, for `replan`.
    """

    plots: tuple[Plot, ...]
    memo: Memo
    made: dict[str, tuple[Page, ...]]
    assets: tuple[Asset, ...]
    ground: Any

    def leaves(self) -> Iterator[Leaf]:
        """Give every page as it was planned."""
        for each in self.memo.plots.values():
            yield from each.leaves

    def pages(self, paths: Collection[str] | None = None) -> tuple[Page, ...]:
        """Make the pages of some paths, or all, sorted by path."""
        found = []
        for plot in self.plots:
            if paths is not None and not any(leaf.path in paths for leaf in self.memo.plots[plot.name].leaves):
                continue
            pages = self.made.get(plot.name) or plot.pages()
            found += [page for page in pages if paths is None or page.path in paths]
        return tuple(sorted(found, key=lambda page: page.path))


def settled(
    plots: Iterable[Plot], known: Mapping[str, Planned]
) -> tuple[dict[str, Planned], dict[str, tuple[Page, ...]]]:
    """Find what each plot comes to: as it is known, else by making its pages; give these too."""
    planned: dict[str, Planned] = {}
    made: dict[str, tuple[Page, ...]] = {}
    digests = Digests()
    for plot in plots:
        found = known.get(plot.name)
        if found is None or not plot.key or found.key != plot.key:
            pages = made[plot.name] = tuple(plot.pages())
            found = Planned(plot.key, tuple(digests.leaf(page) for page in pages))
        planned[plot.name] = found
    return planned, made


class Digests:
    """Computes the digests of pages' inputs; a record that many pages share is encoded once."""

    def __init__(self) -> None:
        """Begin for one plan."""
        self.encoder = msgspec.msgpack.Encoder(order="deterministic")
        self.shared: dict[int, bytes] = {}

    def leaf(self, page: Page) -> Leaf:
        """Give a page as it is planned."""
        return Leaf(page.path, page.view, page.template, page.locale, page.origin, self.inputs(page))

    def inputs(self, page: Page) -> str:
        """Give the digest of all that a page is made of."""
        first, *rest = page.inputs
        hashed = blake2b(" ".join(page.bodies).encode() + b"\0" + self.once(first), digest_size=DIGEST)
        for record in rest:
            hashed.update(blake2b(self.encoder.encode(record), digest_size=DIGEST).digest())
        return hashed.hexdigest()

    def once(self, record: Struct) -> bytes:
        """Give the digest of a record that other pages may have too."""
        found = self.shared.get(id(record))
        if found is None:
            found = self.shared[id(record)] = blake2b(self.encoder.encode(record), digest_size=DIGEST).digest()
        return found


def keyed(*parts: bytes) -> bytes:
    """Make a key of all that a plot is made of; how the parts are divided counts."""
    hashed = blake2b(digest_size=DIGEST)
    for each in parts:
        hashed.update(len(each).to_bytes(8, "little"))
        hashed.update(each)
    return hashed.digest()


def encoded(record: object) -> bytes:
    """Encode a record, or a tuple of them, to stand in a key."""
    return msgspec.msgpack.encode(record, order="deterministic")
