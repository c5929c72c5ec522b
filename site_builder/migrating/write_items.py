"""Writes what comes over; never overwrites a file, and remembers what it wrote."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from site_builder.migrating.model import Notes
from site_builder.migrating.place_items import Placed

BAD_NAME = re.compile(r'[\\:*?"<>|\x00-\x1f\x7f]|(?:^|/)[._~]|[ .](?:/|$)|~$|\.(?:tmp|bak)$')


class Writer:
    """Writes below a site; `written` are paths below it, `there` counts files that were there before.

    `same` are files of the old site that were there as they are.
    """

    def __init__(self, site: Path, source: Path, notes: Notes) -> None:
        """Write into a site what comes from a folder."""
        self.site = site
        self.source = source
        self.notes = notes
        self.written: dict[str, str] = {}
        self.drafted: set[str] = set()
        self.copied = 0
        self.there = 0
        self.same: set[str] = set()

    def item(self, placed: Placed, text: str) -> None:
        """Write an item, and the files of its folder."""
        self.put(f"content/{placed.path}", placed.doc.path, text.encode("utf-8", "replace"))
        if placed.doc.folder:
            folder = f"content/{placed.path}".rpartition("/")[0]
            for name, path in placed.doc.resources:
                self.copy(path, f"{folder}/{name}")

    def put(self, path: str, old: str, data: bytes) -> None:
        """Write a file, unless there is one."""
        file = self.site / path
        if file.exists():
            self.there += 1
            if file.is_file() and file.read_bytes() == data:
                self.written[path] = old
            else:
                self.notes.lost("there", old, 1, "{file} is there already, and was not overwritten", file=path)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        self.written[path] = old

    def files(self, files: Mapping[str, str]) -> None:
        """Copy the files of the site; of names that differ only in case the first."""
        seen: dict[str, str] = {}
        for address in sorted(files):
            first = seen.setdefault(address.casefold(), address)
            if first != address:
                message = "a file of nearly the same name, {file}, came over in its place"
                self.notes.lost("file", files[address], 1, message, file=files[first])
                continue
            self.copy(files[address], f"content/static{address}")

    def copy(self, old: str, path: str) -> None:
        """Copy a picture or a document."""
        if BAD_NAME.search(path):
            self.notes.lost("file", old, 1, "the name of this file is not allowed; it did not come over")
            return
        file = self.site / path
        if file.exists():
            if path not in self.written:
                self.there += 1
                if file.is_file() and file.stat().st_size == (self.source / old).stat().st_size:
                    self.same.add(old)
                else:
                    self.notes.lost("there", old, 1, "{file} is there already, and was not overwritten", file=path)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.source / old, file)
        self.written[path] = old
        self.copied += 1

    def draft(self, path: str) -> None:
        """Make an item that was written just now a draft."""
        file = self.site / path
        text = file.read_text("utf-8")
        file.write_text(text.replace("---\n", "---\ndraft: true\n", 1), "utf-8", newline="\n")
        self.drafted.add(path)
