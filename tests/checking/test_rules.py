"""Every rule that can be weighed is made known, is told of, can be switched off; what is missing names the step.

`SITES` has for each rule the smallest site that it finds something in: a rule that is not called finds nothing.
"""

import ast
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from site_builder.building.build import survey_site
from site_builder.building.session import Options
from site_builder.problem import Problem
from site_builder.rules import RULES
from tests.sites import AT, PLAIN_TOML, article, picture, write

ROOT = Path(__file__).parents[2]
CHECKING = ROOT / "site_builder/checking"
STEPS = "CONTRIBUTING.md, A new rule"
# Rules that no build asks for, with the test that triggers them.
ELSEWHERE = {"external": "tests/publishing/test_external_links.py"}
# What keeps an item or a site from being read or published at all, which no site can weigh.
NO_OPINION = frozenset(
    ["accept", "commitment", "config", "government", "link", "picture", "registry", "related", "size"]
)
COLUMN = '[[columns]]\nid = "news"\n'
PEOPLE = '[liu]\nname = {zh = "柳示例"}\nrole = {zh = "乡长"}\n'


def make_item(body: str = "Words.\n", more: str = "", date: str = "2024-01-31") -> dict[str, str | bytes]:
    return {"content/news/sample/index.md": article(f"title: Sample\nid: sample\ndate: {date}\n{more}", body)}


def make_ledger(kind: str, more: str) -> dict[str, str | bytes]:
    line = f'{{"address":"/news/2024/sample/","kind":"{kind}","published":"2024-02-01T00:00:00Z",{more}}}\n'
    return {"content/ledger.jsonl": line}


def make_settings(more: str) -> dict[str, str | bytes]:
    return {"content/site.toml": PLAIN_TOML + more}


def make_word_file() -> bytes:
    """Give a Word file with nothing in it but its author."""
    data = io.BytesIO()
    names = 'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    creator = '<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">Wang</dc:creator>'
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("docProps/core.xml", f"<cp:coreProperties {names}>{creator}</cp:coreProperties>")
        archive.writestr("word/document.xml", "<document/>")
    return data.getvalue()


SITES: dict[str, Mapping[str, str | bytes]] = {
    "agency": make_item("县环保局的通知。\n"),
    "annex": {"content/news/sample.md": article("title: Sample\ndate: 2024-01-31", "详见附件。\n")},
    "accessibility": {**make_item(), "content/news/sample/plan.pdf": b"%PDF-1.4\n"},
    "attachment": {**make_item(), "content/news/sample/plan.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"},
    "caption": {**make_item("![IMG_1234.jpg](map.png)\n"), "content/news/sample/map.png": picture(1)},
    "change": {**make_item(), **make_ledger("item", '"id":"sample","lang":"en","digest":"0123456789abcdef"')},
    "column": {"content/about.md": article("title: About\ndate: 2024-01-31")},
    "day": make_item("2月30日开会。\n"),
    "deadline": {
        **make_settings(f"{COLUMN}notice_days = 3\n"),
        **make_item(more="events:\n  - {date: 2024-02-01, title: Meeting}"),
    },
    "document-number": make_item("见山府办〔2024〕第5号。\n"),
    "future": make_item(date="2024-07-31"),
    "host": {**make_settings('[checks]\nhosts = ["gov.cn"]\n'), **make_item("[There](https://www.other.com/)\n")},
    "interface": {**make_settings("[languages.bo]\n"), **make_item()},
    "leftover": make_item("XX镇人民政府\n"),
    "list": make_item("Bring:\n- a lamp\n- a rope\n"),
    "metadata": {**make_item(), "content/news/sample/form.docx": make_word_file()},
    "numbering": make_item("一、甲\n\n三、乙\n"),
    "office": {"content/people.toml": PEOPLE, **make_item("副乡长柳示例到会。\n")},
    "order": make_item(more="written: 2024-02-02"),
    "overdue": make_item(more="commitments:\n  - {id: road, text: Mend it, due: 2024-02-01, status: open}"),
    "person": {"content/people.toml": PEOPLE, **make_item("乡长柳是例到会。\n")},
    "personal-data": make_item("Ring 13800138000.\n"),
    "punctuation": make_item("今天开会,明天放假。\n"),
    "review": {**make_settings("[checks]\nreviews = 1\n"), **make_item()},
    "sensitive-column": make_item("| 姓名 | 病种 |\n|---|---|\n| 甲 | 癌 |\n| 乙 | 癌 |\n| 丙 | 癌 |\n"),
    "secrecy": make_item("内部资料，注意保存\n"),
    "table": make_item("| Village | Houses |\n| Bend | 212 |\n"),
    "takedown": {**make_item(), **make_ledger("takedown", '"id":"sample","reason":"wrong"')},
    "title": make_item("# Sample\n\nA text.\n"),
    "wording": {"content/wording.toml": '[[words]]\nwrong = "colour"\n', **make_item("The colour.\n")},
}
every_rule = pytest.mark.parametrize("rule", RULES)


def find(folder: Path, rule: str, weight: str = "") -> list[Problem]:
    """Give what a rule finds in its site, with a weight of its own."""
    files = dict(SITES[rule])
    settings = str(files.get("content/site.toml", PLAIN_TOML))
    if weight:
        checks = f'[checks]\n{rule} = "{weight}"\n'
        settings = settings.replace("[checks]\n", checks) if "[checks]\n" in settings else settings + checks
    problems = check_site(write(folder, files | {"content/site.toml": settings}))
    assert [each.message for each in problems if each.rule == "config"] == []
    return [each for each in problems if each.rule == rule]


def check_site(site: Path) -> tuple[Problem, ...]:
    return survey_site(Options(site=site, output=site / "public", at=AT, now=0.0)).problems


def list_problem_rules() -> Iterator[tuple[str, str]]:
    """Give the rules that are named where checks make Problems, each with its file."""
    for file in sorted(CHECKING.rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        constants = {
            node.targets[0].id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("make_problem") and len(node.args) > 1:
                rule = node.args[1]
                name = rule.value if isinstance(rule, ast.Constant) else constants.get(ast.unparse(rule), "")
                if isinstance(name, str) and name:
                    yield name, file.relative_to(ROOT).as_posix()


def test_a_rule_of_a_check_is_listed() -> None:
    found = {name: file for name, file in list_problem_rules() if name not in RULES and name not in NO_OPINION}
    assert found == {}, f"add these to RULES in site_builder/rules.py, with the usual severity ({STEPS}): {found}"


def test_what_no_site_can_weigh_is_still_used() -> None:
    assert sorted(NO_OPINION - {name for name, _ in list_problem_rules()}) == []


@every_rule
def test_a_rule_has_its_section(rule: str) -> None:
    sections = re.findall(r"^## (\S+)$", (ROOT / "docs/checks.md").read_text("utf-8"), re.MULTILINE)
    assert rule in sections, f"write the section `## {rule}` in docs/checks.md ({STEPS})"


def test_sections_stand_in_order_and_each_is_a_rules() -> None:
    sections = re.findall(r"^## (\S+)$", (ROOT / "docs/checks.md").read_text("utf-8"), re.MULTILINE)
    assert sections == sorted(RULES), "docs/checks.md: sections stand in the order of the alphabet, one for each rule"
    assert list(RULES) == sorted(RULES), "RULES in site_builder/rules.py stand in the order of the alphabet"


@every_rule
def test_a_rule_is_triggered(tmp_path: Path, rule: str) -> None:
    if rule in ELSEWHERE:
        assert f'"{rule}"' in (ROOT / ELSEWHERE[rule]).read_text("utf-8")
        return
    assert rule in SITES, f"add the smallest site in which `{rule}` finds something to SITES here ({STEPS})"
    step = "call it in make_readable_text_rule of site_builder/checking/item_rules.py, if a file's text is all that it "
    step += f"judges, else in check_site of site_builder/checking/site_rules.py ({STEPS})"
    assert find(tmp_path, rule), f"`{rule}` finds nothing: {step}"


@every_rule
def test_a_rule_can_be_weighed_and_switched_off(tmp_path: Path, rule: str) -> None:
    if rule in SITES:
        found = find(tmp_path, rule, "notice")
        assert {each.severity for each in found} == {"notice"}, f"`{rule}` cannot be weighed"
        assert find(tmp_path, rule, "off") == [], f"`{rule}` cannot be switched off"


@every_rule
def test_a_finding_of_a_text_rule_is_accepted_by_an_item(tmp_path: Path, rule: str) -> None:
    if not RULES[rule].text_only or rule not in SITES:
        return
    (place,) = {(each.path, each.line) for each in find(tmp_path, rule)}
    file = tmp_path / place[0]
    lines = file.read_text("utf-8").split("\n")
    in_block = place[1] - 1 < lines.index("---", 1)
    note = f"# accept {rule}: it has to stand" if in_block else f"<!-- accept {rule}: it has to stand -->\n"
    if rule in {"list", "table"}:
        lines[place[1] - 1] += f" {note.strip()}"
    else:
        lines.insert(place[1] - 1, note.rstrip())
    file.write_text("\n".join(lines), "utf-8")
    problems = [each for each in check_site(tmp_path) if each.rule in {rule, "accept"}]
    assert problems == [], f"a finding of `{rule}` cannot be accepted in the item's own text"


@pytest.mark.parametrize(
    ("title", "body", "lines"),
    [
        ("关于停水的通知", "# 关于停水的通知\n\n正文。\n", [5]),
        ("关于停水的通知", "**关于停水的 通知**\n\n正文。\n", [5]),
        ("关于停水的通知", "\n\n<h2>关于停水的通知</h2>\n\n正文。\n", [7]),
        ("关于停水的通知", "正文。\n\n## 关于停水的通知 {#a}\n", [7]),
        ("Water off", "Water off!\n\nText.\n", [5]),
        ("Water off", "Water off on Monday.\n\n## Where\n", []),
        ("Water off", "Text.\n\nWater off\n", []),
    ],
)
def test_a_title_that_is_said_again(tmp_path: Path, title: str, body: str, lines: list[int]) -> None:
    files = {"content/site.toml": PLAIN_TOML}
    files["content/news/a.md"] = article(f"title: {title}\ndate: 2024-01-31", body)
    found = check_site(write(tmp_path, files))
    assert [each.line for each in found if each.rule == "title"] == lines
