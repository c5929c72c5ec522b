"""`[[menu]]`: what the navigation of every page leads to, in each language, and what is said where it leads nowhere."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.publishing.servers import command
from tests.sites import AT, SITE_TOML, article, broken_links, made, run, tree, write

pytestmark = pytest.mark.slow

LINE = SITE_TOML.count("\n") + 2
FILES: dict[str, str | bytes] = {
    "content/site.toml": SITE_TOML,
    "content/about.md": article("title: About"),
    "content/office.zh.md": article("title: 办公室", "字。\n"),
    "content/draft.md": article("title: Draft\ndraft: true"),
    "content/topics.toml": '[roads]\nname = {en = "Roads", zh = "道路"}\n',
    "content/news/2024-03-05-water.md": article("title: Water off\ntopics: roads"),
    "content/extra/2024-03-05-other.md": article("title: Other"),
}


def said(*entries: str) -> str:
    return SITE_TOML + "".join(f"[[menu]]\n{each}\n" for each in entries)


def read_menu(output: Mapping[str, bytes], page: str) -> list[tuple[str, str, str]]:
    """Give the entries of a page: where each leads, its attributes, its words."""
    menu = output[f"{page}index.html"].decode().partition('<nav class="main-nav"')[2].partition("</nav>")[0]
    return re.findall(r'<a href="([^"]*)"([^>]*)>([^<]*)</a>', menu)


def test_every_kind_of_entry_in_each_language(tmp_path: Path) -> None:
    entries = (
        'page = "/"',
        'page = "about"\ntitle = {en = "The township", zh = "本乡"}',
        'page = "office.md"',
        'column = "extra"',
        'page = "news/"',
        'page = "topics/roads"',
        'page = "search"',
        'url = "tel:+44 1632 960000"\ntitle = "Call"',
    )
    output = made(write(tmp_path, {**FILES, "content/site.toml": said(*entries)}))
    assert read_menu(output, "about/") == [
        ("/", "", "Home"),
        ("/about/", ' aria-current="page"', "The township"),
        ("/zh/office/", ' lang="zh-CN"', "办公室"),
        ("/extra/", "", "Extra"),
        ("/news/", "", "News"),
        ("/topics/roads/", "", "Roads"),
        ("/search/", "", "Search"),
        ("tel:+44 1632 960000", "", "Call"),
    ]
    assert read_menu(output, "zh/office/") == [
        ("/zh/", "", "首页"),
        ("/about/", "", "本乡"),
        ("/zh/office/", ' aria-current="page"', "办公室"),
        ("/zh/extra/", "", "Extra"),
        ("/zh/news/", "", "要闻"),
        ("/zh/topics/roads/", "", "道路"),
        ("/zh/search/", "", "搜索"),
        ("tel:+44 1632 960000", "", "Call"),
    ]
    assert broken_links(output, "https://ferry.example.org/") == []


@pytest.mark.parametrize(
    ("page", "marked"),
    [
        ("", {"/": "page"}),
        ("topics/", {"/topics/": "page"}),
        ("topics/roads/", {"/topics/roads/": "page"}),
        ("topics/roads/2024/", {"/topics/roads/": "true"}),
        ("news/2024/water/", {"/news/": "true"}),
        ("communities/", {}),
    ],
)
def test_the_entry_of_the_page_is_marked(tmp_path: Path, page: str, marked: dict[str, str]) -> None:
    toml = said('page = "/"', 'page = "topics"', 'page = "topics/roads"', 'column = "news"')
    output = made(write(tmp_path, {**FILES, "content/site.toml": toml}))
    found = {href: re.findall('aria-current="(.*)"', rest) for href, rest, _ in read_menu(output, page)}
    assert {href: current[0] for href, current in found.items() if current} == marked


@pytest.mark.parametrize(
    ("entry", "expected", "hint"),
    [
        ('page = "abuot"', ':8: error: there is no page "abuot"', "did you mean about?"),
        ('page = "topics/road"', ':8: error: there is no page "topics/road"', "did you mean topics/roads?"),
        ('page = "zzzzzzzz"', ':8: error: there is no page "zzzzzzzz"', "write the path of a plain page"),
        ('page = "draft"', ':8: warning: the page "draft" is not public', "publish it, or remove the entry"),
        ('page = "2024"', ":8: error: this entry of the menu has no words", 'write title = "…" beside it'),
        ('column = "newz"', ':10: error: there is no column "newz"', "did you mean news?"),
        ('url = "www.example.org"\ntitle = "A"', ':7: error: "www.example.org" is no address', 'write it as "https:'),
        ('url = "javascript:alert(1)"\ntitle = "A"', ':7: error: "javascript:alert(1)" is no address', "write it as"),
        ('url = "https://www.example.org/"', ":7: error: an entry with a url has no words", "write title"),
        ('title = "A"', ":1: error: an entry of the menu leads to one thing", 'write page = "about"'),
        ('page = "about"\ncolumn = "news"', ":1: error: an entry of the menu leads to one thing", "write page"),
        ('pages = "about"', ':1: warning: the setting "pages" is not known', "did you mean page?"),
        ("page = 3", ":8: error: menu.page is not a text", "write it in quotation marks"),
    ],
)
def test_what_leads_nowhere_is_told_at_its_place(tmp_path: Path, entry: str, expected: str, hint: str) -> None:
    write(tmp_path, {**FILES, "content/site.toml": said('page = "/"', entry)})
    told = command("check", tmp_path, "--at", AT, "--lang", "en")
    assert re.search(rf"^content/site\.toml:\d+{re.escape(expected)}", told.output, re.MULTILINE), told.output
    assert hint in told.output
    first = re.search(rf"^content/site\.toml:(\d+){re.escape(expected)}", told.output, re.MULTILINE)
    assert first
    assert LINE + 1 <= int(first[1]) <= LINE + 3


def test_a_host_that_links_may_not_lead_to_is_told(tmp_path: Path) -> None:
    toml = said('url = "https://other.example/"\ntitle = "A"', 'url = "https://gov.example/a"\ntitle = "B"')
    write(tmp_path, {**FILES, "content/site.toml": f'{toml}[checks]\nhosts = ["gov.example"]\n'})
    told = command("check", tmp_path, "--at", AT, "--lang", "en")
    assert told.output.count("is not among those that links may lead to  [config]") == 1
    assert f"content/site.toml:{LINE}:7: warning: the host other.example is not" in told.output


def test_without_entries_the_navigation_is_the_themes(tmp_path: Path) -> None:
    plain = made(write(tmp_path / "plain", FILES))
    assert [href for href, *_ in read_menu(plain, "about/")][:3] == ["/", "/communities/", "/dates/"]
    emptied = made(write(tmp_path / "empty", {**FILES, "content/site.toml": "menu = []\n" + SITE_TOML}))
    assert emptied == plain


def test_an_edit_reaches_every_page_and_ends_as_a_clean_build(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "content/site.toml": said('page = "about"')})
    first = made(tmp_path)
    edits: list[dict[str, str | bytes]] = [
        {"content/about.md": article("title: About us")},
        {"content/site.toml": said('page = "about"', 'column = "news"')},
        {"content/site.toml": said('page = "about"')},
        {"content/about.md": FILES["content/about.md"]},
    ]
    for edit in edits:
        assert run(write(tmp_path, edit)).problems == ()
        assert run(tmp_path, clean=True, output=tmp_path / "clean").problems == ()
        assert tree(tmp_path / "public") == tree(tmp_path / "clean")
    assert tree(tmp_path / "public") == first
