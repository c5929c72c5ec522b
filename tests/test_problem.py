"""Problems as values: sorted, counted once, put into words with the caret under the right character."""

import json

import pytest

from site_builder.problem import (
    Place,
    Problem,
    downgrade_draft_errors,
    format_annotation,
    format_problem,
    has_errors,
    make_problem,
    sort_problems,
    to_record,
    upgrade_warnings,
)

LINE = "date: tomorrow"


def made(severity: str = "error", path: str = "content/a.md", line: int = 3, column: int = 7) -> Problem:
    place = Place(path, line, column, LINE)
    message, hint = 'the date "{value}" is not a date', "write it as 2024-01-31"
    return make_problem(severity, "date", place, message, hint, value="tomorrow")  # type: ignore[arg-type]


def test_text_is_that_of_the_contract() -> None:
    assert format_problem(made(path="content/news/2024-01-31-visit.md"), str) == (
        'content/news/2024-01-31-visit.md:3:7: error: the date "tomorrow" is not a date  [date]\n'
        "    date: tomorrow\n"
        "          ^ write it as 2024-01-31"
    )


@pytest.mark.parametrize(
    ("source", "column", "below"),
    [
        ("title: x", 8, "       ^"),
        ("标题: x", 5, "      ^"),  # full-width characters take two cells
        ("title:\tx", 8, "      \t^"),
        ("e\u0301: x", 5, "   ^"),  # a combining accent takes none
        ("　x", 2, "  ^"),
    ],
)
def test_caret_stands_under_the_character(source: str, column: int, below: str) -> None:
    text = format_problem(make_problem("error", "x", Place("a", 1, column, source), "m", "h"), str)
    assert text.split("\n")[2] == f"    {below} h"


@pytest.mark.parametrize("column", [1, 40, 5_000, 899_999])
def test_long_line_is_shown_around_the_column(column: int) -> None:
    source = "x" * (column - 1) + "!" + "x" * (900_000 - column)
    found = make_problem("error", "x", Place("a", 1, column, source), "m", "h", value="v" * 5_000)
    _, shown, below = format_problem(found, str).split("\n")
    assert len(shown) < 120
    assert shown[below.index("^")] == "!"
    assert len(found.source) <= 1000
    assert len(found.values[0][1]) <= 201
    assert found.column == column


def test_signs_that_a_terminal_would_obey_are_not_printed() -> None:
    text = format_problem(make_problem("error", "x", Place("a", 1, 1, "\x1b[31mred\u202e"), "m"), str)
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_values_with_braces_stay_as_they_are() -> None:
    found = make_problem("error", "x", Place("a"), "the {name} is wrong", name="{name} {0} {")
    assert to_record(found, str)["message"] == "the {name} {0} { is wrong"


def test_translation_is_asked_for_texts_and_severity() -> None:
    words = {"error": "错误", "write it as 2024-01-31": "请写成 2024-01-31"}
    text = format_problem(made(), lambda each: words.get(each, each))
    assert "错误: " in text
    assert text.endswith("^ 请写成 2024-01-31")


def test_gather_sorts_by_place_and_drops_repetitions() -> None:
    problems = [made(line=10), made(line=9), made(path="content/Z.md"), made(line=9, column=2), made(line=10)]
    places = [(p.path, p.line, p.column) for p in sort_problems(problems)]
    assert places == sorted(set(places))
    assert len(places) == 4


def test_soften_spares_drafts_only() -> None:
    problems = downgrade_draft_errors(
        [made(path="content/a.md"), made(path="content/b.md")], frozenset(["content/a.md"])
    )
    assert [p.severity for p in problems] == ["warning", "error"]
    assert has_errors(problems)
    assert not has_errors(problems[:1])


def test_strict_leaves_notices() -> None:
    assert [p.severity for p in upgrade_warnings([made("warning"), made("notice"), made()])] == [
        "error",
        "notice",
        "error",
    ]


def test_record_has_the_keys_of_the_contract() -> None:
    record = to_record(made(), str)
    assert list(record) == ["severity", "rule", "path", "line", "column", "message", "hint", "source"]
    assert json.loads(json.dumps(record)) == record


def test_annotation_escapes() -> None:
    found = make_problem("warning", "link", Place("a:b,c.md", 2, 3), "50% of\nit", "mend")
    assert format_annotation(found, str) == (
        "::warning file=a%3Ab%2Cc.md,line=2,col=3,title=link::50%25 of%0Ait (mend)"
    )
