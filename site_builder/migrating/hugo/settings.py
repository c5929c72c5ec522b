"""The settings of a Hugo site, from one file or from many: its languages, its folders; knows no page."""

import json
import posixpath
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from site_builder.migrating.common import extension_free
from site_builder.migrating.folder import Folder, is_markdown, suffix
from site_builder.migrating.front_matter import plain, tomllib_read, yaml_read
from site_builder.migrating.hugo.cascade import Section, sections_of
from site_builder.migrating.model import Fields, Notes, Value, text_of, texts_of

NAMES = ("hugo", "config")
ENDS = (".toml", ".yaml", ".yml", ".json")
PARTS = ("languages", "permalinks", "params", "taxonomies", "frontmatter", "module", "menus", "markup", "cascade")


class Tongue(Struct, frozen=True):
    """A language of the old site: its folder of pages, the first segment of its addresses, its names.

    `own` are its own settings; `inner` is where its folder is mounted, below the place of all pages.
    """

    id: str
    content: str
    prefix: str
    title: str = ""
    name: str = ""
    own: Fields = {}
    inner: str = ""


class Site(Struct, frozen=True):
    """What the settings say that addresses and pages depend on."""

    folder: Folder
    config: Fields
    tongues: tuple[Tongue, ...]
    roots: tuple[Tongue, ...]
    zone_name: str
    sections: dict[str, tuple[Section, ...]]

    def get(self, name: str) -> Value:
        """Look a setting up; its name is in lower case."""
        return self.config.get(name, "")

    def of(self, tongue: Tongue, name: str) -> Value:
        """Look a setting up that a language may have of its own."""
        mine, whole = tongue.own.get(name, ""), self.get(name)
        return whole | mine if isinstance(mine, dict) and isinstance(whole, dict) else mine or whole


def settings_of(folder: Folder, notes: Notes) -> Site:
    """Read the settings: one file, or the folder `config/_default`, its parts in files of their own."""
    config: Fields = {}
    places = [(f"{name}{end}", "") for name in NAMES for end in ENDS]
    for where in ("config/_default", "config/production"):
        places += [(f"{where}/{name}{end}", "") for name in NAMES for end in ENDS]
        places += [(path, part_of(path)) for path in folder.below(where) if part_of(path)]
    for path, part in places:
        if path not in folder.known:
            continue
        try:
            found = lowered(plain(read_settings(folder.text(path)[0], suffix(path))))
        except Exception as error:  # noqa: BLE001 - whatever a damaged file makes of a parser
            reason = str(error).partition("\n")[0]
            notes.lost("settings", path, 1, "the settings cannot be read: {reason}", reason=reason)
            continue
        if isinstance(found, dict):
            merge(config, nested(part, found))
    known = tuple(tongues(folder, config))
    clock = text_of(config.get("timezone", ""))
    return Site(folder, config, known, tuple(roots(config, known)), clock, sections_of(folder))


def part_of(path: str) -> str:
    """Give the setting that a file of `config/_default` is named after, `languages.en` also; empty for any other."""
    name = posixpath.basename(extension_free(path)).lower()
    return name if name.partition(".")[0] in PARTS and suffix(path) in ENDS else ""


def nested(part: str, found: Fields) -> Fields:
    """Put settings below the name of their part."""
    for name in reversed(part.split(".")) if part else ():
        found = {name: found}
    return found


def merge(into: Fields, found: Fields) -> None:
    """Add settings to others, tables to tables."""
    for name, value in found.items():
        there = into.get(name)
        if isinstance(there, dict) and isinstance(value, dict):
            merge(there, value)
        else:
            into[name] = value


def read_settings(text: str, end: str) -> object:
    """Read a file of settings."""
    if end == ".toml":
        return tomllib_read(text)
    return json.loads(text) if end == ".json" else yaml_read(text)


def lowered(value: Value) -> Value:
    """Write the names of all settings in lower case, as Hugo takes them."""
    if isinstance(value, dict):
        return {name.lower(): lowered(each) for name, each in value.items()}
    return [lowered(each) for each in value] if isinstance(value, list) else value


def tongues(folder: Folder, config: Fields) -> Iterator[Tongue]:
    """Give the languages, the main one first."""
    content = folder_name(text_of(config.get("contentdir", "")) or "content")
    if not any(is_markdown(each) for each in folder.below(content)) and not config:
        content = ""
    main = text_of(config.get("defaultcontentlanguage", "")) or "en"
    named = config.get("languages", {})
    tables = {name: each for name, each in named.items() if isinstance(each, dict)} if isinstance(named, dict) else {}
    inside = text_of(config.get("defaultcontentlanguageinsubdir", "")) == "true"
    if not tables:
        code = text_of(config.get("defaultcontentlanguage", "")) or text_of(config.get("languagecode", "")) or "en"
        code = text_of(config.get("locale", "")) or code
        yield Tongue(code.partition("-")[0].lower(), content, f"/{main}" if inside else "")
        return
    mounted = {lang: source for source, place, langs in mounts(config, "content") if not place for lang in langs}
    for name in sorted(tables, key=lambda each: (each != main, each)):
        table = tables[name]
        if text_of(table.get("disabled", "")) == "true":
            continue
        where = folder_name(text_of(table.get("contentdir", "")) or mounted.get(name, "") or content)
        # Where each language has a host of its own, no address begins with a language.
        hosts = all(each.get("baseurl") for each in tables.values())
        prefix = f"/{name}" if (name != main or inside) and not hosts else ""
        label = text_of(table.get("languagename", "")) or text_of(table.get("label", ""))
        yield Tongue(name, where, prefix, text_of(table.get("title", "")), label, table)


def folder_name(written: str) -> str:
    """Give a folder as written without its dots and slashes."""
    return posixpath.normpath(written).strip("./")


def mounts(config: Fields, component: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Give the folders that are mounted below a component (`content`, `static`): folder, place, languages."""
    module = config.get("module", {})
    listed = module.get("mounts", []) if isinstance(module, dict) else []
    found: list[tuple[str, str, tuple[str, ...]]] = []
    for each in listed if isinstance(listed, list) else []:
        target = text_of(each.get("target", "")).strip("/") if isinstance(each, dict) else ""
        if isinstance(each, dict) and (target == component or target.startswith(component + "/")):
            place = target[len(component) :].strip("/")
            found.append((folder_name(text_of(each.get("source", ""))), place, languages_of(each)))
    return found


def roots(config: Fields, known: tuple[Tongue, ...]) -> Iterator[Tongue]:
    """Give the folders of pages: each language's own, then those that are mounted below it."""
    yield from known
    for source, place, languages in mounts(config, "content"):
        for tongue in known:
            if tongue.id in languages or (not languages and tongue is known[0]):
                yield replace(tongue, content=source, inner=place)


def languages_of(mount: Fields) -> tuple[str, ...]:
    """Give the languages that a folder is mounted for: `lang`, or `sites.matrix.languages` since version 0.153."""
    table: Value = mount.get("sites", {})
    for name in ("matrix", "languages"):
        table = table.get(name, {}) if isinstance(table, dict) else {}
    return texts_of(mount.get("lang", "")) + texts_of(table)


def frontmatter_dates(site: Site) -> Value:
    """Give where the settings take a page's date from."""
    table = site.get("frontmatter")
    return table.get("date", "") if isinstance(table, dict) else ""
