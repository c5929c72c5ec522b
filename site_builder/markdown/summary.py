"""A body -> the few words that stand for it in lists; changes nothing that an editor wrote as `summary`."""

import html
import re
from functools import lru_cache

from site_builder.model import Prose
from site_builder.urls import is_han

# Half-widths of a character: some two lines on a phone. A Han character takes two.
LONGEST = 200
PARAGRAPH = re.compile(r"<p(?: [^>]*)?>(.*?)</p>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
NOTE_MARK = re.compile(r"<sup\b[^>]*>.*?</sup>|<span class=\"visually-hidden\">.*?</span>", re.DOTALL)
SENTENCE_END = re.compile(r"[。！？!?](?:[”’」』）)\"']*)|\.(?:[”’)\"']*)(?=\s|$)")
CLAUSE_END = re.compile(r"[，；：、]|[,;:]?\s")


def summarise(prose: Prose) -> str:
    """Take the first paragraph, cut at the end of a sentence; too long a first one at a clause, with "…"."""
    for found in PARAGRAPH.finditer(prose.html):
        words = html.unescape(TAG.sub("", NOTE_MARK.sub("", found[1])))
        text = " ".join(words.split())
        if text:
            return shorten_text(text)
    return ""


def shorten_text(text: str) -> str:
    """Cut a text to its longest beginning of whole sentences that is short enough."""
    limit = count_fitting(text)
    if limit >= len(text):
        return text
    ends = [found.end() for found in SENTENCE_END.finditer(text) if found.end() <= limit]
    if ends:
        return text[: ends[-1]]
    clauses = [found.start() for found in CLAUSE_END.finditer(text) if 0 < found.start() < limit]
    return text[: clauses[-1] if clauses else limit - 1].rstrip() + "…"


def count_fitting(text: str) -> int:
    """Give how many characters from the start are short enough together."""
    if 2 * len(text) <= LONGEST:
        return len(text)
    if text.isascii():
        return min(len(text), LONGEST)
    total = 0
    for count, character in enumerate(text):
        total += measure_width(character)
        if total > LONGEST:
            return count
    return len(text)


@lru_cache(maxsize=8192)
def measure_width(character: str) -> int:
    """Give the half-widths that a character takes."""
    return 2 if is_han(character) or character in "，。、；：？！（）《》「」“”" else 1
