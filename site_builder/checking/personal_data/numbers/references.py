"""A text with references and escapes -> the signs that readers see, and where each stood; judges nothing."""

import unicodedata
from bisect import bisect_right
from html import unescape

from msgspec import Struct

from site_builder.late_patterns import compile_late

# What is written for a sign in HTML, and in JSON, YAML and scripts; several spaces are shown as one.
SPACES = r"(?:&(?:nbsp|ensp|emsp|thinsp|#0*(?:32|160)|#[xX]0*(?:20|[aA]0));){2,}"
REFERENCE = compile_late(
    SPACES
    + r"|&(?:#[0-9]{1,7};?|#[xX][0-9A-Fa-f]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};)|\\(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2})"
)
# Signs that stand in numbers, mail and addresses besides letters and digits; the others would become markup.
SIGNS = "@.+-_/(),:\u2212"
UNSEEN = frozenset({"Cf", "Pd", "Zs"})


class ReadText(Struct, frozen=True):
    """A text as readers see it; behind which of its signs it is how much shorter than what is written."""

    text: str
    behind: tuple[int, ...]
    shorter: tuple[int, ...]

    def find_offset(self, at: int) -> int:
        """Give where in what is written a sign stands, or what ends there."""
        number = bisect_right(self.behind, at)
        return at + (self.shorter[number - 1] if number else 0)


def may_have_references(text: str) -> bool:
    """Tell quickly whether a text may have any."""
    return "&" in text or ("\\" in text and ("\\u" in text or "\\x" in text))


def read_references(text: str) -> ReadText:
    """Write the signs for what stands for them."""
    parts: list[str] = []
    behind: list[int] = []
    shorter: list[int] = []
    done, lost = 0, 0
    for each in REFERENCE.finditer(text):
        sign = read_sign(each[0])
        if sign:
            parts += (text[done : each.start()], sign)
            done = each.end()
            behind.append(each.start() - lost + 1)
            lost += len(each[0]) - 1
            shorter.append(lost)
    return ReadText("".join((*parts, text[done:])), tuple(behind), tuple(shorter))


def read_sign(written: str) -> str:
    """Give the sign that is meant; nothing where it belongs to no number or name."""
    if written.count("&") > 1:
        return " "
    # JSON and YAML write in hexadecimal figures what HTML does.
    sign = unescape(f"&#x{written[2:]};" if written[0] == "\\" else written)
    if sign.isspace():
        return " "
    known = len(sign) == 1 and (sign.isalnum() or sign in SIGNS or unicodedata.category(sign) in UNSEEN)
    return sign if known else ""
