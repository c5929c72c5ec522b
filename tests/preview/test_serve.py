"""The preview's HTTP side, a real server and requests as they come: to whom it answers, what, and in which parts."""

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from site_builder.preview.live_reload import PreviewChannel
from site_builder.preview.pages import PreviewState
from site_builder.preview.server import PreviewServer, serve
from site_builder.problem import CommandError, Place, make_problem
from tests.sites import write

BINARY = bytes(range(256)) * 4
FILES: dict[str, str | bytes] = {
    "index.html": "<html><head></head><body class='x'><p>Home</p></body></html>",
    "404.html": "<body>Nothing here</body>",
    "zh/404.html": "<body>没有</body>",
    "news/2024/visit/index.html": "<body>Visit</body>",
    "news/2024/visit/a b.png": BINARY,
    "feed.xml": "<feed/>",
    "sitemap.xml": "<urlset/>",
    "events.ics": "BEGIN:VCALENDAR",
    "assets/style.0123456789.css": "p{}",
    "logo.svg": "<svg/>",
    "robots.txt": "x",
    "search/index.json": "{}",
    "paper.pdf": "x",
    "unknown.qqq": "x",
    ".bulletin-output": "the sign",
}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write(tmp_path_factory.mktemp("preview"), {"secret.txt": "secret"})
    found = write(folder / "out", FILES)
    (found / "link.txt").symlink_to(folder / "secret.txt")
    (found / "far").symlink_to(folder)
    return found


@pytest.fixture(scope="module")
def server(output: Path) -> Iterator[PreviewServer]:
    board = PreviewChannel()
    board.update(PreviewState(number=1))
    before = threading.active_count()
    with serve(0, output, board, str) as found:
        yield found
    assert found.faults == []
    assert threading.active_count() == before


class Answer:
    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status = answer.status
        self.headers = answer.headers
        self.body = answer.read()


def ask(server: PreviewServer, path: str, method: str = "GET", host: str | None = None, **headers: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    connection.putheader("Host", host if host is not None else f"127.0.0.1:{server.server_port}")
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    try:
        return Answer(connection.getresponse())
    finally:
        connection.close()


def raw(server: PreviewServer, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_only_loopback_is_listened_to(server: PreviewServer) -> None:
    assert server.socket.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_our_own_hosts_and_origins_are_answered(server: PreviewServer, name: str) -> None:
    host = f"{name}:{server.server_port}"
    assert ask(server, "/", host=host).status == 200
    assert ask(server, "/", host=host, Origin=f"http://{host}").status == 200


@pytest.mark.parametrize(
    "host", ["evil.example:{}", "127.0.0.1", "localhost:1", "", "127.0.0.1:{}.evil.example", "127.0.0.2:{}"]
)
@pytest.mark.parametrize("path", ["/", "/_preview/events?page=/", "/_preview/preview.js"])
def test_another_host_is_refused(server: PreviewServer, host: str, path: str) -> None:
    answer = ask(server, path, host=host.format(server.server_port))
    assert answer.status == 421
    assert b"Home" not in answer.body


def test_no_host_and_two_hosts_are_refused(server: PreviewServer) -> None:
    host = b"Host: 127.0.0.1:%d\r\n" % server.server_port
    assert raw(server, b"GET / HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 421")
    assert raw(server, b"GET / HTTP/1.1\r\n" + host + b"Host: evil.example\r\n\r\n").startswith(b"HTTP/1.1 421")
    assert raw(server, b"GET / HTTP/1.1\r\n" + host + b"\r\n").startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:{}", "http://127.0.0.1:1", ""])
@pytest.mark.parametrize("path", ["/", "/_preview/events?page=/"])
def test_another_origin_is_refused(server: PreviewServer, origin: str, path: str) -> None:
    assert ask(server, path, Origin=origin.format(server.server_port)).status == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
def test_other_methods_are_refused(server: PreviewServer, method: str) -> None:
    answer = ask(server, "/", method)
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD"


def test_a_whole_address_is_no_path(server: PreviewServer) -> None:
    request = b"GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % server.server_port
    assert raw(server, request).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2E%2E/secret.txt",
        "/.%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/%252e%252e/secret.txt",
        "/news/../../secret.txt",
        "//secret.txt/../../secret.txt",
        "/./index.html",
        "/link.txt",
        "/far/secret.txt",
        "/far/",
        "/.bulletin-output",
        "/%2ebulletin-output",
        "/index.html%00.txt",
        "/%ff",
        "/C:/secret.txt",
        "/_preview/../secret.txt",
        "/_preview/page.py",
        "/_preview/%2e%2e/serve.py",
    ],
)
def test_nothing_outside_is_given(server: PreviewServer, path: str) -> None:
    answer = ask(server, path)
    assert answer.status == 404
    assert b"secret" not in answer.body
    assert b"the sign" not in answer.body


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/assets/style.0123456789.css", "text/css; charset=utf-8"),
        ("/logo.svg", "image/svg+xml"),
        ("/events.ics", "text/calendar; charset=utf-8"),
        ("/feed.xml", "application/atom+xml; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/search/index.json", "application/json"),
        ("/news/2024/visit/a%20b.png", "image/png"),
        ("/paper.pdf", "application/pdf"),
        ("/unknown.qqq", "application/octet-stream"),
        ("/_preview/preview.js", "text/javascript; charset=utf-8"),
        ("/_preview/preview.css", "text/css; charset=utf-8"),
    ],
)
def test_types_are_right_and_nothing_is_kept(server: PreviewServer, path: str, kind: str) -> None:
    for method in ("GET", "HEAD"):
        answer = ask(server, path, method)
        assert answer.status == 200
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert bool(answer.body) == (method == "GET")
        assert int(answer.headers["Content-Length"]) > 0


def test_a_page_is_given_with_our_script_and_nothing_else_is_changed(server: PreviewServer) -> None:
    body = ask(server, "/").body.decode()
    before, _, rest = str(FILES["index.html"]).partition("<p>")
    assert body.startswith(before)
    assert body.endswith("<p>" + rest)
    assert 'src="/_preview/preview.js"' in body
    assert ask(server, "/news/2024/visit/a%20b.png").body == BINARY


def test_a_folder_without_its_slash_is_sent_on(server: PreviewServer) -> None:
    answer = ask(server, "/news/2024/visit")
    assert (answer.status, answer.headers["Location"]) == (301, "/news/2024/visit/")
    assert ask(server, "/news/2024/visit/").status == 200
    assert ask(server, "/news/").status == 404


def test_what_is_missing_gets_the_404_page_of_its_language(server: PreviewServer) -> None:
    answer = ask(server, "/nothing/here/")
    assert answer.status == 404
    assert b"Nothing here" in answer.body
    assert b"/_preview/preview.js" in answer.body
    assert "没有" in ask(server, "/zh/nothing/").body.decode()


@pytest.mark.parametrize(
    ("asked", "status", "content", "body"),
    [
        ("bytes=0-3", 206, "bytes 0-3/1024", BINARY[:4]),
        ("bytes=1000-", 206, "bytes 1000-1023/1024", BINARY[1000:]),
        ("bytes=1000-9999", 206, "bytes 1000-1023/1024", BINARY[1000:]),
        ("bytes=-10", 206, "bytes 1014-1023/1024", BINARY[-10:]),
        ("bytes=-9999", 206, "bytes 0-1023/1024", BINARY),
        ("bytes=1023-1023", 206, "bytes 1023-1023/1024", BINARY[-1:]),
        ("bytes=1024-", 416, "bytes */1024", b""),
        ("bytes=-0", 416, "bytes */1024", b""),
        ("bytes=5-3", 200, None, BINARY),
        ("bytes=0-1,5-6", 200, None, BINARY),
        ("lines=0-1", 200, None, BINARY),
        ("bytes=x-", 200, None, BINARY),
    ],
)
def test_ranges(server: PreviewServer, asked: str, status: int, content: str | None, body: bytes) -> None:
    answer = ask(server, "/news/2024/visit/a%20b.png", Range=asked)
    assert (answer.status, answer.headers["Content-Range"], answer.body) == (status, content, body)


def test_a_range_of_a_page_fits_what_is_sent(server: PreviewServer) -> None:
    whole = ask(server, "/").body
    part = ask(server, "/", Range="bytes=10-19")
    assert (part.status, part.body) == (206, whole[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(whole)}"
    assert ask(server, "/", Range=f"bytes={len(whole)}-").status == 416


def test_head_and_if_range_ask_for_all(server: PreviewServer) -> None:
    assert ask(server, "/paper.pdf", "HEAD", Range="bytes=0-0").status == 200
    assert ask(server, "/paper.pdf", If_Range='"x"', Range="bytes=0-0").status == 200


def test_below_a_base_path(output: Path) -> None:
    board = PreviewChannel()
    board.update(PreviewState(number=1, base="/town/"))
    with serve(0, output, board, str) as server:
        assert ask(server, "/town/").status == 200
        assert ask(server, "/town/logo.svg").status == 200
        assert ask(server, "/logo.svg").status == 404
        for path in ("/", "/town"):
            answer = ask(server, path)
            assert (answer.status, answer.headers["Location"]) == (302, "/town/")


def test_before_the_first_build_a_page_waits(tmp_path: Path) -> None:
    board = PreviewChannel()
    found = make_problem("error", "date", Place("content/news/a.md", 3, 7, "date: </script>"), "wrong")
    board.update(PreviewState(number=1, problems=(found,)))
    with serve(0, tmp_path / "none", board, str) as server:
        answer = ask(server, "/news/")
        assert answer.status == 503
        assert b"content/news/a.md:3:7" in answer.body
        assert b"date: </script>" not in answer.body


def test_a_port_that_is_taken_is_passed_over(output: Path) -> None:
    with (
        serve(0, output, PreviewChannel(), str) as first,
        serve(first.server_port, output, PreviewChannel(), str) as second,
    ):
        assert first.server_port < second.server_port <= first.server_port + 100


def test_no_port_is_free(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_builder.preview.server.MAX_PORTS_TRIED", 1)
    with ExitStack() as stack:
        first = stack.enter_context(serve(0, output, PreviewChannel(), str))
        with pytest.raises(CommandError) as refused:
            stack.enter_context(serve(first.server_port, output, PreviewChannel(), str))
    assert refused.value.status == 3


def test_the_end_does_not_wait_for_browsers(output: Path) -> None:
    with serve(0, output, PreviewChannel(), str) as server:
        host = f"127.0.0.1:{server.server_port}"
        silent = socket.create_connection(("127.0.0.1", server.server_port), timeout=10)
        listening = http.client.HTTPConnection(host, timeout=10)
        listening.request("GET", "/_preview/events?page=/")
        answer = listening.getresponse()
        assert answer.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        assert answer.readline() == b"retry: 500\n"
    assert b"data:" in answer.read()
    silent.close()
    listening.close()


def test_every_build_is_told(server: PreviewServer) -> None:
    listening = http.client.HTTPConnection(f"127.0.0.1:{server.server_port}", timeout=10)
    listening.request("GET", "/_preview/events?page=%2Fnews%2F2024%2Fvisit%2F")
    answer = listening.getresponse()
    lines = iter(answer.readline, b"")

    def told() -> bytes:
        return next(line for line in lines if line.startswith(b"data:"))

    assert b'"number": 1,' in told()
    server.channel.update(PreviewState(number=2))
    assert b'"number": 2,' in told()
    listening.close()
