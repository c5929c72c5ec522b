"""Feeds as a feed reader has them, calendars as a calendar has them."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import feedparser
import pytest
from icalendar import Calendar

from tests.sites import PLAIN_TOML, SITE_TOML, Page, article, made, picture, write

BASE = "https://ferry.example.org/sub/"
TOML = SITE_TOML.replace("https://ferry.example.org/", BASE)
BODY = """\
First words. See [the other](2024-02-02-b.md#part), [the file](a/plan.txt), [below](#part), [out](https://e.org/?a=1&b=2).

## Part

A note.[^1]

[^1]: The note.
"""
FILES: dict[str, str | bytes] = {
    "content/site.toml": TOML,
    "content/news/a/index.md": article(
        "title: A & <B>\ndate: 2024-02-01\ncommunities: east\nupdated: 2024-03-01\nauthor: Li",
        BODY.replace("2024-02-02-b.md", "../2024-02-02-b.md").replace("a/plan.txt", "plan.txt") + "\n![Map](map.png)\n",
    ),
    "content/news/a/plan.txt": "plan",
    "content/news/a/map.png": picture(4),
    "content/news/2024-02-02-b.md": article(
        "title: B\ncommunities: east\ntopics: Roads", "B.\n\n## Part\n\nB.[^1]\n\n[^1]: N.\n"
    ),
    "content/notices/2024-02-03-c.zh.md": article("title: 丙", "第一段。\n"),
    "content/communities.toml": '[east]\nname = "East"\n',
}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return made(write(tmp_path_factory.mktemp("feeds"), FILES))


def read(output: dict[str, bytes], path: str) -> Any:
    found = feedparser.parse(output[path], sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


@pytest.mark.slow
def test_every_feed_can_be_read_and_every_address_is_absolute(output: dict[str, bytes]) -> None:
    feeds = [path for path in output if path.endswith("feed.xml")]
    assert len(feeds) == 10
    for path in feeds:
        found = read(output, path)
        assert found.version == "atom10"
        addresses = [link.href for each in (found.feed, *found.entries) for link in each.links]
        addresses += [found.feed.id, *(entry.id for entry in found.entries)]
        content = "".join(entry.content[0].value for entry in found.entries)
        addresses += [link for link in Page(content).links if not link.startswith("#")]
        assert [each for each in addresses if not each.startswith((BASE, "https://e.org/"))] == [], path
        assert {link.href for link in found.feed.links if link.rel == "self"} == {BASE + path}


def test_a_feed_has_the_whole_of_its_newest_items(output: dict[str, bytes]) -> None:
    found = read(output, "feed.xml")
    assert [entry.title for entry in found.entries] == ["丙", "B", "A & <B>"]
    entry = found.entries[2]
    assert entry.id == f"{BASE}news/2024/a/"
    assert (entry.published, entry.updated) == ("2024-02-01T00:00:00+08:00", "2024-03-01T00:00:00+08:00")
    assert found.feed.updated == max(each.updated for each in found.entries)
    page = Page(entry.content[0].value)
    assert f"{BASE}news/2024/b/#part" in page.links
    assert f"{BASE}news/2024/a/plan.txt" in page.links
    assert f"{BASE}news/2024/a/map.png" in page.links
    assert "https://e.org/?a=1&b=2" in page.links
    assert "slot:" not in entry.content[0].value


def test_ids_of_several_bodies_differ_and_are_met_by_their_links(output: dict[str, bytes]) -> None:
    pages = [Page(entry.content[0].value) for entry in read(output, "feed.xml").entries]
    ids = [each for page in pages for each in page.ids]
    assert len(ids) == len(set(ids))
    for page in pages:
        assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert any(link.startswith("#") for page in pages for link in page.links)


def test_items_of_one_slug_in_one_feed_keep_their_ids_apart(tmp_path: Path) -> None:
    """Two columns, or two years, may each have an item of one slug: what is after slug and dot must not be alike."""
    files = {
        f"content/{place}.md": article("title: T", "## Part\n")
        for place in ("news/2024-01-01-a", "notices/2024-01-02-a")
    }
    output = made(write(tmp_path, {"content/site.toml": PLAIN_TOML, **files}))
    ids = [each for entry in read(output, "feed.xml").entries for each in Page(entry.content[0].value).ids]
    assert len(ids) == 2
    assert len(set(ids)) == 2


@pytest.mark.slow
def test_a_feed_without_entries_is_valid_and_twenty_are_the_most(tmp_path: Path) -> None:
    files = {f"content/news/2024-01-{n:02}-n{n}.md": article(f"title: N{n}") for n in range(1, 26)}
    output = made(write(tmp_path, {"content/site.toml": SITE_TOML, **files}))
    assert read(output, "notices/feed.xml").entries == []
    assert read(output, "notices/feed.xml").feed.updated
    assert [entry.title for entry in read(output, "news/feed.xml").entries] == [f"N{n}" for n in range(25, 5, -1)]


EVENTS = """\
title: Meetings
date: 2024-02-01
communities: east
{more}
events:
  - date: 2024-02-03 14:00
    end: 2024-02-03 16:30
    title: Meeting; with, signs
    place: Hall 1
    communities: west
  - date: 2024-02-05
    title: One day
  - date: 2024-02-06
    end: 2024-02-08
    title: Three days
"""
REGISTRY = '[east]\nname = "East"\n[west]\nname = "West"\n'
SHANGHAI = ZoneInfo("Asia/Shanghai")


def calendars(folder: Path, body: str = "Text.\n", more: str = "", name: str = "2024-02-01-m") -> dict[str, bytes]:
    files = {"content/site.toml": SITE_TOML, "content/communities.toml": REGISTRY}
    for old in folder.glob("content/news/*"):
        old.unlink()
    return made(write(folder, {**files, f"content/news/{name}.md": article(EVENTS.format(more=more), body)}))


def events(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data.decode()).walk("VEVENT"))


@pytest.mark.slow
def test_a_calendar_is_read_back(tmp_path: Path) -> None:
    data = calendars(tmp_path)["events.ics"]
    timed, day, days = events(data)
    assert timed["SUMMARY"] == "Meeting; with, signs"
    assert timed["LOCATION"] == "Hall 1"
    assert timed["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert timed["DTSTART"].dt == datetime(2024, 2, 3, 14, tzinfo=SHANGHAI)
    assert timed["DTEND"].dt == datetime(2024, 2, 3, 16, 30, tzinfo=SHANGHAI)
    assert timed["URL"] == "https://ferry.example.org/news/2024/m/"
    assert (day["DTSTART"].dt, day.get("DTEND")) == (date(2024, 2, 5), None)
    assert {each.params["VALUE"] for each in (day["DTSTART"], days["DTSTART"], days["DTEND"])} == {"DATE"}
    assert (days["DTSTART"].dt, days["DTEND"].dt) == (date(2024, 2, 6), date(2024, 2, 9))
    zones = Calendar.from_ical(data.decode()).walk("VTIMEZONE")
    assert [str(each["TZID"]) for each in zones] == ["Asia/Shanghai"]
    lines = data.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75


@pytest.mark.slow
def test_uids_stay_when_text_or_name_change(tmp_path: Path) -> None:
    first = [event["UID"] for event in events(calendars(tmp_path, more="id: meetings")["events.ics"])]
    assert len(set(first)) == 3
    assert all(re.fullmatch(r"[^\s@]+@ferry\.example\.org", uid) for uid in first)
    changed = [
        calendars(tmp_path, "Another text.\n", "id: meetings"),
        calendars(tmp_path, "T.\n", "id: meetings", "2024-02-01-x"),
    ]
    for each in changed:
        assert [event["UID"] for event in events(each["events.ics"])] == first


@pytest.mark.slow
def test_a_community_has_the_events_that_concern_it(tmp_path: Path) -> None:
    output = calendars(tmp_path)
    assert [e["SUMMARY"] for e in events(output["communities/west/events.ics"])] == ["Meeting; with, signs"]
    assert [e["SUMMARY"] for e in events(output["communities/east/events.ics"])] == ["One day", "Three days"]


@pytest.mark.slow
def test_events_stand_once_under_their_first_day_with_their_span(tmp_path: Path) -> None:
    output = calendars(tmp_path)
    page = output["2024/02/index.html"].decode()
    parts = re.split(r'id="site:(2024-02-\d\d)"', page)
    days = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert {day for day, text in days.items() if "Three days" in text} == {"2024-02-06"}
    assert re.search(r"February 6\s–\s8<", days["2024-02-06"])
    assert {day for day, text in days.items() if "One day" in text} == {"2024-02-05"}
    assert {day for day, text in days.items() if "Meetings" in text} >= {"2024-02-01"}


def find_uids(folder: Path, block: str) -> dict[str, str]:
    """Build a site of one item with a block and give the UIDs of its events by title."""
    text = article(f"title: T\ndate: 2024-05-01\nid: t\nevents:\n{block}")
    output = made(write(folder, {"content/site.toml": SITE_TOML, "content/news/2024-05-01-t.md": text}))
    return {str(each["SUMMARY"]): str(each["UID"]) for each in events(output["events.ics"])}


@pytest.mark.slow
def test_a_uid_stays_whatever_comes_before_or_after_the_event_and_whatever_it_is_called(tmp_path: Path) -> None:
    one, day = "  - {date: 2024-05-03 09:00, title: One}\n", "  - {date: 2024-05-03, title: Day}\n"
    other, once_more = "  - {date: 2024-05-02 09:00, title: Two}\n", "  - {date: 2024-05-03 09:00, title: Three}\n"
    alone = find_uids(tmp_path, one)["One"]
    assert alone == "t-20240503T0900@ferry.example.org"
    for block in (other + one, one + other, day + one, one + day, once_more + one, other + once_more + one + day):
        found = find_uids(tmp_path, block)
        assert found["One"] == alone, block
        assert len(set(found.values())) == len(found) == block.count("\n")
    assert find_uids(tmp_path, one.replace("One", "Renamed").replace("}", ", place: Hall}")) == {"Renamed": alone}


def read_times(folder: Path, entry: str) -> tuple[Any, Any, list[tuple[str, str]]]:
    """Build a site with one event; give its start and end in the calendar, and the times of its page, with words."""
    files = {
        "content/site.toml": SITE_TOML.replace("Asia/Shanghai", "Europe/London"),
        "content/news/2024-03-01-t.md": article(f"title: T\nevents:\n  - {{title: E, {entry}}}"),
    }
    output = made(write(folder, files))
    (event,) = events(output["events.ics"])
    listed = output["news/2024/t/index.html"].decode().rpartition("#site:")[2].partition("</p>")[0]
    return event["DTSTART"], event.get("DTEND"), re.findall(r'<time datetime="([^"]+)">([^<]+)</time>', listed)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("entry", "start", "end", "shown"),
    [
        (
            "date: 2024-05-01 09:00, end: 2024-05-03",
            "20240501T090000",
            "20240504T000000",
            "May 1, 2024 09:00|May 3, 2024",
        ),
        ("date: 2024-05-01, end: 2024-05-03 17:00", "20240501", "20240504", "May 1, 2024|May 3, 2024 17:00"),
        ("date: 2024-05-01, end: 2024-05-03 00:00", "20240501", "20240503", "May 1, 2024|May 3, 2024 00:00"),
        (
            "date: 2024-05-01 22:00, end: 2024-05-02 00:00",
            "20240501T220000",
            "20240502T000000",
            "May 1, 2024 22:00|00:00",
        ),
        ("date: 2024-05-01 22:00-24:00", "20240501T220000", "20240502T000000", "May 1, 2024 22:00|00:00"),
        ("date: 2024-05-01 22:00, end: 2024-05-01 22:00", "20240501T220000", None, "May 1, 2024 22:00|22:00"),
        (
            "date: 2024-05-01 22:00, end: 2024-05-01",
            "20240501T220000",
            "20240502T000000",
            "May 1, 2024 22:00|May 1, 2024",
        ),
        (
            "date: 2024-03-30 09:00, end: 2024-03-31",
            "20240330T090000",
            "20240401T000000",
            "March 30, 2024 09:00|March 31, 2024",
        ),
        ("date: 2024-03-31 01:30", "20240331T023000", None, "March 31, 2024 02:30"),
        ("date: 2024-10-27 01:30", "20241027T013000", None, "October 27, 2024 01:30"),
        ("date: '2024-10-27T01:30+00:00'", "20241027T013000Z", None, "October 27, 2024 01:30"),
        (
            "date: '2024-10-27T01:30+01:00', end: '2024-10-27T01:30+00:00'",
            "20241027T013000",
            "20241027T013000Z",
            "October 27, 2024 01:30|01:30",
        ),
    ],
)
def test_a_calendar_has_the_moments_that_the_page_has(
    tmp_path: Path, entry: str, start: str, end: str | None, shown: str
) -> None:
    begins, ends, times = read_times(tmp_path, entry)
    assert begins.to_ical().decode() == start
    assert (ends.to_ical().decode() if ends else None) == end
    assert "|".join(words for _, words in times) == shown
    if "T" in start:
        # Moments in a doubled hour on two clocks are never equal to Python (PEP 495).
        assert begins.dt.timestamp() == datetime.fromisoformat(times[0][0]).timestamp()


@pytest.mark.slow
def test_what_ends_at_midnight_is_listed_under_one_day(tmp_path: Path) -> None:
    read_times(tmp_path, "date: 2024-05-01 22:00, end: 2024-05-02 00:00")
    page = made(tmp_path)["2024/05/index.html"].decode()
    assert 'id="site:2024-05-01"' in page
    assert 'id="site:2024-05-02"' not in page
