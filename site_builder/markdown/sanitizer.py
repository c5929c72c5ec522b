"""What the HTML of a body may hold: tags, attributes, classes, schemes; whatever is not listed here is taken out."""

import re
from functools import cache
from typing import TYPE_CHECKING

from site_builder.acceleration import is_accelerated
from site_builder.decoding import remove_controls
from site_builder.urls import SCHEME

if TYPE_CHECKING:
    import nh3

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
ALIGNMENTS = ("left", "center", "right")
# Ids that begin so belong to the theme.
RESERVED_PREFIX = "site:"
PLACEHOLDER = "slot:"
# What the URL Standard (section 4.4, "basic URL parser") strips from an address's ends, and takes out of its middle.
CONTROLS = "".join(map(chr, range(0x21)))
LINE_ENDS = re.compile(r"[\t\n\r]+")

TAGS = frozenset(
    [
        "p",
        "br",
        "hr",
        "wbr",
        "div",
        "span",
        "blockquote",
        "pre",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "details",
        "summary",
        "figure",
        "figcaption",
        "address",
        "table",
        "caption",
        "colgroup",
        "col",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "a",
        "img",
        "em",
        "strong",
        "b",
        "i",
        "u",
        "s",
        "small",
        "mark",
        "sub",
        "sup",
        "del",
        "ins",
        "abbr",
        "dfn",
        "cite",
        "q",
        "kbd",
        "samp",
        "var",
        "code",
        "time",
        "bdi",
        "bdo",
        "ruby",
        "rt",
        "rp",
    ]
)
ATTRIBUTES = {
    "*": frozenset({"id", "title", "lang", "dir"}),
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "li": frozenset({"value"}),
    "th": frozenset({"align", "colspan", "rowspan", "scope"}),
    "td": frozenset({"align", "colspan", "rowspan"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "time": frozenset({"datetime"}),
    "del": frozenset({"datetime"}),
    "ins": frozenset({"datetime"}),
    "details": frozenset({"open"}),
}
# Kinds of `!!!` boxes: those of reStructuredText, which Python-Markdown recommends, and "info".
ADMONITIONS = frozenset(
    ["attention", "caution", "danger", "error", "hint", "important", "info", "note", "tip", "warning"]
)
# Looks that an editor may ask for with {: .lead } or class="lead".
STYLE_CLASSES = frozenset(["lead", "small", "signature", "left", "center", "right", "note", "tip", "warning"])
CLASSES = {
    "p": STYLE_CLASSES | {"admonition-title", "untitled"},
    "div": STYLE_CLASSES | ADMONITIONS | {"admonition", "footnote", "toc"},
    "a": frozenset({"footnote-ref", "footnote-backref"}),
    "ul": STYLE_CLASSES | {"task-list"},
    "ol": STYLE_CLASSES | {"task-list"},
    "li": STYLE_CLASSES | {"task-list-item"},
    **dict.fromkeys(("span", "blockquote", "figure", "img", "table", "tr", "th", "td"), STYLE_CLASSES),
}
# What the sanitiser leaves as it is where every tag is closed in its place: plain tags, ids of headings, aligned cells,
# links to plain web hosts around nothing but text. It takes a fifth of the sanitiser's time to see that.
HARMLESS = re.compile(
    r"(?:[^<>&\x00-\x08\x0b-\x1f\x7f-\xa0]++|&(?:amp|lt|gt);"
    r"|</?(?:p|strong|em|li|ul|ol|blockquote|table|thead|tbody|tr|t[hd]|h[1-6])>"
    r'|<h[1-6] id="[^"<>&:\s\x00-\x1f\x7f-\xa0]+">|<t[hd] align="(?:left|center|right)">'
    r'|<a href="https?://(?:[A-Za-z0-9]+[.-])+(?<=\.)[A-Za-z]{2,}(?:/[A-Za-z0-9_/.~-]*)?">[^<>&\x00-\x1f\x7f-\xa0]++</a>)*+'
)
# Elements whose words go with them.
DROPPED_ELEMENTS = frozenset({"script", "style"})


def sanitize_html(html: str, *, has_tags: bool) -> str:
    """Sanitise HTML that Markdown made; `has_tags` where its text may hold tags, so that some may not be closed."""
    if is_accelerated() and not has_tags and is_harmless(html):
        return html
    cleaned = make_sanitizer().clean(html)
    # A control comes of its number, or is a sign of the converter's own; the audit tells of it.
    return remove_controls(cleaned) if any(sign in html for sign in ("&#", "\x02", "\x03")) else cleaned


def is_harmless(html: str) -> bool:
    """Tell whether the sanitiser would surely leave HTML with all its tags closed as it is."""
    return HARMLESS.fullmatch(html) is not None


@cache
def make_sanitizer() -> "nh3.Cleaner":
    """Make the sanitiser, once a process; it keeps nothing between bodies."""
    import nh3

    return nh3.Cleaner(
        tags=TAGS,
        clean_content_tags=DROPPED_ELEMENTS,
        attributes=ATTRIBUTES,
        attribute_filter=filter_attribute,
        url_schemes=SCHEMES,
        allowed_classes=CLASSES,
        link_rel=None,
    )


def filter_attribute(tag: str, attribute: str, value: str) -> str | None:
    """Give the value that an allowed attribute keeps, or None; a link inside the site gets `slot:` before it.

    The sanitiser has refused schemes that are not allowed before it asks, but not in what is made of a value here.
    """
    if attribute in ("href", "src"):
        return filter_address(attribute, value)
    if attribute == "id":
        return filter_id(value)
    if attribute == "align":
        return value.lower() if value.lower() in ALIGNMENTS else None
    if attribute == "class":
        # The sanitiser would leave an empty attribute of a list with no known class.
        return " ".join(each for each in value.split() if each in CLASSES.get(tag, ())) or None
    return value


def filter_address(attribute: str, value: str) -> str | None:
    """Give an address without stray white space; None where its scheme is not allowed."""
    address = LINE_ENDS.sub("", value).strip(CONTROLS)
    scheme = SCHEME.match(address)
    if scheme:
        return address if scheme[0][:-1].lower() in SCHEMES else None
    if address.startswith("#") and attribute == "href":
        return "#" + replace_spaces(address[1:])
    return address if address.startswith("//") else PLACEHOLDER + address


def filter_id(value: str) -> str | None:
    """Give an id without white space, as HTML demands; None for an empty one and for the theme's own."""
    name = replace_spaces(value)
    return None if not name or name.startswith(RESERVED_PREFIX) else name


def replace_spaces(name: str) -> str:
    """Replace white space by hyphens: a footnote may be called `[^a b]`."""
    return "-".join(name.split())
