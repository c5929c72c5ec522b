"""Fetches from a web server, politely: few connections that are kept, patience when it asks for it; judges nothing."""

import http.client
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urljoin, urlsplit

from msgspec import Struct

from site_builder.problem import CommandError

CONNECTIONS = 4
TIMEOUT = 30.0
TRIES = 3
# The longest that a server's Retry-After is heeded, in seconds.
MAX_RETRY_AFTER = 20
MAX_REDIRECTS = 5
OK = 200
REDIRECTED = frozenset([301, 302, 303, 307, 308])
BUSY = frozenset([429, 503])
USER_AGENT = "bulletin-verify (checks a site against its manifest)"


class HttpResponse(Struct, frozen=True):
    """What a server answered: status, headers by name in small letters, body as it came, at most as much as allowed.

    `redirects` are the addresses it was led to, the last the one that answered; `failure` says why there is no answer.
    """

    url: str
    status: int = 0
    headers: dict[str, str] = {}
    body: bytes = b""
    redirects: tuple[str, ...] = ()
    failure: str = ""

    @property
    def final_url(self) -> str:
        """The address that answered."""
        return self.redirects[-1] if self.redirects else self.url

    def get_header(self, name: str) -> str:
        """Give a header; empty where there is none."""
        return self.headers.get(name, "")


class HttpClient:
    """The connections of one verification: each thread has its own to each host."""

    def __init__(self, agent: str = USER_AGENT, timeout: float = TIMEOUT) -> None:
        """Begin without a connection; `agent` is what servers are told who asks, `timeout` is in seconds."""
        self.agent = agent
        self.timeout = timeout
        self.local = threading.local()
        self.connections: list[http.client.HTTPConnection] = []

    def get(
        self, url: str, *, limit: int, encoding: str = "identity", follow: bool = True, method: str = "GET"
    ) -> HttpResponse:
        """Fetch an address; never raises for what the server does, the Answer says it."""
        hops: list[str] = []
        current = url
        while True:
            answer = self.request_with_retries(current, limit, encoding, method)
            to = answer.get_header("location")
            if answer.status not in REDIRECTED or not to or not follow or len(hops) == MAX_REDIRECTS:
                return HttpResponse(url, answer.status, answer.headers, answer.body, tuple(hops), answer.failure)
            current = resolve_redirect(current, to)
            if not current:
                return HttpResponse(url, answer.status, answer.headers, b"", tuple(hops), "redirect")
            hops.append(current)

    def request_with_retries(self, url: str, limit: int, encoding: str, method: str) -> HttpResponse:
        """Ask up to three times where the connection fails, or the server is busy."""
        failure = ""
        for left in range(TRIES - 1, -1, -1):
            try:
                answer = self.request_once(url, limit, encoding, method)
            except (OSError, http.client.HTTPException) as error:
                self.close_connection(url)
                failure = str(error) or type(error).__name__
                if isinstance(error, ssl.SSLCertVerificationError | ConnectionRefusedError):
                    break
                continue
            if answer.status not in BUSY or not left:
                return answer
            time.sleep(parse_retry_after(answer.get_header("retry-after")))
        return HttpResponse(url, failure=failure)

    def request_once(self, url: str, limit: int, encoding: str, method: str) -> HttpResponse:
        """Ask once and read what comes, up to `limit` bytes."""
        parts = urlsplit(url)
        connection = self.get_connection(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"Accept-Encoding": encoding, "User-Agent": self.agent, "Accept": "*/*"}
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        body = response.read(limit)
        if response.read(1):  # more than anyone wants: what is left is not waited for
            body += b"\0"
            self.close_connection(url)
        response_headers = {name.lower(): value for name, value in response.getheaders()}
        return HttpResponse(url, response.status, response_headers, body)

    def get_connection(self, url: str) -> http.client.HTTPConnection:
        """Give this thread's connection to the host of an address."""
        known: dict[tuple[str, str], http.client.HTTPConnection] = self.local.__dict__.setdefault("known", {})
        parts = urlsplit(url)
        key = (parts.scheme, parts.netloc)
        if key not in known:
            make = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
            known[key] = make(parts.hostname or "", parts.port, timeout=self.timeout)
            self.connections.append(known[key])
        return known[key]

    def close_connection(self, url: str) -> None:
        """Close this thread's connection to a host; the next request opens another."""
        self.get_connection(url).close()

    def close(self) -> None:
        """Close every connection."""
        for each in self.connections:
            each.close()


@contextmanager
def open_client(agent: str = USER_AGENT, timeout: float = TIMEOUT) -> Iterator[HttpClient]:
    """Give a Fetcher, and close its connections."""
    made = HttpClient(agent, timeout)
    try:
        yield made
    finally:
        made.close()


def resolve_redirect(base_url: str, to: str) -> str:
    """Give the address that a Location means, seen from another; empty for one that is not of the web."""
    try:
        parts = urlsplit(urljoin(base_url, to))
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return ""
    safe = "/:@!$&'()*+,;=~%"
    return f"{parts.scheme}://{quote(parts.netloc, safe=':@[]')}{quote(parts.path, safe=safe)}" if good else ""


def parse_retry_after(written: str) -> int:
    """Give how long to wait for a busy server, in seconds."""
    return min(int(written), MAX_RETRY_AFTER) if written.isascii() and written.isdigit() else 1


def parse_root_url(written: str) -> str:
    """Give the address of a release's root as people write it, with a `/` at its end; raises CommandError (2)."""
    try:
        parts = urlsplit(written.strip())
        good = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        good = False
    if not good:
        raise CommandError(2, '"{url}" is not the address of a web site', url=written)
    path = quote(parts.path.removesuffix("index.html").strip("/"), safe="/:@!$&'()*+,;=~%")
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}/{path}{'/' if path else ''}"
