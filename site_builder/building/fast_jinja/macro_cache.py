"""Macros that are run once for the same values; never for values that can change or that do not tell all they hold."""

from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from jinja2.runtime import Macro

# What a macro gave, by what it was given; beyond that all is forgotten.
CACHE_LIMIT = 16_384
# A bool is left out: to Python True is 1, but a macro may tell them apart.
CACHEABLE_TYPES = frozenset([str, int, type(None)])


class CachedMacro:
    """A macro that remembers what it gave. A macro sees only what it is given, so the same values give the same."""

    def __init__(self, macro: "Macro") -> None:
        """Remember for a macro."""
        self.macro = macro
        self.results: dict[tuple[Any, ...], str] = {}

    def __call__(self, *args: Any, **named: Any) -> str:
        """Give what the macro gives."""
        if named:
            return self.macro(*args, **named)
        for each in args:
            if type(each) not in CACHEABLE_TYPES and not isinstance(each, Struct):
                return self.macro(*args)
        found = self.results.get(args)
        if found is None:
            if len(self.results) >= CACHE_LIMIT:
                self.results.clear()
            found = self.results[args] = self.macro(*args)
        return found
