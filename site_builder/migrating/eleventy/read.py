"""An Eleventy site -> its pages with their old addresses, its files; runs no JavaScript and no template."""

import json
import posixpath
import re
from collections import Counter

from msgspec import Struct
from msgspec.structs import replace

from site_builder.config import zone
from site_builder.migrating.common import UNKNOWN_ADDRESS, account_of_left, data_people, decoded_doc
from site_builder.migrating.dates import day_written, named_day, own_clock
from site_builder.migrating.eleventy.addresses import address_of, permalink_of
from site_builder.migrating.folder import Folder, is_brought, is_markdown, of_repository, suffix
from site_builder.migrating.front_matter import js_read, plain, read_head, yaml_read
from site_builder.migrating.model import Doc, Fields, Notes, Old, Settings, text_of, texts_of

CONFIGS = (".eleventy.js", "eleventy.config.js", "eleventy.config.cjs", "eleventy.config.mjs")
INPUT = re.compile(r"""\binput\s*:\s*["']([^"']+)["']""")
PASSED = re.compile(r"""addPassthroughCopy\(\s*["']([^"']+)["']""")
PASSED_PAIR = re.compile(r"""["']([^"'\n]+)["']\s*:\s*["']([^"'\n]*)["']""")
PASSED_TABLE = re.compile(r"addPassthroughCopy\(\s*\{(.*?)\}", re.DOTALL)
EXPORTED = re.compile(r"(?:module\.exports\s*=|export\s+default)\s*(\{.*\})\s*;?\s*\Z", re.DOTALL)
# Tags that gather pages and say nothing of what they are about, in Eleventy's own examples.
GATHERING = frozenset(["all", "nav", "post", "posts"])
TEMPLATES = frozenset([".html", ".htm", ".njk", ".liquid"])
NO_CONTENT = ("_includes", "_layouts", "_data", "_site", "_drafts_off")
LOOP = re.compile(r"\{%-?\s*(?:for|set|macro|include|extends|block)\b")


class Site(Struct, frozen=True):
    """The folder that pages stand in, and what folders give to the pages below them."""

    folder: Folder
    source: str
    data: dict[str, Fields]
    files: dict[str, Fields]


def read_eleventy(folder: Folder, notes: Notes) -> Old:
    """Read an Eleventy site; a folder of posts without settings is one too."""
    site, config = settings_of(folder, notes)
    docs: list[Doc] = []
    files: dict[str, str] = {}
    taken: set[str] = set()
    for path in folder.below(site.source):
        inner = path.removeprefix(site.source + "/") if site.source else path
        if any(part in NO_CONTENT for part in inner.split("/")[:-1]):
            continue
        found = page(site, path, inner, notes)
        if found is not None:
            docs.append(found)
            taken.add(path)
        elif is_brought(path):
            files["/" + inner] = path
            taken.add(path)
    for address, path in passed(folder, config):
        if is_brought(path):
            files.setdefault(address, path)
            taken.add(path)
    account_of_left(folder, taken, notes)
    return Old(speaking(settings(folder, site), docs), tuple(docs), files)


def speaking(found: Settings, docs: list[Doc]) -> Settings:
    """Add the languages that pages say they are in; where the settings name none, the one of most pages is the main."""
    spoken = Counter(doc.lang for doc in docs if doc.lang)
    others = [code for code, _ in spoken.most_common() if code not in dict(found.languages)]
    return replace(found, languages=(*found.languages, *((code, "") for code in others))) if others else found


def settings_of(folder: Folder, notes: Notes) -> tuple[Site, str]:
    """Find the folder of the pages and what its data files say; give the text of the settings too."""
    texts = [(folder.root / name).read_text("utf-8", "replace") for name in CONFIGS if (folder.root / name).is_file()]
    config = texts[0] if texts else ""
    named = INPUT.search(config)
    source = posixpath.normpath(named[1]).strip("./") if named else ""
    if not named and not any(is_markdown(each) and not of_repository(each) for each in folder.files if "/" not in each):
        source = next((name for name in ("content", "src") if any(map(is_markdown, folder.below(name)))), "")
    data: dict[str, Fields] = {}
    files: dict[str, Fields] = {}
    for path in folder.below(source):
        stem = next((path[: -len(end)] for end in DATA_ENDS if path.endswith(end)), "")
        if not stem or "_data/" in path:
            continue
        found = data_of(folder, path, notes)
        where, name = posixpath.split(stem)
        if posixpath.basename(where) == name or (not where and name == posixpath.basename(folder.root.name)):
            data[where] = data.get(where, {}) | found
        else:
            files[stem] = files.get(stem, {}) | found
    return Site(folder, source, data, files), config


DATA_ENDS = (".11tydata.json", ".11tydata.js", ".11tydata.cjs", ".11tydata.mjs", ".json")


def data_of(folder: Folder, path: str, notes: Notes) -> Fields:
    """Read a data file of a folder or a page; JavaScript only where it is an object of plain values."""
    text = folder.text(path)[0]
    try:
        if suffix(path) != ".json":
            exported = EXPORTED.search(text)
            found = plain(js_read(exported[1] if exported else text))
        else:
            found = plain(json.loads(text, parse_int=str, parse_float=str))
    except Exception as error:  # noqa: BLE001 - whatever a damaged file makes of a parser
        reason = str(error).partition("\n")[0]
        message = "this cannot be read: {reason}; what it gives to pages, old addresses among it, is not known"
        notes.lost("settings", path, 1, message, reason=reason)
        return {}
    return found if isinstance(found, dict) else {}


def passed(folder: Folder, config: str) -> list[tuple[str, str]]:
    """Give the files that the settings have copied as they are: address, path."""
    pairs = [(each, each) for each in PASSED.findall(config)]
    for table in PASSED_TABLE.findall(config):
        pairs += PASSED_PAIR.findall(table)
    pairs += [("public", ""), ("static", "static"), ("assets", "assets")]
    found: list[tuple[str, str]] = []
    for here, there in pairs:
        start = posixpath.normpath(here).lstrip("./").partition("*")[0].rstrip("/")
        goal = posixpath.normpath("/" + there.partition("*")[0].strip("./")).lstrip("/")
        below = folder.below(start) if start else ()
        found += (("/" + posixpath.join(goal, path[len(start) + 1 :]), path) for path in below)
        if start in folder.known:
            found.append(("/" + goal, start))
    return found


def settings(folder: Folder, site: Site) -> Settings:
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
        found = data_file(folder, path)
        lang = text_of(found.get("language", "")) or text_of(found.get("lang", "")) or text_of(found.get("locale", ""))
        return Settings(
            title=text_of(found.get("title", "")) or text_of(found.get("name", "")),
            base_url=text_of(found.get("url", "")) or text_of(found.get("host", "")),
            languages=((lang.partition("-")[0].partition("_")[0].lower(), ""),) if lang else (),
            people=data_people(folder, f"{base}_data") or data_people(folder, "_data"),
        )
    return Settings(people=data_people(folder, f"{base}_data"))


def data_file(folder: Folder, path: str) -> Fields:
    """Read a data file of the whole site, as far as it can be."""
    text = folder.text(path)[0]
    try:
        if suffix(path) == ".js":
            exported = EXPORTED.search(text)
            found = plain(js_read(exported[1] if exported else text))
        else:
            found = plain(yaml_read(text) if suffix(path) != ".json" else json.loads(text))
    except Exception:  # noqa: BLE001 - it is listed among what did not come over
        return {}
    return found if isinstance(found, dict) else {}


def page(site: Site, path: str, inner: str, notes: Notes) -> Doc | None:
    """Read a page; None for any other file."""
    markdown = is_markdown(path)
    if (not markdown and suffix(path) not in TEMPLATES) or of_repository(inner):
        return None
    text = decoded_doc(site.folder, path, notes)
    head = read_head(text)
    if not markdown and (not head.written or LOOP.search(text) or not (is_html(path) or head.fields.get("title"))):
        return None
    values, gathered = given(site, path)
    folders, name = posixpath.split(posixpath.splitext(inner)[0])
    day, rest = named_day(name)
    slug = rest or name
    if name == "index" and folders:
        slug = named_day(posixpath.basename(folders))[1] or posixpath.basename(folders)
    stem = "/" + posixpath.join(folders, name)
    written = permalink_of(head.fields) or permalink_of(values)
    place = zone("UTC")
    shown_day = (
        day_written(text_of(head.fields.get("date", "") or values.get("date", "")) or day, place) if place else ""
    )
    moment = own_clock(shown_day, place, as_written=True) if shown_day and place else None
    address = address_of(written, (stem, slug), head, values, moment)
    hidden = head.broken is not None and "permalink" in text[: head.body]
    if hidden or (written and address is None and written != "false"):
        notes.lost("address", path, head.lines.get("permalink", 1), UNKNOWN_ADDRESS, source=written)
    tags = [
        each for each in texts_of(head.fields.get("tags", "")) if each.lower() not in GATHERING and each not in gathered
    ]
    drop = written == "false"
    parts = [part for part in folders.split("/") if part]
    lang = text_of(head.fields.get("lang", "") or values.get("lang", "")).lower()
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
        head=head,
        text=text,
        addresses=(address,) if address else (),
        base=address or stem + "/",
        given={**values, "topics": [*tags]},
        draft=drop or text_of(values.get("draft", "")) == "true",
        dated=day,
        html=not markdown,
        front=stem == "/index",
        changed=site.folder.changed(path),
    )


def is_html(path: str) -> bool:
    """Tell whether a name is that of an HTML file."""
    return suffix(path) in {".html", ".htm"}


def given(site: Site, path: str) -> tuple[Fields, frozenset[str]]:
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
    tags = frozenset(texts_of(found.pop("tags", "")))
    return found, tags
