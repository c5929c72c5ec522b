"""HTML that the sanitiser has left -> its plain text, with one look at each tag; changes no HTML."""

import re
from html import unescape

FOOTNOTE_SIGN = re.compile(r'<sup id="fnref[^>]*>.*?</sup>|(?:&nbsp;)?<a class="footnote-backref".*?</a>', re.DOTALL)
TOC = re.compile(r'<div class="toc">.*?</div>', re.DOTALL)
HIDDEN = re.compile(r'<span class="visually-hidden">[^<]*</span>')
BLOCKS = (
    *("p", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "div", "blockquote", "pre", "ul", "ol", "dl", "li", "dt", "dd"),
    *("table", "thead", "tbody", "tfoot", "tr", "caption", "details", "summary", "figure", "figcaption", "address"),
)
# What the plain text has in the place of tags.
SPACES = {"br": " ", "/td": " ", "/th": " "} | {f"{sign}{name}": "\n" for name in BLOCKS for sign in ("", "/")}
TAG_NAME = re.compile(r"<(?:br [^>]*|(/?[a-z0-9]+)[^>]*)>")
TAG = re.compile(r"<[^>]*>")


def to_plain_text(html: str) -> str:
    """Give the plain text: one line a block, without footnote marks, contents list, alternative texts, hidden words."""
    if "footnote-" in html:
        html = FOOTNOTE_SIGN.sub("", html)
    if 'class="toc"' in html:
        html = TOC.sub("", html)
    if "visually-hidden" in html:
        html = HIDDEN.sub(" ", html)
    parts = TAG_NAME.split(html.replace("\n", " "))
    parts[1::2] = [SPACES.get(name, "") for name in parts[1::2]]
    lines = unescape("".join(parts)).split("\n")
    return "\n".join(filter(None, map(" ".join, map(str.split, lines))))
