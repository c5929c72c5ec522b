"""What documents of each kind tell of who made them, as programs write them."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from openpyxl import Workbook
from pypdf import PdfWriter

from site_builder.documents.metadata import read_metadata


def word() -> bytes:
    document, stream = docx.Document(), BytesIO()
    document.core_properties.author = "韩梅梅"
    document.core_properties.last_modified_by = "Li Lei"
    document.save(stream)
    return stream.getvalue()


def sheet() -> bytes:
    book, stream = Workbook(), BytesIO()
    book.properties.creator = "openpyxl"
    book.properties.lastModifiedBy = "Li  Lei"
    book.save(stream)
    return stream.getvalue()


def pdf() -> bytes:
    writer, stream = PdfWriter(), BytesIO()
    writer.add_blank_page(72, 72)
    writer.add_metadata({"/Author": "韩梅梅", "/Company": "Ferry Office", "/Creator": "Writer"})
    writer.write(stream)
    return stream.getvalue()


def opened() -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w") as package:
        package.writestr(
            "meta.xml",
            '<m:x xmlns:m="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:d="http://purl.org/dc/elements/1.1/">'
            "<m:initial-creator>韩梅梅</m:initial-creator><d:creator>Li Lei</d:creator></m:x>",
        )
    return stream.getvalue()


BOTH = (("author", "韩梅梅"), ("editor", "Li Lei"))


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        ("a.docx", word(), (*BOTH, ("pages", "1"))),
        ("a.XLSX", sheet(), (("editor", "Li Lei"),)),
        ("a.pdf", pdf(), (("author", "韩梅梅"), ("company", "Ferry Office"), ("pages", "1"))),
        ("a.odt", opened(), BOTH),
        ("a.docx", b"no zip", ()),
        ("a.pdf", pdf()[:50], ()),
        ("a.txt", word(), ()),
    ],
)
def test_told(tmp_path: Path, name: str, data: bytes, wanted: tuple[tuple[str, str], ...]) -> None:
    (tmp_path / name).write_bytes(data)
    assert read_metadata(tmp_path / name) == wanted
