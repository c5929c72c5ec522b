"""A .docx file -> its parts, bounded and checked before any is unpacked; executes and fetches nothing."""

import re
import zipfile
import zlib
from io import BytesIO
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET

from msgspec import Struct

from site_builder.problem import CommandError

MIB = 1 << 20
# A file that an editor can mail; what it unpacks to; one part of text, which takes some 20 times its size in memory.
LARGEST_FILE, LARGEST_CONTENT, LARGEST_PART = 100 * MIB, 400 * MIB, 24 * MIB
MOST_PARTS = 10_000
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
    """The parts of a Word file by name, and the name of the main one."""

    file: str
    parts: dict[str, bytes]
    main: str

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
        return parse_xml(self.file, self.parts[name]) if name in self.parts else None


def open_package(path: Path) -> DocxPackage:
    """Read all parts of a .docx file.

    Raises CommandError (1) in one sentence for what is no such file, is encrypted, damaged or far too large.
    """
    data = read_file(path)
    if data.startswith(COMPOUND):
        raise CommandError(1, explain_old_format(data, path), file=path.name)
    if not data.startswith(b"PK"):
        raise CommandError(1, explain_other_format(data), file=path.name)
    parts = unpack(data, path)
    main = find_main_part(path, parts)
    if STRICT in parts[main][:4096]:
        message = "{file} is in the form “Strict Open XML”; save it in Word as “Word Document (.docx)”"
        raise CommandError(1, message, file=path.name)
    return DocxPackage(path.name, parts, main)


def read_file(path: Path) -> bytes:
    """Read the file, unless it is far too large."""
    if path.is_dir():
        raise CommandError(2, "{file} is a folder; name the Word file in it", file=path)
    if not path.exists():
        raise CommandError(2, "there is no file {file}", file=path)
    if path.stat().st_size > LARGEST_FILE:
        raise make_size_refusal(path)
    return path.read_bytes()


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


def unpack(data: bytes, path: Path) -> dict[str, bytes]:
    """Unpack the parts; how large each will be is known beforehand, and zipfile gives no more than that."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = [each for each in archive.infolist() if not each.is_dir()]
            if any(each.flag_bits & 1 for each in infos):
                raise CommandError(1, "{file} is protected by a password", file=path.name)
            large = [e for e in infos if e.filename.endswith((".xml", ".rels")) and e.file_size > LARGEST_PART]
            if large or len(infos) > MOST_PARTS or sum(each.file_size for each in infos) > LARGEST_CONTENT:
                raise make_size_refusal(path)
            return {normalize_path(PurePosixPath(each.filename)): archive.read(each) for each in infos}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise CommandError(1, DAMAGED, file=path.name) from error


def find_main_part(path: Path, parts: dict[str, bytes]) -> str:
    """Find the main part."""
    found = "word/document.xml"
    if "_rels/.rels" in parts:
        for each in parse_xml(path.name, parts["_rels/.rels"]).iter(f"{{{RELATIONSHIP}}}Relationship"):
            if each.get("Type", "").endswith(MAIN):
                found = normalize_path(PurePosixPath(each.get("Target", "").lstrip("/")))
    if found in parts and (b"wordprocessingml" in parts[found] or STRICT in parts[found]):
        return found
    if "content.xml" in parts and "mimetype" in parts:
        raise CommandError(1, "{file} is an OpenDocument file; save it as .docx", file=path.name)
    raise CommandError(1, "{file} is no Word file (.docx)", file=path.name)


def list_relationships(package: DocxPackage, part: str) -> list[ET.Element]:
    """List the relationships of a part."""
    place = PurePosixPath(part)
    root = package.parse_part(str(place.parent / "_rels" / f"{place.name}.rels"))
    return [] if root is None else list(root.iter(f"{{{RELATIONSHIP}}}Relationship"))


def parse_xml(file: str, data: bytes) -> ET.Element:
    """Read XML that declares no entities (in Word files none does), so that nothing grows or is fetched."""
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
