"""Signs within texts: brackets of document numbers, full- and half-width punctuation mixed up; judges no word.

Document numbers: GB/T 9704-2012, 7.2.5: the year in 〔〕 with all its digits, the number without 第 and without leading
zeros. Punctuation: GB/T 15834-2011, whose marks are the full-width ones.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from types import MappingProxyType

from site_builder.checking.foreign_signs import keep_foreign_signs
from site_builder.checking.readable_text import ReadableText
from site_builder.checking.text.dates.written_dates import parse_han_number
from site_builder.checking.text.lines import find_line_at, is_rather_latin
from site_builder.checking.text.name_dots import NAME_SOUNDS, find_wrong_dots
from site_builder.checking.text.paired_marks import check_pairs
from site_builder.late_patterns import compile_late
from site_builder.problem import Problem

# To compile large character classes takes long, so what is no Latin letter or sign stands for Han in the patterns, and
# the line around a match decides.
HAN = r"[^\x00-\x7f]"
LONG_YEAR = 4
# Years of documents; letters that are taken for digits; what shows that a number has no 号 because it goes on.
FIRST_YEAR, LATEST_YEAR = 1949, 2100
LETTERS = str.maketrans("OoＯlISZB", "00011528")
HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
NUMBER_GOES_ON = compile_late(r"[ ]?(?:[期批次册卷集辑年月字页条款项办]|[-－—~～、,，/和至][ ]?\d|第)")


# A number of which one bracket is missing.
HALF_BRACKETS = compile_late(
    r"(?<![〔\[（(【\d])(?P<year>20\d\d)〕(?P<number>\d{1,3})号|〔(?P<other>20\d\d)[ ]?(?P<rest>\d{1,3})号"
)


@cache
def compile_document_number_pattern() -> re.Pattern[str]:
    """Give what a document number in any brackets looks like."""
    return re.compile(
        r"[\[［【(（〔﹝{〖《“〈](?<!第.)(?:(?<=[^《“])|(?<=[发办函字].))[ ]?"
        r"(?P<year>[\dOoＯlISZB]{4}|\d{2}|[二一][〇○零一二三四五六七八九]{3}(?=〕)|(?<=〔)(?:\d{3}|\d{5})(?=〕))"
        r"[ ]?(?:年)?(?P<close>[\]］】)）〕﹞}〗》”〉])[ ]?"
        r"(?P<word>第)?[ ]?(?P<number>[\dOoＯlI]{1,5}|(?<=〕)[一二三四五六七八九十]{1,3}(?=号))"
        r"(?:[ ]?号(?P<twice>号)?(?![楼栋幢院线馆门厅棚井仓库泵坝桥岛船路车岗球柜墓坑孔宗房奖券彩]|地块"
        r"|机组|隧道|标段|考[点场]|[展摊点]位|选手|作品|不动产)"
        r"|(?<=〕\d)(?P<bare>)(?![\d号])|(?<=〕\d\d)(?P<bare2>)(?![\d号])|(?<=〕\d\d\d)(?P<bare3>)(?![\d号]))"
    )


@cache
def compile_wrong_signs() -> dict[str, re.Pattern[str]]:
    """Give what makes a sign wrong by what stands before and behind it, by the sign with which the pattern begins."""
    follows = rf"(?=[ ]?{HAN}|[ ]?[\n\d]|$)"
    patterns = {
        **{sign: rf"(?P<half>(?<={HAN}{re.escape(sign)}){follows})" for sign in ",;?"},
        ":": rf"(?P<half>(?<={HAN}:)(?!//){follows})",
        "!": rf"(?P<half>(?<={HAN}!)(?!\[){follows})",
        ".": rf"(?<={HAN}\.)(?:(?P<half>(?={HAN}|\n|$))|(?P<dots>\.{{2,}}))",
        "(": rf"(?P<round>(?<={HAN}\()(?=[^()\n\0]*{HAN})[^()\n\0]*\)|[^()（）\n\0]*{HAN}[^()（）\n\0]*）)",
        "（": rf"(?P<round>[^()（）\n\0]*{HAN}[^()（）\n\0]*\))",
        '"': rf"(?P<quote>(?<![=A-Za-z0-9]\")(?={HAN})[^\"\n\0]*\")",
        "'": rf"(?P<single>(?<![=A-Za-z0-9]')(?={HAN})[^'\n\0]{{0,24}}?(?<={HAN})')",
        "<": rf"(?P<angle>(?={HAN})[^<>\n\0]{{0,30}}(?<={HAN})>)",
        "-": rf"(?P<dash>(?<={HAN}-)--?(?={HAN}))",
        **{sign: rf"(?:(?P<both>[，。、；：](?<!{sign}{sign}))|(?P<twice>{sign}+))" for sign in "，、；"},
        **{sign: rf"(?P<twice>{sign}+)" for sign in "。："},
    }
    return {sign: re.compile(f"{re.escape(sign)}{rest}") for sign, rest in patterns.items()}


# Of letters and digits any may be the first, so that they are looked for where the text has any.
WIDE_LETTERS = compile_late(r"(?P<wide>[０-９Ａ-Ｚａ-ｚ]+)")


def find_wrong_signs(text: str, foreign: str) -> Iterator[re.Match[str]]:
    """Find wrong signs from the beginning of a text on, none within another; `foreign` are its signs beyond ASCII.

    To look for one sign after another is many times quicker than for all of them by one pattern.
    """
    found = [each for sign, wrong in compile_wrong_signs().items() if sign in text for each in wrong.finditer(text)]
    if WIDE_LETTERS.search(foreign):
        found += WIDE_LETTERS.finditer(text)
    end = 0
    for each in sorted(found, key=re.Match.start):
        if each.start() >= end:
            end = each.end()
            yield each


@cache
def compile_latin_pattern() -> re.Pattern[str]:
    """Give a full-width sign between Latin words, or Latin words in full-width brackets."""
    return re.compile(
        r"[，。；：？！、（](?:(?<=[A-Za-z0-9)”’%][，。；：？！、])(?=[ ]?[A-Za-z0-9£$€“‘\"'(]|[ ]*(?:$|[*_|<\0\"”)]))"
        r"|(?:(?<=[A-Za-z0-9,.;:)]（)|(?<=[A-Za-z0-9,.;:)] （))[^（）\n\0]{1,80}）)",
        re.MULTILINE,
    )


# A line of digits and signs alone, such as one of hours, is of no language.
# Two words, of which the second is no name, make a line a sentence: `（1）WiFi；` is one of a Chinese list.
LATIN_WORDS = compile_late("[A-Za-z][^A-Za-z\n]+[a-z]{2}")
# Nothing before this Han character can begin what is blanked out on its line.
SURE = compile_late(r"(?! {4}|\t)[^{(\[]*?[\u3400-\u9fff]")
FULL = str.maketrans(",;:?!.", "，；：？！。")
# What stands around a text of which the signs around it are wrong.
AROUND = MappingProxyType({"round": ("（", "）"), "angle": ("《", "》"), "quote": ("“", "”"), "single": ("“", "”")})
# Three stops, which are meant for six dots.
ELLIPSIS = "。。。"
HALF = str.maketrans("，。；：？！、（）", ",.;:?!,()")


def check_document_numbers(readable: ReadableText) -> Iterator[Problem]:
    """Find document numbers that are not written as 〔2024〕5号."""
    if "号" in readable.text or "〕" in readable.text:
        yield from readable.run_check(lambda text: check_document_numbers_in_text(readable, text))


def check_document_numbers_in_text(readable: ReadableText, text: str) -> Iterator[Problem]:
    """Find such document numbers in a text."""
    for found in HALF_BRACKETS.finditer(text) if "〔" in text or "〕" in text else ():
        message, hint = 'the document number "{written}" is not in its form', "write {right}"
        right = f"〔{found['year'] or found['other']}〕{found['number'] or found['rest']}号"
        values = {"written": found[0], "right": right}
        yield readable.make_problem("warning", "document-number", found.start(), message, hint, **values)
    for found in compile_document_number_pattern().finditer(text):
        bare = any(found[name] is not None for name in ("bare", "bare2", "bare3"))
        if bare and NUMBER_GOES_ON.match(text, found.end()):
            continue
        written, letters = found["year"], not found["year"].isdecimal() and found["year"][0] not in "一二"
        digits = written.translate(LETTERS).translate(HAN_DIGITS)
        year = f"20{digits}" if len(digits) == len("24") else digits
        right = f"〔{year}〕{read_number(found['number'])}号"
        if found[0] != right and len(year) == LONG_YEAR:
            message, hint = 'the document number "{written}" is not in its form', "write {right}"
        elif not FIRST_YEAR <= int(year) <= find_last_year(readable):
            message, hint = 'the year of the document number "{written}" cannot be', "look it up"
        else:
            continue
        if letters and not any(map(str.isdecimal, written)):
            continue
        values = {"written": found[0], "right": right}
        yield readable.make_problem("warning", "document-number", found.start(), message, hint, **values)


def read_number(written: str) -> int:
    """Give the number of a document, also where it has letters for digits or stands in Han numerals."""
    digits = written.translate(LETTERS)
    return int(digits) if digits.isdecimal() else parse_han_number(written)


def find_last_year(readable: ReadableText) -> int:
    """Give the last year that a document named by an item can have."""
    return readable.item.date.day.year + 1 if readable.item.date else LATEST_YEAR


def check_punctuation(readable: ReadableText) -> Iterator[Problem]:
    """Find half-width signs in Han text, full-width ones in Latin text, and signs that stand twice."""
    if readable.is_wide:
        yield from readable.run_check(lambda text: check_punctuation_in_text(readable, text))
        yield from check_pairs(readable)


def check_punctuation_in_text(readable: ReadableText, text: str) -> Iterator[Problem]:
    """Find such signs in a text; what else stands on a line counts only where it is said."""
    rough = text is readable.raw_text
    for found in find_wrong_signs(text, keep_foreign_signs(text)):
        if rough or is_han_line(found):
            yield from check_sign(readable, found)
    for found in find_wrong_dots(text):
        message, hint = '"{written}" stands between two parts of a name', "write {right}"
        yield readable.make_problem("warning", "punctuation", found.start(), message, hint, written=found[0], right="·")
    has_han = has_visible_han if rough else has_han_in_line
    for found in compile_latin_pattern().finditer(text):
        if not has_han(found) and LATIN_WORDS.search(find_line(found)):
            message, hint = 'the full-width "{written}" stands in Latin text', "write {right}"
            values = {"written": found[0], "right": found[0].translate(HALF)}
            yield readable.make_problem("warning", "punctuation", found.start(), message, hint, **values)


def check_sign(readable: ReadableText, found: re.Match[str]) -> Iterator[Problem]:
    """Say what is wrong with a sign in Han text."""
    written, kind = found[0], found.lastgroup or ""
    around = (
        find_line(found)
        if kind in {"wide", "twice", "both"}
        else f"{found.string[found.start() - 1 : found.end() + 2]}"
    )
    if not has_han_character(around):
        return
    message = 'the half-width "{written}" stands in Chinese text'
    if kind == "twice":
        message = '"{written}" stands here: the same sign more than once'
    elif kind == "both":
        message = '"{written}" stands here: two marks where one belongs'
    elif kind == "wide":
        message = '"{written}" is written in full-width letters or digits'
    sides = found.string[found.start() - 1 : found.start()] + found.string[found.end() : found.end() + 1]
    right = correct_sign(kind, written, sides, find_line(found))
    yield readable.make_problem(
        "warning", "punctuation", found.start(), message, "write {right}", written=written, right=right
    )


TRADITIONAL = compile_late("[們這個國說時來會對學發為與產業區務鄉鎮長門開關體]")


def correct_sign(kind: str, written: str, around: str, line: str) -> str:
    """Write what was found as Chinese text has it; `around` is what stands right before and behind, and the line."""
    if written == "." and around[:1] in NAME_SOUNDS and around[-1:] in NAME_SOUNDS:
        return "·"
    if kind in AROUND:
        traditional = kind in {"quote", "single"} and TRADITIONAL.search(line)
        opening, closing = ("「", "」") if traditional else AROUND[kind]
        return f"{opening}{written[1:-1]}{closing}"
    if kind == "twice" and written != ELLIPSIS:
        return written[0]
    right = {
        "half": written.translate(FULL),
        "dash": "——",
        "wide": unicodedata.normalize("NFKC", written),
        "both": "。" if "。" in written else written[-1],
    }
    return right.get(kind, "……")


@lru_cache(maxsize=1)
def has_han_character(text: str) -> bool:
    """Tell whether a text, which may be asked for again and again, has a Han character."""
    return any(map(is_han_character, text))


def is_han_character(character: str) -> bool:
    """Tell whether a character is a Han one."""
    return "\u3400" <= character <= "\u9fff"


def is_han_line(found: re.Match[str]) -> bool:
    """Tell whether the line around a match is rather Han than Latin."""
    return not is_rather_latin(find_line(found))


def has_han_in_line(found: re.Match[str]) -> bool:
    """Tell whether the line around a match has any Han character."""
    return has_han_character(find_line(found))


def has_visible_han(found: re.Match[str]) -> bool:
    """Tell whether it still has one when code, comments, tags, addresses and attributes are blanked out of the text."""
    return not ("`" in found.string or "<" in found.string) and SURE.match(find_line(found)) is not None


def find_line(found: re.Match[str]) -> str:
    """Give what is said in the line around a match."""
    return find_line_at(found.string, found.start())
