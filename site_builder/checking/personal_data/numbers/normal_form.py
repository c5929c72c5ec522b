"""A text -> the same in plain signs, one for one: wide letters and digits, dashes, Han digits; judges nothing."""

import re
import unicodedata

from site_builder.checking.foreign_signs import keep_foreign_signs
from site_builder.late_patterns import compile_late

WIDE_SIGNS = "０１２３４５６７８９＠．＋＿－＊＃～·•・‧　\u00a0\u2002\u2003\u2009\u202f–‐‑−—〜"
PLAIN_SIGNS = "0123456789@.+_-*#~....      -----~"
WIDE_LETTERS = "".join(chr(0xFEE0 + ord(sign)) for sign in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
PLAIN_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
PLAIN = str.maketrans(WIDE_SIGNS + WIDE_LETTERS, PLAIN_SIGNS + PLAIN_LETTERS)
WIDE = compile_late("[０-９Ａ-Ｚａ-ｚ＠＋＿　\u00a0\u2002\u2003\u2009\u202f－–‐‑−]")
# Signs that stand in Chinese texts for more than a dash or a dot, but not so behind a digit or within a plate.
DASH = compile_late("[—·•・‧～〜＊．＃]")
DASHED = compile_late("[0-9A-Z][—·•・‧～〜＊．＃]")
HAN_DIGITS = "〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
# Digits in circles and brackets, those of formulas and of other scripts: one of them is no part of a number, more are.
ODD_RANGES = "①⑨⓪⓪⓵⓽⓿⓿❶❾➀➈➊➒⑴⑼⒈⒐㈠㈨㊀㊈𝟎𝟿🯰🯹٠٩۰۹०९"
ODD_SPANS = tuple(zip(ODD_RANGES[::2], ODD_RANGES[1::2], strict=True))
ODD_DIGITS = "".join(chr(code) for first, last in ODD_SPANS for code in range(ord(first), ord(last) + 1))
SEP = "[ .,、~/-]?"
NUMERALS = frozenset(HAN_DIGITS + ODD_DIGITS)
# Spans are many times quicker to look for than each of their signs.
NUMERAL = HAN_DIGITS + "".join(f"{first}-{last}" for first, last in ODD_SPANS)
HAN_NUMBER = compile_late(rf"[0-9]{{0,10}}[{NUMERAL}](?:{SEP}[0-9{NUMERAL}]){{4,}}")
# So much of one is quick to look for; where digits of both kinds are mixed the Han ones stand together among the signs
# beyond ASCII.
HAN_SIGN = compile_late(f"[{NUMERAL}](?:、?[{NUMERAL}]){{3}}")
HAN_PLAIN = str.maketrans(HAN_DIGITS, "0001234567891123456789") | {
    ord(sign): str(unicodedata.digit(sign, None) or int(unicodedata.numeric(sign))) for sign in ODD_DIGITS
}
# So many digits, one after another, are no count and no year.
LONGEST_COUNT = 10
# A name may end in a Han digit.
FEWEST_HAN = 4


def write_plainly(text: str) -> str:
    """Write a text in plain signs; every sign stays at its place."""
    foreign = keep_foreign_signs(text)
    if not foreign:
        return text
    if WIDE.search(foreign) or (DASH.search(foreign) and DASHED.search(text)):
        text = text.translate(PLAIN)
        foreign = keep_foreign_signs(text)
    return HAN_NUMBER.sub(translate_digits, text) if HAN_SIGN.search(foreign) else text


def translate_digits(number: re.Match[str]) -> str:
    """Write a number in Han digits plainly where it is as long as one that reaches somebody."""
    plain = number[0].translate(HAN_PLAIN)
    han = sum(sign in NUMERALS for sign in number[0])
    return plain if han >= FEWEST_HAN and sum(map(str.isdigit, plain)) > LONGEST_COUNT else number[0]
