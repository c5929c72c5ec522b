"""site.toml and the registries: every slip is one Problem at its line and column; nothing makes it fail."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_builder.config import Config, find_time_zone, read_config
from site_builder.config.toml_file import TomlFile, parse_tables
from site_builder.config.toml_places import locate_key
from site_builder.decoding import find_control
from site_builder.problem import Problem

GOOD = 'title = "T"\nbase_url = "https://x.org/"\n'
Found = list[tuple[int, int, str]]


def read(tmp_path: Path, site: str | bytes = GOOD, **registries: str) -> tuple[Config | None, tuple[Problem, ...]]:
    content = tmp_path / "content"
    content.mkdir(exist_ok=True)
    (content / "site.toml").write_bytes(site if isinstance(site, bytes) else site.encode())
    for name, text in registries.items():
        (content / f"{name}.toml").write_text(text, "utf-8")
    found = read_config(tmp_path)
    return found.value, found.problems


def places(problems: tuple[Problem, ...]) -> Found:
    return sorted((p.line, p.column, p.rule) for p in problems)


def test_defaults_of_the_contract(tmp_path: Path) -> None:
    config, problems = read(tmp_path)
    assert problems == ()
    assert config is not None
    assert (config.language, config.time_zone, config.open_registries) == ("en", "UTC", ("topics",))
    assert (config.base_url, config.base_path, config.search) == ("https://x.org/", "/", True)


def test_defaults_of_chinese(tmp_path: Path) -> None:
    config, problems = read(tmp_path, GOOD + "[languages.zh]\n")
    assert problems == ()
    assert config is not None
    chinese = config.find_language("zh")
    assert chinese is not None
    assert (chinese.path, chinese.tag, chinese.locale) == ("zh", "zh-CN", "zh_Hans_CN")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [(1, 1, "config"), (1, 1, "config")]),
        ('base_url = "https://x.org/"\ntitle = " "\n', [(2, 1, "config")]),
        ('base_url = "https://x.org/"\ntitle = {en = "", zh = ""}\n', [(2, 1, "config")]),
        (
            'title = 太阳宫\nbase_url = "https://x.org\nlanguage: "en"\n',
            [(1, 9, "toml"), (2, 26, "toml"), (3, 9, "toml")],
        ),
        (GOOD + "time_zone = “Asia/Shanghai”\n", [(3, 13, "toml")]),
        (GOOD + 'title = "b"\n', [(3, 12, "toml")]),
        (GOOD + "[search]\nenabled = true\n[search]\nenabled = false\n", [(5, 8, "toml")]),
        (GOOD + '[languages.zh\npath = "a b"\n', [(3, 14, "toml"), (4, 8, "config")]),
        (GOOD + 'open_registries = [\n "topics",\n "people"\nlanguage = 5\n', [(3, 19, "toml"), (4 + 2, 12, "config")]),
        ('title = """\na\nb\nbase_url = "x"\n', [(1, 9, "toml"), (4, 12, "config")]),
        (GOOD + 'languge = "en"\n', [(3, 1, "config")]),
        (GOOD + 'open_registries = ["topics", "topcs"]\n', [(3, 30, "config")]),
        (GOOD + 'time_zone = "Asia/Beijing"\n', [(3, 13, "config")]),
        (GOOD + '[[columns]]\nid = "a"\n[[columns]]\nid = "b"\nfreshness = "x"\n', [(7, 13, "config")]),
        (GOOD + '[[columns]]\nid = "a"\n[[columns]]\nid = "a"\n', [(6, 1, "config")]),
        (GOOD + '[languages.zh]\npath = "news"\n[[columns]]\nid = "news"\n', [(4, 8, "config")]),
        (GOOD + '[languages.zh]\npath = "assets"\n', [(4, 8, "config")]),
        (GOOD + "search = false\n", [(3, 1, "config")]),
        (GOOD + 'x = "a\x00"\n', [(3, 7, "encoding")]),
        (GOOD + "x = " + "9" * 5000 + "\n", [(3, 5, "toml")]),
        (GOOD + "x = " + "[" * 5000 + "\n", [(3, 1, "toml")]),
        (GOOD + "[search]\nenabeld = true\n", [(4, 1, "config")]),
    ],
)
def test_slips_and_their_places(tmp_path: Path, text: str, found: Found) -> None:
    assert places(read(tmp_path, text)[1]) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('anhuali = "安华里"\n[b]\n', [(1, 1, "config")]),
        ("[安华里]\n", [(1, 2, "toml")]),
        ('["安华里"]\n', [(1, 1, "config")]),
        ("[Upper]\n", [(1, 1, "config")]),
        ('[a]\nname = "x"\n[b]\nname = "x"\n', [(3, 1, "registry")]),
        ('[a]\nname = "b"\n[b]\nname = "c"\n', [(1, 1, "registry")]),
        (
            '[a]\nsince = "tomorrow"\nuntil = 2024-13-01\nformerly = 5\n',
            [(2, 9, "config"), (3, 13, "toml"), (4, 12, "config")],
        ),
        ("[a\n[b]\nnot a line\n", [(1, 3, "toml"), (3, 5, "toml")]),
        ("[a]\nname = {en = 5}\n", [(2, 8, "config")]),
    ],
)
def test_registry_slips_and_their_places(tmp_path: Path, text: str, found: Found) -> None:
    assert places(read(tmp_path, communities=text)[1]) == found


@pytest.mark.parametrize("name", ['""', '"\\u200b"', '"　"', '{zh = " ", en = ""}'])
def test_a_name_without_a_visible_sign_is_told_where_its_id_stands_in_for_it(tmp_path: Path, name: str) -> None:
    column = f'{GOOD}[[columns]]\nid = "news"\ntitle = {name}\n'
    config, problems = read(tmp_path, column, communities=f"[north]\nname = {name}\n")
    assert config is not None
    assert (config.columns[0].title, config.entries[0].names) == ((("", "news"),), (("", "north"),))
    assert [(each.path, each.line, each.severity) for each in problems] == [
        ("content/site.toml", 5, "warning"),
        ("content/communities.toml", 2, "warning"),
    ]


def test_registry_that_cannot_be_read_whole_is_marked(tmp_path: Path) -> None:
    config, _ = read(tmp_path, communities="[a]\nname = 安华里\n[b]\n", people="[c]\n")
    assert config is not None
    assert config.unread == ("communities",)
    assert [e.id for e in config.entries] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("https://x.org", "https://x.org/"),
        ("http://x.org:8080/a/b", "http://x.org:8080/a/b/"),
        ("HTTPS://X.ORG/Base", "https://x.org/Base/"),
        ("https://太阳宫.cn/公告/", "https://xn--sss21dly4g.cn/%E5%85%AC%E5%91%8A/"),
        ("https://[::1]:80/", "https://[::1]:80/"),
    ],
)
def test_base_url(tmp_path: Path, written: str, whole: str) -> None:
    config, problems = read(tmp_path, f'title = "T"\nbase_url = "{written}"\n')
    assert problems == ()
    assert config is not None
    assert config.base_url == whole
    assert config.base_url.endswith(config.base_path)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "x.org",
        "https://",
        "https:/x.org",
        "ftp://x.org",
        "javascript:alert(1)",
        "//x.org",
        "https://x.org:99999",
        "https://x.org/a b",
        "https://x.org/?q",
        "https://x.org/#f",
        "https://x.org/../a",
        "https://x.org/a//b",
        "https://u:p@x.org/",
        "https://[::1/",
        "https://x..org",
        "https://.",
        "https://x.org/%zz",
        "file:///srv",
        "https://-x.org",
        "https://x.org/<a>",
        "https://x.org:0/",
    ],
)
def test_base_url_nonsense(tmp_path: Path, written: str) -> None:
    assert places(read(tmp_path, f'title = "T"\nbase_url = "{written}"\n')[1]) == [(2, 12, "config")]


@pytest.mark.parametrize("name", ["", "Asia", "UTC+8", "asia/shanghai", "../../etc/passwd", "zone.tab", "/etc/passwd"])
def test_no_time_zone(name: str) -> None:
    assert find_time_zone(name) is None


def test_time_zone_is_that_of_the_package() -> None:
    found = find_time_zone("Asia/Shanghai")
    assert found is not None
    assert found.key == "Asia/Shanghai"


@pytest.mark.parametrize("value", ["", " ", "  # the name", "\n[search]"])
def test_a_setting_without_a_value_is_told_so(tmp_path: Path, value: str) -> None:
    problems = read(tmp_path, f'base_url = "https://x.org/"\ntitle ={value}')[1]
    assert [(p.line, p.message) for p in problems] == [(2, "there is no value here")]


def test_missing_file(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    found = read_config(tmp_path)
    assert found.value is None
    assert [p.rule for p in found.problems] == ["config"]


def test_link_out_of_the_site_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("password = not-quoted\n", "utf-8")
    read(tmp_path)
    (tmp_path / "content" / "people.toml").symlink_to(secret)
    (tmp_path / "content" / "topics.toml").mkdir()
    problems = read_config(tmp_path).problems
    assert [(p.path, p.rule) for p in problems] == [("content/topics.toml", "name"), ("content/people.toml", "name")]
    assert not any("password" in p.source for p in problems)


@pytest.mark.parametrize("bad", [b"\xff\xfe", "标题".encode("gbk")[:3], b"\x00", b"\xe9"])
def test_wrong_encoding_brings_no_further_complaint(tmp_path: Path, bad: bytes) -> None:
    assert [p.rule for p in read(tmp_path, bad)[1]] == ["encoding"]


LINES = st.sampled_from(
    [
        *GOOD.splitlines(),
        "[[columns]]",
        'id = "a"',
        "[languages.zh]",
        "[a",
        'x = """',
        "y = [",
        '"',
        "]",
        "标题 = 1",
        "z = {a = 1",
        "[search]",
        "d = 2024-99-99",
        "k = 5 5",
        "[安]",
        "'",
        "= 5",
        "a.b.c = 1",
        "a = 1",
        "[a.b]",
        "\\",
    ]
)


@pytest.mark.slow
@settings(deadline=2000, max_examples=150)
@given(st.lists(LINES | st.text(max_size=20), max_size=12))
@example(['x = """', "a = 1", '"""', "y = ["])
def test_any_text_comes_to_tables_and_problems_at_lines_that_exist(lines: list[str]) -> None:
    text = "\n".join(lines)
    tables, problems = parse_tables(text, "content/site.toml")
    assert isinstance(tables, dict)
    for each in problems:
        assert 1 <= each.line <= text.count("\n") + 1
        assert 1 <= each.column <= len(text.split("\n")[each.line - 1]) + 1


def list_texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for key, each in value.items() for text in (key, *list_texts(each))]
    return [text for each in value for text in list_texts(each)] if isinstance(value, list) else [str(value)]


ESCAPED = st.lists(st.sampled_from(["\\", "b", "u0007", "U0000FFFE", '"', "'", "汉", "#", "t", "\n"]), max_size=8)


@pytest.mark.slow
@settings(deadline=2000, max_examples=300)
@given(st.lists(st.tuples(st.sampled_from(['"', "'", '"""', "'''"]), ESCAPED.map("".join)), max_size=4))
@example([('"', "C:\\bulletins"), ("'", "C:\\bulletins"), ('"""', '\\"\\\\\n\\b')])
@example([('"""', "\\"), ('"""', "\\b")])
def test_no_value_holds_what_no_text_may_hold(values: list[tuple[str, str]]) -> None:
    lines = "\n".join(f"k{number} = {mark}{text}{mark}" for number, (mark, text) in enumerate(values))
    tables, problems = parse_tables(lines, "content/site.toml")
    assert all(find_control(text) is None for text in list_texts(tables))
    for each in problems:
        if each.rule == "encoding":
            assert each.source[each.column - 1] == "\\"


def test_no_community_is_called_as_all_of_them_are(tmp_path: Path) -> None:
    entries = (
        '[all]\nname = "Allerton"\n[a]\nname = "All"\n[b]\nname = {zh = "全部", en = "B"}\n[c]\nformerly = ["ALL"]\n'
    )
    _, found = read(tmp_path, communities=entries, topics='[all]\nname = "All"\n')
    told = [(each.path, each.line, each.rule, each.severity) for each in found]
    assert told == [("content/communities.toml", line, "registry", "error") for line in (1, 3, 5, 7)]


def test_settings_larger_than_any_site_has_are_refused(tmp_path: Path) -> None:
    largest = GOOD + "#" * ((128 << 10) - len(GOOD))
    assert read(tmp_path, largest)[1] == ()
    assert ("content/site.toml", 1, "size") in {(p.path, p.line, p.rule) for p in read(tmp_path, largest + "#")[1]}


def test_a_registry_larger_than_any_is_refused(tmp_path: Path) -> None:
    largest = "#" * (512 << 10)
    assert read(tmp_path, topics=largest)[1] == ()
    assert [(p.path, p.rule) for p in read(tmp_path, topics=largest + "#")[1]] == [("content/topics.toml", "size")]


def test_more_columns_than_any_site_has_are_refused(tmp_path: Path) -> None:
    columns = [f'[[columns]]\nid = "a{n}"\ntitle = "b"\n' for n in range(501)]
    assert read(tmp_path, GOOD + "".join(columns[:500]))[1] == ()
    config, problems = read(tmp_path, GOOD + "".join(columns))
    assert [(p.line, p.message) for p in problems] == [(1503, "there are more than {most} columns")]
    assert config is not None
    assert len(config.columns) == 500


def test_a_name_of_very_many_parts_is_refused(tmp_path: Path) -> None:
    for name in ("a" + ".a" * 100, 'a."a"' * 100, "a . a" * 100):
        assert [(p.line, p.rule) for p in read(tmp_path, f"{GOOD}{name} = 1\n")[1]][:1] == [(3, "toml")]


@pytest.mark.parametrize(
    ("text", "key", "place"),
    [
        ("[a]\nb = 1\n[c]\nb = 2\n", "c.b", (4, 1)),
        ('["a"]\n"b" = 1\n', "a.b", (2, 1)),
        ("[a]\n  b.c = 1\n", "a.b", (2, 3)),
        ("x = 1\n[a]\n", "a", (2, 1)),
        ("[a]\nb = 1\n", "a.c", (1, 1)),
        ("a.b = 1\n", "a.b", (1, 1)),
        ("x = 1\n", "a.b", (1, 1)),
    ],
)
def test_where_a_key_is_written(text: str, key: str, place: tuple[int, int]) -> None:
    found = locate_key(TomlFile("a.toml", text, {}), key)
    assert (found.line, found.column) == place


def test_where_the_second_table_of_a_list_and_a_text_of_a_list_are_written() -> None:
    text = '[[a]]\nb = 1\n[[a]]\nb = ["c", # it\'s "d"\n  "d", \'e\']\n'
    file = TomlFile("a.toml", text, {})
    assert [locate_key(file, "a.b", nth=n).line for n in (0, 1)] == [2, 4]
    places = [locate_key(file, "a.b", value=each, nth=1) for each in ("c", "d", "e", "f")]
    assert [(each.line, each.column) for each in places] == [(4, 6), (5, 3), (5, 8), (4, 5)]
