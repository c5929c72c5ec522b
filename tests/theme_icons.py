"""The theme's own icons: `python -m tests.theme_icons` draws them of templates/static/favicon.svg, by a browser."""

from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from site_builder.images.icons import ICON_FORMS, LARGEST, draw_icon, read_square
from tests.conftest import CHROMIUM_OPTIONS, chromium_path

STATIC = Path(__file__).parents[1] / "templates/static"
MARK = STATIC / "favicon.svg"
# Phones cut the corners themselves.
ROUND, TOUCH = ' rx="6"', "apple-touch-icon.png"
# Where there is a drawing, it stands beside the site's name.
UNUSED = "icon-96.png"
PAGE = "<style>body{{margin:0}}svg{{display:block;width:{0}px;height:{0}px}}</style>{1}"


def take_picture(browser: Browser, drawing: str) -> bytes:
    """Take a picture of a drawing."""
    page = browser.new_page(viewport={"width": LARGEST, "height": LARGEST})
    page.set_content(PAGE.format(LARGEST, drawing))
    taken = page.screenshot(omit_background=True)
    page.close()
    return taken


def draw_icons(browser: Browser) -> dict[str, bytes]:
    """Draw the icons by name."""
    drawing = MARK.read_text("utf-8")
    mark, whole = (read_square(take_picture(browser, each)) for each in (drawing, drawing.replace(ROUND, "")))
    forms = {name: form for name, form in ICON_FORMS.items() if name != UNUSED}
    return {name: draw_icon(whole if name == TOUCH else mark, form) for name, form in forms.items()}


def main() -> None:
    """Draw them into the theme."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_OPTIONS)
        for name, data in draw_icons(browser).items():
            (STATIC / name).write_bytes(data)
        browser.close()


if __name__ == "__main__":
    main()
