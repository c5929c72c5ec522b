"""Lists, days, titles, leftovers, marks, offices and attachments in further forms: what is found, and what passes."""

import json
from pathlib import Path

import pytest

from site_builder.cli.commands import main
from tests.checking.judging import told
from tests.sites import PLAIN_TOML, article, write

HEAD = "title: T\ndate: 2026-05-31"
WRONG = {
    "numbering": (
        "Step 1: dig.\n\nStep 2: fill.\n\nStep 4: rake.",
        "Schedule 1 – fees\n\nSchedule 2 – maps\n\nSchedule 4 – plans",
        "Rule 1. Shut the gate.\n\nRule 2. No fires.\n\nRule 2. Dogs on leads.",
        "Item 1: welcome\n\nLong words.\n\nItem 2: budget\n\nMore.\n\nItem 4: close",
        "A. Hay\n\nB. Straw\n\nD. Oats",
        "(i) hay\n\n(ii) straw\n\n(iv) oats",
        "1.1 Pumps\n\n1.2 Pipes\n\n1.4 Drains",
        "1.1 水泵\n\n1.2 水管\n\n1.4 水沟",
        "（1）东渠三天；（2）西渠两天；（4）北渠一天。",
        "附件1 名单\n\n附件2 表格\n\n附件4 说明",
    ),
    "day": (
        "成文于二〇2六年三月。",
        "Drop in between 6.30 pm and 5.00 pm.",
        "演练于26时开始。",
        "停电：2026年5月25日18:00至2026年5月25日8:00。",
        "轮灌期：2026/06/15—2026/06/08",
        "柳桥镇人民政府　2026年4月14日　星期一",
    ),
    "leftover": (
        "Please return this by DD/MM/YYYY.",
        "Dear <<Recipient>>, thank you.",
        "Contact: NAME HERE, at the hall.",
        "Total: [object Object]",
        "TODO: add the figures.",
        "Insert image here",
        "XXXX Parish Council resolved as follows.",
        "会议由镇党委书记×××主持。",
        "日期：yyyy年mm月dd日",
    ),
    "secrecy": (
        "密级：秘密　保密期限：六个月",
        "内部资料　注意保管　不得外传",
        "本通报属内部文件。",
        "RESTRICTED: internal use only",
        "NOT FOR PUBLICATION by virtue of paragraph 3 of Schedule 12A",
    ),
    "agency": ("须经县农业委员会许可。", "县地方税务局公告，下月申报。", "主管单位：县文化广播新闻出版局"),
    "document-number": ("见渡综治〈2026〉4号。",),
}
RIGHT = (
    "Step 3: dig.\n\nStep 4: fill.",
    "Step 4 was harder than Step 2 had been.",
    "Item 4: grants\n\nItem 6: roads",
    "A. Webb\n\nC. Fox",
    "| 3 | Webb | 14.2 |\n|---|---|---|\n| 5 | Fox | 14.5 |",
    "1.1 m of rope\n\n1.4 m of wire",
    "（2）东渠三天；（4）北渠一天。",
    "见附件1、附件2。\n\n附件1 名单\n\n附件2 表格",
    "（1）甲；（2）乙。另见第（4）项。",
    "二〇二六年三月",
    "Drop in between 5.00 pm and 6.30 pm.",
    "Open until 6 pm and 5 pm on Sundays, between the hedges.",
    "演练于6时开始，用时26时。",
    "停电：2026年5月25日8:00至2026年5月25日18:00。",
    "轮灌期：2026/06/08—2026/06/15",
    "柳桥镇人民政府　2026年4月14日　星期二",
    "Write the day in the form DD/MM/YYYY.",
    "The button says TODO for now",
    "书记王某某主持会议。",
    "志载：1998年县地方税务局驻镇办事处成立。",
    "他曾任县安全生产监督管理局副局长（2009—2014年）。",
    "他系内部职工。",
    "Restricted parking",
)
TITLES = (
    "未命名",
    "Untitled document",
    "新建 Microsoft Word 文档",
    "新建文档 (2)",
    "关于关于秋播的通知",
    "关于秋播的通知。",
)


@pytest.mark.parametrize(("rule", "body"), [(rule, body) for rule, bodies in WRONG.items() for body in bodies])
def test_it_is_found_by_its_rule(rule: str, body: str) -> None:
    assert [each for each, _, _ in told(body, HEAD)] == [rule]


@pytest.mark.parametrize("body", RIGHT)
def test_what_looks_alike_passes(body: str) -> None:
    assert [each for each in told(body, HEAD) if each[0] in WRONG] == []


@pytest.mark.parametrize("title", TITLES)
def test_a_title_that_says_nothing_is_told(title: str) -> None:
    assert [rule for rule, _, _ in told("正文。", f"title: {title}\ndate: 2026-05-31")] == ["title"]


@pytest.mark.parametrize("title", ["无标题音乐会", "关于秋播的通知", "他走了。她没有。", "The new document scanner"])
def test_other_titles_pass(title: str) -> None:
    assert told("正文。", f"title: {title}\ndate: 2026-05-31") == []


@pytest.mark.parametrize(("files", "found"), [({}, True), ({"表.csv": "甲,1\n"}, False)])
def test_an_item_with_a_folder_is_judged_by_what_lies_there(
    files: dict[str, str], *, found: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = "content/news/2024-01-31-a"
    item = article("title: 通知\ndate: 2024-01-31", "详见附件。\n")
    site = {"content/site.toml": PLAIN_TOML, f"{folder}/index.zh.md": item}
    settings = PLAIN_TOML + 'language = "zh"\n'
    write(tmp_path, site | {"content/site.toml": settings} | {f"{folder}/{name}": text for name, text in files.items()})
    with pytest.raises(SystemExit):
        main(["check", str(tmp_path), "--format", "json"])
    rules = [each["rule"] for each in json.loads(capsys.readouterr().out)["problems"]]
    assert ("annex" in rules) is found
