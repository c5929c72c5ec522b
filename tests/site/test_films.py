"""Films in texts: what stands on the page, in feeds and below the text, and what is said of one without captions."""

import re
from pathlib import Path

import pytest

from tests.publishing.servers import command
from tests.sites import AT, SITE_TOML, Files, article, broken_links, made, picture, run, tree, write

pytestmark = pytest.mark.slow

FOLDER = "content/news/2024-03-05-race"
FILM, VTT = b"\0\0\0\x18ftypmp42", "WEBVTT\n\n00:00.000 --> 00:01.000\nGo!\n"
FILES: Files = {
    "content/site.toml": SITE_TOML,
    f"{FOLDER}/index.md": article("title: Race", 'Before.\n\n![The "boats" start](start.mp4)\n'),
    f"{FOLDER}/index.zh.md": article("title: 赛", "![船出发](start.mp4)\n"),
    f"{FOLDER}/start.mp4": FILM,
    f"{FOLDER}/start.vtt": VTT,
    f"{FOLDER}/start.zh.vtt": VTT,
    f"{FOLDER}/start.txt": "The boats start.",
    f"{FOLDER}/start.zh.txt": "船出发。",
    f"{FOLDER}/start.png": picture(9, 32),
    f"{FOLDER}/results.txt": "First: the red boat.",
}
HERE = "/news/2024/race/start"


def read_film(page: bytes) -> str:
    return page.decode().partition('<span class="film">')[2].partition("</p>")[0]


def test_a_film_has_its_captions_words_and_picture(tmp_path: Path) -> None:
    output = made(write(tmp_path, FILES))
    assert read_film(output["news/2024/race/index.html"]) == (
        f'<video controls preload="none" poster="{HERE}.png" aria-label="The &quot;boats&quot; start">'
        f'<source src="{HERE}.mp4" type="video/mp4">'
        f'<track kind="captions" src="{HERE}.vtt" srclang="en" label="English" default>'
        f'<track kind="captions" src="{HERE}.zh.vtt" srclang="zh-CN" label="中文">'
        f'<a href="{HERE}.mp4">The &quot;boats&quot; start</a></video>'
        f'<span class="caption">The &quot;boats&quot; start <a href="{HERE}.txt">'
        "What is said and shown in this film</a></span></span>"
    )
    chinese = read_film(output["zh/news/2024/race/index.html"])
    assert 'srclang="zh-CN" label="中文" default>' in chinese
    assert f'<a href="{HERE}.zh.txt">片中所说所示</a>' in chinese
    assert broken_links(output, "https://ferry.example.org/") == []


def test_it_is_a_link_in_feeds_and_listed_with_its_words_alone(tmp_path: Path) -> None:
    output = made(write(tmp_path, FILES))
    feed = output["feed.xml"].decode()
    assert "https://ferry.example.org/news/2024/race/start.mp4" in feed
    assert "video" not in feed
    listed = output["news/2024/race/index.html"].decode().partition("Attachments</h2>")[2].partition("</ul>")[0]
    names = [each.rpartition("/")[2] for each in re.findall(r'<a href="([^"]*)"', listed)]
    assert sorted(names) == ["results.txt", "start.txt", "start.zh.txt"]


def test_captions_that_come_make_the_page_stale(tmp_path: Path) -> None:
    without = {path: data for path, data in FILES.items() if not path.endswith(("start.vtt", "start.zh.vtt"))}
    made(write(tmp_path, without))
    report = run(write(tmp_path, {f"{FOLDER}/start.vtt": VTT}))
    assert "news/2024/race/index.html" in report.written_paths
    assert run(tmp_path, clean=True, output=tmp_path / "clean").problems == ()
    assert tree(tmp_path / "public") == tree(tmp_path / "clean")


def test_one_without_captions_is_told_until_it_has_some_or_none_are_needed(tmp_path: Path) -> None:
    without = {path: data for path, data in FILES.items() if not path.endswith(("start.vtt", "start.zh.vtt"))}
    write(tmp_path, without)
    told = command("check", tmp_path, "--at", AT, "--lang", "en")
    assert told.exit_code == 0
    assert told.output.count("start.mp4:1:1: warning: this film has no captions") == 1
    assert "put start.vtt beside it (WebVTT), and its words in start.txt" in told.output
    silent = article("title: Race", "<!-- accept accessibility start.mp4: no sound -->\n\n![Start](start.mp4)\n")
    write(tmp_path, {f"{FOLDER}/index.md": silent})
    assert command("check", tmp_path, "--at", AT, "--strict").exit_code == 0
    write(tmp_path, {f"{FOLDER}/start.vtt": "00:00 Go!"})
    told = command("check", tmp_path, "--at", AT, "--lang", "en")
    assert (told.exit_code, "start.vtt:1:1: error: browsers read no captions in this file" in told.output) == (1, True)


def test_captions_are_looked_through_and_a_missing_film_is_told(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, f"{FOLDER}/start.vtt": VTT + "\n00:01.000 --> 00:02.000\nCall Li Hua, 13800138000\n"})
    told = command("check", tmp_path, "--at", AT, "--lang", "en")
    assert re.search(r"start\.vtt:\d+:\d+: error: there is personal data", told.output)
    write(tmp_path, {**FILES, f"{FOLDER}/index.md": article("title: Race", "![Start](strat.mp4)\n")})
    told = command("check", tmp_path, "--at", AT, "--lang", "en")
    assert "index.md:4:" in told.output
    assert "strat.mp4" in told.output
    assert told.exit_code == 1
