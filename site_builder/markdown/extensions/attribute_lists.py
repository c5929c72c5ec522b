"""Lists of attributes (`{: .lead }`, `{#id}`) only where they are whole; all else in braces (`{附件}`) is text.

The library takes whatever stands in braces behind a link, emphasis or heading, and drops what it cannot read.
"""

import re
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.extensions.attr_list import AttrListTreeprocessor

ATTRIBUTE = r"""(?:[#.][^\s{}=#.][^\s{}=]*|[A-Za-z][\w:.-]*=(?:"[^"\n]*"|'[^'\n]*'|[^\s"'{}=]+))"""
LIST = rf"\{{:?[ ]*({ATTRIBUTE}(?:[ ]+{ATTRIBUTE})*)[ ]*\}}"

HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
CLOSING_SIGNS, CLOSING_SIGNS_BEHIND = re.compile(r"(?:^|[ ]+)#+[ ]*$"), re.compile(r"[ ]+#+[ ]*$")


class WholeAttributeLists(AttrListTreeprocessor):
    """Reads lists that hold nothing but ids, classes and attributes with a value."""

    HEADER_RE = re.compile(rf"[ ]+{LIST}[ ]*$")  # type: ignore[misc]
    BLOCK_RE = re.compile(rf"\n[ ]*{LIST}[ ]*$")  # type: ignore[misc]
    INLINE_RE = re.compile(rf"^{LIST}")  # type: ignore[misc]

    def run(self, doc: Element) -> None:
        """Give elements their attributes; those of headings here, as the library takes `3#` for the end of one."""
        for heading in doc.iter():
            if heading.tag in HEADINGS:
                self.take_lists(heading)
        super().run(doc)

    def take_lists(self, heading: Element) -> None:
        """Take lists from the end of a heading, with the signs that close it."""
        last = heading[-1] if len(heading) else None
        text = (heading.text if last is None else last.tail) or ""
        while found := self.HEADER_RE.search(text):
            self.assign_attrs(heading, found[1], strict=True)
            closing = CLOSING_SIGNS if last is None else CLOSING_SIGNS_BEHIND
            text = closing.sub("", text[: found.start()])
            if last is None:
                heading.text = text
            else:
                last.tail = text


class AttributeListsExtension(Extension):
    """Takes the place of the library's lists of attributes."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Add the processor."""
        md.treeprocessors.register(WholeAttributeLists(md), "attr_list", 8)
        md.registerExtension(self)


def makeExtension(**configs: object) -> AttributeListsExtension:  # noqa: N802 - the library's name
    """Make the extension."""
    return AttributeListsExtension(**configs)
