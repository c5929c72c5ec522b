"""Taking a page or file down at once and for good: recorded, published without it, erased from every kept release."""

from urllib.parse import unquote, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.config import Config, read_config
from site_builder.ledger import LEDGER, Line, encoded, moment, parse_ledger, write_ledger
from site_builder.problem import Refused
from site_builder.publishing.leave import below
from site_builder.publishing.publish import Published, publish
from site_builder.publishing.record import merged
from site_builder.publishing.targets import Progress
from site_builder.publishing.visit import Request, destination, quiet, reach


class TakenDown(Struct, frozen=True, kw_only=True):
    """What a takedown came to: the address, and by target what was published and how many files were erased."""

    address: str
    published: tuple[Published, ...]
    erased: int


def take_down(request: Request, written: str, reason: str, progress: Progress = quiet) -> TakenDown:
    """Record an address as taken down, publish to every target without it, erase its files from all kept releases.

    Raises Refused: 2 for an address that was never published or a missing reason, 3 where a target fails.
    """
    if not reason.strip():
        raise Refused(2, 'a takedown needs a reason: --reason "…"')
    config = read_config(request.site).value
    names = [each.name for each in config.publish] if config else []
    if config is None or not names:
        destination(request.site, "")
        raise Refused(2, "content/site.toml cannot be read; mend it first")
    ledger = b""
    for name in names:
        place = reach(request.site, destination(request.site, name))
        with place.connected():
            ledger = merged(request.site, place.inspect().ledger)
    address = published_address(written, config, ledger)
    line = Line(address, "takedown", moment(request.now), reason=" ".join(reason.split()))
    write_ledger(request.site, ledger + (encoded(line) + "\n").encode())
    outcomes, erased = [], 0
    for name in names:
        wanted = replace(request, name=name, allow_removals=True)
        outcomes.append(publish(wanted, progress=progress))
        erased += erase(wanted, address)
    return TakenDown(address=address, published=tuple(outcomes), erased=erased)


def published_address(written: str, config: Config, ledger: bytes) -> str:
    """Give the address that is meant, as the ledger has it: written from the root of the site, or as a whole url."""
    path = unquote(urlsplit(written).path)
    if urls.is_external(written) and path.startswith(config.base_path):
        path = "/" + path.removeprefix(config.base_path)
    known = parse_ledger(ledger).value.last
    for address in (path, path + "/", path.removesuffix("index.html")):
        if address in known:
            return address
    message = "{address} was never published; write it as it stands in {ledger}, from the root of the site"
    raise Refused(2, message, address=written, ledger=LEDGER)


def erase(request: Request, address: str) -> int:
    """Erase the files of an address, and their compressed twins, from every release of a target."""
    place = reach(request.site, destination(request.site, request.name))
    with place.connected(), place.locked("takedown"):
        from site_builder.publishing.targets import LISTING, listed

        found: set[str] = set()
        for release in place.inspect().releases:
            names = listed(place.read(release, LISTING))
            plain = set(below(address, names))
            found |= plain | {twin for path in plain for twin in (f"{path}.gz", f"{path}.br")}
        return place.erase(sorted(found)) if found else 0
