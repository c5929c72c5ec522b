"""Where paragraphs of several lines stand, also in quotations, lists, boxes and notes; changes nothing."""

import re

from site_builder.late_patterns import compile_late
from site_builder.markdown.source.snapshot import Snapshot

QUOTE = compile_late(r"(?: {0,3}[>＞][ 　]?)*")
# A paragraph may begin behind one of these on its line.
ENTRY = compile_late(r"[ \t]*(?:(?:[-*+]|\d{1,9}\.)[ \t]+(?=\S)|[\[［【]\^[^\]］】\n]+[\]］】][:：]|:[ \t])")
LIST_SIGN = compile_late(r"[ \t]*(?:[-*+]|\d{1,9}\.)[ \t]")
MEANING = compile_late(r"[ \t]*:[ \t]")
# What is no line of a paragraph: headings, boxes, abbreviations, lines across and those under a heading.
OTHER = compile_late(
    r"[ \t]*(?:#{1,6}(?![#0-9])|＃{1,6}(?![＃#0-9０-９])|!!!|\*\[|={2,}[ \t]*$|-{2,}[ \t]*$|(?:[-*_][ ]*){3,}$|<[!?])"
)
CODE_SIGN = "`"
BLANK = "\0"


def read_words(line: str) -> str:
    """Give what stands on a line behind signs of quotations and lists."""
    quote = QUOTE.match(line)
    line = line[quote.end() :] if quote else line
    entry = ENTRY.match(line)
    return line[entry.end() :] if entry else line


def find_paragraphs(source: Snapshot, blocks: str) -> list[tuple[int, int]]:
    """Give the first line of each paragraph of several lines, and the one behind its last."""
    finder = ParagraphFinder(source, blocks)
    for number in range(len(source.seen_lines)):
        finder.take_line(number)
    finder.end(len(source.seen_lines))
    return finder.found


class ParagraphFinder:
    """Goes through the lines of a text."""

    def __init__(self, source: Snapshot, blocks: str) -> None:
        """Take a text and the names of elements that are no part of a paragraph."""
        self.source = source
        self.block = re.compile(rf"[ \t]*</?(?:{blocks}|hr)\b", re.IGNORECASE)
        self.found: list[tuple[int, int]] = []
        self.start: int | None = None
        self.depth = 0
        self.listed = False
        # Within an element of HTML, up to the next empty line.
        self.held = False

    def take_line(self, number: int) -> None:
        """Take one line."""
        line = self.source.seen_lines[number]
        quote = QUOTE.match(line)
        lead = quote[0] if quote else ""
        depth, inner = len(lead.replace("＞", ">").split(">")) - 1, line[len(lead) :]
        if not inner.strip():
            self.end(number)
            self.held = False
        elif self.held or self.is_other(number, inner):
            self.held = self.held or self.block.match(inner) is not None
            self.end(number, inner)
        else:
            self.take_words(number, depth, inner)

    def take_words(self, number: int, depth: int, inner: str) -> None:
        """Take a line of a paragraph; where one is begun, what looks like an entry of a list is none."""
        entry = ENTRY.match(inner)
        if self.start is None or depth > self.depth or (entry and (self.listed or not LIST_SIGN.match(inner))):
            self.end(number, inner)
            self.start, self.depth, self.listed = number, depth, entry is not None

    def is_other(self, number: int, inner: str) -> bool:
        """Tell whether a line is none of a paragraph: code, a row of a table, a heading or the like."""
        line = self.source.lines[number]
        if line.code or number in self.source.rows:
            return True
        if inner.lstrip(" \t").startswith(BLANK):
            return not line.text[len(line.text) - len(inner) :].lstrip(" \t").startswith(CODE_SIGN)
        return bool(OTHER.match(inner) or self.block.match(inner))

    def end(self, number: int, below: str = "") -> None:
        """Take the end of a paragraph; lines above one that begins with `:` are words with a meaning."""
        if self.start is not None and number - self.start > 1 and not MEANING.match(below):
            self.found.append((self.start, number))
        self.start = None
