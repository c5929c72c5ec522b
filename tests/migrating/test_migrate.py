"""Whole sites of other generators come over: what readers see, where old addresses lead, what is accounted for."""

import html
import json
import re
from pathlib import Path

import pytest

from site_builder.cli.commands import main
from site_builder.migrating.migrate import Migration, migrate
from site_builder.migrating.model import Generator
from site_builder.problem import CommandError
from tests.sites import Files, made, picture, write

NOW = 1_780_000_000.0
AT = "2026-05-01"
HUGO: Files = {
    "hugo.toml": """baseURL = "https://town.example.org/"
title = "Town"
defaultContentLanguage = "en"
[languages.en]
weight = 1
[languages.zh]
weight = 2
[permalinks]
posts = "/:year/:month/:slug/"
""",
    "content/_index.md": "---\ntitle: Welcome\n---\nHello home words.\n",
    "content/about.md": "+++\ntitle = 'About us'\n+++\nSee [it]({{< relref \"posts/flood.md#what-to-do\" >}}).\n",
    "content/about.zh.md": "+++\ntitle = '关于'\n+++\n我们是谁。\n",
    "content/posts/_index.md": "---\ntitle: Town news\n---\n",
    "content/posts/flood.md": """---
Title: "Flood: what to do"
date: 2024-02-03T23:30:00+08:00
lastmod: 2024-03-01
Tags: [water, no, 010]
aliases: [/old/flood/, flood-2]
weight: 010
slug: flood-advice
expiryDate: 2031-01-01
---
## What to do

{{< note kind="x_y_z" >}}
Inner **text** with {{< badge "new" >}} stays.
{{< /note >}}

Escaped: {{</* youtube abc */>}} and `{{% badge "in code" %}}`.

```go
func main() {

# not a heading {{< inner >}}
}
```

- one
  - nested

{{< figure src="/img/map.png" alt="Map of town" caption="The *map*" >}}

![](/img/map.png) ![gone picture](/img/gone.png)

[about](/about/), [file](/docs.pdf), [nowhere](/nowhere/), [top](#what-to-do), [no place](#none).
""",
    "content/posts/flood.zh.md": "---\ntitle: 洪水\ndate: 2024-02-03\n---\n中文内容，见[地图](/img/map.png)。\n",
    "content/posts/trip/index.md": '{"title": "A trip", "date": "2023-05-06", "author": ["Ann", "Bob"]}\n'
    "![A hill](a.png) [t](t.csv)\n",
    "content/posts/trip/a.png": picture(1),
    "content/posts/trip/t.csv": "a,b\n1,2\n",
    "content/posts/draft.md": "---\ntitle: Draft\ndate: 2024-01-01\ndraft: true\n---\nlater\n",
    "content/posts/broken.md": '---\ntitle: "Broken\ndate: 2021-01-02\n---\nBroken text.\n',
    "content/docs/guide.md": "---\ntitle: Guide\ndate: 2021-01-01\nurl: /how/to/\n---\nGuide {{ not a tag }}.\n",
    "static/img/map.png": picture(2),
    "static/docs.pdf": b"%PDF-1.4\n",
    "layouts/index.html": "x",
    "data/x.yaml": "a: 1\n",
}
JEKYLL: Files = {
    "_config.yml": "title: Village\nurl: https://v.example.org\nbaseurl: /site\npermalink: pretty\n"
    "collections:\n  minutes:\n    output: true\n    permalink: /m/:name/\n",
    "_data/authors.yml": "office:\n  name: Village Office\n",
    "_posts/2020-01-02-hello-world.md": """---
layout: post
title: Hello
date: 2020-01-02 23:30:00 +0800
author: office
categories: Road works
tags: [a, no]
redirect_from: /old/hello
---
See [next]({% post_url 2020-02-03-next %}), [about]({{ site.baseurl }}{% link about.md %}), [pdf](
{{ "/x.pdf" | relative_url }}).
* item glued
* two

{% highlight ruby %}
puts "hi" # no heading
{% endhighlight %}

{% include video.html id="x_y_z" %}

<img src="{{ site.baseurl }}/img/p.png"> <a href="{{ page.foo }}">words</a>
<div class="{{ x }}">in {{ page.title }}</div>

{% raw %}{{ literal }}{% endraw %} and {% comment %}hidden{% endcomment %}

Text *em*{braces} kept, <file> too.
{: .lead .big}

A [link][ref] and ![pic][p].

[ref]: {{ site.baseurl }}/about/
[p]: /img/p.png
""",
    "_posts/2020-02-03-next.html": "---\ntitle: Next\n---\n<p>Raw *stars*</p>\nplain\n<script>alert(1)</script>\n",
    "news/_posts/2021-03-04-in-cat.markdown": "---\ntitle: In cat\n---\nT\n",
    "_drafts/idea.md": "---\ntitle: Idea\n---\nDraft words\n",
    "_posts/2021-05-06-gbk.md": "---\ntitle: 通知\n---\n关于召开村民会议的通知，请大家准时参加。\n".encode("gb18030"),
    "_posts/2021-05-07-unclosed.md": "---\ntitle: Unclosed\n\nText after.\n",
    "_posts/2021-05-09-bytes.md": b"---\ntitle: Bytes\n---\nab\x00\xff\xfe text\n",
    "_posts/2021-05-10-empty.md": "",
    "_minutes/jan.md": "---\ntitle: January\ndate: 2022-01-31\n---\nMinutes\n",
    "about.md": "---\ntitle: About\npermalink: /about/\n---\nAbout words\n",
    "index.html": "---\n---\n{% for p in site.posts %}{{ p.title }}{% endfor %}",
    "x.pdf": b"%PDF-1.4\n",
    "img/p.png": picture(3),
    "README.md": "# readme\n",
}
ELEVENTY: Files = {
    ".eleventy.js": 'module.exports = c => { c.addPassthroughCopy({"src/pics": "assets"});'
    ' return {dir: {input: "src"}} }',
    "src/_data/site.json": '{"title": "Parish", "url": "https://p.example.org"}',
    "src/blog/blog.json": '{"tags": "posts", "permalink": "/b/{{ page.date | date: \'%Y/%m\' }}/{{ page.fileSlug }}/"}',
    "src/blog/2023-01-02-one.md": '---json\n{"title": "One", "tags": ["posts", "roads"]}\n---\n'
    "[two](/b/2023/02/two/) {% image 'a_b', '*x*' %} ![p](/assets/p.png) {# note #}\n",
    "src/blog/2023-02-03-two.md": "---js\n{ title: 'Two', date: \"2023-02-03\", /* c */ }\n---\n"
    "Two {{ title | upper }}\n",
    "src/about.md": "---\ntitle: About\npermalink: /who/\n---\nWho\n",
    "src/page.njk": "{% for x in y %}{% endfor %}",
    "src/pics/p.png": picture(4),
}
SITES: dict[Generator, Files] = {"hugo": HUGO, "jekyll": JEKYLL, "eleventy": ELEVENTY}


def brought(kind: Generator, tmp_path: Path, files: Files) -> tuple[Migration, dict[str, bytes]]:
    """Bring a site over and build it."""
    found = migrate(kind, write(tmp_path / "old", files), tmp_path / "site", NOW)
    return found, made(tmp_path / "site", at=AT)


def shown(output: dict[str, bytes], path: str) -> str:
    """Give the words of a page."""
    page = re.search(r"<main.*?</main>", output[path].decode(), re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page[0] if page else "")).split())


def told(found: Migration, rule: str) -> list[tuple[str, int, str]]:
    return [(each.path, each.line, each.source) for each in found.notes if each.rule == rule]


@pytest.mark.slow
def test_a_hugo_site(tmp_path: Path) -> None:
    found, output = brought("hugo", tmp_path, HUGO)
    assert (found.items, found.pages, found.drafts) == (6, 3, 2)
    for address in ("2024/02/flood-advice", "old/flood", "2024/02/flood-2", "how/to", "2023/05/a-trip", "zh/about"):
        assert f"{address}/index.html" in output
    flood = shown(output, "posts/2024/flood-advice/index.html")
    for words in (
        '{{< note kind="x_y_z" >}} Inner text with {{< badge "new" >}} stays. {{< /note >}}',
        'Escaped: {{< youtube abc >}} and {{% badge "in code" %}}',
        "func main() { # not a heading {{< inner >}} }",
        "The map",
        "gone picture",
        "nowhere",
    ):
        assert words in flood
    page = output["posts/2024/flood-advice/index.html"].decode()
    assert 'href="/about/"' in page
    assert 'href="/docs.pdf"' in page
    assert "/img/map.png" in page
    assert page.count("<ul") == page.count("</ul>") >= 2
    assert "posts/2023/trip/a.png" in output
    assert 'href="/posts/2024/flood-advice/#what-to-do"' in output["about/index.html"].decode()
    assert ("content/posts/flood.md", 13, '{{< note kind="x_y_z" >}}') in told(found, "shortcode")
    head = (tmp_path / "site/content/posts/2024/2024-02-03-flood.md").read_text("utf-8").split("---")[1]
    assert '  - "010"' in head or "  - 010" in head
    assert "  - no\n" in head
    assert "expires: 2031-01-01" in head
    assert "draft: true" in (tmp_path / "site/content/posts/2021/2021-01-02-broken.md").read_text("utf-8")


@pytest.mark.slow
def test_a_jekyll_site(tmp_path: Path) -> None:
    found, output = brought("jekyll", tmp_path, JEKYLL)
    assert found.items == 9
    for address in (
        "road/works/2020/01/02/hello-world",
        "old/hello",
        "2020/02/03/next",
        "m/jan",
        "news/2021/03/04/in-cat",
    ):
        assert f"{address}/index.html" in output
    words_of_hello = shown(output, "posts/2020/hello-world/index.html")
    for words in (
        '{% include video.html id="x_y_z" %}',
        "{{ page.foo }}",
        "{{ x }}",
        "in {{ page.title }}",
        "{{ literal }} and",
        "em {braces} kept, <file> too.",
        'puts "hi" # no heading',
        "Village Office",
    ):
        assert words in words_of_hello
    assert "hidden" not in words_of_hello
    page = output["posts/2020/hello-world/index.html"].decode()
    for link in ('href="/site/posts/2020/next/"', 'href="/site/about/"', 'href="/site/x.pdf"', "<li>item glued</li>"):
        assert link in page
    assert shown(output, "posts/2020/next/index.html").find("Raw *stars* plain") >= 0
    assert "请大家准时参加" in shown(output, "posts/2021/gbk/index.html")
    assert {each[0] for each in told(found, "head")} == {"_posts/2021-05-07-unclosed.md"}
    assert ("index.html", 1, "") in told(found, "left")


@pytest.mark.slow
def test_an_eleventy_site(tmp_path: Path) -> None:
    found, output = brought("eleventy", tmp_path, ELEVENTY)
    assert (found.items, found.pages) == (2, 1)
    for path in ("b/2023/01/one/index.html", "b/2023/02/two/index.html", "who/index.html", "assets/p.png"):
        assert path in output
    page = output["blog/2023/one/index.html"].decode()
    assert 'href="/blog/2023/two/"' in page
    assert "{% image 'a_b', '*x*' %}" in shown(output, "blog/2023/one/index.html")
    assert "topics/roads/index.html" in output
    assert "topics/posts/index.html" not in output
    assert ("src/blog/2023-02-03-two.md", 4, "{{ title | upper }}") in told(found, "output")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["hugo", "jekyll", "eleventy"])
def test_every_construct_is_accounted_for(kind: Generator, tmp_path: Path) -> None:
    files = SITES[kind]
    found, _ = brought(kind, tmp_path, files)
    pattern = re.compile(r"\{\{[<%].*?[>%]\}\}" if kind == "hugo" else r"\{[%{].*?[%}]\}")
    accounted = {(each.path, " ".join(each.source.split())) for each in found.notes}
    pages = {old for old, _ in found.pairs}
    for path, data in files.items():
        if path in pages and isinstance(data, str):
            constructs = [each for each in pattern.findall(data.split("---\n", 2)[-1]) if "/*" not in each]
            inside = [each for each in constructs if each in {"{{ literal }}", "{% comment %}", "{% endcomment %}"}]
            assert [c for c in constructs if (path, c) not in accounted and c not in inside] == []
    told_of = {each.path for each in found.notes if each.rule in {"left", "settings"}}
    brought_along = {path for path in files if path.endswith((".png", ".pdf", ".csv"))}
    assert {path for path in files if path[0] != "."} <= pages | told_of | brought_along


@pytest.mark.slow
def test_nothing_is_overwritten_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    old, site = write(tmp_path / "old", HUGO), tmp_path / "site"
    migrate("hugo", old, site, NOW)
    mine = site / "content/about.md"
    mine.write_text("---\ntitle: Mine\n---\nMy words.\n", "utf-8")
    before = {file: file.read_bytes() for file in sorted(site.rglob("*")) if file.is_file()}
    again = migrate("hugo", old, site, NOW)
    assert {file: file.read_bytes() for file in sorted((site / "content").rglob("*")) if file.is_file()} == {
        file: data for file, data in before.items() if site / "content" in file.parents
    }
    assert [each.path for each in again.notes if each.rule == "there"] == ["content/about.md"]


def test_a_folder_that_is_neither_a_site_nor_empty_is_refused(tmp_path: Path) -> None:
    old = write(tmp_path / "old", HUGO)
    write(tmp_path / "home", {"letter.txt": "x"})
    for source, site in ((old, tmp_path / "home"), (old, old), (tmp_path / "none", tmp_path / "new")):
        with pytest.raises(CommandError):
            migrate("hugo", source, site, NOW)
    assert not (tmp_path / "new").exists()


@pytest.mark.slow
def test_an_item_that_cannot_stand_is_a_draft(tmp_path: Path) -> None:
    long = "word " * 5000
    files = {"content/posts/a.md": f"---\ntitle: A\ndate: 2024-01-01\n---\n{long}\n"}
    found, output = brought("hugo", tmp_path, files)
    assert found.drafts == 1
    assert [each.path for each in found.notes if each.rule == "error"] == ["content/posts/a.md"]
    assert "posts/2024/a/index.html" not in output


@pytest.mark.slow
def test_the_command_tells_and_keeps_a_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, site = write(tmp_path / "old", JEKYLL), tmp_path / "site"
    with pytest.raises(SystemExit) as ended:
        main(["migrate", "jekyll", str(old), "--site", str(site), "--report", "json"])
    found = json.loads(capsys.readouterr().out)
    assert ended.value.code == 0
    assert found["items"] == 9
    report = (site / "migration-report.md").read_text("utf-8")
    assert "_posts/2020-01-02-hello-world.md:19" in report
    with pytest.raises(SystemExit):
        main(["migrate", "jekyll", str(old), "--site", str(site), "--lang", "zh"])
    assert "栏目条目" in capsys.readouterr().out
    assert (site / "migration-report-2.md").is_file()


@pytest.mark.slow
def test_addresses_that_only_links_tell_lead_on(tmp_path: Path) -> None:
    files = {
        f"_posts/2020-01-0{n}-post-{n}.md": f"---\ntitle: P{n}\n---\n[next](/2020/01/0{n % 3 + 1}/post-{n % 3 + 1}/)\n"
        for n in (1, 2, 3)
    }
    found, output = brought("jekyll", tmp_path, files)
    assert "2020/01/03/post-3/index.html" in output
    assert "2020/01/03/post-3.html" in output
    assert told(found, "link") == []
    assert 'href="/posts/2020/post-2/"' in output["posts/2020/post-1/index.html"].decode()


@pytest.mark.slow
@pytest.mark.parametrize("sign", ["{{< highlight go >}}", "[a](", "<a ", "{% raw %}", "```\n", "{{< x "])
def test_signs_that_are_never_closed_take_no_time_and_no_word(sign: str, tmp_path: Path) -> None:
    body = f"first words\n\n{sign * 700}\n\nlast words\n"
    kinds: tuple[Generator, ...] = ("hugo", "jekyll")
    for kind in kinds:
        files = {"content/posts/a.md" if kind == "hugo" else "_posts/2024-01-01-a.md": f"---\ntitle: A\n---\n{body}"}
        migrate(kind, write(tmp_path / kind, files), tmp_path / f"{kind}-site", NOW)
        item = next((tmp_path / f"{kind}-site/content/posts").rglob("*.md")).read_text("utf-8")
        assert "first words" in item
        assert "last words" in item


@pytest.mark.slow
def test_a_reference_before_a_colon_is_a_link(tmp_path: Path) -> None:
    body = (
        "See the [other] page, [other]:\n\n- and ![pic][p]:\n\n[other]: /posts/b/\n[p]: /p.png\n[unused]: /nowhere/\n"
    )
    head = "---\ntitle: A\ndate: 2024-01-01\n---\n"
    files: Files = {"content/posts/a.md": head + body, "content/posts/b.md": head + "B\n", "static/p.png": picture(1)}
    found, output = brought("hugo", tmp_path, files)
    page = output["posts/2024/a/index.html"].decode()
    assert page.count('href="/posts/2024/b/"') >= 2
    assert found.drafts == 0
    assert told(found, "link") == []


@pytest.mark.slow
def test_a_page_without_an_address_is_a_draft_and_it_is_said(tmp_path: Path) -> None:
    files = {"hugo.toml": "title = 'T'\n", "content/shared/index.md": "---\ntitle: S\nheadless: true\n---\nWords.\n"}
    files["content/news/bridge/index.md"] = (
        "---\ntitle: B\ndate: 2024-01-02\nresources:\n- src: map.png\n  title: Map of the dam\n---\nWords.\n"
    )
    found, _ = brought("hugo", tmp_path, files)
    message = "this page had no address of its own on the old site; it came over as a draft"
    assert [each.path for each in found.notes if each.message == message] == ["content/shared/index.md"]
    assert [each[0] for each in told(found, "field")] == ["content/news/bridge/index.md"]


@pytest.mark.slow
def test_tags_that_the_settings_give_are_topics(tmp_path: Path) -> None:
    given = "title: T\ndefaults:\n- scope: {path: ''}\n  values: {tags: [general]}\n"
    files = {"_config.yml": given, "_posts/2024-01-02-one.md": "---\ntitle: One\n---\nWords.\n"}
    files["_posts/2024-01-03-two.md"] = "---\ntitle: Two\ntags: own\n---\nWords.\n"
    brought("jekyll", tmp_path, files)
    topics = {each.stem: "general" in each.read_text("utf-8") for each in (tmp_path / "site").rglob("2024-*.md")}
    assert topics == {"2024-01-02-one": True, "2024-01-03-two": False}
