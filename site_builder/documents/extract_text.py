"""The bytes of an attachment -> the texts in it, each with its place there; a file that cannot be read says why.

It runs nothing that a file holds, resolves no entity, and opens no more than a document may reasonably be.
"""

from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from site_builder.documents.extract import PICTURES, Extract
from site_builder.documents.text_files import HEAD, MAILS, find_encoding, read_mail, read_text_file
from site_builder.foreign_readers import UnreadableFileError, guard_reader
from site_builder.foreign_readers.limits import (
    NotAFileError,
    ReadBudget,
    TooLargeError,
    ZipMembers,
    read_file,
)
from site_builder.foreign_readers.process import read_limited

TEXTS = (".txt", ".csv", ".tsv", ".html", ".htm", ".md", ".json", ".ics", ".vcf", ".xml", ".svg", ".rtf", ".css", ".js")
OFFICE = (".docx", ".docm", ".dotx", ".pptx", ".ppsx", ".odt", ".odp", ".ods", ".ofd", ".epub")
SHEETS = (".xlsx", ".xlsm")
# What holds sounds, moving pictures, letters' shapes or pictures without a word; where it is text it is none of these.
WORDLESS = frozenset(
    [
        *(".mp3", ".m4a", ".aac", ".amr", ".wav", ".flac", ".ogg", ".opus", ".mp4", ".m4v", ".mov", ".avi", ".wmv"),
        *(".mkv", ".webm", ".flv", ".mpg", ".mpeg", ".3gp", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".ico", ".bmp"),
        ".heic",
    ]
)
# A text of so many bytes is searched in less time than another process takes to begin.
SMALL = 1 << 16
# Why nothing, or not all, is known of what stands in a file.
IS_CLOSED = "what stands in a file of this kind cannot be checked for personal data"
IS_DAMAGED = "this file cannot be checked for personal data: it is damaged, locked or another kind"
IS_TOO_LARGE = "this file holds too much to be checked for personal data: not all of it was read"


def is_harmless(file: Path) -> bool:
    """Tell whether a file may be read in this process: a short text, or what is no text nor of a kind that is read."""
    suffix = file.suffix.lower()
    if suffix in TEXTS or suffix in MAILS:
        return file.stat().st_size <= SMALL
    return find_reader(suffix) is None and (file.stat().st_size <= SMALL or not find_encoding(read_head(file)))


def read_extracts(file: Path) -> Iterator[Extract]:
    """Give the texts of a file, read in a process with limits where that may take long."""
    if is_harmless(file):
        yield from extract_file(str(file))
        return
    try:
        found = read_limited(extract_file, str(file), kind=Extract)
    except UnreadableFileError:
        yield Extract("", failure=IS_DAMAGED)
        return
    yield from found.values
    if found.cut:
        yield Extract("", failure=IS_TOO_LARGE)


def extract_file(name: str) -> Iterator[Extract]:
    """Give the texts of a file that is named; no more than a budget allows."""
    file = Path(name)
    try:
        if find_reader(file.suffix.lower()) is None and not find_encoding(head := read_head(file)):
            yield from extract_texts(head, file.name)
            return
        data = read_file(file)
    except NotAFileError:
        yield Extract("", failure=IS_DAMAGED)
    except TooLargeError:
        yield Extract("", failure=IS_TOO_LARGE)
    else:
        yield from extract_texts(data, file.name)


def read_head(file: Path) -> bytes:
    """Read the beginning of a file; raises NotAFileError for what is none."""
    if not file.is_file():
        raise NotAFileError
    with file.open("rb") as stream:
        return stream.read(HEAD)


def extract_texts(data: bytes, name: str, budget: ReadBudget | None = None) -> Iterator[Extract]:
    """Give the texts of a file by what its name says it is; of other kinds where its bytes are text."""
    suffix = PurePosixPath(name).suffix.lower()
    reader = find_reader(suffix) or (read_text_file if find_encoding(data[:HEAD]) else None)
    if reader is None:
        if suffix not in WORDLESS:
            yield Extract("", failure=IS_CLOSED)
        return
    own = budget or ReadBudget()
    try:
        with guard_reader(TooLargeError, MemoryError):
            for each in reader(data, own):
                # What lies within another file counts there.
                own.spend(text=len(each.text) if reader is not read_zip and each.sort != "table" else 0)
                yield each
    except UnreadableFileError:
        yield Extract("", failure=IS_DAMAGED)
    except TooLargeError:
        if budget is not None:
            raise
        yield Extract("", failure=IS_TOO_LARGE)


def find_reader(suffix: str) -> Callable[[bytes, ReadBudget], Iterator[Extract]] | None:
    """Give what reads a kind of file."""
    if suffix in TEXTS or suffix in MAILS:
        return read_mail if suffix in MAILS else read_text_file
    if suffix in PICTURES:
        from site_builder.documents.pdf_and_images import read_picture_metadata

        return lambda data, _: read_picture_metadata(data)
    if suffix == ".pdf":
        from site_builder.documents.pdf_and_images import read_pdf

        return lambda data, _: read_pdf(data)
    if suffix in OFFICE or suffix in SHEETS:
        from site_builder.documents.office import read_office, read_workbook

        return read_workbook if suffix in SHEETS else read_office
    return read_zip if suffix == ".zip" else None


def read_zip(data: bytes, budget: ReadBudget) -> Iterator[Extract]:
    """Give the texts of the files in a zip file; one within another stays closed."""
    for name, inner in ZipMembers(data, budget).read_all():
        if name.lower().endswith(".zip"):
            yield Extract("", failure=IS_CLOSED)
            continue
        for each in extract_texts(inner, name, budget):
            where = f"{name}, {each.where}" if each.where else name
            sort = "table" if each.sort == "table" else "part"
            yield each if each.failure or each.sort == "position" else replace(each, sort=sort, where=where)
