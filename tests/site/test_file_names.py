"""Names of files as people give them: every address that is made of one leads to it, on pages and away from them."""

import re
from html import unescape
from pathlib import Path
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

import feedparser
import pytest
from icalendar import Calendar

from tests.sites import SITE_TOML, article, broken_links, made, picture, run, write

BASE = "https://ferry.example.org/sub/"
TOML = SITE_TOML.replace("https://ferry.example.org/", BASE)
APART = normalize("NFD", "café é.txt")
FILES: dict[str, str | bytes] = {
    "content/site.toml": TOML,
    "content/news/2024-02-01-files/index.md": article(
        "title: Files\nimage: 'lead #1.png'\nattachments: ['100%.csv', 'plan #1.pdf.txt', 'café é.txt']",
        "[plan](plan%20%231.pdf.txt), [as it is](plan #1.pdf.txt), [percent](100%25.csv), [as it is](100%.csv),\n"
        "[accent](café é.txt), [apart](" + APART + "), [coded](caf%C3%A9%20%C3%A9.txt), [in brackets](<a (1).txt>),\n"
        "[no escape](%41.txt), [fixed](/table #1.txt)\n\n![Wide](wide #2%.png)\n\n![Coded](wide%20%232%25.png)\n\n"
        "[again](?q=1&b=2), [with place](?q=1#a-heading), [seek](/news/?q=well water),\n"
        "[other](../2024-02-02-b.md?x=1)\n"
        "\n## A heading\n",
    ),
    "content/news/2024-02-01-files/plan #1.pdf.txt": "plan",
    "content/news/2024-02-01-files/100%.csv": "a,b\n",
    f"content/news/2024-02-01-files/{APART}": "accent",
    "content/news/2024-02-01-files/a (1).txt": "brackets",
    "content/news/2024-02-01-files/%41.txt": "escape",
    "content/news/2024-02-01-files/wide #2%.png": picture(90, 900),
    "content/news/2024-02-01-files/lead #1.png": picture(80, 900),
    "content/news/2024-02-02-b.md": article(
        "title: B\nevents:\n  - {date: 2024-03-01, title: Day}", "[back](2024-02-01-files/index.md#a-heading)\n"
    ),
    "content/notices/2024-02-03-公告/index.zh.md": article(
        "标题: 附件\n附件: ['附件 1#（表）.xlsx.txt']",
        "见[附件](附件 1#（表）.xlsx.txt)、[百分之百](100％%.txt)。\n\n![新渡口的图](图 #1.png)\n",
    ),
    "content/notices/2024-02-03-公告/附件 1#（表）.xlsx.txt": "表",
    "content/notices/2024-02-03-公告/100％%.txt": "表",
    "content/notices/2024-02-03-公告/图 #1.png": picture(70, 900),
    "content/static/table #1.txt": "table",
    f"content/news/2024-02-04-{normalize('NFD', 'é')}.md": article(
        "title: Apart\nrelated: news/2024-02-02-b", "Words.\n"
    ),
    "content/news/2024-02-05-c.md": article("title: C\nrelated: news/2024-02-04-é", "[apart](2024-02-04-é.md)\n"),
}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return made(write(tmp_path_factory.mktemp("names"), FILES))


@pytest.mark.slow
def test_every_link_of_every_page_leads_to_its_file(output: dict[str, bytes]) -> None:
    assert broken_links(output, BASE) == []
    page = output["news/2024/files/index.html"].decode()
    links = [unescape(each) for each in re.findall(r' href="([^"]*)"', page)]
    here = "/sub/news/2024/files/"
    assert links.count(f"{here}plan%20%231.pdf.txt") == 3
    assert links.count(f"{here}100%25.csv") == 3
    assert {f"{here}?q=1&b=2", f"{here}?q=1#a-heading", "/sub/news/?q=well%20water", "/sub/news/2024/b/?x=1"} <= {
        *links
    }
    assert sum(normalize("NFC", unquote(each)) == f"{here}café é.txt" for each in links) == 4
    assert not re.search(r'(?:href|src|srcset)="[^"]*[#%](?![\w:]|2[35]|20|[0-9A-F]{2})', page)
    names = re.findall(r'<li><a href="[^"]*">([^<]*) <span class="meta">', page)
    assert [normalize("NFC", each) for each in names][:3] == ["percent", "as it is", "accent"]
    assert "srcset=" in page
    notice = output["zh/notices/2024/gong-gao/index.html"].decode()
    assert (
        notice.count("/sub/zh/notices/2024/gong-gao/%E9%99%84%E4%BB%B6%201%23%EF%BC%88%E8%A1%A8%EF%BC%89.xlsx.txt") == 2
    )


@pytest.mark.slow
def test_every_address_of_feeds_calendars_and_sitemaps_leads_there_from_anywhere(output: dict[str, bytes]) -> None:
    found: list[str] = []
    for path, data in output.items():
        if path.endswith("feed.xml"):
            feed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
            assert not feed.bozo
            found += [link.href for each in (feed.feed, *feed.entries) for link in each.links]
            for entry in feed.entries:
                found += map(unescape, re.findall(r' (?:href|src)="([^"]*)"', entry.content[0].value))
        elif path.endswith(".ics"):
            found += [str(each["url"]) for each in Calendar.from_ical(data).walk("VEVENT")]
        elif path.startswith("sitemap"):
            found += re.findall("<loc>([^<]*)</loc>", data.decode())
    assert f"{BASE}news/2024/files/?q=1&b=2" in found
    assert f"{BASE}news/2024/files/plan%20%231.pdf.txt" in found
    for each in found:
        assert each.startswith((BASE, "#")), each
        assert each.isascii()
        if each.startswith(BASE):
            path = unquote(urlsplit(each).path.removeprefix("/sub/"))
            assert (path + "index.html" if path.endswith("/") or not path else path) in output


@pytest.mark.slow
def test_a_hint_never_prints_the_name_that_was_written(tmp_path: Path) -> None:
    site = write(
        tmp_path,
        FILES
        | {
            "content/news/2024-02-06-d.md": article(
                "title: D",
                "[a](plan #1.pdf.txt)\n\n[b](caf%C3%A9%20%C3%A9.txt)\n\n![c](wide%20#2%.png)\n\n[d](table #1.txt)\n",
            )
        },
    )
    report = run(site)
    problems = [each for each in report.problems if each.rule == "link"]
    assert len(problems) == 4
    for each in problems:
        values = dict(each.values)
        assert normalize("NFC", unquote(values["target"])) != normalize("NFC", values.get("guess", ""))
    assert sum("guess" in dict(each.values) for each in problems) == 3
