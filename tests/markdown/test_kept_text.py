"""What looks like a construct of Markdown and is none stays as it was typed, in lists and quotations too."""

import pytest

from site_builder.markdown.audit import convert_and_audit, make_problems
from site_builder.markdown.convert import MarkdownConverter
from site_builder.markdown.plain_text import to_plain_text


@pytest.fixture(name="md", scope="module")
def fixture_md() -> MarkdownConverter:
    return MarkdownConverter()


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("> [注]: 以上时间", "<blockquote>\n<p>[注]: 以上时间</p>\n</blockquote>"),
        ("- [注]: 以上时间", "<ul>\n<li>[注]: 以上时间</li>\n</ul>"),
        ("- 甲\n\n    [注]: 乙", "<ul>\n<li>\n<p>甲</p>\n<p>[注]: 乙</p>\n</li>\n</ul>"),
        ("- 甲\n\n    #5楼", "<ul>\n<li>\n<p>甲</p>\n<p>#5楼</p>\n</li>\n</ul>"),
        ("- 甲\n  - 乙\n\n    #5楼", "<ul>\n<li>甲<ul>\n<li>\n<p>乙</p>\n<p>#5楼</p>\n</li>\n</ul>\n</li>\n</ul>"),
        ("甲\n- 乙\n\n  丙<丁", "<p>甲\n- 乙</p>\n<p>丙&lt;丁</p>"),
        ("甲\n｜---｜", "<p>甲｜---｜</p>"),
        ("A*B，**甲*乙**", "<p>A*B，**甲<em>乙</em>*</p>"),
        ("- ｘ\n－ 乙", "<ul>\n<li>ｘ</li>\n<li>乙</li>\n</ul>"),
        ("## 3#、5# {#a}", '<h2 id="a">3#、5#</h2>'),
        ("## 3# ## {#a}", '<h2 id="a">3#</h2>'),
        ("＃＃ 楼栋：3#、5#", '<h2 id="楼栋35">楼栋：3#、5#</h2>'),
        ("^、~办公室~、甲\n10^3^14", "<p>^、~办公室~、甲\n10^3^14</p>"),
        ("见 C:\\ 盘 ~1~", "<p>见 C:\\ 盘 <sub>1</sub></p>"),
        ("气温\n－ 3 度", "<p>气温－ 3 度</p>"),
        ("－ 甲\n－ 乙", "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>"),
        ("## 丙\n－ 甲\n－ 乙", '<h2 id="丙">丙</h2>\n<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>'),
        ("＃ 丙\n－ 甲", '<h2 id="丙">丙</h2>\n<ul>\n<li>甲</li>\n</ul>'),
        ("#5楼停水\n－ 3 度", "<p>#5楼停水－ 3 度</p>"),
        ("面积a<b 5平米\n\n第二段>", "<p>面积a&lt;b 5平米</p>\n<p>第二段&gt;</p>"),
        ("a<b，c>d", "<p>a&lt;b，c&gt;d</p>"),
        ("<C#>、<AT&T>", "<p>&lt;C#&gt;、&lt;AT&amp;T&gt;</p>"),
        ('<b title="a">甲</b>、<br/>', '<p><b title="a">甲</b>、<br></p>'),
        ("[甲](<b 1.md>)", '<p><a href="slot:0">甲</a></p>'),
    ],
)
def test_text_stays(body: str, html: str, md: MarkdownConverter) -> None:
    prose, findings = convert_and_audit(body, "zh", md)
    assert prose.html == html
    assert not findings


@pytest.mark.parametrize(
    ("body", "html", "line"),
    [
        ("甲[^1]\n\n[^1]: 乙\n\n丙[^1]\n\n[^1]: 丁", "<p>[^1]: 丁</p>", 7),
        ("HTML\n\n*[HTML]: 甲\n\n*[HTML]: 乙", "]: 乙</p>", 5),
    ],
)
def test_what_is_defined_twice_is_told(body: str, html: str, line: int, md: MarkdownConverter) -> None:
    prose, findings = convert_and_audit(body, "zh", md)
    assert html in prose.html
    assert [problem.line for problem in make_problems("a.md", body, 0, prose, findings)] == [line]


@pytest.mark.parametrize(
    "body",
    [
        "- 甲\n- 乙<!-- 未核\n\n  不公开 -->\n\n丙",
        "甲<!-- 未\n\n核 -->\n\n`<!-- 码 -->`丙",
        "> 甲\n> <!-- 未\n> 核 -->\n\n丙",
    ],
)
def test_comments_of_several_lines_are_not_shown(body: str, md: MarkdownConverter) -> None:
    text = to_plain_text(convert_and_audit(body, "zh", md)[0].html)
    assert "甲" in text
    assert "丙" in text
    assert not any(word in text for word in ("未", "公开", "核"))
