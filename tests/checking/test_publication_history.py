"""The record at a moment: what changed in silence, is overdue, came too late, or lacks reviews."""

import json
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

import pytest

from site_builder.building.build import survey_site
from site_builder.building.session import Options
from site_builder.config.working_days import CALENDARS, WorkingDays, list_public_holidays
from site_builder.publishing.ledger_update import add_publication
from tests.sites import PLAIN_TOML, SITE_TOML, article, write

ITEM = "content/news/2024-01-01-a.md"


def found(site: Path, at: str, *rules: str) -> list[tuple[str, str, int]]:
    problems = survey_site(Options(site=site, output=site / "public", at=at, now=0.0)).problems
    return [(each.rule, each.path, each.line) for each in problems if not rules or each.rule in rules]


def published(site: Path, body: str, moment: str) -> None:
    digest = blake2b(f"en\n{body}".encode(), digest_size=16).hexdigest()
    fields = {"kind": "item", "id": "news/2024-01-01-a", "lang": "en", "digest": digest, "published": moment}
    (site / "content/ledger.jsonl").write_text(json.dumps({"address": "/news/2024/a/"} | fields) + "\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("head", "at", "silent"),
    [
        ("", "2024-03-10", True),
        ("updated: 2024-03-04", "2024-03-10", True),
        ("updated: 2024-03-05", "2024-03-10", True),
        ("updated: 2024-03-05", "2024-03-05 18:00", False),
        ("updated: 2024-03-05 09:00", "2024-03-10", True),
        ("updated: 2024-03-05 11:00", "2024-03-10", False),
        ("updated: 2024-03-06", "2024-03-10", False),
        ("corrections: [{date: 2024-03-06, note: A figure was wrong}]", "2024-03-10", False),
        ("withdrawn: {date: 2024-03-06, reason: Drawn back}", "2024-03-10", False),
    ],
)
def test_a_change_after_publication_has_to_be_told(head: str, at: str, silent: bool, tmp_path: Path) -> None:  # noqa: FBT001
    block = f"title: A\ndate: 2024-01-01\n{head}"
    site = write(tmp_path, {"content/site.toml": PLAIN_TOML, ITEM: article(block, "Ten houses.\n")})
    published(site, "Ten houses.\n", "2024-03-05T10:00:00Z")
    assert found(site, at, "change") == []
    write(site, {ITEM: article(block, "Ten house.\n")})
    assert [line for _, _, line in found(site, at, "change")] == ([(4 if "updated" in head else 2)] if silent else [])


BLOCK = """\
title: A
date: 2024-01-01
summary: Ten houses.
source: The office
slug: a
expires: 2030-01-01
events:
  - {date: 2024-04-01 10:00, title: Meeting, place: Hall}
commitments:
  - {id: a, text: Mend the roof, owner: The office, due: 2024-12-01}
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("title: A", "title: B", 2),
        ("date: 2024-01-01", "date: 2024-01-02", 3),
        ("Ten houses", "Nine houses", 4),
        ("source: The office", "source: The mayor", 5),
        ("2024-04-01 10:00", "2024-04-01 11:00", 9),
        ("place: Hall", "place: School", 9),
        ("due: 2024-12-01", "due: 2025-12-01", 11),
        ("owner: The office", "owner: Nobody", 11),
        ("title: A", "title:  'A'", 0),
        ("title: A", "title: A\ntopics: [Roads]", 0),
        ("title: A", "title: A\nrelated: [news/2024-01-01-a]", 0),
        ("expires: 2030-01-01", "expires: 2031-01-01", 0),
        ("title: A", "title: A\npinned_until: 2024-04-01", 0),
        ("title: A", "title: A\nupdated: 2024-03-07", 0),
        ("title: A", "title: B\nupdated: 2024-03-07", 0),
        ("title: A", "title: B\ncorrections: [{date: 2024-03-07, note: A is B}]", 0),
    ],
)
def test_a_change_of_what_the_block_says_has_to_be_told(old: str, new: str, line: int, tmp_path: Path) -> None:
    zh = ITEM.replace(".md", ".zh.md")
    site = write(
        tmp_path, {"content/site.toml": SITE_TOML, ITEM: article(BLOCK), zh: article("title: 甲", "十户人家。\n")}
    )
    looked = survey_site(Options(site=site, output=site / "public", at="2024-03-10", now=0.0)).value
    assert looked
    moment = int(datetime(2024, 3, 6, tzinfo=UTC).timestamp())
    (site / "content/ledger.jsonl").write_bytes(add_publication(b"", looked.site, moment))
    assert found(site, "2024-03-10") == []
    assert old in BLOCK
    write(site, {ITEM: article(BLOCK.replace(old, new, 1))})
    assert found(site, "2024-03-10", "change") == ([("change", ITEM, line)] if line else [])


@pytest.mark.slow
def test_a_change_of_a_translation_alone_is_told_at_its_line(tmp_path: Path) -> None:
    zh = ITEM.replace(".md", ".zh.md")
    files = {"content/site.toml": SITE_TOML, ITEM: article(BLOCK), zh: article("title: 甲", "十户人家。\n")}
    looked = survey_site(
        Options(site=write(tmp_path, files), output=tmp_path / "public", at="2024-03-10", now=0.0)
    ).value
    assert looked
    lines = add_publication(b"", looked.site, int(datetime(2024, 3, 6, tzinfo=UTC).timestamp()))
    write(tmp_path, {"content/ledger.jsonl": lines, zh: article("title: 乙", "十户人家。\n")})
    assert found(tmp_path, "2024-03-10") == [("change", zh, 2)]


@pytest.mark.slow
def test_overdue_from_the_end_of_the_day_until_it_is_settled(tmp_path: Path) -> None:
    done = "  - {id: b, text: B, status: done, due: 2024-03-05}"
    block = f"title: A\ndate: 2024-01-01\ncommitments:\n  - {{id: a, text: A, due: 2024-03-05}}\n{done}"
    site = write(tmp_path, {"content/site.toml": PLAIN_TOML, ITEM: article(block)})
    assert found(site, "2024-03-05 23:59") == []
    assert found(site, "2024-03-06") == [("overdue", ITEM, 5)]
    write(site, {"content/news/2024-03-04-b.md": article("title: B\nsettles: [a]")})
    assert found(site, "2024-03-06") == []


def test_the_end_of_a_due_day_is_a_moment_that_changes_something(tmp_path: Path) -> None:
    block = "title: A\ndate: 2024-01-01\ncommitments:\n  - {id: a, text: A, due: 2024-03-05}"
    site = write(tmp_path, {"content/site.toml": PLAIN_TOML, ITEM: article(block)})
    looked = survey_site(Options(site=site, output=site / "public", at="2024-03-01", now=0.0)).value
    assert looked
    assert looked.site.next_change == datetime(2024, 3, 6, tzinfo=UTC).timestamp()


@pytest.mark.slow
@pytest.mark.parametrize(("event", "late"), [("2024-01-05", False), ("2024-01-05 08:00", False), ("2024-01-04", True)])
def test_clear_days_count_neither_end(event: str, late: bool, tmp_path: Path) -> None:  # noqa: FBT001
    column = '[[columns]]\nid = "news"\nnotice_days = 3\n'
    block = f"title: A\ndate: 2024-01-01 17:00\nevents:\n  - date: 2024-02-05\n  - date: {event}"
    site = write(tmp_path, {"content/site.toml": PLAIN_TOML + column, ITEM: article(block)})
    assert found(site, "2024-06-01") == ([("deadline", ITEM, 3)] if late else [])
    write(site, {"content/site.toml": PLAIN_TOML + '[checks]\nsince = "2024-01-02"\n' + column})
    assert found(site, "2024-06-01") == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("calendar", "event", "latest"),
    [
        ('"england-wales"', "2026-04-09", "2026-04-03"),  # Sunday and Monday of Easter between
        ('"england-wales"', "2026-04-08", "2026-04-01"),
        ('"england-wales"', "2026-12-31", "2026-12-23"),  # Christmas, Boxing Day, a Sunday, the substitute of the 26th
        ('"england-wales"\nholidays = ["2026-06-03"]', "2026-06-05", "2026-05-31"),
        ('"china"', "2026-02-24", "2026-02-12"),  # weekends and the Spring Festival
        ('"china"\nworkdays = [2026-02-14]', "2026-02-24", "2026-02-13"),
        ('"china"', "2026-10-07", "2026-09-29"),
        ('""\nuncounted = ["sunday"]', "2026-06-09", "2026-06-04"),
    ],
)
def test_days_that_do_not_count_are_no_clear_days(calendar: str, event: str, latest: str, tmp_path: Path) -> None:
    settings = PLAIN_TOML + f'[checks]\ncalendar = {calendar}\n[[columns]]\nid = "news"\nnotice_days = 3\n'

    def told(day: date) -> list[str]:
        item = article(f"title: A\ndate: {day}\nevents: [{{date: {event}}}]")
        site = write(tmp_path, {"content/site.toml": settings, ITEM: item})
        problems = survey_site(Options(site=site, output=site / "public", at="2026-12-31", now=0.0)).problems
        return [dict(p.values)["latest"] for p in problems if p.rule == "deadline"]

    assert told(date.fromisoformat(latest)) == []
    assert told(date.fromisoformat(latest) + timedelta(days=1)) == [latest]


@pytest.mark.slow
def test_a_calendar_holds_what_the_law_says_and_nothing_that_is_exchanged() -> None:
    """The days of 2026 by order 795 of the State Council, and none of the notice that exchanges some."""
    days = "01-01 02-16 02-17 02-18 02-19 04-05 05-01 05-02 06-19 09-25 10-01 10-02 10-03"
    assert sorted(f"{day:%m-%d}" for day in list_public_holidays("china", 2026)) == days.split()
    china, england = (WorkingDays(weekdays=CALENDARS[each], calendar=each) for each in CALENDARS)
    assert not china.is_working_day(date(2026, 2, 14))  # a Saturday that is worked, where site.toml says so
    assert china.is_working_day(date(2026, 10, 7))
    assert not england.is_working_day(date(2022, 6, 3))  # proclaimed
    assert [england.is_working_day(date(2027, 12, day)) for day in range(24, 30)] == [True, *[False] * 4, True]


@pytest.mark.parametrize("year", [2031, 2050, 2099])
def test_a_calendar_does_not_end_with_the_years_that_are_decided(year: int) -> None:
    assert len(list_public_holidays("china", year)) >= 12
    assert len(list_public_holidays("england-wales", year)) >= 8


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('calendar = "england"', "there is no calendar"),
        ('uncounted = ["sonday"]', "is no weekday"),
        ('holidays = ["2026-02-30"]', "is not a date"),
        ('uncounted = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]', "no day of the"),
    ],
)
def test_a_calendar_that_cannot_be_is_told_at_its_line(settings: str, message: str, tmp_path: Path) -> None:
    site = write(tmp_path, {"content/site.toml": PLAIN_TOML + f"[checks]\n{settings}\n"})
    problems = survey_site(Options(site=site, output=site / "public", at="2026-12-31", now=0.0)).problems
    assert [(p.rule, p.line) for p in problems] == [("config", 4)]
    assert message in problems[0].message


@pytest.mark.parametrize(
    ("reviewers", "enough"),
    [
        ("[A, B, C]", True),
        ("[A, B, A]", False),
        ("[{name: A}, {name: B, date: 2024-01-01}, {name: C, date: 2024-01-02}]", False),
        ("[]", False),
    ],
)
def test_reviews_are_by_different_people_and_in_time(reviewers: str, enough: bool, tmp_path: Path) -> None:  # noqa: FBT001
    checks = '[checks]\nreviews = 3\n[[columns]]\nid = "notices"\nreviews = 0\n'
    files = {
        "content/site.toml": PLAIN_TOML + checks,
        ITEM: article(f"title: A\nreviewers: {reviewers}"),
        "content/notices/2024-01-01-b.md": article("title: B"),
        "content/about.md": article("title: About"),
    }
    assert found(write(tmp_path, files), "2024-06-01") == ([] if enough else [("review", ITEM, 3)])


@pytest.mark.parametrize(("day", "wrong"), [("2024-01-01", False), ("2024-02-01", False), ("2023-12-31", True)])
def test_only_what_an_earlier_item_promised_is_settled(day: str, wrong: bool, tmp_path: Path) -> None:  # noqa: FBT001
    block = "title: A\ndate: 2024-01-01 09:00\ncommitments:\n  - {id: a, text: A}"
    settling = f"content/news/{day}-b.md"
    site = write(tmp_path, {"content/site.toml": PLAIN_TOML, ITEM: article(block)})
    write(site, {settling: article("title: B\nsettles: [a]")})
    assert found(site, "2024-06-01") == ([("commitment", settling, 3)] if wrong else [])


def test_an_item_settles_no_promise_of_its_own(tmp_path: Path) -> None:
    block = "title: A\ndate: 2024-01-01\nsettles: a\ncommitments:\n  - {id: a, text: A}"
    site = write(tmp_path, {"content/site.toml": PLAIN_TOML, ITEM: article(block)})
    assert found(site, "2024-06-01") == [("commitment", ITEM, 4)]


def test_a_draft_holds_up_no_item_that_uses_the_same_names(tmp_path: Path) -> None:
    same = "topics: {}\ncommitments:\n  - {{id: a, text: A}}"
    draft = article(f"title: A\ndraft: true\ndate: 2024-01-01\n{same.format('防汛')}")
    files = {"content/site.toml": PLAIN_TOML, "content/news/a.md": draft}
    site = write(
        tmp_path, {**files, "content/news/b.md": article(f"title: B\ndate: 2024-01-01\n{same.format('防讯')}")}
    )
    problems = survey_site(Options(site=site, output=site / "public", at="2024-06-01", now=0.0)).problems
    assert [(p.rule, p.severity, p.path) for p in problems] == [
        ("registry", "warning", "content/news/a.md"),
        ("commitment", "warning", "content/news/a.md"),
    ]
