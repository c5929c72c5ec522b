"""The nouns of a migration: what an old site holds, what is noted about it; reads and decides nothing."""

from typing import Literal, TypeAlias

from msgspec import Struct, field

from site_builder.problem import Place, Problem, Severity, make_problem

Generator = Literal["eleventy", "jekyll", "hugo"]
GENERATORS: tuple[Generator, ...] = ("eleventy", "jekyll", "hugo")
Value: TypeAlias = "str | list[Value] | dict[str, Value]"
Fields: TypeAlias = "dict[str, Value]"
# A source line that is shown is no longer than this.
LONGEST_SHOWN = 300


class OldFrontMatter(Struct, frozen=True):
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

    `addresses` are all it had, from the root of the site, `possible_addresses` those it may have had; `inherited` are
    fields that a folder or the settings give it. `resources` are the files of its own folder, by their path from there.
    `base` is the address that links of its body count from. `foreign` is a page in a form that is not read here;
    `emoji` says that `:name:` is a picture sign.
    """

    path: str
    column: str
    key: str
    lang: str
    name: str
    front_matter: OldFrontMatter
    text: str
    addresses: tuple[str, ...] = ()
    possible_addresses: tuple[str, ...] = ()
    base: str = "/"
    inherited: Fields = field(default_factory=dict)
    draft: bool = False
    day_in_name: str = ""
    html: bool = False
    foreign: bool = False
    emoji: bool = False
    own_folder: bool = False
    front_page: bool = False
    resources: tuple[tuple[str, str], ...] = ()
    modified_time: float = 0.0

    def get(self, *names: str) -> Value:
        """Give the first field of some names that says anything, else what it is given; empty where none does."""
        for table in (self.front_matter.fields, self.inherited):
            for name in names:
                value = table.get(name)
                if value:
                    return value
        return ""


class OldSettings(Struct, frozen=True, kw_only=True):
    """What the old site's settings say: title, address, languages (the main one first) with names, time zone.

    `titles` are those of columns by language; `people` the full names of authors.
    """

    title: str = ""
    base_url: str = ""
    time_zone: str = ""
    languages: tuple[tuple[str, str], ...] = ()
    titles: dict[str, dict[str, str]] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)


class OldSite(Struct, frozen=True):
    """An old site: its settings, its pages, its files by the address they are published at.

    `lists` are addresses of lists, each with its kind (`home`, `column`, `topics`, `topic`), its name, its language.
    """

    settings: OldSettings
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
        self.problems.append(make_problem(severity, rule, Place(path, line, 1, shown), message, hint, **values))

    def add_loss(self, rule: str, path: str, line: int, message: str, source: str = "", **values: object) -> None:
        """Note what was not understood, or did not come over."""
        self.add("warning", rule, path, line, message, "", source=source, **values)

    def add_change(self, rule: str, path: str, line: int, message: str, source: str = "", **values: object) -> None:
        """Note what was understood and is written in another way."""
        self.add("notice", rule, path, line, message, "", source=source, **values)


def get_text(value: Value) -> str:
    """Give the text of a value: of a list its first, of a table its name, title or address."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return next((found for each in value if (found := get_text(each))), "")
    for name in ("name", "title", "full_name", "path", "src", "url", "image", "text"):
        if value.get(name):
            return get_text(value[name])
    return ""


def list_texts(value: Value) -> tuple[str, ...]:
    """Give the texts of a list, each once; a text or a table alone is a list of one."""
    many = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(filter(None, map(get_text, many))))
