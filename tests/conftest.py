"""What several test modules share: a browser, the Nu HTML checker, a web server."""

import gc
import json
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from site_builder.building import render, theme
from site_builder.building.theme import find_references
from tests.sites import compiling_once, compressing_once

if TYPE_CHECKING:
    from playwright.sync_api import Browser

from site_builder import acceleration

Vnu = Callable[[Path | Sequence[Path]], list[dict[str, Any]]]
Serve = Callable[[Path], str]

VNU_JAR = Path(__file__).parent / "browser/node_modules/vnu-jar/build/dist/vnu.jar"

ENOUGH_MEMORY = 8 << 30

# The same places are searched by tests/browser/setup.sh.
CHROMIUM_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
CHROMIUM_OPTIONS = (
    "--no-sandbox",  # Chromium will not run as root without it
    "--disable-gpu",
    # Nothing that would ask for anything beyond this machine.
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_configure() -> None:
    """Let sites of tests lie in memory where the system has a place for that, unless TMPDIR names another.

    Where a change is judged (CI), examples by chance are the same each time; elsewhere each run tries others. None has
    to be quick: a busy machine is no mistake.
    """
    settings.register_profile("usual", deadline=None)
    settings.register_profile("judged", deadline=None, derandomize=True)
    settings.load_profile("judged" if os.environ.get("CI") else "usual")
    memory = Path("/dev/shm")  # noqa: S108 - the folder of that kind which Linux has; pytest makes its own below it
    if "TMPDIR" not in os.environ and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= ENOUGH_MEMORY:
        os.environ["TMPDIR"] = tempfile.tempdir = str(memory)


def pytest_xdist_auto_num_workers() -> int:
    """Run two processes of tests more than there are processors: those of publishing and browsers often wait."""
    return 2 + (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def pytest_collection_finish() -> None:
    """Spare the garbage collector what was imported and collected: it stays to the end."""
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def made_once() -> Iterator[None]:
    with compiling_once(), compressing_once():
        yield


@pytest.fixture
def templates_compiled_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program read and compile templates as it does for users, and keep what comes of it in the site."""
    monkeypatch.setattr(render, "make_fast_environment", theme.make_fast_environment)
    monkeypatch.setattr(render, "make_plain_environment", theme.make_plain_environment)
    monkeypatch.setattr(theme, "find_references", find_references)


def chromium_path() -> str | None:
    """Find Chromium as the system has it; the environment variable CHROMIUM names another one."""
    named = os.environ.get("CHROMIUM")
    return next(filter(None, map(shutil.which, [named] if named else CHROMIUM_NAMES)), None)


@pytest.fixture(scope="session", autouse=True)
def user_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A place for what is kept for a user, not the one of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("user-cache")))
        yield


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """Chromium, started once."""
    from playwright.sync_api import sync_playwright

    path = chromium_path()
    if path is None:
        pytest.fail("Chromium is missing; `make test` installs it, or says how.", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def vnu() -> Vnu:
    """Give the messages of the Nu HTML checker about some files, or about all HTML files below a folder.

    The checker is started once a call, which takes about a second: give it many files at a time.
    Each message has `type` (`error` or `info`), `url`, `message` and mostly `lastLine` and `extract`.
    """
    if shutil.which("java") is None or not VNU_JAR.is_file():
        pytest.fail("Java or the Nu HTML checker is missing; `make test` installs them, or says how.", pytrace=False)

    def check(paths: Path | Sequence[Path]) -> list[dict[str, Any]]:
        files = sorted(paths.rglob("*.html")) if isinstance(paths, Path) and paths.is_dir() else paths
        files = [files] if isinstance(files, Path) else files
        if not files:
            pytest.fail("There is no file for the Nu HTML checker: that would pass whatever is wrong.")
        command: list[str | Path] = [
            "java",
            "-jar",
            VNU_JAR,
            "--format",
            "json",
            "--exit-zero-always",
            "--stdout",
            *files,
        ]
        done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
        messages: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
        return messages

    return check


class StaticHandler(SimpleHTTPRequestHandler):
    """Answers like a plain static web server: index.html for a folder, 404.html for what is missing."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def list_directory(self, path: str | os.PathLike[str]) -> BytesIO | None:  # noqa: ARG002 (the name is given)
        self.send_error(HTTPStatus.NOT_FOUND)
        return None

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is given)
        """Keep quiet."""


@pytest.fixture(scope="module")
def accelerated() -> Iterator[None]:
    """Second ways are taken whatever the environment says: for tests that compare them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(acceleration, "ACCELERATED", True)
        yield


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """Serve folders until the session ends."""
    with serving() as start:
        yield start


@contextmanager
def serving(handler: type[StaticHandler] = StaticHandler) -> Iterator[Serve]:
    """Serve a folder on a free port of 127.0.0.1 and give its address, without a slash at the end."""
    with ExitStack() as stack:

        def start(folder: Path) -> str:
            server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
            stack.callback(server.server_close)
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_port}"

        yield start
