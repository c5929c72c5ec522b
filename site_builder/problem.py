"""A mistake as a value: made where it is met, gathered, sorted and put into words; never printed here, never raised."""

import unicodedata
from collections.abc import Callable, Iterable
from typing import Generic, Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from site_builder.fields import format_field_name

T = TypeVar("T")
Severity = Literal["error", "warning", "notice"]
Translate = Callable[[str], str]

# A source line longer than this is shown as the part around its caret.
LONGEST_SHOWN = 100
# More of a line than this is not kept, nor more of a value: ten thousand Problems may stand on one line.
LONGEST_KEPT = 200
LONGEST_VALUE = 200
# How a text names a field; which values are names of fields; and that an item has Chinese ones ("zh").
FIELD, FIELDS, FIELD_LANGUAGE = "field_", "fields", "written"


class Problem(Struct, frozen=True, array_like=True, kw_only=True):
    """One mistake at one place: `message` and `hint` are catalogue texts whose `{names}` stand in `values`.

    `path` is relative to the site with `/`; `line` and `column` count from 1, columns in characters;
    a mistake of a whole file stands at 1:1. `source` is the text of the line, of a very long one the part about the
    column; `skipped` counts the characters before that part.
    """

    severity: Severity
    rule: str
    path: str
    line: int = 1
    column: int = 1
    message: str
    hint: str = ""
    values: tuple[tuple[str, str], ...] = ()
    source: str = ""
    skipped: int = 0


class Checked(Struct, Generic[T], frozen=True):
    """A value and the Problems met on the way to it."""

    value: T
    problems: tuple[Problem, ...] = ()


class CommandError(Exception):
    """Ends a command: `status` 2 for wrong usage, 3 when the machine failed; message as in Problem."""

    def __init__(self, status: int, message: str, **values: object) -> None:
        """Keep the exit status, the catalogue text and its values."""
        super().__init__(message)
        self.status = status
        self.message = message
        self.values = tuple((name, str(value)) for name, value in values.items())


def make_problem(
    severity: Severity,
    rule: str,
    place: "Place",
    message: str,
    hint: str = "",
    **values: object,
) -> Problem:
    """Make a Problem at a place; values become text, very long ones are cut."""
    place = shorten_place(place)
    return Problem(
        severity=severity,
        rule=rule,
        path=place.path,
        line=place.line,
        column=place.column,
        message=message,
        hint=hint,
        values=tuple((name, shorten_value(str(value))) for name, value in values.items()),
        source=place.source,
        skipped=place.skipped,
    )


def shorten_place(place: "Place") -> "Place":
    """Keep of a very long line the part about the column; of one that was shortened, what is there."""
    if len(place.source) <= LONGEST_KEPT or place.skipped:
        return place
    skipped = max(0, place.column - 1 - LONGEST_KEPT // 2)
    return replace(place, source=place.source[skipped : skipped + LONGEST_KEPT], skipped=skipped)


def shorten_value(value: str) -> str:
    """Cut a value that is too long for a message."""
    return value if len(value) <= LONGEST_VALUE else value[:LONGEST_VALUE] + "…"


class Place(Struct, frozen=True, array_like=True):
    """Where a Problem is: path relative to the site, line and column from 1, the text of that line.

    `skipped` counts the characters that `source` leaves out at the start of a very long line.
    """

    path: str
    line: int = 1
    column: int = 1
    source: str = ""
    skipped: int = 0


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any of the Problems keeps things from being published."""
    return any(each.severity == "error" for each in problems)


def downgrade_draft_errors(problems: Iterable[Problem], drafts: frozenset[str]) -> tuple[Problem, ...]:
    """Turn the errors of drafts into warnings, so that a half-written draft holds nothing up; `drafts` are paths.

    That an item which was published is a draft now (rule `ledger`) stays an error.
    """
    return tuple(
        replace(each, severity="warning")
        if each.path in drafts and each.severity == "error" and each.rule != "ledger"
        else each
        for each in problems
    )


def upgrade_warnings(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Turn warnings into errors."""
    return tuple(replace(each, severity="error") if each.severity == "warning" else each for each in problems)


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort Problems by place and drop repetitions."""
    return tuple(sorted(set(problems), key=lambda p: (p.path, p.line, p.column, p.rule, p.message, p.values)))


class MessageValues(dict[str, str]):
    """What stands for the `{names}` of a text; `{field_date}` is the field `date`, by its English or Chinese name."""

    chinese = False

    def __missing__(self, key: str) -> str:
        """Give the name of a field."""
        if not key.startswith(FIELD):
            raise KeyError(key)
        return format_field_name(key.removeprefix(FIELD), chinese=self.chinese)


def format_message(text: str, values: Iterable[tuple[str, str]], translate: Translate) -> str:
    """Translate a catalogue text and fill in its values.

    Fields have their Chinese names in a Chinese text, and where the item has: those that a text names as
    `{field_date}`, and the values that `fields` lists.
    """
    if not text:
        return ""
    words, filling = translate(text), MessageValues(values)
    filling.chinese = any("\u4e00" <= sign <= "\u9fff" for sign in words) or filling.get(FIELD_LANGUAGE) == "zh"
    for key in filling.get(FIELDS, "").split():
        if key in filling:
            names = filling[key].split(", ")
            filling[key] = ", ".join(format_field_name(each, chinese=filling.chinese) for each in names)
    return words.format_map(filling)


def has_field_names(each: Problem) -> bool:
    """Tell whether a Problem names fields of an item."""
    return f"{{{FIELD}" in each.message + each.hint or any(key == FIELDS for key, _ in each.values)


def format_problem(each: Problem, translate: Translate) -> str:
    """Write a Problem for a terminal: place, message, rule; the line; a caret with the hint.

    The caret stands under the right character also behind full-width ones, which take two cells
    (Unicode Standard Annex 11, values W and F).
    """
    place = f"{each.path}:{each.line}:{each.column}"
    severity = {"error": translate("error"), "warning": translate("warning"), "notice": translate("notice")}
    message = format_message(each.message, each.values, translate)
    hint = format_message(each.hint, each.values, translate)
    lines = [f"{place}: {severity[each.severity]}: {message}  [{each.rule}]"]
    if each.source:
        shown, before = shorten_line(each.source, each.column - each.skipped)
        lines += [f"    {shown}".rstrip(" "), f"    {make_padding(before)}^ {hint}".rstrip()]
    elif hint:
        lines.append(f"    {hint}")
    return "\n".join(lines)


def shorten_line(source: str, column: int) -> tuple[str, str]:
    """Cut a long line to the part around a column; give that part and what of it stands before the column."""
    start = max(0, column - 1 - LONGEST_SHOWN // 2) if len(source) > LONGEST_SHOWN else 0
    end = start + LONGEST_SHOWN
    head, tail = "…" if start else "", "…" if end < len(source) else ""
    line = "".join(
        c if c.isprintable() or c == "\t" or unicodedata.category(c) == "Zs" else "�" for c in source[start:end]
    )
    return head + line + tail, head + line[: max(0, column - 1 - start)]


def make_padding(text: str) -> str:
    """Give white space as wide as a text is on a terminal."""
    return "".join(
        "\t"
        if c == "\t"
        else ""
        if unicodedata.combining(c)
        else "  "
        if unicodedata.east_asian_width(c) in "WF"
        else " "
        for c in text
    )


def to_record(each: Problem, translate: Translate) -> dict[str, object]:
    """Give a Problem as the object that `--report json` and `--format json` print (contract, section 4)."""
    return {
        "severity": each.severity,
        "rule": each.rule,
        "path": each.path,
        "line": each.line,
        "column": each.column,
        "message": format_message(each.message, each.values, translate),
        "hint": format_message(each.hint, each.values, translate),
        "source": each.source,
    }


def format_annotation(each: Problem, translate: Translate) -> str:
    """Write a Problem as a GitHub workflow command, which annotates a pull request at the line."""
    message = format_message(each.message, each.values, translate)
    hint = format_message(each.hint, each.values, translate)
    text = f"{message} ({hint})" if hint else message
    place = f"file={escape_property(each.path)},line={each.line},col={each.column},title={each.rule}"
    return f"::{each.severity} {place}::{text.replace('%', '%25').replace(chr(13), '%0D').replace(chr(10), '%0A')}"


def escape_property(text: str) -> str:
    """Escape a property of a workflow command."""
    for sign, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")):
        text = text.replace(sign, code)
    return text
