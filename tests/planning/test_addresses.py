"""Which outputs a small site in two languages has; where every link of every page leads."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.editing.new_site.init import init_site
from tests.sites import PLAIN_TOML, SITE_TOML, Page, article, broken_links, made, picture, run, tree, write

ROOT = Path(__file__).parents[2]
HEAD = """\
title: Visit
communities: east
topics: Roads
people: wang
aliases: [/old/visit/, /old.html]
events:
  - date: 2024-02-03
    title: Meeting
    place: Hall
commitments:
  - id: road
    text: Mend the road
"""
FILES: dict[str, str | bytes] = {
    "content/site.toml": SITE_TOML,
    "content/communities.toml": '[east]\nname = {en = "East", zh = "东社区"}\n',
    "content/people.toml": '[wang]\nname = {en = "Wang", zh = "王"}\n',
    "content/about.md": article("title: About", "Who.\n"),
    "content/about.zh.md": article("title: 关于", "谁。\n"),
    "content/news/2024-02-01-visit/index.md": article(HEAD, "# One\n\n## Two\n\n![Map](map.png) [plan](plan.txt)\n"),
    "content/news/2024-02-01-visit/index.zh.md": article("title: 走访\nevents: []", "正文。\n"),
    "content/news/2024-02-01-visit/map.png": picture(3),
    "content/news/2024-02-01-visit/plan.txt": "plan",
    "content/news/2023-12-31-only.md": article(
        "title: Only\ncommunities: east\nsettles: road", "[v](2024-02-01-visit/index.md#two)\n"
    ),
    "content/notices/2024-03-01-通知.zh.md": article(
        "title: 通知", "## 二\n\n[走](../news/2024-02-01-visit/index.zh.md)\n"
    ),
    "content/static/leaf.txt": "leaf",
}
# fmt: off
LISTS = [
    "", "news/", "news/2024/", "news/2023/", "notices/", "notices/2024/", "communities/", "communities/east/",
    "communities/east/2024/", "communities/east/2023/", "topics/", "topics/roads/", "topics/roads/2024/",
    "people/", "people/wang/", "people/wang/2024/", "dates/", "events/", "commitments/", "commitments/east/",
    "changes/", "follow/", "2023/", "2024/", "2023/12/", "2024/02/", "2024/03/", "about/", "news/2024/visit/",
]
# fmt: on
SUBSCRIBED = ("", "news/", "notices/", "communities/east/", "topics/roads/")
ONCE = [
    "favicon.ico",
    "apple-touch-icon.png",
    "robots.txt",
    "sitemap.xml",
    "sitemap-2023.xml",
    "sitemap-2024.xml",
    "sitemap-pages.xml",
    "leaf.txt",
    "old/visit/index.html",
    "old.html",
    "news/2023/only/index.html",
    "zh/notices/2024/tong-zhi/index.html",
    "news/2024/visit/map.png",
    "news/2024/visit/plan.txt",
    "news/2024/visit/event-20240203.ics",
]


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return made(write(tmp_path_factory.mktemp("small"), FILES))


def both() -> Iterator[str]:
    for language in ("", "zh/"):
        yield from (f"{language}{each}index.html" for each in LISTS)
        yield from (f"{language}{each}{name}" for each in SUBSCRIBED for name in ("feed.xml", "events.ics"))
        yield from (f"{language}{name}" for name in ("404.html", "site.webmanifest"))


@pytest.mark.slow
def test_every_address_is_there(output: dict[str, bytes]) -> None:
    assert [path for path in (*both(), *ONCE) if path not in output] == []


def test_and_no_other(output: dict[str, bytes]) -> None:
    reserved = ("assets/", "search/", "export/", "print/", "zh/search/", "zh/print/", "bulletin-manifest.json")
    known = {*both(), *ONCE}
    assert [path for path in sorted(output) if path not in known and not path.startswith(reserved)] == []


def test_an_untranslated_item_has_one_page_and_stands_in_both_lists(output: dict[str, bytes]) -> None:
    assert "zh/news/2023/only/index.html" not in output
    for path in ("index.html", "zh/index.html"):
        assert "/news/2023/only/" in Page(output[path].decode()).links
        assert "/zh/notices/2024/tong-zhi/" in Page(output[path].decode()).links
    assert 'lang="en"' in output["zh/news/index.html"].decode()


def test_a_list_shows_each_item_once_in_its_own_language(output: dict[str, bytes]) -> None:
    for path, own, other in (
        ("", "/news/2024/visit/", "/zh/news/2024/visit/"),
        ("zh/", "/zh/news/2024/visit/", "/news/2024/visit/"),
    ):
        links = Page(output[f"{path}news/2024/index.html"].decode()).links
        assert links.count(own) == 1
        assert other not in links


def test_sitemaps_hold_every_page_by_year(output: dict[str, bytes]) -> None:
    base = "https://ferry.example.org/"
    found = {name: output[f"sitemap-{name}.xml"].decode() for name in ("2023", "2024", "pages")}
    index = output["sitemap.xml"].decode()
    assert all(f"<loc>{base}sitemap-{name}.xml</loc>" in index for name in found)
    assert f"<loc>{base}news/2023/only/</loc>" in found["2023"]
    assert f"<loc>{base}zh/news/2024/visit/</loc>" in found["2024"]
    assert f"<loc>{base}zh/about/</loc>" in found["pages"]
    redirects = {"old/visit/index.html", "old.html"}
    pages = {p.removesuffix("index.html") for p in output if p.endswith("index.html") and p not in redirects}
    everything = "".join(found.values())
    unlisted = [page for page in sorted(pages) if f"<loc>{base}{page}</loc>" not in everything]
    assert [page for page in unlisted if "search" not in page and "print" not in page] == []
    assert everything.count("<loc>") == len(pages) - len(unlisted)


@pytest.mark.parametrize("path", ["old/visit/index.html", "old.html"])
def test_an_alias_leads_to_the_item(output: dict[str, bytes], path: str) -> None:
    page = output[path].decode()
    assert "/news/2024/visit/" in Page(page).links
    assert 'http-equiv="refresh"' in page


def test_robots_only_at_a_root(tmp_path: Path) -> None:
    toml = PLAIN_TOML.replace("org/", "org/a/b/")
    assert "robots.txt" not in made(write(tmp_path, {"content/site.toml": toml}))


@pytest.mark.slow
@pytest.mark.parametrize(
    "base", ["https://ferry.example.org/", "https://ferry.example.org/a/b/", "http://127.0.0.1:8000/x/"]
)
def test_links_of_a_small_site(tmp_path: Path, base: str) -> None:
    toml = SITE_TOML.replace("https://ferry.example.org/", base)
    output = made(write(tmp_path, FILES | {"content/site.toml": toml}))
    assert broken_links(output, base) == []
    root = "/" + base.split("/", 3)[3]
    for path, data in output.items():
        links = Page(data.decode()).links if path.endswith(".html") else []
        assert [x for x in links if x.startswith("/") and not x.startswith(root)] == [], path


def test_the_checker_of_links_can_fail() -> None:
    page = b'<p id="a"><p id="a"><a href="#b">x</a><a href="/no/">x</a><a href="/b/no/">x</a><a href="/b/x.txt">x</a>'
    output = {"index.html": page, "x.txt": b""}
    assert len(broken_links(output, "https://e.org/b/")) == 5


@pytest.mark.slow
@pytest.mark.parametrize("base", ["https://ferry.example.org/", "https://ferry.example.org/a/b/"])
def test_links_of_the_demonstration(tmp_path: Path, base: str) -> None:
    init_site(tmp_path / "site", demo=True)
    toml = tmp_path / "site/content/site.toml"
    toml.write_text(toml.read_text("utf-8").replace("https://willow-ferry.example.org/", base), "utf-8")
    assert broken_links(made(tmp_path / "site", at="2026-01-01"), base) == []


@pytest.mark.slow
def test_links_of_the_sample(tmp_path: Path) -> None:
    (tmp_path / "content").symlink_to(ROOT / "content")
    assert broken_links(made(tmp_path, at="2026-01-01"), "https://bulletin.example.org/") == []


def test_a_site_without_an_item(tmp_path: Path) -> None:
    report = run(write(tmp_path, {"content/site.toml": SITE_TOML}))
    assert report.problems == ()
    output = tree(tmp_path / "public")
    assert broken_links(output, "https://ferry.example.org/") == []
    assert {"index.html", "dates/index.html", "feed.xml", "events.ics", "zh/index.html"} <= output.keys()
