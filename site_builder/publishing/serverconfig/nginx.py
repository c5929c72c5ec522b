"""The parts of nginx's configuration that depend on a site; reads and writes nothing."""

from collections.abc import Iterator

from site_builder import urls
from site_builder.publishing.serverconfig.quoting import escape_pattern, join_lines, list_forms, quote_text
from site_builder.publishing.serverconfig.server_facts import ServerFacts, identify_site


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

    left_out, name = "    # {} cannot stand here", identify_site(facts.base_url)
    missing = [(f'"^{escape_pattern(base + below[1:])}"', quote_text(base + page[1:])) for below, page in facts.missing]
    return {
        "PLACE": render_nginx_root(base, root) if base == "/" else render_nginx_alias(base, root),
        "MISSING": "".join(
            f"    if ($uri ~ {address}) {{\n        set ${name}_missing {page};\n    }}\n" for address, page in missing
        ),
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
