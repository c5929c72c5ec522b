"""The pages of items and plain pages: which there are, and what each is made of; shows none and knows no list."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial

from site_builder import urls
from site_builder.language import make_translator
from site_builder.markdown.link_placeholders import LinkTarget
from site_builder.model import Item, Link
from site_builder.planning.edition import Alternate, EditionContext, find_language_tag, make_day_href
from site_builder.planning.item_inputs import (
    DownloadFile,
    ItemInputs,
    MissingTranslation,
    PageInputs,
    encode_commitment_sources,
    find_settled_items,
    find_settling_items,
    make_commitment_brief,
    make_event_brief,
)
from site_builder.planning.items.related import Neighbours
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup, RelatedItems, encode_record, make_key
from site_builder.site.grouping import list_communities, require_date
from site_builder.site.organise import Site
from site_builder.site.resolve_links import find_item_folder, resolve_link

# WeChat and QQ take no smaller picture for a page that is shared.
MIN_SHARED_SIZE = 300


class ItemRelations:
    """How items stand to one another: neighbours by language, which settles a commitment, the paths of each part."""

    def __init__(
        self, contexts: Sequence[EditionContext], known: dict[str, RelatedItems], related: dict[str, RelatedItems]
    ) -> None:
        """Find it out; `known` has what the last run found to be related, `related` takes what this one finds."""
        self.neighbours = {context.language.id: Neighbours(context, known, related) for context in contexts}
        self.settling = find_settling_items(contexts[0].site)
        self.parts: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for item in contexts[0].site.items:
            self.parts[make_part_key(item)].append(item.path)


def make_part_key(item: Item) -> tuple[str, str, str]:
    """Give what the items that are planned together have in common: language, column, month."""
    return item.lang, item.column, item.date.local[:7] if item.date else ""


def plan_items(
    contexts: Sequence[EditionContext], relations: ItemRelations, wanted: Collection[tuple[str, str, str]] | None = None
) -> Iterator[PageGroup]:
    """Plan the page of every public item and plain page, or of some parts; each in the room of its own language."""
    by_language, by_path = {context.language.id: context for context in contexts}, contexts[0].site.by_path
    for part in relations.parts if wanted is None else wanted:
        context, items = by_language.get(part[0], contexts[0]), [by_path[path] for path in relations.parts[part]]
        neighbours = relations.neighbours[context.language.id]
        key = make_key(context.salt, b"".join(list_key_parts(context, items, neighbours, relations.settling)))
        yield PageGroup(
            "item/" + "/".join(part), key, partial(make_item_pages, context, items, neighbours, relations.settling)
        )


def list_key_parts(
    context: EditionContext, items: Iterable[Item], neighbours: Neighbours, settling: dict[str, Item]
) -> Iterator[bytes]:
    """Give all that the pages of some items are made of, besides what every page may depend on."""
    site, whole, shown = context.site, context.item_digests.items, context.item_digests.briefs
    for item in items:
        yield whole[item.path]
        if item.column:
            yield b" ".join([shown[path] for path in neighbours.list_paths(item)])
        if item.links or item.image:
            yield encode_record(
                (resolve_body_links(site, item), find_shared_image(site, item), find_lead_image(site, item))
            )
        if site.attachments and find_item_folder(item) in site.attachments:
            yield encode_record(list_attachments(context, item))
        if len(site.versions[item.id]) > 1:
            yield context.item_digests.join_briefs(site.versions[item.id])
        if item.commitments:
            yield encode_commitment_sources(context, item, settling)
        if item.settles:
            yield encode_record(find_settled_items(context, item))


def make_item_pages(
    context: EditionContext, items: Iterable[Item], neighbours: Neighbours, settling: dict[str, Item]
) -> Iterator[Page]:
    """Make the pages of some items."""
    site = context.site
    for item in items:
        path = urls.make_output_path(site.find_item_address(item))
        if item.column:
            inputs: ItemInputs | PageInputs = collect_item_inputs(context, item, neighbours, settling)
            view, template = "item", "item.html"
        else:
            href = urls.make_href(context.frame.base, site.find_item_address(item))
            inputs = PageInputs(
                item,
                href,
                find_language_tag(site, item.lang),
                resolve_body_links(site, item),
                list_translations(context, item),
            )
            view, template = "page", "page.html"
        bodies = () if item.path in site.withdrawn else (item.body,)
        yield Page(
            path, view, template, context.language.locale, (context.frame, inputs), bodies, f"content/{item.path}"
        )


def collect_item_inputs(
    context: EditionContext, item: Item, neighbours: Neighbours, settling: dict[str, Item]
) -> ItemInputs:
    """Gather what an item's page is made of."""
    site = context.site
    withdrawn = item.path in site.withdrawn
    previous, following = neighbours.make_adjacent_briefs(item)
    return ItemInputs(
        item=item,
        href=urls.make_href(context.frame.base, site.find_item_address(item)),
        tag=find_language_tag(site, item.lang),
        day_href="" if withdrawn else make_day_href(context, require_date(item)),
        column=context.link_column(item.column),
        communities=() if withdrawn else tuple(context.link_entry("communities", c) for c in list_communities(item)),
        topics=() if withdrawn else tuple(context.link_entry("topics", t) for t in item.topics),
        people=() if withdrawn else tuple(context.link_entry("people", p) for p in item.people),
        links=() if withdrawn else resolve_body_links(site, item),
        files=() if withdrawn else list_attachments(context, item),
        image="" if withdrawn else find_shared_image(site, item),
        lead=None if withdrawn else find_lead_image(site, item),
        events=() if withdrawn else tuple(make_event_brief(context, item, n) for n in range(len(item.events))),
        commitments=tuple(make_commitment_brief(context, item, n, settling) for n in range(len(item.commitments))),
        settles=find_settled_items(context, item),
        previous=previous,
        next=following,
        related=tuple(context.make_compact_brief(each) for each in neighbours.list_related(item)),
        alternates=list_translations(context, item),
        untranslated=list_missing_translations(context, item),
        withdrawn=withdrawn,
    )


def resolve_body_links(site: Site, item: Item) -> tuple[LinkTarget, ...]:
    """Answer the links of a body."""
    return tuple(resolve_link(site, item, link).answer for link in item.links)


def list_attachments(context: EditionContext, item: Item) -> tuple[DownloadFile, ...]:
    """List an item's attachments: those it names first; pictures that its body shows are left out."""
    shown = {resolve_link(context.site, item, link).answer.href for link in item.links if link.picture}
    shown |= {item.image and resolve_link(context.site, item, Link(item.image, picture=True)).answer.href}
    found = []
    for each in context.site.attachments.get(find_item_folder(item), ()):
        if not context.site.addresses[each.path]:
            continue
        href = urls.make_href(context.frame.base, context.site.addresses[each.path])
        name = each.path.removeprefix(each.owner + "/")
        if href not in shown:
            found.append(DownloadFile(name, href, name.rpartition(".")[2].upper(), each.size))
    order = {name: n for n, name in enumerate(item.attachments)}
    return tuple(sorted(found, key=lambda f: (order.get(f.name, len(order)), f.name)))


def find_shared_image(site: Site, item: Item) -> str:
    """Give the href of the picture that stands for an item elsewhere, in a form that every reader shows.

    It is its `find_shared_image`, else the first in its body that is large enough for those who share it.
    """
    if item.image:
        return resolve_link(site, item, Link(item.image, picture=True)).answer.fallback_href
    answers = (resolve_link(site, item, link).answer for link in item.links if link.picture)
    return next((each.fallback_href for each in answers if min(each.width, each.height) >= MIN_SHARED_SIZE), "")


def find_lead_image(site: Site, item: Item) -> LinkTarget | None:
    """Give an item's `find_shared_image`, which stands above its body; None where the body itself shows it."""
    if not item.image:
        return None
    found = resolve_link(site, item, Link(item.image, picture=True)).answer
    shown = (resolve_link(site, item, link).answer.href for link in item.links if link.picture)
    return found if found.href and found.href not in shown else None


def list_translations(context: EditionContext, item: Item) -> tuple[Alternate, ...]:
    """Give an item's translations, itself among them; none where it is the only one."""
    site = context.site
    if len(site.versions[item.id]) == 1:
        return ()
    found = []
    for language in site.config.languages:
        version = next((v for v in site.versions[item.id] if v.lang == language.id), None)
        if version:
            address = site.find_item_address(version)
            address_below = address.removeprefix(f"/{language.path}") if language.path else address
            found.append(context.make_alternate(language, address_below))
    return tuple(found) if len(found) > 1 else ()


def list_missing_translations(context: EditionContext, item: Item) -> tuple[MissingTranslation, ...]:
    """Give the languages that an item is missing in, each with its home."""
    have = {each.lang for each in context.site.versions[item.id]}
    language_links = zip(context.site.config.languages, context.frame.tongues, strict=True)
    return tuple(
        MissingTranslation(
            language_link.name,
            language_link.root,
            language_link.tag,
            make_translator(language.locale)("This item is not available in this language."),
        )
        for language, language_link in language_links
        if language.id not in have
    )
