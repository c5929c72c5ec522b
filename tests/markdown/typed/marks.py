"""What the two readers of the property test write in the place of numbers of lists and signs of notes."""

import unicodedata

NUMBER = 0xF0000
FOOTNOTE = 0x100000


def mark_number(number: int) -> str:
    return chr(NUMBER + number % 0x10000)


def is_readable(character: str) -> bool:
    """Tell whether a reader sees a character: no space and no control."""
    return unicodedata.category(character)[0] != "Z" and unicodedata.category(character) not in ("Cc", "Cf")
