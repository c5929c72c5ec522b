"""A Jekyll site -> its pages with their old addresses, its files, its settings; runs no Liquid and no plugin."""

import posixpath
import re

from site_builder.migrating.common import UNKNOWN_ADDRESS, note_unused_files, read_page_text
from site_builder.migrating.dates import split_dated_name
from site_builder.migrating.folder import FOREIGN, Folder, get_suffix, is_asset, is_markdown, is_repository_file
from site_builder.migrating.front_matter import parse_foreign_front_matter, parse_front_matter
from site_builder.migrating.jekyll.addresses import (
    PermalinkSource,
    list_categories,
    list_other_addresses,
    make_addresses,
    split_words,
)
from site_builder.migrating.jekyll.settings import (
    CONFIGS,
    JekyllSite,
    collect_defaults,
    is_excluded,
    is_hidden,
    make_old_settings,
    read_site,
)
from site_builder.migrating.model import Doc, Notes, OldFrontMatter, OldSite, get_text
from site_builder.migrating.permalink_patterns import fill_pattern

PAGES = (".html", ".htm")
LOOP = re.compile(r"\{%-?\s*(?:for|paginate|include|tablerow|assign)\b")


def read_jekyll(folder: Folder, notes: Notes) -> OldSite:
    """Read a Jekyll site; a folder of posts without settings is one too."""
    site = read_site(folder, notes)
    docs: list[Doc] = []
    files: dict[str, str] = {}
    taken: set[str] = set()
    for path in folder.list_files(site.source):
        inner = path.removeprefix(site.source + "/") if site.source else path
        if path in CONFIGS or is_excluded(site, inner):
            continue
        found = read_page(site, path, inner, notes)
        if found is not None:
            docs.append(found)
            taken.add(path)
        elif is_asset(path) and not is_hidden(inner, site):
            files["/" + inner] = path
            taken.add(path)
    note_unused_files(folder, taken, notes)
    return OldSite(make_old_settings(site), tuple(docs), files)


def read_page(site: JekyllSite, path: str, inner: str, notes: Notes) -> Doc | None:  # noqa: PLR0911 - one a kind of file
    """Read a post, a draft, a page or a document of a collection; None for any other file."""
    parts = inner.split("/")
    markdown = is_markdown(path)
    posted = "_posts" in parts[:-1] or "_drafts" in parts[:-1]
    if (
        not markdown and get_suffix(path) not in PAGES and not (posted and get_suffix(path) in FOREIGN)
    ) or is_repository_file(inner):
        return None
    if posted:
        return read_post(site, path, parts, notes)
    collection = next((n for n in site.collections if f"_{n}" in parts[:-1]), "")
    if not collection and is_hidden(inner, site):
        return None
    text = read_page_text(site.folder, path, notes)
    front_matter = parse_front_matter(text)
    if not markdown and (not front_matter.written or (LOOP.search(text) and not collection)):
        return None
    day, rest = split_dated_name(posixpath.splitext(parts[-1])[0])
    if collection:
        return read_document(
            site, path, parts[parts.index(f"_{collection}") + 1 :], collection, (text, front_matter), notes
        )
    if day and front_matter.written:
        return read_post(site, path, ["_posts", *parts], notes)
    del rest
    return read_plain_page(site, path, parts, (text, front_matter))


def read_post(site: JekyllSite, path: str, parts: list[str], notes: Notes) -> Doc:
    """Read a post or a draft."""
    text = read_page_text(site.folder, path, notes)
    front_matter = parse_foreign_front_matter(text) if get_suffix(path) in FOREIGN else parse_front_matter(text)
    place = next(n for n, part in enumerate(parts) if part in {"_posts", "_drafts"})
    day, rest = split_dated_name(posixpath.splitext(parts[-1])[0])
    values = collect_defaults(site, path, "posts" if parts[place] == "_posts" else "drafts")
    categories = [*parts[:place], *list_categories(front_matter.fields)]
    categories = categories or list_categories(values)
    pattern = get_text(front_matter.fields.get("permalink", "")) or get_text(values.get("permalink", ""))
    pattern = pattern or get_text(site.config.get("permalink", "")) or "date"
    source = PermalinkSource(
        rest, posixpath.splitext(parts[-1])[0], rest, "posts", front_matter.fields, tuple(categories)
    )
    address, other_addresses = make_addresses(
        site, pattern, source, get_text(front_matter.fields.get("date", "")) or day
    )
    published = get_text(front_matter.fields.get("published", "") or values.get("published", "")).lower() != "false"
    bundled = [each for each in parts[:place] if each]
    tagged = (table.get(name, "") for table in (front_matter.fields, values) for name in ("tags", "tag"))
    tags = [*split_words(next(filter(None, tagged), "")), *categories]
    return Doc(
        path=path,
        column=bundled[0] if bundled else "posts",
        key=path,
        lang=get_text(front_matter.fields.get("lang", "") or values.get("lang", "")).lower(),
        name=posixpath.splitext(parts[-1])[0],
        front_matter=front_matter,
        text=text,
        addresses=(address,) if address else (),
        possible_addresses=other_addresses,
        base=address or "/",
        inherited={**values, "topics": list(dict.fromkeys(tags))},
        draft=parts[place] == "_drafts" or not published,
        day_in_name=day,
        html=get_suffix(path) in PAGES,
        foreign=get_suffix(path) in FOREIGN,
        modified_time=site.folder.get_modified_time(path),
    )


def read_document(  # noqa: PLR0913, PLR0917 - what a walk knows of a file
    site: JekyllSite, path: str, parts: list[str], collection: str, read: tuple[str, OldFrontMatter], notes: Notes
) -> Doc:
    """Read a document of a collection."""
    text, front_matter = read
    collection_settings = site.collections[collection]
    values = collect_defaults(site, path, collection)
    day, rest = split_dated_name(posixpath.splitext(parts[-1])[0])
    pattern = get_text(front_matter.fields.get("permalink", "")) or get_text(values.get("permalink", ""))
    usual = get_text(site.config.get("permalink", ""))
    end = "/" if usual == "pretty" or usual.endswith("/") else ":output_ext"
    pattern = pattern or get_text(collection_settings.get("permalink", "")) or f"/:collection/:path{end}"
    stem = posixpath.splitext("/".join(parts))[0]
    output = get_text(collection_settings.get("output", "")) == "true"
    base = posixpath.splitext(parts[-1])[0]
    source = PermalinkSource(
        rest or base, base, stem, collection, front_matter.fields, tuple(list_categories(front_matter.fields))
    )
    written = get_text(front_matter.fields.get("date", "")) or day
    address, other_addresses = make_addresses(site, pattern, source, written) if output else ("", ())
    if output and not address:
        notes.add_loss("address", path, front_matter.lines.get("permalink", 1), UNKNOWN_ADDRESS, source=pattern)
    return Doc(
        path=path,
        column=collection,
        key=path,
        lang=get_text(front_matter.fields.get("lang", "")).lower(),
        name=posixpath.splitext(parts[-1])[0],
        front_matter=front_matter,
        text=text,
        addresses=(address,) if address else (),
        possible_addresses=other_addresses,
        base=address or "/",
        inherited=values,
        draft=get_text(front_matter.fields.get("published", "")).lower() == "false" or not output,
        day_in_name=day,
        html=not is_markdown(path),
        modified_time=site.folder.get_modified_time(path),
    )


def read_plain_page(site: JekyllSite, path: str, parts: list[str], read: tuple[str, OldFrontMatter]) -> Doc:
    """Read a page."""
    text, front_matter = read
    values = collect_defaults(site, path, "pages")
    stem = posixpath.splitext("/".join(parts))[0]
    name, usual = posixpath.basename(stem), get_text(site.config.get("permalink", ""))
    pattern = get_text(front_matter.fields.get("permalink", "")) or get_text(values.get("permalink", ""))
    if pattern:
        address = fill_pattern(pattern, {"path": posixpath.dirname(stem), "basename": name, "output_ext": ".html"}.get)
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
        lang=get_text(front_matter.fields.get("lang", "")).lower(),
        name=name,
        front_matter=front_matter,
        text=text,
        addresses=((address or "").replace("//", "/"),) if address else (),
        # Many servers give the file of an address that has no end.
        possible_addresses=list_other_addresses(
            (address or "").replace("//", "/"), "" if pattern or posixpath.basename(stem) == "index" else f"/{stem}"
        ),
        base=(address or "/").replace("//", "/"),
        inherited=values,
        draft=get_text(front_matter.fields.get("published", "")).lower() == "false",
        html=not is_markdown(path),
        front_page=front,
        modified_time=site.folder.get_modified_time(path),
    )
