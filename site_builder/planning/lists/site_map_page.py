"""The map of a government site: every list and plain page, as links; made where the site has that profile."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from site_builder import urls
from site_builder.model import REGISTRIES
from site_builder.planning.edition import EditionContext
from site_builder.planning.frame import (
    Frame,
    HtmlView,
    LinkedInputs,
    NamedLink,
    format_registry_title,
    get_translator,
    link_dates,
    link_home,
    make_page_head,
)
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup
from site_builder.planning.page_sources import Value
from site_builder.planning.shell import Shell
from site_builder.site.organise import SITE_MAP


class SiteMapSection(Struct, frozen=True):
    """A part of the site: its own list, and what lies within it."""

    name: NamedLink
    within: tuple[NamedLink, ...]


class SiteMapInputs(LinkedInputs, frozen=True):
    """All that the site map is made of besides the frame."""

    columns: tuple[SiteMapSection, ...]
    registries: tuple[SiteMapSection, ...]


class SiteMapView(HtmlView, frozen=True):
    """What `site-map.html` sees: columns with their years, registries with their entries, all else."""

    title: str
    parts: tuple[SiteMapSection, ...]
    others: tuple[NamedLink, ...]


def plan_site_map(context: EditionContext) -> Iterator[PageGroup]:
    """Plan the site map of an edition."""
    if context.shell.frame.government:
        edition = context.edition
        years = {}
        for column in context.shell.columns:
            start = urls.make_address(column.slug)
            years[column.id] = sorted(
                (a for a in edition.addresses if a.startswith(start) and a != start), reverse=True
            )
        keys = {registry: tuple(edition.groups[registry]) for registry in REGISTRIES}
        yield PageGroup("site-map", context.shell, (), (Value(years), Value(keys)), make_site_map_page)


def make_site_map_page(
    shell: Shell, years: Mapping[str, list[str]], keys: Mapping[str, tuple[str, ...]]
) -> Iterator[Page]:
    """Make the site map; it changes with a list that comes or goes, not with an item.

    `years` has the addresses of each column's years, `keys` those of each registry's entries that have a list.
    """
    address = urls.make_address(SITE_MAP)
    columns = []
    for column in shell.columns:
        start = urls.make_address(column.slug)
        within = tuple(
            NamedLink(year.removeprefix(start).rstrip("/"), shell.make_href(year)) for year in years[column.id]
        )
        columns.append(SiteMapSection(shell.link_column(column.id), within))
    registries = tuple(
        SiteMapSection(
            NamedLink(registry, shell.make_href(urls.make_address(registry))),
            tuple(shell.link_entry(registry, key) for key, _ in shell.list_entries(registry, keys[registry])),
        )
        for registry in REGISTRIES
    )
    inputs = SiteMapInputs(shell.make_href(address), shell.list_all_alternates(address), tuple(columns), registries)
    yield shell.make_page(address, "site-map", "site-map.html", inputs)


def make_site_map_view(frame: Frame, inputs: SiteMapInputs) -> SiteMapView:
    """Make what `site-map.html` sees."""
    say = get_translator(frame)
    title = say("Site map")
    registries = (
        SiteMapSection(NamedLink(format_registry_title(p.name.name, frame), p.name.href), p.within)
        for p in inputs.registries
    )
    return SiteMapView(
        frame=frame,
        head=make_page_head(frame, inputs, title, say("Every part of this site.")),
        breadcrumbs=(link_home(frame), NamedLink(title, inputs.href)),
        title=title,
        parts=(*inputs.columns, *registries),
        others=(
            link_dates(frame),
            NamedLink(say("Commitments"), f"{frame.root}{urls.COMMITMENTS}/"),
            NamedLink(say("Changes"), f"{frame.root}{urls.CHANGES}/"),
            *frame.pages,
        ),
    )
