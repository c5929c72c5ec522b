"""The block of an item: every slip is one Problem of rule `yaml` at its line and column; nothing makes it fail."""

import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_builder.decoding import find_control
from site_builder.front_matter.nodes import MappingNode, Node, ScalarNode, SequenceNode
from site_builder.front_matter.read import FrontMatter, parse_front_matter
from site_builder.front_matter.values import ValueReader


def block(fields: str, body: str = "Text.\n") -> str:
    return f"---\n{fields}\n---\n{body}"


def plain(node: Node) -> object:
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, SequenceNode):
        return [plain(each) for each in node.nodes]
    return {name: plain(field.node) for name, field in node.fields}


def slips(found: FrontMatter, *severities: str) -> list[tuple[int, int]]:
    return sorted((p.line, p.column) for p in found.problems if p.severity in (severities or ("error",)))


@pytest.mark.parametrize(
    ("fields", "values"),
    [
        ("title: a\ndate: 2024-01-31", {"title": "a", "date": "2024-01-31"}),
        (
            "time: 14:00\nid: 01064220000\nno: no\nx: 1e3",
            {"time": "14:00", "id": "01064220000", "no": "no", "x": "1e3"},
        ),
        ("title: a\n　date: b", {"title": "a", "date": "b"}),
        ("标题: 甲\n社区: [乙, 丙]", {"title": "甲", "communities": ["乙", "丙"]}),
        ("events:\n- date: a\n  地点: b", {"events": [{"date": "a", "place": "b"}]}),
        ("summary: |\n  a\n  b", {"summary": "a\nb"}),
        ("summary: >\n  a\n  b", {"summary": "a b"}),
        ("title: a # b".replace(" # ", "#"), {"title": "a#b"}),
        ("", {}),
        ("# only a note", {}),
    ],
)
def test_values_stay_text(fields: str, values: dict[str, object]) -> None:
    found = parse_front_matter(block(fields), "a.md")
    assert plain(found.fields) == values
    assert found.problems == ()


@pytest.mark.parametrize("text", ["---\ntitle: a\n---\nBody\n---\n", "---  \ntitle: a\n---\t\nBody\n---\n"])
def test_body_begins_below_the_block(text: str) -> None:
    assert text[parse_front_matter(text, "a.md").body :] == "Body\n---\n"


@pytest.mark.parametrize(
    ("fields", "places"),
    [
        ('title: "a', [(2, 8)]),
        ("title: \"走访\nauthor: 'x\nsummary: ok", [(2, 8), (3, 9)]),
        ("title: Visit: report", [(2, 13)]),
        ("标题: 走访: 报告", [(2, 7)]),
        ("title: a\n\tdate: b", [(3, 1)]),
        ("title: a\nevents:\n\t- date: b", [(4, 1)]),
        ("title: a\ntitle: b\n标题: c", [(3, 1), (4, 1)]),
        ("events:\n- date: a\n  date: b\n- date: c", [(4, 3)]),
        ("title: &a b\nauthor: *a\nsummary: !x y", [(2, 8), (3, 9), (4, 10)]),
        ("title: 5 # 号楼\nauthor: #x\npeople:\n- 张 # x", [(2, 10), (3, 9), (5, 5)]),
        ("summary: a\n  b # c", [(3, 5)]),
        ("- a\n- b", [(2, 1)]),
        ("just text", [(2, 1)]),
        ("title:走访", [(2, 7)]),
        ("title:　走访", [(2, 7)]),
        ("title: [a\ndate: b", [(2, 8)]),
        ("title: {a\ndate: b", [(2, 8)]),
        ('title: "Visit" to Anhuali', [(2, 16)]),
        ("title: [a] b", [(2, 12)]),
        ("title: @a\nauthor: `b\nsummary: %c", [(2, 8), (3, 9), (4, 10)]),
        ("title: - a", [(2, 8)]),
        ('title: "C:\\user"', [(2, 13)]),
        ('events:\n- date: a\n  title: b: c\n  place: "d\n- date: e: f', [(4, 11), (5, 10), (6, 10)]),
        ("title: a\u2028b: c\ndate: e: f", [(2, 11), (3, 8)]),
        ("title：a: b", [(2, 8)]),  # in a line that was repaired
    ],
)
def test_every_slip_has_its_place(fields: str, places: list[tuple[int, int]]) -> None:
    found = parse_front_matter(block(fields), "a.md")
    assert slips(found) == places
    assert {p.rule for p in found.problems} == {"yaml"}
    assert all(p.hint for p in found.problems)


def test_one_slip_hides_no_value() -> None:
    found = parse_front_matter(block('title: "a\nevents:\n  - date: x\n    place: "b\n  - date: y\nauthor: z'), "a.md")
    assert plain(found.fields) == {
        "title": "",
        "events": [{"date": "x", "place": ""}, {"date": "y"}],
        "author": "z",
    }
    title = found.fields.get("title")
    assert title is not None
    assert isinstance(title.node, ScalarNode)
    assert title.node.broken


@pytest.mark.parametrize(
    ("fields", "values", "places"),
    [
        ("标题：走访", {"title": "走访"}, [(2, 3)]),
        ("标题： 走访", {"title": "走访"}, [(2, 3)]),
        ("title：x", {"title": "x"}, [(2, 6)]),
        ("活动：\n  - 日期：a\n    地点：b", {"events": [{"date": "a", "place": "b"}]}, [(2, 3), (3, 7), (4, 7)]),
        ("撤回: {日期：a, 原因：b}", {"withdrawn": {"date": "a", "reason": "b"}}, [(2, 8), (2, 14)]),
        ("summary: |\n  日期：a\n摘要说明: b", {"summary": "日期：a\n", "摘要说明": "b"}, []),
        ("summary: a\n  来源：b", {"summary": "a 来源：b"}, []),
        ("title: 通知：开会", {"title": "通知：开会"}, []),
        ("title: a，日期：b", {"title": "a，日期：b"}, []),
        ("没有：x: y", {"没有：x": "y"}, []),
    ],
)
def test_full_width_colon(fields: str, values: dict[str, object], places: list[tuple[int, int]]) -> None:
    found = parse_front_matter(block(fields), "a.md")
    assert plain(found.fields) == values
    assert slips(found, "notice") == places
    assert slips(found) == []


@pytest.mark.parametrize(
    ("text", "hint", "values"),
    [
        ("---\ntitle: a\n\nText: b\n", "above line {n}", {"title": "a"}),
        ("---\ntitle: a\n———\nText\n", "on line {n}, by hand", {"title": "a"}),
        ("---\ntitle: a\n...\nText\n---\n", "on line {n}, by hand", {"title": "a"}),
        ("---\ntitle: a\n—\nText\n\n---\n\nMore\n", "on line {n}, by hand", {"title": "a"}),
        ("---", "above line {n}", {}),
        ("----\ntitle: a\n---\n", "on line 1", {"title": "a"}),
        (" ---\ntitle: a\n---\n", "on line 1", {"title": "a"}),
        ("\n\n---\ntitle: a\n---\n", "empty lines above", {"title": "a"}),
        ("title: a\n---\nText\n", "write --- on a line of its own above", {"title": "a"}),
        ("# Heading\n\nText\n", "begin with ---", {}),
        ("---yaml\ntitle: a\n---\n", "begin with ---", {}),
        ("", "begin with ---", {}),
        ("\ufeff---\n", "begin with ---", {}),
    ],
)
def test_no_block_is_one_error_at_line_1(text: str, hint: str, values: dict[str, object]) -> None:
    found = parse_front_matter(text, "a.md")
    assert slips(found) == [(1, 1)]
    assert hint in found.problems[0].hint
    assert plain(found.fields) == values
    assert found.body == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "fields",
    [
        "title: " + "[" * 100000,
        "title: " + "{a: " * 100000,
        "- " * 20000,
        "\n".join(" " * n + "a:" for n in range(1000)),
        "\n".join(f"k{n}: v" for n in range(10000)),
        "\n".join(f'k{n}: "v' for n in range(5000)),
        "title: " + ": " * 200000,
        "title: " + " #" * 200000,
        "a: &a [x, x]\n" + "\n".join(f"b{n}: &b{n} [*a, *a, *a]" for n in range(1000)),
        "标题：" * 50000,
        '"' * 500000,
    ],
    ids=[
        "brackets",
        "braces",
        "dashes",
        "deep",
        "fields",
        "quotes",
        "colons",
        "signs",
        "aliases",
        "full-width",
        "marks",
    ],
)
def test_bombs_come_to_an_end(fields: str) -> None:
    start = time.process_time()
    parse_front_matter(block(fields), "a.md")
    assert time.process_time() - start < 3


VALID = block(
    "标题: 走访\ndate: 2024-01-31 09:30\ncommunities: [甲，乙, 'c']\nevents:\n  - date: 2024-02-01\n    place: \"x\"\n"
    "summary: |\n  a\n  b\nwithdrawn: {date: 2024-03-01, reason: x}"
)
SIGNS = st.sampled_from(
    [*list("\n\n  \t-:：\"'[]{}#&*!|>%@`,，。\\走a1\u2028\u3000\ufeff\U0010fffd?~="), "---\n", "- ", ": ", "\n  "]
)


@pytest.mark.slow
@settings(deadline=2000, max_examples=200)
@given(st.lists(st.tuples(st.integers(0, len(VALID)), st.integers(0, 3), SIGNS), max_size=6))
@example([(4, 0, "\U0010fffd")])
@example([(56, 2, "'"), (96, 2, " ")])
def test_any_slip_of_the_keyboard_comes_to_problems_at_places_that_exist(slips: list[tuple[int, int, str]]) -> None:
    text = VALID
    for at, dropped, sign in slips:
        text = text[:at] + sign + text[at + dropped :]
    judge(text)


@pytest.mark.slow
@settings(deadline=2000, max_examples=150)
@given(st.lists(SIGNS, max_size=40).map("".join))
@example("]\n--\n[")
@example('\ufeff---\n"')
@example("\ufeff---\n：")
@example("title: a\n\ufeff: b")
def test_any_block_comes_to_problems_at_places_that_exist(fields: str) -> None:
    judge(block(fields))
    judge(fields)


def judge(text: str) -> None:
    found = parse_front_matter(text, "content/a.md")
    lines = text.split("\n")
    assert isinstance(found.fields, MappingNode)
    assert 0 <= found.body <= len(text)
    for each in found.problems:
        assert each.rule == "yaml" or (each.rule == "encoding" and each.source[each.column - 1] == "\\")
        assert each.source == lines[each.line - 1]
        assert 1 <= each.column <= len(each.source) + 1


def test_a_mark_of_the_encoding_within_the_block_is_not_seen() -> None:
    found = parse_front_matter("---\n\ufefftitle: A\ndate: [x\n---\n", "content/a.md")
    assert [name for name in ("title", "date") if found.fields.get(name)] == ["title", "date"]
    assert [(p.line, p.column) for p in found.problems] == [(3, 7)]


def list_texts(node: Node) -> list[str]:
    if isinstance(node, ScalarNode):
        return [node.text]
    if isinstance(node, SequenceNode):
        return [text for each in node.nodes for text in list_texts(each)]
    return [text for name, field in node.fields for text in (name, field.written, *list_texts(field.node))]


ESCAPED = st.lists(
    st.sampled_from(["\\", "b", "u0007", "xff", "U0010FFFD", "C:", "t", "a", " ", "汉", "\n  "]), max_size=7
)


@pytest.mark.slow
@settings(deadline=2000, max_examples=300)
@given(st.lists(st.tuples(st.sampled_from(["title", "summary", "events: [{place", "topics: [x"]), ESCAPED), max_size=4))
@example([("title", ["C:", "\\", "b"]), ("summary", ["\\", "U0010FFFD"])])
def test_no_value_holds_what_no_text_may_hold(values: list[tuple[str, list[str]]]) -> None:
    ends = {"events: [{place": "}]", "topics: [x": "]"}
    lines = [f'{name}{"," if "x" in name else ":"} "{"".join(text)}"{ends.get(name, "")}' for name, text in values]
    found = parse_front_matter(block("\n".join(lines)), "content/news/a.md")
    assert all(find_control(text) is None for text in list_texts(found.fields))
    for each in found.problems:
        if each.rule == "encoding":
            assert each.source[each.column - 1] == "\\"


def test_of_a_block_larger_than_any_the_first_fields_are_read() -> None:
    text = "---\ntitle: a\ndate: 2024-01-31\ntopics:\n" + "  - a\n" * 30_000 + "author: b\n---\n\nText.\n"
    found = parse_front_matter(text, "a.md")
    assert [(p.line, p.rule) for p in found.problems] == [(1, "size")]
    assert list(found.fields.named) == ["title", "date"]
    assert text[found.body :] == "\nText.\n"
    assert parse_front_matter(text.replace("  - a\n", "", 20_000), "a.md").problems == ()


def test_of_one_long_field_few_slips_are_told() -> None:
    text = "---\ntitle: a\ntopics:\n" + '  - "a" b\n' * 5_000 + "---\n"
    found = parse_front_matter(text, "a.md").problems
    assert 1 <= len(found) < 20
    assert {p.rule for p in found} == {"yaml"}


def test_names_in_one_text_in_quotation_marks_have_their_places() -> None:
    names = [f"甲{n}" for n in range(50)]
    field = parse_front_matter(f'---\npeople: "{"， ".join(names)}"\n---\n', "a.md").fields.get("people")
    assert field
    found = list(ValueReader(ZoneInfo("UTC")).read_list(field.node, "people"))
    source = found[0].place.source
    assert [source[each.place.column - 1 :].startswith(each.text) for each in found[1:]] == [True] * 49
