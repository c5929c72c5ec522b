"""Signs within texts: brackets of document numbers, full- and half-width punctuation mixed up; judges no word.

Document numbers: GB/T 9704-2012, 7.2.5: the year in 〔〕 with all its digits, the number without 第 and without leading
zeros. Punctuation: GB/T 15834-2011, whose marks are the full-width ones.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from site_builder.checking.readable_text import ReadableText
from site_builder.problem import Problem

# To compile large character classes takes long, so what is no Latin letter or sign stands for Han in the patterns, and
# the line around a match decides.
HAN = r"[^\x00-\x7f]"
LONG_YEAR = 4


@cache
def compile_document_number_pattern() -> re.Pattern[str]:
    """Give what a document number in any brackets looks like."""
    return re.compile(
        r"(?P<open>[\[［【(（〔﹝{])[ ]?(?P<year>\d{4}|\d{2})[ ]?(?:年)?(?P<close>[\]］】)）〕﹞}])[ ]?"
        r"(?P<word>第)?[ ]?(?P<number>\d{1,5})[ ]?号"
    )


@cache
def compile_wrong_signs_pattern() -> re.Pattern[str]:
    """Give a sign, then what makes it wrong by what stands before and behind: so a text is looked through for signs."""
    return re.compile(
        rf"[,;?:!.(（\"。，、；：\-０-９Ａ-Ｚａ-ｚ](?:"
        rf"(?P<half>(?:(?<={HAN}[,;?])|(?<={HAN}:)(?!//)|(?<={HAN}!)(?!\[))(?=[ ]?{HAN}|[ ]?[\n\d]|$)"
        rf"|(?<={HAN}\.)(?={HAN}|\n|$))"
        rf"|(?P<round>(?<={HAN}\()(?=[^()\n\0]*{HAN})[^()\n\0]*\)|(?<=\()[^()（）\n\0]*{HAN}[^()（）\n\0]*）"
        rf"|(?<=（)[^()（）\n\0]*{HAN}[^()（）\n\0]*\))"
        rf"|(?P<quote>(?<=\")(?<![=A-Za-z0-9]\")(?={HAN})[^\"\n\0]*\")"
        r"|(?P<twice>(?<=。)。+|(?<=，)，+|(?<=、)、+|(?<=；)；+|(?<=：)：+)"
        rf"|(?P<dots>(?<={HAN}\.)\.{{2,}})"
        rf"|(?P<dash>(?<={HAN}-)--?(?={HAN}))"
        r"|(?P<wide>(?<=[０-９Ａ-Ｚａ-ｚ])[０-９Ａ-Ｚａ-ｚ]*))"
    )


@cache
def compile_latin_pattern() -> re.Pattern[str]:
    """Give a full-width sign between Latin words."""
    return re.compile(r"[，。；：？！](?<=[A-Za-z0-9)].)(?=[ ]?[A-Za-z]|[ ]*$)", re.MULTILINE)


# Nothing before this Han character can begin what is blanked out on its line.
SURE = re.compile(r"(?! {4}|\t)[^{(\[]*?[\u3400-\u9fff]")
KINDS = ("half", "round", "quote", "twice", "dots", "dash", "wide")
FULL = str.maketrans(",;:?!.", "，；：？！。")
# Three stops, which are meant for six dots.
ELLIPSIS = "。。。"
HALF = str.maketrans("，。；：？！", ",.;:?!")


def check_document_numbers(readable: ReadableText) -> Iterator[Problem]:
    """Find document numbers that are not written as 〔2024〕5号."""
    if "号" in readable.text:
        yield from readable.run_check(lambda text: check_document_numbers_in_text(readable, text))


def check_document_numbers_in_text(readable: ReadableText, text: str) -> Iterator[Problem]:
    """Find such document numbers in a text."""
    for found in compile_document_number_pattern().finditer(text):
        year = found["year"] if len(found["year"]) == LONG_YEAR else f"20{found['year']}"
        right = f"〔{year}〕{int(found['number'])}号"
        if found[0] != right:
            message, hint = 'the document number "{written}" is not in its form', "write {right}"
            at, written = found.start(), found[0]
            yield readable.make_problem("warning", "document-number", at, message, hint, written=written, right=right)


def check_punctuation(readable: ReadableText) -> Iterator[Problem]:
    """Find half-width signs in Han text, full-width ones in Latin text, and signs that stand twice."""
    if readable.is_wide:
        yield from readable.run_check(lambda text: check_punctuation_in_text(readable, text))


def check_punctuation_in_text(readable: ReadableText, text: str) -> Iterator[Problem]:
    """Find such signs in a text; what else stands on a line counts only where it is said."""
    rough = text is readable.raw_text
    for found in compile_wrong_signs_pattern().finditer(text):
        if rough or is_han_line(found):
            yield from check_sign(readable, found)
    has_han = has_visible_han if rough else has_han_in_line
    for found in compile_latin_pattern().finditer(text):
        if not has_han(found):
            message, hint = 'the full-width "{written}" stands in Latin text', "write {right}"
            values = {"written": found[0], "right": found[0].translate(HALF)}
            yield readable.make_problem("warning", "punctuation", found.start(), message, hint, **values)


def check_sign(readable: ReadableText, found: re.Match[str]) -> Iterator[Problem]:
    """Say what is wrong with a sign in Han text."""
    written, kind = found[0], next(name for name in KINDS if found[name] is not None)
    around = find_line(found) if kind in {"wide", "twice"} else f"{found.string[found.start() - 1 : found.end() + 2]}"
    if not any(map(is_han_character, around)):
        return
    message = 'the half-width "{written}" stands in Chinese text'
    if kind == "twice":
        message = '"{written}" stands here: the same sign more than once'
    elif kind == "wide":
        message = '"{written}" is written in full-width letters or digits'
    right = correct_sign(kind, written)
    yield readable.make_problem(
        "warning", "punctuation", found.start(), message, "write {right}", written=written, right=right
    )


def correct_sign(kind: str, written: str) -> str:
    """Write what was found as Chinese text has it."""
    if kind == "wide":
        return unicodedata.normalize("NFKC", written)
    if kind in {"round", "quote"}:
        first, last = "（）" if kind == "round" else "“”"
        return f"{first}{written[1:-1]}{last}"
    if kind == "twice" and written != ELLIPSIS:
        return written[0]
    return {"half": written.translate(FULL), "dash": "——"}.get(kind, "……")


def is_han_character(character: str) -> bool:
    """Tell whether a character is a Han one."""
    return "\u3400" <= character <= "\u9fff"


def is_han_line(found: re.Match[str]) -> bool:
    """Tell whether the line around a match is rather Han than Latin."""
    line = find_line(found)
    return sum("\u4e00" <= c <= "\u9fff" for c in line) >= sum(c.isascii() and c.isalpha() for c in line)


def has_han_in_line(found: re.Match[str]) -> bool:
    """Tell whether the line around a match has any Han character."""
    return any(map(is_han_character, find_line(found)))


def has_visible_han(found: re.Match[str]) -> bool:
    """Tell whether it still has one when code, comments, tags, addresses and attributes are blanked out of the text."""
    return not ("`" in found.string or "<" in found.string) and SURE.match(find_line(found)) is not None


def find_line(found: re.Match[str]) -> str:
    """Give the line around a match."""
    text = found.string
    end = text.find("\n", found.end())
    return text[text.rfind("\n", 0, found.start()) + 1 : end if end >= 0 else len(text)]
