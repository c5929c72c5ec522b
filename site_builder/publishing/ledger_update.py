"""What a publication adds to the ledger; sends nothing."""

from site_builder import urls
from site_builder.images.header import is_picture
from site_builder.ledger import Kind, LedgerLine, format_moment, parse_ledger, select_new_lines
from site_builder.site.organise import Site


def add_publication(ledger: bytes, site: Site, seconds: int) -> bytes:
    """Give a ledger with the lines that the publication of a site at a moment adds."""
    return ledger + select_new_lines(parse_ledger(ledger).value, list_ledger_lines(site, format_moment(seconds)))


def list_ledger_lines(site: Site, published: str) -> list[LedgerLine]:
    """List the addresses of a site that are kept for ever: items, plain pages, their aliases, attachments.

    Pictures are not among them: they stand within pages, and are exchanged with these.
    """
    found = []
    for item in site.items:
        if urls.find_introduced_column(item.path):
            continue  # its address is that of the list, which stays
        address = site.find_item_address(item)
        kind: Kind = "item" if item.column else "page"
        found.append(LedgerLine(address, kind, published, item.id, item.lang, item.body, says=item.says))
        aliases = (urls.make_alias_address(alias) for alias in item.aliases)
        found += (LedgerLine(alias, "alias", published, item.id, item.lang) for alias in aliases)
    attached = (file for file in site.files.values() if file.owner and not is_picture(file.path))
    found += (
        LedgerLine(site.addresses[file.path], "file", published, file.path, digest=file.digest) for file in attached
    )
    return found
