"""A text as it stands in a file -> where it stands, code and comments left out; knows nothing of what it means."""

import re
from functools import lru_cache

from site_builder.markdown.source.fenced_code import find_fences, has_fences

INDENTED = re.compile(r"(?: {4}|\t)")
BEGINS_INDENTED = re.compile(r"(?:\A|\n)(?: {4}|\t)")
DEEPER = re.compile(r"(?: {8}|\t {4}| {4}\t|\t\t)")
# A line after which indented lines belong to it: list item, definition, footnote, box.
HOLDER = re.compile(r" {0,3}(?:[-+*:][ \t]|\d+\.[ \t]|\[\^|!!!)")
BOX = re.compile(r" {0,3}!!!")
TOKEN = re.compile(r"<!--|(?<!\\)`+|\n[ \t]*(?=\n)")
HTML_CODE = re.compile(r"<(?P<end>/?)(?P<name>pre|code|kbd|samp|script|style)\b[^<>]{0,500}>", re.IGNORECASE)
ANYTHING = re.compile(r"[^\n]")


@lru_cache(maxsize=1)
def blank_code(text: str, body_offset: int) -> str:
    """Blank out what comes before the body, and its code and comments; every other character stays where it is."""
    body = blank_indented_code(blank_fences(text[body_offset:]))
    return blank_text(text[:body_offset]) + blank_code_spans(body)


def blank_fences(body: str) -> str:
    """Blank out fenced code."""
    if not has_fences(body):
        return body
    lines = body.split("\n")
    for first, last in find_fences(lines).closed:
        lines[first : last + 1] = map(blank_text, lines[first : last + 1])
    return "\n".join(lines)


def blank_text(text: str) -> str:
    """Replace every character but line ends by one that no text holds."""
    return ANYTHING.sub("\0", text)


def blank_indented_code(body: str) -> str:
    """Blank out indented code: an indented block after an empty line, deeper still where it belongs to a list item."""
    if not BEGINS_INDENTED.search(body):
        return body
    lines = body.split("\n")
    code = held = boxed = False
    empty = True
    for number, line in enumerate(lines):
        if not line.strip() or line.startswith("#"):
            empty, held = True, held and not line.startswith("#")
            continue
        if not INDENTED.match(line):
            # Right below an entry a line goes on with it, but not below a box.
            boxed = BOX.match(line) is not None or (boxed and not empty)
            code, held = False, bool(HOLDER.match(line)) or (held and not empty and not boxed)
        else:
            code = (code or empty) and bool(DEEPER.match(line) or not held)
        if code:
            lines[number] = blank_text(line)
        empty = False
    return "\n".join(lines)


def blank_code_spans(body: str) -> str:
    """Blank out comments and code spans; a span ends within its paragraph, at as many backticks as it began with."""
    if "`" not in body and "<!--" not in body:
        return body
    tokens = list(TOKEN.finditer(body))
    last_comment = body.rfind("-->")
    parts: list[str] = []
    unclosed: set[int] = set()
    done = 0
    for index, token in enumerate(tokens):
        start, sign = token.start(), token[0]
        end = None
        if sign.startswith("\n"):
            unclosed.clear()
        elif start >= done and sign == "<!--":
            end = body.find("-->", start) + 3 if start < last_comment else None
        elif start >= done and len(sign) not in unclosed:
            end = find_closing_run(tokens, index, len(sign))
            if end is None:
                unclosed.add(len(sign))
        if end is not None:
            parts += (body[done:start], blank_text(body[start:end]))
            done = end
    return "".join((*parts, body[done:]))


def blank_html_code(body: str) -> str:
    """Blank out what stands between tags that show program code; a tag without its end hides nothing."""
    if "</" not in body:
        return body
    tags = [(each["name"].lower(), bool(each["end"]), *each.span()) for each in HTML_CODE.finditer(body)]
    last_end = {name: start for name, closing, start, _ in tags if closing}
    parts: list[str] = []
    done = 0
    inside, begin = "", 0
    for name, closing, start, end in tags:
        if not inside and not closing and last_end.get(name, -1) > start:
            inside, begin = name, start
        elif closing and name == inside:
            parts += (body[done:begin], blank_text(body[begin:end]))
            inside, done = "", end
    return "".join((*parts, body[done:]))


def find_closing_run(tokens: list[re.Match[str]], index: int, length: int) -> int | None:
    """Find where the code span that begins at a token ends; None where it does not end in its paragraph."""
    for following in range(index + 1, len(tokens)):
        sign = tokens[following][0]
        if sign.startswith("\n"):
            return None
        if len(sign) == length and sign.startswith("`"):
            return tokens[following].end()
    return None
