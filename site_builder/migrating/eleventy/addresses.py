"""The addresses that pages of an Eleventy site had, by their permalinks where these are plain; runs no template."""

import posixpath
import re
from datetime import datetime

from site_builder.migrating.model import Fields, OldFrontMatter, get_text
from site_builder.migrating.permalink_patterns import format_date, make_eleventy_slug

OUTPUT = re.compile(r"\{\{-?\s*(.+?)\s*-?\}\}")
FILTER = re.compile(r"""\s*\|\s*(\w+)\s*(?:[:(]\s*(?:"([^"]*)"|'([^']*)')\s*\)?)?""")


def find_permalink(fields: Fields) -> str:
    """Give the permalink of a page's fields, or the one that is computed from them."""
    computed = fields.get("eleventyComputed", "")
    later = computed.get("permalink", "") if isinstance(computed, dict) else ""
    return get_text(later) or get_text(fields.get("permalink", ""))


def make_address(
    permalink: str, names: tuple[str, str], front_matter: OldFrontMatter, values: Fields, moment: datetime | None
) -> str | None:
    """Give the old address of a page: its permalink's, else that of its path; None where it cannot be told."""
    stem, slug = names
    if permalink == "false":
        return None
    if not permalink:
        folder, name = posixpath.split(stem)
        return f"{folder.rstrip('/')}/" if name in {"index", posixpath.basename(folder)} else f"{stem}/"
    known: Fields = {**values, **front_matter.fields}
    known |= {"page.fileSlug": slug, "fileSlug": slug, "page.filePathStem": stem, "filePathStem": stem}
    missing = False

    def fill_output(found: re.Match[str]) -> str:
        nonlocal missing
        value = evaluate(found[1], known, moment)
        missing = missing or value is None
        return value or ""

    address = OUTPUT.sub(fill_output, permalink)
    if missing or "{%" in address or "{{" in address:
        return None
    return re.sub(r"/{2,}", "/", "/" + address).removesuffix("index.html")


def evaluate(expression: str, known: Fields, moment: datetime | None) -> str | None:
    """Give the value of an expression of names and the usual filters; None where it cannot be told."""
    name, *_ = re.split(r"\s*\|", expression, maxsplit=1)
    literal = re.fullmatch(r"""["'](.*)["']""", name.strip())
    name = name.strip()
    value = literal[1] if literal else get_text(known.get(name, "")) or None
    for kind, double, single in FILTER.findall(expression[len(name) :]):
        form = double or single
        if name in {"page.date", "date"} and moment is not None and kind in {"date", "dateFormat", "formatDate"}:
            value = format_date(form, moment) if "%" in form else None
        elif value is None:
            return None
        elif kind in {"slug", "slugify", "slugifyStrict"}:
            value = make_eleventy_slug(value, plain=kind == "slug")
        elif kind in {"lower", "downcase"}:
            value = value.lower()
        elif kind not in {"url", "string", "safe", "trim", "strip"}:
            return None
    return value
