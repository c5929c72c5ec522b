"""The ledger: lines mean the same in any order, merge by union, and protect published addresses."""

import json
import re
from itertools import permutations
from pathlib import Path

import pytest
from click.testing import Result

from site_builder.building.build import build
from site_builder.building.commit import Report
from site_builder.building.session import Options
from site_builder.editing.new_site.init import init_site
from site_builder.ledger import LedgerLine, merge_ledgers, parse_ledger, select_new_lines
from tests.publishing.servers import command
from tests.sites import article, write

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
    assert merge_ledgers(f"{one}\n{two}\n".encode(), f"{two}\n{three}".encode()) == f"{one}\n{two}\n{three}\n".encode()


def test_a_publication_adds_what_is_new_or_changed() -> None:
    ledger = parse_ledger(f"{line('/a/', digest='1', first='2024-12-31')}\n{line('/b/', digest='2')}".encode()).value
    later = "2025-05-01T00:00:00Z"
    present = [
        LedgerLine("/a/", "item", later, digest="9"),
        LedgerLine("/b/", "item", later, digest="2"),
        LedgerLine("/c/", "item", later),
    ]
    lines = [json.loads(each) for each in select_new_lines(ledger, present).decode().splitlines()]
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


@pytest.mark.slow
def test_what_was_published_and_is_still_there_is_no_problem(site: Path) -> None:
    assert not run(site).problems


@pytest.mark.slow
def test_a_deleted_file_is_an_error_that_offers_the_ways_out(site: Path) -> None:
    (site / ITEM).unlink()
    problems = [p for p in run(site).problems if p.rule == "ledger"]
    assert [(p.severity, p.path, p.line) for p in problems] == [("error", "content/ledger.jsonl", 1)]
    assert not (site / "public/index.html").exists()
    record = dict(problems[0].values)["record"]
    with (site / "content/ledger.jsonl").open("a", encoding="utf-8") as file:
        file.write(record + "\n")
    assert not run(site).problems


@pytest.mark.slow
def test_a_draft_again_is_an_error_at_its_file(site: Path) -> None:
    edit(site, "title:", "draft: true\ntitle:")
    assert [(p.rule, p.path) for p in run(site).problems if p.severity == "error"] == [("ledger", ITEM)]


@pytest.mark.slow
@pytest.mark.parametrize("field", ["expires: 2025-03-01", "withdrawn: {date: 2025-03-01, reason: wrong}"])
def test_expired_and_withdrawn_items_lose_nothing(site: Path, field: str) -> None:
    edit(site, "title:", f"{field}\ntitle:")
    assert not [p for p in run(site).problems if p.severity == "error"]


@pytest.mark.slow
def test_a_renamed_file_keeps_its_address_by_id(site: Path) -> None:
    edit(site, "title:", f"id: {ID}\ntitle:")
    (site / ITEM).rename(site / "content/news/2025/2025-01-02-hello.md")
    assert not run(site).problems
    assert (site / "public/news/2025/welcome/index.html").exists()


@pytest.fixture
def annexes(tmp_path: Path) -> Path:
    """Publish two items with one body."""
    site = init(tmp_path)
    for name, title in (("one", "Roads"), ("two", "Bridges")):
        write(site, {f"content/news/2025-02-01-{name}.md": article(f"title: {title}", "See the annex.\n")})
    assert command("publish", "--site", site, "--at", "2025-03-01").exit_code == 0
    return site


def init(folder: Path) -> Path:
    init_site(folder / "site")
    with (folder / "site/content/site.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[publish.live]\nto = "file://{folder / "www"}"\n')
    return folder / "site"


def built(site: Path) -> Result:
    return command("build", site, "--at", "2025-03-02", "--jobs", "1", "--lang", "en")


@pytest.mark.slow
def test_a_renamed_file_keeps_its_address_by_equal_title_date_and_body(annexes: Path) -> None:
    (annexes / "content/news/2025-02-01-one.md").rename(annexes / "content/news/2025-02-01-renamed.md")
    assert built(annexes).exit_code == 0
    assert b"Roads" in (annexes / "public/news/2025/one/index.html").read_bytes()
    assert not (annexes / "public/news/2025/renamed").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "head"), [("2025-02-01-other", "title: Other"), ("2025-02-02-one-again", "title: Roads")]
)
def test_an_equal_body_alone_takes_no_address_over(annexes: Path, name: str, head: str) -> None:
    (annexes / "content/news/2025-02-01-one.md").unlink()
    write(annexes, {f"content/news/{name}.md": article(head, "See the annex.\n")})
    result = built(annexes)
    assert result.exit_code == 1
    assert "the address /news/2025/one/ has been published, and this build would lose it" in result.stderr
    assert "write id: news/2025-02-01-one or aliases: [/news/2025/one/]" in result.stderr
    write(annexes, {f"content/news/{name}.md": article(f"{head}\nid: news/2025-02-01-one", "See the annex.\n")})
    assert built(annexes).exit_code == 0
    assert (annexes / "public/news/2025/one/index.html").exists()


@pytest.mark.slow
def test_a_line_that_tells_no_title_recognises_nothing_by_its_body(annexes: Path) -> None:
    ledger = annexes / "content/ledger.jsonl"
    ledger.write_text(re.sub(r', "says": "[^"]*"', "", ledger.read_text("utf-8")), "utf-8")
    (annexes / "content/news/2025-02-01-one.md").rename(annexes / "content/news/2025-02-01-renamed.md")
    result = built(annexes)
    assert result.exit_code == 1
    assert "the address /news/2025/one/ has been published" in result.stderr


@pytest.mark.slow
def test_two_that_are_the_same_in_all_take_no_address_over(annexes: Path) -> None:
    file = annexes / "content/news/2025-02-01-one.md"
    for name in ("a", "b"):
        write(annexes, {f"content/news/2025-02-01-{name}.md": file.read_text("utf-8")})
    file.unlink()
    assert built(annexes).exit_code == 1


@pytest.mark.slow
def test_an_alias_keeps_the_old_address(site: Path) -> None:
    edit(site, "title:", f"slug: hello\naliases: [{WELCOME}]\ntitle:")
    assert not run(site).problems
    assert (site / "public/news/2025/hello/index.html").exists()
    assert "hello" in (site / "public/news/2025/welcome/index.html").read_text("utf-8")


@pytest.mark.slow
def test_a_slug_is_frozen_unless_an_alias_says_otherwise(site: Path) -> None:
    edit(site, "title:", "slug: hello\ntitle:")
    assert [p.rule for p in run(site).problems if p.severity == "error"] == ["ledger"]


@pytest.mark.slow
def test_what_was_taken_down_stays_down(site: Path) -> None:
    with (site / "content/ledger.jsonl").open("a", encoding="utf-8") as file:
        file.write(line(kind="takedown", published="2025-04-01T00:00:00Z", reason="personal data") + "\n")
    assert not [p for p in run(site).problems if p.severity == "error"]
    assert not (site / "public/news/2025/welcome").exists()
    assert all(WELCOME not in f.read_text("utf-8") for f in (site / "public").rglob("*.html"))
