"""The XML of a Word file -> XML that mammoth reads without losing text; a bookmark tells each paragraph's kind.

mammoth counts no numbers, knows no outline levels and leaves out what stands in fields, equations and the newer text
boxes; what is hidden it would show.
"""

from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZIP_STORED, ZipFile

from msgspec import Struct

from site_builder.word_import import losses
from site_builder.word_import.losses import Losses
from site_builder.word_import.numbering import Numbering, W, parse_integer, read_value
from site_builder.word_import.ooxml import (
    DRAWING,
    MATH,
    find_font_size,
    find_outermost,
    get_description,
    get_equation_text,
    get_text,
    make_run,
)
from site_builder.word_import.package import DocxPackage, list_relationships, name_relationships
from site_builder.word_import.styles import (
    LEVELS,
    ParagraphStyle,
    find_id_level,
    is_switched_on,
    read_numbering,
    read_styles,
)

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VML = "{urn:schemas-microsoft-com:vml}"
REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DIAGRAM_TEXT = "/diagramData"
ALIGNED = {"right": "right", "end": "right", "center": "center"}
# Holders whose children stand in their place.
UNWRAPPED = frozenset([f"{W}fldSimple", f"{W}bdo", f"{W}dir", f"{W}ruby", f"{W}rubyBase"])
RENAMED = {f"{W}ptab": f"{W}tab", f"{W}cr": f"{W}br"}
DROPPED = {
    f"{W}rt": losses.RUBY,
    f"{W}del": losses.DELETED,
    f"{W}moveFrom": losses.DELETED,
    f"{W}altChunk": losses.INCLUDED,
}
# The name of the bookmark that a paragraph begins with, before the number of its kind.
KIND_MARK = "kind"
# What mammoth needs to see of the looks of a run; and what says nothing of its text.
RUN_LOOKS = frozenset([f"{W}b", f"{W}i", f"{W}strike", f"{W}vertAlign"])
SILENT = frozenset([f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}proofErr"])
CONTENT_TYPES, TOP_RELATIONSHIPS = "[Content_Types].xml", "_rels/.rels"


class ParagraphKind(Struct, frozen=True):
    """What a paragraph is: heading level from 1, title, alignment, size in half-points, the item of a list.

    `item` is "bullet", "number", "label" (the label stands in the text) or "".
    """

    level: int = 0
    title: bool = False
    align: str = ""
    size: int = 0
    item: str = ""
    depth: int = 0
    number: int = 0


class PreparedDocx(Struct, frozen=True):
    """A Word file for mammoth, and the kinds of paragraphs: one of the nth begins with the bookmark `kind<n>`.

    Instead of a picture it holds the name of that part, which is found in `pictures`; `text` is all that its main part
    says.
    """

    data: bytes
    text: str
    kinds: tuple[ParagraphKind, ...]
    pictures: dict[str, bytes]


def prepare(package: DocxPackage, lost: Losses) -> PreparedDocx:
    """Rewrite the text and the notes of a Word file; leave out all parts that mammoth need not see."""
    writer = DocxRewriter(package, lost)
    text = ""
    parts = {name: package.parts[name] for name in (CONTENT_TYPES, TOP_RELATIONSHIPS) if name in package.parts}
    for name in (package.main, package.find_related("/footnotes"), package.find_related("/endnotes")):
        root = package.parse_part(name) if name else None
        if root is not None:
            writer.rewrite(root, name)
            text = text or get_text(root)
            parts[name] = ET.tostring(root, "utf-8", xml_declaration=True)
            related = name_relationships(name)
            parts |= {related: package.parts[related]} if related in package.parts else {}
    writer.note_headers()
    for data in parts.values():
        package.budget.spend_marks(data)
    pictures = {name: data for name, data in package.parts.items() if not name.endswith((".xml", ".rels"))}
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for name, data in sorted(parts.items()):
            archive.writestr(name, data)
        for name in pictures:
            archive.writestr(name, name)
    return PreparedDocx(target.getvalue(), text, tuple(writer.kinds), pictures)


class DocxRewriter:
    """Rewrites the parts of one document, in the order in which they are read."""

    def __init__(self, package: DocxPackage, lost: Losses) -> None:
        """Read styles and numbering; losses are added to those given."""
        self.package = package
        self.lost = lost
        self.styles, self.default = read_styles(package.parse_part(package.find_related("/styles")))
        self.numbering = Numbering(package.parse_part(package.find_related("/numbering")))
        self.kinds: dict[ParagraphKind, int] = {}
        self.relationships_by_id: dict[str, ET.Element] = {}
        self.place = ""

    def rewrite(self, root: ET.Element, name: str) -> None:
        """Rewrite a part in place."""
        package = self.package
        self.relationships_by_id = {each.get("Id", ""): each for each in list_relationships(package, name)}
        self.rewrite_children(root)

    def rewrite_children(self, parent: ET.Element) -> None:
        """Rewrite what an element holds; one may become none or several."""
        new: list[ET.Element] = []
        for child in parent:
            new += [] if child.tag in SILENT else self.rewrite_element(child)
        parent[:] = new

    def rewrite_element(self, one: ET.Element) -> list[ET.Element]:
        """Rewrite an element."""
        tag = one.tag
        if tag == f"{W}p":
            return self.rewrite_paragraph(one)
        if tag in DROPPED:
            if tag == f"{W}altChunk" or get_text(one).strip():
                self.lost.add(DROPPED[tag], self.place)
            return []
        if (tag == f"{W}tr" and self.is_deleted(one)) or (tag == f"{W}r" and self.is_hidden(one)):
            return []
        if tag == f"{COMPATIBLE}AlternateContent":
            return self.choose_alternative(one)
        if tag in {f"{MATH}oMath", f"{MATH}oMathPara"}:
            self.lost.add(losses.EQUATIONS, self.place or get_equation_text(one))
            return [make_run(get_equation_text(one))]
        return self.unwrap(one) if tag in UNWRAPPED else [self.rewrite_in_place(one)]

    def unwrap(self, holder: ET.Element) -> list[ET.Element]:
        """Rewrite what an element holds and give it alone."""
        self.rewrite_children(holder)
        return [each for each in holder if not each.tag.endswith("Pr")]

    def rewrite_in_place(self, one: ET.Element) -> ET.Element:
        """Rewrite an element that stays."""
        one.tag = RENAMED.get(one.tag, one.tag)
        if one.tag == f"{W}drawing":
            return self.rewrite_drawing(one)
        self.note_omission(one)
        if one.tag == f"{W}object":
            return ET.Element(f"{W}r")
        if one.tag == f"{W}hyperlink" and one.get(f"{REFERENCE}id", "-") not in self.relationships_by_id:
            one.attrib.pop(f"{REFERENCE}id", None)
        elif one.tag == f"{VML}imagedata" and one.get(f"{REFERENCE}id", "") not in self.relationships_by_id:
            return ET.Element(f"{W}r")
        self.rewrite_children(one)
        if one.tag == f"{W}rPr":
            one[:] = [each for each in one if each.tag in RUN_LOOKS]
        return one

    def note_omission(self, one: ET.Element) -> None:
        """Note what mammoth will leave out of an element, or show in another way."""
        if one.tag == f"{W}ins" and get_text(one).strip():
            self.lost.add(losses.INSERTED, self.place)
        elif one.tag == f"{W}commentReference":
            self.lost.add(losses.COMMENTS, self.place)
        elif one.tag == f"{W}object":
            self.lost.add(losses.OBJECTS, self.place)
        elif one.tag == f"{W}u" and one.get(f"{W}val", "none") != "none":
            self.lost.add(losses.UNDERLINED, self.place)
        elif one.tag == f"{VML}textbox":
            self.lost.add(losses.BOXES, get_text(one))
        elif one.tag == f"{W}tc" and one.find(f".//{W}tbl") is not None:
            self.lost.add(losses.NESTED, get_text(one))

    def is_deleted(self, row: ET.Element) -> bool:
        """Tell whether a row of a table was deleted under tracked changes, and note it."""
        deleted = row.find(f"{W}trPr/{W}del") is not None
        if deleted:
            self.lost.add(losses.DELETED, get_text(row))
        return deleted

    def is_hidden(self, one: ET.Element) -> bool:
        """Tell whether a run is hidden text, and note it."""
        hidden = is_switched_on(one.find(f"{W}rPr"), "vanish")
        if hidden and get_text(one).strip():
            self.lost.add(losses.HIDDEN, self.place)
        return hidden

    def choose_alternative(self, one: ET.Element) -> list[ET.Element]:
        """Take of two ways of saying the same the newer, for whose text boxes, charts and pictures we see ourselves."""
        choice, fallback = one.find(f"{COMPATIBLE}Choice"), one.find(f"{COMPATIBLE}Fallback")
        drawings = [] if choice is None else list(choice.iter(f"{W}drawing"))
        if drawings:
            return [self.rewrite_drawing(each) for each in drawings]
        taken = fallback if fallback is not None else choice
        return [] if taken is None else self.unwrap(taken)

    def rewrite_drawing(self, one: ET.Element) -> ET.Element:
        """Make of a drawing its pictures and its text boxes, the latter in the older form that mammoth reads."""
        data = one.find(f".//{A}graphicData")
        kind = "" if data is None else data.get("uri", "").rpartition("/")[2]
        if kind in {"chart", "chartex"}:
            self.lost.add(losses.CHARTS, self.place or get_description(one))
        elif kind == "diagram":
            self.lost.add(losses.DIAGRAMS, self.get_diagram_text() or self.place)
        result = ET.Element(f"{W}r")
        for each in list(find_outermost(one, f"{PICTURE}pic", f"{W}txbxContent")):
            if each.tag == f"{PICTURE}pic":
                self.add_picture(result, each, one)
                continue
            self.lost.add(losses.BOXES, get_text(each))
            self.rewrite_children(each)
            ET.SubElement(ET.SubElement(result, f"{W}pict"), f"{VML}textbox").append(each)
        return result

    def add_picture(self, result: ET.Element, picture: ET.Element, drawing: ET.Element) -> None:
        """Add a picture of a drawing by itself, with its description."""
        blip = picture.find(f".//{A}blip")
        if blip is None or blip.get(f"{REFERENCE}embed", "-") not in self.relationships_by_id:
            self.lost.add(losses.LINKED, get_description(drawing) or self.place)
            return
        blip.attrib.pop(f"{REFERENCE}link", None)
        inline = ET.SubElement(ET.SubElement(result, f"{W}drawing"), f"{DRAWING}inline")
        properties = drawing.find(f".//{DRAWING}docPr")
        if properties is not None:
            inline.append(ET.Element(f"{DRAWING}docPr", {"descr": get_description(drawing)}))
        graphic = ET.SubElement(ET.SubElement(inline, f"{A}graphic"), f"{A}graphicData")
        graphic.append(picture)

    def get_diagram_text(self) -> str:
        """Give the words of the document's SmartArt."""
        parts = (
            self.package.resolve_name(each)
            for each in self.relationships_by_id.values()
            if each.get("Type", "").endswith(DIAGRAM_TEXT)
        )
        roots = [root for part in parts if (root := self.package.parse_part(part)) is not None]
        return " ".join(each.text or "" for root in roots for each in root.iter(f"{A}t"))

    def rewrite_paragraph(self, one: ET.Element) -> list[ET.Element]:
        """Rewrite a paragraph: its kind as its style, its number as text where it is no plain list."""
        self.place = get_text(one)
        properties = one.find(f"{W}pPr")
        id_ = read_value(properties, "pStyle") or self.default
        style = self.styles.get(id_) or ParagraphStyle(level=find_id_level(id_))
        if style.contents:
            self.lost.add(losses.CONTENTS)
            return []
        kind, label = self.find_kind(one, properties, style)
        new = ET.Element(f"{W}pPr")
        number = self.kinds.setdefault(kind, len(self.kinds))
        begin = ET.Element(f"{W}bookmarkStart", {f"{W}id": "0", f"{W}name": f"{KIND_MARK}{number}"})
        mark = None if properties is None else properties.find(f"{W}rPr")
        if mark is not None and mark.find(f"{W}del") is not None:
            ET.SubElement(ET.SubElement(new, f"{W}rPr"), f"{W}del")
        if properties is not None:
            one.remove(properties)
        self.rewrite_children(one)
        if style.hidden:
            one[:] = []
        one[:] = [new, begin, *([make_run(label)] if label and get_text(one).strip() else []), *one]
        self.place = ""
        return [one]

    def find_kind(
        self, one: ET.Element, properties: ET.Element | None, style: ParagraphStyle
    ) -> tuple[ParagraphKind, str]:
        """Tell what a paragraph is, and the label that has to be written before it."""
        outline = read_value(properties, "outlineLvl")
        outlined = parse_integer(outline, LEVELS) + 1
        level = style.level or (outlined if outlined <= LEVELS else 0)
        align = ALIGNED.get(read_value(properties, "jc") or style.align, "")
        kind = ParagraphKind(level=level, title=style.title, align=align, size=find_font_size(one) or style.size)
        number = read_numbering(properties)
        number = number if number[0] else style.number
        mark = self.numbering.count_paragraph(*number) if number[0] not in {"", "0"} else None
        if mark is None or (mark.form == "none" and not mark.label) or not self.place.strip():
            return kind, ""
        label = mark.label + ("" if mark.label and mark.label[-1] in "、）．。：" else " ")
        if level or style.title:
            return kind, "" if mark.form == "bullet" else label
        item = "bullet" if mark.form == "bullet" else "label"
        if mark.form == "decimal" and mark.label == f"{mark.number}.":
            item = "number"
        depth = max(mark.depth, style.depth)
        kind = ParagraphKind(align=align, size=kind.size, item=item, depth=depth, number=mark.number)
        return kind, label if item == "label" else ""

    def note_headers(self) -> None:
        """Note the words of headers and footers."""
        for kind in ("/header", "/footer"):
            for each in list_relationships(self.package, self.package.main):
                if each.get("Type", "").endswith(kind):
                    root = self.package.parse_part(self.package.resolve_name(each))
                    words = "" if root is None else get_text(root)
                    if words.strip(" \t\n-—0123456789"):
                        self.lost.add(losses.HEADERS, words)
