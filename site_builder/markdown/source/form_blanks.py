"""Blanks of forms (`____年__月__日`, `姓名__，电话__`) -> escaped signs; emphasis by `__` stays as it is."""

import re
from itertools import pairwise

from site_builder.late_patterns import compile_late
from site_builder.markdown.source.snapshot import Snapshot
from site_builder.markdown.source_positions import blank_text
from site_builder.mends.mend import Edit

# Two signs or more, but not within a word of Latin letters, where they never are emphasis.
RUN = compile_late(r"(?<![\\_])__++(?![A-Za-z0-9])|(?<![\\_A-Za-z0-9])__++")
ADDRESS = compile_late(r"\]\([^()\n]*\)|<[^<>\n]*>")
RULE = compile_late(r"[_ \t]*")
# What stands behind a blank: a sign that parts words, or what is counted.
BEHIND = compile_late(r"[，。、；：！？,.;:!?/)）」』】》…-]|[年月日时分秒元人岁号份名户栋楼层室](?:\W|$)")
# What stands before one.
BEFORE = compile_late(r"[（(「『【《/]$")
# No emphasis begins with so many, and each has two of its signs.
LONGEST_SIGN = 3


def find_blank_edits(source: Snapshot) -> None:
    """Find runs of `_` that stand for what is still to be written."""
    if "__" not in source.seen:
        return
    for number, line in enumerate(source.seen_lines):
        if "__" in line and not RULE.fullmatch(line):
            text = ADDRESS.sub(lambda found: blank_text(found[0]), line)
            for run in choose_blanks(text, list(RUN.finditer(text))):
                start = source.starts[number]
                source.edits += [Edit(start + at, start + at, "\\") for at in range(*run.span())]


def choose_blanks(line: str, runs: list[re.Match[str]]) -> list[re.Match[str]]:
    """Give the runs of a line that are blanks: all where they are no pairs, else those with no words between them."""
    if len(runs) > 1 and (len(runs) % 2 or any(len(run[0]) > LONGEST_SIGN for run in runs)):
        return runs
    chosen = []
    for index, (opening, closing) in enumerate(pairwise(runs)):
        inner = line[opening.end() : closing.start()]
        if not index % 2 and (BEHIND.match(inner) or BEFORE.search(inner)):
            chosen += [opening, closing]
    return chosen
