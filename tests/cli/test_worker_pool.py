"""One piece of work is done here, several by other processes; whatever happens to this one, they end with it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from site_builder.cli.worker_pool import PRELOADED, WorkerPool
from tests.sites import PLAIN_TOML, article, write
from tests.waiting import wait_until

BULLETIN = "import sys; from site_builder.cli import main; print('begun', file=sys.stderr, flush=True); main()"
COMMAND = [sys.executable, "-c", BULLETIN, "build", "--at", "2025-06-01", "--jobs", "2"]
MANY = {"content/site.toml": PLAIN_TOML} | {
    f"content/news/2024-02-01-more-{n}.md": article(f"title: More {n}", f"Words of {n}.\n") for n in range(900)
}


def process(_: object = None) -> int:
    return os.getpid()


def test_one_thing_is_done_here_and_several_by_others() -> None:
    with WorkerPool(2) as pool:
        assert list(pool.map(process, [])) == []
        assert list(pool.map(process, [0])) == [os.getpid()]
        assert pool.pool is None
        assert os.getpid() not in list(pool.map(process, [0, 0, 0]))


def test_what_workers_need_is_there() -> None:
    for name in PRELOADED:
        __import__(name)


@pytest.mark.slow
@pytest.mark.parametrize("moment", [0.05, 0.4, 1.0])
def test_ctrl_c_at_any_moment_ends_all_processes_without_a_traceback(tmp_path: Path, moment: float) -> None:
    """A terminal sends it to every process of the command."""
    site = write(tmp_path / "site", MANY)
    with subprocess.Popen(COMMAND, cwd=site, stderr=subprocess.PIPE, start_new_session=True, text=True) as running:
        assert running.stderr
        assert running.stderr.readline() == "begun\n"
        time.sleep(moment)  # which moment is what is tested
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


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_no_process_outlives_a_build_that_is_killed(tmp_path: Path) -> None:
    site = write(tmp_path / "site", MANY)
    with subprocess.Popen(COMMAND, cwd=site, stderr=subprocess.PIPE, start_new_session=True) as running:
        wait_until(lambda: len(alive(running.pid)) >= 5)
        running.kill()
        running.communicate(timeout=60)
    wait_until(lambda: not alive(running.pid), limit=20)
