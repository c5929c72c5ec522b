"""A file's text -> the block at its head, with slips of the keyboard repaired; knows YAML's signs, not its grammar."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from msgspec import Struct

from site_builder.fields import CANONICAL_NAMES, FIELDS, NESTED_FIELDS
from site_builder.front_matter.field_names import compile_name_pattern, normalize_name
from site_builder.mends.mend import Edit, Mend, MendableText
from site_builder.problem import Place, Problem, make_problem

# A block of so many characters is none: a hundred events are some 10,000.
LARGEST = 64 << 10
# The start of a field that stands in no other.
FIELD_START = re.compile(r"[^ \t#\-\]}]")
DASHES = re.compile(r"[ \t]*(?:[-—–－―_=]{2,}|[—–－―])[ \t]*")
ENDING = re.compile(r"(?:[-—–－―]{2,}|[—–－―]|\.\.\.)[ \t]*")
# What stands for a value that cannot be read; decoding lets no file have it.
UNREADABLE_VALUE = "\U0010fffd"
OPENING = re.compile(r"---[ \t]*\n")
# A line that ends the block, or looks as if it were meant to; to begin with its line end finds it fastest.
CLOSING = re.compile(r"\n(?:(?P<hyphens>---)|[-—–－―]{2,}|[—–－―]|\.\.\.)[ \t]*(?:\n|\Z)")
FIELD = re.compile(r"(?P<name>[^\s#:：\[\]{}\"',|>-][^\s:：]*)[ \t]*[:：]")
# Signs that are line ends to YAML, but to no editor.
BREAKS = str.maketrans("\u2028\u2029", "  ")
# What is typed for the hyphen before an entry of a list.
ENTRY_SIGN = re.compile(
    r"^(?P<indent>[ \t\u3000]*)(?P<sign>[－—–―−‐•·●・])(?P<space>[ \u3000]*)(?=[^\s－—–―−‐•·●・])", re.MULTILINE
)
LIST_FIELDS = frozenset(each.name for each in FIELDS if each.kind in {"groups", "texts", "registry"})
BRACES = re.compile(r"[^{\"'：]*(?:[:：]|-)[ \t]*\{")
LINE = re.compile(r"(?P<head>[ ]*(?:- +)*(?:[^\s\"'\[\]{}#&*!|>%@`:][^:]*:(?=\s))?)[ \t]*(?P<value>.*)")
PAIRS = {'"': '"', "'": "'", "[": "]", "{": "}"}
# What divides a list where a full-width comma does, with the white space behind.
FULL_WIDTH_SEPARATOR = re.compile("[，、；][ \t]*")
LITERAL = re.compile(r"[:：][ \t]*[|>][-+0-9]*[ \t]*(?:#.*)?$")


class FrontMatterBlock(Struct, frozen=True):
    """A block as YAML is to read it, and as it is written from line `first` of the file on.

    `inserted` has, by line, the columns (from 0) of signs that the file does not have; `body` is the offset of the
    text below, 0 where the block's end is a guess.
    """

    lines: tuple[str, ...]
    original: tuple[str, ...]
    first: int
    body: int
    inserted: dict[int, list[int]]
    problems: tuple[Problem, ...]

    def find_place(self, path: str, line: int, column: int) -> Place:
        """Give the Place in the file of a line and column, both from 0."""
        if not 0 <= line < len(self.original):
            line = max(0, min(line, len(self.original) - 1))
        if self.inserted:
            column -= bisect_left(self.inserted.get(line, []), column)
        return Place(path, self.first + line, column + 1, self.original[line])


def split_front_matter(text: str) -> tuple[str, str]:
    """Divide a file in block and body; raises ValueError where it is in doubt where the block opens or ends."""
    opening = OPENING.match(text)
    closing = CLOSING.search(text, opening.end() - 1) if opening else None
    if opening is None or closing is None or closing["hyphens"] is None:
        raise ValueError
    return text[opening.end() : closing.start() + 1], text[closing.end() :]


def parse_block(text: str, path: str) -> FrontMatterBlock:
    """Find the block of a file and repair it; where it does not open or end, say so and guess how far it goes."""
    try:
        block, body = split_front_matter(text)
    except ValueError:
        return guess_block(text, path)
    lines = block.split("\n")
    lines = lines[:-1] or lines
    if len(block) > LARGEST:
        body_at = len(text) - len(body)
        return repair_lines(cut_lines(lines), path, 2, body_at, (make_block_size_problem(Place(path, 1, 1, "---")),))
    if "：" not in block and "\u2028" not in block and "\u2029" not in block and not ENTRY_SIGN.search(block):
        return FrontMatterBlock(tuple(lines), tuple(lines), 2, len(text) - len(body), {}, ())
    return repair_lines(lines, path, 2, len(text) - len(body), ())


def guess_block(text: str, path: str) -> FrontMatterBlock:
    """Take the lines that look like fields, so that the Problems in them are shown in the same run."""
    lines = text.split("\n")
    opening = next((n for n, line in enumerate(lines) if line.strip()), 0)
    opened = bool(DASHES.fullmatch(lines[opening]))
    start = opening + 1 if opened else opening
    end = next((n for n in range(start, len(lines)) if ENDING.fullmatch(lines[n])), 0)
    guess = end or next((n for n in range(start, len(lines)) if not is_field_like(lines[n])), len(lines))
    first = Place(path, 1, 1, lines[0])
    if re.fullmatch(r"---[ \t]*", lines[0]):
        message, hint = "the block that begins here is never closed", "write --- on a line of its own above line {n}"
        if end:
            hint = "write three hyphens (---) on line {n}, by hand"
        found = make_problem("error", "yaml", first, message, hint, n=guess + 1)
    else:
        message, hint = "the file does not begin with a line of three hyphens", "write --- on line 1, by hand"
        if not opened and is_known_field(lines[start]):
            hint = "write --- on a line of its own above the fields, as the first line of the file"
            if not end:
                hint = (
                    "write --- on a line of its own above the fields, as the first line, and below them, above line {n}"
                )
        elif opening:
            hint = "delete the empty lines above line {n}"
        elif not opened:
            hint = "begin with ---, then {field_title}: and {field_date}:, then --- again"
            guess = start
        line = opening if opened else guess
        found = make_problem("error", "yaml", first, message, hint, n=line + 1)
    return repair_lines(cut_lines(lines[start:guess] or [""]), path, start + 1, 0, (found,))


def cut_lines(lines: list[str]) -> list[str]:
    """Give the lines of a block, of one that is too large those of the first fields."""
    size, whole = 0, len(lines)
    for number, line in enumerate(lines):
        whole = number if FIELD_START.match(line) else whole
        size += len(line) + 1
        if size > LARGEST:
            return lines[:whole] or [""]
    return lines


def make_block_size_problem(place: Place) -> Problem:
    """Say that a block is larger than that of any item."""
    message = "the block that begins here is larger than {limit} KiB"
    hint = "write long text below the block, and divide long lists among several items"
    return make_problem("error", "size", place, message, hint, limit=LARGEST >> 10)


def is_field_like(line: str) -> bool:
    """Tell whether a line may belong to a block."""
    return bool(FIELD.match(line) or re.match(r"[ \t]+\S|#|- ", line))


def is_known_field(line: str) -> bool:
    """Tell whether a line begins with the name of a field."""
    found = FIELD.match(line)
    return bool(found and normalize_name(found["name"]) in CANONICAL_NAMES)


def repair_lines(lines: list[str], path: str, first: int, body: int, problems: tuple[Problem, ...]) -> FrontMatterBlock:
    """Put half-width colons for full-width ones after the names of fields, with a notice for each that is known.

    A name that no field has, at the beginning of a line, is told as such where fields are read.
    """
    fixed: list[str] = []
    inserted: dict[int, list[int]] = {}
    notices: list[Problem] = []
    field, sign, left, literal, entries = "", "", 0, -1, -1
    for number, written in enumerate(lines):
        indent = len(written) - len(written.lstrip(" "))
        if literal >= 0 and (indent > literal or not written.strip()):
            fixed.append(written.translate(BREAKS))
            continue
        if written.strip() and field in LIST_FIELDS and not sign and entries < 0:
            entries = len(written) - len(written.lstrip())
        entry = ENTRY_SIGN.match(written) if entries >= 0 else None
        entry = entry if entry and len(entry["indent"]) == entries else None
        line, added = repair_entry(written, entry) if entry else (written, [])
        if entry:
            message, hint = 'the sign "{sign}" begins no entry of a list', "write a hyphen and a space there: - "
            at = Place(path, first + number, entry.start("sign") + 1, written)
            notices.append(make_problem("error", "yaml", at, message, hint, sign=entry["sign"]))
        literal = indent if ("|" in line or ">" in line) and LITERAL.search(line) else -1
        found, within = None if indent else FIELD.match(line), left > 0
        if found:
            field, entries = normalize_name(found["name"]), -1
        if found and not within:
            sign = line[found.end() :].lstrip()[:1]
        left = count_open_signs(line, sign, left)
        new, more, signs = repair_line(line, field, inner=bool(indent or line.startswith("-")), within=within)
        for column, name in signs:
            message = "the full-width colon after {name} was read as a half-width one"
            at = Place(path, first + number, column + 1 - len(added), written)
            hint = "write {name}: with a space after it"
            notices.append(make_problem("notice", "yaml", at, message, hint, name=name))
        if added or more:
            inserted[number] = [*added, *more]
        fixed.append(new.translate(BREAKS))
    return FrontMatterBlock(tuple(fixed), tuple(lines), first, body, inserted, (*problems, *notices))


def repair_entry(line: str, entry: re.Match[str]) -> tuple[str, list[int]]:
    """Put a hyphen and a space for another sign before an entry; give the column of a space that was added."""
    start = " " * len(entry["indent"]) + "-"
    space = " " * max(1, len(entry["space"]))
    return start + space + line[entry.end() :], [] if entry["space"] else [len(start)]


def count_open_signs(line: str, sign: str, before: int) -> int:
    """Count the quotation marks or brackets that are open after a line of a value that begins with one."""
    if sign not in PAIRS:
        return 0
    closed = 0 if sign == PAIRS[sign] else line.count(PAIRS[sign])
    left = before + line.count(sign) - closed
    return left % 2 if sign == PAIRS[sign] else max(0, left)


def repair_line(
    line: str, field: str, *, inner: bool, within: bool = False
) -> tuple[str, list[int], list[tuple[int, str]]]:
    """Repair one line below a top-level field, or `within` a value of several lines.

    Gives the line, the columns of signs added to it, and the columns of the colons repaired, each with its field.
    """
    if "：" not in line or (inner and field not in NESTED_FIELDS):
        return line, [], []
    new, done = "", 0
    added: list[int] = []
    signs: list[tuple[int, str]] = []
    braces = BRACES.match(line)
    for found in compile_name_pattern(inner=inner, field=field).finditer(line):
        if (found["part"] and not (braces and field in NESTED_FIELDS)) or (found["other"] and within):
            continue
        colon = found.end() - 1
        if not found["other"]:
            signs.append((colon, found["name"] or found["part"]))
        new += line[done:colon] + ":"
        if line[colon + 1 : colon + 2] not in {"", " ", "\t"}:
            added.append(len(new))
            new += " "
        done = colon + 1
    return new + line[done:], added, signs


def remove_value(lines: list[str], number: int) -> bool:
    """Replace a value at fault, with the deeper lines that belong to it, or blank its line; tell if that may help."""
    if not 0 <= number < len(lines):
        return False
    line = lines[number]
    found = LINE.fullmatch(line)
    if not line.strip() or UNREADABLE_VALUE in line or found is None:
        return False
    value = found["value"]
    if not value or not (found["head"].strip()):
        if number == 0:
            return False
        lines[number] = ""
        return True
    lines[number] = f'{found["head"].rstrip()} "{UNREADABLE_VALUE}"'
    indent = len(line) - len(line.lstrip(" "))
    for following in range(number + 1, len(lines)):
        text = lines[following]
        if text.strip() and len(text) - len(text.lstrip(" ")) <= indent + (found["head"].lstrip().startswith("-")):
            break
        lines[following] = ""
    return True


def find_sign_mends(source: MendableText) -> Iterator[Mend]:
    """Find full-width colons after names of fields and full-width commas in lists, which were read as half-width."""
    for each in source.problems:
        at = source.find_offset(each)
        sign = source.text[at : at + 1]
        if each.rule != "yaml" or sign not in {"：", "，", "、", "；"}:
            continue
        if sign == "：":
            close = source.text[at + 1 : at + 2] not in {"", " ", "\t", "\n"}
            edits: tuple[Edit, ...] = (Edit(at, at + 1, ": " if close else ":"),)
        else:
            end = min(source.text.find(sign, at) for sign in "],\n" if sign in source.text[at:])
            found = FULL_WIDTH_SEPARATOR.finditer(source.text, at, end)
            edits = tuple(Edit(one.start(), one.end(), ", ") for one in found)
        yield Mend(edits, each.message, each.values)
