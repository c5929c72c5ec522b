"""Tables whose second line has a `-`: where it is empty (`| |`), the library would make a table of two rows of text."""

from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.extensions.tables import TableProcessor


class RuledTables(TableProcessor):
    """Makes tables."""

    def test(self, parent: Element, block: str) -> bool:
        """Tell whether a block is a table."""
        return super().test(parent, block) and "-" in block.split("\n")[1]


class RuledTablesExtension(Extension):
    """Takes the place of the library's tables."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Add the processor."""
        stock = md.parser.blockprocessors["table"]
        md.parser.blockprocessors.register(RuledTables(md.parser, stock.config), "table", 75)  # type: ignore[attr-defined]


def makeExtension(**configs: object) -> RuledTablesExtension:  # noqa: N802 - the library's name
    """Make the extension."""
    return RuledTablesExtension(**configs)
