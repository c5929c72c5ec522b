"""Site -> Outputs: every page and every copy of one site; makes none of them."""

from collections.abc import Iterator, Sequence

from site_builder import urls
from site_builder.planning.calendars import plan_calendars
from site_builder.planning.dates import plan_dates
from site_builder.planning.feeds import plan_feeds
from site_builder.planning.frame import Room, theme_address
from site_builder.planning.home import plan_home
from site_builder.planning.items import plan_items
from site_builder.planning.lists import plan_lists
from site_builder.planning.outputs import Asset, Outputs, Page, ThemeFile, origin_of
from site_builder.planning.redirects import plan_redirects
from site_builder.planning.registers import plan_registers
from site_builder.planning.sitemap import plan_sitemap
from site_builder.problem import Checked, Problem, problem
from site_builder.site.organise import Site


def plan(site: Site, theme: tuple[ThemeFile, ...]) -> Checked[Outputs]:
    """List every output of a site with its inputs; two outputs of one address are a Problem."""
    rooms = [Room(site, edition, theme) for edition in site.editions]
    pages = [*plan_items(rooms), *plan_sitemap(rooms)]
    for room in rooms:
        pages += [*plan_home(room), *plan_lists(room), *plan_dates(room)]
        pages += [*plan_registers(room), *plan_feeds(room), *plan_calendars(room), *plan_redirects(room)]
    outputs = Outputs(
        tuple(sorted(pages, key=lambda page: page.path)),
        tuple(sorted(plan_assets(site, theme), key=lambda asset: asset.path)),
    )
    return Checked(outputs, tuple(same_address(outputs)))


def plan_assets(site: Site, theme: tuple[ThemeFile, ...]) -> Iterator[Asset]:
    """Plan the copies: attachments, static files, the theme's files."""
    for file in site.files.values():
        yield Asset(urls.output_path(site.addresses[file.path]), f"content/{file.path}", file.digest, file.size)
    for each in theme:
        yield Asset(urls.output_path(theme_address(each)), each.name, each.digest, each.size, theme=True)


def same_address(outputs: Outputs) -> Iterator[Problem]:
    """Find outputs that would overwrite one another, also where case is ignored or a file would be another's folder."""
    everything: Sequence[Page | Asset] = [*outputs.pages, *outputs.assets]
    seen: dict[str, Page | Asset] = {}
    for each in sorted(everything, key=lambda o: (isinstance(o, Asset) or o.view == "redirect", o.path)):
        first = seen.setdefault(each.path.casefold(), each)
        if first is not each:
            origin = first.origin if isinstance(first, Page) else first.source
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
