"""Site -> Outputs: every page and every copy of one site; makes none of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from site_builder import urls
from site_builder.model import Item
from site_builder.planning.calendars import plan_calendars
from site_builder.planning.dates import plan_dates
from site_builder.planning.feeds import plan_feeds
from site_builder.planning.frame import Marks, Room, theme_address
from site_builder.planning.home import plan_home
from site_builder.planning.items import Around, part_of, plan_items
from site_builder.planning.lists import plan_lists
from site_builder.planning.outputs import Asset, ThemeFile
from site_builder.planning.plots import Kin, Leaf, Memo, Outputs, settled
from site_builder.planning.printed import plan_printed
from site_builder.planning.redirects import plan_redirects
from site_builder.planning.registers import plan_registers
from site_builder.planning.sitemap import plan_sitemap
from site_builder.planning.statement import plan_statement
from site_builder.problem import Checked, Place, Problem, problem
from site_builder.reading.parse import Parsed
from site_builder.site.organise import Site

FORGOTTEN = Memo()


def plan(
    site: Site, parsed: Mapping[str, Parsed], theme: tuple[ThemeFile, ...], memo: Memo = FORGOTTEN
) -> Checked[Outputs]:
    """List every output of a site with its inputs; two outputs of one address are a Problem.

    What `memo` remembers of an unchanged part is not planned again.
    """
    marks = Marks(site, parsed)
    rooms = [Room(site, edition, theme, marks) for edition in site.editions]
    kin: dict[str, Kin] = {}
    around = Around(rooms, memo.related, kin)
    plots = [*plan_items(rooms, around), *plan_sitemap(rooms)]
    for room in rooms:
        plots += [*plan_home(room), *plan_lists(room), *plan_dates(room), *plan_printed(room), *plan_statement(room)]
        plots += [*plan_registers(room), *plan_feeds(room), *plan_calendars(room), *plan_redirects(room)]
    assets = tuple(sorted(plan_assets(site, theme), key=lambda asset: asset.path))
    planned, made = settled(plots, memo.plots)
    outputs = Outputs(tuple(plots), Memo(planned, kin), made, assets, Ground(tuple(rooms), around))
    return Checked(outputs, tuple(same_address(outputs)))


class Ground(Struct, frozen=True):
    """What a plan was made on: the rooms of each language, and how items stand to one another."""

    rooms: tuple[Room, ...]
    around: Around


def replan(before: Outputs, site: Site, parsed: Mapping[str, Parsed], changed: Iterable[Item]) -> Outputs:
    """Plan again after items were exchanged for others that differ in what only their own page and feeds show."""
    ground: Ground = before.ground
    paths = {item.path: part_of(item) for item in changed}
    marks = ground.rooms[0].marks.again(parsed, paths)
    rooms = tuple(room.again(site, each, marks) for room, each in zip(ground.rooms, site.editions, strict=True))
    again = [
        *plan_items(rooms, ground.around, set(paths.values())),
        *(plot for room in rooms for plot in (*plan_feeds(room), *plan_printed(room))),
    ]
    planned, made = settled(again, before.memo.plots)
    plots = {plot.name: plot for plot in (*before.plots, *again)}
    memo = Memo(before.memo.plots | planned, before.memo.related)
    return Outputs(tuple(plots.values()), memo, made, before.assets, Ground(rooms, ground.around))


def plan_assets(site: Site, theme: tuple[ThemeFile, ...]) -> Iterator[Asset]:
    """Plan the copies: attachments, static files, the theme's files."""
    for file in site.files.values():
        yield Asset(urls.output_path(site.addresses[file.path]), f"content/{file.path}", file.digest, file.size)
    for each in theme:
        yield Asset(urls.output_path(theme_address(each)), each.name, each.digest, each.size, theme=True)


def same_address(outputs: Outputs) -> Iterator[Problem]:
    """Find outputs that would overwrite one another, also where case is ignored or a file would be another's folder."""
    everything: Sequence[Leaf | Asset] = [*outputs.leaves(), *outputs.assets]
    names = {each.path.casefold() for each in everything}
    folders = {name.rpartition("/")[0] for name in names}
    while folders and names.isdisjoint(folders):
        folders = {name.rpartition("/")[0] for name in folders if name}
    if folders or len(names) < len(everything):
        yield from overwriting(everything)


def overwriting(everything: Iterable[Leaf | Asset]) -> Iterator[Problem]:
    """Name the outputs of which one would overwrite another."""
    seen: dict[str, Leaf | Asset] = {}
    for each in sorted(everything, key=lambda o: (isinstance(o, Asset) or o.view == "redirect", o.path)):
        first = seen.setdefault(each.path.casefold(), each)
        if first is not each:
            origin = first.origin if isinstance(first, Leaf) else first.source
            message = (
                "the address /{path} is taken by {first}" if origin else "the address /{path} is a page of the site"
            )
            hint = "give one of the two another address: slug:, another name, or no alias"
            yield problem("error", "address", origin_of(each), message, hint, path=each.path, first=origin)
    for path, each in seen.items():
        parent = path.rpartition("/")[0]
        while parent:
            if parent in seen:
                message = "the address /{path} would lie within the file /{parent}"
                yield problem("error", "address", origin_of(each), message, path=each.path, parent=parent)
            parent = parent.rpartition("/")[0]


def origin_of(output: Leaf | Asset) -> Place:
    """Give the Place that a Problem about an output points to."""
    return Place(output.source if isinstance(output, Asset) else output.origin or "content/site.toml")
