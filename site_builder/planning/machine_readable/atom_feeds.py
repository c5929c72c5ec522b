"""Atom feeds beside home, columns, communities and topics (RFC 4287); every address in them is absolute."""

from collections.abc import Iterator, Sequence
from html import escape

from msgspec import Struct

from site_builder import urls
from site_builder.language import format_when, make_translator
from site_builder.markdown.link_placeholders import LinkTarget, fill_placeholders
from site_builder.model import Correction, FieldBrief, Item, Reference
from site_builder.planning.edition import EditionContext
from site_builder.planning.extend_inputs import extend_inputs
from site_builder.planning.items.pages import resolve_body_links
from site_builder.planning.lists.groups import NEWEST
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup
from site_builder.planning.page_sources import Value, Whole
from site_builder.planning.shell import PublicItem, Shell

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
    fields: tuple[FieldBrief, ...]


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
    """An entry of a feed with its content: what was put right in it, its text, fields of the site's own."""

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


def list_subscribable(context: EditionContext) -> Iterator[tuple[str, str, tuple[Item, ...]]]:
    """Give the lists beside which a feed and a calendar stand: "" or the registry, the id, the items.

    See contract, section 3.
    """
    edition = context.edition
    yield "", "", edition.items
    for column in context.site.columns:
        yield "columns", column.id, edition.groups["columns"][column.id]
    for kind in ("communities", "topics"):
        for key, items in edition.groups[kind].items():
            yield kind, key, items


def make_subscribable_address(shell: Shell, kind: str, key: str) -> str:
    """Give the address of a list beside which a feed and a calendar stand."""
    return shell.make_list_address(kind, key) if kind else "/"


def make_subscribable_title(shell: Shell, kind: str, key: str) -> str:
    """Give the title of a list's feed and calendar."""
    return f"{shell.link_list(kind, key).name} · {shell.frame.title}" if kind else shell.frame.title


def plan_feeds(context: EditionContext) -> Iterator[PageGroup]:
    """Plan every feed of an edition."""
    for kind, key, items in list_subscribable(context):
        newest = items[:NEWEST]
        links = tuple([resolve_body_links(context.site, item) for item in newest])
        yield PageGroup("feed", context.shell, (kind, key), (Whole(context, newest), Value(links)), make_feed_page)


def make_feed_page(
    shell: Shell, kind: str, key: str, newest: tuple[PublicItem, ...], links: tuple[tuple[LinkTarget, ...], ...]
) -> Iterator[Page]:
    """Make a feed."""
    frame, address = shell.frame, make_subscribable_address(shell, kind, key)
    inputs = FeedInputs(
        title=make_subscribable_title(shell, kind, key),
        url=shell.make_url(shell.make_href(address + urls.FEED)),
        page=shell.make_url(shell.make_href(address)),
        lang=frame.tag,
        locale=frame.words,
        origin=frame.origin,
        author=frame.title,
        items=tuple(make_feed_item(shell, *each) for each in zip(newest, links, strict=True)),
    )
    bodies = tuple(placed.item.body for placed in newest)
    path = shell.make_output_path(address + urls.FEED)
    yield Page(path, "feed", "feed.xml", shell.language.locale, (inputs,), bodies)


def make_feed_item(shell: Shell, placed: PublicItem, links: tuple[LinkTarget, ...]) -> FeedItem:
    """Gather what a feed says of an item."""
    item, brief = placed.item, shell.make_item_brief(placed)
    touched = [brief.date, *(each.date for each in item.corrections), *([item.updated] if item.updated else [])]
    updated = max(touched, key=lambda each: each.epoch)
    return extend_inputs(
        FeedItem,
        brief,
        item,
        url=shell.make_url(brief.href),
        published=brief.date.local,
        updated=updated.local,
        prefix=f"{item.column}-{brief.date.year}-{item.slug}.",
        links=links,
        fields=shell.list_fields(item.custom, "feed"),
    )


def make_feed_view(inputs: FeedInputs, bodies: Sequence[str]) -> FeedView:
    """Make what `feed.xml` sees."""
    return extend_inputs(
        FeedView,
        inputs,
        updated=max((i.updated for i in inputs.items), default=EMPTY_FEED_UPDATED),
        entries=tuple(
            extend_inputs(
                FeedEntry,
                i,
                content=format_corrections(i, inputs.locale)
                + fill_placeholders(body, i.links, i.prefix, inputs.origin)
                + format_fields(i.fields, inputs.lang, inputs.locale),
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


def format_fields(fields: Sequence[FieldBrief], tag: str, locale: str) -> str:
    """Write the fields of the site's own that an item has, as HTML that stands behind its text."""
    rows = []
    for each in fields:
        words = escape(format_when(each.when, locale) if each.when else each.text)
        words = f'<span lang="{each.lang}">{words}</span>' if each.lang else words
        words = f'<a href="{escape(each.href)}">{words}</a>' if each.href else words
        rows.append(f"<dt>{escape(each.label)}</dt><dd>{words}</dd>\n")
    return f'\n<dl lang="{tag}">\n{"".join(rows)}</dl>\n' if rows else ""
