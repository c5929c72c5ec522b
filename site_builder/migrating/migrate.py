"""An old site -> items in a site of ours, and an account of what came over; overwrites no file and runs nothing."""

import re
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from site_builder.config import Config, find_time_zone, read_config
from site_builder.migrating.accounting import FileCounts, count_files
from site_builder.migrating.body.rewrite import RewrittenBody, rewrite_body
from site_builder.migrating.demote_invalid import demote_invalid
from site_builder.migrating.eleventy.read import read_eleventy
from site_builder.migrating.folder import Folder
from site_builder.migrating.fragments import fix_fragments
from site_builder.migrating.hugo.read import read_hugo
from site_builder.migrating.inferred_addresses import add_inferred_addresses
from site_builder.migrating.jekyll.read import read_jekyll
from site_builder.migrating.lists import map_list_addresses
from site_builder.migrating.map_fields import choose_topic_spellings, format_front_matter, map_fields
from site_builder.migrating.model import Generator, Notes, OldSite, get_text
from site_builder.migrating.new_site import require_folders, start_site
from site_builder.migrating.place_items import ItemPlacer, PlacedItem
from site_builder.migrating.resolve_links import LinkResolver
from site_builder.migrating.write_items import ItemWriter
from site_builder.problem import CommandError, Problem, sort_problems

READERS: dict[Generator, Callable[[Folder, Notes], OldSite]] = {
    "eleventy": read_eleventy,
    "jekyll": read_jekyll,
    "hugo": read_hugo,
}
Progress = Callable[[str, int, int], None]


class Migration(Struct, frozen=True):
    """What came of a migration: counts, what is to be told (paths below the old site), the files that were written.

    `pairs` are each page's old path and its new one, below the site; `problems` what a check says of the new files.
    """

    items: int
    pages: int
    drafts: int
    pictures: int
    aliases: int
    already_there: int
    started: bool
    notes: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    pairs: tuple[tuple[str, str], ...]
    written: tuple[str, ...]
    file_counts: FileCounts


def migrate(
    generator: Generator, source: Path, site: Path, now: float, progress: Progress = lambda *_: None
) -> Migration:
    """Bring an old site over into a site, or into an empty folder.

    Raises CommandError where the old site is not there or holds no page, and where the folder is neither a site nor
    empty.
    """
    require_folders(source, site)
    notes = Notes()
    progress("reading", 0, 0)
    folder = Folder(source, (site,))
    old = READERS[generator](folder, notes)
    if not old.docs:
        raise CommandError(2, "there is no page of {kind} in {folder}", kind=generator, folder=source)
    old = add_inferred_addresses(remove_empty_pages(old, notes), notes)
    started = start_site(site, old, notes)
    config = read_config(site).value
    if config is None:
        raise CommandError(2, "the settings of {folder} cannot be read; run bulletin check", folder=site)
    clock = find_time_zone(config.time_zone) or ZoneInfo("UTC")
    placed = place_pages(old, config, clock, notes)
    files = old.files | {
        doc.base.rstrip("/") + "/" + name: path
        for doc in old.docs
        if not doc.own_folder
        for name, path in doc.resources
    }
    targets = {each.doc.path: each.path for each in placed}
    lists = map_list_addresses(old, config, placed, notes)
    resolver = LinkResolver(old.docs, targets, files, lists, (old.settings.base_url, config.base_url))
    bodies: dict[str, RewrittenBody] = {}
    for number, each in enumerate(placed):
        bodies[each.doc.path] = rewrite_body(each.doc, generator, resolver, notes)
        progress("rendering", number, len(placed))
    texts = fix_fragments(placed, bodies, notes)
    writer = ItemWriter(site, source, notes)
    for each in placed:
        front_matter = format_front_matter(each.fields)
        note_missing_image(each, resolver, notes)
        writer.write_item(each, add_image(each, resolver, front_matter) + texts[each.doc.path])
    writer.copy_files(files)
    problems = demote_invalid(site, placed, writer, notes, now)
    return make_migration(
        placed, writer, notes, (problems, count_files(folder, placed, writer, notes)), started=started
    )


def remove_empty_pages(old: OldSite, notes: Notes) -> OldSite:
    """Leave out the first pages of the site and of its sections that have no text of their own."""
    empty = [doc for doc in old.docs if doc.front_page and not doc.text[doc.front_matter.body :].strip()]
    for doc in empty:
        notes.add("notice", "left", doc.path, 1, "this page has no text; a list of the bulletin stands in its place")
    return replace(old, docs=tuple(doc for doc in old.docs if doc not in empty)) if empty else old


def place_pages(old: OldSite, config: Config, clock: ZoneInfo, notes: Notes) -> list[PlacedItem]:
    """Give every page its fields and its place."""
    topics = choose_topic_spellings(old.docs, notes)
    if "topics" not in config.open_registries:
        known = {each.id for each in config.entries if each.registry == "topics"}
        for slug in sorted(set(topics) - known):
            message = 'the topic "{name}" is not in topics.toml, and was left out'
            notes.add_loss("topic", "content/topics.toml", 1, message, name=topics[slug])
        topics = {slug: slug for slug in topics if slug in known}
    languages = tuple(each.id for each in config.languages)
    columns = [each.slug for each in config.columns]
    docs = [(doc, map_fields(doc, clock, old.settings.people, topics, notes)) for doc in old.docs]
    return ItemPlacer(config.language, languages, columns, old.files, notes).place(docs)


def note_missing_image(each: PlacedItem, resolver: LinkResolver, notes: Notes) -> None:
    """Note a picture of a page's head that is not there."""
    written = find_image(each)
    if written and not resolve_image(each, resolver):
        message = "the picture {target} is not there; the field was left out"
        notes.add_loss(
            "picture", each.doc.path, each.doc.front_matter.lines.get("image", 1), message, written, target=written
        )


def find_image(each: PlacedItem) -> str:
    """Give the picture that a page's head names, as written."""
    names = ("image", "featured_image", "featuredImage", "featuredimage", "thumbnail", "cover", "images", "hero_image")
    return get_text(each.doc.get(*names))


def resolve_image(each: PlacedItem, resolver: LinkResolver) -> str:
    """Give the picture of a page's head as it may be written; empty where it is not there."""
    written = find_image(each)
    if not written:
        return ""
    for form in (written, "/" + written.lstrip("/")):
        answer = resolver.resolve(each.doc, form, picture=True)
        if answer.kind == "file":
            return answer.target
    return ""


def add_image(each: PlacedItem, resolver: LinkResolver, front_matter: str) -> str:
    """Add the picture to a head."""
    found = resolve_image(each, resolver)
    return (
        re.sub(r"---\n\Z", lambda _: format_front_matter({"image": found}).removeprefix("---\n"), front_matter)
        if found
        else front_matter
    )


def make_migration(
    placed: list[PlacedItem],
    writer: ItemWriter,
    notes: Notes,
    results: tuple[tuple[Problem, ...], FileCounts],
    *,
    started: bool,
) -> Migration:
    """Count what came over."""
    drafts = {each.path for each in placed if "draft" in each.fields} | writer.drafted
    return Migration(
        items=sum(bool(each.doc.column) for each in placed),
        pages=sum(not each.doc.column for each in placed),
        drafts=len(drafts),
        pictures=writer.copied,
        aliases=sum(len(each.fields.get("aliases", ())) for each in placed),
        already_there=writer.already_there,
        started=started,
        notes=sort_problems(notes.problems),
        problems=results[0],
        pairs=tuple((each.doc.path, f"content/{each.path}") for each in placed),
        written=tuple(sorted(writer.written)),
        file_counts=results[1],
    )
