"""A running preview, and how long it takes from saving an item until its page shows what was saved."""

import re
import signal
import subprocess
import time
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")
# Seconds between two looks at the page, between two saves, and until we give up.
LOOK, REST, PATIENCE = 0.002, 1.0, 300.0


class Preview:
    """A preview of a site by the real command, of which one page is watched; `start` is the time until it is shown."""

    def __init__(self, bulletin: Path, site: Path, page: str) -> None:
        self.site = site
        self.begun = time.perf_counter()
        command: list[str | Path] = [bulletin, "preview", site, "--port", "0", "--lang", "en"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        while (found := ADDRESS.search(line := self.process.stdout.readline())) is None:
            assert line, "the preview ended before it began"
        address = urlsplit(found[0])
        self.page = address.path + page
        self.connection = HTTPConnection(address.hostname or "", address.port, timeout=PATIENCE)
        self.wait_for("</html>")
        self.start = time.perf_counter() - self.begun

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=PATIENCE)

    def save(self, path: str, word: str) -> float:
        """Save an item with one more word in its body, and give the seconds until its page shows the word."""
        file = self.site / path
        text = file.read_text("utf-8").replace("**", f"**{word} ", 1).encode()
        time.sleep(REST)
        start = time.perf_counter()
        file.write_bytes(text)
        self.wait_for(f"<strong>{word} ")
        return time.perf_counter() - start

    def wait_for(self, text: str) -> None:
        """Ask for the page until it has a text."""
        wanted, end = text.encode(), time.perf_counter() + PATIENCE
        while True:
            self.connection.request("GET", self.page)
            if wanted in self.connection.getresponse().read():
                return
            if time.perf_counter() > end:
                raise SystemExit(f"{self.page} does not show {text}")
            time.sleep(LOOK)
