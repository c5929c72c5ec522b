"""The parts of Caddy's configuration that depend on a site; reads and writes nothing."""

from collections.abc import Iterator

from site_builder import urls
from site_builder.publishing.serverconfig.quoting import join_lines, list_forms, quote_text
from site_builder.publishing.serverconfig.server_facts import ServerFacts


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
