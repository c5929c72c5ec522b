"""Converted bodies kept across runs: found again whole, or not at all."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from site_builder.content.body_cache import BodyCache, ConvertedBody
from site_builder.model import Prose

DATA = msgspec.msgpack.encode(ConvertedBody(Prose("<p>x</p>")))


def test_what_was_added_is_found_by_the_next_run(tmp_path: Path) -> None:
    store = BodyCache(tmp_path / "f.sqlite")
    store.add([("a", DATA)])
    store.close()
    again = BodyCache(tmp_path / "f.sqlite")
    assert again.get("a") == ConvertedBody(Prose("<p>x</p>"))
    assert again.get("b") is None
    again.close()


@pytest.mark.parametrize("data", [b"", b"x", b"\x00" * 40, DATA, DATA[:-1] + b"!"])
def test_damaged_record_is_as_good_as_absent(tmp_path: Path, data: bytes) -> None:
    store = BodyCache(tmp_path / "f.sqlite")
    store.add([("a", DATA)])
    store.close()
    database = sqlite3.connect(tmp_path / "f.sqlite")
    database.execute("UPDATE fragments SET data = ?", (data,))
    database.commit()
    database.close()
    again = BodyCache(tmp_path / "f.sqlite")
    assert again.get("a") is None
    again.close()


@pytest.mark.parametrize("data", [b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_damaged_file_is_begun_anew(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "f.sqlite").write_bytes(data)
    store = BodyCache(tmp_path / "f.sqlite")
    store.add([("a", DATA)])
    assert store.get("a") is not None
    store.close()


def test_unused_are_forgotten_once_they_are_many(tmp_path: Path) -> None:
    store = BodyCache(tmp_path / "f.sqlite")
    store.add((str(n), DATA) for n in range(300))
    store.prune(map(str, range(150)))
    assert store.get("299") is not None
    store.prune(["7"])
    assert store.get("299") is None
    assert store.get("7") is not None
    store.close()


@pytest.mark.slow
def test_no_place_for_a_store_is_the_machines_failure(tmp_path: Path) -> None:
    code = """
import resource, sys
from pathlib import Path
from site_builder.content.body_cache import BodyCache
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    BodyCache(Path(sys.argv[1]))
except OSError as error:
    print(error.filename)
"""
    file = str(tmp_path / "store")
    done = subprocess.run([sys.executable, "-c", code, file], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == (f"{file}\n", "")
