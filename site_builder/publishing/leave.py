"""What a rollback must not bring back: what has been withdrawn, has expired or was taken down since."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from msgspec import Struct

from site_builder import urls
from site_builder.building.survey import Survey
from site_builder.ledger import Ledger
from site_builder.publishing.manifest import Entry
from site_builder.site.addresses import Addresses
from site_builder.site.gate import is_over, is_withdrawn


class Over(Struct, frozen=True):
    """An address that is no longer what it was, and since when (seconds since 1970; 0: whenever a release was made)."""

    address: str
    since: int = 0


def find_over(survey: Survey, ledger: Ledger) -> tuple[Over, ...]:
    """Find the addresses of items that are expired or withdrawn now, also where the site has errors."""
    items, at = (*survey.items.items, *survey.items.unsound), survey.site.at
    homes = Addresses(survey.site.config, survey.site.columns, ledger, items)
    expired = (Over(homes.of(item)) for item in items if is_over(item, at))
    withdrawn = (
        Over(homes.of(item), item.withdrawn.date.epoch) for item in items if item.withdrawn and is_withdrawn(item, at)
    )
    return tuple(sorted(chain(expired, withdrawn), key=lambda each: each.address))


def taken_down(ledger: Ledger) -> Iterator[Over]:
    """Give the addresses that were taken down."""
    yield from map(Over, ledger.down())


def leave_out(old: Mapping[str, Entry], live: Mapping[str, Entry], made: int, gone: Iterable[Over]) -> frozenset[str]:
    """Choose the files of an old release, made at a moment, that must not come back.

    The page of a withdrawn item stays where it already was the notice then: it was made after the withdrawal, and is
    what the live release has.
    """
    left = set()
    for each in gone:
        for path in below(each.address, old):
            if not each.since or made < each.since or old[path] != live.get(path):
                left.add(path)
    return frozenset(left)


def below(address: str, files: Iterable[str]) -> Iterator[str]:
    """Give the files that stand at an address: a file; or a page, and what is attached to it."""
    path = urls.output_path(address)
    folder = address.lstrip("/") if address.endswith("/") else ""
    yield from (each for each in files if each == path or (folder and each.startswith(folder)))
