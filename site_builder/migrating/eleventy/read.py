"""An Eleventy site -> its pages with their old addresses, its files; runs no JavaScript and no template."""

import json
import posixpath
import re
from collections import Counter

from msgspec import Struct
from msgspec.structs import replace

from site_builder.config import find_time_zone
from site_builder.migrating.common import UNKNOWN_ADDRESS, note_unused_files, read_page_text, read_people
from site_builder.migrating.dates import normalize_date, parse_moment, split_dated_name
from site_builder.migrating.eleventy.addresses import find_permalink, make_address
from site_builder.migrating.folder import Folder, get_suffix, is_asset, is_markdown, is_repository_file
from site_builder.migrating.front_matter import normalize_value, parse_front_matter, parse_js, parse_yaml
from site_builder.migrating.model import Doc, Fields, Notes, OldSettings, OldSite, get_text, list_texts

CONFIGS = (".eleventy.js", "eleventy.config.js", "eleventy.config.cjs", "eleventy.config.mjs")
INPUT = re.compile(r"""\binput\s*:\s*["']([^"']+)["']""")
PASSTHROUGH = re.compile(r"""addPassthroughCopy\(\s*["']([^"']+)["']""")
PASSTHROUGH_PAIR = re.compile(r"""["']([^"'\n]+)["']\s*:\s*["']([^"'\n]*)["']""")
PASSTHROUGH_TABLE = re.compile(r"addPassthroughCopy\(\s*\{(.*?)\}", re.DOTALL)
EXPORTED = re.compile(r"(?:module\.exports\s*=|export\s+default)\s*(\{.*\})\s*;?\s*\Z", re.DOTALL)
# Tags that gather pages and say nothing of what they are about, in Eleventy's own examples.
COLLECTION_TAGS = frozenset(["all", "nav", "post", "posts"])
TEMPLATES = frozenset([".html", ".htm", ".njk", ".liquid"])
NO_CONTENT = ("_includes", "_layouts", "_data", "_site", "_drafts_off")
LOOP = re.compile(r"\{%-?\s*(?:for|set|macro|include|extends|block)\b")


class EleventySite(Struct, frozen=True):
    """The folder that pages stand in, and what folders give to the pages below them."""

    folder: Folder
    source: str
    data: dict[str, Fields]
    files: dict[str, Fields]


def read_eleventy(folder: Folder, notes: Notes) -> OldSite:
    """Read an Eleventy site; a folder of posts without settings is one too."""
    site, config = read_site(folder, notes)
    docs: list[Doc] = []
    files: dict[str, str] = {}
    taken: set[str] = set()
    for path in folder.list_files(site.source):
        inner = path.removeprefix(site.source + "/") if site.source else path
        if any(part in NO_CONTENT for part in inner.split("/")[:-1]):
            continue
        found = read_page(site, path, inner, notes)
        if found is not None:
            docs.append(found)
            taken.add(path)
        elif is_asset(path):
            files["/" + inner] = path
            taken.add(path)
    for address, path in find_passthrough_files(folder, config):
        if is_asset(path):
            files.setdefault(address, path)
            taken.add(path)
    note_unused_files(folder, taken, notes)
    return OldSite(add_page_languages(make_old_settings(folder, site), docs), tuple(docs), files)


def add_page_languages(found: OldSettings, docs: list[Doc]) -> OldSettings:
    """Add the languages that pages say they are in; where the settings name none, the one of most pages is the main."""
    spoken = Counter(doc.lang for doc in docs if doc.lang)
    others = [code for code, _ in spoken.most_common() if code not in dict(found.languages)]
    return replace(found, languages=(*found.languages, *((code, "") for code in others))) if others else found


def read_site(folder: Folder, notes: Notes) -> tuple[EleventySite, str]:
    """Find the folder of the pages and what its data files say; give the text of the settings too."""
    texts = [(folder.root / name).read_text("utf-8", "replace") for name in CONFIGS if (folder.root / name).is_file()]
    config = texts[0] if texts else ""
    named = INPUT.search(config)
    source = posixpath.normpath(named[1]).strip("./") if named else ""
    if not named and not any(
        is_markdown(each) and not is_repository_file(each) for each in folder.files if "/" not in each
    ):
        source = next((name for name in ("content", "src") if any(map(is_markdown, folder.list_files(name)))), "")
    data: dict[str, Fields] = {}
    files: dict[str, Fields] = {}
    for path in folder.list_files(source):
        stem = next((path[: -len(end)] for end in DATA_ENDS if path.endswith(end)), "")
        if not stem or "_data/" in path:
            continue
        found = read_data_file(folder, path, notes)
        where, name = posixpath.split(stem)
        if posixpath.basename(where) == name or (not where and name == posixpath.basename(folder.root.name)):
            data[where] = data.get(where, {}) | found
        else:
            files[stem] = files.get(stem, {}) | found
    return EleventySite(folder, source, data, files), config


DATA_ENDS = (".11tydata.json", ".11tydata.js", ".11tydata.cjs", ".11tydata.mjs", ".json")


def read_data_file(folder: Folder, path: str, notes: Notes) -> Fields:
    """Read a data file of a folder or a page; JavaScript only where it is an object of plain values."""
    text = folder.read_text(path)[0]
    try:
        if get_suffix(path) != ".json":
            exported = EXPORTED.search(text)
            found = normalize_value(parse_js(exported[1] if exported else text))
        else:
            found = normalize_value(json.loads(text, parse_int=str, parse_float=str))
    except Exception as error:  # noqa: BLE001 - whatever a damaged file makes of a parser
        reason = str(error).partition("\n")[0]
        message = "this cannot be read: {reason}; what it gives to pages, old addresses among it, is not known"
        notes.add_loss("settings", path, 1, message, reason=reason)
        return {}
    return found if isinstance(found, dict) else {}


def find_passthrough_files(folder: Folder, config: str) -> list[tuple[str, str]]:
    """Give the files that the settings have copied as they are: address, path."""
    pairs = [(each, each) for each in PASSTHROUGH.findall(config)]
    for table in PASSTHROUGH_TABLE.findall(config):
        pairs += PASSTHROUGH_PAIR.findall(table)
    pairs += [("public", ""), ("static", "static"), ("assets", "assets")]
    found: list[tuple[str, str]] = []
    for here, there in pairs:
        start = posixpath.normpath(here).lstrip("./").partition("*")[0].rstrip("/")
        goal = posixpath.normpath("/" + there.partition("*")[0].strip("./")).lstrip("/")
        below = folder.list_files(start) if start else ()
        found += (("/" + posixpath.join(goal, path[len(start) + 1 :]), path) for path in below)
        if start in folder.known:
            found.append(("/" + goal, start))
    return found


def make_old_settings(folder: Folder, site: EleventySite) -> OldSettings:
    """Give what data files say of the site's name and address."""
    base = f"{site.source}/" if site.source else ""
    for path in (
        f"{where}{name}.{end}"
        for where in (f"{base}_data/", "_data/", "data/")
        for name in ("site", "metadata", "meta")
        for end in ("json", "yaml", "yml", "js")
    ):
        if path not in folder.known:
            continue
        found = read_site_data(folder, path)
        lang = (
            get_text(found.get("language", "")) or get_text(found.get("lang", "")) or get_text(found.get("locale", ""))
        )
        return OldSettings(
            title=get_text(found.get("title", "")) or get_text(found.get("name", "")),
            base_url=get_text(found.get("url", "")) or get_text(found.get("host", "")),
            languages=((lang.partition("-")[0].partition("_")[0].lower(), ""),) if lang else (),
            people=read_people(folder, f"{base}_data") or read_people(folder, "_data"),
        )
    return OldSettings(people=read_people(folder, f"{base}_data"))


def read_site_data(folder: Folder, path: str) -> Fields:
    """Read a data file of the whole site, as far as it can be."""
    text = folder.read_text(path)[0]
    try:
        if get_suffix(path) == ".js":
            exported = EXPORTED.search(text)
            found = normalize_value(parse_js(exported[1] if exported else text))
        else:
            found = normalize_value(parse_yaml(text) if get_suffix(path) != ".json" else json.loads(text))
    except Exception:  # noqa: BLE001 - it is listed among what did not come over
        return {}
    return found if isinstance(found, dict) else {}


def read_page(site: EleventySite, path: str, inner: str, notes: Notes) -> Doc | None:
    """Read a page; None for any other file."""
    markdown = is_markdown(path)
    if (not markdown and get_suffix(path) not in TEMPLATES) or is_repository_file(inner):
        return None
    text = read_page_text(site.folder, path, notes)
    front_matter = parse_front_matter(text)
    if not markdown and (
        not front_matter.written or LOOP.search(text) or not (is_html(path) or front_matter.fields.get("title"))
    ):
        return None
    values, gathered = collect_data(site, path)
    folders, name = posixpath.split(posixpath.splitext(inner)[0])
    day, rest = split_dated_name(name)
    slug = rest or name
    if name == "index" and folders:
        slug = split_dated_name(posixpath.basename(folders))[1] or posixpath.basename(folders)
    stem = "/" + posixpath.join(folders, name)
    written = find_permalink(front_matter.fields) or find_permalink(values)
    place = find_time_zone("UTC")
    shown_day = (
        normalize_date(get_text(front_matter.fields.get("date", "") or values.get("date", "")) or day, place)
        if place
        else ""
    )
    moment = parse_moment(shown_day, place, as_written=True) if shown_day and place else None
    address = make_address(written, (stem, slug), front_matter, values, moment)
    hidden = front_matter.broken is not None and "permalink" in text[: front_matter.body]
    if hidden or (written and address is None and written != "false"):
        notes.add_loss("address", path, front_matter.lines.get("permalink", 1), UNKNOWN_ADDRESS, source=written)
    tags = [
        each
        for each in list_texts(front_matter.fields.get("tags", ""))
        if each.lower() not in COLLECTION_TAGS and each not in gathered
    ]
    drop = written == "false"
    parts = [part for part in folders.split("/") if part]
    lang = get_text(front_matter.fields.get("lang", "") or values.get("lang", "")).lower()
    own = bool(lang and parts and parts[0].lower() == lang)
    parts = parts[1:] if own else parts
    if not parts and day:
        parts = ["posts"]
    if name == "index" and len(parts) > 1:
        name = parts.pop()
    return Doc(
        path=path,
        column=parts[0] if parts else "",
        key=path.removesuffix(inner) + inner.partition("/")[2] if own else path,
        lang=lang,
        name=name,
        front_matter=front_matter,
        text=text,
        addresses=(address,) if address else (),
        base=address or stem + "/",
        inherited={**values, "topics": [*tags]},
        draft=drop or get_text(values.get("draft", "")) == "true",
        day_in_name=day,
        html=not markdown,
        front_page=stem == "/index",
        modified_time=site.folder.get_modified_time(path),
    )


def is_html(path: str) -> bool:
    """Tell whether a name is that of an HTML file."""
    return get_suffix(path) in {".html", ".htm"}


def collect_data(site: EleventySite, path: str) -> tuple[Fields, frozenset[str]]:
    """Give what the data files of its folders and its own give a page; and the tags among it."""
    found: Fields = {}
    where = posixpath.dirname(path)
    folders = [where]
    while where:
        where = posixpath.dirname(where)
        folders.append(where)
    for folder in reversed(folders):
        found |= site.data.get(folder, {})
    found |= site.files.get(posixpath.splitext(path)[0], {})
    tags = frozenset(list_texts(found.pop("tags", "")))
    return found, tags
