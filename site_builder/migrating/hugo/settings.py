"""The settings of a Hugo site, from one file or from many: its languages, its folders; knows no page."""

import json
import posixpath
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from site_builder.migrating.common import remove_suffix
from site_builder.migrating.folder import Folder, get_suffix, is_markdown
from site_builder.migrating.front_matter import normalize_value, parse_toml, parse_yaml
from site_builder.migrating.hugo.cascade import HugoSection, find_sections
from site_builder.migrating.model import Fields, Notes, Value, get_text, list_texts

NAMES = ("hugo", "config")
ENDS = (".toml", ".yaml", ".yml", ".json")
PARTS = ("languages", "permalinks", "params", "taxonomies", "frontmatter", "module", "menus", "markup", "cascade")


class HugoLanguage(Struct, frozen=True):
    """A language of the old site: its folder of pages, the first segment of its addresses, its names.

    `settings` are its own settings; `inner` is where its folder is mounted, below the place of all pages.
    """

    id: str
    content: str
    prefix: str
    title: str = ""
    name: str = ""
    settings: Fields = {}
    inner: str = ""


class HugoSite(Struct, frozen=True):
    """What the settings say that addresses and pages depend on."""

    folder: Folder
    config: Fields
    languages: tuple[HugoLanguage, ...]
    roots: tuple[HugoLanguage, ...]
    zone_name: str
    sections: dict[str, tuple[HugoSection, ...]]

    def get(self, name: str) -> Value:
        """Look a setting up; its name is in lower case."""
        return self.config.get(name, "")

    def get_for_language(self, language: HugoLanguage, name: str) -> Value:
        """Look a setting up that a language may have of its own."""
        mine, whole = language.settings.get(name, ""), self.get(name)
        return whole | mine if isinstance(mine, dict) and isinstance(whole, dict) else mine or whole


def read_site(folder: Folder, notes: Notes) -> HugoSite:
    """Read the settings: one file, or the folder `config/_default`, its parts in files of their own."""
    config: Fields = {}
    places = [(f"{name}{end}", "") for name in NAMES for end in ENDS]
    for where in ("config/_default", "config/production"):
        places += [(f"{where}/{name}{end}", "") for name in NAMES for end in ENDS]
        places += [(path, find_part(path)) for path in folder.list_files(where) if find_part(path)]
    for path, part in places:
        if path not in folder.known:
            continue
        try:
            found = lowercase_names(normalize_value(parse_settings(folder.read_text(path)[0], get_suffix(path))))
        except Exception as error:  # noqa: BLE001 - whatever a damaged file makes of a parser
            reason = str(error).partition("\n")[0]
            notes.add_loss("settings", path, 1, "the settings cannot be read: {reason}", reason=reason)
            continue
        if isinstance(found, dict):
            merge_settings(config, nest_settings(part, found))
    languages = tuple(read_languages(folder, config))
    clock = get_text(config.get("timezone", ""))
    return HugoSite(
        folder, config, languages, tuple(list_content_roots(config, languages)), clock, find_sections(folder)
    )


def find_part(path: str) -> str:
    """Give the setting that a file of `config/_default` is named after, `languages.en` also; empty for any other."""
    name = posixpath.basename(remove_suffix(path)).lower()
    return name if name.partition(".")[0] in PARTS and get_suffix(path) in ENDS else ""


def nest_settings(part: str, found: Fields) -> Fields:
    """Put settings below the name of their part."""
    for name in reversed(part.split(".")) if part else ():
        found = {name: found}
    return found


def merge_settings(target: Fields, found: Fields) -> None:
    """Add settings to others, tables to tables."""
    for name, value in found.items():
        there = target.get(name)
        if isinstance(there, dict) and isinstance(value, dict):
            merge_settings(there, value)
        else:
            target[name] = value


def parse_settings(text: str, end: str) -> object:
    """Read a file of settings."""
    if end == ".toml":
        return parse_toml(text)
    return json.loads(text) if end == ".json" else parse_yaml(text)


def lowercase_names(value: Value) -> Value:
    """Write the names of all settings in lower case, as Hugo takes them."""
    if isinstance(value, dict):
        return {name.lower(): lowercase_names(each) for name, each in value.items()}
    return [lowercase_names(each) for each in value] if isinstance(value, list) else value


def read_languages(folder: Folder, config: Fields) -> Iterator[HugoLanguage]:
    """Give the languages, the main one first."""
    content = normalize_folder(get_text(config.get("contentdir", "")) or "content")
    if not any(is_markdown(each) for each in folder.list_files(content)) and not config:
        content = ""
    main = get_text(config.get("defaultcontentlanguage", "")) or "en"
    named = config.get("languages", {})
    tables = {name: each for name, each in named.items() if isinstance(each, dict)} if isinstance(named, dict) else {}
    inside = get_text(config.get("defaultcontentlanguageinsubdir", "")) == "true"
    if not tables:
        code = get_text(config.get("defaultcontentlanguage", "")) or get_text(config.get("languagecode", "")) or "en"
        code = get_text(config.get("locale", "")) or code
        yield HugoLanguage(code.partition("-")[0].lower(), content, f"/{main}" if inside else "")
        return
    mounted = {lang: source for source, place, langs in list_mounts(config, "content") if not place for lang in langs}
    for name in sorted(tables, key=lambda each: (each != main, each)):
        table = tables[name]
        if get_text(table.get("disabled", "")) == "true":
            continue
        where = normalize_folder(get_text(table.get("contentdir", "")) or mounted.get(name, "") or content)
        # Where each language has a host of its own, no address begins with a language.
        hosts = all(each.get("baseurl") for each in tables.values())
        prefix = f"/{name}" if (name != main or inside) and not hosts else ""
        label = get_text(table.get("languagename", "")) or get_text(table.get("label", ""))
        yield HugoLanguage(name, where, prefix, get_text(table.get("title", "")), label, table)


def normalize_folder(written: str) -> str:
    """Give a folder as written without its dots and slashes."""
    return posixpath.normpath(written).strip("./")


def list_mounts(config: Fields, component: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Give the folders that are mounted below a component (`content`, `static`): folder, place, languages."""
    module = config.get("module", {})
    listed = module.get("mounts", []) if isinstance(module, dict) else []
    found: list[tuple[str, str, tuple[str, ...]]] = []
    for each in listed if isinstance(listed, list) else []:
        target = get_text(each.get("target", "")).strip("/") if isinstance(each, dict) else ""
        if isinstance(each, dict) and (target == component or target.startswith(component + "/")):
            place = target[len(component) :].strip("/")
            found.append((normalize_folder(get_text(each.get("source", ""))), place, list_mount_languages(each)))
    return found


def list_content_roots(config: Fields, known: tuple[HugoLanguage, ...]) -> Iterator[HugoLanguage]:
    """Give the folders of pages: each language's own, then those that are mounted below it."""
    yield from known
    for source, place, languages in list_mounts(config, "content"):
        for language in known:
            if language.id in languages or (not languages and language is known[0]):
                yield replace(language, content=source, inner=place)


def list_mount_languages(mount: Fields) -> tuple[str, ...]:
    """Give the languages that a folder is mounted for: `lang`, or `sites.matrix.languages` since version 0.153."""
    table: Value = mount.get("sites", {})
    for name in ("matrix", "languages"):
        table = table.get(name, {}) if isinstance(table, dict) else {}
    return list_texts(mount.get("lang", "")) + list_texts(table)


def find_date_sources(site: HugoSite) -> Value:
    """Give where the settings take a page's date from."""
    table = site.get("frontmatter")
    return table.get("date", "") if isinstance(table, dict) else ""
