"""Whatever an old site holds: no traceback, no word lost, every construct and every file accounted for."""

import json
import re
from collections import Counter
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from site_builder.markdown.audit import convert_and_audit
from site_builder.markdown.convert import MarkdownConverter
from site_builder.migrating.accounting import NO_REASON
from site_builder.migrating.migrate import Migration, migrate
from site_builder.migrating.model import GENERATORS, Generator
from tests.sites import Files, picture, write

pytestmark = pytest.mark.slow

NOW = 1_780_000_000.0
CONVERTER = MarkdownConverter()
# What means something to Markdown, to HTML, to front matter and to template engines, beside what texts are made of.
SIGNS = "\\`*_{}[]()<>#+-.!|~^:=&;\"'/@%$?, 1ab\n\t中。é"
TEXT = st.text(st.one_of(st.sampled_from(SIGNS), st.characters(blacklist_categories=("Cs", "Co", "Cn"))), max_size=60)
# Pieces of a body: each W is a word of its own, which readers have to find on the page.
PIECES = {
    "hugo": (
        "{{< box W >}}",
        "{{% note %}}\nW **W**\n{{% /note %}}",
        '{{< figure src="/gone.png" alt="W" >}}',
        '{{< figure src="/p.png" caption="W" >}}',
        "{{< highlight go >}}\nW\n{{< /highlight >}}",
        "{{< code >}}\n<b>W</b>\n{{< /code >}}",
        '[W]({{< relref "other.md" >}})',
        '[W]({{< ref "W" >}})',
        "{{</* W */>}}",
        '{{< tab "W" >}}W{{< /tab >}}',
    ),
    "jekyll": (
        "{% include W.html %}",
        "{% highlight ruby %}\nW\n{% endhighlight %}",
        "{% raw %}{{ W }}{% endraw %}",
        "{% if W %}W{% else %}W{% endif %}",
        "{{ page.W }}",
        "[W]({% post_url 2024-01-01-other %})",
        "[W]({% link W.md %})",
        '[W]({{ "/p.png" | relative_url }})',
        "W\n{: .W }",
        "W{::nomarkdown}W{:/}",
    ),
    "eleventy": ("{% set W = 1 %}", "{{ W | safe }}", "{% call note() %}W{% endcall %}", "{%- W -%}", "W {# note #}"),
}
COMMON = (
    "W *W* **W**",
    "# W\n\n## W",
    "- W\n  - W\n- W",
    "1. W\n2. W",
    "> W\n> W",
    "```\nW\n```",
    "    W",
    "| W | W |\n|---|---|\n| W | W |",
    "<div class='x'>W</div>",
    "<p>W</p>",
    "<section>\n\nW\n\n</section>",
    "<a href='/nowhere/'>W</a> [W](/nowhere/) ![W](/gone.png)",
    "<img src='/p.png' alt='W'>",
    "W[^NOTE]\n\n[^NOTE]: W",
    "W\n: W",
    "[W][NOTE]\n\n[NOTE]: /nowhere/",
    "W [NOTE]: W\n\n[NOTE]: /nowhere/",
    "W <b>W W",
    "`W` W",
    "W {{ W",
    "W <W",
    "- [ ] W",
    "<!--more-->\nW",
    "W\\\nW",
)
CONSTRUCT = {
    "hugo": re.compile(r"\{\{[<%](?!/\*).*?[>%]\}\}"),
    "jekyll": re.compile(r"\{%.*?%\}|\{\{.*?\}\}"),
    "eleventy": re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}"),
}
SETTINGS = settings(deadline=None, suppress_health_check=list(HealthCheck))


def old_site(kind: Generator, texts: list[str]) -> Files:
    """Make an old site of some pages, with a page and a picture that they may lead to."""
    where = {"hugo": "content/posts/", "jekyll": "_posts/", "eleventy": "posts/"}[kind]
    static = "static/p.png" if kind == "hugo" else "p.png"
    other = "other" if kind == "hugo" else "2024-01-01-other"
    files: dict[str, str | bytes] = {f"{where}{other}.md": "---\ntitle: Other\ndate: 2024-01-01\n---\nWords.\n"}
    names = [f"2024-02-{number:02}-page-{number}" for number in range(1, len(texts) + 1)]
    return files | {static: picture(1)} | {f"{where}{n}.md": text for n, text in zip(names, texts, strict=True)}


def brought(kind: Generator, texts: list[str]) -> tuple[Migration, dict[str, str]]:
    """Bring a site over; give what came of it, and each page's new text by its old path."""
    with TemporaryDirectory() as folder:
        files = old_site(kind, texts)
        found = migrate(kind, write(Path(folder) / "old", files), Path(folder) / "site", NOW)
        new = {
            old: (Path(folder) / "site" / path).read_text("utf-8")
            for old, path in found.pairs
            if (Path(folder) / "site" / path).is_file()
        }
    account = found.file_counts
    assert account.total == len(files)
    assert account.total == account.items + account.pages + account.files + sum(n for _, n in account.skipped)
    assert NO_REASON not in dict(account.skipped)
    assert [each for each in found.problems if each.severity == "error"] == []
    return found, {old: text for old, text in new.items() if "other" not in old}


def letters(text: str) -> Counter[str]:
    """Count letters and digits, whatever form of a letter is written."""
    return Counter(c for c in text.casefold() if c.isalnum())


@st.composite
def bodies(draw: st.DrawFn) -> tuple[Generator, list[tuple[str, list[str]]]]:
    """Draw a generator and bodies of its pieces, each with the words that stand in it."""
    kind = draw(st.sampled_from(GENERATORS))
    found = []
    number = 0
    for _ in range(draw(st.integers(1, 4))):
        parts, words = [], []
        for piece in draw(st.lists(st.sampled_from((*PIECES[kind], *COMMON)), min_size=1, max_size=5)):
            while "W" in piece:
                number += 1
                words.append(f"word{number}x")
                piece = piece.replace("W", words[-1], 1)  # noqa: PLW2901 - one word after another
            parts.append(piece.replace("NOTE", f"n{number}"))
        found.append((draw(st.sampled_from(["\n\n", "\n"])).join(parts), words))
    return kind, found


@given(bodies())
@settings(SETTINGS, max_examples=30)
def test_every_word_is_there_and_every_construct_is_told_of(
    drawn: tuple[Generator, list[tuple[str, list[str]]]],
) -> None:
    kind, pages = drawn
    head = "---\ntitle: Page\ndate: 2024-02-02\n---\n"
    found, new = brought(kind, [head + body + "\n" for body, _ in pages])
    assert len(new) == len(pages)
    for (body, words), (old, text) in zip(pages, sorted(new.items()), strict=True):
        told = [each for each in found.notes if each.path == old]
        sources = " ".join(each.source for each in told)
        html = convert_and_audit(text.split("---\n", 2)[2], "en", CONVERTER)[0].html
        shown = unescape(re.sub(r"<[^>]*>", " ", html)) + " ".join(re.findall(r'alt="([^"]*)"', html))
        assert [word for word in words if word not in shown and word not in sources] == []
        for each in CONSTRUCT[kind].findall(body):
            assert " ".join(each.split()) in sources or "{% raw" in body
        whole = "".join(unescape(re.sub(r"<[^>]*>", "", html)).split())
        for note in told:
            if note.message.endswith("it stands as text"):
                assert "".join(note.source.split()) in whole
        assert all(1 <= each.line <= (head + body).count("\n") + 1 for each in told)


@pytest.mark.parametrize("kind", GENERATORS)
def test_signs_that_mean_nothing_there_are_signs_here(kind: Generator) -> None:
    typed = ["H~2~O", "10^3^", "[TOC]", "!!! note", "a<?php x ?>b", "# 一\n\n:::"]
    typed += [] if kind == "jekyll" else ["*[注]: 以上", "#5楼停水"]
    typed += ["[^1]", "[^1]: 注", ": 定义"] if kind == "eleventy" else []
    head = "---\ntitle: Page\ndate: 2024-02-02\n---\n"
    _, new = brought(kind, [f"{head}前。\n\n{each}\n\n[a~b~](https://example.org/~c~/^d^)\n" for each in typed])
    for each, (_, text) in zip(typed, sorted(new.items()), strict=True):
        html = convert_and_audit(text.split("---\n", 2)[2], "zh", CONVERTER)[0].html
        wanted = "".join(f"前。{each}a~b~".replace("# ", "").split())
        assert "".join(unescape(re.sub(r"<[^>]*>", "", html)).split()) == wanted
        assert 'href="https://example.org/~c~/^d^"' in html


def test_notes_that_are_defined_and_referred_to_are_notes_whoever_made_them() -> None:
    head = "---\ntitle: Page\ndate: 2024-02-02\n---\n"
    _, new = brought("eleventy", [f"{head}一[^1]二[^2]\n\n[^1]: 注\n"])
    html = convert_and_audit(next(iter(new.values())).split("---\n", 2)[2], "zh", CONVERTER)[0].html
    assert '<li id="fn:1">\n<p>注' in html
    assert "二[^2]</p>" in html


@given(st.sampled_from(GENERATORS), st.lists(TEXT, min_size=1, max_size=4))
@example("hugo", ["{{< a {{% b >}} %}}", "[a]: <", "<a <b>"])
@example("jekyll", ["{% raw %}{% highlight %}", "{{ {% }} %}", "{: .a #b"])
@settings(SETTINGS, max_examples=30)
def test_any_body_comes_over_with_its_letters(kind: Generator, drawn: list[str]) -> None:
    head = "---\ntitle: Page\ndate: 2024-02-02\n---\n"
    found, new = brought(kind, [head + body for body in drawn])
    for body, (old, text) in zip(drawn, sorted(new.items()), strict=True):
        sources = " ".join(each.source for each in found.notes if each.path == old)
        rest = text.split("---\n", 2)[2]
        assert letters(body) - letters(rest + unescape(rest) + sources) == Counter()


@given(
    st.sampled_from(GENERATORS), st.lists(st.tuples(st.sampled_from(["---", "+++", "{", "", "---json"]), TEXT, TEXT))
)
@settings(SETTINGS, max_examples=20)
def test_any_head_comes_over(kind: Generator, drawn: list[tuple[str, str, str]]) -> None:
    ends = {"---json": "---", "{": "}"}
    texts = [f"{mark}\n{head}\n{ends.get(mark, mark)}\n{body}" for mark, head, body in drawn]
    brought(kind, texts)


FIELDS: tuple[str, ...] = (
    "title",
    "date",
    "publishDate",
    "lastmod",
    "expiryDate",
    "slug",
    "url",
    "permalink",
    "aliases",
    "tags",
)
FIELDS += (
    "categories",
    "draft",
    "image",
    "author",
    "summary",
    "lang",
    "cascade",
    "build",
    "type",
    "id",
    "redirect_from",
)
VALUES = st.recursive(
    st.one_of(
        TEXT, st.sampled_from(["2024-01-31", "2024-13-41", "/a/:year/", "../..", "/", "true", "0001-01-01", "#", "%2e"])
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(FIELDS), inner, max_size=3)),
    max_leaves=4,
)


@given(st.sampled_from(GENERATORS), st.lists(st.dictionaries(st.sampled_from(FIELDS), VALUES), min_size=1, max_size=5))
@settings(SETTINGS, max_examples=20)
def test_any_values_of_fields_come_over(kind: Generator, drawn: list[dict[str, object]]) -> None:
    brought(kind, [f"---\n{json.dumps(fields)}\n---\nWords.\n" for fields in drawn])


NAMES = st.text(st.one_of(st.sampled_from("aZ. -_~%#&'中é\u0301🙂1"), st.characters(blacklist_categories=("Cs", "Cc"))))


@given(st.sampled_from(GENERATORS), st.lists(st.lists(NAMES, min_size=1, max_size=3), min_size=1, max_size=5))
@settings(SETTINGS, max_examples=15)
def test_any_names_of_files_come_over(kind: Generator, drawn: list[list[str]]) -> None:
    where = {"hugo": "content", "jekyll": "_posts", "eleventy": "posts"}[kind]
    with TemporaryDirectory() as folder:
        old = Path(folder) / "old"
        made = set()
        for number, names in enumerate(drawn):
            parts = [re.sub(r"[/\\]", "", each)[:20] or "x" for each in names]
            for end, data in ((".md", b"---\ntitle: A\ndate: 2024-02-02\n---\nWords.\n"), (".png", picture(number))):
                file = old.joinpath(where, *(part if part.strip(".") else "x" for part in parts))
                file = file.with_name(f"{file.name}{end}")
                try:
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(data)
                except OSError:
                    continue
                made.add(file)
        if not any(
            file.suffix == ".md" and not any(part[0] == "." for part in file.relative_to(old).parts) for file in made
        ):
            return
        found = migrate(kind, old, Path(folder) / "site", NOW)
        account = found.file_counts
        assert account.total == account.items + account.pages + account.files + sum(n for _, n in account.skipped)
        assert NO_REASON not in dict(account.skipped)
