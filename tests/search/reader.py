"""A reader at the search page of a built site: types, presses Enter, and reads what is shown and said."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, Response, expect

STATE, FOUND, MORE, BOX, NEAR, NAMED, BUSY = (
    f'[id="site:{each}'
    for each in ('state"]', 'found"] > li', 'more"]', 'q"]', 'near"] > li', 'named"] > li', 'found"][aria-busy="true"]')
)


class Answer(NamedTuple):
    """What a query came to: the hrefs shown, in order; what was said; how many files were asked for, and their bytes.

    `near` are those shown as near matches, `named` the lists and pages that the query names.
    """

    hrefs: tuple[str, ...]
    said: str
    requests: int
    bytes: int
    near: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


class Search:
    """The search page in a browser."""

    def __init__(self, page: Page, root: str) -> None:
        self.page = page
        self.root = root
        self.asked: list[Response] = []
        page.on("response", self.note)

    def note(self, response: Response) -> None:
        self.asked.append(response)

    def ask(self, query: str, *, all_of_them: bool = True) -> Answer:
        """Type a query and press Enter; go on to the end where all results are wanted."""
        self.asked.clear()
        self.page.locator(BOX).fill(query)
        self.page.keyboard.press("Enter")
        said = self.said()
        requests, size = len(self.asked), sum(int(r.headers.get("content-length", 0)) for r in self.asked)
        while all_of_them and self.page.locator(MORE).is_visible():
            self.page.locator(MORE).click()
            self.said()
        return Answer(self.hrefs(FOUND), said, requests, size, self.hrefs(NEAR), self.hrefs(NAMED))

    def hrefs(self, rows: str) -> tuple[str, ...]:
        """Give where the first links of some rows lead."""
        found = self.page.locator(f"{rows} > a").evaluate_all("all => all.map(each => each.getAttribute('href'))")
        return tuple(each.removeprefix("/") for each in found)

    def said(self) -> str:
        """Give what the reader is told when the search has come to an end."""
        state = self.page.locator(STATE)
        expect(state).not_to_have_text(re.compile("^$|Searching|正在"), timeout=30_000)
        expect(self.page.locator(BUSY)).to_have_count(0, timeout=30_000)
        return state.inner_text()


def list_indexed(site: Path, language: str = "en") -> list[str]:
    """Give the items and pages that can be found in a language, by their path below the site."""
    page = (site / ("" if language == "en" else language) / "search/index.html").read_text("utf-8")
    names = re.findall(r'data-index="([^"]*)"', page)[0].split()
    rows = [file for name in names for file in sorted((site / "assets/search" / name).glob("rows*.txt"))]
    return [line.split("\t")[1] for file in rows for line in file.read_text("utf-8").splitlines()]


@contextmanager
def at_search(browser: Browser, root: str, path: str = "search/", width: int = 1280) -> Iterator[Search]:
    """Open the search page."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    context.set_default_timeout(10_000)
    try:
        page = context.new_page()
        search = Search(page, root)
        page.goto(f"{root}/{path}")
        yield search
    finally:
        context.close()
