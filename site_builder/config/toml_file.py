"""A TOML file -> its tables, with a Problem for each statement that cannot be read; knows no setting."""

import re
import tomllib
from bisect import bisect_right
from pathlib import Path

from msgspec import Struct

from site_builder.decoding import LARGEST, decode
from site_builder.decoding import find_place as place_at
from site_builder.problem import Checked, Place, Problem, make_problem

Table = dict[str, object]
# TOML recovers no error: a statement that cannot be read is left out and the rest read again, this often at most.
MOST_SYNTAX_ERRORS = 30
# tomllib calls itself for each bracket; this many stay far from Python's limit.
MOST_BRACKETS = 50
STATEMENT = re.compile(
    r"""[ \t]*(?:\[\[?[^\[\]]*\]?\]?[ \t]*(?:\#.*)?$|(?:"[^"]*"|'[^']*'|[^\s\#=\[\]{},"'])+.*?[=:＝：])"""
)
# The table that holds what stood below a head that cannot be read.
LOST, LOST_HEAD = "\x00lost", '["\\u0000lost".n{}]'


BACKSLASH = "a backslash within double quotation marks begins a command"
NO_DATE = "this is no number and no date"
# The usual slips: part of tomllib's reason, what the line looks like, message, hint; the first that fits counts.
# Where the reason is "bare|", anything fits it, and texts in quotation marks are taken out of the line.
KNOWN_MISTAKES = (
    (
        *("bare|", "[“”‘’＝：，【】［］]", "there is a full-width sign here"),
        'use the half-width signs " = , [ ] instead of the full-width ones',
    ),
    ("Cannot declare|Cannot overwrite|Duplicate", "", "this stands here a second time", "keep one of the two"),
    ("Cannot", "", "this contradicts what stands above", "keep one of the two"),
    ("", r"^[^=]*=[ \t]*(?:#.*)?$", "there is no value here", 'write it as key = "text"'),
    ("Exceeds|Invalid date", "", NO_DATE, "put it in quotation marks, or write a date as 2024-01-31"),
    ("Unescaped|Escaped", "", BACKSLASH, "write two backslashes, or use single quotation marks"),
    (
        *("", r"^[ \t]*\[[^=]*[^\x00-\x7f]"),
        "a name in square brackets can only have Latin letters, digits and hyphens",
        'write [a-short-id] and below it name = "…"',
    ),
    (
        *("", r"^[ \t]*\[\[?[^=\]]*\]?$", "the square brackets are not closed"),
        "write the name in square brackets: [name]",
    ),
    ("", r"^[ \t]*\[[^=]*$", "this name in square brackets cannot be read", "write it in square brackets: [name]"),
    ("unclosed", r"=[ \t]*\[", "this list is not closed", 'write it as ["one", "two"]'),
    ("", r"=[ \t]*\{", "these braces are not closed, or hold no texts", 'write {{en = "…", zh = "…"}} on one line'),
    ("", r"^[^=]*$", "this is no setting", 'write it as key = "text"'),
    ("unclosed|Unterminated", "", "this quotation mark is never closed", "close the quotation mark"),
    ("bare|", "[\"']", "this quotation mark is never closed", "close the quotation mark"),
    ("", r"^[ \t]*[^\x00-\x7f]", "a name can only have Latin letters here", "write the setting's English name"),
    ("", r"=[ \t]*\[", "this list is not closed", 'write it as ["one", "two"]'),
    ("", r"=[ \t]*\d{4}-", NO_DATE, "put it in quotation marks, or write a date as 2024-01-31"),
    (
        *("", r"=[ \t]*(?!true\b|false\b)[^\s\"'0-9+-]", "this text has no quotation marks"),
        'put the text in quotation marks: key = "text"',
    ),
    ("", "", "this line cannot be read", 'write it as key = "text"'),
)


class TomlFile(Struct, frozen=True):
    """A TOML file as read: path relative to the site, text, tables; `whole` where nothing had to be left out."""

    path: str
    text: str
    tables: Table
    whole: bool = True


def read_toml(file: Path, path: str) -> Checked[TomlFile]:
    """Read a TOML file; a statement that cannot be read is a Problem and is left out.

    A link that leaves the folder and what is no file are not opened.
    """
    nothing = TomlFile(path, "", {}, whole=False)
    try:
        if not file.is_file() or not file.resolve().is_relative_to(file.parent.resolve()):
            message, hint = "this is no file of its own", "put the file itself here: no folder, no link"
            return Checked(nothing, (make_problem("error", "name", Place(path), message, hint),))
        with file.open("rb") as stream:
            decoded = decode(stream.read(LARGEST + 1), path)
    except OSError as error:
        message = "the file cannot be read: {reason}"
        return Checked(nothing, (make_problem("error", "config", Place(path), message, reason=error.strerror),))
    if decoded.value is None:
        return Checked(nothing, decoded.problems)
    tables, problems = parse_tables(decoded.value, path)
    return Checked(TomlFile(path, decoded.value, tables, not problems), (*decoded.problems, *problems))


def parse_tables(text: str, path: str) -> tuple[Table, list[Problem]]:
    """Parse a text, statement by statement where it cannot be parsed whole."""
    lines = text.split("\n")
    original = tuple(lines)
    problems: list[Problem] = []
    for _ in range(MOST_SYNTAX_ERRORS):
        try:
            tables = tomllib.loads("\n".join(lines))
        except RecursionError:
            problems.append(make_nesting_problem(path, original))
            break
        except ValueError as error:
            line = find_error_line(str(error), lines)
            first, end = find_statement(lines, line)
            end = first + 1 if line == first and "end of document" not in str(error) else end
            problems.append(make_syntax_problem(str(error), path, original, lines, (first, end)))
            if not any(lines[first:end]):
                break
            lines[first:end] = ["" for _ in range(first, end)]
            if original[first].lstrip().startswith("["):
                lines[first] = repair_head(original[first], first)
        else:
            tables.pop(LOST, None)
            return tables, problems
    return {}, problems


def find_error_line(message: str, lines: list[str]) -> int:
    """Take the line (from 0) out of tomllib's message; the last one written where it names none."""
    found = re.search(r"\(at line (\d+), column \d+\)$", message)
    line = int(found[1]) - 1 if found else len(lines) - 1
    while line > 0 and not lines[line].strip():
        line -= 1
    return line


def find_statement(lines: list[str], line: int) -> tuple[int, int]:
    """Find the first and the last but one line of the statement that fails at a line.

    It is the last one whose forerunners can be read: an array or a text that is not closed fails far below its start.
    """
    starts = [n for n, text in enumerate(lines) if STATEMENT.match(text)] or [0]
    index = max(0, bisect_right(starts, line) - 1)
    good, bad, step = index, index + 1, 1
    while good > 0 and not is_readable(lines[: starts[good]]):
        bad, good, step = good, max(0, good - step), step * 2
    while bad - good > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if is_readable(lines[: starts[middle]]) else (good, middle)
    first = min(starts[good], line)
    following = starts[good + 1] if good + 1 < len(starts) else len(lines)
    return first, max(following, first + 1)


def is_readable(lines: list[str]) -> bool:
    """Tell whether lines are TOML."""
    try:
        tomllib.loads("\n".join(lines))
    except (ValueError, RecursionError):
        return False
    return True


def repair_head(head: str, number: int) -> str:
    """Give a head of a table that can be read in place of one that cannot, so that what stands below it is read."""
    found = re.fullmatch(r"[ \t]*(\[\[?)[ \t]*([\w.\-]+)[ \t]*\]{0,2}[^\]]*", head, re.ASCII)
    if found and head.count("[") != head.count("]"):
        return f"{found[1]}{found[2]}{']' * len(found[1])}"
    return LOST_HEAD.format(number)


def make_syntax_problem(
    message: str, path: str, original: tuple[str, ...], lines: list[str], span: tuple[int, int]
) -> Problem:
    """Say what is wrong with a statement, at the place tomllib names, or at its start where that lies outside."""
    first, end = span
    found = re.search(r"\(at line (\d+), column (\d+)\)$", message)
    line, column = (int(found[1]) - 1, int(found[2])) if found else (first, 1)
    unclosed = not found or line >= end or not lines[line].strip()
    if unclosed or not first <= line < end:
        value = re.search(r"[=:][ \t]*", lines[first])
        line, column = first, (value.end() if value else len(lines[first]) - len(lines[first].lstrip())) + 1
    text = original[line]
    words, hint = explain_reason(message, text, unclosed=unclosed)
    return make_problem("error", "toml", Place(path, line + 1, min(column, len(text) + 1), text), words, hint)


def explain_reason(reason: str, line: str, *, unclosed: bool) -> tuple[str, str]:
    """Put tomllib's reason into an editor's words, with what to write."""
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", line)
    reason += " unclosed" if unclosed else ""
    return next(
        (message, hint)
        for why, looks, message, hint in KNOWN_MISTAKES
        if re.search(why, reason) and re.search(looks, bare if why == "bare|" else line)
    )


def make_nesting_problem(path: str, lines: tuple[str, ...]) -> Problem:
    """Say that a file nests too deep, at the line with the most brackets."""
    worst = max(range(len(lines)), key=lambda n: lines[n].count("[") + lines[n].count("{"))
    message, hint = "lists and fields lie too deep within one another here", "write fewer levels"
    return make_problem("error", "toml", Place(path, worst + 1, 1, lines[worst]), message, hint)


def locate_key(file: TomlFile, key: str, *, value: str | None = None, nth: int = 0) -> Place:
    """Find where a dotted key is written, or its value (that starts with `value` in a list); else its table, or line 1.

    `nth` (from 0) is the number of a table in a list of tables.
    """
    table, _, name = key.rpartition(".")
    for wanted in dict.fromkeys([(table, name), ("", key), (table.partition(".")[0], name)]):
        found = find_key(file.text, *wanted, nth)
        if found is not None:
            return place_at(file.path, file.text, found if value is None else find_value(file.text, found, value))
    return locate_key(file, table, nth=nth) if table else Place(file.path)


def find_key(text: str, table: str, name: str, nth: int = 0) -> int | None:
    """Find the offset of `name =` below the nth `[table]`, or of the nth head `[name]`."""
    current, offset, seen = "", 0, -1
    written = re.compile(rf"[ \t]*[\"']?{re.escape(name)}[\"']?[ \t]*(?:=|\.)")
    for line in text.split("\n"):
        head = re.match(r"[ \t]*\[\[?[ \t]*([^\[\]=]+?)[ \t]*(?:\]|$)", line)
        if head:
            current = head[1].replace('"', "").replace("'", "")
            seen += current == (table or name)
            if not table and current == name and seen == nth:
                return offset + line.index("[")
        elif current == table and (not table or seen == max(nth, 0)) and written.match(line):
            return offset + len(line) - len(line.lstrip())
        offset += len(line) + 1
    return None


def find_value(text: str, key: int, value: str) -> int:
    """Find the offset of a key's value, or of one text in its list."""
    line_end = text.find("\n", key)
    equals = text.find("=", key, line_end if line_end >= 0 else len(text))
    if equals < 0:
        return key
    start = re.compile(r"[ \t]*").match(text, equals + 1)
    offset = start.end() if start else equals + 1
    if text[offset : offset + 1] in {"[", "{"} and value:
        found = re.compile(rf"[\"']{re.escape(value)}").search(text, offset)
        return found.start() if found else offset
    return offset
