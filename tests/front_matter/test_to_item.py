"""Front matter -> an Item; every value that does not fit is one Problem of its rule at its place."""

import pytest
from msgspec.structs import replace

from site_builder.config import Config
from site_builder.content.scan import split_language
from site_builder.front_matter.read import parse_front_matter
from site_builder.front_matter.registries import RegisteredNames
from site_builder.front_matter.to_item import ItemFrontMatter, ValidatedItem, validate_item
from site_builder.model import Item, Language, RegistryEntry

ENTRIES = (
    RegistryEntry(
        registry="communities", id="anhuali", names=(("en", "Anhuali"), ("zh", "安华里社区")), formerly=("安华里",)
    ),
    RegistryEntry(registry="communities", id="cafe", names=(("", "Caf\u00e9"),)),
    RegistryEntry(registry="people", id="zhang-hui", names=(("", "张辉"),)),
)
CONFIG = Config(
    title=(("", "T"),),
    base_url="https://x.org/",
    base_path="/",
    language="en",
    languages=(Language("en", "", "en", "en", ""), Language("zh", "zh", "zh-CN", "zh_Hans_CN", "")),
    time_zone="Asia/Shanghai",
    entries=ENTRIES,
)
PATH = "news/2024-01-31-visit.md"


def read(fields: str, path: str = PATH, original: str | None = None, config: Config = CONFIG) -> ValidatedItem:
    stem, language = split_language(path, ("en", "zh"))
    first = parse_front_matter(f"---\n{original}\n---\n", "content/original.md") if original is not None else None
    return validate_item(
        ItemFrontMatter(path, stem, language, parse_front_matter(f"---\n{fields}\n---\n", f"content/{path}"), first),
        RegisteredNames.build(config),
    )


def item(fields: str, **others: str) -> Item:
    found = read(f"title: T\n{fields}", **others)  # type: ignore[arg-type]
    assert found.problems == ()
    return found.item


def slips(found: ValidatedItem) -> list[tuple[int, int, str]]:
    return sorted({(p.line, p.column, p.rule) for p in found.problems})


@pytest.mark.parametrize(
    ("field", "name", "value"),
    [
        ("communities: [anhuali, 安华里社区, 安华里, Anhuali]", "communities", ("anhuali",)),
        ("社区: 安华里社区，cafe", "communities", ("anhuali", "cafe")),
        ("communities: Cafe\u0301", "communities", ("cafe",)),
        ("communities:\n  - anhuali\n  - cafe", "communities", ("anhuali", "cafe")),
        ("topics: [道路, Roads and bridges]", "topics", ("dao-lu", "roads-and-bridges")),
        ("draft: yes", "draft", True),
        ("草稿: 是", "draft", True),
        ("draft: false", "draft", False),
        ("draft:", "draft", False),
        ("slug: 走访 Anhuali", "slug", "zou-fang-anhuali"),
        ("summary: >\n  one\n  two", "summary", "one two"),
        ("aliases: [/old/, /older/x.html]", "aliases", ("/old/", "/older/x.html")),
        ("id: 2024-001", "id", "2024-001"),
        ("author:", "author", ""),
        ("lang: zh-CN", "lang", "zh"),
        ("lang: fr", "lang", "fr"),
        ("related: a, b", "related", ("a", "b")),
    ],
)
def test_values(field: str, name: str, value: object) -> None:
    assert getattr(item(field), name) == value


def test_defaults_come_from_the_path() -> None:
    found = item("")
    assert found.date is not None
    assert (found.id, found.slug, found.column, found.lang) == ("news/2024-01-31-visit", "visit", "news", "en")
    assert found.date.local == "2024-01-31T00:00:00+08:00"


def test_expiry_counts_to_the_end_of_its_day() -> None:
    found = item("expires: 2024-02-29\npinned_until: 2024-02-29 12:00\nalert: {until: 2024-12-31}")
    assert found.expires is not None
    assert found.pinned_until is not None
    assert found.alert is not None
    assert found.expires.local == "2024-03-01T00:00:00+08:00"
    assert found.pinned_until.local == "2024-02-29T12:00:01+08:00"
    assert found.alert.until.local == "2025-01-01T00:00:00+08:00"


@pytest.mark.parametrize(
    ("written", "level"),
    [("通知", "notice"), ("提醒", "warning"), ("紧急", "emergency"), ("Warning", "warning"), ("", "notice")],
)
def test_levels_of_alerts(written: str, level: str) -> None:
    found = item(f"alert: {{level: {written}, until: 2024-12-31}}" if written else "alert: {until: 2024-12-31}")
    assert found.alert is not None
    assert found.alert.level == level


def test_records() -> None:
    found = item(
        "events:\n  - {date: 2024-02-01 10:00, end: 2024-02-01, place: 会议室, communities: anhuali}\n"
        "commitments: {id: lamps, text: Mend the lamps, status: 办理中, due: 2024-12-31}\n"
        "source: {name: Xinhua, url: https://x.cn/a}\nreviewers: [A, B]\n"
        "corrections:\n  - {date: 2024-02-02, note: n}\n"
        "withdrawn: {date: 2024-03-01, reason: r}\n信息公开: {索引号: 01064220000}"
    )
    (event,), (promise,) = found.events, found.commitments
    assert (event.title, event.place, event.communities, event.date.timed) == ("T", "会议室", ("anhuali",), True)
    assert (promise.id, promise.status, promise.lang) == ("lamps", "in progress", "en")
    assert found.source is not None
    assert found.disclosure is not None
    assert found.withdrawn is not None
    assert (found.source.url, found.disclosure.index_number) == ("https://x.cn/a", "01064220000")
    assert [each.name for each in found.reviewers] == ["A", "B"]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("author: x", [(1, 1, "required")]),
        ("title:", [(2, 1, "required")]),
        ('title: "  "', [(2, 1, "required")]),
        ("title: [a]", [(2, 8, "form")]),
        ("title: a\ndate: tomorrow", [(3, 7, "date")]),
        ('title: a\ndate: "2024-02-30"', [(3, 7, "date")]),
        ("title: a\ndate: [2024-01-01]", [(3, 7, "form")]),
        ("title: a\n日期: 2024年13月1日", [(3, 5, "date")]),
        ("title: a\ntags: x\ntopic: y", [(3, 1, "field"), (4, 1, "field")]),
        ("title: a\ncommunities: [anhuali, nowhere, 无]", [(3, 24, "registry"), (3, 33, "registry")]),
        ("title: a\ncommunities: 安华里，无，没有", [(3, 18, "registry"), (3, 20, "registry")]),
        ("title: a\ncommunities: '安华里，无'", [(3, 19, "registry")]),
        ("title: a\ncommunities: [安华里，无]", [(3, 18, "yaml"), (3, 19, "registry")]),
        ('title: a\ncommunities: [x，\n  "y", anhuali]', [(3, 15, "registry"), (3, 16, "yaml"), (4, 3, "registry")]),
        ("title: a\ncommunities: >\n  安华里，\n  无", [(5, 3, "registry")]),
        (
            "title: a\nevents:\n  - date: x\n    titel: b\n    communities: [无]",
            [(4, 11, "date"), (5, 5, "field"), (6, 19, "registry")],
        ),
        ("title: a\nevents: soon", [(3, 9, "form")]),
        ("title: a\nevents:\n  - place: b", [(4, 5, "required")]),
        ("title: a\nevents:\n  - {date: 2024-02-02, end: 2024-02-01}", [(4, 29, "date")]),
        ("title: a\nevents:\n  - {date: 2024-02-02, end: 2026-02-01}", [(4, 29, "date")]),
        ("title: a\ncommitments:\n  - {id: a, text: b, status: finished}", [(4, 30, "form")]),
        ("title: a\ncommitments:\n  - {id: a, text: b}\n  - {id: a, text: c}", [(5, 10, "commitment")]),
        ("title: a\nwithdrawn: yes", [(3, 12, "form")]),
        ("title: a\nalert: {level: 5, until: x}", [(3, 16, "form"), (3, 26, "date")]),
        ("title: a\nalert: {level: info, until: 2024-12-31}", [(3, 16, "form")]),
        ("title: a\nsource: {name: a, url: foo}", [(3, 24, "form")]),
        ("title: a\nslug: ../../etc", [(3, 7, "slug")]),
        ("title: a\nslug: con", [(3, 7, "slug")]),
        ("title: a\nslug: " + "x" * 300, [(3, 7, "slug")]),
        ("title: a\naliases: [/old/, ../x]", [(3, 18, "alias")]),
        ("title: a\nlang: 中文", [(3, 7, "lang")]),
        ("title: a\ndraft: maybe", [(3, 8, "form")]),
    ],
)
def test_every_wrong_value_has_its_place(fields: str, found: list[tuple[int, int, str]]) -> None:
    assert slips(read(fields)) == found


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("news/visit.md", [(1, 1, "required")]),
        ("news/2024-02-30-visit.md", [(1, 1, "date")]),
        ("about.md", []),
        ("news/2024-01-31-con.md", [(1, 1, "slug")]),
        ("news/2024-01-31-" + "long-" * 40 + ".md", [(1, 1, "slug")]),
        ("news/2024-01-31-！！.md", []),  # the date is left
        ("news/！！.md", [(1, 1, "required"), (1, 1, "slug")]),
    ],
)
def test_names_of_files(path: str, found: list[tuple[int, int, str]]) -> None:
    assert slips(read("title: a", path)) == found


@pytest.mark.parametrize(
    ("written", "guess"),
    [("anhuaIi", "anhuali"), ("安华里社圈", "安华里社区"), ("ANHUALI", "anhuali"), ("quite another", "")],
)
def test_did_you_mean(written: str, guess: str) -> None:
    (slip,) = read(f"title: a\ncommunities: {written}").problems
    assert dict(slip.values)["guess"] == guess
    assert ("did you mean" in slip.hint) == bool(guess)


def test_proposed_slug_is_one() -> None:
    for fields in ("slug: con", "slug: " + "word " * 100, "slug: ../.."):
        (slip,) = read(f"title: a\n{fields}").problems
        assert read(f"title: a\nslug: {dict(slip.values)['slug']}").problems == ()


ORIGINAL = (
    "title: T\ndate: 2024-02-01\ncommunities: anhuali\ndraft: true\nsummary: s\n"
    "events: {date: 2024-03-01, title: Market}"
)


def test_translation_takes_what_it_leaves_out_from_the_original() -> None:
    found = read("title: 题", "news/2024-01-31-visit.zh.md", ORIGINAL)
    assert found.problems == ()
    assert found.item.date is not None
    assert (found.item.title, found.item.lang, found.item.draft, found.item.summary) == ("题", "zh", True, "")
    assert (found.item.date.local[:10], found.item.communities) == ("2024-02-01", ("anhuali",))
    assert (found.item.events[0].title, found.item.events[0].lang) == ("Market", "en")
    assert found.item.id == "news/2024-01-31-visit"


def test_translation_says_otherwise() -> None:
    found = read(
        "title: 题\ndraft: false\ncommunities: []\nevents: {date: 2024-03-01, title: 集市}", "news/v.zh.md", ORIGINAL
    )
    assert found.problems == ()
    assert (found.item.draft, found.item.communities, found.item.events[0].lang) == (False, (), "zh")


def test_slip_of_the_original_stands_in_the_original() -> None:
    found = read("title: 题", "news/v.zh.md", "title: T\ndate: tomorrow")
    assert [(p.path, p.line) for p in found.problems] == [("content/original.md", 3)]


def test_file_name_and_lang_must_agree() -> None:
    assert slips(read("title: a\nlang: en", "news/2024-01-31-v.zh.md")) == [(3, 7, "lang")]
    assert slips(read("title: a\nlang: zh-CN", "news/2024-01-31-v.zh.md")) == []


def test_names_of_a_registry_that_cannot_be_read_are_not_judged() -> None:
    config = Config(**{f: getattr(CONFIG, f) for f in CONFIG.__struct_fields__} | {"unread": ("communities",)})
    assert read("title: a\ncommunities: nowhere\npeople: nobody", config=config).problems[0].column == 9


def test_ids_win_over_names() -> None:
    entries = (
        RegistryEntry(registry="communities", id="a", names=(("", "b"),)),
        RegistryEntry(registry="communities", id="b", names=(("", "B"),)),
    )
    config = Config(**{f: getattr(CONFIG, f) for f in CONFIG.__struct_fields__} | {"entries": entries})
    assert read("title: a\ncommunities: b", config=config).item.communities == ("b",)


@pytest.mark.slow
def test_many_unknown_names_take_no_minutes() -> None:
    names = ", ".join(f"anhual{n}" for n in range(3_000))
    assert len(read(f"title: a\ncommunities: [{names}]").problems) == 3_000


def test_problems_tell_which_of_their_values_are_names_of_fields() -> None:
    named = [dict(p.values) for p in read("标题: T\n草稿: 不是\n活动:\n  - 下午开会\n  - 名字: 大会").problems]
    assert [(each.get("name"), each.get("fields")) for each in named[:2]] == [("名字", "known"), ("draft", "name")]
    assert named[0]["known"] == "date, end, title, place, communities"
    assert (named[2]["name"], named[2]["first"], named[2]["fields"]) == ("events", "date", "name first")
    assert dict(read("title: T\ndraft: no way").problems[0].values)["name"] == "draft"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1 May 2024", "2024-05-01"),
        ("May 1st, 2024", "2024-05-01"),
        ("（二〇二四年五月一日）", "2024-05-01"),
        ("二〇二四年十十月一日", ""),
        ("2024年13月1日", ""),
        ("05/01/2024", ""),
    ],
)
def test_a_day_in_words_is_said_as_it_has_to_be_written(written: str, meant: str) -> None:
    (found,) = read(f"title: T\ndate: {written}").problems
    assert dict(found.values)["guess"] == meant


@pytest.mark.parametrize(
    ("path", "block", "field", "day"),
    [
        ("news/2026-11-30-a.md", "date: 11月30日", "date", "2026-11-30"),
        ("news/2026-11-30-a.md", "date: 十一月三十日上午九时", "date", "2026-11-30"),
        ("news/a.md", "date: 2026-11-30\nwritten: 11月28日", "written", "2026-11-28"),
        ("news/a.md", "date: 2026-11-30\nupdated: １２月１日", "updated", "2026-12-01"),
        ("news/a.md", "date: 2026-11-30\nexpires: 12月31日", "expires", "2027-01-01"),
        ("news/a.md", "date: 2026-03-01\nexpires: 12月31日", "expires", "2027-01-01"),
        ("news/a.md", "date: 2024-02-01\nupdated: 2月29日", "updated", "2024-02-29"),
        ("news/a.md", "date: 20261130", "date", "2026-11-30"),
        ("news/a.md", "date: 二〇二六年十一月三十日", "date", "2026-11-30"),
    ],
)
def test_a_day_without_a_year_has_that_of_the_item(path: str, block: str, field: str, day: str) -> None:
    found = read(f"title: T\n{block}", path=path)
    assert found.problems == ()
    assert getattr(found.item, field).local[:10] == day


@pytest.mark.parametrize(
    ("path", "block", "example"),
    [
        ("news/a.md", "date: 11月30日", ""),
        ("news/2026-12-30-a.md", "date: 1月2日", "2027-01-02"),
        ("news/a.md", "date: 2026-12-20\nexpires: 1月5日 9:00", "2027-01-05 09:00"),
        ("news/a.md", "date: 2026-01-05\nwritten: 12月28日", "2025-12-28"),
        ("news/a.md", "date: 2026-01-05\nupdated: 2月29日", ""),
    ],
)
def test_a_year_that_is_not_certain_is_asked_for_and_not_mended(path: str, block: str, example: str) -> None:
    (found,) = read(f"title: T\n{block}", path=path).problems
    values = dict(found.values)
    assert (found.severity, found.rule, found.message) == ("error", "date", 'the date "{value}" says no year')
    assert (values["example"], values.get("guess", "")) == (example, "")


@pytest.mark.parametrize("written", ["13月40日", "2月30日", "5月1日 25:00", "5月1日上午9时70分"])
def test_no_day_of_any_year_is_no_date(written: str) -> None:
    (found,) = read(f"title: T\ndate: 2026-05-01\nupdated: {written}", path="news/a.md").problems
    assert found.message == 'the date "{value}" is not a date'


def test_an_event_has_its_year_of_the_item_and_its_end_of_its_beginning() -> None:
    block = (
        "title: T\ndate: 2026-11-20\nevents:\n  - {date: 12月1日上午9时至11时}\n  - {date: 2026-12-01, end: 12月3日}"
    )
    found = read(block, path="news/a.md")
    assert found.problems == ()
    assert [each.over.local[:16] for each in found.item.events] == ["2026-12-01T11:00", "2026-12-04T00:00"]
    (late,) = read("title: T\ndate: 2026-11-20\nevents:\n  - {date: 1月5日上午9时至11时}", path="news/a.md").problems
    assert dict(late.values)["example"] == "2027-01-05 09:00"


@pytest.mark.parametrize(
    ("path", "date", "times"),
    [
        ("news/2024-05-06-a.md", "2024-05-07", 1),
        ("news/2024-05-06-a/index.md", "2024年5月7日", 1),
        ("news/2024-5-6.md", "2024-05-07", 1),
        ("news/2024-05-06-a.md", "2024-05-06 23:00", 0),
        ("news/2024-05-06-a.md", "'2024-05-06T23:00-05:00'", 0),
        ("news/2024-05-06周年.md", "2024-05-07", 0),
        ("news/2024-99-06-a.md", "2024-05-07", 0),
        ("news/2024-2025-a.md", "2024-05-07", 0),
        ("news/1234-05-06-a.md", "2024-05-07", 0),
    ],
)
def test_a_date_that_is_not_that_of_the_name_is_noticed_at_its_line(path: str, date: str, times: int) -> None:
    found = read(f"title: T\ndate: {date}", path=path).problems
    assert [(each.severity, each.rule, each.line) for each in found] == [("notice", "date", 3)] * times


def test_a_time_that_a_clock_change_skips_or_doubles_is_told() -> None:
    config = replace(CONFIG, time_zone="Europe/London")
    block = (
        "title: T\ndate: 2024-03-31 01:30\nupdated: 2024-10-27 01:30\nevents:\n  - {date: 2024-03-31 00:30-01:30}\n"
        "  - {date: 2024-10-27T01:30+00:00}"
    )
    found = read(block, path="news/a.md", config=config)
    assert [(each.severity, each.rule, each.line) for each in found.problems] == [
        ("warning", "date", 3),
        ("notice", "date", 4),
        ("warning", "date", 6),
    ]
    assert found.item.date
    assert found.item.date.local == "2024-03-31T02:30:00+01:00"
    assert dict(found.problems[0].values)["shown"] == "2024-03-31 02:30"
    assert dict(found.problems[1].values)["second"] == "2024-10-27T01:30+00:00"


TOWNSHIP = tuple(
    RegistryEntry(registry="communities", id=id_, names=(("", name),), outside=outside, until=until)
    for id_, name, outside, until in [
        ("east", "东村", False, ""),
        ("west", "西村", False, ""),
        ("gone", "老村", False, "2020-06"),
        ("far", "外乡", True, ""),
    ]
)


@pytest.mark.parametrize("written", ["all", "ALL", "全部", "[all]", "[全部]", "\n  - all", '"all"'])
def test_all_communities_are_those_of_the_township_at_the_time(written: str) -> None:
    config = replace(CONFIG, entries=TOWNSHIP)
    for day, ids in (("2024-01-31", ("east", "west")), ("2020-06-30", ("east", "west", "gone"))):
        block = f"title: T\ndate: {day}\ncommunities: {written}\nevents:\n  - date: {day}\n    communities: all"
        found = read(block, path="news/a.md", config=config)
        assert (found.problems, found.item.communities, found.item.events[0].communities) == ((), ids, ids)


def test_a_name_beside_all_communities_is_told() -> None:
    config = replace(CONFIG, entries=TOWNSHIP)
    found = read("title: T\ncommunities: [东村, 全部, 外乡, nowhere]", config=config)
    assert [(each.severity, each.rule, each.column) for each in found.problems] == [
        ("error", "registry", 27),
        ("warning", "registry", 15),
    ]
    assert found.item.communities == ("east", "west", "far")


def test_all_is_a_name_like_others_where_no_communities_are_meant() -> None:
    found = read("title: T\ntopics: all")
    assert (found.problems, found.item.topics) == ((), ("all",))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("C#", 1),
        ("C++", 0),
        ("c  ++", 0),
        ("c", 0),
        ("Road works", 0),
        ("road-works", 0),
        ("Road works!", 0),
        ("Röad", 1),
    ],
)
def test_a_name_that_makes_the_id_of_another_is_told(name: str, told: int) -> None:
    entries = tuple(
        RegistryEntry(registry="topics", id=id_, names=(("", name),))
        for id_, name in (("c", "C++"), ("road-works", "Roads"), ("road", "Road"))
    )
    found = read(f"title: T\ntopics: ['{name}']", config=replace(CONFIG, entries=entries))
    assert [(each.severity, each.rule, each.line) for each in found.problems] == [("error", "registry", 3)] * told
