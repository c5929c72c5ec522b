"""A reader at the search page of a built site: types, presses Enter, and reads what is shown and said."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from playwright.sync_api import Browser, Page, Response, expect

STATE, FOUND, MORE, BOX = '[id="site:state"]', '[id="site:found"] > li', '[id="site:more"]', '[id="site:q"]'


class Answer(NamedTuple):
    """What a query came to: the hrefs shown, in order; what was said; which files were asked for, and their bytes."""

    hrefs: tuple[str, ...]
    said: str
    requests: int
    bytes: int


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
            shown = self.page.locator(FOUND).count()
            self.page.locator(MORE).click()
            self.page.wait_for_function(
                "n => document.querySelectorAll(n[0]).length > n[1] || document.querySelector(n[2]).hidden",
                arg=[FOUND, shown, MORE],
            )
        links = self.page.locator(f"{FOUND} > .title").evaluate_all("all => all.map(each => each.getAttribute('href'))")
        return Answer(tuple(each.removeprefix("/") for each in links), said, requests, size)

    def said(self) -> str:
        """Give what the reader is told when the search has come to an end."""
        state = self.page.locator(STATE)
        expect(state).not_to_have_text(re.compile("^$|Searching|正在"), timeout=30_000)
        return state.inner_text()


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
