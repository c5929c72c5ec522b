"""Taking a page or file down at once and for good: recorded, published without it, its old releases removed."""

from collections.abc import Collection, Iterable
from urllib.parse import unquote, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.building.build import Options, survey
from site_builder.building.state import shelf
from site_builder.config import Config, Destination, read_config
from site_builder.ledger import LEDGER, Line, encoded, merge, moment, parse_ledger
from site_builder.problem import Refused
from site_builder.publishing.changes import files_of
from site_builder.publishing.destinations import merge_ledger, read_lines, save_ledger
from site_builder.publishing.leave import below
from site_builder.publishing.publish import Published, publish
from site_builder.publishing.targets import LISTING, Progress, listed
from site_builder.publishing.visit import Request, destination, owner, quiet, reach


class TakenDown(Struct, frozen=True, kw_only=True):
    """What a takedown came to: the address, by target what was published, and the releases that were removed."""

    address: str
    published: tuple[Published, ...]
    removed: tuple[str, ...]


def take_down(request: Request, written: str, reason: str, progress: Progress = quiet) -> TakenDown:
    """Record an address as taken down, publish to every target without it, remove all kept releases that had it.

    Raises Refused: 2 for an address that was never published or a missing reason, 3 where a target fails.
    """
    if not reason.strip():
        raise Refused(2, 'a takedown needs a reason: --reason "…"')
    config = read_config(request.site).value
    if config is None or not config.publish:
        destination(request.site, "")
        raise Refused(2, "content/site.toml cannot be read; mend it first")
    targets = [destination(request.site, each.name) for each in config.publish]
    meant, holders = find_holders(request, config, targets, written)
    address = original(request.options(holders[0]), meant)
    line = Line(address, "takedown", moment(request.now), reason=" ".join(reason.split()))
    public = [there for there in holders if not there.staging]
    for there in public[:1] or holders:
        save_ledger(request.site, there, merge(read_lines(request.site, there), (encoded(line) + "\n").encode()))
    outcomes: list[Published] = []
    removed: list[str] = []
    for there in targets if public else holders:
        wanted = replace(request, name=there.name, allow_removals=True, taking_down=True)
        outcomes.append(publish(wanted, progress=progress))
        removed += forget(wanted, address)
    return TakenDown(address=address, published=tuple(outcomes), removed=tuple(removed))


def find_holders(
    request: Request, config: Config, targets: Iterable[Destination], written: str
) -> tuple[str, list[Destination]]:
    """Give the address that is meant and the targets that know it; what only a staging copy has is meant last."""
    found: dict[str, list[Destination]] = {}
    for there in targets:
        place = reach(request.site, there)
        with place.connected():
            far = place.inspect()
            lines = merge_ledger(request.site, there, far.ledger)
            base = urls.base_path(there.base_url) if there.staging else config.base_path
            address = published_address(written, base, lines, files_of(far.manifest).keys())
            found.setdefault(address, []).append(there)
    found.pop("", None)
    if not found:
        message = "{address} was never published; write it from the root of the site, as it stands in {ledger}"
        raise Refused(2, message, address=written, ledger=LEDGER)
    return min(found.items(), key=lambda pair: all(there.staging for there in pair[1]))


def published_address(written: str, base_path: str, ledger: bytes, live: Collection[str]) -> str:
    """Give the address that is meant, as ledger or live release have it, else ""; it may be written as a whole url."""
    path = unquote(urlsplit(written).path)
    if urls.is_external(written) and path.startswith(base_path):
        path = "/" + path.removeprefix(base_path)
    known = parse_ledger(ledger).value.last
    for address in (path, path + "/", path.removesuffix("index.html")):
        if address in known or (address.startswith("/") and urls.output_path(address) in live):
            return address
    return ""


def original(options: Options, address: str) -> str:
    """Give the address of the picture that another one was made of: readers copy the address of what they see."""
    if not address.startswith(urls.VARIANTS):
        return address
    with shelf(options.site) as shared:
        found = survey(options, shared).value
    sources = {each.path: each.source for each in found.outputs.assets if each.variant} if found else {}
    source = sources.get(urls.output_path(address), "").removeprefix("content/")
    return found.site.addresses.get(source, address) if found else address


def forget(request: Request, address: str) -> tuple[str, ...]:
    """Remove every kept release that had an address: its words stand in their lists and feeds too; give their ids."""
    place = reach(request.site, destination(request.site, request.name))
    with place.connected(), place.locked(owner()):
        far = place.inspect()
        had = [each for each in far.releases if any(below(address, listed(place.read(each, LISTING))))]
        return place.discard([each for each in had if each != far.current])
