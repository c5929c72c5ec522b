"""The search: its page, and an index that is cut by language, year and shard; a query is answered in the browser.

A year's index lies in a folder whose name changes with it, so that a page that is open never takes parts of two for
one. Its items are numbered from the oldest. A shard has a line for each of its terms: the term, a tab, then for each
item that has it the distance from the one before, twice, and one more where the term stands in the title; a number is
written in base 32, `@` and what follows for its last digit, space and what follows for those before it. The file behind
the shards has a line for each item.

`templates/_scripts/search.js` reads all this in the browser.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby

from msgspec import Struct

from site_builder import urls
from site_builder.markdown.search_terms import GAP, HAN, UNSEEN, terms
from site_builder.model import Item
from site_builder.planning.edition import Alternate, Frame, Head, Named, Room, home, words
from site_builder.planning.lists.groups import year_runs
from site_builder.planning.outputs import Page, ThemeFile
from site_builder.planning.page_groups import Plot, keyed
from site_builder.site.grouping import communities_of

SCRIPT = "search.js"
STAGING_STYLE = "staging.css"
# Raise it when the files change their form: readers' browsers keep them for ever under their names.
FORM = b"1"
# Items for which a year gets a shard more, so that a shard stays a few kilobytes; there are 1, 2, 4 … of them.
ITEMS_A_SHARD = 8
MOST_SHARDS = 128
# FNV-1a, 32 bits.
OFFSET, PRIME, MASK = 0x811C9DC5, 0x01000193, 0xFFFFFFFF
DIGIT = 5


class Entry(Struct, frozen=True, array_like=True):
    """An item of an index: its title, its path below the base path, column, communities, the digest of its body."""

    title: str
    href: str
    column: str
    communities: tuple[str, ...]
    body: str


class Segment(Struct, frozen=True):
    """A year's index: its folder, how many shards it has, its items from the oldest."""

    folder: str
    shards: int
    items: tuple[Entry, ...]


class Shard(Struct, frozen=True):
    """A file of a segment: the number of a shard, or that behind the last one for the table of the items."""

    number: int


class Choice(Struct, frozen=True):
    """What results can be limited to: its value in a query, its name."""

    value: str
    name: str


class SearchInputs(Struct, frozen=True):
    """All that the search page is made of besides the frame; `index` has the segments: year, digest, shards."""

    href: str
    folder: str
    index: tuple[str, ...]
    columns: tuple[Choice, ...]
    communities: tuple[Choice, ...]
    alternates: tuple[Alternate, ...]


class SearchView(Struct, frozen=True):
    """What `search.html` sees: the index's folder and segments, classes of signs, what results can be limited to."""

    frame: Frame
    head: Head
    breadcrumbs: tuple[Named, ...]
    folder: str
    index: str
    han: str
    gap: str
    unseen: str
    columns: tuple[Choice, ...]
    communities: tuple[Choice, ...]
    years: tuple[Choice, ...]


def needed(theme: Iterable[ThemeFile], *, search: bool, staging: bool) -> tuple[ThemeFile, ...]:
    """Leave out of the theme's files the script of the search, and the style of staging copies, where there is none."""
    left = {*(() if search else (SCRIPT,)), *(() if staging else (STAGING_STYLE,))}
    return tuple(each for each in theme if each.name not in left)


def plan_search(room: Room) -> Iterator[Plot]:
    """Plan the index of every year of an edition, and its page."""
    if not room.site.config.search:
        return
    index = []
    for year, items in year_runs(room.edition.items):
        bodies = " ".join([i.body for i in items]).encode()
        key = keyed(FORM, room.marks.of_shown(items), bodies)
        shards = shards_for(len(items))
        name = f"{year}-{key.hex()[:12]}-{shards}"
        index.append(name)
        folder = f"{folder_of(room)}{name}"
        yield Plot(f"{room.language.id}/search/{year}", key, partial(segment_pages, room, folder, shards, items))
    yield Plot(f"{room.language.id}/search", b"", partial(search_page, room, tuple(index)))


def folder_of(room: Room) -> str:
    """Give the folder of an edition's index, below the output."""
    return f"assets/search/{room.language.id}/"


def shards_for(items: int) -> int:
    """Choose the number of shards for a number of items: a power of two."""
    return min(MOST_SHARDS, 1 << max(0, (items // ITEMS_A_SHARD).bit_length() - 1))


def segment_pages(room: Room, folder: str, shards: int, items: Sequence[Item]) -> Iterator[Page]:
    """Make the files of a year's index; all have the whole year for their input."""
    segment = Segment(folder, shards, tuple(entry(room, item) for item in reversed(items)))
    for number in range(shards + 1):
        name = str(number) if number < shards else "items"
        yield Page(f"{folder}/{name}.txt", "shard", "", room.language.locale, (segment, Shard(number)))


def entry(room: Room, item: Item) -> Entry:
    """Give what an index has of an item."""
    href = urls.href("/", room.site.item_address(item))[1:]
    return Entry(item.title, href, item.column, communities_of(item), item.body)


def search_page(room: Room, index: tuple[str, ...]) -> Iterator[Page]:
    """Make the search page."""
    site, address = room.site, urls.address("search")
    editions = site.editions if len(site.editions) > 1 else ()
    inputs = SearchInputs(
        href=room.href(address),
        folder=room.frame.base + folder_of(room),
        index=index,
        columns=tuple(Choice(each.id, room.column(each.id).name) for each in site.columns),
        communities=tuple(
            Choice(key, room.named("communities", key).name) for key, _ in room.registered("communities")
        ),
        alternates=tuple(room.alternate(each.language, address) for each in editions),
    )
    path = room.path(address)
    yield Page(path, "search", "search.html", room.language.locale, (room.frame, inputs))


def search_view(frame: Frame, inputs: SearchInputs, bodies: tuple[str, ...]) -> SearchView:
    """Make what `search.html` sees."""
    del bodies
    say = words(frame)
    title = say("Search")
    about = say("Find every item of this site by any word of its title or text.")
    return SearchView(
        frame=frame,
        head=Head(title, about, frame.origin + inputs.href, inputs.alternates),
        breadcrumbs=(home(frame), Named(title, inputs.href)),
        folder=inputs.folder,
        index=" ".join(inputs.index),
        han=for_script(HAN),
        gap=for_script(GAP),
        unseen=for_script(UNSEEN),
        columns=inputs.columns,
        communities=inputs.communities,
        years=tuple(Choice(each[:4], each[:4]) for each in inputs.index),
    )


def for_script(signs: str) -> str:
    """Write a class of signs as JavaScript's regular expressions have it."""
    return re.sub(r"\\U000?0?([0-9a-f]+)", r"\\u{\1}", signs)


def shard_view(segment: Segment, shard: Shard, bodies: tuple[str, ...]) -> str:
    """Make a file of a segment; `bodies` are the terms of its items, one a line."""
    return files(segment, bodies)[shard.number]


def files(segment: Segment, bodies: Iterable[str]) -> tuple[str, ...]:
    """Make all files of a segment: its shards, then the table of its items."""
    postings: dict[str, list[int]] = defaultdict(list)
    for number, (item, text) in enumerate(zip(segment.items, bodies, strict=True)):
        titled = terms(item.title)
        for term in titled:
            postings[term].append(2 * number + 1)
        for term in text.split("\n") if text else ():
            if term not in titled:
                postings[term].append(2 * number)
    shards = [["\n"] for _ in range(segment.shards)]
    for start, group in groupby(sorted(postings), lambda term: term[:2]):
        shard = shards[shard_of(start, segment.shards)]
        shard += [f"{term}\t{distances(postings[term])}\n" for term in group]
    rows = (f"{each.href}\t{each.column}\t{' '.join(each.communities)}\n" for each in segment.items)
    return (*map("".join, shards), "".join(rows))


def shard_of(term: str, shards: int) -> int:
    """Choose the shard of a term by its first two characters."""
    hashed = OFFSET
    for character in term[:2]:
        hashed = (hashed ^ ord(character)) * PRIME & MASK
    return (hashed ^ hashed >> 15) & (shards - 1)


def distances(numbers: Iterable[int]) -> str:
    """Write where a term stands."""
    before, parts = 0, []
    for each in numbers:
        parts.append(digits(each - before))
        before = each & ~1
    return "".join(parts)


def digits(number: int) -> str:
    """Write a number in base 32."""
    written = chr(64 + (number & 31))
    while number := number >> DIGIT:
        written = chr(32 + (number & 31)) + written
    return written
