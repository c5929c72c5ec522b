"""Events and commitments as pages show them, and all that an item's page is made of; knows no template."""

from msgspec import Struct

from site_builder.model import Brief, Commitment, Item, When
from site_builder.planning.frame import Alternate, Named, Room, day_href, tag_of
from site_builder.reading.slots import Answer
from site_builder.site.groups import dated
from site_builder.site.organise import Site


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
    """A commitment as a page shows it, with its item and the later item that settles it, if there is one."""

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


def promise(room: Room, number: int, commitment: Commitment, settled_by: Item | None) -> Promise:
    """Show one commitment; `number` counts those of its item from 1. One that a later item settles is done."""
    return Promise(
        id=commitment.id,
        text=commitment.text,
        owner=commitment.owner,
        due=commitment.due,
        status="done" if settled_by and commitment.status != "dropped" else commitment.status,
        evidence=commitment.evidence,
        lang=tag_of(room.site, commitment.lang),
        anchor=f"site:commitment-{number}",
        settled_by=room.pointer(settled_by) if settled_by else None,
    )


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
