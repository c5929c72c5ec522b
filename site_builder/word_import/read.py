"""A Word file -> a draft's words and files, in one call; writes nothing."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct

from site_builder.foreign_readers import UnreadableFileError
from site_builder.foreign_readers.limits import TooLargeError
from site_builder.foreign_readers.process import read_limited
from site_builder.problem import CommandError
from site_builder.word_import.blocks import UNREADABLE, read_blocks
from site_builder.word_import.losses import Loss, Losses
from site_builder.word_import.package import DocxPackage, make_size_refusal, open_package
from site_builder.word_import.prepare import prepare
from site_builder.word_import.recognise import recognise
from site_builder.word_import.write_markdown import MarkdownWriter

CORE_TITLE = "{http://purl.org/dc/elements/1.1/}title"
# What programs put in for a title, which nobody chose.
NO_TITLE = re.compile(r"(?:Microsoft Word|文档|Document|新建|untitled|无标题|PowerPoint).*|.*\.docx?", re.IGNORECASE)


class WordDocument(Struct, frozen=True):
    """What a Word file says: its title, the day of signing, the document number, the body, pictures by name.

    `losses` is what did not come over; `letterhead` what stood above the title and is no part of the body; `text` all
    words of the body, for whoever looks for names in them.
    """

    title: str
    written: date | None
    document_number: str
    body: str
    pictures: dict[str, bytes]
    losses: tuple[Loss, ...]
    letterhead: tuple[str, ...]
    text: str


class WordReading(Struct, frozen=True):
    """What came of reading a Word file: what it says, or the exit status, the message and its values of a refusal."""

    document: WordDocument | None
    status: int = 0
    message: str = ""
    values: tuple[tuple[str, str], ...] = ()


def read_word(path: Path, title: str = "") -> WordDocument:
    """Read a .docx file in a process with limits; `title` is used instead of a guess.

    Raises CommandError for what is no such file, or damaged, encrypted or far too large.
    """
    try:
        found = read_limited(read_named_word, str(path), title, kind=WordReading)
    except UnreadableFileError as error:
        raise CommandError(1, UNREADABLE, file=path.name) from error
    if found.cut or not found.values:
        raise make_size_refusal(path)
    reading = found.values[0]
    if reading.document is None:
        raise CommandError(reading.status, reading.message, **dict(reading.values))
    return reading.document


def read_named_word(name: str, title: str) -> Iterator[WordReading]:
    """Read a .docx file that is named; a refusal is an answer too."""
    path = Path(name)
    try:
        yield WordReading(read_package(open_package(path), path, title))
    except RecursionError:
        message = "{file} is nested too deep; copy its text into a new document"
        yield WordReading(None, 1, message, (("file", path.name),))
    except TooLargeError:
        refusal = make_size_refusal(path)
        yield WordReading(None, refusal.status, refusal.message, refusal.values)
    except CommandError as refusal:
        yield WordReading(None, refusal.status, refusal.message, refusal.values)


def read_package(package: DocxPackage, path: Path, title: str) -> WordDocument:
    """Go through all steps."""
    lost = Losses()
    ready = prepare(package, lost)
    content = read_blocks(ready, path.name, lost)
    found = recognise(content.blocks, title)
    body = MarkdownWriter(content, ready.kinds, lost).write(found.blocks)
    return WordDocument(
        title=found.title or read_core_title(package) or path.stem,
        written=found.written,
        document_number=found.document_number,
        body=body,
        pictures={name: data for name, data in content.pictures.items() if name in body},
        losses=lost.list_losses(),
        letterhead=found.letterhead,
        text="\n".join(each.text for each in content.blocks),
    )


def read_core_title(package: DocxPackage) -> str:
    """Give the title in the file's properties, unless a program made it up."""
    root = package.parse_part("docProps/core.xml")
    found = None if root is None else root.find(CORE_TITLE)
    text = " ".join((found.text or "").split()) if found is not None else ""
    return "" if NO_TITLE.fullmatch(text) else text
