"""A kept record comes back as it was left; a small change of a large one writes little, and counts beside it alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from site_builder.building import cache_dirs
from site_builder.building.build import build
from site_builder.building.cache_dirs import CHANGES, FEW, CacheFile
from site_builder.building.session import Options
from tests.sites import SITE_TOML, article, tree, write

NOW = 1_800_000_000.0


class Kept(Struct, frozen=True):
    name: str = ""
    first: dict[str, int] = {}
    second: dict[str, tuple[str, ...]] = {}


RECORDS = st.builds(
    Kept,
    st.text(max_size=3),
    st.dictionaries(st.text(max_size=2), st.integers(0, 3), max_size=40),
    st.dictionaries(st.text(max_size=1), st.tuples(st.text(max_size=2)), max_size=4),
)
MANY = {f"{n}": n for n in range(10 * FEW)}


def open_file(folder: Path, version: str = "1") -> CacheFile[Kept]:
    return CacheFile(folder / "kept", Kept, version, lazy=False)


def changes(folder: Path) -> Path:
    return folder / f"kept{CHANGES}"


@given(st.lists(RECORDS, max_size=5))
def test_what_was_left_comes_back(tmp_path_factory: pytest.TempPathFactory, records: list[Kept]) -> None:
    folder = tmp_path_factory.mktemp("kept")
    same = open_file(folder)
    for each in records:
        same.save(each)
        assert open_file(folder).load() == same.load() == each


def test_a_small_change_of_a_large_record_leaves_its_file(tmp_path: Path) -> None:
    open_file(tmp_path).save(Kept("a", MANY))
    before = (tmp_path / "kept").stat()
    file = open_file(tmp_path)
    for number in range(3):
        now = {key: value for key, value in MANY.items() if key != f"{number}"} | {"new": number, "7": 0}
        file.save(Kept("b", now, {"a": ("b",)}))
        assert open_file(tmp_path).load() == Kept("b", now, {"a": ("b",)})
    assert (tmp_path / "kept").stat() == before
    assert changes(tmp_path).stat().st_size < before.st_size / 5
    file.save(Kept("c", {key: value + 1 for key, value in MANY.items()}))
    assert not changes(tmp_path).exists()
    assert open_file(tmp_path).load().first["7"] == 8


def test_changes_are_believed_beside_the_file_that_they_belong_to(tmp_path: Path) -> None:
    file = open_file(tmp_path)
    file.save(Kept("a", MANY))
    whole = (tmp_path / "kept").read_bytes()
    file.save(Kept("b", MANY))
    changed = changes(tmp_path).read_bytes()
    assert open_file(tmp_path).load().name == "b"
    assert open_file(tmp_path, "2").load() == Kept()
    file.save(Kept("c", {}))
    changes(tmp_path).write_bytes(changed)
    assert open_file(tmp_path).load() == Kept("c", {})
    (tmp_path / "kept").write_bytes(whole)
    for damaged in (changed[:-1], b"", changed[:40] + b"?" + changed[41:]):
        changes(tmp_path).write_bytes(damaged)
        assert open_file(tmp_path).load() == Kept("a", MANY)
    (tmp_path / "kept").unlink()
    changes(tmp_path).write_bytes(changed)
    assert open_file(tmp_path).load() == Kept()


def test_what_is_deleted_is_forgotten(tmp_path: Path) -> None:
    file = CacheFile(tmp_path / "kept", Kept, "1", lazy=True)
    file.save(Kept("a", MANY))
    file.delete()
    assert file.load() == Kept()
    file.save(Kept("a", MANY))
    file.flush()
    file.save(Kept("b", MANY))
    file.delete()
    assert file.load() == open_file(tmp_path).load() == Kept()
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_an_edit_leaves_what_is_kept_of_all_others_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a small site a plan and outputs change so much that they are written whole; what is read never does.

    All stamps are believed here, also of files that were written just before.
    """
    monkeypatch.setattr(cache_dirs, "drop_racy_stamps", lambda stamps, _: stamps)
    items = {f"content/news/2024-01-{1 + n % 28:02}-item-{n}.md": article(f"title: Item {n}") for n in range(200)}
    site = write(tmp_path / "site", {"content/site.toml": SITE_TOML, **items})
    options = Options(site=site, output=site / "public", now=NOW)
    build(options)
    (read,) = (site / ".bulletin").rglob("items")
    before = read.read_bytes()
    for number in range(3):
        write(site, {"content/news/2024-01-08-item-7.md": article(f"title: Item 7\nsummary: {number}", "Others.\n")})
        assert build(options).parsed == 1
        assert read.read_bytes() == before
        assert build(options).rendered == 0
    for left in sorted((site / ".bulletin").rglob(f"*{CHANGES}")):
        left.unlink()
        build(options)
    build(Options(site=site, output=tmp_path / "clean", now=NOW, clean=True))
    assert tree(site / "public") == tree(tmp_path / "clean")
