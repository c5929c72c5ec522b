"""Answers into the slots of a body."""

from site_builder.markdown.link_placeholders import SIZES, LinkTarget, Rendition, fill_placeholders

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
