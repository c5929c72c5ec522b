"""What the readers of all generators do alike: read a page's text, list what is no content, find full names."""

import json
import posixpath
from collections.abc import Collection

from site_builder.migrating.folder import FOREIGN, Folder, is_markdown, of_repository, suffix
from site_builder.migrating.front_matter import plain, yaml_read
from site_builder.migrating.model import Notes, text_of

LAYOUT = frozenset(
    [".gotmpl", ".njk", ".liquid", ".hbs", ".mustache", ".ejs", ".pug", ".haml", ".webc", ".vue", ".jsx", ".tsx"]
)
DATA = frozenset([".yml", ".yaml", ".json", ".toml", ".csv", ".xml"])
TEXTS = FOREIGN | {".rmd", ".ipynb"}


UNKNOWN_ADDRESS = "the old address cannot be told from this permalink"


def decoded_doc(folder: Folder, path: str, notes: Notes) -> str:
    """Read a page; say how it was read where it is not UTF-8."""
    text, wrong = folder.text(path)
    if wrong:
        notes.lost("encoding", path, 1, wrong)
    return text.lstrip("\ufeff")


def account_of_left(folder: Folder, taken: Collection[str], notes: Notes) -> None:
    """Note every file that is neither a page nor brought along."""
    for path in folder.files:
        if path not in taken:
            written = suffix(path) in TEXTS or (is_markdown(path) and not of_repository(path))
            notes.add("warning" if written else "notice", "left", path, 1, reason_of(path))
    for path in folder.refused:
        message = "a link that leads out of the folder or nowhere, or a name that is not UTF-8; it was not read"
        notes.lost("left", path, 1, message)


def reason_of(path: str) -> str:
    """Say what a file is that does not come over."""
    end = suffix(path)
    parts = path.lower().split("/")
    if end in TEXTS:
        return "this page is in a form that is not read here; it did not come over"
    if any(part in {"_layouts", "_includes", "layouts", "archetypes", "themes", "_sass", "i18n"} for part in parts):
        return "a template, or part of one; not brought over"
    if is_markdown(path) and not of_repository(path):
        return "a text that is no page of its own; it did not come over"
    if any(part in {"_data", "data"} for part in parts) or end in DATA:
        return "data or settings; not brought over"
    if end in LAYOUT or end in {".html", ".htm", ".js", ".cjs", ".mjs", ".ts", ".css", ".scss", ".sass", ".less"}:
        return "a template, style or script; not brought over"
    return "no page, picture or document; not brought over"


def data_people(folder: Folder, place: str) -> dict[str, str]:
    """Read the full names of authors from a site's data: id -> name."""
    for name in ("authors", "people", "team"):
        for end in (".yml", ".yaml", ".json"):
            path = f"{place}/{name}{end}"
            if path not in folder.known:
                continue
            try:
                text = folder.text(path)[0]
                found = plain(json.loads(text) if end == ".json" else yaml_read(text))
            except Exception:  # noqa: BLE001, S112 - a damaged data file names nobody; it is listed as not brought over
                continue
            if isinstance(found, dict):
                return {key: text_of(each) for key, each in found.items() if isinstance(each, dict) and text_of(each)}
    return {}


def extension_free(path: str) -> str:
    """Give a path without the end of its name."""
    return posixpath.splitext(path)[0]
