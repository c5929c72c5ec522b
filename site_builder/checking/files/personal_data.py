"""What stands in attachments and static files and should not be public: looks into each file once, and changes none."""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from site_builder.checking.personal_data.finder import Found, find, mask
from site_builder.checking.personal_data.rule import RULE
from site_builder.content.load import Items
from site_builder.model import Attachment
from site_builder.problem import Checked, Place, Problem, Severity, problem

if TYPE_CHECKING:
    from site_builder.executor import Executor

# More of one file nobody reads: it has to be made anew.
MOST = 100
# So much of the text about a finding is shown, for its place to be found in the program that made the file.
AROUND = 16
# Where in a file something is, by what its format knows of places.
PLACES = {
    "line": "there is personal data in this file: {excerpt}",
    "page": "there is personal data on page {where}: {excerpt}",
    "paragraph": "there is personal data in paragraph {where}: {excerpt}",
    "cell": "there is personal data in cell {where}: {excerpt}",
    "part": "there is personal data in {where}: {excerpt}",
    "metadata": "there is personal data in what is kept about this file ({where}): {excerpt}",
    "position": "this file says where a picture was taken (GPS)",
}


class Sight(Struct, frozen=True, array_like=True):
    """Something seen in a file: sort of place and where, kind and excerpt, masked; or why nothing can be seen."""

    sort: str
    where: str = ""
    kind: str = ""
    excerpt: str = ""
    line: int = 1
    column: int = 1


class Looked(Struct, frozen=True):
    """What was seen in files, by digest and kind of the file."""

    seen: dict[str, tuple[Sight, ...]] = {}


def check_files(
    items: Items, folder: Path, known: Mapping[str, tuple[Sight, ...]], executor: "Executor | None" = None
) -> Checked[Looked]:
    """Find personal data in the files of a site that are copied; only those that are new are opened.

    A picture that cannot be published is told of elsewhere.
    """
    files = [each for each in (*items.attachments, *items.static) if not each.failure]
    new = {key_of(each): folder / "content" / each.path for each in files if key_of(each) not in known}
    look = executor.map if executor and len(new) > 1 else map
    fresh = dict(zip(new, look(sights, new.values()), strict=True))
    seen = {key: fresh[key] if key in fresh else known[key] for key in map(key_of, files)}
    return Checked(Looked(seen), tuple(each for file in files for each in told(file, seen[key_of(file)])))


def files_of_drafts(items: Items) -> frozenset[str]:
    """Give the paths, relative to the site, of files of items that are nothing but drafts: nobody sees them yet."""
    if not items.attachments:
        return frozenset()
    texts = (*items.items, *items.unsound)
    shown = {each.path.rpartition("/")[0] for each in texts if f"content/{each.path}" not in items.drafts}
    return frozenset([f"content/{each.path}" for each in items.attachments if each.owner not in shown])


def key_of(file: Attachment) -> str:
    """Give what tells whether a file has been looked into: its bytes, and what its name says that they are."""
    return file.digest + PurePosixPath(file.path).suffix.lower()


def sights(file: Path) -> tuple[Sight, ...]:
    """Look into a file."""
    return tuple(islice(each_sight(file), MOST))


def each_sight(file: Path) -> Iterator[Sight]:
    """Look into a file, text by text."""
    from site_builder.documents.extract_text import extracts

    for each in extracts(file.read_bytes(), file.name):
        if each.failure:
            yield Sight("", each.failure)
        elif each.sort == "position":
            yield Sight("position")
        else:
            for found in find(each.text):
                line = each.text.count("\n", 0, found.start)
                column = found.start - (each.text.rfind("\n", 0, found.start) + 1)
                at = (line + 1, column + 1) if each.sort == "line" else (1, 1)
                yield Sight(each.sort, each.where, found.kind, excerpt(each.text, found), *at)


def excerpt(text: str, found: Found) -> str:
    """Give a finding, masked, with some of the line about it."""
    start, end = text.rfind("\n", 0, found.start) + 1, text.find("\n", found.end)
    before, behind = mask(text[start : found.start]), mask(text[found.end : end if end >= 0 else len(text)])
    shown = f"{before[-AROUND:]}{found.masked}{behind[:AROUND]}"
    return "".join(sign if sign.isprintable() else " " for sign in shown).strip()


def told(file: Attachment, seen: tuple[Sight, ...]) -> Iterator[Problem]:
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
            yield problem(
                severity, RULE, at, PLACES[each.sort], hint, where=each.where, excerpt=each.excerpt, note=note
            )
        else:
            way = "put its text into the item, or add a version that can be read: docx, xlsx, or a PDF with text in it"
            yield problem("warning", "attachment", Place(path), each.where, way)
