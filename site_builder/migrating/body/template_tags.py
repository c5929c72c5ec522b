"""Template tags and shortcodes in a body -> kept aside, each with what it means where that is sure; runs none."""

import re
from collections.abc import Callable, Iterator

from site_builder.migrating.body.edited_text import Edit, EditedText, Stash, StashedPart

LIQUID = re.compile(r"\{%(?P<tag>-?\s*(?P<name>[\w-]*).*?)%\}|\{\{.*?\}\}(?!\})", re.DOTALL)
COMMENT = re.compile(r"\{#(?![\w-]+\}).*?#\}", re.DOTALL)
SHORTCODE = re.compile(
    r"""\{\{(?P<open>[<%])(?P<inner>(?:"(?:[^"\\]|\\.)*"|`[^`]*`|(?!\{\{[<%]|[>%]\}\}).)*)(?P<close>[>%])\}\}""",
    re.DOTALL,
)
ESCAPED = re.compile(r"^/\*(.*)\*/$", re.DOTALL)
ADDRESS = re.compile(
    r"""\{\{-?\s*["']([^"'\n]*)["']\s*\|\s*(?:url|relative_url|absolute_url|prepend:\s*site\.baseurl)\b[^}]*\}\}"""
)
NO_ADDRESS = re.compile(r"\{\{-?\s*(?:site\.baseurl|site\.url)\s*-?\}\}")
ENDS = {name: re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}") for name in ("raw", "comment", "highlight", "verbatim")}
ARGUMENT = re.compile(
    r"""(?:(?P<name>[\w-]+)\s*=\s*)?(?:"(?P<double>(?:[^"\\]|\\.)*)"|`(?P<raw>[^`]*)`|(?P<bare>[^\s"`=]+))"""
)
LONGEST = 20_000

FindPage = Callable[[str], str | None]
"""Gives the mark of a page by what a tag names it, or None."""


def stash_liquid(body: EditedText, stash: Stash, find: FindPage, *, nunjucks: bool) -> None:
    """Keep the tags of Liquid and Nunjucks aside."""
    body.edit(list(find_liquid_edits(body, stash, find, nunjucks=nunjucks)))


def find_liquid_edits(body: EditedText, stash: Stash, find: FindPage, *, nunjucks: bool) -> Iterator[Edit]:
    """Give each tag with the mark that takes its place."""
    text, at, row, seen = body.text, 0, 0, 0
    while True:
        found = LIQUID.search(text, at)
        note = COMMENT.search(text, at, found.start() if found else len(text)) if nunjucks else None
        found = note or found
        if found is None:
            return
        start, end, source = found.start(), found.end(), found[0]
        row += text.count("\n", seen, start)
        seen = start
        line = body.lines[row]
        name = found["name"] if found.re is LIQUID and found["tag"] else ""
        closing = ENDS[name].search(text, end) if name in ENDS else None
        if note:
            new = stash.store(
                StashedPart("tag", source, line, "tag", as_text=f"<!-- {source[2:-2].replace('--', '- -').strip()} -->")
            )
        elif closing:
            inner, end = text[end : closing.start()], closing.end()
            new = stash_pair(stash, name, source, (inner, closing[0]), line)
        else:
            new = stash.store(parse_tag(source, name, line, find))
        yield start, end, new
        at = end


def stash_pair(stash: Stash, name: str, source: str, rest: tuple[str, str], line: int) -> str:
    """Give what comes in the place of a pair of tags whose content is no template."""
    inner, closing = rest
    if name == "comment":
        words = f"<!-- {inner.replace('--', '- -').strip()} -->"
        return stash.store(StashedPart("tag", source + inner + closing, line, "tag", as_text=words))
    after = line + source.count("\n") + inner.count("\n")
    first = stash.store(StashedPart("tag", source, line, "tag", as_text=""))
    last = stash.store(StashedPart("tag", closing, after, "tag", as_text=""))
    if name == "highlight":
        code = stash.store(StashedPart("code", inner.strip("\n"), line, "block"))
        return f"{first}\n\n{code}\n\n{last}"
    # What stands within is text, also where it looks like a tag.
    return first + LIQUID.sub(lambda f: stash.store(StashedPart("code", f[0], line, "literal")), inner) + last


def parse_tag(source: str, name: str, line: int, find: FindPage) -> StashedPart:
    """Keep one tag, with the address that it gives where that is sure."""
    rule = "tag" if name or source.startswith("{%") else "output"
    known = ADDRESS.fullmatch(source)
    if known:
        return StashedPart("tag", source, line, rule, known[1])
    if NO_ADDRESS.fullmatch(source):
        return StashedPart("tag", source, line, rule, "")
    if name in {"link", "post_url"}:
        named = source.strip("{}%- ").partition(name)[2].strip().strip("\"'")
        return StashedPart("tag", source, line, rule, find(named))
    return StashedPart("tag", source, line, rule)


def stash_shortcodes(
    body: EditedText,
    stash: Stash,
    find: Callable[[str, str], str | None],
    figure: Callable[[dict[str, str]], str | None],
) -> None:
    """Keep Hugo's shortcodes aside; `find` gives the mark of a page by its name and language, `figure` a picture."""

    def stash_shortcode(found: re.Match[str], line: int) -> str:
        inner = found["inner"].strip()
        escaped = ESCAPED.match(inner)
        if escaped:
            shown = f"{{{{{found['open']}{escaped[1]}{found['close']}}}}}"
            return stash.store(StashedPart("code", shown, line, "literal"))
        name = inner.split(None, 1)[0] if inner else ""
        rest = inner[len(name) :].strip().removesuffix("/")
        arguments = parse_arguments(rest)
        if name in {"ref", "relref"}:
            target = arguments.get("path") or arguments.get("0", "")
            path, sign, fragment = target.partition("#")
            mark = find(path, arguments.get("lang", arguments.get("1", ""))) if path else ""
            return stash.store(
                StashedPart("tag", found[0], line, "shortcode", None if mark is None else mark + sign + fragment)
            )
        if name in PICTURES:
            return stash.store(StashedPart("tag", found[0], line, "shortcode", as_text=figure(arguments)))
        if name in FILMS and arguments:
            address = FILMS[name] + (arguments.get("id") or arguments.get("0", ""))
            return stash.store(StashedPart("tag", found[0], line, "shortcode", as_text=f"[{address}]({address})"))
        return stash.store(StashedPart("tag", found[0], line, "shortcode"))

    stash_code_shortcodes(body, stash)
    body.sub(SHORTCODE, stash_shortcode)


# Shortcodes of Hugo and of many themes whose content is code, pictures, films.
CODES = "highlight|code-toggle|code|codeblock|prism|terminal|console|mermaid|diagram|katex|math|chart|gallery-code"
PICTURES = frozenset(["figure", "img", "image", "picture"])
FILMS = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}
HIGHLIGHT = re.compile(
    rf"(?P<first>\{{\{{[<%]\s{{0,9}}(?P<name>{CODES})(?![\w-])[^\n>]{{0,300}}[>%]\}}\}})[ \t]*\n?"
    r"(?P<code>(?:(?!\{\{[<%]\s{0,9}/?\s{0,9}(?P=name)(?![\w-])).)*+)"
    r"(?P<last>\{\{[<%]\s{0,9}/\s{0,9}(?P=name)\s{0,9}[>%]\}\})",
    re.DOTALL,
)


def stash_code_shortcodes(body: EditedText, stash: Stash) -> None:
    """Write what stands between the shortcodes for code as code; Hugo's own for it says no more than that."""

    def stash_code_pair(found: re.Match[str], line: int) -> str:
        after = line + found[0].count("\n")
        known = "" if found["name"] == "highlight" else None
        first = stash.store(StashedPart("tag", found["first"], line, "shortcode", as_text=known))
        last = stash.store(StashedPart("tag", found["last"], after, "shortcode", as_text=known))
        return f"{first}\n\n{stash.store(StashedPart('code', found['code'].strip(chr(10)), line, 'block'))}\n\n{last}"

    body.sub(HIGHLIGHT, stash_code_pair)


def parse_arguments(arguments: str) -> dict[str, str]:
    """Give the arguments of a shortcode by name, or by number from 0."""
    found: dict[str, str] = {}
    for each in ARGUMENT.finditer(arguments[:LONGEST]):
        value = next((each[name] for name in ("double", "raw", "bare") if each[name] is not None), "")
        found.setdefault(each["name"] or str(len(found)), value.replace('\\"', '"'))
    return found
