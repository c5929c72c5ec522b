"""What stands in attachments and static files and should not be public: looks into each file once, and changes none."""

from collections.abc import Iterator, Mapping
from functools import partial
from hashlib import blake2b
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from site_builder.checking.files.file_tables import FileTables
from site_builder.checking.personal_data.finder import mask_personal_data
from site_builder.checking.personal_data.kinds import PersonalData
from site_builder.checking.personal_data.private_data import find_private_data
from site_builder.checking.personal_data.rule import RULE
from site_builder.checking.personal_data.sensitive_columns import RULE as SENSITIVE
from site_builder.content.load import Items
from site_builder.foreign_readers import UnreadableFileError
from site_builder.foreign_readers.process import read_limited
from site_builder.late_patterns import compile_late
from site_builder.model import Attachment
from site_builder.problem import Checked, Place, Problem, Severity, make_problem, shorten_value

if TYPE_CHECKING:
    from site_builder.documents.extract import Extract
    from site_builder.executor import Executor

# More of one file nobody reads: it has to be made anew.
MAX_FINDINGS = 100
# So much of the text about a finding is shown, for its place to be found in the program that made the file.
CONTEXT_LENGTH = 16
# So much about a finding is looked at for what else has to be masked: longer than any number.
MASKED_LENGTH = 400
# The sort of text that is a whole table.
TABLE, TABLE_TEXT = "table", "table-text"
DIGIT = compile_late("[0-9０-９]")
# Where in a file something is, by what its format knows of places.
PLACE_MESSAGES = {
    "line": "there is personal data in this file: {excerpt}",
    "page": "there is personal data on page {where}: {excerpt}",
    "paragraph": "there is personal data in paragraph {where}: {excerpt}",
    "table-text": "there is personal data in table {where}: {excerpt}",
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
    severity: Severity = "error"


class ScannedFiles(Struct, frozen=True):
    """What was seen in files, by digest and kind of the file."""

    seen: dict[str, tuple[FileFinding, ...]] = {}


def check_files(
    items: Items,
    folder: Path,
    known: Mapping[str, tuple[FileFinding, ...]],
    contacts: frozenset[str],
    executor: "Executor | None" = None,
) -> Checked[ScannedFiles]:
    """Find personal data, but the office's contacts, in files that are copied; only those that are new are opened.

    A picture that cannot be published is told of elsewhere.
    """
    files = [each for each in (*items.attachments, *items.static, *items.design) if not each.failure]
    passed = "\n".join(sorted(contacts))
    keys = [make_file_key(each, passed) for each in files]
    new = {key: folder / "content" / each.path for key, each in zip(keys, files, strict=True) if key not in known}
    map_files = executor.map if executor and len(new) > 1 else map
    fresh = dict(zip(new, map_files(partial(scan_file, contacts=passed), new.values()), strict=True))
    seen = {key: fresh[key] if key in fresh else known[key] for key in keys}
    return Checked(
        ScannedFiles(seen),
        tuple(each for key, file in zip(keys, files, strict=True) for each in make_file_problems(file, seen[key])),
    )


def list_draft_files(items: Items) -> frozenset[str]:
    """Give the paths, relative to the site, of files of items that are nothing but drafts: nobody sees them yet."""
    if not items.attachments:
        return frozenset()
    texts = (*items.items, *items.unsound)
    shown = {each.path.rpartition("/")[0] for each in texts if f"content/{each.path}" not in items.drafts}
    return frozenset([f"content/{each.path}" for each in items.attachments if each.owner not in shown])


def make_file_key(file: Attachment, contacts: str) -> str:
    """Give what tells whether a file has been looked into: its bytes, what its name says that they are, contacts."""
    key = file.digest + PurePosixPath(file.path).suffix.lower()
    return f"{key} {blake2b(contacts.encode(), digest_size=8).hexdigest()}" if contacts else key


def scan_file(file: Path, contacts: str) -> tuple[FileFinding, ...]:
    """Look into a file, in a process with limits where that may take long; a picture's parts were counted before."""
    from site_builder.documents.extract import PICTURES
    from site_builder.documents.extract_text import IS_DAMAGED, IS_TOO_LARGE, is_harmless

    if file.suffix.lower() in PICTURES or is_harmless(file):
        return tuple(scan_texts(str(file), contacts))
    try:
        seen = read_limited(scan_texts, str(file), contacts, kind=FileFinding)
    except UnreadableFileError:
        return (FileFinding("", IS_DAMAGED),)
    return (*seen.values, FileFinding("", IS_TOO_LARGE)) if seen.cut else seen.values


def scan_texts(name: str, contacts: str) -> Iterator[FileFinding]:
    """Look into a file that is named, text by text; up to MAX_FINDINGS, and each reason why it cannot be read once.

    `contacts` are those of the office, one on each line.
    """
    from site_builder.documents.extract_text import extract_file

    failures: set[str] = set()
    published = frozenset(contacts.splitlines())
    left = MAX_FINDINGS
    tables = FileTables(name)
    known: set[str] = set()
    for each in extract_file(name):
        if each.failure:
            if each.failure not in failures:
                yield FileFinding("", each.failure)
            failures.add(each.failure)
            continue
        tables.add(each)
        for found in islice(find_in_extract(each, published, tables.find_heading(each), known), left):
            yield found
            left -= 1
        if not left:
            return
    for where, column in islice(tables.list_columns(), left):
        yield FileFinding(TABLE, where, SENSITIVE, shorten_value(mask_personal_data(column.heading)), line=column.rows)


def find_in_extract(each: "Extract", contacts: frozenset[str], heading: str, known: set[str]) -> Iterator[FileFinding]:
    """Find what should not be public in one text of a file; of a table what its paragraphs did not say by themselves.

    A cell of a workbook is judged below the heading of its column.
    """
    if each.sort == "position":
        yield FileFinding("position")
    text = f"{heading}\t\n{each.text}\t" if heading and DIGIT.search(each.text) else each.text
    shift = len(text) - len(each.text) - 1 if text is not each.text else 0
    for found in find_private_data(text, contacts):
        datum = text[found.start : found.end]
        if found.start < shift or (each.sort == TABLE and datum in known):
            continue
        known.add(datum)
        line = text.count("\n", 0, found.start)
        column = found.start - (text.rfind("\n", 0, found.start) + 1)
        at = (line + 1, column + 1) if each.sort == "line" else (1, 1)
        sort = TABLE_TEXT if each.sort == TABLE else each.sort
        yield FileFinding(sort, each.where, found.kind, format_excerpt(text, found), *at, found.severity)


def format_excerpt(text: str, found: PersonalData) -> str:
    """Give a finding, masked, with some of the line about it."""
    first, last = max(0, found.start - MASKED_LENGTH), found.end + MASKED_LENGTH
    before = mask_personal_data(text[first : found.start].rpartition("\n")[2])
    behind = mask_personal_data(text[found.end : last].partition("\n")[0])
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
    is_picture = file.picture and file.picture.form != "SVG"
    if is_picture:
        hint = "it is taken out of what is published; think of it where you pass the file itself on"
    for each in seen:
        if each.kind == SENSITIVE:
            yield make_column_problem(file, each)
        elif each.sort:
            at = Place(path, each.line, each.column)
            severity: Severity = "notice" if is_picture else each.severity
            yield make_problem(
                severity, RULE, at, PLACE_MESSAGES[each.sort], hint, where=each.where, excerpt=each.excerpt, note=note
            )
        else:
            yield make_unread_problem(file, each.where)


def make_column_problem(file: Attachment, each: FileFinding) -> Problem:
    """Say that a table in a file has a sensitive column; `line` of what was seen counts its rows."""
    place, name = Place(f"content/{file.path}"), file.path.removeprefix(f"{file.owner}/")
    hint = "leave the column out, or mask who it is about; if it has to stand there, write into {file}: {note}"
    accepting, note = f"content/{file.owner}/index.md", f"<!-- accept sensitive-column {name}: … -->"
    if not file.owner:
        accepting, note = "content/site.toml", f"# accept sensitive-column {name}: …"
    message = 'the column "{heading}" of table {where} in this file tells what is sensitive of {count} people'
    if not each.where:
        message = 'the column "{heading}" of this file tells what is sensitive of {count} people'
    values = {"heading": each.excerpt, "where": each.where, "count": each.line, "file": accepting, "note": note}
    return make_problem("warning", SENSITIVE, place, message, hint, **values)


def make_unread_problem(file: Attachment, reason: str) -> Problem:
    """Say why nobody can tell what stands in a file; one that holds too much may hide it, and is not published."""
    from site_builder.documents.extract_text import IS_TOO_LARGE

    at = Place(f"content/{file.path}")
    if reason == IS_TOO_LARGE:
        hint = (
            "divide it, or make its pictures smaller; where it may be published unread, accept it with a reason: {note}"
        )
        name = file.path.removeprefix(f"{file.owner}/")
        note = f"<!-- accept attachment {name}: … -->"
        if not file.owner:
            note = f"# accept attachment {name}: …"
        return make_problem("error", "attachment", at, reason, hint, note=note)
    hint = "put its text into the item, or add a version that can be read: docx, xlsx, or a PDF with text in it"
    return make_problem("warning", "attachment", at, reason, hint)
