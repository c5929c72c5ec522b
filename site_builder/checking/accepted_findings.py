"""What an editor accepts, with a reason, where it stands: takes those findings out; accepts nothing by itself.

In a body `<!-- accept RULE: reason -->` holds for its own line, or, alone on a line, for the next line with text. In
the front matter `# accept RULE: reason` stands above the line that it holds for. `<!-- accept RULE FILE: reason -->`
holds for an attachment.
"""

import re
from collections.abc import Iterable

from msgspec import Struct

from site_builder.decoding import find_place
from site_builder.problem import Problem, make_problem
from site_builder.rules import RULES

NOTE = re.compile(
    r"^[ \t]*#[ \t]*accept[ \t]+(?P<field>[^\n]*)$|<!--[ \t]*accept[ \t]+(?P<body>[^\n]*?)[ \t]*-->", re.MULTILINE
)
# The colon may be a full-width one; what stands before it is the rule, and a file's name where it holds for a file.
FORM = re.compile(r"(?P<rule>[a-z-]+)(?:[ \t]+(?P<file>[^:：]+?))?[ \t]*[:：][ \t]*(?P<reason>.*\w.*)")


class Acceptance(Struct, frozen=True):
    """One finding, or those of one line, that an editor stands by; `file` is an attachment's name, `at` an offset."""

    rule: str
    line: int
    reason: str
    at: int
    file: str = ""


def parse_acceptances(path: str, text: str, start: int) -> tuple[tuple[Acceptance, ...], tuple[Problem, ...]]:
    """Give what a file accepts, and a Problem for each acceptance without a rule or a reason; `start` is the body's."""
    if "accept" not in text:
        return (), ()
    found: list[Acceptance] = []
    problems: list[Problem] = []
    for note in NOTE.finditer(text):
        if (note["field"] is not None) != (note.start() < start):
            continue
        match = FORM.fullmatch((note["field"] or note["body"] or "").strip())
        if match is None:
            message, hint = "this accepts nothing", "write: accept personal-data: and the reason why it may stand"
            problems.append(make_problem("error", "accept", find_place(path, text, note.start()), message, hint))
        elif match["rule"] not in RULES:
            message, hint = (
                'there is no rule "{name}" that can be accepted',
                "write the rule in brackets of the Problem",
            )
            at = find_place(path, text, note.start())
            problems.append(make_problem("error", "accept", at, message, hint, name=match["rule"]))
        else:
            line = find_accepted_line(text, note)
            found.append(Acceptance(match["rule"], line, match["reason"], note.start(), match["file"] or ""))
    return tuple(found), tuple(problems)


def find_accepted_line(text: str, note: re.Match[str]) -> int:
    """Give the line, counted from 1, that an acceptance holds for: its own, or the next that says anything else."""
    lines = text.split("\n")
    number = text.count("\n", 0, note.start())
    while number < len(lines) - 1 and not NOTE.sub("", lines[number]).strip():
        number += 1
    return number + 1


def remove_accepted(problems: Iterable[Problem], accepted: Iterable[Acceptance]) -> tuple[Problem, ...]:
    """Leave out the Problems of a file's own text that it accepts."""
    held = {(each.rule, each.line) for each in accepted if not each.file}
    return tuple(each for each in problems if (each.rule, each.line) not in held)


def check_unused_acceptances(
    path: str, text: str, accepted: Iterable[Acceptance], problems: Iterable[Problem]
) -> tuple[Problem, ...]:
    """Warn of acceptances of findings that are no longer there, for a reader would take them for one."""
    there = {(each.rule, each.line) for each in problems}
    message, hint = "nothing on this line has to be accepted", "remove it"
    return tuple(
        make_problem("warning", "accept", find_place(path, text, each.at), message, hint)
        for each in accepted
        if not each.file and RULES[each.rule].text_only and (each.rule, each.line) not in there
    )
