"""Numbers of lists as they were typed: `3.` and `5.` stay 3 and 5, where the library counts on; counts nothing else.

A list whose numbers are all the same (`1.` before each entry) is counted. What no list can number is text: a number of
ten digits or more, one with a zero before it.
"""

import re
from weakref import WeakKeyDictionary
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.blockparser import BlockParser
from markdown.extensions.sane_lists import SaneOListProcessor
from msgspec import Struct

NUMBER = r"(?:[0０](?![0-9０-９])|[1-9１-９][0-9０-９]{0,8})"


class Count(Struct):
    """Where a list has come to: the number typed last, the one shown, whether all that were typed are the same."""

    typed: int
    shown: int
    same: bool = True


class NumberedListProcessor(SaneOListProcessor):
    """Gives an entry its number where that is not the next one."""

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)
        self.RE = re.compile(rf"^[ ]{{0,3}}{NUMBER}\.[ ]+(.*)")
        self.CHILD_RE = re.compile(rf"^[ ]{{0,3}}(({NUMBER}\.))[ ]+(.*)")
        self.counts: WeakKeyDictionary[Element, Count] = WeakKeyDictionary()

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Make a list of a block, or go on with one."""
        typed = [int(found[1][:-1]) for found in map(self.CHILD_RE.match, blocks[0].split("\n")) if found]
        known = self.find_list(parent)
        before = 0 if known is None else len(known)
        super().run(parent, blocks)
        made = self.find_list(parent)
        if made is not None and made.tag == "ol":
            self.number_entries(made, typed, before)

    def find_list(self, parent: Element) -> Element | None:
        """Give the list that entries are added to."""
        last = self.lastChild(parent)
        if last is not None and last.tag in self.SIBLING_TAGS:
            return last
        return parent if parent.tag in ("ol", "ul") else None

    def number_entries(self, made: Element, typed: list[int], before: int) -> None:
        """Give entries their numbers."""
        count = self.counts.get(made)
        for entry, number in zip(made[before:], typed, strict=False):
            if count is None:
                count = self.counts[made] = Count(number, number)
                made.attrib.pop("start", None)
                if number != 1:
                    made.set("start", str(number))
                continue
            count.same = count.same and number == count.typed
            count.shown += 1
            if not count.same and number != count.shown:
                entry.set("value", str(number))
                count.shown = number
            count.typed = number


class ListNumbersExtension(Extension):
    """Takes the place of the library's numbered lists."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Add the processor."""
        md.parser.blockprocessors.register(NumberedListProcessor(md.parser), "olist", 40)


def makeExtension(**configs: object) -> ListNumbersExtension:  # noqa: N802 - the library's name
    """Make the extension."""
    return ListNumbersExtension(**configs)
