"""What stands behind a comment or a block of HTML on its line stays there; takes out no HTML block itself.

The library puts line breaks and pictures of such a line (`<!-- a --> b<br>c`) at the end of the body.
"""

import re

from markdown import Extension, Markdown
from markdown.extensions.md_in_html import HTMLExtractorExtra
from markdown.preprocessors import Preprocessor

TAG_SIGN = re.compile("<")


class TailExtractor(HTMLExtractorExtra):
    """Takes out HTML blocks; what follows one on its line is text, and so is `&` everywhere.

    The library would read names and numbers of characters, and loses its place at the first that is none.
    """

    @property
    def interesting(self) -> re.Pattern[str]:
        """Give what may begin something that is no text: within an element of code its end, else a tag."""
        return self.code_end or TAG_SIGN

    @interesting.setter
    def interesting(self, pattern: re.Pattern[str]) -> None:
        """Take what the library looks for."""
        self.code_end = pattern if "/" in pattern.pattern else None

    def parse_starttag(self, i: int) -> int:
        """Take a tag; none of a line that is indented like code begins a block, nor takes the next line with it."""
        start = self.rawdata.rfind("\n", 0, i) + 1
        held = self.inraw or self.intail or self.mdstack  # type: ignore[attr-defined]
        if held or not self.rawdata.startswith("    ", start):
            return int(super().parse_starttag(i))
        self.handle_data("<")
        return i + 1

    def handle_empty_tag(self, data: str, is_block: bool) -> None:  # noqa: FBT001 - the library's signature
        """Take a tag that needs no end."""
        if self.intail and not self.inraw and not is_block:
            self.handle_data(data)
        else:
            super().handle_empty_tag(data, is_block)


class TailPreprocessor(Preprocessor):
    """Reads a body's HTML."""

    def run(self, lines: list[str]) -> list[str]:
        """Take out HTML blocks."""
        extractor = TailExtractor(self.md)
        extractor.feed("\n".join(lines))
        extractor.close()
        return "".join(extractor.cleandoc).split("\n")


class HtmlTailsExtension(Extension):
    """Takes the place of the preprocessor for Markdown in HTML."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Add the preprocessor."""
        md.preprocessors.register(TailPreprocessor(md), "html_block", 20)


def makeExtension(**configs: object) -> HtmlTailsExtension:  # noqa: N802 - the library's name
    """Make the extension."""
    return HtmlTailsExtension(**configs)
