"""How a Chinese character or name sounds, without tones; loads the dictionary only when two have to be compared."""

from functools import cache

# Characters that names have in more than one reading; of others a second one is a curiosity.
POLYPHONES = frozenset("曾单解查仇乐行长重茜盛翟朴任华宁")


def is_homophone(one: str, other: str) -> bool:
    """Tell whether two characters may be read alike, tones aside."""
    return bool(list_readings(one) & list_readings(other))


@cache
def list_readings(character: str) -> frozenset[str]:
    """Give the readings of a character in plain letters."""
    from pypinyin import Style, pinyin

    return frozenset(pinyin(character, style=Style.NORMAL, heteronym=character in POLYPHONES)[0])


@cache
def is_word(text: str) -> bool:
    """Tell whether a dictionary has a text of several characters as a word."""
    from pypinyin.constants import PHRASES_DICT

    return text in PHRASES_DICT
