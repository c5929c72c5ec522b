"""The pages of items and plain pages: which there are, and what each is made of; shows none and knows no list."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial

from site_builder import urls
from site_builder.language import translator
from site_builder.markdown.link_placeholders import Answer
from site_builder.model import Item, Link
from site_builder.planning.edition import Alternate, Room, day_href, tag_of
from site_builder.planning.item_inputs import (
    File,
    ItemInputs,
    Missing,
    PageInputs,
    happening,
    promise,
    promises_rest_on,
    settles,
    settling,
)
from site_builder.planning.items.related import Neighbours
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import Kin, Plot, encoded, keyed
from site_builder.site.grouping import communities_of, dated
from site_builder.site.organise import Site
from site_builder.site.resolve_links import folder, resolve

# WeChat and QQ take no smaller picture for a page that is shared.
SHARED = 300


class Around:
    """How items stand to one another: neighbours by language, which settles a commitment, the paths of each part."""

    def __init__(self, rooms: Sequence[Room], known: dict[str, Kin], kin: dict[str, Kin]) -> None:
        """Find it out; `known` has what the last run found to be related, `kin` takes what this one finds."""
        self.neighbours = {room.language.id: Neighbours(room, known, kin) for room in rooms}
        self.settled = settling(rooms[0].site)
        self.parts: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for item in rooms[0].site.items:
            self.parts[part_of(item)].append(item.path)


def part_of(item: Item) -> tuple[str, str, str]:
    """Give what the items that are planned together have in common: language, column, month."""
    return item.lang, item.column, item.date.local[:7] if item.date else ""


def plan_items(
    rooms: Sequence[Room], around: Around, wanted: Collection[tuple[str, str, str]] | None = None
) -> Iterator[Plot]:
    """Plan the page of every public item and plain page, or of some parts; each in the room of its own language."""
    by_language, by_path = {room.language.id: room for room in rooms}, rooms[0].site.by_path
    for part in around.parts if wanted is None else wanted:
        room, items = by_language.get(part[0], rooms[0]), [by_path[path] for path in around.parts[part]]
        beside = around.neighbours[room.language.id]
        plotted = keyed(room.salt, b"".join(rests_on(room, items, beside, around.settled)))
        yield Plot("item/" + "/".join(part), plotted, partial(item_pages, room, items, beside, around.settled))


def rests_on(room: Room, items: Iterable[Item], around: Neighbours, settled: dict[str, Item]) -> Iterator[bytes]:
    """Give all that the pages of some items are made of, besides what every page may depend on."""
    site, whole, shown = room.site, room.marks.whole, room.marks.shown
    for item in items:
        yield whole[item.path]
        if item.column:
            yield b" ".join([shown[path] for path in around.paths(item)])
        if item.links or item.image:
            yield encoded((answers(site, item), image(site, item), lead(site, item)))
        if site.attachments and folder(item) in site.attachments:
            yield encoded(files(room, item))
        if len(site.versions[item.id]) > 1:
            yield room.marks.of_shown(site.versions[item.id])
        if item.commitments:
            yield promises_rest_on(room, item, settled)
        if item.settles:
            yield encoded(settles(room, item))


def item_pages(room: Room, items: Iterable[Item], around: Neighbours, settled: dict[str, Item]) -> Iterator[Page]:
    """Make the pages of some items."""
    site = room.site
    for item in items:
        path = urls.output_path(site.item_address(item))
        if item.column:
            inputs: ItemInputs | PageInputs = item_inputs(room, item, around, settled)
            view, template = "item", "item.html"
        else:
            href = urls.href(room.frame.base, site.item_address(item))
            inputs = PageInputs(item, href, tag_of(site, item.lang), answers(site, item), translations(room, item))
            view, template = "page", "page.html"
        bodies = () if item.path in site.withdrawn else (item.body,)
        yield Page(path, view, template, room.language.locale, (room.frame, inputs), bodies, f"content/{item.path}")


def item_inputs(room: Room, item: Item, around: Neighbours, settled: dict[str, Item]) -> ItemInputs:
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
        lead=None if withdrawn else lead(site, item),
        events=() if withdrawn else tuple(happening(room, item, n) for n in range(len(item.events))),
        commitments=tuple(promise(room, item, n, settled) for n in range(len(item.commitments))),
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
    shown |= {item.image and resolve(room.site, item, Link(item.image, picture=True)).answer.href}
    found = []
    for each in room.site.attachments.get(folder(item), ()):
        if not room.site.addresses[each.path]:
            continue
        href = urls.href(room.frame.base, room.site.addresses[each.path])
        name = each.path.removeprefix(each.owner + "/")
        if href not in shown:
            found.append(File(name, href, name.rpartition(".")[2].upper(), each.size))
    order = {name: n for n, name in enumerate(item.attachments)}
    return tuple(sorted(found, key=lambda f: (order.get(f.name, len(order)), f.name)))


def image(site: Site, item: Item) -> str:
    """Give the href of the picture that stands for an item elsewhere, in a form that every reader shows.

    It is its `image`, else the first in its body that is large enough for those who share it.
    """
    if item.image:
        return resolve(site, item, Link(item.image, picture=True)).answer.shown
    answers = (resolve(site, item, link).answer for link in item.links if link.picture)
    return next((each.shown for each in answers if min(each.width, each.height) >= SHARED), "")


def lead(site: Site, item: Item) -> Answer | None:
    """Give an item's `image`, which stands above its body; None where the body itself shows it."""
    if not item.image:
        return None
    found = resolve(site, item, Link(item.image, picture=True)).answer
    shown = (resolve(site, item, link).answer.href for link in item.links if link.picture)
    return found if found.href and found.href not in shown else None


def translations(room: Room, item: Item) -> tuple[Alternate, ...]:
    """Give an item's translations, itself among them; none where it is the only one."""
    site = room.site
    if len(site.versions[item.id]) == 1:
        return ()
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
