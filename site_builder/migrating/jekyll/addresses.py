"""The addresses that pages of a Jekyll site had, by its patterns and its rules for slugs; knows no file."""

import re
from datetime import datetime

from msgspec import Struct

from site_builder.config import zone
from site_builder.migrating.dates import day_written, own_clock
from site_builder.migrating.jekyll.settings import Site
from site_builder.migrating.model import Fields, Value, text_of
from site_builder.migrating.permalink_patterns import filled, jekyll_slug, of_date

# Jekyll's own names for patterns (its documentation, "Permalinks").
STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}


class Named(Struct, frozen=True):
    """What a pattern is filled with: a file's name without its day and whole, its path, its collection, categories."""

    name: str
    whole: str
    path: str
    collection: str
    fields: Fields
    categories: tuple[str, ...] = ()


def addresses_of(site: Site, pattern: str, named: Named, written: str) -> tuple[str, tuple[str, ...]]:
    """Give the address that a pattern makes of a date as written, empty where it cannot be told; and others it may be.

    A site that names no time zone was built in that of the machine, which may have been a server's (UTC). An address
    without an end is one of a file that ends in `.html`.
    """
    address = of_pattern(pattern, named, clock(site, written))
    elsewhere = of_pattern(pattern, named, clock(site, written, as_written=False))
    return address, others(address, elsewhere)


def others(*addresses: str) -> tuple[str, ...]:
    """Give all addresses but the first, and those of the files that are served where an address has no end."""
    files = [f"{each}.html" for each in addresses if each and each[-1] != "/" and "." not in each.rpartition("/")[2]]
    return tuple(dict.fromkeys(each for each in (*addresses, *files) if each and each != addresses[0]))


def clock(site: Site, written: str, *, as_written: bool = True) -> datetime | None:
    """Give the moment of a post on the clock that its address was made with."""
    place = zone(site.zone_name) or zone("UTC")
    if place is None:
        return None
    day = day_written(written, place)
    moment = own_clock(day, place, as_written=not site.zone_name) if day else None
    return moment if moment is None or as_written else moment.astimezone(place)


def of_pattern(pattern: str, named: Named, moment: datetime | None) -> str:
    """Give the address that a pattern makes; empty where it cannot be told."""
    slug = text_of(named.fields.get("slug", ""))
    title = jekyll_slug(slug or named.name, cased=True)
    values = {
        "title": title,
        "slug": jekyll_slug(slug or named.name),
        "name": jekyll_slug(named.whole),
        "categories": "/".join(dict.fromkeys(each.lower() for each in named.categories)),
        "slugified_categories": "/".join(dict.fromkeys(map(jekyll_slug, named.categories))),
        "output_ext": ".html",
        "collection": named.collection,
        "path": named.path,
    }

    def fill(token: str) -> str | None:
        return values[token] if token in values else (of_date(token, moment) if moment else None)

    address = filled(STYLES.get(pattern, pattern), fill) or ""
    return re.sub(r"/{2,}", "/", address)


def words_of(value: Value) -> list[str]:
    """Divide a text as Jekyll does, at its spaces; at commas where there are any."""
    if isinstance(value, str):
        return [each.strip() for each in value.split(",")] if "," in value else value.split()
    return [found for each in value if (found := text_of(each))] if isinstance(value, list) else []


def categories_of(fields: Fields) -> list[str]:
    """Give the categories of a page: of `category` one, of `categories` each word."""
    one = fields.get("category", "")
    return [
        *([text_of(one)] if isinstance(one, str) and one else words_of(one)),
        *words_of(fields.get("categories", "")),
    ]
