"""A server is asked again only where that helps, for as long as it wants, and no more is read than is wanted."""

import socket
import threading
from collections.abc import Iterator

import pytest

from site_builder.http_client import open_client
from tests.publishing.loopback import free_port

OK = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
BUSY = b"HTTP/1.1 503 Busy\r\nConnection: close\r\n%sContent-Length: 1\r\n\r\n-"


class Server:
    """Gives one answer after another, each as written and over a connection of its own, and counts the questions."""

    def __init__(self) -> None:
        self.answers: list[bytes] = []
        self.asked = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/"
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self) -> None:
        while True:
            connection, _ = self.socket.accept()
            with connection:
                if not connection.recv(1 << 16):
                    return
                self.asked += 1
                connection.sendall(self.answers.pop(0))

    def close(self) -> None:
        socket.create_connection(self.socket.getsockname()).close()
        self.thread.join()
        self.socket.close()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    found: list[float] = []
    monkeypatch.setattr("time.sleep", found.append)
    return found


@pytest.mark.parametrize(
    ("answers", "asked", "waited", "status", "body", "failure"),
    [
        ([OK % (4, b"page")], 1, [], 200, b"page", ""),
        ([OK % (9999, b"page and more")], 1, [], 200, b"page\0", ""),
        ([OK % (4, b"pa")], 1, [], 200, b"pa", ""),
        ([b"", OK % (4, b"page")], 2, [], 200, b"page", ""),
        ([b""] * 3, 3, [1.0], 0, b"", "Remote end closed connection without response"),
        ([BUSY % b"", OK % (4, b"page")], 2, [1.0], 200, b"page", ""),
        ([BUSY % b"Retry-After: 7\r\n", OK % (4, b"page")], 2, [7], 200, b"page", ""),
        ([BUSY % b"Retry-After: 9999\r\n"] * 3, 3, [20, 20], 503, b"-", ""),
        ([BUSY % b"Retry-After: soon\r\n"] * 3, 3, [1.0, 1.0], 503, b"-", ""),
    ],
)
def test_what_a_server_does(  # noqa: PLR0913, PLR0917 - what it does, and what comes of it
    server: Server,
    waits: list[float],
    answers: list[bytes],
    asked: int,
    waited: list[float],
    status: int,
    body: bytes,
    failure: str,
) -> None:
    server.answers = list(answers)
    with open_client(timeout=5) as client:
        answer = client.get(server.url, limit=4)
    assert (answer.status, answer.body, answer.failure) == (status, body, failure)
    assert (server.asked, waits) == (asked, waited)


def test_where_nobody_listens_it_is_asked_once(waits: list[float]) -> None:
    with open_client() as client:
        assert "refused" in client.get(f"http://127.0.0.1:{free_port()}/", limit=1).failure
    assert waits == []
