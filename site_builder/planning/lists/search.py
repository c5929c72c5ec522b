"""The search: its page, and what of a site it has an index of; a query is answered in the browser.

What the files of the index hold stands in `search_index.py` and `search_names.py`. Items of a year that are the same
in several languages have one index, of which both languages' pages know.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from site_builder import urls
from site_builder.markdown.search_terms import GAP, HAN, UNSEEN
from site_builder.model import Item
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
from site_builder.planning.items.attachments import Attachments
from site_builder.planning.lists.groups import split_years
from site_builder.planning.lists.search_index import (
    FORMAT_VERSION,
    SearchSegment,
    SearchShard,
    choose_shard_count,
    list_file_names,
    make_search_entry,
    name_segment,
    split_texts,
)
from site_builder.planning.lists.search_names import ListKeys, make_search_names, name_directory
from site_builder.planning.outputs import Page, ThemeFile
from site_builder.planning.page_groups import PageGroup
from site_builder.planning.page_sources import Indexed, IndexedItem, IndexedParts, Value
from site_builder.planning.shell import Shell
from site_builder.site.grouping import require_date

OWN_FILES = ("search.css", "search.js", "search-answers.js")
STAGING_STYLE = "staging.css"
FOLDER = "assets/search/"
# The segment of plain pages, which have no year.
PAGES = "pages"
TEXTS_FOLDER = "texts"


class FilterChoice(Struct, frozen=True):
    """What results can be limited to: its value in a query, its name."""

    value: str
    name: str


class SearchInputs(LinkedInputs, frozen=True):
    """All that the search page is made of besides the frame; `index` has the names of the segments, newest first."""

    folder: str
    names: str
    index: tuple[str, ...]
    columns: tuple[FilterChoice, ...]
    communities: tuple[FilterChoice, ...]


class SearchView(HtmlView, frozen=True):
    """What `search.html` sees: the index's folder, directory and segments, classes of signs, limits of results."""

    folder: str
    names: str
    index: str
    han: str
    gap: str
    unseen: str
    columns: tuple[FilterChoice, ...]
    communities: tuple[FilterChoice, ...]
    years: tuple[FilterChoice, ...]


def select_theme_files(theme: Iterable[ThemeFile], *, search: bool, staging: bool) -> tuple[ThemeFile, ...]:
    """Leave out of the theme's files the scripts of the search and the style of staging copies, where there is none."""
    unused = {*(() if search else OWN_FILES), *(() if staging else (STAGING_STYLE,))}
    return tuple(each for each in theme if each.name not in unused)


def plan_search(contexts: Sequence[EditionContext], attachments: Attachments) -> Iterator[PageGroup]:
    """Plan the index of every year, the directory of each language and its page."""
    site = contexts[0].site
    if not site.config.search:
        return
    files = {path: tuple(each.title for each in found) for path, found in attachments.items()}
    version = FORMAT_VERSION + " ".join(each.tag for each in site.config.languages).encode()
    planned: set[str] = set()
    parts: dict[str, list[Indexed]] = defaultdict(list)
    for context in contexts:
        index = []
        for year, items in split_segments(context):
            source = Indexed(context, version, items, files)
            name = name_segment(year, source.compute_digest(), items)
            index.append(name)
            if name not in planned:
                planned.add(name)
                parts[year].append(source)
                yield PageGroup("search", context.shell, (year,), (source,), make_segment_pages)
        keys = {kind: tuple(groups) for kind, groups in context.edition.groups.items()}
        yield PageGroup("search-names", context.shell, (), (Value(keys),), make_names_page)
        yield PageGroup("search", context.shell, (), (Value((keys, tuple(index))),), make_search_page)
    for year, sources in parts.items():
        yield PageGroup("search-texts", contexts[0].shell, (year,), (IndexedParts(sources),), make_text_pages)


def split_segments(context: EditionContext) -> Iterator[tuple[str, Sequence[Item]]]:
    """Divide what can be found: plain pages, then the items of each year, the newest first, those withdrawn among."""
    edition = context.edition
    pages = (*edition.pages, *edition.introductions.values())
    if pages:
        yield PAGES, pages
    items = edition.items
    if edition.withdrawn:
        items = tuple(sorted((*items, *edition.withdrawn), key=lambda i: require_date(i).epoch, reverse=True))
    yield from split_years(items)


def make_segment_pages(shell: Shell, year: str, indexed: tuple[bytes, tuple[IndexedItem, ...]]) -> Iterator[Page]:
    """Make the files of a segment; all have the whole of it for their input."""
    digest, items = indexed
    folder = FOLDER + name_segment(year, digest, [each.item for each in items])
    ordered = items[::-1]
    texts = [texts for texts, block in split_texts(ordered) for _ in block.items]
    entries = tuple(make_search_entry(shell, each, name) for each, name in zip(ordered, texts, strict=True))
    segment = SearchSegment(folder, choose_shard_count(len(items)), entries)
    for number, file in enumerate(list_file_names(segment)):
        path = f"{segment.folder}/{file}.txt"
        yield Page(path, "shard", "", shell.language.locale, (segment, SearchShard(number)))


def make_text_pages(shell: Shell, year: str, parts: tuple[tuple[IndexedItem, ...], ...]) -> Iterator[Page]:
    """Make the files of the texts of a year, of all its segments."""
    del year
    found = {name: texts for items in parts for name, texts in split_texts(items[::-1])}
    for name, texts in found.items():
        yield Page(f"{FOLDER}{TEXTS_FOLDER}/{name}.txt", "texts", "", shell.language.locale, (texts,))


def make_names_page(shell: Shell, keys: ListKeys) -> Iterator[Page]:
    """Make the directory of a language."""
    names = make_search_names(shell, keys)
    yield Page(f"{FOLDER}{name_directory(shell, names)}.txt", "names", "", shell.language.locale, (names,))


def make_search_page(shell: Shell, index: tuple[ListKeys, tuple[str, ...]]) -> Iterator[Page]:
    """Make the search page, of the keys of the lists that there are and the names of its segments."""
    keys, segments = index
    address = urls.make_address("search")
    inputs = SearchInputs(
        href=shell.make_href(address),
        folder=shell.frame.base + FOLDER,
        names=name_directory(shell, make_search_names(shell, keys)),
        index=segments,
        columns=tuple(FilterChoice(each.id, shell.link_column(each.id).name) for each in shell.columns),
        communities=tuple(
            FilterChoice(key, shell.link_entry("communities", key).name)
            for key, _ in shell.list_entries("communities", keys["communities"])
        ),
        alternates=shell.list_all_alternates(address),
    )
    yield shell.make_page(address, "search", "search.html", inputs)


def make_search_view(frame: Frame, inputs: SearchInputs) -> SearchView:
    """Make what `search.html` sees."""
    say = get_translator(frame)
    title = say("Search")
    about = say("Find every item and page of this site by its words, a place, a topic, a name or a number.")
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
        years=tuple(FilterChoice(each[:4], each[:4]) for each in inputs.index if not each.startswith(PAGES)),
    )


def to_javascript_class(signs: str) -> str:
    """Write a class of signs as JavaScript's regular expressions have it."""
    return re.sub(r"\\U000?0?([0-9a-f]+)", r"\\u{\1}", signs)
