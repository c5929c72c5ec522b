"""What the headers of answers should say: types, security, caching; a fault is a warning, told once for all pages."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from msgspec import Struct

from site_builder import urls
from site_builder.http_client import HttpResponse
from site_builder.problem import Place, Problem, make_problem

# RFC 9239 (JavaScript), RFC 7303 (XML), RFC 4287 (Atom), RFC 5545 (calendars), RFC 8259 (JSON), and IANA's registry.
TYPES = {
    ".html": ("text/html",),
    ".css": ("text/css",),
    ".js": ("text/javascript", "application/javascript"),
    ".json": ("application/json",),
    ".xml": ("application/xml", "text/xml"),
    ".svg": ("image/svg+xml",),
    ".txt": ("text/plain",),
    ".ics": ("text/calendar",),
    ".png": ("image/png",),
    ".jpg": ("image/jpeg",),
    ".jpeg": ("image/jpeg",),
    ".gif": ("image/gif",),
    ".webp": ("image/webp",),
    ".avif": ("image/avif",),
    ".pdf": ("application/pdf",),
}
FEED = ("application/atom+xml",)
SECURITY = ("content-security-policy", "x-content-type-options", "referrer-policy", "permissions-policy")
HSTS = "strict-transport-security"


class HeaderFault(Struct, frozen=True):
    """What is wrong with the headers of one address; `what` is the header, or what it says."""

    kind: str
    what: str
    address: str


def find_header_faults(path: str, address: str, answer: HttpResponse) -> Iterator[HeaderFault]:
    """Find what the headers of one file's answer should not say, or fail to say."""
    type_, _, rest = answer.get_header("content-type").partition(";")
    wanted = FEED if path.rpartition("/")[2] == urls.FEED else TYPES.get(PurePosixPath(path).suffix.lower(), ())
    charset = re.search(r"charset\s*=\s*\"?([^\s\";]+)", rest, re.IGNORECASE)
    if wanted and type_.strip().lower() not in wanted:
        yield HeaderFault("type", type_.strip() or "-", address)
    elif charset and charset[1].lower() not in {"utf-8", "utf8"}:
        yield HeaderFault("type", answer.get_header("content-type"), address)
    if path.endswith(".html"):
        yield from find_page_header_faults(address, answer)


def find_page_header_faults(address: str, answer: HttpResponse) -> Iterator[HeaderFault]:
    """Find what the headers of a page should not say, or fail to say."""
    secure = answer.final_url.startswith("https:")
    for name in (*SECURITY, *((HSTS,) if secure else ())):
        if not answer.get_header(name):
            yield HeaderFault("header", name, address)
    policy = answer.get_header("content-security-policy")
    if "'unsafe-inline'" in policy or "'unsafe-eval'" in policy:
        yield HeaderFault("policy", policy, address)
    control = answer.get_header("cache-control").lower()
    ages = [int(each) for each in re.findall(r"(?:s-maxage|max-age)\s*=\s*\"?(\d{1,9})", control)]
    if "no-cache" not in control and "no-store" not in control and (not control or any(ages)):
        yield HeaderFault("cache", answer.get_header("cache-control") or "-", address)
    age = answer.get_header("age")
    if age.isascii() and age.isdigit() and int(age) > 0:
        yield HeaderFault("age", age, address)


def check_header_faults(found: Iterable[HeaderFault]) -> Iterator[Problem]:
    """Tell each kind of fault once: where it is met first, and how many others have it."""
    groups: dict[tuple[str, str], list[str]] = {}
    for each in found:
        groups.setdefault((each.kind, "" if each.kind == "age" else each.what), []).append(each.address)
    messages = {
        "type": 'the content type "{what}" is not what this file has; {others} more like it',
        "header": "the header {what} is missing; {others} more like it",
        "policy": "the content security policy lets scripts or styles run that stand in a page; {others} more like it",
        "cache": 'pages may be kept without asking again (Cache-Control: "{what}"); {others} more like it',
        "age": "a cache between here and the server answered; {others} more like it",
    }
    rules = {"type": "type", "header": "header", "policy": "header", "cache": "cache", "age": "cache"}
    for (kind, what), addresses in sorted(groups.items()):
        at, others = Place(min(addresses)), len(addresses) - 1
        yield make_problem("warning", rules[kind], at, messages[kind], what=sanitize_line(what), others=others)


def sanitize_line(text: str) -> str:
    """Give what a server said so that it can do nothing to a terminal, cut to a line."""
    return "".join(c if c.isprintable() else "�" for c in text)[:120]
