"""What readers may meet where a host cannot switch by one step; and publishers that are cut off, as they are finished.

On S3, whose requests are quick enough for a campaign. LONG=1 does it at length, SEED repeats a run (tests/lengths.py).
"""

import itertools
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from botocore.httpsession import URLLib3Session

from site_builder.config.small_tables import Storage
from site_builder.publishing.targets.open_target import open_target
from site_builder.publishing.targets.target import TargetSettings
from tests.lengths import choose_length
from tests.publishing.hosts import S3Host, own_credentials
from tests.publishing.test_kill import Shop, publish_and_exit, tell, whole

pytestmark = pytest.mark.slow


@pytest.fixture
def bucket(s3_endpoint: str, tmp_path: Path) -> Iterator[S3Host]:
    with own_credentials(tmp_path):
        yield S3Host(s3_endpoint)


class MirrorShop(Shop):
    """Makes release after release for a bucket, and judges what readers get meanwhile."""

    def __init__(self, folder: Path, bucket: S3Host) -> None:
        storage = Storage(endpoint=bucket.endpoint, acl="public-read")
        super().__init__(folder, folder, lambda: open_target("live", bucket.to, None, TargetSettings(storage=storage)))
        self.bucket = bucket
        self.requests = 0

    def contents(self) -> dict[str, str | bytes]:
        """Give the next release a stylesheet of its own, too, and a page that no other has."""
        own = {f"assets/style.{self.number}.css": f"p {{ order: {self.number} }}\n" * 200}
        return {**super().contents(), **own, f"only/{self.number}/index.html": f"<p>Only here: {self.number}.</p>"}

    def served(self) -> dict[str, bytes]:
        return self.bucket.served()

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
        state = [key for key in self.bucket.list_keys() if key.startswith(".bulletin/")]
        assert not [key for key in state if key.endswith(("/lock", "/switching"))]
        everything = self.bucket.everything()
        listed = {everything[key] for key in state if "/releases/" in key or "/records/" in key}
        digests = {line.split()[0].decode() for each in listed for line in each.splitlines()}
        assert {key.rpartition("/")[2] for key in state if "/objects/" in key} == digests

    def cut_off(self) -> str:
        """Kill a publisher at a random request; say what is live then. The next one finishes what was begun."""
        old, staged, last = without_copies(self.live), self.staged(), self.chance.randrange(1, self.requests + 1)
        process = os.fork()
        if not process:
            count_requests(last)
            publish_and_exit(lambda: self.release(staged), 0)
        os.waitpid(process, 0)
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
        found = without_copies(self.served())
        for path, data in found.items():
            assert data in (old.get(path), new.get(path)), path
        pages = {path for path in found if path.endswith(".html") and old.get(path) != new.get(path)}
        newer = {path for path in pages if found[path] == new.get(path)}
        for site, leading in ((new, newer), (old, pages - newer)):
            files = {path for path in site if not path.endswith(".html") and path != "bulletin-manifest.json"}
            unique = {path for path in files if path not in old or path not in new}
            assert not leading or unique <= found.keys()
        return "old" if found == old else "new"


def count_requests(last: int = 0) -> Iterator[int]:
    """Count the requests to the storage; this process is killed where it comes to the last one that it may make."""
    counted, send = itertools.count(1), URLLib3Session.send

    def send_or_die(session: URLLib3Session, request: object) -> object:
        if next(counted) == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return send(session, request)

    URLLib3Session.send = send_or_die
    return counted


def without_copies(files: dict[str, bytes]) -> dict[str, bytes]:
    """Leave out what a bucket does not get."""
    return {p: d for p, d in files.items() if not (p.endswith((".gz", ".br")) and p.rpartition(".")[0] in files)}


def test_publishers_to_a_bucket_are_killed(bucket: S3Host, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shop = MirrorShop(tmp_path, bucket)
    shop.succeed()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(URLLib3Session, "send", URLLib3Session.send)
        counted = count_requests()
        shop.release(staged := shop.staged())
        shop.requests = next(counted) - 1
    shop.settle_on(staged.folder)
    shop.previous = staged.manifest
    count = {"old": 0, "new": 0}
    for _ in range(choose_length(6, 100)):
        count[shop.cut_off()] += 1
        shop.succeed()
    tell(capsys, "S3, publishers killed", count)
