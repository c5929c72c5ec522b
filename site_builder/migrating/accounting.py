"""What became of every file of an old site: came over as what, or did not, and why; counts only."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from site_builder.migrating.folder import Folder
from site_builder.migrating.model import Notes
from site_builder.migrating.place_items import PlacedItem
from site_builder.migrating.write_items import ItemWriter

# The kinds of notes that say why a whole file did not come over, the first that is found telling; notes of the last
# say it themselves.
REASONS = {
    "error": "a check finds an error in it",
    "there": "a file of its name was there already",
    "file": "its name is not allowed, or nearly that of another file",
    "left": "",
}


class FileCounts(Struct, frozen=True):
    """How many files an old site holds: `total` sums up the others; `skipped` are reasons (catalogue texts)."""

    total: int
    items: int
    pages: int
    files: int
    skipped: tuple[tuple[str, int], ...]


def count_files(folder: Folder, placed: Iterable[PlacedItem], writer: ItemWriter, notes: Notes) -> FileCounts:
    """Count what became of every file."""
    docs = {each.doc.path: bool(each.doc.column) for each in placed if f"content/{each.path}" in writer.written}
    files = {old for old in (*writer.written.values(), *writer.identical) if old not in docs} & set(folder.files)
    reasons: dict[str, str] = {}
    for rule, words in REASONS.items():
        for each in notes.problems:
            if each.rule == rule:
                reasons.setdefault(each.path, words or each.message)
    outcomes = Counter(
        ("items" if docs[path] else "pages")
        if path in docs
        else "files"
        if path in files
        else reasons.get(path, NO_REASON)
        for path in (*folder.files, *folder.refused)
    )
    taken = {name: outcomes.pop(name, 0) for name in ("items", "pages", "files")}
    return FileCounts(
        total=len(folder.files) + len(folder.refused),
        skipped=tuple(sorted(outcomes.items(), key=lambda pair: (-pair[1], pair[0]))),
        **taken,
    )


NO_REASON = "no reason is known; please tell the makers of this program"
