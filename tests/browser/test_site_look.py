"""A site's own colours, logo, fonts and menu: everyone reads them, and nothing moves when they come."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.reader import looking
from tests.browser.test_access import AXE, DARK, JUDGE, WATCH
from tests.building.test_sharing import emblem
from tests.conftest import Serve, Vnu
from tests.fonts import make_font
from tests.site.test_films import FILES as FILMS
from tests.site.test_introductions import FILES as INTRODUCTIONS
from tests.sites import PLAIN_TOML, SITE_TOML, article, made, write

pytestmark = pytest.mark.browser
BODY = "A [link](https://example.org/).\n\n| A | B |\n|---|---|\n| 1 | 2 |\n"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} 56"><circle cx="28" cy="28" r="28" fill="#fff"/></svg>'
)
FONT = '[[theme.fonts]]\nfamily = "Ferry Letters"\nfile = "letters.ttf"\nuse = "headings"\n'
FILES: dict[str, str | bytes] = {
    "content/about.md": article("title: About", BODY),
    "content/news/2024-03-05-water.md": article(
        "title: Water off\ncommitments:\n  - {id: a, text: Mend, status: done}\n  - {id: b, text: Paint}", BODY
    ),
}
PAGES = ("", "about/", "news/2024/water/", "news/", "dates/", "commitments/")


def site(folder: Path, theme: str, **files: str | bytes) -> Path:
    """Build a site with lines in [theme] and files beside site.toml, and give its output folder."""
    named = {f"content/{name.replace('_', '.')}": data for name, data in files.items()}
    made(write(folder, {**FILES, **named, "content/site.toml": f"{PLAIN_TOML}[theme]\n{theme}"}))
    return folder / "public"


# The palest that are let through, a dark one, and grey.
@pytest.mark.parametrize("accent", ["#90671f", "#cd0000", "#000", "#6a6a6a"])
def test_axe_finds_nothing_in_any_scheme(chromium: Browser, serve: Serve, tmp_path: Path, accent: str) -> None:
    root, script = serve(site(tmp_path, f'accent = "{accent}"\n')), AXE.read_text("utf-8")
    with looking(chromium, 1280) as page:
        for contrast in ("usual", "high"):
            for address in PAGES:
                page.goto(f"{root}/{address}")
                page.evaluate(script)
                page.evaluate("value => document.documentElement.dataset.contrast = value", contrast)
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
                    assert page.evaluate(JUDGE, DARK) == [], (address, contrast, scheme)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_logo_stands_for_the_name_and_nothing_moves(
    chromium: Browser, serve_strictly: Serve, tmp_path: Path, width: int
) -> None:
    theme = f'logo = "logo.svg"\nlogo_dark = "night.png"\n{FONT}'
    folder = site(
        tmp_path, theme, logo_svg=DRAWING.format(320), night_png=emblem((320, 56)), letters_ttf=make_font("abcdefgh")
    )
    with looking(chromium, width) as page:
        page.add_init_script(WATCH)
        page.goto(f"{serve_strictly(folder)}/about/")
        page.evaluate("document.fonts.ready")
        assert page.evaluate("document.fonts.check('16px \"Ferry Letters\"')")
        assert page.get_by_role("link", name="Ferry", exact=True).is_visible()
        assert page.locator(".name .on-paper").is_hidden()
        assert (page.evaluate("window.jumps"), page.evaluate("window.refused")) == (0, [])
        assert drawn(page).endswith(".svg")
        assert inside(page)
        page.emulate_media(color_scheme="dark")
        assert drawn(page).endswith(".png")
        page.emulate_media(media="print")
        assert page.locator(".logo").is_hidden()
        assert page.locator(".name .on-paper").is_visible()


def drawn(page: Page) -> str:
    """Give the address of the picture that is shown as the logo, once it is there."""
    page.wait_for_function("() => document.querySelector('.logo').naturalWidth > 0")
    return str(page.locator(".logo").evaluate("each => each.currentSrc"))


def inside(page: Page) -> bool:
    """Tell whether the logo is as high as it should be and beside nothing else."""
    box = page.locator(".logo").bounding_box()
    others = [
        each.bounding_box()
        for each in page.locator(".find > summary:visible, .aids > button:visible, .finder:visible").all()
    ]
    assert box
    clear = all(each is None or each["x"] >= box["x"] + box["width"] for each in others)
    return clear and 30 <= box["height"] <= 56


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scripts", [True, False])
def test_the_menu_is_there_with_and_without_scripts(
    chromium: Browser, serve: Serve, tmp_path: Path, width: int, *, scripts: bool
) -> None:
    entries = ('page = "/"', 'page = "about"', 'column = "news"', 'title = "Help"\nurl = "https://help.example.org/"')
    folder = site(tmp_path, 'accent = "#8a1538"\n' + "".join(f"[[menu]]\n{each}\n" for each in entries))
    with looking(chromium, width, java_script_enabled=scripts) as page:
        page.goto(f"{serve(folder)}/about/")
        navigation = page.get_by_role("navigation", name="Main navigation")
        if width < 768:
            assert navigation.is_hidden()
            page.locator(".menu > summary").click()
        links = navigation.get_by_role("link")
        assert links.all_inner_texts() == ["Home", "About", "News", "Help"]
        assert navigation.locator("[aria-current=page]").inner_text() == "About"
        links.nth(2).click()
        assert page.url.endswith("/news/")


@pytest.mark.parametrize("width", [360, 1280])
def test_everyone_follows_a_film_and_a_columns_own_text(
    chromium: Browser, serve: Serve, tmp_path: Path, width: int
) -> None:
    made(write(tmp_path, {**FILMS, **INTRODUCTIONS}))
    root, script = serve(tmp_path / "public"), AXE.read_text("utf-8")
    with looking(chromium, width) as page:
        page.add_init_script(WATCH)
        for address in ("news/2024/race/", "zh/news/2024/race/", "news/", "about/"):
            page.goto(f"{root}/{address}")
            page.evaluate(script)
            assert page.evaluate(JUDGE, []) == [], address
            assert page.evaluate("window.jumps") == 0, address
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        page.goto(f"{root}/news/2024/race/")
        tracks = page.locator("video").evaluate("each => [...each.textTracks].map(t => [t.kind, t.language, t.mode])")
        assert [each[:2] for each in tracks] == [["captions", "en"], ["captions", "zh-CN"]]
        page.emulate_media(media="print")
        assert page.locator("video").is_hidden()
        assert page.get_by_text('The "boats" start').last.is_visible()


def test_all_of_it_is_correct_html(vnu: Vnu, tmp_path: Path) -> None:
    theme = f'logo = "logo.svg"\nlogo_dark = "night.png"\naccent = "navy"\n{FONT}[[menu]]\npage = "about"\n'
    letters: dict[str, str | bytes] = {"content/logo.svg": DRAWING.format(320), "content/night.png": emblem((320, 56))}
    files: dict[str, str | bytes] = {**FILMS, **INTRODUCTIONS, **letters, "content/letters.ttf": make_font("abc")}
    made(write(tmp_path, {**files, "content/site.toml": f"{SITE_TOML}[theme]\n{theme}"}))
    pages = [tmp_path / "public" / each / "index.html" for each in ("", "news", "about", "zh/news", "news/2024/race")]
    found = vnu(pages)
    assert [f"{each.get('url', '')}: {each['message']}: {each.get('extract', '')}" for each in found] == []
