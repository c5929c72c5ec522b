"""The list of what was changed after publication, the newest and by year; judges no change."""

from collections.abc import Iterator, Sequence
from functools import partial

from msgspec import Struct

from site_builder import urls
from site_builder.model import When
from site_builder.planning.edition import (
    Alternate,
    EditionContext,
    Frame,
    NamedLink,
    PageHead,
    get_translator,
    link_home,
)
from site_builder.planning.lists.groups import NEWEST, ListCount, make_list_page
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup, encode_record, make_key
from site_builder.site.changes import ItemChange


class ChangeBrief(Struct, frozen=True):
    """A change after publication: its day, its kind (updated, corrected, withdrawn), what was noted, the item."""

    date: When
    kind: str
    note: str
    item: NamedLink


class ChangesInputs(Struct, frozen=True):
    """All that the list of changes is made of besides the frame; `year` is "" for the list of the newest."""

    href: str
    parent: str
    year: str
    changes: tuple[ChangeBrief, ...]
    years: tuple[ListCount, ...]
    alternates: tuple[Alternate, ...]


class ChangesView(Struct, frozen=True):
    """What `changes.html` sees: the newest changes, or all of a year, the newest first; the years that have any."""

    frame: Frame
    head: PageHead
    breadcrumbs: tuple[NamedLink, ...]
    title: str
    year: str
    changes: tuple[ChangeBrief, ...]
    years: tuple[ListCount, ...]


def plan_changes(context: EditionContext) -> Iterator[PageGroup]:
    """Plan the list of the newest changes, and each of its years whole."""
    by_year: dict[str, list[ItemChange]] = {}
    for change in context.edition.changes:
        by_year.setdefault(change.when.year, []).append(change)
    years = tuple(by_year)
    for year, changes in (("", context.edition.changes[:NEWEST]), *by_year.items()):
        values = encode_record(tuple((each.when, each.kind, each.note) for each in changes))
        key = make_key(
            context.salt, encode_record(years), values, context.item_digests.join_briefs(each.item for each in changes)
        )
        yield PageGroup(
            f"{context.language.id}/changes/{year}", key, partial(make_changes_page, context, changes, years, year)
        )


def make_changes_page(
    context: EditionContext, changes: Sequence[ItemChange], years: Sequence[str], year: str
) -> Iterator[Page]:
    """Make the list of the newest changes, or that of a year."""
    address = urls.make_address("changes")
    here = urls.make_address("changes", year) if year else address
    inputs = ChangesInputs(
        href=context.make_href(here),
        parent=context.make_href(address),
        year=year,
        changes=tuple(ChangeBrief(each.when, each.kind, each.note, context.link_item(each.item)) for each in changes),
        years=tuple(ListCount(each, context.make_href(f"{address}{each}/"), None) for each in years),
        alternates=context.list_alternates(here),
    )
    yield make_list_page(context, here, "changes", "changes.html", inputs)


def make_changes_view(frame: Frame, inputs: ChangesInputs, bodies: tuple[str, ...]) -> ChangesView:
    """Make what `changes.html` sees."""
    del bodies
    say = get_translator(frame)
    name, about = say("Changes"), say("What was changed after it was published, the newest first.")
    title = f"{name} · {inputs.year}" if inputs.year else name
    trail = (
        link_home(frame),
        NamedLink(name, inputs.parent),
        *((NamedLink(inputs.year, inputs.href),) if inputs.year else ()),
    )
    return ChangesView(
        frame=frame,
        head=PageHead(title, about, frame.origin + inputs.href, inputs.alternates),
        breadcrumbs=trail,
        title=title,
        year=inputs.year,
        changes=inputs.changes,
        years=inputs.years,
    )
