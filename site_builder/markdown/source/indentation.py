"""Lists nested as people nest them, lines indented as paragraphs are -> four spaces a level, or none; knows no words.

The library wants four spaces for each level, and takes a line that begins with four for code.
"""

import re
from itertools import groupby

from msgspec import Struct

from site_builder.late_patterns import compile_late
from site_builder.markdown.source.fenced_code import has_fences
from site_builder.markdown.source.fences import write_fence
from site_builder.markdown.source.snapshot import SourceFinding, SourceLine

STEP = 4
ENTRY = compile_late(r"(?P<indent>[ \t]*)(?P<sign>[-*+]|\d{1,9}\.)(?P<gap>[ \t]+)(?=\S)")
RULE = compile_late(r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
NUMBERED = compile_late(r"\n\d{1,9}\.[ \t]")
MARKED = compile_late(r"\n[-*+][ \t]")
# A line after which indented lines belong to it: definition, footnote, box.
HOLDER = compile_late(r" {0,3}(?::[ \t]|\[\^|!!!)")
# What begins another block even without an empty line above.
BLOCK_START = compile_late(r"#|>|\||<[a-z/!]", re.IGNORECASE)
# Behind these a list may begin without an empty line.
BEFORE_LIST = compile_late(r" {0,3}(?:#|<|={3,}[ \t]*$|-{3,}[ \t]*$)")
HAN = compile_late("[\u4e00-\u9fff]")
# Five words or more that code would not have.
PROSE = compile_late(r"(?:[A-Za-z'’,;:()-]+[ ]+){4,}[A-Za-z'’-]+[^{}=<>|;\\]*")


QUOTE = compile_late(r"(?: {0,3}>[ ]?)+")
QUOTED_LIST = compile_late(r"^(?: {0,3}>[ ]?)+[ \t]+(?:[-*+]|\d{1,9}\.)[ \t]", re.MULTILINE)


class Level(Struct):
    """One level of the list that is open: how far its entries are indented, whether they are numbered."""

    indent: int
    numbered: bool


def needs_indentation(body: str) -> bool:
    """Tell whether lines of a body may have to be indented otherwise."""
    if "\n " in body or "\n\t" in body or body[:1] in {" ", "\t"}:
        return True
    text = body if body.startswith("\n") else f"\n{body}"
    return MARKED.search(text) is not None and NUMBERED.search(text) is not None


def indent_quoted_lists(lines: list[SourceLine], findings: list[SourceFinding]) -> list[SourceLine]:
    """Give lines with the lists in quotations indented as the library reads them; those with fences stay."""
    done: list[SourceLine] = []
    for depth, group in groupby(lines, count_quotations):
        quoted = list(group)
        text = "\n".join([line.text for line in quoted]) if depth else ""
        done += indent_quotation(quoted, findings) if QUOTED_LIST.search(text) and not has_fences(text) else quoted
    return done


def count_quotations(line: SourceLine) -> int:
    """Give in how many quotations a line stands."""
    found = QUOTE.match(line.text) if not line.code else None
    return found[0].count(">") if found else 0


def indent_quotation(lines: list[SourceLine], findings: list[SourceFinding]) -> list[SourceLine]:
    """Give the lines of a quotation with its lists indented; its signs stay before them."""
    lead = ""
    for line in lines:
        found = QUOTE.match(line.text)
        lead = found[0] if found else ""
        line.text = line.text[len(lead) :]
        line.at, line.length = line.at + len(lead), line.length - len(lead)
    sign = lead.rstrip() + " "
    done = Indenter(lines, [], findings).run()
    for line in done:
        line.text, line.shift = sign + line.text, line.shift + len(sign)
    return done


class Indenter:
    """Goes through the lines of one body from the first to the last."""

    def __init__(self, lines: list[SourceLine], fences: list[tuple[int, int]], findings: list[SourceFinding]) -> None:
        """Take lines, and the first and last of each fence."""
        self.lines = lines
        self.ends = dict(fences)
        self.findings = findings
        self.levels: list[Level] = []
        self.empty = True
        # Whether the line above belongs to a paragraph of an entry that is not its first.
        self.loose = False
        self.held = False
        self.code = False
        self.done: list[SourceLine] = []

    def run(self) -> list[SourceLine]:
        """Give the lines as the library reads them."""
        number = 0
        while number < len(self.lines):
            line = self.lines[number]
            if number in self.ends:
                number = self.take_fence(number)
                continue
            if not line.text.strip():
                self.empty = True
                self.done.append(line)
            else:
                self.take_line(line, number)
                self.empty = line.text.startswith("#")
            number += 1
        return self.done

    def take_fence(self, number: int) -> int:
        """Take fenced code; give the number of the line behind it."""
        end = self.ends[number] + 1
        indent = measure_indent(self.lines[number].text)
        if not indent:
            self.levels.clear()
        self.close_levels(indent)
        self.done += write_fence(self.lines[number:end], len(self.levels))
        self.empty = True
        return end

    def take_line(self, line: SourceLine, number: int) -> None:
        """Take a line that holds something and is no fenced code."""
        indent = measure_indent(line.text)
        entry = None if RULE.match(line.text) else ENTRY.match(line.text)
        if entry and (self.levels or (indent < STEP and self.may_begin_list())):
            self.take_entry(line, indent, entry)
        elif self.levels and not indent and (self.empty or BLOCK_START.match(line.text)):
            self.levels.clear()
            self.loose = False
            self.take_plain(line, indent, number)
        elif self.levels:
            self.take_continuation(line, indent)
        else:
            self.take_plain(line, indent, number)

    def may_begin_list(self) -> bool:
        """Tell whether a list may begin here: not within a paragraph."""
        return self.empty or bool(BEFORE_LIST.match(self.done[-1].text))

    def take_entry(self, line: SourceLine, indent: int, entry: re.Match[str]) -> None:
        """Take an entry of a list: below the last one where it is indented by two spaces more."""
        numbered = entry["sign"][0].isdigit()
        depth = len(self.levels)
        last = None
        while self.levels and indent < self.levels[-1].indent + 2:
            last = self.levels.pop()
        other_kind = last is not None and len(self.levels) < depth and last.numbered != numbered
        if not self.empty and (self.loose or other_kind):
            self.done.append(SourceLine("", line.at))
        self.loose = False
        self.levels.append(Level(indent, numbered))
        self.move(line, indent, STEP * (len(self.levels) - 1))
        self.held = self.code = False

    def take_continuation(self, line: SourceLine, indent: int) -> None:
        """Take a line below an entry: what stands behind an empty line belongs to the level that it is indented to."""
        if self.empty and indent:
            self.close_levels(indent)
        wanted = STEP * len(self.levels)
        self.loose = self.loose or self.empty
        if self.empty and self.levels and indent < wanted:
            self.move(line, indent, wanted)
        elif not self.empty and 0 < indent < wanted and self.done and self.done[-1].shift:
            self.move(line, indent, indent + self.done[-1].shift)
        else:
            self.done.append(line)

    def close_levels(self, indent: int) -> None:
        """Leave the levels that a line indented so far does not belong to."""
        while len(self.levels) > 1 and indent <= self.levels[-1].indent:
            self.levels.pop()

    def take_plain(self, line: SourceLine, indent: int, number: int) -> None:
        """Take a line outside lists; one that begins with four spaces is a paragraph where it reads as one."""
        if indent < STEP:
            self.held, self.code = bool(HOLDER.match(line.text)), False
            self.done.append(line)
        elif self.held or (not self.empty and not self.code and not self.is_below_moved()) or self.code:
            self.done.append(line)
        elif self.is_below_moved() and not self.empty:
            self.move(line, indent, 0)
        else:
            words = self.lines[number].text
            prose = bool(HAN.search(words) or PROSE.match(words.strip()))
            self.findings.append(SourceFinding("indented-text" if prose else "indented-code", line.at))
            self.code = not prose
            if prose:
                self.move(line, indent, 0)
            else:
                self.done.append(line)

    def is_below_moved(self) -> bool:
        """Tell whether the line above was indented like code and is a paragraph's."""
        return bool(self.done and self.done[-1].shift < 0)

    def move(self, line: SourceLine, indent: int, wanted: int) -> None:
        """Indent a line otherwise."""
        if indent != wanted:
            stripped = line.text.lstrip(" \t")
            line.shift = wanted - (len(line.text) - len(stripped))
            line.text = " " * wanted + stripped
        self.done.append(line)


def measure_indent(text: str) -> int:
    """Give how far a line is indented, a tab going to the next four."""
    lead = text[: len(text) - len(text.lstrip(" \t"))]
    return len(lead.expandtabs(STEP))
