"""Fetches from a web server, politely: few connections that are kept, patience when it asks for it; judges nothing."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ssl import SSLCertVerificationError
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from msgspec import Struct
from urllib3 import BaseHTTPResponse, PoolManager
from urllib3.exceptions import HTTPError, InvalidHeader, MaxRetryError
from urllib3.util import Retry

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
# Whom it is of no use to ask again.
FINAL = (ConnectionRefusedError, SSLCertVerificationError)
USER_AGENT = "bulletin-verify (checks a site against its manifest)"
# What stands for itself in a path; the rest is percent-encoded.
SAFE = "/:@!$&'()*+,;=~%"


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


class Patience(Retry):
    """How often is asked again, and how long is waited before: a second where a busy server does not say."""

    def get_retry_after(self, response: BaseHTTPResponse) -> float:
        """Give how long a busy server wants to be left alone, in seconds."""
        with suppress(InvalidHeader):
            wanted = super().get_retry_after(response)
            if wanted is not None:
                return wanted
        return 1.0


# The first time it is asked again immediately, then after a second.
PATIENT = Patience(TRIES - 1, allowed_methods=None, backoff_factor=0.5, retry_after_max=MAX_RETRY_AFTER)


class HttpClient:
    """The connections of one verification, shared by its threads: a few to each host."""

    def __init__(self, agent: str = USER_AGENT, timeout: float = TIMEOUT) -> None:
        """Begin without a connection; `agent` is what servers are told who asks, `timeout` is in seconds."""
        self.agent = agent
        self.pools = PoolManager(maxsize=CONNECTIONS, block=True, timeout=timeout)

    def get(
        self, url: str, *, limit: int, encoding: str = "identity", follow: bool = True, method: str = "GET"
    ) -> HttpResponse:
        """Fetch an address; never raises for what the server does, the HttpResponse says it."""
        hops: list[str] = []
        current = encode_url(url)
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
        headers = {"Accept-Encoding": encoding, "User-Agent": self.agent, "Accept": "*/*"}
        retries = PATIENT
        while True:
            response: BaseHTTPResponse | None = None
            failure: HTTPError | None = None
            try:
                response = self.pools.request(
                    method, url, headers=headers, retries=False, redirect=False, preload_content=False
                )
                received = {name.lower(): value for name, value in response.headers.items()}
                answer = HttpResponse(url, response.status, received, read_body(response, limit))
                if answer.status not in BUSY:
                    return answer
            except HTTPError as error:
                response, failure, cause = None, error, find_cause(error)
                answer = HttpResponse(url, failure=str(cause) or type(cause).__name__)
                if isinstance(cause, FINAL):
                    return answer
            try:
                retries = retries.increment(method, url, response, failure)
            except MaxRetryError:
                return answer
            retries.sleep(response)

    def close(self) -> None:
        """Close every connection."""
        self.pools.clear()


def read_body(response: BaseHTTPResponse, limit: int) -> bytes:
    """Read up to `limit` bytes; where there is more, one byte stands for it, and it is not waited for."""
    try:
        body = response.read(limit + 1, decode_content=False)
        return body if len(body) <= limit else body[:limit] + b"\0"
    finally:
        if not response.closed:  # the connection cannot be used again
            response.close()
        response.release_conn()


def find_cause(error: BaseException) -> BaseException:
    """Give the error of the machine or of the connection that another was made of."""
    while inner := error.__cause__ or error.__context__:
        error = inner
    return error


@contextmanager
def open_client(agent: str = USER_AGENT, timeout: float = TIMEOUT) -> Iterator[HttpClient]:
    """Give a client; its connections are closed afterwards."""
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
    return f"{parts.scheme}://{quote(parts.netloc, safe=':@[]')}{quote(parts.path, safe=SAFE)}" if good else ""


def encode_url(url: str) -> str:
    """Write an address as a connection needs it: its host in the ASCII form (RFC 3490), its path percent-encoded."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    with suppress(UnicodeError):
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    netloc = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port else ""
    path, query = quote(parts.path, safe=f"{SAFE}?"), quote(parts.query, safe=f"{SAFE}?")
    return urlunsplit((parts.scheme, netloc + port, path, query, ""))


def parse_root_url(written: str) -> str:
    """Give the address of a release's root as people write it, with a `/` at its end; raises CommandError (2)."""
    try:
        parts = urlsplit(written.strip())
        good = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        good = False
    if not good:
        raise CommandError(2, '"{url}" is not the address of a web site', url=written)
    path = quote(parts.path.removesuffix("index.html").strip("/"), safe=SAFE)
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}/{path}{'/' if path else ''}"
