"""What was promised and what was changed: overdue first, by community and by year, and seen when its day comes."""

import re
from pathlib import Path

import feedparser
import pytest

from tests.sites import SITE_TOML, Page, article, made, run, write

pytestmark = pytest.mark.slow

TWO = '[east]\nname = {en = "East", zh = "东社区"}\n[west]\nname = {en = "West", zh = "西社区"}\n'
PROMISES = """\
title: Meeting
date: 2024-01-10
communities: [east, west]
commitments:
  - {id: lamp, text: Put up a lamp, owner: Works, due: 2024-06-14}
  - {id: road, text: Mend the road, due: 2024-06-15, status: in progress}
  - {id: pump, text: Clean the pump, due: 2024-03-01}
  - {id: wall, text: Paint the wall, due: 2024-02-01, status: dropped}
  - {id: tree, text: Plant a tree}
"""
FILES: dict[str, str | bytes] = {
    "content/site.toml": SITE_TOML,
    "content/communities.toml": TWO,
    "content/news/meeting.md": article(PROMISES),
    "content/news/2024-03-02-pump.md": article("title: The pump runs\ncommunities: west\nsettles: pump"),
    "content/news/2024-03-02-pump.zh.md": article("title: 水泵修好了"),
    "content/notices/2024-05-01-mine.md": article(
        "title: Mine\ncommunities: west\ncommitments: [{id: own, text: Answer the letter, due: 2024-05-20}]"
    ),
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path, FILES)


def standings(page: bytes) -> dict[str, list[str]]:
    """Read a register: its headings, and the commitments below each."""
    found: dict[str, list[str]] = {}
    for section in page.decode().split("<section")[1:]:
        name = re.search(r"<h2>(.+?) <span", section)
        if name is None:
            continue
        found[name[1]] = re.findall(r'<th scope="row"><span lang="\w+">(.+?)</span>', section)
    return found


def test_the_overdue_stand_first_the_longest_overdue_on_top(site: Path) -> None:
    output = made(site, at="2024-06-15")
    assert list(standings(output["commitments/index.html"]).items()) == [
        ("Overdue", ["Answer the letter", "Put up a lamp"]),
        ("In progress", ["Mend the road"]),
        ("Not reported", ["Plant a tree"]),
        ("Done", ["Clean the pump"]),
        ("Dropped", ["Paint the wall"]),
    ]
    assert list(standings(output["zh/commitments/index.html"])) == ["逾期", "进行中", "未通报", "已完成", "不再办理"]


def test_the_register_is_cut_by_community(site: Path) -> None:
    output = made(site, at="2024-06-15")
    assert standings(output["commitments/east/index.html"])["Overdue"] == ["Put up a lamp"]
    assert standings(output["commitments/west/index.html"])["Overdue"] == ["Answer the letter", "Put up a lamp"]
    assert "5 commitments, 1 overdue" in output["commitments/index.html"].decode()
    for path, link in {"commitments/index.html": "west", "communities/east/index.html": "east"}.items():
        assert f"/commitments/{link}/" in Page(output[path].decode()).links
    assert "/zh/commitments/east/" in Page(output["commitments/east/index.html"].decode()).links


def test_a_commitment_is_led_to_by_its_id_and_by_no_other(tmp_path: Path) -> None:
    ids = ("a", "A!", "承诺", "？", "a-2")
    block = "\n".join(f"  - {{id: '{each}', text: T}}" for each in ids)
    output = made(
        write(
            tmp_path,
            {
                "content/site.toml": SITE_TOML,
                "content/news/2024-01-01-a.md": article(f"title: T\ncommitments:\n{block}"),
            },
        )
    )
    found = re.findall(r'id="site:commitment-([^"]*)"', output["news/2024/a/index.html"].decode())
    assert found == ["a", "a--2", "cheng-nuo", "--4", "a-2"]


def test_a_commitment_leads_to_its_item_and_to_the_one_that_settles_it(site: Path) -> None:
    output = made(site, at="2024-06-15")
    links = Page(output["commitments/index.html"].decode()).links
    assert {"/news/2024/meeting/#site:commitment-lamp", "/news/2024/pump/"} <= set(links)
    assert "/zh/news/2024/pump/" in Page(output["zh/commitments/index.html"].decode()).links
    item = output["news/2024/meeting/index.html"].decode()
    cells = re.findall(r'data-label="Status">(.+?)</td>', item)
    assert [re.sub(r'<span aria-hidden="true">.</span> |</?span[^>]*>', "", cell) for cell in cells] == [
        'not reported, <strong class="late">overdue</strong>',
        "in progress",
        "done",
        "dropped",
        "not reported",
    ]


def test_what_becomes_overdue_is_seen_by_a_build_after_its_day(site: Path) -> None:
    due = "2024-06-15 23:59:59"
    before = made(site, at=due)
    report = run(site, at=due)
    assert report.site is not None
    assert report.site.next_change == 1718467200  # 2024-06-16 00:00 in Shanghai
    assert report.written == 0
    report = run(site, at="2024-06-16")
    pages = {"news/2024/meeting/index.html"} | {f"commitments/{each}index.html" for each in ("", "east/", "west/")}
    pages |= {f"communities/{each}/index.html" for each in ("east", "west")} | {"print/2024/01/index.html"}
    assert set(report.written_paths) == pages | {f"zh/{each}" for each in pages if not each.startswith("news")}
    assert made(site, at="2024-06-16", clean=True) != before


def test_a_later_item_keeps_a_commitment_from_becoming_overdue(site: Path) -> None:
    output = made(site, at="2024-02-15")
    assert "Clean the pump" in standings(output["commitments/index.html"])["Not reported"]
    output = made(site, at="2024-03-02")
    assert standings(output["commitments/index.html"])["Done"] == ["Clean the pump"]


CHANGED = """\
title: Visit
date: 2023-01-10
updated: 2023-06-01
corrections:
  - {date: 2023-02-01, note: "It was <Tuesday>"}
  - {date: 2024-06-16, note: "It was Wednesday"}
"""


def changed(folder: Path, more: int = 0) -> Path:
    items = {
        f"content/news/c{n}.md": article(f"title: C{n}\ndate: 2022-01-01\nupdated: 2022-02-{n + 1:02}")
        for n in range(25)
    }
    items["content/news/visit.md"] = article(CHANGED)
    items |= {f"content/news/m{n}.md": article("title: M\ndate: 2022-01-01\nupdated: 2022-03-01") for n in range(more)}
    return write(folder, {"content/site.toml": SITE_TOML, **items})


def test_changes_are_cut_by_year_and_the_newest_stand_first(tmp_path: Path) -> None:
    output = made(changed(tmp_path), at="2024-06-15")
    newest = re.findall(r'class="title" [^>]+>(\w+)<', output["changes/index.html"].decode())
    assert newest == ["Visit", "Visit", *(f"C{n}" for n in range(24, 6, -1))]
    assert output["changes/2022/index.html"].count(b'class="title"') == 25
    assert output["changes/2023/index.html"].count(b'class="title"') == 2
    assert "changes/2024/index.html" not in output
    assert "It was &lt;Tuesday&gt;" in output["changes/2023/index.html"].decode()
    assert "/zh/changes/2022/" in Page(output["changes/2022/index.html"].decode()).links


def test_one_more_change_rewrites_its_year_and_the_newest(tmp_path: Path) -> None:
    site = changed(tmp_path)
    made(site, at="2024-06-15")
    item = site / "content/news/c3.md"
    item.write_text(item.read_text("utf-8").replace("2022-02-04", "2023-01-01"), "utf-8")
    written = {each for each in run(site, at="2024-06-15").written_paths if "changes" in each}
    assert {each for each in written if each.startswith("changes")} == {
        "changes/index.html",
        "changes/2022/index.html",
        "changes/2023/index.html",
    }
    (site / "content/news/more.md").write_text(article("title: M\ndate: 2022-01-01\nupdated: 2022-01-02"), "utf-8")
    written = {each for each in run(site, at="2024-06-15").written_paths if each.startswith("changes")}
    assert written == {"changes/2022/index.html"}


def test_a_correction_is_seen_on_the_page_and_in_the_feed_when_its_day_comes(tmp_path: Path) -> None:
    site = changed(tmp_path)
    page, feed = "news/2023/visit/index.html", "feed.xml"
    before, after = made(site, at="2024-06-15"), made(site, at="2024-06-16")
    assert (b"Wednesday" in before[page], b"Wednesday" in after[page]) == (False, True)
    entries = [feedparser.parse(output[feed]).entries[0] for output in (before, after)]
    assert [each.updated for each in entries] == ["2023-06-01T00:00:00+08:00", "2024-06-16T00:00:00+08:00"]
    assert (
        "Corrected February 1, 2023" in feedparser.parse(after[feed], sanitize_html=False).entries[0].content[0].value
    )
    assert "It was &lt;Tuesday&gt;" in after[feed].decode().replace("&amp;", "&")
    chinese = feedparser.parse(after["zh/feed.xml"], sanitize_html=False).entries[0].content[0].value
    assert "更正 2023年2月1日" in chinese
    assert "changes/2024/index.html" in after
