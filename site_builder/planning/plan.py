"""Site -> Outputs: every page and every copy of one site; makes none of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct

from site_builder import urls
from site_builder.content.parse_result import Parsed
from site_builder.images.variants import variants
from site_builder.model import Item
from site_builder.planning.edition import Marks, Room, theme_address
from site_builder.planning.items.pages import Around, part_of, plan_items
from site_builder.planning.items.print_edition import plan_printed
from site_builder.planning.lists.accessibility_statement import plan_statement
from site_builder.planning.lists.by_date import plan_dates
from site_builder.planning.lists.changes import plan_changes
from site_builder.planning.lists.commitments import plan_commitments
from site_builder.planning.lists.groups import plan_lists
from site_builder.planning.lists.home import plan_home
from site_builder.planning.lists.search import needed, plan_search
from site_builder.planning.lists.site_map_page import plan_site_map
from site_builder.planning.machine_readable.atom_feeds import plan_feeds
from site_builder.planning.machine_readable.icalendar import plan_calendars
from site_builder.planning.machine_readable.redirects import plan_redirects
from site_builder.planning.machine_readable.sitemap_xml import ROBOTS, has_robots, plan_sitemap
from site_builder.planning.outputs import Asset, ThemeFile
from site_builder.planning.page_groups import Kin, Leaf, Memo, Outputs, settled
from site_builder.problem import Checked, Place, Problem, problem
from site_builder.site.organise import Site
from site_builder.site.resolve_links import shown_pictures, variant_address

FORGOTTEN = Memo()


def plan(
    site: Site, parsed: Mapping[str, Parsed], theme: tuple[ThemeFile, ...], memo: Memo = FORGOTTEN
) -> Checked[Outputs]:
    """List every output of a site with its inputs; two outputs of one address are a Problem.

    What `memo` remembers of an unchanged part is not planned again.
    """
    marks = Marks(site, parsed)
    theme = needed(theme, search=site.config.search, staging=site.config.staging)
    rooms = [Room(site, edition, theme, marks) for edition in site.editions]
    kin: dict[str, Kin] = {}
    around = Around(rooms, memo.related, kin)
    plots = [*plan_items(rooms, around), *plan_sitemap(rooms)]
    for room in rooms:
        plots += [*plan_home(room), *plan_lists(room), *plan_dates(room), *plan_printed(room), *plan_statement(room)]
        plots += [*plan_commitments(room, around.settled), *plan_changes(room)]
        plots += [*plan_feeds(room), *plan_calendars(room), *plan_redirects(room)]
        plots += [*plan_site_map(room), *plan_search(room)]
    assets = plan_assets(site, theme)
    planned, made = settled(plots, memo.plots)
    outputs = Outputs(tuple(plots), Memo(planned, kin), made, assets, Ground(tuple(rooms), around))
    return Checked(outputs, tuple(same_address(outputs)))


class Ground(Struct, frozen=True):
    """What a plan was made on: the rooms of each language, and how items stand to one another."""

    rooms: tuple[Room, ...]
    around: Around


def replan(before: Outputs, site: Site, changed: Collection[Item]) -> Outputs:
    """Plan again after items were exchanged for others that differ in what only their page, feeds and search show."""
    ground: Ground = before.ground
    marks = ground.rooms[0].marks.again(changed)
    rooms = tuple(room.again(site, each, marks) for room, each in zip(ground.rooms, site.editions, strict=True))
    again = [
        *plan_items(rooms, ground.around, {part_of(item) for item in changed}),
        *(plot for room in rooms for plot in (*plan_feeds(room), *plan_printed(room), *plan_search(room))),
    ]
    planned, made = settled(again, before.memo.plots)
    plots = {plot.name: plot for plot in (*before.plots, *again)}
    memo = Memo(before.memo.plots | planned, before.memo.related)
    assets = before.assets
    if any(asset.picture for asset in assets):
        kept = (asset for asset in assets if asset.variant is None)
        assets = tuple(sorted((*kept, *variants_of(site).values()), key=lambda asset: asset.path))
    return Outputs(tuple(plots.values()), memo, made, assets, Ground(rooms, ground.around))


def plan_assets(site: Site, theme: tuple[ThemeFile, ...]) -> tuple[Asset, ...]:
    """Plan what is made of files, by path: attachments, static files, the theme's files, variants of pictures."""
    copies = chain(site_files(site), theme_files(theme))
    return tuple(sorted((*copies, *variants_of(site).values()), key=lambda asset: asset.path))


def site_files(site: Site) -> Iterator[Asset]:
    """Plan attachments and static files; a picture that cannot be published stands beside drafts alone."""
    for file in site.files.values():
        if file.failure or (file.path == ROBOTS and has_robots(site)):
            continue
        path = urls.output_path(site.addresses[file.path])
        yield Asset(path, f"content/{file.path}", file.digest, file.size, picture=file.picture)


def theme_files(theme: Iterable[ThemeFile]) -> Iterator[Asset]:
    """Plan the theme's files."""
    for each in theme:
        yield Asset(urls.output_path(theme_address(each)), each.name, each.digest, each.size, theme=True)


def variants_of(site: Site) -> dict[str, Asset]:
    """Plan the variants of the pictures that are shown, by path; two pictures of one name and the same bytes share."""
    found: dict[str, Asset] = {}
    for file in shown_pictures(site).values():
        for variant in variants(file):
            path = urls.output_path(variant_address(file, variant))
            asset = Asset(path, f"content/{file.path}", file.digest, 0, picture=file.picture, variant=variant)
            found.setdefault(path, asset)
    return found


def same_address(outputs: Outputs) -> Iterator[Problem]:
    """Find outputs that would overwrite one another, also where case is ignored or a file would be another's folder."""
    everything: Sequence[Leaf | Asset] = [*outputs.leaves(), *outputs.assets]
    names = {each.path.casefold() for each in everything}
    folders = {name.rpartition("/")[0] for name in names}
    while folders and names.isdisjoint(folders):
        folders = {name.rpartition("/")[0] for name in folders if name}
    if folders or len(names) < len(everything):
        yield from overwriting(everything)
    lists = names & {urls.RELEASE_LIST, f"{urls.RELEASE_LIST}.sig"}
    for each in everything if lists else ():
        if each.path.casefold() in lists:
            message, hint = "the address /{path} is that of a release's list of files", "give the file another name"
            yield problem("error", "address", origin_of(each), message, hint, path=each.path)


def untold(problems: Iterable[Problem], told: Iterable[Problem]) -> Iterator[Problem]:
    """Leave out of the Problems of outputs what `told` of the site says already: of the same address and files.

    A plain page's address is told without the language's path, a column's not at all.
    """
    known = []
    for each in told:
        values = dict(each.values)
        if each.rule in {"address", "name"}:
            ends = tuple(path.removesuffix("index.md") for path in {each.path, values.get("first", each.path)})
            known.append((ends, values.get("address") or f"/{values.get('slug', '')}"))
    for each in problems:
        values = dict(each.values)
        address, files = f"/{values['path']}", [f"{path}/" for path in (each.path, values.get("first", ""))]
        if not any(start in address and any(f.startswith(ends) for f in files) for ends, start in known):
            yield each


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
            hint = "give one of the two another address: {field_slug}:, another name, or no alias"
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
