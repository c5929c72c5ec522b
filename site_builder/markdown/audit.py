"""What the sanitizer takes out of a body -> findings, and Problems at their places; takes nothing out itself.

The HTML that Markdown made is read with html.parser and held against the sanitizer's lists. That is left out only
where it cannot find anything: tags need `<`, attributes `{`, classes of boxes `!!!`, all else is in links and pictures.
"""

import html
import re
from html.parser import HTMLParser
from typing import Literal

from msgspec import Struct

from site_builder.acceleration import is_accelerated
from site_builder.decoding import find_place
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
from site_builder.markdown.source_positions import blank_code
from site_builder.model import Prose
from site_builder.problem import Problem
from site_builder.urls import SCHEME, is_external

FindingKind = Literal["tag", "attribute", "class", "id", "twice", "link", "picture", "alt", "depth"]


class Finding(Struct, frozen=True):
    """One thing that is not published as written: its kind, its name, its tag; texts to look for in the source."""

    what: FindingKind
    name: str
    tag: str = ""
    literals: tuple[str, ...] = ()


# Links and pictures but those that, as Markdown writes them, are surely kept: within the page or the site, or on a
# plain web host. Each starts with plain letters, which are quick to find.
DOUBTFUL_LINK = re.compile(
    r' href="(?!#|https?://(?:[A-Za-z0-9]+[.-])+(?<=\.)[A-Za-z]{2,}[/?#"]|(?!//)[^":&]*")',
)
DOUBTFUL_PICTURE = re.compile(r'<img(?! alt="[^"&]*[^"&\s][^"]*" src="(?!//)[^":&]*")')
FOREIGN_HOST = re.compile(r'https?://[^/"]*xn--')
# What stands before an address in Markdown.
LEADS = ("](", "](<", "]: ")
VALUE = r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*))"""


def convert_and_audit(body: str, lang: str, md: MarkdownConverter) -> tuple[Prose, tuple[Finding, ...]]:
    """Convert a body and find what was taken out of it."""
    raw = convert_to_html(body, md)
    return make_prose(raw, lang, has_tags="<" in body), find_removed(body, raw)


def find_removed(body: str, raw: str | None) -> tuple[Finding, ...]:
    """Find what is taken out of the HTML that a body was converted to."""
    if raw is None:
        return (Finding("depth", ""),)
    if is_accelerated() and has_nothing_removed(body, raw):
        return ()
    reader = AuditParser()
    reader.feed(raw)
    reader.close()
    return tuple(reader.found)


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
    """Reads HTML that is not safe yet and notes what of it is not allowed."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Finding] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag, or what its attributes have that is not allowed."""
        source = self.get_starttag_text() or ""
        if tag not in TAGS:
            self.found.append(Finding("tag", tag, tag, (source, f"<{tag}")))
            return
        for name, value in attrs:
            self.audit_attribute(tag, name, value or "", source)
        if tag == "img" and not (dict(attrs).get("alt") or "").strip():
            target = dict(attrs).get("src") or ""
            self.found.append(
                Finding("alt", target, tag, (source, f"![]({target}", *list_literals(target, source, "src")))
            )

    def audit_attribute(self, tag: str, name: str, value: str, source: str) -> None:
        """Note an attribute, or what of its value is not allowed."""
        if name == "class":
            known = CLASSES.get(tag, frozenset())
            self.found += (
                Finding("class", each, tag, (source, f".{each}", f"!!! {each}", each))
                for each in value.split()
                if each not in known
            )
        elif name in ("href", "src") and name in ATTRIBUTES.get(tag, ()):
            self.audit_address(tag, name, value, source)
        elif name == "id":
            self.audit_id(tag, value, source)
        elif name not in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, frozenset()) | {"markdown"} or (
            name == "align" and value.lower() not in ALIGNMENTS
        ):
            self.found.append(Finding("attribute", name, tag, (source, f"{name}=", name)))

    def audit_address(self, tag: str, name: str, value: str, source: str) -> None:
        """Note an address that the sanitiser refuses, and a picture from elsewhere."""
        cleaned = make_sanitizer().clean(f'<{tag} {name}="{html.escape(value)}">')
        if f' {name}="' not in cleaned:
            scheme = SCHEME.match(re.sub(r"[\x00-\x20]", "", value))
            shown = scheme[0].lower() if scheme else value
            self.found.append(Finding("link", shown, tag, (source, *list_literals(value, source, name))))
        elif tag == "img" and f'"{PLACEHOLDER}' not in cleaned and is_external(value.strip()):
            self.found.append(Finding("picture", value, tag, (source, *list_literals(value, source, name))))

    def audit_id(self, tag: str, value: str, source: str) -> None:
        """Note an id that the theme keeps for itself, and one that stands in the body already."""
        name = filter_id(value)
        if name is None or name in self.ids:
            what: FindingKind = "twice" if name else "id"
            self.found.append(Finding(what, value, tag, (source, f"{{#{value}", f" #{value}", value)))
        elif name:
            self.ids.add(name)

    def handle_decl(self, decl: str) -> None:
        """Note a declaration."""
        self.unknown_decl(decl)

    def handle_pi(self, data: str) -> None:
        """Note a processing instruction."""
        self.found.append(Finding("tag", "?", "?", (f"<?{data}>", "<?")))

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
        self.found.append(Finding("tag", "!", "!", (f"<!{data}>", f"<![{data}", "<!")))


def list_literals(value: str, source: str, name: str) -> tuple[str, ...]:
    """Give the forms in which an attribute's value may be written: as in Markdown, as in HTML, by itself."""
    found = re.search(rf"\b{name}{VALUE}", source, re.IGNORECASE)
    written = next(filter(None, found.groups()), "") if found else ""
    forms = dict.fromkeys(filter(None, (written, html.unescape(written), value)))
    return (*(lead + form for lead in LEADS for form in forms), *forms)


def make_problems(
    path: str, text: str, body_offset: int, _prose: Prose, findings: tuple[Finding, ...]
) -> tuple[Problem, ...]:
    """Make Problems of findings; the nth of a kind stands at the nth place where it is written."""
    if not findings:
        return ()
    source = blank_code(text, body_offset)
    start = body_offset + len(text[body_offset:]) - len(text[body_offset:].lstrip())
    behind: dict[tuple[str, str, str], int] = {}
    return tuple(
        make_finding_problem(
            each.what, each.name, each.tag, find_place(path, text, find_next_offset(source, each, behind, start))
        )
        for each in findings
    )


def find_next_offset(source: str, finding: Finding, behind: dict[tuple[str, str, str], int], start: int) -> int:
    """Find where a finding is written, behind the last of its kind; else give the start of the body."""
    for literal in filter(None, finding.literals):
        key = (finding.what, finding.name, literal)
        at = source.find(literal, behind.get(key, 0))
        if finding.what == "twice" and key not in behind:
            again = source.find(literal, at + 1)
            at = again if again >= 0 else at
        behind[key] = len(source) if at < 0 else at + 1
        if at >= 0:
            return at + next((len(sign) for sign in LEADS if literal.startswith(sign)), 0)
    return min(start, len(source))
