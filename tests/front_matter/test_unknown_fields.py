"""A field that is not known is answered with the one that was meant, also where the words have nothing in common."""

import json
from pathlib import Path

import pytest

from site_builder.cli.commands import main
from site_builder.config.foreign_field_names import read_other_names
from site_builder.fields import CANONICAL_NAMES, ITEM_FIELDS, NESTED_FIELD_NAMES
from tests.sites import PLAIN_TOML, article, write


def hints(tmp_path: Path, capsys: pytest.CaptureFixture[str], head: str) -> list[str]:
    """Check a site of one item; give the hints of what is said of its fields."""
    write(
        tmp_path,
        {"content/site.toml": PLAIN_TOML, "content/news/a.md": article(f"标题: 走访\n日期: 2024-01-31\n{head}")},
    )
    with pytest.raises(SystemExit):
        main(["check", str(tmp_path), "--format", "json", "--lang", "zh"])
    problems = json.loads(capsys.readouterr().out)["problems"]
    return [each["hint"] for each in problems if each["rule"] == "field"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(("发布单位", "来源"), ("发布机构", "来源"), ("发文单位", "来源"), ("供稿", "来源"), ("转载自", "来源")),
        *(("责任编辑", "审核"), ("签发人", "审核"), ("编辑", "作者"), ("撰稿人", "作者"), ("通讯员", "作者")),
        *(("标签", "主题"), ("关键词", "主题"), ("类别", "主题"), ("分类", "主题"), ("主题词", "主题")),
        *(("有效期", "过期日期"), ("截止日期", "过期日期"), ("失效日期", "过期日期"), ("发布时间", "发布日期")),
        *(("更新时间", "更新日期"), ("成文时间", "成文日期"), ("题目", "标题"), ("导语", "摘要"), ("封面", "图片")),
        *(("村", "社区"), ("tags", "topics"), ("Keywords", "topics"), ("expiry", "expires"), ("publisher", "source")),
    ],
)
def test_another_name_is_answered_with_the_known_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], written: str, meant: str
) -> None:
    assert hints(tmp_path, capsys, f"{written}: 某某") == [f"是不是想写“{meant}”？"]


@pytest.mark.slow
def test_a_full_width_colon_changes_nothing_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = (("发布单位", "来源"), ("责任编辑", "审核"), ("标签", "主题"), ("有效期", "过期日期"))
    wanted = [f"是不是想写“{meant}”？" for _, meant in words]
    assert hints(tmp_path, capsys, "\n".join(f"{written}：某某" for written, _ in words)) == wanted
    assert hints(tmp_path, capsys, "\n".join(f"{written}: 某某" for written, _ in words)) == wanted


@pytest.mark.slow
@pytest.mark.parametrize("value", ['"第一行\n注意：第二行"', "'第一行\n注意：第二行'"])
def test_a_full_width_colon_within_a_value_is_part_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], value: str
) -> None:
    assert hints(tmp_path, capsys, f"摘要: {value}\n标签：某某") == ["是不是想写“主题”？"]
    with pytest.raises(SystemExit):
        main(["build", str(tmp_path), "--at", "2024-03-01"])
    assert "第一行 注意：第二行" in (tmp_path / "public/news/index.html").read_text("utf-8")


def test_what_has_its_place_elsewhere_is_told_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert hints(tmp_path, capsys, "栏目: 要闻\n文号: 渡政〔2024〕5号") == [
        "栏目由文件所在的文件夹决定；内容归类请写 主题:",
        "请写在 信息公开: 下面，缩进两个空格",
    ]


def test_within_an_entry_only_its_own_fields_are_meant(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = (
        "活动:\n  - 日期: 2024-02-01\n    结束时间: 2024-02-02\n    会场: 礼堂\n"
        "承诺事项:\n  - 编号: road\n    内容: 修路\n    完成时限: 2024-05-01\n    截止日期: 2024-05-01\n"
    )
    meant = ("结束", "地点", "期限", "期限")
    assert hints(tmp_path, capsys, head) == [f"是不是想写“{each}”？" for each in meant]


def test_the_list_leads_to_known_names_only() -> None:
    others = read_other_names()
    known = {
        written
        for table in (ITEM_FIELDS, NESTED_FIELD_NAMES)
        for one, more in table.items()
        for written in (one, *more)
    }
    assert set(others.fields.values()) <= {each for one, more in ITEM_FIELDS.items() for each in (one, *more)}
    assert {each for names in others.parts.values() for each in names} <= known
    assert not [each for each in others.fields if CANONICAL_NAMES.get(each) in ITEM_FIELDS]
