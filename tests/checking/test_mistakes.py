"""A mistake of each rule, made in the demonstration: it is found at its line, and nothing else is."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import docx
import pytest

from site_builder.building.build import survey_site
from site_builder.building.session import Options
from site_builder.editing.new_site.init import init_site
from site_builder.problem import Problem
from site_builder.publishing.external_links import check_external_links
from site_builder.rules import RULES
from tests.checking.test_files import pdf, saved
from tests.publishing.test_external_links import QUICK, running
from tests.sites import article, write

AT = "2026-01-01"
DEMO = Path(__file__).parents[2] / "site_builder/editing/new_site/demo_content"
SITE, PEOPLE, WORDS, LEDGER = (f"content/{n}" for n in ("site.toml", "people.toml", "wording.toml", "ledger.jsonl"))
OWN_WORDS = "content/_locales"
NEWS, NOTICES, POLICIES = "content/news", "content/notices", "content/policies"
LAKE, LAKE_ZH = (f"{NEWS}/2023/2023-02-23-visit-reed-lake/index{n}.md" for n in ("", ".zh"))
DRAIN_ZH = f"{NEWS}/2025/2025-11-13-drain-finished.zh.md"
COUNTER, COUNTER_ZH = (f"{NOTICES}/2025/2025-12-01-one-counter{n}.md" for n in ("", ".zh"))
LATER = f"{NOTICES}/later.zh.md"
MARKET_ZH = f"{POLICIES}/2024/2024-07-15-market-rules.zh.md"
TREES = f"{POLICIES}/2025/2025-10-20-old-trees.md"
FORM = f"{NOTICES}/2025/2025-12-01-form.md"
ABOUT = "content/about.md"
YIELDS = f"{NEWS}/2024/2024-08-15-rice-trial/yields.csv"
RICE = f"{NEWS}/2024/2024-08-15-rice-trial"
Edits = Mapping[str, tuple[str, str | bytes]]


class Mistake(NamedTuple):
    """A rule; the file in which a text is put for another; the line where it is found; edits made beforehand.

    Where nothing is replaced the file is written anew.
    """

    rule: str
    path: str
    old: str
    new: str | bytes
    line: int
    severity: str = ""
    before: Edits = MappingProxyType({})


def word(author: str) -> bytes:
    """Write a Word file that names its author."""
    document = docx.Document()
    document.add_paragraph("Yields of the trial.")
    document.core_properties.author = author
    return saved(document.save)


def published(path: str, address: str, *, kind: str, id_: str, lang: str = "") -> tuple[str, str]:
    """Give the edit that makes a ledger of the publication of a file's present text."""
    data = (DEMO / path).read_bytes()
    digested = f"{lang}\n{data.decode().split('---' + chr(10), 2)[2]}".encode() if kind == "item" else data
    digest = blake2b(digested, digest_size=16).hexdigest()
    fields = {"address": address, "kind": kind, "published": "2025-12-02T01:00:00Z", "id": id_, "lang": lang}
    return "", json.dumps(fields | {"digest": digest}) + "\n"


WORDING = {WORDS: ("", '[[words]]\nwrong = "登陆"\nright = "登录"\nreason = "上网"\nexcept = ["登陆作战"]\n')}
HOSTS = {SITE: ("[notice]", '[checks]\nhosts = ["example.org"]\n\n[notice]')}
REVIEWS = {
    SITE: (
        '[[columns]]\nid = "policies"',
        '[checks]\nsince = "2025-10-20"\n\n[[columns]]\nreviews = 1\nid = "policies"',
    ),
    TREES: ("disclosure:", "reviewers:\n  - name: He Xugou\n    date: 2025-10-14\ndisclosure:"),
}
NOTICE = {
    SITE: (
        '[[columns]]\nid = "notices"',
        '[checks]\nsince = "2025-12-01"\n\n[[columns]]\nnotice_days = 3\nid = "notices"',
    ),
    COUNTER: ("pinned_until:", "events:\n  - date: 2025-12-05\npinned_until:"),
}
OFFICE = 'role = { en = "Head of the township", zh = "乡长" }'
LEDGER_OF_TEXT = {LEDGER: published(COUNTER, "/notices/2025/one-counter/", kind="item", id_="one-counter", lang="en")}
LEDGER_OF_FILE = {
    LEDGER: published(YIELDS, "/news/2024/rice-trial/yields.csv", kind="file", id_=YIELDS.removeprefix("content/"))
}
DOWN = {
    LEDGER: (
        "",
        "".join(
            f'{{"address": "{each}", "kind": "takedown", "published": "2025-12-03T01:00:00Z", "reason": "x"}}\n'
            for each in ("/news/2024/rice-trial/more.csv", "/notices/2025/other/")
        ),
    )
}
MAP = "Map of Reed Lake: the lake in the middle, the Willow River along the south, three numbered sluices between them"
BIRTHS = "own words.\n\n| Name | Date of birth |\n|---|---|\n" + "".join(
    f"| {each} | 3 May 1951 |\n" for each in ("Ann Hill", "Tom Reed", "Joan Mill")
)
MISTAKES = [
    Mistake("person", LAKE_ZH, "乡长柳示例", "乡长柳示列", 20),
    Mistake("person", LAKE_ZH, "副乡长杜范例", "副乡长杜例范", 20),
    Mistake("person", LAKE_ZH, "owner: 杜范例", "owner: 杜范利", 13),
    Mistake("person", LAKE_ZH, "title: 乡长", "title: 乡长柳世例", 2),
    Mistake("person", LAKE, "Liu Shili and", "Liu Shilli and", 20),
    Mistake("person", LAKE, "Liu Shili and", "Shili Liu and", 20),
    Mistake("person", LAKE, "owner: Du Fanli", "owner: Du Fanly", 13),
    Mistake("person", LAKE, "![Map", "![Du Fanli and Liu Shiil, map", 22),
    Mistake("person", MARKET_ZH, "name: 何虚构", "name: 何虚勾", 16),
    Mistake("office", LAKE_ZH, "副乡长杜范例", "乡长杜范例", 20),
    Mistake("office", LAKE, "Liu Shili and", "Director Liu Shili and", 20),
    Mistake("column", ABOUT, "---\n", "---\ndate: 2025-12-01\n", 2),
    Mistake("day", DRAIN_ZH, "11月10日", "2025.11.10", 9, "warning"),
    Mistake("day", DRAIN_ZH, "11月10日", "25年11月10日", 9, "warning"),
    Mistake("day", DRAIN_ZH, "11月10日", "11月31日", 9, "error"),
    Mistake("day", DRAIN_ZH, "11月10日", "2025年11月10日（星期二）", 9, "error"),
    Mistake("day", COUNTER, "From today every", "From Tuesday, 1 December, every", 11, "warning"),
    Mistake("document-number", MARKET_ZH, "〔2024〕5号", "[2024]5号", 11),
    Mistake("document-number", MARKET_ZH, "〔2024〕5号", "〔2024〕第05号", 11),
    Mistake("punctuation", DRAIN_ZH, "通水，", "通水,", 9),
    Mistake("punctuation", DRAIN_ZH, "柳湾下巷", "柳湾(村)下巷", 2),
    Mistake("punctuation", COUNTER, "own words.", "own words。", 15),
    Mistake("list", COUNTER_ZH, "## 怎样办\n\n", "怎样办：\n", 14),
    Mistake("list", COUNTER, "## How it works\n\n", "How it works:\n", 14),
    Mistake("table", DRAIN_ZH, "|---|--:|--:|\n", "", 13),
    Mistake("table", DRAIN_ZH, "## 工程数据\n\n", "工程数据如下。\n", 12),
    Mistake("title", COUNTER, "## How it works\n", "## One counter for everything\n", 13),
    Mistake("document-number", MARKET_ZH, "〔2024〕5号", "〔2O24〕5号", 11),
    Mistake("punctuation", DRAIN_ZH, "通水，", "通水（，", 9),
    Mistake("agency", DRAIN_ZH, "通水，", "县环保局说通水，", 9),
    Mistake("annex", FORM, "", "---\ntitle: A form\ndate: 2025-12-01\n---\nPlease see the attached form.\n", 5),
    Mistake("interface", f"{OWN_WORDS}/en.po", "", 'msgid "Hom"\nmsgstr "Front"\n', 1),
    Mistake("leftover", DRAIN_ZH, "通水，", "XX镇通水，", 9),
    Mistake("numbering", COUNTER, "2. Take", "3. Take", 16),
    Mistake("secrecy", COUNTER, "## When are we", "CONFIDENTIAL\n\n## When are we", 21),
    Mistake("caption", LAKE, f"![{MAP}](", "![sluices.png](", 22),
    Mistake("wording", DRAIN_ZH, "检查井（座）", "登陆（座）", 16, "", WORDING),
    Mistake("host", TREES, "https://example.org/trees/", "https://tree.example.net/", 10, "", HOSTS),
    Mistake("order", MARKET_ZH, "written: 2024-07-08", "written: 2024-07-18", 4),
    Mistake("order", COUNTER, "date: 2025-12-01", "date: 2025-12-01\nupdated: 2025-11-30", 5),
    Mistake("order", COUNTER, "date: 2025-12-01", "date: 2025-12-01\nexpires: 2025-11-30", 5, severity="warning"),
    Mistake("review", TREES, "date: 2025-10-14", "date: 2025-10-24", 12, "", REVIEWS),
    Mistake("future", LATER, "", article("title: 以后的事\ndate: 2026-02-01", "到时再说。\n"), 3, "notice"),
    Mistake("future", LATER, "", article("title: 以后的事\ndate: 2052-12-01", "到时再说。\n"), 3, "warning"),
    Mistake("overdue", LAKE, "    status: in", "    due: 2023-06-30\n    status: in", 15),
    Mistake("deadline", COUNTER, "date: 2025-12-05", "date: 2025-12-04", 4, "", NOTICE),
    Mistake("change", COUNTER, "Take the slip", "Take a slip", 2, "", LEDGER_OF_TEXT),
    Mistake("change", YIELDS, "1", "2", 1, "", LEDGER_OF_FILE),
    Mistake("personal-data", COUNTER, "Take the slip", "Ring 138 0013 8000, take the slip", 16),
    Mistake("personal-data", COUNTER, "summary: ", "summary: Ring +86 138-0013-8000. ", 9),
    Mistake("personal-data", DRAIN_ZH, "| 检查井（座）", "| 110101199003074514", 16),
    Mistake("personal-data", LAKE, f"![{MAP}", f"![{MAP}, 110101900307451", 22),
    Mistake("personal-data", YIELDS, "438", "6222021234567890128", 2),
    Mistake("sensitive-column", COUNTER, "own words.", BIRTHS, 17),
    Mistake("attachment", f"{RICE}/photos.rar", "", b"Rar!\x1a\x07\x00 and more", 1),
    Mistake("metadata", f"{RICE}/trial.docx", "", word("Du Fanli"), 1),
    Mistake("takedown", f"{RICE}/more.csv", "", "a,b\n", 1, "", DOWN),
    Mistake("takedown", COUNTER, "date: 2025-12-01", "date: 2025-12-01\nslug: other", 1, "", DOWN),
    Mistake("accessibility", f"{RICE}/trial.pdf", "", pdf("Yields of the trial"), 1),
]
# It asks other hosts, and has a test of its own below.
OUTSIDE = "external"
FIRST = [next(each for each in MISTAKES if each.rule == rule) for rule in RULES if rule != OUTSIDE]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "site"
    init_site(folder, demo=True)
    return folder


def found(site: Path) -> list[Problem]:
    return list(survey_site(Options(site=site, output=site / "public", at=AT, now=0.0)).problems)


@contextmanager
def edited(site: Path, edits: Iterable[tuple[str, str, str | bytes]]) -> Iterator[None]:
    """Put texts for others, and take that back; a file that is not there is written."""
    kept = {path: (site / path).read_bytes() if (site / path).exists() else None for path, _, _ in edits}
    for path, old, new in edits:
        text = (site / path).read_text("utf-8") if old and (site / path).exists() else ""
        assert old in text, path
        now = text.replace(old, new, 1) if old and isinstance(new, str) else new
        write(site, {path: now})
    try:
        yield
    finally:
        for path, data in kept.items():
            if data is None:
                (site / path).unlink()
            else:
                (site / path).write_bytes(data)


@pytest.mark.slow
def test_the_demonstration_has_no_mistake(demo: Path) -> None:
    assert found(demo) == []


def test_every_rule_has_a_case() -> None:
    assert {each.rule for each in MISTAKES} | {OUTSIDE} == RULES.keys()


@pytest.mark.slow
@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: f"{m.rule}-{m.new[:8]!s}")
def test_a_mistake_is_found_at_its_line_and_nothing_else_is(mistake: Mistake, demo: Path) -> None:
    before = [(path, old, new) for path, (old, new) in mistake.before.items()]
    if before:
        with edited(demo, before):
            assert found(demo) == []
    with edited(demo, [*before, (mistake.path, mistake.old, mistake.new)]):
        problems = found(demo)
    assert [(p.rule, p.path, p.line) for p in problems] == [(mistake.rule, mistake.path, mistake.line)], mistake
    assert problems[0].severity == (mistake.severity or RULES[mistake.rule].severity)
    assert problems[0].hint or mistake.rule == "future"


@pytest.mark.slow
def test_a_dead_link_is_found_at_its_line_and_nothing_else_is(demo: Path) -> None:
    with running() as host, edited(demo, [(COUNTER, "own words.", f"[words](http://127.0.0.1:{host.port}/404/a).")]):
        looked = survey_site(Options(site=demo, output=demo / "public", at=AT, now=0.0)).value
        assert looked
        problems = check_external_links(demo, looked.items, looked.site.config, 0.0, limits=QUICK)
    assert [(p.rule, p.severity, p.path, p.line) for p in problems] == [(OUTSIDE, "error", COUNTER, 15)]


@pytest.mark.slow
@pytest.mark.parametrize("mistake", FIRST, ids=lambda m: m.rule)
def test_a_site_can_weigh_every_rule_and_accept_its_findings_with_a_reason(mistake: Mistake, demo: Path) -> None:
    edits = [*((path, old, new) for path, (old, new) in mistake.before.items()), mistake[1:4]]
    with edited(demo, edits):
        for weight in ("notice" if RULES[mistake.rule].severity != "notice" else "error", "off"):
            with edited(demo, [(SITE, "", weighed((demo / SITE).read_text("utf-8"), mistake.rule, weight))]):
                there = [] if weight == "off" else [(mistake.rule, weight)]
                assert [(p.rule, p.severity) for p in found(demo)] == there
        with edited(demo, [accepted(demo, mistake)]):
            assert found(demo) == []


def weighed(settings: str, rule: str, weight: str) -> str:
    """Give settings in which a rule has a severity."""
    line = f'{rule} = "{weight}"\n'
    return (
        settings.replace("[checks]\n", f"[checks]\n{line}", 1)
        if "[checks]" in settings
        else f"{settings}\n[checks]\n{line}"
    )


def accepted(site: Path, mistake: Mistake) -> tuple[str, str, str]:
    """Give the edit that accepts a finding where it stands; that of a file in the item beside it."""
    why = "the reason why it stands"
    if mistake.path.startswith(OWN_WORDS):
        name = mistake.path.removeprefix("content/")
        return SITE, "", f"# accept {mistake.rule} {name}: {why}\n" + (site / SITE).read_text("utf-8")
    if not mistake.path.endswith(".md"):
        item = f"{RICE}/index.md"
        name = mistake.path.rpartition("/")[2]
        return item, "", (site / item).read_text("utf-8") + f"\n<!-- accept {mistake.rule} {name}: {why} -->\n"
    text = (site / mistake.path).read_text("utf-8")
    lines = text.splitlines(keepends=True)
    line = lines[mistake.line - 1]
    if mistake.line <= lines.index("---\n", 1):
        indent = line[: len(line) - len(line.lstrip())]
        lines.insert(mistake.line - 1, f"{indent}# accept {mistake.rule}: {why}\n")
    else:
        lines[mistake.line - 1] = line.rstrip("\n") + f" <!-- accept {mistake.rule}: {why} -->\n"
    return mistake.path, "", "".join(lines)
