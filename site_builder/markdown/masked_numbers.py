"""Masked numbers in Markdown (`138****1234`, `z***@qq.com`): their stars are stars, and set nothing in bold.

Two of them on one line would otherwise open and close: `138****1234, 139****5678` came out as 1381234, 1395678.
"""

import re

from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor

# Four stars or more within a number, three before the host of an e-mail address.
MASK = r"(?<=[0-9])\*{4,}(?=[0-9Xx])|(?<=[0-9A-Za-z._-])\*{3,}(?=@)"


class MaskPattern(InlineProcessor):
    """Keeps the stars of a mask from other patterns."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: ARG002, N802
        """Give the stars as they are."""
        return m[0], m.start(), m.end()


class MaskExtension(Extension):
    """Asks for masks before emphasis."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Add the pattern; bold text comes at 60."""
        md.inlinePatterns.register(MaskPattern(MASK, md), "mask", 75)


def makeExtension(**configs: object) -> MaskExtension:  # noqa: N802 - the library's name
    """Make the extension."""
    return MaskExtension(**configs)
