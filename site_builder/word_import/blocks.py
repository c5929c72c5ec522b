"""A prepared Word file -> its blocks, by way of mammoth's HTML: paragraphs with kinds, tables, notes, pictures."""

import re
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

from msgspec import Struct

from site_builder.foreign_readers import UnreadableFileError, guard_reader
from site_builder.problem import CommandError
from site_builder.word_import import losses
from site_builder.word_import.losses import Losses
from site_builder.word_import.prepare import ParagraphKind, PreparedDocx

# What browsers show, by the name that Pillow has for it.
BROWSER_FORMATS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
CONVERTED_FORMATS = ("BMP", "DIB", "TIFF")
MOST_PIXELS = 100_000_000
NOTE = re.compile(r"#(?:foot|end)note-\d+")
# Descriptions that programs put in: a file's name, a path, “Picture 3”; and what Word's guesses say of themselves.
NO_DESCRIPTION = re.compile(
    r".*\.(?:png|jpe?g|gif|bmp|tiff?|webp|emf|wmf)|.*[\\/].*[\\/].*|(?:picture|image|图片|图像|IMG)[ _]?\d*"
    r"|.*(?:AI 生成|AI-generated|描述已自动生成|Description automatically generated).*",
    re.IGNORECASE | re.DOTALL,
)


class DocxBlock(Struct, frozen=True):
    """A paragraph or a table: mammoth's element, the kind of a paragraph, its text."""

    element: Any
    kind: ParagraphKind = ParagraphKind()
    table: bool = False

    @property
    def text(self) -> str:
        """The text, white space folded."""
        return " ".join(get_html_text(self.element).split())


class DocxContent(Struct, frozen=True):
    """All that a Word file says: blocks in order, notes by the address that refers to them, pictures by name."""

    blocks: tuple[DocxBlock, ...]
    notes: dict[str, tuple[DocxBlock, ...]]
    pictures: dict[str, bytes]


class DocxPictures:
    """The pictures of a document, each once."""

    def __init__(self, lost: Losses) -> None:
        """Begin without any; those that cannot be shown are added to the losses."""
        self.lost = lost
        self.files: dict[str, bytes] = {}
        self.names: dict[str, str] = {}

    def add_picture(self, image: Any) -> dict[str, str]:
        """Keep a picture and give the attributes of its `img`."""
        words = (image.alt_text or "").strip()
        found = convert_picture(read_picture(image))
        if found is None:
            self.lost.add(losses.PICTURES, words)
            return {"src": ""}
        suffix, data = found
        name = self.names.setdefault(sha256(data).hexdigest(), f"picture-{len(self.names) + 1}.{suffix}")
        self.files[name] = data
        return {"src": name, "alt": "" if NO_DESCRIPTION.fullmatch(words) else " ".join(words.split())}


def read_blocks(prepared: PreparedDocx, file: str, lost: Losses) -> DocxContent:
    """Have mammoth read a file and take its HTML apart; raises CommandError (1) for one that it stumbles over."""
    import mammoth

    pictures = DocxPictures(lost)
    styles = [f"p.kind{number} => p.kind{number}:fresh" for number in range(len(prepared.kinds))]
    try:
        with guard_reader(RecursionError):
            html: str = mammoth.convert_to_html(
                BytesIO(prepared.data),
                style_map="\n".join(styles),
                include_embedded_style_map=False,
                external_file_access=False,
                convert_image=mammoth.images.img_element(pictures.add_picture),
            ).value
            body = ET.fromstring(f"<body>{html}</body>")  # noqa: S314 - written by mammoth, without declarations
    except UnreadableFileError as error:
        # mammoth takes what it reads for well-formed, and fails in many ways where it is not.
        message = "{file} is built in a way that cannot be read; open it in Word and save it again"
        raise CommandError(1, message, file=file) from error
    return split_html(body, prepared.kinds, pictures.files)


def split_html(body: ET.Element, kinds: tuple[ParagraphKind, ...], pictures: dict[str, bytes]) -> DocxContent:
    """Divide mammoth's HTML into blocks and notes; the notes are its last list."""
    notes: dict[str, tuple[DocxBlock, ...]] = {}
    elements = list(body)
    if elements and elements[-1].tag == "ol":
        for item in elements.pop():
            notes["#" + item.get("id", "")] = tuple(find_note_blocks(item, kinds))
    return DocxContent(tuple(find_blocks(elements, kinds)), notes, pictures)


def find_note_blocks(item: ET.Element, kinds: tuple[ParagraphKind, ...]) -> Iterator[DocxBlock]:
    """Give the paragraphs of a note, without the way back."""
    for paragraph in item.iter():
        for link in [each for each in paragraph if each.tag == "a" and each.text == "↑"]:
            paragraph.remove(link)
    yield from find_blocks(list(item), kinds)


def find_blocks(elements: list[ET.Element], kinds: tuple[ParagraphKind, ...]) -> Iterator[DocxBlock]:
    """Give the blocks of some elements."""
    for element in elements:
        if element.tag == "table":
            yield DocxBlock(element, table=True)
        elif element.tag == "p":
            found = re.fullmatch(r"kind(\d+)", element.get("class", ""))
            yield DocxBlock(element, kinds[int(found[1])] if found else ParagraphKind())
        else:
            yield from find_blocks(list(element), kinds)


def get_html_text(element: ET.Element) -> str:
    """Give the text of an element without the marks of notes; a break counts as a space."""
    parts = [element.text or ""]
    for child in element:
        parts += (" " if child.tag == "br" else "" if is_note(child) else get_html_text(child), child.tail or "")
    return "".join(parts)


def is_note(element: ET.Element) -> bool:
    """Tell whether an element is the mark of a note."""
    return element.tag == "sup" and len(element) == 1 and NOTE.fullmatch(element[0].get("href", "")) is not None


def read_picture(image: Any) -> bytes:
    """Read a picture; empty where the file does not hold it."""
    try:
        with image.open() as stream:
            data: bytes = stream.read()
            return data
    except KeyError:
        return b""


def convert_picture(data: bytes) -> tuple[str, bytes] | None:
    """Give a picture in a form that browsers show, with its suffix; None for other forms and what is none."""
    import warnings

    from PIL import Image

    try:
        with guard_reader(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=(*BROWSER_FORMATS, *CONVERTED_FORMATS)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    return None
                if picture.format in BROWSER_FORMATS:
                    return BROWSER_FORMATS[picture.format], data
                target = BytesIO()
                picture.convert("RGBA" if "A" in picture.getbands() else "RGB").save(target, "PNG")
                return "png", target.getvalue()
    except UnreadableFileError:
        return None
