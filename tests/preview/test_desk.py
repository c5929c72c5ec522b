"""The editors' desk: what lies on it, what a publish would change, and that nothing of it is ever built."""

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from site_builder.building.session import BuildSession
from site_builder.cli.terminal.messages import Messages
from site_builder.preview.pages import DESK, PreviewState, find_response, make_page_state
from site_builder.preview.pending_changes import PendingChanges
from site_builder.preview.preview import PublicBuild, add_desk, build_preview, update_state
from site_builder.publishing.deployment import PublishRequest
from site_builder.publishing.publish import publish
from site_builder.state_folder import PREVIEW_OUTPUT, PUBLIC_OUTPUT
from tests.preview.running import Running, running
from tests.sites import PLAIN_TOML, article, made, tree, write

AT = "2024-06-15"
SITE: dict[str, str | bytes] = {
    "content/site.toml": PLAIN_TOML,
    "content/news/2024-01-02-visit.md": article("title: A <visit>"),
    "content/news/2024-02-02-idea.md": article("title: An idea\ndraft: true"),
    "content/news/2024-07-07-fair.md": article("title: A fair\ndate: 2024-07-07 09:30"),
    "content/news/2024-03-03-water.md": article("title: Water off\nexpires: 2024-06-20"),
    "content/news/2024-03-04-later.md": article("title: For long\nexpires: 2024-08-20"),
    "content/news/2024-04-04-typo.md": article("title: Typo\ncomunities: east"),
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path / "site", SITE)


def shown(site: Path, lang: str = "en", against: tuple[PendingChanges, ...] | None = None) -> tuple[PreviewState, str]:
    words = Messages(lang)
    report = build_preview(site, AT)
    showing = add_desk(update_state(PreviewState(pending_changes=against), report, {}, words.say), report, words)
    found = find_response(site / PREVIEW_OUTPUT, showing, DESK)
    assert found.status == HTTPStatus.OK
    assert found.data is not None
    return showing, found.data.decode()


def section(page: str, id_: str) -> str:
    return page.partition(f'<section id="{id_}"')[2].partition("</section>")[0]


@pytest.mark.slow
def test_it_has_what_is_in_hand(site: Path) -> None:
    _, page = shown(site)
    assert 'href="/news/2024/idea/">An idea</a> <code>content/news/2024-02-02-idea.md' in section(page, "drafts")
    assert ">2024-07-07 09:30</time>" in section(page, "scheduled")
    assert "A fair" in section(page, "scheduled")
    assert ">2024-06-20</time>" in section(page, "expiring")
    assert "For long" not in page
    problems = section(page, "problems")
    assert 'href="/news/2024/typo/">content/news/2024-04-04-typo.md' in problems
    assert "line 3 · <strong" in problems
    assert "did you mean communities?" in problems


@pytest.mark.slow
def test_a_draft_with_a_mistake_lies_among_the_drafts(site: Path) -> None:
    write(site, {"content/news/2024-02-03-half.md": article("title: Half\ndate: 2024-02-30\ndraft: true")})
    _, page = shown(site)
    assert '<h2 id="drafts-title">Drafts <span class="count">2</span>' in section(page, "drafts")
    assert (
        '<span>Half <strong class="wrong">has a mistake</strong></span> <code>content/news/2024-02-03-half.md' in page
    )
    assert 'the date "2024-02-30" is not a date' in section(page, "problems").replace("&quot;", '"')


@pytest.mark.slow
def test_it_speaks_chinese(site: Path) -> None:
    _, page = shown(site, "zh")
    assert '<html lang="zh-CN">' in page
    assert "编辑台" in page
    assert "第 3 行" in page


@pytest.mark.slow
def test_its_own_page_does_not_say_again_what_stands_on_it(site: Path) -> None:
    showing, _ = shown(site)
    told = make_page_state(showing, find_response(site / PREVIEW_OUTPUT, showing, DESK), str)
    assert (told["problems"], told["more"], told["elsewhere"], told["marks"], told["desk"]) == ([], [], [], {}, "")
    assert make_page_state(showing, find_response(site / PREVIEW_OUTPUT, showing, "/"), str)["desk"] == DESK


@pytest.mark.slow
def test_without_a_target_it_says_what_the_ledger_knows(site: Path) -> None:
    memory = BuildSession()
    build_preview(site, AT, memory)
    (found,) = PublicBuild(site, AT, str).compare(memory)
    pages = tuple(f"/news/2024/{each}/" for each in ("later", "typo", "visit", "water"))
    assert (found.is_complete, found.added, found.changed, found.removed) == (False, pages, (), ())


@pytest.mark.slow
def test_with_a_folder_it_says_what_a_publish_does(site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "srv"
    write(site, {"content/site.toml": PLAIN_TOML + f'[publish.live]\nto = "{folder.as_uri()}"\n'})
    memory, public = BuildSession(), PublicBuild(site, AT, str)
    build_preview(site, AT, memory)
    (before,) = public.compare(memory)
    assert (before.is_complete, before.live, "/news/2024/visit/" in before.added) == (True, "", True)
    publish(PublishRequest(site=site, at=AT, now=1718400000.0))
    (same,) = public.compare(memory)
    assert (same.added, same.changed, same.removed) == ((), (), ())
    write(site, {"content/news/2024-01-02-visit.md": article("title: Another title")})
    write(site, {"content/news/2024-05-05-new.md": article("title: New")})
    build_preview(site, AT, memory)
    (after,) = public.compare(memory)
    wanted = publish(PublishRequest(site=site, at=AT, now=1718400001.0, dry_run=True)).changes
    assert after.added == tuple("/" + each.path.removesuffix("index.html") for each in wanted.added)
    assert after.changed == tuple("/" + each.path.removesuffix("index.html") for each in wanted.changed)
    assert {"/news/2024/new/"} <= set(after.added)
    assert {"/news/2024/visit/", "/"} <= set(after.changed)
    _, page = shown(site, against=(after,))
    assert "This is being found out" in section(page, "publishing")


@pytest.mark.slow
def test_a_target_that_cannot_be_read_is_said(site: Path) -> None:
    write(site, {"content/site.toml": PLAIN_TOML + '[publish.live]\nto = "ftp://nowhere"\n'})
    memory = BuildSession()
    build_preview(site, AT, memory)
    (found,) = PublicBuild(site, AT, str).compare(memory)
    assert "cannot be published to" in found.failure


@pytest.mark.slow
def test_what_the_preview_shows_and_no_publish_could_is_said(site: Path) -> None:
    """An item that was published and is a draft now has its page in the preview, and its address would be lost."""
    line = '{"address": "/news/2024/idea/", "id": "news/2024-02-02-idea", "kind": "item", "lang": "en", '
    write(site, {"content/ledger.jsonl": line + '"published": "2024-03-01T00:00:00Z"}\n'})
    memory = BuildSession()
    assert build_preview(site, AT, memory).site is not None
    found = PublicBuild(site, AT, str).compare(memory)
    assert ["would lose it" in each.failure for each in found] == [True]


@pytest.mark.slow
def test_the_preview_builds_as_little_as_without_it(site: Path) -> None:
    """The build for the comparison stands beside: the next one of the preview still knows its own last."""
    memory, public = BuildSession(), PublicBuild(site, AT, str)
    build_preview(site, AT, memory)
    public.compare(memory)
    last = memory.plans[site / PREVIEW_OUTPUT]
    assert build_preview(site, AT, memory).written == 0
    assert public.compare(memory)
    assert memory.plans[site / PREVIEW_OUTPUT].settings == last.settings


@pytest.mark.slow
def test_nothing_of_it_gets_into_a_build(site: Path) -> None:
    wanted, sources = made(site), tree(site / "content")
    memory = BuildSession()
    report = build_preview(site, AT, memory)
    add_desk(update_state(PreviewState(), report, {}, str), report, Messages("en"))
    PublicBuild(site, AT, str).compare(memory)
    assert tree(site / PUBLIC_OUTPUT) == wanted
    assert made(site) == wanted == made(site, clean=True)
    assert tree(site / "content") == sources
    everything = tree(site / "public") | tree(site / PREVIEW_OUTPUT) | tree(site / PUBLIC_OUTPUT)
    assert [path for path, data in everything.items() if b"_desk" in data or "_desk" in path] == []
    assert sorted(each.name for each in site.iterdir()) == [".bulletin", "content", "public"]


@pytest.fixture
def preview(site: Path) -> Iterator[Running]:
    with running(site, "--at", AT) as found:
        yield found


SOON = 15_000


@pytest.mark.browser
def test_it_is_reached_by_keyboard_and_follows_what_is_saved(site: Path, preview: Running, chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 800})
    page.goto(preview.address)
    link = page.locator("bulletin-preview .desk")
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(preview.address + "_desk/")
    expect(page.locator("#publishing")).to_contain_text("ledger.jsonl", timeout=SOON)
    address = page.locator("#publishing .address").first
    expect(address).to_have_text("/news/2024/later/")
    page.locator("#publishing summary").focus()
    page.keyboard.press("Enter")
    expect(address).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    write(site, {"content/news/2024-02-02-idea.md": article("title: A better idea\ndraft: true\nfoo: bar")})
    expect(page.locator("#drafts")).to_contain_text("A better idea", timeout=SOON)
    expect(page.locator("#problems")).to_contain_text("foo", timeout=SOON)
    expect(page.locator("#publishing")).to_contain_text("ledger.jsonl", timeout=SOON)
    write(site, {"content/news/2024-01-02-visit.md": article("title: Visit\ndate: tomorrow")})
    expect(page.locator("#publishing")).to_contain_text("until the errors are mended", timeout=SOON)
    expect(page.locator("#problems")).to_contain_text("tomorrow", timeout=SOON)
    expect(page.locator("bulletin-preview .desk")).to_have_count(0)
    page.close()
