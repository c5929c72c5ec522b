"""Whatever happens to what is kept below .bulletin, the next build is as if nothing had been kept."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sites import PLAIN_TOML, article, dump_theme, made, run, themed, write

# Files that are left open are the matter of test_output.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]
SITE = {
    "content/site.toml": PLAIN_TOML,
    "content/news/2024-01-01-a.md": article("title: A", "First words.\n\n## Heading\n\n[b](2024-01-02-b.md)\n"),
    "content/news/2024-01-02-b.md": article("title: B", "Other words.\n"),
}
# What makes the next build load every body again; with the second also convert them, unless they are kept.
EDITS = {
    "template": {"templates/item.html": "{{ page }}!"},
    "title": {"content/site.toml": PLAIN_TOML.replace("Fe", "Me")},
}
STATEMENTS = [
    "UPDATE fragments SET data = 'text'",
    "UPDATE fragments SET data = NULL",
    "UPDATE fragments SET data = 5",
    "UPDATE fragments SET data = x''",
    "UPDATE fragments SET data = substr(data, 1, 20)",
    "DELETE FROM fragments",
    "DROP TABLE fragments",
    "ALTER TABLE fragments RENAME COLUMN data TO other",
]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Path]:
    with themed(dump_theme(tmp_path / "theme")):
        site = write(tmp_path / "site", SITE)
        made(site)
        yield site


def store(site: Path) -> Path:
    return next((site / ".bulletin").rglob("fragments.sqlite"))


def wanted(site: Path, edit: str) -> dict[str, bytes]:
    return made(write(site.parent / "fresh", SITE | EDITS[edit]))


@pytest.mark.parametrize("edit", ["template", pytest.param("title", marks=pytest.mark.slow)])
@pytest.mark.parametrize("statement", STATEMENTS)
def test_bodies_that_are_not_what_they_were(site: Path, statement: str, edit: str) -> None:
    database = sqlite3.connect(store(site), isolation_level=None)
    database.execute(statement)
    database.close()
    write(site, EDITS[edit])
    assert made(site) == wanted(site, edit)
    assert run(site).written == 0


@pytest.mark.parametrize("edit", ["template", pytest.param("title", marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    "data", [b"", b"no database at all" * 100, b"SQLite format 3\x00", b"SQLite format 3\x00" + bytes(4080)]
)
def test_a_store_that_is_none(site: Path, data: bytes, edit: str) -> None:
    store(site).write_bytes(data)
    write(site, EDITS[edit])
    assert made(site) == wanted(site, edit)


@pytest.mark.parametrize("bit", [0x01, 0x80])
def test_any_byte_of_the_store_flipped(site: Path, bit: int) -> None:
    """Each of the file's head and of the first page's, and every fifth of the others."""
    write(site, EDITS["template"])
    good, right = store(site).read_bytes(), wanted(site, "template")
    for place in [n for n in range(len(good)) if n < 128 or (good[n] and n % 5 == 0)]:
        write(site, EDITS["template"])
        store(site).write_bytes(good[:place] + bytes([good[place] ^ bit]) + good[place + 1 :])
        (site / "public/news/2024/a/index.html").unlink(missing_ok=True)
        assert made(site) == right, f"byte {place}"


@pytest.mark.parametrize("name", ["items", "manifest"])
@pytest.mark.parametrize("data", [b"", b"\x00" * 16, b"\xff" * 200])
def test_a_record_that_is_none(site: Path, name: str, data: bytes) -> None:
    next((site / ".bulletin").rglob(name)).write_bytes(data)
    write(site, EDITS["title"])
    assert made(site) == wanted(site, "title")


def test_a_folder_where_a_record_should_be(site: Path) -> None:
    """Nothing a program does by itself; but all below .bulletin may be deleted, so it may as well be gone."""
    for file in sorted((site / ".bulletin").rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    write(site, EDITS["title"])
    assert made(site) == wanted(site, "title")
