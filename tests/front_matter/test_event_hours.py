"""What an event says of its hours is what its calendar says, over midnight too; else it is told what to write."""

from pathlib import Path

import pytest

from site_builder.problem import format_message
from tests.sites import PLAIN_TOML, article, run, write

TOML = f'time_zone = "Asia/Shanghai"\n{PLAIN_TOML}'


def build_event(tmp_path: Path, when: str) -> tuple[str, list[str]]:
    """Build a site with one event; give its calendar, and what is told with what to write."""
    item = article(f"title: Market\ndate: 2026-11-20\nevents:\n  - date: {when}\n    place: Square")
    site = write(tmp_path, {"content/site.toml": TOML, "content/news/market.md": item})
    problems = [each for each in run(site, at="2026-11-25").problems if each.rule == "date"]
    calendar = tmp_path / "public/events.ics"
    told = [format_message(text, each.values, str) for each in problems for text in (each.message, each.hint)]
    return calendar.read_text() if calendar.exists() else "", told


@pytest.mark.parametrize(
    ("when", "start", "end"),
    [
        ("2026-11-30 22:00-02:00", "20261130T220000", "20261201T020000"),
        ("2026-11-30 9:00-11", "20261130T090000", "20261130T110000"),
        ("2026-11-30 23:30-0:30", "20261130T233000", "20261201T003000"),
        ("2026-11-30 22:00-次日2:00", "20261130T220000", "20261201T020000"),
        ("2026年11月30日晚上10点至2点", "20261130T220000", "20261201T020000"),
    ],
)
def test_hours_are_those_that_are_written(tmp_path: Path, when: str, start: str, end: str) -> None:
    calendar, told = build_event(tmp_path, when)
    assert told == []
    assert f"DTSTART;TZID=Asia/Shanghai:{start}" in calendar
    assert f"DTEND;TZID=Asia/Shanghai:{end}" in calendar


def test_an_offset_stands_behind_a_time_with_t(tmp_path: Path) -> None:
    calendar, told = build_event(tmp_path, "2026-11-30T22:00-02:00")
    assert told == []
    assert "DTSTART;TZID=Asia/Shanghai:20261201T080000" in calendar


@pytest.mark.parametrize(
    "when", ["11月30日至12月2日", "2026-11-30 9:00-9:00", "2026-11-30 11:00-9:00", "30 November to 2 December 2026"]
)
def test_what_ends_on_another_day_is_told_to_say_so(tmp_path: Path, when: str) -> None:
    told = build_event(tmp_path, when)[1]
    assert "not one day" in told[0]
    assert "end:" in told[1]


def test_a_whole_day_is_the_day(tmp_path: Path) -> None:
    assert build_event(tmp_path, "2026-11-30 全天")[1][1] == "did you mean 2026-11-30?"


def test_an_item_has_one_moment(tmp_path: Path) -> None:
    item = article("title: Market\ndate: 2026-11-20 22:00-02:00")
    site = write(tmp_path, {"content/site.toml": TOML, "content/news/market.md": item})
    assert [(each.rule, each.severity, each.line) for each in run(site, at="2026-11-25").problems] == [
        ("date", "error", 3)
    ]
