"""A .docx file -> its parts, bounded and checked before any is unpacked; executes and fetches nothing."""

import re
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET

from msgspec import Struct

from site_builder.foreign_readers.limits import NotAFileError, ReadBudget, TooLargeError, ZipMembers, read_file
from site_builder.problem import CommandError

MIB = 1 << 20
# What a file may unpack to; one part of text; the marks of XML in it, of which a page in small type has some thousand.
LARGEST_CONTENT, LARGEST_PART, MOST_MARKS = 100 * MIB, 24 * MIB, 600_000
# The first bytes of the older form of Office files, in which encrypted .docx are wrapped ([MS-CFB], section 2.2).
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
# The names of streams in that form, in UTF-16: an encrypted .docx ([MS-OFFCRYPTO], section 2.3.4.4), a .doc.
ENCRYPTED, OLD_WORD = "EncryptedPackage".encode("utf-16-le"), "WordDocument".encode("utf-16-le")
RELATIONSHIP = "http://schemas.openxmlformats.org/package/2006/relationships"
STRICT = b"http://purl.oclc.org/ooxml/"
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
MAIN = "/officeDocument"
DAMAGED = "{file} is damaged and cannot be read; open it in Word and save it again"


class DocxPackage(Struct, frozen=True):
    """The parts of a Word file by name, the name of the main one, and how much of them may still be parsed."""

    file: str
    parts: dict[str, bytes]
    main: str
    budget: ReadBudget

    def find_related(self, kind: str) -> str:
        """Give the name of the part that the main one refers to by a kind of relationship; "" where there is none."""
        names = [
            self.resolve_name(each)
            for each in list_relationships(self, self.main)
            if each.get("Type", "").endswith(kind)
        ]
        return next((name for name in names if name in self.parts), "")

    def resolve_name(self, relationship: ET.Element) -> str:
        """Give the name of the part a relationship of the main part leads to."""
        target = relationship.get("Target", "")
        if target.startswith("/"):
            return target[1:]
        return normalize_path(PurePosixPath(self.main).parent / target)

    def parse_part(self, name: str) -> ET.Element | None:
        """Read a part; None where there is none."""
        return parse_xml(self.file, self.parts[name], self.budget) if name in self.parts else None


def open_package(path: Path) -> DocxPackage:
    """Read all parts of a .docx file.

    Raises CommandError (1) in one sentence for what is no such file, is encrypted, damaged or far too large.
    """
    data = read_bytes(path)
    if data.startswith(COMPOUND):
        raise CommandError(1, explain_old_format(data, path), file=path.name)
    if not data.startswith(b"PK"):
        raise CommandError(1, explain_other_format(data), file=path.name)
    budget = ReadBudget(unpacked=LARGEST_CONTENT, marks=MOST_MARKS)
    try:
        parts = unpack(data, path, budget)
        main = find_main_part(path, parts, budget)
    except TooLargeError as error:
        raise make_size_refusal(path) from error
    if STRICT in parts[main][:4096]:
        message = "{file} is in the form “Strict Open XML”; save it in Word as “Word Document (.docx)”"
        raise CommandError(1, message, file=path.name)
    return DocxPackage(path.name, parts, main, budget)


def read_bytes(path: Path) -> bytes:
    """Read the file, unless it is none or far too large."""
    if path.is_dir():
        raise CommandError(2, "{file} is a folder; name the Word file in it", file=path)
    if not path.exists():
        raise CommandError(2, "there is no file {file}", file=path)
    try:
        return read_file(path)
    except NotAFileError as error:
        raise CommandError(2, "{file} is no file but a device or a queue", file=path) from error
    except TooLargeError as error:
        raise make_size_refusal(path) from error


def make_size_refusal(path: Path) -> CommandError:
    """Say that a file is too large."""
    return CommandError(1, "{file} is too large to be a text; divide it, or make its pictures smaller", file=path.name)


def explain_old_format(data: bytes, path: Path) -> str:
    """Say what a file in the older form is."""
    if ENCRYPTED in data:
        return "{file} is protected by a password; open it in Word, take the password away and save it again"
    if OLD_WORD in data or path.suffix.lower() in {".doc", ".wps", ".dot"}:
        return "{file} is in the old form of Word (.doc); open it in Word or WPS and save it as .docx"
    return "{file} is no Word file (.docx)"


def explain_other_format(data: bytes) -> str:
    """Say what a file that is no archive is."""
    if data.startswith(b"{\\rtf"):
        return "{file} is in Rich Text form (.rtf); open it in Word or WPS and save it as .docx"
    if not data:
        return "{file} is empty"
    return "{file} is no Word file (.docx)"


def unpack(data: bytes, path: Path, budget: ReadBudget) -> dict[str, bytes]:
    """Unpack the parts; raises TooLargeError."""
    try:
        members = ZipMembers(data, budget)
        if members.encrypted:
            raise CommandError(1, "{file} is protected by a password", file=path.name)
        return {
            normalize_path(PurePosixPath(name)): members.read(
                name, LARGEST_PART if name.endswith((".xml", ".rels")) else LARGEST_CONTENT
            )
            for name in members.names
        }
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise CommandError(1, DAMAGED, file=path.name) from error


def find_main_part(path: Path, parts: dict[str, bytes], budget: ReadBudget) -> str:
    """Find the main part."""
    found = "word/document.xml"
    if "_rels/.rels" in parts:
        for each in parse_xml(path.name, parts["_rels/.rels"], budget).iter(f"{{{RELATIONSHIP}}}Relationship"):
            if each.get("Type", "").endswith(MAIN):
                found = normalize_path(PurePosixPath(each.get("Target", "").lstrip("/")))
    if found in parts and (b"wordprocessingml" in parts[found] or STRICT in parts[found]):
        return found
    if "content.xml" in parts and "mimetype" in parts:
        raise CommandError(1, "{file} is an OpenDocument file; save it as .docx", file=path.name)
    raise CommandError(1, "{file} is no Word file (.docx)", file=path.name)


def list_relationships(package: DocxPackage, part: str) -> list[ET.Element]:
    """List the relationships of a part."""
    root = package.parse_part(name_relationships(part))
    return [] if root is None else list(root.iter(f"{{{RELATIONSHIP}}}Relationship"))


def name_relationships(part: str) -> str:
    """Give the name of the part that holds the relationships of another."""
    place = PurePosixPath(part)
    return str(place.parent / "_rels" / f"{place.name}.rels")


def parse_xml(file: str, data: bytes, budget: ReadBudget) -> ET.Element:
    """Read XML that declares no entities (in Word files none does), so that nothing grows or is fetched.

    Raises TooLargeError.
    """
    budget.spend_marks(data)
    if DECLARED.search(data) or DECLARED.search(data.replace(b"\0", b"")):
        raise CommandError(1, DAMAGED, file=file)
    try:
        return ET.fromstring(data)  # noqa: S314 - without declarations there is nothing to expand
    except (ET.ParseError, LookupError, ValueError) as error:
        raise CommandError(1, DAMAGED, file=file) from error


def normalize_path(path: PurePosixPath) -> str:
    """Give a name without `.` and `..`."""
    parts: list[str] = []
    for each in path.parts:
        if each == "..":
            parts = parts[:-1]
        elif each not in {".", "/"}:
            parts.append(each)
    return "/".join(parts)
