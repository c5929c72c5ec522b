"""What readers may meet where a host cannot switch by one step; and publishers that are cut off, as they are finished.

On S3 a publisher is killed at a random request, on FTPS at a random command or block of data. LONG=1 does it at length,
SEED repeats a run (tests/lengths.py).
"""

import itertools
import os
import platform
import signal
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.httpsession import URLLib3Session

from site_builder.config.small_tables import Storage
from site_builder.publishing.targets.open_target import open_target
from site_builder.publishing.targets.target import TargetSettings
from tests.lengths import choose_length
from tests.publishing.ftps_server import PASSWORD
from tests.publishing.hosts import FtpsHost, Host, S3Host, own_credentials
from tests.publishing.test_kill import Shop, publish_and_exit, tell, whole
from tests.waiting import wait_for_child

pytestmark = pytest.mark.slow


@pytest.fixture
def bucket(s3_endpoint: str, tmp_path: Path) -> Iterator[S3Host]:
    with own_credentials(tmp_path):
        yield S3Host(s3_endpoint)


@pytest.fixture
def web_space(ftps: tuple[int, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FtpsHost:
    port, root, certificate = ftps
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setenv("BULLETIN_PASSWORD", PASSWORD)
    return FtpsHost(port, root / tmp_path.name)


class MirrorShop(Shop):
    """Makes release after release for a bucket, and judges what readers get meanwhile."""

    def __init__(self, folder: Path, host: Host, place: tuple[type, str], private: str) -> None:
        """`place` is the method by which something is sent, `private` what the paths of what is kept begin with."""
        storage = Storage(endpoint=getattr(host, "endpoint", ""), acl="public-read")
        super().__init__(folder, folder, lambda: open_target("live", host.to, None, TargetSettings(storage=storage)))
        self.host, self.place, self.private = host, place, private
        self.sent = 0

    def contents(self) -> dict[str, str | bytes]:
        """Give the next release a stylesheet of its own, too, and a page that no other has."""
        own = {f"assets/style.{self.number}.css": f"p {{ order: {self.number} }}\n" * 200}
        return {**super().contents(), **own, f"only/{self.number}/index.html": f"<p>Only here: {self.number}.</p>"}

    def served(self) -> dict[str, bytes]:
        return self.host.served()

    def settle_on(self, folder: Path) -> None:
        """Take what readers get of a release for what has to be live."""
        self.live = {path: data for path, data in whole(folder).items() if not path.startswith(".")}

    def succeed(self) -> None:
        """Publish as it should be: readers get the new site, and nothing that nobody leads to is left."""
        staged = self.staged()
        self.release(staged)
        self.settle_on(staged.folder)
        self.previous = staged.manifest
        assert without_copies(self.served()) == without_copies(self.live)
        everything = self.host.everything()
        assert not [path for path in everything if "bulletin-part-" in path or "/.lock" in path]
        state = {path: data for path, data in everything.items() if path.startswith(self.private)}
        assert not [path for path in state if path.endswith(("/lock", "/switching"))]
        listed = [data for path, data in state.items() if "/releases/" in path or "/records/" in path]
        digests = {line.split()[0].decode() for each in listed for line in each.splitlines()}
        assert {path.rpartition("/")[2] for path in state if "/objects/" in path} == digests

    def cut_off(self) -> str:
        """Kill a publisher at a random request; say what is live then. The next one finishes what was begun."""
        old, staged, last = without_copies(self.live), self.staged(), self.chance.randrange(1, self.sent + 1)
        process = os.fork()
        if not process:
            count_sent(*self.place, last)
            publish_and_exit(lambda: self.release(staged), 0)
        wait_for_child(process)
        new = {path: data for path, data in whole(staged.folder).items() if not path.startswith(".")}
        found = self.judge(old, without_copies(new))
        with self.reach().hold_lock("ben@town-hall"):
            finished = without_copies(self.served())
        assert finished in (old, without_copies(new))
        assert found == "old" or finished == without_copies(new)
        if finished != old:
            self.settle_on(staged.folder)
            self.previous = staged.manifest
        return "old" if finished == old else "new"

    def judge(self, old: dict[str, bytes], new: dict[str, bytes]) -> str:
        """No page comes before its files, and old files stay as long as an old page leads to them."""
        found = {path: data for path, data in without_copies(self.served()).items() if not path.endswith("/")}
        for path, data in found.items():
            assert data in (old.get(path), new.get(path)), path
        pages = {path for path in found if path.endswith(".html") and old.get(path) != new.get(path)}
        newer = {path for path in pages if found[path] == new.get(path)}
        for site, leading in ((new, newer), (old, pages - newer)):
            files = {path for path in site if not path.endswith(".html") and path != "bulletin-manifest.json"}
            unique = {path for path in files if path not in old or path not in new}
            assert not leading or unique <= found.keys()
        return "old" if found == old else "new"


def count_sent(kind: Any, method: str, last: int = 0) -> Iterator[int]:
    """Count what is sent by a method; this process is killed where it comes to the last that it may send."""
    counted, send = itertools.count(1), getattr(kind, method)

    def send_or_die(*arguments: Any, **named: Any) -> Any:
        if next(counted) == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return send(*arguments, **named)

    setattr(kind, method, send_or_die)
    return counted


def without_copies(files: dict[str, bytes]) -> dict[str, bytes]:
    """Leave out what a bucket does not get."""
    return {p: d for p, d in files.items() if not (p.endswith((".gz", ".br")) and p.rpartition(".")[0] in files)}


def run_campaign(shop: MirrorShop, times: int) -> dict[str, int]:
    """Kill publishers, and let the next one finish what was begun."""
    shop.succeed()
    kind, method = shop.place
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kind, method, getattr(kind, method))
        counted = count_sent(kind, method)
        shop.release(staged := shop.staged())
        shop.sent = next(counted) - 1
    shop.settle_on(staged.folder)
    shop.previous = staged.manifest
    count = {"old": 0, "new": 0}
    for _ in range(times):
        count[shop.cut_off()] += 1
        shop.succeed()
    return count


def test_publishers_to_a_bucket_are_killed(bucket: S3Host, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shop = MirrorShop(tmp_path, bucket, (URLLib3Session, "send"), ".bulletin/")
    tell(capsys, "S3, publishers killed", run_campaign(shop, choose_length(6, 100)))


def test_publishers_over_ftps_are_killed(
    web_space: FtpsHost, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shop = MirrorShop(tmp_path, web_space, (ssl.SSLSocket, "sendall"), ".bulletin-www/")
    tell(capsys, "FTPS, publishers killed", run_campaign(shop, choose_length(4, 100)))


def test_a_lock_that_never_came_to_its_place_is_removed(web_space: FtpsHost, tmp_path: Path) -> None:
    """That of a publisher who is gone; not one that somebody else may be taking."""
    shop = MirrorShop(tmp_path, web_space, (ssl.SSLSocket, "sendall"), ".bulletin-www/")
    shop.succeed()
    ended = subprocess.Popen(["true"])
    ended.wait()
    private, since = web_space.root / ".bulletin-www", int(time.time())
    for name, process in (("gone", ended.pid), ("here", os.getpid())):
        (private / f".lock-{name}").mkdir()
        (private / f".lock-{name}/owner").write_text(f"{name}\nben\n{platform.node()}\n{process}\n{since}\n")
    with shop.reach().hold_lock("anna@town-hall"):
        assert {each.name for each in private.glob(".lock*")} == {".lock", ".lock-here"}
