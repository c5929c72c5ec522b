"""The addresses that pages of a Hugo site had, by its rules for slugs, patterns and languages; knows no file."""

import posixpath
from datetime import datetime

from msgspec import Struct

from site_builder.config import zone
from site_builder.migrating.dates import day_written, own_clock
from site_builder.migrating.hugo.settings import Site, Tongue
from site_builder.migrating.model import Fields, text_of, texts_of
from site_builder.migrating.permalink_patterns import filled, hugo_path, hugo_segment, hugo_word, of_date

DATES = ("date", "publishdate", "pubdate", "published", "lastmod", "modified")


class Where(Struct, frozen=True):
    """Where a page stands: the names of its folders and its own, its fields, those that its file's name gives.

    `sections` is how many of its folders are sections: all above one that has a page of its own, and the first; `slugs`
    are those that sections have of their own.
    """

    parts: tuple[str, ...]
    fields: Fields
    branch: bool
    sections: int
    slugs: tuple[str, ...] = ()
    day: str = ""
    rest: str = ""


def addresses_of(site: Site, tongue: Tongue, where: Where) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Give a page's address, its aliases, and what both may have been with other versions of Hugo."""
    named = [hugo_path(each) for each in where.parts]
    address = address_of(site, tongue, where, [hugo_slug(s) or n for s, n in zip(where.slugs, named, strict=True)])
    # Slugs of sections, and a hyphen for each space, came with later versions.
    older = [address_of(site, tongue, where, path) for path in (named, list(map(hugo_segment, where.parts)))]
    ugly = is_ugly(site, tongue, where)
    aliases: list[str] = []
    perhaps = [each for each in dict.fromkeys(older) if each != address]
    for written in texts_of(where.fields.get("aliases", "")):
        alias = alias_of(written, address, ugly=ugly)
        if written.startswith("/") and tongue.prefix:
            aliases.append(tongue.prefix + alias)
            perhaps.append(alias)
        else:
            aliases.append(alias)
    return address, tuple(aliases), tuple(perhaps)


def address_of(site: Site, tongue: Tongue, where: Where, path: list[str]) -> str:
    """Give the old address of a page; `path` are its names as they stand in addresses."""
    url = text_of(where.fields.get("url", ""))
    if url:
        url = filled(url, lambda token: value_of(site, tongue, where, token)) or url if ":" in url else url
        url = url if url.startswith("/") and len(site.tongues) > 1 else f"{tongue.prefix}/{url.lstrip('/')}"
        return url if url.endswith("/") or "." in posixpath.basename(url) else url + "/"
    pattern = pattern_of(site, tongue, where)
    found = filled(pattern, lambda token: value_of(site, tongue, where, token)) if pattern else None
    if found is None:
        slug = text_of(where.fields.get("slug", "")) or where.rest
        last = [hugo_segment(slug.strip("-"), lower=False).strip("-")] if slug and not where.branch else path[-1:]
        found = "/" + "/".join([*path[:-1], *last])
    found = found if text_of(site.get("disablepathtolower")) == "true" else found.lower()
    found = without_accents(found) if text_of(site.get("removepathaccents")) == "true" else found
    page_like = bool(pattern) and not found.endswith("/") and ".html" in posixpath.basename(found)
    found = tongue.prefix + found.rstrip("/")
    if is_ugly(site, tongue, where) and not where.branch:
        return found if page_like else found + ".html"
    return found if page_like else found + "/"


def value_of(site: Site, tongue: Tongue, where: Where, token: str) -> str | None:
    """Give what a token of a pattern stands for; None for one that is not known."""
    own = list(where.parts) if where.branch else list(where.parts[:-1])
    dirs = [hugo_path(each).lower() for each in own[: where.sections]]
    slugs = [hugo_slug(slug) or name for slug, name in zip(where.slugs, dirs, strict=False)]
    title = hugo_word(text_of(where.fields.get("title", "")))
    slug = hugo_slug(text_of(where.fields.get("slug", "")) or where.rest)
    name = hugo_word(where.parts[-1]) if where.parts else ""
    values = {
        "section": dirs[0] if dirs else "",
        "sections": "/".join(dirs),
        "sectionslug": slugs[0] if slugs else "",
        "sectionslugs": "/".join(slugs),
        "title": title,
        "slug": slug or title,
        "filename": name,
        "contentbasename": name,
        "slugorfilename": slug or name,
        "slugorcontentbasename": slug or name,
    }
    if token.startswith(("sections[", "sectionslugs[")):
        return sliced(slugs if token.startswith("sectionslugs") else dirs, token)
    return values[token] if token in values else of_date(token, moment_of(site, tongue, where))


def hugo_slug(slug: str) -> str:
    """Give a slug as it stands in an address."""
    return hugo_word(slug.strip("-"), slashes=True).strip("-")


def without_accents(text: str) -> str:
    """Give a text whose letters have no accents."""
    import unicodedata

    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in parts if unicodedata.category(c) != "Mn"))


def is_ugly(site: Site, tongue: Tongue, where: Where) -> bool:
    """Tell whether the addresses of a section end in `.html`."""
    ugly = site.of(tongue, "uglyurls")
    ugly = ugly.get(where.parts[0].lower(), "") if isinstance(ugly, dict) and where.parts else ugly
    return ugly == "true"


def sliced(dirs: list[str], token: str) -> str:
    """Give a part of the sections: `sections[1:]`, `sections[last]`."""
    inner = token[token.index("[") + 1 : -1].replace("last", str(len(dirs) - 1))
    start, colon, end = inner.partition(":")
    try:
        first = int(start or 0)
        return "/".join(dirs[first : int(end) if end else None] if colon else dirs[first : first + 1])
    except ValueError:
        return "/".join(dirs)


def moment_of(site: Site, tongue: Tongue, where: Where) -> datetime:
    """Give the moment that a page's address is made with; that of a page without a date is the first of all."""
    place = zone(text_of(site.of(tongue, "timezone"))) or zone("UTC")
    texts = [where.day, *(text_of(where.fields.get(name, "")) for name in DATES)]
    written = next((day for each in texts if each and place and (day := day_written(each, place))), "")
    moment = own_clock(written, place, as_written=True) if written and place else None
    return moment or datetime.min  # noqa: DTZ901 - it has no zone, and none is asked


def pattern_of(site: Site, tongue: Tongue, where: Where) -> str:
    """Give the pattern of addresses that the settings have for a page."""
    tables = site.of(tongue, "permalinks")
    if not isinstance(tables, dict) or not where.parts:
        return ""
    section = where.parts[0].lower()
    alone = len(where.parts) == 1
    kind = tables.get("section" if where.branch else "page", "")
    if isinstance(kind, dict):
        found = text_of(kind.get(section, "")) if not (alone and not where.branch) else ""
        return found or (text_of(kind.get("/", "")) if alone and not where.branch else "")
    if where.branch:
        return ""
    own = tables.get("/" if alone else section, "")
    return own if isinstance(own, str) else ""


def alias_of(written: str, address: str, *, ugly: bool) -> str:
    """Give the address of an alias; one that is not from the root counts from beside the page."""
    alias = written
    if not written.startswith("/"):
        alias = posixpath.normpath(posixpath.join(posixpath.dirname(address.rstrip("/")), written))
        alias += "/" if written.endswith("/") else ""
    return alias.rstrip("/") + ".html" if ugly and not alias.endswith(".html") else alias
