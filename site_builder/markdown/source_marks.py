"""Marks set into a body, which its HTML keeps -> where in the body a tag of its HTML was written; judges nothing.

A mark is two Tangut letters, which no bulletin has: letters to every pattern of Markdown. Each stands in a construct (a
tag, an address, words for a picture, a list of attributes, a box), so that the converter itself says which of these are
HTML, and which are code, comments or text.
"""

import re
import sys

from msgspec import Struct

from site_builder.decoding import NO_TEXT

FIRST_LETTER, LETTERS = 0x17000, 6136
MARK = re.compile("[\U00017000-\U000187f7]{2}")
# What may become a tag, each with the place of its mark at its end; what follows is looked at, not taken.
CONSTRUCT = re.compile(
    r"(?P<tag><[A-Za-z][^\s<>/@]*(?=[\s>]|/(?!/)))"
    r"|(?P<declaration><\?[A-Za-z]*|<!(?!--)(?:\[?[A-Za-z]+\[?)?)"
    r"|<(?P<bare>(?:https?|ftp)://[^<>\s]+)(?=>)"
    r"|[\]］][(（:：][ \t]*\n?[ \t]*(?:<(?P<bracketed>[^<>\n]+)(?=>)|(?P<address>[^\s<>)）]*[^\s<>)）\\]))"
    r"|(?P<picture>!\[(?=(?:\s|&[#\w]+;|<[^<>]*>)*\]))"
    r"|(?P<attributes>\{:?[ ]*)(?=[.#\w][^{}\n]*\})"
    r"|(?P<reference>&#(?:[xX][0-9A-Fa-f]{1,6}|[0-9]{1,7})(?![0-9A-Fa-f]))"
    r"|^[ \t]*(?:(?:>|[-*+]|[0-9]+\.)[ \t]+)*(?P<box>!!!(?=[ \w-]) ?[\w-]+(?: +[\w-]+)*)",
    re.MULTILINE,
)
# An address without one of these is no other than that of a file.
DOUBTFUL_SIGNS = (":", "//", "&", "\\")
ADDRESSES = ("bare", "bracketed", "address")
# A tag to its end; an attribute list to its end.
TAG_END = re.compile(r"""<[^\s>]*(?:"[^"]*"|'[^']*'|[^"'<>])*+""")
LINE_END = re.compile(r"[^\n}]*")


class MarkedPlace(Struct, frozen=True):
    """A construct of a body: its kind, where it begins and ends."""

    kind: str
    start: int
    end: int


class MarkedBody:
    """A body with marks, and the place of each."""

    def __init__(self, body: str, *, every: bool = False) -> None:
        """Set the marks, none where the body has such letters itself; in `every` address, or in doubtful ones."""
        self.body = body
        self.every = every
        self.places: list[MarkedPlace] = []
        self.text = body if MARK.search(body) else CONSTRUCT.sub(self.add_mark, body)

    def add_mark(self, found: re.Match[str]) -> str:
        """Write a construct with a mark, and note its place."""
        kind = found.lastgroup or ""
        if (
            kind in ADDRESSES
            and kind != "bracketed"
            and not self.every
            and not any(sign in found[kind] for sign in DOUBTFUL_SIGNS)
        ):
            return found[0]
        if kind == "reference" and not is_control(found[0]):
            return found[0]
        mark, start = make_mark(len(self.places)), found.start(kind)
        end = found.end()
        if kind in {"tag", "attributes"}:
            closing = (TAG_END if kind == "tag" else LINE_END).match(self.body, start)
            end = closing.end() if closing else end
        self.places.append(MarkedPlace(kind, start, end))
        if kind == "reference":
            return mark + found[0]
        return found[0] + {"tag": f" {mark}", "attributes": f".{mark} ", "box": f" {mark}"}.get(kind, mark)

    def list_places(self, source: str) -> list[MarkedPlace]:
        """Give the places that the source of a tag has marks of."""
        return [self.places[number] for number in map(read_mark, MARK.findall(source)) if number < len(self.places)]

    def find_words(self, place: MarkedPlace, *words: str) -> int | None:
        """Find the first of some words within a construct; None where it has none of them."""
        written = self.body[place.start : place.end]
        found = (re.search(re.escape(word), written, re.IGNORECASE) for word in filter(None, words))
        return next((place.start + each.start() for each in found if each), None)


def is_control(reference: str) -> bool:
    """Tell whether a numeric reference may stand for what no text may hold."""
    written = reference[2:]
    code = int(written[1:], 16) if written[0] in "xX" else int(written)
    return code <= sys.maxunicode and NO_TEXT.match(chr(code)) is not None


def make_mark(number: int) -> str:
    """Write a number as a mark."""
    return chr(FIRST_LETTER + number // LETTERS) + chr(FIRST_LETTER + number % LETTERS)


def read_mark(mark: str) -> int:
    """Read a mark's number."""
    return (ord(mark[0]) - FIRST_LETTER) * LETTERS + ord(mark[1]) - FIRST_LETTER


def remove_marks(text: str) -> str:
    """Give a text without marks."""
    return text if text.isascii() else MARK.sub("", text)
