"""Bytes that an editor saved -> text, whatever program made them; never guesses where it cannot be sure."""

import re
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from site_builder.problem import LONGEST_KEPT, Checked, Place, Problem, make_problem

# A file of this many bytes is no item: an hour of reading is under 100 KB.
LARGEST = 1 << 20

LINE_END = re.compile("\n")
UTF16 = (b"\xff\xfe", b"\xfe\xff")
# So many bytes of UTF-16 text in Latin letters are every other one 0.
SAMPLE = 40
# Rows of GB 2312: punctuation and other letters, the 3,755 common characters.
SIGNS, COMMON_ROWS = range(0xA1, 0xAA), range(0xB0, 0xD8)
# What no text may hold: controls other than tab and line end; U+FFFE and U+FFFF, which stand for nothing; U+10FFFD,
# which stands for what cannot be read.
NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\U0010fffd]")
# In UTF-8: what is no part of such a sign, and with what one of more than a byte begins. To delete all of the
# former is many times quicker than to look for one of several signs.
HARMLESS_BYTES = bytes((9, 10, *range(32, 127), *range(128, 256)))
DOUBTFUL_BYTES = (b"\xc2", b"\xef\xbf", b"\xf4")
# Names of files may have halves of signs.
HALVES = "surrogatepass"
# A backslash with what it makes a sign of, in YAML or TOML; and the letters that make a control.
ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
ESCAPED_CONTROLS = {"0": "\0", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "N": "\x85", "r": "\r", "v": "\v"}
DRIVE = re.compile(r"[^A-Za-z0-9][C-Hc-h]:\\")
# What has no look of its own (Unicode general categories), and letters and symbols that are drawn blank.
UNSEEN = frozenset(["Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"])
BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
# The share of characters from the first level of GB 2312 (rows 16 to 55: the 3,755 common ones) or its punctuation
# (rows 1 to 9) that makes bytes Chinese text. Real text has over 98%; Latin-1 read as GB 18030 has hardly any.
COMMON = 0.9


def decode(data: bytes, path: str) -> Checked[str | None]:
    r"""Decode a text file: UTF-8 with or without BOM, else GB 18030 with a warning, else a Problem and None.

    Line ends become "\n". A NUL or another control character is a Problem at its place.
    """
    if len(data) > LARGEST:
        return Checked(None, (make_size_problem(path),))
    if data.startswith(UTF16) or is_bare_utf16(data):
        return Checked(None, (make_utf16_problem(path),))
    warnings: tuple[Problem, ...] = ()
    try:
        # Two marks come of files that were put together.
        text = data.decode("utf-8-sig").lstrip("\ufeff")
    except UnicodeDecodeError as error:
        guess = decode_gb18030(data)
        if guess is None:
            return Checked(None, (make_undecodable_problem(data, max(error.start, find_gb18030_end(data)), path),))
        text = guess
        warnings = (make_gb18030_problem(path, text),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    stray = find_control(text)
    if stray is not None:
        return Checked(None, (*warnings, make_control_problem(path, text, stray)))
    return Checked(text, warnings)


def decode_leniently(data: bytes) -> str:
    """Give what can be read of bytes that are no text to us, to look for a word in."""
    text = data.decode("utf-16" if data.startswith(UTF16) else "utf-8-sig", "replace")
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def is_bare_utf16(data: bytes) -> bool:
    """Tell whether bytes without a mark at their start are UTF-16: Latin letters are then every other byte 0."""
    even, odd = data[:SAMPLE:2].count(0), data[1:SAMPLE:2].count(0)
    return max(even, odd) * 8 >= min(SAMPLE, len(data)) > 0 == min(even, odd) and len(data) % 2 == 0


def find_gb18030_end(data: bytes) -> int:
    """Give the offset at which Chinese text in GB 18030 stops being that; 0 where it is none."""
    try:
        data.decode("gb18030")
    except UnicodeDecodeError as error:
        return error.start if decode_gb18030(data[: error.start]) else 0
    return 0


def decode_gb18030(data: bytes) -> str | None:
    """Give the text of bytes that are, beyond doubt, Chinese in GB 18030; None for anything else."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    wide = [c for c in text if c > "\x7f"]
    return text if wide and sum(map(is_common, wide)) >= COMMON * len(wide) else None


def is_common(character: str) -> bool:
    """Tell whether GB 2312 has the character as punctuation or among its common ones."""
    try:
        code = character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return code[0] in SIGNS or code[0] in COMMON_ROWS


def find_control(text: str) -> int | None:
    """Find the first control character that is neither a tab nor a line end."""
    data = text.encode(errors=HALVES)
    if not data.translate(None, HARMLESS_BYTES) and not any(map(data.__contains__, DOUBTFUL_BYTES)):
        return None
    found = NO_TEXT.search(text)
    return found.start() if found else None


def remove_controls(text: str) -> str:
    """Give a text without what no text may hold."""
    return NO_TEXT.sub("", text)


def has_visible_sign(text: str) -> bool:
    """Tell whether a reader sees anything of a text: not only spaces, controls, joiners and marks on nothing."""
    return any(c not in BLANKS and (c.isalnum() or unicodedata.category(c) not in UNSEEN) for c in text)


def find_place(path: str, text: str, offset: int) -> Place:
    """Give the Place of an offset into a text, of a very long line the part about it."""
    starts = list_line_starts(text)
    number = find_line(text, offset)
    start = starts[number - 1]
    end = starts[number] - 1 if number < len(starts) else len(text)
    skipped = max(0, offset - start - LONGEST_KEPT // 2) if end - start > LONGEST_KEPT else 0
    source = text[start + skipped : min(end, start + skipped + LONGEST_KEPT)]
    return Place(path, number, offset - start + 1, source, skipped)


def find_line(text: str, offset: int) -> int:
    """Give the line, counted from 1, of an offset into a text."""
    return bisect_right(list_line_starts(text), offset)


@lru_cache(maxsize=1)
def list_line_starts(text: str) -> tuple[int, ...]:
    """List the offsets at which the lines of a text start: thousands of places may be asked for, one after another."""
    return (0, *(found.end() for found in LINE_END.finditer(text)))


def make_size_problem(path: str) -> Problem:
    """Say that a text file is larger than any item."""
    return make_problem(
        "error",
        "size",
        Place(path),
        "the file is larger than {limit}",
        "divide it into several items, or attach the long part as a file of its own",
        limit="1 MiB",
    )


def make_utf16_problem(path: str) -> Problem:
    """Say that a file is UTF-16, which Windows programs call Unicode."""
    return make_problem(
        "error",
        "encoding",
        Place(path),
        'the file is saved as UTF-16 (line 1, byte 1), which some programs call "Unicode"',
        "save it again with the encoding UTF-8",
    )


def make_gb18030_problem(path: str, text: str) -> Problem:
    """Say that a file was read as GB 18030."""
    first = next(i for i, c in enumerate(text) if c > "\x7f")
    return make_problem(
        "warning",
        "encoding",
        find_place(path, text, first),
        "the file is not UTF-8; it was read as GB18030 (GBK, ANSI)",
        "save it again with the encoding UTF-8",
    )


def make_undecodable_problem(data: bytes, offset: int, path: str) -> Problem:
    """Name the line and the byte at which a file stops being UTF-8."""
    start = data.rfind(b"\n", 0, offset) + 1
    before = data[start:offset].decode("utf-8", "replace")
    line = data[start:].split(b"\n", 1)[0].rstrip(b"\r").decode("utf-8", "replace")
    number = data.count(b"\n", 0, offset) + 1
    return make_problem(
        "error",
        "encoding",
        Place(path, number, len(before) + 1, line),
        "line {line}, byte {byte} (0x{value}) is neither UTF-8 nor GB18030 text",
        "save the file again with the encoding UTF-8; if it is no text, rename it",
        line=number,
        byte=offset - start + 1,
        value=f"{data[offset]:02X}",
    )


def make_control_problem(path: str, text: str, offset: int) -> Problem:
    """Name the place of a control character."""
    return make_sign_problem(
        find_place(path, text, offset), text[offset], "delete it, or paste the text again without formatting"
    )


def make_escape_problem(place: Place, sign: str) -> Problem:
    """Say that a backslash makes a sign that no text may hold."""
    if not sign:
        message = "a backslash within double quotation marks begins a command"
        hint = "write two backslashes, or use single quotation marks"
        return make_problem("error", "encoding", place, message, hint)
    letter = place.source[place.column - place.skipped :][:1] not in {"x", "u", "U"}
    return make_sign_problem(
        place, sign, "write two backslashes, or use single quotation marks" if letter else "delete it"
    )


def make_sign_problem(place: Place, sign: str, hint: str) -> Problem:
    """Say that a sign stands here, or comes of what is written here, that no text may hold."""
    message = "there is a control character (U+{code}) here, which no text may hold"
    return make_problem("error", "encoding", place, message, hint, code=f"{ord(sign):04X}")


def find_escapes(text: str, start: int = 0) -> Iterator[tuple[int, int, str]]:
    """Find where, from an offset on, a backslash makes a sign that no text may hold, in YAML or TOML, and which.

    One behind the letter of a drive is of a path, whatever it makes.
    """
    for found in ESCAPE.finditer(text, start):
        code = found[1][1:]
        sign = chr(min(int(code, 16), sys.maxunicode)) if code else ESCAPED_CONTROLS.get(found[1], "")
        if NO_TEXT.match(sign) or (found[1] in {"n", "t"} and DRIVE.match(text, max(0, found.start() - 3))):
            yield found.start(), found.end(), sign
