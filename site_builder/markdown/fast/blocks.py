"""Blocks of Markdown -> the block processors that may take them, by the signs at their lines' starts; parses none."""

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor

INDENT, DIGIT, EMPTY, TABLE, STASHED = "    ", "0", "", "|", "\x02"
# What must stand at the start of the block or of one of its lines (behind spaces) for a processor to take it.
# A processor that is not listed is always asked.
SIGNS: dict[str, tuple[str, ...]] = {
    "admonition": ("!", INDENT),
    "markdown_block": (STASHED,),
    "empty": (EMPTY,),
    "indent": (INDENT,),
    "defindent": (INDENT,),
    "code": (INDENT,),
    "table": (TABLE,),
    "hashheader": ("#",),
    "setextheader": ("=", "-"),
    "hr": ("-", "_", "*"),
    "olist": (DIGIT,),
    "ulist": ("*", "+", "-"),
    "deflist": (":",),
    "quote": (">",),
    "footnote": ("[",),
    "abbr": ("*",),
    "reference": ("[",),
}
LINE_SIGN = re.compile(r"\n *([-!#*+:=>_\[])")
# A block of one line that starts with none of these, nor with a digit, is a paragraph.
STARTS = frozenset("-!#*+:=>_[ \x02")
KNOWN = frozenset(sign for signs in SIGNS.values() for sign in signs)
# From this depth on every processor is asked, so that Python's limit is met where the library would meet it.
DEEPEST = 50


class FastBlockParser(BlockParser):
    """Asks only the processors that may take a block."""

    def __init__(self, md: Markdown, stock: BlockParser) -> None:
        """Take the place of a parser, with its processors."""
        super().__init__(md)
        self.blockprocessors = stock.blockprocessors
        for processor in stock.blockprocessors:
            processor.parser = self
        self.processors_by_signs: dict[frozenset[str], list[BlockProcessor]] = {}
        self.plain: list[BlockProcessor] = []
        self.depth = 0
        self.deepest = 0

    def prepare(self) -> None:
        """Look at the processors, all of which are registered now; forget how deep the last text was."""
        self.processors_by_signs.clear()
        self.plain = self.filter_processors(frozenset())

    def reset_depth(self) -> None:
        """Forget how deep the last text was."""
        self.depth = self.deepest = 0

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802
        """Parse blocks into an element, as the library does."""
        self.depth += 1
        self.deepest = max(self.depth, self.deepest)
        while blocks:
            for processor in self.find_processors(blocks[0]) if self.depth <= DEEPEST else self.blockprocessors:
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break
        self.depth -= 1

    def find_processors(self, block: str) -> list[BlockProcessor]:
        """Give the processors that may take a block."""
        start = block[:1]
        if start and start not in STARTS and not start.isdecimal() and "\n" not in block:
            return self.plain
        signs = find_signs(block)
        fitting = self.processors_by_signs.get(signs)
        if fitting is None:
            fitting = self.processors_by_signs[signs] = self.filter_processors(signs)
        return fitting

    def filter_processors(self, signs: frozenset[str]) -> list[BlockProcessor]:
        """Give the processors to ask about a block with these signs."""
        registry = self.blockprocessors
        unfit = [registry[name] for name in SIGNS if name in registry and signs.isdisjoint(SIGNS[name])]
        return [processor for processor in registry if processor not in unfit]


def find_signs(block: str) -> frozenset[str]:
    """Give the signs at the starts of a block's lines."""
    first = block.lstrip(" ")[:1]
    signs = {DIGIT if first.isdecimal() else first, *LINE_SIGN.findall(block)}
    if block.startswith(INDENT):
        signs.add(INDENT)
    if "\n" in block and "|" in block:
        signs.add(TABLE)
    if not block or block[0] == "\n":
        signs.add(EMPTY)
    return frozenset(signs & KNOWN)
