"""Headings by `#`, but for numbers (`#5楼`); signs at their end close them only behind a space (`3#、5#` stays)."""

import re

from markdown import Extension, Markdown
from markdown.blockprocessors import HashHeaderProcessor

HEADING = re.compile(r"(?:^|\n)(?P<level>#{1,6})(?!#*[0-9０-９])(?P<header>[^\n]*?)(?:(?<=[ \t])#+[ \t]*)?(?:\n|$)")


class HeadingSigns(HashHeaderProcessor):
    """Makes headings."""

    RE = HEADING


class HeadingSignsExtension(Extension):
    """Takes the place of the library's headings."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Add the processor."""
        md.parser.blockprocessors.register(HeadingSigns(md.parser), "hashheader", 70)


def makeExtension(**configs: object) -> HeadingSignsExtension:  # noqa: N802 - the library's name
    """Make the extension."""
    return HeadingSignsExtension(**configs)
