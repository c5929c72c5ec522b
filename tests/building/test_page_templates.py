"""`template` of an item or a page: by what it is made, what makes it stale, and what is said where there is none."""

from pathlib import Path

import pytest

from tests.publishing.servers import command
from tests.sites import AT, PLAIN_TOML, Files, article, made, run, write

pytestmark = pytest.mark.slow

OWN = """\
{{% extends "{}" %}}
{{% block main %}}<h1>{{{{ page.title }}}}</h1><p>{{% include "words.html" %}}</p>{{% endblock %}}
"""
FILES: Files = {
    "content/site.toml": PLAIN_TOML,
    "content/ferry.md": article("title: Ferry\ntemplate: ferry"),
    "content/about.md": article("title: About"),
    "content/news/2024-01-02-visit.md": article("title: Visit\ntemplate: tour.html"),
    "content/news/2024-01-03-other.md": article("title: Other"),
    "templates/ferry.html": OWN.format("page.html"),
    "templates/tour.html": OWN.format("item.html"),
    "templates/words.html": "Every hour.",
}


def test_it_is_made_by_it_and_no_other_is(tmp_path: Path) -> None:
    output = made(write(tmp_path, FILES))
    for page in ("ferry/index.html", "news/2024/visit/index.html"):
        assert b"<p>Every hour.</p>" in output[page]
        assert b"A first paragraph" not in output[page].partition(b"<main")[2]
    for page in ("about/index.html", "news/2024/other/index.html"):
        assert b"Every hour." not in output[page]
        assert b"A first paragraph" in output[page]


def test_what_it_reaches_makes_its_pages_stale_and_no_other(tmp_path: Path) -> None:
    made(write(tmp_path, FILES))
    report = run(write(tmp_path, {"templates/words.html": "Every half hour."}))
    assert report.written_paths == ("ferry/index.html", "news/2024/visit/index.html")
    assert report.rendered == 2
    report = run(write(tmp_path, {"content/ferry.md": article("title: Ferry")}))
    assert "ferry/index.html" in report.written_paths
    assert b"A first paragraph" in (tmp_path / "public/ferry/index.html").read_bytes()
    clean = run(tmp_path, clean=True)
    assert clean.problems == ()
    assert run(tmp_path).written == 0


def test_what_is_withdrawn_is_shown_by_the_themes(tmp_path: Path) -> None:
    gone = article("title: Visit\ntemplate: tour\nwithdrawn: {date: 2024-02-01, reason: Wrong}")
    output = made(write(tmp_path, {**FILES, "content/news/2024-01-02-visit.md": gone}))
    assert b"Wrong" in output["news/2024/visit/index.html"]
    assert b"Every hour." not in output["news/2024/visit/index.html"]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("fery", "did you mean ferry.html?"),
        ("macros.html", "did you mean words.html?"),
        ("../ferry.html", "did you mean ferry.html?"),
        ("theme/page.html", "did you mean page.html?"),
        ("zzzzzz", "write it into templates/zzzzzz.html"),
    ],
)
def test_one_that_is_not_there_is_told_at_its_place(tmp_path: Path, written: str, hint: str) -> None:
    write(tmp_path, {**FILES, "content/ferry.md": article(f"title: Ferry\ntemplate: {written}")})
    told = command("check", tmp_path, "--at", AT, "--lang", "en")
    assert told.exit_code == 1
    assert "content/ferry.md:3:11: error: there is no template" in told.output
    assert hint in told.output
    draft = article(f"title: Ferry\ndraft: true\ntemplate: {written}")
    write(tmp_path, {"content/ferry.md": draft})
    assert command("build", tmp_path, "--at", AT).exit_code == 0
