"""`inspect` lists all that is accepted, with who wrote it when, where the version history tells; it never guesses."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from site_builder.cli import commands
from tests.sites import PLAIN_TOML, article, write

SETTINGS = (
    f'{PLAIN_TOML}[[published_contacts]]\ncontact = ["13800138000"]\nreason = "the duty office"\n'
    "# accept personal-data static/张三13800138009.txt: a court's notice\n"
)
BODY = """\
Ring 13700137000. <!-- accept personal-data: she agreed -->

<!-- accept personal-data column 值班电话: the roster of 13900139000 -->

| 日 | 值班电话 |
|---|---|
| 1 | 13900139000 |

<!-- accept personal-data roll.csv: public by law -->
"""
FILES = {
    "content/site.toml": SETTINGS,
    "content/news/a/index.md": article("title: Duty\n# accept day everywhere: an old text\ndate: 2024-01-31", BODY),
    "content/news/a/roll.csv": "13900139000\n",
    "content/static/张三13800138009.txt": "words\n",
}
ITEM = "content/news/a/index.md"
needs_git = pytest.mark.skipif(not shutil.which("git"), reason="there is no git here")


def inspect(site: Path, capsys: pytest.CaptureFixture[str], form: str = "json") -> str:
    capsys.readouterr()
    with pytest.raises(SystemExit):
        commands.main(["inspect", str(site), "--at", "2024-06-15", "--lang", "en", "--format", form])
    return capsys.readouterr().out


def list_accepted(site: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    found = json.loads(inspect(site, capsys))["accepted"]
    assert isinstance(found, list)
    return found


def git(site: Path, *arguments: str, day: str = "2024-02-01", who: str = "王示例") -> None:
    settings = ("-c", f"user.name={who}", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(
        ["git", *settings, *arguments],
        cwd=site,
        check=True,
        capture_output=True,
        env={
            "PATH": "/usr/bin:/bin",
            "GIT_AUTHOR_DATE": f"{day}T23:30:00 +0800",
            "GIT_COMMITTER_DATE": f"{day}T23:30:00 +0800",
        },
    )


def test_all_is_listed_with_reason_and_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = list_accepted(write(tmp_path, FILES), capsys)
    assert [(each["path"], each["line"], each["scope"], each["name"], each["reason"]) for each in found] == [
        (ITEM, 3, "item", None, "an old text"),
        (ITEM, 6, "line", None, "she agreed"),
        (ITEM, 8, "column", "值班电话", "the roster of 139****9000"),
        (ITEM, 14, "file", "roll.csv", "public by law"),
        ("content/site.toml", 4, "contact", "13800138000", "the duty office"),
        ("content/site.toml", 6, "file", "static/张三138****8009.txt", "a court's notice"),
    ]
    assert {(each["who"], each["when"], each["history"]) for each in found} == {(None, None, "unknown")}


@pytest.mark.parametrize("form", ["text", "html"])
def test_people_are_told_too(tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    said = inspect(write(tmp_path, FILES), capsys, form)
    assert "Accepted with a reason: 6" in said
    for each in (
        "she agreed",
        f"{ITEM}:6",
        "the column 值班电话",
        "the file roll.csv",
        "13800138000, wherever it stands",
    ):
        assert each in said
    assert said.count("there is no history of this file here") == 6
    assert "13900139000" not in said


def test_a_site_that_accepts_nothing_has_no_such_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = write(tmp_path, {"content/site.toml": PLAIN_TOML})
    assert list_accepted(site, capsys) == []
    assert "Accepted" not in inspect(site, capsys, "text")


@needs_git
def test_the_history_tells_who_and_when(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = write(tmp_path, FILES)
    git(site, "init")
    git(site, "add", ".")
    git(site, "commit", "-m", "one")
    write(site, {ITEM: str(FILES[ITEM]).replace("she agreed", "she still agrees")})
    git(site, "commit", "-am", "two", day="2024-03-05", who="Li Shili")
    write(site, {"content/site.toml": SETTINGS.replace("the duty office", "the office")})
    git(site, "commit", "-am", "three", day="2024-04-01", who="Li Shili")
    found = list_accepted(site, capsys)
    assert [(each["who"], each["when"], each["history"]) for each in found] == [
        ("王示例", "2024-02-01", "known"),
        ("Li Shili", "2024-03-05", "known"),
        ("王示例", "2024-02-01", "known"),
        ("王示例", "2024-02-01", "known"),
        ("Li Shili", "2024-04-01", "known"),
        ("王示例", "2024-02-01", "known"),
    ]
    assert "Li Shili, 2024-03-05" in inspect(site, capsys, "text")


@needs_git
def test_what_is_not_committed_or_cut_off_is_not_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = write(tmp_path / "one", FILES)
    git(site, "init")
    assert {each["history"] for each in list_accepted(site, capsys)} == {"unknown"}
    git(site, "add", ".")
    git(site, "commit", "-m", "one")
    write(site, {ITEM: str(FILES[ITEM]).replace("she agreed", "she still agrees")})
    found = list_accepted(site, capsys)
    assert [each["history"] for each in found[:3]] == ["known", "uncommitted", "known"]
    git(site, "commit", "-am", "two")
    git(tmp_path, "clone", "--depth", "1", site.as_uri(), "two")
    assert {each["history"] for each in list_accepted(tmp_path / "two", capsys)} == {"unknown"}


@needs_git
def test_no_program_of_the_repository_is_started(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = write(tmp_path, {**FILES, ".gitattributes": "*.md diff=words\n"})
    git(site, "init")
    git(site, "add", ".")
    git(site, "commit", "-m", "one")
    git(site, "config", "diff.words.textconv", "touch started; cat")
    git(site, "config", "core.fsmonitor", "touch started")
    assert list_accepted(site, capsys)[0]["history"] == "known"
    assert not list(site.rglob("started"))
