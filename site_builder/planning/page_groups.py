"""The parts of a plan, each remembered by the digest of all that it is made of; knows no page of its own.

A PageGroup is planned as one: a month's items, a community's lists. Where its key is that of the last run, what it came
to is taken from there and no page of it is made, unless one of them has to be rendered.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Any, Protocol

import msgspec
from msgspec import Struct

from site_builder.planning.outputs import Asset, Page
from site_builder.planning.shell import Shell

DIGEST = 16


class PlannedPage(Struct, frozen=True, array_like=True):
    """A page as it was planned: all of it but its inputs and bodies, and the digest of these."""

    path: str
    view: str
    template: str
    locale: str
    origin: str
    digest: str


class PlannedGroup(Struct, frozen=True, array_like=True):
    """What a group came to, and the key that it had."""

    key: bytes
    pages: tuple[PlannedPage, ...]


class RelatedItems(Struct, frozen=True, array_like=True):
    """Which earlier items a number of items are related to, by path, and the digest of all that this rests on."""

    key: bytes
    related: tuple[tuple[str, ...], ...]


class PlanMemo(Struct, frozen=True):
    """What a run remembers of its plan for the next one: groups by name, related items."""

    groups: dict[str, PlannedGroup] = {}
    related: dict[str, RelatedItems] = {}


class PageSource(Protocol):
    """Something that pages are made of, and its digest."""

    def compute_digest(self) -> bytes:
        """Give the digest of what is given."""

    def give(self) -> object:
        """Give it, as plain values from which no site can be reached."""


class PageGroup(Struct, frozen=True):
    """A part of a plan: what it is, of what (for its name), its sources, the function that makes its pages.

    That function is given the shell, the subject and what the sources give, each an argument.
    """

    kind: str
    shell: Shell
    subject: tuple[str, ...]
    sources: tuple[PageSource, ...]
    make: Callable[..., Iterable[Page]]

    @property
    def name(self) -> str:
        """The name by which it is remembered."""
        return "/".join((self.shell.language.id, self.kind, *self.subject))

    def list_digests(self) -> list[bytes]:
        """Give the digests of all that its pages are made of."""
        return [self.shell.digest, *[each.compute_digest() for each in self.sources]]

    def make_pages(self) -> Iterable[Page]:
        """Make its pages."""
        return self.make(self.shell, *self.subject, *[each.give() for each in self.sources])


class Outputs(Struct, frozen=True):
    """Every output of a site: its groups, what each came to, the pages that were made for that, the copies.

    `plan_state` is what the plan was made on, for `replan`.
    """

    groups: tuple[PageGroup, ...]
    memo: PlanMemo
    made_pages: dict[str, tuple[Page, ...]]
    assets: tuple[Asset, ...]
    plan_state: Any

    def list_planned_pages(self) -> Iterator[PlannedPage]:
        """Give every page as it was planned."""
        for each in self.memo.groups.values():
            yield from each.pages

    def make_pages(self, paths: Collection[str] | None = None) -> tuple[Page, ...]:
        """Make the pages of some paths, or all, sorted by path."""
        found = []
        for group in self.groups:
            if paths is not None and not any(
                planned_page.path in paths for planned_page in self.memo.groups[group.name].pages
            ):
                continue
            pages = self.made_pages.get(group.name) or group.make_pages()
            found += [page for page in pages if paths is None or page.path in paths]
        return tuple(sorted(found, key=lambda page: page.path))


def resolve_groups(
    groups: Iterable[PageGroup], known: Mapping[str, PlannedGroup]
) -> tuple[dict[str, PlannedGroup], dict[str, tuple[Page, ...]]]:
    """Find what each group comes to: as it is known, else by making its pages; give these too."""
    planned: dict[str, PlannedGroup] = {}
    made: dict[str, tuple[Page, ...]] = {}
    digests = InputDigests()
    for group in groups:
        name, key = group.name, make_key(*group.list_digests())
        found = known.get(name)
        if found is None or found.key != key:
            pages = made[name] = tuple(group.make_pages())
            found = PlannedGroup(key, tuple(digests.make_planned_page(page) for page in pages))
        planned[name] = found
    return planned, made


class InputDigests:
    """Computes the digests of pages' inputs; a record that many pages share is encoded once."""

    def __init__(self) -> None:
        """Begin for one plan."""
        self.encoder = msgspec.msgpack.Encoder(order="deterministic")
        self.shared: dict[int, bytes] = {}

    def make_planned_page(self, page: Page) -> PlannedPage:
        """Give a page as it is planned."""
        return PlannedPage(page.path, page.view, page.template, page.locale, page.origin, self.digest_inputs(page))

    def digest_inputs(self, page: Page) -> str:
        """Give the digest of all that a page is made of."""
        first, *rest = page.inputs
        hashed = blake2b(" ".join(page.bodies).encode() + b"\0" + self.digest_shared(first), digest_size=DIGEST)
        for record in rest:
            hashed.update(blake2b(self.encoder.encode(record), digest_size=DIGEST).digest())
        return hashed.hexdigest()

    def digest_shared(self, record: Struct) -> bytes:
        """Give the digest of a record that other pages may have too."""
        found = self.shared.get(id(record))
        if found is None:
            found = self.shared[id(record)] = blake2b(self.encoder.encode(record), digest_size=DIGEST).digest()
        return found


def make_key(*parts: bytes) -> bytes:
    """Make a key of all that something is made of; how the parts are divided counts."""
    hashed = blake2b(digest_size=DIGEST)
    for each in parts:
        hashed.update(len(each).to_bytes(8, "little"))
        hashed.update(each)
    return hashed.digest()
