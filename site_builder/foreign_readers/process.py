"""A process in which files of other programs are read: it has so much time and memory, and may come to any end.

It is started when the first file is to be read, takes one after the other, and ends with the process that started it.
"""

import atexit
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar, cast

import msgspec
from msgspec import Struct

from site_builder.foreign_readers.guard import UnreadableFileError

T = TypeVar("T")
# Processor time of one file in seconds; address space in bytes; patience in seconds where a reader does not even work.
PROCESSOR_SECONDS, MEMORY_BYTES, PATIENCE = 3, 400 << 20, 120
LENGTH_BYTES = 4
OUT_OF_MEMORY = "MemoryError"
ROOT = Path(__file__).parents[2]


class ReaderCall(Struct, frozen=True, array_like=True):
    """What is to be called in the process: a function by module and name, its arguments, and the folder we are in."""

    folder: str
    module: str
    name: str
    arguments: tuple[str, ...]


class ReaderAnswer(Struct, frozen=True, array_like=True):
    """One value that a function gave, encoded; or, with `end`, that it came to its end, with the error if it failed."""

    value: msgspec.Raw = msgspec.Raw(b"\xc0")
    end: bool = False
    error: str = ""


class LimitedReading(Struct, Generic[T], frozen=True):
    """What was read before the end; `cut` says that time or memory did not suffice for the rest."""

    values: tuple[T, ...]
    cut: bool


class ReaderProcess:
    """The process, while it lives."""

    def __init__(self) -> None:
        """Start none yet."""
        self.process: subprocess.Popen[bytes] | None = None
        self.lock = threading.Lock()

    def ask(self, call: ReaderCall) -> list[ReaderAnswer]:
        """Have a function called; where the last answer is no end, the process came to its own."""
        with self.lock:
            if self.process is None:
                self.process = start_process()
                atexit.register(self.stop)
            timer = threading.Timer(PATIENCE, self.process.kill)
            timer.start()
            answers: list[ReaderAnswer] = []
            with suppress(OSError):
                write_frame(cast("BinaryIO", self.process.stdin), call)
                answers += read_answers(cast("BinaryIO", self.process.stdout))
            timer.cancel()
            if not answers or not answers[-1].end or answers[-1].error == OUT_OF_MEMORY:
                self.stop()
            return answers

    def stop(self) -> None:
        """End the process."""
        process, self.process = self.process, None
        if process is not None:
            atexit.unregister(self.stop)
            process.kill()
            process.communicate()


PROCESS = ReaderProcess()


def read_limited(function: Callable[..., Iterable[T]], *arguments: str, kind: type[T]) -> LimitedReading[T]:
    """Call a function that reads a file in the process that has limits; `kind` is the type of what it gives.

    Raises UnreadableFileError where it raised an error.
    """
    answers = PROCESS.ask(ReaderCall(str(Path.cwd()), function.__module__, function.__qualname__, arguments))
    error = answers[-1].error if answers and answers[-1].end else OUT_OF_MEMORY
    if error not in {"", OUT_OF_MEMORY}:
        raise UnreadableFileError(error)
    values = tuple(msgspec.msgpack.decode(each.value, type=kind) for each in answers if not each.end)
    return LimitedReading(values, bool(error))


def start_process() -> "subprocess.Popen[bytes]":
    """Start the process; what it says besides its answers is nobody's matter."""
    command = [sys.executable, "-P", "-m", "site_builder.foreign_readers.worker"]
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(  # noqa: S603 - ourselves
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": paths},
    )


def write_frame(stream: BinaryIO, value: object) -> None:
    """Write a value with its length before it."""
    data = msgspec.msgpack.encode(value)
    stream.write(len(data).to_bytes(LENGTH_BYTES, "big") + data)
    stream.flush()


def read_frame(stream: BinaryIO) -> bytes | None:
    """Read an encoded value; None at the end of the stream."""
    head = stream.read(LENGTH_BYTES)
    length = int.from_bytes(head, "big")
    data = stream.read(length) if len(head) == LENGTH_BYTES else b""
    return data if len(head) == LENGTH_BYTES and len(data) == length else None


def read_answers(stream: BinaryIO) -> Iterator[ReaderAnswer]:
    """Read answers up to the last, or to the end of the process."""
    while (data := read_frame(stream)) is not None:
        answer = msgspec.msgpack.decode(data, type=ReaderAnswer)
        yield answer
        if answer.end:
            return
