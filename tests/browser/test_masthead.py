"""The head of every page: one bar on a phone, whose menu needs no script; one row and the navigation on a desk."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.reader import Reader, looking
from tests.browser.stress_sites import make_site
from tests.conftest import Serve
from tests.sites import SITE_TOML, article, made, write

pytestmark = pytest.mark.browser
HAN_14, LETTERS_28 = "柳渡镇人民政府信息公开专栏网", "Ferry Crossing Town Bulletin"
HAN_28, LETTERS_56 = HAN_14 * 2, f"{LETTERS_28} of the Willow Meadow County"
NO_SCRIPT = {"java_script_enabled": False}


def make_named(folder: Path, english: str, chinese: str) -> Path:
    """Build a small site of two languages that has these names, and a search."""
    assert (len(english), len(chinese)) in {(28, 14), (56, 28)}
    toml = SITE_TOML.replace("Ferry Bulletin", english).replace("渡口公告", chinese)
    write(folder, {"content/site.toml": toml, "content/news/a.md": article("title: A\ndate: 2024-06-01")})
    made(folder)
    return folder / "public"


@pytest.mark.parametrize("options", [{}, NO_SCRIPT], ids=["script", "none"])
@pytest.mark.parametrize("most", [64, 88])
def test_the_bar_of_a_phone_is_low(
    chromium: Browser, serve: Serve, tmp_path: Path, most: int, options: dict[str, Any]
) -> None:
    """14 Han or 28 letters, and twice as much."""
    root = serve(make_named(tmp_path, *{64: (LETTERS_28, HAN_14), 88: (LETTERS_56, HAN_28)}[most]))
    with looking(chromium, 360, **options) as page:
        for address in ("", "zh/", "news/2024/a/"):
            page.goto(f"{root}/{address}")
            box = page.locator(".masthead").bounding_box()
            assert box
            assert box["height"] <= most, address
            inner = page.locator(".name span").bounding_box()
            assert inner
            assert inner["y"] >= box["y"]
            assert inner["y"] + inner["height"] <= box["y"] + box["height"], address


@pytest.mark.parametrize("language", ["", "zh/"])
def test_the_aids_enlarge_what_is_pressed_and_no_words_of_the_bar(
    chromium: Browser, serve: Serve, tmp_path: Path, language: str
) -> None:
    with looking(chromium, 360) as page:
        page.goto(f"{serve(make_named(tmp_path, LETTERS_28, HAN_14))}/{language}")
        before, letters = sizes(page), letters_of(page)
        page.evaluate('localStorage.setItem(\'reading-aids\', \'{"size": "larger", "spacing": "wide"}\')')
        page.reload()
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
        after = sizes(page)
        assert letters_of(page) == pytest.approx(letters)
        assert all(now > then for now, then in zip(after, before, strict=True)), (before, after)
        box = page.locator(".masthead").bounding_box()
        assert box
        assert box["height"] <= 88


@pytest.mark.parametrize("options", [{}, NO_SCRIPT], ids=["script", "none"])
def test_the_menu_unfolds(chromium: Browser, serve: Serve, demo: Path, options: dict[str, Any]) -> None:
    """By touch and by keyboard, with script and without; a wide window has no menu, and shows it all."""
    with looking(chromium, 360, has_touch=True, **options) as page:
        page.goto(serve(demo) + "/zh/")
        navigation, languages, menu = (
            page.locator(".main-nav"),
            page.locator(".tongues"),
            page.locator(".menu > summary"),
        )
        expect(navigation).to_be_hidden()
        expect(languages).to_be_hidden()
        menu.tap()
        expect(navigation).to_be_visible()
        expect(languages).to_be_visible()
        menu.tap()
        expect(navigation).to_be_hidden()
        Reader(page).open_menu()
        page.get_by_role("link", name="按日期", exact=True).first.tap()
        page.wait_for_url("**/zh/dates/")
        page.set_viewport_size({"width": 1280, "height": 800})
        expect(page.locator(".main-nav")).to_be_visible()
        expect(page.locator(".menu")).to_be_hidden()
        assert page.locator(".find > summary").is_visible() is False


def test_the_search_unfolds_and_asks(chromium: Browser, serve: Serve, demo: Path) -> None:
    with looking(chromium, 360, has_touch=True) as page:
        page.goto(serve(demo) + "/zh/")
        field = page.locator(".finder input")
        expect(field).to_be_hidden()
        page.locator(".find > summary").tap()
        expect(field).to_be_focused()
        field.fill("老桥")
        field.press("Enter")
        page.wait_for_url("**/zh/search/?q=*")
        expect(page.locator("#site\\:found .title").first).to_be_visible()


@pytest.mark.parametrize("address", ["", "zh/", "news/2023/stone-bridge-meeting/"])
def test_at_a_desk_name_search_aids_and_languages_are_one_row(
    chromium: Browser, serve: Serve, demo: Path, address: str
) -> None:
    with looking(chromium, 1280) as page:
        page.goto(f"{serve(demo)}/{address}")
        middles = page.evaluate(
            "['.name', '.finder', '.aids', '.languages'].map(each => document.querySelector(each)"
            ".getBoundingClientRect()).map(each => each.y + each.height / 2)"
        )
        assert max(middles) - min(middles) < 8
        assert page.locator(".main-nav a").last.bounding_box()["y"] > max(middles)  # type: ignore[index]
        tops = page.evaluate("[...document.querySelectorAll('.main-nav a')].map(each => each.offsetTop)")
        assert len(set(tops)) == 1


def test_five_languages_unfold(chromium: Browser, serve: Serve, tmp_path: Path) -> None:
    with looking(chromium, 1280) as page:
        page.goto(serve(make_site("five", tmp_path)) + "/")
        languages = page.locator(".tongues")
        expect(languages).to_be_hidden()
        page.locator(".languages summary").click()
        expect(languages).to_be_visible()
        assert languages.get_by_role("listitem").count() == 5
        page.set_viewport_size({"width": 360, "height": 800})
        expect(languages).to_be_hidden()
        page.locator(".menu summary").click()
        expect(languages).to_be_visible()
        expect(page.locator(".languages summary")).to_be_hidden()


def test_forced_colours_mark_the_chosen_tab_alone(chromium: Browser, serve: Serve, demo: Path) -> None:
    """The underline of the others has the colour of the ground, whatever colours the reader's system forces."""
    with looking(chromium, 1280, forced_colors="active") as page:
        page.goto(serve(demo) + "/news/")
        lines = page.locator(".main-nav a, .tongues li > *").evaluate_all(
            "nodes => nodes.map(each => [each.hasAttribute('aria-current'),"
            " getComputedStyle(each).borderBottomColor === getComputedStyle(document.body).backgroundColor])"
        )
        assert {tuple(each) for each in lines} == {(True, False), (False, True)}


def sizes(page: Page) -> list[float]:
    """Give the areas of what is pressed in the bar."""
    return list(
        page.locator(".find > summary, .menu > summary, .aids > button").evaluate_all(
            "nodes => nodes.map(each => each.offsetWidth * each.offsetHeight)"
        )
    )


def letters_of(page: Page) -> Any:
    """Give the sizes of the letters in the bar."""
    return page.locator(".name, .find > summary, .menu > summary, .aids > button").evaluate_all(
        "nodes => nodes.map(each => parseFloat(getComputedStyle(each).fontSize))"
    )
