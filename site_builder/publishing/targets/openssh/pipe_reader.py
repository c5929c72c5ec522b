"""What a program prints, read in a thread of its own, since no system but POSIX waits for several pipes at a time."""

import contextlib
import os
import queue
import threading
from typing import IO

BLOCK = 1 << 16


class PipeReader:
    """Reads a pipe as it is written; what was printed is taken block by block, or kept as one text."""

    def __init__(self, stream: IO[bytes]) -> None:
        """Begin to read."""
        self.stream = stream
        self.blocks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self.data = bytearray()
        self.thread = threading.Thread(target=self.read_blocks, daemon=True)
        self.thread.start()

    def read_blocks(self) -> None:
        """Read until nobody writes any more."""
        with contextlib.suppress(OSError, ValueError):
            while block := os.read(self.stream.fileno(), BLOCK):
                self.data += block
                self.blocks.put(block)
        self.blocks.put(b"")

    def take(self, timeout: float) -> bytes | None:
        """Give what comes next, b"" at the end; None where nothing comes for a number of seconds."""
        try:
            block = self.blocks.get(timeout=timeout)
        except queue.Empty:
            return None
        if not block:
            self.blocks.put(b"")  # the end stays the end
        return block

    def close(self, timeout: float) -> None:
        """Wait for the end, though not for a program that was left behind and holds the pipe."""
        self.thread.join(timeout)
        if not self.thread.is_alive():
            self.stream.close()
