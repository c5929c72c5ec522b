"""`_index.md`, a column's own text, and a folder that is a plain page: where they stand, and what is said of strays."""

import re
from pathlib import Path

import pytest

from tests.publishing.servers import command
from tests.sites import AT, SITE_TOML, Files, article, broken_links, made, picture, run, tree, write

pytestmark = pytest.mark.slow

FILES: Files = {
    "content/site.toml": SITE_TOML,
    "content/news/_index.md": article(
        "title: What is new",
        "All of it, but [notices](../notices/_index.md).\n\n## Older\n\nSee the [page](../about/index.md).\n",
    ),
    "content/news/_index.zh.md": article("title: 新事", "全部。\n"),
    "content/news/2024-03-05-water.md": article("title: Water off", "See [here](_index.md#older).\n"),
    "content/notices/_index.md": article("title: Notices\norder: 1", "By the office.\n"),
    "content/extra/_index.md": article("title: Beside\norder: 2", "Nothing yet.\n"),
    "content/about/index.md": article("title: About", "![Map](map.png)\n\nThe [plan](papers/plan.txt).\n"),
    "content/about/index.zh.md": article("title: 关于", "字。\n"),
    "content/about/map.png": picture(1, 40),
    "content/about/papers/plan.txt": "A plan.",
    "content/about/rules.txt": "Rules.",
}


def read_menu(page: bytes) -> list[tuple[str, str]]:
    menu = page.decode().partition('<nav class="main-nav"')[2].partition("</nav>")[0]
    return re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', menu)[3:]


def test_an_introduction_stands_above_its_list_and_names_and_orders_its_column(tmp_path: Path) -> None:
    output = made(write(tmp_path, FILES))
    page, chinese = output["news/index.html"].decode(), output["zh/news/index.html"].decode()
    main = page.partition("<main")[2]
    assert (
        main.index("What is new</h1>") < main.index("All of it") < main.index("Newest items") < main.index("Water off")
    )
    assert 'href="/notices/">notices</a>' in main
    assert '<meta name="description" content="All of it, but notices.' in page
    assert "新事</h1>" in chinese
    assert "全部。" in chinese
    assert "All of it" not in chinese
    assert "All of it" not in output["news/2024/index.html"].decode()
    assert 'href="/news/#older"' in output["news/2024/water/index.html"].decode()
    assert read_menu(output["index.html"]) == [
        ("/notices/", "Notices"),
        ("/extra/", "Beside"),
        ("/news/", "What is new"),
    ]
    assert read_menu(output["zh/index.html"]) == [
        ("/zh/notices/", "通知"),
        ("/zh/extra/", "Beside"),
        ("/zh/news/", "新事"),
    ]
    assert "Nothing yet." in output["extra/index.html"].decode()
    assert broken_links(output, "https://ferry.example.org/") == []


def test_an_introduction_is_found_by_search_and_named_once_to_others(tmp_path: Path) -> None:
    output = made(write(tmp_path, FILES))
    rows = "".join(data.decode() for path, data in output.items() if re.search(r"search/pages-.*/rows0\.txt", path))
    assert "What is new\tnews/\ten" in rows
    assert output["sitemap-pages.xml"].decode().count("<loc>https://ferry.example.org/news/</loc>") == 1
    foot = output["index.html"].decode().partition("<footer")[2]
    assert "What is new" not in foot
    assert ">About</a>" in foot
    assert not any(b"What is new</title>" in data for path, data in output.items() if path.endswith("feed.xml"))


def test_a_folder_without_items_is_a_plain_page_with_its_files(tmp_path: Path) -> None:
    output = made(write(tmp_path, FILES))
    page = output["about/index.html"].decode()
    assert {"about/map.png", "about/papers/plan.txt", "about/rules.txt"} <= output.keys()
    assert 'href="/about/papers/plan.txt"' in page
    files = page.partition("Attachments</h2>")[2].partition("</ul>")[0]
    assert re.findall(r'<a href="([^"]*)"', files) == ["/about/papers/plan.txt", "/about/rules.txt"]
    assert "关于</h1>" in output["zh/about/index.html"].decode()
    assert not any(href == "/about/" for href, _ in read_menu(output["index.html"]))


def test_an_edit_renders_the_pages_of_its_column_alone(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    made(tmp_path)
    report = run(write(tmp_path, {"content/notices/_index.md": article("title: Notices\norder: 1", "By the mill.\n")}))
    pages = [path for path in report.written_paths if not path.startswith("assets/search/")]
    # What is found by search changes its address, which search pages have.
    assert pages == ["notices/index.html", "search/index.html"]
    for edit in (
        {"content/notices/_index.md": article("title: Notices\norder: 3")},
        {"content/news/_index.zh.md": article("title: 新事\ndraft: true", "全部。\n")},
        {"content/about/rules.txt": "Other rules."},
    ):
        assert run(write(tmp_path, edit)).problems == ()
        assert run(tmp_path, clean=True, output=tmp_path / "clean").problems == ()
        assert tree(tmp_path / "public") == tree(tmp_path / "clean")
    (tmp_path / "content/news/_index.md").unlink()
    (tmp_path / "content/news/2024-03-05-water.md").write_text(article("title: Water off"))
    assert [p for p in run(tmp_path).problems if p.severity == "error"] == []


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("news/_index.md", article("title: A", "[x](none.md)\n"), "news/_index.md:4:5: error: "),
        ("news/_index.md", article("title: A", "Ask Li Hua, 13800138000.\n"), "news/_index.md:4:"),
        (
            "news/_index.md",
            article("title: A\norder: first"),
            'news/_index.md:3:8: error: order is no whole number: "first"',
        ),
        (
            "news/_index.md",
            article("title: A\nslug: b"),
            'news/_index.md:3:7: warning: the field "slug" says nothing here',
        ),
        (
            "news/2024-03-05-water.md",
            article("title: A\norder: 2"),
            'the field "order" says nothing here: only the intro',
        ),
        ("_index.md", article("title: A"), "content/_index.md:1:1: warning: an introduction stands in the folder of a"),
        ("news/2024/_index.md", article("title: A"), "news/2024/_index.md:1:1: warning: an introduction stands in"),
        ("news/_index.de.md", article("title: A"), "news/_index.de.md:1:1: warning: an introduction stands in"),
        ("news/index.md", article("title: A"), "or call it _index.md if it introduces the column"),
        ("about/rules.txt", "Ask Li Hua, 13800138000.", "about/rules.txt:1:"),
        ("about.md", article("title: A"), "the address /about/ is that of content/about"),
    ],
)
def test_what_is_wrong_is_told_as_of_any_item(tmp_path: Path, path: str, text: str, expected: str) -> None:
    write(tmp_path, {**FILES, "content/news/2024-03-05-water.md": article("title: Water off"), f"content/{path}": text})
    told = command("check", tmp_path, "--at", AT, "--lang", "en")
    assert expected in told.output
    chinese = command("check", tmp_path, "--at", AT, "--lang", "zh")
    assert chinese.output.count("错误:") == told.output.count("error:")


def test_what_was_published_can_be_taken_away_again(tmp_path: Path) -> None:
    """The address of a column is that of its list, with or without an introduction."""
    target = f'[publish.web]\nto = "file://{tmp_path}/www"\n'
    site = write(tmp_path / "site", {**FILES, "content/site.toml": SITE_TOML + target})
    assert command("publish", "--site", site, "--create", "--at", AT).exit_code == 0
    assert command("takedown", "/news/2024/", "--reason", "No", "--site", site, "--at", AT).exit_code == 2
    for name in ("_index.md", "_index.zh.md"):
        (site / "content/news" / name).unlink()
    write(site, {"content/news/2024-03-05-water.md": article("title: Water off")})
    again = command("publish", "--site", site, "--at", AT)
    assert again.exit_code == 0, again.output
    live = tree(tmp_path / "www/current/")
    assert b"All of it" not in live["news/index.html"]
    assert b"A plan." in live["about/papers/plan.txt"]
