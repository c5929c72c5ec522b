"""Values of a TOML file -> settings, with a Problem at the line of each that is wrong; knows no setting by name."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from site_builder.config.toml_file import Table, TomlFile
from site_builder.config.toml_places import locate_key
from site_builder.dates import parse_when
from site_builder.decoding import has_visible_sign
from site_builder.model import Text
from site_builder.problem import Problem, Severity, make_problem
from site_builder.spelling import MOST_GUESSES, find_close_match, format_suggestion


class Settings:
    """Takes values out of one TOML file and notes a Problem for each that is wrong."""

    def __init__(self, file: TomlFile, problems: list[Problem]) -> None:
        """Read from a file; Problems are added to the list given."""
        self.file = file
        self.problems = problems
        self.nth = 0

    def add_problem(self, severity: Severity, key: str, message: str, hint: str = "", **values: object) -> None:
        """Add a Problem at a key (`languages.zh.path`)."""
        where = locate_key(self.file, key, nth=self.nth)
        self.problems.append(make_problem(severity, "config", where, message, hint, key=key, **values))

    def add_value_problem(
        self, key: str, message: str, hint: str = "", *, value: str = "", severity: Severity = "error", **values: object
    ) -> None:
        """Add a Problem, mostly an error, at the value of a key; `value` is the text at fault where it has several."""
        where = locate_key(self.file, key, value=value, nth=self.nth)
        self.problems.append(make_problem(severity, "config", where, message, hint, key=key, value=value, **values))

    def add_unknown_word(self, key: str, message: str, written: str, known: Collection[str], guess: str = "") -> None:
        """Add a Problem for a word that is none of those known: the hint has the one that is meant, else all."""
        guess = guess or self.guess(written, tuple(known))
        hint = format_suggestion(guess) or "write one of: {known}"
        self.add_value_problem(key, message, hint, value=written, guess=guess, known=", ".join(known))

    def list_tables(self, key: str) -> Iterator[tuple["Settings", Table]]:
        """Take the tables of a list of tables, each with the reader of its values."""
        tables = self.get(key)
        if tables is None:
            return
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self.add_value_problem(key, "{key} is not a list of tables", "write [[{key}]] above each of them")
            return
        *above, name = key.split(".")
        for number, table in enumerate(tables):
            wrapped: Table = {name: table}
            for each in reversed(above):
                wrapped = {each: wrapped}
            reader = Settings(TomlFile(self.file.path, self.file.text, wrapped), self.problems)
            reader.nth = number
            yield reader, table

    def get(self, key: str) -> object:
        """Look a dotted key up; None where it is not written."""
        value: object = self.file.tables
        for part in key.split("."):
            if not isinstance(value, dict) or part not in value:
                return None
            value = value[part]
        return value

    def read_text(self, key: str, default: str) -> str:
        """Read a text."""
        value = self.get(key)
        if value is not None and not isinstance(value, str):
            self.add_value_problem(key, "{key} is not a text", 'write it in quotation marks: "…"')
        return normalize_text(value) if isinstance(value, str) else default

    def read_texts(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """Read a list of texts; one text alone is a list of one."""
        value = self.get(key)
        if isinstance(value, str):
            return (normalize_text(value),)
        if value is not None and not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
            self.add_value_problem(key, "{key} is not a list of texts", 'write it as ["…", "…"]')
        return (
            tuple(normalize_text(each) for each in value if isinstance(each, str))
            if isinstance(value, list)
            else default
        )

    def read_localized_text(self, key: str) -> Text:
        """Read a text, or a table of texts by language."""
        value = self.get(key)
        if isinstance(value, dict) and value and all(isinstance(each, str) for each in value.values()):
            return tuple((language, normalize_text(each)) for language, each in value.items() if has_visible_sign(each))
        if value is not None and not isinstance(value, str):
            self.add_value_problem(key, "{key} is neither a text nor texts by language", 'write {{en = "…", zh = "…"}}')
        return (("", normalize_text(value)),) if isinstance(value, str) and has_visible_sign(value) else ()

    def read_name(self, key: str, id_: str) -> Text:
        """Read a text, or texts by language, in whose place an id stands where there is none."""
        name = self.read_localized_text(key)
        if not name and is_blank(self.get(key)):
            hint = "write the name, or remove the line"
            self.add_value_problem(key, "{key} says nothing, so that {id} is shown", hint, severity="warning", id=id_)
        return name or (("", id_),)

    def read_flag(self, key: str, *, default: bool) -> bool:
        """Read true or false."""
        value = self.get(key)
        if value is not None and not isinstance(value, bool):
            self.add_value_problem(
                key, "{key} is neither true nor false", "write true or false without quotation marks"
            )
        return value if isinstance(value, bool) else default

    def read_number(self, key: str) -> int:
        """Read a number of days."""
        value = self.get(key)
        good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 31
        if value is not None and not good:
            self.add_value_problem(key, "{key} is not a number of days", "write a number without quotation marks")
        return value if isinstance(value, int) and good else 0

    def read_day(self, key: str) -> str:
        """Read a year, a month or a day, as TOML date or as text; ISO 8601."""
        value = self.get(key)
        written = "" if value is None else str(value)
        found = parse_when(written, ZoneInfo("UTC"))
        if found is not None:
            return found.local[:10]
        if written and not re.fullmatch(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?", written):
            message, hint = 'the date "{date}" is not a date', "write it as 2024-01-31, or only the year"
            self.add_value_problem(key, message, hint, date=written)
            return ""
        return written

    def read_table(self, key: str) -> Table:
        """Read a table; empty where it is not written."""
        value = self.get(key)
        if value is not None and not isinstance(value, dict):
            self.add_problem("error", key, "{key} is not a table", "write [{key}] on a line of its own")
        return value if isinstance(value, dict) else {}

    def guess(self, word: str, known: Sequence[str]) -> str:
        """Find what a misspelt name means; only where there are not very many Problems."""
        return find_close_match(word, known) if len(self.problems) < MOST_GUESSES else ""

    def check_unknown_keys(self, table: Table, prefix: str, known: Iterable[str]) -> None:
        """Warn of settings that mean nothing."""
        names = tuple(known)
        for key in table:
            if key not in names:
                guess = self.guess(key, names)
                where = f"{prefix}.{key}" if prefix else key
                message, hint = 'the setting "{name}" is not known', format_suggestion(guess)
                self.add_problem("warning", where, message, hint, name=key, guess=guess)


def is_blank(words: object) -> bool:
    """Tell whether a text, or each text by language, is written and says nothing."""
    if isinstance(words, dict):
        return bool(words) and all(map(is_blank, words.values()))
    return isinstance(words, str) and not has_visible_sign(words)


def normalize_text(text: str) -> str:
    """Compose accents (NFC), as the readers of items do: what looks alike is alike."""
    return unicodedata.normalize("NFC", text)
