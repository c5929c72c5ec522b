"""One run of a command: how long the whole process took, how large it or one of its own became, what it printed."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

# How often the processes of a watched run are looked at, in seconds; their high-water marks stay until they end.
LOOK = 0.01


class Run(NamedTuple):
    """Wall time from before the start to after the end, the largest resident set in MiB, standard output.

    `worked` are the seconds of processor, which do not tell how busy a machine is; without those of a build's workers.
    """

    seconds: float
    mib: float
    out: str
    worked: float


def run(command: Sequence[str | Path], out: Path, *, watched: bool = False) -> Run:
    """Run a command to its end, its standard output in a file; anything but status 0 ends the benchmark.

    The resident set is that of the process and of those it waited for, as the system tells after the end. A build's
    workers belong to a fork server that nobody waits for: only a watched run sees them, by looking into /proc while it
    lasts. That costs time, so a watched run is not for its time.
    """
    with out.open("w+", encoding="utf-8") as stream:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=stream, stderr=subprocess.STDOUT)
        family = Family(process.pid) if watched else None
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        stream.seek(0)
        said = stream.read()
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} ended with status {process.returncode}:\n{said}")
    # Linux counts in KiB, macOS in bytes.
    own = usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    mib = max(own, family.end() if family else 0.0)
    return Run(seconds, mib, said, usage.ru_utime + usage.ru_stime)


class Family:
    """Looks at a process and all below it until it is told to end; knows the largest resident set that it saw."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.kib = 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.look, daemon=True)
        self.thread.start()

    def look(self) -> None:
        while not self.ended.wait(LOOK):
            for pid in below(self.pid):
                self.kib = max(self.kib, high_water(pid))

    def end(self) -> float:
        """Stop looking and give the largest resident set in MiB; 0 where the system has no /proc."""
        self.ended.set()
        self.thread.join()
        return self.kib / 1024


def below(pid: int) -> Iterator[int]:
    """Give a process and all below it."""
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text("ascii").split():
                yield from below(int(child))


def high_water(pid: int) -> int:
    """Give the largest resident set of a process until now, in KiB; 0 where it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text("utf-8", "replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0
