"""The signs of a text beyond ASCII, which tell quickly what cannot be in it; judges nothing."""

from functools import lru_cache

from site_builder.decoding import HALVES
from site_builder.late_patterns import compile_late

ASCII = bytes(range(128))
# All from U+3000 on; to compile the class itself takes a hundred times as long as that of all before.
WIDE = compile_late("[^\x00-\u2fff]")


@lru_cache(maxsize=4)
def keep_foreign_signs(text: str) -> str:
    """Give the signs of a text beyond ASCII, in their order: few where it is in Latin letters.

    Several rules ask for those of one text, one after another.
    """
    if text.isascii():
        return ""
    data = text.encode(errors=HALVES)
    return data.translate(None, ASCII).decode(errors=HALVES)


def is_wide(foreign: str) -> bool:
    """Tell whether there is any Han character or full-width sign among signs beyond ASCII."""
    return WIDE.search(foreign) is not None
