"""Whatever stands in a Word file is what residents read: no character of it becomes a mark of Markdown."""

import re
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from docx import Document
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from site_builder.markdown.audit import convert_and_audit
from site_builder.markdown.convert import MarkdownConverter
from site_builder.word_import.read import read_word

# What means something to Markdown, to our extensions and to HTML, beside what texts are made of.
SIGNS = "\\`*_{}[]()<>#+-.!|~^:=&;\"'/@%$?, 1a　中。〔〕☐＊｀［］（）＃＞－＋｜！＿～"
TEXT = st.text(st.one_of(st.sampled_from(SIGNS), st.characters(blacklist_categories=("Cs", "Cc", "Cn"))), max_size=30)
PIECES = st.lists(
    st.tuples(TEXT, st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=4
)  # text, bold, italic, then a break
CONVERTER = MarkdownConverter()
BOLD = frozenset(["strong", "h2", "h3", "h4", "h5", "h6"])
TAG = re.compile(r"</?(?:p|li|td|th|h\d|table|thead|tbody|tr|ul|ol|br|div|hr)\b[^>]*>")


def visible(html: str) -> str:
    """Give the words of HTML: tags of blocks divide, others do not."""
    return squeezed(unescape(re.sub(r"<[^>]+>", "", TAG.sub(" ", html))))


def squeezed(text: str) -> str:
    """Fold white space; a browser does so too. Between wide characters a line end adds none, so that none counts."""
    return "".join(text.split())


class Marked(HTMLParser):
    """The characters of HTML, but for white space, each with whether it is bold and whether it is italic."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, bool, bool]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 (the name is given)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        # What is nothing but bold may be a heading, and is bold as such.
        bold = not BOLD.isdisjoint(self.open)
        self.found += [(c, bold, "em" in self.open) for c in squeezed(data)]


def word_of(build: Any) -> Any:
    document = Document()
    document.add_paragraph("Title of this text", style="Title")
    build(document)
    target = BytesIO()
    document.save(target)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "text.docx"
        file.write_bytes(target.getvalue())
        return read_word(file)


@pytest.mark.slow
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, min_size=1, max_size=3))
@example([[("*a*", True, False, False), ("b", False, True, False), ("**", True, False, False)]])
@example([[("a", True, False, False), ("b", True, True, False), ("c", False, True, False)]])
@example([[("0\u2000", False, True, False)]])
@example([[("A *b*", True, True, False)], [("0", False, False, False)]])
@example([[("A ", True, False, False), ("b", True, True, True)], [("0", False, False, False)]])
@example([[("- a", False, False, True), ("===", False, False, False)]])
@example([[("[^1]: x", False, False, False)], [("{: .right }", False, False, False)], [("[TOC]", False, False, False)]])
@example([[("*[HTML]: x", False, False, False)], [(": x", False, False, False)], [("!!! note", False, False, False)]])
@example([[("| a | b |", False, False, True), ("|---|---|", False, False, True), ("| 1 | 2 |", False, False, False)]])
@example(
    [
        [("&amp; &#65; <b>x</b> <!-- y -->", False, False, False)],
        [("1. a", False, False, True), ("# b", False, False, False)],
    ]
)
def test_paragraphs_show_the_text_of_the_file(paragraphs: list[list[tuple[str, bool, bool, bool]]]) -> None:
    def build(document: Any) -> None:
        for pieces in paragraphs:
            paragraph = document.add_paragraph()
            for text, bold, italic, broken in pieces:
                run = paragraph.add_run(text)
                run.bold, run.italic = bold, italic
                if broken:
                    run.add_break()

    word = word_of(build)
    wanted = squeezed("".join(text for pieces in paragraphs for text, *_ in pieces))
    html = convert_and_audit(word.body, "en", CONVERTER)[0].html
    assert visible(html) == wanted, word.body
    marked = [(c, bold, italic) for p in paragraphs for text, bold, italic, _ in p for c in squeezed(text)]
    assert Marked(html).found == marked, word.body


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(TEXT, TEXT), min_size=2, max_size=4), TEXT, st.lists(TEXT, min_size=1, max_size=3))
def test_tables_headings_and_lists_show_the_text_of_the_file(
    rows: list[tuple[str, str]], heading: str, items: list[str]
) -> None:
    def build(document: Any) -> None:
        document.add_paragraph("first")
        document.add_paragraph(heading, style="Heading 1")
        table = document.add_table(len(rows), 2)
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                table.cell(row, column).text = text
        for text in items:
            document.add_paragraph(text, style="List Bullet")

    word = word_of(build)
    wanted = squeezed("".join(["first", heading, *(text for row in rows for text in row), *items]))
    assert visible(convert_and_audit(word.body, "en", CONVERTER)[0].html) == wanted, word.body


def test_the_comparison_can_fail() -> None:
    assert visible("<p>a*b</p>") != squeezed("a*b*")
