"""What a link that leads nowhere may mean, and how the file that it names gets its place; reports no Problem itself."""

import difflib
import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from msgspec import Struct

from site_builder import urls
from site_builder.content.scan import split_language
from site_builder.late_patterns import compile_late
from site_builder.ledger import Ledger
from site_builder.model import Item, Link
from site_builder.site.organise import Site
from site_builder.site.resolve_links import LinkFailure, find_item_folder, find_target, resolve_content_path
from site_builder.spelling import LONGEST_WORD, find_close_match, normalize_word

# Of a longer path no other is near.
LONGEST_PATH = 400
# Files that stand for one another; what is missing from these groups is like nothing but its own suffix.
KINDS = (
    ("", ".md"),
    (".doc", ".docx", ".odt", ".pdf", ".rtf", ".wps", ".txt", ".ofd"),
    (".xls", ".xlsx", ".ods", ".csv", ".et"),
    (".ppt", ".pptx", ".odp", ".dps"),
    (".avif", ".bmp", ".gif", ".heic", ".jpeg", ".jpg", ".png", ".svg", ".tif", ".tiff", ".webp"),
    (".7z", ".gz", ".rar", ".zip"),
    (".aac", ".m4a", ".mov", ".mp3", ".mp4", ".ogg", ".wav", ".webm"),
)
KIND_BY_SUFFIX = {suffix: number for number, kind in enumerate(KINDS) for suffix in kind}
ITEM_KIND = 0
YEAR = compile_late(r"/\d{4}(?=/[^/]+/$)")
ANY_YEAR = "0000"
DIGITS = compile_late(r"\d+")
LEADING_YEAR = compile_late(r"\d{4}(?=-\d{1,2}-\d{1,2})")


class TakenDown(Struct, frozen=True):
    """What tells whether something was taken down: addresses, also with any year for that of the item."""

    by_path: dict[str, str]
    addresses: frozenset[str]


def list_taken_down(site: Site, ledger: Ledger) -> TakenDown:
    """Give what was taken down, by the files that are still there and by address."""
    down = ledger.list_taken_down()
    folders = {posixpath.dirname(path): each for path, each in site.taken_down.items() if "/index." in path}
    return TakenDown({**folders, **site.taken_down}, frozenset([*down, *(YEAR.sub(f"/{ANY_YEAR}", d) for d in down)]))


def is_taken_down(site: Site, item: Item, written: str, down: TakenDown) -> bool:
    """Tell whether a link means something that was taken down, also where its file is gone since."""
    if not down.addresses:
        return False
    target = find_target(site, item, written)[0]
    folder = posixpath.dirname(target)
    if {target, folder} & down.by_path.keys():
        return True
    if target in site.addresses:
        return False
    address = urls.split_target(written)[0]
    known = {f"{address.rstrip('/')}/", address} if address.startswith("/") else set()
    known.update(list_possible_addresses(site, target))
    if get_kind(target) != ITEM_KIND:
        known.update(list_possible_addresses(site, folder))
    return bool(known & down.addresses)


def list_possible_addresses(site: Site, path: str) -> Iterator[str]:
    """Give the addresses that an item of a path below content/ would have; the year is any where its name has none."""
    stem, _ = split_language(path, tuple(each.id for each in site.config.languages))
    slug, column = urls.slugify_path(stem), urls.find_column(path)
    dated = LEADING_YEAR.match(stem.removesuffix("/index").rpartition("/")[2])
    year = dated[0] if dated else ANY_YEAR
    place = next((each.slug for each in site.config.columns if each.id == column), urls.slugify(column))
    for language in site.config.languages if slug else ():
        yield urls.make_address(language.path, *((place, year) if column else ()), slug)


def get_kind(path: str) -> int | str:
    """Give what kind of file a path names: the number of its group, or its suffix where it is in none."""
    suffix = posixpath.splitext(path)[1].lower()
    return KIND_BY_SUFFIX.get(suffix, suffix)


def find_named_attachment(written: str) -> str:
    """Give the path that a link names if it is of a kind that is attached to items; `#` may be of its own name."""
    paths = (urls.split_target(written)[0], unquote(written))
    path = next((each for each in paths if posixpath.splitext(each)[1]), "")
    return path if path and get_kind(path) in range(ITEM_KIND + 1, len(KINDS)) else ""


def guess_target(site: Site, item: Item, link: Link, failure: LinkFailure) -> str:
    """Find what a link that leads nowhere means, written as a link from the item: the nearest target there is."""
    target, fragment = find_target(site, item, link.target)
    if failure == "fragment":
        own, written = urls.split_target(link.target)
        ids = site.by_path[target].ids if own else item.ids
        near = find_close_match(fragment if own else written, ids, 0.4)
        return f"#{near}" if near else ""
    if failure not in {"missing", "picture"}:
        return ""
    named = find_named_attachment(link.target)
    return guess_path(site, item, resolve_content_path(item, named) if named else target)


def guess_path(site: Site, item: Item, target: str) -> str:
    """Find the file that a wrong path means, written as a link from the item: the same name elsewhere, or one near.

    It is one of the same kind and never the item itself; of what is attached only the name tells, for the folders and
    dates around it are alike for all.
    """
    kind = get_kind(target)
    known = [
        path
        for path in site.addresses
        if not path.startswith("static/") and path != item.path and get_kind(path) == kind
    ]
    name = posixpath.basename(target)
    same = [path for path in known if posixpath.basename(path) == name]
    if target + "/index.md" in site.addresses:
        same = [target + "/index.md"]
    near = same or (find_near_item(target, known) if kind == ITEM_KIND else find_near_file(name, known))
    return posixpath.relpath(near[0], find_item_folder(item)) if near else ""


def find_near_item(target: str, known: list[str]) -> list[str]:
    """Find the item whose path, or else whose file name, is nearest to a path."""
    near = difflib.get_close_matches(target[:LONGEST_PATH], known, 1, 0.75)
    name = posixpath.basename(target)
    if near or len(name) > LONGEST_WORD:
        return near
    names = {posixpath.basename(path): path for path in known}
    return [names[n] for n in difflib.get_close_matches(name, names, 1, 0.7)]


def find_near_file(name: str, known: list[str]) -> list[str]:
    """Find the attachment whose name is nearest to one; another number is another file."""
    stem = posixpath.splitext(name)[0]
    if len(name) > LONGEST_WORD:
        return []
    stems = {posixpath.splitext(posixpath.basename(path))[0]: path for path in known}
    alike = [each for each in stems if DIGITS.findall(each) == DIGITS.findall(stem)]
    words = {normalize_word(DIGITS.sub("", each)): stems[each] for each in reversed(alike)}
    return [words[n] for n in difflib.get_close_matches(normalize_word(DIGITS.sub("", stem)), words, 1, 0.6)]


def make_placing_hint(item: Item, written: str) -> tuple[str, dict[str, str]]:
    """Say where a file that an item names has to be put so that it is found, and the values of that text."""
    path = unquote(written)
    name = posixpath.basename(path)
    own = item.path.rpartition("/")[2]
    if path.startswith("/"):
        return "put it into the folder content/static, as {file}", {"file": path.lstrip("/")}
    if not item.column:
        return "put the file into the folder content/static and write /{file} here", {"file": name}
    elsewhere = path != name
    if own.startswith("index."):
        if elsewhere:
            return "put the file into the item's own folder, beside index.md, and write {file} here", {"file": name}
        return "put it into the item's own folder, beside index.md", {}
    folder, _, rest = own.partition(".")
    values = {"folder": folder, "index": f"index.{rest}", "own": own, "file": name}
    if elsewhere:
        return (
            "make a folder {folder} here, move {own} into it as {index}, put the file beside it and write {file} here",
            values,
        )
    return "make a folder {folder} here, move {own} into it as {index} and put {file} beside it", values
