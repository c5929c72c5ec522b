"""Bodies as people type them -> what the library is given, and what is told; every sign is where it was."""

import re
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from site_builder import acceleration
from site_builder.markdown.audit import convert_and_audit
from site_builder.markdown.convert import MarkdownConverter
from site_builder.markdown.source.addresses import is_address
from site_builder.markdown.source.prepare import prepare_body
from tests.sites import PLAIN_TOML, article, run, write

ROOT = Path(__file__).parents[2]
MD, SLOW = MarkdownConverter(), MarkdownConverter()
# What is typed, how it is read, and the kinds of what is told.
READ = [
    ("上午8:00~11:30，下午14:00~17:00", "<p>上午8:00~11:30，下午14:00~17:00</p>", []),
    ("5~10元、20~30元；周一~周五、3点~5点", "<p>5~10元、20~30元；周一~周五、3点~5点</p>", []),
    (
        "10^3和10^4，H~2~O，x^2^，10^3^，^abcde^",
        "<p>10^3和10^4，H<sub>2</sub>O，x<sup>2</sup>，10<sup>3</sup>，^abcde^</p>",
        [],
    ),
    ("60*90厘米、40*60厘米，*重*要", "<p>60*90厘米、40*60厘米，<em>重</em>要</p>", []),
    ("8:00~~11:30，14:00~~17:00，~~旧~~", "<p>8:00~~11:30，14:00~~17:00，<del>旧</del></p>", []),
    ("~a *b* 中~ c", "<p>~a <em>b</em> 中~ c</p>", []),
    ("[电话]: 010-5550123", "<p>[电话]: 010-5550123</p>", []),
    ("[注]: 以上", "<p>[注]: 以上</p>", []),
    ("[a]: https://x.org/", "<p>[a]: https://x.org/</p>", []),
    ("[a]\n\n[a]: https://x.org/", '<p><a href="https://x.org/">a</a></p>', []),
    ("*[注]: 以上", "<p>*[注]: 以上</p>", ["abbreviation"]),
    ("[a]\n\n[a]: x.md\n[a]: y.md", "<p>[a]: y.md</p>", ["second-address"]),
    ("[a][b]\n\n[a]: x.md\n[b]: y.md\n\n[a]", 'href="slot:0"', []),
    ("a &#65; &#65 `&#66 `", "<p>a A &amp;#65 <code>&amp;#66</code></p>", []),
    ("<p>&#65 </p>", "<p>&amp;#65 </p>", []),
    ("&#0; &#xD800; &#x110000; &#xFFFE;", "\ufffd \ufffd \ufffd", ["no-character"] * 3),
    ("&#150; &#xFDD0;", "–", ["other-character", "no-character"]),
    ("&notice; &section;甲 &copy; &copy", "<p>&amp;notice; &amp;section;甲 © &amp;copy</p>", []),
    ("<p>&notice; `&notice;` &notice &copy;</p>", "<p>&amp;notice; `&amp;notice;` &amp;notice ©</p>", []),
    ("甲&#乙&#20013;丙 `&#`&#x&#20013;", "<p>甲&amp;#乙中丙 <code>&amp;#</code>&amp;#x中</p>", []),
    ("`&#0;`", "<p><code>&amp;#0;</code></p>", []),
    ("<div>\n[注]: ＊＊甲＊＊ ＃\n</div>", "<div>\n[注]: ＊＊甲＊＊ ＃\n</div>", []),
    ("<div>\n\n＊＊甲＊＊\n\n<p>＊＊乙＊＊</p>\n</div>", "<strong>甲</strong></p>\n<p>＊＊乙＊＊</p>", []),
    ("  <div>\n**甲**\n\n  </div>", "<div>\n<p><strong>甲</strong></p>\n</div>", []),
    (" <div markdown='1'>\n**甲**\n</div>", "<div>\n<p><strong>甲</strong></p>\n</div>", []),
    ("<div>\n    <a href='#x'>甲</a>\n\n</div>", '<p><a href="#x">甲</a></p>', []),
    (
        "<div markdown='1'>\n\t<blockquote>\n\t\t**甲**\n\n\t\t乙\n\t</blockquote>\n</div>",
        "<p><strong>甲</strong></p>\n<p>乙</p>",
        [],
    ),
    ("<div>\n甲\n\n    x = 1\n</div>", "<pre><code>x = 1\n</code></pre>", ["indented-code"]),
    ("<h2>甲\n\n**乙**", "<p>甲</p>\n<p><strong>乙</strong></p>", ["unclosed"]),
    ("<p>若a<!b，丙", "<p>若a&lt;!b，丙</p>", []),
    ("<p>甲<!DOCTYPE 乙", "<p>甲&lt;!DOCTYPE 乙</p>", []),
    ("<p>甲<![CDATA[ 乙", "<p>甲&lt;![CDATA[ 乙</p>", []),
    ("<p>甲<? 乙\n丙", "<p>甲&lt;? 乙丙</p>", []),
    ("<p>甲</ 乙>丙</p>", "<p>甲&lt;/ 乙&gt;丙</p>", []),
    ("p<q>，u<i>1，x<y>z", "<p>p&lt;q&gt;，u&lt;i&gt;1，x&lt;y&gt;z</p>", []),
    ("if a<b and c>d. H<sub>2</sub>O", "<p>if a&lt;b and c&gt;d. H<sub>2</sub>O</p>", []),
    ("<b>粗\n\n第二段", "<p>粗</p>\n<p>第二段</p>", ["unclosed"]),
    ("<div>\n\n<code>甲\n\n乙\n\n</div>", "<p>甲</p>\n<p>乙</p>", ["unclosed"]),
    ("<p><b>粗</p>\n\n乙", "<p>粗</p>\n\n<p>乙</p>", ["unclosed"]),
    ("<table><tr><td><b>甲\n\n乙</b></td></tr></table>", "<td><b>甲\n\n乙</b></td>", []),
    ("甲</div>乙**</b>**丙</font>", "<p>甲乙<strong></strong>丙</p>", ["unopened"] * 3),
    ("</table>\n\n甲</br>乙</p>", "<p>甲<br>乙</p>", ["unopened"]),
    ("<b><i>甲</b></i>", "<p><b><i>甲</i></b></p>", []),
    ("<ul>\n<li>甲\n<li>乙\n</ul>", "<li>甲\n</li><li>乙\n</li>", []),
    ("＃ 甲 | 乙\n--|--\n－ 丙 | ＞", "<td>－ 丙</td>", []),
    ("![＊＊甲＊＊](a.jpg)", 'alt="＊＊甲＊＊"', []),
    ('[甲](a.md "＊＊乙＊＊")', 'title="＊＊乙＊＊"', []),
    ("[[甲]（b.md）](a.md)", "[甲]（b.md）</a>", []),
    ("|a|b|\n|-|-|\n|c|d|e|", "d|e</td>", ["cell"]),
    ("a|b\n-|-\nc|d|e|f", "d|e|f</td>", ["cell"]),
    ("|a|b|\n|-|-|\n|c|d||\n|c|`x|y`|", "<code>x|y</code></td>", []),
    ("## 3#、5#", '<h2 id="35">3#、5#</h2>', []),
    ("## a ##", '<h2 id="a">a</h2>', []),
    ("#5楼\n\n- #6楼\n\n> #7楼", "<p>#5楼</p>\n<ul>\n<li>#6楼</li>\n</ul>\n<blockquote>\n<p>#7楼</p>", []),
    ("##通知", '<h2 id="通知">通知</h2>', []),
    ("＃＃　通知 ＃＃", '<h2 id="通知">通知</h2>', []),
    ("＃5楼", "<p>＃5楼</p>", []),
    ("- a\n  - b\n    - c\n- d", "<li>a<ul>\n<li>b<ul>\n<li>c</li>", []),
    ("> - a\n>   - b\n> - c", "<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>", []),
    ("> > 1. a\n> >    - b[^1]\n\nc", "<li>a<ul>\n<li>b[^1]</li>", ["missing-note"]),
    ("1. a\n   - b\n2. c", "<ol>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>", []),
    ("- a\n1. b", "<ul>\n<li>a</li>\n</ul>\n<ol>\n<li>b</li>", []),
    ("- a\n\n  b\n- c", "<li>\n<p>a</p>\n<p>b</p>\n</li>\n<li>\n<p>c</p>", []),
    ("- a\n\n  |x|y|\n  |-|-|\n  |1|2|", "<p>a</p>\n<table>", []),
    ("    各位居民", "<p>各位居民</p>", ["indented-text"]),
    ("\t各位\n\t居民", "<p>各位居民</p>", ["indented-text"]),
    ("    The hall is closed on Monday.", "<p>The hall is closed on Monday.</p>", ["indented-text"]),
    ("    x = f(y)\n\n    z", "<pre><code>x = f(y)\n\nz\n</code></pre>", ["indented-code"]),
    ("＊＊重要＊＊，＊注", "<p><strong>重要</strong>，＊注</p>", []),
    ("[a]（https://x.org/）[2024]（5号）", '<p><a href="https://x.org/">a</a>[2024]（5号）</p>', []),
    (
        "！［图］（https://x.org/a.jpg）重要！［a］（#b）",
        '<a href="https://x.org/a.jpg">图</a>重要！<a href="#b">a</a>',
        [],
    ),
    ("__注意__请", "<p><strong>注意</strong>请</p>", []),
    ("___年__月__日，__月__日", "<p>___年__月__日，__月__日</p>", []),
    ("姓名__，电话__。", "<p>姓名__，电话__。</p>", []),
    ("第__号、第__号；甲（__）乙（__）", "<p>第__号、第__号；甲（__）乙（__）</p>", []),
    ("Date: __/__/____", "<p>Date: __/__/____</p>", []),
    ("__甲__、__“乙”__：__a__", "<p><strong>甲</strong>、<strong>“乙”</strong>：<strong>a</strong></p>", []),
    ("[__a__](x__y__z.md)__b__", '<p><a href="slot:0"><strong>a</strong></a><strong>b</strong></p>', []),
    ("a__b__c", "<p>a__b__c</p>", []),
    ("```py\na\n\n<b> & *c*\n```", "<pre><code>a\n\n&lt;b&gt; &amp; *c*\n</code></pre>", []),
    ("~~~\na\n```\n~~~", "<pre><code>a\n```\n</code></pre>", []),
    ("- a\n\n  ```\n  x\n\n  <b>\n  ```\n- c", "<pre><code>x\n\n&lt;b&gt;\n</code></pre>", []),
    ("```\na", "<p>```\na</p>", ["fence"]),
    ("a[^2]", "<p>a[^2]</p>", ["missing-note"]),
    ("［^1］【^2】[^3][^4]", "<p>［^1］【^2】[^3][^4]</p>", ["missing-note"] * 4),
    ("甲［^1］乙【^2】\n\n［^1］：丙\n【^2】: 丁", '<li id="fn:2">\n<p>丁', []),
    ("［^a］：x", "<p>［^a］：x</p>", ["unused-note"]),
    ("｜a｜b｜\n｜——｜——｜\n｜c｜d｜", "<td>c</td>\n<td>d</td>", []),
    ("＃＃通知＃＃", '<h2 id="通知">通知</h2>', []),
    ("＃通知3＃", '<h2 id="通知3">通知3＃</h2>', []),
    ("- \n- 甲\n-", "<ul>\n<li>甲</li>\n</ul>", []),
    ("甲\n-", '<h2 id="甲">甲</h2>', []),
    ("##\n\n[](https://a.cn/)\n\n!!! note\n甲", "<p>甲</p>", ["no-heading", "no-words", "no-box"]),
    ("!!! note\n\n    甲\n\n[甲](b.md) ![](c.jpg)", '<p class="admonition-title">说明</p>\n<p>甲</p>', []),
    ("a[^1]\n\n[^1]: b\n[^2]: c", "<p>[^2]: c</p>", ["unused-note"]),
    ("a[^2]b[^1]\n\n[^1]: c\n[^2]: d", '<li id="fn:2">\n<p>d', []),
    ("<details>\n<summary>a</summary>\n\n**b**\n\n</details>", "<summary>a</summary>\n<p><strong>b</strong></p>", []),
    ("<div>\n**a**\n</div>", "<div>\n**a**\n</div>", []),
    ("<div>\n\n**a**", "<p><strong>a</strong></p>", ["unclosed"]),
    ("a\n\n<!-- b\n\nc", "<p>a</p>\n<p>&lt;!-- b</p>\n<p>c</p>", ["comment"]),
    ("a\tb\nc\td\ne\tf", "<p>a   b", ["tabs"]),
    ("｜a｜b｜\n｜－｜－｜\n｜c｜d｜", "<td>c</td>\n<td>d</td>", []),
    ("a\n｜－｜\nb", "<p>a\n｜－｜\nb</p>", []),
    ("- [注]: 以上\n\n> *[甲]: 乙", "[注]: 以上</li>", ["abbreviation"]),
    ("[注]: 一\n[注]: 二", "<p>[注]: 一\n[注]: 二</p>", ["lines"]),
    ("```甲 乙\nc\n```", "甲 乙\nc", ["fence"]),
    ("时间：一\n地点：二", "<p>时间：一地点：二</p>", ["lines"]),
    ("一、甲\n二、乙\n\n（一）丙\n（二）丁", "<p>一、甲二、乙</p>", ["lines", "lines"]),
    ("　　甲\n　　乙", "<p>甲　　乙</p>", ["lines"]),
    ("1、甲\n2、乙\n\n3）甲\n4）乙\n\n（5）甲\n（6）乙", "<p>1、甲\n2、乙</p>", ["lines"] * 3),
    ("①甲\n②乙\n\n第一条 甲\n第二条 乙", "<p>第一条 甲第二条 乙</p>", ["lines", "lines"]),
    ("【时间】甲\n【地点】乙\n\n●甲\n●乙\n\n-甲\n-乙", "<p>【时间】甲【地点】乙</p>", ["lines"] * 3),
    ("> 时间：一\n> 地点：二\n\n1. 甲：\n（1）乙\n（2）丙", "<p>时间：一地点：二</p>", ["lines", "lines"]),
    ("1.5元\n2.5元，甲\n“乙”\n“丙”", "<p>1.5元\n2.5元，甲", []),
    ("| 1 | 2 |\n|---|---|\n| 3 | 4 |\n注：以上", "</table>\n<p>注：以上</p>", []),
    ("｜1｜2｜\n｜－｜－｜\n｜3｜4｜\n注：以上", "</table>\n<p>注：以上</p>", []),
    ("甲：一  \n乙：二", "<p>甲：一<br>\n乙：二</p>", []),
    ("- 甲[^1]\n\n    [^1]: 乙\n\n        丙\n- 丁", '<li id="fn:1">\n<p>乙</p>\n<p>丙', []),
    ("- 甲[^1]\n\n  [^1]: 乙\n\n\n      丙\n\n  丁", "</sup></p>\n<p>丁</p>\n</li>", []),
    ("1. 甲[^1]\n   [^1]: 乙\n\n       - 丙\n         - 丁\n2. 戊", "<p>乙</p>\n<ul>\n<li>丙<ul>\n<li>丁</li>", []),
    ("- 甲[^1]\n  - 乙\n\n  [^1]: 丙\n\n      a  b\n\n          x  y", "a  b</p>\n<pre><code>x  y", ["indented-code"]),
    ("- 甲[^1]\n- [^1]: 乙\n\n      丙", "<p>乙</p>\n<p>丙", []),
    ("- \u2003甲[^1]\n\n  [^1]: 乙\n\n      丙", "<p>乙</p>\n<p>丙", []),
    ("甲\\\\[^1]\n\n[^1]: 乙", '<p>甲\\<sup id="fnref:1">', []),
    ("甲\\[^1]\n\n[^1]: 乙\n\n    a <b", "<pre><code>a &lt;b\n</code></pre>", ["unused-note", "indented-code"]),
    ("- 甲[^1]\n\n  [^1]: 乙\n\n      ***\n- 丙", "<p>乙</p>\n<hr>\n<p><a class", []),
    ("> - 甲[^1]\n>\n>     [^1]: 乙\n>\n>         丙", "<p>乙</p>\n<p>丙", []),
    ("甲[^1]\n\n[^1]:\n\n- 乙\n\n  丙", "<li>\n<p>乙</p>\n<p>丙</p>\n</li>", []),
    ("- 甲\n  : 乙\n\n      丙", "<dt>甲</dt>\n<dd>\n<p>乙</p>\n<p>丙</p>\n</dd>", []),
    ("- 甲\n\n    乙\n    : 丙\n\n        丁\n\n    戊", "<p>丙</p>\n<p>丁</p>\n</dd>\n</dl>\n<p>戊</p>\n</li>", []),
    ("- 甲\n\n  !!! note\n      乙\n\n      ＊＊丙＊＊", "<p>乙</p>\n<p><strong>丙</strong></p>\n</div>\n</li>", []),
    ("A~C、E~G栋，A^2、B^2，a^2+b^2=c^2", "<p>A~C、E~G栋，A^2、B^2，a^2+b^2=c^2</p>", []),
    ("x^n+y^n，①~③、①~③，x/~a/~b", "<p>x^n+y^n，①~③、①~③，x/~a/~b</p>", []),
    (
        "Ca^2+^、10^-3^m、x^n-1^、C~2~H~5~OH",
        "Ca<sup>2+</sup>、10<sup>-3</sup>m、x<sup>n-1</sup>、C<sub>2</sub>H<sub>5</sub>OH",
        [],
    ),
    ("丙*、丁*、戊**，不候*）*甲*、乙*", "<p>丙*、丁*、戊**，不候*）<em>甲</em>、乙*</p>", []),
    ("甲**，乙**：**丙**", "<p>甲<strong>，乙</strong>：<strong>丙</strong></p>", []),
    ("1**、手打**", "<p>1<strong>、手打</strong></p>", []),
    ("甲\n　　\n乙\n\u2003\n- 丙", "<p>甲</p>\n<p>乙</p>\n<ul>\n<li>丙</li>", []),
    ("| 甲 |\n|---|\n| 乙 | `丙` |", "<td>乙 | <code>丙</code></td>", ["cell"]),
    ("HTML\n\n*[HTML]: `乙`", '<abbr title="`乙`">HTML</abbr>', []),
    ("- 甲\n  - \n    乙 ``（b）\n- \n  丙", "<li>甲<ul>\n<li>乙 ``（b）</li>\n</ul>\n</li>\n<li>丙</li>", []),
    ("- 甲\n  － \n\n\t乙``\n－ 丙", "<p>乙``</p>\n</li>\n<li>\n<p>丙</p>", []),
    ("- \n  － 甲``", "<ul>\n<li>－ 甲``</li>\n</ul>", []),
    ("_室*，*", "<p>_室*，*</p>", []),
    ("## [甲](b.md)# {#a}\n\n## **乙** # {#b}", '甲</a>#</h2>\n<h2 id="b"><strong>乙</strong></h2>', []),
    ("- \u2003\n  甲\n- 乙", "<ul>\n<li>甲</li>\n<li>乙</li>", []),
    ("[甲]<!-- 注 -->(010)乙 \\<!-- 注 -->[丙]", "<p>[甲](010)乙 \\[丙]</p>", []),
    ("!<!-- 注 -->[甲](b.md)", '<p>!<a href="slot:0">甲</a></p>', []),
    ("<div>\n(<!b，甲\n</div>", "<div>\n(&lt;!b，甲\n</div>", []),
    ("甲[^1]\n\n[^1]: 乙\n丙\n    [^1]: 丁", ": 丁&nbsp;<a", []),
    ("－ 甲\n===\n\n－ 乙\n---", '<h2 id="甲">－ 甲</h2>\n<h3 id="乙">－ 乙</h3>', []),
    ("（1）甲***\n（二）＊＊乙＊＊{}", "（二）<strong>乙</strong>{}</p>", ["lines"]),
    ("HTML\n\n*[HTML]: <!-- 注 -->\n乙", "<p>*[HTML]: \n乙</p>", []),
    ("[_] **5** a_b_c *甲* _b* c*", "<p>[_] <strong>5</strong> a_b_c <em>甲</em> _b* c*</p>", []),
    ("- 甲\n\n        各位居民\n- 乙", "<p>甲</p>\n<p>各位居民</p>", ["indented-text"]),
    ("- 甲\n\n        x = f(y)\n\n        z = 1", "<pre><code>x = f(y)\n\nz = 1\n</code></pre>", ["indented-code"]),
    ("甲[^1]\n\n[^1]: 乙\n\n        各位居民", "<p>乙</p>\n<p>各位居民", ["indented-text"]),
    ("!!! note\n    甲\n\n\t\t各位居民", "<p>甲</p>\n<p>各位居民</p>", ["indented-text"]),
]


@pytest.mark.parametrize(("body", "html", "told"), READ)
def test_what_is_typed_is_what_is_read(body: str, html: str, told: list[str]) -> None:
    prose, found = convert_and_audit(body, "zh", MD)
    assert html in prose.html
    assert [each.name for each in found if each.what == "typed"] == told


@pytest.mark.parametrize("body", [body for body, _, _ in READ])
def test_the_library_alone_reads_the_same(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = convert_and_audit(body, "zh", MD)
    monkeypatch.setattr(acceleration, "ACCELERATED", False)
    assert convert_and_audit(body, "zh", SLOW) == outcome


@pytest.mark.parametrize(("body", "html", "told"), READ)
def test_code_is_not_touched(body: str, html: str, told: list[str]) -> None:
    del html, told
    if "```" not in body:  # tabs go on to the next four here, as in all that the library reads
        fenced = f"```\n{body}\n```"
        prose, found = convert_and_audit(fenced, "zh", MD)
        assert re.sub(r"</?(?:pre|code)>", "", prose.html).strip("\n") == (
            body.strip("\n").expandtabs(4).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        )
        assert found == ()


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        *((each, True) for each in ("https://a.b", "mailto:a@b.c", "a.jpg", "../b.md", "#d", "?q=1", "<x y>", "a/b/")),
        *((each, False) for each in ("5号", "010-5550123", "见附件", "10.5", "注：a.b", "")),
    ],
)
def test_an_address_is_told_by_its_form(typed: str, *, is_one: bool) -> None:
    assert is_address(typed) == is_one


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("时间：一\n　　地点：二\n    人：三\n电话：四", "一<br>\n　　地点：二<br>\n    人：三<br>\n电话：四</p>"),
        ("停水范围：\n#3楼、#5楼\n请转告", "<p>停水范围：<br>\n#3楼、#5楼<br>\n请转告</p>"),
        ("甲\n-乙\n*丙\n+丁\n|戊\n`己`", "甲<br>\n-乙<br>\n*丙<br>\n+丁<br>\n|戊<br>\n<code>己</code></p>"),
        ("<b>甲</b>\n乙", "<p><b>甲</b><br>\n乙</p>"),
        ("> 时间：一\n> 地点：二\n三\n> > 四\n> > 五", "<p>时间：一<br>\n地点：二<br>\n三</p>"),
        ("1. 甲：\n（1）乙\n（2）丙\n2. 丁", "<li>甲：<br>\n（1）乙<br>\n（2）丙</li>\n<li>丁</li>"),
        ("- 甲\n注：以上\n\n  乙\n  丙", "<p>甲<br>\n注：以上</p>\n<p>乙<br>\n丙</p>"),
        ("| 1 | 2 |\n|---|---|\n注：以上\n丙", "</table>\n<p>注：以上<br>\n丙</p>"),
        ("一、甲\n1. 乙\n2. 丙\n二、丁", "<p>一、甲<br>\n1. 乙<br>\n2. 丙<br>\n二、丁</p>"),
        ("!!! note\n    甲\n    乙", "<p>甲<br>\n乙</p>"),
        ("甲[^1]\n\n[^1]: 乙\n    丙", "<p>乙<br>\n丙"),
        ("甲\n乙\n---", "<p>甲<br>\n乙</p>\n<hr>"),
        ("甲\n乙\n: 丙", "<dt>甲</dt>\n<dt>乙</dt>"),
        ("甲`a\nb`乙\n<!-- 丙 -->\n<div>\n甲\n乙\n</div>", "甲<code>a\nb</code>乙</p>\n\n<div>\n甲乙\n</div>"),
    ],
)
def test_line_ends_are_kept_wherever_a_paragraph_stands(body: str, html: str, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = convert_and_audit(body, "zh", MD, breaks=True)
    assert html in outcome[0].html
    monkeypatch.setattr(acceleration, "ACCELERATED", False)
    assert convert_and_audit(body, "zh", SLOW, breaks=True) == outcome


def test_line_ends_are_kept_where_the_site_says_so_and_only_in_chinese_paragraphs() -> None:
    body = "甲\n乙\n\n- a\n- b\n\n|x|y|\n|-|-|\n|1|2|\n\n# t\n丙\n丁\n\n> q\n> r\n\n```\nc\nd\n```\n"
    html = convert_and_audit(body, "zh-CN", MD, breaks=True)[0].html
    assert html.count("<br>") == 3
    assert "甲<br>\n乙" in html
    assert "q<br>\nr" in html
    assert "丙<br>\n丁" in html
    english = "a\nb\n"
    assert convert_and_audit(english, "en", MD, breaks=True) == convert_and_audit(english, "en", MD)
    assert convert_and_audit("时间：一\n地点：二", "zh", MD, breaks=True)[1] == ()


PIECES = [
    *(
        "a",
        "甲",
        "12",
        "3",
        " ",
        "  ",
        "    ",
        "\t",
        "\n",
        "\n",
        "\n\n",
        "　　",
        "：",
        "、",
        "。",
        "*",
        "**",
        "~",
        "~~",
    ),
    *("^", "`", "```", "\n```\n", "~~~\n", "[", "]", "]:", "[^1]", "\n[^1]: ", "\n[注]: ", "*[甲]: ", "（", "）"),
    *("＊＊", "＃", "#", "| ", "|---|", "\n| a | b |\n|---|---|\n| ", "- ", "\n- ", "\n  - ", "\n1. ", "\n> ", "<div>"),
    *("</div>", "<!--", "-->", "<b>", "[甲]（https://a.b）", "！［乙］（c.jpg）", "｜", "__", "\\", "一、", "\n二、"),
    *("{.x}", "&amp;", "!!! note\n    "),
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.booleans())
@settings(max_examples=500, deadline=None)
def test_every_sign_is_found_where_it_was_typed(body: str, breaks: bool) -> None:  # noqa: FBT001 - given by name or not
    prepared = prepare_body(body, "zh", breaks=breaks)
    for at, sign in enumerate(prepared.text):
        origin = prepared.find_origin(at)
        assert 0 <= origin <= len(body)
        if sign in "甲乙注":
            line = body[body.rfind("\n", 0, origin) + 1 :].partition("\n")[0]
            fenced = "```" in body or "~~~" in body
            assert body[origin] == sign or (fenced and sign in line), (body, prepared.text, at, origin)
    for each in prepared.findings:
        assert 0 <= each.at <= len(body)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_letter_but_of_comments_is_lost_or_moved_before_the_library_sees_it(body: str) -> None:
    assume(not re.search("`{3}[^`\n]*[甲乙注一二：]", body))  # the language of code may vanish

    def read_letters(text: str) -> str:
        return "".join(sign for sign in text if sign in "甲乙注一二：")

    prepared = read_letters(prepare_body(body, "zh").text)
    assert is_within(prepared, read_letters(body))
    assert is_within(read_letters(re.sub("<!--.*?-->", "", body, flags=re.DOTALL)), prepared)


def is_within(part: str, whole: str) -> bool:
    """Tell whether all signs of a text stand in another in their order."""
    rest = iter(whole)
    return all(sign in rest for sign in part)


@pytest.mark.parametrize(
    "file", sorted((ROOT / "content").rglob("*.md")), ids=lambda file: str(file.relative_to(ROOT / "content"))
)
def test_nothing_is_told_of_our_own_content(file: Path) -> None:
    body = file.read_text("utf-8").partition("\n---\n")[2]
    assert prepare_body(body, "zh").findings == ()


def test_a_site_says_what_becomes_of_the_ends_of_lines(tmp_path: Path) -> None:
    chinese = PLAIN_TOML + 'language = "zh"\n[languages.zh]\nlocale = "zh_Hans_CN"\n'
    site = write(
        tmp_path,
        {
            "content/site.toml": chinese,
            "content/news/2024-01-02-one.md": article("title: 一", "时间：一\n地点：二\n"),
            "content/news/2024-01-03-two.md": article("title: 二", "只有一行。\n"),
        },
    )
    page = site / "public/news/2024/one/index.html"
    assert [each.rule for each in run(site).problems] == ["lines"]
    assert "<p>时间：一地点：二</p>" in page.read_text("utf-8")
    write(site, {"content/site.toml": chinese + '[text]\nline_ends = "break"\n'})
    report = run(site)
    assert report.problems == ()
    assert "<p>时间：一<br>\n地点：二</p>" in page.read_text("utf-8")
    assert "news/2024/two/index.html" not in report.written_paths
    write(site, {"content/site.toml": chinese + '[text]\nline_ends = "keep"\nlines = 1\n'})
    found = [(each.rule, each.line) for each in run(site).problems if each.rule == "config"]
    assert found == [("config", 7), ("config", 8)]
