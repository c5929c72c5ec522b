"""How much each kind of edit makes the program do, at 100 and at 2,000 items: the same, whatever the site's size."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from site_builder.building.commit import Report
from site_builder.building.theme import find_default_theme
from site_builder.content import parse_item as parse
from site_builder.planning import page_groups as plots
from site_builder.planning.lists.search import FOLDER, OWN_FILES, STAGING_STYLE
from site_builder.planning.lists.search_index import ROWS, choose_shard_count
from tests.sites import PLAIN_TOML, article, run, themed, write

pytestmark = pytest.mark.slow

AT = "2024-06-15"
LAST = date(2024, 6, 14)
COMMUNITIES = "".join(f'[c{n}]\nname = "Ward {n}"\n' for n in range(10))
TOPICS = "".join(f'[t{n}]\nname = "Topic {n}"\n' for n in range(5))
# The index of the search is counted apart, at the end.
TOML = PLAIN_TOML + "[search]\nenabled = false\n"
# The month of the newest item as one document.
PRINTED = "print/2024/06/index.html"
SIZES = [100, pytest.param(2000, marks=pytest.mark.slow)]


class Town:
    """A site with an item a day up to the day before AT, in two columns, ten communities and five topics."""

    def __init__(self, site: Path, size: int, *, new: bool = True) -> None:
        self.site = site
        self.size = size
        if not new:
            return
        write(site, {"content/site.toml": TOML, "content/communities.toml": COMMUNITIES})
        write(site, {"content/topics.toml": TOPICS})
        for n in range(size):
            self.item(n)

    def item(self, n: int, title: str = "", body: str = "One.\n\nTwo.\n", more: str = "") -> None:
        day = LAST - timedelta(days=self.size - 1 - n)
        head = f"title: {title or f'Item {n}'}\ndate: {day}\ncommunities: c{n % 10}\ntopics: t{n % 5}\n{more}"
        write(self.site, {f"content/{self.column(n)}/item-{n}.md": article(head, body)})

    def file(self, n: int) -> Path:
        return self.site / f"content/{self.column(n)}/item-{n}.md"

    def column(self, n: int) -> str:
        return ("news", "notices")[n % 2]

    def page(self, n: int) -> str:
        year = (LAST - timedelta(days=self.size - 1 - n)).year
        return f"{self.column(n)}/{year}/item-{n}/index.html"

    def lists(self, n: int, *kinds: str) -> set[str]:
        """Give the outputs of item n's column, community and topic: of the newest (""), of a year, the feed."""
        groups = (self.column(n), f"communities/c{n % 10}", f"topics/t{n % 5}")
        return {f"{group}/{kind}" for group in groups for kind in kinds}


@pytest.fixture(scope="module", params=SIZES)
def original(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town that has been built, with the default theme as it is now: nobody edits it under the test."""
    folder = tmp_path_factory.mktemp("town")
    shutil.copytree(find_default_theme(), folder / "theme")
    with themed(folder / "theme"):
        found = Town(folder / "site", request.param)
        report = run(found.site, at=AT)
        left = {*OWN_FILES, STAGING_STYLE}
        static = sum(file.is_file() and file.name not in left for file in (folder / "theme/static").rglob("*"))
        assert (report.parsed, report.rendered, report.problems) == (found.size, report.outputs - static, ())
        yield found


@pytest.fixture
def town(original: Town, tmp_path: Path) -> Town:
    """A copy of the town with all that its build left."""
    shutil.copytree(original.site, tmp_path / "site")
    return Town(tmp_path / "site", original.size, new=False)


def counts(report: Report) -> tuple[int, int, int]:
    return report.parsed, report.rendered, report.written


class Work(NamedTuple):
    """What a build did: items parsed, bodies converted, pages rendered, files written and removed."""

    parsed: int = 0
    converted: int = 0
    rendered: int = 0
    written: int = 0
    removed: int = 0


def calls(patch: pytest.MonkeyPatch, owner: object, name: str) -> list[str]:
    """Take note of every call of a function."""
    real, found = getattr(owner, name), []

    def noted(*arguments: object, **named: object) -> object:
        found.append(name)
        return real(*arguments, **named)

    patch.setattr(owner, name, noted)
    return found


@pytest.fixture
def converted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Take note of every body that is converted."""
    return calls(monkeypatch, parse, "convert_and_audit")


def worked(town: Town, at: str = AT) -> Work:
    """Build and count what was done for it; a few pages may be planned anew without need, never all."""
    with pytest.MonkeyPatch.context() as patch:
        bodies, planned = (
            calls(patch, parse, "convert_and_audit"),
            calls(patch, plots.InputDigests, "make_planned_page"),
        )
        report = run(town.site, at=at)
    assert report.problems == ()
    assert len(planned) <= PLANNED
    return Work(report.parsed, len(bodies), report.rendered, report.written, report.removed)


# The most pages that an edit of one item may have rendered, and planned: a few for each year have to be planned.
RENDERED, PLANNED = 60, 100
OTHER = "One.\n\nTwo, too.\n"
# What is done for an edit of the newest item, which stands on more pages than any other.
NEWEST: dict[str, tuple[Callable[[Town], object], Work]] = {
    "nothing": (lambda _: None, Work()),
    "body": (lambda town: town.item(town.size - 1, body=OTHER), Work(1, 1, 6, 6)),
    "summary": (lambda town: town.item(town.size - 1, body="Another.\n"), Work(1, 1, 10, 10)),
    "title": (lambda town: town.item(town.size - 1, title="Another"), Work(1, 0, 15, 15)),
    "added": (lambda town: town.item(town.size, body=OTHER), Work(1, 1, 20, 20)),
    "added with a known body": (lambda town: town.item(town.size), Work(1, 0, 20, 20)),
    "removed": (lambda town: town.file(town.size - 1).unlink(), Work(0, 0, 19, 19, 1)),
}
# Edits of an item of middle age; in the smaller town that one still stands in feeds.
OLD: dict[str, tuple[Callable[[Town, int], object], tuple[int, int, int]]] = {
    "body": (lambda town, n: town.item(n, body=OTHER), (1, 1, 0)),
    "title": (lambda town, n: town.item(n, title="Another"), (1, 0, 0)),
    "added": (lambda town, n: town.file(n).with_name("late.md").write_bytes(town.file(n).read_bytes()), (1, 0, 0)),
    "removed": (lambda town, n: town.file(n).unlink(), (0, 0, 1)),
}


@pytest.mark.parametrize("edit", NEWEST)
def test_an_edit_of_the_newest_item_is_the_same_work_at_every_size(town: Town, edit: str) -> None:
    change, wanted = NEWEST[edit]
    assert wanted.written <= RENDERED
    change(town)
    assert worked(town) == wanted
    assert worked(town) == Work()


@pytest.mark.parametrize("edit", OLD)
def test_an_edit_of_an_old_item_is_little_work_at_every_size(town: Town, edit: str) -> None:
    change, wanted = OLD[edit]
    change(town, town.size // 2)
    work = worked(town)
    assert (work.parsed, work.converted, work.removed) == wanted
    assert 0 < work.written == work.rendered <= RENDERED


def test_the_first_item_of_a_year_is_the_same_work_however_many_years_there_are(town: Town) -> None:
    head = "title: New year\ndate: 2025-01-01\ncommunities: c1, c2\ntopics: t1"
    write(town.site, {"content/news/new-year.md": article(head, OTHER)})
    assert worked(town, "2025-01-02") == Work(1, 1, 30, 30)


def test_time_alone_is_no_work(town: Town) -> None:
    assert worked(town, "2024-06-16") == Work()


@pytest.mark.parametrize("at", ["2024-07-01", "2024-07-15", "2030-01-01"])
def test_the_page_of_a_month_that_is_over_turns_once(town: Town, at: str) -> None:
    assert worked(town, "2024-06-30") == Work()
    assert worked(town, at) == Work(rendered=1, written=1)
    assert worked(town, at) == Work()


def same_paths(report: Report, wanted: set[str], rendered: int | None = None) -> None:
    """Compare what was written with what should be; what was rendered is as much, or as said."""
    assert sorted(set(report.written_paths) - wanted) == [], "written without need"
    assert sorted(wanted - set(report.written_paths)) == [], "not written"
    assert report.rendered == (len(wanted) if rendered is None else rendered)


def test_nothing(town: Town) -> None:
    assert counts(run(town.site, at=AT)) == (0, 0, 0)
    assert counts(run(town.site, at="2024-06-16")) == (0, 0, 0)


def test_a_file_touched(town: Town) -> None:
    town.item(0)
    assert counts(run(town.site, at=AT)) == (0, 0, 0)


def test_a_body_whose_summary_stays(town: Town) -> None:
    newest = town.size - 1
    town.item(newest, body="One.\n\nTwo, too.\n")
    report = run(town.site, at=AT)
    same_paths(report, {town.page(newest), "feed.xml", PRINTED} | town.lists(newest, "feed.xml"))
    assert report.parsed == 1


def test_a_title(town: Town) -> None:
    newest = town.size - 1
    town.item(newest, title="Another")
    report = run(town.site, at=AT)
    wanted = {town.page(newest), town.page(newest - 2), "index.html", "feed.xml", "2024/06/index.html", PRINTED}
    same_paths(report, wanted | town.lists(newest, "index.html", "2024/index.html", "feed.xml"))
    assert report.parsed == 1


def test_the_newest_item_added(town: Town) -> None:
    new = town.size
    town.item(new)
    report = run(town.site, at=AT)
    wanted = {town.page(new), town.page(new - 2), "index.html", "feed.xml", "2024/06/index.html", "2024/index.html"}
    wanted |= {"dates/index.html", "communities/index.html", "topics/index.html", "sitemap-2024.xml", PRINTED}
    same_paths(report, wanted | town.lists(new, "index.html", "2024/index.html", "feed.xml"))
    assert (report.parsed, report.written) == (1, 20)


def test_an_item_that_expires(town: Town) -> None:
    newest = town.size - 1
    town.item(newest, more="expires: 2024-06-15\n")
    assert run(town.site, at=AT).parsed == 1
    report = run(town.site, at="2024-06-16")
    wanted = {town.page(newest - 2), "index.html", "feed.xml", "2024/06/index.html", "2024/index.html"}
    wanted |= {"dates/index.html", "communities/index.html", "topics/index.html", "sitemap-2024.xml", PRINTED}
    same_paths(report, wanted | town.lists(newest, "index.html", "2024/index.html", "feed.xml"))
    assert (report.parsed, report.removed) == (0, 1)


def test_the_template_of_items(town: Town, converted: list[str]) -> None:
    own = (find_default_theme() / "item.html").read_text("utf-8")
    write(town.site, {"templates/item.html": own.replace("<article", '<article data-own="1"')})
    report = run(town.site, at=AT)
    assert counts(report) == (0, town.size, town.size)
    assert converted == []


def test_the_stylesheet(town: Town, converted: list[str]) -> None:
    """Its digest is part of its name, so every HTML page says another one."""
    write(town.site, {"templates/static/style.css": "body { color: black }"})
    report = run(town.site, at=AT)
    assert counts(report) == (0, report.pages, report.pages + 1)
    assert report.removed == 1
    assert converted == []


def test_the_name_of_a_community(town: Town) -> None:
    """What shows the name is made anew: its items, its lists, and what shows one of its items with its communities."""
    write(town.site, {"content/communities.toml": COMMUNITIES.replace("Ward 0", "Wharf")})
    report = run(town.site, at=AT)
    items = {town.page(n) for n in range(0, town.size, 10)}
    # The first items of another ward of the topic have too few of their own ward to be related to.
    related = {town.page(n) for n in range(5, 50, 10)}
    written = set(report.written_paths)
    assert {path for path in written if "item-" in path} == items | related
    assert {"index.html", "feed.xml", "communities/index.html"} | town.lists(0, "index.html", "feed.xml") <= written
    assert [path for path in written - related if path.startswith(("notices/", "communities/c1", "topics/t1"))] == []


def test_the_title_of_the_site(town: Town, converted: list[str]) -> None:
    write(town.site, {"content/site.toml": TOML.replace("Ferry", "Merry")})
    report = run(town.site, at=AT)
    assert report.rendered >= report.pages
    assert report.parsed == 0
    assert converted == []


SPOILT: dict[str, Callable[[Town], object]] = {
    "file": lambda town: (town.site / "public" / town.page(0)).unlink(),
    "foreign": lambda town: write(town.site / "public", {town.page(0): "spoilt"}),
}


@pytest.mark.parametrize("what", SPOILT)
def test_an_output_that_was_lost_or_spoilt(town: Town, what: str) -> None:
    SPOILT[what](town)
    report = run(town.site, at=AT)
    assert counts(report) == (0, 1, 1)
    assert report.written_paths == (town.page(0),)


def test_search_adds_the_index_of_the_year_and_its_page(town: Town, converted: list[str]) -> None:
    """The year's files get a new folder, those of other years stay; no other item is taken apart again."""
    write(town.site, {"content/site.toml": PLAIN_TOML})
    before = run(town.site, at=AT)
    converted.clear()
    town.item(town.size, body=OTHER)
    report = run(town.site, at=AT)
    new = {path for path in report.written_paths if path.startswith(FOLDER)}
    texts = {path for path in (*new, *report.removed_paths) if path.startswith(f"{FOLDER}texts/")}
    changed = {*new, *report.removed_paths} - texts
    assert {path.removeprefix(FOLDER)[:5] for path in changed} == {"2024-"}
    there = {path for path in before.written_paths if path.startswith(f"{FOLDER}2024-")}
    size = year_of(town)
    assert set(report.removed_paths) - texts == there
    assert len(new - texts) == choose_shard_count(size) + -(-size // ROWS)
    # The newest item stands in the last file of texts.
    assert len(texts) <= 2
    assert "search/index.html" in report.written_paths
    # The newest item added is 20 files without the search.
    assert (report.parsed, report.written) == (1, 20 + len(new) + 1)
    assert converted == ["convert_and_audit"]
    assert counts(run(town.site, at=AT)) == (0, 0, 0)


def test_a_renamed_community_changes_the_directory_of_the_search_alone(town: Town) -> None:
    write(town.site, {"content/site.toml": PLAIN_TOML})
    run(town.site, at=AT)
    write(town.site, {"content/communities.toml": COMMUNITIES.replace("Ward 0", "Wharf")})
    report = run(town.site, at=AT)
    ours = [path for path in (*report.written_paths, *report.removed_paths) if path.startswith(FOLDER)]
    assert [path.removeprefix(FOLDER)[:3] for path in ours] == ["en-", "en-"]


def year_of(town: Town) -> int:
    """Give how many items the year of the newest has."""
    return sum((LAST - timedelta(days=n)).year == LAST.year for n in range(-1, town.size))
