"""One call in a forked process while this one goes on; what fails there is done here. Only for what changes nothing."""

import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any


class ForkedCall:
    """A function that is being called in a process of its own; to be asked once for what it gives."""

    def __init__(self, function: Callable[..., Any], values: tuple[Any, ...]) -> None:
        """Fork the process; raise OSError where the machine has none to spare."""
        import pickle

        self.function, self.values = function, values
        self.reading, writing = os.pipe()
        try:
            self.number = os.fork()
        except OSError:
            os.close(self.reading)
            os.close(writing)
            raise
        if self.number == 0:
            try:
                with os.fdopen(writing, "wb") as stream:
                    pickle.dump((function(*values),), stream)
            finally:
                os._exit(0)
        os.close(writing)

    def __call__(self) -> Any:
        """Wait for what the function gives; where its process came to no end, call it here."""
        import pickle

        try:
            with os.fdopen(self.reading, "rb") as stream:
                (result,) = pickle.load(stream)  # noqa: S301 - our own process
        except (OSError, EOFError, pickle.UnpicklingError):
            result = self.function(*self.values)
        with suppress(ChildProcessError):
            os.waitpid(self.number, 0)
        return result
