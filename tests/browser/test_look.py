"""Nothing is cut off, hidden or pale: narrow windows, doubled text, dark rooms, the focus, paper."""

import base64
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.browser.reader import looking
from tests.conftest import Serve
from tests.sites import PLAIN_TOML, article, made, write

pytestmark = pytest.mark.browser
# One page of each family, and items that hold what is wide or unusual.
FAMILIES = [
    ".",
    "communities/",
    "communities/stone-bridge/",
    "communities/stone-bridge/2024/",
    "communities/brickworks/",
    "topics/",
    "topics/farming/",
    "topics/farming/2024/",
    "people/",
    "people/liu-shili/",
    "people/liu-shili/2024/",
    "news/",
    "news/2024/",
    "dates/",
    "2024/",
    "2024/05/",
    "commitments/",
    "changes/",
    "about/",
    "contact/",
    "404.html",
]
ITEMS = [
    "news/2023/stone-bridge-meeting/",
    "zh/news/2023/stone-bridge-meeting/",
    "news/2024/rice-trial/",
    "policies/2024/budget-2024/",
    "policies/2025/old-trees/",
    "notices/2024/job-fair/",
    "notices/2025/night-market/",
    "zh/notices/2023/heating-subsidy/",
    "news/2025/one-way-street/",
    "zh/news/2024/township-congress/",
]
PARTS = [
    pytest.param(FAMILIES, id="en"),
    pytest.param([f"zh/{each}" for each in FAMILIES], id="zh"),
    pytest.param(ITEMS, id="items"),
]
EMPTY = ["", "communities/", "dates/", "commitments/", "changes/", "about/", "404.html"]
# 640 px are a window of 1280 px whose text is doubled; 320 px are the narrowest phone, or 1280 px at four times.
WIDTHS = (1280, 640, 360, 320)
SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]

# Whatever reaches beyond the window's edge, unless it can be scrolled, is cut on purpose or is a hidden text.
TOO_WIDE = """() => {
  const edge = document.documentElement.clientWidth
  const kept = node => { for (; node && node !== document.documentElement; node = node.parentElement)
    if (getComputedStyle(node).overflowX !== 'visible' || getComputedStyle(node).clipPath !== 'none') return true }
  const wide = [...document.body.querySelectorAll('*')].filter(node => {
    const box = node.getBoundingClientRect()
    return box.width && (box.right > edge + 1 || box.left < -1) && !kept(node) })
  return [...wide.map(node => node.outerHTML.slice(0, 120)),
    ...(document.documentElement.scrollWidth > edge ? ['the page scrolls sideways'] : [])]
}"""

# Texts whose contrast with their ground is below 4.5 to 1 (3 to 1 for large ones), by WCAG's formula.
COLOURS = """
const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true})
const rgba = colour => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1)
  return [...canvas.getImageData(0, 0, 1, 1).data] }
const shade = ([r, g, b]) => { const [x, y, z] = [r, g, b].map(v => v / 255)
  .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * x + .7152 * y + .0722 * z }
const contrast = (a, b) => { const [low, high] = [shade(a), shade(b)].sort((x, y) => x - y)
  return (high + .05) / (low + .05) }
const ground = node => { for (; node; node = node.parentElement) {
  const colour = rgba(getComputedStyle(node).backgroundColor); if (colour[3] === 255) return colour }
  return [255, 255, 255] }
"""
TOO_PALE = (
    "() => {"
    + COLOURS
    + """
  const found = new Set()
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement, style = getComputedStyle(node)
    if (!walker.currentNode.data.trim() || !node.getClientRects().length) continue
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700)
    const is = contrast(rgba(style.color), ground(node))
    if (is < (large ? 3 : 4.5)) found.add(`${is.toFixed(2)} ${node.outerHTML.slice(0, 120)}`)
  }
  return [...found] }"""
)

# How the element that has the focus, if one has it, is marked: the mark's width and contrast; whether one sees it.
FOCUS = (
    "() => {"
    + COLOURS
    + """
  const node = document.activeElement
  if (node === document.body) return null
  const style = getComputedStyle(node), box = node.getClientRects()[0]
  const inside = parseFloat(style.outlineOffset) < 0 ? node : node.parentElement
  const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
  return {name: node.outerHTML.slice(0, 120), style: style.outlineStyle, width: parseFloat(style.outlineWidth),
    contrast: contrast(rgba(style.outlineColor), ground(inside)),
    seen: there !== null && (node.contains(there) || there.contains(node))} }"""
)


UNFOLDED = """() => {
  for (const each of document.querySelectorAll('details')) each.open = true
  const folded = '.brand summary, .calendar :is(summary, .empty), .day-head a'
  for (const each of document.querySelectorAll(folded)) each.textContent = ''
  return document.body.innerText
}"""
NOTICES = [each for each in ITEMS if "night-market" not in each]  # withdrawn, so there is no code
READER = Path(__file__).parent / "node_modules/jsqr/dist/jsQR.js"
SCANNED = """async picture => {
  const image = await createImageBitmap(new Blob([Uint8Array.from(atob(picture), sign => sign.charCodeAt(0))]))
  const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d')
  canvas.drawImage(image, 0, 0)
  const found = jsQR(canvas.getImageData(0, 0, image.width, image.height).data, image.width, image.height)
  return found && found.data
}"""


@pytest.mark.parametrize("pages", PARTS)
def test_pages_fit_and_are_read(chromium: Browser, serve: Serve, demo: Path, pages: list[str]) -> None:
    """Each page is opened once: in every width and in both schemes nothing is cut off, lost or pale."""
    with looking(chromium, 1280) as page:
        for address in opened(page, serve(demo), pages):
            words = readable(page)
            assert words
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                assert page.evaluate(TOO_PALE) == [], (address, scheme)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate(TOO_WIDE) == [], (address, width)
                assert readable(page) == words, (address, width)


def test_an_empty_township_fits_too(chromium: Browser, serve: Serve, empty: Path) -> None:
    with looking(chromium, 320) as page:
        for address in opened(page, serve(empty), EMPTY):
            assert page.evaluate(TOO_WIDE) == [], address


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1280)])
def test_the_focus_is_seen(
    chromium: Browser, serve: Serve, demo: Path, scheme: Literal["light", "dark"], width: int
) -> None:
    with looking(chromium, width, color_scheme=scheme) as page:
        for address in opened(page, serve(demo), ["", "communities/", "news/2023/stone-bridge-meeting/"]):
            stops = 0
            page.keyboard.press("Tab")
            while mark := page.evaluate(FOCUS):
                assert mark["style"] == "solid", (address, mark)
                assert mark["width"] >= 2, (address, mark)
                assert mark["contrast"] >= 3, (address, mark)
                assert mark["seen"], (address, mark)
                stops += 1
                page.keyboard.press("Tab")
            assert stops > 20


def test_paper_has_the_text_and_no_navigation(chromium: Browser, serve: Serve, demo: Path) -> None:
    with looking(chromium, 1280) as page:
        page.goto(f"{serve(demo)}/news/2023/stone-bridge-meeting/")
        on_paper = page.pdf(outline=True, tagged=True)
        page.emulate_media(media="print")
        hidden = page.locator("nav, .skip")
        assert hidden.count() > 4
        assert (
            hidden.evaluate_all("nodes => nodes.filter(node => getComputedStyle(node).display !== 'none').length") == 0
        )
        assert page.locator(".prose").is_visible()
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert on_paper.startswith(b"%PDF-")
    # Chromium writes the headings in the clear, as the PDF's table of contents.
    headings = re.findall(rb"/Title \((.*?)\)", on_paper)
    assert {b"What people said", b"What was agreed", b"Events"} <= set(headings)


@pytest.mark.parametrize("address", ["notices/2025/one-counter/", "zh/notices/2025/one-counter/"])
def test_a_short_notice_is_one_sheet(chromium: Browser, serve: Serve, demo: Path, address: str) -> None:
    """Head, title, text, code and foot on one page of A4."""
    with looking(chromium, 1280) as page:
        page.goto(f"{serve(demo)}/{address}")
        sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
        assert [(round(each.mediabox.width), round(each.mediabox.height)) for each in sheets] == [(595, 842)]
        page.emulate_media(media="print")
        shown = [
            page.locator(each).is_visible()
            for each in (".masthead .name", "h1", ".prose", ".qr", ".colophon p >> nth=0")
        ]
        assert all(shown)


@pytest.mark.parametrize(
    "last", ["", "- One\n- {end}\n", "| A | B |\n|---|---|\n| {end} | b |\n", "> {end}\n"], ids=["p", "li", "td", "q"]
)
def test_the_code_is_never_alone_on_a_sheet(chromium: Browser, serve: Serve, tmp_path: Path, last: str) -> None:
    """However long a text is: what ends it stands on the last sheet, above the code and the foot."""
    footer = PLAIN_TOML + '[footer]\ntext = "Published by the township"\ncontact = "1 Ferry Street"\n'
    files, lengths = {"content/site.toml": footer}, range(12, 57, 4)
    for lines in lengths:
        text = "A line of the text, and then the next one.\n\n" * lines
        files[f"content/news/{lines}.md"] = article(
            f"title: {lines}\ndate: 2024-01-01", text + last.format(end="The end.")
        )
    site = write(tmp_path, files)
    made(site)
    sheets = set()
    with looking(chromium, 1280) as page:
        for address in opened(page, serve(site / "public"), [f"news/2024/{lines}/" for lines in lengths]):
            pages = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
            text = pages[-1].extract_text()
            assert ("The end." if last else "A line of the text") in text, address
            assert address in text
            assert "1 Ferry Street" in text
            sheets.add(len(pages))
    assert sheets == {1, 2, 3}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_code_on_paper_leads_to_the_page(
    chromium: Browser, serve: Serve, demo: Path, scheme: Literal["light", "dark"]
) -> None:
    """Read by a reader that has nothing to do with the writer, from what comes out of the printer."""
    with looking(chromium, 1280, color_scheme=scheme) as page:
        page.emulate_media(media="print", color_scheme=scheme)
        for address in opened(page, serve(demo), [*NOTICES, "print/2024/03/", "zh/print/2024/03/"]):
            picture = base64.b64encode(page.locator(".qr").screenshot()).decode()
            page.evaluate(READER.read_text("utf-8"))
            found = page.evaluate(SCANNED, picture)
            assert found == "https://willow-ferry.example.org/" + address.replace("print/", "")


def opened(page: Page, root: str, addresses: list[str]) -> Iterator[str]:
    """Go to one page after the other, each in the first window's size, and wait for the choice of a community."""
    size = page.viewport_size
    assert size
    for address in addresses:
        page.goto(f"{root}/{address}")
        if page.locator(".mine").count():
            page.wait_for_load_state("networkidle")
        yield address
        if page.viewport_size != size:
            page.set_viewport_size(size)


def readable(page: Page) -> list[str]:
    """Give the words that are shown, whatever lines they stand on, and what unfolds: months, and menus, if narrow."""
    return str(page.evaluate(UNFOLDED)).split()
