"""When Ctrl-C ends a run: within its part, also where Python would have dropped it; never before or after."""

import signal
import sys
import threading

import pytest

from site_builder.cli.preview import InterruptGuard, PreviewInterrupt


def press() -> None:
    signal.raise_signal(signal.SIGINT)


def test_within_the_part_it_ends_at_once() -> None:
    reached = []
    interruptible = InterruptGuard()
    with interruptible.handle_interrupts(), interruptible:
        reached.append("before")
        press()
        reached.append("after")
    assert reached == ["before"]


def test_before_the_part_the_wish_is_kept_and_after_it_nothing_is_disturbed() -> None:
    reached = []
    interruptible = InterruptGuard()
    with interruptible.handle_interrupts():
        press()
        reached.append("set up")
        try:
            with interruptible:
                reached.append("never")
        finally:
            press()
            press()
            reached.append("cleaned up")
    assert reached == ["set up", "cleaned up"]


def test_what_python_drops_is_raised_anew() -> None:
    interruptible, ended = InterruptGuard(), threading.Event()

    class Pressing:
        def __del__(self) -> None:
            press()

    with interruptible.handle_interrupts(), interruptible:
        held = Pressing()
        del held
        assert interruptible.is_requested
        threading.Event().wait(60)
        ended.set()
    assert not ended.is_set()


def test_what_else_is_dropped_is_not_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    dropped: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda lost: dropped.append(lost.exc_type))

    class Failing:
        def __del__(self) -> None:
            raise ValueError

    interruptible = InterruptGuard()
    with interruptible.handle_interrupts(), interruptible:
        held = Failing()
        del held
    assert dropped == [ValueError]
    assert not interruptible.is_requested


def test_everything_is_put_back() -> None:
    before = signal.getsignal(signal.SIGINT), sys.unraisablehook
    with InterruptGuard().handle_interrupts():
        assert signal.getsignal(signal.SIGINT) != before[0]
    assert (signal.getsignal(signal.SIGINT), sys.unraisablehook) == before
    assert issubclass(PreviewInterrupt, KeyboardInterrupt)
