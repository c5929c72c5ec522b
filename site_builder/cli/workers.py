"""The processes that work on a build: started when the first work comes, so that a small change pays for none."""

import gc
import os
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from multiprocessing.context import BaseContext

# What every worker needs; where processes can be forked from a server, it imports this once for all.
NEEDED = [
    "babel.dates",
    "jinja2.ext",
    "markdown.extensions.abbr",
    "markdown.extensions.admonition",
    "markdown.extensions.attr_list",
    "markdown.extensions.def_list",
    "markdown.extensions.footnotes",
    "markdown.extensions.md_in_html",
    "markdown.extensions.sane_lists",
    "markdown.extensions.tables",
    "markdown.extensions.toc",
    "nh3",
    "pymdownx.tasklist",
    "segno",
    "site_builder.building.quick",
    "site_builder.building.render",
    "site_builder.checking.text",
    "site_builder.reading.quick_markdown",
]


class Workers:
    """An executor of a number of processes (0: as many as the machine has) that begins with its first call."""

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
            self.pool.shutdown()

    def begin(self) -> None:
        """Have the server that workers are forked from get ready, where there will surely be work for them."""
        if self.number > 1 and self.context().get_start_method() == "forkserver":
            from multiprocessing.forkserver import ensure_running

            ensure_running()

    def map(self, function: Callable[..., Any], *values: Iterable[Any]) -> Iterator[Any]:
        """Have a function called with each of the values; the results in their order."""
        self.pool = self.pool or self.started()
        return self.pool.map(function, *values)

    def started(self) -> "Executor":
        """Start the processes; a thread where the machine has no semaphores for them, as in a bare container."""
        from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

        try:
            # They make many records and no cycles.
            return ProcessPoolExecutor(self.number, mp_context=self.context(), initializer=gc.disable)
        except (OSError, ImportError):
            return ThreadPoolExecutor(1)

    def context(self) -> "BaseContext":
        """Give the way in which processes are started."""
        import multiprocessing

        way = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        context = multiprocessing.get_context(way)
        context.set_forkserver_preload(NEEDED)
        return context
