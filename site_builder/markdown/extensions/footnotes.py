"""The library's footnotes, numbered in the order of their use; the library's own way to that fails on an empty one."""

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension, FootnoteReorderingProcessor


class NoteOrder(FootnoteReorderingProcessor):
    """Puts notes in their order where each of them leads back to the text."""

    def run(self, root: Element) -> None:
        """Put the notes in the order of their use, unless they stand in it."""
        if list(self.footnotes.footnotes) == self.footnotes.footnote_order:
            return
        notes = [each for each in root.iter("div") if each.get("class") == "footnote"]
        entries = [entry for each in notes for entry in each.iterfind("ol/li")]
        if all(entry.find('.//a[@class="footnote-backref"]') is not None for entry in entries):
            super().run(root)


class OrderedFootnotes(FootnoteExtension):
    """Footnotes by their use."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Register what the library does, and the order."""
        self.setConfig("USE_DEFINITION_ORDER", value=False)
        super().extendMarkdown(md)
        md.treeprocessors.register(NoteOrder(self), "footnote-reorder", 19)


def makeExtension(**configs: object) -> OrderedFootnotes:  # noqa: N802 - the library's name
    """Make the extension."""
    return OrderedFootnotes(**configs)
