"""A Jekyll site -> its pages with their old addresses, its files, its settings; runs no Liquid and no plugin."""

import posixpath
import re

from site_builder.migrating.common import UNKNOWN_ADDRESS, account_of_left, decoded_doc
from site_builder.migrating.dates import named_day
from site_builder.migrating.folder import FOREIGN, Folder, is_brought, is_markdown, of_repository, suffix
from site_builder.migrating.front_matter import foreign_head, read_head
from site_builder.migrating.jekyll.addresses import Named, addresses_of, categories_of, others, words_of
from site_builder.migrating.jekyll.settings import CONFIGS, Site, excluded, given, hidden, settings, settings_of
from site_builder.migrating.model import Doc, Head, Notes, Old, text_of
from site_builder.migrating.permalink_patterns import filled

PAGES = (".html", ".htm")
LOOP = re.compile(r"\{%-?\s*(?:for|paginate|include|tablerow|assign)\b")


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


def page(site: Site, path: str, inner: str, notes: Notes) -> Doc | None:  # noqa: PLR0911 - one a kind of file
    """Read a post, a draft, a page or a document of a collection; None for any other file."""
    parts = inner.split("/")
    markdown = is_markdown(path)
    posted = "_posts" in parts[:-1] or "_drafts" in parts[:-1]
    if (not markdown and suffix(path) not in PAGES and not (posted and suffix(path) in FOREIGN)) or of_repository(
        inner
    ):
        return None
    if posted:
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
        return document(site, path, parts[parts.index(f"_{collection}") + 1 :], collection, (text, head), notes)
    if day and head.written:
        return post(site, path, ["_posts", *parts], notes)
    del rest
    return plain_page(site, path, parts, (text, head))


def post(site: Site, path: str, parts: list[str], notes: Notes) -> Doc:
    """Read a post or a draft."""
    text = decoded_doc(site.folder, path, notes)
    head = foreign_head(text) if suffix(path) in FOREIGN else read_head(text)
    place = next(n for n, part in enumerate(parts) if part in {"_posts", "_drafts"})
    day, rest = named_day(posixpath.splitext(parts[-1])[0])
    values = given(site, path, "posts" if parts[place] == "_posts" else "drafts")
    categories = [*parts[:place], *categories_of(head.fields)]
    categories = categories or categories_of(values)
    pattern = text_of(head.fields.get("permalink", "")) or text_of(values.get("permalink", ""))
    pattern = pattern or text_of(site.config.get("permalink", "")) or "date"
    named = Named(rest, posixpath.splitext(parts[-1])[0], rest, "posts", head.fields, tuple(categories))
    address, elsewhere = addresses_of(site, pattern, named, text_of(head.fields.get("date", "")) or day)
    published = text_of(head.fields.get("published", "") or values.get("published", "")).lower() != "false"
    bundled = [each for each in parts[:place] if each]
    tagged = (table.get(name, "") for table in (head.fields, values) for name in ("tags", "tag"))
    tags = [*words_of(next(filter(None, tagged), "")), *categories]
    return Doc(
        path=path,
        column=bundled[0] if bundled else "posts",
        key=path,
        lang=text_of(head.fields.get("lang", "") or values.get("lang", "")).lower(),
        name=posixpath.splitext(parts[-1])[0],
        head=head,
        text=text,
        addresses=(address,) if address else (),
        perhaps=elsewhere,
        base=address or "/",
        given={**values, "topics": list(dict.fromkeys(tags))},
        draft=parts[place] == "_drafts" or not published,
        dated=day,
        html=suffix(path) in PAGES,
        foreign=suffix(path) in FOREIGN,
        changed=site.folder.changed(path),
    )


def document(  # noqa: PLR0913, PLR0917 - what a walk knows of a file
    site: Site, path: str, parts: list[str], collection: str, read: tuple[str, Head], notes: Notes
) -> Doc:
    """Read a document of a collection."""
    text, head = read
    settings_here = site.collections[collection]
    values = given(site, path, collection)
    day, rest = named_day(posixpath.splitext(parts[-1])[0])
    pattern = text_of(head.fields.get("permalink", "")) or text_of(values.get("permalink", ""))
    usual = text_of(site.config.get("permalink", ""))
    end = "/" if usual == "pretty" or usual.endswith("/") else ":output_ext"
    pattern = pattern or text_of(settings_here.get("permalink", "")) or f"/:collection/:path{end}"
    stem = posixpath.splitext("/".join(parts))[0]
    output = text_of(settings_here.get("output", "")) == "true"
    base = posixpath.splitext(parts[-1])[0]
    named = Named(rest or base, base, stem, collection, head.fields, tuple(categories_of(head.fields)))
    written = text_of(head.fields.get("date", "")) or day
    address, elsewhere = addresses_of(site, pattern, named, written) if output else ("", ())
    if output and not address:
        notes.lost("address", path, head.lines.get("permalink", 1), UNKNOWN_ADDRESS, source=pattern)
    return Doc(
        path=path,
        column=collection,
        key=path,
        lang=text_of(head.fields.get("lang", "")).lower(),
        name=posixpath.splitext(parts[-1])[0],
        head=head,
        text=text,
        addresses=(address,) if address else (),
        perhaps=elsewhere,
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
        # Many servers give the file of an address that has no end.
        perhaps=others(
            (address or "").replace("//", "/"), "" if pattern or posixpath.basename(stem) == "index" else f"/{stem}"
        ),
        base=(address or "/").replace("//", "/"),
        given=values,
        draft=text_of(head.fields.get("published", "")).lower() == "false",
        html=not is_markdown(path),
        front=front,
        changed=site.folder.changed(path),
    )
