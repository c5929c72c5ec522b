"""One publish at a time, in one checkout and on one target: who comes second is told, or waits; the killed block none.

A publisher is held where it is seen to be, by SIGSTOP: its lock names it, or what it makes is on the target.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from site_builder.building.commit import Report, commit
from site_builder.ledger import LEDGER
from site_builder.publishing import publish as publishing
from site_builder.publishing.record.source_record import write_record
from tests.preview.running import running
from tests.publishing.towns import FEE, SITE, Editor, Web, fee, run_apart, sources
from tests.sites import article, tree, write
from tests.waiting import PATIENCE, wait_until

pytestmark = pytest.mark.slow
Process = subprocess.Popen[str]
LOCK = ".bulletin/publishing"
HERE = r"\S+ \(process {process}\) is publishing from this folder since (.+?); wait"
THERE = r"\S+ \(process \d+ on \S+\) is publishing there since (.+?); if nobody"
TAKEDOWN = ("takedown", "/news/2024/v1/", "--reason", "x")


class Town:
    """A site that has been published twice, and the folder that it is published to."""

    def __init__(self, site: Path, there: Path) -> None:
        self.site, self.there = site, there
        self.yuan = 10

    def edit(self) -> None:
        """Change something, so that there is something to publish."""
        self.yuan += 1
        write(self.site, {FEE: fee(self.yuan)})

    def start(self, *arguments: str) -> Process:
        return run_apart(self.site, *arguments)

    def run(self, *arguments: str) -> tuple[int, str]:
        return end(self.start(*arguments))

    def copy(self, name: str) -> "Town":
        to = self.site.with_name(name)
        shutil.copytree(self.site, to)
        return Town(to, self.there)

    def page(self, address: str = "/news/2024/fee/") -> str:
        file = self.there / "current" / address.strip("/") / "index.html"
        return file.read_text("utf-8") if file.is_file() else ""

    def leftovers(self) -> list[str]:
        """List what a publisher leaves on a target only when it did not end by itself."""
        names = [each.name for folder in ("", "releases", "records") for each in (self.there / folder).iterdir()]
        return [name for name in names if name.startswith(".")]

    def hold(self, is_there: Callable[["Town", Process], bool], *arguments: str) -> Process:
        """Start a command and stop it where it is seen to be; it must not have ended by then."""
        process = self.start(*arguments)
        wait_until(lambda: is_there(self, process) or process.poll() is not None, pause=0.001)  # it is soon past
        if process.poll() is None:
            os.kill(process.pid, signal.SIGSTOP)
            os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        assert process.poll() is None, process.communicate()
        return process


def has_folder(town: Town, process: Process) -> bool:
    """The lock of the checkout names it."""
    with suppress(FileNotFoundError):
        return f"\n{process.pid}\n" in (town.site / LOCK).read_text("utf-8")
    return False


def has_target(town: Town, _: Process) -> bool:
    """The lock is on the target."""
    return (town.there / ".lock/owner").is_file()


def is_sending(town: Town, _: Process) -> bool:
    """A release is being put there."""
    return any((town.there / "releases").glob(".incoming-*"))


def is_trying(town: Town, process: Process) -> bool:
    """It has the lock file of its checkout open."""
    file = (town.site / LOCK).resolve()
    with suppress(OSError):
        return file in {each.resolve() for each in Path(f"/proc/{process.pid}/fd").iterdir()}
    return False


def end(process: Process) -> tuple[int, str]:
    """Wait until a command has ended; whatever it says, it is no traceback."""
    os.kill(process.pid, signal.SIGCONT)
    out, err = process.communicate(timeout=PATIENCE)
    for word in ("Traceback", "File exists", "SameFile", "Errno"):
        assert word not in out + err
    return process.returncode, out + err


def work_apart(command: str, site: Path, *arguments: str) -> Process:
    """Start a command that publishes nothing."""
    command_line = [sys.executable, "-m", "site_builder", command, str(site), *arguments, "--lang", "en"]
    return subprocess.Popen(command_line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def require_moment(said: str, pattern: str) -> None:
    """It is said since when somebody publishes, in the site's time zone."""
    found = re.search(pattern, said)
    assert found, said
    zone = ZoneInfo("Asia/Shanghai")
    since = datetime.strptime(found[1], "%d %B %Y, %H:%M").replace(tzinfo=zone)
    assert timedelta(0) <= datetime.now(zone) - since < timedelta(minutes=5)


@pytest.fixture(params=["file", "ssh"])
def town(request: pytest.FixtureRequest, tmp_path: Path, plain_look: Path) -> Town:
    there = tmp_path / "www"
    to = request.getfixturevalue("ssh_server").url(there) if request.param == "ssh" else f"file://{there}"
    site = write(tmp_path / "anna", {**sources(), "content/site.toml": SITE.format(to=to)})
    shutil.copytree(plain_look, site / "templates", dirs_exist_ok=True)
    made = Town(site, there)
    assert made.run("publish")[0] == 0
    made.edit()
    assert made.run("publish")[0] == 0
    made.edit()
    return made


def test_seven_pairs_from_one_checkout(town: Town) -> None:
    """By hand and as scheduled, at the same moment."""
    for n in range(7):
        town.edit()
        first = town.start("publish")
        second = town.start("publish", "--quiet", *(["--wait"] if n % 2 else []))
        ended = [end(first), end(second)]
        statuses = [status for status, _ in ended]
        assert statuses in ([0, 0], [0, 3], [3, 0]), ended
        assert n % 2 == 0 or statuses[1] == 0, ended
        assert all(status == 0 or "is publishing from this folder since" in said for status, said in ended)
        assert f"{town.yuan} yuan" in town.page()
        assert town.leftovers() == []


@pytest.mark.parametrize("second", [("publish",), ("publish", "--dry-run"), ("rollback",), ("fetch",), TAKEDOWN])
def test_the_second_from_one_checkout_is_told_or_waits(town: Town, second: tuple[str, ...]) -> None:
    ledger = (town.site / LEDGER).read_bytes()
    first = town.hold(has_folder, "publish")
    waiting = [] if second == ("fetch",) else [town.start(*second, "--wait")]
    for each in waiting:
        wait_until(partial(is_trying, town, each))
    status, said = town.run(*second)
    assert status == 3
    require_moment(said, HERE.format(process=first.pid))
    assert (town.site / LEDGER).read_bytes() == ledger
    assert [each.poll() for each in waiting] == [None] * len(waiting)
    assert end(first)[0] == 0
    for each in waiting:
        status, said = end(each)
        assert status == 0, said
    assert town.leftovers() == []
    assert (town.page("/news/2024/v1/") == "") == (second == TAKEDOWN)


@pytest.mark.parametrize("first", [("publish",), ("rollback",), TAKEDOWN])
def test_the_second_on_one_target_is_told_or_waits(town: Town, first: tuple[str, ...]) -> None:
    ben = town.copy("ben")
    held = town.hold(has_target, *first)
    waiting = ben.start("publish", "--wait")
    wait_until(lambda: is_trying(ben, waiting))
    seconds = (("publish",), ("rollback",), ("takedown", "/news/2024/v2/", "--reason", "x"))
    for each in [town.copy(f"carol-{second[0]}").start(*second) for second in seconds]:
        status, said = end(each)
        assert status == 3
        require_moment(said, THERE)
    assert waiting.poll() is None
    assert end(held)[0] == 0
    status, said = end(waiting)
    assert status == 0, said
    assert f"{town.yuan} yuan" in town.page()
    assert town.page("/news/2024/v2/")
    assert town.leftovers() == []


@pytest.mark.parametrize("seen", [has_folder, has_target, is_sending])
@pytest.mark.parametrize("command", [("publish",), ("rollback",), TAKEDOWN])
def test_a_killed_publisher_blocks_nobody(
    town: Town, seen: Callable[[Town, Process], bool], command: tuple[str, ...]
) -> None:
    ben = town.copy("ben")
    held = town.hold(seen, *command)
    held.kill()
    held.communicate()
    for each in (ben, town):
        status, said = each.run("publish")
        assert status == 0, said
        assert f"{town.yuan} yuan" in town.page()
        assert town.leftovers() == []
        kept = [{each.name for each in (town.there / name).iterdir()} for name in ("releases", "records")]
        assert kept[0] == kept[1]


def test_two_that_find_the_lock_of_a_killed_one_do_not_both_take_it(town: Town) -> None:
    held = town.hold(is_sending, "publish")
    held.kill()
    held.communicate()
    several = [town.copy(f"other-{n}").start("publish", "--wait") for n in range(3)]
    for each in several:
        status, said = end(each)
        assert status == 0, said
    assert len(list((town.there / "releases").iterdir())) == 3
    assert town.leftovers() == []


def test_a_takedown_is_not_lost_to_a_publish_that_waits(town: Town) -> None:
    """It is one publish from beginning to end: nobody writes the ledger anew in the midst of it."""
    held = town.hold(has_folder, *TAKEDOWN)
    waiting = town.start("publish", "--wait")
    wait_until(lambda: is_trying(town, waiting))
    assert end(held)[0] == 0
    assert end(waiting)[0] == 0
    assert '"kind": "takedown"' in (town.site / LEDGER).read_text("utf-8")
    assert town.page("/news/2024/v1/") == ""
    assert town.run(*TAKEDOWN)[0] == 0


def test_a_build_and_a_preview_meanwhile(town: Town) -> None:
    """They come first, or wait; what is released is what was asked for."""
    write(town.site, {"content/news/2024-05-01-draft.md": article("title: Draft\ndraft: true", "Quite secret.\n")})
    held = town.hold(has_folder, "publish")
    with running(town.site) as preview:
        assert end(work_apart("build", town.site, "--drafts"))[0] == 0
        assert end(work_apart("check", town.site))[0] == 0
        assert end(held)[0] == 0
        assert preview.interrupt() == 0
    assert "Traceback" not in preview.errors.read_text("utf-8")
    assert f"{town.yuan} yuan" in town.page()
    assert not [path for path, data in tree(town.there / "current").items() if b"Quite secret" in data]


def test_what_another_build_puts_there_is_not_released(anna: Editor, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build with drafts into the same folder, just when the release is made of it."""
    draft = article("title: Draft\ndate: 2024-05-01\ndraft: true", "Quite secret.\n")
    anna.edit("content/news/2024-05-01-draft.md", draft)
    anna.edit(FEE, fee(7))
    live, ledger = web.live(), anna.read(LEDGER)

    def build_first(*arguments: Any) -> bytes:
        assert end(work_apart("build", anna.site, "--drafts"))[0] == 0
        return write_record(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr("site_builder.publishing.new_release.write_record", build_first)
        assert anna.publish() == 3
    assert "public was built anew while it was published; nothing was published, publish again" in anna.err
    assert (web.live(), anna.read(LEDGER)) == (live, ledger)
    assert anna.publish() == 0, anna.err
    assert "7 yuan" in web.page("/news/2024/fee/")
    assert not [path for path, data in web.live().items() if b"Quite secret" in data]


@pytest.mark.parametrize("path", ["content/static/map.txt", "templates/static/extra.css", FEE])
def test_what_is_saved_meanwhile_is_not_released_under_another_name(
    anna: Editor, web: Web, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Else the record would not be of what is live, and nothing could be taken down by it."""
    anna.edit("content/about.md", article("title: About", "Other words.\n"))
    anna.edit(path, anna.read(path) + "\n")
    live = web.live()

    def save_first(*arguments: Any) -> Report:
        anna.edit(path, anna.read(path) + "\n")
        return commit(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr("site_builder.building.steps.commit", save_first)
        assert anna.publish() == 3
    assert f"{path} was changed while it was published; publish again" in anna.err
    assert web.live() == live
    assert anna.publish() == 0, anna.err
    assert anna.run("takedown", "/news/2024/v1/", "--reason", "x") == 0, anna.out
    assert "Other words" in web.page("/about/")


def test_whoever_was_killed_after_the_switch_knows_the_own_release(
    anna: Editor, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where somebody else has published since."""
    ben = anna.copy("ben")
    ben.edit("content/about.md", article("title: About", "Other words.\n"))
    anna.edit(FEE, fee(7))

    def kill(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "save_ledger", kill)
        assert anna.publish() not in {0, 1}
    ben.edit(FEE, fee(7))
    assert ben.publish() == 0, ben.err
    anna.edit("content/about.md", article("title: About", "Other words.\n"))
    anna.edit(FEE, fee(8))
    assert anna.publish() == 0, anna.err
    assert "8 yuan" in web.page("/news/2024/fee/")


def test_what_expired_while_one_waited_does_not_come_back(
    anna: Editor, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock of a publish that waits is that of its turn."""
    day = f"{datetime.fromtimestamp(anna.clock.now, ZoneInfo('Asia/Shanghai')):%Y-%m-%d}"
    anna.edit(FEE, fee(5, f"expires: {day}\n"))
    moments = iter([0.0])
    clock = SimpleNamespace(time=time.time, monotonic=lambda: next(moments, 24.0 * 3600))
    monkeypatch.setattr("site_builder.publishing.deployment.time", clock)
    assert anna.publish("--wait", "--allow-removals") == 0, anna.err
    assert web.page("/news/2024/fee/") == ""
