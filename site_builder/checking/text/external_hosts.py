"""Links that leave the site: where they stand, and hosts that are not on the site's list; asks no host."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from urllib.parse import urlsplit

from msgspec import Struct

from site_builder.checking.readable_text import NOTHING, ReadableText
from site_builder.markdown.source_positions import blank_code
from site_builder.problem import Problem

# What ends a sentence around an address and not the address.
TRAILING = ".,;:!?*_~"


@cache
def compile_url_pattern() -> re.Pattern[str]:
    """Give what an address of the web looks like."""
    return re.compile(
        r"(?<![A-Za-z0-9])https?://[^\s<>\"'`\\|{}^\u3000-\u303f\uff00-\uffef\u2018-\u201d]+", re.IGNORECASE
    )


class ExternalUrl(Struct, frozen=True):
    """An address outside the site and its offset in the file."""

    url: str
    at: int


def find_external_urls(text: str, start: int) -> Iterator[ExternalUrl]:
    """Find the addresses in a file: in its body but for code and comments, and those of its block."""
    if "://" not in text:
        return
    block = "\n".join(line if "#" not in line[:1] else NOTHING * len(line) for line in text[:start].split("\n"))
    for found in compile_url_pattern().finditer(block + blank_code(text, start)[start:]):
        url = found[0].rstrip(TRAILING)
        while url.endswith((")", "]")) and url.count(url[-1]) > url.count("(" if url[-1] == ")" else "["):
            url = url[:-1].rstrip(TRAILING)
        # A link's address ends at the bracket that closes it, also where text follows at once.
        if found.start() > 1 and text[found.start() - 2 : found.start()] == "](":
            url = trim_closing_bracket(url)
        if parse_host(url):
            yield ExternalUrl(url, found.start())


def trim_closing_bracket(url: str) -> str:
    """Cut an address at the round bracket that it did not open."""
    depth = 0
    for number, sign in enumerate(url):
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return url[:number]
    return url


def parse_host(url: str) -> str:
    """Give the host and the port of an address, without `www.`; empty where it has none."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip(".").removeprefix("www."), parts.port
    except ValueError:
        return ""
    return f"{host}:{port}" if host and port else host


def make_host_rule(hosts: tuple[str, ...] | None, base_url: str) -> Callable[[ReadableText], Iterator[Problem]] | None:
    """Give what finds links to hosts that are not among those of the site; None where all are."""
    if hosts is None:
        return None
    allowed = frozenset((*hosts, parse_host(base_url)))

    def check(speech: ReadableText) -> Iterator[Problem]:
        """Find the links to other hosts."""
        for each in find_external_urls(speech.text, speech.start):
            host = parse_host(each.url)
            if not is_allowed_host(host, allowed):
                message = "the host {host} is not among those that links may lead to"
                hint = "link to another page, or add it to hosts below [checks] in content/site.toml"
                yield speech.make_problem("warning", "host", each.at, message, hint, host=host)

    return check


def is_allowed_host(host: str, allowed: frozenset[str]) -> bool:
    """Tell whether a host, or one that it lies below, is among others; a port has to be named to differ."""
    name = host.partition(":")[0]
    parts = name.split(".")
    return host in allowed or any(".".join(parts[n:]) in allowed for n in range(len(parts)))
