"""The settings of a Jekyll site: its collections, what they give to files, what is left out; knows no page."""

import fnmatch
from collections.abc import Iterator

from msgspec import Struct

from site_builder.migrating.common import read_people
from site_builder.migrating.folder import Folder
from site_builder.migrating.front_matter import normalize_value, parse_toml, parse_yaml
from site_builder.migrating.model import Fields, Notes, OldSettings, get_text

CONFIGS = ("_config.yml", "_config.yaml", "_config.toml")
TEMPLATE_FOLDERS = ("_layouts", "_includes", "_data", "_sass", "_plugins", "_site", "_site_test")


class JekyllSite(Struct, frozen=True):
    """What the settings say that addresses and pages depend on."""

    folder: Folder
    source: str
    config: Fields
    collections: dict[str, Fields]
    defaults: tuple[tuple[str, str, Fields], ...]
    zone_name: str


def read_site(folder: Folder, notes: Notes) -> JekyllSite:
    """Read `_config.yml`."""
    config: Fields = {}
    for name in CONFIGS:
        if name in folder.known:
            read = parse_toml if name.endswith("toml") else parse_yaml
            try:
                found = normalize_value(read(folder.read_text(name)[0]))
                config = found if isinstance(found, dict) else {}
            except Exception as error:  # noqa: BLE001 - whatever a damaged file makes of a parser
                notes.add_loss(
                    "settings", name, 1, "the settings cannot be read: {reason}", reason=get_first_line(error)
                )
            break
    named = config.get("collections", {})
    collections: dict[str, Fields] = {}
    if isinstance(named, dict):
        collections = {name: each if isinstance(each, dict) else {} for name, each in named.items()}
    elif isinstance(named, list):
        collections = {get_text(each): {} for each in named}
    source = get_text(config.get("source", "")).strip("./")
    return JekyllSite(
        folder, source, config, collections, tuple(parse_defaults(config)), get_text(config.get("timezone", ""))
    )


def get_first_line(error: Exception) -> str:
    """Give the first line of what an error says."""
    return str(error).partition("\n")[0]


def parse_defaults(config: Fields) -> Iterator[tuple[str, str, Fields]]:
    """Give what the settings give to the files of a folder and type."""
    listed = config.get("defaults", [])
    for each in listed if isinstance(listed, list) else []:
        scope, values = (each.get("scope", {}), each.get("values", {})) if isinstance(each, dict) else ({}, {})
        if isinstance(scope, dict) and isinstance(values, dict):
            yield get_text(scope.get("path", "")).strip("/"), get_text(scope.get("type", "")), values


def make_old_settings(site: JekyllSite) -> OldSettings:
    """Give what the new site takes over of the settings."""
    config = site.config
    url = get_text(config.get("url", "")).rstrip("/")
    base = get_text(config.get("baseurl", "")).strip("/")
    lang = get_text(config.get("lang", "")) or get_text(config.get("locale", ""))
    return OldSettings(
        title=get_text(config.get("title", "")) or get_text(config.get("name", "")),
        base_url=f"{url}/{base}/".replace("//", "/").replace(":/", "://", 1) if url else "",
        time_zone=site.zone_name,
        languages=((lang.partition("-")[0].partition("_")[0].lower(), ""),) if lang else (),
        people=read_people(site.folder, "_data"),
    )


def is_excluded(site: JekyllSite, inner: str) -> bool:
    """Tell whether the settings leave a file out, or Jekyll always does."""
    named = site.config.get("exclude", [])
    patterns = [get_text(each).strip("/") for each in named] if isinstance(named, list) else []
    parts = inner.split("/")
    return parts[0] in TEMPLATE_FOLDERS or any(
        pattern and (fnmatch.fnmatch(inner, pattern) or inner.startswith(pattern + "/")) for pattern in patterns
    )


def is_hidden(inner: str, site: JekyllSite) -> bool:
    """Tell whether a file lies in a folder that Jekyll does not publish."""
    collections = {f"_{name}" for name in site.collections}
    return any(part.startswith(("_", "#", "~")) and part not in collections for part in inner.split("/"))


def collect_defaults(site: JekyllSite, path: str, kind: str) -> Fields:
    """Give what the settings give a file."""
    found: Fields = {}
    for folder, kind_of, values in site.defaults:
        if (not folder or path == folder or path.startswith(folder + "/")) and kind_of in {"", kind}:
            found |= values
    return found
