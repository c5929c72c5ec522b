"""The processes that work on a build: started when the first work comes, so that a small change pays for none."""

import gc
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain, islice
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from multiprocessing.context import BaseContext
# What the processes need; they are forked from one that has imported it.
PRELOADED = [
    "site_builder.content.parse_item",
    "site_builder.checking.item_rules",
    "site_builder.markdown.fast.converter",
    "markdown.extensions.abbr",
    "markdown.extensions.admonition",
    "markdown.extensions.attr_list",
    "markdown.extensions.def_list",
    "site_builder.markdown.extensions.footnotes",
    "markdown.extensions.md_in_html",
    "markdown.extensions.sane_lists",
    "markdown.extensions.tables",
    "markdown.extensions.toc",
    "nh3",
    "pymdownx.tasklist",
    "site_builder.building.render",
    "site_builder.building.fast_jinja.compiler",
    "site_builder.building.fast_jinja.bytecode_cache",
    "jinja2.ext",
    "segno",
    "babel.dates",
]


class WorkerPool:
    """An executor of a number of processes (0: as many as the machine has) that begins when there is work for several.

    Where there is work for one, this process does it.
    """

    def __init__(self, number: int) -> None:
        """Take note of how many are wanted."""
        self.number = number or os.cpu_count() or 1
        self.pool: Executor | None = None

    def __enter__(self) -> Self:
        """Give the workers."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the processes."""
        if self.pool is not None:
            self.pool.shutdown(cancel_futures=kind is not None)

    def begin(self) -> None:
        """Have the server that workers are forked from get ready, where there will surely be work for them.

        Neither hears Ctrl-C, which goes to all processes of a terminal: it is this one that ends them.
        """
        if self.number > 1 and self.make_context().get_start_method() == "forkserver":
            from multiprocessing import resource_tracker
            from multiprocessing.forkserver import ensure_running

            with suppress(OSError):  # where it cannot be started now, it is tried again when there is work
                resource_tracker.ensure_running()  # it lets the signal through again when it has started
                with block_interrupts():
                    ensure_running()

    def map(self, function: Callable[..., Any], *values: Iterable[Any]) -> Iterator[Any]:
        """Have a function called with each of the values; the results in their order."""
        calls = zip(*values, strict=False)
        first = list(islice(calls, 2))
        if len(first) < 2:  # noqa: PLR2004 - two are several
            return iter([function(*each) for each in first])
        self.pool = self.pool or self.start_pool()
        with block_interrupts():  # a process that is being started while this one ends would complain
            return self.pool.map(partial(call_with_values, function), chain(first, calls))

    def call_apart(self, function: Callable[..., Any], *values: Any) -> Callable[[], Any]:
        """Have a function called in a process of its own, but where one job is to use no other, or this has threads."""
        import threading

        if self.number > 1 and hasattr(os, "fork") and threading.active_count() == 1:
            from site_builder.cli.forked_call import ForkedCall

            with suppress(OSError):
                return ForkedCall(function, values)
        return partial(function, *values)

    def start_pool(self) -> "Executor":
        """Start the processes; a thread where the machine has no semaphores for them, as in a bare container."""
        from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

        self.begin()
        try:
            return ProcessPoolExecutor(self.number, mp_context=self.make_context(), initializer=initialize_worker)
        except (OSError, ImportError):
            return ThreadPoolExecutor(1)

    def make_context(self) -> "BaseContext":
        """Give the way in which processes are started."""
        import multiprocessing

        way = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        context = multiprocessing.get_context(way)
        context.set_forkserver_preload(PRELOADED)
        return context


def initialize_worker() -> None:
    """Make a worker ready: it makes many records and no cycles, and ends with the process that it works for."""
    import threading
    from multiprocessing import parent_process

    gc.disable()
    if parent := parent_process():
        threading.Thread(target=exit_after, args=(parent.sentinel,), daemon=True).start()


def exit_after(process: int) -> None:
    """End this process when another has come to its end, were it killed."""
    from multiprocessing.connection import wait

    wait([process])
    os._exit(1)


@contextmanager
def block_interrupts() -> Iterator[None]:
    """Let Ctrl-C wait; processes that are started meanwhile never hear it."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def call_with_values(function: Callable[..., Any], values: tuple[Any, ...]) -> Any:
    """Call a function with values that came together."""
    return function(*values)
