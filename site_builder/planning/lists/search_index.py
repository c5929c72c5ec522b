"""The files of the search: what a segment, a year's items or the plain pages, is written as; plans no page.

A segment lies in a folder whose name changes with it, so that a page that is open never takes parts of two for one.
Its items are numbered from the oldest.

- A shard has a line for each of its terms: the term, a tab, then for each item that has it the distance from the one
  before, twice, and one more where the term stands in the title; a number is written in base 32, `@` and what follows
  for its last digit, space and what follows for those before it. Terms that begin with `=` are no words of the items:
  `=mill-street/communities` is of those that concern this community, `=news/columns` of those of this column.
- A row has what is shown of an item, and the name of the file of its text; rows stand in blocks of ROWS.
- `ends` has, for each item that is over at a moment, its number and that moment; of a withdrawn one, 0.

Texts lie beside the segments, in files of TEXTS items whose names change with them: a line has the text of an item's
body and, divided by tabs, its facts.

`templates/_scripts/search-answers.js` reads all this in the browser.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import groupby
from operator import sub

import msgspec
from msgspec import Struct

from site_builder import urls
from site_builder.markdown.search_terms import find_terms, find_title_terms
from site_builder.model import REGISTRIES, Item
from site_builder.planning.page_sources import IndexedItem
from site_builder.planning.shell import Shell
from site_builder.site.grouping import list_communities

# Raise it when the files change their form: readers' browsers keep them for ever under their names.
FORMAT_VERSION = b"2"
# Items for which a segment gets a shard more, so that a shard stays a few kilobytes; there are 1, 2, 4 … of them.
ITEMS_A_SHARD = 8
MOST_SHARDS = 256
ROWS = 16
TEXTS = 4
# FNV-1a, 32 bits.
OFFSET, PRIME, MASK = 0x811C9DC5, 0x01000193, 0xFFFFFFFF
DIGIT = 5


class SearchEntry(Struct, frozen=True, array_like=True):
    """An item of an index: its row, the keys of its lists, what its page says besides its body, when it is over.

    `body` is the digest of its body, "" where that is not shown.
    """

    title: str
    row: tuple[str, ...]
    keys: tuple[str, ...]
    facts: tuple[str, ...]
    over: int | None
    body: str


class IndexedTexts(Struct, frozen=True):
    """A file of texts: of each item its path, the digest of its body, its facts."""

    items: tuple[tuple[str, str, tuple[str, ...]], ...]


class SearchSegment(Struct, frozen=True):
    """A segment: its folder, how many shards it has, its items from the oldest."""

    folder: str
    shards: int
    items: tuple[SearchEntry, ...]


class SearchShard(Struct, frozen=True):
    """A file of a segment by its number: first the shards, then the blocks of rows, then `ends`."""

    number: int


def name_segment(year: str, digest: bytes, items: Sequence[Item]) -> str:
    """Name a segment: what it is of, its digest, how many shards and items it has, whether any item is ever over."""
    ends = sum(find_end(each) is not None for each in items)
    return f"{year}-{digest.hex()[:12]}-{choose_shard_count(len(items))}-{len(items)}-{ends}"


def choose_shard_count(items: int) -> int:
    """Choose the number of shards for a number of items: a power of two."""
    return min(MOST_SHARDS, 1 << max(0, (items // ITEMS_A_SHARD).bit_length()))


def list_file_names(segment: SearchSegment) -> list[str]:
    """Give the names of a segment's files, in the order in which `make_segment_files` makes them."""
    blocks = range(-(-len(segment.items) // ROWS))
    ends = ["ends"] if any(each.over is not None for each in segment.items) else []
    return [*map(str, range(segment.shards)), *(f"rows{number}" for number in blocks), *ends]


def find_end(item: Item) -> int | None:
    """Give the moment after which an item is of the past: that of a withdrawn one is 0; None where it has none."""
    if item.withdrawn:
        return 0
    moments = [each.over.epoch for each in item.events] + ([item.alert.until.epoch] if item.alert else [])
    return max(moments) if moments else None


def split_texts(items: Sequence[IndexedItem]) -> Iterator[tuple[str, IndexedTexts]]:
    """Divide the items of a segment, the oldest first, into files of texts, and name each."""
    for start in range(0, len(items), TEXTS):
        block = items[start : start + TEXTS]
        texts = IndexedTexts(tuple([(each.item.path, get_body(each.item), list_facts(each)) for each in block]))
        yield blake2b(msgspec.msgpack.encode(texts), digest_size=6).hexdigest(), texts


def make_search_entry(shell: Shell, indexed: IndexedItem, texts: str) -> SearchEntry:
    """Give what a segment has of an item, whose text is in the file `texts`.

    Of a withdrawn one it has nothing but what its page still says.
    """
    item, gone = indexed.item, indexed.item.withdrawn is not None
    registered = zip(REGISTRIES, (list_communities(item), item.topics, item.people), strict=True)
    keys = [f"={key}/{registry}" for registry, names in registered if not gone for key in names]
    communities = "" if gone or item.everywhere else " ".join(list_communities(item))
    day = item.date.local[:10] if item.date else ""
    href = urls.make_href("/", indexed.address)[1:]
    return SearchEntry(
        title=item.title,
        row=(item.title, href, shell.find_tag(item.lang), day, item.column, communities, texts),
        keys=tuple([f"={item.column}/columns", *keys] if item.column else keys),
        facts=list_facts(indexed),
        over=find_end(item),
        body=get_body(item),
    )


def get_body(item: Item) -> str:
    """Give the digest of an item's body, "" where its page does not show it."""
    return "" if item.withdrawn else item.body


def list_facts(indexed: IndexedItem) -> tuple[str, ...]:
    """Give what the page of an item says besides title and body that somebody may look for."""
    item = indexed.item
    found = [each.note for each in item.corrections]
    if item.withdrawn:
        return (*found, item.withdrawn.reason) if item.withdrawn.reason else tuple(found)
    for event in item.events:
        found += (event.title, event.place)
    for promise in item.commitments:
        found += (promise.text, promise.owner, promise.evidence)
    found += indexed.files
    if item.disclosure:
        found += (item.disclosure.index_number, item.disclosure.document_number, item.disclosure.category)
    found += [each.text for each in item.custom if "search" in each.show and each.kind != "flag"]
    return tuple(filter(None, found))


def make_texts_view(texts: IndexedTexts, bodies: Sequence[str]) -> str:
    """Make a file of texts; `bodies` are the plain texts of its items."""
    lines = ((body, *facts) for body, (_, _, facts) in zip(bodies, texts.items, strict=True))
    return "".join("\t".join([" ".join(part.split()) for part in line]) + "\n" for line in lines)


def make_shard_view(segment: SearchSegment, shard: SearchShard, bodies: tuple[str, ...]) -> str:
    """Make a file of a segment; `bodies` are the terms of its items, one a line."""
    return make_segment_files(segment, bodies)[shard.number]


def make_segment_files(segment: SearchSegment, bodies: Iterable[str]) -> tuple[str, ...]:
    """Make all files of a segment."""
    rows = ["\t".join([" ".join(part.split()) for part in each.row]) + "\n" for each in segment.items]
    blocks = ["".join(rows[start : start + ROWS]) for start in range(0, len(rows), ROWS)]
    ends = "".join(f"{number}\t{each.over}\n" for number, each in enumerate(segment.items) if each.over is not None)
    return (*make_shards(segment, bodies), *blocks, *([ends] if ends else []))


def make_shards(segment: SearchSegment, bodies: Iterable[str]) -> list[str]:
    """Make the shards of a segment."""
    postings: dict[str, list[int]] = defaultdict(list)
    for number, (item, text) in enumerate(zip(segment.items, bodies, strict=True)):
        titled = find_title_terms(item.title)
        for term in titled:
            postings[term].append(2 * number + 1)
        found = {*text.split("\n"), *item.keys}
        for fact in item.facts:
            found |= find_terms(fact)
        found -= titled
        found.discard("")
        for term in found:
            postings[term].append(2 * number)
    shards = [["\n"] for _ in range(segment.shards)]
    codes = [encode_number(number) for number in range(2 * len(segment.items) + 2)]
    for start, group in groupby(sorted(postings), lambda term: term[:2]):
        shard = shards[choose_shard(start, segment.shards)]
        shard += [f"{term}\t{encode_distances(postings[term], codes)}\n" for term in group]
    return ["".join(shard) for shard in shards]


def choose_shard(term: str, shards: int) -> int:
    """Choose the shard of a term by its first two characters."""
    hashed = OFFSET
    for character in term[:2]:
        hashed = (hashed ^ ord(character)) * PRIME & MASK
    return (hashed ^ hashed >> 15) & (shards - 1)


def encode_distances(numbers: Sequence[int], codes: Sequence[str]) -> str:
    """Write where a term stands; `codes` are the numbers that can occur, as they are written."""
    if len(numbers) == 1:
        return codes[numbers[0]]
    before = [0, *[each & -2 for each in numbers]]
    return "".join([codes[each] for each in map(sub, numbers, before)])


def encode_number(number: int) -> str:
    """Write a number in base 32."""
    text = chr(64 + (number & 31))
    while number := number >> DIGIT:
        text = chr(32 + (number & 31)) + text
    return text
