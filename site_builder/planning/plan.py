"""Site -> Outputs: every page and every copy of one site; makes none of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.content.parse_result import ParsedFile
from site_builder.images.icons import ICON_FORMS
from site_builder.images.variants import plan_variants
from site_builder.model import Item
from site_builder.planning.edition import ROOT_FILES, EditionContext, ItemDigests, make_theme_address
from site_builder.planning.items.attachments import list_all_attachments
from site_builder.planning.items.pages import ItemRelations, make_part_key, plan_items
from site_builder.planning.items.print_edition import plan_print_edition
from site_builder.planning.lists.accessibility_statement import plan_statement
from site_builder.planning.lists.by_date import plan_dates
from site_builder.planning.lists.changes import plan_changes
from site_builder.planning.lists.commitments import plan_commitments
from site_builder.planning.lists.events import plan_events
from site_builder.planning.lists.follow_page import plan_follow_page
from site_builder.planning.lists.groups import plan_lists
from site_builder.planning.lists.home import plan_home
from site_builder.planning.lists.search import plan_search, select_theme_files
from site_builder.planning.lists.site_map_page import plan_site_map
from site_builder.planning.look.site_look import plan_look_files
from site_builder.planning.machine_readable.atom_feeds import plan_feeds
from site_builder.planning.machine_readable.host_files import plan_host_files
from site_builder.planning.machine_readable.icalendar import plan_calendars, plan_event_files
from site_builder.planning.machine_readable.redirects import plan_redirects
from site_builder.planning.machine_readable.sitemap_xml import ROBOTS, has_robots, plan_sitemap
from site_builder.planning.outputs import Asset, ThemeFile
from site_builder.planning.page_groups import Outputs, PlanMemo, PlannedPage, RelatedItems, resolve_groups
from site_builder.planning.sharing.icons import select_icons
from site_builder.planning.sharing.share_pictures import plan_share_pictures
from site_builder.planning.sharing.web_manifest import plan_web_manifest
from site_builder.problem import Checked, Place, Problem, make_problem
from site_builder.site.organise import Site
from site_builder.site.resolve_links import find_shown_pictures, make_variant_address

EMPTY_MEMO = PlanMemo()


def plan(
    site: Site, parsed: Mapping[str, ParsedFile], theme: tuple[ThemeFile, ...], memo: PlanMemo = EMPTY_MEMO
) -> Checked[Outputs]:
    """List every output of a site with its inputs; two outputs of one address are a Problem.

    What `memo` remembers of an unchanged part is not planned again.
    """
    item_digests = ItemDigests(site, parsed)
    theme = select_icons(site, select_theme_files(theme, search=site.config.search, staging=site.config.staging))
    contexts = [EditionContext(site, edition, theme, item_digests) for edition in site.editions]
    related: dict[str, RelatedItems] = {}
    relations = ItemRelations(contexts, memo.related, related)
    attachments = list_all_attachments(site)
    groups = [
        *plan_items(contexts, relations, attachments),
        *plan_event_files(contexts, relations.parts),
        *plan_sitemap(contexts),
        *plan_host_files(contexts),
    ]
    for context in contexts:
        groups += [
            *plan_home(context),
            *plan_lists(context, relations.settling),
            *plan_dates(context),
            *plan_events(context),
            *plan_print_edition(context, relations.settling, attachments),
            *plan_statement(context),
            *plan_follow_page(context),
        ]
        groups += [*plan_commitments(context, relations.settling), *plan_changes(context)]
        groups += [*plan_feeds(context), *plan_calendars(context), *plan_redirects(context)]
        groups += [*plan_site_map(context), *plan_web_manifest(context)]
    groups += plan_search(contexts, attachments)
    assets = plan_assets(site, theme)
    planned, made = resolve_groups(groups, memo.groups)
    outputs = Outputs(
        tuple(groups), PlanMemo(planned, related), made, assets, PlanState(tuple(contexts), relations, theme)
    )
    return Checked(outputs, tuple(check_addresses(outputs)))


class PlanState(Struct, frozen=True):
    """What a plan was made on: the contexts of each language, how items stand to one another, the theme's files."""

    contexts: tuple[EditionContext, ...]
    relations: ItemRelations
    theme: tuple[ThemeFile, ...]


def replan(before: Outputs, site: Site, changed: Collection[Item]) -> Outputs:
    """Plan again after items were exchanged for others that differ in what only their page, feeds and search show."""
    plan_state: PlanState = before.plan_state
    item_digests = plan_state.contexts[0].item_digests.replace_items(changed)
    contexts = tuple(
        context.replace_site(site, each, item_digests)
        for context, each in zip(plan_state.contexts, site.editions, strict=True)
    )
    attachments = list_all_attachments(site)
    replanned = [
        *plan_items(contexts, plan_state.relations, attachments, {make_part_key(item) for item in changed}),
        *(
            group
            for context in contexts
            for group in (
                *plan_feeds(context),
                *plan_print_edition(context, plan_state.relations.settling, attachments),
            )
        ),
        *plan_search(contexts, attachments),
    ]
    planned, made = resolve_groups(replanned, before.memo.groups)
    groups = {group.name: group for group in (*before.groups, *replanned)}
    memo = PlanMemo(before.memo.groups | planned, before.memo.related)
    assets = before.assets
    if any(asset.picture for asset in assets):
        unchanged = (asset for asset in assets if asset.variant is None and asset.share is None)
        drawn = (*plan_variant_assets(site).values(), *plan_share_pictures(site, plan_state.theme))
        assets = tuple(sorted((*unchanged, *drawn), key=lambda asset: asset.path))
    return Outputs(tuple(groups.values()), memo, made, assets, replace(plan_state, contexts=contexts))


def plan_assets(site: Site, theme: tuple[ThemeFile, ...]) -> tuple[Asset, ...]:
    """Plan what is made of files, by path: attachments, static files, the theme's, pictures that are drawn."""
    copies = chain(plan_site_files(site), plan_theme_files(theme, site.occupied), plan_look_files(site))
    drawn = chain(plan_variant_assets(site).values(), plan_share_pictures(site, theme))
    return tuple(sorted((*copies, *drawn), key=lambda asset: asset.path))


def plan_site_files(site: Site) -> Iterator[Asset]:
    """Plan attachments and static files; a picture that cannot be published stands beside drafts alone."""
    for file in site.files.values():
        if file.failure or (file.path == ROBOTS and has_robots(site)):
            continue
        path = urls.make_output_path(site.addresses[file.path])
        yield Asset(path, f"content/{file.path}", file.digest, file.size, picture=file.picture)


def plan_theme_files(theme: Iterable[ThemeFile], occupied: Collection[str]) -> Iterator[Asset]:
    """Plan the theme's files; an icon of content/static/ takes the place of the theme's."""
    for each in theme:
        address = make_theme_address(each)
        path = urls.make_output_path(address)
        if each.name in ROOT_FILES and address in occupied:
            continue
        if each.icon is None:
            yield Asset(path, each.name, each.digest, each.size, theme=True)
            continue
        form, icon = ICON_FORMS[each.name], each.icon
        yield Asset(path, f"content/{icon.path}", icon.digest, 0, picture=icon.picture, icon=form)


def plan_variant_assets(site: Site) -> dict[str, Asset]:
    """Plan the variants of the pictures that are shown, by path; two pictures of one name and the same bytes share."""
    found: dict[str, Asset] = {}
    for file in find_shown_pictures(site).values():
        for variant in plan_variants(file):
            path = urls.make_output_path(make_variant_address(file, variant))
            asset = Asset(path, f"content/{file.path}", file.digest, 0, picture=file.picture, variant=variant)
            found.setdefault(path, asset)
    return found


def check_addresses(outputs: Outputs) -> Iterator[Problem]:
    """Find outputs that would overwrite one another, also where case is ignored or a file would be another's folder."""
    everything: Sequence[PlannedPage | Asset] = [*outputs.list_planned_pages(), *outputs.assets]
    names = {each.path.casefold() for each in everything}
    folders = {name.rpartition("/")[0] for name in names}
    while folders and names.isdisjoint(folders):
        folders = {name.rpartition("/")[0] for name in folders if name}
    if folders or len(names) < len(everything):
        yield from check_overwrites(everything)
    lists = names & {urls.RELEASE_MANIFEST, f"{urls.RELEASE_MANIFEST}.sig"}
    for each in everything if lists else ():
        if each.path.casefold() in lists:
            message, hint = "the address /{path} is that of a release's list of files", "give the file another name"
            yield make_problem("error", "address", find_origin(each), message, hint, path=each.path)


def drop_reported(problems: Iterable[Problem], reported: Iterable[Problem]) -> Iterator[Problem]:
    """Leave out of the Problems of outputs what `reported` of the site says already: of the same address and files.

    A plain page's address is told without the language's path, a column's not at all.
    """
    known = []
    for each in reported:
        values = dict(each.values)
        if each.rule in {"address", "name"}:
            ends = tuple(path.removesuffix("index.md") for path in {each.path, values.get("first", each.path)})
            known.append((ends, values.get("address") or f"/{values.get('slug', '')}"))
    for each in problems:
        values = dict(each.values)
        address, files = f"/{values['path']}", [f"{path}/" for path in (each.path, values.get("first", ""))]
        if not any(start in address and any(f.startswith(ends) for f in files) for ends, start in known):
            yield each


def check_overwrites(everything: Iterable[PlannedPage | Asset]) -> Iterator[Problem]:
    """Name the outputs of which one would overwrite another."""
    seen: dict[str, PlannedPage | Asset] = {}
    for each in sorted(everything, key=lambda o: (isinstance(o, Asset) or o.view == "redirect", o.path)):
        first = seen.setdefault(each.path.casefold(), each)
        if first is not each:
            origin = first.origin if isinstance(first, PlannedPage) else first.source
            message = (
                "the address /{path} is taken by {first}" if origin else "the address /{path} is a page of the site"
            )
            hint = "give one of the two another address: {field_slug}:, another name, or no alias"
            yield make_problem("error", "address", find_origin(each), message, hint, path=each.path, first=origin)
    for path, each in seen.items():
        parent = path.rpartition("/")[0]
        while parent:
            if parent in seen:
                message = "the address /{path} would lie within the file /{parent}"
                yield make_problem("error", "address", find_origin(each), message, path=each.path, parent=parent)
            parent = parent.rpartition("/")[0]


def find_origin(output: PlannedPage | Asset) -> Place:
    """Give the Place that a Problem about an output points to."""
    return Place(output.source if isinstance(output, Asset) else output.origin or "content/site.toml")
