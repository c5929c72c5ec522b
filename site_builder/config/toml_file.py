"""A TOML file -> its tables, with a Problem for each statement that cannot be read; knows no setting."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from site_builder.decoding import LARGEST, decode, find_escapes, make_escape_problem
from site_builder.decoding import find_place as place_at
from site_builder.problem import Checked, Place, Problem, make_problem

Table = dict[str, object]
# TOML recovers no error: a statement that cannot be read is left out and the rest read again, this often at most.
MOST_SYNTAX_ERRORS = 30
# A registry of so many bytes is none: that is some ten thousand entries.
LARGEST_REGISTRY = 512 << 10
# So many characters are read for that at most.
MOST_READ = 2_000_000
# tomllib keeps every beginning of a dotted name, which costs the square of its length; half a megabyte took 1.5 GB.
MOST_LEVELS = 50
LONGEST_NAME = re.compile(rf"(?:[\w-]++[\"']?[ \t]*\.[ \t]*[\"']?){{{MOST_LEVELS}}}", re.ASCII)
STATEMENT = re.compile(
    r"""[ \t]*(?:\[\[?[^\[\]]*\]?\]?[ \t]*(?:\#.*)?$|(?:"[^"]*"|'[^']*'|[^\s\#=\[\]{},"'])+.*?[=:＝：])"""
)
# The table that holds what stood below a head that cannot be read: its name has a sign that nobody can type.
LOST, LOST_HEAD = "\ue000lost", '["\ue000lost".n{}]'


# A comment, a text as it stands, a text in which a backslash begins a command.
TOKEN = re.compile(
    r"""\#[^\n]*|\'{3}[\s\S]*?(?:\'{3}|\Z)|'[^'\n]*'?"""
    r"""|(?P<escaped>"{3}(?:\\[\s\S]|[^\\])*?(?:"{3}|\Z)|"(?:\\.|[^"\\\n])*"?)"""
)
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
        *("", r"^[ \t]*\[fields\.[^\"'=]*[^\x00-\x7f]"),
        "a name in square brackets that is not of Latin letters has quotation marks",
        'write [fields."…"], with the name in quotation marks',
    ),
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


def read_toml(file: Path, path: str, most: int = LARGEST_REGISTRY) -> Checked[TomlFile]:
    """Read a TOML file of so many bytes at most; a statement that cannot be read is a Problem and is left out.

    A link that leaves the folder and what is no file are not opened.
    """
    text = read_text(file, path, file.parent, most)
    if text.value is None:
        return Checked(TomlFile(path, "", {}, whole=False), text.problems)
    tables, problems = parse_tables(text.value, path)
    return Checked(TomlFile(path, text.value, tables, not problems), (*text.problems, *problems))


def read_text(file: Path, path: str, folder: Path, most: int = LARGEST_REGISTRY) -> Checked[str | None]:
    """Read a text file of so many bytes at most; None where it is none, or a link that leaves a folder."""
    try:
        if not file.is_file() or not file.resolve().is_relative_to(folder.resolve()):
            message, hint = "this is no file of its own", "put the file itself here: no folder, no link"
            return Checked(None, (make_problem("error", "name", Place(path), message, hint),))
        with file.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        message = "the file cannot be read: {reason}"
        return Checked(None, (make_problem("error", "config", Place(path), message, reason=error.strerror),))
    if len(data) > most:
        message, hint = "the file is larger than {limit} KiB", "delete what the site does not need"
        return Checked(None, (make_problem("error", "size", Place(path), message, hint, limit=most >> 10),))
    return decode(data, path)


def parse_tables(text: str, path: str) -> tuple[Table, list[Problem]]:
    """Parse a text, statement by statement where it cannot be parsed whole."""
    original = tuple(text.split("\n"))
    long = LONGEST_NAME.search(text) if text.count(".") >= MOST_LEVELS else None
    if long:
        return {}, [make_nesting_problem(place_at(path, text, long.start()))]
    lines, problems = list(original), list[Problem]()
    for _ in range(min(MOST_SYNTAX_ERRORS, 1 + MOST_READ // (1 + len(text)))):
        # Each time anew: what was left out may have begun the text that another backslash stands in.
        lines, strays = blank_control_escapes(lines, path, original)
        problems += strays[: max(0, MOST_SYNTAX_ERRORS - len(problems))]
        try:
            tables = tomllib.loads("\n".join(lines))
        except RecursionError:
            worst = max(range(len(original)), key=lambda n: original[n].count("[") + original[n].count("{"))
            problems.append(make_nesting_problem(Place(path, worst + 1, 1, original[worst])))
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


def blank_control_escapes(lines: list[str], path: str, original: tuple[str, ...]) -> tuple[list[str], list[Problem]]:
    """Put spaces in place of what makes a sign that no text may hold, with a Problem for each."""
    text = "\n".join(lines)
    found = list(find_control_escapes(text)) if "\\" in text else []
    if not found:
        return lines, []
    ends = [0, *(end for _, end, _ in found)]
    kept = (text[end:start].ljust(next_end - end) for end, (start, next_end, _) in zip(ends, found, strict=False))
    blanked = "".join((*kept, text[ends[-1] :])).split("\n")
    places = (place_at(path, text, at) for at, _, _ in found[:MOST_SYNTAX_ERRORS])
    shown = (Place(path, each.line, each.column, original[each.line - 1]) for each in places)
    return blanked, [make_escape_problem(place, sign) for place, (_, _, sign) in zip(shown, found, strict=False)]


def find_control_escapes(text: str) -> Iterator[tuple[int, int, str]]:
    """Find where, in texts in double quotation marks, a backslash makes a sign that no text may hold, and which."""
    for found in TOKEN.finditer(text):
        if found["escaped"]:
            yield from ((found.start() + start, found.start() + end, s) for start, end, s in find_escapes(found[0]))


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


def make_nesting_problem(place: Place) -> Problem:
    """Say that a file nests too deep."""
    message, hint = "lists and fields lie too deep within one another here", "write fewer levels"
    return make_problem("error", "toml", place, message, hint)
