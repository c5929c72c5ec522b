"""Dates, document numbers, signs, lists, captions and the township's own words: what is found, and what is not."""

from pathlib import Path

import pytest

from site_builder.config import read_config
from tests.checking.judging import hints, judged, told
from tests.sites import PLAIN_TOML, write


@pytest.mark.parametrize(
    ("body", "severity", "hint"),
    [
        ("会议于2024.1.31召开", "warning", "write 2024年1月31日"),
        ("24年1月31日召开", "warning", "write all four: 2024年1月31日"),
        ("98年1月召开", "warning", "write all four: 1998年1月"),
        ("2024年2月30日", "error", "look it up in the calendar"),
        ("2月30日", "error", "look it up in the calendar"),
        ("2024年13月", "error", "look it up in the calendar"),
        ("2024年1月31日（星期四）", "error", "mend the date or the day of the week"),
        ("1月31日(周四)", "warning", "mend the date or the day of the week"),
        ("2024年01月5日", "warning", "write 2024年1月5日"),
        ("二〇二四年1月3日", "warning", "write all of it in Arabic numerals"),
        ("2024年一月", "warning", "write all of it in Arabic numerals"),
        ("二零二四年一月三日", "warning", "write 二〇二四年"),
        ("the meeting of 2024.1.31 and more words", "warning", "write 2024-01-31"),
        ("Wednesday 30 January 2024", "error", "mend the date or the day of the week"),
        ("on Thursday, January 31st, 2024", "error", "mend the date or the day of the week"),
        ("on Friday, 31 January, we", "warning", "mend the date or the day of the week"),
    ],
)
def test_dates(body: str, severity: str, hint: str) -> None:
    found = [each for each in judged(body) if each.rule == "day"]
    assert [(each.severity, each.hint.format(**dict(each.values))) for each in found] == [(severity, hint)]


@pytest.mark.parametrize(
    "body",
    [
        *(
            "版本2.0.1，地址10.20.1.1",
            "比例为1:2，8:30开始",
            "10年3个月，5至10月",
            "2024年1月31日（星期三）",
            "1月31日（周三）",
        ),
        *(
            "2月29日",
            "详见http://a.cn/2024.1.31",
            "2023—2024年1月",
            "二〇二四年一月三日",
            "`2024.1.31`",
            "on Wednesday 31 January",
        ),
        *("May 2024 on Monday", "<!-- 2024.1.31 -->无", "[看](a.md?2024.1.31)"),
    ],
)
def test_right_dates(body: str) -> None:
    assert [each for each in judged(body) if each.rule == "day"] == []


@pytest.mark.parametrize(
    "body", ["发[2024]5号", "发（2024）5号", "发【2024】第5号", "发〔2024〕05号", "发〔24〕5号", "发〔 2024 〕 5号"]
)
def test_document_numbers(body: str) -> None:
    assert [r for r, _, _ in told(body)][:1] == ["document-number"]
    assert hints(body)[0] == "write 〔2024〕5号"
    assert told("发〔2024〕5号、2024年第5号、(2024)京01民初5号。") == []


@pytest.mark.parametrize(
    ("body", "column", "hint"),
    [
        ("你好,世界", 3, "write ，"),
        ("时间:上午", 3, "write ："),
        ("完成.", 3, "write 。"),
        ("办公室(乡政府)负责", 4, "write （乡政府）"),
        ("（乡政府)负责", 1, "write （乡政府）"),
        ('他说"好的"。', 3, "write “好的”"),
        ("很好。。", 3, "write 。"),
        ("等等...", 3, "write ……"),
        ("甲--乙", 2, "write ——"),
        ("共１２户", 2, "write 12"),
        ("Hello，world", 6, "write ,"),
    ],
)
def test_signs(body: str, column: int, hint: str) -> None:
    assert told(body) == [("punctuation", "warning", column)]
    assert hints(body) == [hint]


@pytest.mark.parametrize(
    "body",
    [
        *(
            "使用App，Word都行",
            "[甲](b,乙.md)：见",
            "`代码,里`",
            "如下：\n\n![渡口的新码头](a.png)",
            "A, B和C",
            "1.清理",
            "甲……乙——丙",
        ),
        *(
            "词\n:   解释",
            "文[^1]。\n\n[^1]: 注",
            "| 甲 | 2 |\n|:--|--:|\n| 乙 | 3 |",
            "看{: .note}",
            "The 柳渡, a ferry.",
        ),
        *("（1）WiFi；", "设备有：\n\n（2）USB Type-C；"),
        *("电话010-12345678，传真：1", '<abbr title="说明,书">书</abbr>好', "甲（一）、乙；丙：“丁。”"),
    ],
)
def test_right_signs(body: str) -> None:
    assert told(body) == []


def test_flow_lists_and_keys_of_the_block_are_no_text() -> None:
    assert told("好。", "标题: 一个好标题\n日期: 2024-01-31\n来源: 办公室\nslug: 甲,乙\nrelated: [甲, 乙]") == []
    assert told("好。", "标题: 一个,好标题\n日期: 2024-01-31") == [("punctuation", "warning", 7)]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("要求：\n- 甲\n- 乙", 6),
        ("# 标题\n文字\n1. 甲", 7),
        ("甲\n乙\n* 丙", 7),
        ("\n**重点**\n+ 甲", 7),
        ("甲\n\n乙\n  - 丙", 8),
    ],
)
def test_lists_that_hang_on(body: str, line: int) -> None:
    assert [(each.rule, each.line) for each in judged(body)] == [("list", line)]


@pytest.mark.parametrize(
    "body",
    [
        *(
            "项目：\n\n- 甲\n- 乙\n  续行\n- 丙",
            "1. 甲\n2. 乙",
            "> 引用\n- x",
            "# 标题\n- 甲",
            "甲\n- - -",
            "甲\n\n    - 代码",
        ),
        *("- 甲\n乙\n- 丙", "甲\n---\n乙", "甲-乙\n\n- 丙", "`甲\n- 乙`"),
    ],
)
def test_lists_as_they_should_be(body: str) -> None:
    assert told(body) == []


@pytest.mark.parametrize(
    "alt", ["a.jpg", "a", "IMG_1234.jpg", "图片1", "DSC00123", "微信图片_20240131", "photo (2)", "screenshot"]
)
def test_captions_that_say_nothing(alt: str) -> None:
    assert told(f"![{alt}](b/a.jpg)") == [("caption", "error", 3)]
    assert told(f'<img src="a.jpg" alt="{alt}">')[0][:2] == ("caption", "error")
    assert told(f"`![{alt}](b/a.jpg)`") == []


def test_captions_that_say_something() -> None:
    assert told("![柳湾示意图](柳湾示意图.png)\n\n![Map of the lake](map.png)\n\n![照片上是新码头](a.png)") == []


WORDS = """\
[[words]]
wrong = ["登陆", "Web site"]
right = "登录"
reason = "上网"
except = ["登陆作战"]
[[words]]
wrong = "某某"
"""


def test_the_townships_own_words(tmp_path: Path) -> None:
    files = {"content/site.toml": PLAIN_TOML, "content/wording.toml": WORDS}
    config = read_config(write(tmp_path, files)).value
    head = "title: 登陆网站\ndate: 2024-01-31"
    assert told("登陆作战和登陆。\n", head, config=config) == [("wording", "error", 8), ("wording", "error", 6)]
    assert hints("某某", config=config) == ["leave it out, or say it in another way"]
    assert told("A Web site, no Web sites; a Web site", config=config, lang="en")[1:] == [("wording", "error", 29)]
    (found,) = judged("登陆", config=config)
    assert found.message.format(**dict(found.values)) == '"登陆" is on the list of wrong words: 上网'


def test_mistakes_of_the_list_are_told(tmp_path: Path) -> None:
    files = {"content/site.toml": PLAIN_TOML, "content/wording.toml": '[[words]]\nright = "甲"\nwhy = "乙"\n'}
    problems = read_config(write(tmp_path, files)).problems
    assert [(p.severity, p.path, p.line) for p in problems] == [
        ("warning", "content/wording.toml", 3),
        ("error", "content/wording.toml", 1),
    ]


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ('hosts = ["https://gov.cn/"]', '"{value}" is not the name of a host'),
        ("reviews = 12", "{key} is not a number from 0 to {most}"),
        ('since = "soon"', 'the date "{date}" is not a date'),
        ("hosst = 3", 'there is no rule "{name}" whose severity can be chosen'),
    ],
)
def test_mistakes_of_the_settings_are_told(setting: str, message: str, tmp_path: Path) -> None:
    site = write(tmp_path, {"content/site.toml": f"{PLAIN_TOML}[checks]\n{setting}\n"})
    assert [(p.message, p.line) for p in read_config(site).problems] == [(message, 4)]


@pytest.mark.parametrize(
    ("rule", "body", "head"),
    [
        ("punctuation", "你好,世界 <!-- accept punctuation: 原文如此 -->", "title: T\ndate: 2024-01-31"),
        ("person", "好。", "date: 2024-01-31\n# accept person: 同名不同人\ntitle: 乡长柳示列"),
        (
            "list",
            "要求：\n- 甲 <!-- accept list: 原文如此 -->",
            "title: T\ndate: 2024-01-31",
        ),
    ],
)
def test_a_finding_can_be_accepted_with_a_reason(rule: str, body: str, head: str) -> None:
    assert [each for each, _, _ in told(body, head)] == []
    assert rule in [each for each, _, _ in told(body.replace("accept", "except"), head.replace("accept", "except"))]
