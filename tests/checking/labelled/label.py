"""A labelled line: a text with its data marked, what is to be found in it, and how it came about. Judges nothing."""

import hashlib
from typing import NamedTuple

OUTCOMES = ("error", "finding", "harmless", "silent")
LANGUAGES = ("zh", "en")
SEPARATOR = " ¦ "
# Contexts in which a text is a file or a name, not a part of a body.
NAMES = ("file-name", "folder-name", "item-name")
ATTACHMENTS = ("csv", "xlsx", "docx")


class Label(NamedTuple):
    """A text with what is to be found.

    `error`: an error. `finding`: an error or a warning. `harmless`: no error. `silent`: nothing at all. The `shape` of
    a harmless text is what sort of thing it holds. `spans` are the places of the data; without them, any will do.
    """

    language: str
    shape: str
    context: str
    outcome: str
    text: str
    spans: tuple[tuple[int, int], ...]
    is_hand_written: bool
    is_held_back: bool

    @property
    def is_personal(self) -> bool:
        return self.outcome in {"error", "finding"}


def read_marks(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Take the marks ⟦ and ⟧ out of a text and return it with the places that they marked."""
    plain, spans = "", []
    for number, piece in enumerate(text.replace("⟧", "⟦").split("⟦")):
        if number % 2:
            spans.append((len(plain), len(plain) + len(piece)))
        plain += piece
    return plain, tuple(spans)


def make_label(record: tuple[str, str, str, str], language: str, *, by_hand: bool, held_back: bool) -> Label:
    """Make a label of outcome, shape, context and marked text."""
    outcome, shape, context, marked = record
    text, spans = read_marks(marked)
    return Label(language, shape, context, outcome, text, spans, by_hand, held_back)


def is_held_back(what: str, share: int) -> bool:
    """Tell whether a template is one of those that are held back: by its digest, one of `share`."""
    return int.from_bytes(hashlib.sha256(what.encode()).digest()[:4], "big") % share == 0
