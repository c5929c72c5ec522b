"""What hints say, taken by the letter: who does what a hint says has no Problem left, and none leads astray."""

import json
import re
from pathlib import Path

import pytest

from site_builder.cli import commands
from site_builder.language import LOCALES, load_catalogue
from tests.sites import PLAIN_TOML, article, write

ZH_TOML = PLAIN_TOML + 'language = "zh"\ntime_zone = "Asia/Shanghai"\n'
HEAD = "title: 会议\ndate: 2024-01-31"
LEDGER = '{"address": "%s", "kind": "takedown", "published": "2024-02-01T00:00:00Z", "reason": "x"}\n'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    files: dict[str, str | bytes] = {
        "site.toml": ZH_TOML,
        "news/2024-01-02.md": article("title: 甲\ndate: 2024-01-02"),
        "news/2024-01-03-index.md": article("title: 乙\ndate: 2024-01-03"),
        "news/2024-01-04/index.md": article("title: 丙\ndate: 2024-01-04"),
        "news/2024-01-04/申请表.docx": b"",
    }
    return write(tmp_path, {f"content/{path}": data for path, data in files.items()})


def check(site: Path, capsys: pytest.CaptureFixture[str], lang: str = "en") -> list[dict[str, str]]:
    """Give the findings of `check` as text and as hint."""
    capsys.readouterr()
    with pytest.raises(SystemExit):
        commands.main(["check", str(site), "--at", "2024-06-15", "--format", "json", "--lang", lang])
    problems: list[dict[str, str]] = json.loads(capsys.readouterr().out)["problems"]
    return problems


def hint_of(site: Path, capsys: pytest.CaptureFixture[str], rule: str, lang: str = "en") -> str:
    """Give the hint of the only finding of a rule."""
    (found,) = [each["hint"] for each in check(site, capsys, lang) if each["rule"] == rule]
    return found


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", "见[方案](方案.docx)。\n"),
        ("附件: 方案.docx\n", "正文。\n"),
        ("image: 方案.jpg\n", "正文。\n"),
        ("", "![会议现场](方案.jpg)\n"),
        ("", "见[方案](附件/方案.docx)。\n"),
    ],
)
def test_a_missing_file_of_a_single_file_item_is_put_where_the_hint_says(
    site: Path, capsys: pytest.CaptureFixture[str], head: str, body: str
) -> None:
    item = site / "content/news/2024-01-31-会议.md"
    write(site, {f"content/news/{item.name}": article(head + HEAD, body)})
    hint = hint_of(site, capsys, "link")
    made = re.search(r"make a folder (\S+) here, move (\S+) into it as (\S+?),? (?:and )?put (\S+|the file) ", hint)
    assert made, hint
    assert made[2] == item.name
    assert "方案" in hint
    write(site, {f"content/news/{made[1]}/方案.docx": b"x", f"content/news/{made[1]}/方案.jpg": b"x"})
    moved = item.rename(item.parent / made[1] / made[3])
    if "write 方案" in hint:
        moved.write_text(moved.read_text().replace("附件/", ""))
    assert not [each for each in check(site, capsys) if each["rule"] == "link"]


def test_an_item_with_a_folder_is_told_to_use_it(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(site, {"content/news/2024-01-31/index.md": article(HEAD, "见[方案](方案.docx)。\n")})
    assert hint_of(site, capsys, "link") == "put it into the item's own folder, beside index.md"
    assert hint_of(site, capsys, "link", "zh") == "请把它放进这篇文章自己的文件夹，与 index.md 放在一起"


@pytest.mark.parametrize(("target", "meant"), [("申清表.docx", "申请表"), ("申请表.doc", "申请表"), ("index.docx", "")])
def test_a_guess_is_a_file_of_the_same_kind_and_near_in_spelling(
    site: Path, capsys: pytest.CaptureFixture[str], target: str, meant: str
) -> None:
    write(site, {"content/news/2024-01-04/index.md": article("title: 丙\ndate: 2024-01-04", f"见[表]({target})。\n")})
    expected = f"did you mean {meant}.docx?" if meant else "put it into the item's own folder, beside index.md"
    assert hint_of(site, capsys, "link") == expected


def test_a_page_of_the_footer_keeps_its_files_in_static(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(site, {"content/about.md": article("title: 简介", "见[方案](方案.docx)。\n")})
    assert hint_of(site, capsys, "link") == "put the file into the folder content/static and write /方案.docx here"
    write(
        site, {"content/static/方案.docx": b"", "content/about.md": article("title: 简介", "见[方案](/方案.docx)。\n")}
    )
    assert not [each for each in check(site, capsys) if each["rule"] == "link"]


def test_the_page_itself_is_no_guess(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(site, {"content/news/2024-01-31-visit.md": article(HEAD, "见[走访](2024-01-31-visits.md)。\n")})
    assert "2024-01-31-visit.md" not in hint_of(site, capsys, "link")


@pytest.mark.parametrize("written", ["2024-01-05-visit.md", "/news/2024/visit/", "2024-01-05-visit/plan.docx"])
@pytest.mark.parametrize("kept", ["kept", ""])
def test_a_link_to_what_was_taken_down_says_so_and_can_be_taken_out(
    site: Path, capsys: pytest.CaptureFixture[str], written: str, kept: str
) -> None:
    place = "2024-01-05-visit/index.md" if "plan" in written else "2024-01-05-visit.md"
    files = {
        "ledger.jsonl": LEDGER % "/news/2024/visit/",
        "news/2024-01-31.md": article(HEAD, f"见[走访]({written})。\n"),
    }
    if kept:
        files[f"news/{place}"] = article("title: 走访\ndate: 2024-01-05")
        if "plan" in written:
            files["news/2024-01-05-visit/plan.docx"] = ""
    write(site, {f"content/{path}": data for path, data in files.items()})
    (found,) = [each for each in check(site, capsys) if each["rule"] == "link"]
    assert "taken down" in found["message"]
    assert found["hint"] == "take the link out of the text and leave its words"
    assert hint_of(site, capsys, "link", "zh") == "请从正文中去掉这个链接，保留其文字"


def list_hint_words() -> list[str]:
    """Give what our hints have in the place of alternative text, in every language."""
    texts = [text for folder in sorted(LOCALES.iterdir()) for text in load_catalogue(folder.name).items()]
    return sorted({words for pair in texts for text in pair for words in re.findall(r"!\[([^\]]+)\]\(", text)})


def test_what_hints_have_for_alternative_text_is_none(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = list_hint_words()
    assert {"what the picture shows", "图片内容说明"} <= {*words}
    pictures = "".join(f"![{each}](chart.png)\n\n" for each in [*words, "图片内容说明。", "What the picture shows"])
    write(
        site, {"content/news/2024-01-31/index.md": article(HEAD, pictures), "content/news/2024-01-31/chart.png": b"x"}
    )
    found = [each["rule"] for each in check(site, capsys) if each["rule"] == "caption"]
    assert len(found) == len(words) + 2


@pytest.mark.parametrize("level", ["通知", "提醒", "紧急"])
def test_residents_read_the_level_that_was_written(site: Path, level: str) -> None:
    head = f"{HEAD}\nalert:\n  级别: {level}\n  until: 2099-01-01"
    write(site, {"content/news/2024-01-31.md": article(head)})
    with pytest.raises(SystemExit) as ended:
        commands.main(["build", str(site), "--at", "2024-06-15"])
    assert not ended.value.code
    assert f"<strong>{level}：</strong>" in (site / "public/index.html").read_text("utf-8")


def test_a_level_of_another_name_is_refused_with_those_there_are(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(site, {"content/news/2024-01-31.md": article(f"{HEAD}\n提醒:\n  级别: 注意\n  截至: 2099-01-01")})
    hint = hint_of(site, capsys, "form", "zh")
    assert all(word in hint for word in ("通知", "提醒", "紧急")), hint


VILLAGES = "".join(
    f'[{name}]\nname = "{title}"\n' for name, title in (("one", "第一村"), ("two", "第二村"), ("three", "西河村"))
)


def write_item(site: Path, head: str) -> None:
    """Write an item of a site with three villages."""
    write(site, {"content/communities.toml": VILLAGES, "content/news/2024-01-31.md": article(f"{HEAD}\n{head}")})


@pytest.mark.parametrize("comma", ["，", "、", "；"])
def test_full_width_commas_in_brackets_divide_names_and_each_has_its_guess(
    site: Path, capsys: pytest.CaptureFixture[str], comma: str
) -> None:
    write_item(site, f"社区: [第一存{comma}第二村{comma}西河寸]")
    found = check(site, capsys)
    assert [each["message"] for each in found if each["rule"] == "yaml"] == [
        "the full-width comma was read as a half-width one"
    ]
    hints = [each["hint"] for each in found if each["rule"] == "registry"]
    assert hints == ["did you mean 第一村?", "did you mean 西河村?"]


def test_names_with_only_spaces_between_are_all_in_the_hint(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_item(site, "社区: 第一村 第二村")
    hint = hint_of(site, capsys, "registry")
    assert hint == "write each name by itself: [第一村, 第二村]"
    write_item(site, "社区: " + hint.partition(": ")[2])
    assert not [each for each in check(site, capsys) if each["rule"] == "registry"]


def test_a_name_of_a_registry_keeps_its_own_comma(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_item(site, "主题: [水、电, 路]\n社区: [one]")
    write(site, {"content/topics.toml": '[utilities]\nname = "水、电"\n[roads]\nname = "路"\n'})
    assert not [each for each in check(site, capsys) if each["rule"] in {"yaml", "registry"}]


@pytest.mark.parametrize("sign", ["－ ", "－", "— ", "· ", "•", "–　"])
@pytest.mark.parametrize(
    "head", ["社区:\n  {}第一村\n  {}第二村", "活动:\n{}日期：2024-03-01\n  名称: 会议", "社区:\n　　{}第一村"]
)
def test_another_sign_before_an_entry_is_named_and_a_hyphen_mends_it(
    site: Path, capsys: pytest.CaptureFixture[str], head: str, sign: str
) -> None:
    write_item(site, head.replace("{}", sign))
    found = [each for each in check(site, capsys) if each["severity"] == "error"]
    assert [(int(each["line"]), each["message"], each["hint"]) for each in found] == [
        (5 + n, f'the sign "{sign[0]}" begins no entry of a list', "write a hyphen and a space there: - ")
        for n in range(head.count("{}"))
    ]
    write_item(site, head.replace("　　", "  ").replace("{}", "- "))
    assert not [each for each in check(site, capsys) if each["severity"] == "error"]


def test_a_dash_within_a_value_of_several_lines_is_no_entry(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_item(site, "摘要: 甲\n  — 乙\n活动:\n  - 日期: 2024-03-01\n    名称: 会议\n      — 第二场")
    assert not [each for each in check(site, capsys) if each["severity"] == "error"]


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("标题: 会议\n日期: 2024-01-31\n---\n正文。\n", "---\n标题: 会议\n日期: 2024-01-31\n---\n正文。\n"),
        ("标题：会议\n\n正文。\n", "---\n标题：会议\n---\n\n正文。\n"),
        ("\n标题: 会议\n---\n正文。\n", "---\n标题: 会议\n---\n正文。\n"),
    ],
)
def test_fields_without_their_first_line_are_told_that_it_is_missing(
    site: Path, capsys: pytest.CaptureFixture[str], text: str, mended: str
) -> None:
    write(site, {"content/news/2024-01-31.md": text})
    hint, zh = (
        next(each["hint"] for each in check(site, capsys, lang) if each["severity"] == "error") for lang in ("en", "zh")
    )
    assert hint.startswith("write --- on a line of its own above the fields, as the first line")
    assert ("below them, above line 2" in hint) == ("\n---" not in text)
    assert "上方另加一行 ---" in zh
    write(site, {"content/news/2024-01-31.md": mended})
    assert not [each for each in check(site, capsys) if each["severity"] == "error"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_signature_set_off_by_spaces_gets_its_place_at_the_right(
    site: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    item, mark = "content/news/2024-01-31.md", "{: .right }"
    write(site, {item: article(HEAD, "正文。\n\n                    柳桥镇人民政府\n")})
    assert mark in hint_of(site, capsys, "indent", lang)
    write(site, {item: article(HEAD, f"正文。\n\n柳桥镇人民政府\n{mark}\n")})
    with pytest.raises(SystemExit):
        commands.main(["build", str(site), "--at", "2024-06-15"])
    page = next((site / "public/news/2024").glob("*31/index.html")).read_text("utf-8")
    assert '<p class="right">柳桥镇人民政府</p>' in page


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_accessibility_notice_says_the_note_that_accepts_it(
    site: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    item = "content/news/2024-01-31/index.md"
    write(site, {item: article(HEAD, "见[图](map.pdf)。\n"), "content/news/2024-01-31/map.pdf": b"%PDF-1.4 map"})
    (hint,) = [
        each["hint"]
        for each in check(site, capsys, lang)
        if each["rule"] == "accessibility" and each["path"].endswith("map.pdf")
    ]
    assert item in hint
    note = hint[hint.index("<!--") :].replace("…", "全文已在正文中")
    write(site, {item: article(HEAD, f"见[图](map.pdf)。\n\n{note}\n")})
    rules = [
        (each["rule"], each["path"])
        for each in check(site, capsys)
        if "map.pdf" in each["path"] or each["rule"] == "accept"
    ]
    assert ("accessibility", "content/news/2024-01-31/map.pdf") not in rules
    assert not [each for each in rules if each[0] == "accept"]


def test_a_lone_quotation_mark_can_be_told_from_those_around_it(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(site, {"content/news/2024-01-31.md": article(HEAD, "他说“好的，没问题。\n")})
    (found,) = [each["message"] for each in check(site, capsys, "zh") if each["rule"] == "punctuation"]
    assert found == "「“」没有配对"


@pytest.mark.parametrize("written", ["zhang.san.wu@qq.com", "13800138000", "+86 138 0013 8000"])
def test_a_line_is_shown_with_the_mask_of_its_hint(
    site: Path, capsys: pytest.CaptureFixture[str], written: str
) -> None:
    write(site, {"content/news/2024-01-31.md": article(HEAD, f"请联系张三，{written}，谢谢。\n")})
    (found,) = [each for each in check(site, capsys) if each["rule"] == "personal-data"]
    shown = found["source"].partition("，")[2].partition("，")[0]
    assert "*" in shown
    assert f"write {shown.rstrip()};" in found["hint"]
    assert found["source"].index("谢谢") == len(f"请联系张三，{written}，")
