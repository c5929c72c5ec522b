"""Days as people write them in letters and documents: in figures, in Chinese or English words; reads no field."""

import re
import unicodedata
from datetime import date

NUMERALS = {sign: number for number, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0, "O": 0}
DIGIT = "[〇零○ＯO一二三四五六七八九]"
DAY = re.compile(
    rf"(?P<year>\d{{4}}|{DIGIT}{{4}})年(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})[日号]|(?P<y>\d{4})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})"
)
ENGLISH_DAY = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<month>[A-Z][a-z]{2,8})\.?,? (?P<year>\d{4})")
AMERICAN_DAY = re.compile(r"(?P<month>[A-Z][a-z]{2,8})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def parse_day(text: str) -> date | None:
    """Read a paragraph that is nothing but a day, in figures, in Chinese or English words."""
    text = unicodedata.normalize("NFKC", text).strip("()（） ")
    found = DAY.fullmatch(remove_spaces(text).replace("○", "〇"))
    english = ENGLISH_DAY.fullmatch(text) or AMERICAN_DAY.fullmatch(text)
    try:
        if found:
            parts = found["year"] or found["y"], found["month"] or found["m"], found["day"] or found["d"]
            return date(*(parse_number(each) for each in parts))
        if english and english["month"][:3].lower() in MONTHS:
            return date(int(english["year"]), MONTHS.index(english["month"][:3].lower()) + 1, int(english["day"]))
    except (ValueError, KeyError):
        return None
    return None


def parse_number(text: str) -> int:
    """Read a number in figures or in Chinese: 二〇二四, 十二, 三十一."""
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (NUMERALS[tens] if tens else 1) * 10 + (NUMERALS[ones] if ones else 0)
    return int("".join(str(NUMERALS[sign]) for sign in text))


def remove_spaces(text: str) -> str:
    """Give a text without white space, which titles in Word are full of."""
    return re.sub(r"\s+", "", text)
