"""A preview as people start it: a process of its own, its address, and what it said; asserts nothing."""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.waiting import PATIENCE

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S*")


class Running:
    """A running preview."""

    def __init__(self, process: subprocess.Popen[str], errors: Path) -> None:
        self.process = process
        self.errors = errors
        self.lines: queue.Queue[str] = queue.Queue()
        self.address = ""
        self.said: list[str] = []
        assert process.stdout
        self.reader = threading.Thread(target=self.read, args=(process.stdout,), daemon=True)
        self.reader.start()

    def read(self, stream: IO[str]) -> None:
        for line in stream:
            self.lines.put(line.rstrip("\n"))
        self.lines.put("")

    def line(self) -> str:
        """Wait for the next line on standard output; "" at its end."""
        found = self.lines.get(timeout=PATIENCE)
        self.said.append(found)
        return found

    def ready(self) -> str:
        """Wait until the first build is over, and give the address."""
        while (found := ADDRESS.search(line := self.line())) is None:
            assert line, self.errors.read_text("utf-8")
        self.address = found[0]
        self.built()
        return self.address

    def built(self) -> str:
        """Wait for the next build and give what was said of it."""
        return self.line()

    def builds(self) -> int:
        """Count the builds that have been told of since the last look."""
        count = 0
        while not self.lines.empty():
            count += 1
            self.line()
        return count

    def get(self, path: str) -> tuple[int, str]:
        """Ask for a path below the address."""
        try:
            with urlopen(self.address + path, timeout=10) as answer:
                return answer.status, answer.read().decode(errors="surrogateescape")
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def interrupt(self) -> int:
        """Press Ctrl-C and give the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=PATIENCE)


@contextmanager
def running(site: Path, *options: str, ready: bool = True) -> Iterator[Running]:
    """Preview a site at any free port."""
    errors = site.parent / "stderr.txt"
    command = [sys.executable, "-m", "site_builder", "preview", str(site), "--port", "0", "--lang", "en", *options]
    root = Path(__file__).parents[2]
    with (
        errors.open("w", encoding="utf-8") as stderr,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            cwd=root,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        ) as process,
    ):
        found = Running(process, errors)
        try:
            if ready:
                found.ready()
            yield found
        finally:
            if process.poll() is None:
                process.kill()
            process.wait(timeout=PATIENCE)
            found.reader.join(timeout=PATIENCE)
