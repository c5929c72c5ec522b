"""Struck, inserted, lowered and raised text that holds all that was typed; where it would not, its sign is a sign."""

import re
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor
from pymdownx.delimiterprocessor import DelimiterProcessor

from site_builder.markdown.extensions.whole_emphasis import write_signs

# What stands between two powers or spans (`a^2+b^2`, `A~C、E~G`) and is no index, as `2+` is.
BETWEEN = re.compile(r"\w\W*[^\w+\u2212-]$|\w\W+\w")


def is_span(tag: str, data: str, start: int, end: int) -> bool:
    """Tell whether two signs `^` or `~` each have a letter or a digit behind them that they belong to."""
    behind = data[end : end + 1]
    if tag not in ("sub", "sup") or not behind.isalnum():
        return False
    return behind.isdigit() or BETWEEN.search(data[start + 1 : end - 1]) is not None


class WholeScripts(InlineProcessor):
    """Makes such elements with the extensions' processor, and none that lacks a part of its text."""

    def __init__(self, stock: DelimiterProcessor, md: Markdown) -> None:
        """Take the place of the extensions' processor."""
        super().__init__(stock.pattern, md)
        self.stock = stock
        self.compiled_re = stock.compiled_re

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """Make an element, or go on behind its first sign."""
        try:
            element, start, end = self.stock.handleMatch(m, data)
        except (IndexError, TypeError):  # slips where signs cross
            element, start, end = None, None, None
        else:
            if element is None or (
                write_signs(element) == data[start:end].replace("_", "*") and not is_span(element.tag, data, start, end)
            ):
                return element, start, end
        self.stock.reset()
        return None, m.start(), m.end()


class WholeScriptsExtension(Extension):
    """Comes behind the extensions for these elements."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Add the pattern."""
        stock = md.inlinePatterns["delimiter"]
        md.inlinePatterns.register(WholeScripts(stock, md), "delimiter", 60)


def makeExtension(**configs: object) -> WholeScriptsExtension:  # noqa: N802 - the library's name
    """Make the extension."""
    return WholeScriptsExtension(**configs)
