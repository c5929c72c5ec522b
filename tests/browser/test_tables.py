"""A wide table loses nothing: it has the whole page, scrolls, is stacked on a phone, is on paper to its last cell."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.reader import looking
from tests.browser.sheets import find_missing, print_sheets
from tests.browser.test_access import AXE, JUDGE
from tests.browser.test_look import TOO_WIDE
from tests.conftest import Serve
from tests.sites import SITE_TOML, article, made, write

pytestmark = pytest.mark.browser
COLUMNS = {
    "en": "Village|Households|Registered people|Low income|Subsidy (yuan)|January|February|March|April|May|Paid|Office",
    "zh": "社区|户数|登记人数|低收入家庭户数|补贴金额（元）|一月|二月|三月|四月|五月|发放方式|责任科室",
}
FIRST = {"en": "Village of the north {}", "zh": "石桥{}村"}
LAST = {"en": "Social affairs office, group {}", "zh": "事务科{}组"}
ROWS = 20
MERGED = "<table><tr><th colspan='4'>{0}</th></tr><tr><td>{0}</td><td>{0}</td><td>{0}</td><td>{0}</td></tr></table>\n\n"
LONG = "a" * 70
# The texts of elements that stand on more than one line.
DIVIDED = """nodes => nodes.filter(node => {
  const range = document.createRange(); range.selectNodeContents(node); return range.getClientRects().length > 1
}).map(node => node.textContent)"""


def cells(language: str, row: int) -> list[str]:
    """Give the cells of a row, no two of them alike."""
    numbers = [str(100_000 + row * 100 + column) for column in range(10)]
    return [FIRST[language].format(row), *numbers, LAST[language].format(row)]


def table(language: str) -> str:
    """Write a table of twelve columns."""
    rows = [COLUMNS[language].split("|"), ["---"] + ["---:"] * 9 + ["---", "---"]]
    rows += [cells(language, row) for row in range(ROWS)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows) + "\n"


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {"content/site.toml": SITE_TOML}
    more = f"| A | B |\n|---|---|\n| {LONG} | short |\n\n" + MERGED.format("words that stand in a cell of four")
    for language, suffix in (("en", ""), ("zh", ".zh")):
        body = f"Above.\n\n{table(language)}Below.\n\n"
        files[f"content/news/2024-05-02-table{suffix}.md"] = article(f"title: {FIRST[language]}", body + more)
        files[f"content/news/2024-05-03-last{suffix}.md"] = article(f"title: {FIRST[language]}", table(language))
    site = write(tmp_path_factory.mktemp("wide"), files)
    made(site)
    return site / "public"


LANGUAGES = pytest.mark.parametrize(("language", "root"), [("en", ""), ("zh", "zh/")])


@pytest.mark.parametrize(
    "address", ["news/2024/table/", "news/2024/last/", "zh/news/2024/table/", "zh/news/2024/last/"]
)
def test_every_cell_is_on_paper(chromium: Browser, serve: Serve, wide: Path, address: str) -> None:
    """On sheets that lie; the rest stands upright, the address of the page on the last sheet."""
    with looking(chromium, 1280) as page:
        page.goto(f"{serve(wide)}/{address}")
        sheets = print_sheets(page)
    language = "zh" if address.startswith("zh/") else "en"
    lying = [sheet for sheet in sheets if sheet.landscape]
    assert 1 <= len(lying) <= 3
    assert find_missing(lying, [each for row in range(ROWS) for each in cells(language, row)]) == []
    headings = COLUMNS[language].split("|")
    assert all(find_missing([sheet], [headings[0], headings[1], headings[-1]]) == [] for sheet in lying)
    assert not sheets[0].landscape
    assert not sheets[-1].landscape
    assert find_missing(sheets[-1:], [f"ferry.example.org/{address}"]) == []
    if "table" in address:
        assert find_missing(sheets, ["Above.", "Below.", LONG]) == []


@LANGUAGES
def test_the_months_bulletin_has_every_cell_too(
    chromium: Browser, serve: Serve, wide: Path, language: str, root: str
) -> None:
    with looking(chromium, 1280) as page:
        page.goto(f"{serve(wide)}/{root}print/2024/05/")
        sheets = print_sheets(page)
    assert find_missing(sheets, [each for row in range(ROWS) for each in cells(language, row)]) == []


@LANGUAGES
def test_on_a_phone_a_row_is_a_block(chromium: Browser, serve: Serve, wide: Path, language: str, root: str) -> None:
    with looking(chromium, 360) as page:
        page.goto(f"{serve(wide)}/{root}news/2024/table/")
        assert page.evaluate(TOO_WIDE) == []
        first = page.locator(".prose .stack").first
        assert first.evaluate("table => table.scrollWidth <= table.parentElement.clientWidth")
        row = first.locator("tbody tr").first.locator("td")
        assert row.all_inner_texts() == cells(language, 0)
        labels = row.evaluate_all("cells => cells.map(cell => getComputedStyle(cell, '::before').content)")
        assert labels == [f'"{each}"' for each in COLUMNS[language].split("|")]
        tops = row.evaluate_all("cells => cells.map(cell => cell.getBoundingClientRect().top)")
        assert tops == sorted(set(tops))


@LANGUAGES
def test_a_wide_table_scrolls_by_keyboard_and_keeps_its_first_column(
    chromium: Browser, serve: Serve, wide: Path, language: str, root: str
) -> None:
    with looking(chromium, 768) as page:
        page.goto(f"{serve(wide)}/{root}news/2024/table/")
        columns = COLUMNS[language].split("|")[:3]
        name = "表格：" + "、".join(columns) if language == "zh" else "Table: " + ", ".join(columns)
        region = page.get_by_role("region", name=name)
        region.focus()
        expect(region).to_be_focused()
        last, first = region.locator("td").nth(11), region.locator("td").first
        expect(last).not_to_be_in_viewport()
        assert is_shaded(page)
        for _ in range(20):
            page.keyboard.press("ArrowRight")
        expect(last).to_be_in_viewport(ratio=1)
        expect(first).to_be_in_viewport(ratio=1)
        page.evaluate(AXE.read_text("utf-8"))
        assert page.evaluate(JUDGE, []) == []


@LANGUAGES
def test_a_wide_table_takes_the_whole_page(
    chromium: Browser, serve: Serve, wide: Path, language: str, root: str
) -> None:
    """Beside the text there is room for it; the text keeps the length of its lines."""
    with looking(chromium, 1440) as page:
        page.goto(f"{serve(wide)}/{root}news/2024/table/")
        width = "node => node.getBoundingClientRect().width"
        assert page.locator(".prose > .spread").first.evaluate(width) > 1000
        assert page.locator(".prose > p").first.evaluate(width) <= 640
        assert page.evaluate(TOO_WIDE) == []
        assert page.locator("td.align-right").evaluate_all(DIVIDED) == []


def is_shaded(page: Page) -> bool:
    """Tell whether the right edge of the first region is darker than its ground, which it is where there is more."""
    box = page.locator(".prose .table").first.bounding_box()
    assert box
    right, top = box["x"] + box["width"], box["y"] + 4
    edge = page.screenshot(clip={"x": right - 2, "y": top, "width": 2, "height": 4})
    return edge != page.screenshot(clip={"x": right + 4, "y": top, "width": 2, "height": 4})
