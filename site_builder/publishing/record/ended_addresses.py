"""Which addresses have ended, since their items have expired or were withdrawn, and what stands at an address."""

from collections.abc import Iterable, Iterator
from itertools import chain

from msgspec import Struct

from site_builder import urls
from site_builder.building.survey import Survey
from site_builder.ledger import Ledger
from site_builder.site.addresses import Addresses
from site_builder.site.publication_gate import is_over, is_withdrawn


class EndedAddress(Struct, frozen=True):
    """An address that is no longer what it was: withdrawn since a moment (seconds since 1970), or expired (0)."""

    address: str
    since: int = 0


def find_ended_addresses(survey: Survey, ledger: Ledger) -> tuple[EndedAddress, ...]:
    """Find the addresses of items that are expired or withdrawn now, also where the site has errors."""
    items, at = (*survey.items.items, *survey.items.unsound), survey.site.at
    addresses = Addresses(survey.site.config, survey.site.columns, ledger, items)
    expired = (EndedAddress(addresses.find_address(item)) for item in items if is_over(item, at))
    withdrawn = (
        EndedAddress(addresses.find_address(item), item.withdrawn.date.epoch)
        for item in items
        if item.withdrawn and is_withdrawn(item, at)
    )
    return tuple(sorted(chain(expired, withdrawn), key=lambda each: each.address))


def find_files_at(address: str, files: Iterable[str]) -> Iterator[str]:
    """Give the files that stand at an address: a file; or a page, and what is attached to it."""
    path = urls.make_output_path(address)
    folder = address.lstrip("/") if address.endswith("/") else ""
    yield from (each for each in files if each == path or (folder and each.startswith(folder)))
