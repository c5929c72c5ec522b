"""What libyaml cannot read -> an editor's words, at the place that has to be mended; reads nothing itself."""

import re
from collections.abc import Sequence

import yaml
from msgspec import Struct

from site_builder.fields import CANONICAL_NAMES
from site_builder.front_matter.field_names import normalize_name

QUOTE = 'put the whole value in quotation marks: "…"'
NAME = re.compile(r"[ ]*(?:- +)*(?P<name>[^\s:：]+)[ \t]*[:：]")


ANY, CLOSED = re.compile(""), re.compile(r"[\"'\]}]$")
# The usual slips: part of libyaml's words, what stands before the place, message, hint; the first that fits counts.
KNOWN_MISTAKES = (
    (
        *("quoted scalar", ANY, "a backslash within double quotation marks begins a command"),
        "write two backslashes, or use single quotation marks",
    ),
    (r"\btab|\\t", ANY, "there is a tab here where only spaces are allowed", "replace the tab by two spaces"),
    (
        *("flow mapping", ANY, "the braces that open here are not closed"),
        'close them with }}, or put the value in quotation marks: "…"',
    ),
    (
        *("flow", ANY, "the list that opens here is not closed"),
        "write it as [one, two]; put text that begins with [ in quotation marks",
    ),
    ("mapping values are not allowed", ANY, "there is a second colon in this value", QUOTE),
    ("cannot start any token|(entries|keys) are not allowed", ANY, "a value cannot begin with this sign", QUOTE),
    (
        *("simple key|':'", ANY, "this line is no field"),
        "write it as name: value, with a half-width colon and a space",
    ),
    (
        *("", CLOSED, "the value ends before this, at the closing quotation mark or bracket"),
        "put the whole value in quotation marks of the other kind: '…' or \"…\"",
    ),
    ("block", ANY, "this line does not fit the ones above it", "begin fields of one level at the same column"),
    ("", ANY, "this line cannot be read", "write it as name: value"),
)


class YamlMessage(Struct, frozen=True):
    """A mistake at a line and column (from 0) of the text read; `mark` is the sign the hint speaks of."""

    line: int
    column: int
    message: str
    hint: str
    mark: str = ""


def explain_error(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> YamlMessage:
    """Say what is wrong with lines that YAML cannot read."""
    quote = find_open_quote(lines)
    if quote is not None:
        line, column = quote
        message, hint = "this quotation mark is never closed", "write {mark} at the end of the value too"
        return YamlMessage(line, column, message, hint, lines[line][column])
    reason, context = error.problem or "", error.context or ""
    mark = error.problem_mark or error.context_mark
    if "flow" in context and error.context_mark:
        mark = error.context_mark
    line = max(0, min(mark.line if mark else 0, len(lines) - 1))
    column = mark.column if mark and mark.line == line else 0
    return find_bad_space(line, column, lines[line]) or YamlMessage(
        line, column, *explain_reason(reason, context, lines[line], column)
    )


def find_bad_space(line: int, column: int, text: str) -> YamlMessage | None:
    """Find a missing or foreign space about the name of a field."""
    indent = len(text) - len(text.lstrip())
    foreign = next((n for n, c in enumerate(text[:indent]) if c not in " \t"), None)
    found = NAME.match(text)
    if foreign is None and found and normalize_name(found["name"]) in CANONICAL_NAMES:
        after = text[found.end() : found.end() + 1]
        if after.isspace() and after not in " \t":
            foreign = found.end()
        elif after and not after.isspace() and column <= found.end():
            return YamlMessage(line, found.end(), "a space is missing after the colon", "write it as name: value")
    if foreign is None:
        return None
    message = "this space is not an ordinary one (full-width or non-breaking)"
    return YamlMessage(line, foreign, message, "delete it and type an ordinary space")


def find_open_quote(lines: Sequence[str]) -> tuple[int, int] | None:
    """Find the first value that opens a quotation mark and does not close it before the next field."""
    for number, line in enumerate(lines):
        found = re.match(r"""[ ]*(?:- +)*(?:[^\s"':]+:[ \t]+)?(["'])""", line)
        if not found:
            continue
        indent = len(line) - len(line.lstrip(" "))
        rest = [line[found.end() :]]
        for text in lines[number + 1 :]:
            if text.strip() and (len(text) - len(text.lstrip(" ")) <= indent or NAME.match(text)):
                break
            rest.append(text)
        value = "\n".join(rest)
        value = re.sub(r"\\.", "", value) if found[1] == '"' else value.replace("''", "")
        if found[1] not in value:
            return number, found.end() - 1
    return None


def explain_reason(reason: str, context: str, line: str, column: int) -> tuple[str, str]:
    """Put libyaml's reason into an editor's words, with what to write."""
    before = line[:column].rstrip()
    indent = line[: len(line) - len(line.lstrip())]
    said = f"{context}: {reason}" + (" tab" if "\t" in indent else "")
    return next(
        (message, hint) for why, ends, message, hint in KNOWN_MISTAKES if re.search(why, said) and ends.search(before)
    )
