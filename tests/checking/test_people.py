"""Names that are nearly those of registered people, and offices that these did not hold; ordinary words are neither."""

import random
from itertools import pairwise
from pathlib import Path

import pytest
from pypinyin.constants import PHRASES_DICT

from site_builder.checking.people.han_names import HanNames, make_person
from site_builder.checking.people.offices import HeldOffice, list_held_offices, parse_offices, select_offices_on
from site_builder.config import Config, read_config
from site_builder.model import RegistryEntry, Title
from tests.checking.judging import judged, told
from tests.sites import PLAIN_TOML, write

LISTED = "title: T\ndate: 2024-01-31\npeople: [{}]"


@pytest.mark.parametrize(
    ("body", "right"),
    [
        ("乡长柳示列到苇湖村", "柳示例"),
        ("柳示利、杜范例一起", "柳示例"),
        ("副乡长杜范利和村民", "杜范例"),
        ("何虚勾主任主持", "何虚构"),
        ("党政综合办公室主任何须构说", "何虚构"),
        ("石本样到场", "石样本"),
        ("文化站站长贾明，", "贾名"),
        ("财政所所长白尼。", "白拟"),
        ("乡长刘示例出席会议", "柳示例"),
        ("乡长柳例主持", "柳示例"),
        ("卫生院院长梅奇人", "梅其人"),
    ],
)
def test_a_near_miss_shows_the_right_form(body: str, right: str) -> None:
    (found,) = judged(body)
    assert (found.rule, found.severity) == ("person", "error")
    assert dict(found.values)["name"] == right


@pytest.mark.parametrize(
    "body",
    [
        *(
            "任何机构和个人",
            "事实和虚构",
            "典型范例",
            "制度范例",
            "示范例会",
            "黄金周到来，石油生产",
            "石头样本，石料样本。",
        ),
        *("四名副主任、一名副乡长", "明白", "乡长白天走访", "村民贾明来信", "登记表样本", "柳树示范", "何时何地虚构"),
        *(
            "乡长柳示例、副乡长杜范例主持",
            "柳示例、副乡长杜范例",
            "原站长石样本",
            "便民服务中心主任吴此人说",
            "`乡长柳示列`",
        ),
    ],
)
def test_ordinary_words_and_right_names_are_no_finding(body: str) -> None:
    assert told(body) == []


def test_who_is_listed_and_not_named_is_looked_for_more_closely() -> None:
    body = "会上，柳示范介绍情况。"
    assert told(body) == [("person", "warning", 4)]
    assert told(body, LISTED.format("liu-shili")) == [("person", "error", 4)]
    assert told(f"柳示例来了。{body}", LISTED.format("liu-shili")) == [("person", "warning", 10)]


def test_somebody_registered_is_no_near_miss_of_somebody_else(tmp_path: Path) -> None:
    people = (
        '[a]\nname = "柳示例"\nrole = "乡长"\n[b]\nname = "柳示范"\n[c]\nname = "柳示例华"\nformerly = ["柳示列"]\n'
    )
    site = write(tmp_path, {"content/site.toml": PLAIN_TOML, "content/people.toml": people})
    assert told("乡长柳示范、乡长柳示列、柳示例华。", config=read_config(site).value) == []


@pytest.mark.parametrize(
    ("body", "column"),
    [
        ("Liu Shilli came", 1),
        ("Lui Shili came", 1),
        ("Then Shili Liu came", 6),
        ("Yesterday Du\nFanly spoke", 11),
        ("Jia Mign spoke", 1),
        ("Clerk Bai Nu said", 7),
    ],
)
def test_a_latin_name_one_letter_off(body: str, column: int) -> None:
    assert told(body, lang="en") == [("person", "error", column)]


@pytest.mark.parametrize(
    "body",
    [
        *(
            "Liu Shili and Du Fanli",
            "Bai Li and Jia Ling",
            "Liu Shi",
            "Director He Xugou",
            "Doctor Mei Qiren",
            "Wu Ciren",
        ),
        *(
            "Liu Shili, head of the township, met Deputy Head Du Fanli",
            "with Liu Shili, Deputy Head Du Fanli and others",
        ),
    ],
)
def test_other_latin_names_are_no_finding(body: str) -> None:
    assert told(body, lang="en") == []


def test_a_short_latin_name_one_letter_off_may_be_somebody_else() -> None:
    assert told("Bai Nu said", lang="en") == []
    assert told("Bai Nu said", LISTED.format("bai-ni"), lang="en") == [("person", "error", 1)]


def test_no_word_of_a_dictionary_is_taken_for_a_name() -> None:
    chance = random.Random(5)  # noqa: S311 - the same at every run
    surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程石金白安方万段"
    given = "建国华明伟芳秀英敏静丽强磊军洋超文平桂玉兰红霞志海峰春梅永生福德成林云飞天一山学光荣庆新民安东"
    people = []
    for number in range(60):
        name = chance.choice(surnames) + "".join(chance.choice(given) for _ in range(chance.choice([1, 2, 2])))
        people.append(make_person(str(number), name, (HeldOffice(parse_offices("乡长"), "乡长"),)))
    words = chance.sample([each for each in PHRASES_DICT if len(each) <= 6], 6000)
    text = "，".join(words) + "。" + "、".join(a + b for a, b in pairwise(words))
    assert list(HanNames(tuple(people)).find_near_misses(text, frozenset())) == []
    short = {each.name for each in people}
    slip = next(each.name for each in people if len(each.name) > 2 and each.name[:2] not in short)[:-1] + "祥"
    assert [each.severity for each in HanNames(tuple(people)).find_near_misses(f"乡长{slip}，", frozenset())] == [
        "error"
    ]


@pytest.mark.parametrize(
    ("body", "lang", "column"),
    [
        ("副乡长柳示例主持", "zh", 4),
        ("杜范例乡长", "zh", 1),
        ("Director Liu Shili said", "en", 10),
        ("Liu Shili, director of the office, said", "en", 1),
        ("Deputy head Liu Shili", "en", 13),
    ],
)
def test_another_office_is_a_warning(body: str, lang: str, column: int) -> None:
    assert told(body, lang=lang) == [("office", "warning", column)]


def test_offices_are_held_from_a_day_to_another() -> None:
    titles = (Title((("", "副乡长"),), "2021", "2024-02"), Title((("", "县人大代表"),)))
    person = RegistryEntry(
        registry="people", id="a", names=(("", "柳示例"),), role=(("", "乡长"),), since="2024-03-01", titles=titles
    )
    days = {"2020-12-31": 1, "2021-01-01": 2, "2024-02-29": 2, "2024-03-01": 2}
    assert {day: len(select_offices_on(list_held_offices(person), day)) for day in days} == days
    assert [each.words for each in select_offices_on(list_held_offices(person), "2024-02-29")] == [
        "副乡长",
        "县人大代表",
    ]
    undated = RegistryEntry(registry="people", id="a", names=person.names, role=(("", "副乡长"),), titles=titles)
    assert [each.words for each in list_held_offices(undated)] == ["副乡长", "县人大代表"]


def test_the_registry_says_which_office_was_held_then(tmp_path: Path) -> None:
    before = '{title = "副乡长", since = "2021", until = "2024-02"}'
    people = f'[a]\nname = "柳示例"\nrole = "乡长"\nsince = 2024-03-01\ntitles = [{before}]\n'
    config = read_config(write(tmp_path, {"content/site.toml": PLAIN_TOML, "content/people.toml": people})).value
    (found,) = judged("乡长柳示例主持。", config=config)
    assert dict(found.values) == {
        "name": "柳示例",
        "office": "乡长",
        "day": "2024-01-31",
        "held": "副乡长",
        "id": "a",
    }
    assert told("副乡长柳示例主持，原副乡长柳示例。", config=config) == []
    assert told("乡长柳示例主持，原副乡长柳示例。", "title: T\ndate: 2024-03-02", config=config) == []


def test_mistakes_of_the_registry_are_told(tmp_path: Path) -> None:
    wrong = '[{titel = "乡长"}, {title = "站长", since = "soon"}]'
    people = f'[a]\nname = "甲乙"\ntitles = "乡长"\n[b]\nname = "丙丁"\ntitles = {wrong}\n'
    problems = read_config(write(tmp_path, {"content/site.toml": PLAIN_TOML, "content/people.toml": people})).problems
    assert [(p.severity, p.path, p.line) for p in problems] == [
        ("error", "content/people.toml", 3),
        ("warning", "content/people.toml", 6),
        ("error", "content/people.toml", 6),
        ("error", "content/people.toml", 6),
    ]


@pytest.mark.parametrize(
    ("body", "severity"),
    [
        ("便民服务中心主任昊此人介绍", "error"),
        ("乡长抑示例到会", "error"),
        ("抑示例到会", "warning"),
        ("梅奇人、杜范例说", "error"),
        ("何虚钩、杜范例说", "error"),
        ("白拟、贾铭一起", "warning"),
        ("文化站站长贾茗", "error"),
        ("县文化馆馆长贾铭", "warning"),
        ("贾铭和大家", "warning"),
    ],
)
def test_what_sounds_or_looks_alike_is_a_slip(body: str, severity: str) -> None:
    assert [(each.rule, each.severity) for each in judged(body) if each.rule == "person"] == [("person", severity)]


REAL = (
    ("刘健", "局长", "国家统计局局长刘洪说"),
    ("王燕", "总经理", "中国海洋石油总公司总经理王彦介绍"),
    ("张德广", "书记", "吉林省委书记张德江来到这里"),
    ("李仁臣", "主任", "盖山林、李仕臣为副主席"),
    ("张淑英", "主任", "启功、张叔英、陈家骅"),
    ("王建国", "镇长", "王健国、李小明"),
    ("马静芬", "主任", "马静芬的妹妹马静芳、马静芬"),
    ("Mary Anne", "Mayor", "Mary Ann Monroe"),
    ("Anne Monroe", "Mayor", "Mary Ann Monroe"),
    ("John Smith", "Clerk", "John Smyth came"),
    ("Liu Shili", "Head", "Lin Shili came"),
)


@pytest.mark.parametrize(("name", "role", "body"), REAL)
def test_no_error_between_two_different_real_people(name: str, role: str, body: str, tmp_path: Path) -> None:
    people = f'[a]\nname = "{name}"\nrole = "{role}"\n'
    config = read_config(write(tmp_path, {"content/site.toml": PLAIN_TOML, "content/people.toml": people})).value
    assert [each for each in judged(body, config=config) if each.severity == "error"] == []


@pytest.mark.parametrize(
    "body", ["O’Brien, Sean O'Brien", "Sean O’Brien’s house", "Sean O'Brien's house", "the Joneses"]
)
def test_apostrophes_are_one(body: str, tmp_path: Path) -> None:
    people = '[a]\nname = "Sean O’Brien"\n[b]\nname = "Tom Jones"\n'
    config = read_config(write(tmp_path, {"content/site.toml": PLAIN_TOML, "content/people.toml": people})).value
    assert told(body, lang="en", config=config) == []
    assert [r for r, _, _ in told("Sean O'Brein and Tom Jonse’s", lang="en", config=config)] == ["person", "person"]


@pytest.mark.parametrize(
    "body",
    [
        "柳示例太阳宫乡副乡长主持",
        "柳示例（副乡长）",
        "柳示例同志（镇党委副书记）",
        "| 柳示例 | 副乡长 |",
        "| 副乡长 | 柳示例 |",
        "副乡长：柳示例",
        "柳示例镇党委副书记",
        "柳示例，副乡长。",
        "柳示例太阳宫乡副乡长传达",
        "柳示例  副乡长",
    ],
)
def test_an_office_is_seen_wherever_it_stands_beside_a_name(body: str) -> None:
    assert [r for r, _, _ in told(body) if r != "table"] == ["office"]


@pytest.mark.parametrize(
    "body",
    [
        "柳示例（党委副书记、乡长）",
        "| 柳示例 | 乡党委副书记、乡长 |",
        "组长：柳示例  乡长",
        "领导小组组长柳示例",
        "县人大代表柳示例",
        "突击队队长柳示例",
        "| 柳示例 | 组长 |",
        "柳示例（1980年生，曾任副乡长）",
        "柳示例拟任副县长",
        "柳示例到村党支部书记家",
        "柳示例、副乡长杜范例，柳示例和副乡长杜范例",
        "柳示例，副乡长杜范例等",
    ],
)
def test_an_office_of_somebody_else_or_for_one_affair_is_none(body: str) -> None:
    assert [r for r, _, _ in told(body) if r != "table"] == []


def test_members_of_a_committee_are_told_apart_by_their_field(tmp_path: Path) -> None:
    people = '[a]\nname = "柳示例"\nrole = "组织委员"\n'
    config = read_config(write(tmp_path, {"content/site.toml": PLAIN_TOML, "content/people.toml": people})).value
    assert told("党委组织委员柳示例、党委委员柳示例、柳示例（组织委员）", config=config) == []
    assert [r for r, _, _ in told("纪检委员柳示例", config=config)] == ["office"]
    assert [r for r, _, _ in told("柳示例（纪检委员）", config=config)] == ["office"]


def make_people(folder: Path, people: str) -> Config:
    config = read_config(write(folder, {"content/site.toml": PLAIN_TOML, "content/people.toml": people})).value
    assert config
    return config


@pytest.mark.parametrize(
    ("body", "rules"),
    [
        *(
            (each, ["office"])
            for each in ("党委书记甘明亮主持", "甘明亮（党委书记）", "甘明亮，党委书记。", "甘明亮镇党委书记")
        ),
        *(
            (each, ["office"])
            for each in ("村党支部书记甘明亮", "政法委书记甘明亮", "纪委副书记甘明亮", "党委书记：甘明亮")
        ),
        *(
            (each, [])
            for each in ("纪委书记甘明亮", "镇纪委书记甘明亮主持", "党委委员、纪委书记甘明亮", "甘明亮书记说")
        ),
        *(
            (each, [])
            for each in ("纪工委书记甘明亮", "甘明亮（纪委书记、监察办主任）", "原书记甘明亮", "党委书记石中玉、甘明亮")
        ),
        *((each, []) for each in ("党工委书记石中玉", "镇党委书记石中玉", "石中玉，党委书记。", "书记石中玉")),
    ],
)
def test_secretaries_are_told_apart_by_their_committee(body: str, rules: list[str], tmp_path: Path) -> None:
    config = make_people(
        tmp_path, '[a]\nname = "甘明亮"\nrole = "镇纪委书记"\n[b]\nname = "石中玉"\nrole = "镇党委书记"\n'
    )
    assert [rule for rule, _, _ in told(body, config=config)] == rules


@pytest.mark.parametrize("body", ["李秀英瑛主持", "李秀英瑛。", "李秀瑛英主持", "李秀秀英，", "李秀英英。"])
def test_a_character_too_many_is_a_slip(body: str, tmp_path: Path) -> None:
    config = make_people(tmp_path, '[a]\nname = "李秀英"\nrole = "副镇长"\n')
    assert told(body, config=config) == [("person", "warning", 1)]


@pytest.mark.parametrize(
    "body",
    [
        "李秀英应邀参加",
        "李秀英影响很大",
        "会上李秀英盈盈一笑",
        "李秀英、李秀英",
        "王明明、王明名到会",
        "李秀英赢得掌声",
    ],
)
def test_what_follows_a_name_is_none_of_it(body: str, tmp_path: Path) -> None:
    config = make_people(tmp_path, '[a]\nname = "李秀英"\n[b]\nname = "王明"\n')
    assert [each for each in told(body, config=config) if each[0] == "person"] == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("MARY ANNE FERIS", [("person", "warning", 1)]),
        ("CLERK: MARY ANNE FERIS", [("person", "error", 8)]),
        ("Treasurer MARY ANNE FERRIS", [("office", "warning", 11)]),
        ("MARY ANNE FERRIS, TREASURER", [("office", "warning", 1)]),
        ("SEAN O'NIELL", [("person", "warning", 1)]),
        *((each, []) for each in ("MARY ANNE FERRIS", "SEAN O'NEILL", "MARY ANN MONROE", "The BBC and SEAN O'NEILL")),
        ("The Treasurer, Mary Anne Ferris, read the minutes.", [("office", "warning", 16)]),
        ("Letters from the treasurer, Mary Anne Ferris.", [("office", "warning", 29)]),
        ("our former Treasurer, Mary Anne Ferris, spoke", [("office", "warning", 23)]),
        ("The Clerk, Mary Anne Ferris, read the minutes.", []),
        ("The treasurer, Mary Anne Ferris, and Tom Jones came.", []),
        ("The treasurer, Mary Anne Ferris, Tom Jones and others came.", []),
        ("The meeting of the treasurers, Mary Anne Ferris, spoke", []),
    ],
)
def test_names_in_capitals_and_between_commas(
    body: str, found: list[tuple[str, str, int]], labelled_config: Config
) -> None:
    assert told(body, "title: T\ndate: 2026-01-20", lang="en", config=labelled_config) == found


LABELLED = Path(__file__).parent / "labelled/people.toml"


@pytest.fixture(scope="module")
def labelled_config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    folder = tmp_path_factory.mktemp("labelled")
    write(folder, {"content/site.toml": PLAIN_TOML, "content/people.toml": LABELLED.read_text()})
    config = read_config(folder).value
    assert config
    return config


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        *(
            (each, "person")
            for each in ("社区主任代玉芬", "组织委员韓磊", "Zhou Wen Bo spoke.", "Ou Yang Huimin spoke.")
        ),
        *((each, "person") for each in ("Gareth Llewellyn Price spoke.", "Sean OʼNeil spoke.")),
        *(
            (each, "office")
            for each in ("派出所教导员覃宏宇", "Mary Anne Ferris – Chairman", "Chairman: Mary Anne Ferris")
        ),
        *((each, "office") for each in ("Priscilla Hargreaves, Treasurer", "Sean O'Neill, Vice Chairman")),
        ("Priscilla Hargreaves is the Clerk.", "office"),
        ("| 姓名 | 性别 | 职务 |\n| --- | --- | --- |\n| 李秀英 | 女 | 镇长 |", "office"),
        ("| Role | Name |\n| --- | --- |\n| Chairman | Mary Anne Ferris |", "office"),
    ],
)
def test_names_and_offices_are_told_in_further_forms(body: str, rule: str, labelled_config: Config) -> None:
    assert [each for each, _, _ in told(body, "title: T\ndate: 2026-01-20", config=labelled_config)] == [rule]


@pytest.mark.parametrize(
    "body",
    [
        *(
            "李明",
            "村民李明领到补助",
            "李秀英镇长助理",
            "Clerk: Mary Anne Ferris",
            "Mary Anne Ferris, Clerk to the Council",
        ),
        *(
            "the chairman thanked Mary Anne Ferris",
            "Sean O'Neill, Chairman, opened the meeting.",
            "Mary Ann Monroe spoke.",
        ),
        "| Role | Name |\n| --- | --- |\n| Clerk | Mary Anne Ferris |",
    ],
)
def test_right_forms_and_people_with_common_names_are_not_told(body: str, labelled_config: Config) -> None:
    assert told(body, "title: T\ndate: 2026-01-20", config=labelled_config) == []
