"""A month's bulletin on paper says all that its items' pages say: events, promises, attachments, numbers."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.reader import looking
from tests.browser.sheets import find_missing, print_sheets
from tests.conftest import Serve
from tests.sites import SITE_TOML, article, made, write

pytestmark = pytest.mark.browser
FOLDER = "content/notices/2024-05-04-road"
HEAD = """\
title: {title}
written: 2024-05-02
author: {author}
events:
  - {{date: 2024-05-20 09:00, end: 2024-05-20 11:30, title: {walk}, place: {gate}}}
  - {{date: 2024-05-25, end: 2024-06-02, title: {closed}, place: {lane}}}
commitments:
  - {{id: {id}-1, text: {mend}, owner: {office}, due: 2024-05-30, status: open}}
  - {{id: {id}-2, text: {report}, status: in progress}}
disclosure: {{index_number: WF-2024-17, document_number: {number}, category: {category}, openness: {openness}}}
"""
WORDS = {
    "en": {
        "title": "Road works", "author": "Lee", "walk": "Walk to the road", "gate": "North gate", "closed": "Road shut",
        "lane": "Mill Lane", "id": "road", "mend": "Mend a drain", "office": "Roads office", "report": "Tell the cost",
        "number": "Ferry 2024 No. 17", "category": "Roads", "openness": "on request",
    },
    "zh": {
        "title": "道路施工公告", "author": "李一", "walk": "沿路走访", "gate": "北门集合", "closed": "道路封闭",
        "lane": "磨坊巷", "id": "lu", "mend": "修好排水沟", "office": "交通科", "report": "公布费用",
        "number": "渡政发〔2024〕17号", "category": "交通", "openness": "主动公开",
    },
}  # fmt: skip
SAID = {
    "en": [
        *("May 20, 2024 09:00 – 11:30", "May 25 – June 2, 2024", "open, overdue", "in progress", "May 30, 2024"),
        *("List of households (XLSX", "The form (PDF", "Events", "Commitments", "Attachments", "Index number"),
    ],
    "zh": [
        *("2024年5月20日 09:00 – 11:30", "2024年5月25日至6月2日", "待办、逾期", "进行中", "2024年5月30日"),
        *("List of households (XLSX", "申请表 (PDF", "活动", "承诺事项", "附件", "索引号"),
    ],
}
LINKS = {"en": "[The form](form.pdf)", "zh": "[申请表](form.pdf)"}


@pytest.fixture(scope="module")
def bulletin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files: dict[str, str | bytes] = {"content/site.toml": SITE_TOML}
    for language, suffix in (("en", ""), ("zh", ".zh")):
        files[f"{FOLDER}/index{suffix}.md"] = article(HEAD.format(**WORDS[language]), LINKS[language] + "\n")
        files[f"content/news/2024-05-06-other{suffix}.md"] = article(f"title: {WORDS[language]['lane']}")
    files |= {f"{FOLDER}/form.pdf": b"%PDF-1.4\n", f"{FOLDER}/list-of-households.xlsx": b"x"}
    site = write(tmp_path_factory.mktemp("bulletin"), files)
    made(site)
    return site / "public"


@pytest.mark.parametrize(("language", "root"), [("en", ""), ("zh", "zh/")])
@pytest.mark.parametrize("address", ["print/2024/05/", "notices/2024/road/"])
def test_nothing_is_left_out_on_paper(chromium: Browser, serve: Serve, bulletin: Path, language: str, root: str, address: str) -> None:  # fmt: skip  # noqa: E501, PLR0913, PLR0917 - both pages in both languages
    words = [word for name, word in WORDS[language].items() if name not in {"id", "author"}]
    bulletins = [WORDS[language]["author"]] if "print" in address else []
    with looking(chromium, 1280) as page:
        page.goto(f"{serve(bulletin)}/{root}{address}")
        sheets = print_sheets(page)
    assert find_missing(sheets, [*words, *SAID[language], *bulletins, "WF-2024-17"]) == []
