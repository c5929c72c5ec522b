"""The theme's icons are its drawing, and a browser finds no fault with what tells of them."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser

from tests.browser.reader import looking
from tests.conftest import Serve
from tests.theme_icons import STATIC, draw_icons

pytestmark = pytest.mark.browser
# Another browser may draw edges otherwise: of 255.
MOST_DIFFERENCE = 3


def test_the_themes_icons_are_those_of_its_drawing(chromium: Browser) -> None:
    drawn = draw_icons(chromium)
    assert sorted(drawn) == sorted(file.name for file in STATIC.iterdir() if file.suffix in {".png", ".ico"})
    for name, data in drawn.items():
        with Image.open(STATIC / name) as here, Image.open(BytesIO(data)) as now:
            assert here.size == now.size
            difference = ImageStat.Stat(ImageChops.difference(here.convert("RGBA"), now.convert("RGBA"))).mean
            assert max(difference) < MOST_DIFFERENCE, name


@pytest.mark.parametrize("address", ["", "zh/"])
def test_the_browser_takes_the_manifest(chromium: Browser, serve: Serve, demo: Path, address: str) -> None:
    with looking(chromium, 1280) as page:
        root = serve(demo)
        page.goto(f"{root}/{address}")
        found = page.context.new_cdp_session(page).send("Page.getAppManifest")
        assert (found["url"], found["errors"]) == (f"{root}/{address}site.webmanifest", [])
        assert json.loads(found["data"])["start_url"] == f"/{address}"
        for each in json.loads(found["data"])["icons"]:
            assert page.request.get(f"{root}{each['src']}").headers["content-type"] == "image/png"
