"""Elements of Word's XML: their text, their descriptions, those within; changes none."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from site_builder.word_import.numbering import W, parse_integer, read_value

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def make_run(text: str) -> ET.Element:
    """Make a run of text."""
    one = ET.Element(f"{W}r")
    ET.SubElement(one, f"{W}t", {SPACE: "preserve"}).text = text
    return one


def get_text(one: ET.Element) -> str:
    """Give the text within an element, but none that is hidden in properties."""
    return "".join(each.text or "" for each in one.iter() if each.tag in {f"{W}t", f"{W}delText"})


def get_equation_text(one: ET.Element) -> str:
    """Give the signs of an equation in a row."""
    return "".join(each.text or "" for each in one.iter() if each.tag in {f"{MATH}t", f"{W}t"})


def get_description(drawing: ET.Element) -> str:
    """Give the description of a drawing, as its author wrote it."""
    properties = drawing.find(f".//{DRAWING}docPr")
    return "" if properties is None else (properties.get("descr") or properties.get("title") or "")


def find_font_size(paragraph: ET.Element) -> int:
    """Give the largest size that is set on the text of a paragraph, in half-points; 0 where none is."""
    sizes = (
        parse_integer(read_value(r.find(f"{W}rPr"), "sz"), 0) for r in paragraph.iter(f"{W}r") if get_text(r).strip()
    )
    return max(sizes, default=0)


def find_outermost(root: ET.Element, *tags: str) -> Iterator[ET.Element]:
    """Find elements of some kinds that do not stand within another of them."""
    for child in root:
        if child.tag in tags:
            yield child
        else:
            yield from find_outermost(child, *tags)
