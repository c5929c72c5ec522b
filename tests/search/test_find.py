"""The files of an index hold every item for every query: any substring with two Han characters, any start of a word."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from site_builder.markdown.search_terms import GAP, HAN, find_terms, fold_text
from site_builder.planning.lists.search_index import (
    MOST_SHARDS,
    ROWS,
    TEXTS,
    IndexedTexts,
    SearchEntry,
    SearchSegment,
    choose_shard_count,
    list_file_names,
    make_segment_files,
    make_texts_view,
)
from tests.search.script import Ask, script
from tests.search.test_terms import SOUP

Items = list[tuple[str, str]]
ARCHIVES = st.lists(st.lists(st.tuples(SOUP, SOUP), min_size=1, max_size=9), min_size=1, max_size=3)
WORD = re.compile(f"[^{GAP}{HAN}]{{2,}}")
MARKS = '"“”„«»「」『』'
PARTS = re.compile(f"[{MARKS}]([^{MARKS}]+)[{MARKS}]|[^{MARKS} ‐-]+")


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    with script() as asked:
        yield asked


def segment_of(name: str, items: Items, shards: int, over: int | None = None) -> SearchSegment:
    """Make a segment; the facts of an item are the lines of its text behind the first."""
    entries = [
        SearchEntry(
            title,
            (title, f"news/{n}/", "en", "2024-01-31", "news", "east west", f"{name}-{n // TEXTS}"),
            ("=news/columns", "=east/communities"),
            tuple(body.split("\n")[1:]),
            over,
            "",
        )
        for n, (title, body) in enumerate(items)
    ]
    return SearchSegment("", shards, tuple(entries))


def indexed(segments: dict[str, tuple[SearchSegment, Items]]) -> tuple[list[str], dict[str, str]]:
    """Make the files of segments, by their names; give the names of the segments too."""
    names, files = [], {"names.txt": ""}
    for name, (segment, items) in segments.items():
        ends = sum(each.over is not None for each in segment.items)
        names.append(f"{name}-{segment.shards}-{len(items)}-{ends}")
        bodies = [body.split("\n")[0] for _, body in items]
        made = make_segment_files(segment, ["\n".join(find_terms(body)) for body in bodies])
        files |= {f"{names[-1]}/{file}.txt": text for file, text in zip(list_file_names(segment), made, strict=True)}
        for n in range(0, len(items), TEXTS):
            texts = IndexedTexts(tuple(("", "", each.facts) for each in segment.items[n : n + TEXTS]))
            files[f"texts/{name}-{n // TEXTS}.txt"] = make_texts_view(texts, bodies[n : n + TEXTS])
    return names, files


def compared(text: str) -> str:
    """Give a text as it is compared on a page."""
    return " ".join(fold_text(" ".join(text.split())).replace("\ufeff", " ").split())


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
    return archive, [
        query for query in dict.fromkeys(queries) if parts_of(query) and all(map(wanted_of, parts_of(query)))
    ]


def parts_of(query: str) -> list[str]:
    """Divide a query."""
    return [(match[1] or match[0]).strip() for match in PARTS.finditer(query)]


def wanted_of(part: str) -> bool:
    """Tell whether a part has to be found: two Han characters, or one word's beginning."""
    return len(re.findall(f"[{HAN}]", part)) > 1 or bool(WORD.fullmatch(part))


def holds(text: str, part: str) -> bool:
    """Tell whether a text holds a part of a query: Han anywhere, a word from its beginning."""
    text = compared(text)
    if re.search(f"[{HAN}]", part):
        return part in text
    return any(word.startswith(part) for word in re.findall(f"[^{GAP}{HAN}]+", text))


@pytest.mark.browser
@settings(max_examples=60, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
@given(asked(), st.sampled_from([1, 2, 16]))
def test_every_query_finds_its_items_and_no_other(ask: Ask, drawn: tuple[list[Items], list[str]], shards: int) -> None:
    archive, queries = drawn
    made = {f"{year}-x": (segment_of(f"{year}-x", items, shards), items) for year, items in enumerate(archive, 2000)}
    names, files = indexed(made)
    texts = {
        f"{name}/{n}": (title, *body.split("\n"))
        for name, items in zip(names, archive, strict=True)
        for n, (title, body) in enumerate(items)
    }
    question = {"queries": queries, "segments": [*reversed(names)], "files": files}
    for query, (candidates, shown, _) in zip(queries, ask("find", question), strict=True):
        parts = parts_of(query)
        wanted = {k for k, item in texts.items() if all(any(holds(text, part) for text in item) for part in parts)}
        assert wanted <= set(candidates), ascii(query)
        assert wanted == set(shown), ascii(query)


def find(ask: Ask, query: str, items: Items, over: int | None = None) -> tuple[list[str], list[str]]:
    """Give the titles of what a query finds in a segment of some items and in a newer one of the same that are over."""
    segments = {
        "2001-x": (segment_of("2001-x", items, 2), items),
        "2002-x": (segment_of("2002-x", items if over is not None else [], 2, over), items if over is not None else []),
    }
    names, files = indexed(segments)
    [[_, shown, near]] = ask("find", {"queries": [query], "segments": names, "files": files})

    def titles(keys: list[str]) -> list[str]:
        return [("over " if key.startswith("2002") else "") + items[int(key.rpartition("/")[2])][0] for key in keys]

    return titles(shown), titles(near)


ITEMS = [
    ("Bridge closed", "The drains are cleaned."),
    ("Drain pump", "A bridge, a pump and a heater.\nFerry landing"),
    ("Winter heating", "The allowance is paid. Coal for the winter"),
    ("石桥村停电", "排水沟清理，冬季取暖"),
    ("水厂", "石桥明日停水"),
]


@pytest.mark.browser
def test_titles_come_first_and_what_is_over_last(ask: Ask) -> None:
    assert find(ask, "bridge", ITEMS)[0] == ["Bridge closed", "Drain pump"]
    found = ["Bridge closed", "over Bridge closed", "Drain pump", "over Drain pump"]
    assert find(ask, "bridge", ITEMS, 1000)[0] == found
    withdrawn = ["Bridge closed", "Drain pump", "over Drain pump", "over Bridge closed"]
    assert find(ask, "bridge", ITEMS, 0)[0] == withdrawn
    # A title that is over does not stand on top of what is not.
    past, now = [("Bridge fair", "A fair.")], [ITEMS[1]]
    segments = {"2001-x": (segment_of("2001-x", now, 1), now), "2002-x": (segment_of("2002-x", past, 1, 1000), past)}
    names, files = indexed(segments)
    [[found, _, _]] = ask("find", {"queries": ["bridge"], "segments": names, "files": files})
    assert [key[:4] for key in found] == ["2001", "2002"]


@pytest.mark.browser
def test_facts_are_found(ask: Ask) -> None:
    assert find(ask, "ferry", ITEMS)[0] == ["Drain pump"]
    assert find(ask, "landing pump", ITEMS)[0] == ["Drain pump"]


@pytest.mark.browser
def test_quotation_marks_keep_words_together_and_hyphens_do_not(ask: Ask) -> None:
    assert find(ask, "winter heating", ITEMS)[0] == ["Winter heating"]
    assert find(ask, "coal-winter", ITEMS)[0] == ["Winter heating"]
    assert find(ask, '"coal winter"', ITEMS)[0] == []
    assert find(ask, "“coal for”", ITEMS)[0] == ["Winter heating"]
    assert find(ask, "「石桥明日」停水", ITEMS)[0] == ["水厂"]


@pytest.mark.browser
def test_one_han_sign_is_one_of_titles(ask: Ask) -> None:
    assert find(ask, "水", ITEMS)[0] == ["水厂"]
    assert find(ask, "停", ITEMS)[0] == ["石桥村停电"]
    assert find(ask, "a", ITEMS)[0] == [title for title, _ in reversed(ITEMS)]  # nothing is asked: all there is


@pytest.mark.browser
def test_what_comes_near(ask: Ask) -> None:
    """Other forms of words, most of them, two signs of Han at a time; of a query that has all of it none is missing."""
    assert find(ask, "drains", ITEMS) == (["Bridge closed"], ["Drain pump", "Bridge closed"])
    assert find(ask, "bridges", ITEMS) == ([], ["Bridge closed", "Drain pump"])
    assert find(ask, "winter heating subsidies", ITEMS) == ([], ["Winter heating"])
    assert find(ask, "石桥停水", ITEMS) == ([], ["水厂"])
    assert find(ask, "xylophones quartets", ITEMS) == ([], [])


def test_the_files_are_written_as_the_docstring_says() -> None:
    items = [("排水", "甲乙"), ("Drain", "排水 drain"), ("", "排水")]
    segment = segment_of("2024", items, 1, over=7)
    shard, rows, ends = make_segment_files(segment, ["\n".join(find_terms(body)) for _, body in items])
    assert list_file_names(segment) == ["0", "rows0", "ends"]
    assert shard == (
        "\n=east/communities\t@BB\n=news/columns\t@BB\ndrain\tC\n排\tA\n排水\tAD\n排水 d\tB\n水\tA\n水 dr\tB\n甲乙\t@\n"
    )
    assert rows.splitlines()[0] == "排水\tnews/0/\ten\t2024-01-31\tnews\teast west\t2024-0"
    assert ends == "0\t7\n1\t7\n2\t7\n"
    assert (ROWS, TEXTS) == (16, 4)  # the script has them as bits


def test_the_number_of_shards_grows_with_the_year() -> None:
    counts = {n: choose_shard_count(n) for n in (1, 7, 8, 15, 16, 100, 600, 1000, 99_999)}
    assert counts == {1: 1, 7: 1, 8: 2, 15: 2, 16: 4, 100: 16, 600: 128, 1000: 128, 99_999: MOST_SHARDS}
