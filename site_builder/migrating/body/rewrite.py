"""The body of an old page -> Markdown of an item: no word is lost, every construct is noted; writes no file."""

import re
from html import escape

from msgspec import Struct

from site_builder.markdown.limits import too_long
from site_builder.migrating.body.dialects import WHOLE, arranged, keep_code, keep_fences, plain_signs
from site_builder.migrating.body.edited_text import CLOSE, MARK, OPEN, Aside, Body, Kept
from site_builder.migrating.body.html_tags import Tags, depths, is_raw, plain_words
from site_builder.migrating.body.links import Links
from site_builder.migrating.body.template_tags import keep_liquid, keep_shortcodes
from site_builder.migrating.model import Doc, Kind, Notes
from site_builder.migrating.resolve_links import Answer, Finder

MORE = re.compile(r"^[ \t]*<!--\s*more\s*-->[ \t]*$", re.MULTILINE | re.IGNORECASE)
ALONE = re.compile(
    rf"^(?P<before>[ \t>]*(?:(?:[-+*]|\d{{1,9}}[.)])[ \t]+)?){OPEN}(?P<n>\d+){CLOSE}[ \t]*$", re.MULTILINE
)
EMOJI = re.compile(r":[a-z0-9_+-]{1,40}:")
INDENT = 4


class Written(Struct, frozen=True):
    """A new body, the old line of each of its lines, and its links to places on pages: as written, path, fragment."""

    text: str
    lines: tuple[int, ...]
    fragments: tuple[tuple[int, Answer], ...]


def rewritten(doc: Doc, kind: Kind, finder: Finder, notes: Notes) -> Written:
    """Write a page's body anew."""
    first = doc.text.count("\n", 0, doc.head.body) + 1
    if doc.foreign:
        text = f"<pre><code>{escape(doc.text, quote=False).strip(chr(10))}\n</code></pre>\n"
        return Written(text, tuple(range(1, text.count("\n") + 2)), ())
    body = Body(doc.text[doc.head.body :], first)
    aside = Aside()
    commonmark = kind != "jekyll"
    links = Links(doc, finder, notes, aside)
    if kind == "hugo":
        keep_shortcodes(body, aside, lambda name, lang: finder.page(name, doc, lang), links.figure)
    else:
        keep_liquid(body, aside, lambda name: finder.page(name, doc), nunjucks=kind == "eleventy")
    if not doc.html:
        body.sub(MORE, lambda *_: "")
        keep_fences(body, aside)
        arranged(body, aside)
    keep_code(body, aside) if not doc.html else keep_whole(body, aside)
    if doc.emoji:
        keep_emoji(body)
    tags = Tags(doc.path, notes, aside, links.address, commonmark=commonmark)
    if not doc.html and too_long(doc.path, body.text, 0) is None:
        links.rewrite(body)
    tags.rewrite(body)
    if not doc.html:
        tags.lists(body)
        plain_signs(body, commonmark=commonmark)
    else:
        body.text = "<div>\n" + body.text.strip("\n") + "\n</div>\n"
        body.lines = [first, *body.lines, body.lines[-1], body.lines[-1], body.lines[-1]][: body.text.count("\n") + 1]
    restored(doc, body, aside, notes)
    return Written(body.text, tuple(body.lines), tuple(links.fragments))


def keep_emoji(body: Body) -> None:
    """Write the picture signs that names between colons stand for."""
    from pymdownx.gemoji_db import aliases, emoji

    def one(found: re.Match[str], _: int) -> str:
        known = emoji.get(aliases.get(found[0], found[0]), {})
        codes = str(known.get("unicode_alt") or known.get("unicode") or "")
        return "".join(chr(int(code, 16)) for code in codes.split("-")) if codes else found[0]

    body.sub(EMOJI, one)


def keep_whole(body: Body, aside: Aside) -> None:
    """Keep only scripts, styles and the like of raw HTML aside."""
    body.sub(WHOLE, lambda found, line: aside.put(Kept("code", found[0], line, found[1].lower())))


def restored(doc: Doc, body: Body, aside: Aside, notes: Notes) -> None:
    """Put back what was kept aside, as text where it was not understood, and note it."""
    seen: set[int] = set()

    def block(found: re.Match[str], _: int) -> str:
        kept = aside.of(found_number(found))
        if kept.rule != "block":
            return found[0]
        seen.update(within(kept.source, aside))
        return code_block(found["before"], aside.written(kept.source), doc)

    body.sub(ALONE, block)
    for _ in range(3):
        if OPEN not in body.text:
            break
        known = depths(body.text)

        def one(found: re.Match[str], line: int, known: tuple[list[int], list[bool]] = known) -> str:
            kept = aside.of(found)
            number = int(found[1])
            seen.add(number)
            raw = doc.html or is_raw(body.text, found.start(), known)
            if kept.kind == "code":
                return code(kept, aside, seen, notes, doc, raw=raw)
            if kept.as_text is not None:
                return kept.as_text
            del line
            # Signs for code that touch would be taken for one longer sign.
            before, after = body.text[found.start() - 1 : found.start()], body.text[found.end() : found.end() + 1]
            gap = " " if before == CLOSE and not raw else ""
            return gap + visible(kept.source, raw=raw or "`" in {before, after})

        body.sub(MARK, one)
    account(doc, aside, seen, notes)


def found_number(found: re.Match[str]) -> re.Match[str]:
    """Give the match of the mark within a line."""
    inner = MARK.search(found[0])
    return inner or found


def within(text: str, aside: Aside) -> set[int]:
    """Give the numbers of all that is kept aside within a text, at any depth."""
    found = {int(each) for each in MARK.findall(text)}
    for number in tuple(found):
        if number < len(aside.kept):
            found |= within(aside.kept[number].source, aside)
    return found


def code_block(before: str, source: str, doc: Doc) -> str:
    """Write a block of code: with tags by itself, indented within a list or a quotation."""
    if not before.strip() and len(before) < INDENT:
        return "<pre><code>" + escape(source, quote=False) + "\n</code></pre>"
    del doc
    quoted = before.rstrip() if before.strip() and before.strip()[-1] == ">" else ""
    if quoted or not before.strip():
        lead = f"{quoted} " if quoted else before
        return "\n".join(f"{lead}    {line}".rstrip() for line in source.split("\n"))
    # A list item that is only code: its own line, then the code.
    indent = " " * (len(before) - len(before.lstrip()) + INDENT)
    return before + "&#8203;\n\n" + "\n".join(f"{indent}    {line}".rstrip() for line in source.split("\n"))


def code(kept: Kept, aside: Aside, seen: set[int], notes: Notes, doc: Doc, *, raw: bool) -> str:  # noqa: PLR0913
    """Write code as it was; what only browsers read is left out, a drawing leaves its words."""
    seen.update(within(kept.source, aside))
    source = aside.written(kept.source)
    if kept.rule in {"script", "style"}:
        notes.lost("html", doc.path, kept.line, "the tag <{tag}> was left out", source, tag=kept.rule)
        return ""
    if kept.rule in {"svg", "math"}:
        notes.lost("html", doc.path, kept.line, "the tag <{tag}> was left out", source, tag=kept.rule)
        return escape(plain_words(source), quote=False)
    if kept.rule == "literal":
        return visible(source, raw=raw) if raw or kept.source[:1] == "{" else source
    if kept.rule == "pre":
        inner = re.fullmatch(
            r"<pre\b[^>]*>\s*(<code\b[^>]*>)?(.*?)(</code>\s*)?</pre\s*>", source, re.DOTALL | re.IGNORECASE
        )
        return f"<pre><code>{inner[2]}</code></pre>" if inner and inner[1] else source
    return f"<pre><code>{escape(source, quote=False)}\n</code></pre>" if kept.rule == "block" else source


def visible(source: str, *, raw: bool) -> str:
    """Write a tag so that readers see it: as code, in the way of what stands around it."""
    words = " ".join(source.split())
    if raw:
        return "<code>" + SIGN.sub(lambda f: f"&#{ord(f[0])};", escape(words)) + "</code>"
    longest = max((len(run) for run in re.findall(r"`+", words)), default=0)
    ticks = "`" * (longest + 1)
    gap = " " if longest else ""
    return f"{ticks}{gap}{words}{gap}{ticks}"


SIGN = re.compile(r"[\\`*_\[\]{}!~^|]")


def account(doc: Doc, aside: Aside, seen: set[int], notes: Notes) -> None:
    """Note what became of every template tag."""
    for number, kept in enumerate(aside.kept):
        if kept.kind != "tag":
            continue
        name = " ".join(kept.source.split())[:60]
        if kept.used:
            notes.changed(kept.rule, doc.path, kept.line, "{tag} was understood", kept.source, tag=name)
        elif number in seen:
            notes.lost(
                kept.rule, doc.path, kept.line, "{tag} was not understood; it stands as text", kept.source, tag=name
            )
        else:
            message = "{tag} was not understood; it went with what it stood in"
            notes.lost(kept.rule, doc.path, kept.line, message, kept.source, tag=name)
