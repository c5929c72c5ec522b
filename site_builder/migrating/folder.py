"""The files of an old site as they lie there: lists, reads and decodes them; knows no generator and writes nothing."""

import os
import posixpath
from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path

from site_builder.decoding import decode, decode_gb18030

IGNORED_FOLDERS = frozenset(["node_modules", "vendor", "bower_components", "__pycache__"])
# What lies at the top of most repositories and is no page of a site.
REPOSITORY_FILES = frozenset(
    ["readme", "license", "licence", "contributing", "changelog", "code_of_conduct", "security", "codeowners"]
)
PICTURES = frozenset([".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"])
DOCUMENTS = frozenset(
    """.pdf .doc .docx .xls .xlsx .ppt .pptx .odt .ods .odp .csv .tsv .txt .rtf .epub .zip .7z .mp3 .m4a .ogg .wav .mp4
    .webm .mov .ics .ico .wps .et""".split()  # noqa: SIM905 - a list of words
)
# Pages in forms that are not read here: their text comes over as it is.
FOREIGN = frozenset([".org", ".adoc", ".asciidoc", ".ad", ".rst", ".pandoc", ".pdc", ".textile"])
MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")


class Folder:
    """An old site's folder, listed once; paths are relative to it with `/`."""

    def __init__(self, root: Path, excluded: Iterable[Path] = ()) -> None:
        """List a folder, but for what begins with a dot, what package managers leave, and some folders.

        `refused` are links that lead out of the folder or nowhere, and files whose names are not UTF-8.
        """
        self.root = root
        excluded_paths = {os.path.realpath(each) for each in excluded}
        found: list[str] = []
        for where, folders, files in os.walk(root):
            here = Path(where)
            folders[:] = [
                name
                for name in sorted(folders)
                if name[0] != "."
                and name not in IGNORED_FOLDERS
                and os.path.realpath(here / name) not in excluded_paths
            ]
            found += ((here / name).relative_to(root).as_posix() for name in files if name[0] != ".")
        self.files = tuple(sorted(each for each in found if self.is_inside(each)))
        known = frozenset(self.files)
        # Names as they can be shown, of files that are not read.
        self.refused = tuple(sorted(each.encode("utf-8", "replace").decode() for each in found if each not in known))
        self.known = frozenset(self.files)

    def is_inside(self, path: str) -> bool:
        """Tell whether a file is one of the folder's own, and has a name that can be written."""
        try:
            path.encode()
        except UnicodeEncodeError:
            return False
        file = self.root / path
        if not file.is_symlink():
            return file.is_file()
        real = os.path.realpath(file)
        return Path(real).is_file() and os.path.commonpath([os.path.realpath(self.root), real]) == os.path.realpath(
            self.root
        )

    def list_files(self, folder: str) -> tuple[str, ...]:
        """List the files below a folder."""
        if not folder:
            return self.files
        # "0" is the sign behind "/": all paths below a folder stand together.
        return self.files[bisect_left(self.files, folder + "/") : bisect_left(self.files, folder + "0")]

    def read_text(self, path: str) -> tuple[str, str]:
        """Read a text, in UTF-8 or GB 18030; give what was wrong with it too, as a catalogue text, empty for nothing.

        What can be read in neither way is read with a sign for every byte at fault.
        """
        with (self.root / path).open("rb") as stream:
            data = stream.read(LARGEST_TEXT + 1)
        if len(data) > LARGEST_TEXT:
            beginning = data[:LARGEST_TEXT].rpartition(b"\n")[0]
            return guess_text(beginning)[0].replace("\r\n", "\n").replace("\r", "\n"), READ_IN_PART
        decoded = decode(data, path)
        if decoded.value is not None:
            return decoded.value, READ_AS_GB18030 if decoded.problems else ""
        text, reason = guess_text(data)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return "".join(c if c in "\n\t" or c.isprintable() or ord(c) > MOST_CONTROLS else " " for c in text), reason

    def get_modified_time(self, path: str) -> float:
        """Give when a file was changed, in seconds since 1970."""
        return (self.root / path).stat().st_mtime


def guess_text(data: bytes) -> tuple[str, str]:
    """Read bytes that are no text as items may be, in the likeliest way; say how."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace"), "the file is not UTF-8; it was read as UTF-16"
    damaged = "the file holds what no text may hold, or is too large; what could be read came over"
    try:
        return data.decode("utf-8-sig"), damaged
    except UnicodeDecodeError:
        chinese = decode_gb18030(data)
    if chinese is not None:
        return chinese, damaged
    if is_latin(data):
        return data.decode("cp1252", "replace"), "the file is not UTF-8; it was read as Windows-1252 (Latin-1)"
    return data.decode("utf-8-sig", "replace"), damaged


def is_latin(data: bytes) -> bool:
    """Tell whether bytes are likely a text in Western letters: few beyond ASCII, and these mostly letters (cp1252)."""
    high = [byte for byte in data if byte >= FIRST_HIGH]
    return b"\0" not in data and 0 < len(high) * 4 < len(data) and sum(b >= FIRST_LETTER for b in high) * 2 >= len(high)


FIRST_HIGH, FIRST_LETTER = 0x80, 0xC0
MOST_CONTROLS = 0x9F
# A page that is longer could be no item, nor be mended by anyone.
LARGEST_TEXT = 4 << 20
READ_IN_PART = "the file is larger than 4 MiB; only its beginning came over"
READ_AS_GB18030 = "the file is not UTF-8; it was read as GB18030 (GBK, ANSI)"


def get_suffix(path: str) -> str:
    """Give the end of a name from its last dot, in lower case."""
    return posixpath.splitext(path)[1].lower()


def is_markdown(path: str) -> bool:
    """Tell whether a name is that of a Markdown file."""
    return get_suffix(path) in MARKDOWN


def is_asset(path: str) -> bool:
    """Tell whether a file is a picture or a document, which come over as they are."""
    return get_suffix(path) in PICTURES or get_suffix(path) in DOCUMENTS


def is_repository_file(path: str) -> bool:
    """Tell whether a file is a repository's own and no page."""
    return "/" not in path and posixpath.splitext(path)[0].lower() in REPOSITORY_FILES
