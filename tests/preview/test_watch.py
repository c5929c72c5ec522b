"""One signal for a burst of events; none for what is not ours."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from site_builder.building.theme import is_theme_path
from site_builder.preview.watch import (
    LONGEST,
    QUIET,
    ChangedPaths,
    compute_wait,
    is_content_path,
    watch_site,
)
from tests.sites import PLAIN_TOML, article, write

ITEM = "content/news/2024-01-02-visit.md"


def test_a_burst_is_over_when_nothing_came_for_a_while() -> None:
    assert compute_wait(first=10.0, last=10.0, now=10.0) == pytest.approx(QUIET)
    assert compute_wait(first=10.0, last=10.1, now=10.1 + QUIET) == pytest.approx(0)


def test_a_burst_without_end_is_cut() -> None:
    assert compute_wait(first=10.0, last=10.0 + LONGEST, now=10.0 + LONGEST) == pytest.approx(0)


class Clock:
    """A clock that goes on by so much whenever it is read."""

    def __init__(self, step: float) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def test_all_of_a_burst_is_taken_at_once_and_only_once() -> None:
    changes = ChangedPaths(Clock(QUIET))
    for name in ("a", "b", "a"):
        changes.add(name)
    assert changes.take() == {"a", "b"}
    assert changes.take(timeout=0) == frozenset()


def test_who_waits_is_woken() -> None:
    changes, taken = ChangedPaths(), list[frozenset[str]]()
    thread = threading.Thread(target=lambda: taken.append(changes.take()))
    thread.start()
    changes.add("a")
    thread.join(timeout=10)
    assert taken == [{"a"}]


@pytest.mark.parametrize("path", ["news/visit.md", "site.toml", "news/visit/picture.png", "static/x", "_locales/bo.po"])
def test_content_counts(path: str) -> None:
    assert is_content_path(path)


@pytest.mark.parametrize(
    "path", ["news/.visit.md.swp", "news/visit.md~", ".git/index", "_drafts/x.md", "x.tmp", "~x", "_locales/bo.po~"]
)
def test_leftovers_do_not_count(path: str) -> None:
    assert not is_content_path(path)


def test_a_theme_counts_as_it_is_read() -> None:
    assert is_theme_path("static/_part.css")
    assert not is_theme_path("_old/item.html")
    assert not is_theme_path(".item.html.swp")
    assert not is_theme_path("item.html.swp")


@contextmanager
def watched(site: Path) -> Iterator[ChangedPaths]:
    changes = ChangedPaths()
    before = threading.active_count()
    with watch_site(site, site.parent / "theme", changes):
        yield changes
    assert threading.active_count() == before


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write(tmp_path / "theme", {"item.html": "x", "static/style.css": "x"})
    return write(
        tmp_path / "site",
        {"content/site.toml": PLAIN_TOML, ITEM: article("title: Visit"), ".bulletin/x": "", "public/x": "", "x.md": ""},
    )


def until(changes: ChangedPaths, path: str) -> frozenset[str]:
    """Take changes until a path is among them, and give all."""
    found: frozenset[str] = frozenset()
    while path not in found:
        more = changes.take(timeout=10)
        assert more, f"{path} was not noticed, only {sorted(found)}"
        found |= more
    return found


def test_a_save_by_renaming_is_noticed(site: Path) -> None:
    with watched(site) as changes:
        beside = write(site, {"content/news/.visit.tmp": "new"}) / "content/news/.visit.tmp"
        beside.replace(site / ITEM)
        assert until(changes, ITEM) == {ITEM}


def test_a_save_as_vim_does_it_is_noticed(site: Path) -> None:
    with watched(site) as changes:
        write(site, {"content/news/.visit.md.swp": "swap"})
        (site / ITEM).rename(site / f"{ITEM}~")
        write(site, {ITEM: "new"})
        (site / f"{ITEM}~").unlink()
        (site / "content/news/.visit.md.swp").unlink()
        assert until(changes, ITEM) == {ITEM}


def test_what_is_not_ours_is_not_noticed(site: Path) -> None:
    with watched(site) as changes:
        write(site, {"content/news/.a.swp": "x", f"{ITEM}~": "x", ".bulletin/x": "y", "public/x": "y", "x.md": "y"})
        (site / "content/news/.a.swp").unlink()
        (site / ITEM).read_bytes()
        write(site, {"content/site.toml": PLAIN_TOML})
        assert until(changes, "content/site.toml") == {"content/site.toml"}


def test_folders_that_move_are_noticed_and_followed(site: Path) -> None:
    write(site.parent / "far", {"deep/deeper/one.md": "x"})
    with watched(site) as changes:
        (site.parent / "far").rename(site / "content/notices")
        until(changes, "content/notices/deep/deeper/one.md")
        write(site, {"content/notices/deep/deeper/two.md": "x"})
        until(changes, "content/notices/deep/deeper/two.md")
        (site / "content/notices").rename(site / "content/policies")
        until(changes, "content/policies")
        write(site, {"content/policies/deep/three.md": "x"})
        until(changes, "content/policies/deep/three.md")
        (site / "content/policies").rename(site.parent / "gone")
        until(changes, "content/policies")


def test_templates_may_come_and_content_may_be_put_in_place_anew(site: Path) -> None:
    with watched(site) as changes:
        write(site, {"templates/item.html": "x"})
        until(changes, "templates")
        write(site, {"templates/item.html": "y"})
        until(changes, "templates/item.html")
        (site / "content").rename(site / "old")
        until(changes, "content")
        (site / "old").rename(site / "content")
        until(changes, "content")
        write(site, {ITEM: "new"})
        until(changes, ITEM)


def test_the_default_theme_is_watched(site: Path) -> None:
    with watched(site) as changes:
        write(site.parent / "theme", {"static/style.css": "y"})
        assert until(changes, "templates/static/style.css") == {"templates/static/style.css"}


@pytest.mark.slow
def test_a_checkout_is_a_few_bursts(site: Path) -> None:
    with watched(site) as changes:
        for n in range(500):
            write(site, {f"content/news/2024-02-02-{n}.md": article("title: X")})
        os.utime(site / ITEM)
        bursts = [changes.take(timeout=10)]
        while ITEM not in set().union(*bursts):
            bursts.append(changes.take(timeout=10))
        assert len(set().union(*bursts)) == 501
        assert len(bursts) <= 5
