"""A call in a process of its own gives what it would give here, also where that process comes to no end."""

import os
import signal
import threading
from pathlib import Path

import pytest

from site_builder.building.output_scan import APART_FROM, OutputScan
from site_builder.cli.forked_call import ForkedCall
from site_builder.cli.worker_pool import WorkerPool

HERE = os.getpid()


def get_process() -> int:
    return os.getpid()


def die_elsewhere(number: int) -> int:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_what_a_function_gives_comes_from_another_process() -> None:
    elsewhere = ForkedCall(get_process, ())()
    assert elsewhere != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(elsewhere, 0)


def test_where_the_process_is_killed_the_call_is_done_here() -> None:
    assert ForkedCall(die_elsewhere, (7,))() == 7


def test_what_fails_there_fails_here() -> None:
    with pytest.raises(ZeroDivisionError):
        ForkedCall(divmod, (1, 0))()


@pytest.mark.parametrize(("jobs", "threads", "apart"), [(2, 1, True), (1, 1, False), (2, 2, False)])
def test_one_job_or_threads_leave_the_call_here(
    monkeypatch: pytest.MonkeyPatch, jobs: int, threads: int, *, apart: bool
) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: threads)
    assert (WorkerPool(jobs).call_apart(get_process)() != os.getpid()) == apart


def test_the_output_is_looked_at_elsewhere_where_it_is_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    made: list[ForkedCall] = []

    class Recorded(ForkedCall):
        def __call__(self) -> object:
            made.append(self)
            return super().__call__()

    monkeypatch.setattr("site_builder.cli.forked_call.ForkedCall", Recorded)
    for number in (APART_FROM - 1, APART_FROM):
        for each in range(number):
            (tmp_path / f"{each}.html").touch()
        left = OutputScan(tmp_path, {}, {}).result
        scan = OutputScan(tmp_path, *left)
        (tmp_path / "7.html").write_text("changed", "utf-8")
        scan.begin(WorkerPool(2))
        assert scan.files["7.html"] != left.files["7.html"]
        assert {path for path in left.files if scan.files[path] != left.files[path]} == {"7.html"}
        (tmp_path / "7.html").write_text("", "utf-8")
        assert len(made) == (number == APART_FROM)
