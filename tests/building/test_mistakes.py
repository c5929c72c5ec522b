"""A mistake in a template is told once, with how many pages it concerns, in the words of who writes themes."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from site_builder.cli.commands import main
from tests.sites import PLAIN_TOML, article, run, write

pytestmark = pytest.mark.slow

Said = list[dict[str, Any]]
PYTHON = ("object", "attribute", "site_builder", "None", "View", "Error", "undefined", "str ")


def said(site: Path, capsys: pytest.CaptureFixture[str], *more: str) -> Said:
    """Build a site in vain; give what is said."""
    with pytest.raises(SystemExit) as ended:
        main(["build", str(site), "--report", "json", "--lang", "en", "--at", "2024-06-15", *more])
    assert ended.value.code == 1
    assert not list((site / "public").rglob("*.html"))
    problems: Said = json.loads(capsys.readouterr().out)["problems"]
    return problems


@pytest.fixture
def site(tmp_path: Path) -> Path:
    items = {f"content/news/2024-01-{n:02}-a.md": article(f"title: A {n}\nslug: a{n}") for n in range(1, 6)}
    return write(tmp_path, {"content/site.toml": PLAIN_TOML, "content/about.md": article("title: About"), **items})


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_field_that_is_not_there_is_told_once_with_the_one_that_was_meant(
    site: Path, capsys: pytest.CaptureFixture[str], jobs: str
) -> None:
    write(
        site,
        {"templates/item.html": '{% extends "base.html" %}\n{% block main %}\n<h1>{{ page.titel }}{% endblock %}\n'},
    )
    (found,) = said(site, capsys, "--jobs", jobs)
    assert (found["path"], found["line"], found["column"], found["rule"]) == ("templates/item.html", 3, 13, "template")
    assert found["message"] == (
        'there is no field "titel" here; this keeps 5 pages from being made, the first of them /news/2024/a1/index.html'
    )
    assert found["hint"] == "did you mean title?"


@pytest.mark.parametrize(
    ("template", "message", "hint"),
    [
        ("{{ page.frame.foter }}", 'there is no field "foter" here', "did you mean footer?"),
        ("{{ page['titel'] }}", 'there is no field "titel" here', "did you mean title?"),
        ("{% if page.titel %}x{% endif %}", 'there is no field "titel" here', "did you mean title?"),
        ("{{ page.head.xyz.title }}", 'there is no field "xyz" here', "write one of: "),
        ("{{ page.title.size }}", 'there is no field "size" here', "docs/templates.md lists what each template sees"),
        ("{{ pgae.title }}", 'the name "pgae" means nothing here', "did you mean page?"),
        (
            "{% macro m(x) %}{{ x.titel }}{% endmacro %}{{ m(page) }}",
            'there is no field "titel" here',
            "did you mean title?",
        ),
        (
            "{{ page.title | moment }}",
            'a value in this line cannot be used like this: it has no "local"',
            "docs/templates",
        ),
    ],
)
def test_no_mistake_is_told_in_words_of_python(
    site: Path, capsys: pytest.CaptureFixture[str], template: str, message: str, hint: str
) -> None:
    write(site, {"templates/page.html": template})
    (found,) = said(site, capsys)
    assert found["message"].startswith(message)
    assert "/about/index.html" in found["message"]
    assert found["hint"].startswith(hint)
    assert not [word for word in PYTHON if word in found["message"] + found["hint"]]


def test_two_mistakes_are_two(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(site, {"templates/page.html": "{{ page.titel }}", "templates/item.html": "\n{{ page.titel }}"})
    assert [(each["path"], each["line"]) for each in said(site, capsys)] == [
        ("templates/item.html", 2),
        ("templates/page.html", 1),
    ]


def test_a_file_of_the_theme_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    site = write(tmp_path, {"content/site.toml": PLAIN_TOML, "templates/static/film.mp4": b""})
    os.truncate(site / "templates/static/film.mp4", 3 << 30)
    found = [(each.rule, each.severity, each.path) for each in run(site).problems]
    assert found == [("size", "error", "templates/static/film.mp4")]
