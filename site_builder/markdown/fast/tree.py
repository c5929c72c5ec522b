"""Markdown's tree of elements -> its line breaks, the ids of its headings, its HTML; looks for nothing that is absent.

Each class stands in for the library's own of the same name, and leaves to it whatever is not plain.
"""

from html import unescape
from xml.etree.ElementTree import HTML_EMPTY, Element

from markdown import Markdown
from markdown.extensions.toc import (
    TocTreeprocessor,
    remove_fnrefs,
    render_inner_html,
    slugify_unicode,
    strip_tags,
    unique,
)
from markdown.serializers import RE_AMP
from markdown.treeprocessors import PrettifyTreeprocessor, Treeprocessor, UnescapeTreeprocessor
from markdown.util import AtomicString

from site_builder.markdown.fast.blocks import DEEPEST, FastBlockParser
from site_builder.markdown.fast.preprocess import MarkdownSource

HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
# What makes the text of a heading other than what is read there.
NOT_PLAIN = ("&", "<", ">", "\x02")
# Elements whose text is written as it is.
RAW = ("script", "style")


class ConditionalTreeprocessor(Treeprocessor):
    """Runs one of the library's processors only where the text has one of its signs."""

    def __init__(self, md: Markdown, source: MarkdownSource, stock: Treeprocessor, signs: tuple[str, ...]) -> None:
        super().__init__(md)
        self.source = source
        self.stock = stock
        self.signs = signs

    def run(self, root: Element) -> Element | None:
        """Change a tree, or leave it as it is."""
        return self.stock.run(root) if self.source.has(*self.signs) else None


class FastUnescape(UnescapeTreeprocessor):
    """Puts escaped characters back where there are some."""

    def __init__(self, md: Markdown, source: MarkdownSource) -> None:
        super().__init__(md)
        self.source = source

    def run(self, root: Element) -> Element | None:
        """Put escaped characters back."""
        return super().run(root) if self.source.has("\\") else None


class BlockLevelCache(dict[str, bool]):
    """Tells whether a tag is one of a block, and asks the library once a tag."""

    def __init__(self, md: Markdown) -> None:
        super().__init__()
        self.md = md

    def __missing__(self, tag: str) -> bool:
        """Ask the library."""
        level = self[tag] = self.md.is_block_level(tag)
        return level


class FastPrettify(PrettifyTreeprocessor):
    """Adds line breaks; leaves a tree that may be too deep for Python to the library."""

    def __init__(self, md: Markdown, source: MarkdownSource, parser: FastBlockParser) -> None:
        super().__init__(md)
        self.source = source
        self.parser = parser
        self.blocks = BlockLevelCache(md)

    def run(self, root: Element) -> None:
        """Add line breaks."""
        if self.source.deep or self.parser.deepest > DEEPEST:
            super().run(root)
            return
        blocks = self.blocks
        waiting = [root]
        while waiting:
            element = waiting.pop()
            if element.tag not in ("code", "pre"):
                inner = [child for child in element if blocks[child.tag]]
                if inner and inner[0] is element[0] and not (element.text and element.text.strip()):
                    element.text = "\n"
                waiting += inner
            tail = element.tail
            if not tail or not tail.strip():
                element.tail = "\n"
        for line_break in root.iter("br"):
            tail = line_break.tail
            line_break.tail = f"\n{tail}" if tail and tail.strip() else "\n"
        for block in root.iter("pre"):
            end_code(block)


def end_code(block: Element) -> None:
    """End a block of code with one line break."""
    code = block[0] if len(block) else None
    if code is not None and code.tag == "code" and not len(code) and code.text is not None:
        code.text = AtomicString(code.text.rstrip() + "\n")


class FastToc(Treeprocessor):
    """Gives headings their ids; makes no list of them where the text asks for none."""

    def __init__(self, md: Markdown, source: MarkdownSource, stock: TocTreeprocessor) -> None:
        super().__init__(md)
        self.source = source
        self.stock = stock

    def run(self, root: Element) -> None:
        """Give headings ids."""
        headings: list[Element] = []
        ids: set[str] = set()
        for element in root.iter():
            name = element.get("id")
            if name is not None:
                ids.add(name)
            if element.tag in HEADINGS:
                headings.append(element)
        if self.source.deep or self.source.has(self.stock.marker) or any(heading.keys() for heading in headings):
            self.stock.run(root)
            return
        counters: dict[str, int] = {}
        for heading in headings:
            name = self.stock.slugify(self.find_heading_text(heading), self.stock.sep)
            heading.set("id", unique(name, ids, counters))

    def find_heading_text(self, heading: Element) -> str:
        """Give the words of a heading."""
        text = heading.text
        if text and not len(heading) and not any(map(text.__contains__, NOT_PLAIN)):
            return " ".join(text.split())
        return unescape(strip_tags(render_inner_html(remove_fnrefs(heading), self.md)))


class FastSerializer:
    """Writes elements as the library does: attributes in order, entities as they are.

    There are no comments in a tree, and the library has made all tags lower-case.
    """

    def __init__(self, source: MarkdownSource) -> None:
        self.source = source

    def __call__(self, root: Element) -> str:
        """Write an element and all within."""
        plain = not self.source.has("&", "<", ">")
        parts: list[str] = []
        waiting: list[Element | str] = [root]
        while waiting:
            element = waiting.pop()
            if isinstance(element, str):
                parts.append(element)
                continue
            tag, text, tail = element.tag, element.text or "", element.tail or ""
            if not plain:
                tail = escape_text(tail)
                text = text if tag in RAW else escape_text(text)
            start = f"<{tag}{format_attributes(element)}" if element.keys() else f"<{tag}"
            if tag in HTML_EMPTY:
                parts.append(f"{start} />{tail}")
            elif len(element):
                parts.append(f"{start}>{text}")
                waiting.append(f"</{tag}>{tail}")
                waiting += reversed(element)
            else:
                parts.append(f"{start}>{text}</{tag}>{tail}")
        return "".join(parts)


def format_attributes(element: Element) -> str:
    """Write an element's attributes."""
    return "".join(
        [
            f" {name}" if value is None else f' {name}="{escape_attribute(value)}"'
            for name, value in sorted(element.items())
        ]
    )


def escape_text(text: str) -> str:
    """Write a text."""
    if "&" in text:
        text = RE_AMP.sub("&amp;", text)
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text


def escape_attribute(value: str) -> str:
    """Write the value of an attribute."""
    return escape_text(value).replace('"', "&quot;")


def slugify_heading(name: str, separator: str) -> str:
    """Make an id of a heading's words, as `slugify_unicode` does."""
    if name.replace(" ", "").isalnum():
        return separator.join(name.lower().split())
    return slugify_unicode(name, separator)
