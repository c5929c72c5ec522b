"""Atom feeds beside home, columns, communities and topics (RFC 4287); every address in them is absolute."""

from collections.abc import Iterator, Sequence
from functools import partial
from html import escape

from msgspec import Struct

from site_builder import urls
from site_builder.language import translator, when_in_words
from site_builder.markdown.link_placeholders import Answer, fill
from site_builder.model import Correction, Item, Reference
from site_builder.planning.edition import Room, tag_of
from site_builder.planning.items.pages import answers
from site_builder.planning.lists.groups import NEWEST
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import Plot, encoded, keyed
from site_builder.site.grouping import dated

# The `updated` of a feed without entries, which has to have one (RFC 4287, section 4.2.15).
NEVER = "1970-01-01T00:00:00Z"


class FeedItem(Struct, frozen=True):
    """An item of a feed, its body by digest; times are ISO 8601 with offset."""

    title: str
    url: str
    published: str
    updated: str
    summary: str
    lang: str
    author: str
    source: Reference | None
    communities: tuple[str, ...]
    prefix: str
    answers: tuple[Answer, ...]
    corrections: tuple[Correction, ...]


class FeedInputs(Struct, frozen=True):
    """All that a feed is made of besides the bodies of its items; `locale` is Babel's name of its language."""

    title: str
    url: str
    page: str
    lang: str
    locale: str
    origin: str
    author: str
    items: tuple[FeedItem, ...]


class FeedEntry(Struct, frozen=True):
    """An entry of a feed with its content, which begins with what was put right in it."""

    title: str
    url: str
    published: str
    updated: str
    summary: str
    lang: str
    author: str
    source: Reference | None
    communities: tuple[str, ...]
    content: str


class FeedView(Struct, frozen=True):
    """What `feed.xml` sees."""

    title: str
    url: str
    page: str
    lang: str
    author: str
    updated: str
    entries: tuple[FeedEntry, ...]


class Subscribed(Struct, frozen=True):
    """A list that can be subscribed to: its address, its name ("" for home), the registry and id it is of."""

    address: str
    name: str
    kind: str
    key: str


def subscribed(room: Room) -> Iterator[tuple[Subscribed, tuple[Item, ...]]]:
    """Give the lists beside which a feed and a calendar stand (contract, section 3)."""
    edition = room.edition
    yield Subscribed("/", "", "", ""), edition.items
    for column in room.site.columns:
        items = edition.groups["columns"][column.id]
        yield Subscribed(urls.address(column.slug), room.column(column.id).name, "columns", column.id), items
    for kind in ("communities", "topics"):
        for key, items in edition.groups[kind].items():
            yield Subscribed(urls.address(kind, key), room.named(kind, key).name, kind, key), items


def plan_feeds(room: Room) -> Iterator[Plot]:
    """Plan every feed of an edition."""
    made: dict[str, FeedItem] = {}
    for place, items in subscribed(room):
        newest = items[:NEWEST]
        links = [answers(room.site, item) for item in newest if item.links]
        plotted = keyed(room.salt, room.marks.of_whole(newest), encoded(links))
        name = f"{room.language.id}/feed/{place.kind}/{place.key}"
        yield Plot(name, plotted, partial(feed_page, room, place, newest, made))


def feed_page(room: Room, place: Subscribed, newest: Sequence[Item], made: dict[str, FeedItem]) -> Iterator[Page]:
    """Make a feed; what was gathered of an item for another feed is taken from there."""
    frame = room.frame
    for item in newest:
        if item.path not in made:
            made[item.path] = feed_item(room, item)
    address = place.address + "feed.xml"
    inputs = FeedInputs(
        title=f"{place.name} · {frame.title}" if place.name else frame.title,
        url=room.url(room.href(address)),
        page=room.url(room.href(place.address)),
        lang=frame.tag,
        locale=frame.locale,
        origin=frame.origin,
        author=frame.title,
        items=tuple(made[item.path] for item in newest),
    )
    bodies = tuple(item.body for item in newest)
    yield Page(room.path(address), "feed", "feed.xml", room.language.locale, (inputs,), bodies)


def feed_item(room: Room, item: Item) -> FeedItem:
    """Gather what a feed says of an item."""
    when = dated(item)
    touched = [when, *(each.date for each in item.corrections), *([item.updated] if item.updated else [])]
    updated = max(touched, key=lambda each: each.epoch)
    brief = room.brief(item)
    return FeedItem(
        title=item.title,
        url=room.url(brief.href),
        published=when.local,
        updated=updated.local,
        summary=item.summary,
        lang=tag_of(room.site, item.lang),
        author=item.author,
        source=item.source,
        communities=brief.communities,
        prefix=f"{item.column}-{when.year}-{item.slug}.",
        answers=answers(room.site, item),
        corrections=item.corrections,
    )


def feed_view(inputs: FeedInputs, bodies: Sequence[str]) -> FeedView:
    """Make what `feed.xml` sees."""
    return FeedView(
        title=inputs.title,
        url=inputs.url,
        page=inputs.page,
        lang=inputs.lang,
        author=inputs.author,
        updated=max((i.updated for i in inputs.items), default=NEVER),
        entries=tuple(
            FeedEntry(
                title=i.title,
                url=i.url,
                published=i.published,
                updated=i.updated,
                summary=i.summary,
                lang=i.lang,
                author=i.author,
                source=i.source,
                communities=i.communities,
                content=put_right(i, inputs.locale) + fill(body, i.answers, i.prefix, inputs.origin),
            )
            for i, body in zip(inputs.items, bodies, strict=True)
        ),
    )


def put_right(item: FeedItem, locale: str) -> str:
    """Write what was put right in an item, as HTML that stands before its text."""
    say = translator(locale)
    notes = [
        f"<p><strong>{say('Corrected')} {when_in_words(each.date, locale)}</strong>: "
        f'<span lang="{item.lang}">{escape(each.note)}</span></p>\n'
        for each in item.corrections
    ]
    return "".join(notes)
