"""How a Chinese character or name sounds, without tones; loads the dictionary only when two have to be compared."""

from functools import cache


def is_homophone(one: str, other: str) -> bool:
    """Tell whether two characters may be read alike, tones aside."""
    return bool(list_readings(one) & list_readings(other))


def is_homophone_name(one: str, other: str) -> bool:
    """Tell whether two texts of one length may be read alike, character by character."""
    return len(one) == len(other) and all(map(is_homophone, one, other))


@cache
def list_readings(character: str) -> frozenset[str]:
    """Give the readings of a character in plain letters."""
    from pypinyin import Style, pinyin

    return frozenset(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


@cache
def is_word(text: str) -> bool:
    """Tell whether a dictionary has a text of several characters as a word."""
    from pypinyin.constants import PHRASES_DICT

    return text in PHRASES_DICT
