"""`bulletin next` names the next moment at which a reader would see something change."""

import json
from pathlib import Path

import pytest

from tests.publishing.servers import command
from tests.sites import SITE_TOML, article, write

pytestmark = pytest.mark.slow


def site(folder: Path, **heads: str) -> Path:
    files = {f"content/news/{name}.md": article(f"title: {name}\n{head}") for name, head in heads.items()}
    return write(folder, {"content/site.toml": SITE_TOML, **files})


@pytest.mark.parametrize(
    ("heads", "moment", "words"),
    [
        ({"one": "date: 2024-06-20", "two": "date: 2024-07-01"}, "2024-06-20T00:00:00+08:00", "becomes public"),
        ({"one": "date: 2024-06-20 09:30"}, "2024-06-20T09:30:00+08:00", 'content/news/one.md becomes public: "one"'),
        ({"one": "date: 2024-06-01\nexpires: 2024-06-18"}, "2024-06-19T00:00:00+08:00", "expires"),
        ({"one": "date: 2024-06-01\npinned_until: 2024-06-17"}, "2024-06-18T00:00:00+08:00", "no longer pinned"),
        (
            {"one": "date: 2024-06-01\nalert:\n  level: warning\n  until: 2024-06-16"},
            "2024-06-17T00:00:00+08:00",
            "alert",
        ),
        (
            {"one": "date: 2024-06-01\nwithdrawn:\n  date: 2024-06-16\n  reason: x"},
            "2024-06-16T00:00:00+08:00",
            "withdrawn",
        ),
        (
            {"one": "date: 2024-06-01\ncommitments: [{id: a, text: b, due: 2024-06-16}]"},
            "2024-06-17T00:00:00+08:00",
            "becomes overdue",
        ),
        (
            {
                "one": "date: 2024-05-31\ncommitments: [{id: a, text: b, due: 2024-06-16}]",
                "two": "date: 2024-06-02\nsettles: a",
            },
            "",
            "Nothing is due",
        ),
        ({"one": "date: 2024-06-16\ndraft: true", "two": "date: 2024-06-17"}, "2024-06-17T00:00:00+08:00", "two"),
        ({"one": "date: 2024-06-01\nexpires: 2024-06-02\npinned_until: 2024-06-20"}, "", "Nothing is due"),
        ({"one": "date: 2024-06-01"}, "", "Nothing is due"),
        (
            {"one": "date: 2024-06-01", "two": "date: 2024-06-02"},
            "2024-07-01T00:00:00+08:00",
            "the month of content/news/two.md is over",
        ),
        ({"one": "date: 2024-05-01", "two": "date: 2024-05-02"}, "", "Nothing is due"),
    ],
)
def test_the_next_moment(tmp_path: Path, heads: dict[str, str], moment: str, words: str) -> None:
    folder = site(tmp_path, **heads)
    result = command("next", folder, "--at", "2024-06-15", "--lang", "en")
    assert result.exit_code == 0
    assert words in result.stdout
    if moment:
        assert result.stdout.split("\n")[0] == moment
    record = json.loads(command("next", folder, "--at", "2024-06-15", "--report", "json").stdout)
    assert record["next"] == (moment or None)
    assert bool(record["epoch"]) == bool(moment)


def test_all_that_happens_at_once_is_named(tmp_path: Path) -> None:
    folder = site(
        tmp_path, one="date: 2024-06-20", two="date: 2024-06-20", three="date: 2024-06-01\nexpires: 2024-06-19"
    )
    lines = command("next", folder, "--at", "2024-06-15", "--lang", "en").stdout.splitlines()
    assert lines[0] == "2024-06-20T00:00:00+08:00"
    assert [line.split()[0] for line in lines[1:]] == [f"content/news/{n}.md" for n in ("one", "three", "two")]


def test_a_build_at_that_moment_is_not_a_no_op(tmp_path: Path) -> None:
    from tests.sites import made

    folder = site(tmp_path, one="date: 2024-06-20 09:30", two="date: 2024-06-01")
    moment = command("next", folder, "--at", "2024-06-15").stdout.split("\n")[0]
    before = made(folder, at="2024-06-20T09:29:59+08:00")
    assert "news/2024/one/index.html" not in before
    assert "news/2024/one/index.html" in made(folder, at=moment)


def test_mistakes_are_said(tmp_path: Path) -> None:
    folder = site(tmp_path, one="date: tomorrow")
    result = command("next", folder)
    assert result.exit_code == 1
    assert "tomorrow" in result.stderr
    assert result.stdout == ""
    assert command("next", tmp_path / "nowhere").exit_code == 2
    assert command("next", site(tmp_path / "two", one="date: 2024-06-20"), "--at", "soon").exit_code == 2
