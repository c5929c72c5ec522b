"""What of a text can be searched for: words, and Han characters with what follows; knows no index and no page.

`templates/_scripts/search-answers.js` takes queries apart in the same way, with the same classes of characters, which
the search page hands to it: the two languages disagree on what a letter is. A file of examples and a property test hold
both together.
"""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

# What is written without spaces (Unicode blocks): Han with its iteration marks and numerals, kana, bopomofo.
HAN = (
    r"\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303b\u3041-\u309f\u30a1-\u30fa\u30fc-\u31ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
# What divides words: spaces, punctuation, signs, private use. All else is a letter, a mark or a digit.
GAP = (
    r"\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\xbf\xd7\xf7\u060c\u061b\u061f\u066a-\u066d\u06d4\u0f04-\u0f14\u0f3a-\u0f3d\u1680"
    r"\u1800-\u180a\u2000-\u2bff\u2e00-\u2e7f\u2ff0-\u3004\u3008-\u3020\u3030\u303c-\u303f\u30a0\u30fb\ue000-\uf8ff"
    r"\ufe10-\ufe6f\ufff0-\uffff\U0001f000-\U0001faff\U000e0000-\U0010ffff"
)
# What is written and not seen: soft hyphens, joiners, marks of direction, variation selectors.
UNSEEN = r"\xad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
# Which ASCII signs divide words: to replace them so is many times quicker than by a pattern.
ASCII_GAPS = dict.fromkeys((n for n in range(128) if not chr(n).isalnum()), " ")


class TermPatterns(NamedTuple):
    """The classes as patterns."""

    gaps: re.Pattern[str]
    han: re.Pattern[str]
    word: re.Pattern[str]
    unseen: re.Pattern[str]


@cache
def compile_patterns() -> TermPatterns:
    """Compile the patterns with the first text; that takes as long as some texts."""
    return TermPatterns(*map(re.compile, (f"[{GAP}]+", f"[{HAN}]", f"[^ {HAN}]{{2,}}", f"[{UNSEEN}]+")))


def find_terms(text: str) -> set[str]:
    """Give the terms of a text: words of two and more characters, and every two neighbours of which one is Han.

    Two neighbours have the character after them in their term too, where there is one, so that three are found as
    they stand, and two by the beginning of a term. Where something else stands between them, a term has a space there.
    """
    if text.isascii():
        return {word for word in text.lower().translate(ASCII_GAPS).split(" ") if len(word) > 1}
    gaps, _, word, _ = compile_patterns()
    plain = gaps.sub(" ", fold_text(text))
    found = set(word.findall(plain))
    han = set(find_han(plain))
    if han:
        signs = [each for run in plain.split(" ") if run for each in (f" {run[0]}", *run[1:])]
        triples = set(zip(signs, signs[1:], [*signs[2:], ""], strict=False))
        found.update([a[-1] + b + c for a, b, c in triples if a[-1] in han or b[-1] in han])
    return found


def find_title_terms(text: str) -> set[str]:
    """Give the terms of a title or a name: those of any text, and each of its Han characters."""
    return find_terms(text) | set(find_han(fold_text(text)))


def find_han(plain: str) -> list[str]:
    """Give the Han characters of a text, each once."""
    return [] if plain.isascii() else compile_patterns().han.findall("".join(set(plain)))


def fold_text(text: str) -> str:
    """Give a text in the one form that is compared: compatibility forms alike (NFKC), small letters, all seen."""
    if text.isascii():
        return text.lower()
    alike = unicodedata.normalize("NFKC", compile_patterns().unseen.sub("", text))
    # The small form of the Greek letter would depend on what follows.
    return alike.replace("\u2019", "'").replace("\u03a3", "\u03c3").lower()
