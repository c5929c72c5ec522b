"""The preview in a real browser: each change is shown within a second; a page is loaded anew exactly if it changed."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from site_builder.building.theme import find_default_theme
from tests.preview.running import Running, running
from tests.sites import PLAIN_TOML, article, picture, write

pytestmark = pytest.mark.browser

# What a change may take at most on a machine that is busy with other tests, in ms; one test measures.
SOON = 10_000
VISIT, FAIR = "content/news/2024-01-02-visit.md", "content/news/2024-02-02-fair.md"
LONG = "".join(f"Paragraph {n}.\n\n" for n in range(80))
HEAD = "title: Visit\nsummary: We went to see."
SITE: dict[str, str | bytes] = {
    "content/site.toml": PLAIN_TOML,
    VISIT: article(HEAD, LONG),
    FAIR: article("title: Fair\nsummary: A fair.", "There is a fair.\n"),
    "content/news/2024-03-03-boat/index.md": article("title: Boat\nsummary: A boat.", "![A boat](boat.png)\n"),
    "content/news/2024-03-03-boat/boat.png": picture(10),
}
AT = "2024-06-15"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path / "site", SITE)


@pytest.fixture
def preview(site: Path) -> Iterator[Running]:
    with running(site, "--at", AT) as found:
        yield found


class Tab:
    """A page in the browser that knows how often it was loaded."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.loads = 0
        page.on("load", self.loaded)
        page.goto(address)
        page.evaluate("window.marker = 'here'")
        assert self.loads == 1

    def loaded(self, _: Page) -> None:
        self.loads += 1

    def survived(self) -> bool:
        return self.loads == 1 and bool(self.page.evaluate("window.marker === 'here'"))

    @property
    def panel(self) -> Locator:
        return self.page.locator("bulletin-preview .panel")

    def shows(self, text: str) -> None:
        expect(self.page.locator("body")).to_contain_text(text, timeout=SOON)
        self.page.wait_for_load_state("load")


@pytest.fixture
def tab(chromium: Browser, preview: Running) -> Iterator[Tab]:
    page = chromium.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield Tab(page, preview.address + "news/2024/visit/")
    page.close()
    assert errors == []


@pytest.fixture
def other(chromium: Browser, preview: Running) -> Iterator[Tab]:
    page = chromium.new_page()
    yield Tab(page, preview.address + "news/2024/fair/")
    page.close()


def test_an_edit_loads_its_page_anew_and_no_other_and_the_place_stays(site: Path, tab: Tab, other: Tab) -> None:
    tab.page.evaluate("scrollTo(0, 700)")
    write(site, {VISIT: article(HEAD, LONG.replace("Paragraph 70.", "Now this."))})
    tab.shows("Now this.")
    tab.page.wait_for_function("scrollY === 700", timeout=SOON)
    assert tab.loads == 2
    other.page.wait_for_timeout(0)
    assert other.survived()


STYLE = (find_default_theme() / "static/style.css").read_text(
    "utf-8"
) + "\n.prose p { color: rgb(1, 2, 3) !important }\n"
TEMPLATE = (find_default_theme() / "item.html").read_text("utf-8")
JOURNEY = "content/news/2024-01-02-journey.md"
# Kinds of change: what is written or removed (None), and what the browser then says.
CHANGES: dict[str, list[tuple[dict[str, str | None], str]]] = {
    "edit": [({VISIT: article(HEAD, word)}, f"BODY.includes('{word}')") for word in ("One.", "Two.")],
    "break": [({VISIT: article(HEAD + "\ndate: tomorrow")}, "PANEL.includes('tomorrow')")],
    "mend": [({VISIT: article(HEAD)}, "!PANEL.includes('tomorrow')")],
    "rename": [
        ({VISIT: None, JOURNEY: article(HEAD)}, "BODY.includes('This page is not here')"),
        ({JOURNEY: None, VISIT: article(HEAD)}, "BODY.includes('A first paragraph')"),
    ],
    "delete": [
        ({VISIT: None}, "BODY.includes('This page is not here')"),
        ({VISIT: article(HEAD)}, "BODY.includes('A first paragraph')"),
    ],
    "template": [
        ({"templates/item.html": TEMPLATE.replace("<article", "<p>Above</p><article")}, "BODY.includes('Above')"),
        ({"templates/item.html": TEMPLATE}, "!BODY.includes('Above')"),
    ],
    "stylesheet": [
        ({"templates/static/style.css": STYLE.replace("1, 2, 3", f"1, 2, {n}")}, f"COLOUR === 'rgb(1, 2, {n})'")
        for n in (3, 4)
    ],
}
NAMES = {
    "PANEL": "(document.querySelector('bulletin-preview')?.shadowRoot?.textContent ?? '')",
    "COLOUR": "getComputedStyle(document.querySelector('.prose p')).color",
    "BODY": "document.body.innerText",
}


def test_each_kind_of_change_is_shown_within_a_second(site: Path, tab: Tab) -> None:
    shortest: dict[str, float] = {}
    for _ in range(3):
        for kind, changes in CHANGES.items():
            for files, condition in changes:
                for name, meaning in NAMES.items():
                    condition = condition.replace(name, meaning)  # noqa: PLW2901
                start = time.monotonic()
                write(site, {path: text for path, text in files.items() if text is not None})
                for path in (path for path, text in files.items() if text is None):
                    (site / path).unlink()
                tab.page.wait_for_function(f"() => document.body && {condition}", timeout=SOON)
                took = time.monotonic() - start
                shortest[kind] = min(took, shortest.get(kind, took))
    assert {kind: took for kind, took in shortest.items() if took > 1} == {}


def test_a_save_by_renaming_is_shown(site: Path, tab: Tab) -> None:
    beside = write(site, {"content/news/.visit.swp": article(HEAD, "Renamed over.\n")}) / "content/news/.visit.swp"
    beside.replace(site / VISIT)
    tab.shows("Renamed over.")
    assert tab.loads == 2


def test_a_problem_stands_on_top_and_goes_without_a_reload(site: Path, tab: Tab, other: Tab) -> None:
    expect(tab.panel).to_be_hidden()
    write(site, {VISIT: article(HEAD + "\ndate: tomorrow", LONG)})
    expect(tab.panel).to_contain_text(f"{VISIT}:4:7: error:", timeout=SOON)
    expect(tab.panel).to_contain_text("date: tomorrow")
    expect(tab.panel).to_contain_text("^ write it as 2024-01-31")
    expect(tab.page.get_by_text("Paragraph 70.")).to_be_attached()
    expect(other.panel).to_contain_text("Errors on other pages:", timeout=SOON)
    expect(other.panel).not_to_contain_text("tomorrow")
    expect(other.panel.get_by_role("link", name=VISIT)).to_have_attribute("href", "/news/2024/visit/")
    write(site, {VISIT: SITE[VISIT]})
    expect(tab.panel).to_be_hidden(timeout=SOON)
    expect(other.panel).to_be_hidden(timeout=SOON)
    assert tab.survived()
    assert other.survived()


def test_a_problem_is_seen_wherever_the_reader_is(site: Path, tab: Tab) -> None:
    tab.page.evaluate("scrollTo(0, 700)")
    place = "document.querySelector('.prose p:nth-of-type(40)').getBoundingClientRect().top"
    before = tab.page.evaluate(place)
    write(site, {VISIT: article(HEAD + "\ndate: tomorrow", LONG)})
    expect(tab.panel).to_be_in_viewport(timeout=SOON)
    assert abs(tab.page.evaluate(place) - before) < 2
    write(site, {VISIT: SITE[VISIT]})
    expect(tab.panel).to_be_hidden(timeout=SOON)
    assert abs(tab.page.evaluate(place) - before) < 2
    assert tab.survived()


def test_a_problem_without_a_page_is_on_every_page(site: Path, tab: Tab, other: Tab) -> None:
    write(site, {"content/news/2024-04-04-new.md": article("title: New\ndate: tomorrow")})
    for each in (tab, other):
        expect(each.panel).to_contain_text("content/news/2024-04-04-new.md:3:7", timeout=SOON)
        assert each.survived()


def test_the_page_is_mended_and_changed_at_once(site: Path, tab: Tab) -> None:
    write(site, {VISIT: article(HEAD + "\ndate: tomorrow", LONG)})
    expect(tab.panel).to_be_visible(timeout=SOON)
    write(site, {VISIT: article(HEAD, "Mended, and more.\n")})
    tab.shows("Mended, and more.")
    expect(tab.panel).to_be_hidden(timeout=SOON)
    assert tab.loads == 2


def test_a_renamed_item_leaves_a_404_page_that_comes_alive(site: Path, tab: Tab, preview: Running) -> None:
    (site / VISIT).rename(site / "content/news/2024-01-02-journey.md")
    tab.shows("This page is not here")
    assert tab.loads == 2
    assert preview.get("news/2024/visit/")[0] == 404
    assert preview.get("news/2024/journey/")[0] == 200
    (site / "content/news/2024-01-02-journey.md").rename(site / VISIT)
    tab.shows("Paragraph 70.")
    assert tab.loads == 3


def test_a_deleted_item_goes_from_the_list(site: Path, tab: Tab, preview: Running) -> None:
    tab.page.goto(preview.address + "news/")
    tab.loads = 1
    tab.shows("We went to see.")
    (site / VISIT).unlink()
    expect(tab.page.locator("body")).not_to_contain_text("We went to see.", timeout=SOON)
    tab.page.wait_for_load_state("load")
    assert tab.loads == 2


def test_a_folder_that_moves_in_is_shown(site: Path, tab: Tab, preview: Running) -> None:
    tab.page.goto(preview.address + "notices/")
    tab.shows("This page is not here")
    write(site.parent / "far", {"2024/2024-05-05-lamp.md": article("title: Lamp")})
    (site.parent / "far").rename(site / "content/notices")
    tab.shows("Lamp")


def test_a_template_changes_every_page_that_uses_it(site: Path, tab: Tab, preview: Running, chromium: Browser) -> None:
    lists = Tab(chromium.new_page(), preview.address + "news/")
    item = (find_default_theme() / "item.html").read_text("utf-8")
    write(site, {"templates/item.html": item.replace("<article", "<p>A new line above.</p><article")})
    tab.shows("A new line above.")
    assert tab.loads == 2
    assert lists.survived()
    write(site, {"templates/item.html": "{% broken %}"})
    expect(tab.panel).to_contain_text("templates/item.html:1:1: error:", timeout=SOON)
    expect(lists.panel).to_contain_text("templates/item.html:1:1: error:", timeout=SOON)
    tab.shows("A new line above.")
    lists.page.close()


def test_a_stylesheet_is_swapped(site: Path, tab: Tab) -> None:
    style = (find_default_theme() / "static/style.css").read_text("utf-8")
    tab.page.evaluate("scrollTo(0, 700)")
    for colour in ("rgb(1, 2, 3)", "rgb(4, 5, 6)"):
        write(site, {"templates/static/style.css": f"{style}\n.prose p {{ color: {colour} !important }}\n"})
        expect(tab.page.locator(".prose p").first).to_have_css("color", colour, timeout=SOON)
        expect(tab.page.locator('head link[href*="/style."]')).to_have_count(1, timeout=SOON)
        assert tab.survived()
    tab.page.wait_for_function("scrollY === 700", timeout=SOON)
    write(site, {VISIT: article(HEAD, "Still listening.\n")})
    tab.shows("Still listening.")
    assert tab.loads == 2


def test_a_stylesheet_and_the_page_change_together(site: Path, tab: Tab) -> None:
    style = (find_default_theme() / "static/style.css").read_text("utf-8")
    write(
        site, {"templates/static/style.css": f"{style}\n.prose p {{ color: red }}\n", VISIT: article(HEAD, "Both.\n")}
    )
    tab.shows("Both.")
    expect(tab.page.locator(".prose p").first).to_have_css("color", "rgb(255, 0, 0)", timeout=SOON)


def test_a_picture_of_the_page_is_shown_anew(site: Path, tab: Tab, other: Tab, preview: Running) -> None:
    tab.page.goto(preview.address + "news/2024/boat/")
    tab.loads = 1
    with tab.page.expect_event("load", timeout=SOON):
        write(site, {"content/news/2024-03-03-boat/boat.png": picture(20)})
    assert other.survived()


def test_drafts_and_scheduled_items_are_shown_and_marked(site: Path, tab: Tab, preview: Running) -> None:
    draft, later = "content/news/2024-04-04-idea.md", "content/news/2030-05-06-later.md"
    write(site, {draft: article("title: Idea\ndraft: true"), later: article("title: Later")})
    page = tab.page
    page.goto(preview.address + "news/2024/idea/")
    tab.shows("This is a draft: readers do not see it.")
    page.goto(preview.address + "news/2030/later/")
    tab.shows("Readers will see this page from 2030-05-06 on.")
    page.goto(preview.address + "news/")
    marks = page.locator("main .bulletin-preview-mark")
    expect(marks).to_have_text(["Scheduled for 2030-05-06", "Draft"])
    expect(page.get_by_role("link", name="Idea Draft")).to_have_attribute("href", "/news/2024/idea/")
    expect(tab.panel).to_be_hidden()
    write(site, {draft: article("title: Idea")})
    expect(marks).to_have_text(["Scheduled for 2030-05-06"], timeout=SOON)
    built = site / ".bulletin/preview/news/2024/idea/index.html"
    assert "bulletin-preview" not in built.read_text("utf-8")


def test_a_draft_that_breaks_keeps_its_last_good_page(site: Path, tab: Tab, other: Tab, preview: Running) -> None:
    write(site, {VISIT: article(HEAD + "\ndraft: true", LONG)})
    tab.shows("This is a draft")
    tab.page.evaluate("window.marker = 'here'")
    tab.loads = 1
    write(site, {VISIT: article(HEAD + "\ndraft: true\ndate: tomorrow", LONG)})
    expect(tab.panel).to_contain_text(f"{VISIT}:5:7: warning:", timeout=SOON)
    expect(tab.page.get_by_text("Paragraph 70.")).to_be_attached()
    write(site, {FAIR: article("title: Fair\nsummary: A fair.", "It goes on meanwhile.\n")})
    other.shows("It goes on meanwhile.")
    assert tab.survived()
    write(site, {VISIT: article(HEAD + "\ndraft: true", LONG)})
    expect(tab.panel).not_to_contain_text("tomorrow", timeout=SOON)
    assert tab.survived()
    (site / VISIT).unlink()
    tab.shows("This page is not here")


def test_problems_are_told_in_the_language_asked_for(site: Path, chromium: Browser) -> None:
    write(site, {VISIT: article(HEAD + "\ndate: tomorrow")})
    with running(site, "--at", AT, "--lang", "zh", ready=False) as preview:
        preview.ready()
        tab = Tab(chromium.new_page(), preview.address)
        expect(tab.panel).to_contain_text("错误")
        tab.page.close()


@pytest.mark.parametrize("broken", ["item", "settings"])
def test_broken_at_the_start_the_problems_are_served_until_it_is_mended(
    site: Path, chromium: Browser, broken: str
) -> None:
    path = VISIT if broken == "item" else "content/site.toml"
    write(site, {path: article(HEAD + "\ndate: tomorrow") if broken == "item" else 'title = "Ferry'})
    with running(site, "--at", AT) as preview:
        assert preview.get("")[0] == 503
        tab = Tab(chromium.new_page(), preview.address + "news/2024/visit/")
        expect(tab.panel).to_contain_text(f"{path}:")
        expect(tab.panel).to_contain_text("error:")
        write(site, {path: SITE[path]})
        expect(tab.page.locator("h1")).to_have_text("Visit", timeout=SOON)
        expect(tab.panel).to_be_hidden()
        tab.page.wait_for_load_state("load")
        assert tab.loads == 2
        tab.page.close()


def test_a_page_catches_up_with_what_it_missed(site: Path, chromium: Browser, preview: Running) -> None:
    context = chromium.new_context()
    tab = Tab(context.new_page(), preview.address + "news/2024/visit/")
    context.set_offline(offline=True)
    write(site, {VISIT: article(HEAD, "Said while nobody listened.\n")})
    preview.built()
    context.set_offline(offline=False)
    expect(tab.page.locator("body")).to_contain_text("Said while nobody listened.", timeout=SOON)
    context.close()


def test_a_checkout_is_a_few_builds(site: Path, tab: Tab, preview: Running) -> None:
    items = {f"content/notices/2024/2024-05-05-{n}.md": article(f"title: Notice {n}") for n in range(499)}
    write(site, items | {VISIT: article(HEAD, "The last of five hundred.\n")})
    expect(tab.page.locator("body")).to_contain_text("The last of five hundred.", timeout=SOON)
    while preview.get("notices/2024/498/")[0] != 200:
        preview.built()
    assert preview.builds() <= 5
    assert tab.loads <= 4
