"""A site -> the configuration of nginx, Caddy or Apache for it; what a title or an address holds stays within quotes.

A configuration has two parts: where the site is seen and where it lies, which is said once; and headers, redirects and
what is gone, which every release has as a file that the other can include.
"""

import re
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from site_builder import urls
from site_builder.planning.machine_readable.host_files import SECURITY_HEADERS
from site_builder.problem import CommandError
from site_builder.publishing.serverconfig.apache import render_apache_parts
from site_builder.publishing.serverconfig.caddy import render_caddy_parts
from site_builder.publishing.serverconfig.nginx import render_nginx_parts
from site_builder.publishing.serverconfig.quoting import escape_pattern, quote_text
from site_builder.publishing.serverconfig.server_facts import ServerFacts, identify_site
from site_builder.state_folder import SERVER_FILES

HTTP_PORT = 80
UNFIT = re.compile(r"[\x00-\x1f\x7f$\"'\\{};`*%]")
# What a pattern of file names, as an include has, takes for more than itself.
UNFIT_TO_INCLUDE = re.compile(r"[?\[\]]")
VALUES = {
    "CSP": SECURITY_HEADERS["Content-Security-Policy"],
    "HSTS": SECURITY_HEADERS["Strict-Transport-Security"],
    "REFERRER": SECURITY_HEADERS["Referrer-Policy"],
    "PERMISSIONS": SECURITY_HEADERS["Permissions-Policy"],
}
WHOLE_NOTE = """\
# Made by `bulletin serverconfig {kind}`. Make it anew when former addresses were added, or pages expired or were
# taken down; then `{reload}`. {place}
"""
INCLUDE_NOTE = """\
# Made by `bulletin serverconfig {kind} --include`, once: change it as you like. Headers, former addresses and what is
# gone stand in a file of each release, which it includes. After a publish that changed them the server has to read
# it anew: `{reload}`. {place}
"""
PARTS_NOTE = """\
# Of the configuration for {url}: headers, former addresses, what is gone. Each publish makes it anew; what is
# changed here is lost. A configuration includes it: `bulletin serverconfig {kind} --include`.

"""


class ServerKind(Struct, frozen=True):
    """A kind of server: its templates, which are also the names of what it includes; how it reloads, and includes."""

    template: str
    parts: str
    reload: str
    place: str
    include: str
    render: Callable[[ServerFacts, str, str], dict[str, str]]


KINDS = {
    "nginx": ServerKind(
        "nginx.conf",
        "nginx-parts.conf",
        "nginx -t && systemctl reload nginx",
        "It belongs into the http block: on Debian as\n# /etc/nginx/sites-available/bulletin, with a link to it in "
        "/etc/nginx/sites-enabled/.",
        '    include "{}";\n',
        render_nginx_parts,
    ),
    "caddy": ServerKind(
        "Caddyfile",
        "Caddyfile-parts",
        "caddy validate --config /etc/caddy/Caddyfile && systemctl reload caddy",
        "\n# For an https address Caddy gets its certificate by itself.",
        '\timport "{}"\n',
        render_caddy_parts,
    ),
    "apache": ServerKind(
        "apache.conf",
        "apache-parts.conf",
        "apachectl configtest && systemctl reload apache2",
        "On Debian it is\n# /etc/apache2/sites-available/bulletin.conf; "
        "once: `a2enmod headers rewrite && a2ensite bulletin`.",
        '    IncludeOptional "{}"\n',
        render_apache_parts,
    ),
}


def render_server_config(kind: str, facts: ServerFacts, *, include: bool = False) -> str:
    """Write the configuration of a kind of server, whole or as one that includes what each release has.

    Raises CommandError (2) for a root or a base path that it cannot hold.
    """
    if not facts.root.startswith("/") or UNFIT.search(facts.root) or (include and UNFIT_TO_INCLUDE.search(facts.root)):
        raise CommandError(2, "the folder {folder} cannot stand in a server's configuration", folder=facts.root)
    server, values = KINDS[kind], make_values(kind, facts)
    note = (INCLUDE_NOTE if include else WHOLE_NOTE).format(kind=kind, reload=server.reload, place=server.place)
    where = f"{values['ROOT']}/current/{SERVER_FILES}/{add_wildcard(server.template)}"
    parts = server.include.format(where) if include else fill_template(server.parts, values)
    note = re.sub(r"[ \n]+\Z", "", re.sub(r" +\n", "\n", note))
    return fill_template(server.template, {**values, "NOTE": note, "PARTS": parts})


def render_included(kind: str, facts: ServerFacts) -> str:
    """Write the file of a release that the configuration of a kind of server includes; CommandError (2) as above."""
    values = make_values(kind, facts)
    note = PARTS_NOTE.format(kind=kind, url=f"{values['ORIGIN']}{values['BASE']}")
    return note + dedent(fill_template(KINDS[kind].parts, values))


def add_wildcard(name: str) -> str:
    """Write the name of a file as a pattern: a file that is not there yet, before the first publish, is no mistake."""
    return f"{name.removesuffix('.conf')}*{'.conf' if name.endswith('.conf') else ''}"


def fill_template(name: str, values: dict[str, str]) -> str:
    """Put values in their places in a template."""
    template = Path(__file__).with_name(name).read_text("utf-8")
    return re.sub(r"@([A-Z_]+)@", lambda found: values[found[1]], template)


def make_values(kind: str, facts: ServerFacts) -> dict[str, str]:
    """Give what stands in the places of a template; CommandError (2) for a base path that it cannot hold."""
    parts = urlsplit(facts.base_url)
    base = urls.get_base_path(facts.base_url)
    if UNFIT.search(unquote(base)):
        raise CommandError(2, "the path of {url} cannot stand in a server's configuration", url=facts.base_url)
    port = parts.port or HTTP_PORT if parts.scheme == "http" else HTTP_PORT
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    root = facts.root.rstrip("/")
    values = VALUES | {
        "ORIGIN": urls.get_origin(facts.base_url),
        "BASE": base,
        "BASE_TEXT": quote_text(unquote(base))[1:-1],
        "BASE_PATTERN": escape_pattern(unquote(base)),
        "ROOT": root,
        "HOST": host,
        "PORT": str(port),
        "ID": identify_site(facts.base_url),
    }
    return values | KINDS[kind].render(facts, unquote(base), root)
