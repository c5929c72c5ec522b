"""The pictures in README: `python -m tests.pictures` takes them of the demonstration, in Chromium, into docs/pictures/.

Each has one kind of page as a desktop and as a phone show it, one of them in Chinese; one has what `check` says. They
are shown, and compared with nothing: fonts are those of the machine.
"""

import io
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from site_builder.building.build import build
from site_builder.building.session import Options
from site_builder.editing.new_site.init import init_site
from tests.conftest import CHROMIUM_OPTIONS, chromium_path, serving
from tests.publishing.servers import command

FOLDER = Path(__file__).parents[1] / "docs/pictures"
AT = "2025-12-02"
# All pictures together, in bytes.
MOST = 600_000
# By name: what is shown, on a desktop and on a phone.
PAGES = {
    "home": ("", "zh/"),
    "item": ("zh/news/2024/cold-store-opens/", "news/2024/cold-store-opens/"),
    "community": ("communities/ferry-street/", "zh/communities/ferry-street/"),
    "dates": ("zh/2024/11/", "2024/11/"),
}
CHECKED = "check"
HEIGHT, DESKTOP, PHONE, GAP = 844, 1180, 390, 28
COLOURS = 96
TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 1.5rem 2rem; background: #12181a; color: #e6e9e6; width: max-content;
font: 16px/1.6 monospace }}
pre {{ margin: 0; font: inherit }}</style><pre>$ bulletin check\n{}</pre>"""
MISTAKES = {
    "content/notices/2024/2024-11-26-water.md": "---\ntitle: Water supply off\ndate: tomorrow\n"
    "communities: [Fery Street]\n---\nAsk at the hall, or 138 1234 5679.\n",
}


def take_pictures(browser: Browser, folder: Path) -> dict[str, bytes]:
    """Give all pictures by name; the demonstration is built below a folder."""
    site = folder / "site"
    init_site(site, demo=True)
    report = build(Options(site=site, output=site / "public", at=AT, now=0))
    assert not [each for each in report.problems if each.severity == "error"]
    said = list_mistakes(site)
    found = {f"{name}.png": encode(picture) for name, picture in take_pages(browser, site / "public")}
    page = browser.new_page(viewport={"width": 400, "height": 100})
    page.set_content(TERMINAL.format(escape(said)))
    found[f"{CHECKED}.png"] = encode(Image.open(io.BytesIO(page.screenshot(full_page=True))))
    page.close()
    return found


def list_mistakes(site: Path) -> str:
    """Give what `check` says of an item with mistakes."""
    for path, text in MISTAKES.items():
        (site / path).write_text(text, "utf-8")
    return command("check", site, "--at", AT, "--lang", "en").output


def take_pages(browser: Browser, output: Path) -> Iterator[tuple[str, Image.Image]]:
    """Give the picture of each kind of page: desktop and phone side by side."""
    with serving() as serve:
        address = serve(output)
        for name, (desktop, phone) in PAGES.items():
            both = Image.new("RGB", (DESKTOP + GAP + PHONE, HEIGHT), "white")
            for width, path, left in ((DESKTOP, desktop, 0), (PHONE, phone, DESKTOP + GAP)):
                page = browser.new_page(viewport={"width": width, "height": HEIGHT})
                page.goto(f"{address}/{path}", wait_until="networkidle")
                both.paste(Image.open(io.BytesIO(page.screenshot())), (left, 0))
                page.close()
            yield name, both


def encode(picture: Image.Image) -> bytes:
    """Write a picture small."""
    data = io.BytesIO()
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(data, "PNG", optimize=True)
    return data.getvalue()


def main() -> None:
    """Take all pictures anew."""
    path = chromium_path()
    assert path, "Chromium is missing; `make test` installs it, or says how"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        found = take_pictures(browser, Path(folder))
        browser.close()
    size = sum(map(len, found.values()))
    assert size <= MOST, f"{size:,} bytes"
    FOLDER.mkdir(exist_ok=True)
    for name, data in found.items():
        (FOLDER / name).write_bytes(data)
        sys.stdout.write(f"{name}: {len(data):,} bytes\n")


if __name__ == "__main__":
    main()
