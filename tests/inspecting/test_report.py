"""The report for the person in charge, as an HTML checker and a browser find it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from site_builder.editing.new_site.init import init_site
from tests.conftest import Vnu
from tests.inspecting.test_inspect import command

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("report")
    init_site(folder / "site", demo=True)
    found = {lang: folder / f"{lang}.html" for lang in ("en", "zh")}
    for lang, file in found.items():
        command("inspect", folder / "site", "--at", "2026-01-10", "--lang", lang, "--output", file)
    return found


def test_it_is_correct_html(vnu: Vnu, reports: dict[str, Path]) -> None:
    assert vnu(list(reports.values())) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_fits_a_phone_and_an_a4_page(chromium: Browser, reports: dict[str, Path], lang: str) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 600})
    page.goto(reports[lang].as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 672, "height": 900})  # A4 within its margins, in CSS pixels
    assert page.evaluate("document.documentElement.scrollWidth") == 672
    page.close()
