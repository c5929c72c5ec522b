"""Simple lines are read without libyaml, and exactly as libyaml reads them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.front_matter.full_yaml import BlockError, BlockReader
from site_builder.front_matter.nodes import MappingNode
from site_builder.front_matter.plain_yaml import parse_plain_fields
from site_builder.front_matter.split import parse_block
from site_builder.problem import Problem

PATH = "content/news/a.md"
# What is near the edge of a simple line, and beyond it.
SIGNS = [
    "a",
    "B",
    "9",
    "走",
    "/",
    " ",
    "  ",
    ":",
    ": ",
    "#",
    " #",
    ",",
    ", ",
    "，",
    "：",
    "-",
    "- ",
    "'",
    '"',
    "[",
    "]",
]
SIGNS += ["{", "}", "\\", "\t", "&", "*", "!", "|", ">", "%", "@", "?", "? ", "<<", "~", "...", "\u3000", "\ufeff", "é"]
WORDS = st.lists(st.sampled_from(SIGNS), max_size=6).map("".join)
VALUES = st.one_of(
    WORDS,
    WORDS.map('"{}"'.format),
    WORDS.map("'{}'".format),
    st.lists(st.one_of(WORDS, WORDS.map('"{}"'.format)), max_size=3).map(lambda each: f"[{', '.join(each)}]"),
)
LINES = st.one_of(
    st.tuples(
        st.sampled_from(["title", "date", "标题", "x-y", "a b", "活动"]), st.sampled_from([":", ": ", "：", ":  "])
    ).map("".join),
    st.tuples(st.sampled_from(["title: ", "topics: ", "社区: ", "people： "]), VALUES).map("".join),
    st.tuples(st.sampled_from(["- ", "  - ", " -  ", "-"]), VALUES).map("".join),
    st.sampled_from(["", " ", "# note"]),
    WORDS,
)


def with_libyaml(lines: str) -> tuple[MappingNode, list[Problem]] | None:
    reader = BlockReader(PATH, parse_block(lines, PATH))
    try:
        return reader.parse_mapping(reader.block.lines, 0), reader.problems
    except BlockError:
        return None


@given(st.lists(LINES, min_size=1, max_size=6))
def test_as_libyaml_reads_them(lines: list[str]) -> None:
    text = "---\n" + "\n".join(lines) + "\n---\n"
    block = parse_block(text, PATH)
    if parse_plain_fields(block, PATH) is not None:
        reader = BlockReader(PATH, block)
        assert (reader.parse_block(), reader.problems) == with_libyaml(text)


@pytest.mark.parametrize(
    ("lines", "simple"),
    [
        ('title: "走访"\ndate: 2024-01-31T09:30:00Z\ntopics: ["a b", c]', True),
        ("title: a (b), c\n\ntags:\n- a\n- b\nauthors:", True),
        ("标题：走访\n社区：\n  - '甲'\n  - 乙", True),
        ("title: a\n  b", False),
        ("title: a # b", False),
        ("title: a: b", False),
        ('title: "a\\n"', False),
        ("tags:\n- a\n  - b", False),
        ("tags: [a, {b: c}]", False),
        ("- a", False),
        ("", False),
    ],
)
def test_which_are_simple(lines: str, *, simple: bool) -> None:
    assert (parse_plain_fields(parse_block(f"---\n{lines}\n---\n", PATH), PATH) is not None) == simple


@pytest.mark.parametrize(
    "line",
    [
        "title: " + "a" * 50_000 + ": b",
        "title: " + "a:1" * 20_000 + ": b",
        "title: [" + "a, " * 20_000 + "{",
        'title: ["' + "a b " * 20_000,
        "title:" + " " * 50_000 + "#",
        "title: a" + " " * 50_000 + "#",
    ],
)
def test_no_line_takes_long(line: str) -> None:
    started = time.process_time()
    assert parse_plain_fields(parse_block(f"---\n{line}\n---\n", PATH), PATH) is None
    assert time.process_time() - started < 1
