"""Lines that leave no question to YAML, as most blocks are written -> fields; whatever might be more is libyaml's."""

import re

from site_builder.front_matter.nodes import Field, Node, ScalarNode, SequenceNode
from site_builder.front_matter.split import FrontMatterBlock

# What no block here may hold besides controls, which decoding lets no file have: tabs, what YAML takes for a line end,
# and what is no text to it.
EXCLUDED_SIGNS = ("\t", "\u2028", "\u2029", "\ufeff")
# A value without quotation marks begins with a letter, a digit or a slash, so that it can be no sign of YAML's. Of what
# is not ASCII nothing is; classes that name it would take long to compile.
CLEAR = r"[^\x00-.:-@\[-`{-\x9f]"
WORD = r"[^\x00-$&-'*,:-@\[-^`{-\x9f]"
TEXT = (
    r'(?:"(?P<double>[^"\\]*)"|\'(?P<single>[^\']*)\'|'
    rf"(?P<bare>{CLEAR}(?:[^:#]++|:(?=[0-9/]))*+))"
)
WITHIN = rf'(?:"[^"\\]*"|{CLEAR}(?:(?:{WORD}| )*{WORD})?)'
NAMED = re.compile(
    r"(?P<name>[A-Za-z_][A-Za-z0-9_-]{0,63}|[\u4e00-\u9fff]{1,64}):"
    rf"(?: +(?:{TEXT}|\[(?P<listed>{WITHIN}(?:, *{WITHIN})*)\]))? *"
)
ENTRY = re.compile(rf"(?P<dash> *-) +{TEXT} *")
ENTRIES = re.compile(r'"(?P<double>[^"]*)"|(?P<bare>[^", ][^,]*)')


def parse_plain_fields(block: FrontMatterBlock, path: str) -> list[Field] | None:
    """Read a block of simple lines, which takes a third of libyaml's time; None where a line is any other."""
    if any(sign in line for line in block.lines for sign in EXCLUDED_SIGNS):
        return None
    fields: list[Field] = []
    number, end = 0, len(block.lines)
    while number < end:
        line = block.lines[number]
        number += 1
        if not line:
            continue
        found = NAMED.fullmatch(line)
        if found is None:
            return None
        name, place = found["name"], block.find_place(path, number - 1, 0)
        if found.lastgroup == "name":
            node, number = build_entries(block, path, number, len(name) + 1)
        else:
            node = build_value(found, block, path, number - 1)
        fields.append(Field(name, place, node))
    return fields or None


def build_value(found: re.Match[str], block: FrontMatterBlock, path: str, number: int) -> Node:
    """Take the value of a line."""
    form = found.lastgroup or ""
    start = found.start(form)
    if form != "listed":
        return build_scalar(found, block, path, number)
    inner = ENTRIES.finditer(found.string, start, found.end(form))
    nodes = tuple([build_scalar(each, block, path, number) for each in inner])
    return SequenceNode(nodes, block.find_place(path, number, start - 1), flow=True)


def build_scalar(found: re.Match[str], block: FrontMatterBlock, path: str, number: int) -> ScalarNode:
    """Take a text, which begins at its quotation mark."""
    form = found.lastgroup or ""
    if form == "bare":
        return ScalarNode(found[form].rstrip(" "), block.find_place(path, number, found.start(form)))
    return ScalarNode(found[form], block.find_place(path, number, found.start(form) - 1), quoted=True)


def build_entries(block: FrontMatterBlock, path: str, number: int, column: int) -> tuple[Node, int]:
    """Take the entries below a name, and give the next line; the value is empty where there are none."""
    nodes: list[ScalarNode] = []
    dash, first, following = "", 0, number
    while following < len(block.lines):
        line = block.lines[following]
        found = ENTRY.fullmatch(line) if line else None
        if line and (found is None or found["dash"] != (dash or found["dash"])):
            break
        if found is not None:
            dash = found["dash"]
            first = first or following
            nodes.append(build_scalar(found, block, path, following))
        following += 1
    if not nodes:
        return ScalarNode("", block.find_place(path, number - 1, column)), number
    return SequenceNode(tuple(nodes), block.find_place(path, first, len(dash) - 1)), following
