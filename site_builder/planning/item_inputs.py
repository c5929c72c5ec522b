"""Events and commitments as pages show them, and all that an item's page is made of; knows no template."""

from collections.abc import Mapping

from msgspec import Struct

from site_builder.markdown.link_placeholders import Answer
from site_builder.model import Brief, Item, When
from site_builder.planning.edition import Alternate, Named, Room, day_href, tag_of
from site_builder.planning.page_groups import encoded
from site_builder.site.grouping import dated
from site_builder.site.organise import Site
from site_builder.site.publication_gate import is_overdue


class File(Struct, frozen=True):
    """A file to download: its name, href, kind (the suffix in capitals) and bytes."""

    name: str
    href: str
    kind: str
    size: int


class Missing(Struct, frozen=True):
    """A language without a translation of an item: its name, its home, its tag, what to say in that language."""

    name: str
    href: str
    lang: str
    words: str


class Happening(Struct, frozen=True):
    """An event as a page shows it: from, to, its title, place and communities, and its day in the date index."""

    date: When
    end: When | None
    title: str
    place: str
    lang: str
    communities: tuple[Named, ...]
    day_href: str
    item: Named | None = None


class Promise(Struct, frozen=True):
    """A commitment as a page shows it, with its item and the later item that settles it, if there is one.

    One that a later item settles is done; `overdue` is one that is not settled after its due day.
    """

    id: str
    text: str
    owner: str
    due: When | None
    status: str
    evidence: str
    lang: str
    anchor: str
    item: Named | None = None
    communities: tuple[Named, ...] = ()
    settled_by: Brief | None = None
    overdue: bool = False


class ItemInputs(Struct, frozen=True):
    """All that an item's page is made of besides the frame and the body."""

    item: Item
    href: str
    tag: str
    day_href: str
    column: Named
    communities: tuple[Named, ...]
    topics: tuple[Named, ...]
    people: tuple[Named, ...]
    answers: tuple[Answer, ...]
    files: tuple[File, ...]
    image: str
    lead: Answer | None
    events: tuple[Happening, ...]
    commitments: tuple[Promise, ...]
    settles: tuple[Brief, ...]
    previous: Brief | None
    next: Brief | None
    related: tuple[Brief, ...]
    alternates: tuple[Alternate, ...]
    untranslated: tuple[Missing, ...]
    withdrawn: bool


class PageInputs(Struct, frozen=True):
    """All that a plain page is made of besides the frame and the body."""

    item: Item
    href: str
    tag: str
    answers: tuple[Answer, ...]
    alternates: tuple[Alternate, ...]


def happening(room: Room, item: Item, number: int, *, with_item: bool = False) -> Happening:
    """Show one event of an item."""
    event = item.events[number]
    named = tuple(room.named("communities", c) for c in event.communities or item.communities)
    brief = room.mention(item) if with_item else None
    return Happening(
        date=event.date,
        end=event.end,
        title=event.title,
        place=event.place,
        lang=tag_of(room.site, event.lang),
        communities=named,
        day_href=day_href(room, event.date),
        item=Named(brief.title, brief.href, brief.lang) if brief else None,
    )


def promise(room: Room, item: Item, number: int, settled: Mapping[str, Item]) -> Promise:
    """Show one commitment of an item; `settled` has by id the items that settle commitments."""
    commitment = item.commitments[number]
    by = settled.get(commitment.id)
    return Promise(
        id=commitment.id,
        text=commitment.text,
        owner=commitment.owner,
        due=commitment.due,
        status="done" if by and commitment.status != "dropped" else commitment.status,
        evidence=commitment.evidence,
        lang=tag_of(room.site, commitment.lang),
        anchor=f"site:commitment-{number + 1}",
        settled_by=room.pointer(in_language(room, by)) if by else None,
        overdue=not by and is_overdue(commitment, room.site.at),
    )


def promises_rest_on(room: Room, item: Item, settled: Mapping[str, Item]) -> bytes:
    """Give what an item's commitments are shown by besides the item itself: which are settled or overdue."""
    found = []
    for each in item.commitments:
        by = settled.get(each.id)
        found.append(room.marks.shown[in_language(room, by).path] if by else is_overdue(each, room.site.at))
    return encoded(found)


def in_language(room: Room, item: Item) -> Item:
    """Give the version of an item that the lists of a language show."""
    versions = (v for v in room.site.versions[item.id] if v.lang == room.language.id)
    return next((v for v in versions if v.path not in room.site.withdrawn), item)


def settling(site: Site) -> dict[str, Item]:
    """Give, by commitment, the first public item that settles it, in the main language where there is a choice."""
    found: dict[str, Item] = {}
    for edition in site.editions:
        for item in sorted((i for i in edition.items if i.settles), key=lambda i: (dated(i).epoch, i.id)):
            for commitment in item.settles:
                found.setdefault(commitment, item)
    return found


def settles(room: Room, item: Item) -> tuple[Brief, ...]:
    """Give the items whose commitments an item settles."""
    wanted = set(item.settles)
    if not wanted:
        return ()
    return tuple(room.mention(i) for i in room.edition.items if any(c.id in wanted for c in i.commitments))
