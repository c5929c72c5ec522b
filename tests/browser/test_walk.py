"""A reader finds their way with the keyboard alone: by community and by date, in both languages, phone and desktop."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.reader import Reader, Words, looking
from tests.conftest import Serve

pytestmark = pytest.mark.browser
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh"])
PHONE, DESKTOP = 360, 1280
WIDTHS = pytest.mark.parametrize("width", [PHONE, DESKTOP])
TOP, MAIN, TRAIL, TONGUES = ".main-nav", "main", ".trail", ".tongues"


@LANGUAGES
@WIDTHS
def test_by_community_and_by_date(chromium: Browser, serve: Serve, demo: Path, language: str, width: int) -> None:
    """The phone runs no script: nothing needs one."""
    words = Words(language)
    with looking(chromium, width, java_script_enabled=width > PHONE) as page:
        reader = Reader(page)
        page.goto(serve(demo) + words.home)
        assert page.locator("html").get_attribute("lang") == words.tag

        reader.follow(words.say("By community"), within=TOP)
        assert reader.heading == words.say("Communities")
        assert current(page) == words.say("By community")
        reader.follow(f"{words.community} …", within=MAIN)
        assert reader.heading == words.community
        reader.follow("2023 …", within=MAIN)
        assert reader.heading == f"{words.community} · 2023"
        assert page.locator(f"{MAIN} [aria-current=page]").inner_text().startswith("2023")
        reader.follow(words.item, within=MAIN)
        assert reader.heading == words.item
        item = reader.path
        assert item == f"{words.home}news/2023/stone-bridge-meeting/"

        reader.follow(words.day, within=MAIN)
        assert reader.heading == words.month
        assert reader.path == f"{words.home}2023/05/#site:2023-05-18"
        section = page.locator(":target")
        expect(section).to_be_in_viewport()
        assert section.locator("h2").inner_text().startswith(words.day)
        assert page.evaluate("scrollY") > 0
        # Whoever goes on with Tab goes on from that day, not from the top of the page.
        reader.tab()
        assert reader.within(":target")

        page.go_back()
        assert reader.path == item
        assert reader.heading == words.item


@LANGUAGES
@WIDTHS
def test_breadcrumbs_lead_up(chromium: Browser, serve: Serve, demo: Path, language: str, width: int) -> None:
    words = Words(language)
    with looking(chromium, width) as page:
        reader = Reader(page)
        page.goto(f"{serve(demo)}{words.home}communities/stone-bridge/2023/")
        trail = page.get_by_role("navigation", name=words.say("You are here"), exact=True)
        names = [each.strip() for each in trail.get_by_role("listitem").all_text_contents()]
        assert names == [words.say("Home"), words.say("Communities"), words.community, "2023"]
        expect(trail.locator("[aria-current=page]")).to_have_text("2023")
        for name in reversed(names[1:-1]):
            reader.follow(name, within=TRAIL)
            assert reader.heading == name
        reader.follow(words.say("Home"), within=TRAIL)
        assert reader.path == words.home
        assert trail.count() == 0


@LANGUAGES
@WIDTHS
def test_the_skip_link(chromium: Browser, serve: Serve, demo: Path, language: str, width: int) -> None:
    words = Words(language)
    with looking(chromium, width) as page:
        reader = Reader(page)
        page.goto(f"{serve(demo)}{words.home}communities/stone-bridge/")
        expect(page.locator(".skip")).not_to_be_in_viewport()
        assert reader.tab() == ("link", words.say("Skip to the content"))
        expect(page.locator(".skip")).to_be_in_viewport(ratio=1)
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.localName") == MAIN
        expect(page.locator("h1")).to_be_in_viewport()
        reader.tab()
        assert reader.within(MAIN)


@LANGUAGES
@WIDTHS
def test_the_other_language_and_back(chromium: Browser, serve: Serve, demo: Path, language: str, width: int) -> None:
    words = Words(language)
    with looking(chromium, width) as page:
        reader = Reader(page)
        page.goto(f"{serve(demo)}{words.home}news/2023/stone-bridge-meeting/")
        reader.follow(words.other, within=TONGUES)
        assert reader.path == f"{words.other_home}news/2023/stone-bridge-meeting/"
        assert reader.heading == words.other_item
        assert page.locator("html").get_attribute("lang") == words.other_tag
        reader.follow(words.own, within=TONGUES)
        assert reader.path == f"{words.home}news/2023/stone-bridge-meeting/"
        assert reader.heading == words.item


@WIDTHS
def test_an_item_in_another_language_says_so(chromium: Browser, serve: Serve, demo: Path, width: int) -> None:
    """A list shows it with its own language; its page gives those who read another one a way to go on."""
    words = Words("zh")
    with looking(chromium, width) as page:
        reader = Reader(page)
        page.goto(serve(demo) + words.home + "policies/2025/")
        link = page.get_by_role("link", name="Budget of the township for 2025", exact=True)
        assert link.get_attribute("lang") == "en"
        expect(page.locator(".briefs > li", has=link)).to_contain_text(words.say("not translated"))
        reader.follow("Budget of the township for 2025", within=MAIN)
        assert reader.path == "/policies/2025/budget-2025/"
        assert page.locator("html").get_attribute("lang") == "en"
        note = page.locator("main p[lang=zh-CN]")
        expect(note).to_contain_text(words.say("This item is not available in this language."))
        reader.follow(words.own, within=MAIN)
        assert reader.path == words.home


@LANGUAGES
@WIDTHS
def test_a_missing_address(chromium: Browser, serve: Serve, demo: Path, language: str, width: int) -> None:
    """The page for it is shown in its place, whole, however deep the address is. Servers are told which one to show."""
    words = Words(language)
    address = serve(demo if language == "en" else demo / "zh")
    with looking(chromium, width) as page:
        # A server that is given the Chinese pages alone finds no stylesheet below its root.
        page.route("**/assets/**", lambda route: route.fulfill(path=demo / route.request.url.split("/", 3)[3]))
        answer = page.goto(f"{address}/notices/1999/what-is/not-there/")
        assert answer is not None
        assert answer.status == 404
        assert page.locator("html").get_attribute("lang") == words.tag
        assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"
        assert (
            page.locator(".masthead").evaluate("node => getComputedStyle(node).backgroundColor") != "rgba(0, 0, 0, 0)"
        )
        reader = Reader(page)
        assert reader.heading == words.say("This page is not here")
        reader.tab_to(words.say("By community"), within=MAIN)
        reader.tab_to(words.say("By date"), within=MAIN)
        if language == "en":
            page.keyboard.press("Enter")
            page.wait_for_url("**/dates/")
            assert reader.heading == words.say("By date")


def test_an_old_address_leads_on(chromium: Browser, serve: Serve, demo: Path) -> None:
    with looking(chromium, PHONE, java_script_enabled=False) as page:
        page.goto(f"{serve(demo)}/jobs/2024/stewards/")
        page.wait_for_url("**/notices/2024/recruitment-stewards/")


def test_pages_hold_no_script_of_their_own(demo: Path) -> None:
    """What stands in a page for search engines is data, and what is run are files of the theme."""
    for file in demo.rglob("*.html"):
        text = file.read_text("utf-8")
        own = r"<script(?! type=\"application/ld\+json\"| (?:defer )?src=\"/assets/)|javascript:| on\w+=| style=|<style"
        assert re.findall(own, text) == [], file
    assert {file.parent for file in demo.rglob("*.js")} == {demo / "assets"}


def current(page: Page) -> str:
    """Give the entry of the main navigation that is marked as the part of the site one is in."""
    return page.locator(f"{TOP} [aria-current]").inner_text()
