"""The list of what was changed after publication, the newest and by year; judges no change."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from site_builder import urls
from site_builder.model import Brief, When
from site_builder.planning.edition import EditionContext
from site_builder.planning.extend_inputs import extend_inputs
from site_builder.planning.frame import (
    Frame,
    HtmlView,
    LinkedInputs,
    NamedLink,
    get_translator,
    link_home,
    make_page_head,
)
from site_builder.planning.lists.groups import NEWEST, ListCount
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup
from site_builder.planning.page_sources import Shown, Value
from site_builder.planning.shell import Shell, link_brief

if TYPE_CHECKING:
    from site_builder.site.changes import ItemChange


class ChangeBrief(Struct, frozen=True):
    """A change after publication: its day, its kind (updated, corrected, withdrawn), what was noted, the item."""

    date: When
    kind: str
    note: str
    item: NamedLink


class ChangesInputs(LinkedInputs, frozen=True):
    """All that the list of changes is made of besides the frame; `year` is "" for the list of the newest."""

    parent: str
    year: str
    changes: tuple[ChangeBrief, ...]
    years: tuple[ListCount, ...]


class ChangesView(HtmlView, frozen=True):
    """What `changes.html` sees: the newest changes, or all of a year, the newest first; the years that have any."""

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
        sources = (
            Shown(context, [each.item for each in changes], "title"),
            Value(tuple((each.when, each.kind, each.note) for each in changes)),
            Value(years),
            Value(context.find_languages(make_changes_address(year))),
        )
        yield PageGroup("changes", context.shell, (year,), sources, make_changes_page)


def make_changes_address(year: str) -> str:
    """Give the address of the newest changes, or of those of a year."""
    return urls.make_address(urls.CHANGES, year)


def make_changes_page(  # noqa: PLR0913, PLR0917 - its sources
    shell: Shell,
    year: str,
    items: tuple[Brief, ...],
    changes: tuple[tuple[When, str, str], ...],
    years: tuple[str, ...],
    languages: tuple[str, ...],
) -> Iterator[Page]:
    """Make the list of the newest changes, or that of a year."""
    here = make_changes_address(year)
    inputs = ChangesInputs(
        href=shell.make_href(here),
        parent=shell.make_href(make_changes_address("")),
        year=year,
        changes=tuple(ChangeBrief(*change, link_brief(item)) for item, change in zip(items, changes, strict=True)),
        years=tuple(ListCount(each, shell.make_href(make_changes_address(each)), None) for each in years),
        alternates=shell.list_alternates(here, languages),
    )
    yield shell.make_page(here, "changes", "changes.html", inputs)


def make_changes_view(frame: Frame, inputs: ChangesInputs) -> ChangesView:
    """Make what `changes.html` sees."""
    say = get_translator(frame)
    name, about = say("Changes"), say("What was changed after it was published, the newest first.")
    title = f"{name} · {inputs.year}" if inputs.year else name
    trail = (
        link_home(frame),
        NamedLink(name, inputs.parent),
        *((NamedLink(inputs.year, inputs.href),) if inputs.year else ()),
    )
    return extend_inputs(
        ChangesView,
        inputs,
        frame=frame,
        head=make_page_head(frame, inputs, title, about),
        breadcrumbs=trail,
        title=title,
    )
