"""Which tables are wide, what they are called, and that not a word of them is lost."""

import re

import pytest

from site_builder.markdown.convert import MarkdownConverter, convert
from site_builder.markdown.plain_text import to_plain_text

LONG = "words that need their room"


@pytest.fixture(name="md", scope="module")
def fixture_md() -> MarkdownConverter:
    return MarkdownConverter()


def table(columns: int, cell: str, heading: str = "Column {}") -> str:
    rows = [
        [heading.format(n) for n in range(columns)],
        ["---"] * columns,
        [cell] * columns,
        ["x", *[cell] * (columns - 1)],
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows) + "\n"


def test_what_a_phone_has_room_for_stays_as_it_is(md: MarkdownConverter) -> None:
    for body in (table(3, "123", "{}"), table(2, LONG), table(3, "一二三", "第{}")):
        assert "<table>" in convert(body, "en", md).html


@pytest.mark.parametrize(
    ("columns", "cell", "marks"),
    [
        (4, LONG, '<table class="stack">'),
        (6, LONG, '<div class="table spread" role="region" aria-label="Table: Column 0, '),
        (9, LONG, '<div class="table spread broad" '),
        (14, "12345678", '<div class="table spread broad fine" '),
        (2, "a" * 40, '<table class="divided stack">'),
    ],
)  # fmt: skip
def test_how_wide_a_table_is(md: MarkdownConverter, columns: int, cell: str, marks: str) -> None:
    assert marks in convert(table(columns, cell), "en", md).html


def test_each_cell_says_its_column_and_no_word_is_lost(md: MarkdownConverter) -> None:
    prose = convert(table(6, 'a "b" & [c](https://example.org/) ' + LONG, 'Q & "A" {}'), "en", md)
    assert prose.html.count('data-label="Q &amp; &quot;A&quot; 3"') == 2
    assert prose.html.count('<th class="long">') == 6
    plain = re.sub(r"</?div[^>]*>| data-label=\"[^\"]*\"| class=\"(?:stack|long)\"", "", prose.html)
    assert "class=" not in plain
    assert to_plain_text(plain) == to_plain_text(prose.html)
    assert prose.html.count(LONG) == 11


def test_a_table_with_merged_cells_is_not_taken_apart(md: MarkdownConverter) -> None:
    cells = f"<td>{LONG}</td>" * 4
    html = convert(
        f"<table><caption>Who <b>pays</b></caption><tr><th colspan='4'>All</th></tr><tr>{cells}</tr></table>\n",
        "en",
        md,
    ).html
    assert 'aria-label="Who pays"' in html
    assert "stack" not in html
    assert "data-label" not in html


def test_no_two_tables_of_a_body_have_one_name(md: MarkdownConverter) -> None:
    html = convert(table(6, LONG, "第{}列") * 2, "zh", md).html
    assert re.findall('aria-label="([^"]*)"', html) == ["表格：第0列、第1列、第2列", "表格：第0列、第1列、第2列 (2)"]
