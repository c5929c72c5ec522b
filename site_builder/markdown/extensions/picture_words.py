"""The words of pictures whose words hold links or other pictures: read to their end; finds no picture itself.

The library reads what stands in a link, not what stands in something within it, and leaves its own marks there.
"""

import re
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.inlinepatterns import (
    IMAGE_LINK_RE,
    IMAGE_REFERENCE_RE,
    ImageInlineProcessor,
    ImageReferenceInlineProcessor,
    LinkInlineProcessor,
    ShortImageReferenceInlineProcessor,
)
from markdown.util import INLINE_PLACEHOLDER_RE

from site_builder.markdown.extensions.whole_links import WholeAddress


class NestedWords(LinkInlineProcessor):
    """Gives the words behind the marks that stand for elements while a line is read; the titles of links with them."""

    titles: list[str]

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        """Make a picture: nobody could point at a link in its words, so that a title there is the picture's."""
        titles = self.titles = list[str]()
        picture, start, end = super().handleMatch(m, data)
        if titles and isinstance(picture, Element) and not picture.get("title"):
            picture.set("title", " ".join(titles))
        return picture, start, end

    def unescape(self, text: str) -> str:
        """Put words in the place of marks."""
        if "\x02" not in text:
            return text
        elements: dict[str, Element | str] = self.md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined]

        def read_mark(found: re.Match[str]) -> str:
            element = elements.get(found[1], found[0])
            if not isinstance(element, str):
                self.titles += [title for each in element.iter() if (title := each.get("title"))]
            return element if isinstance(element, str) else self.unescape(read_words(element))

        return INLINE_PLACEHOLDER_RE.sub(read_mark, text)


def read_words(element: Element) -> str:
    """Give the words of an element, those of pictures too."""
    own = element.get("alt", "") if element.tag == "img" else element.text or ""
    return own + "".join(read_words(child) + (child.tail or "") for child in element)


class WordedPicture(NestedWords, WholeAddress, ImageInlineProcessor):
    """Makes pictures."""


class WordedReference(NestedWords, ImageReferenceInlineProcessor):
    """Makes pictures whose addresses stand elsewhere."""


class WordedShortReference(NestedWords, ShortImageReferenceInlineProcessor):
    """Makes pictures whose words are the name of such an address."""


class PictureWordsExtension(Extension):
    """Takes the place of the library's pictures."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Add the patterns."""
        md.inlinePatterns.register(WordedPicture(IMAGE_LINK_RE, md), "image_link", 150)
        md.inlinePatterns.register(WordedReference(IMAGE_REFERENCE_RE, md), "image_reference", 140)
        md.inlinePatterns.register(WordedShortReference(IMAGE_REFERENCE_RE, md), "short_image_ref", 125)


def makeExtension(**configs: object) -> PictureWordsExtension:  # noqa: N802 - the library's name
    """Make the extension."""
    return PictureWordsExtension(**configs)
