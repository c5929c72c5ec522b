"""Links, pictures and emphasis as Python-Markdown finds them, without looking at each character; defines no syntax."""

import re
from xml.etree.ElementTree import Element

from markdown.inlinepatterns import LinkInlineProcessor

from site_builder.markdown.escape import begins_behind_word
from site_builder.markdown.extensions.picture_words import WordedPicture
from site_builder.markdown.extensions.whole_emphasis import WholeEmphasis
from site_builder.markdown.extensions.whole_links import WholeAddress

# Words without brackets inside, and an address without any sign that the library looks at.
WORDS = re.compile(r"([^][]*)\]")
ADDRESS = re.compile(r"\(([^\s()'\"<>\x02]+)\)")


class FastLinkPattern(WholeAddress, LinkInlineProcessor):
    """Finds the words and the address of a plain link; leaves the others to the library."""

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:  # noqa: N802
        """Give what stands up to the end of a square bracket, and where that is."""
        found = WORDS.match(data, index)
        return (found[1], found.end(), True) if found else super().getText(data, index)

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:  # noqa: N802
        """Give the address and the title in round brackets, and where these end."""
        found = ADDRESS.match(data, index)
        return (found[1], None, found.end(), True) if found else super().getLink(data, index)


class FastLink(FastLinkPattern):
    """Makes links."""


class FastImage(FastLinkPattern, WordedPicture):
    """Makes pictures."""


class FastDelimiters(WholeEmphasis):
    """Makes emphasis; finds the signs for it with a pattern."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """Make an element of one or two signs, words without any, and the same signs; leave the rest to the library."""
        delimiter = self.delimiters[m[0]]
        plain = not self.regions and not begins_behind_word(data, m.start())
        opening = delimiter.boundary.match(data, m.start()) if plain else None
        if opening and get_sign_kind(opening) != "e" and len(opening[0]) <= delimiter.max_size:
            sign = self.compiled_re.search(data, opening.end())
            closing = delimiter.boundary.match(data, sign.start()) if sign and sign[0] == m[0] else None
            if closing and get_sign_kind(closing) != "s" and closing[0] == opening[0]:
                element = Element(delimiter.tags[0 if len(opening[0]) == delimiter.max_size else 1])
                element.text = data[opening.end() : closing.start()]
                return element, opening.start(), closing.end()
        return super().handleMatch(m, data)

    def search(self, data: str, start: int) -> re.Match[str] | None:
        """Find the next sign that begins or ends something."""
        for sign in self.compiled_re.finditer(data, start):
            delimiter = self.delimiters[sign[0]]
            found = delimiter.boundary.match(data, sign.start())
            if found is not None and (delimiter.stack or get_sign_kind(found) != "e"):
                return found
        return None


def get_sign_kind(found: re.Match[str]) -> str:
    """Give `s` for a sign that begins something, `e` for one that ends it, `a` for one that may do both."""
    return (found.lastgroup or "")[:1]
