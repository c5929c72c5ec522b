"""The mark of a staging copy is seen, heard and printed on every kind of page, and is no fault of any."""

from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from site_builder.cli.commands import main
from site_builder.editing.new_site.init import init_site
from tests.browser.reader import looking
from tests.browser.test_access import AXE, DARK, DOUBLED, JUDGE, MORE
from tests.browser.test_look import FAMILIES, ITEMS, opened, readable
from tests.conftest import Serve, Vnu

pytestmark = pytest.mark.browser
MARK = {"en": "Staging copy, not the public site", "zh": "预发布版本，非正式网站"}
NAME = {"en": "Staging copy", "zh": "预发布版本"}
MOVED = ["old/ferry/", "zh/old/ferry/"]
PAGES = [*FAMILIES, *MORE, *ITEMS, "404.html", *MOVED]
TARGET = """
[publish.staging]
staging = true
base_url = "https://staging.example.org/"
to = "file://{folder}"
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration as a staging copy of it, with a page that has moved."""
    folder = tmp_path_factory.mktemp("copy")
    site, there = folder / "site", folder / "www"
    init_site(site, demo=True)
    settings = site / "content/site.toml"
    settings.write_text(settings.read_text("utf-8") + TARGET.format(folder=there), "utf-8")
    for name, alias in zip(("2026-01-10-ferry.md", "2026-01-10-ferry.zh.md"), MOVED, strict=True):
        (site / "content/news" / name).write_text(f"---\ntitle: Ferry\naliases: [/{alias}]\n---\nWords.\n", "utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["publish", "staging", "--site", str(site), "--at", "2026-01-15"])
    assert ended.value.code == 0
    return there / "current"


def test_axe_finds_nothing_and_the_mark_is_seen_and_told(chromium: Browser, serve: Serve, copy: Path) -> None:
    script = AXE.read_text("utf-8")
    with looking(chromium, 1280) as page:
        # A page that has moved would lead away before it is looked at.
        page.route("**/old/ferry/", lambda route: route.fulfill(body=stay(copy, route.request.url)))
        for address in opened(page, serve(copy), [*PAGES, *(f"zh/{each}" for each in FAMILIES)]):
            language = "zh" if page.locator("html").get_attribute("lang") == "zh-CN" else "en"
            mark = page.get_by_role("complementary", name=NAME[language], exact=True)
            expect(mark).to_have_text(MARK[language])
            expect(mark).to_be_in_viewport(ratio=1)
            page.evaluate(script)
            assert page.evaluate(JUDGE, []) == [], address
            page.emulate_media(color_scheme="dark")
            assert page.evaluate(JUDGE, DARK) == [], (address, "dark")
            page.set_viewport_size({"width": 640, "height": 400})
            assert page.evaluate(JUDGE, DOUBLED) == [], (address, "dark, 200%")
            page.emulate_media(color_scheme="light")


def stay(copy: Path, url: str) -> str:
    """Give a page that has moved without what leads on."""
    text = (copy / url.split("/", 3)[3] / "index.html").read_text("utf-8")
    return "\n".join(line for line in text.split("\n") if "http-equiv" not in line)


@pytest.mark.parametrize("address", ["contact/", "print/2024/03/", "zh/print/2024/03/", ITEMS[0]])
def test_the_mark_is_printed(chromium: Browser, serve: Serve, copy: Path, address: str) -> None:
    with looking(chromium, 1280) as page:
        page.goto(f"{serve(copy)}/{address}")
        page.emulate_media(media="print")
        mark = MARK["zh" if address.startswith("zh/") else "en"]
        assert mark.split() == readable(page)[: len(mark.split())]
        sheet = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages[0].extract_text()
        assert plain(mark) in plain(sheet)


def plain(text: str) -> str:
    """Give a text without spaces, and without the other characters that a PDF may have for some of Han."""
    return "".join(normalize("NFKC", text).split())


def test_every_page_is_correct_html(vnu: Vnu, copy: Path) -> None:
    pages = sorted(copy.rglob("*.html"))
    assert len(pages) > 100
    assert [f"{each.get('url', '')}: {each['message']}" for each in vnu(pages)] == []
