"""The body of an old page -> Markdown of an item: no word is lost, every construct is noted; writes no file."""

import re
from html import escape

from msgspec import Struct

from site_builder.foreign_readers.limits import TooLargeError, limit_time
from site_builder.markdown.limits import check_limits
from site_builder.migrating.body.dialects import RAW_ELEMENT, escape_signs, normalize_lists, stash_code, stash_fences
from site_builder.migrating.body.edited_text import CLOSE, OPEN, PLACEHOLDER, EditedText, Stash, StashedPart
from site_builder.migrating.body.html_tags import HtmlTagRewriter, find_raw_html, is_raw_html, remove_tags
from site_builder.migrating.body.links import LinkRewriter
from site_builder.migrating.body.template_tags import stash_liquid, stash_shortcodes
from site_builder.migrating.model import Doc, Generator, Notes
from site_builder.migrating.resolve_links import LinkResolver, MigratedLink

MORE = re.compile(r"^[ \t]*<!--\s*more\s*-->[ \t]*$", re.MULTILINE | re.IGNORECASE)
PLACEHOLDER_LINE = re.compile(
    rf"^(?P<before>[ \t>]*(?:(?:[-+*]|\d{{1,9}}[.)])[ \t]+)?){OPEN}(?P<n>\d+){CLOSE}[ \t]*$", re.MULTILINE
)
EMOJI = re.compile(r":[a-z0-9_+-]{1,40}:")
INDENT = 4
MOST_SECONDS = 2.0


class RewrittenBody(Struct, frozen=True):
    """A new body, the old line of each of its lines, and its links to places on pages: as written, path, fragment."""

    text: str
    lines: tuple[int, ...]
    fragments: tuple[tuple[int, MigratedLink], ...]


def rewrite_body(doc: Doc, generator: Generator, resolver: LinkResolver, notes: Notes) -> RewrittenBody:
    """Write a page's body anew; one in a form that is not read here, or that takes too long, comes over as code."""
    if doc.foreign:
        return make_code_body(doc.text, 1)
    known = len(notes.problems)
    try:
        with limit_time(MOST_SECONDS):
            return rewrite_markdown(doc, generator, resolver, notes)
    except TooLargeError:
        first = doc.text.count("\n", 0, doc.front_matter.body) + 1
        del notes.problems[known:]
        notes.add_loss("form", doc.path, first, "this text takes too long to be read; it came over as code, as it is")
        return make_code_body(doc.text[doc.front_matter.body :], first)


def make_code_body(source: str, first: int) -> RewrittenBody:
    """Make a body of a text as it is; `first` is its first line."""
    text = f"<pre><code>{escape(source, quote=False).strip(chr(10))}\n</code></pre>\n"
    return RewrittenBody(text, tuple(range(first, first + text.count("\n") + 1)), ())


def rewrite_markdown(doc: Doc, generator: Generator, resolver: LinkResolver, notes: Notes) -> RewrittenBody:
    """Write a page's Markdown or HTML anew."""
    first = doc.text.count("\n", 0, doc.front_matter.body) + 1
    body = EditedText(doc.text[doc.front_matter.body :], first)
    stash = Stash()
    commonmark = generator != "jekyll"
    links = LinkRewriter(doc, resolver, notes, stash)
    if generator == "hugo":
        stash_shortcodes(body, stash, lambda name, lang: resolver.find_page(name, doc, lang), links.render_figure)
    else:
        stash_liquid(body, stash, lambda name: resolver.find_page(name, doc), nunjucks=generator == "eleventy")
    if not doc.html:
        body.sub(MORE, lambda *_: "")
        stash_fences(body, stash)
        normalize_lists(body, stash)
    stash_code(body, stash) if not doc.html else stash_raw_elements(body, stash)
    if doc.emoji:
        replace_emoji(body)
    tags = HtmlTagRewriter(doc.path, notes, stash, links.resolve_address, commonmark=commonmark)
    if not doc.html and check_limits(doc.path, body.text, 0) is None:
        links.rewrite(body)
    tags.rewrite(body)
    if not doc.html:
        tags.filter_attribute_lists(body)
        escape_signs(body, generator)
    else:
        body.text = "<div>\n" + body.text.strip("\n") + "\n</div>\n"
        body.lines = [first, *body.lines, body.lines[-1], body.lines[-1], body.lines[-1]][: body.text.count("\n") + 1]
    restore_stash(doc, body, stash, notes)
    return RewrittenBody(body.text, tuple(body.lines), tuple(links.fragments))


def replace_emoji(body: EditedText) -> None:
    """Write the picture signs that names between colons stand for."""
    from pymdownx.gemoji_db import aliases, emoji

    def replace_name(found: re.Match[str], _: int) -> str:
        known = emoji.get(aliases.get(found[0], found[0]), {})
        codes = str(known.get("unicode_alt") or known.get("unicode") or "")
        return "".join(chr(int(code, 16)) for code in codes.split("-")) if codes else found[0]

    body.sub(EMOJI, replace_name)


def stash_raw_elements(body: EditedText, stash: Stash) -> None:
    """Keep only scripts, styles and the like of raw HTML aside."""
    body.sub(RAW_ELEMENT, lambda found, line: stash.store(StashedPart("code", found[0], line, found[1].lower())))


def restore_stash(doc: Doc, body: EditedText, stash: Stash, notes: Notes) -> None:
    """Put back what was kept aside, as text where it was not understood, and note it."""
    seen: set[int] = set()

    def restore_block(found: re.Match[str], _: int) -> str:
        kept = stash.get(find_placeholder(found))
        if kept.rule != "block":
            return found[0]
        seen.update(collect_numbers(kept.source, stash))
        return format_code_block(found["before"], stash.restore(kept.source), doc)

    body.sub(PLACEHOLDER_LINE, restore_block)
    for _ in range(3):
        if OPEN not in body.text:
            break
        known = find_raw_html(body.text)

        def restore_part(found: re.Match[str], line: int, known: tuple[list[int], list[bool]] = known) -> str:
            kept = stash.get(found)
            number = int(found[1])
            seen.add(number)
            raw = doc.html or is_raw_html(body.text, found.start(), known)
            if kept.kind == "code":
                return format_code(kept, stash, seen, notes, doc, raw=raw)
            if kept.as_text is not None:
                return kept.as_text
            del line
            # Signs for code that touch would be taken for one longer sign.
            before, after = body.text[found.start() - 1 : found.start()], body.text[found.end() : found.end() + 1]
            gap = " " if before == CLOSE and not raw else ""
            return gap + format_tag(kept.source, raw=raw or "`" in {before, after})

        body.sub(PLACEHOLDER, restore_part)
    note_tags(doc, stash, seen, notes)


def find_placeholder(found: re.Match[str]) -> re.Match[str]:
    """Give the match of the mark within a line."""
    inner = PLACEHOLDER.search(found[0])
    return inner or found


def collect_numbers(text: str, stash: Stash) -> set[int]:
    """Give the numbers of all that is kept aside within a text, at any depth."""
    found = {int(each) for each in PLACEHOLDER.findall(text)}
    for number in tuple(found):
        if number < len(stash.parts):
            found |= collect_numbers(stash.parts[number].source, stash)
    return found


def format_code_block(before: str, source: str, doc: Doc) -> str:
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


def format_code(part: StashedPart, stash: Stash, seen: set[int], notes: Notes, doc: Doc, *, raw: bool) -> str:  # noqa: PLR0913
    """Write code as it was; what only browsers read is left out, a drawing leaves its words."""
    seen.update(collect_numbers(part.source, stash))
    source = stash.restore(part.source)
    if part.rule in {"script", "style"}:
        notes.add_loss("html", doc.path, part.line, "the tag <{tag}> was left out", source, tag=part.rule)
        return ""
    if part.rule in {"svg", "math"}:
        notes.add_loss("html", doc.path, part.line, "the tag <{tag}> was left out", source, tag=part.rule)
        return escape(remove_tags(source), quote=False)
    if part.rule == "literal":
        return format_tag(source, raw=raw) if raw or part.source[:1] == "{" else source
    if part.rule == "pre":
        inner = re.fullmatch(
            r"<pre\b[^>]*>\s*(<code\b[^>]*>)?(.*?)(</code>\s*)?</pre\s*>", source, re.DOTALL | re.IGNORECASE
        )
        return f"<pre><code>{inner[2]}</code></pre>" if inner and inner[1] else source
    return f"<pre><code>{escape(source, quote=False)}\n</code></pre>" if part.rule == "block" else source


def format_tag(source: str, *, raw: bool) -> str:
    """Write a tag so that readers see it: as code, in the way of what stands around it."""
    words = " ".join(source.split())
    if raw:
        return "<code>" + SIGN.sub(lambda f: f"&#{ord(f[0])};", escape(words)) + "</code>"
    longest = max((len(run) for run in re.findall(r"`+", words)), default=0)
    ticks = "`" * (longest + 1)
    gap = " " if longest else ""
    return f"{ticks}{gap}{words}{gap}{ticks}"


SIGN = re.compile(r"[\\`*_\[\]{}!~^|]")


def note_tags(doc: Doc, stash: Stash, seen: set[int], notes: Notes) -> None:
    """Note what became of every template tag."""
    for number, part in enumerate(stash.parts):
        if part.kind != "tag":
            continue
        name = " ".join(part.source.split())[:60]
        if part.used:
            notes.add_change(part.rule, doc.path, part.line, "{tag} was understood", part.source, tag=name)
        elif number in seen:
            notes.add_loss(
                part.rule, doc.path, part.line, "{tag} was not understood; it stands as text", part.source, tag=name
            )
        else:
            message = "{tag} was not understood; it went with what it stood in"
            notes.add_loss(part.rule, doc.path, part.line, message, part.source, tag=name)
