"""The pages of items and plain pages: their inputs and their views; knows no list."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from site_builder import urls
from site_builder.language import translator
from site_builder.model import (
    Brief,
    Commitment,
    Correction,
    Disclosure,
    Heading,
    Item,
    Reference,
    Review,
    When,
    Withdrawal,
)
from site_builder.planning.frame import Alternate, Frame, Head, Named, Room, day_href, home, tag_of
from site_builder.planning.outputs import Page
from site_builder.reading.slots import Answer, fill
from site_builder.site.links import folder, resolve
from site_builder.site.organise import Site, communities_of, dated

MOST_RELATED = 5
# How many items of each community, topic or person are looked at, from the newest earlier one back.
RELATED_WINDOW = 40


class File(Struct, frozen=True):
    """A file to download: its name, href, kind (the suffix in capitals) and bytes."""

    name: str
    href: str
    kind: str
    size: int


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


class Missing(Struct, frozen=True):
    """A language without a translation of an item: its name, its home, its tag, what to say in that language."""

    name: str
    href: str
    lang: str
    words: str


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
    events: tuple[Happening, ...]
    commitments: tuple[Promise, ...]
    settles: tuple[Brief, ...]
    previous: Brief | None
    next: Brief | None
    related: tuple[Brief, ...]
    alternates: tuple[Alternate, ...]
    untranslated: tuple[Missing, ...]
    withdrawn: bool


class ItemView(Struct, frozen=True):
    """What `item.html` sees."""

    frame: Frame
    head: Head
    breadcrumbs: tuple[Named, ...]
    title: str
    lang: str
    date: When
    day_href: str
    updated: When | None
    written: When | None
    column: Named
    communities: tuple[Named, ...]
    topics: tuple[Named, ...]
    people: tuple[Named, ...]
    source: Reference | None
    summary: str
    author: str
    reviewers: tuple[Review, ...]
    body: str
    headings: tuple[Heading, ...]
    events: tuple[Happening, ...]
    commitments: tuple[Promise, ...]
    settles: tuple[Brief, ...]
    corrections: tuple[Correction, ...]
    withdrawn: Withdrawal | None
    disclosure: Disclosure | None
    files: tuple[File, ...]
    previous: Brief | None
    next: Brief | None
    related: tuple[Brief, ...]
    alternates: tuple[Alternate, ...]
    untranslated: tuple[Missing, ...]


class PageInputs(Struct, frozen=True):
    """All that a plain page is made of besides the frame and the body."""

    item: Item
    href: str
    tag: str
    answers: tuple[Answer, ...]
    alternates: tuple[Alternate, ...]


class PageView(Struct, frozen=True):
    """What `page.html` sees."""

    frame: Frame
    head: Head
    breadcrumbs: tuple[Named, ...]
    title: str
    lang: str
    updated: When | None
    body: str
    headings: tuple[Heading, ...]


def plan_items(rooms: Sequence[Room]) -> Iterator[Page]:
    """Plan the page of every public item and plain page, each in the room of its own language."""
    site = rooms[0].site
    by_language = {room.language.id: room for room in rooms}
    neighbours = {room.language.id: Neighbours(room) for room in rooms}
    settled = settling(site)
    for item in site.items:
        room = by_language.get(item.lang, rooms[0])
        path = urls.output_path(site.item_address(item))
        if item.column:
            around = neighbours[room.language.id]
            inputs: Struct = item_inputs(room, item, around, settled)
            view, template = "item", "item.html"
        else:
            href = urls.href(room.frame.base, site.item_address(item))
            inputs = PageInputs(item, href, tag_of(site, item.lang), answers(site, item), translations(room, item))
            view, template = "page", "page.html"
        bodies = () if item.path in site.withdrawn else (item.body,)
        yield Page(path, view, template, room.language.locale, (room.frame, inputs), bodies, f"content/{item.path}")


def item_inputs(room: Room, item: Item, around: "Neighbours", settled: dict[str, Item]) -> ItemInputs:
    """Gather what an item's page is made of."""
    site = room.site
    withdrawn = item.path in site.withdrawn
    previous, following = around.beside(item)
    return ItemInputs(
        item=item,
        href=urls.href(room.frame.base, site.item_address(item)),
        tag=tag_of(site, item.lang),
        day_href="" if withdrawn else day_href(room, dated(item)),
        column=room.column(item.column),
        communities=() if withdrawn else tuple(room.named("communities", c) for c in communities_of(item)),
        topics=() if withdrawn else tuple(room.named("topics", t) for t in item.topics),
        people=() if withdrawn else tuple(room.named("people", p) for p in item.people),
        answers=() if withdrawn else answers(site, item),
        files=() if withdrawn else files(room, item),
        image="" if withdrawn else image(site, item),
        events=() if withdrawn else tuple(happening(room, item, n) for n in range(len(item.events))),
        commitments=tuple(promise(room, n, c, settled.get(c.id)) for n, c in enumerate(item.commitments, 1)),
        settles=settles(room, item),
        previous=previous,
        next=following,
        related=tuple(room.mention(each) for each in around.related(item)),
        alternates=translations(room, item),
        untranslated=untranslated(room, item),
        withdrawn=withdrawn,
    )


def answers(site: Site, item: Item) -> tuple[Answer, ...]:
    """Answer the links of a body."""
    return tuple(resolve(site, item, link).answer for link in item.links)


def files(room: Room, item: Item) -> tuple[File, ...]:
    """List an item's attachments: those it names first; pictures that its body shows are left out."""
    shown = {resolve(room.site, item, link).answer.href for link in item.links if link.picture}
    found = []
    for each in room.site.attachments.get(folder(item), ()):
        href = urls.href(room.frame.base, room.site.addresses[each.path])
        name = each.path.removeprefix(each.owner + "/")
        if href not in shown:
            found.append(File(name, href, name.rpartition(".")[2].upper(), each.size))
    order = {name: n for n, name in enumerate(item.attachments)}
    return tuple(sorted(found, key=lambda f: (order.get(f.name, len(order)), f.name)))


def image(site: Site, item: Item) -> str:
    """Give the href of the picture that stands for an item: its `image`, else the first that its body shows."""
    from site_builder.model import Link

    links = [Link(item.image, picture=True)] if item.image else [link for link in item.links if link.picture]
    return next((found for link in links if (found := resolve(site, item, link).answer.href)), "")


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
    """Show one commitment; `number` counts those of its item from 1."""
    return Promise(
        id=commitment.id,
        text=commitment.text,
        owner=commitment.owner,
        due=commitment.due,
        status=commitment.status,
        evidence=commitment.evidence,
        lang=tag_of(room.site, commitment.lang),
        anchor=f"site:commitment-{number}",
        settled_by=room.mention(settled_by) if settled_by else None,
    )


def settling(site: Site) -> dict[str, Item]:
    """Give, by commitment, the first public item that settles it, in the main language where there is a choice."""
    found: dict[str, Item] = {}
    for edition in site.editions:
        for item in sorted(edition.items, key=lambda i: (dated(i).epoch, i.id)):
            for commitment in item.settles:
                found.setdefault(commitment, item)
    return found


def settles(room: Room, item: Item) -> tuple[Brief, ...]:
    """Give the items whose commitments an item settles."""
    wanted = set(item.settles)
    if not wanted:
        return ()
    return tuple(room.mention(i) for i in room.edition.items if any(c.id in wanted for c in i.commitments))


def translations(room: Room, item: Item) -> tuple[Alternate, ...]:
    """Give an item's translations, itself among them; none where it is the only one."""
    site = room.site
    found = []
    for language in site.config.languages:
        version = next((v for v in site.versions[item.id] if v.lang == language.id), None)
        if version:
            address = site.item_address(version)
            below = address.removeprefix(f"/{language.path}") if language.path else address
            found.append(room.alternate(language, below))
    return tuple(found) if len(found) > 1 else ()


def untranslated(room: Room, item: Item) -> tuple[Missing, ...]:
    """Give the languages that an item is missing in, each with its home."""
    have = {each.lang for each in room.site.versions[item.id]}
    tongues = zip(room.site.config.languages, room.frame.tongues, strict=True)
    return tuple(
        Missing(
            tongue.name,
            tongue.root,
            tongue.tag,
            translator(language.locale)("This item is not available in this language."),
        )
        for language, tongue in tongues
        if language.id not in have
    )


class Neighbours:
    """Where the items of an edition stand to one another: what comes before and after, what is related."""

    def __init__(self, room: Room) -> None:
        """Index an edition; related items are always published earlier, so that a new one changes no older page."""
        self.site = room.site
        self.room = room
        self.places = {
            i.path: (c, n) for c, items in room.edition.groups["columns"].items() for n, i in enumerate(items)
        }
        self.by_id = {i.id: i for i in room.edition.items}
        self.nearest = dict(nearest(room.edition.items))

    def beside(self, item: Item) -> tuple[Brief | None, Brief | None]:
        """Give the next older and the next newer item of the column."""
        if item.path not in self.places:
            return None, None
        column, place = self.places[item.path]
        items = self.room.edition.groups["columns"][column]
        older = items[place + 1] if place + 1 < len(items) else None
        newer = items[place - 1] if place else None
        return (self.room.mention(older) if older else None), (self.room.mention(newer) if newer else None)

    def related(self, item: Item) -> list[Item]:
        """Give the items that an item names, then the nearest earlier ones."""
        named = [i for name in item.related if (i := self.find(item, name)) and i.id != item.id]
        return unique([*named, *self.nearest.get(item.path, ())])

    def find(self, item: Item, name: str) -> Item | None:
        """Find an item by id, by its path below content/, or by its path from the item."""
        found = self.by_id.get(name)
        if found is None:
            other = find_item(self.site, item, name)
            found = self.by_id.get(other.id) if other else None
        return found


def unique(items: Sequence[Item]) -> list[Item]:
    """Give each item once."""
    return list({i.path: i for i in items}.values())


def find_item(site: Site, item: Item, name: str) -> Item | None:
    """Find the public item that a name in `related` means."""
    from site_builder.site.links import content_path

    if name in site.versions:
        return site.versions[name][0]
    for path in (content_path(item, name), name.strip("/")):
        for each in (path, f"{path}.md", f"{path}/index.md"):
            if each in site.by_path:
                return site.by_path[each]
    return None


def nearest(items: Sequence[Item]) -> Iterator[tuple[str, tuple[Item, ...]]]:
    """Give, by path, up to five items published earlier: by shared communities, topics and people, then nearness.

    Items of one moment are not earlier than one another.
    """
    earlier: dict[tuple[str, str], list[Item]] = defaultdict(list)
    waiting: list[tuple[list[tuple[str, str]], Item]] = []
    for item in reversed(items):
        if waiting and dated(waiting[0][1]).epoch != dated(item).epoch:
            for keys, each in waiting:
                for key in keys:
                    earlier[key].append(each)
            waiting = []
        keys = [("c", c) for c in item.communities] + [("t", t) for t in item.topics] + [("p", p) for p in item.people]
        scores: dict[str, int] = defaultdict(int)
        found: dict[str, Item] = {}
        for key in keys:
            for each in earlier[key][-RELATED_WINDOW:]:
                scores[each.path] += 1
                found[each.path] = each
        best = sorted(found.values(), key=lambda i: (-scores[i.path], -dated(i).epoch, i.id))
        yield item.path, tuple(best[:MOST_RELATED])
        waiting.append((keys, item))


def item_view(frame: Frame, inputs: ItemInputs, bodies: tuple[str, ...]) -> ItemView:
    """Make what `item.html` sees."""
    item = inputs.item
    breadcrumbs = (home(frame), inputs.column, Named(item.title, inputs.href))
    when = dated(item)
    return ItemView(
        frame=frame,
        head=item_head(frame, inputs, breadcrumbs),
        breadcrumbs=breadcrumbs,
        title=item.title,
        lang=inputs.tag,
        date=when,
        day_href=inputs.day_href,
        updated=item.updated,
        written=item.written,
        column=inputs.column,
        communities=inputs.communities,
        topics=inputs.topics,
        people=inputs.people,
        source=None if inputs.withdrawn else item.source,
        summary="" if inputs.withdrawn else item.summary,
        author=item.author,
        reviewers=item.reviewers,
        body=fill(bodies[0], inputs.answers) if bodies else "",
        headings=() if inputs.withdrawn else item.headings,
        events=inputs.events,
        commitments=() if inputs.withdrawn else inputs.commitments,
        settles=inputs.settles,
        corrections=item.corrections,
        withdrawn=item.withdrawn if inputs.withdrawn else None,
        disclosure=item.disclosure,
        files=inputs.files,
        previous=inputs.previous,
        next=inputs.next,
        related=inputs.related,
        alternates=inputs.alternates,
        untranslated=inputs.untranslated,
    )


def item_head(frame: Frame, inputs: ItemInputs, breadcrumbs: tuple[Named, ...]) -> Head:
    """Make the head of an item's page."""
    item = inputs.item
    return Head(
        title=item.title,
        description="" if inputs.withdrawn else item.summary,
        url=frame.origin + inputs.href,
        alternates=inputs.alternates,
        feed=inputs.column.href + "feed.xml",
        image=frame.origin + inputs.image if inputs.image else "",
        json_ld=json_ld(frame, inputs, breadcrumbs),
        kind="article",
        hidden=inputs.withdrawn,
    )


def json_ld(frame: Frame, inputs: ItemInputs, breadcrumbs: tuple[Named, ...]) -> str:
    """Describe an item in the words of schema.org: NewsArticle, its Events, its BreadcrumbList."""
    item, when = inputs.item, dated(inputs.item)
    publisher = {"@type": "GovernmentOrganization", "name": frame.title, "url": frame.site_url}
    article: dict[str, object] = {
        "@type": "NewsArticle",
        "headline": item.title,
        "url": frame.origin + inputs.href,
        "inLanguage": inputs.tag,
        "datePublished": when.machine,
        "publisher": publisher,
    }
    optional = {
        "dateModified": item.updated.machine if item.updated else "",
        "description": item.summary,
        "image": frame.origin + inputs.image if inputs.image else "",
        "author": {"@type": "Person", "name": item.author} if item.author else "",
        "sourceOrganization": {"@type": "Organization", "name": item.source.name} if item.source else "",
    }
    if inputs.withdrawn:
        return ""
    article |= {key: value for key, value in optional.items() if value}
    trail = [
        {"@type": "ListItem", "position": n, "name": crumb.name, "item": frame.origin + crumb.href}
        for n, crumb in enumerate(breadcrumbs, 1)
    ]
    events = [event_ld(event, publisher) for event in inputs.events]
    graph = [article, *events, {"@type": "BreadcrumbList", "itemListElement": trail}]
    return as_script({"@context": "https://schema.org", "@graph": graph})


def event_ld(event: Happening, organiser: dict[str, str]) -> dict[str, object]:
    """Describe an event in the words of schema.org."""
    described: dict[str, object] = {
        "@type": "Event",
        "name": event.title,
        "startDate": event.date.machine,
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "organizer": organiser,
    }
    if event.end:
        described["endDate"] = event.end.machine
    where = {"@type": "Place", "name": event.place, "address": event.place}
    return described | ({"location": where} if event.place else {})


def as_script(value: object) -> str:
    """Write JSON so that it can stand within a script element (HTML standard, section 4.12.1.3)."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def page_view(frame: Frame, inputs: PageInputs, bodies: tuple[str, ...]) -> PageView:
    """Make what `page.html` sees."""
    item = inputs.item
    return PageView(
        frame=frame,
        head=Head(item.title, item.summary, frame.origin + inputs.href, inputs.alternates),
        breadcrumbs=(home(frame), Named(item.title, inputs.href)),
        title=item.title,
        lang=inputs.tag,
        updated=item.updated,
        body=fill(bodies[0], inputs.answers) if bodies else "",
        headings=item.headings,
    )
