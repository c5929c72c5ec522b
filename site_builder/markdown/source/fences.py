"""Fenced code -> lines marked as code, and the code as the library reads it; a fence's language is dropped."""

from html import escape

from site_builder.markdown.source.fenced_code import Fences, find_fences
from site_builder.markdown.source.snapshot import SourceFinding, SourceLine

# The library makes spaces of tabs.
TAB = 4


def mark_fences(lines: list[SourceLine], findings: list[SourceFinding]) -> Fences:
    """Mark the lines of fenced code; one without an end is told, and text."""
    fences = find_fences([line.text for line in lines])
    for number, sign in fences.open:
        line = lines[number]
        findings.append(SourceFinding("fence", line.at + line.text.index(sign), sign))
    for first, last in fences.closed:
        for line in lines[first : last + 1]:
            line.code = True
    return fences


def write_fence(lines: list[SourceLine], levels: int) -> list[SourceLine]:
    """Give the lines of a fence as the library reads code: an element, or below a list's entry an indented block."""
    opening, inner, closing = lines[0], lines[1:-1], lines[-1]
    margin = len(opening.text) - len(opening.text.lstrip())
    lead = "    " * (levels + 1) if levels else ""
    for line in inner:
        removed = min(margin, len(line.text) - len(line.text.lstrip()))
        code = line.text[removed:].expandtabs(TAB)
        line.text = (lead + code if code.strip() else "") if levels else escape(code, quote=False)
        line.shift = len(lead) - removed
    if not levels:
        first = inner[0] if inner else opening
        first.text = "<pre><code>" + (first.text if inner else "")
        first.shift += len("<pre><code>")
        closing.text = "</code></pre>"
    ends = [SourceLine("", each.at, code=True) for each in (opening, closing)]
    body = inner if levels else [*(inner or [opening]), closing]
    return [ends[0], *body, ends[1]]
