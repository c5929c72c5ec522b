"""How a Chinese character or name sounds, without tones; loads the dictionary only when two have to be compared."""

from functools import cache


def same_sound(one: str, other: str) -> bool:
    """Tell whether two characters may be read alike, tones aside."""
    return bool(readings(one) & readings(other))


def all_sound_alike(one: str, other: str) -> bool:
    """Tell whether two texts of one length may be read alike, character by character."""
    return len(one) == len(other) and all(map(same_sound, one, other))


@cache
def readings(character: str) -> frozenset[str]:
    """Give the readings of a character in plain letters."""
    from pypinyin import Style, pinyin

    return frozenset(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


@cache
def is_word(text: str) -> bool:
    """Tell whether a dictionary has a text of several characters as a word."""
    from pypinyin.constants import PHRASES_DICT

    return text in PHRASES_DICT
