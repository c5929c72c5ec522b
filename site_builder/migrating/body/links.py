"""Links and pictures of a Markdown body -> what they lead to now; one that leads nowhere leaves its words."""

import re
from bisect import bisect_right
from html import escape
from urllib.parse import quote

from site_builder.migrating.body.edited_text import OPEN, PLACEHOLDER, Edit, EditedText, Stash
from site_builder.migrating.body.html_tags import make_alt_text
from site_builder.migrating.model import Doc, Notes
from site_builder.migrating.resolve_links import SAFE, LinkResolver, MigratedLink

# The words of a link: within a paragraph, with brackets two deep.
WORD = r"[^\[\]\\\n]|\n(?![ \t]*\n)|\\."
INNER = rf"(?:{WORD}|\[(?:{WORD}|\[(?:{WORD})*+\])*+\])*+"
QUOTED = r"""(?:"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+')"""
TARGET = r"(?P<target><[^<>\n]*>|(?:[^\s()\\<]|\\.|\((?:[^\s()\\]|\\.)*+\))*+)"
DESTINATION = rf"\(\s*{TARGET}(?P<title>\s+{QUOTED})?\s*\)"
PICTURE = re.compile(rf"!\[(?P<alt>{INNER})\]{DESTINATION}")
LINK = re.compile(rf"(?<!!)\[(?P<text>{INNER})\]{DESTINATION}")
DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)(?P<name>[^\[\]\n]+)\]:[ \t]*\n?[ \t]*(?P<target><[^<>\n]*>|\S+)"
    r"(?P<title>[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$",
    re.MULTILINE,
)
REFERENCE = re.compile(rf"(?P<sign>!?)\[(?P<text>{INNER})\](?:[ \n]?\[(?P<name>[^\[\]\n]*)\])?(?![\[(])")


class LinkRewriter:
    """Rewrites the links of one body; `fragments` collects those that lead to a place on a page, with their lines."""

    def __init__(self, doc: Doc, resolver: LinkResolver, notes: Notes, stash: Stash) -> None:
        """Note what leads nowhere at its line of the page."""
        self.doc = doc
        self.resolver = resolver
        self.notes = notes
        self.stash = stash
        self.fragments: list[tuple[int, MigratedLink]] = []

    def rewrite(self, body: EditedText) -> None:
        """Rewrite all pictures and links."""
        if "]:" in body.text:
            self.inline_references(body)
        body.sub(PICTURE, self.rewrite_picture)
        body.edit(self.find_link_edits(body))

    def inline_references(self, body: EditedText) -> None:
        """Write links by reference as links, where what they lead to lies within the site or is a picture."""
        named = {normalize_name(f["name"]): f for f in DEFINITION.finditer(body.text)}
        if not named:
            return
        rest = DEFINITION.sub("", body.text)
        uses = [(normalize_name(f["name"] or f["text"]), f["sign"]) for f in REFERENCE.finditer(rest)]
        used, drawn = {name for name, _ in uses}, {name for name, sign in uses if sign}
        mine = {n: f for n, f in named.items() if n in drawn or (n in used and not self.is_external(f["target"]))}

        def inline_reference(found: re.Match[str], _: int) -> str:
            definition = mine.get(normalize_name(found["name"] or found["text"]))
            if definition is None:
                return found[0]
            return f"{found['sign']}[{found['text']}]({definition['target']}{definition['title'] or ''})"

        if mine:
            body.sub(DEFINITION, lambda f, _: "" if normalize_name(f["name"]) in mine else f[0])
            body.sub(REFERENCE, inline_reference)

    def is_external(self, target: str) -> bool:
        """Tell whether a target, as written, leads out of the site."""
        target = target.strip("<>")
        return OPEN not in target and self.resolver.resolve(self.doc, target).kind == "same"

    def fill_target(self, written: str) -> str | None:
        """Give a target with what tags in it give; None where one gives nothing that is known."""
        written = written.strip("<>")
        marks = [self.stash.get(found) for found in PLACEHOLDER.finditer(written)]
        if any(each.kind != "tag" or each.address is None for each in marks):
            return None
        for each in marks:
            each.used = True
        # The base of the site stands before an address that is from its root.
        filled = PLACEHOLDER.sub(lambda found: self.stash.get(found).address or "", written)
        return "/" + filled if marks and not filled.startswith(("/", "#")) and ":" not in filled else filled

    def resolve_target(self, written: str, line: int, source: str, *, picture: bool) -> MigratedLink:
        """Answer a target and note one that leads nowhere."""
        target = self.fill_target(written)
        answer = (
            MigratedLink("none")
            if target is None
            else self.resolver.resolve(self.doc, unescape_target(target), picture=picture)
        )
        shown = self.stash.restore(written)
        if answer.kind == "none":
            message = "the picture {target} is not there; its words stand in its place"
            if not picture:
                message = "the link {target} leads to nothing that came over; its words stand without it"
            self.notes.add_loss("picture" if picture else "link", self.doc.path, line, message, source, target=shown)
        elif answer.kind == "outside":
            message = "the link {target} leads to nothing that came over; it leads to the old site"
            self.notes.add_loss("link", self.doc.path, line, message, source, target=shown)
        elif picture and answer.kind == "same":
            message = "the picture {target} lies on another site; it became a link"
            self.notes.add_loss("picture", self.doc.path, line, message, source, target=shown)
        if answer.fragment:
            self.fragments.append((line, answer))
        return answer

    def resolve_address(self, written: str, line: int, source: str, *, picture: bool) -> str | None:
        """Answer the address of a tag."""
        answer = self.resolve_target(written, line, source, picture=picture)
        return answer.target if answer.kind != "none" else None

    def rewrite_picture(self, found: re.Match[str], line: int) -> str:
        """Write a picture, or its words."""
        source = self.stash.restore(found[0])
        alt, title = found["alt"].strip(), (found["title"] or "").strip()
        if not alt:
            alt = title.strip("\"'") or make_alt_text(self.stash.restore(found["target"]))
            message = 'the picture has no alternative text; it was given "{alt}"'
            self.notes.add_loss("alt", self.doc.path, line, message, source, alt=alt)
        answer = self.resolve_target(found["target"], line, source, picture=True)
        title = f" {title}" if title else ""
        if answer.kind == "none":
            return alt + self.format_unknown_tags(found["target"])
        if answer.kind in {"same", "outside"}:
            inside = found.string[found.start() - 1 : found.start()] == "["
            return alt if inside else f"[{alt}]({escape_address(answer.target)}{title})"
        return f"![{alt}]({escape_address(answer.target)}{title})"

    def find_link_edits(self, body: EditedText) -> list[Edit]:
        """Give the changes of all links."""
        starts = body.find_line_starts()
        edits: list[Edit] = []
        for found in LINK.finditer(body.text):
            line = body.lines[bisect_right(starts, found.start()) - 1]
            target = found["target"]
            if target.strip("<>").startswith(("http://", "https://", "mailto:")) and OPEN not in target:
                own = self.resolver.host and f"//{self.resolver.host}" in target.lower()
                if not own and not target.startswith("<"):
                    continue
            answer = self.resolve_target(target, line, self.stash.restore(found[0]), picture=False)
            if answer.kind == "none":
                edits.append((found.start(), found.end(), found["text"] + self.format_unknown_tags(target)))
            else:
                new = f"[{found['text']}]({escape_address(answer.target)}{found['title'] or ''})"
                edits.append((found.start(), found.end(), new))
        return edits

    def format_unknown_tags(self, target: str) -> str:
        """Give the tags of a target that were not understood, so that they stand behind its words."""
        marks = [found[0] for found in PLACEHOLDER.finditer(target) if not self.stash.get(found).used]
        return f" {' '.join(marks)}" if marks else ""

    def render_figure(self, values: dict[str, str]) -> str | None:
        """Write Hugo's shortcode for a picture; None where the picture is not there."""
        source = values.get("src", values.get("0", ""))
        caption = values.get("caption", "")
        heading = values.get("title", "")
        answer = self.resolver.resolve(self.doc, source, picture=True) if source else MigratedLink("none")
        if answer.kind != "file":
            return None
        alt = values.get("alt") or caption or heading or make_alt_text(source)
        alt = re.sub(r"<[^>]*>|[\[\]*_`]", "", alt)
        words = " ".join(filter(None, (heading, caption, values.get("attr", ""))))
        words = re.sub(r"(\*\*|__|[*_`])(?=\S)(.+?)(?<=\S)\1", r"\2", re.sub(r"<[^>]*>", "", words))
        picture = f'<img src="{escape(answer.target)}" alt="{escape(alt)}">'
        link = values.get("link", "")
        if link:
            led = self.resolver.resolve(self.doc, link)
            picture = f'<a href="{escape(led.target)}">{picture}</a>' if led.kind != "none" else picture
        under = f"<figcaption>{escape(words, quote=False)}</figcaption>" if words else ""
        return f"<figure>{picture}{under}</figure>"


def normalize_name(name: str) -> str:
    """Give the form of a reference's name by which it is looked up."""
    return " ".join(name.lower().split())


def unescape_target(target: str) -> str:
    """Take the backslashes of Markdown out of a target."""
    return re.sub(r"\\([()\[\]_*<>#\\ ])", r"\1", target)


def escape_address(target: str) -> str:
    """Write a target so that nothing in it ends it: spaces and brackets in their percent forms."""
    return "".join(quote(c, safe="") if c in ' ()<>"' else c for c in target) if target else quote(target, safe=SAFE)
