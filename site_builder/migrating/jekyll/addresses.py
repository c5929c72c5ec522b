"""The addresses that pages of a Jekyll site had, by its patterns and its rules for slugs; knows no file."""

import re
from datetime import datetime

from msgspec import Struct

from site_builder.config import find_time_zone
from site_builder.migrating.dates import normalize_date, parse_moment
from site_builder.migrating.jekyll.settings import JekyllSite
from site_builder.migrating.model import Fields, Value, get_text
from site_builder.migrating.permalink_patterns import fill_pattern, format_date_token, make_jekyll_slug

# Jekyll's own names for patterns (its documentation, "Permalinks").
STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}


class PermalinkSource(Struct, frozen=True):
    """What a pattern is filled with: a file's name without its day and whole, its path, its collection, categories."""

    name: str
    whole: str
    path: str
    collection: str
    fields: Fields
    categories: tuple[str, ...] = ()


def make_addresses(
    site: JekyllSite, pattern: str, source: PermalinkSource, written: str
) -> tuple[str, tuple[str, ...]]:
    """Give the address that a pattern makes of a date as written, empty where it cannot be told; and others it may be.

    A site that names no time zone was built in that of the machine, which may have been a server's (UTC). An address
    without an end is one of a file that ends in `.html`.
    """
    address = fill_permalink(pattern, source, find_moment(site, written))
    zone_address = fill_permalink(pattern, source, find_moment(site, written, as_written=False))
    return address, list_other_addresses(address, zone_address)


def list_other_addresses(*addresses: str) -> tuple[str, ...]:
    """Give all addresses but the first, and those of the files that are served where an address has no end."""
    files = [f"{each}.html" for each in addresses if each and each[-1] != "/" and "." not in each.rpartition("/")[2]]
    return tuple(dict.fromkeys(each for each in (*addresses, *files) if each and each != addresses[0]))


def find_moment(site: JekyllSite, written: str, *, as_written: bool = True) -> datetime | None:
    """Give the moment of a post on the clock that its address was made with."""
    place = find_time_zone(site.zone_name) or find_time_zone("UTC")
    if place is None:
        return None
    day = normalize_date(written, place)
    moment = parse_moment(day, place, as_written=not site.zone_name) if day else None
    return moment if moment is None or as_written else moment.astimezone(place)


def fill_permalink(pattern: str, source: PermalinkSource, moment: datetime | None) -> str:
    """Give the address that a pattern makes; empty where it cannot be told."""
    slug = get_text(source.fields.get("slug", ""))
    title = make_jekyll_slug(slug or source.name, cased=True)
    values = {
        "title": title,
        "slug": make_jekyll_slug(slug or source.name),
        "name": make_jekyll_slug(source.whole),
        "categories": "/".join(dict.fromkeys(each.lower() for each in source.categories)),
        "slugified_categories": "/".join(dict.fromkeys(map(make_jekyll_slug, source.categories))),
        "output_ext": ".html",
        "collection": source.collection,
        "path": source.path,
    }

    def fill(token: str) -> str | None:
        return values[token] if token in values else (format_date_token(token, moment) if moment else None)

    address = fill_pattern(STYLES.get(pattern, pattern), fill) or ""
    return re.sub(r"/{2,}", "/", address)


def split_words(value: Value) -> list[str]:
    """Divide a text as Jekyll does, at its spaces; at commas where there are any."""
    if isinstance(value, str):
        return [each.strip() for each in value.split(",")] if "," in value else value.split()
    return [found for each in value if (found := get_text(each))] if isinstance(value, list) else []


def list_categories(fields: Fields) -> list[str]:
    """Give the categories of a page: of `category` one, of `categories` each word."""
    one = fields.get("category", "")
    return [
        *([get_text(one)] if isinstance(one, str) and one else split_words(one)),
        *split_words(fields.get("categories", "")),
    ]
