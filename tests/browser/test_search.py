"""The search in a real browser: finds what grep finds, by keyboard, under the server's policy; says what it cannot."""

import re
from functools import partial
from pathlib import Path
from random import Random
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Route, expect

from site_builder.building.build import build
from site_builder.building.session import Options
from site_builder.problem import has_errors
from tests.browser.reader import Words, looking
from tests.conftest import Serve
from tests.search.grep import grep, plain, queries, rank, texts
from tests.search.reader import BOX, BUSY, FOUND, MORE, STATE, at_search, list_indexed
from tests.sites import PLAIN_TOML, article, made, write

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def strict(serve_strictly: Serve, demo: Path) -> str:
    """Serve the demonstration under the policy."""
    return serve_strictly(demo)


def day_of(page: Path, href: str) -> str:
    """Give the day of an item, as its page says it."""
    return (page / href / "index.html").read_text("utf-8").partition('<time datetime="')[2][:10]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_sixty_queries_find_what_grep_finds(chromium: Browser, strict: str, demo: Path, language: str) -> None:
    """All of it and nothing else; title matches first, then the newest; nothing goes against the policy."""
    archive = texts(demo, list_indexed(demo, language))
    assert len(archive) > 50
    with looking(chromium, 1280) as page:
        page.goto(strict + Words(language).home + "search/")
        with at_search(chromium, strict, Words(language).home[1:] + "search/") as search:
            for query in queries(archive, 30, Random(language)):  # noqa: S311 - the same queries each time
                answer = search.ask(query)
                wanted = grep(archive, query)
                titles = search.page.locator(f"{FOUND} > .title").all_text_contents()
                assert [plain(each) for each in titles] == [archive[href].title for href in answer.hrefs], query
                assert set(answer.hrefs) == wanted, query
                assert len(answer.hrefs) == len(wanted), query
                words = search.page.locator(FOUND).evaluate_all(
                    "all => all.map(each => each.querySelector('.late')?.textContent || '')"
                )
                gone = Words(language).say("Withdrawn")
                keys = [
                    (-1 if word == gone else rank(archive[href], query), not word, day_of(demo, href) or "9")
                    for href, word in zip(answer.hrefs, words, strict=True)
                ]
                # What is not over has the first place, if anything is not.
                if keys != sorted(keys, reverse=True):
                    assert keys[0][1], query
                    assert not keys[1][1], query
                    assert keys[1:] == sorted(keys[1:], reverse=True), query


@pytest.mark.parametrize("language", ["en", "zh"])
def test_by_keyboard_it_says_how_many(chromium: Browser, strict: str, language: str) -> None:
    words = Words(language)
    query, many = {"en": ("the", "{0} items found, {1} shown"), "zh": ("石桥", "{0} items found, {1} shown")}[language]
    with looking(chromium, 360) as page:
        page.goto(strict + words.home)
        page.locator(".find > summary").press("Enter")
        expect(page.get_by_role("searchbox", name=words.say("Search this site"), exact=True)).to_be_focused()
        page.keyboard.type(query)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/search/?q={quote(query)}")
        state = page.get_by_role("status")
        said = words.say(many).replace("{0}", r"\d+")
        expect(state).to_have_text(re.compile(said.replace("{1}", r"\d+")))
        shown = page.locator(FOUND).count()
        expect(state).to_have_text(re.compile(said.replace("{1}", str(shown))))
        assert page.locator(f"{FOUND} mark").first.inner_text().lower() == query
        page.locator(BOX).focus()
        for _ in range(5):
            page.keyboard.press("Tab")
        if language == "en":
            page.locator(MORE).focus()
            page.keyboard.press("Enter")
            expect(page.locator(FOUND)).to_have_count(2 * shown)
            title = page.locator(FOUND).nth(shown).locator(".title").inner_text()
            page.wait_for_function("title => document.activeElement.textContent === title", arg=title)
        page.go_back()
        assert page.url == strict + words.home


def test_results_are_limited_and_the_address_says_so(chromium: Browser, strict: str, demo: Path) -> None:
    with looking(chromium, 1280) as page:
        page.goto(f"{strict}/search/?q=bridge&year=2024&community=stone-bridge&column=news")
        expect(page.get_by_role("status")).to_have_text("2 items found")
        for about in page.locator(f"{FOUND} .meta").all():
            assert re.search("2024News.*Stone Bridge", about.inner_text())
        page.get_by_label("Year").select_option("2023")
        page.wait_for_url("**year=2023")
        expect(page.get_by_role("status")).to_contain_text("found")
        for link in page.locator(f"{FOUND} .title").all():
            assert (link.get_attribute("href") or "").startswith("/news/2023/")
        page.go_back()
        expect(page.get_by_role("status")).to_have_text("2 items found")
        assert page.get_by_label("Year").input_value() == "2024"


def test_what_it_cannot_do_it_says(chromium: Browser, strict: str) -> None:
    with at_search(chromium, strict) as search:
        page = search.page
        assert page.locator("[id='site:late']").count() == 0
        search.page.locator(BOX).fill("a")
        page.keyboard.press("Enter")
        expect(page.locator(STATE)).to_have_text("Please type at least two letters, or one Chinese character.")
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
    off = PLAIN_TOML + "[search]\nenabled = false\n"
    site = write(tmp_path, {"content/site.toml": off, "content/news/a.md": article("title: A\ndate: 2024-01-01")})
    output = made(site)
    assert [path for path in output if "search" in path] == []
    assert not any(b"search" in data for path, data in output.items() if path.endswith(".html"))
    write(site, {"content/site.toml": PLAIN_TOML})
    assert "search/index.html" in made(site)


TOWN = {
    "content/site.toml": PLAIN_TOML,
    "content/communities.toml": """\
[mill-street]
name = {en = "Mill Street", zh = "磨坊村"}
formerly = ["Tanner Row"]
""",
    "content/people.toml": '[wei]\nname = "Wei Example"\nrole = "Harbour master"\n',
    "content/about.md": article("title: Whom to ask", "The counter of the harbour is open.\n"),
    "content/news/2023-05-01-fair/index.md": article(
        """\
title: Lantern fair
communities: mill-street
events:
  - {date: 2023-05-03, title: Boat parade, place: Reed landing}""",
        "Bring a lamp.\n",
    ),
    "content/news/2023-05-01-fair/stall-form.txt": "form",
    "content/news/2023-04-01-lamps.md": article(
        "title: Lamps for the harbour\npeople: wei", "A fair price was paid.\n"
    ),
    "content/news/2023-03-01-rule.md": article(
        "title: Rules for boats\ndisclosure: {document_number: MS〔2023〕5号, index_number: 11-X-7}",
        "Slow down at night.\n",
    ),
    "content/news/2023-02-01-gone.md": article(
        "title: Cranes for sale\nwithdrawn: {date: 2023-02-09, reason: printed too early}", "Nobody reads of zebras.\n"
    ),
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a site with a fact of each kind."""
    site = write(tmp_path_factory.mktemp("town"), TOWN)
    report = build(Options(site=site, output=site / "public", at="2024-06-01", now=0))
    assert not has_errors(report.problems)
    return site / "public"


FAIR, LAMPS, RULE, GONE = (f"news/2023/{each}/" for each in ("fair", "lamps", "rule", "gone"))
# What is asked; what is found, in order; what the query names.
ASKED = {
    "boat parade": ([FAIR], []),
    "reed landing": ([FAIR], []),
    "stall-form": ([FAIR], []),
    "mill street": ([FAIR], ["communities/mill-street/"]),
    "磨坊": ([FAIR], ["communities/mill-street/"]),
    "磨坊村停水": ([], ["communities/mill-street/"]),
    "tanner row": ([FAIR], ["communities/mill-street/"]),
    "harbour master": ([], ["people/wei/"]),
    "wei": ([LAMPS], ["people/wei/"]),
    "MS〔2023〕5号": ([RULE], []),
    "11-X-7": ([RULE], []),
    "cranes": ([GONE], []),
    "zebras": ([], []),
    "printed too early": ([GONE], []),
    "counter": (["about/"], []),
    "whom ask": (["about/"], ["about/"]),
    # The fair is over: it does not stand on top, though its title says it.
    "fair": ([LAMPS, FAIR], []),
}


@pytest.mark.parametrize("query", ASKED)
def test_facts_are_found_and_what_is_named_comes_first(chromium: Browser, serve: Serve, town: Path, query: str) -> None:
    with at_search(chromium, serve(town)) as search:
        answer = search.ask(query)
        assert (list(answer.hrefs), list(answer.named)) == ASKED[query]


def test_what_is_over_and_what_was_withdrawn_says_so(chromium: Browser, serve: Serve, town: Path) -> None:
    with at_search(chromium, serve(town)) as search:
        for query, word in (("lantern", "Over"), ("cranes", "Withdrawn")):
            search.ask(query)
            assert search.page.locator(f"{FOUND} .late").all_inner_texts() == [word]
        search.ask("lamps")
        assert search.page.locator(f"{FOUND} .late").count() == 0


def test_a_filter_alone_lists(chromium: Browser, serve: Serve, town: Path) -> None:
    with at_search(chromium, serve(town)) as search:
        search.page.get_by_label("Community", exact=True).select_option("mill-street")
        assert search.said() == "One item found"
        assert search.hrefs(FOUND) == (FAIR,)
        search.page.get_by_label("Community", exact=True).select_option("")
        search.page.get_by_label("Year").select_option("2023")
        search.page.wait_for_url("**?year=2023")
        assert search.said() == "4 items found"
        assert search.hrefs(FOUND) == (FAIR, LAMPS, RULE, GONE)


def test_what_comes_near_stands_below_a_line_that_says_so(chromium: Browser, serve: Serve, town: Path) -> None:
    with at_search(chromium, serve(town)) as search:
        answer = search.ask("lanterns")
        assert (answer.hrefs, answer.near) == ((), (FAIR,))
        assert answer.said == "Nothing matches all of it. What comes near stands below."
        line = search.page.get_by_role("heading", name="Near matches: other forms of the words, or most of them")
        expect(line).to_be_visible()
        answer = search.ask("slow boats lamps")
        assert (answer.hrefs, set(answer.near)) == ((), {RULE, FAIR})
        assert search.ask('"slow boats"').near == ()
        assert search.ask("lamp").near == ()
        expect(line).to_be_hidden()


def test_titles_show_while_the_rest_loads(chromium: Browser, serve: Serve, town: Path) -> None:
    with at_search(chromium, serve(town)) as search:
        page = search.page
        waiting: list[Route] = []
        page.route("**/texts/*.txt", partial(list.append, waiting))
        page.locator(BOX).fill("lamps")
        page.keyboard.press("Enter")
        expect(page.locator(f"{FOUND} > .title")).to_have_text("Lamps for the harbour")
        expect(page.locator(STATE)).to_have_text("One item found")
        expect(page.locator(BUSY)).to_have_count(1)
        height = page.locator(FOUND).evaluate("each => each.offsetHeight")
        for route in waiting:
            route.continue_()
        expect(page.locator(f"{FOUND} > .summary")).to_have_text("A fair price was paid.")
        expect(page.locator(BUSY)).to_have_count(0)
        assert page.locator(FOUND).evaluate("each => each.offsetHeight") == height


def test_one_han_sign_searches_titles_and_names(chromium: Browser, strict: str, demo: Path) -> None:
    with at_search(chromium, strict, "zh/search/") as search:
        answer = search.ask("堤")
        titles = search.page.locator(f"{FOUND} > .title").all_text_contents()
        archive = texts(demo, list_indexed(demo, "zh"))
        assert titles
        assert set(answer.hrefs) == {href for href, said in archive.items() if "堤" in said.title}
        assert {"zh/communities/east-dyke/", "zh/communities/west-dyke/"} <= set(answer.named)


def test_served_as_it_is(chromium: Browser, serve: Serve, demo: Path) -> None:
    """Without any policy, in a subfolder's language, on a phone."""
    with looking(chromium, 360) as page:
        page.goto(f"{serve(demo)}/zh/search/?q={quote('排水')}")
        expect(page.locator(f"{FOUND} mark").first).to_have_text("排水")
