"""What takes place can be used: a page of all events, a calendar of each, and one to subscribe to."""

import re
from pathlib import Path
from typing import Any

import icalendar
import pytest

from tests.sites import SITE_TOML, Page, article, made, run, write

pytestmark = pytest.mark.slow

CLINIC = "".join(
    f"  - {{date: 2024-06-{day} 09:00, end: 2024-06-{day} 11:00, title: Clinic, place: Hall}}\n"
    for day in range(13, 21)
)
FILES = {
    "content/site.toml": SITE_TOML,
    "content/news/2024-06-01-clinic.md": article(f"title: The doctor comes\nevents:\n{CLINIC}"),
    "content/news/2024-05-01-old.md": article("title: Old\nevents: [{date: 2024-05-03, title: Walk}]"),
    "content/news/2024-06-02-fair.md": article(
        "title: Fairs\nevents:\n  - {date: 2024-06-14, end: 2024-06-16, title: Market}\n"
        "  - {date: 2024-06-30, title: Dance}\n  - {date: 2024-06-30, title: Song}"
    ),
    "content/news/2024-06-02-fair.zh.md": article("title: 集市"),
    "content/news/2024-06-03-off.md": article(
        "title: Off\nevents: [{date: 2024-06-21, title: Called off}]\nwithdrawn: {date: 2024-06-10, reason: Rain}"
    ),
}


@pytest.fixture
def output(tmp_path: Path) -> dict[str, bytes]:
    return made(write(tmp_path, FILES))


def test_each_item_is_one_entry_and_what_is_over_stands_below(output: dict[str, bytes]) -> None:
    coming, _, earlier = output["events/index.html"].decode().partition('<section class="earlier">')
    entries = re.findall(r'<p class="title" lang="en"><a href="([^"]+)">([^<]+)</a>', coming)
    assert entries == [("/news/2024/fair/", "Fairs"), ("/news/2024/clinic/", "Clinic")]
    assert re.findall(r'<p class="title" lang="en"><a href="[^"]+">([^<]+)</a>', earlier) == ["Walk"]
    clinic = coming[coming.index("Clinic") :]
    shown, _, unfolded = clinic.partition("<summary>")
    assert re.findall(r'data-from="2024-06-(\d\d)', shown) == ["15", "16", "17", "18"]
    assert unfolded.startswith("4 other dates")
    assert re.findall(r'data-from="2024-06-(\d\d)', unfolded) == ["19", "20", "13", "14"]
    assert "Called off" not in coming + earlier


def test_it_is_reached_from_every_page_and_home(output: dict[str, bytes]) -> None:
    for path in ("index.html", "about/index.html", "news/index.html", "zh/index.html"):
        if path in output:
            assert ("/zh/events/" if path.startswith("zh/") else "/events/") in Page(output[path].decode()).links
    assert b"https://ferry.example.org/events/" in output["sitemap-pages.xml"]


def test_without_events_it_says_so(tmp_path: Path) -> None:
    output = made(
        write(tmp_path, {"content/site.toml": SITE_TOML, "content/news/2024-06-01-a.md": article("title: A")})
    )
    assert b"No event is announced that is still to come." in output["events/index.html"]
    navigation = output["index.html"].decode().partition('class="main-nav"')[2].partition("</nav>")[0]
    assert "/events/" not in navigation
    assert "/events/" in Page(output["index.html"].decode()).links


def read_event(output: dict[str, bytes], path: str) -> Any:
    """Read the first event of a calendar."""
    return next(iter(icalendar.Calendar.from_ical(output[path]).walk("VEVENT")))


def test_each_event_has_a_calendar_of_its_own(output: dict[str, bytes]) -> None:
    for address, title in (("news/2024/fair", "Fairs"), ("zh/news/2024/fair", "集市")):
        links = [each for each in Page(output[f"{address}/index.html"].decode()).links if each.endswith(".ics")]
        own = [each for each in links if "/event-" in each]
        assert len(set(own)) == len(own) == 3, title
        for link in own:
            event = read_event(output, link.lstrip("/"))
            assert event["SUMMARY"] in {"Market", "Dance", "Song"}
    market = read_event(output, "news/2024/fair/event-20240614.ics")
    assert (str(market["DTSTART"].dt), str(market["DTEND"].dt)) == ("2024-06-14", "2024-06-17")
    clinic = read_event(output, "news/2024/clinic/event-20240615T0900.ics")
    assert clinic["DTSTART"].dt.isoformat() == "2024-06-15T01:00:00+00:00"
    assert clinic["LOCATION"] == "Hall"
    # Whoever has both does not see it twice.
    everything = icalendar.Calendar.from_ical(output["events.ics"]).walk("VEVENT")
    assert clinic["UID"] in {each["UID"] for each in everything}
    assert not any("/off/event-" in path for path in output)


def test_a_list_can_be_subscribed_to(output: dict[str, bytes]) -> None:
    assert b'href="webcal://ferry.example.org/events.ics"' in output["index.html"]
    assert b'href="webcal://ferry.example.org/zh/news/events.ics"' in output["zh/news/index.html"]


def test_the_address_is_nobody_elses(tmp_path: Path) -> None:
    files = {"content/site.toml": SITE_TOML, "content/events/2024-06-01-a.md": article("title: A")}
    assert "name" in {problem.rule for problem in run(write(tmp_path, files)).problems}
