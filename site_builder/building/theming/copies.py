"""Templates that a site copied: what they are copies of, and whether that has changed since; changes none.

A copy says in its first line what it was made of. The file as it was then lies in `templates/_copied/`, so that what
changed since can be told from what the site changed itself.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from site_builder.building.theming.names import ThemeLayer
from site_builder.problem import Place, Problem, make_problem

ORIGINALS = "_copied"
FIRST_LINE = re.compile(r"(?:\{#|/\*) A copy of [^\n]+? of (?P<origin>[^\n]+?), (?P<digest>[0-9a-f]{32}) (?:#\}|\*/)")
# How many characters the first line of a copy has at most.
LONGEST_LINE = 500
# How the first line is written, by the end of the file's name below static/; any template has the first of them.
FORMS = {"": "{{# {} #}}", ".css": "/* {} */", ".js": "/* {} */"}


class CopiedFile(Struct, frozen=True):
    """A file of the site's theme that was copied: its name, what of and the digest of that, and where it stands."""

    name: str
    origin: str
    digest: str
    file: Path

    @property
    def original(self) -> Path:
        """Where the file lies as it was when it was copied."""
        return self.file.parents[self.name.count("/")] / ORIGINALS / self.name


class CopyState(Struct, frozen=True):
    """A copied file, and the one that it would be a copy of now: its file, "" for its digest where there is none.

    `changed` counts the lines that changed there since, None where that is not known.
    """

    copy: CopiedFile
    now: Path | None
    is_outdated: bool
    changed: int | None = 0


def get_form(name: str) -> str | None:
    """Give how the first line of a copy is written; None for a file that cannot have one."""
    return FORMS.get(Path(name).suffix if name.startswith("static/") else "")


def read_copied_file(layer: ThemeLayer, name: str) -> CopiedFile | None:
    """Read the first line of a file of the site's theme; None for one that is no copy."""
    file = layer.folder / name
    with file.open("rb") as stream:
        line = stream.readline(LONGEST_LINE).decode("utf-8", "replace")
    found = FIRST_LINE.match(line.removeprefix("\ufeff"))
    return CopiedFile(name, found["origin"], found["digest"], file) if found else None


def list_copies(layers: Sequence[ThemeLayer]) -> Iterator[CopyState]:
    """Give the copies among the files of the site's theme, each held against the file below it."""
    if not layers or layers[0].owner != "site":
        return
    for name in sorted({**layers[0].templates, **layers[0].static}):
        copied = read_copied_file(layers[0], name) if get_form(name) else None
        if copied:
            yield judge_copy(copied, layers[1:])


def judge_copy(copied: CopiedFile, below: Sequence[ThemeLayer]) -> CopyState:
    """Hold a copy against the file that it would be a copy of now."""
    layer, digest = find_file_below(below, copied.name)
    if layer is None:
        return CopyState(copied, None, is_outdated=True, changed=None)
    now = layer.folder / copied.name
    if digest == copied.digest:
        return CopyState(copied, now, is_outdated=False)
    changes = list_changes(copied, now)
    counted = sum(each[0] in "+-" and each[:3] not in {"+++", "---"} for each in changes) if changes else None
    return CopyState(copied, now, is_outdated=True, changed=counted)


def find_file_below(below: Sequence[ThemeLayer], name: str) -> tuple[ThemeLayer | None, str]:
    """Find the uppermost of some layers that has a file, and the file's digest."""
    for layer in below:
        digest = layer.templates.get(name) or layer.static.get(name, ("",))[0]
        if digest:
            return layer, digest
    return None, ""


def list_changes(copied: CopiedFile, now: Path) -> list[str]:
    """List what changed in the copied file since, as the lines of a unified diff; empty where its original is gone."""
    if not copied.original.is_file():
        return []
    before, after = (each.read_text("utf-8", "replace").splitlines() for each in (copied.original, now))
    return list(difflib.unified_diff(before, after, f"{copied.name} ({copied.origin})", copied.name, lineterm=""))


def check_copies(layers: Sequence[ThemeLayer]) -> Iterator[Problem]:
    """Warn of each copy of what has changed since."""
    for state in list_copies(layers):
        copied = state.copy
        at = Place(f"templates/{copied.name}")
        values = {"name": copied.name, "origin": copied.origin, "count": state.changed}
        if not state.is_outdated:
            continue
        if state.now is None:
            message, hint = "this is a copy of {name} of {origin}, which is there no longer", "delete it"
        elif state.changed is None:
            message = "this is a copy of {name} of {origin}, which has changed since"
            hint = "what is different, shows: bulletin theme copy {name} --diff"
        else:
            message = "this is a copy of {name} of {origin}, of which lines have changed since: {count}"
            hint = "what changed, shows: bulletin theme copy {name} --diff; then: bulletin theme copy {name} --seen"
        yield make_problem("warning", "template", at, message, hint, **values)
