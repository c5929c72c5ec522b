"""The inside of a paragraph, as mammoth writes it -> inline Markdown; knows no block."""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from msgspec import Struct

from site_builder.markdown.escape import SPACE, begins_behind_word, escape_address, escape_joined, escape_markdown
from site_builder.urls import SCHEME
from site_builder.word_import import losses
from site_builder.word_import.blocks import get_html_text, is_note
from site_builder.word_import.losses import Losses

STARS = {"strong": "**", "em": "*"}
TAGS = {"strong": "strong", "em": "em", "s": "del", "sup": "sup", "sub": "sub"}
SCHEMES = frozenset(["http", "https", "mailto", "tel"])
BREAK = "  \n"


class InlinePiece(Struct, frozen=True):
    """A stretch of inline content: its Markdown; emphasis by its tag, with what stands within."""

    text: str
    tag: str = ""


class InlineWriter:
    """Writes the inside of paragraphs; notes are numbered in the order in which they are met."""

    def __init__(self, lost: Losses) -> None:
        """Begin; losses are added to those given."""
        self.lost = lost
        self.notes: dict[str, int] = {}

    def write(self, element: Any, *, bold: bool = True, line_break: str = BREAK) -> str:
        """Write what an element holds; without `bold` where all of it is bold by itself, as in headings."""
        pieces = [each for each in self.split_pieces(element, bold=bold) if each.text]
        text = ""
        for number, each in enumerate(pieces):
            follower = pieces[number + 1] if number + 1 < len(pieces) else InlinePiece("")
            text += format_emphasis(each, text, follower) if each.tag else each.text
        text = escape_joined(text)
        return line_break.join(SPACE.sub(" ", line).strip(" ") for line in text.split("\0")).strip()

    def split_pieces(self, element: ET.Element, *, bold: bool) -> Iterator[InlinePiece]:
        """Divide the inside of an element into pieces."""
        yield InlinePiece(escape_markdown(element.text or ""))
        for child in element:
            yield from self.write_child(child, bold=bold)
            tail = escape_markdown(child.tail or "")
            # Directly behind the mark of a note a colon would make a definition of it.
            yield InlinePiece("&#58;" + tail[1:] if is_note(child) and tail.startswith(":") else tail)

    def write_child(self, child: ET.Element, *, bold: bool) -> Iterator[InlinePiece]:
        """Write one inline element."""
        if is_note(child):
            href = child[0].get("href", "")
            yield InlinePiece(f"[^{self.notes.setdefault(href, len(self.notes) + 1)}]")
        elif child.tag == "br":
            yield InlinePiece("\0")
        elif child.tag == "img":
            yield from self.write_picture(child)
        elif child.tag == "input":
            yield InlinePiece("☑" if child.get("checked") else "☐")
        elif child.tag == "a":
            yield from self.write_link(child, bold=bold)
        elif child.tag in TAGS and (bold or child.tag != "strong"):
            yield from self.write_emphasis(child, bold=bold)
        else:
            yield from self.split_pieces(child, bold=bold)

    def write_emphasis(self, child: ET.Element, *, bold: bool) -> Iterator[InlinePiece]:
        """Write emphasis; spaces at its ends and breaks within stand outside, where marks would not take them."""
        pieces = list(self.split_pieces(child, bold=bold))
        inner = "".join(format_tag(each) if each.tag else each.text for each in pieces)
        for number, part in enumerate(inner.split("\0")):
            if number:
                yield InlinePiece("\0")
            text = part.strip()
            start = part.index(text) if text else len(part)
            yield InlinePiece(part[:start])
            yield InlinePiece(text, child.tag)
            yield InlinePiece(part[start + len(text) :])

    def write_picture(self, child: ET.Element) -> Iterator[InlinePiece]:
        """Write a picture; one without description has empty words, which `check` reports until somebody fills them."""
        if child.get("src"):
            yield InlinePiece(f"![{escape_markdown(child.get('alt', ''))}]({child.get('src')})")

    def write_link(self, child: ET.Element, *, bold: bool) -> Iterator[InlinePiece]:
        """Write a link; one that leads nowhere on the web becomes its words."""
        target = child.get("href", "").strip()
        scheme = SCHEME.match(target)
        words = self.write(child, bold=bold, line_break=" ")
        if not target or not words:
            yield from self.split_pieces(child, bold=bold)
        elif scheme is None or scheme[0][:-1].lower() not in SCHEMES or "[^" in words:
            self.lost.add(losses.LINKS, get_html_text(child))
            yield from self.split_pieces(child, bold=bold)
        else:
            yield InlinePiece(f"[{words}]({escape_address(target)})")


def format_emphasis(piece: InlinePiece, before: str, follower: InlinePiece) -> str:
    """Mark emphasis with stars where those cannot run into others, else with a tag."""
    stars = STARS.get(piece.tag)
    adjacent = before.endswith("*") or follower.tag in STARS or follower.text.startswith("*")
    nested = "*" in piece.text.replace("\\*", "") or "<" in piece.text or "\\" in (before[-1:], piece.text[-1:])
    if not stars or adjacent or nested or begins_behind_word(f"{before[-1:]}{stars}{piece.text}", len(before[-1:])):
        return format_tag(piece)
    return f"{stars}{piece.text}{stars}"


def format_tag(piece: InlinePiece) -> str:
    """Mark emphasis with a tag."""
    tag = TAGS[piece.tag]
    return f"<{tag}>{piece.text}</{tag}>"
