"""Where an item says something: the nth of equal links, values in lists and entries."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from site_builder.checking.source_places import ItemPlaces
from site_builder.model import Item, Link
from tests.sites import SITE_TOML, article, run, write

TEXT = """---
title: 走访
related: [one, 走访]
commitments:
  - {id: lamps, text: x}
---
`[a](b.md)` and 走访[甲](b.md)，[乙](b.md).

    [a](b.md)

![x](c.jpg) [last](b.md)
"""
LINKS = (Link("b.md"), Link("b.md"), Link("c.jpg", picture=True), Link("b.md"))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.md").write_text(TEXT, "utf-8")
    return tmp_path


ITEM = Item(path="a.md", id="a", column="", lang="en", slug="a", title="a", date=None, body="", links=LINKS)


@pytest.mark.parametrize(("number", "line", "column"), [(0, 7, 23), (1, 7, 33), (2, 11, 6), (3, 11, 20)])
def test_link(site: Path, number: int, line: int, column: int) -> None:
    place = ItemPlaces(site, ITEM).locate_link(number)
    assert (place.path, place.line, place.column) == ("content/a.md", line, column)
    assert place.source[column - 1 :].startswith(LINKS[number].target)


@pytest.mark.parametrize(
    ("body", "target", "nth", "column"),
    [
        ("[d](x/index.md) [e](x/) [f](x)", "x/", 0, 21),
        ("[d](x/index.md) [e](x/) [f](x)", "x", 0, 29),
        ('走访 [d](x.md#a) [e](<x.md>) <a href="x.md">f</a>', "x.md", 0, 21),
        ('走访 [d](x.md#a) [e](<x.md>) <a href="x.md">f</a>', "x.md", 1, 37),
        ("<a href=x.md>f</a> [x.md](x.md 'x.md')", "x.md", 1, 27),
        ("[a][r] [b][r] [r]: x.md", "x.md", 1, 20),
        ("<x.md>", "x.md", 0, 2),
        ("[x](a&amp;b.md) [y](a\\_b.md)", "a&b.md", 0, 5),
        ("[x](a&amp;b.md) [y](a\\_b.md)", "a_b.md", 0, 21),
    ],
)
def test_a_target_is_not_found_within_another(site: Path, body: str, target: str, nth: int, column: int) -> None:
    (site / "content" / "a.md").write_text(f"---\ntitle: a\n---\n{body}\n", "utf-8")
    place = ItemPlaces(site, replace(ITEM, links=(Link(target),) * (nth + 1))).locate_link(nth)
    assert (place.line, place.column) == (4, column)


@pytest.mark.parametrize(
    ("field", "value", "line", "column"),
    [("related", "走访", 3, 16), ("commitments", "lamps", 5, 10), ("related", "none", 3, 1), ("people", "x", 1, 1)],
)
def test_value(site: Path, field: str, value: str, line: int, column: int) -> None:
    place = ItemPlaces(site, ITEM).locate_value(field, value)
    assert (place.line, place.column) == (line, column)


def test_what_a_translation_takes_from_its_original_is_told_once(tmp_path: Path) -> None:
    head = "title: Lamps\ndate: 2024-01-31\nrelated: nowhere\nsettles: nothing\nimage: none.png"
    files = {"content/site.toml": SITE_TOML, "content/news/a.md": article(head)}
    problems = run(write(tmp_path, files | {"content/news/a.zh.md": article("title: 路灯")})).problems
    assert [(each.path, each.line) for each in problems] == [("content/news/a.md", line) for line in (4, 5, 6)]
