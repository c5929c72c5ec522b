"""A text -> the same with the underscores in names of files as spaces, for what they part is read as apart.

Every sign stays at its place; a number that a program wrote into a name stays joined to it.
"""

import re
from collections.abc import Iterable

from site_builder.checking.personal_data.numbers.surroundings import Span
from site_builder.late_patterns import compile_late

# What ends the name of a file, which is quick to look for; how far back that begins.
SUFFIX = compile_late(
    r"\.(?:docx?|xlsx?|pptx?|pdf|jpe?g|png|heic|txt|csv|zip|rar|odt|ods|eml|msg)(?![A-Za-z0-9])", re.IGNORECASE
)
FILE_NAME = compile_late(r"[^\s|()\[\]<>\"'`/\\：，。；、]+\Z")
LONGEST_NAME = 120
MADE_BY_PROGRAMS = compile_late(
    r"(?:IMG|VID|DSC|PXL|MVIMG|mmexport|Screenshot|微信图片|QQ图片|截图|wx_camera)[-_ ]?[0-9]+(?:[-_][0-9]+)*"
    r"|(?<![0-9])20[0-9]{6}_?[0-9]{0,9}(?![0-9])",
)


def part_file_names(text: str, spans: Iterable[Span]) -> str:
    """Write spaces for underscores in the names of files that have any; `spans` are those of lines with digits."""
    if "_" not in text:
        return text
    parts: list[str] = []
    at = 0
    for start, end in spans:
        if text.find("_", start, end) < 0:
            continue
        for suffix in SUFFIX.finditer(text, start, end):
            name = FILE_NAME.search(text, max(at, start, suffix.start() - LONGEST_NAME), suffix.start())
            if name and "_" in name[0] and any(map(str.isdigit, name[0])):
                parts += (text[at : name.start()], part_name(name[0]))
                at = name.end()
    return "".join((*parts, text[at:])) if parts else text


def part_name(name: str) -> str:
    """Write a name with spaces for underscores, but for those that a program wrote."""
    parts: list[str] = []
    at = 0
    for made in MADE_BY_PROGRAMS.finditer(name):
        parts += (name[at : made.start()].replace("_", " "), made[0])
        at = made.end()
    if parts and parts[-1] and name[at : at + 1] == "_":
        parts.append("_")
        at += 1
    return "".join((*parts, name[at:].replace("_", " ")))
