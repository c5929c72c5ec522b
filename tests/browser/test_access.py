"""Everyone can read it: axe-core finds no fault, screen readers are told all, reading aids are there with script."""

import json
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from site_builder.publishing.serverconfig.render_config import VALUES
from tests.browser.reader import Reader, Words, looking
from tests.browser.test_look import FAMILIES, ITEMS, opened
from tests.conftest import Serve
from tests.search.reader import BUSY, STATE
from tests.test_golden import WRITE

pytestmark = pytest.mark.browser
HERE = Path(__file__).parent
AXE = HERE / "node_modules/axe-core/axe.min.js"
TREES = HERE / "trees"
MEETING = "news/2023/stone-bridge-meeting/"
MORE = [
    "accessibility/",
    "events/",
    "follow/",
    "print/2024/03/",
    "search/",
    "commitments/stone-bridge/",
    "changes/2024/",
    "genuine/",
]
# The search with an answer: of few items, of many, of none, and limited.
RESULTS = [
    "search/?q=stone+bridge",
    "search/?q=the&year=2024",
    "search/?q=zzzz",
    "search/?q=bridges+repairs+lamps",
    "search/?community=stone-bridge",
    "zh/search/?q=石桥",
    "zh/search/?q=通知&column=notices",
]
PARTS = [
    pytest.param([*FAMILIES, *MORE], id="en"),
    pytest.param([f"zh/{each}" for each in [*FAMILIES, *MORE]], id="zh"),
    pytest.param(ITEMS, id="items"),
    pytest.param(RESULTS, id="results"),
]
# The rules of WCAG 2.0 to 2.2, levels A and AA, and what axe-core's makers hold to be good practice besides.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
JUDGE = """async only => {
  const run = only.length ? {type: 'rule', values: only} : {type: 'tag', values: RULES}
  const found = await axe.run(document, {runOnly: run, resultTypes: ['violations']})
  return found.violations.map(each => [each.id, each.help, ...each.nodes.map(node => node.html.slice(0, 160))])
}""".replace("RULES", json.dumps(RULES))
# What may come out otherwise in a dark scheme, and what where text is twice as large.
DARK = ["color-contrast"]
DOUBLED = ["target-size", "color-contrast", "scrollable-region-focusable"]
# Pages whose tree is kept: what a screen reader is told, but for what is the same everywhere.
FAMILY = {
    "home": "",
    "communities": "communities/",
    "community": "communities/stone-bridge/",
    "column-year": "news/2023/",
    "dates": "dates/",
    "year": "2023/",
    "month": "2023/05/",
    "events": "events/",
    "item": "news/2023/stone-bridge-meeting/",
    "item-zh": "zh/news/2023/stone-bridge-meeting/",
    "commitments": "commitments/",
    "changes": "changes/",
    "page": "contact/",
    "print": "print/2023/05/",
    "missing": "404.html",
    "search": "search/?q=drain&year=2024",
    "search-zh": "zh/search/?q=排水",
}
# What the page did that a reader sees as a jump, or that the policy of content forbids.
WATCH = """
  window.jumps = 0; window.refused = []
  new PerformanceObserver(list => list.getEntries().forEach(each => {
    if (!each.hadRecentInput) window.jumps += each.value })).observe({type: 'layout-shift', buffered: true})
  document.addEventListener('securitypolicyviolation', each => window.refused.push(each.violatedDirective))
"""
TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".txt": "text/plain",
}
POLICY = VALUES["CSP"] + "; require-trusted-types-for 'script'"
VOICES = """
  const said = window.said = []
  const voice = lang => ({lang, name: lang})
  Object.defineProperty(window, 'speechSynthesis', {value: {
    getVoices: () => [voice('en-GB'), voice('zh_CN')], cancel: () => said.push('cancel'),
    speak: each => said.push([each.lang, each.text]) }})
  window.SpeechSynthesisUtterance = function (text) { this.text = text }
"""


@pytest.mark.parametrize("pages", PARTS)
def test_axe_finds_nothing(chromium: Browser, serve: Serve, demo: Path, pages: list[str]) -> None:
    """Each page in light, in the dark, and both at 200% zoom, which gives it a window of half the width."""
    script = AXE.read_text("utf-8")
    root = serve(demo)
    with looking(chromium, 1280) as page:
        for address in opened(page, root, pages):
            answered(page, address)
            page.evaluate(script)
            assert page.evaluate(JUDGE, []) == [], address
            page.emulate_media(color_scheme="dark")
            assert page.evaluate(JUDGE, DARK) == [], (address, "dark")
            page.set_viewport_size({"width": 640, "height": 400})
            assert page.evaluate(JUDGE, DOUBLED) == [], (address, "dark, 200%")
            page.emulate_media(color_scheme="light")
            assert page.evaluate(JUDGE, DOUBLED) == [], (address, "200%")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_the_aids_in_use(
    chromium: Browser, serve: Serve, demo: Path, scheme: Literal["light", "dark"]
) -> None:
    with looking(chromium, 360, color_scheme=scheme) as page:
        for address in opened(page, serve(demo), ["", "dates/", "commitments/", "zh/news/2023/stone-bridge-meeting/"]):
            open_aids(page)
            for name in ("site:size", "site:contrast", "site:spacing"):
                page.locator(f"input[name='{name}']").last.check()
            page.evaluate(AXE.read_text("utf-8"))
            assert page.evaluate(JUDGE, []) == [], address
            assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("family", FAMILY)
def test_what_a_screen_reader_is_told(chromium: Browser, serve: Serve, demo: Path, family: str) -> None:
    """BULLETIN_GOLDEN=write keeps what is told now; read the difference."""
    file = TREES / f"{family}.yaml"
    with looking(chromium, 1280) as page:
        page.goto(f"{serve(demo)}/{FAMILY[family]}")
        answered(page, FAMILY[family])
        told = page.locator("main").aria_snapshot() + "\n"
    if WRITE:
        file.write_text(told, "utf-8", newline="\n")
    assert told == file.read_text("utf-8")


@pytest.mark.parametrize("address", ["", "zh/news/2023/stone-bridge-meeting/"])
def test_landmarks_and_headings_are_in_order(chromium: Browser, serve: Serve, demo: Path, address: str) -> None:
    with looking(chromium, 1280) as page:
        page.goto(f"{serve(demo)}/{address}")
        for landmark in ("banner", "main", "contentinfo"):
            assert page.get_by_role(landmark).count() == 1
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(each => +each.localName[1])")
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(level <= before + 1 for before, level in pairwise(levels))


def test_what_can_be_pressed_is_large_and_lines_have_room(chromium: Browser, serve: Serve, demo: Path) -> None:
    """Controls and navigation are 44 px high; lines 1.3 times the letters at least, paragraphs 1.3 times that apart."""
    navigation = ".main-nav a, .tongues a, .colophon li a, .trail a, .tiles a, .steps a, .chips a"
    wanted = f"{navigation}, summary, button, .aids-panel label"
    with looking(chromium, 360) as page:
        for address in opened(page, serve(demo), ["", "zh/communities/stone-bridge/", "dates/", MEETING]):
            open_aids(page)
            small = page.evaluate(
                "what => [...document.querySelectorAll(what)].filter(each => each.getClientRects().length && "
                "Math.min(each.offsetHeight, each.offsetWidth) < 44).map(each => each.outerHTML)",
                wanted,
            )
            assert small == [], address
            spacing = page.evaluate(
                "[...document.querySelectorAll('main p, main li')].map(each => getComputedStyle(each))"
                ".map(each => parseFloat(each.lineHeight) / parseFloat(each.fontSize))"
            )
            assert min(spacing) >= 1.3, address
        apart = page.evaluate(
            "(() => { const [first, second] = document.querySelectorAll('.prose > p:not(:first-child)');"
            "const style = getComputedStyle(first);"
            "return (parseFloat(style.lineHeight) + parseFloat(style.marginBottom)) / parseFloat(style.lineHeight) })()"
        )
        assert apart >= 1.3


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_aids_are_remembered(chromium: Browser, serve: Serve, demo: Path, language: str) -> None:
    """By keyboard alone; nothing jumps, and the strictest policy for scripts finds nothing to refuse."""
    words, root = Words(language), serve(demo)
    with looking(chromium, 1280) as page:
        page.add_init_script(WATCH)
        page.route("**/*", under_policy(demo))
        page.goto(root + words.home)
        reader = Reader(page)
        expect(aids(page)).to_have_text(words.say("Reading aids"))
        while reader.tab() != ("button", words.say("Reading aids")):
            assert reader.focus()[0]
        page.keyboard.press("Enter")
        assert aids(page).get_attribute("aria-expanded") == "true"
        expect(page.locator(".aids-panel button").last).to_be_visible()
        assert reader.tab()[0] == "radio"
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        assert size(page) == 24
        page.goto(f"{root}{words.home}news/")
        assert size(page) == 24
        assert page.evaluate("[jumps, refused]") == [0, []]
        open_aids(page)
        page.get_by_role("button", name=words.say("Reset to default")).click()
        assert size(page) == 16
        page.reload()
        assert size(page) == 16


def test_the_servers_policy_refuses_nothing(chromium: Browser, serve: Serve, demo: Path) -> None:
    """No page has script or style of its own, loads anything from elsewhere, or jumps while it loads."""
    with looking(chromium, 360) as page:
        page.add_init_script(WATCH)
        page.route("**/*", under_policy(demo))
        for address in opened(page, serve(demo), [*FAMILIES, *MORE, *ITEMS]):
            assert page.evaluate("[jumps, refused]") == [0, []], address


def test_there_are_no_dead_buttons(chromium: Browser, serve: Serve, demo: Path) -> None:
    """Without script there is nothing, without a voice nothing reads, without a memory the rest works."""
    with looking(chromium, 1280, java_script_enabled=False) as page:
        page.goto(serve(demo) + "/")
        assert page.locator("button:visible, input:visible, select:visible").count() == 0
    with looking(chromium, 1280) as page:
        page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})")
        page.goto(serve(demo) + "/")
        open_aids(page)
        expect(page.get_by_role("button", name="Read aloud")).to_be_hidden()
        page.get_by_label("very large").check()
        assert size(page) == 24


def test_a_page_is_read_aloud_each_passage_in_its_language(chromium: Browser, serve: Serve, demo: Path) -> None:
    with looking(chromium, 1280) as page:
        page.add_init_script(VOICES)
        page.goto(serve(demo) + "/zh/policies/2025/")
        open_aids(page)
        page.get_by_role("button", name="朗读本页").click()
        said: list[Any] = page.evaluate("said")
        assert said[0] == ["zh-CN", "政策 · 2025"]
        assert ["en", "Budget of the township for 2025"] in said
        page.get_by_role("button", name="停止朗读").click()
        assert page.evaluate("said").pop() == "cancel"


def answered(page: Page, address: str) -> None:
    """Wait for the answer where an address asks the search something."""
    if "?q=" in address:
        expect(page.locator(STATE)).not_to_have_text(re.compile("^$|Searching|正在"))
        expect(page.locator(BUSY)).to_have_count(0)


def aids(page: Page) -> Any:
    """Give the button of the reading aids."""
    return page.locator(".aids > button")


def open_aids(page: Page) -> None:
    """Unfold the panel of the reading aids, whose script comes with the first click."""
    aids(page).click()
    expect(page.locator(".aids-panel button").last).to_be_visible()


def size(page: Page) -> float:
    """Give the size of the root's letters in pixels."""
    return float(page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)"))


def under_policy(site: Path) -> Callable[[Route], None]:
    """Answer as a server with our policy does, and with what forbids texts to become script."""

    def answer(route: Route) -> None:
        path = route.request.url.split("/", 3)[3]
        file = site / path / "index.html" if path.endswith("/") or not path else site / path
        route.fulfill(path=file, headers={"content-security-policy": POLICY, "content-type": TYPES[file.suffix]})

    return answer
