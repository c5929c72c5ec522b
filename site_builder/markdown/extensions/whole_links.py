"""Links and pictures whose address has an end, mail addresses that may be ones; all else in brackets is text.

The library takes what follows `[a]('(` up to the end of the paragraph for an address, and `<^@>` for one of mail.
"""

from markdown import Extension, Markdown
from markdown.inlinepatterns import LINK_RE, AutomailInlineProcessor, LinkInlineProcessor

MAIL = r"<((?:mailto:)?[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+)>"


class WholeAddress:
    """Finds the end of an address."""

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:  # noqa: N802 - the library's name
        """Give the address and the title in round brackets, and where these end."""
        href, title, end, handled = super().getLink(data, index)  # type: ignore[misc]
        return href, title, end, handled and end > index and href.count("(") == href.count(")")


class WholeLink(WholeAddress, LinkInlineProcessor):
    """Makes links."""


class WholeLinksExtension(Extension):
    """Takes the place of the library's links and mail addresses."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Add the patterns."""
        md.inlinePatterns.register(WholeLink(LINK_RE, md), "link", 160)
        md.inlinePatterns.register(AutomailInlineProcessor(MAIL, md), "automail", 110)


def makeExtension(**configs: object) -> WholeLinksExtension:  # noqa: N802 - the library's name
    """Make the extension."""
    return WholeLinksExtension(**configs)
