"""A prepared Word file -> its blocks, by way of mammoth's HTML: paragraphs with kinds, tables, notes, pictures."""

import re
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

from msgspec import Struct

from site_builder.foreign_readers import UnreadableError, guard_reader
from site_builder.problem import Refused
from site_builder.word_import import losses
from site_builder.word_import.losses import Losses
from site_builder.word_import.prepare import Kind, Prepared

# What browsers show, by the name that Pillow has for it.
SHOWN = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
REDRAWN = ("BMP", "DIB", "TIFF")
MOST_PIXELS = 100_000_000
NOTE = re.compile(r"#(?:foot|end)note-\d+")
# Descriptions that programs put in: a file's name, a path, “Picture 3”; and what Word's guesses say of themselves.
NO_DESCRIPTION = re.compile(
    r".*\.(?:png|jpe?g|gif|bmp|tiff?|webp|emf|wmf)|.*[\\/].*[\\/].*|(?:picture|image|图片|图像|IMG)[ _]?\d*"
    r"|.*(?:AI 生成|AI-generated|描述已自动生成|Description automatically generated).*",
    re.IGNORECASE | re.DOTALL,
)


class Block(Struct, frozen=True):
    """A paragraph or a table: mammoth's element, the kind of a paragraph, its text."""

    element: Any
    kind: Kind = Kind()
    table: bool = False

    @property
    def text(self) -> str:
        """The text, white space folded."""
        return " ".join(plain(self.element).split())


class Read(Struct, frozen=True):
    """All that a Word file says: blocks in order, notes by the address that refers to them, pictures by name."""

    blocks: tuple[Block, ...]
    notes: dict[str, tuple[Block, ...]]
    pictures: dict[str, bytes]


class Pictures:
    """The pictures of a document, each once."""

    def __init__(self, lost: Losses) -> None:
        """Begin without any; those that cannot be shown are added to the losses."""
        self.lost = lost
        self.files: dict[str, bytes] = {}
        self.names: dict[str, str] = {}

    def attributes(self, image: Any) -> dict[str, str]:
        """Keep a picture and give the attributes of its `img`."""
        words = (image.alt_text or "").strip()
        found = shown(opened(image))
        if found is None:
            self.lost.add(losses.PICTURES, words)
            return {"src": ""}
        suffix, data = found
        name = self.names.setdefault(sha256(data).hexdigest(), f"picture-{len(self.names) + 1}.{suffix}")
        self.files[name] = data
        return {"src": name, "alt": "" if NO_DESCRIPTION.fullmatch(words) else " ".join(words.split())}


def read_blocks(prepared: Prepared, file: str, lost: Losses) -> Read:
    """Have mammoth read a file and take its HTML apart; raises Refused (1) for one that it stumbles over."""
    import mammoth

    pictures = Pictures(lost)
    styles = [f"p.kind{number} => p.kind{number}:fresh" for number in range(len(prepared.kinds))]
    try:
        with guard_reader(RecursionError):
            html: str = mammoth.convert_to_html(
                BytesIO(prepared.data),
                style_map="\n".join(styles),
                include_embedded_style_map=False,
                external_file_access=False,
                convert_image=mammoth.images.img_element(pictures.attributes),
            ).value
            body = ET.fromstring(f"<body>{html}</body>")  # noqa: S314 - written by mammoth, without declarations
    except UnreadableError as error:
        # mammoth takes what it reads for well-formed, and fails in many ways where it is not.
        message = "{file} is built in a way that cannot be read; open it in Word and save it again"
        raise Refused(1, message, file=file) from error
    return taken_apart(body, prepared.kinds, pictures.files)


def taken_apart(body: ET.Element, kinds: tuple[Kind, ...], pictures: dict[str, bytes]) -> Read:
    """Divide mammoth's HTML into blocks and notes; the notes are its last list."""
    notes: dict[str, tuple[Block, ...]] = {}
    elements = list(body)
    if elements and elements[-1].tag == "ol":
        for item in elements.pop():
            notes["#" + item.get("id", "")] = tuple(note_blocks(item, kinds))
    return Read(tuple(blocks(elements, kinds)), notes, pictures)


def note_blocks(item: ET.Element, kinds: tuple[Kind, ...]) -> Iterator[Block]:
    """Give the paragraphs of a note, without the way back."""
    for paragraph in item.iter():
        for link in [each for each in paragraph if each.tag == "a" and each.text == "↑"]:
            paragraph.remove(link)
    yield from blocks(list(item), kinds)


def blocks(elements: list[ET.Element], kinds: tuple[Kind, ...]) -> Iterator[Block]:
    """Give the blocks of some elements."""
    for element in elements:
        if element.tag == "table":
            yield Block(element, table=True)
        elif element.tag == "p":
            found = re.fullmatch(r"kind(\d+)", element.get("class", ""))
            yield Block(element, kinds[int(found[1])] if found else Kind())
        else:
            yield from blocks(list(element), kinds)


def plain(element: ET.Element) -> str:
    """Give the text of an element without the marks of notes; a break counts as a space."""
    parts = [element.text or ""]
    for child in element:
        parts += (" " if child.tag == "br" else "" if is_note(child) else plain(child), child.tail or "")
    return "".join(parts)


def is_note(element: ET.Element) -> bool:
    """Tell whether an element is the mark of a note."""
    return element.tag == "sup" and len(element) == 1 and NOTE.fullmatch(element[0].get("href", "")) is not None


def opened(image: Any) -> bytes:
    """Read a picture; empty where the file does not hold it."""
    try:
        with image.open() as stream:
            data: bytes = stream.read()
            return data
    except KeyError:
        return b""


def shown(data: bytes) -> tuple[str, bytes] | None:
    """Give a picture in a form that browsers show, with its suffix; None for other forms and what is none."""
    import warnings

    from PIL import Image

    try:
        with guard_reader(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=(*SHOWN, *REDRAWN)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    return None
                if picture.format in SHOWN:
                    return SHOWN[picture.format], data
                target = BytesIO()
                picture.convert("RGBA" if "A" in picture.getbands() else "RGB").save(target, "PNG")
                return "png", target.getvalue()
    except UnreadableError:
        return None
