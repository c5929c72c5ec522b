"""What an office publishes of itself, with a reason, is nobody's private data: in texts, files, names and settings."""

from pathlib import Path

import pytest

from site_builder.cli import commands
from site_builder.config.published_contacts import normalize_contact
from tests.sites import PLAIN_TOML, article, write

ENTRY = (
    '[[published_contacts]]\ncontact = ["+86 138-0013-8000", "Bridge.Township@QQ.com"]\nreason = "the duty office"\n'
)
OTHER = "13900139000"


def run_check(site: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        commands.main(["check", str(site), "--at", "2024-06-15", "--lang", "en", *arguments])
    return int(str(ended.value.code)), "".join(capsys.readouterr())


def make_site(folder: Path, settings: str = ENTRY, other: str = "") -> Path:
    body = f"值班电话：１３８ ００１３ ８０００，138**0013**8000，邮箱bridge.township@qq.com。{other}\n"
    return write(
        folder,
        {
            "content/site.toml": f'{PLAIN_TOML}[footer]\ncontact = "13800138000"\n{settings}',
            "content/news/a/index.md": article("title: Duty\ndate: 2024-01-31\nsource: 13800138000", body),
            "content/news/a/duty.csv": "day,phone\n1,13800138000\n",
            "content/static/duty 13800138000.txt": f"{other}\n",
        },
    )


def test_it_is_no_finding_anywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_check(make_site(tmp_path), capsys)[0] == 0
    status, said = run_check(make_site(tmp_path, settings=""), capsys)
    assert (status, said.count("[personal-data]")) == (1, 7)
    assert run_check(make_site(tmp_path), capsys)[0] == 0


@pytest.mark.parametrize(
    "written",
    [
        *(
            "一三八零零一三八零零零",
            "壹叁捌零零壹叁捌零零零",
            "1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣",
            "138&#48;0138000",
            "138&nbsp;0013&nbsp;8000",
        ),
        *("bridge.township(at)qq.com", "bridge.township#qq.com", "bridge.township at qq dot com"),
        *("bridge.township＠ｑｑ．ｃｏｍ", "bridge.township&#64;qq&#46;com"),
    ],
)
def test_it_is_none_however_it_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str], written: str) -> None:
    assert run_check(make_site(tmp_path, other=f"值班联系{written}"), capsys)[0] == 0
    status, said = run_check(make_site(tmp_path, settings="", other=f"值班联系{written}"), capsys)
    assert (status, said.count("[personal-data]")) == (1, 9)


def test_other_numbers_are_found_and_masked_beside_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = make_site(tmp_path, other=OTHER)
    status, said = run_check(site, capsys)
    assert (status, said.count("[personal-data]")) == (1, 2)
    run_check(site, capsys, "--mask", "--yes")
    text = (site / "content/news/a/index.md").read_text("utf-8")
    assert "139****9000" in text
    assert "138**0013**8000，邮箱bridge.township@qq.com" in text


@pytest.mark.parametrize(
    ("entry", "severity", "message"),
    [
        ('contact = "13800138000"', "error", "this accepts a contact without a reason"),
        ('reason = "duty"', "error", "this entry names no number and no mailbox"),
        ('contact = "office"\nreason = "duty"', "error", '"office" is neither a number nor a mailbox'),
        ('contact = 13800138000\nreason = "duty"', "error", "published_contacts.contact is not a list of texts"),
        ('contact = "0571-87654321"\nreason = "duty"', "warning", 'nothing about "0571-87654321" has to be accepted'),
        ('contact = "13800138000"\nreason = "duty"\nwho = "me"', "warning", 'the setting "who" is not known'),
    ],
)
def test_what_is_wrong_with_an_entry_is_told_at_its_line(
    entry: str, severity: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = write(tmp_path, {"content/site.toml": f"{PLAIN_TOML}[[published_contacts]]\n{entry}\n"})
    status, said = run_check(site, capsys)
    assert status == (severity == "error")
    line = next(each for each in said.splitlines() if message in each)
    assert line.startswith(("content/site.toml:3", "content/site.toml:4", "content/site.toml:6"))
    assert f": {severity}: " in line


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("+86 138-0013-8000", "13800138000"),
        ("008613800138000", "１３８００１３８０００"),
        ("+44 (0)7700 900123", "07700 900123"),
        ("00447700900123", "+44 7700 900123"),
        ("A@QQ.com", "ａ＠ｑｑ．ｃｏｍ"),
    ],
)
def test_one_contact_is_compared_however_it_is_written(one: str, other: str) -> None:
    assert normalize_contact(one) == normalize_contact(other)


def test_two_contacts_are_two() -> None:
    assert normalize_contact("13800138000") != normalize_contact("13800138001")
    assert normalize_contact("8613800138") != normalize_contact("13800138")
