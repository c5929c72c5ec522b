"""`bulletin next` names every moment at which the output changes, and none at which it does not."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.publishing.servers import command
from tests.sites import SITE_TOML, article, tree, write

pytestmark = pytest.mark.slow

START = "2024-06-15"
LONG = "".join(f"  - date: 2024-06-{20 + n}\n    end: 2024-08-01\n    title: Long {n}\n" for n in range(6))
FILES = {
    "content/site.toml": SITE_TOML,
    "content/about.md": article(
        "title: About\nupdated: 2024-06-17\npinned_until: 2024-06-18\n"
        "reviewers: [{name: Ann, date: 2024-06-18 01:00}]\n"
        "corrections: [{date: 2024-06-18 02:00, note: One}, {date: 2024-06-18 03:00, note: Two}]"
    ),
    "content/news/2024-06-01-kinds.md": article(
        "title: Kinds\nupdated: 2024-07-02 08:00\npinned_until: 2024-07-04\nexpires: 2024-09-30\n"
        "alert: {level: warning, until: 2024-07-05}\nreviewers: [{name: Ann, date: 2024-07-06}]\n"
        "corrections: [{date: 2024-07-07, note: One}, {date: 2024-07-08 12:00, note: Two}]\n"
        "withdrawn: {date: 2024-09-20, reason: Wrong}"
    ),
    "content/news/2024-06-01-kinds.zh.md": article("title: 各种\nwithdrawn: {date: 2024-09-21, reason: 有误}"),
    "content/news/2024-06-02-owed.md": article(
        "title: Owed\ncommitments:\n  - {id: a, text: Mend it, due: 2024-07-09}\n"
        "  - {id: b, text: Paint it, due: 2024-07-10}\n  - {id: c, text: Sweep it, due: 2024-07-11, status: done}\n"
        "  - {id: d, text: Clear it, due: 2024-07-12}"
    ),
    "content/news/2024-06-03-done.md": article("title: Done\nsettles: b"),
    "content/news/2024-06-04-gone.md": article("title: Gone\nsettles: d\nexpires: 2024-06-30"),
    "content/news/2024-06-05-past.md": article(
        "title: Past\nexpires: 2024-06-10\nupdated: 2024-07-13\npinned_until: 2024-07-14\n"
        "events: [{date: 2024-06-18, title: Unseen}]"
    ),
    "content/news/2024-06-06-back.md": article(
        "title: Back\nwithdrawn: {date: 2024-06-16, reason: Wrong}\npinned_until: 2024-07-15\n"
        "alert: {level: notice, until: 2024-07-16}\nevents: [{date: 2024-06-19, title: Called off}]\n"
        "commitments: [{id: e, text: Dig it, due: 2024-07-17}]\ncorrections: [{date: 2024-07-18, note: Late}]"
    ),
    "content/news/2024-06-07-draft.md": article("title: Draft\ndraft: true\nexpires: 2024-07-19"),
    "content/news/2024-07-20-later.md": article(
        "title: Later\nreviewers: [{name: Ann, date: 2024-07-19}]\nevents: [{date: 2024-07-21 09:00, title: Opening}]"
    ),
    "content/notices/2024-06-08-fair.md": article(
        "title: Fair\nevents:\n  - date: 2024-06-16 09:00\n    title: Morning\n  - date: 2024-06-16 10:00\n"
        f"    end: 2024-06-16 12:30\n    title: Noon\n{LONG}"
        "  - {date: 2024-06-26, title: Behind six others}\n  - {date: 2024-08-01, end: 2024-08-02, title: Last}"
    ),
    "content/notices/2024-06-09-again.md": article("title: Again\nevents: [{date: 2024-06-16 09:00, title: Morning}]"),
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path, FILES)


def moments(site: Path) -> Iterator[tuple[str, int, set[str]]]:
    """Give what `next` names, one moment after another: when, seconds since 1970, what happens."""
    at = START
    while True:
        record = json.loads(command("next", site, "--at", at, "--report", "json").stdout)
        if record["next"] is None:
            return
        at = record["next"]
        yield at, record["epoch"], {f"{each['kind']} {Path(each['path']).stem[11:]}" for each in record["changes"]}


def output(site: Path, at: str) -> dict[str, bytes]:
    assert command("build", site, "--at", at, "--jobs", "1").exit_code == 0
    return tree(site / "public")


def test_the_output_changes_at_each_moment_and_only_then(site: Path) -> None:
    before = output(site, START)
    for at, epoch, _ in moments(site):
        assert output(site, datetime.fromtimestamp(epoch - 1, UTC).isoformat()) == before, at
        now = output(site, at)
        assert now != before, at
        before = now
    assert output(site, "2034-06-15") == before


def test_every_kind_is_named(site: Path) -> None:
    found = {at[:16]: names for at, _, names in moments(site)}
    assert found["2024-06-16T12:30"] == {"ended fair"}
    assert found["2024-07-02T08:00"] == {"changed kinds", "changed kinds.zh"}
    assert found["2024-07-06T00:00"] == {"changed kinds", "alert kinds", "alert kinds.zh"} | {"changed kinds.zh"}
    assert found["2024-07-10T00:00"] == {"overdue owed"}
    assert found["2024-07-13T00:00"] == {"overdue owed"}
    assert found["2024-07-20T00:00"] == {"public later"}
    assert found["2024-08-02T00:00"] == {"ended fair"}
    assert found["2024-10-01T00:00"] == {"over kinds", "over kinds.zh"}
    assert found["2024-06-27T00:00"] == {"ended fair"}
    english = command("next", site, "--at", "2024-06-16 10:00", "--lang", "en").stdout
    assert 'an event of content/notices/2024-06-08-fair.md is over: "Fair"' in english
