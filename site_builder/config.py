"""site.toml and the registries -> Config, with every Problem at its line; nobody else reads settings."""

import difflib
import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from msgspec import Struct

from site_builder import urls
from site_builder.decoding import LARGEST, decode
from site_builder.decoding import place as place_at
from site_builder.model import REGISTRIES, Column, Entry, Language, RegistryName, Text
from site_builder.problem import Checked, Place, Problem, Severity, problem

Table = dict[str, object]
SITE_KEYS = ["title", "base_url", "language", "time_zone", "open_registries", "languages", "columns"] + [
    "search",
    "footer",
    "profile",
    "publish",
    "notice",
    "description",
]
COLUMN_KEYS = ["id", "title", "kind", "freshness"]
LANGUAGE_KEYS = ["path", "tag", "locale", "name"]
FOOTER_KEYS = ["text", "contact"]
ENTRY_KEYS = ["name", "since", "until", "formerly", "note", "role", "outside"]
PUBLISH_KEYS = ["to"]
# TOML recovers no error; a line that cannot be read is left out and the rest read again, this many times at most.
MOST_SYNTAX_ERRORS = 20


class Config(Struct, frozen=True, kw_only=True):
    """All settings of a site, complete: what is not written has its default."""

    title: Text
    base_url: str
    base_path: str
    language: str
    languages: tuple[Language, ...]
    time_zone: str = "UTC"
    open_registries: tuple[str, ...] = ("topics",)
    columns: tuple[Column, ...] = ()
    search: bool = True
    description: Text = ()
    footer: Text = ()
    contact: Text = ()
    notice: Text = ()
    profile: str = ""
    publish: tuple[tuple[str, str], ...] = ()
    entries: tuple[Entry, ...] = ()

    def tongue(self, language: str) -> Language | None:
        """Give the site's language with an id."""
        return next((each for each in self.languages if each.id == language), None)


class TomlFile(Struct, frozen=True):
    """A TOML file as read: its path relative to the site, text and tables."""

    path: str
    text: str
    tables: Table


def read_config(site: Path) -> Checked[Config | None]:
    """Read `content/site.toml` and the registries of a site folder; None where there is no site.toml."""
    content = site / "content"
    if not (content / "site.toml").is_file():
        message, hint = "there is no content/site.toml", "write one with title and base_url, or run: bulletin init DIR"
        return Checked(None, (problem("error", "config", Place("content/site.toml"), message, hint),))
    settings = read_toml(content / "site.toml", "content/site.toml")
    registries = {
        name: read_toml(content / f"{name}.toml", f"content/{name}.toml")
        for name in REGISTRIES
        if (content / f"{name}.toml").is_file()
    }
    problems = [*settings.problems, *(p for each in registries.values() for p in each.problems)]
    reader = Reader(settings.value, problems)
    config = reader.config()
    entries = tuple(e for name, file in registries.items() for e in Reader(file.value, problems).entries(name))
    problems += [p for file in registries.values() for p in repeated_names(file.value, entries)]
    return Checked(
        Config(**{f: getattr(config, f) for f in config.__struct_fields__ if f != "entries"}, entries=entries),
        tuple(problems),
    )


def read_toml(file: Path, path: str) -> Checked[TomlFile]:
    """Read a TOML file; a line that cannot be read is a Problem and is left out."""
    try:
        with file.open("rb") as stream:
            decoded = decode(stream.read(LARGEST + 1), path)
    except OSError as error:
        unreadable = problem("error", "config", Place(path), "the file cannot be read: {reason}", reason=error.strerror)
        return Checked(TomlFile(path, "", {}), (unreadable,))
    if decoded.value is None:
        return Checked(TomlFile(path, "", {}), decoded.problems)
    problems = list(decoded.problems)
    lines = decoded.value.split("\n")
    for _ in range(MOST_SYNTAX_ERRORS):
        try:
            return Checked(TomlFile(path, decoded.value, tomllib.loads("\n".join(lines))), tuple(problems))
        except tomllib.TOMLDecodeError as error:
            line, column, reason = syntax_error(str(error), lines)
            original = decoded.value.split("\n")[line - 1]
            hint = toml_hint(original)
            at = Place(path, line, column, original)
            problems.append(problem("error", "toml", at, "this line cannot be read: {reason}", hint, reason=reason))
            if not lines[line - 1]:
                break
            lines[line - 1] = ""
    return Checked(TomlFile(path, decoded.value, {}), tuple(problems))


def syntax_error(message: str, lines: list[str]) -> tuple[int, int, str]:
    """Take line, column and reason out of tomllib's message; an error at the end is laid to the last line written."""
    found = re.fullmatch(r"(.*) \(at line (\d+), column (\d+)\)", message, re.DOTALL)
    reason = message.split(" (at ")[0]
    if found and lines[int(found[2]) - 1]:
        return int(found[2]), int(found[3]), reason
    last = next((n for n in range(len(lines), 0, -1) if lines[n - 1].strip()), 1)
    return last, max(1, len(lines[last - 1])), reason


def toml_hint(line: str) -> str:
    """Say what to write for the usual slips: full-width signs, a missing or unclosed quote, an unquoted Chinese key."""
    value = line.partition("=")[2].strip()
    if re.search("[“”‘’＝：，]", line):
        return 'use the half-width signs " = , instead of the full-width ones'
    if value.count('"') % 2:
        return "close the quotation mark"
    if value and not re.match(r"[\[{\"'0-9+-]|true\b|false\b", value):
        return 'put the text in quotation marks: key = "text"'
    if re.match(r"\s*\[?[^\x00-\x7f]", line):
        return "put a name that is not in Latin letters in quotation marks"
    return 'write it as key = "text"'


class Reader:
    """Takes settings out of one TOML file and notes a Problem for each that is wrong."""

    def __init__(self, file: TomlFile, problems: list[Problem]) -> None:
        """Read from a file; Problems are added to the list given."""
        self.file = file
        self.problems = problems

    def note(self, severity: Severity, key: str, message: str, hint: str = "", **values: object) -> None:
        """Add a Problem at the line of a key (`languages.zh.path`)."""
        where = locate(self.file, key)
        self.problems.append(problem(severity, "config", where, message, hint, key=key, **values))

    def config(self) -> Config:
        """Read site.toml."""
        tables = self.file.tables
        self.unknown_keys(tables, "", SITE_KEYS)
        for key in ("title", "base_url"):
            if key not in tables and not any(p.rule == "toml" for p in self.problems):
                self.note("error", key, "{key} is missing", 'write {key} = "…"')
        base_url = self.base_url()
        language = self.text("language", "en")
        return Config(
            title=self.words("title") or (("", "-"),),
            base_url=base_url,
            base_path=urls.base_path(base_url),
            language=language,
            languages=tuple(self.languages(language)),
            time_zone=self.time_zone(),
            open_registries=self.open_registries(),
            columns=tuple(self.columns()),
            search=self.flag("search.enabled", default=True),
            description=self.words("description"),
            footer=self.words("footer.text"),
            contact=self.words("footer.contact"),
            notice=self.words("notice"),
            profile=self.text("profile", ""),
            publish=tuple(self.targets()),
        )

    def base_url(self) -> str:
        """Read base_url: http or https, a host, any path."""
        written = self.text("base_url", "https://example.org/")
        try:
            parts = urlsplit(written)
            good = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.query and not parts.fragment
            good = good and not re.search(r"\s", written) and (parts.port is None or parts.port > 0)
        except ValueError:
            good = False
        if not good:
            message = 'the base_url "{value}" is not the address of a web site'
            self.note("error", "base_url", message, 'write base_url = "https://www.example.org/"', value=written)
            return "https://example.org/"
        return urls.origin(written) + urls.base_path(written)

    def time_zone(self) -> str:
        """Read time_zone: a name of the IANA time zone database."""
        written = self.text("time_zone", "UTC")
        if zone(written) is None:
            guess = close_match(written.replace(" ", "_"), zone_names())
            message = 'the time zone "{value}" is not known'
            self.note("error", "time_zone", message, did_you_mean(guess, "Asia/Shanghai"), value=written, guess=guess)
            return "UTC"
        return written

    def open_registries(self) -> tuple[str, ...]:
        """Read which registries may be used before an entry is registered."""
        names = self.texts("open_registries", ("topics",))
        for name in names:
            if name not in REGISTRIES:
                message = '"{value}" is not a registry'
                self.note("error", "open_registries", message, "registries: communities, topics, people", value=name)
        return tuple(name for name in names if name in REGISTRIES)

    def languages(self, main: str) -> Iterator[Language]:
        """Read the languages, the main one first."""
        tables = self.table("languages")
        if not re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", main):
            self.note(
                "error", "language", 'the language "{value}" is not a language code', "write en or zh", value=main
            )
            main = "en"
        paths: dict[str, str] = {}
        for id_ in dict.fromkeys([main, *tables]):
            here = f"languages.{id_}"
            if isinstance(tables.get(id_), dict):
                self.unknown_keys(self.table(here), here, LANGUAGE_KEYS)
            path = "" if id_ == main else self.text(f"{here}.path", id_)
            if path in paths or (path and not urls.is_slug(path)) or path in urls.FIXED_SEGMENTS:
                message = 'the path "{value}" of a language is taken or is no segment of an address'
                self.note("error", f"{here}.path", message, 'write path = "{id}"', value=path, id=id_)
                path = urls.slugify(id_)
            paths[path] = id_
            yield Language(
                id=id_,
                path=path,
                tag=self.text(f"{here}.tag", "zh-CN" if id_ == "zh" else id_),
                locale=self.locale(here, id_),
                name=self.text(f"{here}.name", ""),
            )

    def locale(self, here: str, id_: str) -> str:
        """Read a language's locale, which says how its dates are written."""
        written = self.text(f"{here}.locale", "zh_Hans_CN" if id_ == "zh" else id_.replace("-", "_"))
        if not locale_exists(written):
            message = 'the locale "{value}" is not known'
            self.note("error", f"{here}.locale", message, "write en_GB or zh_Hans_CN", value=written)
            return "en"
        return written

    def columns(self) -> Iterator[Column]:
        """Read the columns that site.toml describes."""
        tables = self.file.tables.get("columns", [])
        if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
            self.note("error", "columns", "{key} is not a list of tables", "write [[columns]] above each column")
            return
        seen: set[str] = set()
        for number, table in enumerate(tables):
            reader = Reader(TomlFile(self.file.path, self.file.text, {"columns": table}), self.problems)
            reader.unknown_keys(table, "columns", COLUMN_KEYS)
            id_ = reader.text("columns.id", "")
            if not id_ or id_ in seen:
                message, hint = "column {number} has no id of its own", 'write id = "news", the name of its folder'
                self.note("error", "columns", message, hint, number=number + 1)
                continue
            seen.add(id_)
            title = reader.words("columns.title") or (("", id_),)
            kind, freshness = reader.text("columns.kind", ""), reader.number("columns.freshness")
            yield Column(id_, urls.slugify(id_), title, kind, freshness)

    def targets(self) -> Iterator[tuple[str, str]]:
        """Read where the site is published to."""
        for name in self.table("publish"):
            here = f"publish.{name}"
            self.unknown_keys(self.table(here), here, PUBLISH_KEYS)
            yield name, self.text(f"{here}.to", "")

    def entries(self, registry: RegistryName) -> Iterator[Entry]:
        """Read a registry."""
        slugs: dict[str, str] = {}
        for id_, table in self.file.tables.items():
            if not isinstance(table, dict):
                self.note("error", id_, "{key} is not a table", 'write [{key}] and below it name = "…"')
                continue
            if not urls.is_slug(id_) or id_ in slugs:
                slug = urls.slugify(id_)
                message = 'the id "{key}" cannot be part of an address'
                self.note("error", id_, message, 'write [{slug}] and name = "{key}"', slug=slug or "name")
                continue
            slugs[id_] = id_
            self.unknown_keys(table, id_, ENTRY_KEYS)
            yield Entry(
                registry=registry,
                id=id_,
                names=self.words(f"{id_}.name") or (("", id_),),
                note=self.words(f"{id_}.note"),
                role=self.words(f"{id_}.role"),
                since=self.date(f"{id_}.since"),
                until=self.date(f"{id_}.until"),
                formerly=self.texts(f"{id_}.formerly", ()),
                outside=self.flag(f"{id_}.outside", default=False),
            )

    def get(self, key: str) -> object:
        """Look a dotted key up; None where it is not written."""
        value: object = self.file.tables
        for part in key.split("."):
            if not isinstance(value, dict) or part not in value:
                return None
            value = value[part]
        return value

    def text(self, key: str, default: str) -> str:
        """Read a text."""
        value = self.get(key)
        if value is not None and not isinstance(value, str):
            self.note("error", key, "{key} is not a text", 'write it in quotation marks: "…"')
        return value if isinstance(value, str) else default

    def texts(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """Read a list of texts; one text alone is a list of one."""
        value = self.get(key)
        if isinstance(value, str):
            return (value,)
        if value is not None and not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
            self.note("error", key, "{key} is not a list of texts", 'write it as ["…", "…"]')
        return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else default

    def words(self, key: str) -> Text:
        """Read a text, or a table of texts by language."""
        value = self.get(key)
        if isinstance(value, dict) and all(isinstance(each, str) for each in value.values()):
            return tuple(value.items())
        if value is not None and not isinstance(value, str):
            self.note("error", key, "{key} is neither a text nor texts by language", 'write {{en = "…", zh = "…"}}')
        return (("", value),) if isinstance(value, str) and value else ()

    def flag(self, key: str, *, default: bool) -> bool:
        """Read true or false."""
        value = self.get(key)
        if value is not None and not isinstance(value, bool):
            self.note("error", key, "{key} is neither true nor false", "write true or false without quotation marks")
        return value if isinstance(value, bool) else default

    def number(self, key: str) -> int:
        """Read a number of days."""
        value = self.get(key)
        if value is not None and (not isinstance(value, int) or value < 0):
            self.note("error", key, "{key} is not a number of days", "write a number without quotation marks")
        return value if isinstance(value, int) else 0

    def date(self, key: str) -> str:
        """Read a day as TOML date or as text."""
        value = self.get(key)
        return value if isinstance(value, str) else "" if value is None else str(value)

    def table(self, key: str) -> Table:
        """Read a table; empty where it is not written."""
        value = self.get(key)
        if value is not None and not isinstance(value, dict):
            self.note("error", key, "{key} is not a table", "write [{key}] on a line of its own")
        return value if isinstance(value, dict) else {}

    def unknown_keys(self, table: Table, prefix: str, known: list[str]) -> None:
        """Warn of settings that mean nothing."""
        for key in table:
            if key not in known:
                guess = close_match(key, known)
                where = f"{prefix}.{key}" if prefix else key
                self.note(
                    "warning", where, 'the setting "{name}" is not known', did_you_mean(guess), name=key, guess=guess
                )


def repeated_names(file: TomlFile, entries: tuple[Entry, ...]) -> Iterator[Problem]:
    """Find names that two entries of one registry share, so that an item could mean either."""
    owners: dict[str, str] = {}
    for entry in entries:
        if f"content/{entry.registry}.toml" != file.path:
            continue
        for name in dict.fromkeys([*(words for _, words in entry.names), *entry.formerly]):
            if owners.setdefault(name, entry.id) != entry.id:
                where = locate(file, entry.id)
                yield problem(
                    "error",
                    "registry",
                    where,
                    'the name "{name}" is that of {first} too',
                    "give each entry names of its own",
                    name=name,
                    first=owners[name],
                )


def locate(file: TomlFile, key: str) -> Place:
    """Find the line on which a dotted key is written; its table's line, or 1, where it stands on none of its own."""
    table, _, name = key.rpartition(".")
    for wanted in dict.fromkeys([(table, name), ("", key), (table.partition(".")[0], name)]):
        found = find_key(file.text, *wanted)
        if found is not None:
            return place_at(file.path, file.text, found)
    return locate(file, table) if table else Place(file.path)


def find_key(text: str, table: str, name: str) -> int | None:
    """Find the offset of `name =` below `[table]`, or of the head `[name]`."""
    current, offset = "", 0
    written = re.compile(rf"\s*[\"']?{re.escape(name)}[\"']?\s*(?:=|\.)")
    for line in text.split("\n"):
        head = re.match(r"\s*\[\[?\s*([^\]]+?)\s*\]", line)
        if head:
            current = head[1].replace('"', "").replace("'", "")
            if not table and current == name:
                return offset + line.index("[")
        elif current == table and written.match(line):
            return offset + len(line) - len(line.lstrip())
        offset += len(line) + 1
    return None


def zone(name: str) -> ZoneInfo | None:
    """Give a time zone from the pinned tzdata package, whatever the system has; None where there is none."""
    if not re.fullmatch(r"[A-Za-z0-9_+\-]+(?:/[A-Za-z0-9_+\-]+)*", name):
        return None
    file = resources.files("tzdata") / "zoneinfo" / name
    if not file.is_file():
        return None
    with file.open("rb") as stream:
        return ZoneInfo.from_file(stream, key=name)


def zone_names() -> list[str]:
    """List the time zones of the pinned tzdata package."""
    return (resources.files("tzdata") / "zones").read_text("utf-8").split()


def locale_exists(name: str) -> bool:
    """Tell whether Babel knows a locale, without importing Babel for the two that most sites use."""
    if name in {"en", "en_GB", "en_US", "zh_Hans_CN", "zh_Hans"}:
        return True
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return False
    return True


def close_match(word: str, known: list[str]) -> str:
    """Find the known word that a misspelt one means; empty where none is near."""
    near = difflib.get_close_matches(word.lower(), [each.lower() for each in known], 1, 0.6)
    return next((each for each in known if near and each.lower() == near[0]), "")


def did_you_mean(guess: str, otherwise: str = "") -> str:
    """Give the hint for a misspelt word; `{guess}` is filled in with the message's values."""
    if guess:
        return "did you mean {guess}?"
    return f"for example {otherwise}" if otherwise else ""
