"""Readers that come to no good end, for the process that has to outlive them; asserts nothing."""

import os
import time
from collections.abc import Iterator


def spin(_: str) -> Iterator[int]:
    """Give a value and then work without end."""
    yield 1
    while True:
        pass


def grow(_: str) -> Iterator[int]:
    """Give a value and then want ever more memory."""
    yield 1
    held = []
    while True:
        held.append(bytes(16 << 20))


def end(_: str) -> Iterator[int]:
    """Give a value and end the process."""
    yield 1
    os.abort()


def fail(_: str) -> Iterator[int]:
    """Give a value and fail."""
    yield 1
    raise RuntimeError


def greet(name: str) -> Iterator[str]:
    """Say how fast a word goes to and fro, and where."""
    yield from (name, str(os.getpid()), str(time.process_time()))
