"""What the preview makes of builds: the same bytes as `build`, what is shown after each, when it builds by itself."""

import re
import time
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from urllib.request import urlopen

import pytest

from site_builder.building.build import build
from site_builder.building.commit import Report
from site_builder.building.session import Options
from site_builder.preview.pages import PageResponse, PreviewState, compute_version, find_owner, split_path
from site_builder.preview.preview import JUST_AFTER, LONGEST_SLEEP, build_preview, find_wait, update_state
from site_builder.problem import CommandError, Place, has_errors, make_problem
from site_builder.state_folder import PREVIEW_OUTPUT
from tests.preview.running import running
from tests.sites import PLAIN_TOML, article, made, run, tree, write
from tests.waiting import wait_until

AT = "2024-06-15"
VISIT, IDEA, LATER = (f"content/news/{name}.md" for name in ("2024-01-02-visit", "2024-02-02-idea", "2030-03-03-later"))
SITE = {"content/site.toml": PLAIN_TOML, VISIT: article("title: Visit")}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path / "site", SITE)


@pytest.mark.slow
def test_what_is_public_is_built_byte_for_byte_as_by_build(site: Path) -> None:
    wanted, sources = made(site), tree(site / "content")
    report = build_preview(site, AT)
    assert not has_errors(report.problems)
    assert tree(site / PREVIEW_OUTPUT) == wanted
    assert tree(site / "public") == wanted
    assert tree(site / "content") == sources


@pytest.mark.slow
def test_unpublished_items_are_built_for_the_preview_alone(site: Path) -> None:
    write(site, {IDEA: article("title: Idea\ndraft: true"), LATER: article("title: Later")})
    report = build_preview(site, AT)
    pages = {"news/2024/idea/index.html", "news/2030/later/index.html"}
    assert pages <= tree(site / PREVIEW_OUTPUT).keys()
    assert not pages & made(site).keys()
    shown = update_state(PreviewState(), report, {}, str)
    assert shown.link_badges == {"/news/2024/idea/": "Draft", "/news/2030/later/": "Scheduled for 2030-03-03"}
    assert shown.banners.keys() == shown.link_badges.keys()


@pytest.mark.slow
def test_what_is_over_is_not_shown(site: Path) -> None:
    write(site, {IDEA: article("title: Idea\nexpires: 2024-03-03\ndraft: true")})
    build_preview(site, AT)
    assert "news/2024/idea/index.html" not in tree(site / PREVIEW_OUTPUT)


@pytest.mark.parametrize("place", [".bulletin", ".bulletin/preview/x", ".bulletin/previews", ".bulletin/cache"])
def test_no_other_place_below_the_state_is_built_into(site: Path, place: str) -> None:
    with pytest.raises(CommandError):
        build(Options(site=site, output=site / place, at=AT, now=0.0))


def test_a_report_names_what_was_removed(site: Path) -> None:
    assert run(site).removed_paths == ()
    (site / VISIT).unlink()
    report = run(site)
    assert "news/2024/visit/index.html" in report.removed_paths
    assert len(report.removed_paths) == report.removed


@pytest.mark.slow
def test_a_broken_build_leaves_what_was_shown(site: Path) -> None:
    shown = update_state(PreviewState(), build_preview(site, AT), {}, str)
    write(site, {VISIT: article("title: Visit\ndate: tomorrow")})
    broken = update_state(shown, build_preview(site, AT), {}, str)
    assert broken.origins == shown.origins
    assert [each.line for each in broken.problems] == [3]
    assert broken.number == shown.number + 1


@pytest.mark.slow
def test_it_sleeps_until_time_changes_the_site(site: Path) -> None:
    write(site, {LATER: article("title: Later\ndate: 2099-01-01")})
    assert find_wait(build_preview(site, ""), "") == LONGEST_SLEEP
    assert find_wait(build_preview(site, AT), AT) is None
    assert find_wait(Report(), "") is None
    (site / LATER).unlink()
    assert find_wait(build_preview(site, ""), "") is None
    assert JUST_AFTER > 0


@pytest.mark.slow
def test_time_alone_takes_a_mark_away(site: Path) -> None:
    soon = datetime.fromtimestamp(time.time() + 6, UTC).strftime("%Y-%m-%d %H:%M:%S")
    write(site, {"content/news/soon.md": article(f"title: Soon\nsummary: S\ndate: {soon}")})
    with running(site) as preview:
        path = f"news/{soon[:4]}/soon/"
        assert "Readers will see this page" in preview.get(path)[1]
        wait_until(lambda: "Readers will see this page" not in preview.get(path)[1])
        assert preview.get(path)[0] == 200
        assert preview.builds() <= 4


@pytest.mark.slow
def test_what_fails_later_is_told_and_tried_again(site: Path) -> None:
    with running(site, "--at", AT) as preview:
        (site / "content").rename(site / "elsewhere")
        wait_until(lambda: "there is no content/" in preview.get("")[1])
        assert "there is no content/" in preview.errors.read_text("utf-8")
        (site / "elsewhere").rename(site / "content")
        wait_until(lambda: "there is no content/" not in preview.get("")[1])


@pytest.mark.slow
def test_below_a_base_path_everything_is_found(site: Path) -> None:
    write(site, {"content/site.toml": PLAIN_TOML.replace("example.org/", "example.org/town/")})
    with running(site, "--at", AT) as preview:
        assert preview.address.endswith("/town/")
        home = preview.get("")[1]
        root = preview.address.removesuffix("/town/")
        for href in re.findall(r'(?:href|src)="(/[^"#]*)"', home):
            preview.address = root
            assert preview.get(href)[0] == 200, href


def page(text: str, status: HTTPStatus = HTTPStatus.OK) -> PageResponse:
    return PageResponse(status, "index.html", text.encode())


def test_a_version_is_of_the_page_and_not_of_its_stylesheet() -> None:
    first = page('<link href="/assets/style.0123456789.css">')
    assert compute_version(first) == compute_version(page('<link href="/assets/style.abcdef0123.css">'))
    assert compute_version(first) != compute_version(page('<link href="/assets/other.0123456789.css">'))
    assert compute_version(first) != compute_version(page('<link href="/assets/style.0123456789.css">.'))
    assert compute_version(page("<script src='/assets/a.0123456789.js'>")) != compute_version(
        page("<script src='/assets/a.abcdef0123.js'>")
    )
    assert compute_version(page("x")) != compute_version(page("x", HTTPStatus.NOT_FOUND))


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("content/news/a.md", "content/news/a.md"),
        ("content/news/b/picture.png", "content/news/b/index.md"),
        ("content/news/b/deep/picture.png", "content/news/b/index.md"),
        ("content/news/c.md", ""),
        ("content/site.toml", ""),
        ("templates/item.html", ""),
    ],
)
def test_whose_page_a_problem_is_for(path: str, found: str) -> None:
    assert find_owner(path, {"content/news/a.md", "content/news/b/index.md"}) == found


def test_segments() -> None:
    assert split_path("/town/a%20b/", "/town/") == ("a b", "")
    assert split_path("/townhall/", "/town/") is None
    assert split_path("/a//b", "/") is None
    assert split_path("/%E6%B2%B3/", "/") == ("河", "")


@pytest.mark.slow
def test_a_failed_build_has_no_site(site: Path) -> None:
    write(site, {"templates/item.html": "{{ page.nothing }}"})
    report = build_preview(site, AT)
    assert has_errors(report.problems)
    assert (report.site, report.plan) == (None, None)
    found = make_problem("error", "x", Place("content/none.md"), "x")
    assert update_state(PreviewState(failure="x"), Report(problems=(found,)), {}, str).failure == ""


@pytest.mark.slow
def test_own_words_are_shown_when_they_are_saved(site: Path) -> None:
    with running(site) as preview:
        page, words = f"{preview.address.split('/_')[0].rstrip('/')}/news/", "content/_locales/en.po"
        for text, shown in (('msgid "Home"\nmsgstr "Front page"\n', True), ('msgid "Home\n', True), ("", False)):
            write(site, {words: text})
            preview.built()
            with urlopen(page) as answer:
                assert ("Front page" in answer.read().decode()) == shown
