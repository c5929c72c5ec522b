"""What is read of files of other programs is counted meanwhile, and whoever reads too long or too much is ended."""

import os
import socket
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from site_builder.documents.extract_text import IS_DAMAGED, IS_TOO_LARGE, extract_file, extract_texts, read_extracts
from site_builder.foreign_readers import UnreadableFileError
from site_builder.foreign_readers.limits import MIB, NotAFileError, ReadBudget, TooLargeError, ZipMembers, read_file
from site_builder.foreign_readers.process import read_limited
from tests.foreign_readers import hostile_readers
from tests.slow_shapes.files import declare_size, make_word, nest, pack, paragraph

NUMBER = "13800138000"


def test_bytes_are_counted_while_they_are_unpacked() -> None:
    budget = ReadBudget(unpacked=10 * MIB)
    members = ZipMembers(pack({f"{n:02}": bytes(MIB) for n in range(40)}), budget)
    got: list[int] = []
    with pytest.raises(TooLargeError):
        got.extend(len(data) for _, data in members.read_all())
    assert got == [MIB] * 10
    assert budget.unpacked == -1
    whole = ZipMembers(pack({f"{n:02}": bytes(MIB) for n in range(10)}), ReadBudget(unpacked=10 * MIB))
    assert sum(len(data) for _, data in whole.read_all()) == 10 * MIB


def test_what_a_member_says_of_its_size_is_not_believed() -> None:
    budget = ReadBudget(unpacked=4 * MIB)
    members = ZipMembers(declare_size(pack({"a": bytes(40 * MIB)}), 1 << 30), budget)
    with pytest.raises(TooLargeError):
        members.read("a")
    assert budget.unpacked == -1


def test_members_are_counted_before_any_is_known() -> None:
    data = pack((f"{n}", b"") for n in range(20))
    budget = ReadBudget()
    budget.members = 19
    with pytest.raises(TooLargeError):
        ZipMembers(data, budget)
    assert len(ZipMembers(data, ReadBudget()).names) == 20


def test_one_budget_holds_for_what_lies_within() -> None:
    inner = make_word(paragraph("x") * 100)
    data = pack({f"{n}.docx": inner for n in range(10)})
    alone, together = ReadBudget(), ReadBudget()
    assert not any(each.failure for each in extract_texts(inner, "a.docx", alone))
    assert not any(each.failure for each in extract_texts(data, "a.zip", together))
    spent = [ReadBudget().unpacked - each.unpacked for each in (alone, together)]
    assert spent[1] == 10 * spent[0] + 10 * len(inner)
    assert ReadBudget().text - together.text == 10 * 100


def test_xml_of_too_many_marks_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[int] = []
    parse = ET.fromstring

    def count_and_parse(data: bytes) -> ET.Element:
        parsed.append(len(data))
        return parse(data)

    monkeypatch.setattr(ET, "fromstring", count_and_parse)
    found = list(extract_texts(make_word("<w:r/>" * 1_100_000), "a.docx"))
    assert [each.failure for each in found] == [IS_TOO_LARGE]
    assert max(parsed, default=0) < 1_000


@pytest.mark.parametrize("name", ["queue", "socket", "folder", "/dev/zero", "/dev/null"])
def test_what_is_no_file_is_not_opened(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "queue")
    (tmp_path / "folder").mkdir()
    with socket.socket(socket.AF_UNIX) as here:
        here.bind(str(tmp_path / "socket"))
        with pytest.raises(NotAFileError):
            read_file(tmp_path / name)


def test_a_queue_named_like_a_document_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.docx")
    assert [each.failure for each in read_extracts(tmp_path / "a.docx")] == [IS_DAMAGED]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    for name in ("a.pdf", "a.txt", "a.zip"):
        with (tmp_path / name).open("wb") as stream:
            stream.truncate(3 << 30)
        assert [each.failure for each in extract_file(str(tmp_path / name))] == [IS_TOO_LARGE]


def test_a_text_is_read_up_to_its_limit(tmp_path: Path) -> None:
    for count, failures in ((2_000_000, []), (2_000_001, [IS_TOO_LARGE])):
        (tmp_path / "a.txt").write_text("字" * count)
        assert [each.failure for each in extract_file(str(tmp_path / "a.txt")) if each.failure] == failures


def test_what_lies_in_a_zip_file_in_another_is_said_to_be_closed() -> None:
    found = list(extract_texts(nest(3), "a.zip"))
    assert [NUMBER in each.text for each in found if each.text] == [True]
    assert any(each.failure for each in found)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["spin", "grow", "end"])
def test_whoever_reads_without_end_is_ended_and_what_he_gave_stays(name: str) -> None:
    found = read_limited(getattr(hostile_readers, name), "", kind=int)
    assert (found.values, found.cut) == ((1,), True)
    assert read_limited(hostile_readers.greet, "next", kind=str).values[0] == "next"


def test_a_name_is_meant_from_the_folder_that_we_are_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.zip").write_bytes(pack({"a.txt": name.encode()}))
        monkeypatch.chdir(tmp_path / name)
        assert [each.text for each in read_extracts(Path("a.zip"))] == [name]


@pytest.mark.slow
def test_an_error_is_no_end_of_the_process() -> None:
    first = read_limited(hostile_readers.greet, "a", kind=str)
    with pytest.raises(UnreadableFileError, match="RuntimeError"):
        read_limited(hostile_readers.fail, "", kind=int)
    second = read_limited(hostile_readers.greet, "a", kind=str)
    assert (first.values[1], first.cut) == (second.values[1], False)
