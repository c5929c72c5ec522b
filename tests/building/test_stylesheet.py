"""Stylesheets are sent without comments and needless spaces; what they say stays the same."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from site_builder.building.theming.stylesheets import shorten_stylesheet
from tests.sites import PLAIN_TOML, article, made, write

STATIC = Path(__file__).parents[2] / "templates/static"
RULES = """text => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text)
  // A custom property is given as it was typed.
  return [...sheet.cssRules].map(rule => rule.cssText.replaceAll(', ', ',')) }"""


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("/* a */ p , q { color : red ; }\n", "p,q{color :red}"),
        ("a  :hover > b{ margin: 0  1px; }", "a :hover > b{margin:0 1px}"),
        ('p::after { content: " ;  } /* no */ "; }', 'p::after{content:" ;  } /* no */ "}'),
        ("p { background: url(a;  b.png) }", "p{background:url(a;  b.png)}"),
        ("/*! A licence */\np { }", "/*! A licence */ p{}"),
        ("p { width: calc(1px + 2px) }", "p{width:calc(1px + 2px)}"),
        ("p { color: red; /* no end", "p{color:red;/* no end"),
        ("", ""),
    ],
)
def test_what_means_nothing_goes(written: str, sent: str) -> None:
    assert shorten_stylesheet(written.encode()).decode() == sent


def test_what_is_no_utf8_stays() -> None:
    assert shorten_stylesheet("p { /* 村 */ }".encode("gbk")) == "p { /* 村 */ }".encode("gbk")


@pytest.mark.browser
@pytest.mark.parametrize(
    "name",
    [
        "style.css",
        "print.css",
        "staging.css",
        "search.css",
        "home.css",
        "dates.css",
        "charts.css",
        "texts.css",
        "film.css",
    ],
)
def test_a_browser_reads_the_same_rules(chromium: Browser, name: str) -> None:
    data = (STATIC / name).read_bytes()
    page = chromium.new_page()
    read = [page.evaluate(RULES, each.decode()) for each in (data, shorten_stylesheet(data))]
    page.close()
    assert read[0] == read[1]
    assert len(read[0]) > 1


def test_those_of_the_theme_are_sent_so_and_those_of_a_site_are_copied(tmp_path: Path) -> None:
    own = "p { color: red; }\n"
    files = {"content/site.toml": PLAIN_TOML, "content/static/own.css": own, "templates/static/extra.css": own}
    files["content/news/a.md"] = article("title: A\ndate: 2024-06-01")
    output = made(write(tmp_path, files))
    assert output["own.css"].decode() == own
    (extra,) = [data.decode() for path, data in output.items() if path.startswith("assets/extra.")]
    assert extra == "p{color:red}"
