"""SVGs: what runs, loads or tells goes; what is drawn stays; entities are refused."""

from base64 import b64encode

import pytest

from site_builder.images.sanitize_svg import EntityError, sanitize_svg
from site_builder.images.strip_metadata import strip_metadata
from tests.images.test_strip_metadata import SECRET, talkative

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def clean(inner: str, attributes: str = "") -> str:
    whole = sanitize_svg(f"{HEAD}{attributes}>{inner}</svg>".encode()).decode()
    assert whole.startswith(f"{HEAD}")
    assert whole.endswith("</svg>\n")
    assert sanitize_svg(whole.encode()).decode() == whole
    return whole[len(HEAD) : -len("</svg>\n")].partition(">")[2]


@pytest.mark.parametrize(
    "harm",
    [
        "<script>alert(1)</script>",
        '<script href="https://evil.example/x.js"/>',
        '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>',
        '<iframe xmlns="http://www.w3.org/1999/xhtml" src="https://evil.example/"/>',
        '<image xlink:href="https://evil.example/x.png"/>',
        '<image href="file:///etc/passwd"/>',
        '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
        '<feImage href="https://evil.example/"/>',
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<set attributeName="onload" to="alert(1)"/>',
        '<metadata><creator xmlns="http://purl.org/dc/elements/1.1/">Li Lei</creator></metadata>',
        '<view xmlns="http://example.org/other">x</view>',
        "<!-- Li Lei --><?xml-stylesheet href='https://evil.example/'?>",
        "<style>@import 'https://evil.example/'; </style>",
    ],
)
def test_what_could_do_harm_is_gone(harm: str) -> None:
    left = clean(f'<g>{harm}<path d="M0 0"/></g>')
    assert left.replace("<style></style>", "") == '<g><path d="M0 0"></path></g>'


@pytest.mark.parametrize(
    "attribute",
    [
        'onload="alert(1)"',
        'ONCLICK="x"',
        'href="https://evil.example/"',
        'xlink:href="javascript:alert(1)"',
        'style="fill: url(https://evil.example/#a)"',
        "fill=\"url( 'https://evil.example/')\"",
        'style="background: \\75rl(x)"',
        'xml:base="https://evil.example/"',
        'xmlns:i="http://www.inkscape.org/" i:export-filename="/home/lilei/a.png"',
    ],
)
def test_attributes_that_run_or_load_are_gone(attribute: str) -> None:
    assert clean(f'<use {attribute} id="a"/>') == '<use id="a"></use>'


def test_what_is_drawn_stays() -> None:
    drawing = (
        '<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"></stop></linearGradient></defs>'
        '<style>.a > .b{fill:url( "#g")}</style>'
        '<rect class="a" fill="url(#g)" style="opacity:.5" width="3" height="2"></rect>'
        '<text x="1" y="2" xml:lang="zh">渡口 &amp; A&lt;B</text><use xlink:href="#g"></use>'
    )
    assert clean(drawing) == drawing.replace(" > ", " &gt; ")


def test_a_link_goes_and_its_content_stays() -> None:
    assert clean('<a xlink:href="https://e.org/"><text>words</text></a>') == "<text>words</text>"


def test_a_picture_within_is_stripped() -> None:
    data = talkative("PNG")
    assert SECRET in data
    within = b64encode(strip_metadata(data, "PNG")).decode()
    left = clean(f'<image width="3" height="2" xlink:href="data:image/png;base64,{b64encode(data).decode()}"/>')
    assert left == f'<image width="3" height="2" xlink:href="data:image/png;base64,{within}"></image>'


def test_a_plain_doctype_goes_and_other_encodings_become_utf_8() -> None:
    doctype = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    text = (
        f'<?xml version="1.0" encoding="utf-16"?>{doctype}<svg xmlns="http://www.w3.org/2000/svg"><text>河</text></svg>'
    )
    assert sanitize_svg(text.encode("utf-16")).decode() == f"{HEAD}><text>河</text></svg>\n"


@pytest.mark.parametrize(
    "entities",
    ['<!ENTITY a "b">', '<!ENTITY a SYSTEM "file:///etc/passwd">', '<!ENTITY % a SYSTEM "https://evil.example/">%a;'],
)
def test_entities_are_refused(entities: str) -> None:
    with pytest.raises(EntityError):
        sanitize_svg(f"<!DOCTYPE svg [{entities}]>{HEAD}><text/></svg>".encode())


@pytest.mark.parametrize("data", [b"", b"<svg", b"<html/>", b"GIF89a", b"<svg>" + b"<g>" * 300])
def test_what_is_no_svg_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="svg"):
        sanitize_svg(data)
