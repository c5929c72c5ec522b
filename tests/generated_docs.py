"""Writes docs/templates.md and docs/fields.md from the code; `python -m tests.generated_docs` renews them."""

import re
from pathlib import Path
from typing import get_type_hints

import msgspec

from site_builder.config.custom_fields.read_fields import TYPES
from site_builder.fields import FIELDS as ITEM_FIELDS
from site_builder.fields import NESTED_FIELD_NAMES
from site_builder.planning.items import print_edition as printed
from site_builder.planning.items import views as item_views
from site_builder.planning.lists import accessibility_statement as statement
from site_builder.planning.lists import by_date as dates
from site_builder.planning.lists import changes, commitments, events, follow_page, home, months, search
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
    "month.html": months.MonthView,
    "events.html": events.EventsView,
    "print.html": printed.PrintedView,
    "follow.html": follow_page.FollowView,
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

A site's `templates/` overrides the default theme file by file: an `item.html` there is used instead of the theme's,
everything else stays. It need not be a copy: `{% extends "theme/item.html" %}` in it extends the one whose place it
takes, and it changes only the blocks that it names ([blocks](#blocks)). A template sees one variable, `page`: the
record below its name here. It sees nothing else, no clock, no file, no network, so that the same content always makes
the same page. A name that is not in the record is an error that names the template, the line, and the first of the
pages that it keeps from being made.

`theme/` before a name means the file of that name in the layers below the template that says it. There are three: the
site's `templates/`, those of the package that `[theme] package = "…"` in `site.toml` names, the program's. So a site
extends a package, and the package the program; in `include` and `import` it means the same. A plain name is always the
uppermost file: the program's `item.html` extends the site's `base.html`, where there is one. No folder of templates can
be called `theme`.

`base.html` is the frame that the others extend, `frame.html` holds what of it is the same on many pages, `macros.html`
what several templates share, `charts.html` pictures of counts. `base.html` sees what the page sees, a macro only what
it is given: `{% set brief = brief|once %}` below a macro has it run once for the same records, texts and numbers.

Filters for dates and sizes, in the words of the page's language: `moment` (a When), `day`, `month`, `month_name`,
`month_short`, `weekday` (each a day such as `2024-01-31`), `filesize` (bytes), `status` (of a commitment). `measure`
tells how long a text is: `{{ page.title|measure(36, 72) }}` is empty up to 36 letters (a Chinese character counts as
two), then `long`, from 72 on `longer`. `lang="{{ each.lang }}"{{ each.lang|dir }}` says the direction too, where it is
another than the page's. Words of the interface are written `{{ _("Home") }}` and come from the catalogues.
`page.frame.asset("style.css")` is the address of a file of `templates/static/`.

The head of a page has `parts.look` (the style of all pages), the block `look` (the style of this page alone, such as
`texts.css`), and `parts.rest` (the style of paper, scripts, the icons), in this order. `parts.shared` names the picture
by which the page is shared. The block `head` stands behind all this. `page.frame.icons.mark` is the picture beside the
site's name: the `favicon` of `site.toml`, else `favicon.svg`. A `favicon.svg` of the site's own is not joined by the
theme's `favicon.ico` and `icon-….png`, which are the theme's mark.

`m.mine(page.frame)` gives the attributes of an element that has to do with a reader's own community: buttons whose
`value` is the address of one and whose `aria-pressed` says whether it is chosen, or `m.own_community()`, the place of
what goes on there. That is taken out of the community's page: its `h1`, the lists in `.here`, the first `.briefs` of
`main`.

`page.frame.staging` is true on a staging copy: the theme's `frame.html` then shows the mark (`parts.opening`), its
style `staging.css`, which no other site has, and the tag that keeps search engines away (`parts.look`). A page of a
copy without that tag is an error, so that no template of a site's own can forget it.

HTML that is already safe, the `body` of an item or page, is put out with `{{ page.body | safe }}`.

## Blocks

Those of `base.html`, in the order in which they stand on a page. `{{ super() }}` in a block is what the template below
has there; a block that is left out stays as it is.

| block | what it holds |
|---|---|
"""
# What the blocks of base.html hold, in their order there.
BLOCKS = {
    "look": "the stylesheet of a kind of page, such as `texts.css`; other templates fill it",
    "head": "nothing: for whatever else belongs into `<head>`, behind all styles and scripts",
    "before_body": "nothing: stands before the header, and behind what no theme can lose: the way past the navigation, "
    "the mark of a staging copy, the alerts",
    "header": '`<header class="masthead">`: notice, name, search, reading aids, languages, main navigation',
    "finder": "within `header`: the search; the page of the search has none",
    "main": "within `<main>`: what the kind of page shows; other templates fill it",
    "footer": '`<footer class="colophon">`: the lesser navigation, what the site says of itself',
    "footer_end": "within `footer`, at its end: nothing",
    "after_body": "nothing: the last that stands in `<body>`",
}


FIELDS_INTRODUCTION = """\
# Fields of an item

This page is made from the code (`make docs`) and checked by a test.

The block at the head of an item stands between two lines of three hyphens. Every field may be written by its English
or by one of its Chinese names. Only `title` and `date` are required. A value that holds `: ` or ` #` is put in
quotation marks. A translation (`visit.zh.md` beside `visit.md`) takes from the original what it does not say itself.

| field | Chinese | what it holds |
|---|---|---|
"""

DATES = """
## Dates

Wherever a date is wanted it may be written with hyphens, slashes, dots or 年月日, as eight figures (`20240131`),
with full-width or Chinese figures, and with a time: `09:30`, `上午9时30分`, `晚上九点半`, `24:00`. Without an offset it
is on the site's clock.

- A day without a year (`11月30日`) has the year of the item's `date`, and `date` itself that of the file's name,
  where no other year can be meant: of `updated`, `expires`, `until`, `due` and `end`, which come later, and
  `written`, which comes before, a year in which it does so; of any other the one in which it is nearest. Where
  that is another year, or nothing says one, it is an error. `bulletin new --date 11月30日` takes the present
  year.
- A `date` that is not the one that the file's name begins with is noticed. The `date` counts.
- A time that does not exist because clocks are put forward over it is as much later, on the page and in
  calendars, and told with a warning. Of one that comes twice because clocks are put back the first is meant,
  with a notice; an offset tells them apart.

## Events in calendars

An event whose end is a day lasts to the end of that day, also where it begins at a time. One that ends at 00:00
is over on the day before: 22:00 to 00:00 is one day. `date` may say both:
`2024-05-01 9:00-11:00`, `2024-05-01 22:00-24:00`. What begins in the evening and ends by noon goes on over midnight:
`2024-05-01 22:00-02:00`, `2024-05-01 22:00-次日2:00`. So `-02:00` is an offset only behind a `T` or seconds
(`2024-05-01T22:00-02:00`). Anything else that ends on another day has `end:`.

In `events.ics` an event is known (`UID`) by its item's `id`, when it begins, and the site's host. So it is the
same in a reader's calendar when other events come before or after it, when its title, place or end changes, and
when the item's file is renamed and has an `id`; one that is moved to another time is another. Of several events
of an item that begin at once the last is known so, and the others by their titles too.
"""

OWN_FIELDS = """
## Fields of a site

A site may have fields besides these, for the items of all columns or of some: `[fields.NAME]` in `site.toml`. How, a
[recipe](theming.md#a-field-of-your-own) shows. A name has letters of any script, digits, `-` and `_`; it is none of the
names of fields above. It may be that of a part: `telephone` and 联系电话 then mean one field of the item.

| `type` | what editors write |
|---|---|
"""
CUSTOM_TYPES = {
    "text": "words; the type where none is written",
    "number": "digits, such as `12` or `-12.5`; what it counts stands in the label",
    "date": "a date in any form below",
    "yes/no": "`yes`, `no`, `true`, `false`, 是, 否; pages say it in their language",
    "choice": 'one of `choices`, a list of texts or of texts by language: `[{en = "Open", zh = "开放"}, …]`',
    "link": "the address of a page, with `https://`",
    "telephone": "a number, which pages dial, or several with a comma between; `转` or `ext.` before an extension; "
    "a masked one (`139****5678`) nobody dials",
    "e-mail": "a mailbox",
}
OWN_FIELDS_END = """

| setting | what it says |
|---|---|
| `label` | what readers are told of it, a text or texts by language; the name where it is left out |
| `columns` | ids of the `[[columns]]` whose items may have it; all where it is left out; plain pages have none |
| `required` | `true`: an item of these columns that has none is an error, also one of years ago |
"""
SHOW = (
    "| `show` | where: `item` (its page and the printed edition; where it is left out), `lists`, `search`, `feed` |\n"
)


def fields() -> str:
    """Write docs/fields.md."""
    rows = [f"| `{each.name}` | {'、'.join(each.chinese)} | {each.description} |" for each in ITEM_FIELDS]
    parts = [f"| `{name}` | {'、'.join(others)} |" for name, others in NESTED_FIELD_NAMES.items()]
    within = "\n\n## Names within events, commitments and the like\n\n| field | Chinese |\n|---|---|\n"
    types = "\n".join(f"| `{name}` | {CUSTOM_TYPES[name]} |" for name in TYPES)
    own = OWN_FIELDS + types + OWN_FIELDS_END + SHOW
    return FIELDS_INTRODUCTION + "\n".join(rows) + within + "\n".join(parts) + "\n" + own + DATES


def templates() -> str:
    """Write docs/templates.md."""
    parts = [INTRODUCTION + "".join(f"| `{name}` | {held} |\n" for name, held in BLOCKS.items())]
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
