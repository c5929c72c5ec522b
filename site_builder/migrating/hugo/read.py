"""A Hugo site -> its pages with their old addresses, its files, its settings; runs no template."""

import posixpath
from collections.abc import Iterator

from msgspec.structs import replace

from site_builder.migrating.common import account_of_left, data_people, decoded_doc, extension_free
from site_builder.migrating.dates import named_day
from site_builder.migrating.folder import FOREIGN, Folder, is_brought, is_markdown, suffix
from site_builder.migrating.front_matter import foreign_head, read_head
from site_builder.migrating.hugo.addresses import DATES, Where, addresses_of
from site_builder.migrating.hugo.cascade import given_to
from site_builder.migrating.hugo.settings import (
    Site,
    Tongue,
    folder_name,
    frontmatter_dates,
    mounts,
    settings_of,
)
from site_builder.migrating.map_fields import AUTHOR, TOPICS
from site_builder.migrating.model import Doc, Fields, Head, Notes, Old, Settings, text_of, texts_of
from site_builder.migrating.permalink_patterns import hugo_path


def read_hugo(folder: Folder, notes: Notes) -> Old:
    """Read a Hugo site; a folder of Markdown without settings is one too."""
    site = settings_of(folder, notes)
    docs: list[Doc] = []
    files: dict[str, str] = {}
    taken: set[str] = set()
    folders = {tongue.content: tongue for tongue in reversed(site.roots)}
    for tongue in sorted(folders.values(), key=lambda each: -len(each.content)):
        for found, paths in pages(site, tongue, taken, notes):
            docs.append(found)
            taken.update(paths)
    for path in folder.files:
        address = file_address(site, path)
        if address and path not in taken and is_brought(path):
            files[address] = path
            taken.add(path)
    account_of_left(folder, taken, notes)
    return Old(settings(site, docs), tuple(docs), files, lists(site, docs))


def taxonomies(site: Site) -> tuple[str, ...]:
    """Give the fields whose values Hugo makes lists for."""
    table = site.get("taxonomies")
    return texts_of(list(table.values())) if isinstance(table, dict) else ("tags", "categories")


def lists(site: Site, docs: list[Doc]) -> dict[str, tuple[str, str, str]]:
    """Give the addresses of the lists that Hugo makes by itself: of each language, section and tag."""
    found: dict[str, tuple[str, str, str]] = {}
    for tongue in site.tongues:
        mine = [doc for doc in docs if doc.lang == tongue.id]
        found[f"{tongue.prefix}/"] = ("home", "", tongue.id)
        if len(site.tongues) > 1:
            found[f"/{tongue.id}/"] = ("home", "", tongue.id)
        found |= {
            d.base: ("column", d.key.partition("/")[0], tongue.id) for d in mine if d.front and d.key.count("/") == 1
        }
        for section in sorted({doc.column for doc in mine if doc.column}):
            found[f"{tongue.prefix}/{hugo_path(section).lower()}/"] = ("column", section, tongue.id)
        for kind in taxonomies(site):
            names = {name for doc in mine for name in texts_of(doc.get(kind) or doc.given.get("topics", ""))}
            found |= {f"{tongue.prefix}/{kind}/": ("topics", "", tongue.id)} if names else {}
            for name in sorted(names):
                found[f"{tongue.prefix}/{kind}/{hugo_path(name).lower()}/"] = ("topic", name, tongue.id)
    return found


def pages(site: Site, tongue: Tongue, taken: set[str], notes: Notes) -> Iterator[tuple[Doc, list[str]]]:
    """Read the pages below a language's folder: each with the files that belong to it."""
    mine = [p for p in site.folder.below(tongue.content) if p not in taken and (tongue.content or in_no_part(p))]
    prefix = len(tongue.content) + 1 if tongue.content else 0
    leaves = {posixpath.dirname(p) for p in mine if is_index(site, p[prefix:], tongue)} - {tongue.content}
    for path in mine:
        if path in taken or not (is_markdown(path) or suffix(path) in {".html", ".htm"} | FOREIGN):
            continue
        folder = posixpath.dirname(path)
        if within(folder, leaves) and not (folder in leaves and is_index(site, path[prefix:], tongue)):
            continue
        text = decoded_doc(site.folder, path, notes)
        head = foreign_head(text) if suffix(path) in FOREIGN else read_head(text, lower=True)
        if suffix(path) in {".html", ".htm"} and not head.written:
            continue
        resources: list[str] = []
        if folder in leaves:
            resources = [p for p in site.folder.below(folder) if p != path and is_brought(p)]
        yield (
            page(site, tongue, path, path[prefix:], (text, head), folder in leaves, resources),
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


def is_index(site: Site, inner: str, tongue: Tongue) -> bool:
    """Tell whether a file is the text of its folder's page."""
    page_like = is_markdown(inner) or suffix(inner) in {".html", ".htm"} | FOREIGN
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
) -> Doc:
    """Make a Doc of a page."""
    text, head = read
    stem, tongue = language_of(site, inner, folder_tongue)
    parts = posixpath.join(folder_tongue.inner, stem).split("/")
    branch = parts[-1] == "_index"
    if leaf or branch:
        parts = parts[:-1]
    kind = ("section" if parts else "home") if branch else "page"
    given = given_to(site.sections, site.get("cascade"), folder_tongue.content, path, kind, tongue.id)
    fields = flat(head.fields)
    day, rest = named_by_file(site, fields, parts[-1]) if parts and not branch else ("", "")
    slugs = section_slugs(site, folder_tongue, parts, tongue.id)
    where = Where(tuple(parts), given | fields, branch, section_depth(site, folder_tongue, parts), slugs, day, rest)
    address, aliases, perhaps = addresses_of(site, tongue, where)
    fields = {name: value for name, value in fields.items() if name != "aliases"} | ({"date": day} if day else {})
    silent = is_silent(given | fields)
    own = [kind for kind in taxonomies(site) if kind not in {*TOPICS, *AUTHOR}]
    if own:
        both = given | fields
        given |= {"topics": [name for kind in (*TOPICS, *own) for name in texts_of(both.get(kind, ""))]}
        fields = {name: value for name, value in fields.items() if name not in own}
    folder = posixpath.dirname(path)
    column = parts[0] if len(parts) > 1 and not branch else ""
    key = text_of(fields.get("translationkey", ""))
    return Doc(
        path=path,
        column=column,
        key=f"key:{key}" if key else stem,
        lang=tongue.id,
        name=("about-" + "-".join(parts) if parts else "home") if branch else parts[-1],
        head=replace(head, fields=fields),
        text=text,
        addresses=() if silent else tuple(dict.fromkeys((address, *aliases))),
        perhaps=perhaps,
        base=address,
        given=given,
        draft=silent,
        dated="" if has_date(fields) or not parts else named_day(parts[-1])[0],
        html=suffix(path) in {".html", ".htm"},
        foreign=suffix(path) in FOREIGN,
        emoji=text_of(site.get("enableemoji")) == "true",
        folder=leaf and bool(column),
        front=branch,
        resources=tuple((each[len(folder) + 1 :], each) for each in resources),
        changed=site.folder.changed(path),
    )


def flat(fields: Fields) -> Fields:
    """Give fields with those that stand below `params` among them."""
    params = fields.get("params", "")
    if not isinstance(params, dict):
        return fields
    rest = {name: value for name, value in fields.items() if name != "params"}
    return {name.lower(): value for name, value in params.items()} | rest


def is_silent(fields: Fields) -> bool:
    """Tell whether a page says that it is not rendered."""
    for name in ("build", "_build"):
        render = fields.get(name, "")
        if isinstance(render, dict) and text_of(render.get("render", "")) in {"never", "false"}:
            return True
    return text_of(fields.get("headless", "")) == "true"


def named_by_file(site: Site, fields: Fields, name: str) -> tuple[str, str]:
    """Give the day and the slug that the name of a page's file gives it, where the settings let it."""
    for each in texts_of(frontmatter_dates(site)):
        source = each.lower()
        if source == ":filename":
            day, rest = named_day(name)
            if day:
                return day, rest
        elif text_of(fields.get(source, "")) or (source == ":default" and has_date(fields)):
            break
    return "", ""


def section_depth(site: Site, tongue: Tongue, parts: list[str]) -> int:
    """Give how many of the folders above a page are sections to Hugo."""
    before = len(tongue.inner.split("/")) if tongue.inner else 0
    for depth in range(len(parts), max(before, 1), -1):
        if posixpath.join(tongue.content, *parts[before:depth]) in site.sections:
            return depth
    return 1


def section_slugs(site: Site, tongue: Tongue, parts: list[str], language: str) -> tuple[str, ...]:
    """Give the slugs of the sections above a page, empty where one has none."""
    before = len(tongue.inner.split("/")) if tongue.inner else 0
    folders = [posixpath.join(tongue.content, *parts[before : depth + 1]) for depth in range(len(parts))]
    found = [[each.slug for each in site.sections.get(folder, ()) if each.speaks(language)] for folder in folders]
    return tuple(max(slugs, default="") for slugs in found)


def has_date(fields: Fields) -> bool:
    """Tell whether a page says when it is from."""
    return any(text_of(fields.get(name, "")) for name in DATES)


def file_address(site: Site, path: str) -> str:
    """Give the address of a static file, or of one among the pages; empty for any other."""
    static = [(folder_name(each), "", ()) for each in texts_of(site.get("staticdir")) or ("static",)]
    for folder, place, _ in [*static, *mounts(site.config, "static"), ("assets", "", ())]:
        if path.startswith(folder + "/"):
            return "/" + posixpath.join(place, path[len(folder) + 1 :])
    for tongue in site.roots:
        if tongue.content and path.startswith(tongue.content + "/"):
            inner = posixpath.join(tongue.inner, path[len(tongue.content) + 1 :])
            return tongue.prefix + "/" + "/".join(hugo_path(each).lower() for each in inner.split("/"))
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
