"""`bulletin new`, `import` and `schema` as commands: what they write passes `check`, and nothing is written over."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from site_builder.building.build import survey_site
from site_builder.building.session import Options
from site_builder.cli.commands import main
from site_builder.cli.terminal import prompts as asking
from site_builder.editing.new_site.init import init_site
from site_builder.editing.schema import DIALECT, make_schema
from site_builder.editing.vscode import SCHEMA, SNIPPETS
from site_builder.fields import CANONICAL_NAMES, ITEM_FIELDS, NESTED_FIELD_NAMES, NESTED_FIELDS
from tests.sites import PLAIN_TOML, SITE_TOML, article, write
from tests.word_import.word_files import official, saved

AT = "2024-06-15"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    init_site(tmp_path / "site")
    return tmp_path / "site"


def run(*arguments: str | Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(each) for each in arguments])
    out, err = capsys.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, out, err


def sound(site: Path) -> None:
    found = survey_site(
        Options(site=site, output=site / "public", now=0.0, at=AT, judge_drafts=True, strict=True)
    ).problems
    assert [each for each in found if "welcome" not in each.path] == []  # on that day it is yet to come


@pytest.mark.slow
def test_options_make_an_item_that_passes_check(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--community", "First Village", "--community", "second-village", "--topic", "Tree care: all, of it")
    made = run(
        *("new", "--site", site, "--at", AT, "--column", "notices", "--title", '"Trees": a #1 plan', *options),
        capsys=capsys,
    )
    file = site / "content/notices/2024/2024-06-15-trees-a-1-plan.md"
    assert (made[0], made[2]) == (0, "")
    assert str(file) in made[1]
    assert "draft: true" in made[1]
    assert file.read_text("utf-8") == (
        '---\ntitle: "\\"Trees\\": a #1 plan"\ndate: 2024-06-15\nid: 2024-06-15-trees-a-1-plan\n'
        'communities: [first-village, second-village]\ntopics: ["Tree care: all, of it"]\ndraft: true\n---\n'
    )
    sound(site)


@pytest.mark.slow
def test_nothing_is_written_over_and_no_address_or_id_taken_twice(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for day in ("2024-06-15", "2024-06-15", "2024-03-01"):
        command = ("new", "--site", site, "--at", AT, "--column", "news", "--title", "Fair", "--no-draft")
        assert run(*command, "--date", day, capsys=capsys)[0] == 0
    names = sorted(file.name for file in (site / "content/news/2024").iterdir())
    assert names == ["2024-03-01-fair-3.md", "2024-06-15-fair-2.md", "2024-06-15-fair.md"]
    sound(site)


@pytest.mark.slow
def test_a_date_is_written_as_people_write_them(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = {
        "11月30日": "2024-11-30",
        "十一月三十日上午九时": "2024-11-30 09:00",
        "20241130": "2024-11-30",
        "２０２４１１３０": "2024-11-30",
        "二〇二四年十一月三十日": "2024-11-30",
        "1月2日": "2024-01-02",
    }
    for number, (written, day) in enumerate(wanted.items()):
        command = ("new", "--site", site, "--at", AT, "--column", "news", "--title", f"Fair {number}")
        assert run(*command, "--date", written, capsys=capsys)[0] == 0
        text = (site / f"content/news/2024/{day[:10]}-fair-{number}.md").read_text("utf-8")
        assert f"\ndate: {day}\n" in text
    options = ("--at", "2024-12-30", "--column", "news", "--title", "Fair", "--date", "1月2日")
    status, _, said = run("new", "--site", site, *options, capsys=capsys)
    assert (status, "write 2025-01-02 or 2024-01-02" in said) == (2, True)


@pytest.mark.parametrize(
    "written",
    [
        "2024-01-31 09:30",
        "2024年1月31日",
        "2024－01－31",
        "20240131",
        "２０２４０１３１",
        "1月31日",
        "二〇二四年一月三十一日上午",
    ],
)
def test_the_schema_has_every_form_of_a_date(written: str) -> None:
    assert re.search(make_schema()["properties"]["date"]["pattern"], written)


@pytest.mark.slow
def test_all_communities_may_be_named(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    init_site(tmp_path / "zh", language="zh")
    for where, written in ((site, "communities: [all]"), (tmp_path / "zh", "社区: [全部]")):
        for number, name in enumerate(("all", "全部")):
            command = ("new", "--site", where, "--at", AT, "--column", "notices", "--title", f"Water {number}")
            assert run(*command, "--community", name, capsys=capsys)[0] == 0
            (file,) = (where / "content/notices/2024").glob(f"2024-06-15-water-{number}*.md")
            assert f"\n{written}\n" in file.read_text("utf-8")


@pytest.mark.slow
def test_a_doubled_time_keeps_its_offset(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, {"content/site.toml": SITE_TOML.replace("Asia/Shanghai", "Europe/London")})
    for number, written in enumerate(("2024-10-27T01:30+00:00", "2024-10-27 01:30:10")):
        command = ("new", "--site", tmp_path, "--at", AT, "--column", "news", "--title", f"T{number}")
        assert run(*command, "--date", written, capsys=capsys)[0] == 0
    texts = [file.read_text("utf-8") for file in sorted((tmp_path / "content/news/2024").iterdir())]
    assert "\ndate: 2024-10-27T01:30:00+00:00\n" in texts[0]
    assert "\ndate: 2024-10-27 01:30\n" in texts[1]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((), "--column … --title … (columns: news, notices, policies)"),
        (("--column", "news"), "--title …"),
        (("--title", "x", "--column", "notice"), "did you mean notices?"),
        (("--title", "x", "--column", "zzzzz"), "columns: news, notices, policies"),
        (("--title", "x", "--column", "news", "--community", "Frist Village"), "did you mean First Village?"),
        (("--title", "x", "--column", "news", "--date", "tomorrow"), "write it as 2024-01-31"),
        (("--title", "x", "--column", "news", "--date", "2月30日"), "write it as 2024-01-31"),
        (("--title", "x", "--column", "news", "--date", "6月15日 25:00"), "write it as 2024-01-31"),
        (("--title", "x", "--column", "news", "--language", "fr"), "languages: en"),
    ],
)
def test_what_is_missing_or_wrong_is_usage(
    options: tuple[str, ...], says: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(site.rglob("*.md"))
    status, out, err = run("new", "--site", site, *options, capsys=capsys)
    assert (status, out) == (2, "")
    assert says in err
    assert "Traceback" not in err
    assert sorted(site.rglob("*.md")) == before


@pytest.mark.slow
def test_it_asks_at_a_terminal(site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["通报", "2", "停水通知", "2024年6月20日 9:00", "1，第二存", "1，第二村", "供水"])
    monkeypatch.setattr(asking, "is_at_terminal", lambda: True)
    monkeypatch.setattr("click.prompt", lambda _, default=None, **_kept: next(answers) or default)
    status, out, _ = run("new", "--site", site, "--at", AT, "--lang", "zh", capsys=capsys)
    assert status == 0
    assert "是不是“通知”" in out
    assert "是不是“第二村”" in out
    text = (site / "content/notices/2024/2024-06-20-ting-shui-tong-zhi.md").read_text("utf-8")
    assert "date: 2024-06-20 09:00\n" in text
    assert "communities: [first-village, second-village]\ntopics: [供水]\n" in text
    sound(site)


@pytest.mark.slow
def test_a_chinese_site_gets_chinese_fields_and_another_language_its_suffix(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chinese = write(
        tmp_path / "zh",
        {
            "content/site.toml": PLAIN_TOML + 'language = "zh"\n',
            "content/communities.toml": '[first]\nname = {zh = "第一村"}\n',
            "content/news/2024-01-01-a.md": article("title: 一\ndate: 2024-01-01"),
        },
    )
    assert run("new", "--site", chinese, "--at", AT, "--title", "通知", "--community", "first", capsys=capsys)[0] == 0
    text = (chinese / "content/news/2024/2024-06-15-tong-zhi.md").read_text("utf-8")
    assert text == ("---\n标题: 通知\n日期: 2024-06-15\nid: 2024-06-15-tong-zhi\n社区: [第一村]\n草稿: 是\n---\n")
    sound(chinese)
    both = write(tmp_path / "both", {"content/site.toml": SITE_TOML})
    assert run("new", "--site", both, "--at", AT, "--title", "通知", "--column", "通知", capsys=capsys)[0] == 0
    assert [each.name for each in both.rglob("*.md")] == ["2024-06-15-tong-zhi.zh.md"]


def test_settings_with_an_error_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = write(tmp_path, {"content/site.toml": 'title = "x\n'})
    status, _, err = run("new", "--site", site, "--title", "x", capsys=capsys)
    assert status == 1
    assert "content/site.toml:1" in err
    assert "Nothing was written." in err
    assert run("new", "--site", tmp_path / "none", "--title", "x", capsys=capsys)[0] == 2


@pytest.mark.slow
def test_a_word_file_becomes_an_item(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = official()
    document.add_paragraph("第一村负责。")
    document.add_picture(str(picture(tmp_path)))
    file = saved(document, tmp_path)
    status, out, err = run("import", file, "--site", site, "--at", AT, "--column", "policies", capsys=capsys)
    assert (status, err) == (0, "")
    folder = site / "content/policies/2024/2024-06-15-guan-yu-zuo-hao-fang-xun-gong-zuo-de-tong-zhi"
    assert sorted(each.name for each in folder.iterdir()) == ["index.md", "picture-1.png"]
    text = (folder / "index.md").read_text("utf-8")
    assert "written: 2024-01-31\ndisclosure:\n  document_number: 太政发〔2024〕5号\n" in text
    for said in (
        "Title: 太阳宫乡人民政府关于做好防汛工作的通知",
        "Date of signing: 2024-01-31",
        "Document number: 太政发〔2024〕5号",
        "Communities named in the text: 第一村",
        "Still to do:",
        "[alt]",
    ):
        assert said in out, said
    (folder / "index.md").write_text(text.replace("![]", "![沙袋]"), "utf-8")
    sound(site)
    again = run("import", file, "--site", site, "--at", AT, "--column", "policies", capsys=capsys)
    assert again[0] == 0
    assert len(list((site / "content/policies/2024").iterdir())) == 2


def picture(folder: Path) -> Path:
    Image.new("RGB", (4, 4)).save(folder / "p.png")
    return folder / "p.png"


@pytest.mark.slow
def test_a_file_that_is_not_there_or_no_word_file(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", tmp_path / "none.docx", "--site", site, "--column", "news", capsys=capsys)[0] == 2
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    status, _, err = run(
        *("import", tmp_path / "old.doc", "--site", site, "--column", "news", "--lang", "zh"), capsys=capsys
    )
    assert (status, err) == (1, "bulletin: old.doc 是旧版 Word 格式（.doc），请用 Word 或 WPS 打开后另存为 .docx\n")


def test_the_schema_has_every_field_and_this_sites_names(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run("schema", "--site", site, capsys=capsys)
    made = json.loads(out)
    assert (status, made["$schema"]) == (0, DIALECT)
    written = {name for field, others in ITEM_FIELDS.items() for name in (field, *others)}
    assert set(made["properties"]) == written
    names = made["properties"]["社区"]["anyOf"][1]["enum"]
    assert names == [
        *("first-village", "First Village", "第一村", "second-village", "Second Village", "第二村"),
        *("all", "全部"),
    ]
    assert made["properties"]["topics"]["anyOf"][1] == {"type": "string"}


def test_the_schema_is_as_the_dialect_wants_it() -> None:
    """Keywords and types are those of JSON Schema 2020-12, patterns compile, groups name the fields of their parts."""
    keywords = {"$schema", "title", "description", "type", "properties", "additionalProperties", "anyOf", "allOf"}
    keywords |= {"required", "items", "enum", "pattern", "examples"}
    types = {"object", "array", "string", "number", "integer", "boolean", "null"}

    def look(one: dict[str, Any]) -> None:
        assert set(one) <= keywords, one
        kinds = one.get("type", [])
        assert set([kinds] if isinstance(kinds, str) else kinds) <= types
        re.compile(one.get("pattern", ""))
        assert len(one.get("enum", [])) == len(set(one.get("enum", [])))
        for inner in (*one.get("properties", {}).values(), *one.get("anyOf", []), *one.get("allOf", [])):
            look(inner)
        if "items" in one:
            look(one["items"])

    made = make_schema()
    look(made)
    for name, parts in NESTED_FIELDS.items():
        group = json.dumps(made["properties"][name], ensure_ascii=False)
        assert all(f'"{part}": ' in group for part in parts)
        others = (other for part in parts for other in NESTED_FIELD_NAMES.get(part, ()))
        assert all(f'"{other}": ' in group for other in others)


def test_editors_are_told_again(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    communities = site / "content/communities.toml"
    communities.write_text(communities.read_text("utf-8") + '\n[hill]\nname = "Hill"\n', "utf-8")
    assert run("schema", "--editor", "--site", site, capsys=capsys)[0] == 0
    assert "hill" in (site / SCHEMA).read_text("utf-8")
    snippets = json.loads((site / SNIPPETS).read_text("utf-8"))
    assert "hill" in snippets["communities"]["body"][0]
    assert {CANONICAL_NAMES[each["prefix"]] for each in snippets.values()} == set(ITEM_FIELDS)


@pytest.mark.slow
def test_annotations_count_from_githubs_checkout(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(site, {"content/news/2024-01-01-a.md": article("title: a\ndate: tomorrow")})
    for checkout, way in ((site.parent, "site/content"), (site, "content"), (site / "content", "content")):
        monkeypatch.setenv("GITHUB_WORKSPACE", str(checkout))
        status, out, _ = run("check", site, "--format", "github", "--at", AT, capsys=capsys)
        assert status == 1
        assert out.startswith(f"::error file={way}/news/2024-01-01-a.md,line=3,col=7,title=date::")


def test_a_site_without_columns_says_how_to_make_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = write(tmp_path, {"content/site.toml": PLAIN_TOML})
    status, _, err = run("new", "--site", site, "--column", "news", "--title", "A", capsys=capsys)
    assert (status, 'id = "news"' in err) == (2, True)
