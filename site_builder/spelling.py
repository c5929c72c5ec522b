"""Misspelt words -> the known word that was meant; bounded, so that ten thousand slips cost no minutes."""

import difflib
import unicodedata
from collections.abc import Sequence

# Comparing with one known word takes some 10 µs; beyond so many only those that begin or end alike are looked at.
MOST_KNOWN = 2000
COMPARED_LETTERS = 3
LONGEST_WORD = 100


def find_close_match(word: str, known: Sequence[str], least: float = 0.6) -> str:
    """Find the known word that a misspelt one means; empty where none is near (`least` 0 to 1)."""
    if len(word) > LONGEST_WORD:
        return ""
    wanted = normalize_word(word)
    candidates = {normalize_word(each): each for each in reversed(known)}
    if wanted in candidates:
        return candidates[wanted]
    words = list(candidates)
    if len(words) > MOST_KNOWN:
        words = [
            w
            for w in words
            if w[-COMPARED_LETTERS:] == wanted[-COMPARED_LETTERS:] or w.endswith(wanted) or wanted.endswith(w)
        ]
        words = words[:MOST_KNOWN]
    near = difflib.get_close_matches(wanted, words, 1, least)
    return candidates[near[0]] if near else ""


def normalize_word(word: str) -> str:
    """Give a word without what is not seen or easily mistaken: case, width, composition."""
    return unicodedata.normalize("NFKC", word).casefold().strip()


def format_suggestion(guess: str) -> str:
    """Give the hint for a misspelt word; `{guess}` is filled in with the message's values."""
    return "did you mean {guess}?" if guess else ""
