"""What search engines and those who share a page are told: JSON-LD as a processor takes it, Open Graph, sitemap."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pyld import jsonld

from tests.images.test_strip_metadata import encoded, photo
from tests.sites import SITE_TOML, article, made, write

ROOT = "https://ferry.example.org"
SCHEMA = "https://schema.org/"
# The words of schema.org that we use, by type: what else stands there would be lost.
WORDS = {
    "NewsArticle": {"headline", "url", "inLanguage", "datePublished", "dateModified", "publisher", "description"}
    | {"image", "author", "sourceOrganization"},
    "GovernmentOrganization": {"name", "url"},
    "Organization": {"name"},
    "Person": {"name"},
    "Event": {"name", "startDate", "endDate", "eventAttendanceMode", "organizer", "location"},
    "Place": {"name", "address"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
}
CONTEXT = {word: SCHEMA + word for type_, words in WORDS.items() for word in (type_, *words)}
EVENT = "events:\n  - date: 2024-06-20 14:00\n    end: 2024-06-20 16:00\n    title: Market <day>\n    place: Hall\n"
HEAD = "title: A & <B>\ndate: 2024-02-01\nupdated: 2024-03-01\nauthor: Li\nsource: Post\ncommunities: east\n"
FILES: dict[str, str | bytes] = {
    "content/site.toml": SITE_TOML,
    "content/communities.toml": '[east]\nname = "East"\n',
    "content/about.md": article("title: About"),
    "content/news/a/index.md": article(HEAD + EVENT, "Words.\n\n![s](small.jpg) ![l](large.jpg) ![m](more.jpg)\n"),
    "content/news/a/small.jpg": encoded("JPEG", photo((400, 299))),
    "content/news/a/large.jpg": encoded("JPEG", photo((400, 300))),
    "content/news/a/more.jpg": encoded("JPEG", photo((500, 500))),
    "content/news/2024-02-02-b.zh.md": article("title: 乙\ncorrections: [{date: 2024-05-05, note: x}]", "第一段。\n"),
    "content/news/2024-02-03-c.md": article("title: C\nwithdrawn: {date: 2024-03-01, reason: x}"),
}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return made(write(tmp_path_factory.mktemp("shared"), FILES))


def offline(url: str, _: Any) -> dict[str, Any]:
    """Give schema.org's context as far as we know it; no other document is asked for."""
    assert url.rstrip("/") == SCHEMA.rstrip("/")
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": {"@context": CONTEXT},
    }


def described(output: dict[str, bytes], path: str) -> list[dict[str, Any]]:
    """Give what a page says in JSON-LD, expanded by a processor; nothing of it may be lost."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', output[path].decode())
    if not found:
        return []
    (text,) = found
    document = json.loads(text)
    nodes: list[dict[str, Any]] = jsonld.expand(document, {"documentLoader": offline})
    assert sorted(keys(document)) == sorted(key.removeprefix(SCHEMA) for key in keys(nodes)), "a word was lost"
    return nodes


def keys(value: Any) -> Iterator[str]:
    """Give every key below a value but JSON-LD's own, and every type."""
    for key, inner in value.items() if isinstance(value, dict) else ():
        if key == "@type":
            yield from [inner] if isinstance(inner, str) else inner
        elif not key.startswith("@"):
            yield key
        yield from keys(inner) if key != "@context" else ()
    for inner in value if isinstance(value, list) else ():
        yield from keys(inner)


def types(nodes: list[dict[str, Any]]) -> list[str]:
    return [each["@type"][0].removeprefix(SCHEMA) for each in nodes]


@pytest.mark.slow
def test_an_item_is_an_article_with_its_events_and_the_way_to_it(output: dict[str, bytes]) -> None:
    nodes = described(output, "news/2024/a/index.html")
    assert types(nodes) == ["NewsArticle", "Event", "BreadcrumbList"]
    values = {key: str(found[0].get("@value")) for key, found in nodes[0].items() if isinstance(found[0], dict)}
    assert values[SCHEMA + "headline"] == "A & <B>"
    assert values[SCHEMA + "dateModified"] == "2024-03-01"
    assert values[SCHEMA + "image"].startswith(f"{ROOT}/assets/pictures/large-400.")
    assert nodes[1][SCHEMA + "startDate"] == [{"@value": "2024-06-20T14:00:00+08:00"}]


@pytest.mark.slow
def test_home_names_its_publisher_and_a_list_the_way_to_it(output: dict[str, bytes]) -> None:
    assert types(described(output, "index.html")) == ["GovernmentOrganization"]
    (trail,) = described(output, "communities/east/2024/index.html")
    steps = [each[SCHEMA + "item"][0]["@value"] for each in trail[SCHEMA + "itemListElement"]]
    assert steps == [f"{ROOT}/{path}" for path in ("", "communities/", "communities/east/", "communities/east/2024/")]


def test_every_page_is_accepted_and_what_is_gone_says_nothing(output: dict[str, bytes]) -> None:
    pages = [path for path in output if path.endswith(".html")]
    silent = {path for path in pages if not described(output, path)}
    printed = {"print/2024/02/index.html", "zh/print/2024/02/index.html"}
    assert silent == {"404.html", "zh/404.html", "news/2024/c/index.html", *printed}


def metas(output: dict[str, bytes], path: str, kind: str) -> dict[str, str]:
    return dict(re.findall(rf'<meta {kind}="([^"]*)" content="([^"]*)">', output[path].decode()))


def test_those_who_share_a_page_find_its_name_words_and_first_large_picture(output: dict[str, bytes]) -> None:
    shown, graph = (metas(output, "news/2024/a/index.html", kind) for kind in ("itemprop", "property"))
    assert shown == {"name": "A &amp; &lt;B&gt;", "description": "Words.", "image": graph["og:image"]}
    assert graph["og:image"].startswith(f"{ROOT}/assets/pictures/large-400.")
    assert graph["og:image"].endswith(".jpg")
    assert {name: graph[f"og:{name}"] for name in ("type", "url", "locale", "site_name")} == {
        "type": "article",
        "url": f"{ROOT}/news/2024/a/",
        "locale": "en",
        "site_name": "Ferry Bulletin",
    }
    assert [graph[f"og:image:{side}"] for side in ("width", "height")] == ["400", "300"]


def test_the_sites_icon_stands_for_a_page_without_a_picture(output: dict[str, bytes]) -> None:
    shown, graph = (metas(output, "about/index.html", kind) for kind in ("itemprop", "property"))
    assert shown["image"] == graph["og:image"]
    assert re.fullmatch(rf"{ROOT}/(assets/icon-512\.\w{{10}}\.png)", shown["image"])
    with Image.open(BytesIO(output[shown["image"].removeprefix(f"{ROOT}/")])) as image:
        assert image.size == (512, 512)


def test_a_page_names_its_own_address_and_its_other_languages(output: dict[str, bytes]) -> None:
    page = output["news/index.html"].decode()
    assert f'<link rel="canonical" href="{ROOT}/news/">' in page
    assert re.findall(r'hreflang="([^"]*)" href="(https[^"]*)"', page) == [
        ("en", f"{ROOT}/news/"),
        ("zh-CN", f"{ROOT}/zh/news/"),
        ("x-default", f"{ROOT}/news/"),
    ]


def test_the_sitemap_tells_when_a_page_was_last_changed(output: dict[str, bytes]) -> None:
    found = dict(re.findall(r"<loc>([^<]*)</loc><lastmod>([^<]*)</lastmod>", output["sitemap-2024.xml"].decode()))
    assert found == {f"{ROOT}/news/2024/a/": "2024-03-01", f"{ROOT}/zh/news/2024/b/": "2024-05-05"}


@pytest.mark.slow
def test_a_correction_is_a_change(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    made(tmp_path)
    write(tmp_path, {"content/news/2024-02-02-b.zh.md": article("title: 乙", "第一段。\n")})
    assert b"2024-05-05" not in made(tmp_path)["sitemap-2024.xml"]
