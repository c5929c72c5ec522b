"""My community: chosen once, kept on the device; what goes on there stands on the home page and the search page."""

import re
from functools import partial
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from site_builder.publishing.release.compress import compress_gzip
from tests.browser.reader import Reader, looking
from tests.browser.test_access import AXE, JUDGE, WATCH
from tests.conftest import Serve
from tests.scripts import SERVED
from tests.sites import PLAIN_TOML, SITE_TOML, article, made, write

pytestmark = pytest.mark.browser
NOW = "2024-06-15T12:00:00+08:00"
NOTICE = "content/notices/2024-06-"
FILES = {
    "content/site.toml": SITE_TOML,
    "content/communities.toml": """\
[east]
name = {en = "East Dyke", zh = "东堤"}
[west]
name = {en = "West", zh = "西堤"}
[port]
name = "Port"
outside = true
""",
    f"{NOTICE}10-flood.md": article("title: Flood\ncommunities: [east]\nalert: {level: warning, until: 2024-06-16}"),
    f"{NOTICE}10-flood.zh.md": article("title: 涨水\nalert: {level: warning, until: 2024-06-16}"),
    f"{NOTICE}11-works.md": article(
        "title: Works\ncommunities: [east]\nevents:\n  - {date: 2024-06-14, end: 2024-06-18, title: Dyke closed}\n"
        "  - {date: 2024-06-15 09:00, end: 2024-06-15 11:00, title: Meeting at the dyke}"
    ),
    f"{NOTICE}12-port.md": article("title: Ferry times\ncommunities: [port]"),
    **{f"{NOTICE}0{n}-eastern-{n}.md": article(f"title: Eastern item {n}\ncommunities: [east]") for n in range(1, 9)},
    "content/notices/2024-05-01-west.md": article("title: Western item\ncommunities: [west]"),
}
# So much more script as sent for all of it; besides community.js some lines of two other scripts have to do with it.
MOST, ELSEWHERE = 2048, 256
BOX, CHOICE, OWN = ".mine > .box", ".choice > summary", "communities/east/"
SEEN = f"{BOX} li:visible a"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, serve_strictly: Serve) -> str:
    site = write(tmp_path_factory.mktemp("own"), FILES)
    made(site, at="2024-06-13T00:00:00Z")
    return serve_strictly(site / "public")


def watch(page: Page) -> list[str]:
    """Watch a page of the town on its day; gives what it asks for."""
    page.clock.set_fixed_time(NOW)
    page.add_init_script(WATCH)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.split("/", 3)[3]))
    return asked


def choose(page: Page, root: str, community: str = OWN) -> None:
    page.goto(f"{root}/{community}")
    page.get_by_role("button", name="This is my community").click()


def rest(page: Page) -> None:
    """Wait until what is seen has been painted."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def nothing_refused(page: Page) -> bool:
    return bool(page.evaluate("refused.length === 0"))


@pytest.mark.parametrize("width", [360, 1280])
def test_it_is_chosen_kept_and_undone(chromium: Browser, town: str, width: int) -> None:
    """By touch on a phone, by the pointer elsewhere; in both languages, over pages and windows."""
    with looking(chromium, width, has_touch=width == 360) as page:
        watch(page)
        page.goto(f"{town}/{OWN}")
        button = page.get_by_role("button", name="This is my community")
        expect(button).to_have_attribute("aria-pressed", "false")
        button.tap() if width == 360 else button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        assert page.context.cookies() == []
        page.goto(f"{town}/")
        expect(page.locator(BOX).get_by_role("heading")).to_have_text("East Dyke")
        expect(page.locator(CHOICE)).to_be_hidden()
        texts = page.locator(SEEN).all_inner_texts()
        assert texts[:2] == ["Flood", "Dyke closed"]
        assert "Eastern item 8" in texts
        page.goto(f"{town}/zh/")
        expect(page.locator(BOX).get_by_role("heading")).to_have_text("东堤")
        expect(page.locator(BOX)).to_contain_text("涨水")
        again = page.context.new_page()
        again.goto(f"{town}/zh/{OWN}")
        pressed = again.get_by_role("button", name="这是我的社区")
        expect(pressed).to_have_attribute("aria-pressed", "true")
        pressed.click()
        expect(pressed).to_have_attribute("aria-pressed", "false")
        again.close()
        page.goto(f"{town}/")
        expect(page.locator(CHOICE)).to_be_visible()
        expect(page.locator(BOX)).to_be_hidden()
        assert page.evaluate("localStorage.length") == 0
        assert nothing_refused(page)


def test_it_is_chosen_on_the_home_page_by_keyboard(chromium: Browser, town: str) -> None:
    with looking(chromium, 360) as page:
        watch(page)
        page.goto(f"{town}/")
        # What lies outside is nobody's own.
        expect(page.locator(".choice button")).to_have_text(["East Dyke", "West"])
        page.locator(CHOICE).focus()
        page.keyboard.press("Enter")
        reader = Reader(page)
        assert reader.tab() == ("button", "East Dyke")
        page.keyboard.press("Space")
        expect(page.locator(BOX)).to_be_focused()
        expect(page.locator(CHOICE)).to_be_hidden()
        expect(page.locator(BOX).get_by_role("heading")).to_have_text("East Dyke")
        change = page.get_by_role("button", name="Change")
        change.focus()
        page.keyboard.press("Enter")
        expect(page.locator(CHOICE)).to_be_focused()
        reader.tab()
        assert reader.tab() == ("button", "West")
        page.keyboard.press("Enter")
        expect(page.locator(BOX).get_by_role("heading")).to_have_text("West")
        expect(page.locator(BOX)).to_contain_text("There is no alert and no event here at present.")
        assert page.locator(SEEN).all_inner_texts() == ["Western item"]
        # Closed without another choice, it leaves its reader with the one that there is.
        change.click()
        page.locator(CHOICE).press("Enter")
        expect(page.locator(BOX)).to_be_focused()
        change.click()
        page.get_by_role("button", name="West").click()
        expect(page.locator(BOX)).to_be_hidden()
        expect(page.locator(CHOICE)).to_be_focused()
        page.reload()
        expect(page.locator(BOX)).to_be_hidden()
        assert nothing_refused(page)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("address", ["", "search/", "zh/", "zh/search/"])
def test_nothing_moves_and_one_page_is_asked_for(chromium: Browser, town: str, width: int, address: str) -> None:
    with looking(chromium, width) as page:
        asked = watch(page)
        choose(page, town)
        waiting: list[Route] = []
        page.route(f"**/{OWN}", partial(list.append, waiting))
        asked.clear()
        page.goto(f"{town}/{address}")
        rest(page)
        before = page.locator(BOX).bounding_box()
        assert before
        expect(page.locator(BOX)).not_to_contain_text("Flood")
        page.wait_for_timeout(50)
        [only] = waiting
        only.continue_()
        expect(page.locator(f"{BOX} li:visible")).not_to_have_count(0)
        rest(page)
        assert page.locator(BOX).bounding_box() == before
        assert page.evaluate("jumps") == 0
        language = "zh/" if address.startswith("zh") else ""
        assert [each for each in asked if not each.startswith("assets/")] == [address, language + OWN]
        assert nothing_refused(page)


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_without_a_choice(chromium: Browser, town: str, width: int) -> None:
    with looking(chromium, width) as page:
        asked = watch(page)
        for address in ("", "search/", OWN):
            page.goto(f"{town}/{address}", wait_until="networkidle")
            rest(page)
            assert page.evaluate("jumps") == 0
        assert [each for each in asked if not each.startswith("assets/")] == ["", "search/", OWN]


def test_the_readers_clock_hides_what_is_over(chromium: Browser, town: str) -> None:
    with looking(chromium, 1280) as page:
        watch(page)
        choose(page, town)
        page.goto(f"{town}/")
        row = page.locator(f"{BOX} li", has_text="Dyke closed")
        expect(row).to_contain_text("Going on")
        expect(page.locator(BOX).get_by_text("Meeting at the dyke")).to_be_hidden()
        # The item that the alert and the event are of does not stand there a second time.
        expect(page.locator(f"{BOX} li:visible", has_text="Flood")).to_have_count(1)
        expect(page.locator(f"{BOX} li:visible", has_text="Works")).to_have_count(0)
        page.clock.set_fixed_time("2024-07-01T12:00:00+08:00")
        page.reload()
        expect(page.locator(BOX)).to_contain_text("There is no alert and no event here at present.")
        assert page.locator(SEEN).all_inner_texts()[:2] == ["Works", "Flood"]


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize(("size", "most"), [("", 6), ("larger", 7)])
def test_what_has_no_space_is_left_out_whole(chromium: Browser, town: str, width: int, size: str, most: int) -> None:
    with looking(chromium, width) as page:
        watch(page)
        choose(page, town)
        page.evaluate("size => localStorage.setItem('reading-aids', JSON.stringify({size}))", size)
        page.goto(f"{town}/")
        expect(page.locator(f"{BOX} li:visible")).not_to_have_count(0)
        parts = page.locator(".parts")
        assert parts.evaluate("each => each.scrollHeight <= each.clientHeight"), "it has to be scrolled"
        shown = page.locator(f"{BOX} li:visible").count()
        assert 2 <= shown <= most
        # Another window has other space.
        page.set_viewport_size({"width": 1280, "height": 600})
        expect(page.locator(SEEN)).to_have_count(most)
        assert parts.evaluate("each => each.scrollHeight <= each.clientHeight")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_a_community_that_is_gone_is_forgotten(chromium: Browser, town: str) -> None:
    with looking(chromium, 360) as page:
        watch(page)
        choose(page, town)
        page.route(f"**/{OWN}", lambda route: route.fulfill(status=404, body="<h1>Not here</h1>"))
        page.goto(f"{town}/")
        expect(page.get_by_role("button", name="Change")).to_be_visible()
        rest(page)
        assert page.evaluate("[jumps, localStorage.length]") == [0, 0]
        assert "Not here" not in page.locator("main").inner_text()
        page.goto(f"{town}/")
        expect(page.locator(BOX)).to_be_hidden()
        expect(page.locator(CHOICE)).to_be_visible()
        page.unroute(f"**/{OWN}")
        choose(page, town)
        page.route(f"**/{OWN}", lambda route: route.fulfill(status=404))
        page.goto(f"{town}/search/")
        expect(page.locator(BOX)).to_be_hidden()
        assert page.evaluate("[jumps, localStorage.length]") == [0, 0]


def test_a_page_that_does_not_come_is_told_and_led_to(chromium: Browser, town: str) -> None:
    with looking(chromium, 360) as page:
        watch(page)
        choose(page, town)
        page.route(f"**/{OWN}", lambda route: route.abort("aborted"))
        page.goto(f"{town}/search/")
        expect(page.locator(BOX)).to_contain_text("Its page did not come: the network may be down.")
        expect(page.locator(BOX).get_by_role("link", name="Its own page")).to_have_attribute("href", f"/{OWN}")
        assert page.evaluate("localStorage.length") == 1


def test_answers_take_its_place_on_the_search_page(chromium: Browser, town: str) -> None:
    with looking(chromium, 360) as page:
        asked = watch(page)
        choose(page, town)
        page.goto(f"{town}/search/")
        expect(page.locator(BOX)).to_contain_text("Flood")
        page.get_by_role("searchbox").fill("western")
        page.keyboard.press("Enter")
        expect(page.locator(BOX)).to_be_hidden()
        expect(page.get_by_role("link", name="Western item")).to_be_visible()
        page.go_back()
        expect(page.locator(BOX)).to_contain_text("Flood")
        asked.clear()
        page.goto(f"{town}/search/?q=western")
        expect(page.get_by_role("link", name="Western item")).to_be_visible()
        expect(page.locator(BOX)).to_be_hidden()
        assert OWN not in asked


def test_the_page_that_one_comes_back_to_knows_of_it(chromium: Browser, town: str) -> None:
    """Browsers keep pages as they were; the one that runs here is told not to, so that event is made."""
    with looking(chromium, 360) as page:
        watch(page)
        page.goto(f"{town}/")
        expect(page.locator(".choice button")).to_have_count(2)
        page.evaluate("([site, own]) => localStorage.setItem(site, own)", [f"community {town}/", OWN])
        with page.expect_navigation():
            page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
        expect(page.locator(BOX)).to_contain_text("Flood")


def test_several_sites_of_one_origin_have_each_their_own(
    chromium: Browser, serve_strictly: Serve, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        toml = PLAIN_TOML.replace(".org/", f".org/{name}/")
        files = {"content/site.toml": toml, "content/communities.toml": f'[east]\nname = "East of {name}"\n'}
        write(tmp_path / f"site-{name}", files | {"content/news/x.md": article("title: X\ndate: 2024-01-01")})
        made(tmp_path / f"site-{name}")
        (tmp_path / f"site-{name}/public").rename(tmp_path / name)
    root = serve_strictly(tmp_path)
    with looking(chromium, 360) as page:
        choose(page, f"{root}/a")
        page.goto(f"{root}/b/")
        expect(page.locator(CHOICE)).to_be_visible()
        page.goto(f"{root}/a/")
        expect(page.locator(BOX).get_by_role("heading")).to_have_text("East of a")


@pytest.mark.parametrize("width", [360, 1280])
def test_without_script_the_list_stays(chromium: Browser, town: str, width: int) -> None:
    with looking(chromium, width, java_script_enabled=False) as page:
        for address in ("", "search/", OWN):
            page.goto(f"{town}/{address}")
            expect(page.locator(".mine")).to_be_hidden()
        page.goto(f"{town}/")
        expect(page.get_by_role("link", name=re.compile("East Dyke"))).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["", "zh/"])
def test_axe_finds_nothing(chromium: Browser, town: str, scheme: Literal["light", "dark"], language: str) -> None:
    """The tool itself is no part of the page: the policy is not asked about it."""
    with looking(chromium, 360, color_scheme=scheme, bypass_csp=True) as page:
        watch(page)
        choose(page, town)
        for address in (OWN, "", "search/"):
            page.goto(f"{town}/{language}{address}", wait_until="networkidle")
            if not address:
                page.get_by_role("button", name="更换" if language else "Change").click()
            page.evaluate(AXE.read_text("utf-8"))
            assert page.evaluate(JUDGE, []) == [], address


def test_it_is_small_as_it_is_sent() -> None:
    assert len(compress_gzip((SERVED / "community.js").read_bytes())) < MOST - ELSEWHERE
