"""A Hugo site -> its pages with their old addresses, its files, its settings; runs no template."""

import posixpath
from collections.abc import Iterator

from msgspec.structs import replace

from site_builder.migrating.common import note_unused_files, read_page_text, read_people, remove_suffix
from site_builder.migrating.dates import split_dated_name
from site_builder.migrating.folder import FOREIGN, Folder, get_suffix, is_asset, is_markdown
from site_builder.migrating.front_matter import parse_foreign_front_matter, parse_front_matter
from site_builder.migrating.hugo.addresses import DATES, HugoPage, make_addresses
from site_builder.migrating.hugo.cascade import collect_cascade
from site_builder.migrating.hugo.settings import (
    HugoLanguage,
    HugoSite,
    find_date_sources,
    list_mounts,
    normalize_folder,
    read_site,
)
from site_builder.migrating.map_fields import AUTHOR, TOPICS
from site_builder.migrating.model import Doc, Fields, Notes, OldFrontMatter, OldSettings, OldSite, get_text, list_texts
from site_builder.migrating.permalink_patterns import make_hugo_path


def read_hugo(folder: Folder, notes: Notes) -> OldSite:
    """Read a Hugo site; a folder of Markdown without settings is one too."""
    site = read_site(folder, notes)
    docs: list[Doc] = []
    files: dict[str, str] = {}
    taken: set[str] = set()
    folders = {language.content: language for language in reversed(site.roots)}
    for language in sorted(folders.values(), key=lambda each: -len(each.content)):
        for found, paths in read_pages(site, language, taken, notes):
            docs.append(found)
            taken.update(paths)
    for path in folder.files:
        address = find_file_address(site, path)
        if address and path not in taken and is_asset(path):
            files[address] = path
            taken.add(path)
    note_unused_files(folder, taken, notes)
    return OldSite(make_old_settings(site, docs), tuple(docs), files, find_list_addresses(site, docs))


def list_taxonomies(site: HugoSite) -> tuple[str, ...]:
    """Give the fields whose values Hugo makes lists for."""
    table = site.get("taxonomies")
    return list_texts(list(table.values())) if isinstance(table, dict) else ("tags", "categories")


def find_list_addresses(site: HugoSite, docs: list[Doc]) -> dict[str, tuple[str, str, str]]:
    """Give the addresses of the lists that Hugo makes by itself: of each language, section and tag."""
    found: dict[str, tuple[str, str, str]] = {}
    for language in site.languages:
        mine = [doc for doc in docs if doc.lang == language.id]
        found[f"{language.prefix}/"] = ("home", "", language.id)
        if len(site.languages) > 1:
            found[f"/{language.id}/"] = ("home", "", language.id)
        found |= {
            d.base: ("column", d.key.partition("/")[0], language.id)
            for d in mine
            if d.front_page and d.key.count("/") == 1
        }
        for section in sorted({doc.column for doc in mine if doc.column}):
            found[f"{language.prefix}/{make_hugo_path(section).lower()}/"] = ("column", section, language.id)
        for kind in list_taxonomies(site):
            names = {name for doc in mine for name in list_texts(doc.get(kind) or doc.inherited.get("topics", ""))}
            found |= {f"{language.prefix}/{kind}/": ("topics", "", language.id)} if names else {}
            for name in sorted(names):
                found[f"{language.prefix}/{kind}/{make_hugo_path(name).lower()}/"] = ("topic", name, language.id)
    return found


def read_pages(
    site: HugoSite, language: HugoLanguage, taken: set[str], notes: Notes
) -> Iterator[tuple[Doc, list[str]]]:
    """Read the pages below a language's folder: each with the files that belong to it."""
    mine = [
        p
        for p in site.folder.list_files(language.content)
        if p not in taken and (language.content or is_content_path(p))
    ]
    prefix = len(language.content) + 1 if language.content else 0
    bundles = {posixpath.dirname(p) for p in mine if is_index(site, p[prefix:], language)} - {language.content}
    for path in mine:
        if path in taken or not (is_markdown(path) or get_suffix(path) in {".html", ".htm"} | FOREIGN):
            continue
        folder = posixpath.dirname(path)
        if is_inside(folder, bundles) and not (folder in bundles and is_index(site, path[prefix:], language)):
            continue
        text = read_page_text(site.folder, path, notes)
        front_matter = (
            parse_foreign_front_matter(text) if get_suffix(path) in FOREIGN else parse_front_matter(text, lower=True)
        )
        if get_suffix(path) in {".html", ".htm"} and not front_matter.written:
            continue
        resources: list[str] = []
        if folder in bundles:
            resources = [p for p in site.folder.list_files(folder) if p != path and is_asset(p)]
        yield (
            make_doc(site, language, path, path[prefix:], (text, front_matter), folder in bundles, resources),
            [path, *resources],
        )


def is_content_path(path: str) -> bool:
    """Tell whether a file lies in none of the folders that a site of Hugo has beside its pages."""
    first = path.partition("/")[0]
    names = {"static", "assets", "layouts", "themes", "archetypes", "data", "i18n", "resources", "public", "config"}
    return first not in names


def is_inside(folder: str, bundles: set[str]) -> bool:
    """Tell whether a folder is one of some, or lies in one."""
    while folder:
        if folder in bundles:
            return True
        folder = posixpath.dirname(folder)
    return False


def is_index(site: HugoSite, inner: str, language: HugoLanguage) -> bool:
    """Tell whether a file is the text of its folder's page."""
    page_like = is_markdown(inner) or get_suffix(inner) in {".html", ".htm"} | FOREIGN
    return page_like and posixpath.basename(split_language(site, inner, language)[0]) == "index"


def split_language(site: HugoSite, inner: str, language: HugoLanguage) -> tuple[str, HugoLanguage]:
    """Divide a path without suffix in its stem and its language: `posts/visit.zh` -> `posts/visit`, zh."""
    stem = remove_suffix(inner)
    base, _, code = stem.rpartition(".")
    named = next((each for each in site.languages if base and each.id == code.lower()), None)
    return (base, named) if named else (stem, language)


def make_doc(  # noqa: PLR0913, PLR0917 - what a walk knows of a file
    site: HugoSite,
    root: HugoLanguage,
    path: str,
    inner: str,
    read: tuple[str, OldFrontMatter],
    bundle: bool,  # noqa: FBT001
    resources: list[str],
) -> Doc:
    """Make a Doc of a page."""
    text, front_matter = read
    stem, language = split_language(site, inner, root)
    parts = posixpath.join(root.inner, stem).split("/")
    branch = parts[-1] == "_index"
    if bundle or branch:
        parts = parts[:-1]
    kind = ("section" if parts else "home") if branch else "page"
    inherited = collect_cascade(site.sections, site.get("cascade"), root.content, path, kind, language.id)
    fields = flatten_params(front_matter.fields)
    day, rest = parse_file_name(site, fields, parts[-1]) if parts and not branch else ("", "")
    slugs = list_section_slugs(site, root, parts, language.id)
    hugo_page = HugoPage(tuple(parts), inherited | fields, branch, count_sections(site, root, parts), slugs, day, rest)
    address, aliases, possible = make_addresses(site, language, hugo_page)
    fields = {name: value for name, value in fields.items() if name != "aliases"} | ({"date": day} if day else {})
    unrendered = is_unrendered(inherited | fields)
    own = [kind for kind in list_taxonomies(site) if kind not in {*TOPICS, *AUTHOR}]
    if own:
        both = inherited | fields
        inherited |= {"topics": [name for kind in (*TOPICS, *own) for name in list_texts(both.get(kind, ""))]}
        fields = {name: value for name, value in fields.items() if name not in own}
    folder = posixpath.dirname(path)
    column = parts[0] if len(parts) > 1 and not branch else ""
    key = get_text(fields.get("translationkey", ""))
    return Doc(
        path=path,
        column=column,
        key=f"key:{key}" if key else stem,
        lang=language.id,
        name=("about-" + "-".join(parts) if parts else "home") if branch else parts[-1],
        front_matter=replace(front_matter, fields=fields),
        text=text,
        addresses=() if unrendered else tuple(dict.fromkeys((address, *aliases))),
        possible_addresses=possible,
        base=address,
        inherited=inherited,
        draft=unrendered,
        day_in_name="" if has_date(fields) or not parts else split_dated_name(parts[-1])[0],
        html=get_suffix(path) in {".html", ".htm"},
        foreign=get_suffix(path) in FOREIGN,
        emoji=get_text(site.get("enableemoji")) == "true",
        own_folder=bundle and bool(column),
        front_page=branch,
        resources=tuple((each[len(folder) + 1 :], each) for each in resources),
        modified_time=site.folder.get_modified_time(path),
    )


def flatten_params(fields: Fields) -> Fields:
    """Give fields with those that stand below `params` among them."""
    params = fields.get("params", "")
    if not isinstance(params, dict):
        return fields
    rest = {name: value for name, value in fields.items() if name != "params"}
    return {name.lower(): value for name, value in params.items()} | rest


def is_unrendered(fields: Fields) -> bool:
    """Tell whether a page says that it is not rendered."""
    for name in ("build", "_build"):
        render = fields.get(name, "")
        if isinstance(render, dict) and get_text(render.get("render", "")) in {"never", "false"}:
            return True
    return get_text(fields.get("headless", "")) == "true"


def parse_file_name(site: HugoSite, fields: Fields, name: str) -> tuple[str, str]:
    """Give the day and the slug that the name of a page's file gives it, where the settings let it."""
    for each in list_texts(find_date_sources(site)):
        source = each.lower()
        if source == ":filename":
            day, rest = split_dated_name(name)
            if day:
                return day, rest
        elif get_text(fields.get(source, "")) or (source == ":default" and has_date(fields)):
            break
    return "", ""


def count_sections(site: HugoSite, root: HugoLanguage, parts: list[str]) -> int:
    """Give how many of the folders above a page are sections to Hugo."""
    before = len(root.inner.split("/")) if root.inner else 0
    for depth in range(len(parts), max(before, 1), -1):
        if posixpath.join(root.content, *parts[before:depth]) in site.sections:
            return depth
    return 1


def list_section_slugs(site: HugoSite, root: HugoLanguage, parts: list[str], language: str) -> tuple[str, ...]:
    """Give the slugs of the sections above a page, empty where one has none."""
    before = len(root.inner.split("/")) if root.inner else 0
    folders = [posixpath.join(root.content, *parts[before : depth + 1]) for depth in range(len(parts))]
    found = [
        [each.slug for each in site.sections.get(folder, ()) if each.is_in_language(language)] for folder in folders
    ]
    return tuple(max(slugs, default="") for slugs in found)


def has_date(fields: Fields) -> bool:
    """Tell whether a page says when it is from."""
    return any(get_text(fields.get(name, "")) for name in DATES)


def find_file_address(site: HugoSite, path: str) -> str:
    """Give the address of a static file, or of one among the pages; empty for any other."""
    static = [(normalize_folder(each), "", ()) for each in list_texts(site.get("staticdir")) or ("static",)]
    for folder, place, _ in [*static, *list_mounts(site.config, "static"), ("assets", "", ())]:
        if path.startswith(folder + "/"):
            return "/" + posixpath.join(place, path[len(folder) + 1 :])
    for root in site.roots:
        if root.content and path.startswith(root.content + "/"):
            inner = posixpath.join(root.inner, path[len(root.content) + 1 :])
            return root.prefix + "/" + "/".join(make_hugo_path(each).lower() for each in inner.split("/"))
    return ""


def make_old_settings(site: HugoSite, docs: list[Doc]) -> OldSettings:
    """Give what the new site takes over of the settings."""
    titles: dict[str, dict[str, str]] = {}
    for doc in docs:
        if doc.front_page and doc.name != "home" and "/" not in doc.key.removesuffix("/_index").strip("/"):
            title = get_text(doc.front_matter.fields.get("title", ""))
            if title:
                titles.setdefault(doc.key.partition("/")[0], {})[doc.lang] = title
    main = site.languages[0] if site.languages else HugoLanguage("en", "content", "")
    return OldSettings(
        title=get_text(site.get("title")) or main.title,
        base_url=get_text(site.get("baseurl")),
        time_zone=site.zone_name,
        languages=tuple((each.id, each.name) for each in site.languages),
        titles=titles,
        people=read_people(site.folder, "data"),
    )
