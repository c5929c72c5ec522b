"""What residents come for, walked at a phone's width by touch and by keyboard, in at most three steps each from home.

A step is a tap, or Enter: what is typed before it belongs to it. With TASKS=FOLDER in the environment the steps and a
picture of each answer are written there.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from site_builder.editing.new_site.init import init_site
from tests.browser.conftest import built
from tests.browser.reader import MANY, looking
from tests.browser.test_access import VOICES
from tests.conftest import Serve
from tests.sites import article, write

pytestmark = pytest.mark.browser
PHONE, MOST = 360, 3
CUT = "alert: {level: warning, until: 2026-01-16}\ncommunities: [ferry-street]\nevents:\n  - date: 2026-01-16 09:00\n"
MEETING = "communities: [ferry-street]\nevents:\n  - date: 2026-01-21 19:00\n    title: "
NEW = {
    "2026-01-14-water-cut.md": article(f"title: No water in Ferry Street\n{CUT}    title: Water off", "From nine."),
    "2026-01-14-water-cut.zh.md": article(f"title: 渡口街停水\n{CUT}    title: 停水", "九点起停水。"),
    "2026-01-12-meeting.md": article(f"title: Residents meet\n{MEETING}Meeting on the drain", "In the library."),
    "2026-01-12-meeting.zh.md": article(f"title: 居民议事会\n{MEETING}排水沟议事会", "在图书室开会。"),
    "2026-01-05-form/index.md": article("title: Money for heating", "Fill in the form."),
    "2026-01-05-form/index.zh.md": article("title: 取暖补贴", "请填表。"),
    "2026-01-05-form/heating-form.csv": "Household,Heated with\n",
}


class Walk:
    """One walk in one language: steps are counted, and said in words."""

    def __init__(self, page: Page, language: str, *, keyboard: bool) -> None:
        self.page, self.language, self.keyboard = page, language, keyboard
        self.steps: list[str] = []

    def choose(self, english: str, chinese: str) -> str:
        return english if self.language == "en" else chinese

    def press(self, place: Locator, name: str) -> None:
        """Tap what is seen, or go there with Tab and press Enter."""
        expect(place).to_be_visible()
        if self.keyboard:
            for _ in range(MANY):
                if place.evaluate("node => node === document.activeElement"):
                    break
                self.page.keyboard.press("Tab")
            else:
                pytest.fail(f"{name} cannot be reached with Tab")
            self.page.keyboard.press("Enter")
        else:
            place.tap()
        self.steps.append(name)

    def follow(self, english: str, chinese: str, within: str = "main") -> None:
        """Follow the first link whose name has these words."""
        name = self.choose(english, chinese)
        before = self.page.url
        self.press(self.page.locator(within).get_by_role("link", name=name).first, name)
        self.page.wait_for_url(lambda url: url != before)

    def unfold(self, english: str, chinese: str) -> None:
        name = self.choose(english, chinese)
        self.press(self.page.locator(".masthead summary", has_text=name), name)

    def button(self, english: str, chinese: str) -> None:
        name = self.choose(english, chinese)
        self.press(self.page.get_by_role("button", name=name).first, name)

    def look_for(self, english: str, chinese: str) -> None:
        """Search for words, and follow the first answer."""
        self.unfold("Search", "搜索")
        expect(self.page.locator(".finder input")).to_be_focused()
        self.page.keyboard.type(self.choose(english, chinese))
        self.page.keyboard.press("Enter")
        self.steps.append(self.choose(f"type {english}", f"输入 {chinese}"))
        answer = self.page.locator("main li a").first
        expect(answer).to_be_visible()
        before = self.page.url
        self.press(answer, answer.inner_text())
        self.page.wait_for_url(lambda url: url != before)

    def sees(self, english: str, chinese: str) -> None:
        place = self.page.get_by_text(self.choose(english, chinese)).locator("visible=true").first
        expect(place).to_be_visible()
        place.scroll_into_view_if_needed()


class Task(NamedTuple):
    """What a resident wants to know or do, and how they come to it."""

    name: str
    walk: Callable[[Walk], None]


def water_cut(walk: Walk) -> None:
    walk.follow("No water in Ferry Street", "渡口街停水", within="body")
    walk.sees("From nine.", "九点起停水。")


def clinic_on_saturday(walk: Walk) -> None:
    walk.look_for("clinic hours", "卫生院门诊时间")
    walk.sees("Monday to Friday", "周一至周五")


def form(walk: Walk) -> None:
    walk.look_for("heating form", "取暖 heating-form")
    href = walk.page.locator("main a[href$='.csv']").first
    expect(href).to_be_visible()
    href.scroll_into_view_if_needed()


def promise_about_the_bridge(walk: Walk) -> None:
    walk.follow("Stone Bridge", "石桥村")
    walk.sees("Open commitments", "未完成的承诺事项")


def notice_by_number(walk: Walk) -> None:
    walk.look_for("〔2025〕6号", "〔2025〕6号")
    walk.sees("柳渡乡发〔2025〕6号", "柳渡乡发〔2025〕6号")


def next_week(walk: Walk) -> None:
    walk.unfold("Menu", "菜单")
    walk.follow("Events", "活动", within=".main-nav")
    walk.sees("Meeting on the drain", "排水沟议事会")


def report_an_error(walk: Walk) -> None:
    walk.follow("Residents meet", "居民议事会")
    link = walk.page.locator("main a[href^='mailto:mistakes']").first
    expect(link).to_be_visible()
    assert "2026%2Fmeeting" in str(link.get_attribute("href"))
    link.scroll_into_view_if_needed()


def hear_a_page(walk: Walk) -> None:
    walk.follow("Residents meet", "居民议事会")
    walk.button("Reading aids", "阅读辅助")
    walk.button("Read aloud", "朗读本页")
    walk.page.wait_for_function("window.said.length > 0")


def print_a_notice(walk: Walk) -> None:
    walk.follow("Residents meet", "居民议事会")
    walk.button("Print", "打印")
    walk.page.wait_for_function("window.printed === 1")


def follow_a_village(walk: Walk) -> None:
    walk.follow("Stone Bridge", "石桥村")
    place = walk.page.locator(".follow a").first
    expect(place).to_be_visible()
    place.scroll_into_view_if_needed()


def rule_in_force(walk: Walk) -> None:
    walk.look_for("market rules", "集市管理办法")
    walk.sees("In force since 1 August 2024", "自2024年8月1日起有效")


def correction_to_a_fee(walk: Walk) -> None:
    walk.follow("Changes", "内容变动", within=".colophon")
    walk.sees("we had written 500", "原文误写为500元")


TASKS = [
    Task(walk.__name__, walk)
    for walk in (
        *(water_cut, clinic_on_saturday, form, promise_about_the_bridge, notice_by_number, next_week),
        *(report_an_error, hear_a_page, print_a_notice, follow_a_village, rule_in_force, correction_to_a_fee),
    )
]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("tasks")
    init_site(site, demo=True)
    write(site / "content/notices/2026", NEW)
    return built(site, "2026-01-15")


@pytest.mark.parametrize("keyboard", [False, True], ids=["touch", "keyboard"])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_a_resident_is_there_in_three_steps(  # noqa: PLR0913 - fixtures
    chromium: Browser, serve: Serve, town: Path, task: Task, language: str, *, keyboard: bool
) -> None:
    with looking(chromium, PHONE, has_touch=True, is_mobile=True) as page:
        page.add_init_script(f"{VOICES}; window.printed = 0; window.print = () => {{ window.printed++ }}")
        page.goto(serve(town) + ("/" if language == "en" else "/zh/"))
        walk = Walk(page, language, keyboard=keyboard)
        task.walk(walk)
        assert 0 < len(walk.steps) <= MOST, walk.steps
        if folder := os.environ.get("TASKS"):
            name = f"{task.name}-{language}-{'keyboard' if keyboard else 'touch'}"
            page.screenshot(path=Path(folder) / f"{name}.png")
            (Path(folder) / f"{name}.txt").write_text(f"{len(walk.steps)}: {' > '.join(walk.steps)}\n", "utf-8")
