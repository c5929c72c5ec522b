"""The quick converter -> byte for byte what Python-Markdown makes by itself, whatever is written."""

import re
from html import unescape
from pathlib import Path

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown.extensions.toc import slugify_unicode

from site_builder.markdown.convert import EXTENSIONS, MarkdownConverter, remove_repeated_ids
from site_builder.markdown.fast.blocks import SIGNS as BLOCK_SIGNS
from site_builder.markdown.fast.inline import SIGNS as INLINE_SIGNS
from site_builder.markdown.fast.tree import slugify_heading
from site_builder.markdown.plain_text import to_plain_text
from site_builder.markdown.sanitizer import make_sanitizer

pytestmark = pytest.mark.usefixtures("accelerated")
ROOT = Path(__file__).parents[2]
CONTENT = [
    file
    for folder in ("content", "site_builder/editing/new_site/demo_content/content")
    for file in sorted((ROOT / folder).rglob("*.md"))
]
TEXTS = [
    "*a **b** _c_ `d*e*` ~f~ ^g^* ***h*** __i__ **j*k** *l**m* _n_o_p_ **a *b* c** *a **b [l](u)** c*",
    "*a _b ~c ^d `e` f^ g~ h_ i* *_~^x^~_* **_[l](u)_** _*`c`*_ *x\ny* * a * ** b** a*b*c _ a_",
    "`` a`b `` ` `` ` `*` \\`a` `\\` `<b>` `&amp;` ``[a](b)`` `a\nb` \\\\`a` \\\\\\`a`",
    "\\*a\\* \\[b\\](c) \\\\ \\~ \\^ \\| \\  \\a \\<b> \\&amp; [a\\]](b) # \\# x \\#",
    "a & b &amp; &#65; &#65 &#x41; &nosuch; &copy &lt;b&gt; AT&T &; R&D; <&> &#;",
    "a <b>c</b> <i class='x'>*d*</i> <br> <br/> <!-- x *y* --> <?php x ?> <![CDATA[*z*]]> 1 < 2 > 3 <x <y> </z>",
    "<div>\n*a*\n</div>\n\n*b*\n\n<p>c</p> d\n\n<hr>\n\n<!-- e\n\nf -->",
    "<pre>\n  g\n\n  h\n</pre>\n<script>*i*</script>",
    '<div markdown="1">\n*a*\n\n- b\n\n<div markdown="1">c</div>\n</div>\n\n<p markdown="span">*d* <b>e</b></p>',
    '<section markdown="block">\n# f\n\n<td markdown>*g*</td>\n</section>',
    "<table markdown>\n<tr><td>*h*</td></tr></table>",
    "<http://a.b/c_d_e?f=*g*> <mailto:a@b.c> <a@b.c> <x:y> http://a.b *http://c.d*",
    '[a](b) [a](<b c>) [a](b \'c\') [a]( b "c d" ) [a](b(c)d) [a](b"c) [a [b] c](d) [a]() [](b) [a] (b) [*a*](*b*)',
    '![a](b) ![*a*](b "c") [![a](b)](c) ![a [b](c)](d) ![a] ![](b) ![a](b){.lead} !\\[a](b) \\![a](b) [`a]`](b)',
    '[a][b] [b] [b][] [A][B] ![b] ![c][b] [no] [x][no] [a] [b]\n\n[b]: http://c.d "T"\n[B2]: <e> (f)\n  [c]:\n  g',
    "[a\nb][] [`x`][] [*y*]\n\n[a b]: c\n[`x`]: d\n[*y*]: e\n\ntext\n[z]: f\n[z]",
    "a[^1] b[^two words] c[^1] d[^no] [^1]\n\n[^1]: e *f*\n    g\n\n    h\n[^two words]: i[^3]\n[^3]:\n    - j",
    "a[^1]\n\n///Footnotes Go Here///\n\nb[^2]\n\n[^1]: x\n[^2]: > y\n\n## c[^1] d[^2]",
    "The HTML and *HTML* `HTML` [HTML](HTML) HTMLX\n\n*[HTML]: Hyper *Text*\n*[a b]: c\n\na b\n\n*[HTML]: ''",
    "| a | b |\n|---|:-:|\n| `c|d` | e\\|f |\n| *g* | [h](i) |\n\na | b\n- | -\nc | d",
    "|a|\n|-|\n|b|\n\n| a | b |\n|---|---|",
    "a\n: b\n: c\n\nd\n\n:   e\n\n    f\n\n:   - g\n\n: h\n\ni {#j}\n: k {.l}",
    '!!! note\n    a\n\n    - b\n\n        c\n\n!!! tip "T *x*"\n    d\ne',
    '!!! warning ""\n    f\n\n!!!\n    g\n\nh\n!!! x y\n    i',
    "- [ ] a\n- [x] b\n    - [X] c\n\n1. [ ] d\n\n- [ ]e\n- [y] f\n\n* [x] g\n\n  h",
    "# a #\n## b {#c}\nd\n### e *f* `g` &amp; <b>h</b>\n#i\n####### j\n# [k](l)",
    "# a\n# a\n# a_1\n# \n#\n## 汉 字！ {: .x }",
    "a\n===\n\nb\n---\nc\n\nd\n--\n===\n\n---\n\n* * *\n_ _ _\n-  -  -\n- - x\n**\n***\na\n***\nb",
    "1. a\n2. b\n\n    c\n\n3. d\n- e\n+ f\n* g\n    * h\n        * i\n\n  j\n\n5) k\n\n7. l\n\n１. m\n٣. n\n- \n-\n1.",
    "> a\n> > b\n>c\nd\n\n> - e\n>\n> f\n\n>\n\n   > g\n    > h\n\n- > i\n\n    > j",
    "    a\n    *b*\n\n    c\n\n\td\n\n- e\n\n        f\n\n        g\n    h",
    "[TOC]\n\n# a\n\n## *b* & c\n\n### d [^1]\n\n# [TOC]\n\n[^1]: e",
    "# a {x}\n\nb",
    "# a {data-toc-label='b'}\n\n[TOC]",
    "他说**“你好”**吗，见*《办法》*第三条。**重点：**排水_“字”_字__《a》__~~（删）~~^^（加）^^",
    "a  \nb   \nc\\\nd <br>\ne\n\n- f  \n  g\n\n# h  \ni",
    "\x02klzzwxh:0000\x03 \x02wzxhzdk:0\x03 klzzwxh:0000 \x02amp\x03 \x0242\x03 <b>x</b> *y*",
    "*a*{.b} [c](d){#e .f g=h} `i`{: .j} k\n{: .l}\n\n- m {.n}\n- o\n{.p}",
    "| q {.r} |\n|---|\n| s | \n\n> t\n{.u}\n\n{v}",
    "a{ b } {c}\n{: #d }}\n\n*x*{.y}{.z} *x*{} *x*{ } *x*{.a}}",
    "a\\\tb",
    "- [\t] a",
    "\\\x02 a",
    "a\r\nb\rc\td\n \t \ne\n   \n   \nf\n\n\n\n\ng\u2028h\x0ci\x85j\xa0k\x1fl",
    "H~2~O x^2^ ~~a~~ ^^b^^ ~a b~ ^a b^ ~a\\ b~ ~~~c~~~ ^^^d^^^ ~^e^~ a~b *c~d*e~ ~~~",
    '"a" \'b\' <b title="c&d">e</b> [f](g "h\'i\\"j") [k](l&m?n=o&amp;p)',
    "打138****1234和139****5678，**电话138****1234**，z***@qq.com、li***@qq.com，35*************12X 3****1 a****b",
    "",
    " \n\n ",
    "a",
]
PIECES = [
    *(
        "*",
        "**",
        "***",
        "_",
        "__",
        "`",
        "``",
        "[",
        "]",
        "(",
        ")",
        "![",
        "[^",
        "](",
        "\\",
        "&",
        "&amp;",
        "&#65",
        "<",
        ">",
    ),
    *("~", "~~", "^", "|", "||", "--", "---", "===", "-", "+", "#", "##", ":", "{", "}", "!", "!!!", '"', "'", "  \n"),
    *(
        "[^1]",
        "[^1]: ",
        "[a]",
        "[a]: u",
        "[a][]",
        "![a]",
        "[l](u)",
        "[l](<u> 't')",
        "![x](y)",
        "*[a]: T",
        "{#x}",
        "{.c}",
    ),
    *(
        "{: a=b}",
        "{x}",
        "[TOC]",
        "[x] ",
        "[ ] ",
        "1. ",
        "10.",
        "３. ",
        "<b>",
        "</b>",
        "<div>",
        "</div>",
        "<br>",
        "<!--",
    ),
    *("-->", "<div markdown=1>", '<p markdown="span">', "<http://a.b>", "<a@b.c>", "\\*", "\\[", "\\`", "\\\\", "\\ "),
    *(
        "a",
        "b c",
        "word",
        "汉字",
        "，",
        "“你好”",
        "é",
        "²",
        "\x02",
        "\x03",
        "klzzwxh:0000",
        "wzxhzdk:0",
        "\u2028",
        "\xa0",
    ),
    *(
        " ",
        "  ",
        "\n",
        "\n",
        "\n\n",
        "\n\n",
        "    ",
        "\n    ",
        "\n\n    ",
        "\n> ",
        "\n- ",
        "\n* ",
        "\n1. ",
        "\n# ",
        "\t",
    ),
    *("\n: ", "\n\n:   ", "\n| a | b |\n|---|---|\n| ", "\r\n", "\n   \n", "\n\n- [ ] ", "\n\n!!! note\n    "),
]


def stock_converter() -> markdown.Markdown:
    configs: dict[str, dict[str, object]] = {
        "markdown.extensions.toc": {"slugify": slugify_unicode},
        "markdown.extensions.tables": {"use_align_attribute": True},
    }
    return markdown.Markdown(extensions=EXTENSIONS, extension_configs=configs)


STOCK, QUICK = stock_converter(), MarkdownConverter()


def convert(text: str, md: markdown.Markdown) -> str:
    """Convert with the library: from as deep as MarkdownConverter does, or Python's limit is met elsewhere."""
    return md.reset().convert(text)


def outcome(text: str, md: markdown.Markdown | MarkdownConverter) -> str:
    try:
        return md(text) if isinstance(md, MarkdownConverter) else convert(text, md)
    except (RecursionError, TypeError, IndexError) as error:
        md.clear() if isinstance(md, MarkdownConverter) else md.parser.state.clear()
        return repr(type(error))


@pytest.mark.parametrize("file", CONTENT, ids=lambda file: str(file.relative_to(ROOT)))
def test_own_content(file: Path) -> None:
    text = file.read_text("utf-8")
    assert outcome(text, QUICK) == outcome(text, STOCK)


@pytest.mark.parametrize("text", TEXTS)
def test_tricky_text(text: str) -> None:
    assert outcome(text, QUICK) == outcome(text, STOCK)
    assert outcome(f"- {text}", QUICK) == outcome(f"- {text}", STOCK)


@pytest.mark.parametrize("first", TEXTS[::3])
@pytest.mark.parametrize("second", TEXTS[1::3])
def test_tricky_texts_together(first: str, second: str) -> None:
    text = f"{first}\n\n{second}"
    assert outcome(text, QUICK) == outcome(text, STOCK)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text(text: str) -> None:
    assert outcome(text, QUICK) == outcome(text, STOCK)


@pytest.mark.slow
@settings(max_examples=5_000, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_text_at_length(text: str) -> None:
    assert outcome(text, QUICK) == outcome(text, STOCK)


@pytest.mark.slow
@pytest.mark.parametrize("depth", [30, 55, 90, 150, 210, 240, 300, 350, 600])
@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("> ", ""),
        ("- ", ""),
        ("*_", "_*"),
        ("~^", "^~"),
        ("**__", "__**"),
        ("<div markdown=1>\n", "\n</div>"),
        ("<div>\n", "\n</div>"),
        ("[", "](u)"),
        ("<b>", "</b>"),
    ],
)
def test_nothing_is_deeper_than_for_the_library(opening: str, closing: str, depth: int) -> None:
    text = f"{opening * depth}x{closing * depth}"
    assert outcome(text, QUICK) == outcome(text, STOCK)


@pytest.mark.slow
@pytest.mark.parametrize("depth", [20, 40, 60, 100])
def test_lists_and_boxes_inside_each_other(depth: int) -> None:
    for sign in ("- a", "1. a", "!!! note\n", "- a\n"):
        text = "\n".join("    " * level + sign for level in range(depth))
        assert outcome(text, QUICK) == outcome(text, STOCK)


def test_every_sign_belongs_to_something_that_is_registered() -> None:
    assert [name for name in INLINE_SIGNS if name not in STOCK.inlinePatterns] == []
    assert [name for name in BLOCK_SIGNS if name not in STOCK.parser.blockprocessors] == []


@pytest.mark.parametrize("registry", ["preprocessors", "treeprocessors", "postprocessors", "inlinePatterns"])
def test_the_order_is_that_of_the_library(registry: str) -> None:
    stock, quick = getattr(STOCK, registry), getattr(QUICK.get_markdown(rare=True), registry)
    assert len(stock) == len(quick)
    names = [each.name for each in stock._priority]
    assert [quick.get_index_for_name(name) for name in names] == [stock.get_index_for_name(name) for name in names]


@given(st.text(alphabet="aB-_ .汉İß²\t\n&9", max_size=12))
def test_slug(name: str) -> None:
    assert slugify_heading(name, "-") == slugify_unicode(name, "-")


def plain_by_three_patterns(html: str) -> str:
    blocks = re.compile(
        r"</?(?:p|h[1-6r]|div|blockquote|pre|[uod]l|li|d[td]|t(?:able|head|body|foot|r)|caption|details|summary"
        r"|figure|figcaption|address)(?: [^>]*)?>"
    )
    html = blocks.sub("\n", html.replace("\n", " "))
    html = unescape(re.sub(r"<[^>]*>", "", re.sub(r"<(?:br|/t[hd])>", " ", html)))
    return "\n".join(filter(None, (" ".join(line.split()) for line in html.split("\n"))))


def ids_by_one_pattern(html: str) -> tuple[str, tuple[str, ...]]:
    seen: dict[str, None] = {}

    def once(found: re.Match[str]) -> str:
        if found[2] in seen:
            return str(found[1])
        seen[found[2]] = None
        return found[0]

    return re.sub(r'(<[a-z][^>]*?) id="([^"]*)"', once, html), tuple(map(unescape, seen))


HTML = [
    *(
        "<p>",
        "</p>",
        "<br>",
        '<br id="a">',
        "<hr>",
        '<hr id="b">',
        "<table><tr>",
        "<td>",
        "</td>",
        '<th id="a">',
        "</th>",
    ),
    *('<p id="a">', '<h2 id="b">', "</h2>", "<h1>", "</h1>", '<p title=" id=" id="b">', "<li>", '<a href="#" id="c">'),
    *(
        '<span id="a&amp;b">',
        "</span>",
        "<b>",
        ' id="a"',
        "a",
        " ",
        "\n",
        "\u2028",
        "&lt;",
        "&#10;",
        "&amp;",
        "字",
        "<dl>",
    ),
]


@pytest.mark.slow
@settings(max_examples=300)
@given(st.lists(st.sampled_from(HTML), max_size=20).map("".join))
def test_text_and_ids_of_what_the_sanitiser_leaves(html: str) -> None:
    html = make_sanitizer().clean(html)
    assert to_plain_text(html) == plain_by_three_patterns(html)
    assert remove_repeated_ids(html) == ids_by_one_pattern(html)
