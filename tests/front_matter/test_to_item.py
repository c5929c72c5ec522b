"""Front matter -> an Item; every value that does not fit is one Problem of its rule at its place."""

import pytest

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
        ("二〇二四年五月一日", "2024-05-01"),
        ("二〇二四年十十月一日", ""),
        ("2024年13月1日", ""),
        ("05/01/2024", ""),
    ],
)
def test_a_day_in_words_is_said_as_it_has_to_be_written(written: str, meant: str) -> None:
    (found,) = read(f"title: T\ndate: {written}").problems
    assert dict(found.values)["guess"] == meant
