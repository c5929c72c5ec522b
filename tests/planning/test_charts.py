"""Counts become shapes: every day in its place, bars to scale; and a QR code is the one that segno makes."""

import re
from datetime import date
from pathlib import Path

import pytest
import segno

from site_builder.model import When
from site_builder.planning import charts
from site_builder.planning import qr_code as qr
from site_builder.planning.charts import DayCount, MonthCount
from tests.sites import PLAIN_TOML, article, made, write


def places(path: str) -> list[tuple[int, int]]:
    """Give column and row of each mark of a calendar."""
    return [(int(x) // 10, int(y) // 10) for x, y in re.findall(r"M(\d+) (\d+)", path)]


@pytest.mark.parametrize("month", ["2024-02", "2023-10", "2021-02", "2024-09"])
def test_each_day_stands_below_its_weekday(month: str) -> None:
    days = [f"{month}-{n:02}" for n in range(1, 29)]
    drawn = charts.draw_month_charts([DayCount(day, 1, 0) for day in days], month[:4])[month]
    found = places(drawn.one)
    assert [column for column, _ in found] == [date.fromisoformat(day).weekday() for day in days]
    rows = [row for _, row in found]
    assert rows == sorted(rows)
    assert rows[0] == 0
    assert all(later == row + (column == 6) for (column, row), later in zip(found, rows[1:], strict=False))


def test_a_mark_says_how_much_there_was() -> None:
    busy = [
        DayCount("2024-05-01", 1, 0),
        DayCount("2024-05-02", 2, 1),
        DayCount("2024-05-03", 7, 0),
        DayCount("2024-05-31", 0, 2),
    ]
    drawn = charts.draw_month_charts(busy, "2024")
    may = drawn["2024-05"]
    assert [len(places(each)) for each in (may.one, may.two, may.many, may.events)] == [1, 1, 1, 2]
    assert (may.item_days, may.event_days) == (3, 2)
    assert list(drawn) == [f"2024-{n:02}" for n in range(1, 13)]


def test_twelve_months_end_with_the_newest_item() -> None:
    newest = When(0, "2024-03-05T00:00:00+08:00")
    assert charts.find_first_month(newest) == "2023-04"
    tallies = charts.list_twelve_months(newest, {"2023-04": 2, "2024-03": 1, "2023-03": 9})
    assert [each.items for each in tallies] == [2, *[0] * 10, 1]
    assert charts.find_first_month(When(0, "2024-12-05T00:00:00+08:00")) == "2024-01"


def test_bars_are_to_scale() -> None:
    drawn = charts.draw_bars([MonthCount("2024-01-01", 8), MonthCount("2024-02-01", 4), MonthCount("2024-03-01", 0)])
    assert [bar.height for bar in drawn] == [charts.MAX_BAR_HEIGHT, charts.MAX_BAR_HEIGHT // 2, 0]
    assert all(bar.y + bar.height == charts.BASELINE for bar in drawn)
    assert charts.draw_bars([MonthCount("2024-01-01", 1)])[0].height == charts.MAX_BAR_HEIGHT // charts.MIN_SCALE


@pytest.mark.slow
def test_a_community_has_its_months_and_each_of_its_years_too(tmp_path: Path) -> None:
    days = {"a": "2023-02-01", "b": "2023-03-01", "c": "2023-12-01", "d": "2024-01-02"}
    head = "title: T\ndate: {day}\ncommunities: east"
    items = {f"content/news/{name}.md": article(head.format(day=day)) for name, day in days.items()}
    toml = {"content/site.toml": PLAIN_TOML, "content/communities.toml": '[east]\nname = "East"\n'}
    output = made(write(tmp_path, {**toml, **items}))
    assert counted(output["communities/east/index.html"]) == [1, 1, *[0] * 8, 1, 1]
    assert counted(output["communities/east/2023/index.html"]) == [0, 1, 1, *[0] * 8, 1]
    # Moved within the year: neither the newest items nor the number of the year's tell of it.
    write(tmp_path, {"content/news/b.md": article(head.format(day="2023-02-09"))})
    assert counted(made(tmp_path)["communities/east/index.html"]) == [2, *[0] * 9, 1, 1]


def counted(page: bytes) -> list[int]:
    """Give the numbers of a table of months."""
    return [int(each) for each in re.findall(rb"</th><td>(\d+)</td></tr>", page)]


def modules(code: qr.QrCode) -> list[list[int]]:
    """Draw a path of horizontal lines."""
    drawn = [[0] * code.size for _ in range(code.size)]
    for row, steps in re.findall(r"M0 (\d+)([^M]*)", code.path):
        x = 0
        for moved, length in re.findall(r"m(\d+) 0|h(\d+)", steps):
            for _ in range(int(length or 0)):
                drawn[int(row)][x] = 1
                x += 1
            x += int(moved or 0)
    return drawn


@pytest.mark.parametrize("length", [25, 42, 43, 62, 100])
def test_a_code_is_that_of_segno(length: int) -> None:
    text = "https://ferry.example.org/news/2024/visit/".ljust(length, "x")[:length]
    found = qr.make_qr_code(text)
    assert found
    version = (found.size - 17) // 4
    same = segno.make_qr(text, error="m", version=version, mask=qr.MASK, boost_error=False)
    assert modules(found) == [list(row) for row in same.matrix]


@pytest.mark.slow
def test_a_code_that_is_put_together_is_the_same_code() -> None:
    square = qr.QrVersionEncoder(3)
    for text in ("https://a.example/x/", "https://ferry.example.org/news/2024/v/", "~" * 42, "h"):
        assert square.encode_by_sums(text.encode()) == square.encode_with_segno(text.encode())


def test_an_address_that_no_code_holds_has_none() -> None:
    assert qr.make_qr_code("x" * 300) is None
