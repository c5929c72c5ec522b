"""Patterns that are compiled when first used: the rules have hundreds, and one edited text needs few of them."""

import re
from typing import cast


class LatePattern:
    """Stands for a compiled pattern; each method of it is looked up once."""

    def __init__(self, pattern: str, flags: int) -> None:
        """Keep what to compile."""
        self.source = pattern, flags

    def __getattr__(self, name: str) -> object:
        """Give what the compiled pattern has."""
        found = getattr(re.compile(*self.source), name)
        setattr(self, name, found)
        return found


def compile_late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Give a pattern that is compiled by its first use, which is when a wrong one raises `re.error`."""
    return cast("re.Pattern[str]", LatePattern(pattern, flags))
