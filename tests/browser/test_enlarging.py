"""Pictures: they enlarge where one is, stand in a grid where there are many, and none is higher than a window."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.reader import looking
from tests.browser.test_access import AXE, JUDGE, WATCH, under_policy
from tests.browser.test_look import TOO_WIDE
from tests.conftest import Serve
from tests.sites import SITE_TOML, article, made, write

pytestmark = pytest.mark.browser
FOLDER = "content/news/2024-06-08-fair"
SIZES = {
    "lead": (1600, 900),
    "a": (1600, 1200),
    "b": (1600, 900),
    "c": (900, 1600),
    "tall": (900, 3000),
    "tiny": (40, 40),
}
GALLERY = "![{0} A](a.jpg)\n![{0} B](b.jpg)\n![{0} C](c.jpg)\n\n"
ALONE = "![{0} A](a.jpg)\n\n![{0} B](b.jpg)\n\n![{0} C](c.jpg)\n\n"
BODY = (
    "Words.\n\n" * 12 + GALLERY + "More.\n\n![{0} T](tall.jpg)\n\nLess.\n\n" + ALONE + "Last.\n\n![{0} S](tiny.jpg)\n"
)
LANGUAGES = pytest.mark.parametrize(("stall", "root", "close"), [("Stall", "", "Close"), ("摊位", "zh/", "关闭")])


def draw(width: int, height: int) -> bytes:
    """Draw a picture in which no two parts are alike."""
    stream = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(stream, "JPEG")
    return stream.getvalue()


@pytest.fixture(scope="module")
def fair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files: dict[str, str | bytes] = {f"{FOLDER}/{name}.jpg": draw(*size) for name, size in SIZES.items()}
    files |= {
        "content/site.toml": SITE_TOML,
        f"{FOLDER}/index.md": article("title: Fair\nimage: lead.jpg", BODY.format("Stall")),
        f"{FOLDER}/index.zh.md": article("title: 集市", BODY.format("摊位")),
    }
    site = write(tmp_path_factory.mktemp("fair"), files)
    made(site)
    return site / "public"


@LANGUAGES
@pytest.mark.parametrize("way", ["Escape", "button", "back", "picture"])
def test_a_picture_enlarges_without_losing_the_place(chromium: Browser, fair: Path, stall: str, root: str, close: str, way: str) -> None:  # fmt: skip  # noqa: E501, PLR0913, PLR0917 - every way out in both languages
    """By keyboard too; the strictest policy for scripts finds nothing to refuse, and nothing jumps."""
    with looking(chromium, 360) as page:
        page.add_init_script(WATCH)
        page.route("**/*", under_policy(fair))
        page.goto(f"https://ferry.example.org/{root}news/2024/fair/")
        link = page.get_by_role("link", name=f"{stall} B").first
        link.focus()
        place = page.evaluate("scrollY")
        assert place > 0
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name=f"{stall} B")
        shown = dialog.locator("img")
        expect(shown).to_be_in_viewport(ratio=1)
        assert shown.evaluate("picture => picture.getBoundingClientRect().width") > 300
        page.evaluate(AXE.read_text("utf-8"))
        assert page.evaluate(JUDGE, []) == []
        leave(page, way, close)
        expect(dialog).to_have_count(0)
        expect(link).to_be_focused()
        assert page.evaluate("scrollY") == place
        assert page.url.endswith(f"/{root}news/2024/fair/")
        assert page.evaluate("[jumps, refused]") == [0, []]


def leave(page: Page, way: str, close: str) -> None:
    """Close what is open, in one of the ways."""
    if way == "Escape":
        page.keyboard.press("Escape")
    elif way == "back":
        page.go_back()
    elif way == "button":
        page.get_by_role("button", name=close).click()
    else:
        page.locator("dialog img").click()


@LANGUAGES
def test_without_script_a_picture_leads_to_itself(chromium: Browser, serve: Serve, fair: Path, stall: str, root: str, close: str) -> None:  # fmt: skip  # noqa: E501, PLR0913, PLR0917 - in both languages
    del close
    with looking(chromium, 360, java_script_enabled=False) as page:
        page.goto(f"{serve(fair)}/{root}news/2024/fair/")
        page.get_by_role("link", name=f"{stall} B").first.click()
        page.wait_for_url("**/b.jpg")


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("root", ["", "zh/"])
def test_pictures_are_in_a_grid_and_none_is_too_high(chromium: Browser, serve: Serve, fair: Path, width: int, root: str) -> None:  # fmt: skip  # noqa: E501
    with looking(chromium, width) as page:
        page.goto(f"{serve(fair)}/{root}news/2024/fair/")
        boxes = "nodes => nodes.map(node => node.getBoundingClientRect()).map(box => [box.top, box.height, box.width])"
        galleries = page.locator(".gallery")
        assert galleries.count() == 2
        for gallery in galleries.all():
            (first, height, _), (second, other, _), _ = gallery.locator("img").evaluate_all(boxes)
            assert first == second
            assert height == pytest.approx(other, abs=1)
        heights = [height for _, height, _ in page.locator(".prose img").evaluate_all(boxes)]
        assert max(heights) <= 0.85 * 800 + 1
        assert page.locator(".prose img").evaluate_all("all => all.map(each => each.width)")[-1] == SIZES["tiny"][0]
        assert page.evaluate(TOO_WIDE) == []
        lead = page.locator(".lead-picture a")
        assert lead.get_attribute("aria-label") == ("放大图片" if root else "Enlarge the picture")
        assert page.get_by_role("link", name="S", exact=True).count() == 0


def test_a_tall_picture_is_on_one_sheet(chromium: Browser, serve: Serve, fair: Path) -> None:
    with looking(chromium, 1280) as page:
        page.goto(f"{serve(fair)}/news/2024/fair/")
        page.emulate_media(media="print")
        assert (
            page.locator("img[alt='Stall T']").evaluate("node => node.getBoundingClientRect().height") < 250 / 25.4 * 96
        )
