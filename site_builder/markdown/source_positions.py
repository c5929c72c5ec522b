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
TOKEN = re.compile(r"<!--|(?P<escapes>\\*)(?P<run>`+)|\n[ \t]*(?=\n)")
# Lines that begin another block, and those behind whose end one begins: no code goes on beyond them.
BLOCK_LINE = re.compile(
    r"[ \t]*(?:[#＃>:<]|[-*+][ \t]|[0-9０-９]+\.[ \t]|!!!|\*?\[[^\]]*\]:|=+[ \t]*$|-+[ \t]*$)|[^|]*\|",
)
CODE_INDENT = " " * 4
MEANING = re.compile(r"\n {0,3}:[ \t]")
ENDING_LINE = re.compile(r"#{1,6}(?!#*[0-9０-９])|＃|[ \t]*!!! ?[\w-]+(?: +[\w-]+)*(?: +\"[^\n]*\")? *$|[^|]*\|")
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
    return blank_spans(body, find_code_spans(body)[0])


def blank_spans(text: str, spans: list[tuple[int, int]]) -> str:
    """Blank out parts of a text, each behind the one before."""
    parts: list[str] = []
    done = 0
    for start, end in spans:
        parts += (text[done:start], blank_text(text[start:end]))
        done = end
    return "".join((*parts, text[done:]))


def find_code_spans(body: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Give where comments and code spans stand, and where runs of backticks that begin none."""
    tokens = list(TOKEN.finditer(body))
    last_comment = body.rfind("-->")
    spans: list[tuple[int, int]] = []
    loose: list[tuple[int, int]] = []
    unclosed: set[int] = set()
    done = 0
    for index, token in enumerate(tokens):
        start, end = token.start(), None
        if not token["run"]:
            if token[0] != "<!--":
                unclosed.clear()
            elif start >= done:
                end = body.find("-->", start + len("<!--")) + 3 if start + len("<!--") <= last_comment else None
        elif token.end() > done:
            start = max(done, token.start("run") + len(token["escapes"]) % 2)
            length = token.end() - start
            if length and length not in unclosed:
                end = find_closing_run(tokens, index, length)
                unclosed |= {length} if end is None else set()
                end = None if end is None or crosses_block(body, start, end) else end
            if end is None and length:
                loose.append((start, token.end()))
        if end is not None:
            spans.append((start, end))
            done = end
    return spans, loose


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


def crosses_block(body: str, start: int, end: int) -> bool:
    """Tell whether a part of a paragraph goes on into another block."""
    if body.find("\n", start, end) < 0:
        return False
    last = body.find("\n", end) % (len(body) + 1)
    lines = body[body.rfind("\n", 0, start) + 1 : last].split("\n")
    meaning = MEANING.search(body, end - 1)
    if meaning and body.find("\n\n", end, meaning.start()) < 0:
        return True  # The lines above what a word means are such words.
    if lines[0].startswith(CODE_INDENT) and not all(line.startswith(CODE_INDENT) for line in lines):
        return True
    return any(map(ENDING_LINE.match, lines[:-1])) or any(map(BLOCK_LINE.match, lines[1:]))


def find_closing_run(tokens: list[re.Match[str]], index: int, length: int) -> int | None:
    """Find where the code span that begins at a token ends; None where it does not end in its paragraph."""
    for following in range(index + 1, len(tokens)):
        run = tokens[following]["run"]
        if run and len(run) == length:
            return tokens[following].end()
        if not run and tokens[following][0] != "<!--":
            return None
    return None
