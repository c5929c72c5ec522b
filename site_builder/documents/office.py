"""The bytes of an office file -> the texts in it; reads XML in zip files and resolves no entity."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

from site_builder.documents.extract import PICTURES, Extract
from site_builder.foreign_readers import UnreadableFileError, guard_reader
from site_builder.foreign_readers.limits import ReadBudget, TooLargeError, ZipMembers

DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# What begins a paragraph, a cell or a line in the XML of office files, by the tag without its namespace.
BREAKS = frozenset(
    {"p", "tr", "tc", "row", "si", "h", "h1", "h2", "h3", "h4", "li", "td", "div", "table-cell", "table-row"}
    | {"TextObject", "creator", "title", "subject", "description", "keywords", "lastModifiedBy", "Company", "Manager"}
    | {"initial-creator", "user-defined", "lpwstr", "comment"}
)
# What is said besides the text: alternative texts, and whom a field writes to.
TEXT_ATTRIBUTES = frozenset(["descr", "title", "instr"])
# What was taken out and put in while changes were recorded: both stay in the file.
DELETED, INSERTED = frozenset(["del", "moveFrom"]), frozenset(["ins", "moveTo"])
SPACES = frozenset(["tab", "br", "cr", "line-break", "s"])
# Parts that say how things look, and nothing else.
STYLE_PARTS = re.compile(
    r"(?:styles|theme|fontTable|settings|numbering|webSettings)[0-9]*\.xml$|theme/|slideMasters|slideLayouts"
)
MAIN_PARTS = ("word/document.xml", "content.xml")
SHARED_STRINGS, RELATIONS = "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"
# Parts of a workbook that hold copies of cells, and its names.
COPIES = ("xl/charts/", "xl/pivotCache/", "xl/externalLinks/", "xl/workbook")
# What a workbook writes for a number that has more digits than it likes to show.
EXPONENT = re.compile(r"[0-9.]+E\+[0-9]+")


def read_office(data: bytes, budget: ReadBudget) -> Iterator[Extract]:
    """Give the paragraphs of every part: body, headers, notes, comments, slides, properties; and pictures' metadata."""
    members = ZipMembers(data, budget)
    for name in members.names:
        if STYLE_PARTS.search(name):
            continue
        if name.endswith((".xml", ".xhtml", ".html")):
            yield from read_xml_part(name, members.read(name), budget)
        else:
            yield from read_other_part(name, members.read(name), budget)


def read_xml_part(name: str, data: bytes, budget: ReadBudget) -> Iterator[Extract]:
    """Give the texts of a part, each with its place."""
    root = parse_xml(data, budget)
    for number, texts in enumerate(split_paragraphs(root), 1):
        for text in texts:
            yield Extract(*locate_paragraph(name, number), text)
    if name in MAIN_PARTS:
        yield from read_tables(root)


def read_tables(root: ET.Element) -> Iterator[Extract]:
    """Give the tables of a document; one within a cell of another is one of its own."""
    tables = (each for each in root.iter() if each.tag.rpartition("}")[2] in {"tbl", "table"})
    for number, table in enumerate(tables, 1):
        rows = (
            "\t".join(read_table_cell(cell) for cell in row if cell.tag.rpartition("}")[2] in {"tc", "table-cell"})
            for row in list_table_rows(table)
        )
        yield Extract("table", str(number), "\n".join(rows))


def list_table_rows(table: ET.Element) -> Iterator[ET.Element]:
    """Give the rows of a table, those of its head too."""
    for each in table:
        tag = each.tag.rpartition("}")[2]
        if tag in {"tr", "table-row"}:
            yield each
        elif tag == "table-header-rows":
            yield from each


def read_table_cell(cell: ET.Element) -> str:
    """Give the paragraphs of a cell on one line."""
    paragraphs = ("".join(each.itertext()) for each in cell if each.tag.rpartition("}")[2] in {"p", "h"})
    return " ".join(" ".join(paragraphs).split())


def locate_paragraph(name: str, number: int) -> tuple[str, str]:
    """Give sort and place of a paragraph in a part."""
    if name in MAIN_PARTS:
        return "paragraph", str(number)
    stem = name.removesuffix(".xml")
    return ("metadata" if name.startswith("docProps/") or name == "meta.xml" else "part"), stem


def read_other_part(name: str, found: bytes, budget: ReadBudget) -> Iterator[Extract]:
    """Give what stands in the parts that are no texts: whom links write to, what pictures say, documents within this.

    What those hold in turn stays closed.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if suffix == ".rels":
        for each in parse_xml(found, budget):
            if each.get("TargetMode") == "External":
                yield Extract("part", name, each.get("Target", ""))
    elif suffix in PICTURES:
        from site_builder.documents.pdf_and_images import read_picture_metadata

        with suppress(UnreadableFileError), guard_reader(TooLargeError, MemoryError):
            yield from read_picture_metadata(found)
    elif suffix in {".xlsx", ".docx", ".pptx"} and "/embeddings/" in name:
        members = ZipMembers(found, budget)
        for inner in members.names:
            if inner.endswith(".xml") and not STYLE_PARTS.search(inner):
                yield from read_cell_copies(f"{name}, {inner}", parse_xml(members.read(inner), budget))


def parse_xml(data: bytes, budget: ReadBudget) -> ET.Element:
    """Read XML; raises ValueError for a document type, which could hold entities without end."""
    if DTD.search(data) or b"\0" in data[:4]:
        raise ValueError
    budget.spend_marks(data)
    return ET.fromstring(data)  # noqa: S314 - no document type, so no entities


def split_paragraphs(root: ET.Element) -> Iterator[tuple[str, ...]]:
    """Give the texts between what begins a paragraph; runs of one paragraph are one text.

    Where changes are recorded, the paragraph as it was is another text; so is what a picture's description says.
    """
    text: list[tuple[str, str]] = []
    descriptions: list[str] = []
    change = ""
    for event, each in walk_tree(root):
        tag = each.tag.rpartition("}")[2]
        if tag in BREAKS:
            if texts := (*list_versions(text), *descriptions):
                yield texts
            text, descriptions = [], []
        elif event == "start" and tag in SPACES:
            text.append((change, " "))
        elif tag in DELETED or tag in INSERTED:
            change = ("out" if tag in DELETED else "in") if event == "start" else ""
        if event == "start":
            text.append((change, each.text or ""))
            descriptions += (
                value for name, value in each.attrib.items() if name.rpartition("}")[2] in TEXT_ATTRIBUTES and value
            )
        else:
            text.append((change, each.tail or ""))
    if texts := (*list_versions(text), *descriptions):
        yield texts


def list_versions(text: list[tuple[str, str]]) -> Iterator[str]:
    """Give a paragraph as it is, and as it was where something was taken out of it; nothing where it is blank."""
    changes = {change for change, part in text if part}
    for other in ("out", "in") if "out" in changes else ("out",):
        version = "".join(part for change, part in text if change != other)
        if version.strip():
            yield version


def walk_tree(root: ET.Element) -> Iterator[tuple[str, ET.Element]]:
    """Go through a tree in the order of its text, without recursion."""
    waiting: list[tuple[str, ET.Element]] = [("start", root)]
    while waiting:
        event, each = waiting.pop()
        yield event, each
        if event == "start":
            waiting.append(("end", each))
            waiting += [("start", child) for child in reversed(each)]


def read_workbook(data: bytes, budget: ReadBudget) -> Iterator[Extract]:
    """Give the cells of a workbook row by row, hidden sheets too, and what else it keeps.

    That is comments, text boxes, properties, headers, lists to choose from, and copies of cells that charts, pivot
    tables and links to other workbooks hold.
    """
    members = ZipMembers(data, budget)
    shared: list[str] = []
    if SHARED_STRINGS in members.infos:
        shared = ["".join(each.itertext()) for each in parse_xml(members.read(SHARED_STRINGS), budget)]
    names = read_sheet_names(members, budget)
    for name, content in members.read_all():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            sheet = names.get(name, PurePosixPath(name).stem)
            for cell in parse_xml(content, budget).iter():
                tag = cell.tag.rpartition("}")[2]
                if tag == "c":
                    yield Extract("cell", f"{sheet}!{cell.get('r', '')}", read_cell(cell, shared))
                elif cell.text and tag not in {"v", "t", "f", "r", "is"}:
                    yield Extract("part", sheet, cell.text)
        elif name.endswith(".xml") and ("omments" in name or name.startswith(("docProps/", "xl/drawings/"))):
            yield from read_xml_part(name, content, budget)
        elif name.startswith(COPIES) and name.endswith(".xml"):
            yield from read_cell_copies(name.removesuffix(".xml"), parse_xml(content, budget))
        elif not name.endswith(".xml"):
            yield from read_other_part(name, content, budget)


def read_cell_copies(name: str, root: ET.Element) -> Iterator[Extract]:
    """Give the texts of elements one by one, and values that stand in attributes."""
    for each in root.iter():
        for text in (each.text, each.get("v")):
            if text and text.strip():
                yield Extract("part", name, format_number(text))


def read_sheet_names(members: ZipMembers, budget: ReadBudget) -> dict[str, str]:
    """Give the names of sheets by the name of their part, which the workbook's relations tell."""
    if "xl/workbook.xml" not in members.infos or RELATIONS not in members.infos:
        return {}
    parts = {each.get("Id"): each.get("Target", "") for each in parse_xml(members.read(RELATIONS), budget)}
    names = {}
    for each in parse_xml(members.read("xl/workbook.xml"), budget).iter():
        if each.tag.rpartition("}")[2] == "sheet":
            key = next((value for name, value in each.attrib.items() if name.endswith("}id")), "")
            names[f"xl/{parts.get(key, '').removeprefix('/xl/')}"] = each.get("name", "")
    return names


def read_cell(cell: ET.Element, shared: list[str]) -> str:
    """Give what a cell shows: a shared text, a text of its own, or a number with all its digits."""
    text = "".join("".join(each.itertext()) for each in cell if each.tag.rpartition("}")[2] in {"v", "is"})
    if cell.get("t") == "s":
        return shared[int(text)] if text.isdecimal() and int(text) < len(shared) else ""
    return format_number(text)


def format_number(text: str) -> str:
    """Write a number with all its digits."""
    return f"{float(text):.0f}" if EXPONENT.fullmatch(text) else text.removesuffix(".0")
