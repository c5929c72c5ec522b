# ruff: noqa: E501
"""Every letter, digit and sign of a body stands on its page in its order, but for what docs/markdown.md lists.

What a page has to say is read from its source by `typed/source.py`, which knows nothing of the converter; what it says,
from its HTML by `typed/page.py`. LONG=1 takes a hundred thousand bodies by chance, TYPED_FOLDER those of a folder too.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder import acceleration
from site_builder.front_matter.split import split_front_matter
from site_builder.markdown.audit import convert_and_audit, make_problems
from site_builder.markdown.convert import EXTENSIONS, MarkdownConverter, make_prose
from site_builder.markdown.limits import check_limits
from site_builder.model import Prose
from site_builder.problem import Problem
from tests.lengths import SEED, choose_length
from tests.markdown.typed.bodies import make_body
from tests.markdown.typed.compare import find_losses
from tests.markdown.typed.page import read_page
from tests.markdown.typed.source import read_source

ROOT = Path(__file__).parents[2]
CONTENT = ("content", "site_builder/editing/new_site", "tests/golden")
COUNT = choose_length(1500, 100_000)
Outcome = tuple[Prose, tuple[Problem, ...]]

# What bodies came to before; each has lost or changed something unsaid.
FAULTS = [
    ("上午8:00~11:30，下午14:00~17:00", "<p>上午8:00<sub>11:30，下午14:00</sub>17:00</p>"),
    ("5~10元、20~30元", "<p>5<sub>10元、20</sub>30元</p>"),
    ("10^3和10^4", "<p>10<sup>3和10</sup>4</p>"),
    ("60*90厘米、40*60厘米", "<p>60<em>90厘米、40</em>60厘米</p>"),
    ("8:00~~11:30，14:00~~17:00", "<p>8:00<del>11:30，14:00</del>17:00</p>"),
    ("[电话]: 010-84485566", ""),
    ("> [注]: 以上时间", "<blockquote></blockquote>"),
    ("*[注]: 以上时间", ""),
    ("| 甲 | 乙 |\n|---|---|\n| 办证 | 8:00|12:00 |", "<tr><th>甲</th><th>乙</th></tr><tr><td>办证</td><td>8:00</td></tr>"),
    ("## 停水范围：3#、5#", "<h2>停水范围：3#、5</h2>"),
    ("#5楼停水", "<h2>5楼停水</h2>"),
    ("```\na <name> b\n\n<x>\n```", "<p>```\na  b</p>\n<p>```</p>"),
    ("甲[^1]\n\n[^1]: 乙\n\n[^2]: 丙", '<p>甲<sup><a class="footnote-ref">1</a></sup></p><div class="footnote"><ol><li id="fn:1">乙</li></ol></div>'),
    ("甲[^b]乙[^a]\n\n[^a]: 丙\n\n[^b]: 丁", '<p>甲<sup><a class="footnote-ref">2</a></sup>乙<sup><a class="footnote-ref">1</a></sup></p>'),
    ("甲\n\n<!-- 未核 -->", "<p>甲</p><p>&lt;!-- 未核 --&gt;</p>"),
    ("3. 甲\n5. 乙", '<ol start="3"><li>甲</li><li>乙</li></ol>'),
    ("**甲**{附件}", "<p><strong>甲</strong></p>"),
    ("A*B，**甲*乙**", "<p>A<em>B，<strong>甲</strong></em>*</p>"),
    ("<!-- a --> &copy; b\n\nc", "<p>b</p><p>c</p><p>©</p>"),
    ('[甲](a.md "乙&copy;丙")', '<p><a href="a.md" title="乙丙">甲</a></p>'),
    ("HTML\n\n*[HTML]: 标记语言", '<p><abbr title="标记">HTML</abbr></p>'),
    ('[甲]\n\n[甲]: a.md "乙"', '<p><a href="a.md">甲</a></p>'),
    ("<div>\n＊＊甲＊＊ ［乙］（b.md）\n</div>", "<div>**甲** [乙](b.md)</div>"),
    ("<div>\n[电话]: 010-1\n</div>", "<div>\\[电话]: 010-1</div>"),
    ("＃ 甲 | 乙\n--|--\n＃ 丙 | 丁", "<table><tr><th># 甲</th><th>乙</th></tr><tr><td># 丙</td><td>丁</td></tr></table>"),
    ("![＊＊甲＊＊](a.jpg)", '<p><img alt="**甲**" src="a.jpg"></p>'),
    ("&#65 乙 `&#65 `", "<p>A 乙 <code>&amp;#65; </code></p>"),
    ("&#0;甲", "<p>甲</p>"),
    ("[[甲]（https://example.org/）](a.md)", '<p><a href="a.md">[甲](https://example.org/)</a></p>'),
    ("面积a<b 5平米\n\n第二段>", "<p>面积a</p>"),
    ("138****1234、139****5678", "<p>138<strong>1234、139</strong>5678</p>"),
    ("[^]: 甲", '<div class="footnote"><ol><li id="fn:">甲</li></ol></div>'),
    ("甲[^1]\n\n[^1]: 乙\n---", '<p>甲[^1]</p><h2 id="1">[^1]: 乙</h2>'),
    ("[甲]('(乙，丙", '<p><a href="">甲</a>丙</p>'),
    ("**甲＊＊乙＊＊", "<p><strong>甲</strong>乙**</p>"),
    ("5～6级 ~^^甲^^ 乙~^丙^", "<p>5～6级 ~<ins>甲</ins> 乙<sup>^</sup>^</p>"),
    ("*[HTML]:\nHTML", ""),
    ("`甲\n[乙]:`", "<p>`甲</p>"),
    ("``a<b`", "<p><code>`a&amp;lt;b</code></p>"),
    ("# 甲\n    a <b", "<h2>甲</h2><pre><code>a &amp;lt;b</code></pre>"),
    ("甲<!-- 未核 <!-- 乙 -->", "<p>甲&lt;!-- 未核 &lt;!-- 乙 --&gt;</p>"),
    ("| 甲 |\n| |", "<table><tr><th>甲</th></tr></table>"),
    ("<ul><!></ul>", "<ul></ul>"),
    ("１*２、３*４", "<p>１<em>２、３</em>４</p>"),
    ("- 甲[^a]\n\n乙[^b]\n\n[^a]: 丙\n[^b]: 丁", '<ul><li>甲<sup><a class="footnote-ref">2</a></sup></li></ul><p>乙<sup><a class="footnote-ref">1</a></sup></p>'),
    ("![[甲](a.md '题')](b.jpg)", '<p><img alt="甲" src="b.jpg"></p>'),
    ("A~C、E~G栋", "<p>A<sub>C、E</sub>G栋</p>"),
    ("a^2+b^2", "<p>a<sup>2+b</sup>2</p>"),
    ("丙*、丁*", "<p>丙<em>、丁</em></p>"),
    ("[_] **5** a_b_c *'*", "<p>[_] <strong>5</strong> a<em>b</em>c <em>'</em></p>"),
    ("- 甲[^1]\n\n    [^1]: 乙\n\n        丙", '<ul><li><p>甲<sup><a class="footnote-ref">1</a></sup></p><pre><code>丙</code></pre></li></ul><div class="footnote"><ol><li id="fn:1">乙</li></ol></div>'),
]  # fmt: skip


@pytest.fixture(name="md", scope="module")
def fixture_md() -> MarkdownConverter:
    return MarkdownConverter()


def convert(body: str, md: MarkdownConverter) -> Outcome:
    prose, found = convert_and_audit(body, "zh", md)
    return prose, make_problems("a.md", body, 0, prose, found)


def list_losses(body: str, outcome: Outcome) -> list[str]:
    prose, problems = outcome
    return find_losses(body, read_source(body), read_page(prose.html), {problem.line for problem in problems})


def list_bodies(folders: list[Path]) -> Iterator[tuple[Path, str]]:
    for folder in folders:
        for file in sorted(folder.rglob("*.md")):
            if not file.is_file():
                continue
            try:
                text = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
                body = split_front_matter(text)[1]
            except ValueError:
                continue
            if not check_limits("a.md", body, 0):
                yield file, body


@pytest.mark.parametrize(("body", "html"), FAULTS)
def test_what_was_wrong_is_found(body: str, html: str, md: MarkdownConverter) -> None:
    assert find_losses(body, read_source(body), read_page(html), ())
    assert list_losses(body, convert(body, md)) == []


@pytest.mark.slow
def test_the_library_alone_is_found_out() -> None:
    import markdown

    stock = markdown.Markdown(extensions=[each for each in EXTENSIONS if each.startswith(("markdown.", "pymdownx."))])
    found = 0
    for number in range(200):
        body = make_body(number)
        prose = make_prose(stock.reset().convert(body), "zh")
        found += bool(find_losses(body, read_source(body), read_page(prose.html), ()))
    assert found > 40


@pytest.mark.slow
@pytest.mark.parametrize("lost", ["、", "5", "~", "区", "<"])
def test_a_lost_sign_is_found(lost: str, md: MarkdownConverter) -> None:
    body = f"甲、乙 8:5~9{lost}丙区 x < y\n\n- 一{lost}二"
    prose, _ = convert(body, md)
    html = prose.html.replace("&lt;" if lost == "<" else lost, "", 1)
    assert find_losses(body, read_source(body), read_page(html), ())


@pytest.mark.slow
def test_bodies_by_chance(md: MarkdownConverter, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = MarkdownConverter()
    lost: list[str] = []
    for number in range(COUNT):
        body = make_body(int(SEED) * 1_000_000 + number)
        outcome = convert(body, md)
        losses = list_losses(body, outcome)
        if losses:
            lost.append(f"{number} {body!r}: {losses[0]}")
        with monkeypatch.context() as patch:
            patch.setattr(acceleration, "ACCELERATED", False)
            assert convert(body, slow) == outcome, body
    assert not lost, "\n".join(lost)


@pytest.mark.slow
def test_own_bodies(md: MarkdownConverter) -> None:
    folders = [ROOT / each for each in CONTENT]
    if more := os.environ.get("TYPED_FOLDER"):
        folders.append(Path(more))
    lost = [(file, losses) for file, body in list_bodies(folders) if (losses := list_losses(body, convert(body, md)))]
    assert lost == []
