"""What libyaml cannot read -> an editor's words, at the place that has to be mended; reads nothing itself."""

import re
from collections.abc import Sequence

import yaml
from msgspec import Struct

from site_builder.reading.names import CANONICAL, canonical

QUOTE = 'put the whole value in quotation marks: "…"'
NAME = re.compile(r"[ ]*(?:- +)*(?P<name>[^\s:：]+)[ \t]*[:：]")


class Complaint(Struct, frozen=True):
    """A mistake at a line and column (from 0) of the text read; `mark` is the sign the hint speaks of."""

    line: int
    column: int
    message: str
    hint: str
    mark: str = ""


def explain(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> Complaint:
    """Say what is wrong with lines that YAML cannot read."""
    quote = open_quote(lines)
    if quote is not None:
        line, column = quote
        message, hint = "this quotation mark is never closed", "write {mark} at the end of the value too"
        return Complaint(line, column, message, hint, lines[line][column])
    reason, context = error.problem or "", error.context or ""
    mark = error.problem_mark or error.context_mark
    if "flow" in context and error.context_mark:
        mark = error.context_mark
    line = max(0, min(mark.line if mark else 0, len(lines) - 1))
    column = mark.column if mark and mark.line == line else 0
    return space(line, column, lines[line]) or Complaint(line, column, *in_words(reason, context, lines[line], column))


def space(line: int, column: int, text: str) -> Complaint | None:
    """Find a missing or foreign space about the name of a field."""
    indent = len(text) - len(text.lstrip())
    foreign = next((n for n, c in enumerate(text[:indent]) if c not in " \t"), None)
    found = NAME.match(text)
    if foreign is None and found and canonical(found["name"]) in CANONICAL:
        after = text[found.end() : found.end() + 1]
        if after.isspace() and after not in " \t":
            foreign = found.end()
        elif after and not after.isspace() and column <= found.end():
            return Complaint(line, found.end(), "a space is missing after the colon", "write it as name: value")
    if foreign is None:
        return None
    message = "this space is not an ordinary one (full-width or non-breaking)"
    return Complaint(line, foreign, message, "delete it and type an ordinary space")


def open_quote(lines: Sequence[str]) -> tuple[int, int] | None:
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


def in_words(reason: str, context: str, line: str, column: int) -> tuple[str, str]:
    """Put libyaml's reason into an editor's words, with what to write."""
    if "quoted scalar" in context:
        message = "a backslash within double quotation marks begins a command"
        return message, "write two backslashes, or use single quotation marks"
    if "\t" in line[: len(line) - len(line.lstrip())] or "tab" in reason or "\\t" in reason:
        return "there is a tab here where only spaces are allowed", "replace the tab by two spaces"
    if "flow" in context:
        return in_brackets(line, column)
    if "mapping values are not allowed" in reason:
        return "there is a second colon in this value", QUOTE
    if "cannot start any token" in reason or "entries are not allowed" in reason or "keys are not allowed" in reason:
        return "a value cannot begin with this sign", QUOTE
    if "simple key" in reason or "':'" in reason:
        return "this line is no field", "write it as name: value, with a half-width colon and a space"
    before = line[:column].rstrip()
    if before.endswith(('"', "'", "]", "}")):
        message = "the value ends before this, at the closing quotation mark or bracket"
        return message, "put the whole value in quotation marks of the other kind: '…' or \"…\""
    if "block" in context or "block end" in reason:
        message = "this line does not fit the ones above it"
        return message, "begin fields of one level at the same column"
    return "this line cannot be read", "write it as name: value"


def in_brackets(line: str, column: int) -> tuple[str, str]:
    """Say what is wrong in a list in brackets, or with fields in braces."""
    if line[column : column + 1] == "{":
        return "the braces that open here are not closed", 'close them with }}, or put the value in quotation marks: "…"'
    message = "the list that opens here is not closed"
    return message, "write it as [one, two]; put text that begins with [ in quotation marks"
