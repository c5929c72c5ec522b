"""What a document says of who made it, in properties that its readers do not see, and how many pages it has."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree as ET

from site_builder.foreign_readers import UnreadableFileError, guard_reader
from site_builder.foreign_readers.limits import ReadBudget, ZipMembers, read_file
from site_builder.foreign_readers.process import read_limited

# ISO/IEC 29500-2, section 11 (core properties), 29500-1, section 22.2 (extended ones); OASIS OpenDocument 1.3, part 3,
# section 4.3: where in the package, which element, what it tells.
DUBLIN, CORE = (
    "{http://purl.org/dc/elements/1.1/}",
    "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}",
)
EXTENDED = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
PAGES = "pages"
OFFICE = (
    ("docProps/core.xml", f"{DUBLIN}creator", "author"),
    ("docProps/core.xml", f"{CORE}lastModifiedBy", "editor"),
    ("docProps/app.xml", f"{EXTENDED}Company", "company"),
    ("docProps/app.xml", f"{EXTENDED}Manager", "manager"),
    ("docProps/app.xml", f"{EXTENDED}Pages", PAGES),
)
OPEN = (
    ("meta.xml", f"{META}initial-creator", "author"),
    ("meta.xml", f"{DUBLIN}creator", "editor"),
)
LARGEST_PART = 1 << 20
LONGEST = 80
# Programs write their own names, or nothing, where there is no person.
NOBODY = re.compile(
    r"python-docx|openpyxl|un-?named|unknown|user|admin(?:istrator)?|microsoft(?: office)?(?: user)?|", re.IGNORECASE
)


def read_metadata(file: Path) -> tuple[tuple[str, str], ...]:
    """Give what a document tells of itself, as pairs of property and value; nothing for what cannot be read."""
    find = choose_reader(file.name)
    if find is None:
        return ()
    found: dict[str, str] = {}
    # That a damaged document cannot be read is told where its text is checked.
    with suppress(UnreadableFileError), guard_reader():
        for name, value in find(file):
            words = " ".join(value.split())[:LONGEST]
            if not NOBODY.fullmatch(words):
                found.setdefault(name, words)
    return tuple(found.items())


def choose_reader(name: str) -> Callable[[Path], Iterator[tuple[str, str]]] | None:
    """Choose how a file is read, by its ending."""
    lower = name.lower()
    if lower.endswith(".pdf"):
        return lambda file: iter(read_limited(read_pdf, str(file), kind=tuple[str, str]).values)
    if lower.endswith((".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".pptx")):
        return lambda file: read_package(file, OFFICE)
    return (lambda file: read_package(file, OPEN)) if lower.endswith((".odt", ".ods", ".odp")) else None


def read_package(file: Path, wanted: tuple[tuple[str, str, str], ...]) -> Iterator[tuple[str, str]]:
    """Read properties in a zip file's parts."""
    budget = ReadBudget()
    package = ZipMembers(read_file(file), budget)
    for part in dict.fromkeys(part for part, _, _ in wanted if part in package.infos):
        data = package.read(part, LARGEST_PART)
        if b"<!DOCTYPE" in data:
            continue
        budget.spend_marks(data)
        root = ET.fromstring(data)  # noqa: S314 - one without a doctype declares no entity
        for place, element, name in wanted:
            value = root.find(f".//{element}") if place == part else None
            if value is not None and value.text:
                yield name, value.text


def read_pdf(file: str) -> Iterator[tuple[str, str]]:
    """Read the information dictionary of a PDF (ISO 32000-1, section 14.3.3), and count its pages."""
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    reader = PdfReader(io.BytesIO(read_file(Path(file))))
    known = reader.metadata
    for key, name in (("/Author", "author"), ("/Company", "company")):
        value = known.get(key) if known else None
        if isinstance(value, str):
            yield name, str(value)
    with suppress(PyPdfError):
        yield PAGES, str(len(reader.pages))
