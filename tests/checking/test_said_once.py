"""What `check` and `build` say of a site that was published: each mistake once, all of them in one run."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from site_builder.cli.commands import main
from tests.sites import article, dump_theme, themed, write

TOML = """title = "Ferry"
base_url = "https://ferry.example.org/"
time_zone = "Asia/Shanghai"
[languages.en]
[languages.zh]
path = "zh"
"""
HEAD = "id: x7\nslug: other\naliases: [/old/fair/]"


@pytest.fixture(scope="module", autouse=True)
def plain_theme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with themed(dump_theme(tmp_path_factory.mktemp("theme"))):
        yield


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def call(*arguments: str | Path) -> tuple[int, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([*map(str, arguments), "--lang", "en"])
        return int(str(ended.value.code)), capsys.readouterr().out

    return call


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path / "site", {"content/site.toml": f"{TOML}[publish.live]\nto = '''file://{tmp_path}/www'''\n"})


def found(run: Callable[..., tuple[int, str]], site: Path, *more: str) -> list[dict[str, Any]]:
    """Check a site; give the Problems."""
    problems: list[dict[str, Any]] = json.loads(run("check", site, "--format", "json", *more)[1])["problems"]
    return problems


def places(problems: Sequence[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(each["path"], each["severity"], each["rule"]) for each in problems]


@pytest.fixture
def published(site: Path, run: Callable[..., tuple[int, str]]) -> Path:
    """Publish items, one with a translation, aliases and a file of its own, and a plain page."""
    write(
        site / "content",
        {
            "news/2024-01-01-a.md": article("title: A\naliases: [/old/a/]"),
            "news/2024-01-02-b.md": article("title: B", "Other words.\n"),
            "news/2024-02-01-fair/index.md": article(f"title: Fair\n{HEAD}", "The fair.\n"),
            "news/2024-02-01-fair/index.zh.md": article("title: 集市", "集市。\n"),
            "news/2024-02-01-fair/list.csv": "a,b\n",
            "about.md": article("title: About", "Who we are.\n"),
        },
    )
    assert run("publish", "--site", site)[0] == 0
    assert "/old/fair/" in (site / "content/ledger.jsonl").read_text("utf-8")
    return site


FAIR = "news/2024-02-01-fair/index.md"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "data", "rules"),
    [
        ("news/2024-01-01-a.md", article("titel: A"), ["required"]),
        ("news/2024-01-01-a.md", article("title: A\ndate: tomorrow", "Words that are new.\n"), ["date"]),
        ("news/2024-01-01-a.md", article("title: A", "Call 13812345678.\n"), ["personal-data"]),
        ("news/2024-01-01-a.md", b"---\ntitle: \xff\xff\n---\n", ["encoding"]),
        ("about.md", article("titel: About"), ["required"]),
        (FAIR, article(f"title: Fair\ndate: soon\n{HEAD}", "A fair.\n"), ["date"]),
        (FAIR, article("titel: Fair\nid: x7\nslug: other"), ["required"]),
        (FAIR, "---\ntitle: Fair\nslug: other\nThe fair.\n", ["yaml"]),
        (FAIR, b"---\ntitle: \xff\xff\n---\n", ["encoding"]),
        ("site.toml", f"{TOML}time_zone = UTC\n", ["toml"]),
    ],
)
def test_a_mistake_in_what_was_published_is_the_one_message(
    published: Path, run: Callable[..., tuple[int, str]], path: str, data: str | bytes, rules: list[str]
) -> None:
    write(published / "content", {path: data})
    said = [each for each in places(found(run, published)) if each[1] == "error"]
    assert sorted(rule for _, _, rule in said) == rules
    assert all(place.startswith(f"content/{path.removesuffix('.md')}") for place, _, _ in said)
    status, out = run("build", published, "--report", "json")
    assert status == 1
    assert "would lose" not in out


@pytest.mark.slow
def test_a_file_whose_name_is_a_mistake_is_not_lost(published: Path, run: Callable[..., tuple[int, str]]) -> None:
    news = published / "content/news"
    (news / "2024-01-01-a.md").rename(news / "2024-01-01-a.md.txt")
    (news / "2024-02-01-fair/list.csv").rename(news / "kept")
    (news / "2024-02-01-fair/list.csv").symlink_to("/etc/hostname")
    assert places(found(run, published)) == [
        ("content/news/2024-01-01-a.md.txt", "error", "name"),
        ("content/news/2024-02-01-fair/index.zh.md", "warning", "title"),
        ("content/news/2024-02-01-fair/list.csv", "error", "name"),
        ("content/news/kept", "warning", "name"),
    ]


@pytest.mark.slow
def test_what_is_really_lost_is_told_beside_another_mistake(
    published: Path, run: Callable[..., tuple[int, str]]
) -> None:
    write(published / "content", {"news/2024-01-01-a.md": article("titel: A")})
    (published / "content/news/2024-01-02-b.md").unlink()
    said = [each for each in found(run, published) if each["severity"] == "error"]
    assert [each["message"] for each in said if each["rule"] == "ledger"] == [
        "the address /news/2024/b/ has been published, and this build would lose it"
    ]
    assert len(said) == 2


@pytest.mark.slow
def test_a_draft_with_a_mistake_is_lost_at_its_own_file(published: Path, run: Callable[..., tuple[int, str]]) -> None:
    """A build goes on without it, so its address really goes."""
    write(published / "content", {"news/2024-01-02-b.md": article("titel: B\ndraft: true", "Other words.\n")})
    lost = [each for each in found(run, published) if each["rule"] == "ledger"]
    assert [(each["path"], each["severity"]) for each in lost] == [("content/news/2024-01-02-b.md", "error")]


def test_a_taken_alias_is_told_beside_a_taken_address(site: Path, run: Callable[..., tuple[int, str]]) -> None:
    write(
        site / "content",
        {
            "news/2024-01-01-a.md": article("title: A\naliases: [/old/]"),
            "news/2024-01-02-a.md": article("title: Other A\naliases: [/old/]"),
            "news/2024-01-03-c/index.md": article("title: C\nslug: a", "[A list](list.csv)\n"),
            "news/2024-01-03-c/list.csv": "a,b\n",
            "news/2024-01-04-d.md": article("title: D\naliases: [/news/2024/d/, /news/]"),
            "search.md": article("title: Search"),
        },
    )
    said = [(each["path"].removeprefix("content/"), each["message"]) for each in found(run, site)]
    assert said == [
        ("news/2024-01-02-a.md", "the address /news/2024/a/ is that of content/news/2024-01-01-a.md too"),
        ("news/2024-01-02-a.md", "the address /old/ is that of content/news/2024-01-01-a.md too"),
        ("news/2024-01-03-c/index.md", "the address /news/2024/a/ is that of content/news/2024-01-01-a.md too"),
        ("news/2024-01-04-d.md", "the address /news/index.html is a page of the site"),
        ("news/2024-01-04-d.md", "the alias /news/2024/d/ is the address of this item itself"),
        ("search.md", "the address of this page, /search/, is taken"),
    ]


def test_a_taken_alias_of_what_comes_later_is_told_now(site: Path, run: Callable[..., tuple[int, str]]) -> None:
    write(
        site / "content",
        {
            "news/2124-01-01-a.md": article("title: A\naliases: [/news/2124/a/]"),
            "news/2124-01-02-b.md": article("title: B\naliases: [/news/2124/a/]"),
        },
    )
    assert [each["path"] for each in found(run, site) if each["rule"] == "address"] == [
        "content/news/2124-01-01-a.md",
        "content/news/2124-01-02-b.md",
    ]


@pytest.mark.parametrize(
    ("name", "head", "line"),
    [
        ("fair.md", "title: Fair\ndate: 2024-02-01", 3),
        ("fair.md", "标题: 集市\n社区: 柳湾村", 3),
        ("fair.md", "title: Fair\nexpires: 2024-02-01", 3),
        ("fair.md", "title: Fair\nevents:\n  - date: 2024-02-01\n    place: Hall", 4),
        ("2024-02-01-fair.md", "title: Fair", 1),
        ("20240201集市.md", "标题: 集市", 1),
    ],
)
def test_a_notice_in_no_column_is_told(
    site: Path, run: Callable[..., tuple[int, str]], name: str, head: str, line: int
) -> None:
    registry = '[willow]\nname = "柳湾村"\n'
    write(site / "content", {name: article(head), "communities.toml": registry, "about.md": article("title: About")})
    said = [each for each in found(run, site, "--at", "2024-01-31") if each["rule"] == "column"]
    assert [(each["path"], each["line"], each["severity"]) for each in said] == [(f"content/{name}", line, "warning")]
    assert said[0]["hint"] == f"if it is news or a notice, move it to content/news/{name}"


def test_a_dated_page_that_is_meant_is_accepted(site: Path, run: Callable[..., tuple[int, str]]) -> None:
    head = "title: Terms\n# accept column: the day on which the terms begin\ndate: 2024-02-01"
    write(site / "content", {"terms.md": article(head)})
    assert found(run, site) == []


@pytest.mark.parametrize(
    ("expires", "event", "told"),
    [
        ("2024-02-10", "{date: 2024-02-10 22:00, end: 2024-02-11 00:00}", False),
        ("2024-02-11 12:00", "{date: 2024-02-10 09:00, end: 2024-02-11}", True),
        ("2024-02-11", "{date: 2024-02-10 09:00, end: 2024-02-11}", False),
        ("2024-02-28", "date: 2024-03-01", True),
        ("2024-02-29", "date: 2024-03-01", True),
        ("2024-03-01", "date: 2024-03-01", False),
        ("2024-03-04", "date: 2024-03-01\n    end: 2024-03-05", True),
        ("2024-03-05", "date: 2024-03-01\n    end: 2024-03-05", False),
        ("2024-03-01 10:00", "date: 2024-03-01 09:00\n    end: 2024-03-01 11:00", True),
        ("2024-03-01 11:00", "date: 2024-03-01 09:00\n    end: 2024-03-01 11:00", False),
        ("2024-03-02", "date: 2024-03-01\n  - date: 2024-04-01", True),
    ],
)
def test_an_item_that_goes_before_its_event_is_over_is_told(
    site: Path, run: Callable[..., tuple[int, str]], expires: str, event: str, *, told: bool
) -> None:
    head = f"title: Fair\ndate: 2024-02-01\nexpires: {expires}\nevents:\n  - {event}"
    write(site / "content", {"news/fair.md": article(head)})
    said = [
        (each["line"], each["severity"]) for each in found(run, site, "--at", "2024-02-02") if each["rule"] == "order"
    ]
    assert said == ([(4, "warning")] if told else [])


@pytest.mark.slow
def test_what_was_taken_down_is_told_at_its_file(published: Path, run: Callable[..., tuple[int, str]]) -> None:
    for address in ("/news/2024/a/", "/news/2024/other/list.csv"):
        assert run("takedown", address, "--reason", "wrong", "--site", published)[0] == 0
    said = [each for each in found(run, published) if each["rule"] == "takedown"]
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    assert [(each["path"], each["line"], each["severity"], each["message"], each["hint"]) for each in said] == [
        (
            "content/news/2024-01-01-a.md",
            1,
            "warning",
            f"/news/2024/a/ was taken down on {today}, and so this is not published",
            "delete the file; if it is meant anew, write slug: a-2",
        ),
        (
            "content/news/2024-02-01-fair/list.csv",
            1,
            "warning",
            f"/news/2024/other/list.csv was taken down on {today}, and so this is not published",
            "delete the file; if it is meant anew, give it another name",
        ),
    ]
    write(published / "content", {"news/2024-01-01-a.md": article("title: A\nslug: a-2")})
    assert [each["path"] for each in found(run, published) if each["rule"] == "takedown"] == [
        "content/news/2024-02-01-fair/list.csv"
    ]
