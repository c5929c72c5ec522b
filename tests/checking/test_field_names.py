"""Fields are called what the editor calls them: in Chinese messages, and where the item has Chinese names."""

import json
import re
from pathlib import Path

import pytest

from site_builder.cli.commands import main
from site_builder.fields import ITEM_FIELDS, NESTED_FIELD_NAMES
from site_builder.language import LOCALES, parse_catalogue
from tests.sites import PLAIN_TOML, article, write

ENGLISH = {
    "news/2024-01-01-a.md": article("title: A\nid: one"),
    "news/2024-01-02-a.md": article("title: B\nid: one\nevents:\n  - what: Fair\nsummary: [a]\ndraft: perhaps"),
    "news/2024-01-03-c.md": article("titel: C\ncommitments: all of it"),
    "news/2024-01-04-d.md": article("title: D\naliases: [/old/]\nslug: con"),
    "news/day.md": article("title: E\nalert:\n  level: '3'\n  until: 2024-02-01"),
}
CHINESE = {
    "news/2024-01-01-a.md": article("标题: A\n编号: one"),
    "news/2024-01-02-a.md": article("标题: B\n编号: one\n活动:\n  - what: Fair\n摘要: [a]\n草稿: perhaps"),
    "news/2024-01-03-c.md": article("标题:\n承诺: all of it"),
    "news/2024-01-04-d.md": article("标题: D\n旧网址: [/old/]\n网址: con"),
    "news/day.md": article("标题: E\n提醒:\n  级别: '3'\n  截至: 2024-02-01"),
}
LEDGER = (
    '{"address": "/news/2024/gone/", "kind": "item", "published": "2024-01-05T00:00:00Z", "id": "gone", "lang": "en"}\n'
)
# The words that a reader of Chinese need not know.
NAMES = sorted({*ITEM_FIELDS, *NESTED_FIELD_NAMES}, key=len, reverse=True)
ANY = "|".join(NAMES)
WRITTEN = re.compile(rf"(?<![\w/.{{])(?:{ANY})(?=[:：])|(?<![\w/.{{-])(?:{ANY})(?= (?:是|不|应|之))")


def said(tmp_path: Path, capsys: pytest.CaptureFixture[str], files: dict[str, str], lang: str) -> list[str]:
    """Check a site; give messages and hints of all that is wrong with items."""
    content = {f"content/{path}": text for path, text in files.items()}
    write(tmp_path, {"content/site.toml": PLAIN_TOML, "content/ledger.jsonl": LEDGER, **content})
    with pytest.raises(SystemExit):
        main(["check", str(tmp_path), "--drafts", "--format", "json", "--lang", lang, "--at", "2024-06-15"])
    problems = json.loads(capsys.readouterr().out)["problems"]
    return [f"{each['message']} | {each['hint']}" for each in problems]


@pytest.mark.parametrize("files", [ENGLISH, CHINESE])
def test_chinese_messages_name_fields_in_chinese(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], files: dict[str, str]
) -> None:
    found = said(tmp_path, capsys, files, "zh")
    together = "\n".join(found)
    for wanted in (
        "请换一个 编号:",
        "请写上 日期: 2024-01-31",
        "请写上 网址:",
        "请写成 级别:",
        "编号: gone 或 旧网址: [",
        "撤回:",
    ):
        assert wanted in together
    assert not [each for each in found if WRITTEN.search(each)]


def test_english_messages_about_chinese_items_have_the_names_that_stand_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    together = "\n".join(said(tmp_path, capsys, CHINESE, "en"))
    for wanted in ("write another 编号:", "write 日期: 2024-01-31", "write 网址: ", "write 级别: notice"):
        assert wanted in together
    assert "the 标题 is missing" in together
    assert "摘要 is a single value" in together
    assert "write one of: 日期, 结束, 标题, 地点, 社区" in together


def test_english_messages_about_english_items_have_english_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = said(tmp_path, capsys, ENGLISH, "en")
    together = "\n".join(found)
    assert together.isascii() or not re.search("[\u4e00-\u9fff]", together)
    for wanted in ("write another id:", "write date: 2024-01-31", "write slug: ", "the title is missing"):
        assert wanted in together


@pytest.mark.slow
def test_an_address_that_two_have_is_answered_in_the_words_of_the_item(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"news/2024-01-01-a.md": article("标题: A"), "news/2024-01-02-a.md": article("标题: B")}
    assert [each for each in said(tmp_path, capsys, files, "en") if "write 网址: a-0102" in each]


def test_no_text_names_a_field_in_a_way_that_cannot_be_translated() -> None:
    texts = parse_catalogue((LOCALES / "en/bulletin.po").read_text("utf-8"))
    named = re.compile(rf"\b(?:write|with|or) (?:another )?(?:{ANY}):")
    assert not [each for each in texts if named.search(each)]
