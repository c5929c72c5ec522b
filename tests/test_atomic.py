"""A file of ours is replaced whole or not at all, a damaged one is not believed, and there is one way to do either."""

import ast
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import site_builder
from site_builder import atomic
from site_builder.atomic import read_checked, write_checked, write_whole

PACKAGE = Path(site_builder.__file__).parent
# Who else gives files other names, and what these are.
OTHERS = {
    "publishing/targets/local.py": "a target's folders and its link to the live release",
    "publishing/targets/local_lock.py": "the folder that is a target's lock",
    "publishing/targets/mirror/ftps_store.py": "a file on an FTPS server",
    "publishing/targets/sftp/remote_files.py": "a file on an SFTP server",
}


def test_a_file_is_as_it_was_until_it_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "记录.json"
    write_whole(file, b"old", 0o640)

    def full(*_: Any) -> None:
        raise OSError("no space")

    for step in ("write_bytes", "put_in_place"):
        with monkeypatch.context() as patch:
            patch.setattr(atomic, step, full)
            with pytest.raises(OSError, match="no space"):
                write_whole(file, b"new")
        assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {file.name: b"old"}
    assert file.stat().st_mode & 0o777 == 0o640
    write_whole(file, b"new")
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {file.name: b"new"}


@pytest.mark.slow
def test_threads_that_write_long_names_that_begin_alike_keep_out_of_each_others_way(tmp_path: Path) -> None:
    files = [tmp_path / f"{'0' * 64}.{number}" for number in range(8)]

    def write(file: Path) -> None:
        for _ in range(50):
            write_whole(file, file.suffix.encode() * 1000)

    with ThreadPoolExecutor(8) as threads:
        for _ in threads.map(write, files):
            pass
    assert {file: file.read_bytes() for file in files} == {file: file.suffix.encode() * 1000 for file in files}
    assert sorted(tmp_path.iterdir()) == sorted(files)


def test_a_long_name_has_room_for_what_is_written_beside(tmp_path: Path) -> None:
    file = tmp_path / ("字" * 80 + ".md")
    write_whole(file, b"text")
    assert file.read_bytes() == b"text"


@pytest.mark.parametrize("place", range(20))
def test_what_is_damaged_is_not_believed(tmp_path: Path, place: int) -> None:
    file = tmp_path / "kept"
    write_checked(file, b"data", "one")
    whole = file.read_bytes()
    found = read_checked(file, "one")
    assert found is not None
    assert bytes(found) == b"data"
    assert read_checked(file, "two") is None
    file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    assert read_checked(file, "one") is None
    file.write_bytes(whole[:place])
    assert read_checked(file, "one") is None


def test_what_is_absent_or_no_file_is_not_believed(tmp_path: Path) -> None:
    assert read_checked(tmp_path / "absent") is None
    assert read_checked(tmp_path) is None


def replaces(call: ast.Call) -> bool:
    """Tell whether a call gives a file another name: texts are replaced with two values, records and dates by name."""
    match call.func:
        case ast.Attribute(ast.Name("os"), "replace" | "rename" | "renames") | ast.Attribute(_, "rename"):
            return True
        case ast.Attribute(_, "replace"):
            return len(call.args) == 1 and not call.keywords
    return False


@pytest.mark.slow
def test_nobody_else_replaces_files() -> None:
    found = set()
    for file in PACKAGE.rglob("*.py"):
        calls = (each for each in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(each, ast.Call))
        if any(map(replaces, calls)):
            found.add(file.relative_to(PACKAGE).as_posix())
    assert found == {"atomic.py", *OTHERS}
