"""The map of a government site: every list and plain page, as links; made where the site has that profile."""

from collections.abc import Iterator
from functools import partial

from msgspec import Struct

from site_builder import urls
from site_builder.model import REGISTRIES
from site_builder.planning.edition import (
    Alternate,
    EditionContext,
    Frame,
    NamedLink,
    PageHead,
    format_registry_title,
    get_translator,
    link_home,
)
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup
from site_builder.site.organise import SITE_MAP


class SiteMapSection(Struct, frozen=True):
    """A part of the site: its own list, and what lies within it."""

    name: NamedLink
    within: tuple[NamedLink, ...]


class SiteMapInputs(Struct, frozen=True):
    """All that the site map is made of besides the frame."""

    href: str
    columns: tuple[SiteMapSection, ...]
    registries: tuple[SiteMapSection, ...]
    alternates: tuple[Alternate, ...]


class SiteMapView(Struct, frozen=True):
    """What `site-map.html` sees: columns with their years, registries with their entries, all else."""

    frame: Frame
    head: PageHead
    breadcrumbs: tuple[NamedLink, ...]
    title: str
    parts: tuple[SiteMapSection, ...]
    others: tuple[NamedLink, ...]


def plan_site_map(context: EditionContext) -> Iterator[PageGroup]:
    """Plan the site map of an edition."""
    if context.frame.government:
        yield PageGroup(f"{context.language.id}/site-map", b"", partial(make_site_map_page, context))


def make_site_map_page(context: EditionContext) -> Iterator[Page]:
    """Make the site map; it changes with a list that comes or goes, not with an item."""
    address = urls.make_address(SITE_MAP)
    columns = []
    for column in context.site.columns:
        column_address = urls.make_address(column.slug)
        years = sorted(
            (a for a in context.edition.addresses if a.startswith(column_address) and a != column_address), reverse=True
        )
        within = tuple(
            NamedLink(year.removeprefix(column_address).rstrip("/"), context.make_href(year)) for year in years
        )
        columns.append(SiteMapSection(context.link_column(column.id), within))
    registries = tuple(
        SiteMapSection(
            NamedLink(registry, context.make_href(urls.make_address(registry))),
            tuple(context.link_entry(registry, key) for key, _ in context.list_entries(registry)),
        )
        for registry in REGISTRIES
    )
    inputs = SiteMapInputs(context.make_href(address), tuple(columns), registries, context.list_alternates(address))
    yield Page(
        context.make_output_path(address), "site-map", "site-map.html", context.language.locale, (context.frame, inputs)
    )


def make_site_map_view(frame: Frame, inputs: SiteMapInputs, bodies: tuple[str, ...]) -> SiteMapView:
    """Make what `site-map.html` sees."""
    del bodies
    say = get_translator(frame)
    title = say("Site map")
    registries = (
        SiteMapSection(NamedLink(format_registry_title(p.name.name, frame), p.name.href), p.within)
        for p in inputs.registries
    )
    return SiteMapView(
        frame=frame,
        head=PageHead(title, say("Every part of this site."), frame.origin + inputs.href, inputs.alternates),
        breadcrumbs=(link_home(frame), NamedLink(title, inputs.href)),
        title=title,
        parts=(*inputs.columns, *registries),
        others=(
            NamedLink(say("By date"), f"{frame.root}dates/"),
            NamedLink(say("Commitments"), f"{frame.root}commitments/"),
            NamedLink(say("Changes"), f"{frame.root}changes/"),
            *frame.pages,
        ),
    )
