"""A Hugo site -> its pages with their old addresses, its files, its settings; runs no template."""

import json
import posixpath
from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from site_builder.config import zone
from site_builder.editing.migrating.days import day_written, named_day, own_clock
from site_builder.editing.migrating.folder import Folder, is_brought, is_markdown, suffix
from site_builder.editing.migrating.heads import plain, read_head, tomllib_read, yaml_read
from site_builder.editing.migrating.known import account_of_left, data_people, decoded_doc, extension_free
from site_builder.editing.migrating.old import Doc, Fields, Head, Notes, Old, Settings, Value, text_of, texts_of
from site_builder.editing.migrating.patterns import filled, hugo_segment, of_date

NAMES = ("hugo", "config")
ENDS = (".toml", ".yaml", ".yml", ".json")
PARTS = ("languages", "permalinks", "params", "taxonomies", "frontmatter", "module", "menus", "markup")
DATES = ("date", "publishdate", "pubdate", "published", "lastmod", "modified")


class Tongue(Struct, frozen=True):
    """A language of the old site: its folder of pages, the first segment of its addresses, its names."""

    id: str
    content: str
    prefix: str
    title: str = ""
    name: str = ""


class Site(Struct, frozen=True):
    """What the settings say that addresses and pages depend on."""

    folder: Folder
    config: Fields
    tongues: tuple[Tongue, ...]
    zone_name: str

    def get(self, name: str) -> Value:
        """Look a setting up; its name is in lower case."""
        return self.config.get(name, "")


def read_hugo(folder: Folder, notes: Notes) -> Old:
    """Read a Hugo site; a folder of Markdown without settings is one too."""
    site = settings_of(folder, notes)
    docs: list[Doc] = []
    files: dict[str, str] = {}
    taken: set[str] = set()
    for tongue in sorted(site.tongues, key=lambda each: -len(each.content)):
        for found, paths in pages(site, tongue, taken, notes):
            docs.append(found)
            taken.update(paths)
    for path in folder.files:
        address = file_address(site, path)
        if address and path not in taken and is_brought(path):
            files[address] = path
            taken.add(path)
    account_of_left(folder, taken, notes)
    return Old(settings(site, docs), tuple(docs), files)


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
    return Site(folder, config, tuple(tongues(folder, config)), text_of(config.get("timezone", "")))


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
    mounted = mounts(config)
    for name in sorted(tables, key=lambda each: (each != main, each)):
        table = tables[name]
        if text_of(table.get("disabled", "")) == "true":
            continue
        where = folder_name(text_of(table.get("contentdir", "")) or mounted.get(name, "") or content)
        prefix = f"/{name}" if name != main or inside else ""
        label = text_of(table.get("languagename", "")) or text_of(table.get("label", ""))
        yield Tongue(name, where, prefix, text_of(table.get("title", "")), label)


def folder_name(written: str) -> str:
    """Give a folder as written without its dots and slashes."""
    return posixpath.normpath(written).strip("./")


def mounts(config: Fields) -> dict[str, str]:
    """Give the folders of pages that are mounted for a language."""
    module = config.get("module", {})
    listed = module.get("mounts", []) if isinstance(module, dict) else []
    found: dict[str, str] = {}
    for each in listed if isinstance(listed, list) else []:
        if isinstance(each, dict) and text_of(each.get("target", "")) == "content" and each.get("lang"):
            found[text_of(each["lang"])] = text_of(each.get("source", ""))
    return found


def pages(site: Site, tongue: Tongue, taken: set[str], notes: Notes) -> Iterator[tuple[Doc, list[str]]]:
    """Read the pages below a language's folder: each with the files that belong to it."""
    mine = [p for p in site.folder.below(tongue.content) if p not in taken and (tongue.content or in_no_part(p))]
    prefix = len(tongue.content) + 1 if tongue.content else 0
    bundles = {posixpath.dirname(p) for p in mine if language_of(site, p[prefix:], tongue)[0].endswith("index")}
    leaves = {b for b in bundles if any(is_leaf(site, p, b, prefix, tongue) for p in mine if posixpath.dirname(p) == b)}
    for path in mine:
        if path in taken or not (is_markdown(path) or suffix(path) in {".html", ".htm"}):
            continue
        folder = posixpath.dirname(path)
        if within(folder, leaves) and not (folder in leaves and is_index(site, path[prefix:], tongue)):
            continue
        text = decoded_doc(site.folder, path, notes)
        head = read_head(text, lower=True)
        if not is_markdown(path) and not head.written:
            continue
        resources: list[str] = []
        if folder in leaves:
            resources = [p for p in site.folder.below(folder) if p != path and is_brought(p)]
        yield (
            page(site, tongue, path, path[prefix:], (text, head), folder in leaves, resources, notes),
            [path, *resources],
        )


def in_no_part(path: str) -> bool:
    """Tell whether a file lies in none of the folders that a site of Hugo has beside its pages."""
    first = path.partition("/")[0]
    names = {"static", "assets", "layouts", "themes", "archetypes", "data", "i18n", "resources", "public", "config"}
    return first not in names


def within(folder: str, leaves: set[str]) -> bool:
    """Tell whether a folder is one of some, or lies in one."""
    while folder:
        if folder in leaves:
            return True
        folder = posixpath.dirname(folder)
    return False


def is_leaf(site: Site, path: str, folder: str, prefix: int, tongue: Tongue) -> bool:
    """Tell whether a file makes its folder a page."""
    return posixpath.dirname(path) == folder and len(folder) >= prefix and is_index(site, path[prefix:], tongue)


def is_index(site: Site, inner: str, tongue: Tongue) -> bool:
    """Tell whether a file is the text of its folder's page."""
    page_like = is_markdown(inner) or suffix(inner) in {".html", ".htm"}
    return page_like and posixpath.basename(language_of(site, inner, tongue)[0]) == "index"


def language_of(site: Site, inner: str, tongue: Tongue) -> tuple[str, Tongue]:
    """Divide a path without suffix in its stem and its language: `posts/visit.zh` -> `posts/visit`, zh."""
    stem = extension_free(inner)
    base, _, code = stem.rpartition(".")
    named = next((each for each in site.tongues if base and each.id == code.lower()), None)
    return (base, named) if named else (stem, tongue)


def page(  # noqa: PLR0913, PLR0917 - what a walk knows of a file
    site: Site,
    folder_tongue: Tongue,
    path: str,
    inner: str,
    read: tuple[str, Head],
    leaf: bool,  # noqa: FBT001
    resources: list[str],
    notes: Notes,
) -> Doc:
    """Make a Doc of a page."""
    text, head = read
    stem, tongue = language_of(site, inner, folder_tongue)
    parts = stem.split("/")
    branch = parts[-1] == "_index"
    if leaf or branch:
        parts = parts[:-1]
    given = cascaded(site, tongue, path, head)
    from_name = ":filename" in texts_of(frontmatter_dates(site))
    day, rest = named_day(parts[-1]) if parts else ("", "")
    address = address_of(site, tongue, parts, head, branch=branch, named=(day, rest) if from_name else ("", ""))
    old = [address] if address else []
    old += [alias_of(each, address) for each in texts_of(head.fields.get("aliases", ""))]
    render = head.fields.get("_build", "") or head.fields.get("build", "")
    silent = isinstance(render, dict) and text_of(render.get("render", "")) in {"never", "false"}
    silent = silent or text_of(head.fields.get("headless", "")) == "true"
    folder = posixpath.dirname(path)
    column = parts[0] if len(parts) > 1 and not branch else ""
    del notes
    key = text_of(head.fields.get("translationkey", ""))
    return Doc(
        path=path,
        column=column,
        key=f"key:{key}" if key else stem,
        lang=tongue.id,
        name=("about-" + "-".join(parts) if parts else "home") if branch else parts[-1],
        head=head,
        text=text,
        addresses=tuple(dict.fromkeys(filter(None, old))),
        base=address or "/" + "/".join(parts) + "/",
        given=given,
        draft=silent,
        dated=day if from_name or not has_date(head) else "",
        html=not is_markdown(path),
        folder=leaf and bool(column),
        front=branch,
        resources=tuple((each[len(folder) + 1 :], each) for each in resources),
        changed=site.folder.changed(path),
    )


def has_date(head: Head) -> bool:
    """Tell whether a page says when it is from."""
    return any(text_of(head.fields.get(name, "")) for name in DATES)


def frontmatter_dates(site: Site) -> Value:
    """Give where the settings take a page's date from."""
    table = site.get("frontmatter")
    return table.get("date", "") if isinstance(table, dict) else ""


def cascaded(site: Site, tongue: Tongue, path: str, head: Head) -> Fields:
    """Give what the pages of the sections above give a page."""
    found: Fields = {}
    folder = posixpath.dirname(path)
    folders = [folder]
    while folder and folder != tongue.content:
        folder = posixpath.dirname(folder)
        folders.append(folder)
    for each in reversed(folders):
        for name in (f"{each}/_index.{tongue.id}.md", f"{each}/_index.md"):
            if name in site.folder.known and name != path:
                table = read_head(site.folder.text(name)[0], lower=True).fields.get("cascade", {})
                if isinstance(table, dict) and "_target" not in table and "target" not in table:
                    found |= {key.lower(): value for key, value in table.items()}
                break
    del head
    return found


def address_of(  # noqa: PLR0913 - what an address is made of
    site: Site, tongue: Tongue, parts: list[str], head: Head, *, branch: bool, named: tuple[str, str]
) -> str:
    """Give the old address of a page."""
    lower = text_of(site.get("disablepathtolower")) != "true"
    path = [hugo_segment(each, lower=lower) for each in parts]
    moment = moment_of(site, head, named[0])
    slug = text_of(head.fields.get("slug", "")) or named[1]
    name = parts[-1] if parts else ""

    def fill(token: str) -> str | None:
        dirs = path[:-1] if not branch else path
        title = hugo_segment(text_of(head.fields.get("title", "")), lower=lower)
        own = hugo_segment(slug, lower=lower)
        values = {
            "section": dirs[0] if dirs else "",
            "sections": "/".join(dirs),
            "title": title,
            "slug": own or title,
            "filename": hugo_segment(named[1] or name, lower=lower),
            "contentbasename": hugo_segment(name, lower=lower),
            "slugorfilename": own or hugo_segment(name, lower=lower),
            "slugorcontentbasename": own or hugo_segment(name, lower=lower),
        }
        if token.startswith("sections["):
            return sliced(dirs, token)
        return values[token] if token in values else (of_date(token, moment) if moment else None)

    url = text_of(head.fields.get("url", ""))
    if url:
        url = filled(url, fill) or url if ":" in url else url
        many = len(site.tongues) > 1
        url = url if url.startswith("/") and many else f"{tongue.prefix}/{url.lstrip('/')}"
        return url if url.endswith("/") or "." in posixpath.basename(url) else url + "/"
    pattern = pattern_of(site, path, branch=branch)
    found = filled(pattern, fill) if pattern else None
    if found is None:
        last = [hugo_segment(slug, lower=lower)] if slug and not branch else path[-1:]
        found = "/" + "/".join([*path[:-1], *last])
    ugly = site.get("uglyurls")
    ugly = ugly.get(path[0], "") if isinstance(ugly, dict) and path else ugly
    found = tongue.prefix + found.rstrip("/")
    if ugly == "true" and not branch:
        return found + ".html"
    return (
        found
        if "." in posixpath.basename(found) and pattern and not found.endswith("/") and ".html" in found
        else found + "/"
    )


def sliced(dirs: list[str], token: str) -> str:
    """Give a part of the sections: `sections[1:]`, `sections[last]`."""
    inner = token[len("sections[") : -1].replace("last", str(len(dirs) - 1))
    start, colon, end = inner.partition(":")
    try:
        first = int(start or 0)
        return "/".join(dirs[first : int(end) if end else None] if colon else dirs[first : first + 1])
    except ValueError:
        return "/".join(dirs)


def moment_of(site: Site, head: Head, from_name: str) -> datetime | None:
    """Give the moment that a page's address is made with."""
    place = zone(site.zone_name) or zone("UTC")
    if place is None:
        return None
    texts = [from_name, *(text_of(head.fields.get(name, "")) for name in DATES)]
    written = next((day for each in texts if each and (day := day_written(each, place))), "")
    return own_clock(written, place, as_written=True) if written else None


def pattern_of(site: Site, path: list[str], *, branch: bool) -> str:
    """Give the pattern of addresses that the settings have for a page."""
    tables = site.get("permalinks")
    if not isinstance(tables, dict) or not path:
        return ""
    kind = tables.get("section" if branch else "page", "")
    if isinstance(kind, dict):
        return text_of(kind.get(path[0], "")) or (text_of(kind.get("/", "")) if len(path) == 1 else "")
    if branch:
        return ""
    own = tables.get(path[0], "")
    return own if isinstance(own, str) else ""


def alias_of(written: str, address: str) -> str:
    """Give the address of an alias; one that is not from the root counts from beside the page."""
    if written.startswith("/"):
        return written
    return posixpath.normpath(posixpath.join(posixpath.dirname(address.rstrip("/")), written)) + (
        "/" if written.endswith("/") else ""
    )


def file_address(site: Site, path: str) -> str:
    """Give the address of a static file, or of one among the pages; empty for any other."""
    static = texts_of(site.get("staticdir")) or ("static",)
    for folder in (*(folder_name(each) for each in static), "assets"):
        if path.startswith(folder + "/"):
            return "/" + path[len(folder) + 1 :]
    for tongue in site.tongues:
        if tongue.content and path.startswith(tongue.content + "/"):
            inner = path[len(tongue.content) + 1 :]
            return tongue.prefix + "/" + "/".join(map(hugo_segment, inner.split("/")))
    return ""


def settings(site: Site, docs: list[Doc]) -> Settings:
    """Give what the new site takes over of the settings."""
    titles: dict[str, dict[str, str]] = {}
    for doc in docs:
        if doc.front and doc.name != "home" and "/" not in doc.key.removesuffix("/_index").strip("/"):
            title = text_of(doc.head.fields.get("title", ""))
            if title:
                titles.setdefault(doc.key.partition("/")[0], {})[doc.lang] = title
    main = site.tongues[0] if site.tongues else Tongue("en", "content", "")
    return Settings(
        title=text_of(site.get("title")) or main.title,
        base_url=text_of(site.get("baseurl")),
        time_zone=site.zone_name,
        languages=tuple((each.id, each.name) for each in site.tongues),
        titles=titles,
        people=data_people(site.folder, "data"),
    )
