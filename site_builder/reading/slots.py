"""A body's HTML with slots + the answers to its links -> the HTML that stands on a page; looks nothing up."""

import re
from collections.abc import Sequence

from msgspec import Struct

ATTRIBUTES = r'(?: [\w:-]+="[^"]*")*'
ANCHOR = re.compile(rf'<a({ATTRIBUTES}) href="slot:(\d+)"({ATTRIBUTES})>(.*?)</a>', re.DOTALL)
PICTURE = re.compile(rf'<img({ATTRIBUTES}) src="slot:(\d+)"({ATTRIBUTES})>')
IDENTIFIER = re.compile(r'( id="| href="#| headers="| for="| aria-labelledby="| aria-describedby=")')


class Answer(Struct, frozen=True):
    """What a link of a body leads to: an href ("" for what is not public), and the pixels of a picture."""

    href: str
    width: int = 0
    height: int = 0


def fill(html: str, answers: Sequence[Answer], prefix: str = "", origin: str = "") -> str:
    """Put answers into slots; an answer without href leaves the words alone.

    `prefix` goes before every id where several bodies stand on one page; `origin` before every href where the page is
    read away from the site, as in a feed.
    """

    def anchor(found: re.Match[str]) -> str:
        before, number, behind, words = found.groups()
        href = answers[int(number)].href
        return f'<a{before} href="{escaped(origin, href)}"{behind}>{words}</a>' if href else words

    def picture(found: re.Match[str]) -> str:
        before, number, behind = found.groups()
        answer = answers[int(number)]
        pixels = f' width="{answer.width}" height="{answer.height}"' if answer.width and answer.height else ""
        return (
            f'<img{before} src="{escaped(origin, answer.href)}"{behind}{pixels} loading="lazy">' if answer.href else ""
        )

    if "slot:" in html:
        html = PICTURE.sub(picture, ANCHOR.sub(anchor, html))
    return IDENTIFIER.sub(rf"\g<1>{prefix}", html) if prefix else html


def escaped(origin: str, href: str) -> str:
    """Write an href as an attribute's value."""
    address = href if href.startswith("#") else origin + href
    return address.replace("&", "&amp;").replace('"', "&quot;")
