"""Which characters a font has: as the library that draws sees it."""

import struct
from pathlib import Path

import pytest
from PIL import ImageFont

from site_builder.images.font_signs import (
    find_missing_signs,
    has_sign,
    list_groups,
    list_segments,
    merge_runs,
    read_font,
)
from site_builder.model import Attachment
from tests.fonts import HAN, PLAIN, make_font, read_letters
from tests.sites import write


def read(folder: Path, data: bytes) -> tuple[tuple[int, int], ...]:
    return read_font(write(folder, {"a.ttf": data}) / "a.ttf")


def test_a_font_of_our_own_has_what_was_put_into_it(tmp_path: Path) -> None:
    runs = read(tmp_path, make_font())
    assert sorted(chr(code) for first, last in runs for code in range(first, last + 1)) == sorted(PLAIN + HAN)
    font = Attachment("a.ttf", "", "d", 1, signs=runs)
    assert [find_missing_signs(font, text) for text in ("渡口 桥桥𠀀", "渡口", "桥𠀀")] == ["桥𠀀", "", "桥𠀀"]


@pytest.mark.slow
def test_a_font_in_use_has_the_letters_that_are_drawn(tmp_path: Path) -> None:
    """What a font has no letter for is drawn as its first letter, which stands for nothing."""
    runs = read(tmp_path, read_letters())
    (tmp_path / "b.ttf").write_bytes(read_letters())
    face = ImageFont.truetype(tmp_path / "b.ttf", 40, layout_engine=ImageFont.Layout.BASIC)
    nothing = bytes(face.getmask("\ufff0"))
    drawn = {code for code in range(0x21, 0x2200) if bytes(face.getmask(chr(code))) not in {nothing, b""}}
    assert len(drawn) > 90
    assert {code for code in drawn if not has_sign(runs, code)} == set()


@pytest.mark.parametrize("data", [b"", b"no font", read_letters()[:300], make_font()[:-4000], b"ttcf" + b"\0" * 20])
def test_what_is_no_font_has_none(tmp_path: Path, data: bytes) -> None:
    assert read(tmp_path, data) == ()


def test_a_collection_is_read_by_its_first_face(tmp_path: Path) -> None:
    head = struct.pack(">4sHHLL", b"ttcf", 1, 0, 1, 16)
    font = make_font()
    count = struct.unpack_from(">H", font, 4)[0]
    entries = [struct.unpack_from(">4sLLL", font, 12 + 16 * n) for n in range(count)]
    moved = b"".join(struct.pack(">4sLLL", name, check, at + 16, length) for name, check, at, length in entries)
    assert read(tmp_path, head + font[:12] + moved + font[12 + 16 * count :]) == read(tmp_path / "one", font)


def test_segments_with_a_shift_and_with_a_list() -> None:
    ends, starts, shifts, ranges = (0x45, 0x52, 0xFFFF), (0x41, 0x50, 0xFFFF), (-0x42 % 0x10000, 0, 1), (0, 4, 0)
    numbers = (*ends, 0, *starts, *shifts, *ranges, 7, 0, 9)
    table = struct.pack(">7H", 4, 0, 0, 6, 0, 0, 0) + struct.pack(f">{len(numbers)}H", *numbers)
    # 0x42 is shifted to the letter 0, which is none; so is the second of the list.
    assert merge_runs(list_segments(table)) == ((0x41, 0x41), (0x43, 0x45), (0x50, 0x50), (0x52, 0x52))


def test_groups_without_their_first_letter() -> None:
    table = struct.pack(">HHLLL", 12, 0, 0, 0, 2) + struct.pack(">6L", 0x41, 0x43, 0, 0x20000, 0x20001, 5)
    assert merge_runs(list_groups(table)) == ((0x42, 0x43), (0x20000, 0x20001))
