"""What is read off the screen, and what home says of today: printed months, sheets, events to come, the statement."""

from pathlib import Path

import pytest

from tests.sites import PLAIN_TOML, SITE_TOML, Page, article, broken_links, made, picture, run, write

BODY = "Look [below](#part).[^1]\n\n## Part\n\n### Deeper\n\nWords.\n\n[^1]: A note.\n"
FILES: dict[str, str | bytes] = {
    "content/site.toml": SITE_TOML,
    "content/news/2024-05-02-a.md": article(
        "title: A\nsource: The office\ncorrections: {date: 2024-05-03, note: Nine}", BODY
    ),
    "content/news/2024-05-09-b.md": article("title: B", BODY + "\nSee [A](2024-05-02-a.md#part).\n"),
    "content/news/2024-05-09-b.zh.md": article("title: 乙", "第一段。\n"),
    "content/news/2024-06-01-c.md": article("title: C", "Alone.\n"),
}


@pytest.mark.slow
def test_a_month_is_one_document_from_its_first_item_to_its_last(tmp_path: Path) -> None:
    output = made(write(tmp_path, FILES))
    page = output["print/2024/05/index.html"].decode()
    assert page.index('<a href="/news/2024/a/">A</a></h2>') < page.index('<a href="/news/2024/b/">B</a></h2>')
    assert [page.count(f'<h{n} id="{i}-{name}">') for i in (1, 2) for n, name in ((3, "part"), (4, "deeper"))] == [
        1
    ] * 4
    assert "Source: The office" in page
    assert "Nine" in page
    assert 'name="robots" content="noindex"' in page
    assert {"#site:1", "#site:2", "#1-part", "/news/2024/a/#part"} <= set(Page(page).links)
    assert "/print/2024/05/" in Page(output["2024/05/index.html"].decode()).links
    assert "乙" in output["zh/print/2024/05/index.html"].decode()
    assert b"/print/" not in output["sitemap-2024.xml"]
    assert broken_links(output, "https://ferry.example.org/") == []


@pytest.mark.slow
def test_a_printed_month_is_made_again_for_its_own_items_only(tmp_path: Path) -> None:
    site = write(tmp_path, FILES)
    run(site)
    write(site, {"content/news/2024-06-01-c.md": article("title: C", "Alone.\n\nOr not.\n")})
    printed = {path for path in run(site).written_paths if "print/" in path}
    assert printed == {"print/2024/06/index.html", "zh/print/2024/06/index.html"}
    write(site, {"content/news/2024-05-02-a.md": FILES["content/news/2024-05-02-a.md"]})
    assert run(site).written == 0


EVENTS = """\
title: Fair
events:
  - {date: 2024-06-14, title: Over}
  - {date: 2024-06-15 08:00, end: 2024-06-15 09:00, title: Just over}
  - {date: 2024-06-15 08:00, title: Still today}
  - {date: 2024-06-01, end: 2024-06-16, title: Under way}
  - {date: 2024-06-20, title: To come}
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("at", "wanted"),
    [
        ("2024-06-15 08:30", ["Under way", "Just over", "Still today", "To come"]),
        ("2024-06-15 09:00", ["Under way", "Still today", "To come"]),
        ("2024-06-16", ["Under way", "To come"]),
        ("2024-06-17", ["To come"]),
        ("2024-06-21", []),
    ],
)
def test_home_says_what_is_to_come(tmp_path: Path, at: str, wanted: list[str]) -> None:
    """Also where nothing but the clock changed since the last build."""
    toml = SITE_TOML.replace('[languages.zh]\npath = "zh"\ntag = "zh-CN"\nlocale = "zh_Hans_CN"\n', "")
    site = write(tmp_path, {"content/site.toml": toml, "content/news/2024-06-01-fair.md": article(EVENTS)})
    run(site, at="2024-06-13")
    page = made(site, at=at)["index.html"].decode()
    coming = page.partition('class="coming"')[2].partition("</section>")[0]
    found = [name for name in ("Over", "Under way", "Just over", "Still today", "To come") if f">{name}<" in coming]
    assert found == wanted


def test_home_names_each_community_with_its_latest_day(tmp_path: Path) -> None:
    items = {f"content/news/2024-0{n}-01-t.md": article(f"title: T{n}\ncommunities: east\nslug: t{n}") for n in (1, 2)}
    registry = {"content/communities.toml": '[east]\nname = "East"\n[west]\nname = "West"\n'}
    page = made(write(tmp_path, {"content/site.toml": PLAIN_TOML, **registry, **items}))["index.html"].decode()
    tile = page.partition('<a href="/communities/east/">')[2].partition("</a>")[0]
    assert 'datetime="2024-02-01"' in tile
    assert '<a href="/communities/west/"><strong>West</strong></a>' in page


SAID = """\
[accessibility]
audited = 2024-05-01
method = "By hand."
limits = {en = "Maps.", zh = "地图。"}
contact = "Room 1"
"""


@pytest.mark.slow
def test_the_statement_says_what_is_known(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "content/news/2024-05-02-a/index.md": article("title: Plan", "![A plan](plan.png)\n"),
        **{f"content/news/2024-05-02-a/{name}": b"x" for name in ("scan.pdf", "both.pdf", "both.csv", "list.csv")},
        "content/news/2024-05-02-a/plan.png": picture(40),
    }
    site = write(tmp_path, {"content/site.toml": SITE_TOML + SAID, **files})
    report = run(site)
    assert [(each.rule, each.severity, each.path) for each in report.problems if each.rule == "accessibility"] == [
        ("accessibility", "notice", "content/news/2024-05-02-a/scan.pdf")
    ]
    page = (site / "public/accessibility/index.html").read_text("utf-8")
    assert [word in page for word in ("Maps.", "May 1, 2024", "By hand.", "Room 1", "scan.pdf")] == [True] * 5
    assert [word in page for word in ("both.pdf", "list.csv", "plan.png")] == [False] * 3
    assert "地图。" in (site / "public/zh/accessibility/index.html").read_text("utf-8")
    assert "/accessibility/" in Page((site / "public/index.html").read_text("utf-8")).links


def test_a_page_of_the_township_takes_the_place_of_the_statement(tmp_path: Path) -> None:
    own = {"content/accessibility.md": article("title: Ours", "Our own words.\n")}
    output = made(write(tmp_path, {"content/site.toml": PLAIN_TOML + SAID, **own}))
    assert b"Our own words." in output["accessibility/index.html"]
    without = made(write(tmp_path / "other", {"content/site.toml": PLAIN_TOML}))
    assert "accessibility/index.html" not in without
