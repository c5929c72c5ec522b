"""What an item's page shows of other items: those before and after, related ones, translations, what settles what."""

import re
from pathlib import Path

import pytest

from tests.sites import PLAIN_TOML, SITE_TOML, Page, article, made, run, write

HEAD = "title: T{n}\ndate: 2024-{month:02}-01\ncommunities: [east]\ntopics: [{topic}]"
TOWN = {"content/site.toml": PLAIN_TOML, "content/communities.toml": '[east]\nname = "East"\n'}


def town(count: int) -> dict[str, str]:
    return {
        f"content/{('news', 'notices')[n % 2]}/t{n}.md": article(HEAD.format(n=n, month=n, topic=f"x{n % 3}"))
        for n in range(1, count + 1)
    }


@pytest.mark.slow
def test_a_new_item_changes_the_page_of_its_neighbour_only(tmp_path: Path) -> None:
    site = write(tmp_path, {**TOWN, **town(9)})
    before = made(site, at="2025-01-01")
    after = made(write(site, town(10)), at="2025-01-01")
    items = {path for path in before if path.count("/") == 3 and path.startswith(("news", "notices"))}
    assert {path for path in items if before[path] != after[path]} == {"news/2024/t8/index.html"}


def neighbours(output: dict[str, bytes], path: str) -> list[str]:
    page = output[path].decode()
    steps = page.partition('<nav class="steps"')[2].partition("</nav>")[0]
    return Page(steps).links


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "expected"),
    [(2, ["/news/2024/t4/"]), (4, ["/news/2024/t2/", "/news/2024/t6/"]), (6, ["/news/2024/t4/"])],
)
def test_before_and_after_stay_within_the_column(tmp_path: Path, number: int, expected: list[str]) -> None:
    output = made(write(tmp_path, {**TOWN, **town(7)}), at="2025-01-01")
    assert neighbours(output, f"news/2024/t{number}/index.html") == expected


def related(output: dict[str, bytes], path: str) -> list[str]:
    side = output[path].decode().partition('<section class="side">')[2].partition("</section>")[0]
    return [link for link in Page(side.partition('class="briefs"')[2]).links if link.count("/") == 4]


@pytest.mark.slow
def test_related_items_are_older_nearest_in_subject_and_five(tmp_path: Path) -> None:
    output = made(write(tmp_path, {**TOWN, **town(10)}), at="2025-01-01")
    # Item 10 shares its topic with 7, 4 and 1, with all others the community alone.
    wanted = ["/notices/2024/t7/", "/news/2024/t4/", "/notices/2024/t1/", "/notices/2024/t9/", "/news/2024/t8/"]
    assert related(output, "news/2024/t10/index.html") == wanted
    assert related(output, "notices/2024/t1/index.html") == []


def test_items_named_as_related_come_first_also_newer_ones(tmp_path: Path) -> None:
    files = town(3) | {"content/news/t2.md": article(HEAD.format(n=2, month=2, topic="x") + "\nrelated: [notices/t3]")}
    output = made(write(tmp_path, {**TOWN, **files}), at="2025-01-01")
    assert related(output, "news/2024/t2/index.html") == ["/notices/2024/t3/", "/notices/2024/t1/"]


@pytest.mark.slow
def test_translations_lead_to_one_another(tmp_path: Path) -> None:
    files = {"content/news/a.md": article("title: A\ndate: 2024-01-01"), "content/news/a.zh.md": article("title: 甲")}
    files |= {"content/news/b.md": article("title: B\ndate: 2024-01-02")}
    output = made(write(tmp_path, {"content/site.toml": SITE_TOML, **files}))
    for path, lang in (("news/2024/a/index.html", "en"), ("zh/news/2024/a/index.html", "zh-CN")):
        page = output[path].decode()
        assert f'<html lang="{lang}"' in page
        for tag, href in (("en", "news/2024/a/"), ("zh-CN", "zh/news/2024/a/")):
            assert f'<link rel="alternate" hreflang="{tag}" href="https://ferry.example.org/{href}">' in page
    assert "hreflang" not in output["news/2024/b/index.html"].decode().partition("</head>")[0].replace("feed", "")


@pytest.mark.slow
def test_a_link_takes_the_language_of_its_target(tmp_path: Path) -> None:
    body = "[one](a.md) [two](a.zh.md)\n"
    files = {
        "content/news/a.md": article("title: A\ndate: 2024-01-01", body),
        "content/news/a.zh.md": article("title: 甲"),
    }
    page = Page(made(write(tmp_path, {"content/site.toml": SITE_TOML, **files}))["news/2024/a/index.html"].decode())
    assert {"/news/2024/a/", "/zh/news/2024/a/"} <= set(page.links)


@pytest.mark.slow
def test_a_commitment_names_the_item_that_settles_it(tmp_path: Path) -> None:
    promise = "title: A\ndate: 2024-01-01\ncommitments:\n  - id: road\n    text: Mend it\n    due: 2024-03-01\n"
    files = {
        "content/news/a.md": article(promise),
        "content/news/b.md": article("title: B\ndate: 2024-02-01\nsettles: road"),
        "content/news/c.md": article("title: C\ndate: 2025-01-01\nsettles: road"),
    }
    site = write(tmp_path, {**TOWN, **files})
    assert "/news/2024/b/" in Page(made(site, at="2024-02-01")["news/2024/a/index.html"].decode()).links
    early = made(site, at="2024-01-31")
    assert not any(b"/news/2024/b/" in data for data in early.values())
    assert {p.rule for p in run(site, at="2024-02-01").problems} == {"future"}
    assert "/news/2024/a/" in Page(made(site, at="2024-02-01")["news/2024/b/index.html"].decode()).links


def test_an_alert_stands_on_every_page_until_its_day_is_over(tmp_path: Path) -> None:
    head = "title: Flood\ndate: 2024-06-01\nalert: {level: emergency, until: 2024-06-10}"
    site = write(
        tmp_path, {**TOWN, "content/news/flood.md": article(head), "content/about.md": article("title: About")}
    )
    for at, shown in (("2024-06-10 23:59:59", True), ("2024-06-11", False)):
        pages = [data for path, data in made(site, at=at).items() if path.endswith(".html")]
        assert {b'class="alerts"' in page for page in pages} == {shown}


def test_an_alert_says_where_what_to_do_and_until_when_the_gravest_first(tmp_path: Path) -> None:
    heads = {
        "a": "title: Ice\ncommunities: east\nalert: {level: 提醒, until: 2024-06-10}\nsummary: Salt is there.",
        "b": 'title: Water\nalert: {until: "2024-06-12 08:30"}',
        "c": "title: Flood\nalert: {level: Emergency, until: 2024-06-05}",
    }
    files = {f"content/news/2024-06-01-{name}.md": article(head) for name, head in heads.items()}
    text = made(write(tmp_path, {**TOWN, **files}), at="2024-06-02")["index.html"].decode()
    banners = text[text.index('class="alerts"') : text.index("</aside>")]
    first, *others = re.split('class="alert alert-', banners)[1:]
    assert [each.split('"')[0] for each in (first, *others)] == ["emergency", "warning", "notice"]
    assert "Flood" in first
    assert 'until <time datetime="2024-06-05">' in first
    assert "<summary" in first
    assert "2 more alerts" in first
    assert "Salt is there." in others[0]
    assert "<span>East</span>" in others[0]
    assert 'datetime="2024-06-12T08:30:00+' in others[1]


def test_pinned_items_come_first_on_the_home_page_until_their_day_is_over(tmp_path: Path) -> None:
    old = "title: Old\ndate: 2024-01-01\npinned_until: 2024-06-10"
    files = {"content/news/old.md": article(old), "content/news/new.md": article("title: New\ndate: 2024-05-01")}
    site = write(tmp_path, {**TOWN, **files})
    for at, first in (("2024-06-10 23:59:59", "/news/2024/old/"), ("2024-06-11", "/news/2024/new/")):
        links = Page(made(site, at=at)["index.html"].decode()).links
        assert next(link for link in links if link in {"/news/2024/old/", "/news/2024/new/"}) == first
