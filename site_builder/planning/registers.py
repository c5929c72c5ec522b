"""The registers of what was promised and of what was changed after publication; judges neither."""

from collections.abc import Iterator
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.model import STATUSES, Item, When
from site_builder.planning.frame import Alternate, Frame, Head, Named, Room, home, tag_of, words
from site_builder.planning.outputs import Page
from site_builder.planning.plots import Plot
from site_builder.planning.records import Promise, promise, settling
from site_builder.site.groups import dated


class CommitmentsInputs(Struct, frozen=True):
    """All that the register of commitments is made of besides the frame."""

    href: str
    promises: tuple[Promise, ...]
    alternates: tuple[Alternate, ...]


class Standing(Struct, frozen=True):
    """The commitments of one status."""

    status: str
    promises: tuple[Promise, ...]


class CommitmentsView(Struct, frozen=True):
    """What `commitments.html` sees: the commitments by status, soonest due first."""

    frame: Frame
    head: Head
    breadcrumbs: tuple[Named, ...]
    title: str
    standings: tuple[Standing, ...]


class Change(Struct, frozen=True):
    """A change after publication: its day, its kind (updated, corrected, withdrawn), what was noted, the item."""

    date: When
    kind: str
    note: str
    item: Named


class ChangesInputs(Struct, frozen=True):
    """All that the list of changes is made of besides the frame."""

    href: str
    changes: tuple[Change, ...]
    alternates: tuple[Alternate, ...]


class ChangesView(Struct, frozen=True):
    """What `changes.html` sees: every change, the newest first."""

    frame: Frame
    head: Head
    breadcrumbs: tuple[Named, ...]
    title: str
    changes: tuple[Change, ...]


def plan_registers(room: Room) -> Iterator[Plot]:
    """Plan the two registers of an edition."""
    yield Plot(f"{room.language.id}/registers", b"", partial(register_pages, room))


def register_pages(room: Room) -> Iterator[Page]:
    """Make the pages of the two registers."""
    locale = room.language.locale
    settled = settling(room.site)
    address = urls.address("commitments")
    promises = tuple(
        replace(
            promise(room, number, commitment, settled.get(commitment.id)),
            item=named(room, item),
            communities=tuple(room.named("communities", c) for c in item.communities),
        )
        for item in room.edition.items
        if item.commitments
        for number, commitment in enumerate(item.commitments, 1)
    )
    inputs: Struct = CommitmentsInputs(room.href(address), promises, room.alternates(address))
    yield Page(room.path(address), "commitments", "commitments.html", locale, (room.frame, inputs))
    address = urls.address("changes")
    changes = tuple(sorted(changes_of(room), key=lambda c: (-c.date.epoch, c.item.href, c.kind, c.note)))
    inputs = ChangesInputs(room.href(address), changes, room.alternates(address))
    yield Page(room.path(address), "changes", "changes.html", locale, (room.frame, inputs))


def named(room: Room, item: Item) -> Named:
    """Name an item."""
    href = urls.href(room.frame.base, room.site.item_address(item))
    return Named(item.title, href, tag_of(room.site, item.lang))


def changes_of(room: Room) -> Iterator[Change]:
    """Give the updates, corrections and withdrawals of an edition's items up to now."""
    site = room.site
    gone = [
        item
        for item in (site.items if site.withdrawn else ())
        if item.path in site.withdrawn and (item.lang == room.language.id or len(site.versions[item.id]) == 1)
    ]
    touched = (i for i in room.edition.items if i.updated or i.corrections)
    for item in (*touched, *gone):
        where = named(room, item)
        if item.withdrawn and item in gone:
            yield Change(item.withdrawn.date, "withdrawn", item.withdrawn.reason, where)
        for correction in item.corrections:
            if correction.date.epoch <= site.at.epoch:
                yield Change(correction.date, "corrected", correction.note, where)
        days = {c.date.day for c in item.corrections}
        updated = item.updated
        if updated and dated(item).epoch < updated.epoch <= site.at.epoch and updated.day not in days:
            yield Change(updated, "updated", "", where)


def commitments_view(frame: Frame, inputs: CommitmentsInputs, bodies: tuple[str, ...]) -> CommitmentsView:
    """Make what `commitments.html` sees."""
    del bodies
    title = words(frame)("Commitments")
    ordered = sorted(inputs.promises, key=lambda p: (p.due is None, p.due.epoch if p.due else 0))
    standings = (Standing(status, tuple(p for p in ordered if p.status == status)) for status in STATUSES)
    return CommitmentsView(
        frame=frame,
        head=Head(title, "", frame.origin + inputs.href, inputs.alternates),
        breadcrumbs=(home(frame), Named(title, inputs.href)),
        title=title,
        standings=tuple(each for each in standings if each.promises),
    )


def changes_view(frame: Frame, inputs: ChangesInputs, bodies: tuple[str, ...]) -> ChangesView:
    """Make what `changes.html` sees."""
    del bodies
    title = words(frame)("Changes")
    return ChangesView(
        frame=frame,
        head=Head(title, "", frame.origin + inputs.href, inputs.alternates),
        breadcrumbs=(home(frame), Named(title, inputs.href)),
        title=title,
        changes=inputs.changes,
    )
