"""`check --mask` shows first, asks or is told, and changes nothing of a file but what it masks."""

import os
from pathlib import Path

import pytest

from site_builder.cli import commands
from tests.sites import PLAIN_TOML, write

TEXT = (
    "---\ntitle: 走访\ndate: 2024-01-31\n---\n电话13800138000，13900139000。\n"
    "<!-- accept personal-data: 值班 -->\n值班13700137000\n"
)
MASKED = TEXT.replace("13800138000", "138****8000").replace("13900139000", "139****9000")
NAME = "content/news/a.md"


@pytest.fixture(name="site")
def fixture_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write(tmp_path, {"content/site.toml": PLAIN_TOML, NAME: TEXT}))
    return tmp_path


def check(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        commands.main(["check", "--at", "2024-06-15", *arguments])
    return int(str(ended.value.code))


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_file_keeps_its_encoding_and_line_ends(site: Path, encoding: str, end: str) -> None:
    (site / NAME).write_bytes(TEXT.replace("\n", end).encode(encoding))
    (site / NAME).chmod(0o640)
    assert check("--mask", "--yes") == 0
    assert (site / NAME).read_bytes() == MASKED.replace("\n", end).encode(encoding)
    assert (site / NAME).stat().st_mode & 0o777 == 0o640 or os.name == "nt"
    assert [each.name for each in (site / "content/news").iterdir()] == ["a.md"]


def test_without_a_terminal_it_only_shows(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("--mask") == 2
    out, err = capsys.readouterr()
    assert f"{NAME}:5:3: becomes 138****8000\n    电话138****8000，139****9000。\n{NAME}:5:15: becomes" in out
    assert "13800138000" not in out
    assert err == "bulletin: nothing was written: there is nobody to ask here; add --yes to write these masks\n"
    assert (site / NAME).read_text("utf-8") == TEXT


@pytest.mark.slow
@pytest.mark.parametrize(("answer", "status", "text"), [("y", 0, MASKED), ("n", 1, TEXT)])
def test_at_a_terminal_it_asks(
    site: Path, monkeypatch: pytest.MonkeyPatch, answer: str, status: int, text: str
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.confirm", lambda question: answer == "y" and "2" in question)
    assert check("--mask") == status
    assert (site / NAME).read_text("utf-8") == text


@pytest.mark.slow
def test_attachments_are_said_to_stay(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "content/static").mkdir()
    (site / "content/static/roll.csv").write_text("13800138000", "utf-8")
    assert check("--mask", "--yes") == 1
    assert "Attachments and settings cannot be masked" in capsys.readouterr().out
    assert (site / "content/static/roll.csv").read_text("utf-8") == "13800138000"


def test_a_site_that_has_none_is_checked(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / NAME).write_text(MASKED, "utf-8")
    assert check("--mask") == 0
    assert capsys.readouterr().out.startswith("There is nothing to mask.")


@pytest.mark.slow
def test_a_file_that_changed_meanwhile_stays(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def change_and_confirm(_: str) -> bool:
        (site / NAME).write_text(TEXT + "more", "utf-8")
        return True

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.confirm", change_and_confirm)
    assert check("--mask") == 3
    assert (site / NAME).read_text("utf-8") == TEXT + "more"


@pytest.mark.parametrize("arguments", [("--yes",), ("--mask", "--format", "json")])
def test_wrong_usage(site: Path, arguments: tuple[str, ...]) -> None:
    assert check(*arguments) == 2
