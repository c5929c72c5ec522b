"""Inputs that would take long, each given to a command of its own: how much time and memory it took; asserts nothing.

A module beside this one holds shapes: what each is called, and a function that makes a site in a folder and gives the
arguments of the command. `make slow-shapes` prints the table of all of them.
"""

import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tests.slow_shapes import files, texts

# What a command may take for a file, whether it reads it or refuses it: seconds of processor time, MiB.
MOST_SECONDS, MOST_MEMORY = 5.0, 500
# When nobody waits any longer.
PATIENCE = 60
MODULES: Mapping[str, Mapping[str, Callable[[Path], list[str]]]] = {"files": files.SHAPES, "texts": texts.SHAPES}


class Measurement(NamedTuple):
    """What a command took, and how it ended; `status` is that of a shell, negative after a signal."""

    seconds: float
    memory: int
    status: int
    said: str

    @property
    def good(self) -> bool:
        """Tell whether it came to an end of its own within what it may take, and without a traceback."""
        ended = self.status in {0, 1, 2, 3} and "Traceback" not in self.said
        return ended and self.seconds <= MOST_SECONDS and self.memory <= MOST_MEMORY


def measure(arguments: list[str], *, limited: bool = False) -> Measurement:
    """Run the command and measure it with all processes that it started, also those that outlived it.

    `limited` has the system end each process that takes more than it may.
    """
    adopt_orphans()
    with tempfile.TemporaryFile() as said:
        command = [sys.executable, "-m", "site_builder", *arguments]
        prepare = limit_process if limited else None
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            preexec_fn=prepare,  # noqa: PLW1509 - one thread
        )
        timer = threading.Timer(PATIENCE, process.kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        usages = [usage, *wait_for_orphans()]
        said.seek(0)
        return Measurement(
            sum(each.ru_utime + each.ru_stime for each in usages),
            max(each.ru_maxrss for each in usages) // 1024,
            process.returncode,
            said.read().decode("utf-8", "replace"),
        )


def measure_apart(arguments: list[str]) -> Measurement:
    """Measure a command with limits from a process of its own: this one may have children that go on."""
    command = [sys.executable, "-m", __spec__.name, "measure", json.dumps(arguments)]
    made = subprocess.run(command, check=True, capture_output=True)
    return Measurement(*json.loads(made.stdout))


def limit_process() -> None:
    """Let this process, and those that it starts, take no more than a command may."""
    resource.setrlimit(resource.RLIMIT_CPU, (int(MOST_SECONDS), int(MOST_SECONDS)))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY << 20, MOST_MEMORY << 20))


def adopt_orphans() -> None:
    """Let processes whose parent ended become ours (prctl(2), PR_SET_CHILD_SUBREAPER); only Linux can do so."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


def wait_for_orphans() -> Iterator[resource.struct_rusage]:
    """Give what processes used that outlived the one that started them."""
    with suppress(ChildProcessError):
        while True:
            yield os.wait4(-1, 0)[2]


def make_shape(module: str, name: str, folder: Path) -> list[str]:
    """Make a shape in another process, whose memory would count as that of the command; give the arguments."""
    made = subprocess.run([sys.executable, "-m", __spec__.name, module, name, folder], check=True, capture_output=True)
    arguments: list[str] = json.loads(made.stdout)
    return arguments


def measure_shapes(chosen: str = "") -> Iterator[tuple[str, Measurement]]:
    """Measure the shapes whose name holds a text."""
    for module, shapes in MODULES.items():
        for name in [each for each in shapes if chosen in each]:
            with tempfile.TemporaryDirectory() as folder:
                yield name, measure(make_shape(module, name, Path(folder)))


def print_table(chosen: str) -> bool:
    """Print the table and tell whether every shape was good."""
    good = True
    sys.stdout.write(f"{'seconds':>8} {'MiB':>5} {'exit':>4}  shape\n")
    for name, found in measure_shapes(chosen):
        good = good and found.good
        mark = "" if found.good else "  TOO MUCH"
        said = f"\n{found.said[:600]}" if os.environ.get("SAID") else ""
        sys.stdout.write(f"{found.seconds:8.2f} {found.memory:5} {found.status:4}  {name}{mark}{said}\n")
        sys.stdout.flush()
    return good


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["measure", arguments]:
            sys.stdout.write(json.dumps(measure(json.loads(arguments), limited=True)))
        case [module, name, folder]:
            sys.stdout.write(json.dumps(MODULES[module][name](Path(folder))))
        case [*chosen]:
            sys.exit(not print_table(chosen[0] if chosen else ""))
