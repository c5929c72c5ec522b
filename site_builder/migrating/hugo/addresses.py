"""The addresses that pages of a Hugo site had, by its rules for slugs, patterns and languages; knows no file."""

import posixpath
from datetime import datetime

from msgspec import Struct

from site_builder.config import find_time_zone
from site_builder.migrating.dates import normalize_date, parse_moment
from site_builder.migrating.hugo.settings import HugoLanguage, HugoSite
from site_builder.migrating.model import Fields, get_text, list_texts
from site_builder.migrating.permalink_patterns import (
    fill_pattern,
    format_date_token,
    make_hugo_path,
    make_hugo_segment,
    make_hugo_word,
)

DATES = ("date", "publishdate", "pubdate", "published", "lastmod", "modified")


class HugoPage(Struct, frozen=True):
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


def make_addresses(
    site: HugoSite, language: HugoLanguage, page: HugoPage
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Give a page's address, its aliases, and what both may have been with other versions of Hugo."""
    named = [make_hugo_path(each) for each in page.parts]
    address = make_address(site, language, page, [make_slug(s) or n for s, n in zip(page.slugs, named, strict=True)])
    # Slugs of sections, and a hyphen for each space, came with later versions.
    older = [make_address(site, language, page, path) for path in (named, list(map(make_hugo_segment, page.parts)))]
    ugly = has_ugly_urls(site, language, page)
    aliases: list[str] = []
    possible = [each for each in dict.fromkeys(older) if each != address]
    for written in list_texts(page.fields.get("aliases", "")):
        alias = make_alias(written, address, ugly=ugly)
        if written.startswith("/") and language.prefix:
            aliases.append(language.prefix + alias)
            possible.append(alias)
        else:
            aliases.append(alias)
    return address, tuple(aliases), tuple(possible)


def make_address(site: HugoSite, language: HugoLanguage, page: HugoPage, path: list[str]) -> str:
    """Give the old address of a page; `path` are its names as they stand in addresses."""
    url = get_text(page.fields.get("url", ""))
    if url:
        url = (
            fill_pattern(url, lambda token: find_token_value(site, language, page, token)) or url if ":" in url else url
        )
        url = url if url.startswith("/") and len(site.languages) > 1 else f"{language.prefix}/{url.lstrip('/')}"
        return url if url.endswith("/") or "." in posixpath.basename(url) else url + "/"
    pattern = find_pattern(site, language, page)
    found = fill_pattern(pattern, lambda token: find_token_value(site, language, page, token)) if pattern else None
    if found is None:
        slug = get_text(page.fields.get("slug", "")) or page.rest
        last = [make_hugo_segment(slug.strip("-"), lower=False).strip("-")] if slug and not page.branch else path[-1:]
        found = "/" + "/".join([*path[:-1], *last])
    found = found if get_text(site.get("disablepathtolower")) == "true" else found.lower()
    found = remove_accents(found) if get_text(site.get("removepathaccents")) == "true" else found
    page_like = bool(pattern) and not found.endswith("/") and ".html" in posixpath.basename(found)
    found = language.prefix + found.rstrip("/")
    if has_ugly_urls(site, language, page) and not page.branch:
        return found if page_like else found + ".html"
    return found if page_like else found + "/"


def find_token_value(site: HugoSite, language: HugoLanguage, page: HugoPage, token: str) -> str | None:
    """Give what a token of a pattern stands for; None for one that is not known."""
    own = list(page.parts) if page.branch else list(page.parts[:-1])
    dirs = [make_hugo_path(each).lower() for each in own[: page.sections]]
    slugs = [make_slug(slug) or name for slug, name in zip(page.slugs, dirs, strict=False)]
    title = make_hugo_word(get_text(page.fields.get("title", "")))
    slug = make_slug(get_text(page.fields.get("slug", "")) or page.rest)
    name = make_hugo_word(page.parts[-1]) if page.parts else ""
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
        return slice_sections(slugs if token.startswith("sectionslugs") else dirs, token)
    return values[token] if token in values else format_date_token(token, find_moment(site, language, page))


def make_slug(slug: str) -> str:
    """Give a slug as it stands in an address."""
    return make_hugo_word(slug.strip("-"), slashes=True).strip("-")


def remove_accents(text: str) -> str:
    """Give a text whose letters have no accents."""
    import unicodedata

    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in parts if unicodedata.category(c) != "Mn"))


def has_ugly_urls(site: HugoSite, language: HugoLanguage, page: HugoPage) -> bool:
    """Tell whether the addresses of a section end in `.html`."""
    ugly = site.get_for_language(language, "uglyurls")
    ugly = ugly.get(page.parts[0].lower(), "") if isinstance(ugly, dict) and page.parts else ugly
    return ugly == "true"


def slice_sections(dirs: list[str], token: str) -> str:
    """Give a part of the sections: `sections[1:]`, `sections[last]`."""
    inner = token[token.index("[") + 1 : -1].replace("last", str(len(dirs) - 1))
    start, colon, end = inner.partition(":")
    try:
        first = int(start or 0)
        return "/".join(dirs[first : int(end) if end else None] if colon else dirs[first : first + 1])
    except ValueError:
        return "/".join(dirs)


def find_moment(site: HugoSite, language: HugoLanguage, page: HugoPage) -> datetime:
    """Give the moment that a page's address is made with; that of a page without a date is the first of all."""
    place = find_time_zone(get_text(site.get_for_language(language, "timezone"))) or find_time_zone("UTC")
    texts = [page.day, *(get_text(page.fields.get(name, "")) for name in DATES)]
    written = next((day for each in texts if each and place and (day := normalize_date(each, place))), "")
    moment = parse_moment(written, place, as_written=True) if written and place else None
    return moment or datetime.min  # noqa: DTZ901 - it has no zone, and none is asked


def find_pattern(site: HugoSite, language: HugoLanguage, page: HugoPage) -> str:
    """Give the pattern of addresses that the settings have for a page."""
    tables = site.get_for_language(language, "permalinks")
    if not isinstance(tables, dict) or not page.parts:
        return ""
    section = page.parts[0].lower()
    alone = len(page.parts) == 1
    kind = tables.get("section" if page.branch else "page", "")
    if isinstance(kind, dict):
        found = get_text(kind.get(section, "")) if not (alone and not page.branch) else ""
        return found or (get_text(kind.get("/", "")) if alone and not page.branch else "")
    if page.branch:
        return ""
    own = tables.get("/" if alone else section, "")
    return own if isinstance(own, str) else ""


def make_alias(written: str, address: str, *, ugly: bool) -> str:
    """Give the address of an alias; one that is not from the root counts from beside the page."""
    alias = written
    if not written.startswith("/"):
        alias = posixpath.normpath(posixpath.join(posixpath.dirname(address.rstrip("/")), written))
        alias += "/" if written.endswith("/") else ""
    return alias.rstrip("/") + ".html" if ugly and not alias.endswith(".html") else alias
