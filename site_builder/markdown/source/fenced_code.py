"""Where fenced code (three backticks or tildes, or more) begins and ends; changes nothing."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from site_builder.late_patterns import compile_late

# A fence's language is one word, or stands in braces.
FENCE = compile_late(r"([ \t]*)(`{3,}|~{3,})[ \t]*(?:[A-Za-z0-9+#._-]+|\{[^{}`]*\})?[ \t]*$")
ENTRY = compile_late(r"[ \t]*(?:[-*+]|\d+\.)[ \t]")
OPEN_COMMENT = compile_late(r"(?:[^`<]|<(?!!--)|`[^`]*`)*<!--(?!.*-->)")
CODE_INDENT = 4


class Fences(NamedTuple):
    """The first and last line of each fence by their indexes; the lines of those without an end, with their signs.

    Comments of several lines have their first and last line too, as there is no code in them.
    """

    closed: list[tuple[int, int]]
    open: list[tuple[int, str]]
    comments: list[tuple[int, int]]


def has_fences(text: str) -> bool:
    """Tell whether a text may hold fenced code."""
    return "```" in text or "~~~" in text


def find_fences(lines: Sequence[str]) -> Fences:
    """Find the fences in the lines of a body."""
    fences = Fences([], [], [])
    last_comment = max((number for number, line in enumerate(lines) if "-->" in line), default=-1)
    # From so many of a sign on, a fence of it has no end.
    endless: dict[str, int] = {}
    listed = False
    number = 0
    while number < len(lines):
        line = lines[number]
        if number < last_comment and OPEN_COMMENT.match(line):
            last = next(n for n in range(number + 1, len(lines)) if "-->" in lines[n])
            fences.comments.append((number, last))
            number = last + 1
            continue
        found = FENCE.match(line)
        if found is None or (len(found[1].expandtabs(CODE_INDENT)) >= CODE_INDENT and not listed):
            listed = bool(ENTRY.match(line)) or (listed and (not line.strip() or line[:1] in " \t"))
            number += 1
            continue
        sign = found[2]
        end = find_fence_end(lines, number, sign) if len(sign) < endless.get(sign[0], len(sign) + 1) else None
        if end is None:
            endless[sign[0]] = min(len(sign), endless.get(sign[0], len(sign)))
            fences.open.append((number, sign))
            number += 1
        else:
            fences.closed.append((number, end))
            number = end + 1
    return fences


def find_fence_end(lines: Sequence[str], start: int, sign: str) -> int | None:
    """Give the line that ends a fence: as many of the same signs or more, and nothing else."""
    closing = re.compile(rf"[ \t]*{sign[0]}{{{len(sign)},}}[ \t]*$")
    return next((n for n in range(start + 1, len(lines)) if closing.match(lines[n])), None)
