"""The text that Python-Markdown is about to parse, looked at once -> what it cannot hold; changes no text itself.

Each class stands in for the library's own of the same name in its registry, and leaves to it all but plain cases.
"""

import re

from markdown import Markdown
from markdown.preprocessors import NormalizeWhitespace, Preprocessor

# What the library would take out or rewrite in its first step.
REWRITTEN = ("\x02", "\x03", "\r", "\t")
BLANK_LINE = re.compile(r"\n +(?=\n)")
# Marks that stand for elements inside each other; a text with fewer has no tree that is too deep for Python.
NESTING = "<*_~^"
MOST_MARKS = 300


class MarkdownSource:
    """The text at hand, after its white space was made uniform; no step of the library adds marks to it."""

    def __init__(self) -> None:
        self.text = ""
        self.deep = False

    def set_text(self, text: str) -> None:
        """Make a text the one at hand."""
        self.text = text
        self.deep = sum(map(text.count, NESTING)) > MOST_MARKS

    def has(self, *signs: str) -> bool:
        """Tell whether one of some signs is anywhere in the text."""
        return any(map(self.text.__contains__, signs))


class FastNormalize(NormalizeWhitespace):
    """Makes white space uniform; notes the text."""

    def __init__(self, md: Markdown, source: MarkdownSource) -> None:
        super().__init__(md)
        self.source = source

    def run(self, lines: list[str]) -> list[str]:
        """Make white space uniform."""
        text = "\n".join(lines)
        if any(map(text.__contains__, REWRITTEN)):
            lines = super().run(lines)
            self.source.set_text("\n".join(lines))
            return lines
        text += "\n\n"
        if "\n " in text:
            text = BLANK_LINE.sub("\n", text)
        self.source.set_text(text)
        return text.split("\n")


class FastHtmlBlocks(Preprocessor):
    """Takes out HTML blocks; reads no text as HTML that can hold none."""

    def __init__(self, md: Markdown, source: MarkdownSource, stock: Preprocessor) -> None:
        super().__init__(md)
        self.source = source
        self.stock = stock

    def run(self, lines: list[str]) -> list[str]:
        """Take out HTML blocks; a character reference without `;` gets one there."""
        return self.stock.run(lines) if self.source.has("<", "&#") else lines
