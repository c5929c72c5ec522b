"""Quick code gives what Jinja gives: the same page, or the same error; and what is made once is not made stale."""

from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment
from msgspec import Struct

from site_builder.building import render
from site_builder.building.fast_jinja.compiler import FastEnvironment, UnsupportedTemplateError
from site_builder.building.fast_jinja.macro_cache import CachedMacro
from site_builder.building.theme import Theme, find_default_theme, make_fast_environment, make_plain_environment
from site_builder.model import When
from tests.sites import SITE_TOML, article, run, write

pytestmark = pytest.mark.usefixtures("accelerated")
LOCALES = ["en", "zh_Hans_CN"]


class Thing(Struct, frozen=True):
    name: str
    count: int = 0
    parts: tuple["Thing", ...] = ()
    when: When = When(0, "2024-01-31T08:30:00+08:00", timed=True)


PAGE = Thing("<A> & 'b' \"%c\"", 3, (Thing("one", 1), Thing("二", 2, (Thing("<i>"),))))
MACROS = """{% macro show(x, lang="") %}<b{% if lang %} lang="{{ lang }}"{% endif %}>{{ x.name }}</b>{% endmacro %}
{% macro kept(x) %}<u>{{ x.name }}{{ x.count }}</u>{% endmacro %}{% set kept = kept|once %}
{% macro wrap() %}<p>{{ caller() }}</p>{% endmacro %}
{% macro more() %}{{ varargs|length }}{{ kwargs|length }}{% endmacro %}"""
SAME = {
    "text": '{{ _("Home") }} {{ gettext("Updated") }} {% trans %}Withdrawn{% endtrans %}',
    "percent": '{{ _("100%% of <it> & all") }}',
    "variables": '{{ _("%(names)s and %(more)s more", names=page.name, more=page.count) }}',
    "no words": '{{ _("%(name)s, %(date)s", name=page.name, date="<x>"|safe) }}',
    "one value twice": '{{ _("%(a)s %(a)s", a=page.name) }}',
    "one value too many": '{{ _("Home", a=page.name) }}',
    "trans": "{% trans day=page.name %}newest {{ day }}{% endtrans %}",
    "plural": "{% for n in [0, 1, 2] %}{{ ngettext('%(num)s item', '%(num)s items', n) }}{% endfor %}",
    "pluralize": "{% trans count=page.count %}{{ count }} item{% pluralize %}{{ count }} items{% endtrans %}",
    "in an expression": '{{ ["<", page.name]|join(_(", ")) }}{{ (_("Home") ~ page.name)|upper }}',
    "not a constant": "{{ _(page.name.replace('%', '')) }}",
    "a function": "{% set say = {'f': _} %}{{ say.f('Home') }}",
    "values": "{{ page.name }}{{ page.count }}{{ none }}{{ 1.5 }}{{ page.name|safe }}{{ page.parts[0].name }}",
    "items": "{{ page.parts[-1].parts[0].name }}{{ page.parts[:1][0].name }}{{ {'a': '<'}['a'] }}",
    "a dict's attribute": "{{ {'name': '<x>'}.name }}",
    "a dict's method": "{{ {'a': 1}.get('a') }}",
    "a keyword": "{{ {'class': 1}.class }}",
    "map": "{{ page.parts|map(attribute='name')|join('&') }}",
    "map of dicts": "{{ [{'items': '<1>', 'name': 2}]|map(attribute='items')|first }}",
    "map with default": "{{ [{}]|map(attribute='name', default='-')|first }}",
    "defined": "{{ page.nothing is defined }}{{ page.nothing|default('<none>') }}{{ nothing is defined }}",
    "macros": "{% import 'm' as m %}{{ m.show(page) }}{{ m.show(page, lang='zh') }}{{ m.show(x=page) }}",
    "kept": "{% import 'm' as m %}{{ m.kept(page) }}{{ m.kept(page) }}{{ m.kept(page.parts[0]) }}{{ m.kept(x=page) }}",
    "macro's text": "{% import 'm' as m %}{% set x = m.show(page) %}{{ x|length }}{{ x }}{{ m.kept(page) ~ '<' }}",
    "more": "{% import 'm' as m %}{{ m.more(1, 2, a=3) }}{% call m.wrap() %}{{ page.name }}{% endcall %}",
    "own macro": "{% macro f(a, b='&') %}{{ a }}{{ b }}{% endmacro %}"
    "{{ f('<') }}{{ f(page.name, 2) }}{{ f(b=1, a=2) }}",
    "module of words": "{% import 'words' as m %}{{ m.say('Home') }}",
    "with context": "{% import 'seeing' as m with context %}{{ m.see() }}{% from 'm' import show %}{{ show(page) }}",
    "loops": "{% for p in page.parts %}{{ loop.last }}{{ p }}{% endfor %}{% for p in () %}{% else %}!{% endfor %}",
    "recursion": "{% for p in page.parts recursive %}{{ p.name }}{{ loop(p.parts) }}{% endfor %}",
    "blocks": "{% extends 'base' %}{% block a %}{{ super() }}{{ page.name }}{% endblock %}",
    "set block": "{% set x %}<i>{{ page.name }}</i>{% endset %}{{ x }}",
    "filter block": "{% filter upper %}{{ page.name }}{{ _('Home') }}{% endfilter %}",
    "no escaping": "{% autoescape false %}{{ page.name }}{{ _('Home') }}{% endautoescape %}",
    "another _": "{% macro f(_) %}{{ _('Home') }}{% endmacro %}{{ f('{}!'.format) }}",
    "a loop's _": "{% for _ in [1] %}{{ _ }}{% endfor %}",
    "another _ for all": "{% extends 'base' %}{% set _ = '{}!'.format %}{% block a %}{{ _('Home') }}{% endblock %}",
    "dates": "{{ page.when|moment }}{{ page.when.machine }}{{ '2024-01-31'|month }}{{ page.when.day }}",
    "include": "{% include 'seen' %}{% include ['absent', 'seen'] %}",
}
OTHERS = {
    "m": MACROS,
    "base": '<{{ _("Home") }}>{% block a %}{{ page.count }}{% endblock %}',
    "words": "{% set say = _ %}",
    "seeing": "{% macro see() %}{{ page.name }}{% endmacro %}",
    "seen": "{{ page.name }}",
}
REFUSED = {"no escaping", "another _", "a loop's _", "another _ for all"}
LEFT_TO_JINJA = {"a function", "a dict's attribute", "a keyword", "map of dicts", "defined"}


def both(locale: str, text: str) -> tuple[Environment, FastEnvironment]:
    theme = Theme((), {}, (), {})
    pair = make_plain_environment(theme, locale), make_fast_environment(theme, locale)
    for each in pair:
        each.loader = DictLoader(OTHERS | {"page": text})
    return pair


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", [name for name in SAME if name not in REFUSED | LEFT_TO_JINJA])
def test_the_same(locale: str, name: str) -> None:
    plain, fast = both(locale, SAME[name])
    expected = plain.get_template("page").render(page=PAGE)
    assert fast.render_template("page", PAGE) == expected
    assert fast.render_template("page", PAGE) == expected


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_refused(name: str) -> None:
    plain, fast = both("en", SAME[name])
    assert plain.get_template("page").render(page=PAGE)
    with pytest.raises(UnsupportedTemplateError):
        fast.render_template("page", PAGE)


@pytest.mark.parametrize("name", sorted(LEFT_TO_JINJA))
def test_the_same_or_left_to_jinja(name: str) -> None:
    plain, fast = both("en", SAME[name])
    assert outcome(fast) in {outcome(plain), None}


def outcome(made: Environment) -> str | None:
    """Give the page; None where it cannot be made."""
    try:
        return (
            made.render_template("page", PAGE)
            if isinstance(made, FastEnvironment)
            else made.get_template("page").render(page=PAGE)
        )
    except Exception:  # noqa: BLE001 - whatever it is, Press then lets Jinja render the page
        return None


def test_texts_are_translated_while_compiling() -> None:
    fast = both("zh_Hans_CN", SAME["text"])[1]
    code = fast.compile(SAME["text"], "page", raw=True)
    assert "首页" in code
    assert "gettext" not in code


@pytest.mark.parametrize("text", ['{{ _("50% of") }}', '{{ _("%(a)s") }}', "{{ page.nothing }}"])
def test_what_jinja_refuses_is_refused(text: str) -> None:
    plain, fast = both("en", text)
    assert outcome(plain) is None
    assert outcome(fast) is None


class Macro:
    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, *args: Any, **named: Any) -> str:
        self.calls += 1
        return f"{args}{named}"


def test_once_for_the_same_values() -> None:
    macro = Macro()
    once = CachedMacro(macro)  # type: ignore[arg-type]
    assert once(Thing("a"), "b", 1, None) == once(Thing("a"), "b", 1, None)
    assert macro.calls == 1
    assert once(Thing("b"), "b", 1, None) != once(Thing("a"), "b", 1, None)
    assert macro.calls == 2


@pytest.mark.parametrize("args", [([1],), ({},), (True,), (1.0,), (object(),), (("a",),)])
def test_not_once_for_what_may_change_or_equals_another(args: tuple[object, ...]) -> None:
    macro = Macro()
    once = CachedMacro(macro)  # type: ignore[arg-type]
    assert once(*args) == once(*args)
    assert once("a", named=1) == once("a", named=1)
    assert macro.calls == 4


def test_once_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_builder.building.fast_jinja.macro_cache.CACHE_LIMIT", 2)
    once = CachedMacro(Macro())  # type: ignore[arg-type]
    assert [once(n) for n in (1, 2, 3, 1)] == ["(1,){}", "(2,){}", "(3,){}", "(1,){}"]
    assert len(once.results) == 2


SITE = {
    "content/site.toml": SITE_TOML,
    "content/news/2024-01-01-a.md": article("title: A\nalert: {level: warning, until: 2024-12-31}"),
    "content/news/2024-01-01-a.zh.md": article("title: 甲"),
    "content/notices/2024-02-01-b.md": article("title: B"),
    "content/about.md": article("title: About"),
}


def test_the_default_theme_is_all_quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "make_plain_environment", None)
    report = run(write(tmp_path / "site", SITE))
    assert not report.problems


@pytest.mark.slow
def test_what_is_made_once_differs_where_it_must(tmp_path: Path) -> None:
    site = write(tmp_path / "site", SITE)
    run(site)
    current = {
        path: (site / "public" / path).read_text("utf-8").partition('class="trail"')[0]
        for path in ("index.html", "news/index.html", "news/2024/a/index.html", "zh/index.html", "about/index.html")
    }
    assert '<a href="/" aria-current="page">Home</a>' in current["index.html"]
    assert '<a href="/news/" aria-current="page">News</a>' in current["news/index.html"]
    assert '<a href="/news/" aria-current="true">News</a>' in current["news/2024/a/index.html"]
    assert '<a href="/zh/" aria-current="page">首页</a>' in current["zh/index.html"]
    assert 'aria-current="' not in current["about/index.html"].partition("main-nav")[2]
    about = (site / "public/about/index.html").read_text("utf-8").partition("colophon")[2]
    assert '<a href="/about/" aria-current="page">About</a>' in about
    assert "Warning:" in current["about/index.html"]
    assert "提醒" in current["zh/index.html"]
    run(site, at="2025-01-02")
    assert "Warning:" not in (site / "public/about/index.html").read_text("utf-8")


@pytest.mark.slow
def test_an_own_template_that_quick_code_refuses(tmp_path: Path) -> None:
    own = '{% extends "base.html" %}{% set _ = "{}!".format %}{% block main %}{{ _("Home") }} {{ page.x|default("-") }}'
    site = write(tmp_path / "site", SITE | {"templates/page.html": own + "{% endblock %}"})
    assert not run(site).problems
    text = (site / "public/about/index.html").read_text("utf-8")
    assert "Home! -" in text
    assert ">Skip to the content<" in text


@pytest.mark.slow
def test_own_macros_with_a_navigation_of_their_own(tmp_path: Path) -> None:
    own = (find_default_theme() / "macros.html").read_text("utf-8")
    nav = "{% macro nav(name, href, page) %}<li>{{ name }}={{ page.head.url }}</li>{% endmacro %}"
    site = write(tmp_path / "site", SITE | {"templates/macros.html": own + nav})
    assert not run(site).problems
    assert "<li>Home=https://ferry.example.org/about/</li>" in (site / "public/about/index.html").read_text("utf-8")


@pytest.mark.slow
def test_an_error_names_template_line_and_page(tmp_path: Path) -> None:
    own = '{% extends "base.html" %}\n{% block main %}\n<p>\n{{ page.titel }}</p>\n{% endblock %}\n'
    site = write(tmp_path / "site", SITE | {"templates/page.html": own})
    (found,) = (each for each in run(site).problems if each.rule == "template")
    assert (found.path, found.line) == ("templates/page.html", 4)
    assert "titel" in str(found)
    assert "about/index.html" in str(found)
