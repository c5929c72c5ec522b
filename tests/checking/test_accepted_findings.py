"""What an editor accepts stands for its line and its rule; what has to be accepted no more is told."""

import pytest

from site_builder.checking.accepted_findings import AcceptedPlaces, parse_acceptances
from site_builder.problem import Place, make_problem

BLOCK = "---\ntitle: Call\n# accept personal-data: the office's own mobile\nphone: 1\n---\n"


def lines(body: str) -> list[tuple[str, int, str]]:
    found, problems = parse_acceptances("a.md", BLOCK + body, len(BLOCK))
    assert problems == ()
    return [(each.rule, each.line, each.file) for each in found]


def test_in_the_front_matter_it_holds_for_the_line_below() -> None:
    assert lines("") == [("personal-data", 4, "")]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("Call 1. <!-- accept personal-data: agreed -->\n", 6),
        ("<!-- accept personal-data: agreed -->\nCall 1.\n", 7),
        ("<!-- accept personal-data：同意 -->\n\n<!-- accept personal-data: twice -->\nCall 1.\n", 9),
        ("\nA\n<!-- accept personal-data: agreed -->", 8),
    ],
)
def test_in_the_body_it_holds_for_its_line_or_the_next_with_text(body: str, line: int) -> None:
    assert {each[1] for each in lines(body)[1:]} == {line}


def test_a_comment_of_the_front_matter_is_none_in_the_body() -> None:
    assert len(lines("# accept personal-data: a heading\n")) == 1


def test_it_names_an_attachment() -> None:
    assert lines("<!-- accept personal-data roll 1.xlsx: published by law -->\n")[1][2] == "roll 1.xlsx"


@pytest.mark.parametrize("note", ["personal-data", "personal-data:", "", "nothing: why", "yaml: never"])
def test_without_rule_or_reason_it_is_a_problem(note: str) -> None:
    found, problems = parse_acceptances("a.md", f"---\n---\nCall <!-- accept {note} -->", 8)
    assert found == ()
    assert [(each.rule, each.line, each.column) for each in problems] == [("accept", 3, 6)]


def test_only_its_own_findings_are_left_out_and_an_idle_one_is_told() -> None:
    text = "---\n---\n<!-- accept personal-data: agreed -->\nCall 1.\nCall 2.\n"
    accepted, _ = parse_acceptances("a.md", text, 8)
    problems = [
        make_problem("error", rule, Place("a.md", line), "") for rule in ("personal-data", "alt") for line in (4, 5)
    ]
    places = AcceptedPlaces(text, 8, accepted)
    assert [(each.rule, each.line) for each in places.remove_accepted(problems)] == [
        ("personal-data", 5),
        ("alt", 4),
        ("alt", 5),
    ]
    assert places.check_unused("a.md", text, problems) == ()
    assert [(each.severity, each.line) for each in places.check_unused("a.md", text, problems[1:])] == [("warning", 3)]


TABLES = """\
---
title: Duty
---
<!-- accept personal-data column 值班 电话: the roster is public -->

| 姓名 | **值班电话** | 本人电话 |
|---|---|---|
| 甲 | 1 | 2 |
丙 | 3 | 4

| 姓名 | 值班电话 |
|---|---|
| 乙 | 5 |
"""


def find_columns(text: str) -> tuple[list[str], int]:
    """Give the digits whose findings are left, each a finding, and how many acceptances are idle."""
    start = text.index("---\n", 4) + 4
    accepted, problems = parse_acceptances("a.md", text, start)
    assert problems == ()
    places = AcceptedPlaces(text, start, accepted)
    found = [
        make_problem("error", "personal-data", Place("a.md", number, line.index(digit) + 1), digit)
        for number, line in enumerate(text.split("\n"), 1)
        for digit in "12345"
        if digit in line
    ]
    return [each.message for each in places.remove_accepted(found)], len(places.check_unused("a.md", text, found))


def test_that_of_a_column_holds_for_the_next_table_alone() -> None:
    assert find_columns(TABLES) == (["2", "4", "5"], 0)


def test_in_the_block_it_holds_for_all_tables() -> None:
    note = "# accept personal-data column 值班电话: the roster is public"
    assert find_columns(TABLES.replace("title: Duty", f"title: Duty\n{note}").replace("<!-- accept", "<!--")) == (
        ["2", "4"],
        0,
    )


def test_of_a_column_that_is_not_there_is_idle() -> None:
    assert find_columns(TABLES.replace("column 值班 电话", "column 办公电话")) == (["1", "2", "3", "4", "5"], 1)


def test_of_a_whole_text_holds_everywhere_in_it() -> None:
    assert find_columns(TABLES.replace("column 值班 电话", "everywhere")) == ([], 0)
    assert find_columns(TABLES.replace("personal-data column 值班 电话", "wording everywhere"))[1] == 1
