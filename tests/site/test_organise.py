"""The publication gate, order, neighbours, days of events, addresses and their clashes."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from site_builder.building.build import survey_site
from site_builder.building.session import Options
from site_builder.dates import parse_when
from site_builder.problem import Checked, format_message
from site_builder.site.organise import Site
from tests.sites import PLAIN_TOML, SITE_TOML, article, run, write


def organised(folder: Path, files: dict[str, str], at: str, *, drafts: bool = False) -> Checked[Site]:
    """Read and organise a site; no item of it may be unsound."""
    site = write(folder, {"content/site.toml": PLAIN_TOML, **files})
    options = Options(site=site, output=site / "public", at=at, now=0.0, drafts=drafts)
    found = survey_site(options)
    assert found.value
    return Checked(found.value.site, found.problems)


GATE = [
    ("date: 2024-06-15", "UTC", "2024-06-15", True),
    ("date: 2024-06-15", "UTC", "2024-06-14 23:59:59", False),
    ("date: 2024-06-15 09:30", "UTC", "2024-06-15 09:29:59", False),
    ("date: 2024-06-15 09:30", "UTC", "2024-06-15 09:30", True),
    ("date: 2024-06-15", "Asia/Shanghai", "2024-06-14T15:59:59Z", False),
    ("date: 2024-06-15", "Asia/Shanghai", "2024-06-14T16:00:00Z", True),
    ("date: 2024-06-15T09:30+01:00", "Asia/Shanghai", "2024-06-15 16:29:59", False),
    ("date: 2024-06-15T09:30+01:00", "Asia/Shanghai", "2024-06-15 16:30", True),
    # An hour that does not exist, or exists twice, where clocks are changed.
    ("date: 2024-03-31 02:30", "Europe/Berlin", "2024-03-31T01:29:59Z", False),
    ("date: 2024-03-31 02:30", "Europe/Berlin", "2024-03-31T01:30:00Z", True),
    ("date: 2024-01-01\nexpires: 2024-06-15", "UTC", "2024-06-15 23:59:59", True),
    ("date: 2024-01-01\nexpires: 2024-06-15", "UTC", "2024-06-16", False),
    ("date: 2024-01-01\nexpires: 2024-06-15", "Asia/Shanghai", "2024-06-15T15:59:59Z", True),
    ("date: 2024-01-01\nexpires: 2024-06-15", "Asia/Shanghai", "2024-06-15T16:00:00Z", False),
    ("date: 2024-01-01\nexpires: 2024-03-31", "Europe/Berlin", "2024-03-31T21:59:59Z", True),
    ("date: 2024-01-01\nexpires: 2024-03-31", "Europe/Berlin", "2024-03-31T22:00:00Z", False),
    ("date: 2024-01-01\nexpires: 2024-06-15 12:00", "UTC", "2024-06-15 12:00", True),
    ("date: 2024-01-01\nexpires: 2024-06-15 12:00", "UTC", "2024-06-15 12:00:01", False),
    ("date: 2024-01-01\ndraft: true", "UTC", "2024-06-15", False),
    ("date: 2024-01-01\ndraft: false", "UTC", "2024-06-15", True),
]


@pytest.mark.parametrize(("head", "zone", "at", "public"), GATE)
def test_the_gate(tmp_path: Path, head: str, zone: str, at: str, public: bool) -> None:  # noqa: FBT001 (a parameter)
    toml = PLAIN_TOML + f'time_zone = "{zone}"\n'
    found = organised(tmp_path, {"content/site.toml": toml, "content/news/a.md": article(f"title: A\n{head}")}, at)
    assert [p for p in found.problems if p.severity == "error"] == []
    assert bool(found.value.items) is public


def test_the_gate_with_drafts(tmp_path: Path) -> None:
    head = "title: A\ndate: {}\ndraft: true"
    files = {f"content/news/a{day}.md": article(head.format(f"2024-06-{day}")) for day in (14, 16)}
    found = organised(tmp_path, files, "2024-06-15", drafts=True)
    assert [item.path for item in found.value.items] == ["news/a14.md"]


MOMENTS = """\
date: 2024-06-01
pinned_until: 2024-06-05
alert: {level: warning, until: 2024-06-10}
withdrawn: {date: 2024-06-15, reason: No}
expires: 2024-06-20"""
NEXT = [
    ("2024-05-01", "2024-06-01"),
    ("2024-06-01", "2024-06-06"),
    ("2024-06-06", "2024-06-11"),
    ("2024-06-11", "2024-06-15"),
    ("2024-06-15", "2024-06-21"),
    ("2024-06-21", None),
]


@pytest.mark.parametrize(("at", "following"), NEXT)
def test_the_next_moment_that_matters(tmp_path: Path, at: str, following: str | None) -> None:
    found = organised(tmp_path, {"content/news/a.md": article(f"title: A\n{MOMENTS}")}, at)
    when = parse_when(following, ZoneInfo("UTC")) if following else None
    assert found.value.next_change == (when.epoch if when else None)


def test_order_is_newest_first_then_by_id(tmp_path: Path) -> None:
    days = {"b": "2024-01-01", "a": "2024-01-01", "c": "2024-01-02", "d": "2023-12-31 23:59"}
    found = organised(
        tmp_path, {f"content/n/{k}.md": article(f"title: T\ndate: {d}") for k, d in days.items()}, "2024-02-01"
    )
    assert [i.path for i in found.value.editions[0].items] == ["n/c.md", "n/a.md", "n/b.md", "n/d.md"]


EVENT = "title: A\ndate: 2024-01-01\nevents:\n  - date: {}\n    title: E\n"
DAYS = [
    ("2024-02-28", ["2024-02-28"]),
    ("2024-02-28\n    end: 2024-03-01", ["2024-02-28", "2024-02-29", "2024-03-01"]),
    ("2024-02-28 22:00\n    end: 2024-02-29 01:00", ["2024-02-28", "2024-02-29"]),
    ("2024-02-28T22:00+08:00\n    end: 2024-02-28T23:30+08:00", ["2024-02-28"]),
    ("2024-02-28T23:00Z", ["2024-02-29"]),
]


@pytest.mark.parametrize(("event", "days"), DAYS)
def test_events_stand_under_each_of_their_own_days(tmp_path: Path, event: str, days: list[str]) -> None:
    toml = PLAIN_TOML + 'time_zone = "Asia/Shanghai"\n'
    files = {"content/site.toml": toml, "content/news/a.md": article(EVENT.format(event))}
    assert list(organised(tmp_path, files, "2024-02-01").value.editions[0].days) == days


A, B, C = "content/news/2024-01-01-a.md", "content/news/2024/2024-05-01-a.md", "content/news/2024-02-02-b.md"
D, STATIC = "content/news/2025-02-01-a.md", "content/static"
CLASHES: dict[str, tuple[dict[str, str], str, str]] = {
    "two items": ({A: "", B: ""}, B, "slug: a-0501"),
    "two items by slug": ({A: "", C: "slug: a"}, C, "slug: a-0202"),
    "an item that is to come": ({A: "date: 2025-01-01", D: ""}, D, "slug: a-0201"),
    "item and static file": ({A: "", f"{STATIC}/news/2024/a/index.html": "x"}, f"{STATIC}/news/2024/a/index.html", ""),
    "item and file in other case": (
        {A: "", f"{STATIC}/News/2024/A/index.html": "x"},
        f"{STATIC}/News/2024/A/index.html",
        "",
    ),
    "static file and a list": ({A: "", f"{STATIC}/news/index.html": "x"}, f"{STATIC}/news/index.html", ""),
    "alias and an item": ({A: "", C: "aliases: /news/2024/a/"}, C, ""),
    "alias and a list": ({A: "aliases: /communities/"}, A, ""),
    "two aliases": ({A: "aliases: /old/", C: "aliases: /OLD/"}, "", ""),
    "a release's list of files": (
        {A: "", f"{STATIC}/bulletin-manifest.json": "x"},
        f"{STATIC}/bulletin-manifest.json",
        "",
    ),
    "alias and the list's signature": ({A: "aliases: /Bulletin-manifest.json.sig"}, A, ""),
    "file within a file": ({A: "", f"{STATIC}/news": "x"}, "", ""),
    "page and column": ({A: "", "content/news.md": ""}, "content/news.md", "slug: news-page"),
    "page and reserved": ({"content/dates.md": ""}, "content/dates.md", "slug: dates-page"),
    "page and language": ({"content/zh.md": "", "content/site.toml": SITE_TOML}, "content/zh.md", "slug: zh-page"),
    "column and year": ({"content/2024/2024-01-01-a.md": ""}, "content/2024", ""),
}


@pytest.mark.parametrize("name", CLASHES)
def test_one_address_for_two_things_is_an_error(tmp_path: Path, name: str) -> None:
    files, where, slug = CLASHES[name]
    ready = {p: article(f"title: A\n{d}") if p.endswith(".md") else d for p, d in files.items()}
    report = run(write(tmp_path, {"content/site.toml": PLAIN_TOML, **ready}))
    found = [p for p in report.problems if p.severity == "error"]
    assert found
    assert {p.rule for p in found} <= {"address", "name"}
    assert not where or where in {p.path for p in found}
    hints = [format_message(p.hint, p.values, str) for p in found]
    assert not slug or any(slug in hint for hint in hints)
    assert report.written == 0


def test_the_ready_slug_solves_the_clash(tmp_path: Path) -> None:
    files = {A: article("title: A"), B: article("title: A\nslug: a-0501")}
    assert run(write(tmp_path, {"content/site.toml": PLAIN_TOML, **files})).problems == ()


@pytest.mark.slow
def test_every_ready_slug_is_free(tmp_path: Path) -> None:
    day = "content/news/2024-05-01"
    paths = [f"{day}-a.md", f"{day}-a-0501.md", "content/news/x/2024-05-01-a.md", "content/news/y/2024-05-01-a.md"]
    site = write(tmp_path, {"content/site.toml": PLAIN_TOML, **{path: article("title: A") for path in paths}})
    hints = {p.path: format_message(p.hint, p.values, str) for p in run(site).problems}
    assert sorted(hints) == paths[2:]
    for path, hint in hints.items():
        write(site, {path: article(f"title: A\n{hint.removeprefix('write ')}")})
    assert run(site).problems == ()


def test_one_id_and_one_address_are_told_together(tmp_path: Path) -> None:
    files = {
        "content/news/2024-05-01-a.md": article("title: A"),
        "content/news/2024-05-01-a/index.md": article("title: B"),
    }
    report = run(write(tmp_path, {"content/site.toml": PLAIN_TOML, **files}))
    assert sorted((p.rule, p.path) for p in report.problems) == [
        ("address", "content/news/2024-05-01-a/index.md"),
        ("id", "content/news/2024-05-01-a/index.md"),
    ]
