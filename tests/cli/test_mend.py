"""`check --mend` shows every change, asks once for each kind, and writes that and nothing else."""

import json
import re
from pathlib import Path

import pytest

from site_builder.atomic import write_whole
from site_builder.cli import commands
from tests.sites import write
from tests.terminal import run_at_terminal

SITE = {
    "content/site.toml": 'title = "渡口"\nbase_url = "https://ferry.example.org/"\nlanguage = "zh"\n',
    "content/communities.toml": (
        '[beiqiao]\nname = "北桥社区"\n[nanqiao]\nname = "南桥社区"\n[northfield]\nname = "Northfield"\n'
        '[ward-1]\nname = "Ward 1"\n'
    ),
    "content/people.toml": '[wang-fang]\nname = "王芳"\n',
}
NAME = "content/news/a.md"
HEAD = "标题：走访\ndate: 31 January 2024\n社区：[北侨社区，Nothfield]\n"
TABLE = "姓名\t电话\t备注\n张三\t1\t甲\n李四\t2\t乙|丙\n"
TEXT = f"---\n{HEAD}---\n电话13800138000。\n\n{TABLE}完。\n"
MENDED_HEAD = "标题: 走访\ndate: 2024-01-31\n社区: [北桥社区, Northfield]\n"
MENDED_TABLE = "| 姓名 | 电话 | 备注 |\n| --- | --- | --- |\n| 张三 | 1 | 甲 |\n| 李四 | 2 | 乙\\|丙 |\n"
MENDED = f"---\n{MENDED_HEAD}---\n电话138****8000。\n\n{MENDED_TABLE}\n完。\n"


@pytest.fixture(name="site")
def fixture_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write(tmp_path, SITE | {NAME: TEXT}))
    return tmp_path


def check(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        commands.main(["check", "--at", "2024-06-15", *arguments])
    return int(str(ended.value.code))


def mend(site: Path, text: str) -> str:
    """Write a text as the item and give what it is mended to."""
    (site / NAME).write_text(text, "utf-8")
    check("--mend", "--yes")
    return (site / NAME).read_text("utf-8")


def mend_head(site: Path, lines: str) -> str:
    """Give what the lines of a block, beside title and date, are mended to."""
    mended = mend(site, f"---\ntitle: A\ndate: 2024-01-31\n{lines}---\nText.\n")
    return mended.removeprefix("---\ntitle: A\ndate: 2024-01-31\n").removesuffix("---\nText.\n")


@pytest.mark.slow
def test_all_that_is_certain_is_mended(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("--mend", "--yes") == 0
    assert (site / NAME).read_text("utf-8") == MENDED
    out = capsys.readouterr().out
    assert out.endswith("1 file written\nMended: 8 changes made; 0 not made.\nNo problems found.\n")
    assert check("--mend", "--yes") == 0
    assert capsys.readouterr().out == "There is nothing to mend.\nNo problems found.\n"
    assert (site / NAME).read_text("utf-8") == MENDED


@pytest.mark.slow
def test_each_change_is_shown_before(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("--mend") == 2
    out, err = capsys.readouterr()
    changes = set(re.findall(r"^  [-+] (.*)", out, re.MULTILINE))
    for old, new in ((HEAD, MENDED_HEAD), (TABLE, MENDED_TABLE)):
        assert changes >= {*old.splitlines(), *new.splitlines()} - {"社区：[北侨社区，Nothfield]"}
    assert f'{NAME}:4:5: "北侨社区" is not in content/communities.toml\n  - 社区：[北侨社区，Nothfield]\n' in out
    assert f"{NAME}:6:3: becomes 138****8000\n    电话138****8000。\n" in out
    assert "13800138000" not in out + err
    assert err == "bulletin: nothing was written: there is nobody to ask here; add --yes to write these changes\n"
    assert (site / NAME).read_text("utf-8") == TEXT


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_file_keeps_its_encoding_and_line_ends(site: Path, encoding: str, end: str) -> None:
    (site / NAME).write_bytes(TEXT.replace("\n", end).encode(encoding))
    assert check("--mend", "--yes") == 0
    assert (site / NAME).read_bytes() == MENDED.replace("\n", end).encode(encoding)
    assert [each.name for each in (site / "content/news").iterdir()] == ["a.md"]


@pytest.mark.slow
def test_mixed_line_ends_stay_where_they_are(site: Path) -> None:
    (site / NAME).write_bytes(b"---\r\ntitle: A\rdate: 2024-01-31\n---\r\n\rA\tB\r\nC\tD\nE\tF\r")
    assert check("--mend", "--yes") == 0
    wanted = "---\r\ntitle: A\rdate: 2024-01-31\n---\r\n\r| A | B |\r\n| --- | --- |\r\n| C | D |\n| E | F |\r"
    assert (site / NAME).read_bytes() == wanted.encode()


@pytest.mark.slow
def test_at_a_terminal_each_kind_is_asked_for(site: Path) -> None:
    asked: list[str] = []

    def answer(shown: str) -> str:
        asked.append(shown.splitlines()[-1])
        assert (site / NAME).read_text("utf-8") == TEXT
        return "n" if "mask" in asked[-1] else "y"

    status, shown = run_at_terminal(["check", "--mend"], site, "[y/N]: ", answer)
    assert status == 1
    assert asked == [
        "Write 2 changes? [y/N]: ",
        "Write 1 change? [y/N]: ",
        "Write 1 mask? [y/N]: ",
        "Write 3 changes? [y/N]: ",
        "Write 1 change? [y/N]: ",
    ]
    assert "Mended: 7 changes made; 1 not made.\n" in shown
    assert shown.endswith("1 error\n")
    assert (site / NAME).read_text("utf-8") == MENDED.replace("138****8000", "13800138000")


@pytest.mark.slow
def test_who_says_no_to_all_has_nothing_written(site: Path) -> None:
    status, shown = run_at_terminal(["check", "--mend"], site, "[y/N]: ", lambda _: "n")
    assert (status, "Nothing was written.\n" in shown) == (1, True)
    assert (site / NAME).read_text("utf-8") == TEXT


@pytest.mark.slow
def test_a_file_that_changes_while_it_is_shown_stays(site: Path) -> None:
    other = site / "content/news/b.md"
    other.write_text(TEXT, "utf-8")

    def change_and_agree(_: str) -> str:
        (site / NAME).write_text(f"{TEXT}More.\n", "utf-8")
        return "y"

    status, shown = run_at_terminal(["check", "--mend"], site, "[y/N]: ", change_and_agree)
    assert status == 3
    assert f"{NAME} was changed meanwhile and stays as it is; run the command again\n" in shown
    assert "1 file written\nMended: 8 changes made; 8 not made.\n" in shown
    assert (site / NAME).read_text("utf-8") == f"{TEXT}More.\n"
    assert other.read_text("utf-8") == MENDED


@pytest.mark.slow
def test_programs_get_an_object(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("--mend", "--format", "json") == 2
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert found["error"] in err
    assert found["errors"] == len([each for each in found["problems"] if each["severity"] == "error"]) > 0
    assert {each["kind"] for each in found["mends"]} == {"name", "date", "mask", "field-sign", "table"}
    assert not any(each["written"] for each in found["mends"])
    assert "13800138000" not in out + err
    assert check("--mend", "--yes", "--report", "json", "--site", str(site)) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["problems"], found["not_written"]) == ([], [])
    assert all(each["written"] for each in found["mends"])
    assert found["mends"][2] == {
        "kind": "date",
        "path": NAME,
        "line": 3,
        "column": 7,
        "message": 'the date "31 January 2024" is not a date',
        "before": "date: 31 January 2024",
        "after": "date: 2024-01-31",
        "written": True,
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("社区: 北侨社区\n", "社区: 北桥社区\n"),
        ("社区: 北桥，Ｎorthfield\n", "社区: 北桥社区，northfield\n"),
        ("communities:\n  - 'northfeild'\n", "communities:\n  - 'northfield'\n"),
        ("events:\n  - {title: E, date: 2024-02-01, communities: [Nothfield]}\n", None),
        ("社区: 东桥社区\n", ""),
        ("communities: [ward-2]\n", ""),
        ("communities: [bridge]\n", ""),
        ("people: [王方]\n", ""),
    ],
)
def test_a_name_is_mended_only_where_one_can_be_meant(site: Path, written: str, mended: str | None) -> None:
    wanted = written.replace("Nothfield", "Northfield") if mended is None else mended or written
    assert mend_head(site, written) == wanted


@pytest.mark.slow
def test_two_that_may_be_meant_are_left(site: Path) -> None:
    (site / "content/communities.toml").write_text('[bq]\nname = "北桥村"\n[bqs]\nname = "北桥社区"\n', "utf-8")
    assert mend_head(site, "社区: [北桥]\n") == "社区: [北桥]\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        "```\nA\tB\nC\tD\nE\tF\n```\n",
        "A\tB\nC\tD\n",
        "    A\tB\n    C\tD\n    E\tF\n",
        "<!--\n\nA\tB\nC\tD\nE\tF\n\n-->\n",
    ],
)
def test_what_may_be_no_table_is_left(site: Path, body: str) -> None:
    text = f"---\ntitle: A\ndate: 2024-01-31\n---\n{body}"
    assert mend(site, text) == text


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments", [("--mend", "--mask"), ("--mend", "--format", "github"), ("--mend", "--naming", "A")]
)
def test_wrong_usage(site: Path, arguments: tuple[str, ...]) -> None:
    assert check(*arguments) == 2
    assert (site / NAME).read_text("utf-8") == TEXT


@pytest.mark.slow
def test_chinese_messages(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("--mend", "--yes", "--lang", "zh") == 0
    out = capsys.readouterr().out
    assert not re.search(r"(?m)^(?!content/|  [-+] |    )[A-Za-z]", out)
    assert "没有发现问题" in out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("- a\n  - b\n    - c\n- d\n", "- a\n    - b\n        - c\n- d\n"),
        ("1. a\n   - b\n\n   more\n2. d\n", "1. a\n    - b\n\n    more\n2. d\n"),
        ("- a\n  1. b\n  2. c\n\nText\n  - no\n", "- a\n    1. b\n    2. c\n\nText\n  - no\n"),
        ("* a\n * b\n  * c\n", "* a\n * b\n  * c\n"),
        ("```\n- a\n  - b\n```\n", "```\n- a\n  - b\n```\n"),
        ("```\n\n- a\n  - b\n```\n", "```\n\n- a\n  - b\n```\n"),
        ("- a\n```\n\nvolumes:\n      - b\n  - c\n```\n", "- a\n```\n\nvolumes:\n      - b\n  - c\n```\n"),
        ("<!--\n- a\n  - b\n-->\n", "<!--\n- a\n  - b\n-->\n"),
    ],
)
def test_nested_lists_get_four_spaces(site: Path, written: str, mended: str) -> None:
    head = "---\ntitle: A\ndate: 2024-01-31\n---\n"
    assert mend(site, head + written) == head + mended


@pytest.mark.slow
@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("A\tB\nC\tD\tE\nF\tG\n", "| A | B |  |\n| --- | --- | --- |\n| C | D | E |\n| F | G |  |\n"),
        ("A\t\tB\nC\tD\nE\tF\n", "| A | B |\n| --- | --- |\n| C | D |\n| E | F |\n"),
        ("A\t\tB\nC\tD\tE\nF\t\tG\n", "| A |  | B |\n| --- | --- | --- |\n| C | D | E |\n| F |  | G |\n"),
        (
            "Text:\nA\t1|2\nC\tD\nE\tF\nMore.\n",
            "Text:\n\n| A | 1\\|2 |\n| --- | --- |\n| C | D |\n| E | F |\n\nMore.\n",
        ),
    ],
)
def test_words_divided_by_tabs_become_a_table(site: Path, written: str, mended: str) -> None:
    head = "---\ntitle: A\ndate: 2024-01-31\n---\n"
    assert mend(site, head + written) == head + mended


@pytest.mark.slow
def test_who_stops_at_a_question_has_nothing_written(site: Path) -> None:
    asked: list[str] = []

    def agree_and_stop(shown: str) -> str:
        asked.append(shown)
        return "y" if len(asked) == 1 else "\x04"

    status, shown = run_at_terminal(["check", "--mend"], site, "[y/N]: ", agree_and_stop)
    assert (status, len(asked)) == (130, 2)
    assert "stopped; nothing is half done" in shown
    assert (site / NAME).read_text("utf-8") == TEXT


@pytest.mark.slow
def test_a_file_that_cannot_be_written_is_named(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(site, {"content/news/b.md": TEXT})

    def refuse_first(path: Path, data: bytes, mode: int) -> None:
        if path.name == "a.md":
            raise PermissionError(13, "Permission denied")
        write_whole(path, data, mode)

    monkeypatch.setattr("site_builder.editing.mending.write.write_whole", refuse_first)
    assert check("--mend", "--yes") == 3
    out, err = capsys.readouterr()
    assert err == f"bulletin: {NAME}: Permission denied\n"
    assert "1 file written\nMended: 8 changes made; 8 not made.\n" in out
    assert (site / NAME).read_text("utf-8") == TEXT
    assert (site / "content/news/b.md").read_text("utf-8") == MENDED


@pytest.mark.slow
def test_what_is_accepted_or_judged_by_no_rule_is_left(site: Path) -> None:
    text = "---\ntitle: A\ndate: 2024-01-31\n---\n电话13800138000。\n"
    accepted = text.replace("。", "。<!-- accept personal-data: 值班 -->")
    assert mend(site, accepted) == accepted
    (site / "content/site.toml").write_text(SITE["content/site.toml"] + '[checks]\npersonal-data = "off"\n', "utf-8")
    assert mend(site, text) == text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("＃　标题\n", "# 标题\n"),
        ("＊＊重要＊＊，＊＊加急＊＊。\n", "**重要**，**加急**。\n"),
        ("见［办法］（https://example.org/）。\n", "见[办法](https://example.org/)。\n"),
        ("－　甲\n－　乙\n", "- 甲\n- 乙\n"),
        ("｜甲｜乙｜\n｜－－｜－－｜\n｜1｜2｜\n", "|甲|乙|\n|--|--|\n|1|2|\n"),
        ("＞ 引用＊＊重要＊＊\n", "> 引用**重要**\n"),
        ("[2024]（5号），＃3楼，＊＊未完\n", None),
        ("`＊＊重要＊＊`\n\n```\n＃ 标题\n```\n", None),
        ("甲＞乙，8:00～11:30，14:00～17:00，＿＿＿＿\n", None),
    ],
)
def test_full_width_signs_of_markdown_become_plain(site: Path, written: str, mended: str | None) -> None:
    head = "---\ntitle: A\ndate: 2024-01-31\nlang: zh\n---\n"
    assert mend(site, head + written) == head + (mended or written)
