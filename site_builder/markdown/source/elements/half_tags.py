"""Tags of elements within a line whose other half is missing -> left out and told; reads no block.

A browser would go on with such an element to the end of the page.
"""

import re
from collections import Counter, defaultdict

from site_builder.late_patterns import compile_late
from site_builder.markdown.source.snapshot import Snapshot
from site_builder.mends.mend import Edit

# Elements that hold words of a line.
SPANS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
    ]
)
# These have no end. Browsers show a line's end for `</br>`, nothing for `</p>`.
ENDLESS = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
NO_HALF = frozenset({"br", "p"})
NAME = compile_late(r"</?([A-Za-z][A-Za-z0-9-]*)(?=[\s/>])")
# Directly behind one of these `<` is a sign (`a<b`), unless the element has an end.
LETTER = compile_late(r"[A-Za-z0-9]")


class HalfTagFinder:
    """Goes through all tags of a text, and the empty lines that end its paragraphs."""

    def __init__(self, source: Snapshot, blocks: frozenset[str]) -> None:
        """Take a text, and the names of elements that may hold several paragraphs."""
        self.source = source
        self.blocks = blocks
        self.open: list[tuple[str, re.Match[str]] | None] = []
        # Where the elements of each name stand in that list, and those of which no paragraph may have a half.
        self.places: defaultdict[str, list[int]] = defaultdict(list)
        self.spans: list[int] = []
        self.others: Counter[str] = Counter()

    def run(self, tags: list[re.Match[str]], gaps: list[int]) -> None:
        """Read all tags up to the end of each paragraph."""
        waiting = iter([*gaps, len(self.source.seen)])
        gap = next(waiting)
        for tag in tags:
            while tag.start() > gap:
                self.end_paragraph()
                gap = next(waiting)
            self.take_tag(tag)
        self.end_paragraph()

    def take_tag(self, tag: re.Match[str]) -> None:
        """Take one tag."""
        found = NAME.match(tag[0])
        if not found:
            return
        name = found[1].lower()
        if not tag[0].startswith("</"):
            self.take_beginning(name, tag)
        elif self.places[name]:
            self.close(name)
        elif self.others[name]:
            self.others[name] -= 1
        elif name not in NO_HALF and name not in self.blocks:
            self.source.tell("unopened", tag.start(), name)

    def take_beginning(self, name: str, tag: re.Match[str]) -> None:
        """Take the beginning of an element."""
        is_block = name in self.blocks
        if is_block or (name not in ENDLESS and (name in SPANS or self.is_sign(tag))):
            if not is_block:
                self.spans.append(len(self.open))
            self.places[name].append(len(self.open))
            self.open.append((name, tag))
        else:
            self.others[name] += 1

    def close(self, name: str) -> None:
        """Take the end of an element; with a block's, all within it have come to theirs."""
        first = self.places[name].pop()
        self.open[first] = None
        while name in self.blocks and len(self.open) > first:
            inner = self.open.pop()
            if inner:
                self.places[inner[0]].pop()
                self.drop_beginning(*inner)

    def end_paragraph(self) -> None:
        """Take the end of a paragraph; what is open then has no end."""
        for index in self.spans:
            inner = self.open[index] if index < len(self.open) else None
            if inner and inner[0] not in self.blocks:
                self.open[index] = None
                self.places[inner[0]].clear()
                self.drop_beginning(*inner)
        self.spans.clear()

    def drop_beginning(self, name: str, tag: re.Match[str]) -> None:
        """Leave out a tag that nothing ends; behind a letter or a digit it is none."""
        if name not in self.blocks and self.is_sign(tag):
            self.source.edits.append(Edit(tag.start(), tag.start() + 1, "&lt;"))
        elif name in SPANS:
            self.source.dropped.append(tag.span())
            self.source.tell("unclosed", tag.start(), name)

    def is_sign(self, tag: re.Match[str]) -> bool:
        """Tell whether what looks like a tag stands directly behind a letter or a digit."""
        return tag.start() > 0 and LETTER.match(self.source.seen, tag.start() - 1) is not None
