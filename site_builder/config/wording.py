"""content/wording.toml -> the township's own list of words that it does not want written; looks for none of them."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from site_builder.config.settings import Settings
from site_builder.config.tables import read_toml
from site_builder.problem import Problem

FILE = "wording.toml"
WORD_KEYS = ("wrong", "right", "reason", "except")


class Word(Struct, frozen=True):
    """A word or phrase that is wrong, what to write instead ("" for nothing) and why; right within `unless`."""

    wrong: str
    right: str = ""
    reason: str = ""
    unless: tuple[str, ...] = ()


def read_wording(content: Path, problems: list[Problem]) -> Iterator[Word]:
    """Read the list; no file is no list. Problems are added to the list given."""
    if not (content / FILE).exists():
        return
    file = read_toml(content / FILE, f"content/{FILE}")
    problems += file.problems
    settings = Settings(file.value, problems)
    settings.unknown_keys(file.value.tables, "", ("words",))
    for read, table in settings.each("words"):
        read.unknown_keys(table, "words", WORD_KEYS)
        wrong = tuple(each for each in read.texts("words.wrong", ()) if each.strip())
        if not wrong:
            read.note("error", "words", "this entry does not say what is wrong", 'write wrong = "…"')
        for each in wrong:
            yield Word(
                each, read.text("words.right", ""), read.text("words.reason", ""), read.texts("words.except", ())
            )
