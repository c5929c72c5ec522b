"""Raw HTML of a body -> what the bulletin keeps of it; each tag and attribute that is left out is noted."""

import html
import posixpath
import re
from bisect import bisect_right
from html import escape, unescape
from typing import Protocol
from urllib.parse import urlsplit

from site_builder.markdown.sanitizer import ATTRIBUTES, STYLE_CLASSES, TAGS, filter_attribute
from site_builder.migrating.body.edited_text import OPEN, PLACEHOLDER, EditedText, Stash, StashedPart
from site_builder.migrating.model import Notes

TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*)(?P<rest>(?:\s+(?:[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)|\s*/(?!>))*)\s*/?>"""
)
# A sign that begins no tag, but would be taken for one that never ends.
STRAY_SIGN = re.compile(
    rf"(?!{TAG.pattern})<(?=[A-Za-z/?]|!(?!--|(?i:doctype)))(?!(?:https?:|mailto:|[^\s<>@]+@[^\s<>@]+>))"
)
ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
KRAMDOWN = re.compile(r"\{::?/?[a-z][\w-]*(?:\s[^{}\n]*)?/?\}")
CAPTION = re.compile(r"<figcaption[^>]*>(.*?)</figcaption>", re.DOTALL | re.IGNORECASE)
# What stands for a part of a page is a division here; what is shown large, small or centred, a look.
REPLACEMENTS = {
    **dict.fromkeys(("section", "article", "aside", "header", "footer", "nav", "main", "hgroup", "fieldset"), "div"),
    "center": "div",
    "picture": "span",
    "tt": "code",
    "strike": "s",
    "legend": "p",
}
EMBEDDED = frozenset(["iframe", "embed", "object", "video", "audio", "source", "track"])
# Elements of HTML that pages of the bulletin do not have; what is none of HTML's is text.
UNSUPPORTED = """html head body title meta link base script noscript style template slot form input button select option
    optgroup textarea label output progress meter datalist dialog menu search area map canvas svg math param portal font
    big basefont blink marquee frame frameset noframes acronym applet dir nobr rb rtc xmp data wbr"""
KNOWN = TAGS | frozenset(REPLACEMENTS) | EMBEDDED | frozenset(UNSUPPORTED.split())
MARKDOWN_CONTAINERS = frozenset(["div", "details", "blockquote", "figure", "address"])


class ResolveAddress(Protocol):
    """Gives the address to write for one that was written at a line in `source`; None where it leads nowhere."""

    def __call__(self, written: str, line: int, source: str, *, picture: bool) -> str | None: ...


class HtmlTagRewriter:
    """Rewrites the tags of one body."""

    def __init__(self, path: str, notes: Notes, stash: Stash, resolve: ResolveAddress, *, commonmark: bool) -> None:
        """Note what is left out at lines of `path`; `resolve` answers links and pictures."""
        self.path = path
        self.notes = notes
        self.stash = stash
        self.resolve = resolve
        self.commonmark = commonmark
        self.unlinked: list[bool] = []

    def rewrite(self, body: EditedText) -> None:
        """Rewrite all tags."""
        body.sub(TAG, lambda found, line: self.prepend_unknown_tags(found[0], self.rewrite_tag(found, line)))
        body.sub(STRAY_SIGN, lambda *_: "&lt;")

    def prepend_unknown_tags(self, old: str, new: str) -> str:
        """Give a tag as written anew, before it those of its template tags that are neither there nor understood."""
        if OPEN not in old:
            return new
        marks = [f for f in PLACEHOLDER.finditer(old) if f[0] not in new and not self.stash.get(f).used]
        lost = [f[0] for f in marks if escape(self.stash.get(f).source) not in new]
        return " ".join((*lost, new)) if lost else new

    def rewrite_tag(self, found: re.Match[str], line: int) -> str:  # noqa: PLR0911 - one a kind of tag
        """Write one tag as it may stand."""
        name, source = found["name"].lower(), self.stash.restore(found[0])
        if name not in KNOWN and ":" not in name and "-" not in name:
            return "&lt;" + found[0][1:]
        if name == "a":
            return self.rewrite_link(found, line)
        if name == "img":
            return self.rewrite_picture(found, line)
        if name in EMBEDDED:
            return self.replace_embed(found, line, name, source)
        if name not in TAGS:
            self.notes.add_loss("html", self.path, line, "the tag <{tag}> was left out", source, tag=name)
            new = REPLACEMENTS.get(name, "")
            return f"<{found['end']}{new}>" if new else ""
        if found["end"]:
            return f"</{name}>"
        extra = ""
        if self.commonmark and name in MARKDOWN_CONTAINERS and "markdown=" not in found["rest"] and has_markdown(found):
            extra = ' markdown="1"'
        return f"<{name}{self.format_attributes(name, found, line)}{extra}>"

    def format_attributes(self, name: str, found: re.Match[str], line: int, skipped: tuple[str, ...] = ()) -> str:
        """Write the attributes that a tag may have."""
        written: list[str] = []
        for attribute, value in parse_attributes(found["rest"]):
            key = attribute.lower()
            key = "id" if key == "name" and name in {"a", "div", "span"} else key
            if key in skipped:
                continue
            allowed = key == "class" or key in ATTRIBUTES["*"] or key in ATTRIBUTES.get(name, ())
            new = filter_attribute(name, key, value) if allowed and OPEN not in value else None
            if key == "markdown":
                new = value
            if new is None or (key == "class" and new != " ".join(value.split())):
                message = "the attribute {attribute} of <{tag}> was left out"
                source = self.stash.restore(found[0])
                self.notes.add_loss("html", self.path, line, message, source, attribute=attribute, tag=name)
            if new is not None:
                written.append(f' {key}="{escape(new)}"')
        return "".join(written)

    def rewrite_link(self, found: re.Match[str], line: int) -> str:
        """Write a link; one that leads nowhere is left out, and its words stay."""
        if found["end"]:
            return "" if self.unlinked and self.unlinked.pop() else "</a>"
        values = {name.lower(): value for name, value in parse_attributes(found["rest"])}
        if "href" not in values:
            self.unlinked.append(False)
            return f"<a{self.format_attributes('a', found, line)}>"
        target = self.resolve(values["href"], line, self.stash.restore(found[0]), picture=False)
        self.unlinked.append(target is None)
        rest = self.format_attributes("a", found, line, ("href",))
        return f'<a href="{escape(target)}"{rest}>' if target is not None else ""

    def rewrite_picture(self, found: re.Match[str], line: int) -> str:
        """Write a picture; one that is not there is written as its words."""
        values = {name.lower(): value for name, value in parse_attributes(found["rest"])}
        source = values.get("src") or values.get("data-src") or ""
        following = found.string[found.end() : found.end() + 600].partition("</figure")[0]
        caption = CAPTION.search(following)
        alt = self.stash.restore(values.get("alt", "")).strip()
        if not alt:
            words = re.sub(r"<[^>]*>", "", caption[1]) if caption else ""
            alt = values.get("title", "").strip() or " ".join(unescape(words).split()) or make_alt_text(source)
            alt = self.stash.restore(alt)
            message = 'the picture has no alternative text; it was given "{alt}"'
            self.notes.add_loss("alt", self.path, line, message, self.stash.restore(found[0]), alt=alt)
        target = self.resolve(source, line, self.stash.restore(found[0]), picture=True)
        if target is None:
            return escape(alt, quote=False)
        if "://" in target:
            return f'<a href="{escape(target)}">{escape(alt, quote=False)}</a>'
        rest = self.format_attributes("img", found, line, ("src", "alt", "data-src"))
        return f'<img src="{escape(target)}" alt="{escape(unescape(alt))}"{rest}>'

    def replace_embed(self, found: re.Match[str], line: int, name: str, source: str) -> str:
        """Write what is embedded from elsewhere as a link to it."""
        if found["end"]:
            return ""
        values = {key.lower(): value for key, value in parse_attributes(found["rest"])}
        address = values.get("src") or values.get("data") or ""
        words = values.get("title", "").strip() or address
        self.notes.add_loss("html", self.path, line, "what <{tag}> embeds became a link", source, tag=name)
        target = self.resolve(address, line, source, picture=False) if address else None
        if target is None:
            return escape(unescape(self.stash.restore(words)), quote=False)
        return f'<a href="{escape(target)}">{escape(unescape(self.stash.restore(words)), quote=False)}</a>'

    def filter_attribute_lists(self, body: EditedText) -> None:
        """Leave out what attribute lists ask for that pages do not have; keep other braces of kramdown as text."""

        def filter_attributes(found: re.Match[str], line: int) -> str:
            parts = re.findall(
                r"""[.#][^\s.#"'=]+|[\w-]+=(?:"[^"]*"|'[^']*'|\S+)|\S+""", found["inner"].lstrip(":").strip()
            )
            if KRAMDOWN.fullmatch(found[0]) and not any(each[0] in ".#" or "=" in each for each in parts):
                return self.stash.store(StashedPart("tag", found[0], line, "kramdown"))
            heading = found.string.startswith("#", found.string.rfind("\n", 0, found.start()) + 1)
            good = [p for p in parts if p[0] == "#" or (p[0] == "." and p[1:] in STYLE_CLASSES and not heading)]
            if len(good) < len(parts):
                message = "the attributes {list} were left out"
                lost = " ".join(p for p in parts if p not in good)
                self.notes.add_loss("html", self.path, line, message, found[0], list=f"{{{lost}}}")
            return "{: " + " ".join(good) + " }" if good else ""

        body.sub(KRAMDOWN_OR_LIST, filter_attributes)


KRAMDOWN_OR_LIST = re.compile(
    r"(?<![\\{])\{:?[ ]*(?P<inner>(?:(?<=:)|(?<=: )|(?=[.#][\w-])|(?=[\w-]+=[\"'\w]))[.#:\w/][^{}\n]*?)[ ]*\}(?!\})"
)


def parse_attributes(text: str) -> list[tuple[str, str]]:
    """Give the attributes of a tag."""
    return [(name, unescape(double or single or bare)) for name, double, single, bare in ATTRIBUTE.findall(text)]


def has_markdown(found: re.Match[str]) -> bool:
    """Tell whether an empty line stands within an element: what follows it is Markdown to most generators."""
    end = found.string.find(f"</{found['name']}", found.end())
    start = found.string.rfind("\n", 0, found.start()) + 1
    alone = not found.string[start : found.start()].strip()
    return alone and end > 0 and re.search(r"\n[ \t]*\n", found.string[found.end() : end]) is not None


def make_alt_text(address: str) -> str:
    """Make words of the name of a file."""
    name = posixpath.splitext(posixpath.basename(urlsplit(unescape(address)).path))[0] if "[" not in address else ""
    return " ".join(re.sub(r"[-_+%]+", " ", name).split()) or "picture"


def find_raw_html(text: str) -> tuple[list[int], list[bool]]:
    """Give the offsets at which raw HTML begins or ends, and whether it is raw HTML from there on."""
    places, raw = [0], [False]
    stack: list[tuple[str, bool]] = []
    for found in TAG.finditer(text):
        name = found["name"].lower()
        if name not in BLOCKS:
            continue
        if found["end"]:
            while stack and stack.pop()[0] != name:
                pass
        else:
            stack.append((name, "markdown=" in found["rest"]))
        places.append(found.end())
        raw.append(bool(stack) and not stack[-1][1])
    return places, raw


BLOCKS = frozenset(
    """div figure table thead tbody tfoot tr td th ul ol li dl dt dd p blockquote details summary address h1 h2 h3 h4
    h5 h6 figcaption caption""".split()  # noqa: SIM905 - a list of words
)


def is_raw_html(text: str, at: int, known: tuple[list[int], list[bool]]) -> bool:
    """Tell whether raw HTML stands at an offset."""
    del text
    places, raw = known
    return raw[bisect_right(places, at) - 1]


def remove_tags(markup: str) -> str:
    """Give the words of a little HTML."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())
