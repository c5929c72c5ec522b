# ruff: noqa: E501, C901, RUF012, SIM905, ARG002
"""A Markdown body -> what of it has to stand on its page, by the closed list of docs/markdown.md; converts nothing.

This is a second reading of that list, which knows neither the converter nor its library. It says for each piece of the
source in which forms it may stand on the page: a sign that a construct may consume also as nothing. Where two readings
of the list are possible it allows both, but a letter or a digit vanishes in none of them unless the list says so.
"""

import html
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import html5

from tests.markdown.typed.marks import FOOTNOTE, is_readable, mark_number

# A scheme with something behind it, a host, a place below this page or this site, a file with its ending, a folder.
IS_ADDRESS = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]+:[^\s\u3400-\u9fff]\S*|[Ww]{3}\.\S+|[/#?]\S*|\.{1,2}/\S*"
    r"|[^\s:：]*\.[A-Za-z][A-Za-z0-9]{0,5}(?:[#?]\S*)?|[^\s:：/]+/[^\s:：]*"
)
FENCE = re.compile(r"(?P<lead>[ \t>]*(?:(?:[-*+]|\d+\.)[ \t]+)*)(?P<fence>`{3,}|~{3,})(?P<info>[^`\n]*)$")
LANGUAGE = r"[A-Za-z0-9+#._-]*|\{[^{}`]*\}"
NOTE = re.compile(r" {0,3}\[\^([^\]\n]+)\][:：]")
NOTE_SIGN = re.compile(r"(?<!(?<!\\)\\)\[\^([^\[\]\n]+)\]")
BEFORE_NOTE = re.compile(r"(?:[ \t]*(?:>|[-*+:][ \t]|\d+\.[ \t]|\[\^[^\]\n]+\]:))*[ \t]*$")
DEFINITION = re.compile(
    r" {0,3}\[([^\]\n^][^\]\n]*)\]:[ \t]*\n?[ \t]*(<[^>\n]+>|(?:<!--[\s\S]*?-->|[^\s])+)"
    r"(?:[ \t]*\n?[ \t]*(\"[^\n]*\"|'[^\n]*'|\([^\n]*\)))?[ \t]*(?=\n|\Z)"
)
ABBREVIATION = re.compile(r"(?:(?<=>\n)[ \t]*| {0,3})[*＊]\[([^\]\n]+)\][ ]?:[ \t]*\n?[ \t]*([^\n]*)(?=\n|\Z)")
RULE_OR_TABLE_LINE = re.compile(
    r"[ \t>]*(?:=+|[-*_ \t]{2,}|[|:\- \t]*-[|:\- \t]*|[|｜:：\-－ \t]*[-－][|｜:：\-－ \t]*)[ \t]*(?:<!--[^\n]*?-->[ \t]*)?(?=\n|\Z)"
)
RULE = re.compile(r"(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
BOX = re.compile(r"[ \t]*!!![ \t]?([\w-]+(?:[ ]+[\w-]+)*)(?:[ ]+\"([^\n]*)\")?[ \t]*(?:<!--[^\n]*-->[ \t]*)?(?=\n|\Z)")
ORDERED = re.compile(r"(?:0(?!\d)|(?![0０])\d{1,9})[.．](?=[\s\u3000]|\Z|<!--)[ \t\u3000]*")
# What a box of each kind is called on a Chinese page where it was given no title.
KINDS = {
    "attention": "注意",
    "caution": "小心",
    "danger": "危险",
    "error": "错误",
    "hint": "提示",
    "important": "重要信息",
    "info": "信息",
    "note": "说明",
    "tip": "提示",
    "warning": "警告",
}
# What begins another block, also directly below the line of a note.
BLOCK_START = re.compile(
    r"#{1,6}(?!#*\d)|＃{1,6}(?![＃\d])[ 　]*[^＃#\s]| {0,3}>|<!--(?!-?>)(?:(?!<!--|-->)[^\n])*-->"
    r"| {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$|</?(?:div|details|p|table|ul|ol|section)\b",
    re.IGNORECASE | re.MULTILINE,
)
# What would make a heading or a table of the line above.
UNDER_LINE = re.compile(r"=+[ ]*$|[|: \t-]*-[|: \t-]*$", re.MULTILINE)
# Code within a line does not go on into a line that begins so.
OTHER_BLOCK = re.compile(r"[ \t]*(?:[>#＃<:]|[-*+][ \t]|\d+\.[ \t]|!!!|\*?\[[^\]\n]*\]:|(?:=+|-+)[ \t]*$)")
BULLET = re.compile(r"[-*+](?=<!--)|[-*+＊－＋•][ \t\u3000]+")
TASK = re.compile(r"\[([ xX])\][ \t]")
ATTRIBUTES = re.compile(r"\{:?[ ]*(?:[#.][\w:.-]+|[A-Za-z][\w:-]*=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s}]+))"
                        r"(?:[ ]+(?:[#.][\w:.-]+|[\w:-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s}]+)))*[ ]*\}")  # fmt: skip
TAG = re.compile(
    r"</?([A-Za-z][A-Za-z0-9-]*)(?:[\s/]+(?:[^\s\"'<>/=]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?))*[\s/]*>"
)
# What a browser would take for a tag: it goes only where that is told, at the line where it begins.
LIKE_TAG = re.compile(r"<[A-Za-z/!?](?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>|<[A-Za-z/!?][^>]*>")
AUTOMATIC = re.compile(
    r"<((?:[Ff]|[Hh][Tt])[Tt][Pp][Ss]?://[^<>\s]*|(?:mailto:)?[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+)>"
)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);")
INLINE_ADDRESS = re.compile(
    r"\(\s*(<[^<>\n]*>|(?:[^()\"'\n]|\n(?![ \t]*\n)|\([^()\n]*\))*?)(?:\s+(\"[^\n]*?\"|'[^\n]*?'))?\s*\)"
    r"|\(\s*(?:[^()\n]|\n(?![ \t]*\n)|\((?:[^()\n]|\([^()\n]*\))*\))*\)"
)
WIDE_ADDRESS = re.compile(r"[（(]([^（）()\s]+)[）)]")
LABEL = re.compile(r"[ ]?\[([^\]\n]*)\]")
ESCAPABLE = r"\\`*_{}[]()>#+-.!~^|"
PUBLISHED_TAGS = frozenset(
    "p br hr wbr div span blockquote pre ul ol li dl dt dd h1 h2 h3 h4 h5 h6 details summary figure figcaption address table "
    "caption colgroup col thead tbody tfoot tr th td a img em strong b i u s small mark sub sup del ins abbr dfn cite q kbd "
    "samp var code time bdi bdo ruby rt rp".split()
)
PUBLISHED_ATTRIBUTES = frozenset(
    [
        "id",
        "title",
        "lang",
        "dir",
        "href",
        "src",
        "alt",
        "start",
        "reversed",
        "type",
        "value",
        "align",
        "colspan",
        "rowspan",
        "scope",
        "span",
        "datetime",
        "open",
        "class",
        "markdown",
    ]
)
SIGNS = "*_~^＊～"
# Elements whose Markdown is read where an empty line stands in them; what begins a line otherwise is shown as it is.
HOLDERS = frozenset(["details", "div", "section", "article", "aside", "blockquote", "figure"])
SHOWN = re.compile(
    r"[ ]{0,3}<(div|p|table|ul|ol|dl|h[1-6]|details|section|article|aside|blockquote|figure|pre)\b([^<>]*)>",
    re.IGNORECASE,
)


def normalize(label: str) -> str:
    return " ".join(label.split()).lower()


def is_address(written: str) -> bool:
    written = COMMENT.sub("", written) or " "
    return bool(re.fullmatch("<[^<>]+>", written) if written[0] == "<" else IS_ADDRESS.fullmatch(written))


def is_published(tag: re.Match[str]) -> bool:
    """Tell whether a tag and all its attributes are of those that a text may have; what is not is told."""
    inner = tag[0].strip("</>")[len(tag[1]) :]
    names = re.findall(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?", inner)
    return tag[1].lower() in PUBLISHED_TAGS and {name.lower() for name in names} <= PUBLISHED_ATTRIBUTES


@dataclass
class Piece:
    """A piece of the source: the forms in which it may stand on the page, where it was written, where it is told."""

    forms: tuple[str, ...]
    offset: int
    told_at: int


@dataclass
class Expected:
    """What has to stand on a page, in order; the notes that move to its end, in the order of their first signs."""

    pieces: list[Piece] = field(default_factory=list)
    notes: list[list[Piece]] = field(default_factory=list)
    titles: list["Title"] = field(default_factory=list)


@dataclass
class Title:
    """What is shown when words are pointed at; where these are no link or abbreviation, what stands there as it is."""

    pieces: list[Piece]
    written: str


def read_source(body: str) -> Expected:
    reader = SourceReader(body)
    expected = reader.read()
    order = reader.list_notes()
    return expected if order == reader.order else SourceReader(body, order).read()


class SourceReader:
    """Reads a body once, from its beginning to its end."""

    def __init__(self, body: str, order: list[str] | None = None) -> None:
        self.body = body.replace("\r\n", "\n").replace("\r", "\n")
        self.whole = COMMENT.sub(lambda found: "!" * len(found[0]), self.body)
        self.plain = self.blank_code()
        self.expected = Expected()
        self.sink = self.expected.pieces
        self.notes: dict[str, list[Piece]] = {}
        self.abbreviations: set[str] = set()
        self.definitions: dict[str, str] = {}
        self.defined = {
            each[1]
            for each in re.finditer(NOTE.pattern, self.plain)
            if self.is_in_prefix(each.start(1) - 2) and not self.continues_paragraph(each.start(1) - 2)
        }
        self.order = list(order or ())
        # Which note each sign stands in, if in any, and which it is of.
        self.uses: list[tuple[str | None, str]] = []
        self.brackets: list[int] = []
        self.numbers: list[int] = []
        self.tag_start = self.tag_end = self.loose_end = 0
        self.closing: range | None = None
        self.listed = False
        # How far lines behind an empty one are indented that belong to the note.
        self.deep = 4

    def read(self) -> Expected:
        at = 0
        while at < len(self.body):
            end = self.find_line_end(at)
            fence = FENCE.match(self.body[at:end])
            at = self.read_fence(at, end, fence) if fence else self.read_line_start(at)
        seen = [label for label in self.order if label in self.notes]
        self.expected.notes = [self.notes[label] for label in dict.fromkeys(seen)]
        return self.expected

    def list_notes(self) -> list[str]:
        """List the notes as a reader meets their signs: in the text, then in the notes."""
        order = list(dict.fromkeys(label for within, label in self.uses if within is None))
        for name in order:
            order += [label for within, label in self.uses if within == name and label not in order]
        return list(dict.fromkeys([*order, *(label for _, label in self.uses)]))

    def find_line_end(self, at: int) -> int:
        end = self.body.find("\n", at)
        return len(self.body) if end < 0 else end

    def add(self, at: int, *forms: str) -> None:
        if at < self.loose_end and "" not in forms:
            for i, sign in enumerate(forms[0]):
                loose = ("", sign) if at + i < self.loose_end else (sign,)
                self.sink.append(Piece(loose if is_readable(sign) else ("",), at + i, at + i))
            return
        told_at = self.tag_start if at < self.tag_end else at
        self.sink.append(Piece(tuple(dict.fromkeys("".join(filter(is_readable, form)) for form in forms)), at, told_at))

    def add_text(self, at: int, text: str) -> None:
        if any(map(is_readable, text)):
            self.add(at, text)

    def add_lines(self, start: int, end: int) -> None:
        for line in self.body[start:end].splitlines(keepends=True):
            self.add_text(start, line)
            start += len(line)

    def read_fence(self, at: int, end: int, fence: re.Match[str]) -> int:
        """Read code between fences; a fence that is not closed may be read as text too, as its signs may stay."""
        sign, info = fence["fence"], fence["info"]
        closing = re.compile(rf"^[ \t>]*{re.escape(sign[0])}{{{len(sign)},}}[ \t]*$", re.MULTILINE)
        found = closing.search(self.body, end)
        start = at + len(fence["lead"])
        if not found or not re.fullmatch(LANGUAGE, info.strip()):
            return self.read_line_start(at)
        if len(fence["lead"].expandtabs(4)) < self.deep:
            self.sink = self.expected.pieces
        self.add_prefix(at, fence["lead"])
        self.add(start, "", sign + info, sign)
        for line in re.finditer(r"[^\n]*\n?", self.body[end : found.start()]):
            quote = re.match(r"[ \t>]*", line[0]) if ">" in fence["lead"] else None
            lead = quote[0] if quote else ""
            self.add_prefix(end + line.start(), lead)
            self.add_text(end + line.start() + len(lead), line[0][len(lead) :])
        self.add(found.start(), "", found[0])
        return found.end()

    def add_prefix(self, at: int, lead: str) -> None:
        for each in re.finditer(r"\d+[.．]|[^\s]", lead):
            self.add(at + each.start(), "", each[0], *(self.list_numbers(at, each[0]) if each[0][0].isdigit() else ()))

    def list_numbers(self, at: int, written: str) -> tuple[str, ...]:
        """Give the marks of a list's number: its own, and where all are the same, the count."""
        number = int("".join(str(unicodedata.digit(each, 0)) for each in written if each.isdigit()))
        same = self.numbers.count(number)
        self.numbers.append(number)
        return tuple(mark_number(number + i) for i in range(min(same, 400) + 1))

    def read_line_start(self, at: int) -> int:
        """Read what has a meaning at the start of a line, then the rest of the line."""
        line_end = self.find_line_end(at)
        if self.is_code(at):
            self.add_text(at, self.body[at:line_end])
            return line_end + 1
        if self.sink is not self.expected.pieces and self.ends_note(at):
            self.sink = self.expected.pieces
        for pattern, read in (
            (NOTE, self.read_note),
            (ABBREVIATION, self.read_abbreviation),
            (DEFINITION, self.read_definition),
            (RULE_OR_TABLE_LINE, self.read_rule),
            (BOX, self.read_box),
        ):
            found = pattern.match(self.body, at)
            if found and (end := read(found)) is not None:
                return end
        if (shown := SHOWN.match(self.body, at)) and (end := self.find_shown_end(shown)) is not None:
            return self.read_shown(shown, end)
        if self.body[at:line_end].strip() == "[TOC]":
            self.add(at, "", "[TOC]")
            return line_end + 1
        return self.read_inline(self.read_prefix(at, line_end))

    def find_shown_end(self, opening: re.Match[str]) -> int | None:
        """Give where an element ends in which nothing is Markdown; None where it is read, or has no end."""
        open_ = 1
        for tag in re.compile(rf"<(/?){opening[1]}\b[^<>]*>", re.IGNORECASE).finditer(self.body, opening.end()):
            open_ += -1 if tag[1] else 1
            if not open_:
                inner = self.body[opening.end() : tag.start()]
                read = opening[1].lower() in HOLDERS and re.search(r"\n[ \t]*\n", inner)
                return None if read or "markdown" in opening[2] or "<!--" in inner else tag.start()
        return None

    def read_shown(self, opening: re.Match[str], end: int) -> int:
        """Read what stands in an element as it is: tags vanish, and characters may be written by their names."""
        at = opening.start() + len(opening[0]) - len(opening[0].lstrip(" "))
        while at < end:
            behind = {"<": self.read_tag, "&": self.read_entity}.get(self.body[at], lambda _: None)(at)
            if behind is None:
                self.add(at, self.body[at])
                behind = at + 1
            at = behind
        return self.read_inline(at)

    def is_note_sign(self, found: re.Match[str]) -> bool:
        line = self.body[self.body.rfind("\n", 0, found.start()) + 1 : found.start()]
        return (
            self.body[found.end() : found.end() + 1] not in (":", "：")
            or not BEFORE_NOTE.match(line)
            or self.continues_paragraph(found.start())
        )

    def is_used(self, label: str) -> bool:
        """Tell whether a sign of a note stands anywhere but in itself."""
        own = list(self.find_own_note(label))
        return any(
            each[1] == label
            and self.is_note_sign(each)
            and not any(note.start() < each.start() < note.end() for note in own)
            for each in NOTE_SIGN.finditer(self.plain)
        )

    def find_own_note(self, label: str) -> Iterator[re.Match[str]]:
        """Find the lines of a note: those right below its own, and indented ones where it is in no list or quotation."""
        lines = r"[^\n]*(?:\n(?![ \t]*\n|\[\^[^\]\n]*\]:)[^\n]+)*"
        behind = rf"(?:(?:\n[ \t]*)+\n(?: {{4}}|\t){lines})*"
        note = rf"\[\^{re.escape(label)}\]:{lines}"
        return re.finditer(rf"^(?:{note}{behind}|[ \t]*(?:[-*+>][ \t]*)+{note})", self.body, re.MULTILINE)

    def ends_note(self, at: int) -> bool:
        before = self.body[:at].rstrip(" \t")
        if not at or self.body[at - 1] == "\n":
            start, end = self.find_block(at)
            above = self.body[:at].rsplit("\n", 2)[-2] if at else ""
            meaning = re.search(r"^ {0,3}:[ \t]", self.body[at:end], re.MULTILINE)
            ruled = re.search(r"^[|: \t-]*-[|: \t-]*$", self.body[start:at], re.MULTILINE)
            if ruled and "|" in above and "|" not in self.body[at : self.find_line_end(at)]:
                return True
            deep = re.match(r" {4}|\t|[ \t]*\n", self.body[at:])
            if NOTE.match(above) and not deep and (meaning or UNDER_LINE.match(self.body, at)):
                return True
            if self.listed and re.compile(r" {0,3}(?:[-*+]|\d+\.)[ \t]").match(self.body, at):
                return True
            if BLOCK_START.match(self.body, at) or BOX.match(self.body, at):
                return self.body.startswith("<!--", at) or not re.match(r" {4}|\t", self.body[start:])
        line = re.match(r"(?: {0,3}> ?)*([ \t]*)", self.body[at:])
        assert line
        if not re.search(r"\n[ \t>]*\n$", before) or re.match(r"[ \t>]*(?:\n|\Z)", self.body[at:]):
            return False
        return len(line[1].expandtabs(4)) < self.deep

    def read_prefix(self, at: int, end: int) -> int:  # noqa: PLR0912
        """Read quotation signs, list signs, signs of headings and definitions."""
        while at < end:
            rest = self.body[at:end]
            blank = len(rest) - len(rest.lstrip(" \t"))
            if blank:
                at += blank
            elif empty := re.compile(r"<([a-z]+)[^<>\n]*></\1>").match(self.body, at, end):
                self.add(at, "", empty[0])
                at = empty.end()
            elif (
                (tag := TAG.match(self.body, at, end))
                and tag[1].lower() != "img"
                and f"</{tag[1]}".lower() not in self.body[at:].lower()
            ):
                self.add(at, "", tag[0])
                at = tag.end()
            elif comment := COMMENT.match(self.body, at):
                alone = not self.body[self.body.rfind("\n", 0, at) + 1 : at].strip()
                if alone and re.match(r"[ \t]*(?:\n|\Z)", self.body[comment.end() :]):
                    self.sink = self.expected.pieces  # It leaves an empty line.
                at = comment.end()
                end = self.find_line_end(at)
            elif rest[0] == ">":
                self.add(at, "", ">")
                at += 1
            elif ordered := ORDERED.match(self.body, at, end):
                written = ordered[0].rstrip()
                self.add(at, written, *self.list_numbers(at, written))
                at = ordered.end()
            elif RULE.match(rest):
                for i, sign in enumerate(rest):
                    self.add(at + i, "", sign)
                return end
            elif (bullet := BULLET.match(self.body, at, end)) or rest in ("-", "*", "+"):
                self.add(at, "", rest[0])
                at = bullet.end() if bullet else end
            elif task := TASK.match(self.body, at, end):
                self.add(at, task[0], "☐" if task[1] == " " else "☑")
                at = task.end()
            elif heading := re.match(r"#{1,6}(?!#*\d)|＃{1,6}(?!＃*\d)", rest):
                for i in range(heading.end()):
                    self.add(at + i, "", rest[i])
                return self.read_heading_end(at + heading.end(), self.whole.find("\n", at) % (len(self.body) + 1))
            elif rest[:2] in (": ", ":\t"):
                self.add(at, "", ":")
                at += 1
            else:
                box = BOX.match(self.body, at) if self.is_in_prefix(at) else None
                if box and (behind := self.read_box(box)) is not None:
                    return behind
                note = None if self.continues_paragraph(at) else NOTE.match(self.body, at)
                behind = self.read_note(note) if note and self.is_in_prefix(at) else None
                if behind is None and self.is_in_prefix(at) and (word := ABBREVIATION.match(self.body, at)):
                    behind = self.read_abbreviation(word)
                    return at if behind is None else behind
                return at if behind is None else self.read_prefix(behind, end)
        return at

    def continues_paragraph(self, at: int) -> bool:
        """Tell whether a line is indented like code below one of a paragraph outside lists, or the meaning of no word."""
        if re.search(r"(?:^\s*|\n[ \t]*\n[ \t]*\n) {0,3}:[ \t]+$", self.body[:at]):
            return True
        below = r"^(?! {4}|\t|[ \t]*(?:[-*+>:]|\d+\.|\[\^|!!!))[^\n]*\S[^\n]*\n(?: {4}|\t)[ \t]*$"
        return bool(re.search(below, self.body[max(0, at - 400) : at], re.MULTILINE)) and self.body[:at][-1:] in " \t"

    def is_in_prefix(self, at: int) -> bool:
        """Tell whether only signs of lists and quotations stand before a place on its line."""
        return bool(BEFORE_NOTE.match(self.body[self.body.rfind("\n", 0, at) + 1 : at]))

    def read_heading_end(self, at: int, end: int) -> int:
        """Leave the closing signs of a heading for later: only those after a space may vanish."""
        self.closing = None
        found = re.search(
            r"(?:(?:(?<=[ \t])|(?<=-->))[#＃]+|(?<!＃)＃{2,})[ \t]*(\{[^\n]*\})?[ \t]*$", self.body[at:end]
        )
        if found:
            self.closing = range(at + found.start(), at + found.start() + len(found[0].split("{")[0].rstrip()))
        return at

    def read_note(self, found: re.Match[str]) -> int | None:
        label = found[1]
        begins_line = not found.start() or self.body[found.start() - 1] == "\n"
        if label in self.notes and begins_line:
            self.sink = self.expected.pieces
        if label in self.notes:
            return None
        if not self.is_used(label):
            if begins_line:
                self.sink = self.expected.pieces
            return None
        above = self.body[self.find_block(found.start())[0] : found.start()]
        self.listed = not begins_line or bool(re.search(r"^ {0,3}(?:[-*+]|\d+\.)[ \t]", above, re.MULTILINE))
        self.listed = self.listed or (self.body[found.start()] == " " and self.is_listed(found.start()))
        lead = re.sub(
            r"^(?: {0,3}> ?)*", "", self.body[self.body.rfind("\n", 0, found.start(1)) + 1 : found.start(1) - 2]
        )
        self.deep = 4 + (len(lead.expandtabs(4)) if not lead or lead.strip() or self.is_listed(found.start()) else 0)
        self.sink = self.notes.setdefault(label, [])
        return found.end()

    def is_listed(self, at: int) -> bool:
        """Tell whether an indented line stands below an entry of a list."""
        lines = [re.sub(r"^(?: {0,3}> ?)*", "", line) for line in self.body[:at].split("\n")[:-1]]
        return any(
            re.match(r" {0,3}(?:[-*+－]|\d+\.)[ \t]", line)
            for line in itertools.takewhile(lambda line: not line or line[0] in " \t", reversed(lines))
        ) or bool(re.match(r"(?:[-*+－]|\d+\.)[ \t]", next((line for line in reversed(lines) if line[:1].strip()), "")))

    def read_abbreviation(self, found: re.Match[str]) -> int | None:
        rest = re.sub(rf"^[ \t]*{ABBREVIATION.pattern}", "", self.plain, flags=re.MULTILINE)
        word = found[1].strip()
        if not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", rest) or word in self.abbreviations:
            return None
        end = found.end()
        if self.whole[end - 1] != self.body[end - 1]:
            end = self.whole.find("\n", end) % (len(self.body) + 1)
        written, title = self.body[found.start() : end], self.body[found.start(2) : end]
        if "<!--" in title and not COMMENT.sub("", title).strip():
            return None
        self.abbreviations.add(word)
        if title.strip():
            self.add_title(found.start(2), end, written)
        self.add(found.start(), "", written, html.unescape(written), COMMENT.sub("", written))
        return end

    def read_definition(self, found: re.Match[str]) -> int | None:
        label = normalize(found[1])
        if found[3] and self.whole[found.end(3) - 1] != found[3][-1]:
            return None
        if label not in self.list_used() or not is_address(self.plain[found.start(2) : found.end(2)].strip()):
            return None
        if self.definitions.setdefault(label, found[0].strip()) != found[0].strip():
            return None
        if any(map(is_readable, COMMENT.sub("", found[3] or "")[1:-1])):
            self.add_title(found.start(3) + 1, found.end(3) - 1, found[0])
        self.add(found.start(), "", found[0])
        return found.end()

    def list_used(self) -> set[str]:
        """List the labels that something refers to; what stands in an address does so only where that is text."""
        definitions = [
            (normalize(each[1]), each)
            for each in re.finditer(f"^[ >]*{DEFINITION.pattern}", self.body, re.MULTILINE)
            if is_address(self.plain[each.start(2) : each.end(2)].strip())
        ]
        text = self.plain
        for _, each in reversed(definitions):
            text = text[: each.start(2)] + text[each.end(2) :]
        mention = re.compile(r"\[([^\[\]]*)\](?!:)")
        used = set(map(normalize, mention.findall(text)))
        kept = [(label, each[2]) for label, each in definitions if label not in used]
        return used | {normalize(each) for label, address in kept for each in mention.findall(address)} - {
            label for label, _ in kept if label not in used
        }

    def add_title(self, start: int, end: int, written: str) -> None:
        """Read a title: of the signs of Markdown, escapes, characters' names, code and comments are read in it."""
        pieces: list[Piece] = []
        outer, self.sink = self.sink, pieces
        at = start
        while at < end:
            if (found := ENTITY.match(self.body, at, end)) or (found := COMMENT.match(self.body, at, end)):
                self.add(at, "" if found.re is COMMENT else html.unescape(found[0]), found[0])
                at = found.end()
            else:
                self.add(at, *(("", self.body[at]) if self.body[at] in "\\`" else (self.body[at],)))
                at += 1
        self.sink = outer
        self.expected.titles.append(Title(pieces, "".join(filter(is_readable, written))))

    def read_rule(self, found: re.Match[str]) -> int:
        for i in range(found.start(), found.end()):
            self.add(i, "", self.body[i])
        return found.end()

    def read_box(self, found: re.Match[str]) -> int | None:
        comment = COMMENT.search(self.body, found.start(2)) if "<!--" in (found[2] or "") else None
        if comment and comment.start() < found.end(2) < comment.end():
            return None
        kind = found[1].split()[0]
        if found[2] is None:
            if found[1].isascii():
                self.add(found.start(), found[0], KINDS.get(kind.lower(), kind.capitalize()))
            else:
                self.add(found.start(), found[0])
                self.add(found.end(), "", KINDS.get(kind.lower(), kind.capitalize()))
            return found.end()
        self.add(found.start(), "", self.body[found.start() : found.start(2)])
        at = found.start(2)
        while at < found.end(2):
            at = self.read_one(at)
        self.add(at, "", self.body[at : found.end()])
        return found.end()

    def read_inline(self, at: int) -> int:
        """Read from here to the end of the line, or of what begins on it."""
        body = self.body
        while at < len(body) and body[at] != "\n":
            at = self.read_one(at)
        return at + 1

    def read_one(self, at: int) -> int:
        sign = self.body[at]
        reader = self.READERS.get(sign)
        end = reader(self, at) if reader else None
        if end is not None:
            return end
        if sign in SIGNS:
            return self.read_run(at)
        plain = re.compile(r"[^\\`<&\[\]！!{*_~^＊～|｜\n#＃）］［\"]+|.", re.DOTALL).match(self.body, at)
        assert plain
        self.add_text(at, plain[0])
        return plain.end()

    def find_block(self, at: int) -> tuple[int, int]:
        """Give the bounds of the lines around a place that no blank line parts."""
        start = max((each.end() for each in re.finditer(r"\n[ \t]*\n", self.whole[:at])), default=0)
        end = re.compile(r"\n[ \t]*(?:\n|\Z)").search(self.whole, at)
        return start, end.start() if end else len(self.body)

    def read_escape(self, at: int) -> int | None:
        behind = self.body[at + 1 : at + 2]
        if not behind or behind not in ESCAPABLE:
            return None
        self.add(at, "", "\\")
        self.add(at + 1, behind)
        return at + 2

    def read_code(self, at: int) -> int:
        """Read code in a line: it ends in its paragraph, at as many backticks as it began with."""
        run = re.compile("`+").match(self.body, at)
        assert run
        found = self.find_code_end(run)
        if not found:
            for i in range(at, run.end()):
                self.add(i, "`")
            return run.end()
        self.add(at, "", run[0])
        self.add_lines(run.end(), found.start())
        self.add(found.start(), "", run[0])
        return found.end()

    def find_code_end(self, run: re.Match[str]) -> re.Match[str] | None:
        end = self.find_block(run.start())[1]
        if BOX.match(self.body, self.body.rfind("\n", 0, run.start()) + 1):
            end = self.find_line_end(run.start())
        found = re.compile(rf"(?<!`){run[0]}(?!`)").search(self.body, run.end(), end)
        if not found or "\n" not in self.body[run.end() : found.start()]:
            return found
        start = self.body.rfind("\n", 0, run.start()) + 1
        lines = self.body[start : self.find_line_end(found.end())].split("\n")
        if re.match(" {4}", lines[0]) and not all(line.startswith(" " * 4) for line in lines):
            return None
        below = self.body[self.find_line_end(found.end()) : self.find_block(run.start())[1]]
        parted = (
            re.search(r"\n {0,3}:[ \t]", below)
            or any("|" in line for line in lines)
            or any(re.match(r"[ \t]*(?:#{1,6}(?!#*\d)|＃)", line) for line in lines[:-1])
        )
        return None if parted or any(map(OTHER_BLOCK.match, lines[1:])) else found

    def blank_code(self) -> str:
        """Give the body without code within lines, and without a first paragraph that is code."""
        text = list(self.body)
        end = 0
        for run in re.finditer(r"(?<!\\)`+", self.body):
            found = self.find_code_end(run) if run.start() >= end else None
            if found:
                end = found.end()
                text[run.end() : found.start()] = " " * (found.start() - run.end())
        for line in re.finditer(r"[^\n]+", self.body):
            if self.is_code(line.start()):
                text[line.start() : line.end()] = " " * len(line[0])
        for comment in COMMENT.finditer(self.body):
            text[comment.start() : comment.end()] = re.sub(r"[^\n]", " ", comment[0])
        return "".join(text)

    def is_code(self, at: int) -> bool:
        """Tell whether a line of the first paragraph is surely code."""
        line = self.body[at : self.find_line_end(at)]
        if not re.match(r" {4}|\t", line):
            return False
        above = self.body[:at].rsplit("\n", 2)[-2] if at else ""
        before = self.body[:at].rstrip()
        if before and self.is_code(before.rfind("\n") + 1):
            return True
        if re.search("[\u4e00-\u9fff]|(?:[A-Za-z'’,;:()-]+ +){4}", line):
            return False
        if re.search(
            r"^[ \t]*(?:[-*+:] |\d+\.|!!! ?[\w-]|\[\^[^\]\n]*\]:|－ )|<(?:div|p|table|ul|ol|dl|h[1-6]|details|section|pre)\b[^\n<]*>",
            self.body[:at],
            re.MULTILINE,
        ):
            return False
        return not line.strip().startswith("<!--") and (not above.strip() or bool(re.match(r"#{1,6}(?!#*\d)", above)))

    def read_tag(self, at: int) -> int | None:
        if found := COMMENT.match(self.body, at):
            within = any(each < len(self.sink) for each in self.brackets) and "\n" not in found[0]
            listed = re.search(r"(?:\n[ \t]*|\n(?: {4}|\t)[^\n]*)\n(?: {4}|\t)[^\n]*$", self.body[:at])
            self.add(at, "", *((found[0],) if within or listed else ()))
            return found.end()
        if found := AUTOMATIC.match(self.body, at):
            self.add(at, "<" + found[1] + ">", found[1], found[1].removeprefix("mailto:"))
            return found.end()
        found = TAG.match(self.body, at)
        if found and "\n\n" not in found[0] and is_published(found):
            if "\n" in found[0]:
                self.loose_end = found.end()
                return None
            alternative = re.search(r"\balt=(\"[^\"]*\"|'[^']*')", found[0]) if found[1].lower() == "img" else None
            self.add(at, alternative[1][1:-1] if alternative else "", found[0])
            return found.end()
        if found := LIKE_TAG.match(self.body, at):
            self.tag_start, self.tag_end = at, found.end()
        return None

    def read_entity(self, at: int) -> int | None:
        found = ENTITY.match(self.body, at)
        if not found:
            return None
        known = found[0][1] == "#" or found[0][1:] in html5
        self.add(at, html.unescape(found[0]) if known else found[0], found[0])
        return found.end()

    def read_opening(self, at: int) -> int | None:
        found = NOTE_SIGN.match(self.body, at)
        label = found[1] if found and self.is_note_sign(found) and self.is_used(found[1]) else ""
        if found and label in self.defined:
            within = next((name for name, note in self.notes.items() if note is self.sink), None)
            self.uses.append((within, label))
            if label not in self.order:
                self.order.append(label)
            self.add(at, chr(FOOTNOTE + self.order.index(label) + 1))
            return found.end()
        self.brackets.append(len(self.sink))
        self.add(at, self.body[at])
        return at + 1

    def read_picture(self, at: int) -> int | None:
        if self.body[at + 1 : at + 2] not in ("[", "［"):
            return None
        self.add(at, "!" if self.body[at] == "!" else "！")
        return at + 1

    def read_closing(self, at: int) -> int | None:
        """Read the end of a link's words: its address, or its label, may vanish with the brackets."""
        opening = self.find_opening(at)
        if opening is None or opening >= len(self.sink):
            return None
        behind = at + 1
        found = INLINE_ADDRESS.match(self.body, behind) or WIDE_ADDRESS.match(self.body, behind)
        worded = self.body[self.sink[opening].offset + 1 : at].strip()
        picture = self.body[self.sink[opening].offset - 1 : self.sink[opening].offset] in ("!", "！")
        if found and found.re is WIDE_ADDRESS and not ((worded or picture) and is_address(found[1])):
            found = None
        if not found and worded and (label := LABEL.match(self.body, behind)):
            words = label[1] or self.body[self.sink[opening].offset + 1 : at]
            found = label if self.is_defined(words) else None
        shortcut = not found and self.is_defined(self.body[self.sink[opening].offset + 1 : at])
        if not found and not shortcut:
            self.add(at, self.body[at])
            return behind
        self.sink[opening].forms = ("", *self.sink[opening].forms)
        if opening and self.sink[opening - 1].forms in (("!",), ("！",)):
            self.sink[opening - 1].forms = ("", *self.sink[opening - 1].forms)
        if not found:
            self.add(at, "", self.body[at])
            return behind
        if found.re is INLINE_ADDRESS and any(map(is_readable, (found[2] or "")[1:-1])):
            self.add_title(found.start(2) + 1, found.end(2) - 1, found[2])
        # A picture from elsewhere without words is a link that shows its address.
        name = normalize(found[1]) if found.re is LABEL else ""
        shown = [each[2] for each in re.finditer(DEFINITION.pattern, self.body) if normalize(each[1]) == name]
        # Behind words whose label is that of nothing, a label may be a link by itself.
        shown = [self.body[at] + found[1], *shown] if found.re is LABEL else [found[1] or ""] if picture else []
        self.add(at, "", self.body[at] + found[0], *shown)
        return found.end()

    def find_opening(self, at: int) -> int | None:
        """Give the place of the last bracket of the same width that is open; before an address, of any width."""
        sign = "[" if self.body[at] == "]" else "［"
        followed = INLINE_ADDRESS.match(self.body, at + 1) or WIDE_ADDRESS.match(self.body, at + 1)
        left = [each for each in self.brackets if each < len(self.sink)]
        same = [each for each in left if self.body[self.sink[each].offset] == sign]
        if not followed:
            left = same
        chosen = (same or left)[-1] if left else None
        if chosen is not None and (followed or sign == "["):
            self.brackets = [each for each in self.brackets if each < chosen]
        return chosen

    def is_defined(self, label: str) -> bool:
        wanted = " ".join(label.split()).lower()
        return any(
            " ".join(each[1].split()).lower() == wanted
            for each in re.finditer(DEFINITION.pattern, self.body, re.MULTILINE)
        )

    def read_attributes(self, at: int) -> int | None:
        found = ATTRIBUTES.match(self.body, at)
        if not found:
            return None
        self.add(at, "", found[0])
        return found.end()

    def read_bar(self, at: int) -> int:
        start, end = self.find_block(at)
        table = re.search(r"^[ \t>]*(?=[^\n]*-)(?=[^\n]*\|)[|:\- \t]+$", self.body[start:end], re.MULTILINE)
        self.add(at, *(("", "|") if table else ("|",)))
        return at + 1

    def read_wide_bar(self, at: int) -> int:
        start, end = self.find_block(at)
        table = re.search(
            r"^[ \t>]*(?=[^\n]*[-－])(?=[^\n]*[|｜])[|｜:：\-－ \t]+$", self.body[start:end], re.MULTILINE
        )
        self.add(at, *(("", "｜") if table else ("｜",)))
        return at + 1

    def read_number_sign(self, at: int) -> int:
        closing = self.closing is not None and at in self.closing
        self.add(at, *(("", self.body[at]) if closing else (self.body[at],)))
        return at + 1

    def read_run(self, at: int) -> int:
        """Read a run of signs of emphasis: they may vanish only where they have a partner, and not between digits."""
        sign = self.body[at]
        run = re.compile(re.escape(sign) + "+").match(self.body, at)
        assert run
        free = self.may_pair(run) and any(map(self.may_pair, self.list_partners(run)))
        for i in range(at, run.end()):
            self.add(i, *(("", sign) if free else (sign,)))
        return run.end()

    def may_pair(self, run: re.Match[str]) -> bool:
        before = self.body[run.start() - 1 : run.start()] if run.start() else ""
        behind = self.body[run.end() : run.end() + 1]
        if self.body.startswith("  \n", run.end()):
            return True  # The end of a line that stands on the page is no space.
        if self.body.endswith("  \n", 0, run.start()):
            return True
        mask = run[0][0] == "*" and len(run[0]) > len("***")
        if before.isdecimal() and behind.isdecimal() and (run[0] in ("*", "~", "~~") or mask):
            return False
        if run[0][0] == "_":
            words = [each.isascii() and each.isalnum() for each in (before, behind) if each]
            if words == [True, True]:
                return False
        return bool(before.strip() or behind.strip())

    def is_mark_behind_word(self, run: re.Match[str]) -> bool:
        """Tell whether a star stands behind a word and before a mark that ends something: it may only be a last one."""
        before, behind = self.body[: run.start()][-1:], self.body[run.end() : run.end() + 1]
        return run[0][0] in "*_" and before.isalnum() and behind != "" and behind in "，。、；：！？）》〉」』】〕”’…"

    def list_partners(self, run: re.Match[str]) -> list[re.Match[str]]:
        start, end = self.find_block(run.start())
        runs = re.compile(r"\*+|＊+" if run[0][0] in "*＊" else f"{re.escape(run[0][0])}+")
        others = [each for each in runs.finditer(self.body, start, end) if each.start() != run.start()]
        others = [each for each in others if not self.is_mark_behind_word(min(each, run, key=lambda one: one.start()))]
        if run[0] in ("~", "^"):
            return [each for each in others if self.is_small(run, each) or len(each[0]) > 1]
        return others

    def is_small(self, one: re.Match[str], other: re.Match[str]) -> bool:
        first, last = sorted((one.span(), other.span()))
        inner = self.body[first[1] : last[0]]
        if re.search(r"[\[<`*_~^&\\＊［]", inner):
            return True
        behind = self.body[last[1] : last[1] + 1]
        if behind.isdigit() or (behind.isalnum() and re.search(r"\w\W*[^\w+\u2212-]$|\w\W+\w", inner)):
            return False
        return 1 <= len(inner) <= 4 and not re.search(r"[\s\u3400-\u9fff]", inner)

    READERS = {
        "\\": read_escape,
        "`": read_code,
        "<": read_tag,
        "&": read_entity,
        "[": read_opening,
        "］": read_closing,
        "［": read_opening,
        "]": read_closing,
        "!": read_picture,
        "！": read_picture,
        "{": read_attributes,
        "|": read_bar,
        "｜": read_wide_bar,
        "#": read_number_sign,
        "＃": read_number_sign,
    }  # fmt: skip
