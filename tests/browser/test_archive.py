"""Much in little room: a month of two hundred items, and twenty years of dates, on a phone, a desk and paper."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.reader import looking
from tests.browser.sheets import find_missing, print_sheets
from tests.browser.test_tables import DIVIDED
from tests.conftest import Serve
from tests.sites import SITE_TOML, article, made, write

pytestmark = pytest.mark.browser
AT = "2026-04-15"
PLACES = "communities: [north-bank, south-bank]"
REGISTRY = (
    '[north-bank]\nname = {en = "North Bank", zh = "北岸"}\n[south-bank]\nname = {en = "South Bank", zh = "南岸"}\n'
)
ITEMS, DAYS = 200, 20


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {"content/site.toml": SITE_TOML, "content/communities.toml": REGISTRY}
    for n in range(ITEMS):
        head = (
            f"title: Inspection {n} of the drains along the old road\ndate: 2024-05-{n % DAYS + 1:02} 09:00\n{PLACES}"
        )
        event = (
            f"\nevents: {{date: 2024-05-{n % DAYS + 1:02} 10:00, title: Walk {n}, place: Hall {n}}}" if n < 30 else ""
        )
        files[f"content/news/2024/{n}.md"] = article(head + event)
        files[f"content/news/2024/{n}.zh.md"] = article(f"title: 第{n}次沿老路检查排水沟")
    for year in range(2007, 2027):
        for month in range(1, 4 if year == 2026 else 13):
            files[f"content/news/{year}/visit-{month}.md"] = article(
                f"title: Visit\ndate: {year}-{month:02}-03\nslug: visit-{month}"
            )
    site = write(tmp_path_factory.mktemp("archive"), files)
    made(site, at=AT)
    return site / "public"


@pytest.mark.parametrize("language", ["", "zh/"])
def test_a_month_of_many_items_is_found_through_by_its_days(
    chromium: Browser, serve: Serve, archive: Path, language: str
) -> None:
    """Without script, on a phone: a day is one tap away from wherever one is, and one sees which day it is."""
    with looking(chromium, 360, java_script_enabled=False, has_touch=True) as page:
        page.goto(f"{serve(archive)}/{language}2024/05/")
        jump, day = page.locator(".jump"), page.locator("[id='site:2024-05-07']")
        jump.get_by_role("link", name="7", exact=True).tap()
        expect(day.locator("h2")).to_be_in_viewport()
        rows = day.locator(".briefs > li")
        assert rows.count() == ITEMS // DAYS
        assert max(each.evaluate("row => row.getBoundingClientRect().height") for each in rows.all()) <= 80
        rows.last.scroll_into_view_if_needed()
        expect(day.locator("h2")).to_be_in_viewport()
        day.locator("a[href='#site:days']").tap()
        expect(jump).to_be_in_viewport()


def test_beside_a_month_its_days_stay_in_sight(chromium: Browser, serve: Serve, archive: Path) -> None:
    with looking(chromium, 1280) as page:
        page.goto(f"{serve(archive)}/2024/05/")
        page.locator(".day").last.scroll_into_view_if_needed()
        expect(page.locator(".jump")).to_be_in_viewport(ratio=1)
        page.locator(".jump").get_by_role("link", name="7", exact=True).click()
        expect(page.locator("[id='site:2024-05-07'] h2")).to_be_in_viewport()


@pytest.mark.parametrize("language", ["", "zh/"])
def test_a_month_is_a_few_sheets(chromium: Browser, serve: Serve, archive: Path, language: str) -> None:
    with looking(chromium, 1280) as page:
        page.goto(f"{serve(archive)}/{language}2024/05/")
        sheets = print_sheets(page)
    assert len(sheets) <= 8
    wanted = "第{}次沿老路检查排水沟" if language else "Inspection {} of the drains along the old road"
    assert find_missing(sheets, [wanted.format(n) for n in range(ITEMS)]) == []
    assert find_missing(sheets, [f"Hall {n}" for n in range(30)]) == []


@pytest.mark.parametrize("language", ["", "zh/"])
def test_twenty_years_are_short_on_a_phone(chromium: Browser, serve: Serve, archive: Path, language: str) -> None:
    """Years and months unfold without script; wide windows show the newest year's weeks at once."""
    with looking(chromium, 360, java_script_enabled=False, has_touch=True) as page:
        page.goto(f"{serve(archive)}/{language}dates/")
        assert page.evaluate("document.documentElement.scrollHeight") < 3000
        assert page.locator(".year-line").evaluate("line => line.offsetHeight") < 60
        assert page.locator(".year-line a").evaluate_all(DIVIDED) == []
        weeks = page.locator(".calendar").first.locator(".weeks")
        assert [each.is_visible() for each in weeks.all()] == [False, False, True]
        page.locator(".calendar summary").first.tap()
        expect(weeks.first).to_be_visible()
        old = page.locator(".years details", has_text="2011")
        expect(old.get_by_role("link").first).to_be_hidden()
        old.locator("summary").tap()
        expect(old.get_by_role("link")).to_have_count(13)
        expect(old.get_by_role("link").first).to_have_attribute("href", f"/{language}2011/")
    with looking(chromium, 1280, java_script_enabled=False) as page:
        page.goto(f"{serve(archive)}/{language}dates/")
        assert [each.is_visible() for each in page.locator(".calendar").first.locator(".weeks").all()] == [True] * 3
