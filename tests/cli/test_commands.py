"""Statuses and streams of the commands, whatever happens; never a traceback."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from site_builder.cli.commands import main

ITEM = "---\ntitle: A\ndate: 2024-01-31\n---\nText.\n"
KEYS = ["pages", "outputs", "parsed", "rendered", "written", "kept", "removed", "written_paths", "seconds", "problems"]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content" / "news").mkdir(parents=True)
    (tmp_path / "content" / "site.toml").write_text('title = "T"\nbase_url = "https://x.org/"\n', "utf-8")
    (tmp_path / "content" / "news" / "2024-01-31-a.md").write_text(ITEM, "utf-8")
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, site: Path) -> Run:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(site)

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return int(ended.value.code or 0), out, err

    return call


def fail(error: BaseException) -> Callable[..., object]:
    def raise_it(*_: object, **__: object) -> object:
        raise error

    return raise_it


def test_check_of_a_sound_site(run: Run) -> None:
    assert run("check") == (0, "No problems found.\n", "")


@pytest.mark.slow
def test_warnings_are_no_failure_unless_strict(run: Run, site: Path) -> None:
    (site / "content/news/2024-01-31-a.md").write_text(ITEM.replace("title", "tags: x\ntitle"), "utf-8")
    assert run("check")[0] == 0
    assert run("check", "--strict")[0] == 1
    assert run("build", "--jobs", "1", "--strict")[0] == 1
    assert not (site / "public" / "index.html").exists()
    assert run("build", "--jobs", "1")[0] == 0


@pytest.mark.slow
def test_drafts_count_only_where_asked(run: Run, site: Path) -> None:
    (site / "content/news/b.md").write_text("---\ntitle: B\ndraft: true\ndate: x\n---\n", "utf-8")
    assert run("check")[0] == 0
    assert run("check", "--drafts")[0] == 1
    assert run("build", "--jobs", "1")[0] == 0


@pytest.mark.slow
def test_report_is_one_object_on_stdout(run: Run, site: Path) -> None:
    status, out, err = run("build", "--jobs", "1", "--report", "json", "--at", "2024-06-15")
    report = json.loads(out)
    assert (status, err, list(report)) == (0, "", KEYS)
    assert report["written_paths"] == sorted(report["written_paths"])
    assert "news/2024/a/index.html" in report["written_paths"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "--nonsense"], "没有选项 --nonsense"),
        (["check", "--formt", "json"], "没有选项 --formt；是不是 --format？"),
        (["buld"], "没有命令 buld；是不是 build？"),
        (["check", "--format", "xml"], "--format 只能是其中之一：text, json, github"),
        (["build", "--jobs", "x"], "--jobs 应是 1 到 64 之间的整数"),
        (["init", "a", "b"], "多写了：b"),
        (["init"], "缺少 DIR"),
        (["build", "--at"], "选项 --at 缺少值，或者不能带值"),
    ],
)
def test_wrong_usage_is_told_in_chinese(run: Run, arguments: list[str], said: str) -> None:
    status, _, err = run(*arguments, "--lang=zh") if arguments[-1] != "--at" else run("build", "--lang=zh", "--at")
    assert (status, err.splitlines()[-1]) == (2, f"bulletin: {said}")
    assert "Usage" not in err


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["build", "nowhere"], 2),
        (["build", "--at", "soon"], 2),
        (["build", "--jobs", "0"], 2),
        (["build", "--nonsense"], 2),
        (["build", ".", ".", "--output", "x"], 2),
        (["build", "--output", "content"], 2),
        (["build", "--lang", "fr"], 2),
    ],
)
def test_wrong_usage_reports_too(run: Run, arguments: list[str], status: int) -> None:
    found, out, err = run(*arguments, "--report=json")
    assert found == status
    assert json.loads(out)["problems"] == []
    assert json.loads(out)["error"] in err


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (OSError(28, "No space left on device", "public/index.html"), 3, "public/index.html: No space left on device"),
        (PermissionError(13, "Permission denied"), 3, "Permission denied"),
        (ValueError("a fault of ours"), 3, "please send"),
        (RecursionError(), 3, "please send"),
        (MemoryError(), 3, "please send"),
        (KeyboardInterrupt(), 130, "stopped"),
    ],
)
def test_failures_are_one_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int, words: str
) -> None:
    monkeypatch.setattr("site_builder.building.steps.read_config", fail(error))
    found, out, err = run("build", "--jobs", "1", "--report", "json")
    assert found == status
    assert words in err
    assert len(err.strip().splitlines()) == 1
    assert json.loads(out)["error"] in err


@pytest.mark.slow
@pytest.mark.parametrize("option", ["--output", "--at", "--lang"])
def test_an_argument_that_is_no_text_is_told(run: Run, option: str) -> None:
    status, out, err = run("build", option, "a\udcff")
    assert (status, out) == (2, "")
    assert '"a\\udcff" is not UTF-8' in err


def test_content_problems_write_nothing(run: Run, site: Path) -> None:
    assert run("build", "--jobs", "1")[0] == 0
    before = (site / "public/index.html").stat().st_mtime_ns
    (site / "content/news/b.md").write_text("---\ntitle: B\n---\n", "utf-8")
    status, out, err = run("build", "--jobs", "1")
    assert (status, out) == (1, "")
    assert "content/news/b.md:1:1: error: the date is missing  [required]" in err
    assert (site / "public/index.html").stat().st_mtime_ns == before


@pytest.mark.slow
def test_language_of_messages(run: Run, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / "content/news/b.md").write_text("---\ntitle: B\n---\n", "utf-8")
    english, chinese = run("check")[1], run("check", "--lang", "zh")[1]
    assert "error" in english
    assert "error" not in chinese
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert run("check")[1] == chinese
    assert run("check", "--lang", "en")[1] == english


def test_init_makes_a_site_that_passes(run: Run, site: Path) -> None:
    assert run("init", "new")[0] == 0
    assert run("check", "new", "--strict")[0] == 0
    assert run("init", "new")[0] == 2


@pytest.mark.parametrize("option", ["--help", "-h", "--version"])
def test_help(run: Run, option: str) -> None:
    assert run(option)[0] == 0


NEEDLESS = (
    "rich",
    "PIL",
    "watchdog",
    "multiprocessing",
    "asyncio",
    "icalendar",
    "click.testing",
    "urllib3",
    "holidays",
    "stdnum",
)


@pytest.mark.slow
def test_idle_check_imports_nothing_it_does_not_need(site: Path) -> None:
    code = f"import sys, atexit; atexit.register(lambda: print([m for m in {NEEDLESS} if m in sys.modules]))\n"
    code += "from site_builder.cli.commands import main; main(['check'])"
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=site,
            capture_output=True,
            text=True,
            env={**os.environ, "LANG": "C"},
            check=False,
        )
    assert done.stdout.splitlines()[-1] == "[]"


BULLETIN = [sys.executable, "-c", "from site_builder.cli import main; main()"]


@pytest.mark.slow
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&- <&-"])
def test_started_without_streams(site: Path, closed: str) -> None:
    command = ["sh", "-c", f'"$@" {closed}', "sh", *BULLETIN]
    for _ in range(2):
        built = subprocess.run(
            [*command, "build", "--jobs", "1"], cwd=site, capture_output=True, text=True, check=False
        )
        assert (built.returncode, built.stderr) == (0, "")
    (site / "content/news/2024-01-31-a.md").write_text(ITEM.replace("title", "titel"), "utf-8")
    assert subprocess.run([*command, "check"], cwd=site, check=False, capture_output=True).returncode == 1


@pytest.mark.slow
def test_a_reader_who_went_away_is_no_mistake_in_the_content(site: Path) -> None:
    for arguments in (["check"], ["build", "--jobs", "1"], ["build", "--jobs", "1"]):
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run([*BULLETIN, *arguments], cwd=site, stdout=writing, stderr=subprocess.PIPE, check=False)
        os.close(writing)
        assert (done.returncode, done.stderr) == (3, b"")


def test_without_a_command_the_help_is_shown_once(run: Run) -> None:
    status, out, err = run()
    assert (status, out, err.count("Usage:")) == (2, "", 1)


@pytest.mark.parametrize("head", ["[publish.live", "[publish.live]"])
@pytest.mark.parametrize("command", [["publish"], ["log"], ["rollback"], ["takedown", "/a/", "--reason", "x"]])
def test_a_target_in_a_line_that_cannot_be_read(run: Run, site: Path, command: list[str], head: str) -> None:
    lines = ['title = "T"', 'base_url = "https://x.org/"', head, "to = file:///srv/www"]
    (site / "content/site.toml").write_text("\n".join(lines), "utf-8")
    status, out, err = run(*command)
    assert (status, out) == (1, "")
    assert f"line {4 if head.endswith(']') else 3} of content/site.toml cannot be read" in err


def test_no_site_is_built_where_another_is_none(run: Run, site: Path) -> None:
    assert run("build", "--jobs", "1", ".", "nowhere")[0] == 2
    assert not (site / "public").exists()
