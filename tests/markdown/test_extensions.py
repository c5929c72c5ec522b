"""Numbers of lists, braces, the words of pictures, lines that begin with HTML: as they were typed, on a page."""

import pytest

from site_builder.markdown.convert import MarkdownConverter, convert


@pytest.fixture(name="md", scope="module")
def fixture_md() -> MarkdownConverter:
    return MarkdownConverter()


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("3. 甲\n\n5. 乙", '<ol start="3">\n<li>\n<p>甲</p>\n</li>\n<li value="5">\n<p>乙</p>\n</li>\n</ol>'),
        ("1. a\n2. b\n2. c\n3. d", '<ol>\n<li>a</li>\n<li>b</li>\n<li value="2">c</li>\n<li>d</li>\n</ol>'),
        ("1. a\n1. b\n1. c", "<ol>\n<li>a</li>\n<li>b</li>\n<li>c</li>\n</ol>"),
        (
            "1. a\n    2. b\n    4. c\n2. d",
            '<ol>\n<li>a<ol start="2">\n<li>b</li>\n<li value="4">c</li>\n</ol>\n</li>\n<li>d</li>\n</ol>',
        ),
        ("２. a\n３. b", '<ol start="2">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("01. a", "<p>01. a</p>"),
        ("13800138000. a", "<p>13800138000. a</p>"),
    ],
)
def test_a_list_has_the_numbers_that_were_typed(body: str, html: str, md: MarkdownConverter) -> None:
    assert convert(body, "zh", md).html == html


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("**办事**{附件}", "<p><strong>办事</strong>{附件}</p>"),
        ("`a`{{name}}{% x %}", "<p><code>a</code>{{name}}{% x %}</p>"),
        ("## 标题 {草案}", '<h2 id="标题-草案">标题 {草案}</h2>'),
        ("**a**{.lead #b} {.lead}", '<p><strong id="b">a</strong> {.lead}</p>'),
        ("正文\n{: .lead }", '<p class="lead">正文</p>'),
        ("## a {#b lang=zh}", '<h2 id="b" lang="zh">a</h2>'),
    ],
)
def test_only_a_whole_list_of_attributes_vanishes(body: str, html: str, md: MarkdownConverter) -> None:
    assert convert(body, "zh", md).html == html


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("![[![甲](a.jpg)乙](a.md)](b.jpg)", "甲乙"),
        ("![[<b>粗</b>](a.md)](a.jpg)", "&lt;b&gt;粗&lt;/b&gt;"),
        ("![a [*b*](a.md) c][r]\n\n[r]: a.jpg", "a b c"),
    ],
)
def test_a_picture_has_the_words_of_what_stands_within_its_own(body: str, words: str, md: MarkdownConverter) -> None:
    assert f'<img alt="{words}" src="slot:0">' in convert(body, "zh", md).html


@pytest.mark.parametrize("start", ["<!-- 注 -->", "<hr>", "<div>前</div>"])
def test_what_follows_html_on_its_line_stays_there(start: str, md: MarkdownConverter) -> None:
    html = convert(f"{start} A&amp;B &copy;<br>后\n\n末", "zh", md).html
    assert html.split("\n", 1)[1] == "<p>A&amp;B ©<br>后</p>\n<p>末</p>"


def test_a_title_in_the_words_of_a_picture_is_the_pictures(md: MarkdownConverter) -> None:
    assert '<img alt="甲乙" src="slot:0" title="题">' in convert("![[甲](a.md '题')乙](b.jpg)", "zh", md).html
