"""A site -> the whole configuration of nginx or Caddy for it; what a title or an address holds stays within quotes."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from site_builder import urls
from site_builder.config import Config
from site_builder.content.load import Items
from site_builder.ledger import Ledger
from site_builder.planning.machine_readable.redirects import RedirectView
from site_builder.planning.page_groups import Outputs
from site_builder.problem import CommandError
from site_builder.site.addresses import Addresses
from site_builder.site.organise import Site
from site_builder.site.publication_gate import has_come, is_over

DEFAULT_ROOT = "/srv/www/bulletin"
HTTP_PORT = 80
VALUES = {
    "CSP": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; media-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "HSTS": "max-age=31536000",
    "REFERRER": "strict-origin-when-cross-origin",
    "PERMISSIONS": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# What neither server's quotes can hold in an address without a meaning of its own (Caddy: placeholders, wildcards).
UNFIT = {"nginx": r"[\x00-\x1f\x7f]", "caddy": r"[\x00-\x1f\x7f*?\[\]{}%`\"\\]"}


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


def render_server_config(kind: str, facts: ServerFacts) -> str:
    """Write the configuration of `nginx` or `caddy`; raises CommandError (2) for a root that it cannot hold."""
    unfit = re.compile(r"[\x00-\x1f\x7f$\"'\\{};`*%]")
    if not facts.root.startswith("/") or unfit.search(facts.root):
        raise CommandError(2, "the folder {folder} cannot stand in a server's configuration", folder=facts.root)
    parts = urlsplit(facts.base_url)
    base = urls.get_base_path(facts.base_url)
    if unfit.search(unquote(base)):
        raise CommandError(2, "the path of {url} cannot stand in a server's configuration", url=facts.base_url)
    port = parts.port or HTTP_PORT if parts.scheme == "http" else HTTP_PORT
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    values = VALUES | {
        "ORIGIN": urls.get_origin(facts.base_url),
        "BASE": base,
        "BASE_TEXT": quote_text(unquote(base))[1:-1],
        "BASE_PATTERN": escape_pattern(unquote(base)),
        "ROOT": facts.root.rstrip("/"),
        "HOST": host,
        "PORT": str(port),
        "ID": "bulletin_" + sha256(facts.base_url.encode()).hexdigest()[:8],
    }
    name, write = ("nginx.conf", render_nginx_parts) if kind == "nginx" else ("Caddyfile", render_caddy_parts)
    values |= write(facts, unquote(base), values["ROOT"])
    template = Path(__file__).with_name(name).read_text("utf-8")
    return re.sub(r"@([A-Z_]+)@", lambda found: values[found[1]], template)


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
    taken = {to_address(path) for path in present} | {address for address, _ in redirects}
    addresses = Addresses(site.config, site.columns, ledger, items.items)
    ended = {
        addresses.find_address(i) for i in items.items if not i.draft and has_come(i, site.at) and is_over(i, site.at)
    }
    removed = {line.address for line in ledger.last.values() if line.kind in {"takedown", "removed"}}
    gone = sorted(each for each in ended | removed if each.startswith("/") and each not in taken)
    return ServerFacts(
        base_url=site.config.base_url,
        root=root,
        redirects=redirects,
        gone=tuple((each, each.endswith("/") and not has_files_below(present, each)) for each in gone),
        missing=tuple(list_not_found_pages(site.config, present)),
        staging=site.config.staging,
    )


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


def quote_text(text: str) -> str:
    """Put a text in double quotes, as both servers read them."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def escape_pattern(text: str) -> str:
    """Write a text as a regular expression that matches it, to stand in double quotes."""
    return quote_text(re.escape(text))[1:-1]


def list_forms(address: str) -> tuple[str, ...]:
    """Give the forms in which a former address is asked for: that of a folder also without its last slash."""
    return (address, address[:-1]) if address.endswith("/") and address != "/" else (address,)


def join_lines(kind: str, entries: Iterable[tuple[str, str]], left_out: str) -> str:
    """Join lines by address, each address once; one that cannot be quoted is left out, and said so."""
    lines: dict[str, str] = {}
    for address, line in entries:
        unfit = re.search(UNFIT[kind], address) or not address.isprintable()
        lines.setdefault(address, left_out.format(ascii(address)) if unfit else line)
    return "".join(f"{line}\n" for line in dict.fromkeys(lines.values()))


def render_nginx_parts(facts: ServerFacts, base: str, root: str) -> dict[str, str]:
    """Write the parts of nginx's configuration that depend on addresses."""

    def list_redirects() -> Iterator[tuple[str, str]]:
        for address, href in facts.redirects:
            to = quote_text(href.replace("$", "%24"))
            for form in list_forms(base + address[1:]):
                yield form, f"    location = {quote_text(form)} {{ return 301 {to}; }}"

    def list_gone() -> Iterator[tuple[str, str]]:
        for address, below in facts.gone:
            for form in list_forms(base + address[1:]):
                sign = "^~" if below and form.endswith("/") else "="
                yield form, f"    location {sign} {quote_text(form)} {{ return 410; }}"

    left_out = "    # {} cannot stand here"
    missing = [
        (f'"~^{escape_pattern(base + below[1:])}"', quote_text(base + page[1:])) for below, page in facts.missing
    ]
    return {
        "PLACE": render_nginx_root(base, root) if base == "/" else render_nginx_alias(base, root),
        "MISSING": "".join(f"    {address} {page};\n" for address, page in missing),
        "REDIRECTS": join_lines("nginx", list_redirects(), left_out),
        "GONE": join_lines("nginx", list_gone(), left_out),
        "NOINDEX": '    add_header X-Robots-Tag "noindex" always;\n' if facts.staging else "",
    }


def render_nginx_root(base: str, root: str) -> str:
    """Say where a site at a host's root lies."""
    del base
    return f"""\
    root "{root}/current";

    location ~ /feed\\.xml$ {{
        types {{ }}
        default_type "application/atom+xml; charset=utf-8";
    }}
"""


def render_nginx_alias(base: str, root: str) -> str:
    """Say where a site at a base path lies; what else the host has may take the place of the last location."""
    return f"""\
    location {quote_text(base)} {{
        alias "{root}/current/";
    }}

    location = {quote_text(base[:-1])} {{
        return 301 {quote_text(urls.make_href("/", base))};
    }}

    location ~ "^{escape_pattern(base)}((?:.*/)?feed\\.xml)$" {{
        alias "{root}/current/$1";
        types {{ }}
        default_type "application/atom+xml; charset=utf-8";
    }}

    # What else this host has goes here.
    location / {{
        return 404;
    }}
"""


def render_caddy_parts(facts: ServerFacts, base: str, root: str) -> dict[str, str]:
    """Write the parts of Caddy's configuration that depend on addresses."""
    del root

    def list_redirects() -> Iterator[tuple[str, str]]:
        for address, href in facts.redirects:
            for form in list_forms(base + address[1:]):
                yield form, f"\t\tredir {quote_text(form)} {quote_text(href)} 301"

    def list_gone() -> Iterator[tuple[str, str]]:
        for address, below in facts.gone:
            for form in list_forms(base + address[1:]):
                yield form, f"\t\terror {quote_text(form + '*' if below and form.endswith('/') else form)} 410"

    left_out = "\t\t# {} cannot stand here"
    serve = ["file_server {", "\tprecompressed br gzip", "}"]
    if base != "/":
        base_href = quote_text(urls.make_href("/", base)[:-1])
        serve = [
            f'redir {quote_text(base[:-1])} {base_href[:-1]}/" 301',
            f"handle {quote_text(base + '*')} {{",
            f"\turi strip_prefix {base_href}",
            *(f"\t{each}" for each in serve),
            "}",
            "# What else this host has goes here.",
            "error 404",
        ]
    return {
        "PLACE": "".join(f"\t\t{each}\n" for each in serve),
        "MISSING": "".join(render_caddy_not_found(facts, base)),
        "REDIRECTS": join_lines("caddy", list_redirects(), left_out),
        "GONE": join_lines("caddy", list_gone(), left_out),
        "NOINDEX": '\t\tX-Robots-Tag "noindex"\n' if facts.staging else "",
    }


def render_caddy_not_found(facts: ServerFacts, base: str) -> Iterator[str]:
    """Choose the page for what is not there; the first that fits is taken."""
    for number, (below, page) in enumerate(facts.missing):
        yield f"\t\t@missing{number} path {quote_text(base + below[1:] + '*')}\n"
        yield f"\t\trewrite @missing{number} {quote_text(page)}\n"
    others = " ".join(quote_text(base + below[1:] + "*") for below, _ in facts.missing)
    if others:
        yield f"\t\t@others not path {others}\n"
    yield f"\t\trewrite {'@others' if others else '*'} /404.html\n"


def parse_target_path(to: str) -> str:
    """Give the folder that a target's address names on its machine."""
    return unquote(urlsplit(to).path)
