"""What a web server has to know of a site: redirects, what is gone, the pages for what is not there."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from hashlib import sha256
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from site_builder import urls
from site_builder.config import Config
from site_builder.content.load import Items
from site_builder.ledger import Ledger
from site_builder.planning.machine_readable.redirects import RedirectView
from site_builder.planning.page_groups import Outputs
from site_builder.publishing.targets.address_forms import HOME, expand_short_form
from site_builder.site.addresses import Addresses
from site_builder.site.organise import Site
from site_builder.site.publication_gate import has_come, is_over

DEFAULT_ROOT = "/srv/www/bulletin"


class ServerFacts(Struct, frozen=True):
    """What a server has to know of a site.

    `base_url` ends in `/`; `redirects` are (former address, href); `gone` are (address, whether all below it is gone
    too); `missing` are the addresses of the pages for what is not there, by the address that they are for. Of a
    `staging` copy search engines are asked to keep nothing.
    """

    base_url: str
    root: str
    redirects: tuple[tuple[str, str], ...]
    gone: tuple[tuple[str, bool], ...]
    missing: tuple[tuple[str, str], ...]
    staging: bool = False


def collect_facts(site: Site, items: Items, outputs: Outputs, ledger: Ledger, root: str) -> ServerFacts:
    """Gather what a server has to know: nothing that is public now is ever redirected or gone."""
    pages = [page.path for page in outputs.list_planned_pages() if page.view != "redirect"]
    present = sorted([*pages, *(asset.path for asset in outputs.assets)])
    redirects = tuple(
        (to_address(page.path), view.href)
        for page in outputs.make_pages({page.path for page in outputs.list_planned_pages() if page.view == "redirect"})
        for view in page.inputs
        if isinstance(view, RedirectView)
    )
    addresses = Addresses(site.config, site.columns, ledger, items.items)
    ended = {
        addresses.find_address(i) for i in items.items if not i.draft and has_come(i, site.at) and is_over(i, site.at)
    }
    removed = {line.address for line in ledger.last.values() if line.kind in {"takedown", "removed"}}
    return ServerFacts(
        base_url=site.config.base_url,
        root=root,
        redirects=redirects,
        gone=select_gone(ended | removed, redirects, present),
        missing=tuple(list_not_found_pages(site.config, present)),
        staging=site.config.staging,
    )


def identify_site(base_url: str) -> str:
    """Give a name for variables that no other site on the same server has."""
    return "bulletin_" + sha256(base_url.encode()).hexdigest()[:8]


def select_gone(
    addresses: Iterable[str], redirects: tuple[tuple[str, str], ...], present: list[str]
) -> tuple[tuple[str, bool], ...]:
    """Choose what is gone of some addresses: neither redirected nor present, which are sorted paths of files."""
    taken = {to_address(path) for path in present} | {address for address, _ in redirects}
    gone = sorted(
        {each for each in addresses if each.startswith("/") and each not in taken and not urls.find_list_of(each)}
    )
    return tuple((each, each.endswith("/") and not has_files_below(present, each)) for each in gone)


def to_address(path: str) -> str:
    """Give the address of a path below the output folder."""
    return "/" + (path.removesuffix("index.html") if f"/{path}".endswith("/index.html") else path)


def has_files_below(present: list[str], address: str) -> bool:
    """Tell whether a file lies below an address."""
    at = bisect_left(present, address[1:])
    return at < len(present) and present[at].startswith(address[1:])


def list_not_found_pages(config: Config, present: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give the page for what is not there of each language but the main one, which has all other addresses."""
    existing = set(present)
    for language in config.languages:
        if language.path and f"{language.path}/404.html" in existing:
            yield urls.make_address(language.path), f"/{language.path}/404.html"


def parse_target_path(to: str) -> str:
    """Give the folder that a target's address names on its machine; "" where only a connection tells, for a home's."""
    path = urlsplit(expand_short_form(to)).path
    return unquote(path) if path.startswith("/") and not path.startswith(HOME) else ""
