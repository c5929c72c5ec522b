"""No page scrolls sideways, whatever its words, its lists, its tables and its languages."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.families import WIDTHS
from tests.browser.reader import looking
from tests.browser.stress_sites import find_families, make_site
from tests.browser.test_look import TOO_WIDE
from tests.conftest import Serve

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("site", "pages"), [("stress", 45), ("five", 30), ("nine", 55), ("empty", 10)])
def test_nothing_overflows(chromium: Browser, serve: Serve, tmp_path: Path, site: str, pages: int) -> None:
    output = make_site(site, tmp_path)
    root, families = serve(output), find_families(output)
    assert len(families) >= pages
    with looking(chromium, WIDTHS[0]) as page:
        for address in families:
            page.goto(f"{root}/{address}")
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate(TOO_WIDE) == [], (address, width)
                # Boxes that scroll by themselves are those of tables and of what keeps its own lines.
                inside = page.evaluate(
                    "[...document.querySelectorAll('body *')].filter(each => each.scrollWidth > each.clientWidth + 1"
                    " && ['auto', 'scroll'].includes(getComputedStyle(each).overflowX)).map(each => each.localName)"
                )
                assert set(inside) <= {"table", "pre", "div", "textarea"}, (address, width)
