"""What is not given to the sanitiser is what it would leave as it is, whatever is written."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.decoding import remove_controls
from site_builder.markdown.convert import MarkdownConverter, convert_to_html
from site_builder.markdown.sanitizer import HARMLESS, make_sanitizer, sanitize_html
from tests.markdown.test_fast import CONTENT, PIECES, ROOT, TEXTS

pytestmark = pytest.mark.usefixtures("accelerated")
MD = MarkdownConverter()
# Signs that HTML, its parser or we treat in a way of their own.
ODD = [
    *("\0", "\x01", "\x0b", "\x0c", "\x1c", "\x7f", "\x80", "\x85", "\xa0", "\xad", "\u2003", "\u2028", "\u200b"),
    *("\u3000", "\ufeff", "\ufffe", "\U0001f600", "&nbsp;", "&quot;", "&#39;", "&lt;b&gt;", "&gt", "&amp", "\r", "\t"),
    *("# site:a\n", "## a b\n", "## 汉\u3000字\n", '## "x"\n', "## a&b\n", "## a:b\n", "# \u2003\n"),
    *("[a](https://x.org/)", "[*a*](https://x.org/b)", "[a](https://x.org)", "[a](http://x.org/?q=1)", "[](https://x.org/)"),
    *("[a](HTTPS://x.org/)", "[a](https://x.org/ 't')", "[a [b](https://y.org/)](https://x.org/)", "[a](https://x/)"),
    *("[a](https://x.org//b/../c)", "[a](https://xn--a.org/)", "[a](javascript:b)", "[a](//x.org/)"),
    *("[a](https://1.2.3.4/)", "[a](https://1.2.3.4.5/)", "[a](https://0x1.2/)", "[a](https://a-.b-c.org/)"),
    *("[a\nb](https://x.org/)", "[a](https://x.1/)", f"[a](https://{'x' * 300}.org/)", "[a](https://-x.org/)"),
    *("|a|\n|:-:|\n|b|\n", "|a|b|\n|-|-:|\n|[c](https://x.org/)|*d*|\n", "1. a\n", "3. a\n"),
    *("> a\n\n", "- a\n\n    b\n"),
    *("**a *b* c**", "***a***", "**a\n\nb**", "\n\n", "\n", " ", "a", "汉"),
]  # fmt: skip


def agrees(text: str) -> bool:
    """Compare, and tell whether the sanitiser was spared; decoding lets no body have a control, but its number."""
    text = remove_controls(text)
    html = convert_to_html(text, MD) or ""
    tagged = "<" in text
    assert sanitize_html(html, has_tags=tagged) == remove_controls(make_sanitizer().clean(html))
    return not tagged and HARMLESS.fullmatch(html) is not None


@pytest.mark.parametrize("file", CONTENT, ids=lambda file: str(file.relative_to(ROOT)))
def test_own_content(file: Path) -> None:
    agrees(file.read_text("utf-8").split("---\n", 2)[2])


def test_many_texts_need_no_sanitiser() -> None:
    """So that the other tests are about something."""
    assert sum(agrees(file.read_text("utf-8").split("---\n", 2)[2]) for file in CONTENT) > len(CONTENT) // 3
    assert agrees(
        "# A\n\n## 汉字\n\nWords *and* [more](https://example.org/guide/67): 1 & 2.\n\n- a\n\n|b|\n|-:|\n|c|\n"
    )
    assert not any(map(agrees, ("a\xa0b", "[a](b.md)", "a <b>c</b>", "![a](https://x.org/b.png)", "a\n{: .lead }")))


@pytest.mark.parametrize("text", [*TEXTS, *ODD])
def test_tricky_text(text: str) -> None:
    for each in (text, f"- {text}", f"> {text}", f"## {text}", f"|{text}|\n|-|\n|{text}|", f"*{text}*"):
        agrees(each)
        agrees(each.replace("<", ""))


@pytest.mark.parametrize("depth", [5, 60, 150, 600])
@pytest.mark.parametrize("sign", ["> ", "- ", "1. ", "*_", "**__"])
def test_deep_nesting(sign: str, depth: int) -> None:
    agrees(f"{sign * depth}x{sign[::-1] * depth}")


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, *ODD]), max_size=40).map("".join))
def test_any_text(text: str) -> None:
    agrees(text.replace("<", ""))


@pytest.mark.slow
@settings(max_examples=10_000, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, *ODD, *ODD]), max_size=60).map("".join))
def test_any_text_at_length(text: str) -> None:
    agrees(text.replace("<", ""))
