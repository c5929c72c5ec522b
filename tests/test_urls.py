"""Slugs and addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder import urls


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Visit to Anhuali", "visit-to-anhuali"),
        ("走访安华里社区", "zou-fang-an-hua-li-she-qu"),
        ("2024年工作总结（草案）", "2024-nian-gong-zuo-zong-jie-cao-an"),
        ("Café", "cafe"),
        ("Ｆｕｌｌ－ｗｉｄｔｈ", "full-width"),
        ("../../etc", "etc"),
        ("!!", ""),
        ("绿", "lv"),
    ],
)
def test_slugify(name: str, slug: str) -> None:
    assert urls.slugify(name) == slug


@given(st.text(max_size=30))
def test_slug_of_anything_is_safe_and_stays(name: str) -> None:
    slug = urls.slugify(name)
    assert urls.slugify(slug) == slug
    assert not slug or urls.is_slug(slug) or slug in urls.DEVICES or len(slug) > urls.LONGEST_SLUG


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("2024-01-31-visit", "visit"),
        ("2024-1-3 走访", "zou-fang"),
        ("2024-01-31", "2024-01-31"),
        ("visit", "visit"),
        ("2024-01-31visit", "2024-01-31visit"),
    ],
)
def test_name_slug(name: str, slug: str) -> None:
    assert urls.slugify_name(name) == slug


@pytest.mark.parametrize("slug", ["con", "nul", "com1", "", "a--b", "-a", "A", "a" * 121, "a/b", "..", "走"])
def test_is_no_slug(slug: str) -> None:
    assert not urls.is_slug(slug)


@pytest.mark.parametrize("segment", ["assets", "2024", "zh", "communities", "search", "print", "export", "changes"])
def test_is_reserved(segment: str) -> None:
    assert urls.is_reserved(segment, ("zh",))
    assert not urls.is_reserved(f"{segment}-x", ("zh",))


@pytest.mark.parametrize(
    ("alias", "safe"),
    [("/old/", True), ("/old/page.html", True), ("/a b/", True), ("/旧/", True)]
    + [(bad, False) for bad in ("old", "/", "//x/y", "/../etc", "/a/./b", "/.git/", "/a?b", "/a#b", "/a\\b", "/a%2fb")],
)
def test_is_alias(alias: str, safe: bool) -> None:  # noqa: FBT001
    assert urls.is_alias(alias) == safe


def test_output_path_and_href() -> None:
    assert urls.make_output_path("/news/2024/visit/") == "news/2024/visit/index.html"
    assert urls.make_output_path("/feed.xml") == "feed.xml"
    assert urls.make_href("/base/", "/news/a b.pdf") == "/base/news/a%20b.pdf"
    assert urls.make_address("", "news", "2024") == "/news/2024/"
    assert urls.make_file_address("zh", "feed.xml") == "/zh/feed.xml"


@pytest.mark.parametrize(
    ("target", "outside"),
    [
        ("https://x.org", True),
        ("mailto:a@b", True),
        ("//x.org", True),
        ("../a.md", False),
        ("#x", False),
        ("a:b", True),
    ],
)
def test_is_external(target: str, outside: bool) -> None:  # noqa: FBT001
    assert urls.is_external(target) == outside


def test_split_target() -> None:
    assert urls.split_target("../%E8%B5%B0.md?x=1#a%20b") == ("../走.md", "a b")
