"""Texts of Markdown's blocks -> the inline patterns that may match in them, by the signs they hold; defines no pattern.

The order in which patterns, texts and elements are taken is that of the library: what a pattern makes may depend on it.
"""

from collections import deque
from typing import cast
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor as InlinePattern
from markdown.treeprocessors import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER, INLINE_PLACEHOLDER_PREFIX, INLINE_PLACEHOLDER_RE, AtomicString

from site_builder.markdown.fast.preprocess import MarkdownSource

# What a text must hold for a pattern to match; a pattern that is not listed is always tried.
SIGNS: dict[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("](",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "unknown_names": ("&",),
    "entity": ("&",),
    "plain_signs": ("*", "~", "^"),
    "han_strong": ("__",),
    "em_strong": ("*", "_"),
    "delimiter": ("~", "^"),
}
# Patterns that change nothing where no address is defined for a name.
REFERENCES = ("reference", "image_reference", "short_reference", "short_image_ref")
STASHED = "\x02"
# Signs that do not stand in the source as they do in a text: what was put aside, and line ends.
MADE_SIGNS = (STASHED, "  \n")
WRITTEN_SIGNS = tuple(dict.fromkeys(sign for signs in SIGNS.values() for sign in signs if sign not in MADE_SIGNS))

Patterns = tuple[tuple[int, InlinePattern], ...]


class FastInlineProcessor(InlineProcessor):
    """Applies to each text the patterns that may match."""

    def __init__(self, md: Markdown, source: MarkdownSource) -> None:
        super().__init__(md)
        self.source = source
        self.stashed_nodes: dict[str, Element | str] = {}
        self.signs: tuple[str, ...] = ()
        self.patterns_by_signs: dict[tuple[bool, tuple[str, ...]], Patterns] = {}

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:  # noqa: ARG002
        """Replace the texts of a tree by elements where patterns match, level by level."""
        self.stashed_nodes = {}
        text = self.source.text
        self.signs = (*MADE_SIGNS, *(sign for sign in WRITTEN_SIGNS if sign in text))
        waiting = deque([tree])
        while waiting:
            self.replace_children(waiting.popleft(), waiting)
        return tree

    def replace_children(self, parent: Element, waiting: deque[Element]) -> None:
        """Replace the texts in and behind the children of an element, also of those that come to be meanwhile."""
        made: list[tuple[Element, list[Element]]] = []
        for child in parent:
            text = child.text
            patterns = self.find_patterns(text) if text else None
            if text and patterns is not None:
                child.text = None
                elements = self.restore_elements(self.apply_patterns(text, patterns), child)
                waiting += elements
                made.append((child, elements))
            tail = child.tail
            patterns = self.find_patterns(tail) if tail else None
            if tail and patterns is not None:
                self.replace_tail(parent, child, self.apply_patterns(tail, patterns))
            if len(child):
                waiting.append(child)
        for child, elements in made:
            for index, element in enumerate(elements):
                child.insert(index, element)

    def replace_tail(self, parent: Element, child: Element, handled: str) -> None:
        """Replace the text behind a child by what patterns have made of it."""
        child.tail = None
        keeper = Element("d")
        elements = self.restore_elements(handled, keeper, inside=False)
        if keeper.tail:
            child.tail = keeper.tail
        at = list(parent).index(child) + 1
        for element in reversed(elements):
            parent.insert(at, element)

    def find_patterns(self, text: str) -> Patterns | None:
        """Give the patterns that may match in a text; None where nothing in it is to be replaced."""
        signs = tuple([sign for sign in self.signs if sign in text])
        if not signs or isinstance(text, AtomicString):
            return None
        key = (bool(self.md.references), signs)
        patterns = self.patterns_by_signs.get(key)
        if patterns is None:
            patterns = self.patterns_by_signs[key] = self.filter_patterns(*key)
        return patterns if patterns or STASHED in signs else None

    def filter_patterns(self, references: bool, signs: tuple[str, ...]) -> Patterns:  # noqa: FBT001
        """Give the patterns that may match in a text with these signs."""
        registry = self.inlinePatterns
        named = [(name, registry[name]) for name in SIGNS if name in registry]
        unfit = [
            pattern
            for name, pattern in named
            if not any(sign in signs for sign in SIGNS[name]) or (name in REFERENCES and not references)
        ]
        return tuple((i, cast("InlinePattern", each)) for i, each in enumerate(registry) if each not in unfit)

    def apply_patterns(self, text: str, patterns: Patterns, first: int = 0) -> str:
        """Put placeholders where patterns match, from the pattern with this index on."""
        for index, pattern in patterns:
            if index >= first:
                start: int | None = 0
                while start is not None:
                    text, start = self.apply_pattern(text, pattern, index, start)
        return text

    def apply_pattern(self, text: str, pattern: InlinePattern, index: int, start: int) -> tuple[str, int | None]:
        """Put a placeholder at a pattern's next match; give where to go on, or None."""
        for found in pattern.getCompiledRegExp().finditer(text, start):
            node, begin, end = pattern.handleMatch(found, text)
            if begin is not None and end is not None:
                break
        else:
            return text, None
        if node is None:
            return text, end
        if not isinstance(node, str) and not isinstance(node.text, AtomicString):
            for child in [node, *node]:
                if child.text:
                    child.text = self.apply_patterns(child.text, self.find_patterns(child.text) or (), index + 1)
                if child.tail:
                    child.tail = self.apply_patterns(child.tail, self.find_patterns(child.tail) or (), index)
        name = f"{len(self.stashed_nodes):04d}"
        self.stashed_nodes[name] = node
        placeholder = INLINE_PLACEHOLDER % name
        return f"{text[:begin]}{placeholder}{text[end:]}", begin + len(placeholder)

    def restore_elements(self, text: str, parent: Element, *, inside: bool = True) -> list[Element]:
        """Put a text into an element or behind it, without its placeholders; give the elements that these stand for."""
        elements: list[Element] = []
        start = 0
        while text:
            at = text.find(INLINE_PLACEHOLDER_PREFIX, start)
            if at < 0:
                rest = text[start:]
                append_text(
                    AtomicString(rest) if isinstance(text, AtomicString) else rest, parent, elements, inside=inside
                )
                break
            found = INLINE_PLACEHOLDER_RE.search(text, at)
            node = self.stashed_nodes.get(found[1]) if found else None
            if found is None or node is None:
                end = at + len(INLINE_PLACEHOLDER_PREFIX)
                append_text(text[start:end], parent, elements, inside=inside)
            else:
                end = found.end()
                append_text(text[start:at], parent, elements, inside=inside)
                if isinstance(node, str):
                    append_text(node, parent, elements, inside=inside)
                else:
                    self.restore_children(node)
                    elements.append(node)
            start = end
        return elements

    def restore_children(self, node: Element) -> None:
        """Put elements where placeholders stand in an element that was put aside, and in its children."""
        for child in [node, *node]:
            tail, text = child.tail, child.text
            if tail and tail.strip():
                child.tail = None
                at = 0 if child is node else list(node).index(child) + 1
                for element in reversed(self.restore_elements(tail, child, inside=False)):
                    node.insert(at, element)
            if text and text.strip():
                child.text = None
                for element in reversed(self.restore_elements(text, child)):
                    child.insert(0, element)


def append_text(text: str, parent: Element, elements: list[Element], *, inside: bool) -> None:
    """Put a text behind the last of some elements, else into their parent or behind it."""
    if not text:
        return
    if elements:
        last = elements[-1]
        last.tail = last.tail + text if last.tail else text
    elif inside:
        parent.text = parent.text + text if parent.text else text
    else:
        parent.tail = parent.tail + text if parent.tail else text
