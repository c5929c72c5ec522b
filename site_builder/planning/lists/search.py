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
from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec import Struct

from site_builder import urls
from site_builder.markdown.search_terms import GAP, HAN, UNSEEN, find_terms
from site_builder.planning.edition import EditionContext
from site_builder.planning.extend_inputs import extend_inputs
from site_builder.planning.frame import (
    Frame,
    HtmlView,
    LinkedInputs,
    NamedLink,
    get_translator,
    link_home,
    make_page_head,
)
from site_builder.planning.lists.groups import split_years
from site_builder.planning.outputs import Page, ThemeFile
from site_builder.planning.page_groups import PageGroup
from site_builder.planning.page_sources import IndexedItem, IndexedYear, Value
from site_builder.planning.shell import Shell

SCRIPT = "search.js"
STAGING_STYLE = "staging.css"
# Raise it when the files change their form: readers' browsers keep them for ever under their names.
FORMAT_VERSION = b"1"
# Items for which a year gets a shard more, so that a shard stays a few kilobytes; there are 1, 2, 4 … of them.
ITEMS_A_SHARD = 8
MOST_SHARDS = 128
# FNV-1a, 32 bits.
OFFSET, PRIME, MASK = 0x811C9DC5, 0x01000193, 0xFFFFFFFF
DIGIT = 5


class SearchEntry(Struct, frozen=True, array_like=True):
    """An item of an index: its title, its path below the base path, column, communities, the digest of its body."""

    title: str
    href: str
    column: str
    communities: tuple[str, ...]
    body: str


class SearchSegment(Struct, frozen=True):
    """A year's index: its folder, how many shards it has, its items from the oldest."""

    folder: str
    shards: int
    items: tuple[SearchEntry, ...]


class SearchShard(Struct, frozen=True):
    """A file of a segment: the number of a shard, or that behind the last one for the table of the items."""

    number: int


class FilterChoice(Struct, frozen=True):
    """What results can be limited to: its value in a query, its name."""

    value: str
    name: str


class SearchInputs(LinkedInputs, frozen=True):
    """All that the search page is made of besides the frame; `index` has the segments: year, digest, shards."""

    folder: str
    index: tuple[str, ...]
    columns: tuple[FilterChoice, ...]
    communities: tuple[FilterChoice, ...]


class SearchView(HtmlView, frozen=True):
    """What `search.html` sees: the index's folder and segments, classes of signs, what results can be limited to."""

    folder: str
    index: str
    han: str
    gap: str
    unseen: str
    columns: tuple[FilterChoice, ...]
    communities: tuple[FilterChoice, ...]
    years: tuple[FilterChoice, ...]


def select_theme_files(theme: Iterable[ThemeFile], *, search: bool, staging: bool) -> tuple[ThemeFile, ...]:
    """Leave out of the theme's files the script of the search, and the style of staging copies, where there is none."""
    unused = {*(() if search else (SCRIPT,)), *(() if staging else (STAGING_STYLE,))}
    return tuple(each for each in theme if each.name not in unused)


def plan_search(context: EditionContext) -> Iterator[PageGroup]:
    """Plan the index of every year of an edition, and its page."""
    if not context.site.config.search:
        return
    index = []
    for year, items in split_years(context.edition.items):
        source = IndexedYear(context, FORMAT_VERSION, items)
        index.append(make_segment_name(year, source.compute_digest(), len(items)))
        yield PageGroup("search", context.shell, (year,), (source,), make_segment_pages)
    communities = tuple(context.edition.groups["communities"])
    yield PageGroup("search", context.shell, (), (Value((tuple(index), communities)),), make_search_page)


def make_index_folder(shell: Shell) -> str:
    """Give the folder of a language's index, below the output."""
    return f"assets/search/{shell.language.id}/"


def make_segment_name(year: str, digest: bytes, items: int) -> str:
    """Give the name of a year's index: it changes with what the index is made of."""
    return f"{year}-{digest.hex()[:12]}-{choose_shard_count(items)}"


def choose_shard_count(items: int) -> int:
    """Choose the number of shards for a number of items: a power of two."""
    return min(MOST_SHARDS, 1 << max(0, (items // ITEMS_A_SHARD).bit_length() - 1))


def make_segment_pages(shell: Shell, year: str, indexed: tuple[bytes, tuple[IndexedItem, ...]]) -> Iterator[Page]:
    """Make the files of a year's index; all have the whole year for their input."""
    digest, items = indexed
    shards = choose_shard_count(len(items))
    folder = make_index_folder(shell) + make_segment_name(year, digest, len(items))
    segment = SearchSegment(folder, shards, tuple(make_search_entry(each) for each in reversed(items)))
    for number in range(shards + 1):
        name = str(number) if number < shards else "items"
        yield Page(f"{folder}/{name}.txt", "shard", "", shell.language.locale, (segment, SearchShard(number)))


def make_search_entry(indexed: IndexedItem) -> SearchEntry:
    """Give what an index has of an item."""
    shown, href = indexed.shown, urls.make_href("/", indexed.address)[1:]
    return SearchEntry(shown.title, href, shown.place.column, shown.communities.list_all(), indexed.body)


def make_search_page(shell: Shell, index: tuple[tuple[str, ...], tuple[str, ...]]) -> Iterator[Page]:
    """Make the search page, of the names of its segments and the communities that have a list."""
    segments, communities = index
    address = urls.make_address("search")
    inputs = SearchInputs(
        href=shell.make_href(address),
        folder=shell.frame.base + make_index_folder(shell),
        index=segments,
        columns=tuple(FilterChoice(each.id, shell.link_column(each.id).name) for each in shell.columns),
        communities=tuple(
            FilterChoice(key, shell.link_entry("communities", key).name)
            for key, _ in shell.list_entries("communities", communities)
        ),
        alternates=shell.list_all_alternates(address),
    )
    yield shell.make_page(address, "search", "search.html", inputs)


def make_search_view(frame: Frame, inputs: SearchInputs) -> SearchView:
    """Make what `search.html` sees."""
    say = get_translator(frame)
    title = say("Search")
    about = say("Find every item of this site by any word of its title or text.")
    return extend_inputs(
        SearchView,
        inputs,
        frame=frame,
        head=make_page_head(frame, inputs, title, about),
        breadcrumbs=(link_home(frame), NamedLink(title, inputs.href)),
        index=" ".join(inputs.index),
        han=to_javascript_class(HAN),
        gap=to_javascript_class(GAP),
        unseen=to_javascript_class(UNSEEN),
        years=tuple(FilterChoice(each[:4], each[:4]) for each in inputs.index),
    )


def to_javascript_class(signs: str) -> str:
    """Write a class of signs as JavaScript's regular expressions have it."""
    return re.sub(r"\\U000?0?([0-9a-f]+)", r"\\u{\1}", signs)


def make_shard_view(segment: SearchSegment, shard: SearchShard, bodies: tuple[str, ...]) -> str:
    """Make a file of a segment; `bodies` are the terms of its items, one a line."""
    return make_shard_files(segment, bodies)[shard.number]


def make_shard_files(segment: SearchSegment, bodies: Iterable[str]) -> tuple[str, ...]:
    """Make all files of a segment: its shards, then the table of its items."""
    postings: dict[str, list[int]] = defaultdict(list)
    for number, (item, text) in enumerate(zip(segment.items, bodies, strict=True)):
        titled = find_terms(item.title)
        for term in titled:
            postings[term].append(2 * number + 1)
        for term in text.split("\n") if text else ():
            if term not in titled:
                postings[term].append(2 * number)
    shards = [["\n"] for _ in range(segment.shards)]
    for start, group in groupby(sorted(postings), lambda term: term[:2]):
        shard = shards[choose_shard(start, segment.shards)]
        shard += [f"{term}\t{encode_distances(postings[term])}\n" for term in group]
    rows = (f"{each.href}\t{each.column}\t{' '.join(each.communities)}\n" for each in segment.items)
    return (*map("".join, shards), "".join(rows))


def choose_shard(term: str, shards: int) -> int:
    """Choose the shard of a term by its first two characters."""
    hashed = OFFSET
    for character in term[:2]:
        hashed = (hashed ^ ord(character)) * PRIME & MASK
    return (hashed ^ hashed >> 15) & (shards - 1)


def encode_distances(numbers: Iterable[int]) -> str:
    """Write where a term stands."""
    before, parts = 0, []
    for each in numbers:
        parts.append(encode_number(each - before))
        before = each & ~1
    return "".join(parts)


def encode_number(number: int) -> str:
    """Write a number in base 32."""
    text = chr(64 + (number & 31))
    while number := number >> DIGIT:
        text = chr(32 + (number & 31)) + text
    return text
