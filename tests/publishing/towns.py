"""Several copies of one site's folder, and the target that all of them publish to, through the command line alone."""

import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from site_builder.cli.commands import main
from site_builder.publishing.record.source_record import INDEX, RecordFiles, SourceRecord, read_record
from site_builder.publishing.release.manifest import MANIFEST, read_manifest
from site_builder.publishing.targets.open_target import open_target
from site_builder.publishing.targets.record_files import RECORDS
from site_builder.publishing.targets.target import decode_checksums
from site_builder.state_folder import CHECKSUMS, WAS_LIVE
from tests.sites import Files, article, picture, tree, write

SITE = """\
title = "Ferry"
base_url = "https://ferry.example.org/"
time_zone = "Asia/Shanghai"
[search]
enabled = false
[publish.live]
to = '''{to}'''
"""
FEE = "content/news/2024-01-02-fee.md"
FAIR = "content/news/2024-01-03-fair/index.md"
MINUTE = 60
START = 1_900_000_000


def fee(yuan: int, more: str = "") -> str:
    """Write an item that says what something costs."""
    return article(f"title: Fee\ndate: 2024-01-02\ncommunities: [east]\n{more}", f"The fee is {yuan} yuan.\n")


def sources() -> Files:
    """Give the content of a small site: items, a plain page, a picture, an attachment, a registry, a style."""
    return {
        FEE: fee(5),
        FAIR: article("title: Fair\ndate: 2024-01-03", "A fair. ![A stall](stall.png) [The form](form.txt)\n"),
        "content/news/2024-01-03-fair/stall.png": picture(3, 40),
        "content/news/2024-01-03-fair/form.txt": "Name and stall.\n",
        "content/about.md": article("title: About", "About us.\n"),
        "content/communities.toml": '[east]\nname = "East"\n',
        "content/static/map.txt": "A map.\n",
        "templates/static/extra.css": "p { color: black }\n",
        **{f"content/news/2024-02-0{n}-v{n}.md": article(f"title: Visit {n}") for n in range(1, 10)},
    }


class Editor:
    """Somebody with a copy of the folder, and what the commands said to them last."""

    def __init__(self, site: Path, capsys: pytest.CaptureFixture[str], clock: "Clock") -> None:
        self.site, self.capsys, self.clock = site, capsys, clock
        self.out = self.err = ""

    def run(self, command: str, *arguments: str) -> int:
        """Run a command as a user does; give its exit status."""
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as ended, self.clock.later():
            main([command, *arguments, "--site", str(self.site), "--lang", "en"])
        self.out, self.err = self.capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code

    def publish(self, *arguments: str) -> int:
        return self.run("publish", *arguments)

    def report(self, command: str, *arguments: str) -> dict[str, Any]:
        """Run a command and give the object that it prints."""
        self.run(command, *arguments, "--report", "json")
        found: dict[str, Any] = json.loads(self.out)
        return found

    def edit(self, path: str, text: str | bytes) -> None:
        write(self.site, {path: text})

    def read(self, path: str) -> str:
        return (self.site / path).read_text("utf-8")

    def remove(self, path: str) -> None:
        (self.site / path).unlink()

    def copy(self, name: str) -> "Editor":
        """Give somebody else a copy of the folder as it is."""
        to = self.site.with_name(name)
        shutil.copytree(self.site, to, symlinks=True)
        return Editor(to, self.capsys, self.clock)


class Clock:
    """The clock of the commands: it moves on by a minute with each."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = float(START)
        self.patch = patch

    def later(self) -> "Clock":
        self.now += MINUTE
        return self

    def __enter__(self) -> None:
        self.patch.setattr("time.time", lambda: self.now)

    def __exit__(self, *_: object) -> None:
        self.patch.undo()


class Web:
    """What stands on the target."""

    def __init__(self, there: Path) -> None:
        self.there = there

    def live(self) -> dict[str, bytes]:
        return {p: d for p, d in tree(self.there / "current").items() if not p.endswith((".gz", ".br"))}

    def page(self, address: str) -> str:
        return self.live().get(f"{address.strip('/')}/index.html", b"").decode()

    def releases(self) -> list[str]:
        return sorted(each.name for each in (self.there / "releases").iterdir())

    def everywhere(self, wanted: str) -> list[str]:
        """Find the files of releases and records, but for ledgers, that hold a text."""
        return [
            path
            for path, data in tree(self.there).items()
            if wanted.encode() in data and not path.endswith("ledger.jsonl")
        ]


def run_apart(site: Path, *arguments: str) -> "subprocess.Popen[str]":
    """Start a command in a process of its own."""
    command = [sys.executable, "-m", "site_builder", *arguments, "--site", str(site), "--lang", "en"]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"}
    )


def read_live_record(there: Path) -> SourceRecord:
    """Read the record of what is live in a folder; it has to be there, and every source as it says."""
    current = (there / "current").readlink().name
    place = open_target("live", f"file://{there}")
    record = read_record(place.read_record(current, INDEX))
    assert record
    files = RecordFiles(record, lambda: there / RECORDS / current, lambda path: place.read(current, path))
    for path in record.list_live():
        files.read(path)  # raises where a digest is wrong
    return record


def require_whole_release(there: Path) -> None:
    """What is live in a folder is as its manifest and its listing say, and nothing else; so is its record."""
    read_live_record(there)
    folder = (there / "current").resolve()
    manifest = read_manifest((folder / MANIFEST).read_bytes())
    assert manifest
    names = decode_checksums((folder / CHECKSUMS).read_bytes())
    assert {path: sha256((folder / path).read_bytes()).hexdigest() for path in names} == names
    assert {path: each.sha256 for path, each in manifest.files.items()}.items() <= names.items()
    found = {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()}
    assert found | {WAS_LIVE} == {*names, CHECKSUMS, WAS_LIVE}


def require_own_records(there: Path) -> None:
    """Every release has a record, and every record a release; nothing unfinished is left."""
    releases, records = (sorted(each.name for each in (there / name).iterdir()) for name in ("releases", RECORDS))
    assert releases == records
    assert not [each.name for each in there.iterdir() if each.name.startswith(".")]
