"""A Jekyll site -> its pages with their old addresses, its files, its settings; runs no Liquid and no plugin."""

import fnmatch
import posixpath
import re
from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from site_builder.config import zone
from site_builder.editing.migrating.days import day_written, named_day, own_clock
from site_builder.editing.migrating.folder import Folder, is_brought, is_markdown, of_repository, suffix
from site_builder.editing.migrating.heads import plain, read_head, tomllib_read, yaml_read
from site_builder.editing.migrating.known import account_of_left, data_people, decoded_doc
from site_builder.editing.migrating.old import Doc, Fields, Head, Notes, Old, Settings, Value, text_of
from site_builder.editing.migrating.patterns import filled, jekyll_slug, of_date

CONFIGS = ("_config.yml", "_config.yaml", "_config.toml")
# Jekyll's own names for patterns (its documentation, "Permalinks").
STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
TEMPLATE_FOLDERS = ("_layouts", "_includes", "_data", "_sass", "_plugins", "_site", "_site_test")
PAGES = (".html", ".htm")
LOOP = re.compile(r"\{%-?\s*(?:for|paginate|include|tablerow|assign)\b")


class Site(Struct, frozen=True):
    """What the settings say that addresses and pages depend on."""

    folder: Folder
    source: str
    config: Fields
    collections: dict[str, Fields]
    defaults: tuple[tuple[str, str, Fields], ...]
    zone_name: str


def read_jekyll(folder: Folder, notes: Notes) -> Old:
    """Read a Jekyll site; a folder of posts without settings is one too."""
    site = settings_of(folder, notes)
    docs: list[Doc] = []
    files: dict[str, str] = {}
    taken: set[str] = set()
    for path in folder.below(site.source):
        inner = path.removeprefix(site.source + "/") if site.source else path
        if path in CONFIGS or excluded(site, inner):
            continue
        found = page(site, path, inner, notes)
        if found is not None:
            docs.append(found)
            taken.add(path)
        elif is_brought(path) and not hidden(inner, site):
            files["/" + inner] = path
            taken.add(path)
    account_of_left(folder, taken, notes)
    return Old(settings(site), tuple(docs), files)


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


def page(site: Site, path: str, inner: str, notes: Notes) -> Doc | None:  # noqa: PLR0911 - one a kind of file
    """Read a post, a draft, a page or a document of a collection; None for any other file."""
    parts = inner.split("/")
    markdown = is_markdown(path)
    if (not markdown and suffix(path) not in PAGES) or of_repository(inner):
        return None
    if "_posts" in parts[:-1] or "_drafts" in parts[:-1]:
        return post(site, path, parts, notes)
    collection = next((n for n in site.collections if f"_{n}" in parts[:-1]), "")
    if not collection and hidden(inner, site):
        return None
    text = decoded_doc(site.folder, path, notes)
    head = read_head(text)
    if not markdown and (not head.written or (LOOP.search(text) and not collection)):
        return None
    day, rest = named_day(posixpath.splitext(parts[-1])[0])
    if collection:
        return document(site, path, parts[parts.index(f"_{collection}") + 1 :], collection, (text, head))
    if day and head.written:
        return post(site, path, ["_posts", *parts], notes)
    del rest
    return plain_page(site, path, parts, (text, head))


def given(site: Site, path: str, kind: str) -> Fields:
    """Give what the settings give a file."""
    found: Fields = {}
    for folder, kind_of, values in site.defaults:
        if (not folder or path == folder or path.startswith(folder + "/")) and kind_of in {"", kind}:
            found |= values
    return found


def post(site: Site, path: str, parts: list[str], notes: Notes) -> Doc:
    """Read a post or a draft."""
    text = decoded_doc(site.folder, path, notes)
    head = read_head(text)
    place = next(n for n, part in enumerate(parts) if part in {"_posts", "_drafts"})
    day, rest = named_day(posixpath.splitext(parts[-1])[0])
    values = given(site, path, "posts" if parts[place] == "_posts" else "drafts")
    categories = [*parts[:place], *words_of(head.fields.get("categories") or head.fields.get("category") or "")]
    if not head.fields.get("categories") and not head.fields.get("category") and not parts[:place]:
        categories = [*words_of(values.get("categories") or values.get("category") or "")]
    pattern = text_of(head.fields.get("permalink", "")) or text_of(values.get("permalink", ""))
    pattern = pattern or text_of(site.config.get("permalink", "")) or "date"
    moment = clock(site, text_of(head.fields.get("date", "")) or day)
    address = of_pattern(pattern, rest, head, categories, moment)
    published = text_of(head.fields.get("published", "") or values.get("published", "")).lower() != "false"
    bundled = [each for each in parts[:place] if each]
    tags = [*words_of(head.fields.get("tags") or head.fields.get("tag") or ""), *categories]
    return Doc(
        path=path,
        column=bundled[0] if bundled else "posts",
        key=path,
        lang=text_of(head.fields.get("lang", "") or values.get("lang", "")).lower(),
        name=posixpath.splitext(parts[-1])[0],
        head=head,
        text=text,
        addresses=(address,) if address else (),
        base=address or "/",
        given={**values, "topics": list(dict.fromkeys(tags))},
        draft=parts[place] == "_drafts" or not published,
        dated=day,
        html=not is_markdown(path),
        changed=site.folder.changed(path),
    )


def words_of(value: Value) -> list[str]:
    """Divide a text as Jekyll does, at its spaces; at commas where there are any."""
    if isinstance(value, str):
        return [each.strip() for each in value.split(",")] if "," in value else value.split()
    return [found for each in value if (found := text_of(each))] if isinstance(value, list) else []


def clock(site: Site, written: str) -> datetime | None:
    """Give the moment of a post on the clock that its address was made with."""
    place = zone(site.zone_name) or zone("UTC")
    if place is None:
        return None
    day = day_written(written, place)
    return own_clock(day, place, as_written=not site.zone_name) if day else None


def of_pattern(pattern: str, name: str, head: Head, categories: list[str], moment: datetime | None) -> str:
    """Give the address that a pattern makes; empty where it cannot be told."""
    form = STYLES.get(pattern, pattern)
    if moment is None and re.search(r":(?:short_|long_|i_|y_)?(?:year|month|day|week)", form):
        return ""
    slug = text_of(head.fields.get("slug", ""))
    ext = ".html"

    def fill(token: str) -> str | None:
        values = {
            "title": slug or name,
            "slug": jekyll_slug(slug or name),
            "name": name,
            "categories": "/".join(each.lower() for each in dict.fromkeys(categories)),
            "slugified_categories": "/".join(map(jekyll_slug, dict.fromkeys(categories))),
            "output_ext": ext,
            "collection": "posts",
            "path": name,
        }
        if token in values:
            return values[token]
        if moment is not None:
            return of_date(token, moment)
        return None

    # `:title:output_ext` has no sign between its tokens.
    return filled(form, fill) or ""


def document(site: Site, path: str, parts: list[str], collection: str, read: tuple[str, Head]) -> Doc:
    """Read a document of a collection."""
    text, head = read
    settings_here = site.collections[collection]
    values = given(site, path, collection)
    day, rest = named_day(posixpath.splitext(parts[-1])[0])
    pattern = text_of(head.fields.get("permalink", "")) or text_of(values.get("permalink", ""))
    pattern = pattern or text_of(settings_here.get("permalink", "")) or "/:collection/:path:output_ext"
    slug = text_of(head.fields.get("slug", "")) or rest or parts[-1]
    stem = posixpath.splitext("/".join(parts))[0]

    def fill(token: str) -> str | None:
        values = {"collection": collection, "path": stem, "name": rest, "title": slug, "output_ext": ".html"}
        return {**values, "slug": jekyll_slug(slug), "categories": ""}.get(token)

    output = text_of(settings_here.get("output", "")) == "true"
    address = filled(STYLES.get(pattern, pattern), fill) if output else None
    return Doc(
        path=path,
        column=collection,
        key=path,
        lang=text_of(head.fields.get("lang", "")).lower(),
        name=posixpath.splitext(parts[-1])[0],
        head=head,
        text=text,
        addresses=(address,) if address else (),
        base=address or "/",
        given=values,
        draft=text_of(head.fields.get("published", "")).lower() == "false" or not output,
        dated=day,
        html=not is_markdown(path),
        changed=site.folder.changed(path),
    )


def plain_page(site: Site, path: str, parts: list[str], read: tuple[str, Head]) -> Doc:
    """Read a page."""
    text, head = read
    values = given(site, path, "pages")
    stem = posixpath.splitext("/".join(parts))[0]
    name, usual = posixpath.basename(stem), text_of(site.config.get("permalink", ""))
    pattern = text_of(head.fields.get("permalink", "")) or text_of(values.get("permalink", ""))
    if pattern:
        address = filled(pattern, {"path": posixpath.dirname(stem), "basename": name, "output_ext": ".html"}.get)
    elif name == "index":
        address = "/" + posixpath.dirname(stem) + "/"
    elif usual == "pretty" or usual.endswith("/"):
        address = f"/{stem}/"
    else:
        address = f"/{stem}.html"
    front = stem == "index"
    inner = [part for part in parts[:-1] if part]
    if name == "index" and inner:
        name = inner.pop()
    return Doc(
        path=path,
        column=inner[0] if inner else "",
        key=path,
        lang=text_of(head.fields.get("lang", "")).lower(),
        name=name,
        head=head,
        text=text,
        addresses=((address or "").replace("//", "/"),) if address else (),
        base=(address or "/").replace("//", "/"),
        given=values,
        draft=text_of(head.fields.get("published", "")).lower() == "false",
        html=not is_markdown(path),
        front=front,
        changed=site.folder.changed(path),
    )
