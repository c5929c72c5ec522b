"""Python, which makes the index, and the script, which takes queries apart, agree: by examples and by any text."""

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.markdown.search_terms import compile_patterns, find_terms, fold_text
from site_builder.planning.lists.search_index import choose_shard
from tests.search.script import Ask, script

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))
# What texts are made of: each a kind of sign that has once been, or could be, taken apart in two ways.
KINDS = (
    "排水沟石桥村会议年月日元第号",
    "\U00020000\U00020bb7\U0002a6dd\U00030000",
    "0123456789",
    "abcxyzABCXYZ",
    "\uff21\uff22\uff41\uff10\uff19\uff08\uff09\uff0c\uff1a",
    "\u0301\u0308\u0323\u3099\u20dd",
    "éüßñÅİΣσς",
    " \t\n\u3000\xa0\u2003",
    "，。、：《》“”‘’—…·（）",
    ",.;:!?'\"-_/()[]{}\\^$*+|&<>",
    "\u200b\u200d\u2060\xad\ufe0f\ufeff\U000e0100",
    "〇々カタひらー・ㄅ",
    "①⑩㎡℃№ﬁ½⼈豈",
    "🙂👨\u200d👧",
    "한국\u1112\u1161\u11ab",
    "བོད་ཡིག",
    "ئۇيغۇر،",
    "\ue000\ufffd\x00\x1f\x7f\x85",
)
SOUP = st.lists(st.sampled_from(KINDS).flatmap(lambda kind: st.text(kind, min_size=1, max_size=4)), max_size=12).map(
    "".join
)
ANY = st.text(max_size=20)


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    with script() as asked:
        yield asked


def test_the_examples_in_python() -> None:
    assert [[text, sorted(find_terms(text))] for text, _ in VECTORS["texts"]] == VECTORS["texts"]
    assert [[t, n, choose_shard(t, n)] for t, n, _ in VECTORS["shards"]] == VECTORS["shards"]


@pytest.mark.browser
def test_the_examples_in_the_script(ask: Ask) -> None:
    found = ask("terms", [text for text, _ in VECTORS["texts"]])
    assert [sorted(each) for each in found] == [wanted for _, wanted in VECTORS["texts"]]
    assert ask("parts", [query for query, _ in VECTORS["queries"]]) == [wanted for _, wanted in VECTORS["queries"]]
    assert ask("shards", [[t, n] for t, n, _ in VECTORS["shards"]]) == [wanted for _, _, wanted in VECTORS["shards"]]


@pytest.mark.browser
@settings(max_examples=40, derandomize=True, database=None, deadline=None)
@given(st.lists(st.one_of(SOUP, SOUP, ANY), min_size=20, max_size=60))
def test_any_text_is_taken_apart_alike(ask: Ask, texts: list[str]) -> None:
    found = ask("terms", texts)
    for text, theirs in zip(texts, found, strict=True):
        assert sorted(theirs) == sorted(find_terms(text)), ascii(text)


@pytest.mark.slow
@pytest.mark.browser
def test_every_sign_is_of_one_class(ask: Ask) -> None:
    """Each character of Unicode stands between two letters and between two Han characters."""
    signs = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000 and is_known(chr(code))]
    for start in range(0, len(signs), 1 << 14):
        texts = [f"aa{sign}bb水{sign}沟" for sign in signs[start : start + (1 << 14)]]
        for text, theirs in zip(texts, ask("terms", texts), strict=True):
            assert sorted(theirs) == sorted(find_terms(text)), ascii(text)


def is_known(sign: str) -> bool:
    """Tell whether a character has a class here, or is one that Python's Unicode has."""
    return unicodedata.category(sign) != "Cn"


def test_one_form_for_all_forms() -> None:
    assert fold_text("Ｃａｆｅ\u0301") == fold_text("CAFÉ") == "café"
    assert compile_patterns() is compile_patterns()
