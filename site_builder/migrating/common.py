"""What the readers of all generators do alike: read a page's text, list what is no content, find full names."""

import json
import posixpath
from collections.abc import Collection

from site_builder.migrating.folder import FOREIGN, Folder, get_suffix, is_markdown, is_repository_file
from site_builder.migrating.front_matter import normalize_value, parse_yaml
from site_builder.migrating.model import Notes, get_text

LAYOUT = frozenset(
    [".gotmpl", ".njk", ".liquid", ".hbs", ".mustache", ".ejs", ".pug", ".haml", ".webc", ".vue", ".jsx", ".tsx"]
)
DATA = frozenset([".yml", ".yaml", ".json", ".toml", ".csv", ".xml"])
TEXTS = FOREIGN | {".rmd", ".ipynb"}


UNKNOWN_ADDRESS = "the old address cannot be told from this permalink"


def read_page_text(folder: Folder, path: str, notes: Notes) -> str:
    """Read a page; say how it was read where it is not UTF-8."""
    text, wrong = folder.read_text(path)
    if wrong:
        notes.add_loss("encoding", path, 1, wrong)
    return text.lstrip("\ufeff")


def note_unused_files(folder: Folder, taken: Collection[str], notes: Notes) -> None:
    """Note every file that is neither a page nor brought along."""
    for path in folder.files:
        if path not in taken:
            written = get_suffix(path) in TEXTS or (is_markdown(path) and not is_repository_file(path))
            notes.add("warning" if written else "notice", "left", path, 1, explain_unused(path))
    for path in folder.refused:
        message = "a link that leads out of the folder or nowhere, or a name that is not UTF-8; it was not read"
        notes.add_loss("left", path, 1, message)


def explain_unused(path: str) -> str:
    """Say what a file is that does not come over."""
    end = get_suffix(path)
    parts = path.lower().split("/")
    if end in TEXTS:
        return "this page is in a form that is not read here; it did not come over"
    if any(part in {"_layouts", "_includes", "layouts", "archetypes", "themes", "_sass", "i18n"} for part in parts):
        return "a template, or part of one; not brought over"
    if is_markdown(path) and not is_repository_file(path):
        return "a text that is no page of its own; it did not come over"
    if any(part in {"_data", "data"} for part in parts) or end in DATA:
        return "data or settings; not brought over"
    if end in LAYOUT or end in {".html", ".htm", ".js", ".cjs", ".mjs", ".ts", ".css", ".scss", ".sass", ".less"}:
        return "a template, style or script; not brought over"
    return "no page, picture or document; not brought over"


def read_people(folder: Folder, place: str) -> dict[str, str]:
    """Read the full names of authors from a site's data: id -> name."""
    for name in ("authors", "people", "team"):
        for end in (".yml", ".yaml", ".json"):
            path = f"{place}/{name}{end}"
            if path not in folder.known:
                continue
            try:
                text = folder.read_text(path)[0]
                found = normalize_value(json.loads(text) if end == ".json" else parse_yaml(text))
            except Exception:  # noqa: BLE001, S112 - a damaged data file names nobody; it is listed as not brought over
                continue
            if isinstance(found, dict):
                return {key: get_text(each) for key, each in found.items() if isinstance(each, dict) and get_text(each)}
    return {}


def remove_suffix(path: str) -> str:
    """Give a path without the end of its name."""
    return posixpath.splitext(path)[0]
