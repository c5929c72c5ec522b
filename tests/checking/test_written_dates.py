"""Dates, times and spans within texts: what cannot be is found in every form, what only looks like it is not."""

import pytest

from tests.checking.judging import judged

# Monday is the day of the week of 2024-05-06.
WRONG = {
    "another day of the week": (
        "2024-05-06（星期二）召开",
        "2024/5/6 周二召开",
        "二〇二四年五月六日（星期二）",
        "五月六日（星期二）",
        "定于5月6日下午（星期二）",
        "5月6日（周二）",
        "5月6日（礼拜二）",
        "2024 年 5 月 6 日（星期二）",
        "星期二（2024年5月6日）",
        "The meeting is on Tue 6 May 2024.",
        "Tues, May 6, 2024",
        "6 May 2024 (Tuesday)",
        "Meeting: 2024-05-06 (Tue)",
        "6 May 2024, Tuesday, at noon",
        "The council met on 6 May 2024, Tuesday.",
        "6 May 2024 Tuesday 9:00",
        "Monday 7 May 2024, Tuesday 7 May 2024",
        "Tuesday (6 May 2024)",
        "赶集：2024年5月6日星期二、5月8日",
    ),
    "no such day": (
        "2024-02-30",
        "2024/2/30",
        "2月30号",
        "二月三十日",
        "二〇二四年二月三十日",
        "四月三十一日",
        "30 February 2024",
        "February 30th",
        "31 April",
        "Apr. 31, 2024",
        "Deadline: 30/02/2024",
        "2/30/2024",
        "2023年2月29日",
        "29 February 2023",
        "2024年13月",
    ),
    "no such time": (
        "2024年5月6日25时",
        "上午9:75开会",
        "上午15:00开会",
        "5月6日 26:00",
        "8时75分",
        "2024-05-06 25:00",
        "at 9:75 am",
        "13:90 p.m.",
        "at 8.99 pm",
        "5月6日8时至25时",
        "24时30分止",
        "上午8:00至下午5:78",
    ),
    "another sign for zero": ("二O二四年五月六日", "二o二四年五月", "2O24年5月6日"),
    "the end comes first": (
        "2024年5月6日至2024年5月3日",
        "2024年5月6日至5月3日",
        "5月6日至3日",
        "2024年5月6日—2023年5月10日",
        "2024年5月至2023年3月",
        "2024-05-06至2024-05-03",
        "from 6 May 2024 to 3 May 2024",
        "6 to 3 May",
        "May 6-3, 2024",
        "2024—2022年",
    ),
    "two kinds of numerals": ("2024年2月三十日", "二〇二四年二月30日"),
}
RIGHT = {
    "another calendar": (
        "民国24年1月31日（星期五）",
        "民国二十四年二月三十日",
        "公元98年3月",
        "光绪24年2月30日",
        "农历二月三十日",
        "农历2月30日举行庙会",
        "庙会在农历2月29日至2月30日",
        "农历正月初一（2024年2月10日，星期六）",
    ),
    "a length of time": (
        "有期徒刑10年6月",
        "判处有期徒刑12年6月，剥夺政治权利",
        "刑期自2020年3月1日起至2030年2月28日止",
        "聘期15年3月",
        "24时",
        "体温超过38时",
    ),
    "a version": (
        "固件版本2024.1.31",
        "Ruby 2.0.1 and 2024.1.2 was installed",
        "pip install certifi 2023.11.17",
        "v2024.1.31",
        "Released 2024.1.31",
        "calver 2024.10.1-beta",
        "2024.1.2 works",
    ),
    "a number": ("电话2024-5678", "合同编号2024-02-30-001", "第2024-13-45号", "比分25:20", "比例1:75", "2024.13.45版"),
    "a span that goes on": (
        "12月20日至1月5日",
        "9:00-5:00",
        "22时至次日6时",
        "上午8:30至下午5:30",
        "2024年5月6日（星期一）至5月8日（星期三）",
        "2023—2024年",
        "2019年12月至2020年1月",
        "May 4-7, 2024",
    ),
    "right": (
        "2024-05-06（星期一）",
        "6 May 2024 (Monday)",
        "Sat down on 4 May",
        "Closed on 25 December 2026, Sunday hours on 26 December.",
        "On 20 November 2026, Monday's meeting was moved.",
        "20 November 2026, Monday 23 November 2026",
        "20 November 2026 (Monday to Friday)",
        "20 November 2026, Friday, 23 November 2026, Monday",
        "Satellite 6 May",
        "29 February 2024",
        "2024-02-29",
        "每周二 5月6日起",
        "2024年5月6日，每周三",
        "2024年5月6日起每周三",
        "Monday (7 May 2024 excepted)",
        "2024年5月6日（周一、周二）",
        "历时26时30分",
        "8时至次日6时",
        "第2024.3.1条",
        "周一至周五",
        "1996年六七月间",
        "二○二四年五月六日",
        "下午14:30",
    ),
}


def list_cases(cases: dict[str, tuple[str, ...]]) -> list[str]:
    return [each for lines in cases.values() for each in lines]


@pytest.mark.parametrize("body", list_cases(WRONG))
def test_what_cannot_be_is_found_once(body: str) -> None:
    assert [each.rule for each in judged(body)] == ["day"]


@pytest.mark.parametrize("body", list_cases(RIGHT))
def test_what_only_looks_like_it_is_not_found(body: str) -> None:
    assert [each for each in judged(body) if each.rule == "day"] == []


def test_only_what_has_a_year_or_was_always_sure_is_an_error() -> None:
    severities = {each: judged(each)[0].severity for each in list_cases(WRONG)}
    assert severities["2024-02-30"] == severities["Tues, May 6, 2024"] == severities["2月30号"] == "error"
    assert {severities[each] for key in list(WRONG)[2:] for each in WRONG[key]} == {"warning"}
    assert {severities[each] for each in ("五月六日（星期二）", "二月三十日", "31 April")} == {"warning"}


# Tuesday is the day of the week of 2026-01-20, the day of the item.
DAY = "title: T\ndate: 2026-01-20"
FURTHER_WRONG = {
    "another day of the week, whatever stands between": (
        "2026年1月20日（农历腊月初二，星期三）",
        "星期三，1月20日",
        "周三1月20日",
        "2026年1月20日【星期三】",
        "2026年1月20日9:00（星期三）",
        "2026年1月20日是星期三",
        "2026年1月20日（星期3）",
        "1月20日（星期二）、21日（星期四）",
        "1月20日（周二）至22日（周五）放假",
        "1月20日至22日（周二至周五）放假",
        "| 日期 | 星期 |\n| --- | --- |\n| 2026年1月20日 | 星期三 |",
        "| 日期 | 星期 |\n| --- | --- |\n| 1月20日 | 三 |",
        "2026-01-20, Wednesday the road is closed.",
        "WEDNESDAY 20 JANUARY 2026",
        "Wed 20/01/26",
        "20/01/2026 (Wednesday)",
        "Wednesday – 20 January 2026",
        "Wednesday evening, 20 January",
        "Wednesday 7pm, 20 January 2026",
        "20 January 2026 is a Wednesday.",
        "Wednesday 20 and Thursday 22 January 2026",
        "| Date | Day |\n| --- | --- |\n| 20 January 2026 | Wednesday |",
        "**Wednesday** 20 January 2026",
    ),
    "no such day": (
        "9月25日至31日",
        "2026-13-01",
        "2026-01-32",
        "June 25 to 31",
        "31/04/26",
        "15/13/2026",
        "32 January 2026",
        "December 32.",
    ),
    "another sign": (
        "2026年l月20日",
        "2026年1月2O日",
        "20l6年1月",
        "1月20曰",
        "二О二六年一月",
        "2026.1月20日",
        "20226年1月20日",
    ),
    "dots": ("值班表\n\n2026.1.20", "公示\n\n（2026.1.20）"),
    "no such time": (
        "时间：9:60—11:00",
        "开放时间8:30-11:60",
        "时间：8:30—25:30",
        "上午8:30-12:00，下午14:30-17:60",
        "清晨17时",
        "中午20点",
        "周三（9:88）",
        "上午九时六十分",
        "13:00 am",
        "Time: 19:60",
        "from 19:00 to 25:00",
        "20 January 2026, 25:00",
    ),
    "an English span that ends first": (
        *("from 5 May to 28 April 2026", "from 28 May 2026 to 3 April", "12 December to 3 November 2026"),
        *("5th May to 28th April 2026", "from the 28th of May to the 3rd of April", "28 May – 3 April"),
        *("May 5 – April 28, 2026", "May 5, 2026 – April 28, 2026", "Dec. 12, 2026 to Jan. 3, 2026"),
        *("12 Dec 2026 - 3 Jan 2026", "May 2026 to March 2026", "12 December 2026 until 3 January 2026"),
        *("between 5 May and 28 April 2026", "between 2026 and 2024", "from 2026 to 2024", "(2026–2024)"),
        "from Thursday 28 May to Friday 3 April",
    ),
    "no such time, and no word for a time": (
        *(
            "- 9:75 报到",
            "1. 9:75，报到",
            "- **9:75** 报到",
            "- 9:75 Opening",
            "- 9:00 Opening\n- 25:00 Talk",
            "- 25:00 集合",
        ),
        *("| 时间 | 内容 |\n| --- | --- |\n| 25:00 | 开会 |", "| Time | What |\n| --- | --- |\n| 9:75 | Meeting |"),
        *("| 村 | 内容 |\n| --- | --- |\n| 甲 | 9:75 |", "| Start | Event |\n| --- | --- |\n| 24:30 | Quiz |"),
        *(
            "| 时间 | 比赛 |\n| --- | --- |\n| 8:00 | 签到 |\n| 9:75 | 拔河 |",
            "| 事项 | 安排 |\n| --- | --- |\n| 例会 | 25:00 |",
        ),
        *("<table><tr><td>9:75</td><td>开会</td></tr></table>", "<ul><li>9:75 Opening</li></ul>"),
    ),
    "another sign for the zero of a year alone": (
        "二零二四年度工作计划",
        "于二零二四年完成",
        "二O二四年度",
        "一九零五年建成",
    ),
    "hours that end first": ("下午3:00—下午2:00", "14:30—14:00", "9 pm to 8 pm", "11am–9am"),
}
FURTHER_RIGHT = {
    "somebody or something else of that day": (
        "1月20日周五一家",
        "1月20日，周日升到会",
        "2026年1月20日周三平作报告",
        "1月20日，星期三的活动取消。",
        "2026年1月20日上周三的通知作废",
        "12月30日至1月2日（周二至周五）放假",
        "| 报送日期 | 例会 |\n| --- | --- |\n| 1月20日 | 每周三 |",
        "By 20 January 2026 Wednesday Addams fans had come.",
        "Every Wednesday, 20 January to 10 March 2026",
        "from Wednesday 14 to Tuesday 20 January 2026",
        "Wednesdays, 20 January to 10 March 2026",
    ),
    "what is numbered or counted": (
        "page 31 April issue",
        "Issue 31 April 2026",
        "Newsletter No 31 June 2026",
        "In April 31 people came",
        "By April 31 houses had been let.",
        "31 April Court, Ashby",
        "编号2026-02-30",
        "文号2026-2-30号",
        "the year 2026/27",
    ),
    "an English span that goes on into another year": (
        *("12 December to 3 January", "12 December – 3 January 2027", "from 1 September to 30 June 2026"),
        *(
            "from 1 April to 31 March 2026",
            "6 April to 5 April 2026",
            "1 March to 28 February 2027",
            "1 May to 30 April 2026",
        ),
        *("10 May to 12 June", "28 May–3 June", "May 2026 to April 2027", "from 2019 to 2021", "1 October to 31 March"),
        *("on 5 May and 28 April 2026", "between 5 May 2026 and 28 April 2027", "tel 2026-2024", "the 2026-2024 plan"),
        *("visitors fell from 2010 to 2005", "rooms from 2010 to 2005", "maybe to Margate 5"),
    ),
    "a score, a ratio or a length of time in a list or a cell": (
        *("- 3:75", "- 3:75 石灰土", "- 25:00 跑步", "- 25:00", "- 9:75 比例", "- Team A 9:75 Team B", "- 9:75 score"),
        *(
            "- 0:00 Opening\n- 12:30 Talk\n- 25:00 Questions",
            "| 比分 |\n| --- |\n| 25:20 |",
            "| 用时 |\n| --- |\n| 25:00 |",
        ),
        *("| Name | Time |\n| --- | --- |\n| Mary | 25:00 |", "| 姓名 | 时间 |\n| --- | --- |\n| 张某 | 25:13 |"),
        *("| 队 | 比分 |\n| --- | --- |\n| 甲 | 9:75 |", "| Ratio | Use |\n| --- | --- |\n| 9:75 | paint |"),
        *("| 事项 | 安排 |\n| --- | --- |\n| 例会 | 5:00 |", "- 9:45 报到", "- 24:00 停水"),
    ),
    "a zero that is right": ("二〇二四年度", "二○二四年度", "民国二零二四年", "零二四年级"),
    "another calendar, a length of time": ("贞观23年5月", "东汉建武12年3月", "从业20年5月"),
    "no time": (
        "1月20日78:65胜",
        "得分98点75分",
        "上午9点60人",
        "报名时间：25时代",
        "比例尺1:50—1:20",
        "晚10:00—凌晨2:00",
        "20:00—8:00",
        "£9.99 pm",
        "98.75 am",
        "10 pm to 2 am",
        "at 1:60 scale",
    ),
}


@pytest.mark.parametrize("body", list_cases(FURTHER_WRONG))
def test_more_that_cannot_be_is_found_once(body: str) -> None:
    assert [each.rule for each in judged(body, DAY)] == ["day"]


@pytest.mark.parametrize("body", list_cases(FURTHER_RIGHT))
def test_more_that_only_looks_like_it_is_not_found(body: str) -> None:
    assert [each for each in judged(body, DAY) if each.rule == "day"] == []
