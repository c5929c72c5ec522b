"""Markdown as other generators take it -> as it is taken here: fences, lists, braces; changes no word."""

import re
from bisect import bisect_right

from site_builder.markdown.source_positions import blank_code
from site_builder.migrating.body.edited_text import CLOSE, OPEN, EditedText, Stash, StashedPart
from site_builder.migrating.model import Generator

FENCE = re.compile(
    r"^(?P<before>(?:[ \t]*>)*[ \t]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)?)(?P<sign>`{3,}|~{3,})(?P<info>[^`\n]*)$",
    re.MULTILINE,
)
ITEM = re.compile(r"^(?P<indent>[ \t]*)(?P<mark>[-+*]|\d{1,9}[.)])(?P<space>[ \t]+)(?=\S)")
RULE = re.compile(r"^[ \t]*([-*_])[ \t]*(?:\1[ \t]*){2,}$")
CODE_LINE = re.compile(rf"^[ \t>]*{OPEN}(\d+){CLOSE}[ \t]*$")
HASH = re.compile(r"^(#{1,6})(?=[^\s#])", re.MULTILINE)
HARD_BREAK = re.compile(r"(?<![\\])\\$(?=\n[^\n])", re.MULTILINE)
HIDDEN = re.compile("\0(?:[\0\n]*\0)?")
BRACED = re.compile(r"(?<=[*_)\]`> \t" + CLOSE + r"])\{(?![:.#%{]|[\w-]+=)(?=[^{}\n]*\})")
# Tags and addresses, in which a sign is none.
ADDRESS = r"<[^<>]*>|\]\(<?[^()\s]*|^ {0,3}\[[^\[\]\n]+\]:[^\n]*"
# Lowered and raised text, a table of contents and boxes, which none of the generators has.
OURS = re.compile(
    rf"{ADDRESS}|(?P<sign>(?<![~\\])~(?=[^~\s]{{1,4}}~(?!~))|(?<![\[\\^])\^(?=[^\^\s]{{1,4}}\^)"
    r"|^\[(?=TOC\]$)|^!(?=!![ ]?\w))",
    re.MULTILINE,
)
# Abbreviations, which are kramdown's too; notes and definitions, which are also Hugo's.
ABBREVIATION = re.compile(r"^(?P<sign>\*)(?=\[[^\[\]\n]+\][ ]?:)", re.MULTILINE)
NOTE_OR_MEANING = re.compile(r"(?P<sign>\[(?=\^(?P<label>[^\[\]\s]+)\])|^ {0,3}:(?=[ \t]))", re.MULTILINE)
NOTE = re.compile(r"(?P<defined>^ {0,3})?\[\^(?P<label>[^\[\]\s]+)\](?(defined)(?P<sign>:)?)", re.MULTILINE)
RAW_ELEMENT = re.compile(r"<(pre|script|style|svg|math)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
TAB = 4
DEEPEST_CODE = 4


def stash_fences(body: EditedText, stash: Stash) -> None:
    """Keep fenced code aside; what is never closed is no code."""
    edits = []
    at = 0
    starts = body.find_line_starts()
    while opening := FENCE.search(body.text, at):
        quote = opening["before"].count(">")
        sign = re.escape(opening["sign"][0]) + "{" + str(len(opening["sign"])) + ",}"
        closing = re.compile(rf"^(?:[ \t]*>){{{quote}}}[ \t]*{sign}[ \t]*$", re.MULTILINE).search(
            body.text, min(opening.end() + 1, len(body.text))
        )
        at = opening.end()
        if closing is None:
            continue
        inner = body.text[opening.end() + 1 : max(opening.end() + 1, closing.start() - 1)]
        line = body.lines[bisect_right(starts, opening.start()) - 1]
        width = len(re.match(r"[ \t]*", re.sub(r"[-+*]|\d+[.)]", lambda f: " " * len(f[0]), opening["before"]))[0])  # type: ignore[index]
        stripped = [dedent_code(each, quote, width) for each in inner.split("\n")] if inner else []
        mark = stash.store(StashedPart("code", "\n".join(stripped), line, "block"))
        edits.append((opening.start(), closing.end(), opening["before"] + mark))
        at = closing.end()
    body.edit(edits)


def dedent_code(line: str, quote: int, width: int) -> str:
    """Take the signs of a quotation, and the spaces before the fence, from a line of code."""
    line = re.sub(rf"^(?:[ \t]*>){{{quote}}} ?", "", line) if quote else line
    spaces = len(line) - len(line.lstrip(" "))
    return line[min(spaces, width) :]


def stash_code(body: EditedText, stash: Stash) -> None:
    """Keep code spans, indented code, comments and what only looks like tags aside."""
    body.sub(RAW_ELEMENT, lambda found, line: stash.store(StashedPart("code", found[0], line, found[1].lower())))
    hidden = blank_code(body.text, 0)
    edits = []
    starts = body.find_line_starts()
    for found in HIDDEN.finditer(hidden):
        source = body.text[found.start() : found.end()]
        line = body.lines[bisect_right(starts, found.start()) - 1]
        edits.append((found.start(), found.end(), stash.store(StashedPart("code", source, line, "span"))))
    body.edit(edits)


def normalize_lists(body: EditedText, stash: Stash) -> None:  # noqa: C901 - one walk over the lines, one case a kind of line
    """Give lists the indents that are understood here, and an empty line before them; code its own lines."""
    lines: list[str] = []
    origins: list[int] = []
    stack: list[int] = []
    blank = True
    listed = False
    for line, origin in zip(body.text.split("\n"), body.lines, strict=True):
        wide = line.expandtabs(TAB)
        indent = len(wide) - len(wide.lstrip(" "))
        code = CODE_LINE.match(line)
        block = bool(code) and stash.parts[int(code[1])].rule == "block" if code else False
        item = None if RULE.match(line) else ITEM.match(wide)
        if not line.strip():
            lines.append("")
            origins.append(origin)
            blank = True
            continue
        if item:
            while stack and indent < stack[-1]:
                stack.pop()
            if not stack and indent >= DEEPEST_CODE and blank:
                item = None
        if item:
            if not blank and not listed and not stack:
                lines.append("")
                origins.append(origin)
            width = len(item[0]) if len(item["space"]) <= TAB else len(item[0]) - len(item["space"]) + 1
            lines.append(" " * (TAB * len(stack)) + wide[indent:])
            stack.append(width)
            listed = True
        elif stack and (blank or block):
            while stack and indent < stack[-1]:
                stack.pop()
            base = stack[-1] if stack else 0
            if block and not blank:
                lines.append("")
                origins.append(origin)
            lines.append(" " * (TAB * len(stack)) + " " * (indent - base) + wide[indent:] if stack else line)
            listed = bool(stack)
        else:
            lines.append(line)
            listed = bool(stack)
        origins.append(origin)
        blank = False
    body.text = "\n".join(lines)
    body.lines = origins


def find_whole_notes(text: str) -> set[str]:
    """Give the labels of notes that are defined and referred to: a plug-in of the old site made notes of these."""
    defined = {found["label"] for found in NOTE.finditer(text) if found["sign"]}
    return defined & {found["label"] for found in NOTE.finditer(text) if not found["sign"]}


def escape_signs(body: EditedText, generator: Generator) -> None:
    """Write signs that mean something here and nothing there so that they stay text."""
    body.sub(OURS, lambda found, _: escape_sign(found))
    if generator != "jekyll":
        body.sub(ABBREVIATION, lambda found, _: escape_sign(found))
        body.sub(HASH, lambda found, _: "\\" + found[1])
        body.sub(HARD_BREAK, lambda *_: "  ")
    if generator == "eleventy":
        whole = find_whole_notes(body.text)
        body.sub(NOTE_OR_MEANING, lambda found, _: found[0] if found["label"] in whole else escape_sign(found))
    body.sub(BRACED, lambda *_: "&#123;")


def escape_sign(found: re.Match[str]) -> str:
    """Write a sign as a reference to its character; an address stays as it is."""
    sign = found["sign"]
    return f"{sign[:-1]}&#{ord(sign[-1])};" if sign else found[0]
