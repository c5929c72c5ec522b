"""An item's address can be scanned and copied, and the item printed, from the screen."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.reader import looking
from tests.conftest import Serve

pytestmark = pytest.mark.browser
ADDRESS = "zh/notices/2025/one-counter/"
URL = f"https://willow-ferry.example.org/{ADDRESS}"


def test_the_link_is_copied_and_that_is_said(chromium: Browser, serve: Serve, demo: Path) -> None:
    with looking(chromium, 360) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(f"{serve(demo)}/{ADDRESS}")
        expect(page.get_by_role("img", name="本页网址二维码")).to_be_visible()
        page.get_by_role("button", name="复制链接").click()
        expect(page.locator(".share [role=status]")).to_have_text("链接已复制。")
        assert page.evaluate("navigator.clipboard.readText()") == URL


def test_the_page_is_printed_by_keyboard(chromium: Browser, serve: Serve, demo: Path) -> None:
    with looking(chromium, 1280) as page:
        page.add_init_script("window.print = () => { window.printed = true }")
        page.goto(f"{serve(demo)}/{ADDRESS}")
        page.get_by_role("button", name="打印").focus()
        page.keyboard.press("Enter")
        assert page.evaluate("window.printed") is True


def test_without_script_the_address_is_there_and_no_dead_button(chromium: Browser, serve: Serve, demo: Path) -> None:
    with looking(chromium, 360, java_script_enabled=False) as page:
        page.goto(f"{serve(demo)}/{ADDRESS}")
        expect(page.locator(".scan")).to_contain_text(URL)
        expect(page.locator(".share")).to_be_hidden()
