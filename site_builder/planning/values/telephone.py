"""Telephone numbers as people write them -> what a link dials; judges none."""

import re
import unicodedata

# Several numbers stand side by side; one may have an extension, before which a telephone waits.
BETWEEN_NUMBERS = r"\s*[、,，;；/]\s*"
EXTENSION = r"(?i)(?:转|extension|ext\.?|分机)\s*(\d+)"


def split_numbers(written: str) -> list[str]:
    """Divide telephone numbers that stand side by side."""
    return [each for each in re.split(BETWEEN_NUMBERS, written.strip()) if each]


def make_tel_href(number: str) -> str:
    """Give the link that dials a number (RFC 3966), "" where there are no digits to dial, or some are masked."""
    if "*" in number:
        return ""
    number = unicodedata.normalize("NFKC", number)
    main, *extension = re.split(EXTENSION, number, maxsplit=1)
    digits = re.sub(r"[^\d]", "", main)
    if not digits:
        return ""
    dialled = f"+{digits}" if main.lstrip(" (（").startswith(("+", "＋")) else digits
    return f"tel:{dialled}{',' + extension[0] if extension else ''}"
