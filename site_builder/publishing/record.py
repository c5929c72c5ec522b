"""What a publication adds to the ledger, and the ledger that a publication starts from; sends nothing."""

from pathlib import Path

from site_builder import urls
from site_builder.ledger import LEDGER, Kind, Line, added, merge, moment, parse_ledger, write_ledger
from site_builder.pictures.header import is_picture
from site_builder.site.organise import Site


def merged_ledger(site: Path, far: bytes | None) -> bytes:
    """Merge a target's ledger into the site's, so that one which was never committed is not lost; give the lines."""
    file = site / LEDGER
    here = file.read_bytes() if file.is_file() else b""
    both = merge(here, far or b"")
    if both != here:
        write_ledger(site, both)
    return both


def with_publication(ledger: bytes, site: Site, seconds: int) -> bytes:
    """Give a ledger with the lines that the publication of a site at a moment adds."""
    return ledger + added(parse_ledger(ledger).value, lines(site, moment(seconds)))


def lines(site: Site, published: str) -> list[Line]:
    """List the addresses of a site that are kept for ever: items, plain pages, their aliases, attachments.

    Pictures are not among them: they stand within pages, and are exchanged with these.
    """
    found = []
    for item in site.items:
        address = site.item_address(item)
        kind: Kind = "item" if item.column else "page"
        found.append(Line(address, kind, published, item.id, item.lang, item.body, says=item.says))
        aliases = (urls.alias_address(alias) for alias in item.aliases)
        found += (Line(alias, "alias", published, item.id, item.lang) for alias in aliases)
    attached = (file for file in site.files.values() if file.owner and not is_picture(file.path))
    found += (Line(site.addresses[file.path], "file", published, file.path, digest=file.digest) for file in attached)
    return found
