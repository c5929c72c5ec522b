"""Takes every family of pages as a reader has it: `python -m tests.browser.families FOLDER [SITE …]` writes PNG files.

SITE is one of those in `stress_sites.py`, or demo (the demonstration); without one all of them are taken. A file's
name says site, address, width and scheme. What is seen is judged by whoever looks; test_overflow.py sees that nothing
overflows.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.browser.reader import looking
from tests.browser.stress_sites import SITES, find_families, make_site
from tests.conftest import CHROMIUM_OPTIONS, chromium_path, serving

WIDTHS = (360, 768, 1280, 1920)
SCHEMES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
}


def take(browser: Browser, root: str, addresses: list[str], folder: Path, site: str) -> Iterator[Path]:
    """Take whole pages in every width and scheme."""
    for width in WIDTHS:
        for scheme, options in SCHEMES.items():
            with looking(browser, width, **options) as page:
                for address in addresses:
                    page.goto(f"{root}/{address}")
                    name = address.strip("/").replace("/", "-") or "home"
                    file = folder / f"{site}-{name}-{width}-{scheme}.png"
                    page.screenshot(path=file, full_page=True)
                    yield file


def main(folder: Path, sites: list[str]) -> None:
    """Make the sites, take their pages, and say where each lies."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright, serving() as serve:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_OPTIONS)
        for site in sites or list(SITES):
            output = make_site(site, Path(work) / site)
            for file in take(browser, serve(output), find_families(output), folder, site):
                sys.stdout.write(f"{file}\n")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
