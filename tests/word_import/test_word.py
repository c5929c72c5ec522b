"""Word files brought over: what is recognised, what is kept as text, what is said to be lost."""

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from PIL import Image

from site_builder.front_matter.dates_in_words import parse_day
from site_builder.problem import CommandError
from site_builder.word_import import losses, package
from site_builder.word_import.numbering import format_number
from site_builder.word_import.read import read_word
from tests.word_import.word_files import Side, brought, html, in_list, line, numbered, official, raw, saved, with_style


def kinds(word: Any) -> dict[str, tuple[int, tuple[str, ...]]]:
    return {each.message: (each.times, each.places) for each in word.losses}


@pytest.mark.slow
def test_an_official_notice(tmp_path: Path) -> None:
    word = brought(official(), tmp_path)
    assert word.title == "太阳宫乡人民政府关于做好防汛工作的通知"
    assert (word.written, word.document_number) == (date(2024, 1, 31), "太政发〔2024〕5号")
    assert (word.letterhead, word.losses) == (("太阳宫乡人民政府文件",), ())
    assert word.body == (
        "各社区：\n\n为做好防汛工作，现通知如下。\n\n## 一、加强领导\n\n各单位要高度重视。\n\n### （一）落实责任\n\n"
        "1\\. 责任到人。\n\n## 二、保障物资\n\n沙袋备足。\n\n"
        "太阳宫乡人民政府\n{: .right }\n\n二〇二四年一月三十一日\n{: .right }\n"
    )
    assert '<p class="right">二〇二四年一月三十一日</p>' in html(word)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("heading 1", "2"),  # WPS
        ("标题 1", "1"),
        ("标题1", "a3"),
        ("一级标题", "a4"),
        ("1级标题", "a5"),
        ("Heading 1 Char+黑体", "a6"),
    ],
)
def test_headings_by_the_names_of_styles(name: str, id_: str, tmp_path: Path) -> None:
    document = Document()
    document.styles.element.remove(document.styles["Heading 1"].element)
    line(document, "题目", style="Title")
    style = with_style(document, name, id_)
    line(document, "背景", style=style)
    line(document, "文字。")
    assert "<h2" in html(brought(document, tmp_path))
    assert brought(document, tmp_path).body.startswith("## 背景\n")


def test_a_heading_by_outline_level_and_by_the_style_it_is_based_on(tmp_path: Path) -> None:
    document = Document()
    line(document, "题目", style="Title")
    based = document.styles[with_style(document, "我的样式", "x1")]
    based.base_style = document.styles["Heading 1"]
    line(document, "第一部分", style="我的样式")
    line(document, "小节", style="Heading 2")
    paragraph = line(document, "细节")
    raw(paragraph, "<w:pPr><w:outlineLvl w:val='2'/></w:pPr>")
    assert brought(document, tmp_path).body == "## 第一部分\n\n### 小节\n\n#### 细节\n"


def test_numbers_that_word_counts(tmp_path: Path) -> None:
    document = Document()
    line(document, "题目", style="Title")
    number = numbered(document, [("chineseCountingThousand", "%1、"), ("decimal", "%2."), ("lowerLetter", "%3)")])
    texts = [("总则", 0), ("甲", 1), ("乙", 1), ("小", 2), ("附则", 0), ("丙", 1)]
    for text, depth in texts:
        in_list(line(document, text), number, depth)
        if depth == 0:
            line(document, "一段文字。")
    body = brought(document, tmp_path).body
    assert body == ("## 一、总则\n\n一段文字。\n\n1. 甲\n2. 乙\n\n    a) 小\n\n## 二、附则\n\n一段文字。\n\n1. 丙\n")


def test_a_list_goes_on_where_a_paragraph_stands_between(tmp_path: Path) -> None:
    document = Document()
    line(document, "Title", style="Title")
    line(document, "first", style="List Number")
    line(document, "between.")
    line(document, "second", style="List Number")
    line(document, "inner", style="List Bullet 2")
    assert '<ol start="2">' in html(brought(document, tmp_path))


@pytest.mark.slow
def test_typed_numbers_without_text_below_are_no_headings(tmp_path: Path) -> None:
    document = Document()
    for text in ("会议安排", "请准备：", "一、水", "二、电", "三、气"):
        line(document, text)
    word = brought(document, tmp_path)
    assert word.title == "会议安排"
    assert word.body == "请准备：\n\n一、水\n\n二、电\n\n三、气\n"


def bold(document: Any, *texts: str) -> None:
    """Write paragraphs; one between asterisks in bold."""
    for text in texts:
        run = document.add_paragraph().add_run(text.strip("*"))
        run.bold = text != text.strip("*")


@pytest.mark.parametrize(
    ("texts", "body"),
    [
        (("*What to do*", "Fill bags."), "## What to do\n\nFill bags.\n"),
        (
            ("*一、总体要求*", "重视。", "*联系方式*", "见附件。"),
            "## 一、总体要求\n\n重视。\n\n### 联系方式\n\n见附件。\n",
        ),
        (
            ("*总体要求*", "重视。", "一、组织", "成立小组。", "*保障*", "备物资。"),
            "## 总体要求\n\n重视。\n\n### 一、组织\n\n成立小组。\n\n## 保障\n\n备物资。\n",
        ),
        (("*Bring a torch.*", "Dry."), "**Bring a torch.**\n\nDry.\n"),
        (("*One*", "*Two*"), "**One**\n\n**Two**\n"),
        (("Text.", "*Last*"), "Text.\n\n**Last**\n"),
    ],
)
def test_headings_that_are_only_bold(texts: tuple[str, ...], body: str, tmp_path: Path) -> None:
    document = Document()
    line(document, "Title", style="Title")
    bold(document, *texts)
    assert brought(document, tmp_path).body == body


def test_bold_paragraphs_are_text_where_styles_make_headings(tmp_path: Path) -> None:
    document = Document()
    line(document, "Title", style="Title")
    line(document, "Part", style="Heading 1")
    bold(document, "*Mind*", "The gap.")
    assert brought(document, tmp_path).body == "## Part\n\n**Mind**\n\nThe gap.\n"


def test_tables(tmp_path: Path) -> None:
    document = Document()
    line(document, "Title", style="Title")
    for merged in (False, True):
        table = document.add_table(2, 2)
        for row in range(2):
            for column in range(2):
                table.cell(row, column).text = f"{row}|{column}"
        if merged:
            table.cell(0, 0).merge(table.cell(0, 1))
        line(document, "between")
    word = brought(document, tmp_path)
    assert "| 0\\|0 | 0\\|1 |\n| --- | --- |\n| 1\\|0 | 1\\|1 |" in word.body
    assert '<thead>\n<tr>\n<th scope="col" colspan="2">' in html(word)
    assert kinds(word)[losses.MERGED][0] == 1


def test_links_and_footnotes(tmp_path: Path) -> None:
    document = Document()
    line(document, "Title", style="Title")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    for target in ("https://example.org/a_(b)?x=1&y=2", "javascript:alert(1)", "file:///c:/secret.doc"):
        key = document.part.relate_to(target, kind, is_external=True)
        raw(line(document, "see "), f'<w:hyperlink r:id="{key}"><w:r><w:t>here [1]</w:t></w:r></w:hyperlink>')
    word = brought(document, tmp_path)
    assert "[here \\[1\\]](https://example.org/a_%28b%29?x=1&y=2)".replace("a_", "a%5F") in word.body
    assert "script" not in word.body
    assert "file:" not in word.body
    assert kinds(word)[losses.LINKS][0] == 2
    assert 'href="https://example.org/' in html(word)


def test_footnotes_are_footnotes(tmp_path: Path) -> None:
    document = Document()
    line(document, "Title", style="Title")
    raw(line(document, "text"), '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>: more</w:t></w:r>')
    file = saved(document, tmp_path)
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:footnote w:id="2"><w:p><w:r><w:t>a *note*</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/footnotes.xml", notes)
    relation = (
        '<Relationship Id="n1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"'
        ' Target="footnotes.xml"/></Relationships>'
    )
    rewrite(file, "word/_rels/document.xml.rels", lambda data: data.replace(b"</Relationships>", relation.encode()))
    word = read_word(file)
    assert word.body == "text[^1]&#58; more\n\n[^1]: a \\*note\\*\n"
    assert 'class="footnote"' in html(word)


def test_pictures_go_into_the_folder_and_without_description_ask_for_one(tmp_path: Path) -> None:
    document = Document()
    line(document, "Title", style="Title")
    for form, words in (("PNG", "A gate"), ("BMP", ""), ("PNG", "IMG_2034.png")):
        data = BytesIO()
        Image.new("RGB", (4, 4), "red" if form == "BMP" else "blue").save(data, form)
        data.seek(0)
        document.add_picture(data)
        document.inline_shapes[-1]._inline.docPr.set("descr", words)
    word = brought(document, tmp_path)
    assert word.body == "![A gate](picture-1.png)\n\n![](picture-2.png)\n\n![](picture-1.png)\n"
    assert sorted(word.pictures) == ["picture-1.png", "picture-2.png"]
    assert all(data.startswith(b"\x89PNG") for data in word.pictures.values())


@pytest.mark.slow
def test_what_is_lost_is_listed_with_its_place(tmp_path: Path) -> None:
    document = Document()
    line(document, "Title", style="Title")
    document.sections[0].header.paragraphs[0].text = "内部资料"
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><a:graphicData uri="x">'
        "<wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>in the box</w:t></w:r></w:p></w:txbxContent></wps:txbx>"
        "</wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )
    for xml in (
        '<w:ins w:id="1"><w:r><w:t>new</w:t></w:r></w:ins>',
        '<w:del w:id="2"><w:r><w:delText>old</w:delText></w:r></w:del>',
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>",
        "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>",
        box,
        '<w:r><w:commentReference w:id="0"/></w:r>',
        '<w:fldSimple w:instr="SEQ"><w:r><w:t>图7</w:t></w:r></w:fldSimple>',
        "<w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby></w:r>",
    ):
        raw(line(document, "At this place "), xml)
    word = brought(document, tmp_path)
    found = kinds(word)
    for message in ("INSERTED", "DELETED", "HIDDEN", "EQUATIONS", "COMMENTS", "RUBY"):
        times, places = found[getattr(losses, message)]
        assert (times, places[0][:13]) == (1, "At this place"), message
    assert found[losses.BOXES] == (1, ("in the box",))
    assert found[losses.HEADERS] == (1, ("内部资料",))
    assert "secret" not in word.body + word.text
    assert "old" not in word.body
    for kept in ("new", "x=1", "in the box", "图7", "拼"):
        assert kept in word.body, kept


def rewrite(file: Path, name: str, change: Any) -> None:
    with zipfile.ZipFile(file) as archive:
        parts = {each.filename: archive.read(each) for each in archive.infolist()}
    parts[name] = change(parts[name])
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, data in parts.items():
            archive.writestr(each, data)


def entity(data: bytes) -> bytes:
    return b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + data.partition(b"?>")[2]


def deep(data: bytes) -> bytes:
    return data.replace(b"<w:body>", b"<w:body>" + b"<w:sdt><w:sdtContent>" * 3000 + b"</w:sdtContent></w:sdt>" * 3000)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda f: f.write_bytes(b""), "is empty"),
        (lambda f: f.write_bytes(b"{\\rtf1 x}"), "Rich Text"),
        (lambda f: f.write_bytes(f.read_bytes()[:2000]), "is damaged"),
        (lambda f: f.write_bytes(package.COMPOUND + b"\0" * 99 + package.ENCRYPTED), "protected by a password"),
        (lambda f: f.write_bytes(package.COMPOUND + b"\0" * 99 + package.OLD_WORD), "old form of Word"),
        (lambda f: rewrite(f, "word/document.xml", lambda d: d[:-30]), "is damaged"),
        (lambda f: rewrite(f, "word/document.xml", entity), "is damaged"),
        (lambda f: rewrite(f, "word/styles.xml", lambda _: b" " * (package.LARGEST_PART + 1)), "too large"),
        (lambda f: rewrite(f, "[Content_Types].xml", lambda _: b"<x/>" * 2), "damaged|built in a way"),
        (lambda f: f.write_bytes(b"PK nothing"), "is damaged"),
        (lambda f: rewrite(f, "word/document.xml", deep), "nested too deep"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(spoil: Any, sentence: str, tmp_path: Path) -> None:
    file = saved(official(), tmp_path)
    spoil(file)
    with pytest.raises(CommandError, match=sentence) as refused:
        read_word(file)
    assert refused.value.status == 1


def test_nothing_outside_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    document = Document()
    line(document, "Title", style="Title")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    key = document.part.relate_to("secret.png", kind, is_external=True)
    raw(
        line(document, "here"),
        '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="p" descr="a map"/><a:graphic><a:graphicData>'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
        f'<a:blip r:link="{key}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>',
    )
    word = brought(document, tmp_path)
    assert (word.pictures, kinds(word)) == ({}, {losses.LINKED: (1, ("a map",))})


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年1月31日", date(2024, 1, 31)),
        ("二〇二四年一月三十一日", date(2024, 1, 31)),
        ("二○二四年十二月二十日", date(2024, 12, 20)),
        ("（2024 年 1 月 5 日）", date(2024, 1, 5)),
        ("31 January 2024", date(2024, 1, 31)),
        ("January 31, 2024", date(2024, 1, 31)),
        ("2024年13月31日", None),
        ("2024年1月31日印发", None),
        ("二〇二四年", None),
    ],
)
def test_days_of_signing(text: str, day: date | None) -> None:
    assert parse_day(text) == day


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (10, "chineseCounting", "十"),
        (11, "chineseCountingThousand", "十一"),
        (20, "chineseCounting", "二十"),
        (105, "chineseCounting", "一百零五"),
        (110, "chineseCounting", "一百一十"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "decimalEnclosedCircle", "③"),
        (4, "upperRoman", "IV"),
        (28, "lowerLetter", "bb"),
        (2, "ideographTraditional", "乙"),
        (7, "decimalZero", "07"),
    ],
)
def test_forms_of_numbers(number: int, form: str, text: str) -> None:
    assert format_number(number, form) == text


@pytest.mark.slow
def test_a_title_in_the_middle_is_found_without_styles_and_sizes(tmp_path: Path) -> None:
    document = Document()
    line(document, "关于召开议事会的通知", side=Side.CENTER)
    line(document, "（2024年3月5日）", side=Side.CENTER)
    line(document, "各位居民：")
    word = brought(document, tmp_path)
    assert (word.title, word.written) == ("关于召开议事会的通知", date(2024, 3, 5))
