"""A prepared Word file -> its blocks, by way of mammoth's HTML: paragraphs with kinds, tables, notes, pictures."""

import re
from collections import Counter
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
from site_builder.word_import.prepare import KIND_MARK, ParagraphKind, PreparedDocx

# What browsers show, by the name that Pillow has for it.
UNREADABLE = "{file} is built in a way that cannot be read; open it in Word and save it again"
BROWSER_FORMATS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
CONVERTED_FORMATS = ("BMP", "DIB", "TIFF")
# Pixels of one picture, and of all that are encoded anew.
MOST_PIXELS, MOST_CONVERTED = 50_000_000, 20_000_000
# How mammoth begins to say that it does not know a sign of a font.
SYMBOL = "w:sym"
# The anchor that tells the kind of a paragraph.
KIND = re.compile(rf"{KIND_MARK}(\d+)")
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
    """The pictures of a document, each once; `parts` has their bytes by the names of their parts."""

    def __init__(self, parts: dict[str, bytes], lost: Losses) -> None:
        """Begin without any; those that cannot be shown are added to the losses."""
        self.parts = parts
        self.lost = lost
        self.files: dict[str, bytes] = {}
        self.names: dict[str, str] = {}
        self.names_by_part: dict[str, str] = {}
        self.convertible = MOST_CONVERTED

    def add_picture(self, image: Any) -> dict[str, str]:
        """Keep a picture and give the attributes of its `img`."""
        words = (image.alt_text or "").strip()
        part = read_part_name(image)
        if part not in self.names_by_part:
            self.names_by_part[part] = self.keep_picture(self.parts.get(part, b""))
        name = self.names_by_part[part]
        if not name:
            self.lost.add(losses.PICTURES, words)
            return {"src": ""}
        return {"src": name, "alt": "" if NO_DESCRIPTION.fullmatch(words) else " ".join(words.split())}

    def keep_picture(self, data: bytes) -> str:
        """Keep a picture and give its name; empty where it cannot be shown."""
        found = convert_picture(data, self.convertible)
        if found is None:
            return ""
        suffix, shown, pixels = found
        self.convertible -= pixels
        name = self.names.setdefault(sha256(shown).hexdigest(), f"picture-{len(self.names) + 1}.{suffix}")
        self.files[name] = shown
        return name


def read_blocks(prepared: PreparedDocx, file: str, lost: Losses) -> DocxContent:
    """Have mammoth read a file and take its HTML apart; raises CommandError (1) for one that it stumbles over."""
    import mammoth

    pictures = DocxPictures(prepared.pictures, lost)
    try:
        with guard_reader(RecursionError, MemoryError):
            converted = mammoth.convert_to_html(
                BytesIO(prepared.data),
                include_default_style_map=False,
                include_embedded_style_map=False,
                external_file_access=False,
                convert_image=mammoth.images.img_element(pictures.add_picture),
            )
            body = ET.fromstring(f"<body>{converted.value}</body>")  # noqa: S314 - written by mammoth, without declarations
    except UnreadableFileError as error:
        # mammoth takes what it reads for well-formed, and fails in many ways where it is not.
        raise CommandError(1, UNREADABLE, file=file) from error
    note_missing_text(prepared.text, body, lost)
    for _ in [each for each in converted.messages if SYMBOL in each.message]:
        lost.add(losses.SYMBOLS)
    return split_html(body, prepared.kinds, pictures.files)


def note_missing_text(text: str, body: ET.Element, lost: Losses) -> None:
    """Note what of the letters, digits and signs of a file mammoth left out, whatever it stood in."""
    missing = Counter(text) - Counter("".join(body.itertext()))
    signs = "".join(sign * count for sign, count in missing.items() if not sign.isspace())
    if signs:
        lost.add(losses.UNKNOWN, signs)


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
            found = take_kind_mark(element)
            yield DocxBlock(element, ParagraphKind() if found is None else kinds[found])
        else:
            yield from find_blocks(list(element), kinds)


def take_kind_mark(paragraph: ET.Element) -> int | None:
    """Take the anchors that tell the kind of a paragraph out of it and give the number of the last."""
    number = None
    before: ET.Element | None = None
    for each in list(paragraph):
        found = KIND.fullmatch(each.get("id", "")) if each.tag == "a" else None
        if found is None:
            before = each
            continue
        number = int(found[1])
        if before is None:
            paragraph.text = (paragraph.text or "") + (each.tail or "")
        else:
            before.tail = (before.tail or "") + (each.tail or "")
        paragraph.remove(each)
    return number


def get_html_text(element: ET.Element) -> str:
    """Give the text of an element without the marks of notes; a break counts as a space."""
    parts = [element.text or ""]
    for child in element:
        parts += (" " if child.tag == "br" else "" if is_note(child) else get_html_text(child), child.tail or "")
    return "".join(parts)


def is_note(element: ET.Element) -> bool:
    """Tell whether an element is the mark of a note."""
    return element.tag == "sup" and len(element) == 1 and NOTE.fullmatch(element[0].get("href", "")) is not None


def read_part_name(image: Any) -> str:
    """Read the name of a picture's part, which the prepared file holds in its place; "" where it holds none."""
    try:
        with image.open() as stream:
            return str(stream.read(), "utf-8", "replace")
    except KeyError:
        return ""


def convert_picture(data: bytes, most: int) -> tuple[str, bytes, int] | None:
    """Give a picture in a form that browsers show: its suffix, its bytes, how many pixels were encoded for it.

    None for other forms, what is no picture, and what has more than `most` pixels to be encoded.
    """
    import warnings

    from PIL import Image

    try:
        with guard_reader(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=(*BROWSER_FORMATS, *CONVERTED_FORMATS)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    return None
                if picture.format in BROWSER_FORMATS:
                    return BROWSER_FORMATS[picture.format], data, 0
                if picture.width * picture.height > most:
                    return None
                target = BytesIO()
                picture.convert("RGBA" if "A" in picture.getbands() else "RGB").save(target, "PNG")
                return "png", target.getvalue(), picture.width * picture.height
    except UnreadableFileError:
        return None
