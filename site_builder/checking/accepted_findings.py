"""What an editor accepts, with a reason, where it stands: takes those findings out; accepts nothing by itself.

In a body `<!-- accept RULE: reason -->` holds for its own line, or, alone on a line, for the next line with text. In
the front matter `# accept RULE: reason` stands above the line that it holds for. `accept RULE FILE: reason` holds for
an attachment, `accept RULE everywhere: reason` for the whole text, `accept RULE column HEADING: reason` for a column
of the next table, or in the front matter for those of all tables.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Literal

from msgspec import Struct

from site_builder.checking.tables import find_tables
from site_builder.checking.text_table import normalize_heading
from site_builder.decoding import find_line, find_place, list_line_starts
from site_builder.late_patterns import compile_late
from site_builder.problem import Problem, make_problem
from site_builder.rules import RULES

NOTE = compile_late(
    r"^[ \t]*#[ \t]*accept[ \t]+(?P<field>[^\n]*)$|<!--[ \t]*accept[ \t]+(?P<body>[^\n]*?)[ \t]*-->", re.MULTILINE
)
# The colon may be a full-width one; what stands before it is the rule, and what it holds for besides its line.
FORM = compile_late(
    r"(?P<rule>[a-z-]+)(?:[ \t]+(?:(?P<all>everywhere|全文)|(?:column|列)[ \t]+(?P<column>[^:：]+?)"
    r"|(?P<file>[^:：]+?)))?[ \t]*[:：][ \t]*(?P<reason>.*\w.*)"
)
AcceptanceScope = Literal["line", "file", "column", "item"]
IDLE_MESSAGES = {
    "line": "nothing on this line has to be accepted",
    "column": "nothing in a column of this heading has to be accepted",
    "item": "nothing in this text has to be accepted",
}


class Acceptance(Struct, frozen=True):
    """What an editor stands by, at an offset: findings of a line, of a whole text, of a file or column that is named.

    `line` is the one that it holds for, or the first of where it holds.
    """

    rule: str
    line: int
    reason: str
    at: int
    scope: AcceptanceScope = "line"
    name: str = ""

    @property
    def file(self) -> str:
        """The name of the file that it holds for."""
        return self.name if self.scope == "file" else ""


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
            found.append(make_acceptance(text, note, match))
    return tuple(found), tuple(problems)


def make_acceptance(text: str, note: re.Match[str], match: re.Match[str]) -> Acceptance:
    """Make what a note says."""
    scope: AcceptanceScope = "line"
    if match["all"]:
        scope = "item"
    elif match["column"]:
        scope = "column"
    elif match["file"]:
        scope = "file"
    line = 1 if scope == "item" else find_accepted_line(text, note)
    name = match["column"] or match["file"] or ""
    return Acceptance(match["rule"], line, match["reason"], note.start(), scope, name)


def find_accepted_line(text: str, note: re.Match[str]) -> int:
    """Give the line, counted from 1, that an acceptance holds for: its own, or the next that says anything else."""
    said = list_said_lines(text)
    index = bisect_left(said, find_line(text, note.start()))
    return said[index] if index < len(said) else len(list_line_starts(text))


@lru_cache(maxsize=1)
def list_said_lines(text: str) -> tuple[int, ...]:
    """List the lines, counted from 1, that say something besides what they accept."""
    return tuple(number for number, line in enumerate(text.split("\n"), 1) if NOTE.sub("", line).strip())


# What an acceptance holds for, and what a finding may be accepted as: its scope, its rule, and where.
AcceptanceKey = tuple[str, str, int, str]
EVERY_TABLE = -1
# In how many tables a place may lie.
MOST_AROUND = 20


class AcceptedPlaces:
    """Where in one text findings are accepted."""

    def __init__(self, text: str, start: int, accepted: Iterable[Acceptance]) -> None:
        """Take what a text, whose body begins at an offset, accepts; its tables are read if a column needs it."""
        self.start = start
        every = tuple(accepted)
        self.accepted = tuple(each for each in every if each.scope != "file")
        has_columns = any(each.scope == "column" for each in self.accepted)
        self.tables = find_tables(text, start) if has_columns else []
        self.lines = [each.line for each in self.tables]
        # A file's name is repeated where it is accepted.
        names = (("line", each.rule, find_line(text, each.at), "") for each in every if each.scope == "file")
        self.keys = frozenset((*map(self.make_key, self.accepted), *names))

    def make_key(self, each: Acceptance) -> AcceptanceKey:
        """Give what an acceptance holds for; one of a column in the block, for all tables, else for the next."""
        if each.scope != "column":
            return each.scope, each.rule, each.line, ""
        table = EVERY_TABLE
        if each.at >= self.start:
            table = next(self.list_tables_around(each.line), bisect_left(self.lines, each.line))
        return each.scope, each.rule, table, normalize_heading(each.name)

    def list_keys(self, problem: Problem) -> Iterator[AcceptanceKey]:
        """Give what a Problem may be accepted as."""
        yield "line", problem.rule, problem.line, ""
        yield "item", problem.rule, 1, ""
        around = tuple(self.list_tables_around(problem.line))
        for table in around:
            heading = normalize_heading(self.tables[table].find_heading(problem.line, problem.column))
            yield from (("column", problem.rule, number, heading) for number in (*around, EVERY_TABLE) if heading)

    def list_tables_around(self, line: int) -> Iterator[int]:
        """Give the numbers of the tables that hold a line, the innermost first; of many on one line the last ones."""
        table = bisect_right(self.lines, line) - 1
        for _ in range(MOST_AROUND):
            if table < 0:
                return
            if line <= self.tables[table].last_line:
                yield table
            table = self.parents[table]

    @cached_property
    def parents(self) -> tuple[int, ...]:
        """For each table the number of the one that holds it, or -1."""
        found: list[int] = []
        for number, each in enumerate(self.tables):
            table = number - 1
            while table >= 0 and self.tables[table].last_line < each.line:
                table = found[table]
            found.append(table)
        return tuple(found)

    def remove_accepted(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Leave out the Problems of the text that it accepts."""
        return tuple(each for each in problems if self.keys.isdisjoint(self.list_keys(each)))

    def check_unused(self, path: str, text: str, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Warn of acceptances of findings that are no longer there, for a reader would take them for one."""
        used = {key for each in problems for key in self.list_keys(each)}
        return tuple(
            make_problem("warning", "accept", find_place(path, text, each.at), IDLE_MESSAGES[each.scope], "remove it")
            for each in self.accepted
            if RULES[each.rule].text_only and self.make_key(each) not in used
        )
