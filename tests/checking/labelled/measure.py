"""Labels -> what `bulletin check` finds in them, in sites on disk, as whoever publishes them would be told."""

import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from docx import Document
from openpyxl import Workbook

from tests.checking.labelled.label import ATTACHMENTS, LANGUAGES, NAMES, Label

RULES = frozenset(["personal-data", "sensitive-column"])
DAY = "2024-01-31"
SETTINGS = 'title = "Ferry"\nbase_url = "https://ferry.example.org/"\nlanguage = "{}"\ntime_zone = "Asia/Shanghai"\n'
HEAD = "---\ntitle: T\ndate: {}\n---\n"
FIRST_LINE = HEAD.count("\n") + 1
FIELD = re.compile(r"(\w+): (.*)", re.DOTALL)
# Lines of one item: fewer than the findings that are named of one file.
BATCH = 20
# How far before the data a finding may begin: with the name of a house, the sign of a number.
REACH = 24


class Finding(NamedTuple):
    """What was found: by which rule, whether it stops a build, and where in the file, or -1 for anywhere."""

    rule: str
    is_error: bool
    line: int
    column: int


class Verdict(NamedTuple):
    """A label with what came of it."""

    label: Label
    is_right: bool
    has_error: bool
    has_finding: bool


class SiteWriter:
    """Writes a site of labels, and remembers where each of them stands."""

    def __init__(self, folder: Path, language: str, day: str = DAY) -> None:
        self.content = folder / "content"
        self.day = day
        self.head = HEAD.format(day)
        self.places: list[tuple[Label, str, int]] = []
        self.count = 0
        self.write("site.toml", SETTINGS.format(language).encode())

    def write(self, path: str, data: bytes) -> None:
        file = self.content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    def make_folder(self) -> str:
        self.count += 1
        return f"news/n{self.count:05}"

    def write_labels(self, labels: Sequence[Label]) -> None:
        """Write each label where its context puts it: a name, a field, a file, or an item together with others."""
        bodies: dict[bool, list[Label]] = {True: [], False: []}
        for label in labels:
            form = label.context.removeprefix("columns-").removesuffix("-table")
            if label.context in NAMES or form in ATTACHMENTS:
                self.write_files(label, form)
            elif label.context == "front-matter":
                self.write_field(label)
            elif label.text.startswith("#") or "\n#" in label.text:
                self.write_body([label])
            else:
                bodies[label.is_personal].append(label)
        for each in bodies.values():
            for start in range(0, len(each), BATCH):
                self.write_body(each[start : start + BATCH])

    def write_files(self, label: Label, form: str) -> None:
        folder = self.make_folder()
        self.places.append((label, folder + "/", 0))
        item = self.head.replace("title: T", f"title: T{self.count}").encode()
        if label.context == "item-name":
            self.write(f"{folder}/{label.text}.md", item)
            return
        if label.context == "folder-name":
            self.write(f"{folder}/{label.text}/index.md", item)
            return
        self.write(f"{folder}/index.md", item)
        if label.context == "file-name":
            self.write(f"{folder}/{label.text}", b"-\n")
        else:
            writers = {"csv": write_csv, "xlsx": write_workbook, "docx": write_document}
            self.write(f"{folder}/roll.{form}", writers[form](label.text))

    def write_field(self, label: Label) -> None:
        match = FIELD.fullmatch(label.text)
        assert match, label.text
        field = f"{match[1]}: {json.dumps(match[2], ensure_ascii=False)}"
        title = [] if match[1] in {"title", "标题"} else ["title: T"]
        path = f"{self.make_folder()}.md"
        self.write(path, "\n".join(["---", field, *title, f"date: {self.day}", "---", "-\n"]).encode())
        self.places.append((label, path, 2))

    def write_body(self, labels: Iterable[Label]) -> None:
        path, body, line = f"{self.make_folder()}.md", self.head, FIRST_LINE
        for label in labels:
            self.places.append((label, path, line))
            body += label.text + "\n\n"
            line += label.text.count("\n") + 2
        self.write(path, body.encode())


def write_csv(text: str) -> bytes:
    return text.encode()


def write_workbook(text: str) -> bytes:
    book, stream = Workbook(), BytesIO()
    for row in text.split("\n"):
        book.worksheets[0].append(row.split("\t"))
    book.save(stream)
    return stream.getvalue()


def write_document(text: str) -> bytes:
    """Write a Word file: a table where there are tabs, else paragraphs."""
    document, stream = Document(), BytesIO()
    rows = [line.split("\t") for line in text.split("\n")]
    if any(len(row) > 1 for row in rows):
        table = document.add_table(len(rows), len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, value in zip(row.cells, cells, strict=True):
                cell.text = value
    else:
        for (paragraph,) in rows:
            document.add_paragraph(paragraph)
    document.save(stream)
    return stream.getvalue()


def run_check(site: Path, rules: Collection[str], at: str) -> dict[str, list[Finding]]:
    """Return what `bulletin check` tells programs of some rules, by item or folder."""
    command = [sys.executable, "-m", "site_builder", "check", str(site), "--format", "json", "--at", at]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode in {0, 1}, result.stderr
    found: dict[str, list[Finding]] = defaultdict(list)
    for each in json.loads(result.stdout)["problems"]:
        if each["rule"] in rules and each["severity"] in {"error", "warning"}:
            place = Finding(each["rule"], each["severity"] == "error", each["line"] or 0, each["column"] or 0)
            path = each["path"].removeprefix("content/")
            found["/".join(path.split("/")[:2]) + ("/" if path.count("/") > 1 else "")].append(place)
    return found


def judge(label: Label, findings: Sequence[Finding], first_line: int) -> Verdict:
    """Say whether what was found in a label's lines is what was to be found."""
    wanted = [each for each in findings if each.is_error or label.outcome != "error"]
    starts = [count_offset(label, each, first_line) for each in wanted]
    errors = any(each.is_error for each in findings)
    if not label.is_personal:
        right = not errors and (label.outcome == "harmless" or not findings)
    elif not label.spans or not first_line:
        right = bool(wanted)
    else:
        ends = [0, *(end for _, end in label.spans)]
        right = all(
            any(max(start - REACH, last) <= at < end or at == -1 for at in starts)
            for (start, end), last in zip(label.spans, ends, strict=False)
        )
    return Verdict(label, right, errors, bool(findings))


def count_offset(label: Label, finding: Finding, first_line: int) -> int:
    """Return where in a label's text a finding begins, or -1 where a field holds it and no column is told."""
    if not finding.column:
        return -1
    before = label.text.split("\n")[: finding.line - first_line]
    offset = sum(len(each) + 1 for each in before) + finding.column - 1
    return offset - 1 if label.context == "front-matter" else offset


def measure_labels(labels: Sequence[Label]) -> Iterator[Verdict]:
    """Check the labels of each language as a site of its own."""
    for language in LANGUAGES:
        with TemporaryDirectory() as folder:
            writer = SiteWriter(Path(folder), language)
            writer.write_labels([each for each in labels if each.language == language])
            found = run_check(Path(folder), RULES, "2024-06-15")
        for label, path, line in writer.places:
            last = line + label.text.count("\n")
            findings = [each for each in found[path] if not line or line <= each.line <= last]
            yield judge(label, findings, line)
