"""Who has work done in other processes, as those that have work see it; starts none."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol


class Executor(Protocol):
    """Has functions called elsewhere; functions, values and results have to be such as can be pickled."""

    def begin(self) -> None:
        """Get ready, for there will be work for several."""

    def map(self, function: Callable[..., Any], /, *values: Iterable[Any]) -> Iterable[Any]:
        """Have a function called with each of the values; the results in their order."""

    def call_apart(self, function: Callable[..., Any], /, *values: Any) -> Callable[[], Any]:
        """Have a function called in another process from now on; what is given waits for the result."""
