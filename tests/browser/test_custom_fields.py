"""Pages with fields of the site's own are correct HTML and read by everyone, on the screen and for the printer."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.reader import looking
from tests.browser.test_access import AXE, JUDGE
from tests.building.test_custom_fields import make_site
from tests.conftest import Serve, Vnu
from tests.sites import made

pytestmark = pytest.mark.browser
PAGES = ("", "news", "zh/news", "news/2024/visit", "print/2024/01", "zh/print/2024/01")


def test_pages_with_them_are_correct_html(vnu: Vnu, tmp_path: Path) -> None:
    site = make_site(tmp_path)
    made(site)
    found = vnu([site / "public" / each / "index.html" for each in PAGES])
    assert [f"{each.get('url', '')}: {each['message']}: {each.get('extract', '')}" for each in found] == []


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_is_too_wide(chromium: Browser, serve: Serve, tmp_path: Path, width: int) -> None:
    made(make_site(tmp_path))
    root, script = serve(tmp_path / "public"), AXE.read_text("utf-8")
    with looking(chromium, width) as page:
        for address in PAGES:
            page.goto(f"{root}/{address}/" if address else f"{root}/")
            page.evaluate(script)
            assert page.evaluate(JUDGE, []) == [], address
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
