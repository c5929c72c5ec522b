"""The bytes of an attachment -> the texts in it, each with its place there; a file that cannot be read says why.

It runs nothing that a file holds, resolves no entity, and opens no more than a document may reasonably be.
"""

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from msgspec.structs import replace

from site_builder.documents.extract import LARGEST, PICTURES, Extract, TooLargeError, members
from site_builder.foreign_readers import UnreadableError, guard_reader

TEXTS = (".txt", ".csv", ".tsv", ".html", ".htm", ".md", ".json", ".ics", ".vcf", ".xml", ".svg", ".rtf", ".css", ".js")
OFFICE = (".docx", ".docm", ".dotx", ".pptx", ".ppsx", ".odt", ".odp", ".ods", ".ofd", ".epub")
SHEETS = (".xlsx", ".xlsm")
# What holds texts that are not found in it.
CLOSED = (".doc", ".xls", ".ppt", ".wps", ".et", ".dps", ".pages", ".numbers", ".rar", ".7z", ".tar", ".gz", ".mdb")


def extracts(data: bytes, name: str) -> Iterator[Extract]:
    """Give the texts of a file by what its name says it is; of other kinds there are none."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in CLOSED:
        yield Extract("", failure="what stands in a file of this kind cannot be checked for personal data")
    reader = reader_of(suffix)
    if reader is None:
        return
    try:
        with guard_reader(TooLargeError):
            yield from reader(data)
    except UnreadableError:
        yield Extract(
            "", failure="this file cannot be checked for personal data: it is damaged, locked or another kind"
        )
    except TooLargeError:
        yield Extract("", failure="this file is too large to be checked for personal data")


def reader_of(suffix: str) -> Callable[[bytes], Iterator[Extract]] | None:
    """Give what reads a kind of file."""
    if suffix in TEXTS:
        return whole
    if suffix in PICTURES:
        from site_builder.documents.pdf_and_images import metadata

        return metadata
    if suffix == ".pdf":
        from site_builder.documents.pdf_and_images import pdf_pages

        return pdf_pages
    if suffix in OFFICE or suffix in SHEETS:
        from site_builder.documents.office import office_texts, sheets

        return sheets if suffix in SHEETS else office_texts
    return archived if suffix == ".zip" else None


def whole(data: bytes) -> Iterator[Extract]:
    """Give a text file in any encoding that Chinese programs write."""
    if len(data) > LARGEST:
        raise TooLargeError
    wide = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030", "latin-1"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        yield Extract("line", text=text.replace("\r\n", "\n").replace("\r", "\n"))
        return
    raise ValueError


def archived(data: bytes) -> Iterator[Extract]:
    """Give the texts of the files in a zip file; one within another stays closed."""
    for name, inner in members(data):
        if name.lower().endswith(".zip"):
            yield Extract("", failure="what stands in a file of this kind cannot be checked for personal data")
            continue
        for each in extracts(inner, name):
            where = f"{name}, {each.where}" if each.where else name
            yield each if each.failure or each.sort == "position" else replace(each, sort="part", where=where)
