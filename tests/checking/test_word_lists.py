"""The program's own words, lists that are imported, severities and days of words: what is found, and what is not."""

from pathlib import Path

import pytest

from site_builder.config import Config, read_config
from site_builder.config.common_mistakes import ENTRIES, list_entries
from site_builder.problem import Problem
from tests.checking.judging import hints, judged, told
from tests.sites import PLAIN_TOML, write


def make_config(folder: Path, wording: str = "", files: dict[str, str] | None = None) -> tuple[Config, list[Problem]]:
    content = {"content/site.toml": PLAIN_TOML, **({"content/wording.toml": wording} if wording else {})}
    read = read_config(write(folder, content | {f"content/{name}": text for name, text in (files or {}).items()}))
    assert read.value
    return read.value, list(read.problems)


@pytest.mark.parametrize(
    ("body", "right"),
    [
        ("全面布署工作", "部署"),
        ("他们己经到了", "已经"),
        ("以经完成任务", "已经完成"),
        ("再接再励", "再接再厉"),
        ("侯车室", "候车"),
        ("村里以经取得成效", "已经取得"),
        ("一如继往地支持", "一如既往"),
        ("按装路灯", "安装"),
        ("凭入场卷进场", "入场券"),
        ("世外桃园般的村庄", "世外桃源"),
        ("截止目前共有三户", "截至目前"),
        ("遵重历史", "尊重"),
        ("禁止焚烧秸杆", "秸秆"),
        ("人民调节员上门", "人民调解员"),
        ("办理户藉手续", "户籍"),
    ],
)
def test_the_programs_own_words_are_warnings(body: str, right: str) -> None:
    assert [(rule, severity) for rule, severity, _ in told(body)] == [("wording", "warning")]
    assert hints(body) == [f"write {right}"]


@pytest.mark.parametrize(
    "body",
    [
        *(
            "可以经完成后的程序审核",
            "所以经是好的",
            "予以经有关部门",
            "我们力求以经常性斗争",
            "以经济建设为中心",
            "自己经营",
            "诸侯车队",
        ),
        *("按装修标准执行", "按装机容量补助", "有奖卷烟", "世外桃园小区的居民", "世外桃园农家乐", "过渡假期安排"),
        *("孝感概况", "敏感概念", "避暑名城", "部署假期值班", "诸侯补给", "认真缔结友谊", "竟争相报名", "既便民又省钱"),
        *("预防犯罪", "不宜传播谣言", "各村自已有项目", "天津帖子", "一张帖子", "遵重要指示", "从严竣工验收"),
        *("关注消费", "关注消防安全", "接洽当地企业", "王威协助办案", "村里燃煤碳排放下降", "召开恳谈会", "陶冶理想"),
        *(
            "我们以常态化",
            "我们以经常性",
            "也以经营为主",
            "须以经批准",
            "煤炭中和",
            "激发韧性",
            "循环镜头",
            "拼博士学位",
        ),
        *("法规距今十年", "授课教授于明", "逐步聚焦", "提拔款待", "一幅射箭图", "不肯请假", "紧凑效果好", "叫做废品"),
        *(
            "按排名先后",
            "消防讯息",
            "务必竟其全功",
            "牛年令人难忘",
            "`布署`",
            "以经贸为主",
            "报以经久不息的掌声",
            "帐户",
        ),
    ],
)
def test_words_end_where_words_end(body: str) -> None:
    assert find_words(body) == []


def test_every_word_of_the_program_is_told_and_none_of_its_exceptions() -> None:
    entries = list_entries("misspelling")
    told_words = [dict(each.values) for each in find_words("\n\n".join(wrong for wrong, _, _ in entries))]
    assert [(each["wrong"], each["right"]) for each in told_words] == [each[:2] for each in entries]
    exceptions = [each for _, _, unless in entries for each in unless]
    assert [each.values for each in find_words("\n\n".join(exceptions))] == []
    assert [each for wrong, _, unless in entries for each in unless if wrong not in each] == []


def find_words(body: str) -> list[Problem]:
    return [each for each in judged(body) if each.rule == "wording"]


def test_of_words_that_overlap_the_first_is_told() -> None:
    assert told("我以经完成") == [("wording", "warning", 1)]
    assert hints("务必竟争") == ["write 竞争"]


def test_entries_are_unambiguous() -> None:
    entries = [entry for category in ENTRIES for entry in list_entries(category)]
    wrong = [each for each, _, _ in entries]
    assert len(wrong) == len(set(wrong)) > 70
    assert [each for each, right, _ in entries if any(other in right for other in wrong)] == []
    assert [each for each, _, unless in entries for other in unless if not set(each) & set(other)] == []


def test_categories_are_switched_on_by_name(tmp_path: Path) -> None:
    config, problems = make_config(tmp_path, 'categories = ["variant"]\n')
    assert problems == []
    assert told("帐户", config=config) == [("wording", "warning", 1)]
    assert told("布署、固定单位", config=config) == []
    assert told("布署", config=make_config(tmp_path, "categories = []\n")[0]) == []
    (problem,) = make_config(tmp_path, 'categories = ["variants"]\n')[1]
    assert problem.message == 'there is no category of words "{name}"'


def test_words_have_severities_and_days(tmp_path: Path) -> None:
    config, problems = make_config(
        tmp_path,
        '[[words]]\nwrong = "甲乙"\nseverity = "notice"\nsince = "2024-01-01"\n'
        '[[words]]\nwrong = "丙丁"\nuntil = "2023-12-31"\n[[words]]\nwrong = "布署"\n',
    )
    assert problems == []
    assert told("甲乙丙丁布署", config=config) == [("wording", "notice", 1), ("wording", "error", 5)]
    before = "title: T\ndate: 2023-06-30"
    assert told("甲乙丙丁", before, config=config) == [("wording", "error", 3)]


def test_a_list_is_imported_with_its_day(tmp_path: Path) -> None:
    rows = "wrong,right,reason,except,severity\n登陆网站,登录网站,上网,,\n渡口站,,,渡口站长|老渡口站,error\n"
    lists = '[[lists]]\nfile = "_wording/a.csv"\nas_of = "2026-03-01"\n[[words]]\nwrong = "登陆网站"\nright = "上网"\n'
    config, problems = make_config(tmp_path, lists, {"_wording/a.csv": rows})
    assert problems == []
    assert told("渡口站长、渡口站", config=config) == [("wording", "error", 6)]
    assert hints("登陆网站", config=config) == ["write 上网"]
    assert dict(judged("渡口站", config=config)[0].values)["reason"] == "2026-03-01"


@pytest.mark.parametrize(
    ("rows", "name", "message", "path"),
    [
        ("a,b\n1,2\n", "_w.csv", "this list has no column {column}", "content/_w.csv"),
        ("", "_other.csv", 'there is no list "{value}"', "content/wording.toml"),
        ("", "../site.toml", 'there is no list "{value}"', "content/wording.toml"),
    ],
)
def test_a_list_that_is_none_is_told(rows: str, name: str, message: str, path: str, tmp_path: Path) -> None:
    problems = make_config(tmp_path, f'[[lists]]\nfile = "{name}"\n', {"_w.csv": rows})[1]
    assert [(each.message, each.path) for each in problems] == [(message, path)]
