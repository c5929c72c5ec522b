"""Site -> Outputs: every page and every copy of one site; makes none of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from site_builder import urls
from site_builder.planning.calendars import plan_calendars
from site_builder.planning.dates import plan_dates
from site_builder.planning.feeds import plan_feeds
from site_builder.planning.frame import Marks, Room, theme_address
from site_builder.planning.home import plan_home
from site_builder.planning.items import plan_items
from site_builder.planning.lists import plan_lists
from site_builder.planning.outputs import Asset, ThemeFile
from site_builder.planning.plots import Kin, Leaf, Memo, Outputs, settled
from site_builder.planning.redirects import plan_redirects
from site_builder.planning.registers import plan_registers
from site_builder.planning.sitemap import plan_sitemap
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
    plots = [*plan_items(rooms, memo.related, kin), *plan_sitemap(rooms)]
    for room in rooms:
        plots += [*plan_home(room), *plan_lists(room), *plan_dates(room)]
        plots += [*plan_registers(room), *plan_feeds(room), *plan_calendars(room), *plan_redirects(room)]
    assets = tuple(sorted(plan_assets(site, theme), key=lambda asset: asset.path))
    outputs = settled(tuple(plots), memo, assets, kin)
    return Checked(outputs, tuple(same_address(outputs)))


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
