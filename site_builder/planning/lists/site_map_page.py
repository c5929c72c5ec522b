"""The map of a government site: every list and plain page, as links; made where the site has that profile."""

from collections.abc import Iterator
from functools import partial

from msgspec import Struct

from site_builder import urls
from site_builder.model import REGISTRIES
from site_builder.planning.edition import Alternate, Frame, Head, Named, Room, home, kind_title, words
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import Plot
from site_builder.site.organise import SITE_MAP


class Branch(Struct, frozen=True):
    """A part of the site: its own list, and what lies within it."""

    name: Named
    within: tuple[Named, ...]


class SiteMapInputs(Struct, frozen=True):
    """All that the site map is made of besides the frame."""

    href: str
    columns: tuple[Branch, ...]
    registries: tuple[Branch, ...]
    alternates: tuple[Alternate, ...]


class SiteMapView(Struct, frozen=True):
    """What `site-map.html` sees: columns with their years, registries with their entries, all else."""

    frame: Frame
    head: Head
    breadcrumbs: tuple[Named, ...]
    title: str
    parts: tuple[Branch, ...]
    others: tuple[Named, ...]


def plan_site_map(room: Room) -> Iterator[Plot]:
    """Plan the site map of an edition."""
    if room.frame.government:
        yield Plot(f"{room.language.id}/site-map", b"", partial(site_map_page, room))


def site_map_page(room: Room) -> Iterator[Page]:
    """Make the site map; it changes with a list that comes or goes, not with an item."""
    address = urls.address(SITE_MAP)
    columns = []
    for column in room.site.columns:
        below = urls.address(column.slug)
        years = sorted((a for a in room.edition.addresses if a.startswith(below) and a != below), reverse=True)
        within = tuple(Named(year.removeprefix(below).rstrip("/"), room.href(year)) for year in years)
        columns.append(Branch(room.column(column.id), within))
    registries = tuple(
        Branch(
            Named(registry, room.href(urls.address(registry))),
            tuple(room.named(registry, key) for key, _ in room.registered(registry)),
        )
        for registry in REGISTRIES
    )
    inputs = SiteMapInputs(room.href(address), tuple(columns), registries, room.alternates(address))
    yield Page(room.path(address), "site-map", "site-map.html", room.language.locale, (room.frame, inputs))


def site_map_view(frame: Frame, inputs: SiteMapInputs, bodies: tuple[str, ...]) -> SiteMapView:
    """Make what `site-map.html` sees."""
    del bodies
    say = words(frame)
    title = say("Site map")
    registries = (Branch(Named(kind_title(p.name.name, frame), p.name.href), p.within) for p in inputs.registries)
    return SiteMapView(
        frame=frame,
        head=Head(title, say("Every part of this site."), frame.origin + inputs.href, inputs.alternates),
        breadcrumbs=(home(frame), Named(title, inputs.href)),
        title=title,
        parts=(*inputs.columns, *registries),
        others=(
            Named(say("By date"), f"{frame.root}dates/"),
            Named(say("Commitments"), f"{frame.root}commitments/"),
            Named(say("Changes"), f"{frame.root}changes/"),
            *frame.pages,
        ),
    )
