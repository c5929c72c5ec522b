"""A published site behind a plain web server, and commands run from its folder; asserts nothing."""

import functools
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from site_builder.cli.commands import main
from tests.publishing.test_publish import Town
from tests.sites import article


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Keep quiet."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder, which may be a link that is switched; gives its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Silent, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


class Said(NamedTuple):
    """What a command ended with and printed."""

    status: int
    out: str
    err: str

    @property
    def record(self) -> dict[str, Any]:
        record: dict[str, Any] = json.loads(self.out)
        return record

    def errors(self) -> list[tuple[str, str]]:
        return [(p["rule"], p["path"]) for p in self.record["problems"] if p["severity"] == "error"]


class Bulletin:
    """Runs commands in a site's folder, as its editor does."""

    def __init__(self, town: Town, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.town, self.capsys, self.patch = town, capsys, patch

    def __call__(self, *arguments: str, status: int | None = 0, site: Path | None = None) -> Said:
        self.capsys.readouterr()
        self.patch.chdir(site or self.town.site)
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        said = Said(int(ended.value.code or 0), *self.capsys.readouterr())
        assert status in {None, said.status}, said
        return said

    def write(self, words: str) -> None:
        """Give the site something new to publish."""
        self.town.edit("about.md", article("title: About", f"{words}.\n"))

    @property
    def live(self) -> Path:
        return self.town.there / "current"

    def falsify(self, path: str, **more: str) -> None:
        """Change a live page, and its entry in the manifest so that both agree; and more of the manifest."""
        (self.live / path).write_bytes(data := (self.live / path).read_bytes() + b"<!-- -->")
        file = self.live / "bulletin-manifest.json"
        manifest = json.loads(file.read_bytes()) | more
        manifest["files"][path] = {"sha256": sha256(data).hexdigest(), "size": len(data)}
        file.write_text(json.dumps(manifest))
        for twin in self.live.glob(f"{path}.*"):
            twin.unlink()

    def switch(self, release: str) -> None:
        """Make a kept release live, as somebody does who can write there."""
        self.live.unlink()
        self.live.symlink_to(f"releases/{release}")
