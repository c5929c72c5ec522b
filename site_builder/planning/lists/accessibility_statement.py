"""The accessibility statement, of what site.toml says and of attachments that not everyone can read; judges no page."""

from collections.abc import Iterator
from functools import partial

from msgspec import Struct

from site_builder import urls
from site_builder.checking.files.accessibility import unreadable
from site_builder.config import Accessibility
from site_builder.language import day_in_words
from site_builder.model import Attachment, text_in
from site_builder.planning.edition import Alternate, Frame, Head, Named, Room, home, tag_of, words
from site_builder.planning.lists.groups import page
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import Plot
from site_builder.site.grouping import dated
from site_builder.site.organise import STATEMENT
from site_builder.site.resolve_links import folder


class Unreadable(Struct, frozen=True):
    """An attachment that not everyone can read: its name, its kind, its item with that item's day."""

    name: str
    kind: str
    item: Named
    day: str


class StatementInputs(Struct, frozen=True):
    """All that the statement is made of besides the frame."""

    href: str
    limits: str
    audited: str
    method: str
    contact: str
    files: tuple[Unreadable, ...]
    alternates: tuple[Alternate, ...]


class StatementView(Struct, frozen=True):
    """What `accessibility.html` sees: known limits, day and method of the last audit, contact, files, newest first."""

    frame: Frame
    head: Head
    breadcrumbs: tuple[Named, ...]
    title: str
    limits: str
    audited: str
    method: str
    contact: str
    files: tuple[Unreadable, ...]


def plan_statement(room: Room) -> Iterator[Plot]:
    """Plan the statement, where site.toml wants one and no plain page takes its place."""
    if STATEMENT in room.edition.addresses:
        yield Plot(f"{room.language.id}/accessibility", b"", partial(statement_page, room))


def statement_page(room: Room) -> Iterator[Page]:
    """Make the statement."""
    said, language = room.site.config.accessibility or Accessibility(), room.language.id
    inputs = StatementInputs(
        href=room.href(STATEMENT),
        limits=text_in(said.limits, language),
        audited=day_in_words(said.audited, room.language.locale),
        method=text_in(said.method, language),
        contact=text_in(said.contact, language) or room.frame.contact,
        files=tuple(files(room, unreadable(room.site))),
        alternates=room.alternates(STATEMENT),
    )
    yield page(room, STATEMENT, "statement", "accessibility.html", inputs)


def files(room: Room, attachments: tuple[Attachment, ...]) -> Iterator[Unreadable]:
    """Name attachments with the newest item of their folder, in the order of the edition."""
    by_owner: dict[str, list[Attachment]] = {}
    for each in attachments:
        by_owner.setdefault(each.owner, []).append(each)
    for item in room.edition.items if by_owner else ():
        for each in by_owner.pop(folder(item), ()):
            name = each.path.removeprefix(each.owner + "/")
            href = urls.href(room.frame.base, room.site.item_address(item))
            named = Named(item.title, href, tag_of(room.site, item.lang))
            yield Unreadable(name, name.rpartition(".")[2].upper(), named, dated(item).local[:10])


def statement_view(frame: Frame, inputs: StatementInputs, bodies: tuple[str, ...]) -> StatementView:
    """Make what `accessibility.html` sees."""
    del bodies
    say = words(frame)
    title, about = say("Accessibility"), say("How everyone can read this bulletin, and what is not accessible yet.")
    return StatementView(
        frame=frame,
        head=Head(title, about, frame.origin + inputs.href, inputs.alternates),
        breadcrumbs=(home(frame), Named(title, inputs.href)),
        title=title,
        limits=inputs.limits,
        audited=inputs.audited,
        method=inputs.method,
        contact=inputs.contact,
        files=inputs.files,
    )
