"""What is new, as the home page shows it: one item above the others, then one list or a list for each column."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from site_builder.markdown.link_placeholders import LinkTarget
from site_builder.model import Brief, Item
from site_builder.planning.edition import EditionContext
from site_builder.planning.frame import NamedLink
from site_builder.planning.shell import Shell
from site_builder.planning.thumbnails import find_picture

# One list, or each of several side by side.
NEWEST, NEWEST_OF_COLUMN = 10, 5
# The large item is one of so many, the first that has a picture.
NEW_ENOUGH = 5
# By which names the parts are known besides those of columns, which are names of folders.
LARGE, ALL = "/large", "/all"


class HomeColumn(Struct, frozen=True):
    """A column on the home page, with its newest items."""

    column: NamedLink
    items: tuple[Brief, ...]


def select_new_items(context: EditionContext) -> dict[str, list[Item]]:
    """Choose what is new: the large item, and the others of each column or of all; none twice, and nothing pinned."""
    site, edition = context.site, context.edition
    settings = site.config.home
    pinned = sum(item.path in site.pinned for item in edition.items) if site.pinned else 0
    free = [i for i in edition.items[: NEWEST + 1 + pinned] if i.path not in site.pinned]
    large: list[Item] = []
    if settings.large_first:
        pictured = [i for i in free[:NEW_ENOUGH] if find_picture(site, i).href]
        large = (pictured or free)[:1]
    taken = {*site.pinned, *(i.path for i in large)}
    if not settings.columns:
        return {LARGE: large, ALL: [i for i in free if i.path not in taken][:NEWEST]}
    found = {LARGE: large}
    for column in settings.columns:
        items = edition.groups["columns"].get(column, ())
        found[column] = [i for i in items[: NEWEST_OF_COLUMN + len(taken)] if i.path not in taken][:NEWEST_OF_COLUMN]
    return found


def find_large_picture(context: EditionContext, large: Sequence[Item]) -> LinkTarget:
    """Give the picture of the large item; one without href where there is none."""
    return next((find_picture(context.site, item) for item in large), LinkTarget(""))


def make_home_columns(shell: Shell, new: Mapping[str, Sequence[Brief | None]]) -> tuple[HomeColumn, ...]:
    """Show each column that has anything; none where all items are in one list."""
    return tuple(
        HomeColumn(shell.link_column(column), tuple(filter(None, items)))
        for column, items in new.items()
        if column not in {LARGE, ALL} and items
    )
