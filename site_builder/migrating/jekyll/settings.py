"""The settings of a Jekyll site: its collections, what they give to files, what is left out; knows no page."""

import fnmatch
from collections.abc import Iterator

from msgspec import Struct

from site_builder.migrating.common import data_people
from site_builder.migrating.folder import Folder
from site_builder.migrating.front_matter import plain, tomllib_read, yaml_read
from site_builder.migrating.model import Fields, Notes, Settings, text_of

CONFIGS = ("_config.yml", "_config.yaml", "_config.toml")
TEMPLATE_FOLDERS = ("_layouts", "_includes", "_data", "_sass", "_plugins", "_site", "_site_test")


class Site(Struct, frozen=True):
    """What the settings say that addresses and pages depend on."""

    folder: Folder
    source: str
    config: Fields
    collections: dict[str, Fields]
    defaults: tuple[tuple[str, str, Fields], ...]
    zone_name: str


def settings_of(folder: Folder, notes: Notes) -> Site:
    """Read `_config.yml`."""
    config: Fields = {}
    for name in CONFIGS:
        if name in folder.known:
            read = tomllib_read if name.endswith("toml") else yaml_read
            try:
                found = plain(read(folder.text(name)[0]))
                config = found if isinstance(found, dict) else {}
            except Exception as error:  # noqa: BLE001 - whatever a damaged file makes of a parser
                notes.lost("settings", name, 1, "the settings cannot be read: {reason}", reason=first_line(error))
            break
    named = config.get("collections", {})
    collections: dict[str, Fields] = {}
    if isinstance(named, dict):
        collections = {name: each if isinstance(each, dict) else {} for name, each in named.items()}
    elif isinstance(named, list):
        collections = {text_of(each): {} for each in named}
    source = text_of(config.get("source", "")).strip("./")
    return Site(folder, source, config, collections, tuple(defaults(config)), text_of(config.get("timezone", "")))


def first_line(error: Exception) -> str:
    """Give the first line of what an error says."""
    return str(error).partition("\n")[0]


def defaults(config: Fields) -> Iterator[tuple[str, str, Fields]]:
    """Give what the settings give to the files of a folder and type."""
    listed = config.get("defaults", [])
    for each in listed if isinstance(listed, list) else []:
        scope, values = (each.get("scope", {}), each.get("values", {})) if isinstance(each, dict) else ({}, {})
        if isinstance(scope, dict) and isinstance(values, dict):
            yield text_of(scope.get("path", "")).strip("/"), text_of(scope.get("type", "")), values


def settings(site: Site) -> Settings:
    """Give what the new site takes over of the settings."""
    config = site.config
    url = text_of(config.get("url", "")).rstrip("/")
    base = text_of(config.get("baseurl", "")).strip("/")
    lang = text_of(config.get("lang", "")) or text_of(config.get("locale", ""))
    return Settings(
        title=text_of(config.get("title", "")) or text_of(config.get("name", "")),
        base_url=f"{url}/{base}/".replace("//", "/").replace(":/", "://", 1) if url else "",
        time_zone=site.zone_name,
        languages=((lang.partition("-")[0].partition("_")[0].lower(), ""),) if lang else (),
        people=data_people(site.folder, "_data"),
    )


def excluded(site: Site, inner: str) -> bool:
    """Tell whether the settings leave a file out, or Jekyll always does."""
    named = site.config.get("exclude", [])
    patterns = [text_of(each).strip("/") for each in named] if isinstance(named, list) else []
    parts = inner.split("/")
    return parts[0] in TEMPLATE_FOLDERS or any(
        pattern and (fnmatch.fnmatch(inner, pattern) or inner.startswith(pattern + "/")) for pattern in patterns
    )


def hidden(inner: str, site: Site) -> bool:
    """Tell whether a file lies in a folder that Jekyll does not publish."""
    collections = {f"_{name}" for name in site.collections}
    return any(part.startswith(("_", "#", "~")) and part not in collections for part in inner.split("/"))


def given(site: Site, path: str, kind: str) -> Fields:
    """Give what the settings give a file."""
    found: Fields = {}
    for folder, kind_of, values in site.defaults:
        if (not folder or path == folder or path.startswith(folder + "/")) and kind_of in {"", kind}:
            found |= values
    return found
