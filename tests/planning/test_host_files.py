"""`_redirects` and `_headers` for hosts of static sites: only where they are asked for."""

from pathlib import Path

import pytest

from site_builder.planning.machine_readable.host_files import SECURITY_HEADERS
from tests.sites import article, run, write

TOML = """\
title = "Ferry"
base_url = "https://ferry.example.org{base}"
{asked}
[languages.en]
[languages.zh]
path = "zh"
"""
ASKED = 'host_files = ["_redirects", "_headers"]'
FILES = {
    "content/news/2024-01-31-visit.md": article("title: Visit\naliases: [/old/visit/, '/old page/a.html']"),
    "content/news/2024-02-01-walk.zh.md": article("title: 走访\naliases: [/zh/old/]"),
}


def build(folder: Path, base: str = "/", asked: str = ASKED) -> Path:
    site = write(folder, {"content/site.toml": TOML.format(base=base, asked=asked), **FILES})
    assert not [each for each in run(site).problems if each.severity == "error"]
    return site / "public"


def test_none_where_none_is_asked_for(tmp_path: Path) -> None:
    public = build(tmp_path, asked="")
    assert not list(public.glob("_*"))


@pytest.mark.parametrize("base", ["/", "/town/"])
def test_redirects(tmp_path: Path, base: str) -> None:
    public = build(tmp_path, base)
    lines = (public / "_redirects").read_text("utf-8").splitlines()
    assert lines == [
        f"{base}old/visit/ {base}news/2024/visit/ 301",
        f"{base}old/visit {base}news/2024/visit/ 301",
        f"{base}old%20page/a.html {base}news/2024/visit/ 301",
        f"{base}zh/old/ {base}zh/news/2024/walk/ 301",
        f"{base}zh/old {base}zh/news/2024/walk/ 301",
    ]
    for line in lines:
        assert (public / line.split()[1].removeprefix(base) / "index.html").is_file()


def test_headers(tmp_path: Path) -> None:
    public = build(tmp_path)
    blocks: dict[str, dict[str, str]] = {}
    for line in (public / "_headers").read_text("utf-8").splitlines():
        if line.startswith("  "):
            name, _, value = line.strip().partition(": ")
            blocks[list(blocks)[-1]][name] = value
        else:
            blocks[line] = {}
    assert blocks["/*"] == SECURITY_HEADERS
    assert blocks["/assets/*"] == {"Cache-Control": "public, max-age=31536000, immutable"}
    assert blocks["/feed.xml"] == blocks["/*/feed.xml"] == {"Content-Type": "application/atom+xml; charset=utf-8"}


def test_a_new_alias_changes_the_file_alone(tmp_path: Path) -> None:
    public = build(tmp_path)
    path = tmp_path / "content/news/2024-01-31-visit.md"
    path.write_text(path.read_text("utf-8").replace("/old/visit/", "/older/visit/"), "utf-8")
    report = run(tmp_path)
    assert "_redirects" in report.written_paths
    assert "_headers" not in report.written_paths
    assert "/older/visit/ " in (public / "_redirects").read_text("utf-8")


def test_another_name_is_told(tmp_path: Path) -> None:
    toml = TOML.format(base="/", asked='host_files = ["_redirect"]')
    problems = run(write(tmp_path, {"content/site.toml": toml, **FILES})).problems
    assert [(each.path, each.line) for each in problems if "_redirect" in str(each.values)] == [
        ("content/site.toml", 3)
    ]
