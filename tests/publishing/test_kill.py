"""A publish that is killed at random moments, in four ways: the live site is the old or the new one, whole.

Over ssh and into a folder: the publisher killed, the connection cut, the disk full, the permission lost. Only the
upload is done here, not the build before it. LONG=1 does it 200 times, and SEED repeats a run (tests/lengths.py).
"""

import os
import random
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from msgspec.structs import replace

from site_builder.problem import CommandError
from site_builder.publishing.deployment import ignore_progress
from site_builder.publishing.release.stage import StagedRelease, stage
from site_builder.publishing.targets.open_target import open_target
from site_builder.publishing.targets.target import Target
from tests.lengths import SEED, choose_length
from tests.publishing.hosts import at_home
from tests.publishing.loopback import Sshd, sshd
from tests.publishing.towns import (
    SITE,
    read_live_record,
    require_own_records,
    require_whole_release,
    run_apart,
    sources,
)
from tests.sites import article, write
from tests.waiting import wait_for_child, wait_until

pytestmark = pytest.mark.slow
NOW = 1_900_000_000
NOBODY = 65534
TMPFS = 4 << 20
Release = dict[str, bytes]


def own(files: Release) -> Release:
    """Leave out what a switch adds."""
    return {path: data for path, data in files.items() if path != ".bulletin/switched"}


def whole(folder: Path) -> Release:
    """Read all of a release, also what begins with a dot."""
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    return own(files)


class Shop:
    """Makes release after release for one target, and knows what is live there."""

    def __init__(self, folder: Path, www: Path, reach: Callable[[], Target]) -> None:
        self.folder, self.www, self.reach = folder, www, reach
        self.number = 0
        self.previous: bytes | None = None
        self.live: Release = {}
        self.chance = random.Random(SEED)  # noqa: S311 - moments, not secrets
        self.seconds = 0.5

    def staged(self) -> StagedRelease:
        """Make the next release: three files stay, eight change, one is of half a megabyte."""
        self.number += 1
        output = self.folder / "output"
        shutil.rmtree(output, ignore_errors=True)
        write(output, self.contents())
        made = stage(
            output,
            self.folder / ".bulletin/stage/live",
            base_url="https://ferry.example.org/",
            moment=NOW + self.number,
            previous=self.previous,
            ledger=b"",
        )
        record = write(self.folder / ".bulletin/stage/record", {"index": made.id})
        for each in (made.folder, record, *made.folder.rglob("*"), *record.rglob("*")):
            each.chmod(0o777 if each.is_dir() else 0o666)
        return replace(made, record=record)

    def contents(self) -> dict[str, str | bytes]:
        """Give the files of the release that is made."""
        text = f"<p>This is release {self.number} and no other.</p>" * 40
        noise = random.Random(self.number).randbytes(500_000)  # noqa: S311 - what a picture is full of
        files = {f"same/{n}/index.html": f"<p>Always the same {n}.</p>" * 40 for n in range(3)}
        files |= {f"news/{n}/index.html": f"{text}{n}" for n in range(6)} | {"index.html": text}
        return {**files, "photo.jpg": noise}

    def release(self, staged: StagedRelease) -> None:
        """Do what publish does once a release is made."""
        there = self.reach()
        with there.connect():
            like = there.inspect().current
            with there.hold_lock("anna@town-hall"):
                there.upload_release(staged, like, ignore_progress)
                there.switch(staged.id)
                there.prune(3)

    def succeed(self) -> None:
        """Publish as it should be."""
        staged = self.staged()
        self.release(staged)
        self.settle(staged)
        assert whole(self.www / "current") == self.live
        self.look_at_records()
        kept = [{each.name for each in (self.www / name).iterdir()} for name in ("releases", "records")]
        assert kept[0] == kept[1]

    def settle(self, staged: StagedRelease) -> None:
        """Take a release for what has to be live."""
        self.live, self.previous = own(whole(staged.folder)), staged.manifest

    def look_at_records(self) -> None:
        """The live release has its own record, whole."""
        live = (self.www / "current").readlink().name
        assert whole(self.www / "records" / live) == {"index": live.encode()}

    def fail(self, disturb: Callable[["Shop", int], None], *, as_user: int = 0) -> str:
        """Publish in a process of its own while something happens; say whether the old or the new one is live."""
        staged = self.staged()
        process = os.fork()
        if not process:
            publish_and_exit(lambda: self.release(staged), as_user)
        try:
            disturb(self, process)
        finally:
            with suppress(ChildProcessError):
                wait_for_child(process)
        found = whole(self.www / "current")
        self.look_at_records()
        if found == self.live:
            return "old"
        assert found == own(whole(staged.folder))
        self.settle(staged)
        return "new"

    def wait(self) -> None:
        """Wait for a random moment of a publish."""
        time.sleep(self.chance.random() * self.seconds)  # the random moment is what is tested


def publish_and_exit(release: Callable[[], None], as_user: int) -> None:
    """Publish in a forked process and leave without any of pytest's own clearing up."""
    status = 0
    try:
        os.setsid()
        if as_user:
            os.setgroups([])
            os.setresgid(as_user, as_user, as_user)
            os.setresuid(as_user, as_user, as_user)
        release()
    except (CommandError, OSError) as error:
        status = 3
        os.write(2, f"{error} {getattr(error, 'values', '')}\n".encode())
    except BaseException as error:  # noqa: BLE001 - told to the test by the status
        status = 99
        os.write(2, f"{error!r}\n".encode())
    os._exit(status)


def kill(shop: Shop, process: int) -> None:
    """Kill the publisher alone; its ssh and rsync end as they do."""
    shop.wait()
    os.kill(process, signal.SIGKILL)


def cutter(server: Sshd) -> Callable[[Shop, int], None]:
    """Cut the connection: kill the sshd processes that serve it."""

    def cut(shop: Shop, process: int) -> None:
        shop.wait()
        wait_until(lambda: children(server.process.pid) or done(process), pause=0.005)
        for each in children(server.process.pid):
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)

    return cut


def done(process: int) -> bool:
    """Tell whether a child of ours has ended."""
    return os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def children(process: int) -> list[int]:
    """List the processes that a process started, and those that they did."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], check=True, capture_output=True, text=True).stdout
    parents = {int(pid): int(parent) for pid, parent in (line.split() for line in listed.splitlines())}
    found = [process]
    for each in found:
        found += [pid for pid, parent in parents.items() if parent == each and pid not in found]
    return found[1:]


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """Mount a disk of 4 MiB; where nobody may mount, say so."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={TMPFS},mode=777", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("nothing can be mounted here: a full disk is shown by test_a_limit_on_file_sizes instead")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def ballast(shop: Shop) -> Path:
    """Fill the disk but for a random rest of at most 700 kB."""
    free = os.statvfs(shop.www).f_bavail * os.statvfs(shop.www).f_frsize
    file = shop.www / "ballast"
    with suppress(OSError):
        file.write_bytes(bytes(max(0, free - shop.chance.randrange(700_000))))
    return file


def forbid(shop: Shop, process: int) -> None:
    """Take the permission to write away at a random moment, and give it back once the publish has ended."""
    shop.wait()
    places = [shop.www, shop.www / "releases", shop.www / "records"]
    for each in places:
        each.chmod(0o555)
    os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
    for each in places:
        each.chmod(0o777)


def nothing(shop: Shop, process: int) -> None:
    """Let it run into the wall by itself."""


def rounds(shop: Shop, number: int, disturb: Callable[[Shop, int], None], *, as_user: int = 0) -> dict[str, int]:
    """Fail a number of times, and succeed after each."""
    count = {"old": 0, "new": 0}
    for _ in range(number):
        count[shop.fail(disturb, as_user=as_user)] += 1
        shop.succeed()
    return count


def tell(capsys: pytest.CaptureFixture[str], what: str, count: dict[str, int]) -> None:
    with capsys.disabled():
        os.write(1, f"\n{what}: {count['old']} times the old site, {count['new']} times the new one\n".encode())


@pytest.fixture
def www(tmp_path: Path) -> Path:
    """A folder that anybody may write to, and come to."""
    for each in (tmp_path, *tmp_path.parents):
        if each.stat().st_uid == os.geteuid() and each != Path("/") and not each.stat().st_mode & 1:
            each.chmod(each.stat().st_mode | 0o011)
    (tmp_path / "www").mkdir()
    (tmp_path / "www").chmod(0o777)
    return tmp_path / "www"


def by_file(tmp_path: Path, www: Path) -> Shop:
    return Shop(tmp_path, www, lambda: open_target("live", f"file://{www}"))


def by_ssh(tmp_path: Path, www: Path, server: Sshd) -> Shop:
    to = server.url(www).replace(str(server.relay.port), str(server.port))
    known = server.folder / "known_hosts"
    # Others use this server too, by the way over which its bytes are counted.
    known.write_text(known.read_text() + known.read_text().replace(str(server.relay.port), str(server.port)))
    return Shop(tmp_path, www, lambda: open_target("live", to))


def by_sftp(tmp_path: Path, www: Path, server: Sshd) -> Shop:
    to = server.url(www).replace("ssh://", "sftp://")
    return Shop(tmp_path, www, lambda: open_target("live", to))


def ready(shop: Shop) -> Shop:
    """Publish twice, so that there is something live, and it is known how long that takes."""
    shop.succeed()
    shop.seconds = 0.0
    start = time.monotonic()
    shop.succeed()
    shop.seconds = time.monotonic() - start
    return shop


def test_publishers_into_a_folder_are_killed(tmp_path: Path, www: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tell(capsys, "file, publishers killed", rounds(ready(by_file(tmp_path, www)), choose_length(20, 60), kill))


def test_publishers_over_ssh_are_killed(tmp_path: Path, www: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with sshd(tmp_path / "sshd") as server:
        shop = ready(by_ssh(tmp_path, www, server))
        tell(capsys, "ssh, publishers killed", rounds(shop, choose_length(15, 50), kill))


def test_connections_are_cut(tmp_path: Path, www: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with sshd(tmp_path / "sshd") as server:
        shop = ready(by_ssh(tmp_path, www, server))
        tell(capsys, "ssh, connections cut", rounds(shop, choose_length(10, 30), cutter(server)))


def test_publishers_over_sftp_are_killed(tmp_path: Path, www: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with sshd(tmp_path / "sshd", only="internal-sftp") as server, at_home(server):
        shop = ready(by_sftp(tmp_path, www, server))
        tell(capsys, "sftp, publishers killed", rounds(shop, choose_length(6, 100), kill))


def test_sftp_connections_are_cut(tmp_path: Path, www: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with sshd(tmp_path / "sshd", only="internal-sftp") as server, at_home(server):
        shop = ready(by_sftp(tmp_path, www, server))
        tell(capsys, "sftp, connections cut", rounds(shop, choose_length(4, 60), cutter(server)))


def on_a_full_disk(shop: Shop, number: int) -> dict[str, int]:
    """Fail for want of room a number of times, and succeed after each with room."""
    count = {"old": 0, "new": 0}
    for _ in range(number):
        file = ballast(shop)
        count[shop.fail(nothing)] += 1
        file.unlink()
        shop.succeed()
    return count


def test_the_disk_of_a_folder_is_full(tmp_path: Path, www: Path, capsys: pytest.CaptureFixture[str]) -> None:
    times = choose_length(10, 20)
    with small_disk(www):
        count = on_a_full_disk(ready(by_file(tmp_path, www)), times)
    tell(capsys, "file, no room", count)
    assert count["old"] >= times // 2


def test_the_far_disk_is_full(tmp_path: Path, www: Path, capsys: pytest.CaptureFixture[str]) -> None:
    times = choose_length(6, 10)
    with sshd(tmp_path / "sshd") as server, small_disk(www):
        count = on_a_full_disk(ready(by_ssh(tmp_path, www, server)), times)
    tell(capsys, "ssh, no room", count)
    assert count["old"] >= times // 2


def test_the_disk_behind_sftp_is_full(tmp_path: Path, www: Path, capsys: pytest.CaptureFixture[str]) -> None:
    times = choose_length(2, 10)
    with sshd(tmp_path / "sshd", only="internal-sftp") as server, at_home(server), small_disk(www):
        count = on_a_full_disk(ready(by_sftp(tmp_path, www, server)), times)
    tell(capsys, "sftp, no room", count)
    assert count["old"] >= times // 2


def test_a_limit_on_file_sizes(tmp_path: Path, www: Path) -> None:
    """What stands in for a full disk where nobody may mount one: no file may grow beyond a limit."""
    shop = ready(by_file(tmp_path, www))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    for limit in (0, 100, 5_000, 300_000):
        staged = shop.staged()
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
        try:
            with pytest.raises(OSError, match="File too large"):
                shop.release(staged)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert whole(www / "current") == shop.live
        shop.succeed()


def test_the_permission_of_a_folder_is_lost(tmp_path: Path, www: Path, capsys: pytest.CaptureFixture[str]) -> None:
    times = choose_length(10, 20)
    if os.geteuid():
        count = rounds(ready(by_file(tmp_path, www)), times, forbid)
    else:
        shop = by_file(tmp_path, www)
        # Its method is replaced on purpose, and is never called with a name.
        shop.release = as_nobody(shop.release)  # type: ignore[assignment, method-assign]
        count = rounds(ready(shop), times, forbid)
    tell(capsys, "file, no permission", count)


def as_nobody(release: Callable[[StagedRelease], None]) -> Callable[[StagedRelease], None]:
    """Do something in a process that is not root's."""

    def run(staged: StagedRelease) -> None:
        process = os.fork()
        if not process:
            publish_and_exit(lambda: release(staged), NOBODY)
        status = wait_for_child(process)
        if status:
            raise CommandError(3, "it ended with {code}", code=status)

    return run


def test_the_far_permission_is_lost(tmp_path: Path, www: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with sshd(tmp_path / "sshd", as_user=0 if os.geteuid() else NOBODY) as server:
        count = rounds(ready(by_ssh(tmp_path, www, server)), choose_length(6, 10), forbid)
    tell(capsys, "ssh, no permission", count)


KILLS = range(10, 10 + choose_length(6, 15))


@pytest.fixture(params=["file", "ssh"])
def doomed(request: pytest.FixtureRequest, tmp_path: Path, www: Path, plain_look: Path) -> Path:
    """A site that was published, with an item for every round; gives its folder."""
    to = request.getfixturevalue("ssh_server").url(www) if request.param == "ssh" else f"file://{www}"
    items = {f"content/news/2024-05-{n}-w{n}.md": article(f"title: Word w{n}") for n in KILLS}
    site = write(tmp_path / "site", {**sources(), **items, "content/site.toml": SITE.format(to=to)})
    shutil.copytree(plain_look, site / "templates", dirs_exist_ok=True)
    assert finish(site, "publish")[0] == 0
    return site


def finish(site: Path, *command: str) -> tuple[int, str]:
    process = run_apart(site, *command)
    said = "".join(process.communicate(timeout=100))
    return process.returncode, said


def expire(site: Path, n: int) -> None:
    """Let an item be over, and the content have an error."""
    over = article(f"title: Word w{n}\nexpires: 2024-06-01")
    write(site, {f"content/news/2024-05-{n}-w{n}.md": over, "content/about.md": "no block at all"})


def test_takedowns_and_expiries_are_killed(doomed: Path, www: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is live, and its record, is the old or the new one, whole; the same command again does what was due."""
    chance = random.Random(SEED)  # noqa: S311 - moments, not secrets
    count = {"old": 0, "new": 0}
    seconds = 2.0
    for n in KILLS:
        page, before = www / f"current/news/2024/w{n}/index.html", whole(www / "current")
        live = read_live_record(www).list_live()
        command = ("takedown", f"/news/2024/w{n}/", "--reason", "x") if n % 2 else ("publish",)
        if not n % 2:
            expire(doomed, n)
        process = run_apart(doomed, *command)
        time.sleep(chance.random() * seconds)  # the random moment
        process.kill()
        process.communicate()
        require_whole_release(www)
        if page.is_file():
            assert whole(www / "current") == before
        gone = live.keys() - read_live_record(www).list_live().keys()
        assert gone == (set() if page.is_file() else {f"content/news/2024-05-{n}-w{n}.md"})
        count["old" if page.is_file() else "new"] += 1
        start = time.monotonic()
        status, said = finish(doomed, *command)
        seconds = time.monotonic() - start
        assert status == (0 if n % 2 else 1), said
        assert not page.is_file()
        assert f"Word w{n}" not in "".join(map(repr, whole(www / "current").values()))
        require_whole_release(www)
        if n % 2:
            require_own_records(www)
    tell(capsys, f"{len(KILLS)} takedowns and expiries killed", count)
