"""Findings of personal data -> items with the customary masks in their place; shows no number and asks nobody."""

import re
import stat
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from site_builder.atomic import write_whole
from site_builder.checking.personal_data.finder import find_personal_data, mask_personal_data
from site_builder.checking.personal_data.rule import RULE
from site_builder.decoding import decode
from site_builder.problem import CommandError, Problem

BOM = b"\xef\xbb\xbf"


class MaskedNumber(Struct, frozen=True):
    """One number to be masked: file below the site, line and column from 1, its mask, and the line as it will be."""

    path: str
    line: int
    column: int
    masked: str
    text: str


class MaskedFile(Struct, frozen=True):
    """A file with masks in it: its bytes as they are and as they will be, and the changes."""

    path: str
    before: bytes
    after: bytes
    changes: tuple[MaskedNumber, ...]


def plan_masks(site: Path, problems: Iterable[Problem]) -> tuple[MaskedFile, ...]:
    """Mask the lines of items in which personal data was found and not accepted; writes nothing.

    Encoding, BOM and line ends of each file stay as they are.
    """
    lines: dict[str, set[int]] = defaultdict(set)
    for each in problems:
        if each.rule == RULE and each.path.endswith(".md"):
            lines[each.path].add(each.line)
    files = (mask_file(site, path, numbers) for path, numbers in sorted(lines.items()))
    return tuple(each for each in files if each.changes)


def mask_file(site: Path, path: str, numbers: set[int]) -> MaskedFile:
    """Mask lines of one file."""
    data = (site / path).read_bytes()
    changes: list[MaskedNumber] = []
    encoding = "utf-8" if is_utf8(data) else "gb18030"
    parts = []
    for number, line in enumerate(split_lines(data, path, encoding), 1):
        found = find_personal_data(line) if number in numbers else ()
        text = mask_personal_data(line) if found else line
        shift = 0
        for each in found:
            column = each.start + shift + 1
            changes.append(MaskedNumber(path, number, column, each.masked, text.rstrip("\r\n")))
            shift += len(each.masked) - (each.end - each.start)
        parts.append(text)
    head = BOM if data.startswith(BOM) else b""
    return MaskedFile(path, data, head + "".join(parts).encode(encoding), tuple(changes))


def is_utf8(data: bytes) -> bool:
    """Tell whether bytes are UTF-8; what was found in others was read as GB 18030."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def split_lines(data: bytes, path: str, encoding: str) -> list[str]:
    """Give the lines of a file, each with its own end; none where it would not come back byte for byte."""
    text = data.removeprefix(BOM).decode(encoding)
    if decode(data, path).value is None or text.encode(encoding) != data.removeprefix(BOM):
        return []
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", text)


def write_masked_files(site: Path, files: Iterable[MaskedFile]) -> None:
    """Put each file in the place of the one that was read; raises CommandError (3) where that has changed meanwhile."""
    for each in files:
        file = (site / each.path).resolve()
        if file.read_bytes() != each.before:
            raise CommandError(
                3, "{file} was changed meanwhile and stays as it is; run the command again", file=each.path
            )
        write_whole(file, each.after, stat.S_IMODE(file.stat().st_mode))
