"""Feeds and calendars of every golden site as a feed reader and a calendar read them, without complaint."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import feedparser
import pytest
from icalendar import Calendar

GOLDEN = Path(__file__).parents[1] / "golden"
SITES = sorted({file.relative_to(GOLDEN).parts[0] for file in GOLDEN.glob("*/expected/public/**/feed.xml")})


def make_comparable(moment: date) -> datetime:
    """Give a day as its midnight, and a moment as it is, in UTC."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return datetime.combine(moment, time(0), UTC)


def test_every_site_that_is_built_is_read() -> None:
    assert {"site-small", "site-two-languages", "site-typed", "site-typed-dates"} <= set(SITES)


@pytest.mark.slow
@pytest.mark.parametrize("name", SITES)
def test_every_feed_is_well_formed(name: str) -> None:
    for file in (GOLDEN / name).glob("expected/public/**/feed.xml"):
        found = feedparser.parse(file.read_bytes())
        assert not found.bozo, (file, found.get("bozo_exception"))
        assert found.version == "atom10"
        assert found.feed.title
        assert all(entry.id and entry.link and entry.updated_parsed for entry in found.entries)


@pytest.mark.slow
@pytest.mark.parametrize("name", SITES)
def test_every_event_of_a_calendar_has_what_it_needs(name: str) -> None:
    for file in (GOLDEN / name).glob("expected/public/**/events.ics"):
        calendar: Any = Calendar.from_ical(file.read_bytes().decode())
        assert not calendar.errors
        zones = {str(each["TZID"]) for each in calendar.walk("VTIMEZONE")}
        events = calendar.walk("VEVENT")
        assert len({str(each["UID"]) for each in events}) == len(events), file
        for event in events:
            assert not event.errors
            assert event["DTSTAMP"].dt.tzinfo is not None
            start, end = event["DTSTART"], event.get("DTEND")
            assert {str(each.params["TZID"]) for each in (start, end) if each and "TZID" in each.params} <= zones
            assert end is None or type(end.dt) is type(start.dt)
            assert end is None or make_comparable(end.dt) > make_comparable(start.dt), (file, str(event["UID"]))
