"""The bytes of an attachment -> the texts in it, each with its place there; a file that cannot be read says why.

It runs nothing that a file holds, resolves no entity, and opens no more than a document may reasonably be.
"""

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from msgspec.structs import replace

from site_builder.documents.extract import LARGEST, PICTURES, Extract, TooLargeError, read_zip_members
from site_builder.foreign_readers import UnreadableFileError, guard_reader

TEXTS = (".txt", ".csv", ".tsv", ".html", ".htm", ".md", ".json", ".ics", ".vcf", ".xml", ".svg", ".rtf", ".css", ".js")
OFFICE = (".docx", ".docm", ".dotx", ".pptx", ".ppsx", ".odt", ".odp", ".ods", ".ofd", ".epub")
SHEETS = (".xlsx", ".xlsm")
# What holds texts that are not found in it.
CLOSED = (".doc", ".xls", ".ppt", ".wps", ".et", ".dps", ".pages", ".numbers", ".rar", ".7z", ".tar", ".gz", ".mdb")


def extract_texts(data: bytes, name: str) -> Iterator[Extract]:
    """Give the texts of a file by what its name says it is; of other kinds there are none."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in CLOSED:
        yield Extract("", failure="what stands in a file of this kind cannot be checked for personal data")
    reader = find_reader(suffix)
    if reader is None:
        return
    try:
        with guard_reader(TooLargeError):
            yield from reader(data)
    except UnreadableFileError:
        yield Extract(
            "", failure="this file cannot be checked for personal data: it is damaged, locked or another kind"
        )
    except TooLargeError:
        yield Extract("", failure="this file is too large to be checked for personal data")


def find_reader(suffix: str) -> Callable[[bytes], Iterator[Extract]] | None:
    """Give what reads a kind of file."""
    if suffix in TEXTS:
        return read_text_file
    if suffix in PICTURES:
        from site_builder.documents.pdf_and_images import read_picture_metadata

        return read_picture_metadata
    if suffix == ".pdf":
        from site_builder.documents.pdf_and_images import read_pdf

        return read_pdf
    if suffix in OFFICE or suffix in SHEETS:
        from site_builder.documents.office import read_office, read_workbook

        return read_workbook if suffix in SHEETS else read_office
    return read_zip if suffix == ".zip" else None


def read_text_file(data: bytes) -> Iterator[Extract]:
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


def read_zip(data: bytes) -> Iterator[Extract]:
    """Give the texts of the files in a zip file; one within another stays closed."""
    for name, inner in read_zip_members(data):
        if name.lower().endswith(".zip"):
            yield Extract("", failure="what stands in a file of this kind cannot be checked for personal data")
            continue
        for each in extract_texts(inner, name):
            where = f"{name}, {each.where}" if each.where else name
            yield each if each.failure or each.sort == "position" else replace(each, sort="part", where=where)
