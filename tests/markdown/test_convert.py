"""Markdown bodies, whatever is pasted into them -> safe HTML, links, headings, text, and Problems at their places."""

import re
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder import acceleration
from site_builder.markdown.audit import convert_and_audit, find_removed, make_problems
from site_builder.markdown.convert import MarkdownConverter, convert, convert_to_html
from site_builder.markdown.limits import check_limits
from site_builder.markdown.plain_text import to_plain_text
from site_builder.markdown.sanitizer import TAGS
from site_builder.markdown.source_positions import blank_code
from site_builder.model import Heading, Link, Prose
from site_builder.problem import Problem, format_message

PATH = "content/news/a.md"
HEAD = "---\ntitle: x\n---\n"


@pytest.fixture(name="md", scope="module")
def fixture_md() -> MarkdownConverter:
    return MarkdownConverter()


def problems(body: str, md: MarkdownConverter) -> list[Problem]:
    text = HEAD + body
    return list(make_problems(PATH, text, len(HEAD), *convert_and_audit(body, "en", md)))


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("**重点：**排水", "<p><strong>重点：</strong>排水</p>"),
        ("他说**“你好”**吗", "<p>他说<strong>“你好”</strong>吗</p>"),
        ("见*《办法》*第三条", "<p>见<em>《办法》</em>第三条</p>"),
        ("第一行\n第二行", "<p>第一行第二行</p>"),
        ("138****1234、139****5678", "<p>138****1234、139****5678</p>"),
        ("**电话138****1234**", "<p><strong>电话138****1234</strong></p>"),
        ("*汉*\n字", "<p><em>汉</em>字</p>"),
        ("汉\n**字**", "<p>汉<strong>字</strong></p>"),
        ("完了。\n（附件）", "<p>完了。（附件）</p>"),
        ("他说\n“字”", "<p>他说“字”</p>"),
        ("汉字\nWord", "<p>汉字\nWord</p>"),
        ("Word\n汉字", "<p>Word\n汉字</p>"),
        ("one\ntwo", "<p>one\ntwo</p>"),
        ("한국\n말", "<p>한국\n말</p>"),
        ("汉  \n字", "<p>汉<br>\n字</p>"),
        ("`汉\n字`", "<p><code>汉\n字</code></p>"),
        ("    汉\n    字", "<pre><code>汉\n字\n</code></pre>"),
        ("汉\n`字`", "<p>汉<code>字</code></p>"),
        ("中 English 文", "<p>中 English 文</p>"),
        ("~~a~~ H~2~O x^2^ ^^b^^", "<p><del>a</del> H<sub>2</sub>O x<sup>2</sup> <ins>b</ins></p>"),
        ("<me@example.org>", '<p><a href="mailto:me@example.org">me@example.org</a></p>'),
        ("![外](https://e.org/a.png)", '<p><a href="https://e.org/a.png">外</a></p>'),
        ("![](//e.org/a.png)", '<p><a href="//e.org/a.png">//e.org/a.png</a></p>'),
        ("[![外](https://e.org/a.png)](tel:110)", '<p><a href="tel:110">外</a></p>'),
        ("![w](data:image/png;base64,AAAA)", "<p>w</p>"),
        ('<td align="right">x</td>', "x"),
        (
            '!!! note "提示"\n    x',
            '<div class="admonition note">\n<p class="admonition-title">提示</p>\n<p>x</p>\n</div>',
        ),
        ("x {: .lead .foo }", "<p>x {: .lead .foo }</p>"),
        ("x\n{: .lead .foo }", '<p class="lead">x</p>'),
        ('<p class="foo">x</p>', "<p>x</p>"),
        ('<div class="note" markdown="1">\n*x*\n</div>', '<div class="note">\n<p><em>x</em></p>\n</div>'),
        ("<!-- not for readers -->", ""),
    ],
)  # fmt: skip
def test_html(body: str, html: str, md: MarkdownConverter) -> None:
    assert convert(body, "zh", md).html.strip() == html


def test_line_break_before_a_quotation_is_a_space_outside_chinese(md: MarkdownConverter) -> None:
    assert convert("called 汉字\n“word”", "en", md).html == "<p>called 汉字\n“word”</p>"


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ("1 2 3", "2 3 4"),
        ("1 3 2", "2 3 3"),
        ("3 3 1", "2 2 2"),
        ("2 4 6 4", "2 3 4 3"),
        ("1 2 3 4 5 6", "2 3 4 5 6 6"),
        ("6 5", "2 2"),
    ],
)
@pytest.mark.parametrize("raw", ["", "raw"])
def test_headings_leave_no_level_out(levels: str, expected: str, raw: str, md: MarkdownConverter) -> None:
    body = "\n\n".join(f"<h{n}>x</h{n}>" if raw else f"{'#' * int(n)} x" for n in levels.split())
    html = convert(body, "en", md).html
    assert re.findall(r"<h(\d)", html) == expected.split() == re.findall(r"</h(\d)", html)


def test_headings_links_and_ids(md: MarkdownConverter) -> None:
    body = (
        "# 议定 *事项*[^1]\n\n## B {#my}\n\n[r &amp; s](../news/visit.md?a=1&amp;b=2#what)\n"
        "[top](#my) ![图](图%20一.png 't')\n"
        '<a href="/about/">raw</a> [out](https://e.org/) <a href="\tx\n.md">t</a> [e]()\n\n[^1]: note\n'
    )
    prose = convert(body, "zh", md)
    assert prose.headings == (Heading(2, "议定-事项", "议定 事项"), Heading(3, "my", "B"))
    assert prose.ids == ("议定-事项", "fnref:1", "my", "fn:1")
    assert prose.links == (
        Link("../news/visit.md?a=1&b=2#what", text="r & s"),
        Link("图%20一.png", picture=True, text="图"),
        Link("/about/", text="raw"),
        Link("x.md", text="t"),
        Link("", text="e"),
        Link("#my", text="top"),
    )
    assert re.findall(r'(?:href|src)="([^"]*)"', prose.html) == [
        *("#fn:1", "slot:0", "#my", "slot:1", "slot:2", "https://e.org/", "slot:3", "slot:4", "#fnref:1"),
    ]


@pytest.mark.parametrize(
    ("body", "ids"),
    [
        ("# a {#site:x}", ()),
        ('<p id="site:x">a</p>', ()),
        ('<p id=" site:x">a</p>', ()),
        ('# a {#b}\n\n<p id="b">c</p>\n\n<p id="d">e</p>', ("b", "d")),
        ("a[^x y]\n\n[^x y]: n", ("fnref:x-y", "fn:x-y")),
    ],
)
def test_ids(body: str, ids: tuple[str, ...], md: MarkdownConverter) -> None:
    prose = convert(body, "en", md)
    assert prose.ids == ids
    assert tuple(re.findall(r' id="([^"]*)"', prose.html)) == ids
    assert prose.links == ()


def test_task_boxes_are_characters_with_hidden_words(md: MarkdownConverter) -> None:
    prose = convert("- [ ] one\n- [x] two\n\n    more\n\n- <input type=checkbox> three\n", "en", md)
    assert '<span class="task" aria-hidden="true">☐</span><span class="visually-hidden">to do: </span>one' in prose.html
    assert '<span class="task" aria-hidden="true">☑</span><span class="visually-hidden">done: </span>two' in prose.html
    assert "<input" not in prose.html
    assert to_plain_text(prose.html) == "☐ one\n☑ two\nmore\nthree"


def test_alignment_is_a_class(md: MarkdownConverter) -> None:
    html = convert("a|b|c\n:-|:-:|-:\n1|2|3 {: .small }\n", "en", md).html
    assert re.findall(r"<t[hd]\b([^>]*)>", html) == [
        *(' class="align-left"', ' class="align-center"', ' class="align-right"'),
        *(' class="align-left"', ' class="align-center"', ' class="small align-right"'),
    ]


def test_text_has_what_is_read(md: MarkdownConverter) -> None:
    body = (
        "# A & B\n\n[TOC]\n\none\ntwo[^1] &lt;b&gt; ![alt](x.png)<br>three\n\n- 汉\n字\n\n"
        "a|b\n-|-\n1|2\n\n*[one]: first\n\n[^1]: a note\n"
    )
    assert to_plain_text(convert(body, "en", md).html) == "A & B\none two <b> three\n汉字\na b\n1 2\na note"


def test_converter_forgets_the_body_before(md: MarkdownConverter) -> None:
    body = "# a\n\na[^1]\n\n[^1]: n\n"
    first = convert(body, "en", md)
    assert convert_and_audit("<div markdown=1>" * 600 + "</div>" * 600, "en", md)[1][0].what == "depth"
    assert convert(body, "en", md) == first


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("a\n\n<script>alert(1)</script>", ["6:1 html script"]),
        ("a <b onclick=x>b</b>\n\nc\n\n<b onclick=x>d</b>", ["4:3 html onclick", "8:1 html onclick"]),
        (
            "a `<b onclick=x>`\n\n<!-- <b onclick=x> -->\n\n```\n<b onclick=x>\n```\n\nc <b onclick=x>d</b>",
            ["12:3 html onclick"],
        ),
        ("a\n{: onclick=x }", ["5:4 html onclick"]),
        ("# a {: .foo }", ["4:8 html foo"]),
        ("!!! foo\n    a", ["4:1 html foo"]),
        ("[a](javascript:x)", ["4:5 html javascript:"]),
        ("[a](JaVaScRiPt:x)", ["4:5 html javascript:"]),
        ("[a](java&#115;cript:x)", ["4:5 html javascript:"]),
        ("[a]( javascript:x )", ["4:6 html javascript:"]),
        ("[a][b]\n\n[b]: vbscript:x", ["6:6 html vbscript:"]),
        ('<a href="java&#9;script:x">a</a>', ["4:1 html javascript:"]),
        ("[a](file:///c:/x.doc) [b](C:\\x.doc)", ["4:5 html file:", "4:27 html c:"]),
        ("![a](data:image/png;base64,AA)", ["4:6 html data:"]),
        ("<style>p{}</style>", ["4:1 html style"]),
        ('<p style="x">a</p>', ["4:1 html style"]),
        ("<form><input><button>b</button></form>", ["4:1 html form", "4:7 html input", "4:14 html button"]),
        ("<iframe src=x></iframe>\n\n<embed src=y>", ["4:1 html iframe", "6:1 html embed"]),
        ("a\n\n# b {#site:c}", ["6:5 html site:c"]),
        ("# b {#c}\n\n# d {#c}", ["6:5 html c"]),
        ("![a](https://e.org/x.png)", ["4:6 picture https://e.org/x.png"]),
        ("![](x.png) ![b](x.png) ![](x.png)", ["4:1 alt x.png", "4:24 alt x.png"]),
        ('<img src="x.png">\n\n<img src="y.png" alt=" ">', ["4:1 alt x.png", "6:1 alt y.png"]),
        ("![][p]\n\n[p]: x.png", ["4:1 alt x.png"]),
        ("<p>a<![if x]>b</p>", ["4:5 html !"]),
        ("<p class='note small'>[a](b.md) <br> <!-- c --></p>\n\n<http://x.org>", []),
        ("[a](b.md) [c](https://e.org/?a=1&b=2) [d](mailto:a@b.org) [e](#f) - [ ] `<x>` {no} a < b", []),
        ("1. [ ] a\n2. [x] b", []),
    ],
)
def test_problems_stand_where_they_are_written(body: str, found: list[str], md: MarkdownConverter) -> None:
    def name(each: Problem) -> str:
        words = dict(each.values).get("name")
        return words or ("script" if "<script>" in each.message else "style")

    made = problems(body, md)
    if "picture" in str(found):
        made = [each for each in made if each.rule == "picture"]
        found = [each.rpartition(" ")[0] for each in found]
        assert [f"{each.line}:{each.column} {each.rule}" for each in made] == found
    else:
        assert [f"{each.line}:{each.column} {each.rule} {name(each)}" for each in made] == found
    assert all(each.severity == ("error" if each.rule == "alt" else "warning") for each in made)
    for each in made:
        assert format_message(each.message, each.values, str)
        assert "{" not in format_message(each.hint, each.values, str).replace("{: .note }", "")


@pytest.mark.parametrize(
    ("body", "literal", "nth", "offset"),
    [
        ("[a](x) [a](x)", "](x)", 0, 2),
        ("[a](x) [a](x)", "](x)", 1, 9),
        ("[a](x) [a](x)", "](x)", 2, None),
        ("`](x)` ](x)", "](x)", 0, 7),
        ("`` ` ](x)`` ](x)", "](x)", 0, 12),
        ("` ](x)", "](x)", 0, 2),
        ("` a\n\n](x) `", "](x)", 0, 5),
        ("<!-- ](x) --> ](x)", "](x)", 0, 14),
        ("<!-- ](x)", "](x)", 0, 5),
        ("a\n\n    ](x)\n\n](x)", "](x)", 0, 13),
        ("a\n    ](x)", "](x)", 0, 6),
        ("- a\n\n    ](x)", "](x)", 0, 9),
        ("- a\n\n        ](x)\n\n](x)", "](x)", 0, 19),
    ],
)
def test_code_and_comments_are_blanked_out(body: str, literal: str, nth: int, offset: int | None) -> None:
    expected = None if offset is None else offset + len("](x)\n")
    read = blank_code("](x)\n" + body, len("](x)\n"))
    found = [each.start() for each in re.finditer(re.escape(literal), read)]
    assert (found[nth] if literal and nth < len(found) else None) == expected


PIECES = (
    *("<script>", "</script>", "<b onclick=alert(1)>", "<a href='javascript:x'>", "<a href=' java&Tab;script:x'>"),
    *("<a href='&#12288;javascript:x'>", "<a href=slot:9>", "<img src=x onerror=y>", "<svg/onload=x>", "<math>"),
    *("[a](javascript:x)", "[b](jav&#x61;script:x)", "[c](d.md)", "![](e.png)", "![e](http://f/g.png)", "[h](#i)"),
    *("{:onclick=x}", "{:.a}", "{:#site:b}", "\n{: onclick=x style=y href=javascript:z }\n", "[x]: data:y", "[x]"),
    *(
        "#",
        "*a*",
        "`",
        "```",
        "<style>",
        "<!--",
        "-->",
        "<div markdown=1>",
        "</div>",
        "<p>",
        ">",
        "-",
        "1.",
        "|",
        "---",
    ),
    *(
        "[^1]",
        "[^1]:x",
        "<h1>",
        "</h1>",
        "汉",
        '"',
        "'",
        "&",
        "&lt;",
        "<td align=right>",
        "<![CDATA[",
        "]]>",
        "<?x ?>",
    ),
    *("<noscript>", "<iframe>", "<textarea>", "<title>", "&#106;avascript:", "[ ]", "<input>"),
)


# Most of these are let through without a look at each tag.
PLAIN_PIECES = (
    *("[a](b.md)", "[a](/b/c)", "[a](#b)", "[a](https://e.org/?a=1&b=2)", "[a](https://e.org)", "[a](HTTP://e.org/)"),
    *("[a](https://xn--e.org/)", "[a](//e.org/)", "[a](x:y)", "[a](tel:1)", "[a](https://1.2.3/)", "[a](b 'c')"),
    *("![a](b.png)", "![ ](b.png)", "![](b.png)", "![&amp;](b.png)", "![a](//e.org/b.png)", "![a](b:c.png)"),
    *("\n\n", "\n# a\n\n", "\n\n- ", "\n\n> ", "a|b\n-|-:\n1|2\n", "[^1]", "\n\n[^1]: n\n\n", "[TOC]", "汉", "a"),
)  # fmt: skip


@pytest.mark.parametrize("lead", ["", "a "])
@pytest.mark.parametrize("piece", PIECES)
def test_nothing_dangerous_is_left_alone(piece: str, lead: str, md: MarkdownConverter) -> None:
    check_harmless(convert(f"{lead}{piece}b</b></a>\n\n[x]", "en", md))


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(st.sampled_from(PIECES), st.sampled_from([" ", "\n", "\n\n", "    "]), st.text(max_size=4)),
        max_size=25,
    )
)
def test_nothing_dangerous_is_left(pieces: list[str]) -> None:
    check_harmless(convert("".join(pieces), "zh", MarkdownConverter()))


def check_harmless(prose: Prose) -> None:
    tags = re.findall(r"<([a-z][a-z0-9]*)((?: [^>]*)?)>", prose.html)
    assert {tag for tag, _ in tags} <= TAGS - {"h1"}
    for _, attributes in tags:
        values = dict(re.findall(r' ([\w-]+)="([^"]*)"', attributes))
        assert not [name for name in values if name.startswith("on") or name == "style"]
        for address in (values.get("href"), values.get("src")):
            assert address is None or re.match(r"slot:\d|#|//|(?i:https?:|mailto:|tel:)", address)
        assert values.get("src", "slot:").startswith("slot:")
    slots = [int(number) for number in re.findall(r'(?:href|src)="slot:(\d+)"', prose.html)]
    assert slots == list(range(len(slots)))
    assert all(link.target.startswith("#") for link in prose.links[len(slots) :])


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.sampled_from([*PLAIN_PIECES, *PIECES]), st.sampled_from(PLAIN_PIECES)), max_size=12))
def test_where_nothing_is_looked_for_nothing_was_taken_out(pieces: list[str]) -> None:
    body = " ".join(pieces)
    raw = convert_to_html(body, MarkdownConverter())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(acceleration, "ACCELERATED", False)
        expected = find_removed(body, raw)
        patch.setattr(acceleration, "ACCELERATED", True)
        assert find_removed(body, raw) == expected


@pytest.mark.slow
@settings(max_examples=120, deadline=None)
@given(st.text(alphabet="[]()!#:.*_~^|-+>`&;\\\"'a1/ \n", max_size=60))
def test_bodies_without_signs_have_nothing_but_links_to_find(body: str) -> None:
    md = MarkdownConverter()
    beside = [("!!!", "class"), ("&#", "control")]
    expected = {"link", "picture", "alt", "typed"} | {what for sign, what in beside if sign in body}
    assert {each.what for each in convert_and_audit(body, "en", md)[1]} <= expected


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("a\n" + "x" * 20_001, 5),
        ("a\n\n" + ">" * 5_000, 6),
        ("1. " * 500, 4),
        ("\n".join("    " * n + "- x" for n in range(200)), 54),
        ("a\n\n" + "[" * 5_000, 6),
        ("[\n" * 5_000, 4),
        ("[a](" * 4_000, 4),
        ("<b a='" * 3_000, 4),
        ("<div\n" * 5_000, 4),
        ("<![CDATA[" * 2_000, 4),
        ("a\n:   " * 5_000, 4),
        ("[^a] " * 3_000, 4),
        ("# x\n" * 20_000, 4),
        ("＃ x\n" * 3_000, 4),
        ("* * *\n" * 3_000, 4),
        ("***\n" * 5_000, 4),
        ("``a`" * 1_000, 4),
        ("~~~a\n" * 1_000, 4),
        ("^^^a " * 1_000, 4),
        ("周一~周五\n" * 2_000, 4),
        ("**a*b\n" * 2_000, 4),
        ("&#11;\n" * 27_000, 4),
        (("汉字" * 5_000 + "\n\n") * 30, 4),
        ("*\n\n" * 20_000, 4),
        ("a|b\n-|-\n" + "1|2\n" * 60_000, 4),
    ],
)  # fmt: skip
def test_bodies_that_would_take_minutes_are_refused(body: str, line: int) -> None:
    found = check_limits(PATH, HEAD + body, len(HEAD))
    assert found
    assert (found.severity, found.rule) == ("error", "size")
    assert found.line >= line


@pytest.mark.parametrize(
    "body",
    [
        *("*" * 19_999, "`" * 19_999, "&" * 19_999, "<" * 19_999, "<!--" * 1_000, "<!-- x\n" * 500, "- " * 9_000),
        "|".join("a" * 3_000) + "\n" + "|".join("-" * 3_000) + "\n" + "|".join("b" * 3_000),
        "> " * 50 + "x",
        "- 周一~周五 8:00~11:30\n" * 1_000,
        "| a | b |\n|---|---|\n" + "| 周一~周五 | `8:00` |\n" * 1_000,
        ("汉字" * 5_000 + "\n\n") * 29,
        "周一~周五\n" * 600,
        "| a | b |\n|---|---|\n" + "| 周一~周五 | `8:00` |\n" * 3_000,
        "\n".join(f"- [file {n}](files/{n}.pdf), of the year {n}" for n in range(400)),
        "- - - " * 20,
    ],
)
def test_odd_bodies_that_are_let_through_are_quick(body: str, md: MarkdownConverter) -> None:
    assert check_limits(PATH, HEAD + body, len(HEAD)) is None
    start = process_time()
    convert(body, "en", md)
    assert process_time() - start < 2


@pytest.mark.parametrize(
    ("lang", "body", "title"),
    [
        ("zh", "!!! note\n    甲", "说明"),
        ("zh-TW", "!!! warning\n    甲", "警告"),
        ("en", "!!! warning\n    a", "Warning"),
        ("zh", '!!! note "Note"\n    甲', "Note"),
        ("zh", "!!! 提醒\n    甲", "提醒"),
        ("de", "!!! tip\n    a", "Tip"),
    ],
)
def test_a_box_without_a_title_is_named_in_the_language_of_its_text(lang: str, body: str, title: str) -> None:
    html = convert(body, lang, MarkdownConverter()).html
    assert f'<p class="admonition-title">{title}</p>' in html
    assert "untitled" not in html
