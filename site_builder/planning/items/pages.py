"""The pages of items and plain pages: which there are, and what each is made of; shows none and knows no list."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct

from site_builder import urls
from site_builder.language import make_translator
from site_builder.markdown.link_placeholders import LinkTarget
from site_builder.model import Brief, Item, Link, concerns_township
from site_builder.planning.edition import EditionContext
from site_builder.planning.frame import Alternate, NamedLink
from site_builder.planning.item_inputs import (
    DownloadFile,
    ItemInputs,
    MissingTranslation,
    PageInputs,
    find_overdue,
    find_settled_items,
    find_settling_items,
    find_settling_paths,
    make_commitment_briefs,
    make_event_brief,
)
from site_builder.planning.items.attachments import Attachments, select_attachments
from site_builder.planning.items.contact import find_column_contact, make_contact_brief
from site_builder.planning.items.related import Neighbours
from site_builder.planning.outputs import Page
from site_builder.planning.page_groups import PageGroup, RelatedItems
from site_builder.planning.page_sources import ShownByItem, Value, Whole
from site_builder.planning.sharing.share_pictures import has_drawn_picture
from site_builder.planning.shell import PublicItem, Shell
from site_builder.site.grouping import list_communities, require_date
from site_builder.site.organise import Site
from site_builder.site.own_pictures import find_own_picture
from site_builder.site.resolve_links import resolve_link


class ItemRelations:
    """How items stand to one another: neighbours by language, which settles a commitment, the paths of each part."""

    def __init__(
        self, contexts: Sequence[EditionContext], known: dict[str, RelatedItems], related: dict[str, RelatedItems]
    ) -> None:
        """Find it out; `known` has what the last run found to be related, `related` takes what this one finds."""
        self.neighbours = {context.edition.language.id: Neighbours(context, known, related) for context in contexts}
        self.settling = find_settling_items(contexts[0].site)
        self.parts: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for item in contexts[0].site.items:
            if item.column or not urls.find_introduced_column(item.path):
                self.parts[make_part_key(item)].append(item.path)


def make_part_key(item: Item) -> tuple[str, str, str]:
    """Give what the items that are planned together have in common: language, column, month."""
    return item.lang, item.column, item.date.local[:7] if item.date else ""


class LinkedFiles(Struct, frozen=True):
    """Where the links of an item lead, the picture that stands for it elsewhere, that above its body.

    `drawn` tells that a picture is made for it.
    """

    links: tuple[LinkTarget, ...] = ()
    image: LinkTarget | None = None
    lead: LinkTarget | None = None
    drawn: bool = False


def plan_items(
    contexts: Sequence[EditionContext],
    relations: ItemRelations,
    attachments: Attachments,
    wanted: Collection[tuple[str, str, str]] | None = None,
) -> Iterator[PageGroup]:
    """Plan the page of every public item and plain page, or of some parts; each in its own language."""
    by_language, site = {context.edition.language.id: context for context in contexts}, contexts[0].site
    for part in relations.parts if wanted is None else wanted:
        context, items = by_language.get(part[0], contexts[0]), [site.by_path[path] for path in relations.parts[part]]
        neighbours = relations.neighbours[context.edition.language.id]
        listed = items if part[1] else []
        promising = [item for item in items if item.commitments]
        drawn = {item.path for item in items if has_drawn_picture(site, item)}
        linking = [item for item in items if item.links or item.image or item.path in drawn]
        translated = [item for item in items if len(site.versions[item.id]) > 1]
        sources = (
            Whole(context, items),
            ShownByItem(context, {i.path: neighbours.list_adjacent_paths(i) for i in listed}, "title"),
            ShownByItem(context, {i.path: neighbours.list_related_paths(i) for i in listed}, "related"),
            Value({item.path: resolve_links(site, item, drawn=item.path in drawn) for item in linking}),
            Value(select_attachments(attachments, items)),
            Value({item.path: list_version_addresses(site, item) for item in translated}),
            ShownByItem(context, find_settling_paths(context, promising, relations.settling), "title"),
            Value(find_overdue(promising, relations.settling, site.at)),
            ShownByItem(context, {i.path: find_settled_items(context, i) for i in items if i.settles}, "related"),
        )
        yield PageGroup("item", context.shell, part, sources, make_item_pages)


def make_item_pages(  # noqa: PLR0913, PLR0917 - its sources
    shell: Shell,
    lang: str,
    column: str,
    month: str,
    items: tuple[PublicItem, ...],
    adjacent: Mapping[str, tuple[Brief | None, Brief | None]],
    related: Mapping[str, tuple[Brief, ...]],
    linked: Mapping[str, LinkedFiles],
    files: Mapping[str, tuple[DownloadFile, ...]],
    versions: Mapping[str, tuple[tuple[str, str], ...]],
    settling: Mapping[str, tuple[Brief | None, ...]],
    overdue: Mapping[str, tuple[bool, ...]],
    settled: Mapping[str, tuple[Brief, ...]],
) -> Iterator[Page]:
    """Make the pages of the items, or plain pages, of a language, a column and a month; all but items by path.

    `versions` has language and address of each of several translations; `settling` has the items that settle a
    commitment of an item, `settled` those of which it settles one.
    """
    del lang, month
    asked = find_column_contact(shell, column) if column else None
    for placed in items:
        item = placed.item
        href, tag = shell.make_item_href(placed.address), shell.find_tag(item.lang)
        there, translations = linked.get(item.path) or LinkedFiles(), versions.get(item.path, ())
        if column:
            withdrawn = item.withdrawn is not None
            previous, following = adjacent[item.path]
            commitments = make_commitment_briefs(
                shell, item.commitments, settling.get(item.path, ()), overdue.get(item.path, ())
            )
            inputs: ItemInputs | PageInputs = ItemInputs(
                item=item,
                href=href,
                tag=tag,
                day_href="" if withdrawn else shell.make_day_href(require_date(item)),
                column=shell.link_column(item.column),
                communities=() if withdrawn else link_entries(shell, "communities", list_communities(item)),
                everywhere=concerns_township(item) and not withdrawn,
                topics=() if withdrawn else link_entries(shell, "topics", item.topics),
                people=() if withdrawn else link_entries(shell, "people", item.people),
                fields=() if withdrawn else shell.list_fields(item.custom, "item"),
                links=() if withdrawn else there.links,
                files=() if withdrawn else files.get(item.path, ()),
                image=None if withdrawn else there.image,
                drawn=there.drawn,
                lead=None if withdrawn else there.lead,
                events=()
                if withdrawn
                else tuple(make_event_brief(shell, placed, number) for number in range(len(item.events))),
                commitments=tuple(commitments),
                settles=settled.get(item.path, ()),
                contact=make_contact_brief(shell, item.contact) if item.contact and not withdrawn else asked,
                previous=previous,
                next=following,
                related=related[item.path],
                alternates=list_translations(shell, translations),
                untranslated=list_missing_translations(shell, [lang for lang, _ in translations] or [item.lang]),
                withdrawn=withdrawn,
            )
            view, template = "item", "item.html"
        else:
            shown = () if item.withdrawn else files.get(item.path, ())
            inputs = PageInputs(href, list_translations(shell, translations), item, tag, there.links, shown)
            view, template = "page", "page.html"
        if item.template and not item.withdrawn:
            template = item.template
        bodies = () if item.withdrawn else (item.body,)
        path, origin = urls.make_output_path(placed.address), f"content/{item.path}"
        yield Page(path, view, template, shell.language.locale, (shell.frame, inputs), bodies, origin)


def link_entries(shell: Shell, kind: str, keys: Sequence[str]) -> tuple[NamedLink, ...]:
    """Give the names and lists of a registry's entries."""
    return tuple([shell.link_entry(kind, each) for each in keys])


def resolve_links(site: Site, item: Item, *, drawn: bool) -> LinkedFiles:
    """Find where all links of an item lead."""
    links = resolve_body_links(site, item)
    return LinkedFiles(links, find_own_picture(site, item), find_lead_image(site, item), drawn)


def resolve_body_links(site: Site, item: Item) -> tuple[LinkTarget, ...]:
    """Answer the links of a body."""
    return tuple(resolve_link(site, item, link).answer for link in item.links)


def find_lead_image(site: Site, item: Item) -> LinkTarget | None:
    """Give an item's `image`, which stands above its body; None where the body itself shows it."""
    if not item.image:
        return None
    found = resolve_link(site, item, Link(item.image, picture=True)).answer
    shown = (resolve_link(site, item, link).answer.href for link in item.links if link.picture)
    return found if found.href and found.href not in shown else None


def list_version_addresses(site: Site, item: Item) -> tuple[tuple[str, str], ...]:
    """Give the language and the address of each translation of an item, itself among them."""
    return tuple([(each.lang, site.addresses[each.path]) for each in site.versions[item.id]])


def list_translations(shell: Shell, versions: Sequence[tuple[str, str]]) -> tuple[Alternate, ...]:
    """Give an item's translations, itself among them; none where it is the only one."""
    addresses: dict[str, str] = {}
    for lang, address in versions:
        addresses.setdefault(lang, address)
    found = []
    for language in shell.languages:
        if language.id in addresses:
            address = addresses[language.id]
            below = address.removeprefix(f"/{language.path}") if language.path else address
            found.append(shell.make_alternate(language, below))
    return tuple(found) if len(found) > 1 else ()


def list_missing_translations(shell: Shell, have: Collection[str]) -> tuple[MissingTranslation, ...]:
    """Give the languages that an item is missing in, each with its home."""
    return tuple(
        MissingTranslation(
            each.name,
            each.root,
            each.tag,
            make_translator(language.locale)("This item is not available in this language."),
        )
        for language, each in zip(shell.languages, shell.frame.tongues, strict=True)
        if language.id not in have
    )
