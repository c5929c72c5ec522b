"""The search in a real browser: finds what grep finds, by keyboard, under the server's policy; says what it cannot."""

from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from random import Random
from threading import Thread
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from site_builder.publishing.serverconfig import VALUES
from tests.browser.reader import Words, looking
from tests.conftest import Serve, StaticHandler
from tests.search.grep import grep, plain, queries, texts
from tests.search.reader import BOX, FOUND, MORE, STATE, at_search

pytestmark = pytest.mark.browser
POLICY = VALUES["CSP"] + "; require-trusted-types-for 'script'; trusted-types 'none'"


class StrictHandler(StaticHandler):
    """Answers as the configured server does, and allows no text to become a page's code."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


@pytest.fixture(scope="module")
def strict(demo: Path) -> Iterator[str]:
    """Serve the demonstration under the policy."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(StrictHandler, directory=str(demo)))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def indexed(site: Path, language: str) -> list[str]:
    """Give the items of an index, by their path."""
    tables = sorted((site / "assets/search" / language).glob("*/items.txt"))
    return [line.partition("\t")[0] for table in tables for line in table.read_text("utf-8").splitlines()]


def day_of(page: Path, href: str) -> str:
    """Give the day of an item, as its page says it."""
    return (page / href / "index.html").read_text("utf-8").partition('<time datetime="')[2][:10]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_sixty_queries_find_what_grep_finds(chromium: Browser, strict: str, demo: Path, language: str) -> None:
    """All of it and nothing else; title matches first, then the newest; nothing goes against the policy."""
    archive = texts(demo, indexed(demo, language))
    assert len(archive) > 50
    with looking(chromium, 1280) as page:
        page.goto(strict + Words(language).home + "search/")
        with at_search(chromium, strict, Words(language).home[1:] + "search/") as search:
            for query in queries(archive, 30, Random(language)):  # noqa: S311 - the same queries each time
                answer = search.ask(query)
                wanted = grep(archive, query)
                titles = search.page.locator(f"{FOUND} > .title").all_text_contents()
                assert [plain(each) for each in titles] == [archive[href][0] for href in answer.hrefs], query
                assert set(answer.hrefs) == wanted, query
                assert len(answer.hrefs) == len(wanted), query
                titled = [href for href in answer.hrefs if grep({href: (archive[href][0], "")}, query)]
                assert list(answer.hrefs[: len(titled)]) == titled, query
                for part in (titled, answer.hrefs[len(titled) :]):
                    days = [day_of(demo, href) for href in part]
                    assert days == sorted(days, reverse=True), query


@pytest.mark.parametrize("language", ["en", "zh"])
def test_by_keyboard_it_says_how_many(chromium: Browser, strict: str, language: str) -> None:
    words = Words(language)
    query, many = {"en": ("the", "{0} of {1} items found"), "zh": ("石桥", "{0} items found")}[language]
    with looking(chromium, 360) as page:
        page.goto(strict + words.home)
        box = page.get_by_role("searchbox", name=words.say("Search this site"), exact=True)
        box.focus()
        page.keyboard.type(query)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/search/?q={quote(query)}")
        state = page.get_by_role("status")
        expect(page.locator(FOUND)).not_to_have_count(0)
        shown = page.locator(FOUND).count()
        expect(state).to_have_text(
            words.say(many).replace("{0}", str(shown)).replace("{1}", state.inner_text().split()[2])
            if language == "en"
            else words.say(many).replace("{0}", str(shown))
        )
        assert page.locator(f"{FOUND} mark").first.inner_text().lower() == query
        page.locator(BOX).focus()
        for _ in range(5):
            page.keyboard.press("Tab")
        if language == "en":
            page.locator(MORE).focus()
            page.keyboard.press("Enter")
            expect(page.locator(FOUND)).to_have_count(2 * shown)
            assert (
                page.evaluate("document.activeElement.textContent")
                == page.locator(FOUND).nth(shown).locator(".title").inner_text()
            )
        page.go_back()
        assert page.url == strict + words.home


def test_results_are_limited_and_the_address_says_so(chromium: Browser, strict: str, demo: Path) -> None:
    with looking(chromium, 1280) as page:
        page.goto(f"{strict}/search/?q=bridge&year=2024&community=stone-bridge&column=news")
        expect(page.get_by_role("status")).to_have_text("One item found")
        assert "2024" in page.locator(f"{FOUND} .meta").inner_text()
        page.get_by_label("Year").select_option("2023")
        page.wait_for_url("**year=2023")
        expect(page.get_by_role("status")).to_contain_text("found")
        for link in page.locator(f"{FOUND} .title").all():
            assert (link.get_attribute("href") or "").startswith("/news/2023/")
        page.go_back()
        expect(page.get_by_role("status")).to_have_text("One item found")
        assert page.get_by_label("Year").input_value() == "2024"


def test_what_it_cannot_do_it_says(chromium: Browser, strict: str) -> None:
    with at_search(chromium, strict) as search:
        page = search.page
        assert page.locator("[id='site:late']").count() == 0
        search.page.locator(BOX).fill("a")
        page.keyboard.press("Enter")
        expect(page.locator(STATE)).to_have_text("Please type at least two characters.")
        assert search.ask("zzzz").said == "Nothing was found. Fewer or other words may help."
        page.context.set_offline(True)
        page.locator(BOX).fill("willow")
        page.keyboard.press("Enter")
        expect(page.locator(STATE)).to_contain_text("The search got no answer")
        page.context.set_offline(False)
        assert search.ask("willow").hrefs


def test_without_script_it_says_so_and_leads_to_the_lists(chromium: Browser, strict: str) -> None:
    with looking(chromium, 360, java_script_enabled=False) as page:
        page.goto(f"{strict}/search/?q=bridge")
        assert "Searching needs JavaScript" in page.locator("main").inner_text()
        expect(page.locator("[id='site:late']")).to_be_hidden()
        page.locator("main").get_by_role("link", name="By date").click()
        assert page.url == f"{strict}/dates/"


def test_a_script_that_does_not_come_is_told(chromium: Browser, strict: str) -> None:
    """As in a browser that is too old for it: after some seconds, without any script."""
    with at_search(chromium, strict) as search:
        page = search.page
        page.route("**/search.*.js", lambda route: route.fulfill(body="let old ?= 1", content_type="text/javascript"))
        page.goto(f"{strict}/search/")
        expect(page.locator("[id='site:late']")).to_be_visible(timeout=8000)


def test_an_index_that_was_replaced_is_found_again(chromium: Browser, strict: str) -> None:
    """The site was published anew while the page stood open."""
    with at_search(chromium, strict) as search:
        search.page.evaluate("document.getElementById('site:search').dataset.index = '2025-000000000000-2'")
        assert search.ask("willow").hrefs


def test_nothing_moves_when_results_come(chromium: Browser, strict: str) -> None:
    with looking(chromium, 360) as page:
        page.add_init_script(
            "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(each => shift += each.value))"
            ".observe({type: 'layout-shift', buffered: true})"
        )
        page.goto(f"{strict}/search/?q=bridge")
        expect(page.locator(FOUND)).not_to_have_count(0)
        expect(page.get_by_role("status")).to_contain_text("found")
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.evaluate("shift") == 0


def test_a_site_without_search_has_nothing_of_it(tmp_path: Path) -> None:
    from tests.sites import PLAIN_TOML, article, made, write

    off = PLAIN_TOML + "[search]\nenabled = false\n"
    site = write(tmp_path, {"content/site.toml": off, "content/news/a.md": article("title: A\ndate: 2024-01-01")})
    output = made(site)
    assert [path for path in output if "search" in path] == []
    assert not any(b"search" in data for path, data in output.items() if path.endswith(".html"))
    write(site, {"content/site.toml": PLAIN_TOML})
    assert "search/index.html" in made(site)


def test_served_as_it_is(chromium: Browser, serve: Serve, demo: Path) -> None:
    """Without any policy, in a subfolder's language, on a phone."""
    with looking(chromium, 360) as page:
        page.goto(f"{serve(demo)}/zh/search/?q={quote('排水')}")
        expect(page.locator(f"{FOUND} mark").first).to_have_text("排水")
