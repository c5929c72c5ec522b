"""Tables of people with what the law protects are told, in texts and files; forms, masked lists and figures are not."""

import io
import re
from pathlib import Path

import docx
import openpyxl
import pytest

from site_builder.checking.personal_data.sensitive_columns import find_sensitive_columns
from site_builder.checking.readable_text import ItemText, ReadableText
from site_builder.checking.text import sensitive_tables
from site_builder.cli import commands
from site_builder.model import Item
from tests.checking.labelled.document import DOCUMENT
from tests.sites import PLAIN_TOML, article, write

Table = tuple[str, ...]
FOUND: tuple[tuple[Table, list[str]], ...] = (
    (("姓名|病种", "王示例|糖尿病", "李四|高血压", "赵六|癌症"), ["病种"]),
    (("姓名|残疾类别|残疾等级", "王五|肢体|一级", "李四|视力|二级", "赵六|听力|一级"), ["残疾类别", "残疾等级"]),
    (("序号|姓名|出生日期", "1|王五|1990年5月", "2|李四|1991-02-03", "3|赵六|19920304"), ["出生日期"]),
    (
        ("学生姓名|学校班级|监护人姓名", "王小|一小三班|王大", "李小|一小四班|李大", "赵小|二小一班|赵大"),
        ["学校班级", "监护人姓名"],
    ),
    (("户主|家庭人数|**致贫 原因**", "王五|3|因病", "李四|4|因残", "赵六|5|因学"), ["**致贫 原因**"]),
    (("村|致贫原因", "甲|因病", "乙|因残", "甲|因学"), ["致贫原因"]),
    (("姓名|病种", "王五|糖尿病", "李某|高血压", "赵六|癌症", "孙七|癌症", "合计|4"), ["病种"]),
    (("Name|Date of birth", "Mary|1 May 2011", "Ann|2 June 2012", "Tom|3 July 2013"), ["Date of birth"]),
    (("Pupil|Class|Parent/guardian", "Mary|2b|Ann", "Tom|2b|Eve", "Joe|3a|Sue"), ["Parent/guardian"]),
    (
        ("Resident|Diagnosis|Disability", "A. Fox|asthma|none", "B. Hay|diabetes|sight", "C. Roe|stroke|n/a"),
        ["Diagnosis"],
    ),
    (("姓名|婚姻状况", "王五|离异", "李四|丧偶", "赵六|未婚"), ["婚姻状况"]),
    (("姓名|民族、宗教信仰", "王五|无", "李四|佛教", "赵六|无"), ["民族、宗教信仰"]),
    (
        ("姓名|就读学校|家庭困难原因", "王小|甲小学|单亲", "李小|乙小学|父亲服刑", "赵小|甲小学|母亲患癌"),
        ["就读学校", "家庭困难原因"],
    ),
    (("姓名|疾病|民族", "王五|中风|汉族", "李四|哮喘|汉族", "赵六|癌症|汉族"), ["疾病"]),
    (
        ("Name|Religion|Marital status", "A|none|single", "B|Buddhist|widowed", "C|none|divorced"),
        ["Religion", "Marital status"],
    ),
    (
        (
            "Pupil|School attended|Reason for financial hardship",
            "Mary|Mill Lane|debt",
            "Tom|Hay|illness",
            "Joe|Hay|debt",
        ),
        ["School attended", "Reason for financial hardship"],
    ),
)
NOT_FOUND: tuple[Table, ...] = (
    *(
        ("姓名|病种", "|", "|", "|"),
        ("姓名|病种", "|如：糖尿病", "|", "|"),
        ("姓名|出生日期|监护人", "王五||", "李四||", "赵六||"),
    ),
    *(("姓名|病种", "王五|糖尿病", "李四|高血压"), ("姓名|病种", "王*|糖尿病", "李××|高血压", "赵某|癌症")),
    *(("病种|人数", "糖尿病|3", "高血压|4", "癌症|5"), ("村|残疾类别|户数", "甲|肢体|3", "乙|视力|4", "丙|听力|5")),
    *(
        ("残疾类别|补贴标准（元）", "视力|100", "听力|100", "肢体|80"),
        ("序号|病种|定点医院", "1|癌症|甲", "2|中风|甲", "3|哮喘|乙"),
    ),
    *(
        ("Disability|Number of residents", "Sight|3", "Hearing|4", "Mobility|8"),
        ("Area|Disability", "A|3.5", "B|4", "C|5"),
    ),
    *(
        (
            "Guardian angels of the parish and what they have done for all of us in these long years|x",
            "a|b",
            "c|d",
            "e|f",
        ),
    ),
    *(("姓名|职务", "王五|主任", "李四|书记", "赵六|委员"), ("Name|Date", "Mary|1 May", "Ann|2 May", "Tom|3 May")),
    *(("姓名|病种", "王五|无", "李四|-", "赵六|癌症", "孙七|***"),),
    *(("姓名|宗教信仰", "王五|-", "李四|不详", "赵六|佛教"), ("科室|疾病预防措施", "甲|洗手", "乙|通风", "丙|消毒")),
)


def split(table: Table) -> list[list[str]]:
    return [line.split("|") for line in table]


@pytest.mark.parametrize(("table", "headings"), FOUND)
def test_a_table_of_people_is_found(table: Table, headings: list[str]) -> None:
    head, *rows = split(table)
    assert [each.heading for each in find_sensitive_columns([each.replace("*", "") for each in head], rows)] == [
        each.replace("*", "") for each in headings
    ]


@pytest.mark.parametrize("table", NOT_FOUND)
def test_what_says_nothing_of_people_is_none(table: Table) -> None:
    head, *rows = split(table)
    assert list(find_sensitive_columns(head, rows)) == []


def list_documented_headings() -> list[str]:
    section = DOCUMENT.read_text("utf-8").partition("\n## sensitive-column\n")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| [^|]+ \| ([^|]+) \|$", section, re.MULTILINE)[1:]
    return [each.strip() for cell in cells for each in re.split("[,;]", cell)]


@pytest.mark.parametrize("heading", list_documented_headings())
def test_every_heading_of_the_document_is_found(heading: str) -> None:
    rows = [[name, name] for name in ("Ann", "Tom", "Joe")]
    found = find_sensitive_columns(["姓名", heading], rows)
    assert [each.heading for each in found] == [heading]


def to_markdown(table: Table) -> str:
    return "\n".join(
        (f"| {table[0]} |", "|---" * len(table[0].split("|")) + "|", *(f"| {each} |" for each in table[1:]))
    )


def to_html(table: Table, name: str = "td") -> str:
    rows = ("".join(f"<{name}>{cell}</{name}>" for cell in each.split("|")) for each in table)
    return f"<table>{''.join(f'<tr>{each}</tr>' for each in rows)}</table>"


def to_workbook(table: Table) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名单"
    sheet.append(["2024年名单"])
    for row in split(table):
        sheet.append(row)
    book.save(stream)
    return stream.getvalue()


def to_word(table: Table) -> bytes:
    document, stream = docx.Document(), io.BytesIO()
    rows = split(table)
    document.add_paragraph("名单")
    document.add_table(1, 1).cell(0, 0).text = "说明"
    there = document.add_table(len(rows), len(rows[0]))
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            there.cell(y, x).text = text
    document.save(stream)
    return stream.getvalue()


def to_csv(table: Table) -> bytes:
    return "\n".join(("2024年名单", "", *table)).replace("|", ",").encode("gb18030")


def run_check(site: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Check a site; give the findings that the terminal shows of the rule, and of acceptances."""
    with pytest.raises(SystemExit) as ended:
        commands.main(["check", str(site), "--at", "2024-06-15", "--lang", "en"])
    assert ended.value.code == 0
    return [each for each in capsys.readouterr().out.splitlines() if each.endswith(("[sensitive-column]", "[accept]"))]


ITEM = "content/news/a/index.md"
HEAD = "title: Roll\ndate: 2024-01-31"


def make_site(folder: Path, body: str, files: dict[str, bytes] | None = None) -> Path:
    return write(folder, {"content/site.toml": PLAIN_TOML, ITEM: article(HEAD, body), **(files or {})})


@pytest.mark.parametrize("fence", ["", "```\n"])
def test_it_is_a_warning_at_the_heading(fence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = run_check(make_site(tmp_path, f"Words.\n\n{fence}{to_markdown(FOUND[0][0])}\n{fence}"), capsys)
    line = 8 if fence else 7
    assert said == [
        f'{ITEM}:{line}:6: warning: the column "病种" tells what is sensitive of 3 people  [sensitive-column]'
    ]


def test_it_is_accepted_for_its_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = to_markdown(FOUND[1][0])
    note = "<!-- accept sensitive-column column 残疾类别: 依法公示 -->\n\n"
    said = run_check(make_site(tmp_path, f"{note}{table}\n"), capsys)
    assert [each.split('"')[1] for each in said] == ["残疾等级"]
    note += "<!-- accept sensitive-column column 病种: 依法公示 -->\n\n"
    assert run_check(make_site(tmp_path, f"{note}{table}\n"), capsys)[0].endswith("[accept]")


@pytest.mark.parametrize("fence", ["", "```html\n"])
@pytest.mark.parametrize("name", ["td", "th", "TD", 'td class="a"'])
def test_it_is_found_in_html(fence: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = to_html(FOUND[0][0], name)
    said = run_check(make_site(tmp_path, f"Words.\n\n{fence}{written}\n{fence}"), capsys)
    place = f"{8 if fence else 7}:{written.index('病种') + 1}"
    assert said == [
        f'{ITEM}:{place}: warning: the column "病种" tells what is sensitive of 3 people  [sensitive-column]'
    ]


LONG_HTML = """<table border="1">
<caption>名单</caption>
<tr><td colspan="4"><b>名单</b></td></tr>
<tr><td rowspan="2">村</td><td rowspan=2>姓名</td><td colspan='2'>健康</td></tr>
<tr>
  <td>
    <b>残疾&nbsp;类别</b></td><td>备注</td></tr>
<tr><td rowspan="3">甲</td><td>王五</td><td>肢体</td><td></td></tr>
<tr><td>李四</td><td>视力</td><td></td></tr>
<tr><td>赵六</td><td>听力</td><td></td></tr>
</table>
"""


def test_merged_cells_keep_their_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = run_check(make_site(tmp_path, f"Words.\n\n{LONG_HTML}"), capsys)
    assert [each.partition(": ")[0] for each in said] == [f"{ITEM}:13:8"]
    note = "<!-- accept sensitive-column column 残疾类别: 依法公示 -->\n\n"
    assert run_check(make_site(tmp_path, f"{note}{LONG_HTML}"), capsys) == []


# A table in a cell, before the rows that tell something, in the very column, around the list; one that is not ended.
NESTED_HTML = """<table>
<tr><th>姓名</th><th>病种</th></tr>
<tr><td>王五<table><tr><td>甲组</td><td>乙组</td></tr></table></td><td>高血压</td></tr>
<tr><td>李四</td><td><table><tr><td>糖尿病</td><td>肺癌</td></tr></table>
</td></tr>
<tr><td>赵六</td><td>尿毒症</td></tr>
</table>
"""
LAYOUT_HTML = """<table>
<tr><td>左栏</td><td>右栏</td></tr>
<tr><td>
<table>
<tr><th>姓名</th><th>病种</th></tr>
<tr><td>王五</td><td>高血压</td></tr>
<tr><td>李四</td><td>糖尿病</td></tr>
<tr><td>赵六</td><td>尿毒症</td></tr>
</table>
</td><td>说明</td></tr>
</table>
"""


@pytest.mark.parametrize(
    ("table", "place"),
    [
        (NESTED_HTML, "8:20"),
        (LAYOUT_HTML, "11:20"),
        ("<table><tr><td>说明</td></tr>\n" + NESTED_HTML, "9:20"),
        ("<table><tr><td>说明<table><tr><td>二</td></tr></table>\n" + NESTED_HTML, "9:20"),
    ],
)
def test_a_table_in_a_cell_is_one_of_its_own(
    table: str, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = run_check(make_site(tmp_path, f"Words.\n\n{table}"), capsys)
    assert [each.partition(": ")[0] for each in said] == [f"{ITEM}:{place}"]
    note = "<!-- accept sensitive-column column 病种: 依法公示 -->\n\n"
    assert run_check(make_site(tmp_path, f"{note}{table}"), capsys) == []
    below = table.replace("<tr><th>姓名", "<!-- accept sensitive-column column 病种: 依法公示 --><tr><th>姓名")
    assert run_check(make_site(tmp_path, below), capsys) == []
    other = run_check(make_site(tmp_path, f"{note.replace('病种', '姓名')}{table}"), capsys)
    assert [each.rpartition("[")[2] for each in other] == ["accept]", "sensitive-column]"]


def test_numbers_around_a_table_in_a_cell_are_accepted_by_their_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = (
        "<!-- accept personal-data column 手机: 值班表 -->\n\n<table>\n<tr><th>姓名</th><th>手机</th></tr>\n"
        "<tr><td>王五<table>\n<tr><td>甲组</td><td>乙组</td></tr>\n</table></td>\n<td>13800138001</td></tr>\n"
        "<tr><td>李四</td>\n<td>13800138002</td></tr>\n</table>\n"
    )
    assert run_check(make_site(tmp_path, body), capsys) == []


@pytest.mark.parametrize("table", [each for each in NOT_FOUND if len(each[0].split("|")) > 1])
def test_harmless_tables_in_html_are_none(table: Table, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blank = tuple(each.replace("||", "|&nbsp;|") for each in table)
    assert run_check(make_site(tmp_path, to_html(blank)), capsys) == []


def test_a_column_of_numbers_in_html_is_accepted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    numbers = to_html(("姓名|手机|备用", *(f"王{n}|1380013800{n}|1390013900{n}" for n in range(3))))
    note = "<!-- accept personal-data column {}: 值班表 -->\n"
    body = note.format("手机") + note.format("备用") + "\n" + numbers
    assert run_check(make_site(tmp_path, body), capsys) == []
    site = make_site(tmp_path, note.format("手机") + "\n" + numbers)
    with pytest.raises(SystemExit) as ended:
        commands.main(["check", str(site), "--at", "2024-06-15", "--lang", "en"])
    assert ended.value.code == 1
    assert capsys.readouterr().out.count("[personal-data]") == 3


WRITTEN = Item(path="a.md", id="a", column="", lang="en", slug="a", title="A", date=None, body="")


@pytest.mark.parametrize(
    ("body", "calls"),
    [
        ("病种 <p>x</p>", []),
        ("病种 a | b", ["list_heads"]),
        ("a | b\n---|---\n病种", ["list_heads"]),
        ("a | 病 种\n---|---\n1 | 2", ["list_heads", "find_tables"]),
        ("a | 病&nbsp;种\n---|---\n1 | 2", ["list_heads", "find_tables"]),
        *(
            (body, ["find_tables"])
            for body in (
                *(
                    "<time>病种</time>",
                    "<table>",
                    "<td></table>",
                    "<td>病种",
                    "<table><tr><td>a",
                    "<table><td>病种<table>",
                ),
                *("<table><tr></tr><tr><td rowspan=0>病种<td colspan=0>a</table>", "<table 病种"),
            )
        ),
    ],
)
def test_a_text_without_a_sign_of_a_table_is_not_searched(
    body: str, calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[str] = []

    def watch(name: str) -> None:
        call = getattr(sensitive_tables, name)

        def record(*given: object) -> object:
            called.append(name)
            return call(*given)

        monkeypatch.setattr(sensitive_tables, name, record)

    watch("list_heads")
    watch("find_tables")
    readable = ReadableText(ItemText("content/a.md", body, 0, WRITTEN))
    assert list(sensitive_tables.check_sensitive_columns(readable)) == []
    assert called == calls


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "make", "where"),
    [("a.xlsx", to_workbook, " of table 名单"), ("a.docx", to_word, " of table 2"), ("a.csv", to_csv, " of this file")],
)
@pytest.mark.parametrize("folder", ["content/news/a", "content/static"])
def test_files_are_looked_into(  # noqa: PLR0913, PLR0917 - three kinds of files in two places
    name: str, make: object, where: str, folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(make)
    path = f"{folder}/{name}"
    site = make_site(tmp_path, "Words.\n", {path: make(FOUND[0][0])})
    said = run_check(site, capsys)
    assert len(said) == 1
    assert said[0].startswith(f'{path}:1:1: warning: the column "病种"{where}')
    write(site, {path: make(NOT_FOUND[4])})
    assert run_check(site, capsys) == []
    write(site, {path: make(FOUND[0][0])})
    if folder == "content/static":
        write(site, {"content/site.toml": f"{PLAIN_TOML}# accept sensitive-column static/{name}: by law\n"})
    else:
        write(site, {ITEM: article(HEAD, f"Words.\n\n<!-- accept sensitive-column {name}: by law -->\n")})
    assert run_check(site, capsys) == []
