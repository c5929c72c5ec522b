"""The bytes of a PDF or a picture -> the texts in it, by pypdf and Pillow; draws no page and decodes no pixel."""

import io
import re
from collections.abc import Iterator
from typing import Any

from site_builder.documents.extract import Extract, TooLargeError

MOST_PAGES = 2_000
BROKEN_ID = re.compile(r"(?<![0-9])([0-9]{4,16}) *\n *([0-9]{1,13}[0-9Xx])(?![0-9])")
ID_LENGTH = 18
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

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise ValueError
    if len(reader.pages) > MOST_PAGES:
        raise TooLargeError
    texts = [(str(number), page.extract_text()) for number, page in enumerate(reader.pages, 1)]
    notes = [(str(number), note) for number, page in enumerate(reader.pages, 1) for note in find_notes(page)]
    properties = {name: str(text) for name, text in (reader.metadata or {}).items()}
    yield from (Extract("metadata", name.strip("/"), text) for name, text in properties.items())
    yield from (Extract("page", number, text) for number, text in (*texts, *notes))
    # A narrow column of a table breaks an ID number, whose check character tells that the two belong together.
    for number, text in texts:
        for one, other in BROKEN_ID.findall(text):
            if len(one + other) == ID_LENGTH:
                yield Extract("page", number, one + other)
    if texts and not any(text.strip() for _, text in texts):
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

    with Image.open(io.BytesIO(data)) as picture:
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
