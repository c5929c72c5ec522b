"""Dates in every form that the contract allows, and what is none."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder import acceleration
from site_builder.dates import (
    ISO,
    find_clock_change,
    find_end,
    is_near_clock_change,
    parse_span,
    parse_when,
    parse_written_date,
)
from site_builder.model import When

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = When(1706630400, "2024-01-31T00:00:00+08:00")


@pytest.mark.parametrize(
    "written",
    [
        "2024-01-31",
        "2024-1-31",
        "2024/1/31",
        "2024.01.31",
        "2024年1月31日",
        "２０２４年１月３１日",
        " 2024-01-31 ",
        "2024 年 1 月 31 日",
        "2024年1月31号",
        "2024－01－31",
        "20240131",
        "２０２４０１３１",
        "二〇二四年一月三十一日",
        "二○二四年一月三十一日",
        "二O二四年一月三十一日",
        "二0二四年1月三十一号",
    ],
)
def test_a_day(written: str) -> None:
    assert parse_when(written, SHANGHAI) == DAY


@pytest.mark.parametrize(
    ("written", "local"),
    [
        ("2024-01-31 09:30", "2024-01-31T09:30:00+08:00"),
        ("2024-01-31 9:30", "2024-01-31T09:30:00+08:00"),
        ("2024-01-31T09:30", "2024-01-31T09:30:00+08:00"),
        ("2024-01-31T09:30:15+08:00", "2024-01-31T09:30:15+08:00"),
        ("2024-01-31T09:30:15.123Z", "2024-01-31T17:30:15+08:00"),
        ("2024-01-30T20:00-05:00", "2024-01-31T09:00:00+08:00"),
        ("2024-01-31T09:30+0530", "2024-01-31T12:00:00+08:00"),
        ("2024年1月31日 下午3点", "2024-01-31T15:00:00+08:00"),
        ("2024年1月31日上午9:30", "2024-01-31T09:30:00+08:00"),
        ("2024年1月31日9时30分", "2024-01-31T09:30:00+08:00"),
        ("2024-01-31 00:00", "2024-01-31T00:00:00+08:00"),
        ("20240131 09:30", "2024-01-31T09:30:00+08:00"),
        ("二〇二四年一月三十一日上午九时三十分", "2024-01-31T09:30:00+08:00"),
        ("2024年1月31日晚上九点半", "2024-01-31T21:30:00+08:00"),
        ("2024年1月31日9时5分", "2024-01-31T09:05:00+08:00"),
        ("2024年1月31日中午11:30", "2024-01-31T11:30:00+08:00"),
        ("2024年1月31日中午1点", "2024-01-31T13:00:00+08:00"),
        ("2024年1月31日凌晨12点", "2024-01-31T00:00:00+08:00"),
        ("2024-01-31 24:00", "2024-02-01T00:00:00+08:00"),
        ("2024年1月31日晚上12点", "2024-02-01T00:00:00+08:00"),
    ],
)
def test_a_moment(written: str, local: str) -> None:
    found = parse_when(written, SHANGHAI)
    assert found is not None
    assert (found.local, found.timed) == (local, True)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "tomorrow",
        "2024-02-30",
        "2024-13-01",
        "2024-00-10",
        "0000-01-01",
        "31/01/2024",
        "20240132",
        "202401",
        "1月31日",
        "2024-01-31 24:01",
        "2024年1月二十二十日",
        "2024-01",
        "2024-01-31 25:00",
        "2024-01-31 12:60",
        "2024-01-31T09:30+25:00",
        "2024-01-31T09:30+08:60",
        "2024-01-31x",
        "24-01-31",
        "2024-01-31 09:30 CST",
        "2024-01-31 2024-01-31",
    ],
)
def test_what_is_no_date(written: str) -> None:
    assert parse_when(written, SHANGHAI) is None


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2024-01-31 9:00-11:00", "09:00", "11:00"),
        ("2024-01-31 09:00-11:00", "09:00", "11:00"),
        ("2024-01-31 9:00~11:00", "09:00", "11:00"),
        ("2024-01-31 9:00—11:00", "09:00", "11:00"),
        ("2024年1月31日上午9时至11时", "09:00", "11:00"),
        ("2024-01-31上午9时至11时", "09:00", "11:00"),
        ("2024-01-31 9时30分至11时", "09:30", "11:00"),
        ("2024-01-31 下午2点到4点", "14:00", "16:00"),
    ],
)
def test_a_span_of_time_is_no_moment_and_no_offset(written: str, start: str, end: str) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    found = parse_span(written, zone)
    assert found
    assert [each.local[:16] for each in found] == [f"2024-01-31T{start}", f"2024-01-31T{end}"]
    assert parse_when(written, zone) is None


@pytest.mark.parametrize("written", ["2024-01-31 22:00-00:00", "2024-01-31 22:00-24:00", "2024年1月31日晚上10点至12点"])
def test_a_span_may_end_at_the_end_of_its_day(written: str) -> None:
    found = parse_span(written, SHANGHAI)
    assert found
    assert [each.local[:16] for each in found] == ["2024-01-31T22:00", "2024-02-01T00:00"]
    assert parse_when(written, SHANGHAI) is None


@pytest.mark.parametrize(
    ("written", "local", "change"),
    [
        ("2024-03-31 01:30", "2024-03-31T02:30:00+01:00", "skipped"),
        ("2024-03-31 00:59", "2024-03-31T00:59:00+00:00", ""),
        ("2024-03-31 02:00", "2024-03-31T02:00:00+01:00", ""),
        ("2024-03-31T01:30+00:00", "2024-03-31T02:30:00+01:00", ""),
        ("2024-10-27 01:30", "2024-10-27T01:30:00+01:00", "doubled"),
        ("2024-10-27T01:30+01:00", "2024-10-27T01:30:00+01:00", ""),
        ("2024-10-27T01:30+00:00", "2024-10-27T01:30:00+00:00", ""),
    ],
)
def test_of_a_time_that_a_clock_change_doubles_the_first_is_meant_and_none_stays_that_it_skips(
    written: str, local: str, change: str
) -> None:
    zone = ZoneInfo("Europe/London")
    found, parts = parse_when(written, zone), parse_written_date(written)
    assert found is not None
    assert parts is not None
    assert (found.local, found.moment.timestamp()) == (local, found.epoch)
    assert find_clock_change(parts, zone) == change
    assert is_near_clock_change(found, zone)


def test_what_ends_before_it_begins_is_no_span() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    assert parse_span("2024-01-31 11:00-9:00", zone) is None
    assert parse_span("2024-01-31T20:00-05:00", zone) is None
    assert parse_when("2024-01-31 9:00-5", zone) is None


def test_clock_without_offset_is_the_sites() -> None:
    here, there = (parse_when("2024-07-01 12:00", ZoneInfo(z)) for z in ("Asia/Shanghai", "Europe/Berlin"))
    assert here is not None
    assert there is not None
    assert there.epoch - here.epoch == 6 * 3600


@pytest.mark.parametrize(
    ("written", "zone", "end"),
    [
        ("2024-01-31", "Asia/Shanghai", "2024-02-01T00:00:00+08:00"),
        ("2024-12-31", "UTC", "2025-01-01T00:00:00+00:00"),
        ("2024-03-31", "Europe/Berlin", "2024-04-01T00:00:00+02:00"),  # a day of 23 hours
        ("2024-01-31 09:30", "UTC", "2024-01-31T09:30:01+00:00"),
    ],
)
def test_after(written: str, zone: str, end: str) -> None:
    found = parse_when(written, ZoneInfo(zone))
    assert found is not None
    assert find_end(found, ZoneInfo(zone)).local == end


@pytest.mark.slow
@given(
    st.one_of(st.from_regex(ISO, fullmatch=True), st.datetimes().map(datetime.isoformat)),
    st.sampled_from([SHANGHAI, ZoneInfo("UTC"), ZoneInfo("Europe/Berlin")]),
)
def test_what_the_library_reads_is_what_the_pattern_reads(written: str, zone: ZoneInfo) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(acceleration, "ACCELERATED", False)
        expected = parse_when(written, zone)
        patch.setattr(acceleration, "ACCELERATED", True)
        assert parse_when(written, zone) == expected


@given(st.text(alphabet="0123456789-/.:年月日时点 +ZT上下午一十〇二三晚半", max_size=25))
def test_no_text_makes_it_fail(written: str) -> None:
    found = parse_when(written, SHANGHAI)
    assert found is None or found.moment.timestamp() == found.epoch
