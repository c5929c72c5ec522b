"""An old site -> items in a site of ours, and an account of what came over; overwrites no file and runs nothing."""

import re
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from site_builder.config import Config, read_config, zone
from site_builder.migrating.accounting import Account, account
from site_builder.migrating.body.rewrite import Written, rewritten
from site_builder.migrating.demote_invalid import settle
from site_builder.migrating.eleventy.read import read_eleventy
from site_builder.migrating.folder import Folder
from site_builder.migrating.fragments import settle_fragments
from site_builder.migrating.hugo.read import read_hugo
from site_builder.migrating.inferred_addresses import with_linked_addresses
from site_builder.migrating.jekyll.read import read_jekyll
from site_builder.migrating.lists import new_lists
from site_builder.migrating.map_fields import block, item_of, spellings
from site_builder.migrating.model import Kind, Notes, Old, text_of
from site_builder.migrating.new_site import require_place, start_site
from site_builder.migrating.place_items import Placed, Placing
from site_builder.migrating.resolve_links import Finder
from site_builder.migrating.write_items import Writer
from site_builder.problem import Problem, Refused, gather

READERS: dict[Kind, Callable[[Folder, Notes], Old]] = {
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
    there: int
    started: bool
    notes: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    pairs: tuple[tuple[str, str], ...]
    written: tuple[str, ...]
    account: Account


def migrate(kind: Kind, source: Path, site: Path, now: float, progress: Progress = lambda *_: None) -> Migration:
    """Bring an old site over into a site, or into an empty folder.

    Raises Refused where the old site is not there or holds no page, and where the folder is neither a site nor empty.
    """
    require_place(source, site)
    notes = Notes()
    progress("reading", 0, 0)
    folder = Folder(source, (site,))
    old = READERS[kind](folder, notes)
    if not old.docs:
        raise Refused(2, "there is no page of {kind} in {folder}", kind=kind, folder=source)
    old = with_linked_addresses(without_empty(old, notes), notes)
    started = start_site(site, old, notes)
    config = read_config(site).value
    if config is None:
        raise Refused(2, "the settings of {folder} cannot be read; run bulletin check", folder=site)
    clock = zone(config.time_zone) or ZoneInfo("UTC")
    placed = placing(old, config, clock, notes)
    files = old.files | {
        doc.base.rstrip("/") + "/" + name: path for doc in old.docs if not doc.folder for name, path in doc.resources
    }
    targets = {each.doc.path: each.path for each in placed}
    lists = new_lists(old, config, placed, notes)
    finder = Finder(old.docs, targets, files, lists, (old.settings.base_url, config.base_url))
    bodies: dict[str, Written] = {}
    for number, each in enumerate(placed):
        bodies[each.doc.path] = rewritten(each.doc, kind, finder, notes)
        progress("rendering", number, len(placed))
    texts = settle_fragments(placed, bodies, notes)
    writer = Writer(site, source, notes)
    for each in placed:
        head = block(each.fields)
        image(each, finder, notes)
        writer.item(each, head_with_image(each, finder, head) + texts[each.doc.path])
    writer.files(files)
    problems = settle(site, placed, writer, notes, now)
    return report(placed, writer, notes, (problems, account(folder, placed, writer, notes)), started=started)


def without_empty(old: Old, notes: Notes) -> Old:
    """Leave out the first pages of the site and of its sections that have no text of their own."""
    empty = [doc for doc in old.docs if doc.front and not doc.text[doc.head.body :].strip()]
    for doc in empty:
        notes.add("notice", "left", doc.path, 1, "this page has no text; a list of the bulletin stands in its place")
    return replace(old, docs=tuple(doc for doc in old.docs if doc not in empty)) if empty else old


def placing(old: Old, config: Config, clock: ZoneInfo, notes: Notes) -> list[Placed]:
    """Give every page its fields and its place."""
    topics = spellings(old.docs, notes)
    if "topics" not in config.open_registries:
        known = {each.id for each in config.entries if each.registry == "topics"}
        for slug in sorted(set(topics) - known):
            message = 'the topic "{name}" is not in topics.toml, and was left out'
            notes.lost("topic", "content/topics.toml", 1, message, name=topics[slug])
        topics = {slug: slug for slug in topics if slug in known}
    languages = tuple(each.id for each in config.languages)
    columns = [each.slug for each in config.columns]
    docs = [(doc, item_of(doc, clock, old.settings.people, topics, notes)) for doc in old.docs]
    return Placing(config.language, languages, columns, old.files, notes).place(docs)


def image(each: Placed, finder: Finder, notes: Notes) -> None:
    """Note a picture of a page's head that is not there."""
    written = image_of(each)
    if written and not head_image(each, finder):
        message = "the picture {target} is not there; the field was left out"
        notes.lost("picture", each.doc.path, each.doc.head.lines.get("image", 1), message, written, target=written)


def image_of(each: Placed) -> str:
    """Give the picture that a page's head names, as written."""
    names = ("image", "featured_image", "featuredImage", "featuredimage", "thumbnail", "cover", "images", "hero_image")
    return text_of(each.doc.get(*names))


def head_image(each: Placed, finder: Finder) -> str:
    """Give the picture of a page's head as it may be written; empty where it is not there."""
    written = image_of(each)
    if not written:
        return ""
    for form in (written, "/" + written.lstrip("/")):
        answer = finder.answer(each.doc, form, picture=True)
        if answer.kind == "file":
            return answer.target
    return ""


def head_with_image(each: Placed, finder: Finder, head: str) -> str:
    """Add the picture to a head."""
    found = head_image(each, finder)
    return re.sub(r"---\n\Z", lambda _: block({"image": found}).removeprefix("---\n"), head) if found else head


def report(
    placed: list[Placed], writer: Writer, notes: Notes, told: tuple[tuple[Problem, ...], Account], *, started: bool
) -> Migration:
    """Count what came over."""
    drafts = {each.path for each in placed if "draft" in each.fields} | writer.drafted
    return Migration(
        items=sum(bool(each.doc.column) for each in placed),
        pages=sum(not each.doc.column for each in placed),
        drafts=len(drafts),
        pictures=writer.copied,
        aliases=sum(len(each.fields.get("aliases", ())) for each in placed),
        there=writer.there,
        started=started,
        notes=gather(notes.problems),
        problems=told[0],
        pairs=tuple((each.doc.path, f"content/{each.path}") for each in placed),
        written=tuple(sorted(writer.written)),
        account=told[1],
    )
