"""`check --naming` lists every item, caption and attachment that names somebody, under any registered name."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from site_builder.cli.commands import bulletin
from tests.sites import PLAIN_TOML, Files, article, picture, write

PEOPLE = '[liu-shili]\nname = {en = "Liu Shili", zh = "柳示例"}\nformerly = ["柳样例"]\n'
HEAD = "title: 柳示例到会\ndate: 2024-01-01\npeople: [liu-shili]\nlang: zh"
BODY = "乡长柳 示例主持。\n\n![柳示例在堤上](a.png)\n\n柳样例（曾用名）、Liu\nshili 和 Liu Shilian。\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    files: Files = {
        "content/site.toml": PLAIN_TOML,
        "content/people.toml": PEOPLE,
        "content/news/2024-01-01-a/index.md": article(HEAD, BODY),
        "content/news/2024-01-01-a/a.png": picture(1),
        "content/news/2024-01-01-a/roll.csv": "name\n柳示例\n".encode("gb18030"),
        "content/static/minutes.docx": document("出席：柳示例"),
        "content/static/old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "content/news/2024-01-02-b.md": article("title: B\ndraft: true", "Nobody.\n"),
    }
    return write(tmp_path, files)


def document(text: str) -> bytes:
    """Write the least that is a Word file."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = f'<w:document xmlns:w="{space}"><w:body><w:p/><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", xml)
    return data.getvalue()


def listed(site: Path, name: str) -> list[tuple[str, str, int, int]]:
    run = CliRunner().invoke(
        bulletin, ["check", str(site), "--naming", name, "--format", "json"], standalone_mode=False
    )
    assert run.return_value == 0
    return [
        (m["kind"], m["path"].rpartition("/")[2], m["line"], m["column"]) for m in json.loads(run.output)["mentions"]
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["柳示例", "Liu Shili", "liu  shili", "柳样例", "liu-shili"])
def test_all_names_of_a_person_are_looked_for(site: Path, name: str) -> None:
    assert listed(site, name) == [
        ("page", "index.md", 2, 8),
        ("page", "index.md", 4, 10),
        ("page", "index.md", 7, 3),
        ("caption", "index.md", 9, 3),
        ("page", "index.md", 11, 1),
        ("page", "index.md", 11, 10),
        ("attachment", "roll.csv", 2, 1),
        ("attachment", "minutes.docx", 1, 1),
        ("unread", "old.doc", 1, 1),
    ]


@pytest.mark.slow
def test_who_is_not_registered_is_looked_for_as_written(site: Path) -> None:
    assert listed(site, "Shilian")[0] == ("page", "index.md", 12, 13)
    assert listed(site, "杜范例") == [("unread", "old.doc", 1, 1)]


def test_for_a_terminal_it_says_how_many(site: Path) -> None:
    command = ["check", str(site), "--naming", "柳示例", "--lang", "zh"]
    lines = CliRunner().invoke(bulletin, command, standalone_mode=False).output.splitlines()
    assert lines[3] == "content/news/2024-01-01-a/index.md:9:3: 图片说明: ![柳示例在堤上](a.png)"
    assert lines[-3].startswith("content/static/minutes.docx:1:1: 附件 (第")
    assert lines[-2] == "content/static/old.doc: 没有查看"
    assert lines[-1] == "3个文件中有8处提到柳示例"
