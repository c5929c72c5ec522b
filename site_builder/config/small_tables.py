"""Small tables of settings: the statement of accessibility, the offices that people held, the list of wording.

They are read, and nothing is judged by them here.
"""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from site_builder.config.settings import Settings
from site_builder.config.toml_file import TomlFile, read_toml
from site_builder.model import Text, Title
from site_builder.problem import Problem

KEYS = ("limits", "audited", "method", "contact")


class Accessibility(Struct, frozen=True, kw_only=True):
    """What a township says of how accessible its site is.

    `limits` are known ones, `audited` is the day of the last audit (ISO 8601, "" for none), `method` how that was made,
    `contact` whom to ask for help.
    """

    limits: Text = ()
    audited: str = ""
    method: Text = ()
    contact: Text = ()


def read_accessibility(read: Settings) -> Accessibility | None:
    """Read `[accessibility]`; None where there is none, and so no statement."""
    if read.get("accessibility") is None:
        return None
    read.unknown_keys(read.table("accessibility"), "accessibility", KEYS)
    return Accessibility(
        limits=read.words("accessibility.limits"),
        audited=read.day("accessibility.audited"),
        method=read.words("accessibility.method"),
        contact=read.words("accessibility.contact"),
    )


TITLE_KEYS = ("title", "since", "until")


def read_titles(read: Settings, id_: str) -> Iterator[Title]:
    """Read `titles = [{title = "…", since = "2021", until = "2024-03-05"}]` of an entry."""
    key = f"{id_}.titles"
    written = read.get(key)
    if written is None:
        return
    if not isinstance(written, list) or not all(isinstance(each, dict) for each in written):
        read.refuse(key, "{key} is not a list of titles", 'write titles = [{{title = "…", since = "2024"}}]')
        return
    for table in written:
        one = Settings(TomlFile(read.file.path, read.file.text, {id_: {"titles": table}}), read.problems)
        one.unknown_keys(table, key, TITLE_KEYS)
        words = one.words(f"{key}.title")
        if not words:
            read.refuse(key, "one of the {key} has no title", 'write titles = [{{title = "…", since = "2024"}}]')
            continue
        yield Title(words, one.day(f"{key}.since"), one.day(f"{key}.until"))


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
