"""The parts of Apache's configuration that depend on a site; reads and writes nothing."""

import re
from collections.abc import Iterator

from site_builder import urls
from site_builder.publishing.serverconfig.quoting import escape_pattern, join_lines, quote_text
from site_builder.publishing.serverconfig.server_facts import ServerFacts


def render_apache_parts(facts: ServerFacts, base: str, root: str) -> dict[str, str]:
    """Write the parts of Apache's configuration that depend on addresses."""

    def list_redirects() -> Iterator[tuple[str, str]]:
        for address, href in facts.redirects:
            written = base + address[1:]
            yield written, f'    RewriteRule "{match_address(written)}" {quote_substitution(href)} [R=301,L,NE,QSD]'

    def list_gone() -> Iterator[tuple[str, str]]:
        for address, below in facts.gone:
            written = base + address[1:]
            yield written, f'    RewriteRule "{match_address(written, below=below)}" - [G]'

    left_out = "    # {} cannot stand here"
    base_href = urls.make_href("/", base)
    return {
        "PLACE": render_apache_root(root) if base == "/" else render_apache_alias(base, root),
        "RULE_BASE": escape_rule(base),
        "NOT_FOUND": quote_text(f"{base_href}404.html"),
        "MISSING": "".join(render_apache_not_found(facts, base)),
        "REDIRECTS": join_lines("apache", list_redirects(), left_out),
        "GONE": join_lines("apache", list_gone(), left_out),
        "NOINDEX": '    Header always set X-Robots-Tag "noindex"\n' if facts.staging else "",
    }


def match_address(address: str, *, below: bool = False) -> str:
    """Write the pattern of a former address: that of a folder also without its last slash, or with all below it."""
    if not address.endswith("/") or address == "/":
        return f"^{escape_rule(address)}$"
    return f"^{escape_rule(address[:-1])}{'(?:/|$)' if below else '/?$'}"


def escape_rule(text: str) -> str:
    r"""Write a text as a pattern of a RewriteRule, which knows no `\"` in its quotes and leaves `\\` as it is."""
    return re.escape(text).replace('"', r"\x22")


def quote_substitution(href: str) -> str:
    """Quote what an address is replaced by; neither `%2` nor `$1` of it stands for what a pattern found."""
    return '"' + re.sub(r"([%$\\])", r"\\\1", href.replace('"', "%22")) + '"'


def render_apache_root(root: str) -> str:
    """Say where a site at a host's root lies."""
    return f'    DocumentRoot "{root}/current"\n'


def render_apache_alias(base: str, root: str) -> str:
    """Say where a site at a base path lies; what else the host has may take the place of the last rule."""
    whole, alone = quote_text(base), escape_rule(base[:-1])
    return f"""\
    Alias {whole} "{root}/current/"
    RewriteEngine On
    RewriteRule "^{alone}$" {quote_substitution(urls.make_href("/", base))} [R=301,L,NE]
    # What else this host has goes here, in the place of this rule.
    RewriteRule "!^{alone}/" - [R=404,L]
"""


def render_apache_not_found(facts: ServerFacts, base: str) -> Iterator[str]:
    """Choose the page for what is not there by where it was looked for."""
    for below, page in facts.missing:
        href = quote_text(urls.make_href("/", base) + page[1:])
        yield f'    <LocationMatch "^{escape_pattern(base + below[1:])}">\n'
        yield f"        ErrorDocument 404 {href}\n        ErrorDocument 410 {href}\n    </LocationMatch>\n"
