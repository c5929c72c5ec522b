"""Writes what comes over; never overwrites a file, and remembers what it wrote."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from site_builder.content.load import LARGEST_COPIED
from site_builder.migrating.model import Notes
from site_builder.migrating.place_items import PlacedItem

BAD_NAME = re.compile(r'[\\:*?"<>|\x00-\x1f\x7f]|(?:^|/)[._~]|[ .](?:/|$)|~$|\.(?:tmp|bak)$')


class ItemWriter:
    """Writes below a site; `written` are paths below it, `already_there` counts files that were there before.

    `identical` are files of the old site that were there as they are.
    """

    def __init__(self, site: Path, source: Path, notes: Notes) -> None:
        """Write into a site what comes from a folder."""
        self.site = site
        self.source = source
        self.notes = notes
        self.written: dict[str, str] = {}
        self.drafted: set[str] = set()
        self.copied = 0
        self.already_there = 0
        self.identical: set[str] = set()

    def write_item(self, placed: PlacedItem, text: str) -> None:
        """Write an item, and the files of its folder."""
        self.write_file(f"content/{placed.path}", placed.doc.path, text.encode("utf-8", "replace"))
        if placed.doc.own_folder:
            folder = f"content/{placed.path}".rpartition("/")[0]
            for name, path in placed.doc.resources:
                self.copy_file(path, f"{folder}/{name}")

    def write_file(self, path: str, old: str, data: bytes) -> None:
        """Write a file, unless there is one."""
        file = self.site / path
        if file.exists():
            self.already_there += 1
            if file.is_file() and file.read_bytes() == data:
                self.written[path] = old
            else:
                self.notes.add_loss("there", old, 1, "{file} is there already, and was not overwritten", file=path)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        self.written[path] = old

    def copy_files(self, files: Mapping[str, str]) -> None:
        """Copy the files of the site; of names that differ only in case the first."""
        seen: dict[str, str] = {}
        for address in sorted(files):
            first = seen.setdefault(address.casefold(), address)
            if first != address:
                message = "a file of nearly the same name, {file}, came over in its place"
                self.notes.add_loss("file", files[address], 1, message, file=files[first])
                continue
            self.copy_file(files[address], f"content/static{address}")

    def copy_file(self, old: str, path: str) -> None:
        """Copy a picture or a document."""
        if BAD_NAME.search(path):
            self.notes.add_loss("file", old, 1, "the name of this file is not allowed; it did not come over")
            return
        if (self.source / old).stat().st_size > LARGEST_COPIED:
            self.notes.add_loss("left", old, 1, "this file is too large to be published; it did not come over")
            return
        file = self.site / path
        if file.exists():
            if path not in self.written:
                self.already_there += 1
                if file.is_file() and file.stat().st_size == (self.source / old).stat().st_size:
                    self.identical.add(old)
                else:
                    self.notes.add_loss("there", old, 1, "{file} is there already, and was not overwritten", file=path)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.source / old, file)
        self.written[path] = old
        self.copied += 1

    def make_draft(self, path: str) -> None:
        """Make an item that was written just now a draft."""
        file = self.site / path
        text = file.read_text("utf-8")
        file.write_text(text.replace("---\n", "---\ndraft: true\n", 1), "utf-8", newline="\n")
        self.drafted.add(path)
