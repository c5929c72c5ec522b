"""Answers into the slots of a body."""

import re

from site_builder.markdown.layout.galleries import mark_galleries
from site_builder.markdown.link_placeholders import IN_GALLERY, SIZES, LinkTarget, Rendition, fill_placeholders

LINK = '<p><a href="slot:0">words</a> <a class="x" href="slot:1" title="t"><em>more</em></a></p>'


def test_answers_are_escaped_and_put_in() -> None:
    assert fill_placeholders(LINK, [LinkTarget("/a/?x=1&y=2"), LinkTarget('/b"/')]) == (
        '<p><a href="/a/?x=1&amp;y=2">words</a> <a class="x" href="/b&quot;/" title="t"><em>more</em></a></p>'
    )


def test_answer_without_href_leaves_the_words() -> None:
    assert fill_placeholders(LINK, [LinkTarget(""), LinkTarget("")]) == "<p>words <em>more</em></p>"


def test_picture_has_its_pixels_and_one_without_answer_is_gone() -> None:
    html = '<img alt="a" src="slot:0"><img alt="b" src="slot:1">'
    assert (
        fill_placeholders(html, [LinkTarget("/a.jpg", 30, 20), LinkTarget("")])
        == '<img alt="a" src="/a.jpg" width="30" height="20">'
    )


def test_all_pictures_but_the_first_wait_until_they_come_into_view() -> None:
    html = '<img alt="a" src="slot:0"><img alt="b" src="slot:1">'
    answers = [LinkTarget("/a.jpg", 30, 20), LinkTarget("/b.jpg", 30, 20)]
    assert [part.count("lazy") for part in fill_placeholders(html, answers).split("<img")] == [0, 0, 1]
    assert [part.count("lazy") for part in fill_placeholders(html, answers, lazy=True).split("<img")] == [0, 1, 1]


def test_picture_has_all_its_forms_and_one_in_a_feed() -> None:
    avif = Rendition("image/avif", (("/s.avif", 480), ("/l.avif", 800)))
    jpeg = Rendition("image/jpeg", (("/s.jpg", 480), ("/l.jpg", 800)))
    html, answer = (
        '<img class="center" alt="a" src="slot:0" title="t">',
        LinkTarget("/a.jpg", 4000, 3000, (avif,), jpeg),
    )
    assert fill_placeholders(html, [answer]) == (
        f'<picture><source type="image/avif" srcset="/s.avif 480w, /l.avif 800w" sizes="{SIZES}">'
        f'<img class="center" alt="a" src="/l.jpg" srcset="/s.jpg 480w, /l.jpg 800w" sizes="{SIZES}" title="t"'
        ' width="4000" height="3000"></picture>'
    )
    assert fill_placeholders(html, [answer], origin="https://x.org") == (
        '<img class="center" alt="a" src="https://x.org/l.jpg" title="t" width="4000" height="3000">'
    )


def test_prefix_goes_before_every_id_and_reference() -> None:
    html = '<h2 id="x">x</h2><a href="#x">y</a><td headers="x">z</td>'
    assert fill_placeholders(html, [], prefix="2-") == '<h2 id="2-x">x</h2><a href="#2-x">y</a><td headers="2-x">z</td>'


def test_origin_goes_before_addresses_but_not_before_places_on_the_page() -> None:
    html = '<a href="slot:0">a</a><a href="slot:1">b</a>'
    assert fill_placeholders(html, [LinkTarget("/a/"), LinkTarget("#x")], origin="https://x.org") == (
        '<a href="https://x.org/a/">a</a><a href="#x">b</a>'
    )


def test_text_that_speaks_of_slots_is_left_alone() -> None:
    assert fill_placeholders('<p>slot:7 href="slot:7"</p>', []) == '<p>slot:7 href="slot:7"</p>'


def test_what_is_reduced_leads_to_the_whole_of_it_but_not_from_within_a_link() -> None:
    html = '<a href="slot:0"><img alt="a" src="slot:1"></a><img alt="b" src="slot:1"><img alt="c" src="slot:2">'
    answers = [LinkTarget("/x/"), LinkTarget("/big.jpg", 2000, 900), LinkTarget("/small.jpg", 300, 200)]
    filled = fill_placeholders(html, answers, enlarge=True)
    assert re.findall(r'<a [^>]*><img alt="\w"', filled) == [
        '<a href="/x/"><img alt="a"',
        '<a class="enlarge" href="/big.jpg"><img alt="b"',
    ]
    assert "data-" not in filled
    assert "enlarge" not in fill_placeholders(html, answers)


def test_pictures_without_a_word_between_them_are_a_gallery() -> None:
    picture = '<img alt="a" src="slot:0">'
    pictures = f'<p class="gallery">{3 * picture.replace("<img", f"<img{IN_GALLERY}")}</p>\n'
    together, apart = f"<p>{picture}\n{picture}<br>\n{picture}</p>", f"<p>{picture}</p>\n" * 3
    for html in (together, apart):
        assert mark_galleries(f"<p>Before.</p>\n{html}") == f"<p>Before.</p>\n{pictures}"
    for html in (
        f"<p>{picture}</p>\n" * 2,
        f"<p>{picture} and {picture}</p>",
        f"<p>{picture}</p><p>x</p><p>{picture}</p>",
    ):
        assert mark_galleries(html) == html
    assert "data-" not in fill_placeholders(pictures, [LinkTarget("/a.jpg", 900, 900)], origin="https://x.org")
