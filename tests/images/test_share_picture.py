"""How the words of a picture are set: size, lines, what is cut; the same bytes each time."""

from functools import partial
from io import BytesIO

import pytest
from PIL import Image

from site_builder.images.share_picture import (
    BAND,
    CLOSING,
    OPENING,
    SHARE_SIZE,
    SharePainter,
    ShareWords,
    balance_lines,
    break_lines,
    can_be_drawn,
    compute_share_key,
    cut_line,
    fit_title,
    open_font,
)
from tests.fonts import make_font
from tests.images.test_strip_metadata import encoded, photo


def measure(text: str) -> float:
    """Give a width: ten for Han, five for others."""
    return sum(10 if each > "\u2e7f" else 5 for each in text)


@pytest.mark.parametrize("width", range(10, 120, 7))
@pytest.mark.parametrize(
    "title",
    ["关于（二〇二四年度）城乡居民“养老保险”的通知。", "Water off (Mill Lane, north): 12 March", "停水 of 3月 only"],
)
def test_lines_are_no_wider_and_nothing_is_lost(title: str, width: int) -> None:
    lines = break_lines(title, measure, width)
    assert "".join("".join(lines).split()) == "".join(title.split())
    assert all(measure(each) <= width or len(each) == 1 for each in lines)


def test_no_line_begins_with_a_stop_or_ends_with_an_opening_bracket() -> None:
    lines = break_lines("关于（二〇二四年）停水，“通知”。以及《办法》", measure, 40)
    assert len(lines) > 4
    assert not [each for each in lines if each[0] in CLOSING or each[-1] in OPENING]


def test_words_are_not_divided() -> None:
    assert break_lines("Water off in Mill Lane", measure, 60) == ["Water off in", "Mill Lane"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("6月1日至9月30日防汛值守通知", ["6月1日至9月30日", "防汛值守通知"]),
        ("丰收节上比一比：最重的冬瓜五十三公斤", ["丰收节上比一比：", "最重的冬瓜五十三公斤"]),
        ("Water off in Mill Lane: 12 March, all day", ["Water off in Mill Lane:", "12 March, all day"]),
        ("公告：丰收节上最重的冬瓜五十三公斤", ["公告：丰收节上最重", "的冬瓜五十三公斤"]),
    ],
)
def test_lines_end_behind_stops_where_they_are_nearly_as_narrow(title: str, expected: list[str]) -> None:
    lines = break_lines(title, measure, 130)
    assert balance_lines(title, measure, lines) == expected


def test_a_longer_title_has_smaller_letters_and_the_longest_is_cut() -> None:
    sizes, find_face = [], partial(open_font, make_font())
    for count in (2, 12, 30, 70):
        size, lines = fit_title(ShareWords("停水" * count, rest="…"), find_face, 230)
        sizes.append(size)
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1]
    assert lines[-1].endswith("…") or "".join(lines) == "停水" * 70
    assert fit_title(ShareWords("停水" * 700, rest="…"), find_face, 230)[1][-1].endswith("…")


def test_a_line_that_is_too_long_is_cut() -> None:
    assert cut_line("停" * 200, measure, "…") == "停" * 103 + "…"
    assert cut_line("Ferry", measure, "…") == "Ferry"


@pytest.mark.parametrize("text", ["نشرة", "क्ष", "a\u0323\u0301"])
def test_letters_that_join_are_not_drawn_one_by_one(text: str) -> None:
    assert not can_be_drawn(text)
    assert can_be_drawn("渡口 Ferry é")


@pytest.mark.slow
@pytest.mark.parametrize("mark", [b"", encoded("PNG", photo((600, 512)))])
def test_a_picture_is_of_its_size_and_the_same_each_time(mark: bytes) -> None:
    words = ShareWords("停水通知", "渡口公告", "通知 · 2024", "…")
    painter = SharePainter(make_font(), mark)
    data = painter.draw(words)
    with Image.open(BytesIO(data)) as image:
        assert (image.size, image.format) == (SHARE_SIZE, "PNG")
        band = image.convert("RGB").getpixel((5, SHARE_SIZE[1] - 5))
    assert band == tuple(bytes.fromhex(BAND[1:]))
    assert painter.draw(ShareWords("停水", "", "", "")) != data
    assert painter.draw(words) == SharePainter(make_font(), mark).draw(words) == data


def test_a_key_is_of_every_word() -> None:
    keys = {
        compute_share_key(ShareWords(*words), font, mark)
        for words in (("a", "b", "c", "d"), ("x", "b", "c", "d"), ("a", "x", "c", "d"), ("a", "b", "x", "d"))
        for font, mark in (("f", "m"), ("g", "m"), ("f", "n"))
    }
    assert len(keys) == 12
