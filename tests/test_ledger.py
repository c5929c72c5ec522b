"""The ledger: lines mean the same in any order, merge by union, and protect published addresses."""

import json
from itertools import permutations
from pathlib import Path

import pytest

from site_builder.building.build import Options, build
from site_builder.building.commit import Report
from site_builder.editing.init import init_site
from site_builder.ledger import Line, added, merge, parse_ledger

WELCOME = "/news/2025/welcome/"
ITEM = "content/news/2025/2025-01-02-welcome.md"
ID = "news/2025/2025-01-02-welcome"


def line(address: str = WELCOME, kind: str = "item", published: str = "2025-02-01T00:00:00Z", **more: str) -> str:
    return json.dumps({"address": address, "kind": kind, "published": published, **more})


def test_lines_mean_the_same_in_any_order() -> None:
    lines = [
        line(published="2025-02-01T00:00:00Z", digest="a"),
        line(published="2025-03-01T00:00:00Z", digest="b"),
        line(published="2025-03-01T00:00:00Z", kind="takedown", reason="r"),
        line("/other/", published="2025-01-01T00:00:00Z", kind="removed"),
    ]
    meanings = {
        json.dumps({a: (v.kind, v.digest) for a, v in sorted(parse_ledger("\n".join(p).encode()).value.last.items())})
        for p in permutations(lines)
    }
    assert meanings == {json.dumps({WELCOME: ("takedown", ""), "/other/": ("removed", "")})}


def test_merging_takes_the_lines_of_both_once() -> None:
    one, two, three = line("/a/"), line("/b/"), line("/c/")
    assert merge(f"{one}\n{two}\n".encode(), f"{two}\n{three}".encode()) == f"{one}\n{two}\n{three}\n".encode()


def test_a_publication_adds_what_is_new_or_changed() -> None:
    ledger = parse_ledger(f"{line('/a/', digest='1', first='2024-12-31')}\n{line('/b/', digest='2')}".encode()).value
    later = "2025-05-01T00:00:00Z"
    present = [
        Line("/a/", "item", later, digest="9"),
        Line("/b/", "item", later, digest="2"),
        Line("/c/", "item", later),
    ]
    lines = [json.loads(each) for each in added(ledger, present).decode().splitlines()]
    assert [(each["address"], each["first"]) for each in lines] == [("/a/", "2024-12-31"), ("/c/", "2025-05-01")]


@pytest.mark.parametrize(
    "broken", ["{", '{"address": 1}', '{"address": "/a/", "kind": "x", "published": "2025"}', "\x00"]
)
def test_a_broken_line_is_a_problem_at_its_line(broken: str) -> None:
    checked = parse_ledger(f"{line()}\n{broken}\n".encode())
    assert [(p.rule, p.line) for p in checked.problems] == [("ledger", 2)]
    assert list(checked.value.last) == [WELCOME]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    init_site(tmp_path / "site")
    (tmp_path / "site/content/ledger.jsonl").write_text(line(id=ID, lang="en") + "\n", "utf-8")
    return tmp_path / "site"


def run(site: Path) -> Report:
    return build(Options(site=site, output=site / "public", now=1_800_000_000))


def edit(site: Path, old: str, new: str) -> None:
    file = site / ITEM
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")


def test_what_was_published_and_is_still_there_is_no_problem(site: Path) -> None:
    assert not run(site).problems


def test_a_deleted_file_is_an_error_that_offers_the_ways_out(site: Path) -> None:
    (site / ITEM).unlink()
    problems = [p for p in run(site).problems if p.rule == "ledger"]
    assert [(p.severity, p.path, p.line) for p in problems] == [("error", "content/ledger.jsonl", 1)]
    assert not (site / "public/index.html").exists()
    record = dict(problems[0].values)["record"]
    with (site / "content/ledger.jsonl").open("a", encoding="utf-8") as file:
        file.write(record + "\n")
    assert not run(site).problems


def test_a_draft_again_is_an_error_at_its_file(site: Path) -> None:
    edit(site, "title:", "draft: true\ntitle:")
    assert [(p.rule, p.path) for p in run(site).problems if p.severity == "error"] == [("ledger", ITEM)]


@pytest.mark.parametrize("field", ["expires: 2025-03-01", "withdrawn: {date: 2025-03-01, reason: wrong}"])
def test_expired_and_withdrawn_items_lose_nothing(site: Path, field: str) -> None:
    edit(site, "title:", f"{field}\ntitle:")
    assert not [p for p in run(site).problems if p.severity == "error"]


def test_a_renamed_file_keeps_its_address_by_id(site: Path) -> None:
    edit(site, "title:", f"id: {ID}\ntitle:")
    (site / ITEM).rename(site / "content/news/2025/2025-01-02-hello.md")
    assert not run(site).problems
    assert (site / "public/news/2025/welcome/index.html").exists()


def test_a_renamed_file_keeps_its_address_by_an_equal_body(site: Path) -> None:
    body = run(site)
    assert not body.problems
    from site_builder.building.state import shelf

    with shelf(site) as shared:
        item = shared.known.parsed["news/2025/2025-01-02-welcome.md"].item
    assert item is not None
    (site / "content/ledger.jsonl").write_text(line(id=ID, lang="en", digest=item.body) + "\n", "utf-8")
    (site / ITEM).rename(site / "content/news/2025/2025-01-02-hello.md")
    assert not run(site).problems
    assert (site / "public/news/2025/welcome/index.html").exists()


def test_an_alias_keeps_the_old_address(site: Path) -> None:
    edit(site, "title:", f"slug: hello\naliases: [{WELCOME}]\ntitle:")
    assert not run(site).problems
    assert (site / "public/news/2025/hello/index.html").exists()
    assert "hello" in (site / "public/news/2025/welcome/index.html").read_text("utf-8")


def test_a_slug_is_frozen_unless_an_alias_says_otherwise(site: Path) -> None:
    edit(site, "title:", "slug: hello\ntitle:")
    assert [p.rule for p in run(site).problems if p.severity == "error"] == ["ledger"]


def test_what_was_taken_down_stays_down(site: Path) -> None:
    with (site / "content/ledger.jsonl").open("a", encoding="utf-8") as file:
        file.write(line(kind="takedown", published="2025-04-01T00:00:00Z", reason="personal data") + "\n")
    assert not [p for p in run(site).problems if p.severity == "error"]
    assert not (site / "public/news/2025/welcome").exists()
    assert all(WELCOME not in f.read_text("utf-8") for f in (site / "public").rglob("*.html"))
