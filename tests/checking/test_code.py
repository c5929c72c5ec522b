"""Code is no prose: rules on words, signs, dates, lists and tables leave it alone; personal data is found in it too."""

import re
from pathlib import Path

import pytest

from site_builder.cli import commands
from site_builder.config import read_config
from site_builder.markdown.source_positions import blank_html_code
from tests.checking.judging import HEAD, judged
from tests.sites import PLAIN_TOML, article, write

# Lines of which each breaks a rule where it is prose.
FAULTS = {
    "punctuation": "今天开会,明天放假。",
    "day": "2024.1.31 召开",
    "document-number": "山府办[2024]第5号",
    "wording": "请登陆网站",
    "office": "副乡长柳示例到会",
    "list": "Bring:\n- a lamp\n- a rope",
    "table": "| Village | Houses |\n| Bend | 212 |",
}
FORMS = (
    "```\n{}\n```\n",
    "~~~ ruby\n{}\n~~~\n",
    "<pre>\n{}\n</pre>\n",
    "<pre><code># script\n\n{}\n</code></pre>\n",
    '<PRE class="x">{}</PRE>\n',
    "Words <code>{}</code> and `more`.\n",
    "Words `{}` and more.\n",
    "<div>\n<samp>{}</samp>\n</div>\n",
)
PEOPLE = '[liu]\nname = {zh = "柳示例"}\nrole = {zh = "乡长"}\n'


@pytest.fixture(name="site")
def fixture_site(tmp_path: Path) -> Path:
    words = '[[words]]\nwrong = "登陆网站"\nright = "登录网站"\n'
    return write(
        tmp_path,
        {"content/site.toml": PLAIN_TOML, "content/wording.toml": words, "content/people.toml": PEOPLE},
    )


@pytest.mark.parametrize(("rule", "fault"), FAULTS.items())
def test_what_breaks_a_rule_in_prose_breaks_none_in_code(site: Path, rule: str, fault: str) -> None:
    config = read_config(site).value
    assert config
    assert rule in {each.rule for each in judged(f"{fault}\n", HEAD, config=config)}
    for form in FORMS:
        if "\n" not in fault or "\n" in form.strip("\n"):
            assert judged(f"First.\n\n{form.format(fault)}\nLast.\n", HEAD, config=config) == [], form


@pytest.mark.parametrize("form", [*FORMS, "<!-- {} -->\n", "    {}\n", "<details>\n\n```\n{}\n```\n\n</details>\n"])
@pytest.mark.parametrize("data", ["110101199003077475", "电话13800138009", "a@qq.com"])
def test_personal_data_is_found_in_code_at_its_place(form: str, data: str) -> None:
    body = f"First.\n\n{form.format(data)}\nLast.\n"
    (found,) = [each for each in judged(body) if each.rule == "personal-data"]
    start = re.search(r"1[0-9]+|a@", body)
    assert start
    line = body.count("\n", 0, start.start()) + 5
    assert (found.severity, found.line) == ("error", line)
    assert found.column == start.start() - body.rfind("\n", 0, start.start())


def test_through_the_command_line(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = "".join(f"<pre>\n{each}\n</pre>\n\n" for each in FAULTS.values())
    write(site, {"content/news/a.md": article("title: Code\ndate: 2024-01-31", f"{body}<pre>13800138009</pre>\n")})
    with pytest.raises(SystemExit) as ended:
        commands.main(["check", str(site), "--at", "2024-06-15", "--lang", "en"])
    said = capsys.readouterr().out
    assert ended.value.code == 1
    assert re.findall(r"\[([a-z-]+)\]$", said, re.MULTILINE) == ["personal-data"]


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ("a <code>b</code> c", "a  c"),
        ("a <pre>b <code>c</code> d</pre> e", "a  e"),
        ("a <pre>b", "a <pre>b"),
        ("<pre>a <code>b</code> c", "<pre>a  c"),
        ("a </pre> b <pre>c", "a </pre> b <pre>c"),
        ("a <prefix>b</prefix> c", "a <prefix>b</prefix> c"),
        ("a <pre>b</pre> c <pre>d", "a  c <pre>d"),
    ],
)
def test_a_tag_without_its_end_hides_nothing(body: str, seen: str) -> None:
    blanked = blank_html_code(body)
    assert len(blanked) == len(body)
    assert blanked.replace("\0", "") == seen
