"""Text -> Markdown that shows exactly that text: escapes what Python-Markdown would take for marks; knows no block."""

import re

# Marks anywhere in a line. `|` begins cells, `{` attributes, `~` and `^` what is struck out or raised.
MARKS = re.compile(r"[\\`*_\[\]{|~^]")
# Full-width signs that are marks where they come in pairs; at the ends of a stretch too, which another one may go on.
WIDE_MARKS = re.compile(r"＊(?=＊|$)|(?:^|(?<=＊))＊|[｀［］]")
WIDE_BAR = "｜"
REFERENCE = re.compile(r"&(?=#?\w+;|#?\w*$)")
# What a bracket would make an address of.
BRACKETED = "\\]（"
# What begins a heading, a quotation or a box, at the start of a line.
SIGN = re.compile(r"(?:[#>]|!!!)")
WIDE_SIGN = re.compile(r"[＃＞｜]|[－＋](?=[ \t　])")
ITEM = re.compile(r"(?P<mark>[-+])(?=[ \t]|$)|(?P<number>\d+)\.(?=[ \t]|$)")
# A line of these alone is a rule, or makes a heading of the line before it.
RULE = re.compile(r"(?P<sign>[-=])(?=[-= \t]*$)")
SPACE = re.compile(r"[ \t\n\r]+")
# A single sign before a mark that ends something, with which such emphasis does not begin; with two it may.
BEFORE_MARK = re.compile("[*_][，。、；：！？）》〉」』】〕”’…]")


def escape_markdown(text: str) -> str:
    """Escape a text within a line."""
    text = REFERENCE.sub("&amp;", MARKS.sub(r"\\\g<0>", text)).replace("<", "&lt;")
    return text if text.isascii() else WIDE_MARKS.sub(write_reference, text)


def write_reference(found: re.Match[str]) -> str:
    """Write a sign as a reference to its character, which is no mark."""
    return f"&#{ord(found[0])};"


def escape_line_start(line: str) -> str:
    """Escape what would make a line anything but a line of text; `line` is escaped otherwise."""
    line = line.lstrip(" \t")
    if SIGN.match(line):
        return "\\" + line
    mark = RULE.match(line) or WIDE_SIGN.match(line)
    if mark:
        return write_reference(mark) + line[1:]
    item = ITEM.match(line)
    if item:
        return "\\" + line if item["mark"] else f"{item['number']}\\." + line[item.end() :]
    return "&#58;" + line[1:] if line.startswith(":") else line


def escape_paragraph(text: str) -> str:
    """Write inline Markdown as a paragraph, each line of which stays text."""
    return "\n".join(escape_line_start(line) for line in text.split("\n"))


def escape_cell(text: str) -> str:
    """Escape, in inline Markdown, what would divide the cells of a table in two."""
    return text.replace(WIDE_BAR, f"&#{ord(WIDE_BAR)};")


def escape_joined(text: str) -> str:
    """Escape what only became a mark when stretches that are escaped were put together."""
    return text.replace(BRACKETED, f"\\]&#{ord(BRACKETED[-1])};")


def escape_address(target: str) -> str:
    """Write the address of a link so that nothing in it ends the link."""
    return re.sub(r"[\s()<>\[\]\\\"'`*_|{}^~]", lambda found: "".join(f"%{b:02X}" for b in found[0].encode()), target)


def quote_yaml(text: str) -> str:
    """Write a value of the front matter: as it is where YAML reads it so, else in quotation marks."""
    safe = re.fullmatch(r"[\w（(《“「【〔][^\n\r\t\"']*", text) and not re.search(r"[:：] |[:：]$| #|, |[\[\]{}]", text)
    if (
        safe
        and text == text.strip()
        and not re.fullmatch(r"[~\-.].*|null|true|false|yes|no|\d[\d_.eExX:]*", text, re.IGNORECASE)
    ):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def begins_behind_word(data: str, start: int) -> bool:
    """Tell whether a sign stands behind a word and before a mark that ends one (`丙*、丁*`): it begins nothing."""
    if BEFORE_MARK.match(data, start) is None:
        return False
    while start > 0 and data[start - 1] in "*_":
        start -= 1
    return start > 0 and data[start - 1].isalnum()
