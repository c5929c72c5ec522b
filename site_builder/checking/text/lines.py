"""The line around a place of a text, and whether it is rather Han than Latin; judges nothing.

Addresses and tags are no part of what a line says. A text is looked through with them first, and without them only
where something is found then, so that both have to tell the same.
"""

from functools import lru_cache

from site_builder.late_patterns import compile_late

UNSAID = compile_late(r"\]\([^)\n]*\)?|<[^>\n]*>?|(?:https?|ftp)://[!-;=?-~]+")


def find_line_at(text: str, at: int) -> str:
    """Give what is said in the line of a text around an offset."""
    end = text.find("\n", at)
    return cut_line(text, text.rfind("\n", 0, at) + 1, end if end >= 0 else len(text))


@lru_cache(maxsize=1)
def cut_line(text: str, start: int, end: int) -> str:
    """Give a part of a text; the same for all signs of a line, which may be long and have thousands."""
    line = text[start:end]
    return UNSAID.sub(" ", line) if "](" in line or "<" in line or "://" in line else line


def is_rather_han(line: str) -> bool:
    """Tell whether a line has more Han characters than Latin letters."""
    han, latin = count_letters(line)
    return han > latin


def is_rather_latin(line: str) -> bool:
    """Tell whether a line has more Latin letters than Han characters."""
    han, latin = count_letters(line)
    return latin > han


@lru_cache(maxsize=1)
def count_letters(line: str) -> tuple[int, int]:
    """Count the Han characters and the Latin letters of a line, which is asked for at each of its signs."""
    return sum("\u4e00" <= c <= "\u9fff" for c in line), sum(c.isascii() and c.isalpha() for c in line)
