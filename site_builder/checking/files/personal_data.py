"""What stands in attachments and static files and should not be public: looks into each file once, and changes none."""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from site_builder.checking.personal_data.finder import PersonalData, find_personal_data, mask_personal_data
from site_builder.checking.personal_data.rule import RULE
from site_builder.content.load import Items
from site_builder.model import Attachment
from site_builder.problem import Checked, Place, Problem, Severity, make_problem

if TYPE_CHECKING:
    from site_builder.executor import Executor

# More of one file nobody reads: it has to be made anew.
MAX_FINDINGS = 100
# So much of the text about a finding is shown, for its place to be found in the program that made the file.
CONTEXT_LENGTH = 16
# Where in a file something is, by what its format knows of places.
PLACE_MESSAGES = {
    "line": "there is personal data in this file: {excerpt}",
    "page": "there is personal data on page {where}: {excerpt}",
    "paragraph": "there is personal data in paragraph {where}: {excerpt}",
    "cell": "there is personal data in cell {where}: {excerpt}",
    "part": "there is personal data in {where}: {excerpt}",
    "metadata": "there is personal data in what is kept about this file ({where}): {excerpt}",
    "position": "this file says where a picture was taken (GPS)",
}


class FileFinding(Struct, frozen=True, array_like=True):
    """Something seen in a file: sort of place and where, kind and excerpt, masked; or why nothing can be seen."""

    sort: str
    where: str = ""
    kind: str = ""
    excerpt: str = ""
    line: int = 1
    column: int = 1


class ScannedFiles(Struct, frozen=True):
    """What was seen in files, by digest and kind of the file."""

    seen: dict[str, tuple[FileFinding, ...]] = {}


def check_files(
    items: Items, folder: Path, known: Mapping[str, tuple[FileFinding, ...]], executor: "Executor | None" = None
) -> Checked[ScannedFiles]:
    """Find personal data in the files of a site that are copied; only those that are new are opened.

    A picture that cannot be published is told of elsewhere.
    """
    files = [each for each in (*items.attachments, *items.static) if not each.failure]
    new = {make_file_key(each): folder / "content" / each.path for each in files if make_file_key(each) not in known}
    map_files = executor.map if executor and len(new) > 1 else map
    fresh = dict(zip(new, map_files(scan_file, new.values()), strict=True))
    seen = {key: fresh[key] if key in fresh else known[key] for key in map(make_file_key, files)}
    return Checked(
        ScannedFiles(seen),
        tuple(each for file in files for each in make_file_problems(file, seen[make_file_key(file)])),
    )


def list_draft_files(items: Items) -> frozenset[str]:
    """Give the paths, relative to the site, of files of items that are nothing but drafts: nobody sees them yet."""
    if not items.attachments:
        return frozenset()
    texts = (*items.items, *items.unsound)
    shown = {each.path.rpartition("/")[0] for each in texts if f"content/{each.path}" not in items.drafts}
    return frozenset([f"content/{each.path}" for each in items.attachments if each.owner not in shown])


def make_file_key(file: Attachment) -> str:
    """Give what tells whether a file has been looked into: its bytes, and what its name says that they are."""
    return file.digest + PurePosixPath(file.path).suffix.lower()


def scan_file(file: Path) -> tuple[FileFinding, ...]:
    """Look into a file."""
    return tuple(islice(scan_texts(file), MAX_FINDINGS))


def scan_texts(file: Path) -> Iterator[FileFinding]:
    """Look into a file, text by text."""
    from site_builder.documents.extract_text import extract_texts

    for each in extract_texts(file.read_bytes(), file.name):
        if each.failure:
            yield FileFinding("", each.failure)
        elif each.sort == "position":
            yield FileFinding("position")
        else:
            for found in find_personal_data(each.text):
                line = each.text.count("\n", 0, found.start)
                column = found.start - (each.text.rfind("\n", 0, found.start) + 1)
                at = (line + 1, column + 1) if each.sort == "line" else (1, 1)
                yield FileFinding(each.sort, each.where, found.kind, format_excerpt(each.text, found), *at)


def format_excerpt(text: str, found: PersonalData) -> str:
    """Give a finding, masked, with some of the line about it."""
    start, end = text.rfind("\n", 0, found.start) + 1, text.find("\n", found.end)
    before, behind = (
        mask_personal_data(text[start : found.start]),
        mask_personal_data(text[found.end : end if end >= 0 else len(text)]),
    )
    shown = f"{before[-CONTEXT_LENGTH:]}{found.masked}{behind[:CONTEXT_LENGTH]}"
    return "".join(sign if sign.isprintable() else " " for sign in shown).strip()


def make_file_problems(file: Attachment, seen: tuple[FileFinding, ...]) -> Iterator[Problem]:
    """Say what was seen in a file."""
    path = f"content/{file.path}"
    name = file.path.removeprefix(f"{file.owner}/")
    hint = "save the file again without it; if it has to stand there, write into the item, with the reason: {note}"
    note = f"<!-- accept personal-data {name}: … -->"
    if not file.owner:
        hint = "save the file again without it; if it has to stand there, write into site.toml, with the reason: {note}"
        note = f"# accept personal-data {name}: …"
    severity: Severity = "error"
    if file.picture and file.picture.form != "SVG":
        severity, hint = "notice", "it is taken out of what is published; think of it where you pass the file itself on"
    for each in seen:
        if each.sort:
            at = Place(path, each.line, each.column)
            yield make_problem(
                severity, RULE, at, PLACE_MESSAGES[each.sort], hint, where=each.where, excerpt=each.excerpt, note=note
            )
        else:
            way = "put its text into the item, or add a version that can be read: docx, xlsx, or a PDF with text in it"
            yield make_problem("warning", "attachment", Place(path), each.where, way)
