"""A publisher to a branch of a repository is killed at a random moment: readers have the old site or the new one.

Either the publisher alone is killed, whose git goes on with what it does, or both, so that what git was writing here is
left in the middle. LONG=1 does it at length, SEED repeats a run (tests/lengths.py).
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from site_builder.cli.commands import main
from site_builder.publishing.targets.open_target import open_target
from site_builder.publishing.targets.target import DownloadCache
from tests.lengths import choose_length
from tests.publishing.hosts import GitHost
from tests.publishing.test_kill import Shop, done, own, publish_and_exit, ready, tell, whole
from tests.publishing.towns import SITE, sources
from tests.sites import article, write
from tests.waiting import wait_for_child, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("plain_theme")]
KEPT = "bulletin/releases/gh-pages"


class GitShop(Shop):
    """Makes release after release for a branch; what is fetched is kept from one run to the next, as a site does."""

    far: Path | None = None  # where the numbers of processes over there are

    def __init__(self, folder: Path, host: GitHost) -> None:
        cache = DownloadCache(folder / "site/.bulletin/target/live")
        super().__init__(folder, folder, lambda: open_target("live", host.to, cache))
        self.host = host

    def list_far(self) -> list[int]:
        """List the last that were at work over there."""
        return [int(each) for each in self.far.read_text().split()][-3:] if self.far else []

    def served(self) -> dict[str, bytes]:
        return {path: data for path, data in self.host.served().items() if not path.startswith(".")}

    def select_served(self, folder: Path) -> dict[str, bytes]:
        """Give what readers get of a release: no compressed copies."""
        files = {path: data for path, data in whole(folder).items() if not path.startswith(".")}
        return {p: d for p, d in files.items() if not (p.endswith((".gz", ".br")) and p.rpartition(".")[0] in files)}

    def succeed(self) -> None:
        """Publish as it should be: the branch has one commit, beside it lie whole releases, each with its record."""
        staged = self.staged()
        self.release(staged)
        self.live, self.previous = self.select_served(staged.folder), staged.manifest
        assert self.served() == self.live
        assert self.host.branches() == [KEPT, "gh-pages"]
        for branch in self.host.branches():
            assert self.host.git("rev-list", "--count", branch).strip() == b"1"
        kept = self.host.list_branch(KEPT)
        newest = {path.removeprefix(f"releases/{staged.id}/"): data for path, data in kept.items() if staged.id in path}
        assert own(newest).items() >= self.live.items()
        ids = [{path.split("/")[1] for path in kept if path.startswith(f"{name}/")} for name in ("releases", "records")]
        assert ids[0] == ids[1]
        assert len(ids[0]) <= 3
        self.host.git("fsck", "--strict")

    def cut_off(self, end: Callable[[int, signal.Signals], None]) -> str:
        """Kill a publisher at a random moment; say which site is live when all that it began has ended."""
        staged = self.staged()
        process = os.fork()
        if not process:
            publish_and_exit(lambda: self.release(staged), 0)
        wait_until(lambda: has_own_group(process) or done(process), pause=0.005)
        self.wait()
        with suppress(ProcessLookupError):
            end(process, signal.SIGKILL)
        wait_for_child(process)
        wait_until(lambda: not has_members(process) and not any(map(has_members, self.list_far())))
        if self.served() == self.live:
            return "old"
        self.live, self.previous = self.select_served(staged.folder), staged.manifest
        assert self.served() == self.live
        return "new"


def has_own_group(process: int) -> bool:
    with suppress(ProcessLookupError):
        return os.getpgid(process) == process
    return False


def has_members(group: int) -> bool:
    """Tell whether any process of a group, or session, is still at work."""
    listed = subprocess.run(["ps", "-eo", "pgid=,stat="], check=True, capture_output=True, text=True).stdout
    return any(line.split()[0] == str(group) and "Z" not in line.split()[1] for line in listed.splitlines())


def run_campaign(shop: GitShop, times: int, end: Callable[[int, signal.Signals], None]) -> dict[str, int]:
    """Kill publishers, and publish after each as it should be."""
    ready(shop)
    count = {"old": 0, "new": 0}
    for _ in range(times):
        count[shop.cut_off(end)] += 1
        shop.succeed()
    return count


def test_publishers_to_a_repository_are_killed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shop = GitShop(tmp_path, GitHost(f"git+file://{tmp_path}/pages.git", tmp_path / "pages.git"))
    tell(capsys, "git, publishers killed", run_campaign(shop, choose_length(4, 100), os.kill))


# An ssh whose other end is this machine, in a session that is not killed with it.
FAR = """#!/bin/sh
for command; do :; done
echo $$ >>"{folder}/far"
exec setsid sh -c "$command"
"""


def test_publishers_are_killed_with_their_git(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The host is another machine, whose git ends by itself."""
    monkeypatch.setattr("site_builder.publishing.targets.git.repository.LONGEST_LOCK", 1.0)
    write(tmp_path, {"ssh": FAR.format(folder=tmp_path), "far": ""})
    (tmp_path / "ssh").chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(tmp_path / "ssh"))
    monkeypatch.setenv("GIT_SSH_VARIANT", "ssh")
    shop = GitShop(tmp_path, GitHost(f"git+ssh://git@town{tmp_path}/pages.git", tmp_path / "pages.git"))
    shop.far = tmp_path / "far"
    tell(capsys, "git, publishers and their git killed", run_campaign(shop, choose_length(4, 100), os.killpg))


def test_what_a_git_that_was_killed_left_here_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Locks of what is fetched, and a repository that was only begun; one over there is nobody's to remove."""
    monkeypatch.setattr("site_builder.publishing.targets.git.repository.LONGEST_LOCK", 0.3)
    site = write(tmp_path / "site", sources())
    host = GitHost(f"git+file://{tmp_path}/pages.git", tmp_path / "pages.git")
    write(site, {"content/site.toml": SITE.format(to=host.to)})
    assert publish(site) == 0
    here = next((site / ".bulletin").rglob("*.git"))
    for name in ("shallow.lock", "bulletin-index.lock", "refs/there/gh-pages.lock"):
        write(here, {name: ""})
        write(site, {"content/about.md": article("title: About", f"Words of {name}.\n")})
        assert publish(site) == 0
        assert f"Words of {name}." in host.served()["about/index.html"].decode()
        assert not (here / name).exists()
    write(here, {"packed-refs.lock": "", "gc.pid": "1 elsewhere"})
    write(site, {"content/about.md": article("title: About", "Not this.\n")})
    assert publish(site) == 0
    assert run(site, "takedown", "/news/2024/v1/", "--reason", "x") == 0
    shutil.rmtree(here / "objects")
    shutil.rmtree(here / "refs")
    write(site, {"content/about.md": article("title: About", "Begun.\n")})
    assert publish(site) == 0
    assert b"Begun." in host.served()["about/index.html"]
    lock = host.root / "refs/heads/gh-pages.lock"
    lock.write_text("")
    write(site, {"content/about.md": article("title: About", "Other.\n")})
    assert publish(site) == 3
    assert lock.is_file()


def publish(site: Path) -> int:
    return run(site, "publish")


def run(site: Path, *arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--site", str(site), "--lang", "en"])
    return int(ended.value.code or 0)
