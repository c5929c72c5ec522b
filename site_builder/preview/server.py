"""Serves the output to this machine's own browsers; never to another host or site, never what lies outside of it."""

import mimetypes
import os
import re
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import IO, Any
from urllib.parse import parse_qs

from site_builder import urls
from site_builder.preview.live_reload import PreviewChannel, stream_events
from site_builder.preview.pages import (
    DESK_PATH,
    HERE,
    PREVIEW_FILES,
    PREVIEW_PREFIX,
    PageResponse,
    PreviewState,
    find_response,
    insert_state,
    make_page_state,
)
from site_builder.problem import CommandError, Translate

LOOPBACK = "127.0.0.1"
NAMES = (LOOPBACK, "localhost", "[::1]")
HIGHEST_PORT = 65535
# How many ports are tried from the one asked for.
MAX_PORTS_TRIED = 100
BLOCK = 1 << 18
# Seconds that a browser may take to say what it wants; they open connections before they need them.
REQUEST_TIMEOUT = 30.0
HTML = "text/html; charset=utf-8"
# What the system's own table may have otherwise, or without a charset.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": HTML,
    ".ics": "text/calendar; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}
FEED = "application/atom+xml; charset=utf-8"
SECURITY_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}
# RFC 9110, section 14.1.2: from-to, from-, or -length from the end.
RANGE = re.compile(r"bytes=(?:(\d+)-(\d*)|-(\d+))")


class PreviewServer(ThreadingHTTPServer):
    """The server of one preview; knows its open connections, so that none is left when it ends."""

    daemon_threads = False
    block_on_close = True
    # On Windows the option would let two servers share a port.
    allow_reuse_address = os.name != "nt"
    allow_reuse_port = False

    def __init__(self, port: int, output: Path, channel: PreviewChannel, say: Translate) -> None:
        """Take a port; raises OSError where it is taken."""
        self.output = output
        self.channel = channel
        self.say = say
        self.connections: set[socket.socket] = set()
        self.lock = threading.Lock()
        self.faults: list[BaseException] = []
        super().__init__((LOOPBACK, port), PreviewHandler)
        self.hosts = frozenset(f"{name}:{self.server_port}" for name in NAMES)
        if self.server_port == 80:  # noqa: PLR2004 - browsers leave this one out
            self.hosts |= frozenset(NAMES)

    def server_bind(self) -> None:
        """Take the address without asking anyone for this machine's name."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.socket.getsockname()[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember a connection and let a thread answer it."""
        with self.lock:
            self.connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget a connection and close it."""
        with self.lock:
            self.connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - the names are given
        """Keep what went wrong, but for browsers that hung up; the default would print it."""
        error = sys.exception()
        if error is not None and not isinstance(error, OSError):
            self.faults.append(error)

    def close_connections(self) -> None:
        """End every connection, so that no thread waits for one."""
        self.channel.close()
        with self.lock:
            for each in self.connections:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)


@contextmanager
def serve(port: int, output: Path, channel: PreviewChannel, say: Translate) -> Iterator[PreviewServer]:
    """Serve an output folder for as long as it lasts, at a port or the next free one; else raises CommandError."""
    server = bind_server(port, output, channel, say)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True)
    try:
        thread.start()
        yield server
    finally:
        if thread.is_alive():
            server.shutdown()
            thread.join()
        server.close_connections()
        server.server_close()


def bind_server(port: int, output: Path, channel: PreviewChannel, say: Translate) -> PreviewServer:
    """Take the first free port from one on."""
    for each in range(port, min(port + MAX_PORTS_TRIED, HIGHEST_PORT + 1)):
        with suppress(OSError):
            return PreviewServer(each, output, channel, say)
    raise CommandError(3, "no port from {port} on is free", port=port)


class PreviewHandler(BaseHTTPRequestHandler):
    """Answers one request and closes the connection."""

    server: PreviewServer
    protocol_version = "HTTP/1.1"
    timeout = REQUEST_TIMEOUT

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Give the answer to a method: to GET and HEAD alike, and to every other one."""
        if not name.startswith("do_"):
            raise AttributeError(name)
        return self.respond if name in {"do_GET", "do_HEAD"} else self.refuse_method

    def respond(self) -> None:
        """Answer with the thing itself."""
        refusal = self.find_refusal()
        path, _, query = self.path.partition("?")
        if refusal:
            self.refuse(refusal)
        elif path == f"{PREVIEW_PREFIX}events":
            self.send_events(query)
        elif path.startswith(PREVIEW_PREFIX):
            self.send_preview_file(path.removeprefix(PREVIEW_PREFIX))
        else:
            self.send_output()

    def refuse_method(self) -> None:
        """Refuse every other method."""
        self.refuse(self.find_refusal() or HTTPStatus.METHOD_NOT_ALLOWED)

    def find_refusal(self) -> HTTPStatus | None:
        """Tell why a request is not answered: it means another host (DNS rebinding), or comes from another site."""
        hosts, origins = self.headers.get_all("Host", []), self.headers.get_all("Origin", [])
        if len(hosts) != 1 or hosts[0].strip().lower() not in self.server.hosts:
            return HTTPStatus.MISDIRECTED_REQUEST
        if any(each.strip().lower().removeprefix("http://") not in self.server.hosts for each in origins):
            return HTTPStatus.FORBIDDEN
        return None if self.path.startswith("/") else HTTPStatus.BAD_REQUEST

    def refuse(self, status: HTTPStatus) -> None:
        """Answer with a status and its name."""
        allow = {"Allow": "GET, HEAD"} if status == HTTPStatus.METHOD_NOT_ALLOWED else {}
        self.send_answer(status, "text/plain; charset=utf-8", f"{status.value} {status.phrase}\n".encode(), **allow)

    def send_output(self) -> None:
        """Answer with a page and what stands on it, with a file, or with where to go."""
        state = self.server.channel.state
        response = find_response(self.server.output, state, self.path)
        if response.location:
            self.send_answer(response.status, HTML, b"", Location=response.location)
        elif response.data is not None:
            self.send_page(response.status, insert_state(response.data, self.make_state(state, response)))
        elif response.file is not None:
            self.send_file(response.file)

    def send_preview_file(self, name: str) -> None:
        """Answer with a file of the preview's own."""
        if name in PREVIEW_FILES:
            self.send_answer(HTTPStatus.OK, PREVIEW_FILES[name], (HERE / name).read_bytes())
        else:
            self.refuse(HTTPStatus.NOT_FOUND)

    def send_events(self, query: str) -> None:
        """Tell a page what becomes of it, until one of the two goes away."""
        page = parse_qs(query).get("page", ["/"])[0]
        self.send_head(HTTPStatus.OK, "text/event-stream; charset=utf-8", {})
        if self.command == "HEAD":
            return
        for event in stream_events(
            self.server.channel, lambda now: self.make_state(now, find_response(self.server.output, now, page))
        ):
            self.wfile.write(event)
            self.wfile.flush()

    def make_state(self, state: PreviewState, response: PageResponse) -> dict[str, object]:
        """Give what a page is told; who looks at the desk wants to know what a publish would change."""
        if response.path == DESK_PATH:
            self.server.channel.ask_comparison()
        return make_page_state(state, response, self.server.say)

    def send_page(self, status: HTTPStatus, data: bytes) -> None:
        """Answer with a page, or the part of it that was asked for."""
        part = self.parse_range(len(data)) if status == HTTPStatus.OK else None
        if part is None:
            self.send_answer(status, HTML, data, **{"Accept-Ranges": "bytes"})
        elif part:
            content = {"Content-Range": f"bytes {part.start}-{part.stop - 1}/{len(data)}"}
            self.send_answer(HTTPStatus.PARTIAL_CONTENT, HTML, data[part.start : part.stop], **content)
        else:
            self.refuse_range(len(data))

    def send_file(self, file: Path) -> None:
        """Answer with a file, or the part of it that was asked for, block by block."""
        try:
            stream = file.open("rb")
        except OSError:
            self.refuse(HTTPStatus.NOT_FOUND)
            return
        with stream:
            size = os.fstat(stream.fileno()).st_size
            part = self.parse_range(size)
            if part is not None and not part:
                self.refuse_range(size)
                return
            here = part if part is not None else range(size)
            headers = {"Accept-Ranges": "bytes", "Content-Length": str(len(here))}
            if part is not None:
                headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
            self.send_head(
                HTTPStatus.OK if part is None else HTTPStatus.PARTIAL_CONTENT, find_content_type(file.name), headers
            )
            if self.command != "HEAD":
                self.send_range(stream, here)

    def send_range(self, stream: IO[bytes], part: range) -> None:
        """Send a part of a file; one that became shorter meanwhile ends the connection too early, as it should."""
        stream.seek(part.start)
        left = len(part)
        while left and (block := stream.read(min(BLOCK, left))):
            self.wfile.write(block)
            left -= len(block)

    def parse_range(self, size: int) -> range | None:
        """Give the bytes asked for; empty where there are none, None for all.

        Ranges that cannot be read, several at once, and those that hang on an `If-Range` count as no range
        (RFC 9110, section 14.2).
        """
        asked = self.headers.get("Range")
        found = RANGE.fullmatch(asked.strip()) if asked else None
        if found is None or self.command != "GET" or "If-Range" in self.headers:
            return None
        first, last, length = found.groups()
        if length:
            return range(max(0, size - int(length)), size)
        if last and int(last) < int(first):
            return None
        return range(int(first), min(int(last) + 1, size) if last else size)

    def refuse_range(self, size: int) -> None:
        """Refuse a part that is not there."""
        status = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
        self.send_answer(status, "text/plain; charset=utf-8", b"", **{"Content-Range": f"bytes */{size}"})

    def send_answer(self, status: HTTPStatus, kind: str, data: bytes, **headers: str) -> None:
        """Send an answer that is at hand."""
        self.send_head(status, kind, headers | {"Content-Length": str(len(data))})
        if self.command != "HEAD":
            self.wfile.write(data)

    def send_head(self, status: HTTPStatus, kind: str, headers: dict[str, str]) -> None:
        """Send status and headers."""
        self.send_response(status)
        for name, value in ({"Content-Type": kind} | headers | SECURITY_HEADERS | {"Connection": "close"}).items():
            self.send_header(name, value)
        self.end_headers()

    def version_string(self) -> str:
        """Name the server without its versions."""
        return "bulletin"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
        """Keep quiet."""


def find_content_type(name: str) -> str:
    """Give the content type of a file by its name."""
    if name == urls.FEED:
        return FEED
    suffix = Path(name).suffix.lower()
    return TYPES.get(suffix) or mimetypes.MimeTypes().guess_type(f"x{suffix}")[0] or "application/octet-stream"
