"""A backslash before a space is a backslash: other extensions make the two a space; has no construct of its own."""

from markdown import Extension, Markdown


class PlainBackslashesExtension(Extension):
    """Takes the space out of what may be escaped."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Change the list of signs."""
        md.ESCAPED_CHARS = [sign for sign in md.ESCAPED_CHARS if sign != " "]


def makeExtension(**configs: object) -> PlainBackslashesExtension:  # noqa: N802 - the library's name
    """Make the extension."""
    return PlainBackslashesExtension(**configs)
