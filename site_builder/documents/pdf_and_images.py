"""The bytes of a PDF or a picture -> the texts in it, by pypdf and Pillow; draws no page and decodes no pixel."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from site_builder.documents.extract import Extract
from site_builder.foreign_readers.limits import TooLargeError
from site_builder.images.header import FORMATS

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_PAGES = 2_000
# EXIF 2.32, 4.6.3: the tags that lead to further lists, and names of those in which people write.
GPS, EXIF = 0x8825, 0x8769
LATITUDE, LONGITUDE = 2, 4
TAGS = {0x010E: "ImageDescription", 0x013B: "Artist", 0x8298: "Copyright", 0x9286: "UserComment", 0x9C9C: "XPComment"}
TAGS |= {0x9C9D: "XPAuthor", 0x9C9B: "XPTitle", 0x9C9E: "XPKeywords", 0x9C9F: "XPSubject", 0xA430: "CameraOwnerName"}
# A list of coordinates that XMP writes: `exif:GPSLatitude`.
XMP_PLACE = "GPSLatitude"


def read_pdf(data: bytes) -> Iterator[Extract]:
    """Give the text of the pages of a PDF, its notes and its properties; one that is only pictures says so."""
    import logging

    from pypdf import PdfReader
    from pypdf.errors import LimitReachedError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        yield from read_pages(PdfReader(io.BytesIO(data), strict=False))
    except LimitReachedError as error:
        raise TooLargeError from error


def read_pages(reader: "PdfReader") -> Iterator[Extract]:
    """Give the texts of a PDF that was opened; raises LimitReachedError as the library does."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise ValueError
    if len(reader.pages) > MOST_PAGES:
        raise TooLargeError
    for name, value in (reader.metadata or {}).items():
        yield Extract("metadata", name.strip("/"), str(value))
    blank = True
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        blank = blank and not text.strip()
        yield Extract("page", str(number), text)
        yield from (Extract("page", str(number), note) for note in find_notes(page))
    if blank and len(reader.pages):
        yield Extract("", failure="the pages of this file are pictures: they cannot be checked, searched or read aloud")


def find_notes(page: Any) -> Iterator[str]:
    """Give what is written beside a page's text: notes, fields of forms, and whom links write to."""
    for reference in page.get("/Annots") or ():
        note = reference.get_object()
        yield from (str(note[key]) for key in ("/Contents", "/V") if isinstance(note.get(key), str))
        action = note.get("/A")
        if action is not None and "/URI" in action.get_object():
            yield str(action.get_object()["/URI"])


def read_picture_metadata(data: bytes) -> Iterator[Extract]:
    """Give what a camera or a program wrote into a picture besides what it shows."""
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=(*FORMATS, "TIFF")) as picture:
        exif = picture.getexif()
        place = exif.get_ifd(GPS)
        values: list[tuple[str, Any]] = [
            (TAGS.get(tag, f"EXIF-{tag:04X}"), text)
            for each in (exif, exif.get_ifd(EXIF))
            for tag, text in each.items()
        ]
        for name, text in picture.info.items():
            # Photoshop's blocks, of which one is that of the press (IPTC), are a mapping.
            if name not in {"exif", "icc_profile"}:
                values += [(str(name), each) for each in (text.values() if isinstance(text, dict) else (text,))]
    texts = [(name, decode_text(name, each)) for name, each in values]
    if (LATITUDE in place and LONGITUDE in place) or any(XMP_PLACE in text for _, text in texts):
        yield Extract("position")
    yield from (Extract("metadata", name, text) for name, text in texts if text)


def decode_text(name: str, value: object) -> str:
    """Give what is text of a value."""
    if isinstance(value, bytes):
        wide = name.startswith("XP") or value.startswith(b"UNICODE\0")
        text = value.removeprefix(b"UNICODE\0").removeprefix(b"ASCII\0\0\0")
        return text.decode("utf-16-le" if wide else "utf-8", "ignore")
    return value if isinstance(value, str) else ""
