"""Events and commitments as pages show them, and all that an item's page is made of; knows no template."""

from collections.abc import Mapping

from msgspec import Struct

from site_builder.markdown.link_placeholders import LinkTarget
from site_builder.model import Brief, Item, When
from site_builder.planning.edition import Alternate, EditionContext, NamedLink, find_language_tag, make_day_href
from site_builder.planning.page_groups import encode_record
from site_builder.site.grouping import require_date
from site_builder.site.organise import Site
from site_builder.site.publication_gate import is_overdue


class DownloadFile(Struct, frozen=True):
    """A file to download: its name, href, kind (the suffix in capitals) and bytes."""

    name: str
    href: str
    kind: str
    size: int


class MissingTranslation(Struct, frozen=True):
    """A language without a translation of an item: its name, its home, its tag, what to say in that language."""

    name: str
    href: str
    lang: str
    words: str


class EventBrief(Struct, frozen=True):
    """An event as a page shows it: from, to, its title, place and communities, and its day in the date index."""

    date: When
    end: When | None
    title: str
    place: str
    lang: str
    communities: tuple[NamedLink, ...]
    day_href: str
    item: NamedLink | None = None


class CommitmentBrief(Struct, frozen=True):
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
    item: NamedLink | None = None
    communities: tuple[NamedLink, ...] = ()
    settled_by: Brief | None = None
    overdue: bool = False


class ItemInputs(Struct, frozen=True):
    """All that an item's page is made of besides the frame and the body."""

    item: Item
    href: str
    tag: str
    day_href: str
    column: NamedLink
    communities: tuple[NamedLink, ...]
    topics: tuple[NamedLink, ...]
    people: tuple[NamedLink, ...]
    links: tuple[LinkTarget, ...]
    files: tuple[DownloadFile, ...]
    image: str
    lead: LinkTarget | None
    events: tuple[EventBrief, ...]
    commitments: tuple[CommitmentBrief, ...]
    settles: tuple[Brief, ...]
    previous: Brief | None
    next: Brief | None
    related: tuple[Brief, ...]
    alternates: tuple[Alternate, ...]
    untranslated: tuple[MissingTranslation, ...]
    withdrawn: bool


class PageInputs(Struct, frozen=True):
    """All that a plain page is made of besides the frame and the body."""

    item: Item
    href: str
    tag: str
    links: tuple[LinkTarget, ...]
    alternates: tuple[Alternate, ...]


def make_event_brief(context: EditionContext, item: Item, number: int, *, with_item: bool = False) -> EventBrief:
    """Show one event of an item."""
    event = item.events[number]
    named = tuple(context.link_entry("communities", c) for c in event.communities or item.communities)
    brief = context.make_compact_brief(item) if with_item else None
    return EventBrief(
        date=event.date,
        end=event.end,
        title=event.title,
        place=event.place,
        lang=find_language_tag(context.site, event.lang),
        communities=named,
        day_href=make_day_href(context, event.date),
        item=NamedLink(brief.title, brief.href, brief.lang) if brief else None,
    )


def make_commitment_brief(
    context: EditionContext, item: Item, number: int, settling: Mapping[str, Item]
) -> CommitmentBrief:
    """Show one commitment of an item; `settling` has by id the items that settle commitments."""
    commitment = item.commitments[number]
    by = settling.get(commitment.id)
    return CommitmentBrief(
        id=commitment.id,
        text=commitment.text,
        owner=commitment.owner,
        due=commitment.due,
        status="done" if by and commitment.status != "dropped" else commitment.status,
        evidence=commitment.evidence,
        lang=find_language_tag(context.site, commitment.lang),
        anchor=f"site:commitment-{number + 1}",
        settled_by=context.make_title_brief(select_version(context, by)) if by else None,
        overdue=not by and is_overdue(commitment, context.site.at),
    )


def encode_commitment_sources(context: EditionContext, item: Item, settling: Mapping[str, Item]) -> bytes:
    """Give what an item's commitments are shown by besides the item itself: which are settled or overdue."""
    found = []
    for each in item.commitments:
        by = settling.get(each.id)
        found.append(
            context.item_digests.briefs[select_version(context, by).path] if by else is_overdue(each, context.site.at)
        )
    return encode_record(found)


def select_version(context: EditionContext, item: Item) -> Item:
    """Give the version of an item that the lists of a language show."""
    versions = (v for v in context.site.versions[item.id] if v.lang == context.language.id)
    return next((v for v in versions if v.path not in context.site.withdrawn), item)


def find_settling_items(site: Site) -> dict[str, Item]:
    """Give, by commitment, the first public item that settles it, in the main language where there is a choice."""
    found: dict[str, Item] = {}
    for edition in site.editions:
        for item in sorted((i for i in edition.items if i.settles), key=lambda i: (require_date(i).epoch, i.id)):
            for commitment in item.settles:
                found.setdefault(commitment, item)
    return found


def find_settled_items(context: EditionContext, item: Item) -> tuple[Brief, ...]:
    """Give the items whose commitments an item settles."""
    wanted = set(item.settles)
    if not wanted:
        return ()
    return tuple(
        context.make_compact_brief(i) for i in context.edition.items if any(c.id in wanted for c in i.commitments)
    )
