"""Signs that Chinese and numbers use otherwise than Markdown: stars of masks, signs between digits, `~` as "to".

Two masks (`138****1234`), spans of time (`8:00~11:30`) or sizes (`60*90`) on one line would otherwise open and close.
"""

import re
from html.entities import html5
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from site_builder.late_patterns import compile_late

HAN = "\u3400-\u9fff"
# Four stars or more within a number, three before the host of an e-mail address; signs between digits, but not those
# of `10^3^`. The pattern begins with the sign, as that is quick to find.
PLAIN = (
    r"[*~^](?:(?<=[0-9０-９]\*)(?:\*{3,}(?=[0-9０-９Xx])|(?=[0-9０-９]))|(?<=[0-9A-Za-z._-]\*)\*{2,}(?=@)"
    rf"|(?<=[0-9０-９]~)~?(?=[0-9０-９])|(?<=[0-9０-９]\^)(?![^\s^{HAN}]{{1,4}}\^)(?=[0-9０-９]))"
)
# Two underscores beside Han, where the library wants a space.
STRONG = rf"(?<!_)__(?![\s_])([^_\n]+)(?<!\s)__(?!_)(?=[{HAN}]|\W|\Z)"
NAME = r"&([A-Za-z][A-Za-z0-9]*;)"
LONGEST_SCRIPT = 4
NO_SCRIPT = compile_late(rf"[\s{HAN}]")
SCRIPTS = {"sub": "~", "sup": "^"}


class PlainSigns(InlineProcessor):
    """Keeps signs from other patterns."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: ARG002, N802
        """Give the signs as they are."""
        return m[0], m.start(), m.end()


class UnknownNames(InlineProcessor):
    """Keeps the names of no character: where one begins like another (`&notice;`), browsers show that one's sign."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[str | None, int | None, int | None]:
        """Give the name as it is."""
        del data
        return (None, None, None) if m[1] in html5 else (self.md.htmlStash.store(f"&amp;{m[1]}"), m.start(), m.end())


class HanStrong(InlineProcessor):
    """Makes strong what stands between pairs of underscores beside Han."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """Make an element; none where a word in Latin letters goes on before."""
        before = data[m.start() - 1 : m.start()]
        if before and (before.isalnum() and not re.match(f"[{HAN}]", before)):
            return None, None, None
        element = Element("strong")
        element.text = m[1]
        return element, m.start(), m.end()


class ShortScripts(Treeprocessor):
    """Takes back a lowered or raised text that is none: with more than four signs, a space or Han."""

    def run(self, root: Element) -> None:
        """Write such elements as their text with the signs around it, the innermost first."""
        if not any(root.find(f".//{tag}") is not None for tag in SCRIPTS):
            return
        for parent in reversed(list(root.iter())):
            for child in list(parent):
                sign = SCRIPTS.get(child.tag)
                if sign and not child.keys() and is_no_script("".join(child.itertext()), child.find(".//br")):
                    unwrap_element(parent, child, sign)


def is_no_script(text: str, line_break: Element | None) -> bool:
    """Tell whether a text is empty or too long to stand above or below a line, or holds what does not stand there."""
    return line_break is not None or not 0 < len(text) <= LONGEST_SCRIPT or NO_SCRIPT.search(text) is not None


def unwrap_element(parent: Element, child: Element, sign: str) -> None:
    """Put what an element holds in its place, with a sign before and behind."""
    index = list(parent).index(child)
    inner = list(child)
    parent.remove(child)
    add_text(parent, index, sign + (child.text or ""))
    for offset, each in enumerate(inner):
        parent.insert(index + offset, each)
    add_text(parent, index + len(inner), sign + (child.tail or ""))


def add_text(parent: Element, index: int, text: str) -> None:
    """Add a text before the child with this index."""
    if index == 0:
        parent.text = (parent.text or "") + text
    else:
        parent[index - 1].tail = (parent[index - 1].tail or "") + text


class PlainSignsExtension(Extension):
    """Asks for these signs before emphasis."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Add the patterns; bold text comes at 60."""
        md.inlinePatterns.register(UnknownNames(NAME, md), "unknown_names", 81)
        md.inlinePatterns.register(PlainSigns(PLAIN, md), "plain_signs", 75)
        md.inlinePatterns.register(HanStrong(STRONG, md), "han_strong", 74)
        md.treeprocessors.register(ShortScripts(md), "short_scripts", 18)


def makeExtension(**configs: object) -> PlainSignsExtension:  # noqa: N802 - the library's name
    """Make the extension."""
    return PlainSignsExtension(**configs)
