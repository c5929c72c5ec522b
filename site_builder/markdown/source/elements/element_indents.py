"""Lines that stand deeper because an HTML element holds them -> the same without that depth; finds no Markdown itself.

The library would take four spaces for program code, and show the tags in it.
"""

import re

from site_builder.late_patterns import compile_late
from site_builder.markdown.source.indentation import STEP, measure_indent
from site_builder.markdown.source.snapshot import SourceLine

# Elements that hold paragraphs; the library leaves all in them as it is unless it is told otherwise.
HOLDERS = frozenset({"details", "div", "section", "article", "aside", "blockquote", "figure"})
NAMES = "|".join(sorted(HOLDERS))
OPENING = compile_late(rf"[ \t]*<({NAMES})\b([^<>]*)>", re.IGNORECASE)
CLOSING = compile_late(rf"</({NAMES})\s*>[ \t]*$", re.IGNORECASE)


def dedent_elements(lines: list[SourceLine]) -> None:
    """Take away the depth that all lines of an element have, from the outermost element on."""
    unclosed: list[tuple[int, str]] = []
    elements: list[tuple[int, int]] = []
    for number, line in enumerate(lines):
        if line.code or "<" not in line.text:
            continue
        opening, closing = OPENING.match(line.text), CLOSING.search(line.text)
        if opening and not closing:
            unclosed.append((number, opening[1].lower()))
        elif closing and not opening and unclosed and unclosed[-1][1] == closing[1].lower():
            elements.append((unclosed.pop()[0], number))
    for first, last in sorted(elements):
        inner = lines[first + 1 : last]
        if is_deep(inner) and ("markdown" in lines[first].text or not all(line.text.strip() for line in inner)):
            dedent(inner)


def is_deep(lines: list[SourceLine]) -> bool:
    """Tell whether the first line that holds something would be taken for code."""
    first = next((line for line in lines if line.text.strip()), None)
    return first is not None and measure_indent(first.text) >= STEP


def dedent(lines: list[SourceLine]) -> None:
    """Take away the depth that all lines have, if it is that of code."""
    filled = [line for line in lines if line.text.strip()]
    depth = min(measure_indent(line.text) for line in filled)
    for line in filled if depth >= STEP else ():
        stripped = line.text.lstrip(" \t")
        text = " " * (measure_indent(line.text) - depth) + stripped
        line.shift += len(text) - len(line.text)
        line.text = text
