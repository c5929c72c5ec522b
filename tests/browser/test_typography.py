"""Chinese pages have the marks of a Chinese font; every language has its direction, and links that lead home say so."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.reader import looking
from tests.browser.stress_sites import make_site
from tests.conftest import Serve
from tests.sites import SITE_TOML, article, made, write

pytestmark = pytest.mark.browser
TAIWAN = '[languages.tw]\npath = "tw"\ntag = "zh-TW"\nlocale = "zh_Hant_TW"\n[[columns]]'


@pytest.fixture(scope="module")
def nine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_site("nine", tmp_path_factory.mktemp("nine"))


def measure(page: Page, text: str, tag: str) -> float:
    """Give the width of a text in a paragraph of a language, in ems."""
    script = """([text, tag]) => {
      const node = document.createElement('span'), paragraph = document.createElement('p')
      node.textContent = text
      paragraph.lang = tag
      paragraph.append(node)
      document.querySelector('main').append(paragraph)
      const width = node.getBoundingClientRect().width / parseFloat(getComputedStyle(node).fontSize)
      paragraph.remove()
      return width }"""
    return float(page.evaluate(script, [text, tag]))


def test_marks_in_han_text_are_as_wide_as_han(chromium: Browser, serve: Serve, demo: Path) -> None:
    with looking(chromium, 1280) as page:
        page.goto(serve(demo) + "/zh/")
        for sign in "“”‘’—…·":
            assert measure(page, f"中{sign}中", "zh-CN") == pytest.approx(3, abs=0.1), sign
        # Letters, and marks of English text, stay those of the Latin font.
        assert measure(page, "abc 123", "zh-CN") == pytest.approx(measure(page, "abc 123", "en"))
        assert measure(page, "“a”", "en") < measure(page, "“a”", "zh-CN") - 0.5
        # A space between Han and letters, without one being typed.
        assert measure(page, "中a", "zh-CN") > measure(page, "中", "zh-CN") + measure(page, "a", "zh-CN") + 0.1


def test_quotations_have_the_marks_of_their_language(chromium: Browser, serve: Serve, tmp_path: Path) -> None:
    files = {"content/site.toml": SITE_TOML.replace("[[columns]]", TAIWAN, 1)}
    for suffix in ("", ".zh", ".tw"):
        files[f"content/news/2024-06-01-a{suffix}.md"] = article("title: A", "<q>甲</q>\n")
    made(write(tmp_path, files))
    root, found = serve(tmp_path / "public"), {}
    with looking(chromium, 360) as page:
        for path in ("zh", "tw"):
            page.goto(f"{root}/{path}/news/2024/a/")
            found[path] = page.evaluate("getComputedStyle(document.querySelector('q')).quotes")
    assert found == {"zh": '"“" "”" "‘" "’"', "tw": '"「" "」" "『" "』"'}


def test_every_language_has_its_direction(chromium: Browser, serve: Serve, nine: Path) -> None:
    root = serve(nine)
    with looking(chromium, 360) as page:
        for path, direction in {"": "ltr", "zh/": "ltr", "ug/": "rtl", "ar/": "rtl"}.items():
            page.goto(f"{root}/{path}")
            assert page.evaluate("getComputedStyle(document.documentElement).direction") == direction, path
            box = page.locator(".name span").bounding_box()
            assert box
            assert (box["x"] > 100) == (direction == "rtl"), path
        page.goto(f"{root}/ug/column1/")
        english = page.get_by_role("link", name="In English alone", exact=True)
        assert english.get_attribute("lang") == "en"
        assert english.get_attribute("dir") == "ltr"
        page.goto(f"{root}/column1/2026/words/")
        assert page.locator(".tongues a[lang=ug]").get_attribute("dir") == "rtl"


def test_a_link_that_leads_home_says_so(chromium: Browser, serve: Serve, demo: Path) -> None:
    with looking(chromium, 1280) as page:
        root = serve(demo)
        page.goto(f"{root}/news/2023/stone-bridge-meeting/")
        expect(page.locator(".tongues a")).to_have_text("中文")
        page.goto(f"{root}/policies/2025/budget-2025/")
        link = page.locator(".tongues a")
        expect(link).to_have_text("中文 · 首页")
        assert link.get_attribute("href") == "/zh/"
