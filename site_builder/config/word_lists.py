"""content/wording.toml, the lists that it names, and the words that come with the program -> words; reads no item.

It is no service of words that must not be said (错敏词): what such a service knows is imported as a list with its day.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace

from site_builder.config.common_mistakes import AS_OF, DEFAULT, ENTRIES, SOURCES, list_entries
from site_builder.config.settings import Settings
from site_builder.config.toml_file import read_toml
from site_builder.decoding import decode
from site_builder.problem import Place, Problem, Severity, make_problem
from site_builder.spelling import find_close_match, format_suggestion

WORDING_FILE = "wording.toml"
WORD_KEYS = ("wrong", "right", "reason", "except", "severity", "since", "until")
LIST_KEYS = ("file", "as_of", "severity")
SEVERITIES: tuple[Severity, ...] = get_args(Severity)


class WrongWord(Struct, frozen=True):
    """A word or phrase that is wrong, what to write instead ("" for nothing) and why; right within `unless`.

    It is wrong in items from the day `since` and until the day `until` ("" for always).
    """

    wrong: str
    right: str = ""
    reason: str = ""
    unless: tuple[str, ...] = ()
    severity: Severity = "error"
    since: str = ""
    until: str = ""


def read_wording(content: Path, problems: list[Problem]) -> tuple[WrongWord, ...]:
    """Read all words, the township's own before those of lists and of the program; Problems are added to the list."""
    categories: tuple[str, ...] = DEFAULT
    words = list[WrongWord]()
    if (content / WORDING_FILE).exists():
        file = read_toml(content / WORDING_FILE, f"content/{WORDING_FILE}")
        problems += file.problems
        settings = Settings(file.value, problems)
        settings.check_unknown_keys(file.value.tables, "", ("words", "lists", "categories"))
        categories = tuple(read_categories(settings))
        words += read_own_words(settings)
        for entry, table in settings.list_tables("lists"):
            entry.check_unknown_keys(table, "lists", LIST_KEYS)
            words += read_list(content, entry)
    words += (each for category in categories for each in list_common_mistakes(category))
    found: dict[str, WrongWord] = {}
    for each in words:
        found.setdefault(each.wrong, each)
    return tuple(found.values())


def list_common_mistakes(category: str) -> Iterator[WrongWord]:
    """Give the program's own words of a category."""
    reason = f"{SOURCES[category]}, {AS_OF}"
    for wrong, right, unless in list_entries(category):
        yield WrongWord(wrong, right, reason, unless, "warning")


def read_categories(settings: Settings) -> Iterator[str]:
    """Read which categories of the program's own words are looked for."""
    for each in settings.read_texts("categories", DEFAULT):
        if each in ENTRIES:
            yield each
        else:
            guess = find_close_match(each, tuple(ENTRIES))
            message = 'there is no category of words "{name}"'
            settings.add_problem("error", "categories", message, format_suggestion(guess), name=each, guess=guess)


def read_own_words(settings: Settings) -> Iterator[WrongWord]:
    """Read the township's own words."""
    for entry, table in settings.list_tables("words"):
        entry.check_unknown_keys(table, "words", WORD_KEYS)
        wrong = tuple(each for each in entry.read_texts("words.wrong", ()) if each.strip())
        if not wrong:
            entry.add_problem("error", "words", "this entry does not say what is wrong", 'write wrong = "…"')
        word = WrongWord(
            "",
            entry.read_text("words.right", ""),
            entry.read_text("words.reason", ""),
            entry.read_texts("words.except", ()),
            read_severity(entry, "words.severity", "error"),
            entry.read_day("words.since"),
            entry.read_day("words.until"),
        )
        yield from (replace(word, wrong=each) for each in wrong)


def read_severity(settings: Settings, key: str, default: Severity) -> Severity:
    """Read a severity."""
    written = settings.read_text(key, default)
    for each in SEVERITIES:
        if written == each:
            return each
    settings.add_value_problem(key, '"{value}" is not a severity', "write error, warning, notice or off", value=written)
    return default


def read_list(content: Path, settings: Settings) -> Iterator[WrongWord]:
    """Read a list in a file of comma-separated values, whose first line names its columns."""
    name, as_of = settings.read_text("lists.file", ""), settings.read_day("lists.as_of")
    severity = read_severity(settings, "lists.severity", "warning")
    path = content / name
    if not name or ".." in name or not path.is_file():
        message, hint = 'there is no list "{value}"', 'write file = "_wording/list.csv", a file in content/'
        settings.add_value_problem("lists.file", message, hint, value=name)
        return
    text = decode(path.read_bytes(), f"content/{name}").value or ""
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    if rows and "wrong" not in rows[0]:
        message, hint = "this list has no column {column}", "name the columns in its first line: wrong,right,reason"
        settings.problems.append(
            make_problem("error", "config", Place(f"content/{name}", 1, 1), message, hint, column="wrong")
        )
        return
    for row in rows:
        values = {key: (value or "").strip() for key, value in row.items() if key and isinstance(value, str)}
        if values.get("wrong"):
            reason = ", ".join(each for each in (values.get("reason", ""), as_of) if each)
            own = next((each for each in SEVERITIES if each == values.get("severity")), severity)
            unless = tuple(filter(None, values.get("except", "").split("|")))
            since, until = values.get("since", ""), values.get("until", "")
            yield WrongWord(values["wrong"], values.get("right", ""), reason, unless, own, since, until)
