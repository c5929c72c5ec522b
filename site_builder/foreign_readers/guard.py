"""The gate around whatever reads a file that another program made; reads none itself.

Readers of documents and pictures fail in ways of their own on damaged and strange files, with errors of every kind:
those of libraries written in Rust are not even an `Exception`. Behind the gate there is one kind.
"""

from collections.abc import Iterator
from contextlib import contextmanager


class UnreadableFileError(Exception):
    """A file of another program that its reader cannot cope with."""


@contextmanager
def guard_reader(*known: type[Exception]) -> Iterator[None]:
    """Run a reader; raises UnreadableFileError for whatever it raises, but for the errors that the caller knows."""
    passed: tuple[type[BaseException], ...] = (
        *known,
        UnreadableFileError,
        KeyboardInterrupt,
        SystemExit,
        GeneratorExit,
    )
    try:
        yield
    except passed:
        raise
    except BaseException as error:
        raise UnreadableFileError(type(error).__name__) from error
