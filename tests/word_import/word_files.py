"""Word files made by python-docx, as offices have them; asserts nothing."""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from site_builder.markdown.audit import convert_and_audit
from site_builder.markdown.convert import MarkdownConverter
from site_builder.word_import.read import WordDocument, read_word

Side = WD_ALIGN_PARAGRAPH


def line(document: Any, text: str, *, side: Any = None, size: int = 0, style: str | None = None) -> Any:
    """Add a paragraph."""
    paragraph = document.add_paragraph(text, style=style)
    if side is not None:
        paragraph.alignment = side
    if size:
        for run in paragraph.runs:
            run.font.size = Pt(size)
    return paragraph


def official() -> Any:
    """Make a notice in the form of GB/T 9704-2012: letterhead, number, title of two lines, typed levels, signature."""
    document = Document()
    line(document, "太阳宫乡人民政府文件", side=Side.CENTER, size=36)
    line(document, "太政发〔2024〕5号", side=Side.CENTER)
    line(document, "太阳宫乡人民政府", side=Side.CENTER, size=22)
    line(document, "关于做好防汛工作的通知", side=Side.CENTER, size=22)
    line(document, "各社区：")
    line(document, "　　为做好防汛工作，现通知如下。")
    line(document, "一、加强领导")
    line(document, "各单位要高度重视。")
    line(document, "（一）落实责任")
    line(document, "1. 责任到人。")
    line(document, "二、保障物资")
    line(document, "沙袋备足。")
    line(document, "太阳宫乡人民政府", side=Side.RIGHT)
    line(document, "二〇二四年一月三十一日", side=Side.RIGHT)
    return document


def with_style(document: Any, name: str, id_: str) -> str:
    """Add a paragraph style that has a name and an id of its own, as WPS writes them."""
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.element.set(qn("w:styleId"), id_)
    return name


def numbered(document: Any, levels: list[tuple[str, str]]) -> str:
    """Add a numbering with levels of a form and a text each; give its number."""
    numbering = document.part.numbering_part.element
    inner = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(levels)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{inner}</w:abstractNum>'))
    num = f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'
    numbering.append(parse_xml(num))
    return "77"


def in_list(paragraph: Any, number: str, depth: int) -> None:
    """Put a paragraph into a numbering."""
    properties = paragraph._p.get_or_add_pPr()
    for name, value in (("ilvl", str(depth)), ("numId", number)):
        holder = properties.find(qn("w:numPr"))
        if holder is None:
            holder = OxmlElement("w:numPr")
            properties.append(holder)
        child = OxmlElement(f"w:{name}")
        child.set(qn("w:val"), value)
        holder.append(child)


def raw(paragraph: Any, xml: str) -> None:
    """Add XML to a paragraph; the prefixes w, m, wp, a, r, mc and wps are known."""
    spaces = nsdecls("w", "m", "wp", "a", "r") + (
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    for element in parse_xml(f"<w:x {spaces}>{xml}</w:x>"):
        paragraph._p.append(element)


def saved(document: Any, folder: Path, name: str = "text.docx") -> Path:
    """Save a document and give its path."""
    file = folder / name
    document.save(file)
    return file


def brought(document: Any, folder: Path, title: str = "") -> WordDocument:
    """Save a document and read it."""
    return read_word(saved(document, folder), title)


def html(word: WordDocument, lang: str = "zh") -> str:
    """Convert what was read as a build does."""
    return convert_and_audit(word.body, lang, MarkdownConverter())[0].html
