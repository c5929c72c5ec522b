"""Events and commitments as pages show them, and all that an item's page is made of; knows no template."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b

from msgspec import Struct

from site_builder import urls
from site_builder.markdown.link_placeholders import LinkTarget
from site_builder.model import Brief, Commitment, Event, FieldBrief, Item, When, find_last_day
from site_builder.planning.edition import EditionContext
from site_builder.planning.extend_inputs import extend_inputs
from site_builder.planning.frame import LinkedInputs, NamedLink
from site_builder.planning.shell import PublicItem, Shell, link_brief
from site_builder.site.grouping import require_date
from site_builder.site.organise import Site
from site_builder.site.publication_gate import is_overdue


class DownloadFile(Struct, frozen=True):
    """A file to download: its name, href, kind (the suffix in capitals), bytes, title, and pages (0: not known)."""

    name: str
    href: str
    kind: str
    size: int
    title: str
    pages: int = 0


class MissingTranslation(Struct, frozen=True):
    """A language without a translation of an item: its name, its home, its tag, what to say in that language."""

    name: str
    href: str
    lang: str
    words: str


class EventBrief(Struct, frozen=True):
    """An event as a page shows it: from, to, its title, place and communities, and its day in the date index.

    `everywhere` is true where its communities are all of the township; `one_day`
    of one that is over on the day on which it begins; it may end at the 00:00 after it. `over` is the first moment
    after it; `calendar` leads to a calendar of it alone.
    """

    date: When
    end: When | None
    over: When
    one_day: bool
    title: str
    place: str
    lang: str
    communities: tuple[NamedLink, ...]
    everywhere: bool
    day_href: str
    calendar: str
    item: NamedLink | None = None


class CommitmentBrief(Struct, frozen=True):
    """A commitment as a page shows it, with its item and the later item that settles it, if there is one.

    One that a later item settles is done; `overdue` is one that is not settled after its due day. `anchor` is made of
    its id, so that links to it hold when others come before it. `everywhere` is true where its communities are all.
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
    everywhere: bool = False
    settled_by: Brief | None = None
    overdue: bool = False


class ContactBrief(Struct, frozen=True):
    """Whom to ask, as a page shows it: telephone numbers with what they dial, the place with its map."""

    name: str
    telephones: tuple[NamedLink, ...]
    email: str
    hours: str
    place: str
    map: str
    lang: str


class ItemInputs(LinkedInputs, frozen=True):
    """All that an item's page is made of besides the frame and the body."""

    item: Item
    tag: str
    day_href: str
    column: NamedLink
    communities: tuple[NamedLink, ...]
    everywhere: bool
    topics: tuple[NamedLink, ...]
    people: tuple[NamedLink, ...]
    fields: tuple[FieldBrief, ...]
    links: tuple[LinkTarget, ...]
    files: tuple[DownloadFile, ...]
    image: LinkTarget | None
    drawn: bool
    lead: LinkTarget | None
    events: tuple[EventBrief, ...]
    commitments: tuple[CommitmentBrief, ...]
    settles: tuple[Brief, ...]
    contact: ContactBrief | None
    previous: Brief | None
    next: Brief | None
    related: tuple[Brief, ...]
    untranslated: tuple[MissingTranslation, ...]
    withdrawn: bool

    @property
    def image_href(self) -> str:
        """The href of the picture that stands for it elsewhere, in a form that every reader shows; "" for none."""
        return self.image.fallback_href if self.image else ""


class PageInputs(LinkedInputs, frozen=True):
    """All that a plain page is made of besides the frame and the body."""

    item: Item
    tag: str
    links: tuple[LinkTarget, ...]
    files: tuple[DownloadFile, ...] = ()


def make_event_brief(shell: Shell, placed: PublicItem, number: int, *, with_item: bool = False) -> EventBrief:
    """Show one event of an item."""
    item = placed.item
    event = item.events[number]
    return extend_inputs(
        EventBrief,
        event,
        one_day=find_last_day(event) == event.date.day,
        lang=shell.find_tag(event.lang),
        communities=tuple(shell.link_entry("communities", c) for c in event.communities or item.communities),
        everywhere=event.everywhere if event.communities else item.everywhere,
        day_href=shell.make_day_href(event.date),
        calendar=shell.make_item_href(urls.make_event_address(placed.address, list_event_keys(item.events)[number])),
        item=link_brief(shell.make_item_brief(placed)) if with_item else None,
    )


def list_event_keys(events: Sequence[Event]) -> list[str]:
    """Give what each event is known by within its item: its beginning, so that others may come before or after it.

    Of several that begin at once the last is known by that alone, and the others by their titles too.
    """
    keys = [make_start_key(each) for each in events]
    last = {key: number for number, key in enumerate(keys)}
    for number, event in enumerate(events):
        if last[keys[number]] != number:
            keys[number] += f"-{blake2b(f'{event.date.local} {event.title}'.encode(), digest_size=4).hexdigest()}"
    return keys


def make_start_key(event: Event) -> str:
    """Give the beginning of an event on the site's clock: 20240131, 20240131T0930."""
    return event.date.local[: 16 if event.date.timed else 10].replace("-", "").replace(":", "")


def make_commitment_briefs(
    shell: Shell, commitments: Iterable[Commitment], settling: Sequence[Brief | None], overdue: Sequence[bool]
) -> Iterator[CommitmentBrief]:
    """Show the commitments of an item, each with the item that settles it, and whether it is overdue."""
    taken: set[str] = set()
    for number, (commitment, by, late) in enumerate(zip(commitments, settling, overdue, strict=True), 1):
        key = urls.slugify(commitment.id)
        key = f"{key}--{number}" if not key or key in taken else key  # which no slug is
        taken.add(key)
        yield extend_inputs(
            CommitmentBrief,
            commitment,
            status="done" if by and commitment.status != "dropped" else commitment.status,
            lang=shell.find_tag(commitment.lang),
            anchor=f"site:commitment-{key}",
            settled_by=by,
            overdue=late,
        )


def find_settling_paths(
    context: EditionContext, items: Iterable[Item], settling: Mapping[str, Item]
) -> dict[str, list[str]]:
    """Give, by the paths of items, the paths of those that settle each of their commitments, "" for none.

    `settling` has by id the items that settle commitments.
    """
    return {
        item.path: [
            select_version(context, settling[each.id]).path if each.id in settling else "" for each in item.commitments
        ]
        for item in items
    }


def find_overdue(items: Iterable[Item], settling: Mapping[str, Item], at: When) -> dict[str, tuple[bool, ...]]:
    """Give, by the paths of items, which of their commitments are overdue."""
    return {
        item.path: tuple([each.id not in settling and is_overdue(each, at) for each in item.commitments])
        for item in items
    }


def select_version(context: EditionContext, item: Item) -> Item:
    """Give the version of an item that the lists of a language show."""
    versions = (v for v in context.site.versions[item.id] if v.lang == context.edition.language.id)
    return next((v for v in versions if v.path not in context.site.withdrawn), item)


def find_settling_items(site: Site) -> dict[str, Item]:
    """Give, by commitment, the first public item that settles it, in the main language where there is a choice."""
    found: dict[str, Item] = {}
    for edition in site.editions:
        for item in sorted((i for i in edition.items if i.settles), key=lambda i: (require_date(i).epoch, i.id)):
            for commitment in item.settles:
                found.setdefault(commitment, item)
    return found


def find_settled_items(context: EditionContext, item: Item) -> list[str]:
    """Give the paths of the items whose commitments an item settles."""
    wanted = set(item.settles)
    return [i.path for i in context.edition.items if any(c.id in wanted for c in i.commitments)]
