"""Numbers of characters (`&#20013;`): those in whose place browsers show another sign are told; replaces none."""

import re
from html import unescape

from site_builder.decoding import NO_TEXT
from site_builder.late_patterns import compile_late
from site_builder.markdown.source.snapshot import Snapshot

NUMBER = compile_late(r"&#(?:[xX]0*([0-9A-Fa-f]*)|0*([0-9]*));")
# More digits than any character's number has.
MOST_DIGITS = 8
LONGEST_NAME = 14


def find_odd_numbers(source: Snapshot) -> None:
    """Find numbers that are those of no character, or of one that browsers do not show."""
    if "&#" not in source.seen:
        return
    for found in NUMBER.finditer(source.seen):
        written = found[0] if len(found[0]) <= LONGEST_NAME else f"{found[0][:LONGEST_NAME]}…"
        shown = find_shown_sign(found)
        if shown == "\ufffd":
            source.tell("no-character", found.start(), written)
        elif shown:
            source.tell("other-character", found.start(), f"{written} → {shown}")


def find_shown_sign(found: re.Match[str]) -> str:
    """Give what browsers show for the sign that has a number (HTML, 13.2.5.80); nothing where it is that sign."""
    digits = found[1] or found[2] or "0"
    code = int(digits, 16 if found[1] else 10) if len(digits) < MOST_DIGITS else -1
    shown = unescape(f"&#{code};") if code > 0 else "\ufffd"
    if not shown:
        return "" if NO_TEXT.match(chr(code)) else "\ufffd"
    return "" if shown != "\ufffd" and ord(shown) == code else shown
