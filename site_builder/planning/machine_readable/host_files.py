"""`_redirects` and `_headers`, which hosts of static sites read; made only where they are asked for."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from site_builder import urls
from site_builder.config.read_config import HEADERS_FILE, REDIRECTS_FILE
from site_builder.planning.edition import EditionContext
from site_builder.planning.machine_readable.redirects import find_redirected_items
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup
from site_builder.planning.page_sources import Value
from site_builder.planning.shell import Shell

# What every answer of a web server is to say: nothing that stands in a page runs, nothing is fetched from elsewhere.
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; media-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class HostFileView(Struct, frozen=True):
    """The blocks of a file that a host of static sites reads: a first line, and lines that belong below it."""

    blocks: tuple[tuple[str, tuple[str, ...]], ...]


def plan_host_files(contexts: Sequence[EditionContext]) -> Iterator[PageGroup]:
    """Plan the files that the settings ask for."""
    site, shell = contexts[0].site, contexts[0].shell
    if REDIRECTS_FILE in site.config.host_files:
        pairs = [
            (urls.make_alias_address(alias), site.addresses[item.path])
            for context in contexts
            for item in find_redirected_items(context)
            for alias in item.aliases
        ]
        yield PageGroup("host-redirects", shell, (), (Value(pairs),), make_redirects_file)
    if HEADERS_FILE in site.config.host_files:
        yield PageGroup("host-headers", shell, (), (), make_headers_file)


def make_redirects_file(shell: Shell, pairs: Sequence[tuple[str, str]]) -> Iterator[Page]:
    """Make `_redirects`; of a folder the form without its last slash is asked for too."""
    lines: dict[str, str] = {}
    for alias, address in pairs:
        former, href = shell.make_item_href(alias), shell.make_item_href(address)
        forms = (former, former.rstrip("/")) if former.endswith("/") else (former,)
        lines |= {form: f"{form} {href} 301" for form in forms if form}
    view = HostFileView(tuple((line, ()) for line in lines.values()))
    yield Page(REDIRECTS_FILE, "host_file", "", shell.language.locale, (view,))


def make_headers_file(shell: Shell) -> Iterator[Page]:
    """Make `_headers`; each header of an address stands in one block, since hosts join what stands in several."""
    base = shell.make_item_href("/")
    every = [f"{name}: {value}" for name, value in SECURITY_HEADERS.items()]
    every += ["X-Robots-Tag: noindex"] if shell.frame.staging else []
    feed = ("Content-Type: application/atom+xml; charset=utf-8",)
    blocks = (
        (f"{base}*", tuple(every)),
        (f"{base}assets/*", ("Cache-Control: public, max-age=31536000, immutable",)),
        (f"{base}feed.xml", feed),
        (f"{base}*/feed.xml", feed),
    )
    yield Page(HEADERS_FILE, "host_file", "", shell.language.locale, (HostFileView(blocks),))


def make_host_file_view(inputs: HostFileView) -> str:
    """Write the file."""
    lines = [line for first, below in inputs.blocks for line in (first, *(f"  {each}" for each in below))]
    return "".join(f"{line}\n" for line in lines)
