"""Emphasis that holds all that was typed: where the library would lose words (`A*B，**甲*乙**`), its sign is a sign."""

import re
from typing import cast
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.inlinepatterns import DelimiterProcessor

from site_builder.markdown.escape import begins_behind_word

SIGNS = {"em": "*", "strong": "**", "sub": "~", "del": "~~", "sup": "^", "ins": "^^"}


class WholeEmphasis(DelimiterProcessor):
    """Makes emphasis, and none that lacks a part of its text."""

    def __init__(self, stock: DelimiterProcessor, md: Markdown) -> None:
        """Take over the signs of the library's processor."""
        super().__init__("*", "strong,em", md)
        self.tokens, self.delimiters = stock.tokens, stock.delimiters
        self.pattern, self.compiled_re = stock.pattern, stock.compiled_re

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """Make an element, or go on behind its first sign."""
        sign = self.get_match(data, m.start())
        if self.regions and (sign is None or (sign.lastgroup or "").startswith("e")):
            # What the library has found already begins further on.
            sign = sign or self.delimiters[m[0]].bad.match(data, m.start()) or m
            return None, sign.start(), sign.end()
        element, start, end = super().handleMatch(m, data)
        if element is None:
            return None, start, end
        written = data[start:end]
        if (
            written[0] == written[-1]
            and not begins_behind_word(data, start or 0)
            and write_signs(element) == written.replace("_", "*")
        ):
            return element, start, end
        self.reset()
        return None, m.start(), m.end()


def write_signs(element: Element) -> str:
    """Write an element as it was typed, with stars for its underscores."""
    sign = SIGNS.get(element.tag, "")
    inner = "".join(write_signs(child) + (child.tail or "").replace("_", "*") for child in element)
    return sign + (element.text or "").replace("_", "*") + inner + sign


class WholeEmphasisExtension(Extension):
    """Takes the place of the library's emphasis."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Add the pattern."""
        stock = cast("DelimiterProcessor", md.inlinePatterns["em_strong"])
        md.inlinePatterns.register(WholeEmphasis(stock, md), "em_strong", 60)


def makeExtension(**configs: object) -> WholeEmphasisExtension:  # noqa: N802 - the library's name
    """Make the extension."""
    return WholeEmphasisExtension(**configs)
