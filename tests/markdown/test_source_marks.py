"""Bodies put together of parts whose findings are known, line by line: each is found where it was written."""

import random

import pytest

from site_builder.markdown.audit import convert_and_audit, find_removed, locate_findings, make_problems
from site_builder.markdown.convert import MarkdownConverter, convert_to_html
from tests.lengths import SEED, choose_length

# Parts of a body: text, and the lines within it (from 0) at which something is found, by its kind and name.
FOUND = [
    ("停水 <iframe src=x></iframe> 通知", [(0, "tag", "iframe")]),
    ("<div onclick=x>\n\n正文\n\n</div>", [(0, "attribute", "onclick")]),
    ("<div\n  title='t'\n  onclick='x'>a</div>", [(2, "attribute", "onclick")]),
    ("第一行\n第二行 <b onclick=x>重要</b>\n第三行", [(1, "attribute", "onclick")]),
    ("[a](javascript:x) 与 [b](javascript:y)", [(0, "link", "javascript:")] * 2),
    ("文字\n[办法][甲%d]\n\n[甲%d]: javascript:z", [(3, "link", "javascript:")]),
    ("第一行\n![](a.jpg)", [(1, "alt", "a.jpg")]),
    ("![][图%d]\n\n[图%d]: b.jpg", [(0, "alt", "b.jpg")]),
    ("[![](a.jpg)](https://example.org/)", [(0, "alt", "a.jpg")]),
    ("![图](https://example.org/a.jpg)", [(0, "picture", "https://example.org/a.jpg")]),
    ("正文\n{: .foo }", [(1, "class", "foo")]),
    ("## 标题%d {: .foo onclick=x }", [(0, "class", "foo"), (0, "attribute", "onclick")]),
    ("!!! foo\n    正文", [(0, "class", "foo")]),
    (
        "- 一\n- 二 <iframe src=y></iframe>\n- 三 <b onclick=x>b</b>",
        [(1, "tag", "iframe"), (2, "attribute", "onclick")],
    ),
    ("> 引文\n> <b onclick=x>b</b>", [(1, "attribute", "onclick")]),
    ("| a | b |\n|---|---|\n| c | <b onclick=x>d</b> |", [(2, "attribute", "onclick")]),
    ("<p><o:p>&nbsp;</o:p></p>", [(0, "tag", "o:p")]),
    ("<p>a<![if x]>b</p>", [(0, "tag", "!")]),
    ("<span style='x'>a</span> <span style='y'>b</span>", [(0, "attribute", "style")] * 2),
    ("<div markdown=1>\n\n正文 <b onclick=x>b</b>\n\n</div>", [(2, "attribute", "onclick")]),
    ("项\n:   解释 <b onclick=x>b</b>", [(1, "attribute", "onclick")]),
    ("见注[^n%d]\n\n[^n%d]: 注 <iframe src=x></iframe>", [(2, "tag", "iframe")]),
]
# Parts in which nothing is found, though they have the same words.
QUIET = [
    "写作 `<iframe src=x>` 或 ``<b onclick=x>``",
    "<!-- <b onclick=x> <iframe src=y> ![](a.jpg) -->",
    "文字\n\n    <iframe src=x>\n    <b onclick=x>\n\n文字",
    "\\![](a.jpg) 与 \\`",
    "onclick= style= foo .foo iframe javascript:x a.jpg",
    "[说明](https://example.org/onclick=x) < iframe",
    "<pre>onclick=x .foo</pre>",
    "正文 {.foo} 与 {: 不是 }",
    "[没有用到]: javascript:x",
    "- 项\n\n        <iframe src=x>",
    "&lt;iframe src=x&gt;",
    "## 标题 <em>foo</em>",
    "时间 8:00\u201411:30，地点 <b>foo</b>",
]


def make_body(chance: random.Random) -> tuple[str, list[tuple[int, str, str]]]:
    parts: list[str] = []
    expected: list[tuple[int, str, str]] = []
    line = 1
    for number in range(chance.randrange(2, 12)):
        text, found = chance.choice(FOUND) if chance.random() < 0.5 else (chance.choice(QUIET), [])
        text = text.replace("%d", str(number))
        expected += [(line + within, what, name) for within, what, name in found]
        line += text.count("\n") + 2
        parts.append(text)
    return "\n\n".join(parts), sorted(expected)


@pytest.mark.slow
def test_every_finding_stands_at_the_line_where_it_was_written() -> None:
    md, chance = MarkdownConverter(), random.Random(SEED)  # noqa: S311
    for _ in range(choose_length(60, 4000)):
        body, expected = make_body(chance)
        prose, found = convert_and_audit(body, "zh", md)
        problems = make_problems("content/news/a.md", body, 0, prose, found)
        lines = [(place.line, each.what, each.name) for place, each in zip(problems, found, strict=True)]
        assert sorted(each for each in lines if each[1] != "typed") == expected, body


def test_a_body_that_has_such_letters_itself_is_read_without_marks() -> None:
    md, body = MarkdownConverter(), "\U00017000\U00017001\n\n<b onclick=x>a</b>"
    found = find_removed(body, convert_to_html(body, md))
    assert [each.offset for each in locate_findings(body, found, md)] == [body.index("onclick")]


def test_marks_change_nothing_that_is_found() -> None:
    md = MarkdownConverter()
    body = "<a href='javascript:x' onclick=y class='foo note'>a</a>\n\n# b {#c}\n\n# d {#c}\n\n![&nbsp;](x.png){.foo}"
    found = find_removed(body, convert_to_html(body, md))
    located = locate_findings(body, found, md)
    assert [(e.what, e.name, e.tag) for e in located] == [(e.what, e.name, e.tag) for e in found]
    assert [body.count("\n", 0, e.offset) for e in located] == [0, 0, 0, 0, 4, 6, 6]
