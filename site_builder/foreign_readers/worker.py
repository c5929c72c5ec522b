"""What the process for files of other programs does: limits itself, calls what it is told to, and gives the answers."""

import gc
import importlib
import math
import os
import sys
from contextlib import suppress

import msgspec

from site_builder.foreign_readers.guard import UnreadableFileError, guard_reader
from site_builder.foreign_readers.process import (
    MEMORY_BYTES,
    OUT_OF_MEMORY,
    PROCESSOR_SECONDS,
    ReaderAnswer,
    ReaderCall,
    read_frame,
    write_frame,
)

RECORDS = 200_000


def work() -> None:
    """Take one call after the other from the standard input until it ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    limit_memory()
    # Readers make many records that live until a file is read.
    gc.set_threshold(RECORDS)
    while (data := read_frame(sys.stdin.buffer)) is not None:
        call = msgspec.msgpack.decode(data, type=ReaderCall)
        limit_processor_time()
        error = ""
        try:
            with guard_reader(MemoryError):
                os.chdir(call.folder)
                for each in getattr(importlib.import_module(call.module), call.name)(*call.arguments):
                    write_frame(answers, ReaderAnswer(msgspec.Raw(msgspec.msgpack.encode(each))))
        except (MemoryError, UnreadableFileError) as failure:
            error = str(failure) if isinstance(failure, UnreadableFileError) else OUT_OF_MEMORY
        write_frame(answers, ReaderAnswer(end=True, error=error))


def limit_memory() -> None:
    """Let this process have no more memory than it should need, where the system can hold it to that."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def limit_processor_time() -> None:
    """Let the next file have so much processor time and no more: what the process has used so far does not count."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        most = math.ceil(used.ru_utime + used.ru_stime + PROCESSOR_SECONDS)
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    work()
