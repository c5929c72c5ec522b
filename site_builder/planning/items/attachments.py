"""The files of an item to download: what each is called, in which order they stand; opens none of them."""

import re
from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.checking.files.accessibility import INACCESSIBLE
from site_builder.dates import parse_figures
from site_builder.model import Item, Link
from site_builder.planning.item_inputs import DownloadFile
from site_builder.site.films import is_film, list_film_paths
from site_builder.site.organise import Site
from site_builder.site.resolve_links import find_item_folder, find_target, resolve_link

# Words of a link that name nothing.
IDLE_WORDS = frozenset(
    (
        *("here", "download", "link", "file", "attachment", "pdf", "word", "excel"),
        *(
            "下载",
            "点击下载",
            "点此下载",
            "点击查看",
            "查看",
            "此处",
            "这里",
            "链接",
            "附件",
            "附件下载",
            "见附件",
            "详见附件",
        ),
    )
)
LEADING_DATE = re.compile(r"\d{4}[-_.]?\d{2}[-_.]?\d{2}[-_. ]+(?=\S)")
BETWEEN_LETTERS = re.compile(r"(?<=[A-Za-z0-9])[-_+]+(?=[A-Za-z0-9])|_+")
HAN_NUMBER = re.compile(r"(?<=附件)[一二三四五六七八九十]{1,3}|(?<=第)[一二三四五六七八九十]{1,3}")
DIGITS = re.compile(r"(\d+)")
ReadingOrder = tuple[tuple[int, str], ...]
Attachments = Mapping[str, tuple[DownloadFile, ...]]


class RankedFile(Struct, frozen=True):
    """A file with what it is sorted by: whether named by the item, its place in reading order, how well it is read."""

    named: int
    reading_order: ReadingOrder
    for_the_eye: bool
    file: DownloadFile


def list_all_attachments(site: Site) -> Attachments:
    """List the attachments of every public item that has any, by its path."""
    attaching = [item for item in site.items if find_item_folder(item) in site.attachments] if site.attachments else []
    return {item.path: list_attachments(site, item) for item in attaching}


def select_attachments(attachments: Attachments, items: Iterable[Item]) -> Attachments:
    """Give those of some items."""
    return {item.path: attachments[item.path] for item in items if item.path in attachments}


def list_attachments(site: Site, item: Item) -> tuple[DownloadFile, ...]:
    """List an item's attachments: those it names first, number 2 before number 10; no picture that its body shows.

    Versions of one file stand together, first what everyone can read.
    """
    answers = [(link, resolve_link(site, item, link).answer.href) for link in item.links]
    shown = {href for link, href in answers if link.picture}
    shown |= {item.image and resolve_link(site, item, Link(item.image, picture=True)).answer.href}
    films = (find_target(site, item, link.target)[0] for link in item.links if link.picture and is_film(link.target))
    beside = {path for film in films for path in list_film_paths(site, film)}
    words: dict[str, str] = {}
    for link, href in answers:
        if not link.picture and is_telling(link):
            words.setdefault(href, link.text)
    order = {find_target(site, item, name)[0]: n for n, name in enumerate(item.attachments)}
    found: list[RankedFile] = []
    titles: dict[ReadingOrder, str] = {}
    for each in site.attachments.get(find_item_folder(item), ()):
        address = site.addresses[each.path]
        href = urls.make_href(site.config.base_path, address) if address else ""
        if not href or href in shown or each.path in beside:
            continue
        name = each.path.removeprefix(each.owner + "/")
        path = PurePosixPath(name)
        file = DownloadFile(name, href, path.suffix[1:].upper(), each.size, make_title(path.stem), each.pages)
        rank, reading_order = order.get(each.path, len(order)), split_numbers(path.stem)
        found.append(RankedFile(rank, reading_order, path.suffix.lower() in INACCESSIBLE, file))
        if href in words:
            titles.setdefault(reading_order, words[href])
    return tuple(
        replace(each.file, title=titles.get(each.reading_order, each.file.title)) for each in sort_versions(found)
    )


def sort_versions(files: list[RankedFile]) -> list[RankedFile]:
    """Put the versions of one file together, where the first of them that the item names stands."""
    first: dict[ReadingOrder, int] = {}
    for each in files:
        first[each.reading_order] = min(each.named, first.get(each.reading_order, each.named))
    return sorted(files, key=lambda f: (first[f.reading_order], f.reading_order, f.for_the_eye, f.named, f.file.name))


def is_telling(link: Link) -> bool:
    """Tell whether the words of a link are a name of what it leads to."""
    text = link.text.strip()
    return len(text) > 1 and text.casefold() not in IDLE_WORDS and text not in link.target


def make_title(stem: str) -> str:
    """Make a name for people of a file's: without a day before it and signs between words."""
    words = " ".join(BETWEEN_LETTERS.sub(" ", LEADING_DATE.sub("", stem, count=1)).split())
    return words[:1].upper() + words[1:] or stem


def split_numbers(stem: str) -> ReadingOrder:
    """Give what file names are sorted by: their numbers as such, Han ones too."""
    text = HAN_NUMBER.sub(lambda found: parse_figures(found[0]), stem.casefold())
    pieces = zip(count(), DIGITS.split(text))
    return tuple((int(piece), "") if n % 2 else (0, piece) for n, piece in pieces)
