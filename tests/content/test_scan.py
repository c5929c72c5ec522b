"""What counts in content/, and which names are Problems; nothing is opened."""

import os
from pathlib import Path

import pytest

from site_builder.content.scan import scan_content, split_language
from site_builder.urls import make_default_id, slugify_path


def lay(tmp_path: Path, *names: str) -> Path:
    for name in names:
        file = tmp_path / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    return tmp_path


def read(site: Path) -> tuple[dict[str, str], list[tuple[str, str]]]:
    found = scan_content(site, ("en", "zh"))
    problems = found.problems
    assert all(p.rule == "name" and p.hint for p in problems)
    parts = {each.path: f"{each.kind} {each.owner}".strip() for each in found.value.files}
    return parts, sorted((p.path.removeprefix("content/"), p.severity) for p in problems)


@pytest.mark.parametrize(
    ("names", "parts"),
    [
        (["about.md", "about.zh.md"], {"about.md": "page", "about.zh.md": "page"}),
        (["news/a.md", "news/2024/01/b.md"], {"news/a.md": "item", "news/2024/01/b.md": "item"}),
        (
            ["news/v/index.md", "news/v/index.zh.md", "news/v/p.jpg", "news/v/x/y.pdf"],
            {
                "news/v/index.md": "item",
                "news/v/index.zh.md": "item",
                "news/v/p.jpg": "attachment news/v",
                "news/v/x/y.pdf": "attachment news/v",
            },
        ),
        (["static/a.css", "static/x/b.md"], {"static/a.css": "static", "static/x/b.md": "static"}),
        (["site.toml", "communities.toml", "topics.toml", "people.toml"], {}),
        (
            [
                "news/.a.md",
                "news/_b.md",
                "news/~c.md",
                "news/d.md~",
                "news/e.tmp",
                "news/f.bak",
                ".git/a.md",
                "_x/a.md",
            ],
            {},
        ),
    ],
)
def test_parts(tmp_path: Path, names: list[str], parts: dict[str, str]) -> None:
    assert read(lay(tmp_path, *names)) == (parts, [])


@pytest.mark.parametrize(
    ("names", "problems"),
    [
        (["news/a.MD"], [("news/a.MD", "error")]),
        (["news/a.markdown", "b.md.txt"], [("b.md.txt", "error"), ("news/a.markdown", "error")]),
        (
            ["news/a.docx", "news/p.jpg", "n.txt"],
            [("n.txt", "warning"), ("news/a.docx", "warning"), ("news/p.jpg", "warning")],
        ),
        (["news/x.md/a.txt"], [("news/x.md", "error")]),
        (["news/index.md"], []),
        (["news/index.md", "news/a.md"], [("news/index.md", "error")]),
        (["news/a/index.md", "news/a/b/index.md"], [("news/a/b/index.md", "error")]),
        (["news/a/index.md", "news/a/b.md"], [("news/a/b.md", "warning")]),
        (["news/a.fr.md", "b.cn.md"], [("b.cn.md", "warning"), ("news/a.fr.md", "warning")]),
        (["news/a.v2.md"], []),
    ],
)
def test_names_that_are_problems(tmp_path: Path, names: list[str], problems: list[tuple[str, str]]) -> None:
    assert read(lay(tmp_path, *names))[1] == problems


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize(
    ("names", "path"),
    [
        (["news/Visit.md", "news/visit.md"], "news/visit.md"),
        (["News/a.md", "news/b.md"], "news"),
        (["news/cafe\u0301.md", "news/caf\u00e9.md"], "news/caf\u00e9.md"),
        (["news/a:b.md"], "news/a:b.md"),
        (["news/a.md "], "news/a.md "),
        (["news/a\nb.md"], "news/a\\nb.md"),
    ],
)
def test_names_that_not_every_system_keeps_apart_or_allows(tmp_path: Path, names: list[str], path: str) -> None:
    assert read(lay(tmp_path, *names))[1] == [(path, "error")]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_what_is_no_file_is_not_touched(tmp_path: Path) -> None:
    site = lay(tmp_path, "news/a.md")
    news = site / "content" / "news"
    (tmp_path / "secret.md").write_text("x", "utf-8")
    os.mkfifo(news / "fifo.md")
    (news / "out.md").symlink_to(tmp_path / "secret.md")
    (news / "broken.md").symlink_to("nowhere.md")
    (news / "loop.md").symlink_to("loop.md")
    (news / "folder").symlink_to(news)
    (news / "inside.md").symlink_to(news / "a.md")
    os.close(os.open(os.fsencode(news) + b"/\xff.md", os.O_CREAT))
    parts, problems = read(site)
    assert sorted(parts) == ["news/a.md", "news/inside.md"]
    names = ["\\udcff.md", "broken.md", "fifo.md", "folder", "loop.md", "out.md"]
    assert problems == [(f"news/{name}", "error") for name in names]


def test_folder_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = lay(tmp_path, "news/a.md", "notices/b.md")
    scandir = os.scandir

    def refuse(folder: Path) -> object:
        if Path(folder).name == "news":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    found = scan_content(site, ("en",))
    assert [each.path for each in found.value.files] == ["notices/b.md"]
    assert [p.path for p in found.problems] == ["content/news"]


def test_size_is_known_without_opening(tmp_path: Path) -> None:
    site = lay(tmp_path, "news/a.md")
    with (site / "content/news/a.md").open("wb") as file:
        file.truncate(100 << 20)
    (source,) = scan_content(site, ("en",)).value.files
    assert source.stamp.size == 100 << 20


@pytest.mark.parametrize(
    ("path", "stem", "language"),
    [
        ("news/visit.md", "news/visit", ""),
        ("news/visit.zh.md", "news/visit", "zh"),
        ("news/v/index.zh.md", "news/v/index", "zh"),
        ("news/visit.fr.md", "news/visit.fr", ""),
        ("news/zh.md", "news/zh", ""),
    ],
)
def test_split_language(path: str, stem: str, language: str) -> None:
    assert split_language(path, ("en", "zh")) == (stem, language)


def test_id_and_slug_of_a_folder_are_the_folders() -> None:
    assert make_default_id("news/2024/visit/index") == "news/2024/visit"
    assert slugify_path("news/2024/2024-01-31-visit/index") == "visit"
