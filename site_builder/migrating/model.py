"""The nouns of a migration: what an old site holds, what is noted about it; reads and decides nothing."""

from typing import Literal, TypeAlias

from msgspec import Struct, field

from site_builder.problem import Place, Problem, Severity, problem

Kind = Literal["eleventy", "jekyll", "hugo"]
KINDS: tuple[Kind, ...] = ("eleventy", "jekyll", "hugo")
Value: TypeAlias = "str | list[Value] | dict[str, Value]"
Fields: TypeAlias = "dict[str, Value]"
# A source line that is shown is no longer than this.
LONGEST_SHOWN = 300


class Head(Struct, frozen=True):
    """The front matter of a file: its fields as written, the lines they stand at, where the body begins.

    `broken` is the line and the reason where it could not be read; the fields are then what could be told line by line.
    """

    fields: Fields
    lines: dict[str, int]
    body: int
    broken: tuple[int, str] | None = None
    written: bool = True


class Doc(Struct, frozen=True, kw_only=True):
    """A page of the old site: `path` below it, `column` ("" for a plain page), what its translations share as `key`.

    `addresses` are all it had, from the root of the site, `perhaps` those it may have had; `given` are fields that a
    folder or the settings give it. `resources` are the files of its own folder, by their path from there. `base` is the
    address that links of its body count from. `foreign` is a page in a form that is not read here; `emoji` says
    that `:name:` is a picture sign.
    """

    path: str
    column: str
    key: str
    lang: str
    name: str
    head: Head
    text: str
    addresses: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    base: str = "/"
    given: Fields = field(default_factory=dict)
    draft: bool = False
    dated: str = ""
    html: bool = False
    foreign: bool = False
    emoji: bool = False
    folder: bool = False
    front: bool = False
    resources: tuple[tuple[str, str], ...] = ()
    changed: float = 0.0

    def get(self, *names: str) -> Value:
        """Give the first field of some names that says anything, else what it is given; empty where none does."""
        for table in (self.head.fields, self.given):
            for name in names:
                value = table.get(name)
                if value:
                    return value
        return ""


class Settings(Struct, frozen=True, kw_only=True):
    """What the old site's settings say: title, address, languages (the main one first) with names, time zone.

    `titles` are those of columns by language; `people` the full names of authors.
    """

    title: str = ""
    base_url: str = ""
    time_zone: str = ""
    languages: tuple[tuple[str, str], ...] = ()
    titles: dict[str, dict[str, str]] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)


class Old(Struct, frozen=True):
    """An old site: its settings, its pages, its files by the address they are published at.

    `lists` are addresses of lists, each with its kind (`home`, `column`, `topics`, `topic`), its name, its language.
    """

    settings: Settings
    docs: tuple[Doc, ...]
    files: dict[str, str]
    lists: dict[str, tuple[str, str, str]] = field(default_factory=dict)


class Notes:
    """Collects what has to be told of an old site's files."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.problems: list[Problem] = []

    def add(  # noqa: PLR0913, PLR0917 - a place is given by its parts
        self,
        severity: Severity,
        rule: str,
        path: str,
        line: int,
        message: str,
        hint: str = "",
        *,
        source: str = "",
        **values: object,
    ) -> None:
        """Note something at a line; `source` is the text that it is about."""
        shown = " ".join(source.split())[:LONGEST_SHOWN]
        self.problems.append(problem(severity, rule, Place(path, line, 1, shown), message, hint, **values))

    def lost(self, rule: str, path: str, line: int, message: str, source: str = "", **values: object) -> None:
        """Note what was not understood, or did not come over."""
        self.add("warning", rule, path, line, message, "", source=source, **values)

    def changed(self, rule: str, path: str, line: int, message: str, source: str = "", **values: object) -> None:
        """Note what was understood and is written in another way."""
        self.add("notice", rule, path, line, message, "", source=source, **values)


def text_of(value: Value) -> str:
    """Give the text of a value: of a list its first, of a table its name, title or address."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return next((found for each in value if (found := text_of(each))), "")
    for name in ("name", "title", "full_name", "path", "src", "url", "image", "text"):
        if value.get(name):
            return text_of(value[name])
    return ""


def texts_of(value: Value) -> tuple[str, ...]:
    """Give the texts of a list, each once; a text or a table alone is a list of one."""
    many = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(filter(None, map(text_of, many))))
