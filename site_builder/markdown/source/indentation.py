"""Lists nested as people nest them, lines indented as paragraphs are -> four spaces a level, or none; knows no words.

The library wants four spaces for each level, and takes a line that begins with four for code.
"""

import re
from itertools import groupby

from msgspec import Struct

from site_builder.late_patterns import compile_late
from site_builder.markdown.source.elements.block_names import BLOCKS
from site_builder.markdown.source.fenced_code import Fences, has_fences
from site_builder.markdown.source.fences import write_fence
from site_builder.markdown.source.snapshot import SourceFinding, SourceLine

STEP = 4
ENTRY = compile_late(r"(?P<indent>[ \t]*)(?P<sign>[-*+－]|\d{1,9}\.)(?P<gap>[ \t　]+)")
EMPTY_ENTRY = compile_late(r"[ \t]*(?:[-*+]|\d{1,9}\.)[ \t]\s*$")
RULE = compile_late(r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
NUMBERED = compile_late(r"\n\d{1,9}\.[ \t]")
MARKED = compile_late(r"\n[-*+][ \t]")
# A line after which indented lines belong to it: the meaning of a word, a note, a box.
MEANING = compile_late(r" {0,3}:[ \t]")
NOTE = compile_late(r" {0,3}[\[［【]\^([^\[\]［］【】]+)[\]］】][:：]")
MENTION = compile_late(r"[\[［【](?<!(?<!\\)\\[\[［【])\^([^\[\]［］【】\n]+)[\]］】](?![:：])")
BOX = compile_late(r"!!! ?[\w-]+(?: +[\w-]+)*(?: +\"[^\n]*\")? *$")
# What begins another block even without an empty line above.
BLOCK_START = compile_late(r"#|＃|>|!!! ?[\w-]|\||<[a-z/!]", re.IGNORECASE)
# Behind these a list may begin without an empty line.
HEADING = compile_late(r"#{1,6}(?!#*[0-9０-９])|＃{1,6}(?![＃0-9０-９])[ 　]*[^＃#\s]")
BEFORE_LIST = compile_late(rf" {{0,3}}(?:</?(?:{BLOCKS}|hr)\b|<!--|={{3,}}[ \t]*$|-{{3,}}[ \t]*$)", re.IGNORECASE)
UNDERLINE = compile_late(r"(?:=+|-+)[ ]*$")
# What ends the paragraph above.
ENDS_PARAGRAPH = (BLOCK_START, RULE, UNDERLINE)
# Behind one of these the library would take an indented line for code.
CODE_BEFORE = compile_late(r"(?: {0,3}>[ ]?)+(?:#.*)?$|.*-->[ \t]*$| {0,3}(?:\*\[[^\]]*\]:|\[[^\]]*\]:[ ]*\S*[./])")
TAG = compile_late(rf"[ \t]*</?(?:{BLOCKS}|hr)\b", re.IGNORECASE)
ELEMENT_END = compile_late(rf".*</(?:{BLOCKS})\s*>[ \t]*$", re.IGNORECASE)
HAN = compile_late("[\u4e00-\u9fff]")
# Five words or more that code would not have.
PROSE = compile_late(r"(?:[A-Za-z'’,;:()-]+[ ]+){4,}[A-Za-z'’-]+[^{}=<>|;\\]*")


QUOTE = compile_late(r"(?: {0,3}>[ ]?)+")
QUOTED_LIST = compile_late(r"^(?: {0,3}>[ ]?)+[ \t]+(?:[-*+]|\d{1,9}\.)[ \t]", re.MULTILINE)


class Level(Struct):
    """One level of the list that is open: how far its entries are indented, whether they are numbered.

    So is a note, a meaning or a box below an entry: it holds what is indented by four spaces more, and has no number.
    """

    indent: int
    numbered: bool | None

    def has_within(self, indent: int, *, entry: bool = False) -> bool:
        """Tell whether a line indented so far belongs to this level; an entry of a list needs two spaces more."""
        return indent >= self.indent + (STEP if self.numbered is None else 2 if entry else 1)


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
    done = Indenter(lines, Fences([], [], []), findings).run()
    for line in done:
        line.text, line.shift = sign + line.text, line.shift + len(sign)
    return done


class Indenter:
    """Goes through the lines of one body from the first to the last."""

    def __init__(self, lines: list[SourceLine], fences: Fences, findings: list[SourceFinding]) -> None:
        """Take lines, and where fences and comments stand in them."""
        self.lines = lines
        self.ends = dict(fences.closed)
        self.comments = dict(fences.comments)
        self.findings = findings
        self.levels: list[Level] = []
        self.empty = True
        # Whether the line above belongs to a paragraph of an entry that is not its first.
        self.loose = False
        # Whether an empty line stands in a note, a meaning or a box of an entry.
        self.parted = False
        self.held: str | None = None
        self.code = False
        self.mentioned: frozenset[str] | None = None
        # Where a paragraph began with the sign of a meaning, and no word above it.
        self.wordless = -1
        self.done: list[SourceLine] = []

    def run(self) -> list[SourceLine]:
        """Give the lines as the library reads them."""
        number = 0
        while number < len(self.lines):
            line = self.lines[number]
            if number in self.ends:
                number = self.take_fence(number)
                continue
            if number in self.comments:
                # Its first line may go on with what stands above; there is no code in the others.
                self.take_line(line)
                end = self.comments[number] + 1
                self.done += self.lines[number + 1 : end]
                self.empty, number = False, end
                continue
            if not line.text.strip():
                if not self.done:
                    line.text = ""
                self.empty = True
                self.done.append(line)
            else:
                self.take_line(line)
                self.empty = not line.code and (HEADING.match(line.text) is not None or self.ends_block())
            number += 1
        return self.done

    def take_fence(self, number: int) -> int:
        """Take fenced code; give the number of the line behind it."""
        end = self.ends[number] + 1
        indent = measure_indent(self.lines[number].text)
        if not indent:
            self.levels.clear()
            self.held = None
        self.close_levels(indent)
        self.done += write_fence(self.lines[number:end], len(self.levels))
        self.empty, self.code = True, False
        return end

    def take_line(self, line: SourceLine) -> None:
        """Take a line that holds something and is no fenced code."""
        indent = measure_indent(line.text)
        entry = None if RULE.match(line.text) else ENTRY.match(line.text)
        if entry and entry["sign"] == "－" and self.levels and self.levels[-1].has_within(indent, entry=True):
            entry = None  # Words of that entry: the full-width sign begins no list in a list.
        if entry and (self.levels or (indent < STEP and self.may_begin_list())):
            self.take_entry(line, indent, entry)
        elif self.levels and not indent and (self.empty or BLOCK_START.match(line.text)):
            self.levels.clear()
            self.loose = False
            self.take_plain(line, indent)
        elif self.levels:
            self.take_continuation(line, indent)
        else:
            self.take_plain(line, indent)

    def ends_block(self) -> bool:
        """Tell whether the line done last is one across, or the one under a heading."""
        line = self.done[-1].text
        if RULE.match(line):
            return True
        return bool(
            UNDERLINE.match(line)
            and len(self.done) > 1
            and self.done[-2].text.strip()
            and not any(above.text.strip() for above in self.done[-3:-2])
        )

    def may_begin_list(self) -> bool:
        """Tell whether a list may begin here: not within a paragraph."""
        return self.empty or bool(BEFORE_LIST.match(self.done[-1].text))

    def take_entry(self, line: SourceLine, indent: int, entry: re.Match[str]) -> None:
        """Take an entry of a list: below the last one where it is indented by two spaces more."""
        numbered = entry["sign"][0].isdigit()
        depth = len(self.levels)
        last = None
        parted = False
        while self.levels and not self.levels[-1].has_within(indent, entry=True):
            last = self.levels.pop()
            parted = parted or (last.numbered is None and self.parted)
        other_kind = last is not None and len(self.levels) < depth and last.numbered == (not numbered)
        if (not self.empty and (self.loose or other_kind)) or (parted and self.done[-1].text.strip()):
            self.done.append(SourceLine("", line.at))
        self.loose = False
        self.parted = (self.parted or self.empty) and any(level.numbered is None for level in self.levels)
        self.levels.append(Level(indent, numbered))
        self.move(line, indent, STEP * (len(self.levels) - 1))
        if self.find_holder(entry.string[entry.end() :]) in ("note", "box"):
            self.levels.append(Level(indent + entry.end() - entry.start("sign"), None))
        self.held, self.code = None, False

    def take_continuation(self, line: SourceLine, indent: int) -> None:
        """Take a line below an entry: what stands behind an empty line belongs to the level that it is indented to."""
        if self.empty and indent:
            self.close_levels(indent)
        wanted = STEP * len(self.levels)
        if EMPTY_ENTRY.match(self.done[-1].text):
            # An entry begins with its words: below a sign alone they might be code.
            sign, words = self.done.pop().text.rstrip() + " ", line.text.lstrip(" \t")
            line.shift = len(sign) - (len(line.text) - len(words))
            line.text = sign + words
            self.done.append(line)
            return
        self.loose = self.loose or self.empty
        self.parted = (self.parted or self.empty) and any(level.numbered is None for level in self.levels)
        # How far code in a note is indented too little, as that is below its entry.
        short = max(0, wanted - STEP - self.levels[-1].indent) if self.levels[-1].numbered is None else 0
        comment = self.empty and line.text.lstrip().startswith("<!--")
        self.code = (
            indent + short >= wanted + STEP and not comment and (self.code or (self.empty and self.is_code(line)))
        )
        line.code = self.code
        if self.code:
            self.move(line, indent, indent + short)
            return
        self.open_holder(line, indent)
        if comment or (self.empty and not wanted <= indent < wanted + STEP):
            self.move(line, indent, wanted)
        elif not self.empty and 0 < indent < wanted and self.done and self.done[-1].shift:
            self.move(line, indent, indent + self.done[-1].shift)
        else:
            self.done.append(line)

    def open_holder(self, line: SourceLine, indent: int) -> None:
        """Open a level where a line below an entry begins a note, a meaning or a box."""
        text = line.text.strip()
        below_entry = not self.empty and ENTRY.match(self.done[-1].text)
        if (not below_entry or indent < STEP) if MEANING.match(text) else self.find_holder(text):
            while self.levels[-1].numbered is None and not self.levels[-1].has_within(indent):
                self.levels.pop()
            self.levels.append(Level(indent, None))

    def close_levels(self, indent: int) -> None:
        """Leave the levels that a line indented so far does not belong to."""
        while len(self.levels) > 1 and not self.levels[-1].has_within(indent):
            self.levels.pop()

    def take_plain(self, line: SourceLine, indent: int) -> None:
        """Take a line outside lists; one that begins with four spaces is a paragraph where it reads as one."""
        if indent < STEP:
            ends = self.empty or self.held == "box" or any(each.match(line.text.strip()) for each in ENDS_PARAGRAPH)
            self.held, self.code = self.find_holder(line.text) or (None if ends else self.held), False
            self.done.append(line)
        elif self.held:
            begins = self.empty or (self.held == "box" and BOX.match(self.done[-1].text) is not None)
            deep = indent >= 2 * STEP
            line.code = self.code = deep and (self.code or (begins and self.is_code(line)))
            self.move(line, indent, STEP if deep and begins and not self.code else indent)
        elif self.code:
            line.code = True
            self.done.append(line)
        elif self.empty:
            self.take_indented(line, indent)
        elif (
            self.is_below_moved()
            or CODE_BEFORE.match(self.done[-1].text)
            or (ELEMENT_END.match(self.done[-1].text) and not TAG.match(line.text))
        ):
            self.move(line, indent, 0)
        else:
            self.done.append(line)

    def take_indented(self, line: SourceLine, indent: int) -> None:
        """Take a line that begins a paragraph with four spaces, or code."""
        line.code = self.code = self.is_code(line)
        if self.code:
            self.done.append(line)
            return
        self.move(line, indent, 0)
        entry = None if RULE.match(line.text) else ENTRY.match(line.text)
        if entry:
            self.levels.append(Level(0, entry["sign"][0].isdigit()))

    def is_code(self, line: SourceLine) -> bool:
        """Tell whether a line that begins a block with four spaces too many is code, and no prose; tell of either."""
        words = line.text.strip()
        if words.startswith("<!--"):
            return False
        prose = bool(HAN.search(words) or PROSE.match(words))
        self.findings.append(SourceFinding("indented-text" if prose else "indented-code", line.at))
        return not prose

    def find_holder(self, text: str) -> str | None:
        """Give what a line begins that indented lines below belong to."""
        if MEANING.match(text):
            # It is one below a word, or below another meaning.
            if not any(line.text.strip() for line in self.done[-2:]):
                self.wordless = len(self.done)
            return None if self.is_wordless() else "meaning"
        note = NOTE.match(text)
        if note:
            if self.mentioned is None:
                self.mentioned = frozenset(MENTION.findall("\n".join(line.text for line in self.lines)))
            held = note[1] in self.mentioned
            self.mentioned -= {note[1]}
            return "note" if held else None
        return "box" if BOX.match(text) else None

    def is_wordless(self) -> bool:
        """Tell whether the paragraph of this line began with the sign of a meaning, so that nothing in it is one."""
        return self.wordless >= 0 and all(line.text.strip() for line in self.done[self.wordless :])

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
