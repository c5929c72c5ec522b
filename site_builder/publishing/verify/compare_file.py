"""One file of a live site against its entry in the manifest, in every encoding that the server has it in."""

from hashlib import sha256

from msgspec import Struct

from site_builder import urls
from site_builder.http_client import OK, HttpClient, HttpResponse, resolve_redirect
from site_builder.problem import Place, Problem, make_problem
from site_builder.publishing.release.compress import ENCODINGS, EncodingError, decompress, is_compressible
from site_builder.publishing.release.manifest import ManifestEntry
from site_builder.publishing.verify.crawl import SiteRoots, find_links, strip_index
from site_builder.publishing.verify.headers import HeaderFault, find_header_faults, sanitize_line

# How much more than a file's size is read, so that the links of a page that was added to are seen.
EXTRA_BYTES = 256 << 10


class FileComparison(Struct, frozen=True):
    """What came of one file: Problems, faults of headers, paths it leads to, how many requests it took."""

    problems: tuple[Problem, ...] = ()
    faults: tuple[HeaderFault, ...] = ()
    links: frozenset[str] = frozenset()
    requests: int = 1


def compare_file(client: HttpClient, roots: SiteRoots, path: str, entry: ManifestEntry) -> FileComparison:
    """Fetch a file as it is, then as browsers ask for it, and compare each with its entry."""
    url = roots.format_url(strip_index(path))
    response = client.get(url, limit=entry.size + EXTRA_BYTES)
    if response.redirects:
        return compare_redirected(client, roots, path, entry, response)
    body, wrong = compare_body(response, path, entry, "")
    linked = frozenset(find_links(body, path, roots)) if path.endswith((".html", ".xml")) else frozenset[str]()
    requests = 1
    for encoding in ENCODINGS.values() if not wrong and is_compressible(path, entry.size) else ():
        requests += 1
        _, wrong = compare_body(
            client.get(url, limit=entry.size + EXTRA_BYTES, encoding=encoding), path, entry, encoding
        )
        if wrong:
            break
    if wrong:
        return FileComparison((wrong,), (), linked, requests)
    return FileComparison((), tuple(find_header_faults(path, format_address(path), response)), linked, requests)


def format_address(path: str) -> str:
    """Give the address of a path as Problems name it: from the release's root."""
    return urls.make_href("/", f"/{strip_index(path)}")


def compare_body(answer: HttpResponse, path: str, entry: ManifestEntry, encoding: str) -> tuple[bytes, Problem | None]:
    """Give the bytes of an answer without their encoding, and what is wrong with them."""
    at = Place(format_address(path))
    if answer.failure:
        return b"", make_problem(
            "error", "missing", at, "it cannot be fetched: {reason}", reason=sanitize_line(answer.failure)
        )
    declared = answer.get_header("content-encoding").strip().lower()
    try:
        body = decompress(answer.body, declared, entry.size + EXTRA_BYTES)
    except EncodingError:
        message = 'its bytes are not what their encoding "{encoding}" says'
        return b"", make_problem("error", "tampered", at, message, encoding=sanitize_line(declared))
    good = len(body) == entry.size and sha256(body).hexdigest() == entry.sha256
    if good and (answer.status == OK or path.rpartition("/")[2] == urls.NOT_FOUND):
        return body, None
    if answer.status != OK:
        return body, make_problem("error", "missing", at, "it is missing (status {status})", status=answer.status)
    if encoding:
        message = "its bytes are not those of the manifest where a browser asks for {encoding}"
        return body, make_problem("error", "tampered", at, message, encoding=encoding)
    message = "its bytes are not those of the manifest ({size} bytes, {wanted} expected)"
    return body, make_problem("error", "tampered", at, message, size=len(body), wanted=entry.size)


def compare_redirected(
    client: HttpClient, roots: SiteRoots, path: str, entry: ManifestEntry, response: HttpResponse
) -> FileComparison:
    """Judge an address that the server redirects: to the same bytes elsewhere, or as the page at it says itself.

    A page that only leads on (a former address) is there as a file too; servers answer its address with a 301.
    """
    at, target = Place(format_address(path)), sanitize_line(response.final_url)
    body, wrong = compare_body(response, path, entry, "")
    if not wrong:
        note = make_problem("warning", "redirect", at, "it is redirected to {to}", to=target)
        return FileComparison(
            (note,), (), frozenset(find_links(body, path, roots)) if path.endswith(".html") else frozenset()
        )
    page = fetch_by_file_name(client, roots, path, entry)
    if page is None:
        message = "it is redirected to {to}, and its own page cannot be compared"
        return FileComparison((make_problem("error", "tampered", at, message, to=target),), requests=4)
    first = roots.find_path(resolve_redirect(response.url, response.redirects[0]))
    if first is None or first not in find_links(page, path, roots):
        message = "it is redirected to {to}, which is not where its page leads"
        return FileComparison((make_problem("error", "tampered", at, message, to=target),), requests=4)
    return FileComparison(requests=4)


def fetch_by_file_name(client: HttpClient, roots: SiteRoots, path: str, entry: ManifestEntry) -> bytes | None:
    """Fetch a page by its file's own name; else by that of its copy, where the server redirects the former too."""
    for name, encoding in ((path, ""), (f"{path}.gz", "gzip")):
        answer = client.get(roots.format_url(name), limit=entry.size + EXTRA_BYTES, follow=False)
        if answer.status != OK:
            continue
        try:
            body = decompress(answer.body, encoding or answer.get_header("content-encoding"), entry.size + EXTRA_BYTES)
        except EncodingError:
            continue
        if sha256(body).hexdigest() == entry.sha256:
            return body
    return None
