"""A second process does what it is asked for, one thing after another; where it is lost, the same is done here."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from site_builder.cli import start_helper
from site_builder.cli.hand import NEEDED, Hand
from site_builder.cli.worker_pool import WorkerPool
from tests.sites import PLAIN_TOML, article, tree, write

BULLETIN = [sys.executable, "-c", "from site_builder.cli import main; main()", "build", "--at", "2025-06-01"]
SITE = {"content/site.toml": PLAIN_TOML} | {
    f"content/news/2024-01-{day:02}-item-{day}.md": article(f"title: Item {day}", f"Words of day {day}.\n")
    for day in range(1, 9)
}
OTHER = {"content/news/2024-01-03-item-3.md": article("title: Item 3", "Other words.\n")}


def process(_: object = None) -> int:
    return os.getpid()


def failing() -> None:
    raise LookupError("nothing there")


def not_to_be_sent() -> Callable[[], int]:
    return lambda: 5


@pytest.fixture
def hand(tmp_path: Path) -> Iterator[Hand]:
    hand = Hand(str(write(tmp_path / "site", SITE)), small=False)
    yield hand
    hand.close()


def test_answers_come_when_they_are_asked_for_and_from_the_other_process(hand: Hand) -> None:
    first, second, third = hand.submit(process), hand.submit(len, "words"), hand.submit(process)
    assert second.result() == 5
    assert first.result() == third.result() != os.getpid()


def test_what_is_raised_there_is_raised_here(hand: Hand) -> None:
    with pytest.raises(LookupError, match="nothing there"):
        hand.submit(failing).result()
    assert hand.submit(len, "words").result() == 5


def test_what_cannot_be_sent_is_done_here(hand: Hand) -> None:
    assert hand.submit(not_to_be_sent).result()() == 5
    assert hand.submit(process).result() != os.getpid()


def test_a_machine_without_a_process_to_spare_builds_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> int:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", none)
    assert start_helper(["build", str(write(tmp_path / "site", SITE))]) is None


def test_where_the_other_process_is_lost_all_is_done_here(hand: Hand) -> None:
    before = hand.submit(len, "before")
    hand.submit(os._exit, 1)
    assert before.result() == 6
    assert hand.submit(process).result() == os.getpid()
    assert b"item-8" in hand.listing.result()


def test_one_thing_is_done_by_the_hand_and_several_by_others(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    started = []

    class Pool:
        def __init__(self, *_: object, **__: object) -> None:
            started.append(self)

        def map(self, function: object, calls: object) -> list[object]:
            return [function(each) for each in calls]  # type: ignore[operator, attr-defined]

        def shutdown(self, **_: object) -> None:
            started.clear()

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", Pool)
    with WorkerPool(2, hand) as executor:
        assert list(executor.map(process, [])) == []
        assert next(executor.map(process, [0])) not in {os.getpid(), None}
        assert started == []
        assert list(executor.map(process, [0, 0, 0])) == 3 * [os.getpid()]
        assert len(started) == 1
    assert started == []


@pytest.mark.parametrize("closed", ["", ">&- 2>&- <&-"])
def test_a_small_build_uses_it_and_ends_with_it(tmp_path: Path, closed: str) -> None:
    """What reads this command's output to the end does not wait for the other process."""
    site = write(tmp_path / "site", SITE)
    subprocess.run(BULLETIN, cwd=site, check=True, capture_output=True)
    write(site, OTHER)
    command = ["sh", "-c", f'"$@" {closed}', "sh", *BULLETIN]
    done = subprocess.run(command, cwd=site, check=True, capture_output=True, timeout=60)
    assert done.stderr == b""
    fresh = write(tmp_path / "fresh", SITE | OTHER)
    subprocess.run([*BULLETIN, "--jobs", "1"], cwd=fresh, check=True, capture_output=True)
    assert tree(site / "public") == tree(fresh / "public")


def test_a_small_build_imports_neither_converter_nor_templates(tmp_path: Path) -> None:
    """So that the hand is worth its start."""
    site = write(tmp_path / "site", SITE)
    subprocess.run(BULLETIN, cwd=site, check=True, capture_output=True)
    write(site, OTHER)
    command = [sys.executable, "-X", "importtime", *BULLETIN[1:]]
    done = subprocess.run(command, cwd=site, check=True, capture_output=True, text=True)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "site_builder.planning.plan" in imported
    assert " 0 written" not in done.stdout
    assert not imported & {"markdown", "jinja2", "nh3", "babel", "segno", "site_builder.content.parse_item"}
    alone = subprocess.run([*command, "--jobs", "1", "--clean"], cwd=site, check=True, capture_output=True, text=True)
    assert {"markdown", "jinja2"} <= {line.rpartition("|")[2].strip() for line in alone.stderr.splitlines()}


def test_what_workers_need_is_there() -> None:
    for name in NEEDED:
        __import__(name)


@pytest.mark.parametrize("moment", [0.03, 0.08, 0.15, 0.25, 0.4, 0.7])
@pytest.mark.parametrize("built", [False, True])
def test_ctrl_c_at_any_moment_ends_all_processes_without_a_traceback(
    tmp_path: Path, moment: float, *, built: bool
) -> None:
    """A terminal sends it to every process of the command."""
    many = {f"content/news/2024-02-01-more-{n}.md": article(f"title: More {n}", f"Words of {n}.\n") for n in range(400)}
    site = write(tmp_path / "site", SITE | many)
    if built:
        subprocess.run(BULLETIN, cwd=site, check=True, capture_output=True)
        write(site, OTHER)
    ready = "import sys; from site_builder.cli import main; print('begun', file=sys.stderr, flush=True); main()"
    command = [sys.executable, "-c", ready, *BULLETIN[3:]]
    with subprocess.Popen(command, cwd=site, stderr=subprocess.PIPE, start_new_session=True, text=True) as running:
        assert running.stderr
        assert running.stderr.readline() == "begun\n"
        time.sleep(moment)
        os.killpg(running.pid, signal.SIGINT)
        _, err = running.communicate(timeout=60)
    assert "Traceback" not in err
    assert running.returncode in {0, 130, -signal.SIGINT}


def alive(session: int) -> list[str]:
    """Give the commands of a session's processes that still run."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, here = (folder / "stat").read_text("utf-8").rpartition(")")[2].split()[:4]
            if int(here) == session and state not in "ZX":
                found.append((folder / "cmdline").read_text("utf-8").replace("\0", " "))
        except OSError:
            continue
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_no_process_outlives_a_build_that_is_killed(tmp_path: Path) -> None:
    many = {f"content/news/2024-02-01-more-{n}.md": article(f"title: More {n}", f"Words of {n}.\n") for n in range(900)}
    site = write(tmp_path / "site", SITE | many)
    command = [*BULLETIN, "--jobs", "2"]
    with subprocess.Popen(command, cwd=site, stderr=subprocess.PIPE, start_new_session=True) as running:
        end = time.monotonic() + 60
        while len(alive(running.pid)) < 5 and time.monotonic() < end:
            time.sleep(0.01)
        running.kill()
        running.communicate(timeout=60)
    end = time.monotonic() + 20
    while alive(running.pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert alive(running.pid) == []
