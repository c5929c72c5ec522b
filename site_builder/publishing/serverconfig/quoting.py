"""Texts and addresses as the configurations of web servers hold them; what cannot be held is left out, and said so."""

import re
from collections.abc import Iterable

# What no quotes can hold in an address without a meaning of its own (Caddy: placeholders, wildcards).
UNFIT = {
    "nginx": r"[\x00-\x1f\x7f]",
    "caddy": r"[\x00-\x1f\x7f*?\[\]{}%`\"\\]",
    "apache": r"[\x00-\x1f\x7f]",
}


def quote_text(text: str) -> str:
    """Put a text in double quotes, as all of the servers read them."""
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
