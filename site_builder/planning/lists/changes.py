"""The list of what was changed after publication, the newest and by year; judges no change."""

from collections.abc import Iterator, Sequence
from functools import partial

from msgspec import Struct

from site_builder import urls
from site_builder.model import When
from site_builder.planning.edition import Alternate, Frame, Head, Named, Room, home, words
from site_builder.planning.lists.groups import NEWEST, Count, page
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import Plot, encoded, keyed
from site_builder.site.changes import Change


class Changed(Struct, frozen=True):
    """A change after publication: its day, its kind (updated, corrected, withdrawn), what was noted, the item."""

    date: When
    kind: str
    note: str
    item: Named


class ChangesInputs(Struct, frozen=True):
    """All that the list of changes is made of besides the frame; `year` is "" for the list of the newest."""

    href: str
    parent: str
    year: str
    changes: tuple[Changed, ...]
    years: tuple[Count, ...]
    alternates: tuple[Alternate, ...]


class ChangesView(Struct, frozen=True):
    """What `changes.html` sees: the newest changes, or all of a year, the newest first; the years that have any."""

    frame: Frame
    head: Head
    breadcrumbs: tuple[Named, ...]
    title: str
    year: str
    changes: tuple[Changed, ...]
    years: tuple[Count, ...]


def plan_changes(room: Room) -> Iterator[Plot]:
    """Plan the list of the newest changes, and each of its years whole."""
    by_year: dict[str, list[Change]] = {}
    for change in room.edition.changes:
        by_year.setdefault(change.when.year, []).append(change)
    years = tuple(by_year)
    for year, changes in (("", room.edition.changes[:NEWEST]), *by_year.items()):
        told = encoded(tuple((each.when, each.kind, each.note) for each in changes))
        plotted = keyed(room.salt, encoded(years), told, room.marks.of_shown(each.item for each in changes))
        yield Plot(f"{room.language.id}/changes/{year}", plotted, partial(changes_page, room, changes, years, year))


def changes_page(room: Room, changes: Sequence[Change], years: Sequence[str], year: str) -> Iterator[Page]:
    """Make the list of the newest changes, or that of a year."""
    address = urls.address("changes")
    here = urls.address("changes", year) if year else address
    inputs = ChangesInputs(
        href=room.href(here),
        parent=room.href(address),
        year=year,
        changes=tuple(Changed(each.when, each.kind, each.note, room.title(each.item)) for each in changes),
        years=tuple(Count(each, room.href(f"{address}{each}/"), None) for each in years),
        alternates=room.alternates(here),
    )
    yield page(room, here, "changes", "changes.html", inputs)


def changes_view(frame: Frame, inputs: ChangesInputs, bodies: tuple[str, ...]) -> ChangesView:
    """Make what `changes.html` sees."""
    del bodies
    say = words(frame)
    name, about = say("Changes"), say("What was changed after it was published, the newest first.")
    title = f"{name} · {inputs.year}" if inputs.year else name
    trail = (home(frame), Named(name, inputs.parent), *((Named(inputs.year, inputs.href),) if inputs.year else ()))
    return ChangesView(
        frame=frame,
        head=Head(title, about, frame.origin + inputs.href, inputs.alternates),
        breadcrumbs=trail,
        title=title,
        year=inputs.year,
        changes=inputs.changes,
        years=inputs.years,
    )
