"""One file of a live site against its entry in the manifest, in every encoding that the server has it in."""

from hashlib import sha256

from msgspec import Struct

from site_builder import urls
from site_builder.http_client import OK, Answer, Fetcher, absolute
from site_builder.problem import Place, Problem, problem
from site_builder.publishing.release.compress import ENCODINGS, EncodingError, is_compressible, unpacked
from site_builder.publishing.release.manifest import Entry
from site_builder.publishing.verify.crawl import Roots, address_of, links
from site_builder.publishing.verify.headers import Fault, faults, shown

# How much more than a file's size is read, so that the links of a page that was added to are seen.
SLACK = 256 << 10


class Judged(Struct, frozen=True):
    """What came of one file: Problems, faults of headers, paths it leads to, how many requests it took."""

    problems: tuple[Problem, ...] = ()
    faults: tuple[Fault, ...] = ()
    links: frozenset[str] = frozenset()
    requests: int = 1


def judge(web: Fetcher, roots: Roots, path: str, entry: Entry) -> Judged:
    """Fetch a file as it is, then as browsers ask for it, and compare each with its entry."""
    url = roots.url(address_of(path))
    plain = web.get(url, limit=entry.size + SLACK)
    if plain.hops:
        return moved(web, roots, path, entry, plain)
    body, wrong = compared(plain, path, entry, "")
    led = frozenset(links(body, path, roots)) if path.endswith((".html", ".xml")) else frozenset[str]()
    requests = 1
    for encoding in ENCODINGS.values() if not wrong and is_compressible(path, entry.size) else ():
        requests += 1
        _, wrong = compared(web.get(url, limit=entry.size + SLACK, encoding=encoding), path, entry, encoding)
        if wrong:
            break
    if wrong:
        return Judged((wrong,), (), led, requests)
    return Judged((), tuple(faults(path, shown_address(path), plain)), led, requests)


def shown_address(path: str) -> str:
    """Give the address of a path as Problems name it: from the release's root."""
    return urls.href("/", f"/{address_of(path)}")


def compared(answer: Answer, path: str, entry: Entry, encoding: str) -> tuple[bytes, Problem | None]:
    """Give the bytes of an answer without their encoding, and what is wrong with them."""
    at = Place(shown_address(path))
    if answer.failure:
        return b"", problem("error", "missing", at, "it cannot be fetched: {reason}", reason=shown(answer.failure))
    said = answer.header("content-encoding").strip().lower()
    try:
        body = unpacked(answer.body, said, entry.size + SLACK)
    except EncodingError:
        message = 'its bytes are not what their encoding "{encoding}" says'
        return b"", problem("error", "tampered", at, message, encoding=shown(said))
    good = len(body) == entry.size and sha256(body).hexdigest() == entry.sha256
    if good and (answer.status == OK or path.rpartition("/")[2] == "404.html"):
        return body, None
    if answer.status != OK:
        return body, problem("error", "missing", at, "it is missing (status {status})", status=answer.status)
    if encoding:
        message = "its bytes are not those of the manifest where a browser asks for {encoding}"
        return body, problem("error", "tampered", at, message, encoding=encoding)
    message = "its bytes are not those of the manifest ({size} bytes, {wanted} expected)"
    return body, problem("error", "tampered", at, message, size=len(body), wanted=entry.size)


def moved(web: Fetcher, roots: Roots, path: str, entry: Entry, plain: Answer) -> Judged:
    """Judge an address that the server redirects: to the same bytes elsewhere, or as the page at it says itself.

    A page that only leads on (a former address) is there as a file too; servers answer its address with a 301.
    """
    at, target = Place(shown_address(path)), shown(plain.final)
    body, wrong = compared(plain, path, entry, "")
    if not wrong:
        note = problem("warning", "redirect", at, "it is redirected to {to}", to=target)
        return Judged((note,), (), frozenset(links(body, path, roots)) if path.endswith(".html") else frozenset())
    page = written(web, roots, path, entry)
    if page is None:
        message = "it is redirected to {to}, and its own page cannot be compared"
        return Judged((problem("error", "tampered", at, message, to=target),), requests=4)
    first = roots.below(absolute(plain.url, plain.hops[0]))
    if first is None or first not in links(page, path, roots):
        message = "it is redirected to {to}, which is not where its page leads"
        return Judged((problem("error", "tampered", at, message, to=target),), requests=4)
    return Judged(requests=4)


def written(web: Fetcher, roots: Roots, path: str, entry: Entry) -> bytes | None:
    """Fetch a page by its file's own name; else by that of its twin, where the server redirects the former too."""
    for name, encoding in ((path, ""), (f"{path}.gz", "gzip")):
        answer = web.get(roots.url(name), limit=entry.size + SLACK, follow=False)
        if answer.status != OK:
            continue
        try:
            body = unpacked(answer.body, encoding or answer.header("content-encoding"), entry.size + SLACK)
        except EncodingError:
            continue
        if sha256(body).hexdigest() == entry.sha256:
            return body
    return None
