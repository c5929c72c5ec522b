"""The addresses that pages of a Hugo site had, by its rules for slugs, patterns and languages; knows no file."""

import posixpath
from datetime import datetime

from site_builder.config import zone
from site_builder.editing.migrating.days import day_written, own_clock
from site_builder.editing.migrating.hugo_settings import Site, Tongue
from site_builder.editing.migrating.old import Head, text_of
from site_builder.editing.migrating.patterns import filled, hugo_segment, of_date

DATES = ("date", "publishdate", "pubdate", "published", "lastmod", "modified")


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
            "filename": hugo_segment(name, lower=lower),
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
    found = found.lower() if found and lower else found
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
