"""What goes on is told by the reader's clock: it marks and hides what the page has dates of, and nothing moves."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.reader import looking
from tests.browser.test_access import WATCH
from tests.conftest import Serve
from tests.sites import SITE_TOML, article, made, write

pytestmark = pytest.mark.browser
NOTICE = "content/notices/2024-06-01-"
FILES = {
    "content/site.toml": SITE_TOML,
    "content/communities.toml": '[east]\nname = "East"\n',
    f"{NOTICE}flood.md": article("title: Flood\nalert: {level: emergency, until: 2024-06-17}", "Stay up.\n"),
    f"{NOTICE}ice.md": article("title: Ice\nalert: {level: warning, until: 2024-06-20 08:00}", "Salt.\n"),
    f"{NOTICE}fair.md": article(
        "title: Fairs\nevents:\n  - {date: 2024-06-16, title: Market}\n"
        "  - {date: 2024-06-17 09:00, end: 2024-06-17 11:30, title: Clinic}\n"
        "  - {date: 2024-06-18, end: 2024-06-20, title: Festival}"
    ),
}
# What each moment makes of the events on an item's page, and which of them, and of the alerts, the home page shows.
MOMENTS = {
    "2024-06-15T12:00:00+08:00": (["Tomorrow", "", ""], ["Market", "Clinic", "Festival"], ["Flood"]),
    # It is the place's day that counts, wherever the reader's clock stands.
    "2024-06-15T16:30:00Z": (["Today", "Tomorrow", ""], ["Market", "Clinic", "Festival"], ["Flood"]),
    "2024-06-17T08:59:59+08:00": (["Over", "Today", "Tomorrow"], ["Clinic", "Festival"], ["Flood"]),
    "2024-06-17T09:00:00+08:00": (["Over", "Going on", "Tomorrow"], ["Clinic", "Festival"], ["Flood"]),
    "2024-06-17T11:30:00+08:00": (["Over", "Over", "Tomorrow"], ["Festival"], ["Flood"]),
    "2024-06-18T00:00:00+08:00": (["Over", "Over", "Going on"], ["Festival"], ["Ice"]),
    "2024-06-20T08:00:01+08:00": (["Over", "Over", "Going on"], ["Festival"], []),
    "2024-06-21T00:00:00+08:00": (["Over", "Over", "Over"], [], []),
}
ITEM = "notices/2024/fair/"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = write(tmp_path_factory.mktemp("clock"), FILES)
    made(site)
    return site / "public"


def shown(page: Page, where: str) -> list[str]:
    return [each.inner_text() for each in page.locator(where).all() if each.is_visible()]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_readers_clock_decides(chromium: Browser, serve: Serve, town: Path, width: int) -> None:
    root = serve(town)
    with looking(chromium, width) as page:
        page.add_init_script(WATCH)
        for moment, (marks, events, alerts) in MOMENTS.items():
            page.clock.set_fixed_time(moment)
            page.goto(f"{root}/{ITEM}")
            found = page.locator(".events > li").evaluate_all(
                "each => each.map(li => (li.querySelector('.mark') || {}).textContent || '')"
            )
            assert found == marks, moment
            assert page.evaluate("jumps") == 0, moment
            page.goto(f"{root}/")
            assert shown(page, ".coming .title") == events, moment
            assert page.get_by_role("heading", name="Events").count() == bool(events), moment
            assert shown(page, ".alert .title a")[:1] == alerts, moment
            assert page.get_by_role("complementary", name="Alerts").count() == bool(alerts), moment
            assert page.evaluate("jumps") == 0, moment


def test_what_was_seen_keeps_its_space(chromium: Browser, serve: Serve, town: Path) -> None:
    """A page that stays open over a moment, and is looked at again."""
    with looking(chromium, 1280) as page:
        page.add_init_script(WATCH)
        page.clock.set_fixed_time("2024-06-16T12:00:00+08:00")
        page.goto(f"{serve(town)}/")
        height = page.evaluate("document.documentElement.scrollHeight")
        page.clock.set_fixed_time("2024-06-19T12:00:00+08:00")
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        assert shown(page, ".coming .title") == ["Festival"]
        expect(page.locator(".coming li").last.locator(".mark")).to_have_count(0)
        assert shown(page, ".alert .title a")[:1] != ["Flood"]
        assert page.evaluate("[jumps, document.documentElement.scrollHeight]") == [0, height]


def test_without_script_the_words_are_dates(chromium: Browser, serve: Serve, town: Path) -> None:
    root = serve(town)
    with looking(chromium, 360, java_script_enabled=False) as page:
        for address in ("", ITEM, "zh/"):
            page.goto(f"{root}/{address}")
            words = page.locator("body").inner_text()
            assert re.search("June 16|6月16日", words), address
            assert not re.search(r"\bnow\b|going on|today|tomorrow|coming|正在|今天|明天|近期", words, re.IGNORECASE), (
                address
            )
