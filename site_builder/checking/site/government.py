"""What a government site's tags would say wrong: columns without an entry, words for nothing; judges no other site."""

from collections.abc import Iterator
from pathlib import Path

from site_builder.checking.source_places import ItemPlaces
from site_builder.config.government import is_nothing
from site_builder.content.load import Items
from site_builder.model import Item
from site_builder.problem import Place, Problem, make_problem
from site_builder.site.organise import Site
from site_builder.site.resolve_links import is_page_address

# Where a site says how accessible it is, on a page of its own or one that is made.
ACCESSIBILITY = "/accessibility/"


def check_government(items: Items, site: Site, folder: Path) -> Iterator[Problem]:
    """Find what tags cannot be made of, where the site has the profile of government sites."""
    if site.config.government is None:
        return
    known = {column.id for column in site.config.columns}
    for column in site.columns:
        if column.id not in known:
            message = 'the column "{name}" is not described, which government sites have to do'
            hint = 'write [[columns]] and below it id = "{name}", title, column_type, description and keywords'
            yield make_problem("error", "config", Place("content/site.toml"), message, hint, name=column.id)
    if not is_page_address(site, ACCESSIBILITY):
        message, hint = "a government site has to say how accessible it is", "write a page content/accessibility.md"
        yield make_problem("error", "government", Place("content/site.toml"), message, hint)
    for item in (*items.items, *items.unsound):
        for field, value in list_tag_values(item):
            if value and is_nothing(value):
                message, hint = (
                    '"{value}" says nothing, but would stand in the tags',
                    "write what it is, or leave it out",
                )
                at = ItemPlaces(folder, item).locate_value(field, value)
                yield make_problem("error", "government", at, message, hint, value=value)


def list_tag_values(item: Item) -> Iterator[tuple[str, str]]:
    """Give what of an item its tags say."""
    yield "title", item.title
    yield "author", item.author
    yield "source", item.source.name if item.source else ""
    yield "summary", item.summary
