"""Writes docs/templates.md and docs/fields.md from the code; `python -m tests.generated_docs` renews them."""

import re
from pathlib import Path
from typing import get_type_hints

import msgspec

from site_builder.fields import FIELDS as ITEM_FIELDS
from site_builder.fields import NESTED_FIELD_NAMES
from site_builder.planning.items import print_edition as printed
from site_builder.planning.items import views as item_views
from site_builder.planning.lists import accessibility_statement as statement
from site_builder.planning.lists import by_date as dates
from site_builder.planning.lists import changes, commitments, home, search
from site_builder.planning.lists import groups as lists
from site_builder.planning.lists import site_map_page as site_map
from site_builder.planning.machine_readable import atom_feeds as feeds
from site_builder.planning.machine_readable import redirects
from site_builder.planning.machine_readable import sitemap_xml as sitemap

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "docs" / "templates.md"
FIELDS = ROOT / "docs" / "fields.md"
VIEWS: dict[str, type[msgspec.Struct]] = {
    "home.html": home.HomeView,
    "item.html": item_views.ItemView,
    "page.html": item_views.PageView,
    "list.html": lists.ListView,
    "index.html": lists.IndexView,
    "dates.html": dates.DatesView,
    "month.html": dates.MonthView,
    "print.html": printed.PrintedView,
    "accessibility.html": statement.StatementView,
    "commitments.html": commitments.CommitmentsView,
    "changes.html": changes.ChangesView,
    "site-map.html": site_map.SiteMapView,
    "search.html": search.SearchView,
    "404.html": home.NotFoundView,
    "redirect.html": redirects.RedirectView,
    "feed.xml": feeds.FeedView,
    "sitemap.xml": sitemap.SitemapView,
    "robots.txt": sitemap.RobotsView,
}
INTRODUCTION = """\
# Templates

This page is made from the code (`make docs`) and checked by a test.

A site's `templates/` overrides the default theme file by file: a copy of `item.html` there is used instead of the
theme's, everything else stays. A template sees one variable, `page`: the record below its name here. It sees nothing
else, no clock, no file, no network, so that the same content always makes the same page. A name that is not in the
record is an error that names the template, the line, and the first of the pages that it keeps from being made.

`base.html` is the frame that the others extend, `frame.html` holds what of it is the same on many pages, `macros.html`
what several templates share, `charts.html` pictures of counts. `base.html` sees what the page sees, a macro only what
it is given: `{% set brief = brief|once %}` below a macro has it run once for the same records, texts and numbers.

Filters for dates and sizes, in the words of the page's language: `moment` (a When), `day`, `month`, `month_name`,
`month_short`, `weekday` (each a day such as `2024-01-31`), `filesize` (bytes), `status` (of a commitment). Words of the
interface are written `{{ _("Home") }}` and come from the catalogues. `page.frame.asset("style.css")` is the address of
a file of `templates/static/`.

`page.frame.staging` is true on a staging copy: the theme's `frame.html` then shows the mark (`parts.top`), its style
`staging.css`, which no other site has, and the tag that keeps search engines away (`parts.look`). A page of a copy
without that tag is an error, so that no template of a site's own can forget it.

HTML that is already safe, the `body` of an item or page, is put out with `{{ page.body | safe }}`.
"""


FIELDS_INTRODUCTION = """\
# Fields of an item

This page is made from the code (`make docs`) and checked by a test.

The block at the head of an item stands between two lines of three hyphens. Every field may be written by its English
or by one of its Chinese names. Only `title` and `date` are required. A value that holds `: ` or ` #` is put in
quotation marks. A translation (`visit.zh.md` beside `visit.md`) takes from the original what it does not say itself.

| field | Chinese | what it holds |
|---|---|---|
"""


def fields() -> str:
    """Write docs/fields.md."""
    rows = [f"| `{each.name}` | {'、'.join(each.chinese)} | {each.description} |" for each in ITEM_FIELDS]
    parts = [f"| `{name}` | {'、'.join(others)} |" for name, others in NESTED_FIELD_NAMES.items()]
    within = "\n\n## Names within events, commitments and the like\n\n| field | Chinese |\n|---|---|\n"
    return FIELDS_INTRODUCTION + "\n".join(rows) + within + "\n".join(parts) + "\n"


def templates() -> str:
    """Write docs/templates.md."""
    parts = [INTRODUCTION]
    records: dict[str, type] = {}
    for template, view in VIEWS.items():
        parts.append(f"## `{template}`\n\n{sentence(view)}\n\n{table(view, records)}")
    parts.append("## Records within\n")
    done: set[str] = set()
    while waiting := sorted(set(records) - done):
        for name in waiting:
            done.add(name)
            parts.append(f"### {name}\n\n{sentence(records[name])}\n\n{table(records[name], records)}")
    return "\n".join(parts)


def sentence(record: type) -> str:
    """Give a record's docstring as a paragraph."""
    return " ".join((record.__doc__ or "").split())


def table(record: type, records: dict[str, type]) -> str:
    """List a record's fields with their types; note the records that they hold."""
    rows = ["| field | what it holds |", "|---|---|"]
    for name, kind in get_type_hints(record).items():
        if name in getattr(record, "__struct_fields__", ()):
            rows.append(f"| `{name}` | {in_words(kind, records)} |")
    properties = [n for n, v in vars(record).items() if isinstance(v, property)]
    rows += [f"| `{name}` | {sentence(getattr(record, name))} |" for name in properties]
    return "\n".join(rows) + "\n"


def in_words(kind: object, records: dict[str, type]) -> str:
    """Write a type as a template's author would say it."""
    for each in held(kind):
        records[each.__name__] = each
    text = re.sub(r"\b(?:[a-z_]+\.)+(?=[A-Z])", "", str(kind) if not isinstance(kind, type) else kind.__name__)
    text = re.sub(r"tuple\[(.+), \.\.\.\]", r"list of \1", text)
    return (
        text.replace("str", "text")
        .replace("int", "number")
        .replace("bool", "true or false")
        .replace(" | None", ", or none")
    )


def held(kind: object) -> list[type]:
    """Give the records within a type."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return [kind]
    return [each for argument in getattr(kind, "__args__", ()) for each in held(argument)]


if __name__ == "__main__":
    TEMPLATES.parent.mkdir(exist_ok=True)
    TEMPLATES.write_text(templates(), encoding="utf-8", newline="\n")
    FIELDS.write_text(fields(), encoding="utf-8", newline="\n")
