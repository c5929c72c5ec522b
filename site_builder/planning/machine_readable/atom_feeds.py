"""Atom feeds beside home, columns, communities and topics (RFC 4287); every address in them is absolute."""

from collections.abc import Iterator, Sequence
from functools import partial
from html import escape

from msgspec import Struct

from site_builder import urls
from site_builder.language import format_when, make_translator
from site_builder.markdown.link_placeholders import LinkTarget, fill_placeholders
from site_builder.model import Correction, Item, Reference
from site_builder.planning.edition import EditionContext, find_language_tag
from site_builder.planning.items.pages import resolve_body_links
from site_builder.planning.lists.groups import NEWEST
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup, encode_record, make_key
from site_builder.site.grouping import require_date

# The `updated` of a feed without entries, which has to have one (RFC 4287, section 4.2.15).
EMPTY_FEED_UPDATED = "1970-01-01T00:00:00Z"


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
    links: tuple[LinkTarget, ...]
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


class SubscribableList(Struct, frozen=True):
    """A list that can be subscribed to: its address, its name ("" for home), the registry and id it is of."""

    address: str
    name: str
    kind: str
    key: str


def list_subscribable(context: EditionContext) -> Iterator[tuple[SubscribableList, tuple[Item, ...]]]:
    """Give the lists beside which a feed and a calendar stand (contract, section 3)."""
    edition = context.edition
    yield SubscribableList("/", "", "", ""), edition.items
    for column in context.site.columns:
        items = edition.groups["columns"][column.id]
        yield (
            SubscribableList(urls.make_address(column.slug), context.link_column(column.id).name, "columns", column.id),
            items,
        )
    for kind in ("communities", "topics"):
        for key, items in edition.groups[kind].items():
            yield SubscribableList(urls.make_address(kind, key), context.link_entry(kind, key).name, kind, key), items


def plan_feeds(context: EditionContext) -> Iterator[PageGroup]:
    """Plan every feed of an edition."""
    feed_items: dict[str, FeedItem] = {}
    for subscribable, items in list_subscribable(context):
        newest = items[:NEWEST]
        links = [resolve_body_links(context.site, item) for item in newest if item.links]
        key = make_key(context.salt, context.item_digests.join_items(newest), encode_record(links))
        name = f"{context.language.id}/feed/{subscribable.kind}/{subscribable.key}"
        yield PageGroup(name, key, partial(make_feed_page, context, subscribable, newest, feed_items))


def make_feed_page(
    context: EditionContext, subscribable: SubscribableList, newest: Sequence[Item], feed_items: dict[str, FeedItem]
) -> Iterator[Page]:
    """Make a feed; what was gathered of an item for another feed is taken from there."""
    frame = context.frame
    for item in newest:
        if item.path not in feed_items:
            feed_items[item.path] = make_feed_item(context, item)
    address = subscribable.address + "feed.xml"
    inputs = FeedInputs(
        title=f"{subscribable.name} · {frame.title}" if subscribable.name else frame.title,
        url=context.make_url(context.make_href(address)),
        page=context.make_url(context.make_href(subscribable.address)),
        lang=frame.tag,
        locale=frame.locale,
        origin=frame.origin,
        author=frame.title,
        items=tuple(feed_items[item.path] for item in newest),
    )
    bodies = tuple(item.body for item in newest)
    yield Page(context.make_output_path(address), "feed", "feed.xml", context.language.locale, (inputs,), bodies)


def make_feed_item(context: EditionContext, item: Item) -> FeedItem:
    """Gather what a feed says of an item."""
    when = require_date(item)
    touched = [when, *(each.date for each in item.corrections), *([item.updated] if item.updated else [])]
    updated = max(touched, key=lambda each: each.epoch)
    brief = context.make_brief(item)
    return FeedItem(
        title=item.title,
        url=context.make_url(brief.href),
        published=when.local,
        updated=updated.local,
        summary=item.summary,
        lang=find_language_tag(context.site, item.lang),
        author=item.author,
        source=item.source,
        communities=brief.communities,
        prefix=f"{item.column}-{when.year}-{item.slug}.",
        links=resolve_body_links(context.site, item),
        corrections=item.corrections,
    )


def make_feed_view(inputs: FeedInputs, bodies: Sequence[str]) -> FeedView:
    """Make what `feed.xml` sees."""
    return FeedView(
        title=inputs.title,
        url=inputs.url,
        page=inputs.page,
        lang=inputs.lang,
        author=inputs.author,
        updated=max((i.updated for i in inputs.items), default=EMPTY_FEED_UPDATED),
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
                content=format_corrections(i, inputs.locale)
                + fill_placeholders(body, i.links, i.prefix, inputs.origin),
            )
            for i, body in zip(inputs.items, bodies, strict=True)
        ),
    )


def format_corrections(item: FeedItem, locale: str) -> str:
    """Write what was put right in an item, as HTML that stands before its text."""
    say = make_translator(locale)
    notes = [
        f"<p><strong>{say('Corrected')} {format_when(each.date, locale)}</strong>: "
        f'<span lang="{item.lang}">{escape(each.note)}</span></p>\n'
        for each in item.corrections
    ]
    return "".join(notes)
