"""The files of an index hold every item for every query: any substring with two Han characters, any start of a word."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from site_builder.markdown.search_terms import GAP, HAN, find_terms, fold_text
from site_builder.planning.lists.search import (
    MOST_SHARDS,
    SearchEntry,
    SearchSegment,
    choose_shard_count,
    make_shard_files,
)
from tests.search.script import Ask, script
from tests.search.test_terms import SOUP

Items = list[tuple[str, str]]
ARCHIVES = st.lists(st.lists(st.tuples(SOUP, SOUP), min_size=1, max_size=9), min_size=1, max_size=3)
WORD = re.compile(f"[^{GAP}{HAN}]{{2,}}")


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    with script() as asked:
        yield asked


def entries(items: Items) -> tuple[SearchEntry, ...]:
    return tuple(SearchEntry(title, f"news/{n}/", "news", ("east", "west"), "") for n, (title, _) in enumerate(items))


def indexed(archive: list[Items], shards: int) -> dict[str, tuple[str, ...]]:
    """Make the files of an archive's years by the year's name."""
    return {
        f"{year}-x-{shards}": make_shard_files(
            SearchSegment("", shards, entries(items)), ["\n".join(find_terms(body)) for _, body in items]
        )
        for year, items in enumerate(archive, 2000)
    }


def compared(text: str) -> str:
    """Give a text as it is compared on a page."""
    return re.sub(r"[\t-\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+", " ", fold_text(text)).strip(
        " "
    )


@st.composite
def asked(draw: st.DrawFn) -> tuple[list[Items], list[str]]:
    """Draw an archive, and queries that stand somewhere in it."""
    archive = draw(ARCHIVES)
    texts = [compared(text) for items in archive for item in items for text in item]
    queries = []
    for text in texts:
        for _ in range(3):
            start = draw(st.integers(0, max(0, len(text) - 2)))
            queries.append(text[start : start + draw(st.integers(2, 8))].strip())
        queries += [word[: draw(st.integers(2, 6))] for word in WORD.findall(text)[:3]]
    return archive, [query for query in dict.fromkeys(queries) if query and wanted_of(query)]


def wanted_of(query: str) -> bool:
    """Tell whether a query has to be answered: two Han characters, or one word's beginning."""
    return len(re.findall(f"[{HAN}]", query)) > 1 or bool(WORD.fullmatch(query))


def holds(text: str, query: str) -> bool:
    """Tell whether a text holds a query: Han anywhere, a word from its beginning."""
    text = compared(text)
    if re.search(f"[{HAN}]", query):
        return query in text
    return any(word.startswith(query) for word in re.findall(f"[^{GAP}{HAN}]+", text))


@pytest.mark.browser
@settings(max_examples=60, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
@given(asked(), st.sampled_from([1, 2, 16]))
def test_every_query_finds_its_items_and_no_other(ask: Ask, drawn: tuple[list[Items], list[str]], shards: int) -> None:
    archive, queries = drawn
    made = indexed(archive, shards)
    texts = {
        f"{name}/{n}": list(item) for name, items in zip(made, archive, strict=True) for n, item in enumerate(items)
    }
    answers = {f"{name}/{n}.txt": text for name, each in made.items() for n, text in enumerate(each)}
    question = {"queries": queries, "years": [*reversed(made)], "files": answers, "texts": texts}
    for query, (candidates, shown) in zip(queries, ask("find", question), strict=True):
        wanted = {key for key, item in texts.items() if any(holds(text, query) for text in item)}
        assert wanted <= set(candidates), ascii(query)
        parts = query.split(" ")
        # Spaces divide a query: what holds its parts apart is an answer too.
        also = {k for k, item in texts.items() if all(any(holds(text, part) for text in item) for part in parts)}
        assert wanted <= set(shown) <= wanted | also, ascii(query)


def test_the_files_are_written_as_the_docstring_says() -> None:
    items = [("排水", "甲乙"), ("Drain", "排水 drain"), ("", "排水")]
    *shards, table = make_shard_files(
        SearchSegment("", 1, entries(items)), ["\n".join(find_terms(body)) for _, body in items]
    )
    assert shards == ["\ndrain\tC\n排水\tABB\n水 d\tB\n甲乙\t@\n"]
    assert table == "news/0/\tnews\teast west\nnews/1/\tnews\teast west\nnews/2/\tnews\teast west\n"


def test_the_number_of_shards_grows_with_the_year() -> None:
    assert [choose_shard_count(n) for n in (1, 15, 16, 31, 32, 100, 1000, 1024, 99_999)] == [
        1,
        1,
        2,
        2,
        4,
        8,
        64,
        128,
        128,
    ]
    assert choose_shard_count(99_999) == MOST_SHARDS
