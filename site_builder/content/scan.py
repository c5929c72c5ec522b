"""content/ -> the files that count, each with its part and its stamp; opens none of them."""

import os
import re
import stat
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from site_builder.config.catalogues.own_words import FOLDER as CATALOGUES
from site_builder.content.directory_listing import INTRODUCTION, is_content, list_folder
from site_builder.decoding import find_control, make_sign_problem, remove_controls
from site_builder.problem import Checked, Place, Problem, Severity, make_problem
from site_builder.spelling import find_close_match

SourceKind = Literal["item", "page", "attachment", "static", "design"]
REGISTRY_FILES = frozenset(
    [
        *("site.toml", "communities.toml", "topics.toml", "people.toml"),
        *("inspection.toml", "wording.toml", "ledger.jsonl"),
    ]
)
SETTINGS_PATHS = frozenset(f"content/{name}" for name in REGISTRY_FILES)
NAMING_SETTINGS = "content/site.toml"
# What programs make of `.md`, and what else may have been meant for an item.
ALMOST_ITEM = re.compile(r"(?P<stem>.+?)(?:\.md\.txt|\.markdown|\.mdown|\.mkd|\.md)$", re.IGNORECASE)
WORD_SUFFIXES = (".doc", ".docx", ".odt", ".wps", ".rtf")
# The end of a name that looks like a language which the site does not have.
LIKE_LANGUAGE = re.compile(r"\.(?P<code>[a-z]{2}(?:[-_][A-Za-z]{2,4})?)\.md$")


# A name that every system allows, and that only a name of other characters could be taken for.
PLAIN_NAME = re.compile(r"[0-9a-z_-]+(?:\.[0-9a-z_-]+)*").fullmatch


class Stamp(Struct, frozen=True, array_like=True):
    """What the file system says of a file without opening it: bytes, times in ns, inode."""

    size: int
    mtime: int
    ctime: int
    inode: int


class SourceFile(Struct, frozen=True):
    """A file below content/: `path` as the file system has it, `owner` the folder of the item an attachment is of."""

    path: str
    kind: SourceKind
    stamp: Stamp
    owner: str = ""


class Sources(Struct, frozen=True):
    """Every file that counts, sorted by path, and every folder with its time of change in ns before it was listed."""

    files: tuple[SourceFile, ...] = ()
    folders: tuple[tuple[str, int], ...] = ()

    def find_index(self, path: str) -> int | None:
        """Tell where a file stands among them."""
        number = bisect_left(self.files, path, key=attrgetter("path"))
        return number if number < len(self.files) and self.files[number].path == path else None


class FolderContent(Struct, frozen=True):
    """A folder's content as the file system lists it."""

    folders: tuple[str, ...]
    files: tuple[tuple[str, Stamp], ...]


def scan_content(site: Path, languages: tuple[str, ...], design: tuple[str, ...] = ()) -> Checked[Sources]:
    """List content/ of a site: items, plain pages, attachments, static files, and those of `design`.

    The latter are names of files beside site.toml that it names: they are made something of, and not published.
    Problems (rule `name`): folders named like items, names that differ only in case, links out of content/.
    """
    root = os.path.realpath(site / "content")
    walk = ContentScanner(root, languages, design)
    files = sorted(walk.scan_root(), key=lambda each: each.path)
    return Checked(Sources(tuple(files), tuple(walk.folders)), tuple(walk.problems))


def refresh_sources(site: Path, before: Checked[Sources], touched: Iterable[str]) -> Checked[Sources] | None:
    """Give the sources after some of their files were saved, named by their paths below the site; looks at no other.

    None where one of them came, went, or is no plain file, so that all have to be looked for; so after an edit of
    site.toml, whose languages and files decide what the others are.
    """
    files = list(before.value.files)
    for path in touched:
        if path == NAMING_SETTINGS:
            return None
        if path.startswith(("templates/", f"content/{CATALOGUES}")) or path in SETTINGS_PATHS:
            continue
        try:
            status = os.lstat(site / path)
        except OSError:
            return None
        place = before.value.find_index(path.removeprefix("content/")) if path.startswith("content/") else None
        if place is None or not stat.S_ISREG(status.st_mode):
            return None
        stamp = Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
        files[place] = replace(files[place], stamp=stamp)
    return Checked(Sources(tuple(files), before.value.folders), before.problems)


class ContentScanner:
    """One walk over content/: collects Problems on its way."""

    def __init__(self, root: str, languages: tuple[str, ...], design: tuple[str, ...] = ()) -> None:
        """Start at the real path of content/; a folder is an item if it has an index in one of the languages."""
        self.root = root
        self.languages = languages
        self.design = design
        self.index_names = frozenset(["index.md", *(f"index.{each}.md" for each in languages)])
        self.problems: list[Problem] = []
        self.folders: list[tuple[str, int]] = []

    def note(self, severity: Severity, path: str, message: str, hint: str = "", **values: object) -> None:
        """Add a Problem about a file or folder."""
        self.problems.append(make_problem(severity, "name", Place(f"content/{path}"), message, hint, **values))

    def scan_root(self) -> Iterator[SourceFile]:
        """Walk content/ itself: plain pages, static files and columns."""
        found = self.read_folder("")
        for name, stamp in found.files:
            if name.startswith(INTRODUCTION):
                self.note_introduction(name)
            elif name.endswith(".md"):
                self.note_unknown_language(name)
                yield SourceFile(name, "page", stamp)
            elif name in self.design:
                yield SourceFile(name, "design", stamp)
            elif name not in REGISTRY_FILES:
                self.note_stray_file(name, name)
        for name in found.folders:
            yield from self.scan_static(name) if name == "static" else self.scan_column(name, top=True)

    def scan_column(self, folder: str, *, top: bool = False) -> Iterator[SourceFile]:
        """Walk a column or a folder that only groups its items."""
        found = self.read_folder(folder)
        index = [name for name, _ in found.files if name in self.index_names]
        if index and (not top or not self.has_items(folder)):
            yield from self.scan_item_folder(folder, found, "page" if top else "item")
            return
        for name in index:
            message = "a column's own folder can be no item"
            hint = "put {name} into a folder of its own, or call it _{name} if it introduces the column"
            self.note("error", f"{folder}/{name}", message, hint, name=name)
        for name, stamp in found.files:
            path = f"{folder}/{name}"
            if name in self.index_names:
                continue
            if name.startswith(INTRODUCTION):
                if top and name[1:] in self.index_names:
                    yield SourceFile(path, "page", stamp)
                else:
                    self.note_introduction(path)
            elif name.endswith(".md"):
                self.note_unknown_language(path)
                yield SourceFile(path, "item", stamp)
            else:
                self.note_stray_file(path, name)
        for name in found.folders:
            yield from self.scan_column(f"{folder}/{name}")

    def has_items(self, folder: str) -> bool:
        """Tell whether there is any item in a folder of content/, besides a text of the folder's own."""
        for where, folders, names in os.walk(f"{self.root}/{folder}"):
            folders[:] = filter(is_content, folders)
            here = where == f"{self.root}/{folder}"
            if any(n.endswith(".md") and is_content(n) and not (here and n in self.index_names) for n in names):
                return True
        return False

    def note_introduction(self, path: str) -> None:
        """Warn of an introduction that introduces nothing."""
        message = "an introduction stands in the folder of a column, and is named after a language of the site"
        hint = "this file is not read: call it _index.md, or _index.zh.md, in the column's own folder, or remove it"
        self.note("warning", path, message, hint)

    def note_stray_file(self, path: str, name: str) -> None:
        """Note a file that nobody will see; one whose name is almost an item's is an item that would be lost."""
        almost = ALMOST_ITEM.fullmatch(name)
        if almost:
            message, hint = "this file is not read: the name of an item ends in .md", "rename it to {name}"
            self.note("error", path, message, hint, name=f"{almost['stem']}.md")
            return
        message = "this file belongs to no item and is not published"
        hint = "put the item into a folder of its own as index.md, and this file beside it"
        if name.lower().endswith(WORD_SUFFIXES):
            hint = "run: bulletin import {file}"
        elif "/" not in path:
            hint = "move it to content/static/"
        self.note("warning", path, message, hint, file=f"content/{path}")

    def note_unknown_language(self, path: str) -> None:
        """Warn of a name that ends like a translation's into a language which the site does not have."""
        found = LIKE_LANGUAGE.search(path) if path.count(".") > 1 else None
        if found and found["code"] not in self.languages:
            guess = find_close_match("zh" if found["code"] == "cn" else found["code"][:2], self.languages)
            message = 'this is no translation: site.toml has no language "{code}"'
            hint = "rename it to end in .{guess}.md" if guess else "write [languages.{code}] in content/site.toml"
            self.note("warning", path, message, hint, code=found["code"], guess=guess)

    def scan_item_folder(
        self, folder: str, found: FolderContent, kind: Literal["item", "page"] = "item"
    ) -> Iterator[SourceFile]:
        """Take a folder that is an item, or a plain page: its index in each language, all else its attachments."""
        for name, stamp in found.files:
            if name in self.index_names:
                yield SourceFile(f"{folder}/{name}", kind, stamp)
        yield from self.scan_attachments(folder, folder, found)

    def scan_attachments(self, owner: str, folder: str, found: FolderContent) -> Iterator[SourceFile]:
        """Take every other file of an item's folder, at any depth."""
        for name, stamp in found.files:
            path = f"{folder}/{name}"
            if name in self.index_names:
                if folder != owner:
                    message, hint = "an item cannot lie within another item's folder", "move it out of content/{owner}"
                    self.note("error", path, message, hint, owner=owner)
                continue
            if name.startswith(INTRODUCTION):
                self.note_introduction(path)
                continue
            if name.endswith(".md"):
                message = "this Markdown file is published as it is, as an attachment"
                self.note(
                    "warning", path, message, "begin its name with _ to leave it out, or move it out of the folder"
                )
            yield SourceFile(path, "attachment", stamp, owner)
        for name in found.folders:
            yield from self.scan_attachments(owner, f"{folder}/{name}", self.read_folder(f"{folder}/{name}"))

    def scan_static(self, folder: str) -> Iterator[SourceFile]:
        """Take the files that are copied as they are."""
        found = self.read_folder(folder)
        for name, stamp in found.files:
            yield SourceFile(f"{folder}/{name}", "static", stamp)
        for name in found.folders:
            yield from self.scan_static(f"{folder}/{name}")

    def read_folder(self, folder: str) -> FolderContent:
        """List a folder, sorted, without what is not content; what can be neither file nor folder is a Problem."""
        folders: list[str] = []
        files: list[tuple[str, Stamp]] = []
        try:
            time, entries = list_folder(f"{self.root}/{folder}" if folder else self.root)
        except OSError as error:
            self.note("error", folder, "the folder cannot be read: {reason}", reason=error.strerror)
            return FolderContent((), ())
        self.folders.append((folder, time))
        plain = all(PLAIN_NAME(name) for name, *_ in entries)
        if not plain:
            self.note_case_clashes(folder, [name for name, *_ in entries])
        for name, link, (mode, *stamp), failure in entries:
            path = f"{folder}/{name}" if folder else name
            if (not plain and not self.is_valid_name(path, name)) or (link and not self.is_inside(path)):
                continue
            if failure:
                self.note("error", path, "the file cannot be read: {reason}", reason=failure)
            elif stat.S_ISDIR(mode):
                if link:
                    message = "this is a link to a folder, which is not followed"
                    self.note("error", path, message, "copy the folder here, or remove the link")
                elif name.endswith(".md"):
                    hint = "remove .md from the folder's name; an item's text stands in index.md within"
                    self.note("error", path, "this is a folder, but it is named like an item", hint)
                else:
                    folders.append(name)
            elif stat.S_ISREG(mode):
                files.append((name, Stamp(*stamp)))
            else:
                self.note("error", path, "this is neither a file nor a folder", "remove it")
        return FolderContent(tuple(folders), tuple(files))

    def is_inside(self, path: str) -> bool:
        """Tell whether a symbolic link leads to something within content/; else note a Problem."""
        real = os.path.realpath(Path(self.root, path))
        if not Path(real).exists():
            self.note(
                "error", path, "this is a link to something that is not there", "remove it, or copy the file here"
            )
            return False
        if os.path.commonpath([self.root, real]) != self.root:
            self.note("error", path, "this is a link that leaves content/", "copy the file here instead of the link")
            return False
        return True

    def is_valid_name(self, path: str, name: str) -> bool:
        """Tell whether a name can be written in UTF-8 on every system; else note a Problem."""
        try:
            name.encode()
        except UnicodeEncodeError:
            shown = path.encode("utf-8", "backslashreplace").decode()
            self.note("error", shown, "the name of this file is not UTF-8", "rename it")
            return False
        stray = find_control(name)
        if stray is not None:
            place = Place(f"content/{remove_controls(path)}")
            self.problems.append(make_sign_problem(place, name[stray], "rename it"))
            return False
        if any(c in '\\:*?"<>|\t\n' for c in name) or name != name.rstrip(" ."):
            message = "the name of this file holds a character that not every system allows"
            self.note(
                "error", path.replace("\n", "\\n"), message, 'rename it without \\ : * ? " < > | and spaces at the end'
            )
            return False
        return True

    def note_case_clashes(self, folder: str, names: list[str]) -> None:
        """Note names of one folder that are the same on a system that ignores case or composes accents."""
        seen: dict[str, str] = {}
        for name in names:
            first = seen.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
            if first != name:
                path = f"{folder}/{name}" if folder else name
                message = 'the names "{name}" and "{first}" differ only in case, which many systems ignore'
                if unicodedata.normalize("NFC", name) == unicodedata.normalize("NFC", first):
                    message = 'the names "{name}" and "{first}" are written alike, and one to many systems'
                self.note("error", path, message, "rename one of them", name=name, first=first)


def split_language(path: str, languages: tuple[str, ...]) -> tuple[str, str]:
    """Divide the path of an item in its stem and its language: `news/visit.zh.md` -> `news/visit`, `zh`."""
    stem = path.removesuffix(".md")
    base, _, language = stem.rpartition(".")
    return (base, language) if language in languages and not base.endswith("/") and base else (stem, "")
