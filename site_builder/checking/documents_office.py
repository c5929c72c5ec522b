"""The bytes of an office file -> the texts in it; reads XML in zip files and resolves no entity."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

from site_builder.checking.extract import PICTURES, Extract, members

DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# What begins a paragraph, a cell or a line in the XML of office files, by the tag without its namespace.
BREAKS = frozenset(
    {"p", "tr", "tc", "row", "si", "h", "h1", "h2", "h3", "h4", "li", "td", "div", "table-cell", "table-row"}
    | {"TextObject", "creator", "title", "subject", "description", "keywords", "lastModifiedBy", "Company", "Manager"}
    | {"initial-creator", "user-defined", "lpwstr", "comment"}
)
SPACES = frozenset(["tab", "br", "cr", "line-break", "s"])
# Parts that say how things look, and nothing else.
LOOKS = re.compile(
    r"(?:styles|theme|fontTable|settings|numbering|webSettings)[0-9]*\.xml$|theme/|slideMasters|slideLayouts"
)
MAIN = ("word/document.xml", "content.xml")
# What a workbook writes for a number that has more digits than it likes to show.
POWER = re.compile(r"[0-9.]+E\+[0-9]+")


def office_texts(data: bytes) -> Iterator[Extract]:
    """Give the paragraphs of every part: body, headers, notes, comments, slides, properties; and pictures' metadata."""
    for name, found in members(data):
        if LOOKS.search(name):
            continue
        if name.endswith((".xml", ".xhtml", ".html")):
            for number, paragraph in enumerate(paragraphs(tree(found)), 1):
                yield Extract(*place(name, number), paragraph)
        else:
            yield from beside(name, found)


def place(name: str, number: int) -> tuple[str, str]:
    """Give sort and place of a paragraph in a part."""
    if name in MAIN:
        return "paragraph", str(number)
    stem = name.removesuffix(".xml")
    return ("metadata" if name.startswith("docProps/") or name == "meta.xml" else "part"), stem


def beside(name: str, found: bytes) -> Iterator[Extract]:
    """Give what stands in the parts that are no texts: whom links write to, and what pictures say of themselves."""
    if name.endswith(".rels"):
        for each in tree(found):
            if each.get("TargetMode") == "External":
                yield Extract("part", name, each.get("Target", ""))
    elif PurePosixPath(name).suffix.lower() in PICTURES:
        from site_builder.checking.documents_other import metadata

        try:
            yield from metadata(found)
        except (ValueError, OSError):
            return


def tree(data: bytes) -> ET.Element:
    """Read XML; raises ValueError for a document type, which could hold entities without end."""
    if DTD.search(data) or b"\0" in data[:4]:
        raise ValueError
    return ET.fromstring(data)  # noqa: S314 - no document type, so no entities


def paragraphs(root: ET.Element) -> Iterator[str]:
    """Give the texts between what begins a paragraph; runs of one paragraph are one text."""
    text: list[str] = []
    for event, each in walk(root):
        tag = each.tag.rpartition("}")[2]
        if tag in BREAKS:
            if "".join(text).strip():
                yield "".join(text)
            text = []
        elif event == "start" and tag in SPACES:
            text.append(" ")
        if event == "start" and each.text:
            text.append(each.text)
        if event == "end" and each.tail:
            text.append(each.tail)
    if "".join(text).strip():
        yield "".join(text)


def walk(root: ET.Element) -> Iterator[tuple[str, ET.Element]]:
    """Go through a tree in the order of its text, without recursion."""
    waiting: list[tuple[str, ET.Element]] = [("start", root)]
    while waiting:
        event, each = waiting.pop()
        yield event, each
        if event == "start":
            waiting.append(("end", each))
            waiting += [("start", child) for child in reversed(each)]


def sheets(data: bytes) -> Iterator[Extract]:
    """Give the cells of a workbook row by row, hidden sheets too, its comments, text boxes and properties."""
    found = dict(members(data))
    shared = ["".join(each.itertext()) for each in tree(found.get("xl/sharedStrings.xml", b"<none/>"))]
    names = sheet_names(found)
    for name, content in found.items():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            sheet = names.get(name, PurePosixPath(name).stem)
            for cell in tree(content).iter():
                if cell.tag.rpartition("}")[2] == "c":
                    yield Extract("cell", f"{sheet}!{cell.get('r', '')}", value(cell, shared))
        elif name.endswith(".xml") and ("omments" in name or name.startswith(("docProps/", "xl/drawings/"))):
            for number, paragraph in enumerate(paragraphs(tree(content)), 1):
                yield Extract(*place(name, number), paragraph)
        elif not name.endswith(".xml"):
            yield from beside(name, content)


def sheet_names(found: dict[str, bytes]) -> dict[str, str]:
    """Give the names of sheets by the name of their part, which the workbook's relations tell."""
    if "xl/workbook.xml" not in found or "xl/_rels/workbook.xml.rels" not in found:
        return {}
    parts = {each.get("Id"): each.get("Target", "") for each in tree(found["xl/_rels/workbook.xml.rels"])}
    names = {}
    for each in tree(found["xl/workbook.xml"]).iter():
        if each.tag.rpartition("}")[2] == "sheet":
            key = next((value for name, value in each.attrib.items() if name.endswith("}id")), "")
            names[f"xl/{parts.get(key, '').removeprefix('/xl/')}"] = each.get("name", "")
    return names


def value(cell: ET.Element, shared: list[str]) -> str:
    """Give what a cell shows: a shared text, a text of its own, or a number with all its digits."""
    text = "".join("".join(each.itertext()) for each in cell if each.tag.rpartition("}")[2] in {"v", "is"})
    if cell.get("t") == "s":
        return shared[int(text)] if text.isdecimal() and int(text) < len(shared) else ""
    return f"{float(text):.0f}" if POWER.fullmatch(text) else text.removesuffix(".0")
