"""What several processes make is what one makes, written by them where it is safe to."""

import concurrent.futures
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.building.build import build
from site_builder.building.session import Options
from site_builder.building.theme import find_default_theme
from site_builder.cli.worker_pool import WorkerPool
from site_builder.executor import Executor
from tests.sites import SITE_TOML, article, tree, write

pytestmark = pytest.mark.slow
NOW = 1_800_000_000.0
ITEMS = 300


@pytest.fixture(scope="module")
def workers() -> Iterator[Executor]:
    with WorkerPool(2) as started:
        yield started


def town(folder: Path) -> Path:
    items = {f"content/news/2024-01-{1 + n % 28:02}-item-{n}.md": article(f"title: Item {n}") for n in range(ITEMS)}
    return write(folder, {"content/site.toml": SITE_TOML, **items})


def clean(site: Path) -> dict[str, bytes]:
    build(Options(site=site, output=site / "clean", now=NOW, clean=True))
    return tree(site / "clean")


def changed(site: Path, text: str) -> None:
    template = (find_default_theme() / "item.html").read_text("utf-8")
    write(site, {"templates/item.html": template.replace("{% block main %}", "{% block main %}" + text)})


def test_anew_and_over_what_is_there(tmp_path: Path, workers: Executor) -> None:
    site = town(tmp_path)
    options = Options(site=site, output=site / "public", now=NOW)
    assert build(options, None, workers).written > ITEMS
    assert tree(site / "public") == clean(site)
    changed(site, "<p>More.</p>")
    report = build(options, None, workers)
    assert (report.rendered, report.written) == (ITEMS, ITEMS)
    assert tree(site / "public") == clean(site)
    assert not list((site / "public").rglob(".*unfinished"))
    changed(site, "{# nothing to see #}<p>More.</p>")
    report = build(options, None, workers)
    assert (report.rendered, report.written) == (ITEMS, 0)
    assert build(options, None, workers).rendered == 0


def test_a_template_that_fails_on_one_page_leaves_all_as_it_was(tmp_path: Path, workers: Executor) -> None:
    site = town(tmp_path)
    options = Options(site=site, output=site / "public", now=NOW)
    changed(site, '{% if page.title == "Item 299" %}{{ nothing }}{% endif %}')
    report = build(options, None, workers)
    assert [each.rule for each in report.problems] == ["template"]
    assert tree(site / "public") == {}
    changed(site, "")
    build(options, None, workers)
    before = tree(site / "public")
    changed(site, '<p>More.</p>{% if page.title == "Item 299" %}{{ nothing }}{% endif %}')
    report = build(options, None, workers)
    assert [each.rule for each in report.problems] == ["template"]
    assert tree(site / "public") == before
    assert not list((site / "public").rglob(".*unfinished"))


def test_where_no_process_can_be_started_a_thread_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(concurrent.futures, "ProcessPoolExecutor", none)
    site = town(tmp_path)
    with WorkerPool(2) as alone:
        build(Options(site=site, output=site / "public", now=NOW), None, alone)
    assert tree(site / "public") == clean(site)
