"""Misspelt words -> the known word that was meant; bounded, so that ten thousand slips cost no minutes."""

import difflib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import eq

from site_builder.urls import is_han, slugify

# Comparing with one known word takes some 10 µs; beyond so many only those that begin or end alike are looked at.
MOST_KNOWN = 2000
COMPARED_LETTERS = 3
# So many slips of one file get a "did you mean"; only the first of them are printed.
MOST_GUESSES = 50
LONGEST_WORD = 100
# In a shorter word of Latin letters a letter more or less is another word; Han say more each.
LEAST_LATIN, LEAST_HAN = 5, 3
# What the name of a place may leave out at its end.
PLACE_ENDINGS = ("居民委员会", "村民委员会", "居委会", "村委会", "社区", "村")
# What stands for a space in an id.
WORD_SIGNS = str.maketrans("", "", " _-")


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


def find_certain_match(word: str, known: Mapping[str, str], *, by_sound: bool) -> str:
    """Find the known word that alone can be meant; empty where none or two may be. `known` names their ids.

    Alike are words but for case, width, spaces and hyphens; `by_sound` also one slip of the keyboard that makes no
    other name (a letter more or less, two in the wrong order; in a long word of Latin letters also a wrong one), Han of
    one pronunciation, and the name of a place with or without what it is.
    """
    if len(word) > LONGEST_WORD:
        return ""
    tests = (is_same_word, is_same_sound, is_slip, is_same_place) if by_sound else (is_same_word,)
    for is_alike in tests:
        found = [name for name in known if is_alike(fold_word(word), fold_word(name))]
        if found:
            nearest = max(found, key=lambda name: sum(map(eq, word, name)))
            return nearest if len({known[name] for name in found}) == 1 else ""
    return ""


@lru_cache(maxsize=MOST_KNOWN)
def fold_word(word: str) -> str:
    """Give a word without case, width, spaces and hyphens."""
    return normalize_word(word).translate(WORD_SIGNS)


def is_same_word(word: str, known: str) -> bool:
    """Tell whether two folded words are one."""
    return word == known


def is_same_sound(word: str, known: str) -> bool:
    """Tell whether two words of Han are pronounced alike, as a wrong choice of an input method is."""
    is_written_alike = len(word) == len(known) > 1 and all(map(is_han, word + known))
    return is_written_alike and find_sound(word) == find_sound(known)


@lru_cache(maxsize=MOST_KNOWN)
def find_sound(word: str) -> str:
    """Give how a word of Han is pronounced."""
    return slugify(word)


def is_slip(word: str, known: str) -> bool:
    """Tell whether one slip of the keyboard makes a word of a known one; a wrong digit or a wrong Han is none."""
    short, long = sorted((word, known), key=len)
    han = any(map(is_han, long))
    if len(short) < (LEAST_HAN if han else LEAST_LATIN) or len(long) - len(short) > 1:
        return False
    start = next((n for n, (one, other) in enumerate(zip(short, long, strict=False)) if one != other), len(short))
    changed = short[start : start + 2] + long[start : start + 2]
    if any(map(str.isdecimal, changed)):
        return False
    if len(long) > len(short):
        return short[start:] == long[start + 1 :]
    swapped = short[start : start + 2] == long[start : start + 2][::-1] and short[start + 2 :] == long[start + 2 :]
    return swapped or (not han and short[start + 1 :] == long[start + 1 :])


def is_same_place(word: str, known: str) -> bool:
    """Tell whether one of two names is the other with what the place is: 北桥, 北桥社区."""
    short, long = sorted((word, known), key=len)
    return len(short) > 1 and long.startswith(short) and long.removeprefix(short) in PLACE_ENDINGS
