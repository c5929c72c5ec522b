"""Templates are compiled once, and what is kept of them is never believed when it is damaged."""

import sqlite3
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest
from jinja2 import Environment

from site_builder.building.build import build
from site_builder.building.session import Options
from site_builder.cli.worker_pool import WorkerPool
from site_builder.planning.plan import plan
from tests.sites import AT, PLAIN_TOML, article, tree, write

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("templates_compiled_anew")]
SITE = {"content/site.toml": PLAIN_TOML} | {
    f"content/news/2024-01-{day:02}-item-{day}.md": article(f"title: Item {day}", f"Words of day {day}.\n")
    for day in range(1, 29)
}


def made(site: Path) -> dict[str, bytes]:
    report = build(Options(site=site, output=site / "public", at=AT, now=0.0))
    assert not report.problems
    return tree(site / "public")


@pytest.fixture(autouse=True)
def user_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where nothing is kept yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache/bulletin/templates"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count the templates that Jinja compiles."""
    names: list[str] = []
    real = Environment.compile

    def counting(self: Environment, source: str, name: str | None = None, *more: str) -> object:
        names.append(name or "")
        return real(self, source, name, *more)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", counting)
    return names


def test_a_template_is_compiled_once(tmp_path: Path, compiled: list[str]) -> None:
    site = write(tmp_path / "site", SITE)
    made(site)
    assert len(compiled) == len(set(compiled)) > 8
    compiled.clear()
    write(site, {"content/site.toml": PLAIN_TOML.replace("Fe", "Me")})
    made(site)
    assert compiled == []


def test_no_program_is_taken_from_a_site(tmp_path: Path, user_cache: Path, compiled: list[str]) -> None:
    site = write(tmp_path / "site", SITE)
    made(site)
    assert [file for file in (site / ".bulletin").rglob("*") if "templates" in file.parts] == []
    assert user_cache.stat().st_mode & 0o777 == 0o700
    user_cache.chmod(0o777)  # where others can put programs
    write(site, {"content/site.toml": PLAIN_TOML.replace("Fe", "Me")})
    compiled.clear()
    made(site)
    assert "home.html" in compiled


def test_templates_are_compiled_where_nothing_can_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(write(tmp_path, {"file": "no folder"}) / "file"))
    assert made(write(tmp_path / "site", SITE))


class Here:
    """Does at once, in this process, what an executor would have others do."""

    def map(self, function: Callable[..., object], *values: Iterable[object]) -> list[object]:
        return [function(*each) for each in zip(*values, strict=False)]

    def begin(self) -> None:
        """Be ready."""

    def call_apart(self, function: Callable[..., object], *values: object) -> Callable[[], object]:
        return partial(function, *values)


MANY = SITE | {
    f"content/news/2023-{month:02}-{day:02}-of-{month}-{day}.md": article(
        "title: Another", f"Words of {month}, {day}.\n"
    )
    for month in range(1, 13)
    for day in range(1, 6)
}


def test_templates_of_a_first_build_are_compiled_before_it_is_planned(
    tmp_path: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before: list[str] = []

    def planned(*given: object) -> object:
        before.extend(compiled)
        return plan(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("site_builder.building.steps.plan", planned)
    site = write(tmp_path / "site", MANY)
    report = build(Options(site=site, output=site / "public", at=AT, now=0.0), None, Here())
    assert not report.problems
    assert {"item.html", "base.html", "month.html"} <= set(before)
    assert compiled == before
    assert len(before) == len(set(before))


def test_a_mistake_in_a_template_that_is_compiled_ahead_is_told_by_the_page(tmp_path: Path) -> None:
    site = write(tmp_path / "site", MANY | {"templates/item.html": "\n{{ page.title|nonesuch }}"})
    report = build(Options(site=site, output=site / "public", at=AT, now=0.0), None, Here())
    assert {(each.path, each.line) for each in report.problems} == {("templates/item.html", 2)}
    assert report.written == 0


@pytest.mark.parametrize("keep", [0, 10, 40, -1])
def test_damaged_code_is_compiled_again(tmp_path: Path, user_cache: Path, compiled: list[str], keep: int) -> None:
    site = write(tmp_path / "site", SITE)
    first = made(site)
    for file in user_cache.iterdir():
        data = bytearray(file.read_bytes()[:keep])
        if data:
            data[len(data) // 2] ^= 1
        file.write_bytes(data)
    (site / "public/index.html").unlink()
    compiled.clear()
    assert made(site) == first
    assert "home.html" in compiled


def test_workers_that_hold_a_damaged_store_do_no_harm(tmp_path: Path) -> None:
    site = write(tmp_path / "site", SITE)
    first = made(site)
    with sqlite3.connect(site / ".bulletin/cache/fragments.sqlite") as database:
        database.execute("UPDATE fragments SET data = x'00'")
    database.close()
    for file in (site / "public").rglob("*.html"):
        file.unlink()
    with WorkerPool(2) as workers:
        report = build(Options(site=site, output=site / "public", at=AT, now=0.0), None, workers)
    assert not report.problems
    assert tree(site / "public") == first
