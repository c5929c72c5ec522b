"""A reader who has a keyboard and nothing else, and what such a reader meets."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page

from site_builder.language import make_translator

# The first line of Playwright's snapshot of an element, which is YAML: its role and its accessible name.
SNAPSHOT = re.compile(r"""^- '?(\w+)(?: ("(?:[^"\\]|\\.)*"))?""")
MANY = 200
IN_MENU = (".main-nav", ".tongues")
# The reader's clock, unless a test turns it: the day on which the demonstration is built.
TODAY = "2026-01-15T12:00:00+08:00"
# What stands in the element that has the focus, and whether it is in some part of the page.
WHERE = """where => { const node = document.activeElement
  if (node === document.body) return ['', false]
  return [node.innerText.trim() || node.localName, node.closest(where) !== null] }"""


class Reader:
    """Goes from page to page with Tab and Enter; says where the focus is as a screen reader would."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    @property
    def path(self) -> str:
        return "/" + self.page.url.split("/", 3)[3]

    def focus(self) -> tuple[str, str]:
        """Give the role and the accessible name of what has the focus; nothing where the page itself has it."""
        if self.page.evaluate("document.activeElement === document.body"):
            return "", ""
        snapshot = self.page.locator(":focus").aria_snapshot()
        found = SNAPSHOT.match(snapshot)
        assert found, f"something has the focus that has no role: {snapshot}"
        return found[1], str(json.loads((found[2] or '""').replace("''", "'")))

    def tab(self) -> tuple[str, str]:
        self.page.keyboard.press("Tab")
        return self.focus()

    def tab_to(self, name: str, *, within: str = "body") -> None:
        """Press Tab until the link with a name has the focus; a name that ends in ` …` is the beginning of one."""
        passed = []
        for _ in range(MANY):
            self.page.keyboard.press("Tab")
            text, inside = self.page.evaluate(WHERE, within)
            passed.append(text)
            if not text:
                break
            # To ask for the accessible name takes its time: only where it may be the right one.
            if inside and text.startswith(name.removesuffix("…").strip()):
                role, found = self.focus()
                if found.startswith(name[:-1]) if name.endswith("…") else found == name:
                    assert role == "link"
                    return
        raise AssertionError(f"no link {name!r} on {self.path}; there were {passed}")

    def open_menu(self) -> None:
        """Unfold the menu with the keyboard where there is one: in a narrow window."""
        if self.page.locator(".menu:not([open]) > summary").is_visible():
            self.page.locator(".menu > summary").focus()
            self.page.keyboard.press("Enter")

    def within(self, selector: str) -> bool:
        return bool(self.page.evaluate("where => document.activeElement.closest(where) !== null", selector))

    def follow(self, name: str, *, within: str = "body") -> None:
        """Tab to a link, press Enter, and wait for where it leads; what the menu holds is unfolded first."""
        if within in IN_MENU:
            self.open_menu()
        self.tab_to(name, within=within)
        before = self.page.url
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: url != before)


class Words:
    """The words of the interface in one language, and a few names of the demonstration."""

    def __init__(self, language: str) -> None:
        self.say = make_translator({"en": "en_GB", "zh": "zh_Hans_CN"}[language])
        self.home = {"en": "/", "zh": "/zh/"}[language]
        self.tag = {"en": "en", "zh": "zh-CN"}[language]
        self.other_tag = {"en": "zh-CN", "zh": "en"}[language]
        self.own = {"en": "English", "zh": "中文"}[language]
        self.other = {"en": "中文", "zh": "English"}[language]
        self.other_home = {"en": "/zh/", "zh": "/"}[language]
        self.community = {"en": "Stone Bridge", "zh": "石桥村"}[language]
        self.item = {"en": "Stone Bridge discusses its bridge", "zh": "石桥村开会商量老桥怎么办"}[language]
        self.other_item = {"zh": "Stone Bridge discusses its bridge", "en": "石桥村开会商量老桥怎么办"}[language]
        self.day = {"en": "18 May 2023", "zh": "2023年5月18日"}[language]
        self.month = {"en": "May 2023", "zh": "2023年5月"}[language]


@contextmanager
def looking(browser: Browser, width: int, **options: Any) -> Iterator[Page]:
    """Open a page of some width; afterwards nothing may have gone wrong in it, or left its own origin."""
    context = browser.new_context(viewport={"width": width, "height": 800}, **options)
    context.set_default_timeout(5000)
    page = context.new_page()
    page.clock.set_fixed_time(TODAY)
    wrong: list[str] = []
    asked: set[str] = set()
    page.on("console", lambda message: wrong.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: wrong.append(f"{request.url}: {request.failure}"))
    page.on("request", lambda request: asked.add("/".join(request.url.split("/", 3)[:3])))
    try:
        yield page
        # Chromium itself complains of an address that is missing on purpose, and of what it has no more time to load.
        wrong = [each for each in wrong if "404" not in each and "ERR_ABORTED" not in each]
        assert not wrong, wrong
        assert len(asked) == 1, f"a page asked for something elsewhere: {sorted(asked)}"
    finally:
        context.close()
