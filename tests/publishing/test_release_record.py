"""The record of a release lies beside it, where no web server comes, and goes with it; on both kinds of target."""

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec.structs import replace

from site_builder.problem import CommandError
from site_builder.publishing.deployment import ignore_progress
from site_builder.publishing.release.stage import StagedRelease, stage
from site_builder.publishing.targets.open_target import open_target
from site_builder.publishing.targets.target import DownloadCache, Target
from tests.sites import tree, write

NOW = 1_900_000_000
Record = dict[str, bytes]


@contextmanager
def umask(value: int) -> Iterator[None]:
    before = os.umask(value)
    try:
        yield
    finally:
        os.umask(before)


def named(*texts: str) -> Record:
    """Name files after their content, as those of a record are."""
    return {f"{sha256(text.encode()).hexdigest()[:16]}.txt": text.encode() for text in texts}


class Place:
    """A target, and the next release for it."""

    def __init__(self, folder: Path, to: str, there: Path) -> None:
        self.folder, self.there = folder, there
        self.target: Target = open_target("live", to, DownloadCache(folder / "shop"))
        self.number = 0

    def staged(self, record: Record | None) -> StagedRelease:
        self.number += 1
        write(self.folder / "output", {"index.html": f"release {self.number}", "about/index.html": "about"})
        made = stage(
            self.folder / "output",
            self.folder / ".bulletin/stage/live",
            base_url="https://ferry.example.org/",
            moment=NOW + self.number,
            previous=None,
            ledger=b"",
        )
        if record is None:
            return made
        beside = self.folder / ".bulletin/stage/live.record"
        shutil.rmtree(beside, ignore_errors=True)
        return replace(made, record=write(beside, dict(record)))

    def publish(self, record: Record | None, keep: int = 5) -> str:
        staged = self.staged(record)
        with self.target.connect():
            like = self.target.inspect().current
            with self.target.hold_lock("anna"):
                self.target.upload_release(staged, like, ignore_progress)
                self.target.switch(staged.id)
                self.target.prune(keep)
        return staged.id

    def record(self, id_: str) -> Path:
        return self.there / "records" / id_

    def records(self) -> list[str]:
        return sorted(each.name for each in (self.there / "records").iterdir())


@pytest.fixture(params=["file", pytest.param("ssh", marks=pytest.mark.slow)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    there = tmp_path / "a b 太阳" / "www"
    there.parent.mkdir()
    if request.param == "file":
        return Place(tmp_path, f"file://{there}", there)
    return Place(tmp_path, request.getfixturevalue("ssh_server").url(there), there)


def test_a_record_is_beside_its_release_and_not_in_it(place: Place) -> None:
    record = {"index": b"the first\n", **named("one", "two")}
    made = place.publish(record)
    assert tree(place.record(made)) == record
    assert {each.name for each in place.there.iterdir()} == {"current", "releases", "records"}
    assert not any(data in record.values() for data in tree(place.there / "current").values())


def test_unchanged_files_of_a_record_are_the_same_files(place: Place) -> None:
    first = place.publish({"index": b"the first\n", **named("one", "two")})
    second = place.publish(record := {"index": b"the next\n", **named("one", "three")})
    assert tree(place.record(second)) == record
    assert tree(place.record(first))["index"] == b"the first\n"
    (same,) = named("one")
    assert (place.record(first) / same).samefile(place.record(second) / same)


def test_a_file_that_was_altered_over_there_is_sent_again(place: Place) -> None:
    first = place.publish({"index": b"the first\n", **named("one")})
    (same,) = named("one")
    (place.record(first) / same).write_bytes(b"altered")
    second = place.publish(record := {"index": b"the next\n", **named("one")})
    assert tree(place.record(second)) == record
    assert (place.record(first) / same).read_bytes() == b"altered"


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_no_web_server_can_come_to_it_whatever_the_umask(place: Place, mask: int) -> None:
    with umask(mask):
        place.publish({"index": b"the first\n", **named("one")})
        second = place.publish({"index": b"the next\n", **named("one")})
    folders = [place.there / "records", place.record(second)]
    assert [oct(stat.S_IMODE(each.stat().st_mode)) for each in folders] == ["0o750", "0o750"]
    assert {oct(stat.S_IMODE(each.stat().st_mode)) for each in place.record(second).iterdir()} == {"0o640"}


def test_a_file_of_a_record_is_read(place: Place) -> None:
    made = place.publish({"index": b"the first\n"})
    plain = place.publish(None)
    (place.there / "secret").write_text("secret")
    (place.record(made) / "linked").symlink_to(place.there / "secret")
    read = place.target.read_record
    assert read(made, "index") == b"the first\n"
    assert [read(made, name) for name in ("nothing", "../index", "../../secret", "linked")] == [None] * 4
    assert read(plain, "index") is None
    assert read("20200101T000000Z-00000000", "index") is None


def test_a_whole_record_is_fetched_and_only_what_is_missing(place: Place, tmp_path: Path) -> None:
    made = place.publish(record := {"index": b"the first\n", **named("one", "two")})
    here = tmp_path / "here"
    assert place.target.fetch_record(made, here)
    assert tree(here) == record
    one, two = named("one", "two")
    (here / one).write_bytes(b"altered")
    (here / "index").unlink()
    write(here, {"strange": "x", "folder/strange": "x"})
    (here / "link").symlink_to(here)
    before = (here / two).stat()
    assert place.target.fetch_record(made, here)
    assert tree(here) == record
    assert {each.name for each in here.iterdir()} == set(record)
    assert ((here / two).stat().st_ino, (here / two).stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_release_of_an_older_version_has_none(place: Place, tmp_path: Path) -> None:
    old = place.publish(None)
    assert not (place.there / "records").exists()
    assert place.target.fetch_record(old, tmp_path / "here") is False
    assert not (tmp_path / "here").exists()
    assert place.target.read_record(old, "index") is None
    new = place.publish({"index": b"the first\n"})
    assert place.records() == [new]
    again = place.publish(None)
    assert place.target.inspect().current == again


def test_a_record_goes_with_its_release(place: Place) -> None:
    made = [place.publish({"index": f"{n}\n".encode()}, keep=2) for n in range(3)]
    assert place.records() == made[1:]
    with place.target.connect(), place.target.hold_lock("anna"):
        assert place.target.remove_releases(made) == (made[1],)
    assert place.records() == [made[2]]


@pytest.mark.parametrize("how", ["publish", "discard"])
def test_what_a_killed_publisher_left_is_swept_away(place: Place, how: str) -> None:
    first = place.publish({"index": b"the first\n"})
    orphan, never = "20300317T174803Z-00000000", "20300317T174803Z-00000001"
    write(place.there / "records", {f"{each}/index": "x" for each in (orphan, never, f".incoming-{orphan}")})
    write(place.there / "records", {f".removed-{orphan}/index": "x"})
    write(place.there / "releases", {f"{never}/index.html": "never live", f".removed-{orphan}/index.html": "half"})
    if how == "publish":
        second = place.publish({"index": b"the next\n"})
        assert place.records() == [first, second]
    else:
        with place.target.connect(), place.target.hold_lock("anna"):
            assert place.target.remove_releases([]) == ()
        assert place.records() == [first]
    assert sorted(each.name for each in (place.there / "releases").iterdir()) == place.records()


def test_the_record_is_there_before_the_release(place: Place) -> None:
    first = place.publish({"index": b"the first\n"})
    staged = place.staged({"index": b"the next\n"})
    seen = []

    def look(stage: str, done: int, total: int) -> None:
        if stage == "checking" and staged.id in place.records():
            seen.append((place.there / "releases" / staged.id).exists())

    with place.target.connect(), place.target.hold_lock("anna"):
        place.target.upload_release(staged, first, look)
    assert seen == [False]


def test_what_cannot_be_completed_is_removed_with_its_record(place: Place) -> None:
    first = place.publish({"index": b"the first\n"})
    staged = place.staged({"index": b"the next\n"})
    (staged.folder / "index.html").write_bytes(b"other bytes than were listed")
    with pytest.raises(CommandError), place.target.connect(), place.target.hold_lock("anna"):
        place.target.upload_release(staged, first, ignore_progress)
    assert place.records() == [first]
    assert [each.name for each in (place.there / "releases").iterdir()] == [first]


@pytest.mark.parametrize("what", ["records", "incoming", "record", "file", "folder", "orphan"])
def test_a_planted_link_is_refused(place: Place, tmp_path: Path, what: str) -> None:
    outside = write(tmp_path / "outside", {"index": "kept"})
    first = place.publish({"index": b"the first\n"})
    records = place.there / "records"
    if what == "records":
        records.rename(place.there / "moved")
        records.symlink_to(outside)
    elif what == "incoming":
        (records / ".incoming-20300317T174803Z-00000000").symlink_to(outside)
    elif what == "orphan":
        (records / "20300317T174803Z-00000000").symlink_to(outside)
    elif what == "record":
        (records / first).rename(place.there / "moved")
        (records / first).symlink_to(outside)
    elif what == "file":
        (records / first / "index").unlink()
        (records / first / "index").symlink_to(outside / "index")
    else:
        (records / first / "deeper").mkdir()
    with pytest.raises(CommandError, match="is a link, or not what bulletin puts there") as refused:
        place.publish({"index": b"the next\n"})
    assert refused.value.status == 3
    if what not in {"incoming", "orphan"}:
        with pytest.raises(CommandError, match="is a link, or not what bulletin puts there"):
            place.target.fetch_record(first, tmp_path / "here")
    assert not (tmp_path / "here/index").exists()
    assert tree(outside) == {"index": b"kept"}
    assert (place.there / "current").readlink() == Path(f"releases/{first}")


def test_a_name_that_no_record_can_have_is_refused(place: Place) -> None:
    with pytest.raises(CommandError, match="cannot be published") as refused:
        place.publish({"a b": b"x"})
    assert refused.value.status == 2
