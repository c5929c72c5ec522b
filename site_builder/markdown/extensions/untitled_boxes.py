"""Boxes (`!!! note`) whose kind is their title are marked, so that it can be said in the text's language."""

import re

from markdown import Extension, Markdown
from markdown.extensions.admonition import AdmonitionProcessor

TITLE, UNTITLED = AdmonitionProcessor.CLASSNAME_TITLE, " untitled"


class MarkedBoxes(AdmonitionProcessor):
    """Gives the title that the library makes of a kind a class more than the one that was typed."""

    def get_class_and_title(self, match: re.Match[str]) -> tuple[str, str | None]:
        """Say which class the title gets, which is set next."""
        self.CLASSNAME_TITLE = TITLE if match[2] is not None else TITLE + UNTITLED
        return super().get_class_and_title(match)


class UntitledBoxesExtension(Extension):
    """Takes the place of the library's boxes."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Add the processor."""
        md.registerExtension(self)
        md.parser.blockprocessors.register(MarkedBoxes(md.parser), "admonition", 105)


def makeExtension(**configs: object) -> UntitledBoxesExtension:  # noqa: N802 - the library's name
    """Make the extension."""
    return UntitledBoxesExtension(**configs)
