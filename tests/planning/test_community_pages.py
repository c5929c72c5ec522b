"""The page of a community begins with what goes on there; what is registered and current has its page, also empty."""

from pathlib import Path

import pytest

from tests.publishing.servers import command
from tests.sites import SITE_TOML, article, made, write

pytestmark = pytest.mark.slow

REGISTERED = """\
[east]
name = {en = "East", zh = "东社区"}
[east.contact]
name = "East office"
telephone = "010-12345678"
hours = {en = "Mornings", zh = "每天上午"}
[west]
name = "West"
until = 2024-06-20
[north]
name = "North"
since = "2024-07"
[gone]
name = "Gone"
until = "2023"
"""
FILES = {
    "content/site.toml": SITE_TOML,
    "content/communities.toml": REGISTERED,
    "content/topics.toml": '[roads]\nname = "Roads"\n',
    "content/people.toml": '[wang]\nname = "Wang"\nrole = "Clerk"\n[li]\nname = "Li"\nuntil = 2020-01-01\n',
    "content/news/2024-06-01-all.md": article(
        "title: All\ncommunities: east\nalert: {level: emergency, until: 2024-06-16}\n"
        "events:\n  - {date: 2024-06-14, end: 2024-06-18, title: Closure}\n  - {date: 2024-06-17, title: Fair}\n"
        "  - {date: 2024-06-10, title: Gone by}\n"
        "commitments:\n  - {id: well, text: Dig a well, due: 2024-06-30}\n"
        "  - {id: road, text: Mend the road, due: 2024-06-10}\n  - {id: wall, text: Paint it}\n"
        "  - {id: lamp, text: Put up a lamp, due: 2024-06-01, status: done}"
    ),
    "content/news/2024-06-02-wall.md": article("title: Painted\ncommunities: east\nsettles: wall"),
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path, FILES)


def test_what_goes_on_here_stands_first_and_the_chart_last(site: Path) -> None:
    for prefix in ("", "zh/"):
        page = made(site)[f"{prefix}communities/east/index.html"].decode()
        page = page[page.index("<h1") :]
        words = [
            "All</a>",
            "Closure",
            "Fair",
            'class="briefs"',
            "Mend the road",
            "Dig a well",
            "East office",
            "year-line",
            '<svg class="bars"',
        ]
        places = [page.index(each) for each in words]
        assert places == sorted(places)
        assert "每天上午" in page if prefix else "Mornings" in page
        assert 'href="tel:01012345678"' in page
        for absent in ("Gone by", "Put up a lamp", "Paint it"):
            assert absent not in page


def test_over_is_over(site: Path) -> None:
    page = made(site, at="2024-06-19")["communities/east/index.html"].decode()
    assert "Closure" not in page
    assert "Alerts and events here" not in page


@pytest.mark.parametrize(
    ("at", "there"),
    [
        ("2024-06-20 23:59", {"east", "west"}),
        ("2024-06-21", {"east"}),
        ("2024-06-30 23:59", {"east"}),
        ("2024-07-01", {"east", "north"}),
    ],
)
def test_what_is_current_has_its_page(site: Path, at: str, there: set[str]) -> None:
    output = made(site, at=at)
    for prefix in ("", "zh/"):
        found = {
            p.split("/")[-2] for p in output if p.startswith(f"{prefix}communities/") and p.endswith("/index.html")
        }
        assert found - {"communities", "2024"} == there
        assert f"{prefix}topics/roads/index.html" in output
        assert f"{prefix}people/wang/index.html" in output
        assert f"{prefix}people/li/index.html" not in output
    for each in there - {"east"}:
        page = output[f"communities/{each}/index.html"].decode()
        assert "Nothing has been published here yet." in page
        assert f'href="/communities/{each}/feed.xml"' in page
        assert f'href="/communities/{each}/"' in output["communities/index.html"].decode()
        assert f'href="/communities/{each}/"' in output["index.html"].decode()
        assert f"/communities/{each}/" in output["sitemap-pages.xml"].decode()
    assert "0 items" not in output["communities/index.html"].decode()


def test_next_names_when_an_empty_page_comes_and_goes(site: Path) -> None:
    said = command("next", site, "--at", "2024-06-20", "--lang", "en").stdout
    assert said.startswith("2024-06-21T00:00:00+08:00")
    assert 'an entry of content/communities.toml is over, and has no page any more: "West"' in said
    said = command("next", site, "--at", "2024-06-30 12:00", "--lang", "en").stdout
    assert "2024-07-01T00:00:00+08:00" in said
    assert 'an entry of content/communities.toml begins, and has a page of its own: "North"' in said


def test_an_entry_with_items_keeps_its_page(site: Path) -> None:
    write(site, {"content/news/2024-06-03-west.md": article("title: West\ncommunities: west")})
    assert "communities/west/index.html" in made(site, at="2024-06-21")
    assert not command("next", site, "--at", "2024-06-20", "--lang", "en").stdout.startswith("2024-06-21")
