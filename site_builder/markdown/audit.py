"""What the sanitizer takes out of a body -> findings with their places, and Problems; takes nothing out itself.

The HTML that Markdown made is read with html.parser and held against the sanitizer's lists. That is left out only
where it cannot find anything: tags need `<`, attributes `{`, classes of boxes `!!!`, all else is in links and pictures.
"""

import html
import re
from collections import defaultdict, deque
from html.parser import HTMLParser
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from site_builder.acceleration import is_accelerated
from site_builder.decoding import NO_TEXT, find_place
from site_builder.markdown.audit_messages import make_finding_problem
from site_builder.markdown.convert import MarkdownConverter, convert_to_html, make_prose
from site_builder.markdown.sanitizer import (
    ALIGNMENTS,
    ATTRIBUTES,
    CLASSES,
    PLACEHOLDER,
    TAGS,
    filter_id,
    make_sanitizer,
)
from site_builder.markdown.source.prepare import prepare_body
from site_builder.markdown.source_marks import MARK, MarkedBody, remove_marks
from site_builder.model import Prose
from site_builder.problem import Problem
from site_builder.urls import SCHEME, is_external

FindingKind = Literal["tag", "attribute", "class", "id", "twice", "link", "picture", "alt", "depth", "control", "typed"]


class Finding(Struct, frozen=True):
    """One thing that is not published as written: its kind, its name, its tag; its offset in the body.

    What was found in the source itself is "typed": its name is that of the finding, its tag what the words name.
    """

    what: FindingKind
    name: str
    tag: str = ""
    offset: int = 0


# Links and pictures but those that, as Markdown writes them, are surely kept: within the page or the site, or on a
# plain web host. Each starts with plain letters, which are quick to find.
DOUBTFUL_LINK = re.compile(
    r' href="(?!#|https?://(?:[A-Za-z0-9]+[.-])+(?<=\.)[A-Za-z]{2,}[/?#"]|(?!//)[^":&]*")',
)
DOUBTFUL_PICTURE = re.compile(r'<img(?! alt="[^"&]*[^"&\s][^"]*" src="(?!//)[^":&]*")')
FOREIGN_HOST = re.compile(r'https?://[^/"]*xn--')
# A sign that no text may hold, with the mark before it, or that of the address it stands in.
MARKED_CONTROL = re.compile(f'({MARK.pattern})?({NO_TEXT.pattern})(?=(?:[^"<>]{{0,300}}?({MARK.pattern}))?)')
# Of these an address or the words of a picture have a mark of their own.
# So many findings in one tag are looked for in it.
MOST_SOUGHT = 200
OWN_MARKS = {"link": ("bare", "bracketed", "address"), "picture": ("bracketed", "address"), "alt": ("picture",)}


def convert_and_audit(
    body: str, lang: str, md: MarkdownConverter, *, breaks: bool = False
) -> tuple[Prose, tuple[Finding, ...]]:
    """Convert a body and find what was taken out of it, or is not read as it may have been meant.

    With `breaks`, the ends of lines in paragraphs of Chinese bodies are kept.
    """
    prepared = prepare_body(body, lang, breaks=breaks)
    raw = convert_to_html(prepared.text, md)
    found = find_removed(prepared.text, raw)
    if found:
        located = locate_findings(prepared.text, found, md)
        found = tuple(replace(each, offset=prepared.find_origin(each.offset)) for each in located)
    typed = tuple(Finding("typed", each.what, each.name, each.at) for each in prepared.findings)
    return make_prose(raw, lang, has_tags="<" in prepared.text), (*typed, *found)


def find_removed(body: str, raw: str | None) -> tuple[Finding, ...]:
    """Find what is taken out of the HTML that a body was converted to, without its place."""
    if raw is None:
        return (Finding("depth", ""),)
    controls = find_controls(raw) if "&#" in body or "\x02" in raw or "\x03" in raw else []
    if is_accelerated() and has_nothing_removed(body, raw):
        return tuple(each for each, _ in controls)
    return tuple(each for each, _ in (*audit_html(raw), *controls))


def find_controls(raw: str) -> list[tuple[Finding, str]]:
    """Find what no text may hold where it was written as its number; each with the mark of its place."""
    return [
        (Finding("control", f"{ord(found[2]):04X}"), found[1] or found[3] or "")
        for found in MARKED_CONTROL.finditer(make_sanitizer().clean(raw))
    ]


def audit_html(raw: str) -> list[tuple[Finding, str]]:
    """Find what is not allowed in HTML that is not safe yet; each with the source of its tag."""
    reader = AuditParser()
    reader.feed(raw)
    reader.close()
    return reader.found


def has_nothing_removed(body: str, raw: str) -> bool:
    """Tell whether the sanitiser surely takes nothing out of the HTML that a body was converted to."""
    return not any(sign in body for sign in ("<", "{", "!!!")) and "<input" not in raw and not has_doubtful_links(raw)


def has_doubtful_links(raw: str) -> bool:
    """Tell whether HTML has a link or a picture that the sanitiser may refuse."""
    return bool(
        DOUBTFUL_LINK.search(raw)
        or ("<img" in raw and DOUBTFUL_PICTURE.search(raw))
        or ("xn--" in raw and FOREIGN_HOST.search(raw))
    )


class AuditParser(HTMLParser):
    """Reads HTML that is not safe yet and notes what of it is not allowed, as if it had no marks."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[Finding, str]] = []
        self.ids: set[str] = set()

    def note(self, what: FindingKind, name: str, tag: str, source: str) -> None:
        """Note a finding with the source of its tag."""
        self.found.append((Finding(what, name, tag), source))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag, or what its attributes have that is not allowed."""
        source = self.get_starttag_text() or ""
        tag = remove_marks(tag)
        if tag not in TAGS:
            self.note("tag", tag, tag, source)
            return
        plain = [(name, remove_marks(value or "")) for name, value in attrs if remove_marks(name)]
        for name, value in plain:
            self.audit_attribute(tag, name, value, source)
        if tag == "img" and not dict(plain).get("alt", "").strip():
            self.note("alt", dict(plain).get("src", ""), tag, source)

    def audit_attribute(self, tag: str, name: str, value: str, source: str) -> None:
        """Note an attribute, or what of its value is not allowed."""
        if name == "class":
            known = CLASSES.get(tag, frozenset())
            for each in value.split():
                if each not in known:
                    self.note("class", each, tag, source)
        elif name in ("href", "src") and name in ATTRIBUTES.get(tag, ()):
            self.audit_address(tag, name, value, source)
        elif name == "id":
            self.audit_id(tag, value, source)
        elif name not in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, frozenset()) | {"markdown"} or (
            name == "align" and value.lower() not in ALIGNMENTS
        ):
            self.note("attribute", name, tag, source)

    def audit_address(self, tag: str, name: str, value: str, source: str) -> None:
        """Note an address that the sanitiser refuses, and a picture from elsewhere."""
        cleaned = make_sanitizer().clean(f'<{tag} {name}="{html.escape(value)}">')
        if f' {name}="' not in cleaned:
            scheme = SCHEME.match(re.sub(r"[\x00-\x20]", "", value))
            self.note("link", scheme[0].lower() if scheme else value, tag, source)
        elif tag == "img" and f'"{PLACEHOLDER}' not in cleaned and is_external(value.strip()):
            self.note("picture", value, tag, source)

    def audit_id(self, tag: str, value: str, source: str) -> None:
        """Note an id that the theme keeps for itself, and one that stands in the body already."""
        name = filter_id(value)
        if name is None or name in self.ids:
            self.note("twice" if name else "id", value, tag, source)
        elif name:
            self.ids.add(name)

    def handle_decl(self, decl: str) -> None:
        """Note a declaration."""
        self.unknown_decl(decl)

    def handle_pi(self, data: str) -> None:
        """Note a processing instruction."""
        self.note("tag", "?", "?", data)

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Take `<![…]>` whatever stands in it; the library knows a few keywords only, and fails on others."""
        del report
        end = self.rawdata.find(">", i)
        if end < 0:
            return -1
        self.unknown_decl(self.rawdata[i + 3 : end].removesuffix("]"))
        return end + 1

    def unknown_decl(self, data: str) -> None:
        """Note what Word and XML write between `<!` and `>`."""
        self.note("tag", "!", "!", data)


def locate_findings(body: str, findings: tuple[Finding, ...], md: MarkdownConverter) -> tuple[Finding, ...]:
    """Give findings with their offsets: a body with marks is converted again, and each finding read off its marks.

    Where marks change what is found, the nth finding of a kind and name is taken for the nth. Of one tag no more than
    some are looked for; the others are shown where the last of these stands.
    """
    marked = MarkedBody(body)
    offsets: dict[tuple[str, str, str], deque[int]] = defaultdict(deque)
    raw = convert_to_html(marked.text, md) or ""
    last, number, at = None, 0, None
    for each, source in (*audit_html(raw), *find_controls(raw)):
        number = number + 1 if source == last else 1
        last = source
        if number <= MOST_SOUGHT:
            at = find_finding(marked, each, source)
        if at is not None:
            offsets[each.what, each.name, each.tag].append(at)
    start = len(body) - len(body.lstrip())
    return tuple(
        Finding(each.what, each.name, each.tag, places.popleft() if places else max(start, body.find(each.name)))
        for each in findings
        for places in (offsets[each.what, each.name, each.tag],)
    )


def find_finding(marked: MarkedBody, finding: Finding, source: str) -> int | None:
    """Find where a finding was written, by the marks in the source of its tag."""
    places = marked.list_places(source)
    what, name = finding.what, finding.name
    own = next((each for each in places if each.kind in OWN_MARKS.get(what, ())), None)
    if own:
        return own.start
    forms = {
        "class": (f".{name}", f"!!! {name}", name),
        "attribute": (f"{name}=", name),
        "id": (f"{{#{name}", f"#{name}", name),
        "twice": (f"{{#{name}", f"#{name}", name),
        "link": ("href", "src"),
        "picture": ("src",),
    }
    for each in places:
        at = marked.find_words(each, *forms.get(what, ()))
        if at is not None:
            # A tag of one line is shown from its beginning.
            return each.start if each.kind == "tag" and "\n" not in marked.body[each.start : at] else at
    return places[0].start if places else None


def make_problems(
    path: str, text: str, body_offset: int, _prose: Prose, findings: tuple[Finding, ...]
) -> tuple[Problem, ...]:
    """Make Problems of findings."""
    return tuple(
        make_finding_problem(
            each.what, each.name, each.tag, find_place(path, text, min(body_offset + each.offset, len(text)))
        )
        for each in findings
    )
