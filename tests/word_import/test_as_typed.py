"""What offices type in Word stands on the page as typed: Word file -> command -> item -> build -> the page's text."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from site_builder.cli.commands import main
from site_builder.markdown.audit import convert_and_audit
from site_builder.markdown.convert import MarkdownConverter
from site_builder.word_import import losses
from tests.sites import PLAIN_TOML, write
from tests.word_import.test_word_text import squeezed, visible
from tests.word_import.word_files import brought, raw

AT = "2024-06-15"
HABITS = (
    *(
        "上午8:00~11:30，下午14:00~17:00",
        "5~10元、20~30元",
        "10^3和10^4",
        "60*90厘米、40*60厘米",
        "8:00~~11:30，14:00~~17:00",
    ),
    *(
        "[电话]: 010-12345678",
        "[注]: 以上时间以通知为准",
        "*[注]: 以上",
        "[2024]（5号）",
        "[办法]（https://example.org/）",
    ),
    *(
        "#5楼停水",
        "## 停水范围：3#、5#",
        "3#、5#",
        "##通知",
        "＃通知",
        "＃5楼",
        "# ",
        "＞引",
        "> 引",
        "|办证|8:00|12:00|",
        "|---|---|",
    ),
    *(
        "1. 手打",
        "1.手打",
        "1、手打",
        "2024.",
        "1) 手打",
        "（1）手打",
        "- 手打",
        "+ 手打",
        "* 手打",
        "－ 手打",
        "•手打",
        "－　手打",
    ),
    *(
        "　　缩进的段落",
        "    四个空格",
        "<张三>",
        "<b>粗</b>",
        "a < b",
        "&lt;",
        "&amp;",
        "&#65;",
        "&nbsp;",
        "<!-- 未完",
        "-->",
    ),
    *(
        "__注意__请",
        "_注意_",
        "snake_case_name",
        "\\",
        "C:\\temp\\new",
        "\\*",
        "`代码`",
        "```",
        "~~~",
        "＊＊重要＊＊",
        "138＊＊＊＊8000",
    ),
    *(
        "｀码｀",
        "［办法］（https://example.org/）",
        "！［图］（a.jpg）",
        "![图]（a.jpg）",
        "[x](y)",
        "![x](y)",
        "[^1]",
        "[^1]: 注",
        "[TOC]",
    ),
    *(
        "{: .right }",
        "{.a}",
        "!!! note",
        ": 定义",
        "：定义",
        "***",
        "---",
        "===",
        "* * *",
        "｜a｜b｜",
        "｜－｜－｜",
        "☐ 办",
        "[ ] 办",
    ),
    *(
        "H~2~O",
        "~",
        "^",
        "~~",
        "*",
        "**",
        "_",
        "==高亮==",
        "$x$",
        "{{ x }}",
        "{% x %}",
        "<?php ?>",
        "::: x",
        "100%",
        "“引”",
        "a--b",
    ),
)


class PageText(HTMLParser):
    """The text of the body of an item on its page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.depth = 0
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "div" and (self.depth or dict(attrs).get("class") == "prose"):
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "div" and self.depth > 0

    def handle_data(self, data: str) -> None:
        self.text += data if self.depth else ""


def type_all(document: Any) -> list[str]:
    """Type the habits as paragraphs, behind words, as headings, in a list, in a table; give all texts in order."""
    typed = []
    for style, lead in ((None, ""), (None, "前文，"), ("Heading 2", ""), ("List Bullet", ""), ("List Number", "")):
        for each in HABITS:
            document.add_paragraph(lead + each, style=style)
            typed.append(lead + each)
        document.add_paragraph("其间。")
        typed.append("其间。")
    table = document.add_table(len(HABITS), 2)
    for row, each in zip(table.rows, HABITS, strict=True):
        row.cells[0].text = row.cells[1].text = each
        typed += [each, each]
    return typed


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_typed_in_word_is_what_is_read(
    language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toml = f'{PLAIN_TOML}language = "{language}"\n[[columns]]\nid = "news"\n'
    site = write(tmp_path, {"content/site.toml": toml})
    document = Document()
    typed = type_all(document)
    document.save(str(tmp_path / "a.docx"))
    command = ["import", str(tmp_path / "a.docx"), "--site", str(site), "--title", "Habits", "--column", "news"]
    assert run([*command, "--no-draft", "--at", AT, "--lang", "en"]) == 0, capsys.readouterr()
    assert run(["build", str(site), "--at", AT, "--jobs", "1"]) == 0, capsys.readouterr()
    page = PageText((site / "public/news/2024/habits/index.html").read_text("utf-8")).text
    assert squeezed(page) == squeezed("".join(typed))


def run(arguments: list[str]) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.mark.slow
def test_signs_become_no_marks_where_stretches_meet(tmp_path: Path) -> None:
    typed = []
    document = Document()
    document.add_paragraph("Title of it", style="Title")
    for style in (None, "Heading 1"):
        for each in HABITS:
            for at in range(1, len(each)):
                paragraph = document.add_paragraph(each[:at], style=style)
                paragraph.add_run(each[at:]).bold = True
                typed.append(each)
    html = convert_and_audit(brought(document, tmp_path).body, "zh", MarkdownConverter())[0].html
    assert re.search(r"<strong>\S", html)
    assert visible(html) == squeezed("".join(typed))


def test_tabs_between_words_are_told(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Title of it", style="Title")
    for text in ("姓名\t电话", "张三\t12345", "\t缩进", "1.\t手打"):
        document.add_paragraph(text)
    word = brought(document, tmp_path)
    assert word.body == "姓名 电话\n\n张三 12345\n\n缩进\n\n1\\. 手打\n"
    assert [(each.message, each.times) for each in word.losses] == [(losses.TABS, 2)]


def test_text_in_what_is_not_known_and_signs_of_fonts_are_told(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Title of it", style="Title")
    raw(document.add_paragraph("已知"), "<w:unknown><w:r><w:t>其他</w:t></w:r></w:unknown>")
    raw(document.add_paragraph("符号"), '<w:r><w:sym w:font="Unheard Of" w:char="F0FF"/></w:r>')
    word = brought(document, tmp_path)
    assert word.body == "已知\n\n符号\n"
    told = {each.message: each.places for each in word.losses}
    assert told == {losses.UNKNOWN: ("其他",), losses.SYMBOLS: ()}


def test_who_signed_is_told_with_the_letterhead(tmp_path: Path) -> None:
    document = Document()
    for text in ("某乡人民政府文件", "某政发〔2024〕5号　　签发人：李四", "关于某事的通知", "各社区："):
        document.add_paragraph(text)
    word = brought(document, tmp_path)
    assert word.document_number == "某政发〔2024〕5号"
    assert "签发人：李四" in word.letterhead
