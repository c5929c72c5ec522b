"""A certain change of a text as a value: a rule makes it of what it finds; shown, asked for and written elsewhere.

Mends of one kind are made by a function beside the rule: it takes a `MendableText` and yields a `Mend` for each change
that may be meant. Whether that is certain is proved by whoever gathers them.
"""

from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import accumulate
from typing import TypeAlias

from msgspec import Struct

from site_builder.problem import Problem


class Edit(Struct, frozen=True, order=True):
    """What stands in the place of a span of a text: offsets of its start and end; a line end in `new` is a newline."""

    start: int
    end: int
    new: str


class Mend(Struct, frozen=True):
    """One change: edits that belong together, in order, and what was found there, as a message of a Problem."""

    edits: tuple[Edit, ...]
    message: str
    values: tuple[tuple[str, str], ...] = ()


class MendableText(Struct, frozen=True, dict=True):
    """A file's text, the offset of its body (0 where the block at its head has no end), and what is wrong in it."""

    path: str
    text: str
    start: int
    problems: tuple[Problem, ...]

    @cached_property
    def line_starts(self) -> list[int]:
        """The offsets at which lines begin."""
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n"))]

    def find_offset(self, problem: Problem) -> int:
        """Give the offset of a Problem's place."""
        return self.line_starts[problem.line - 1] + problem.column - 1


MendFinder: TypeAlias = Callable[[MendableText], Iterator[Mend]]


def replace_value(source: MendableText, problem: Problem, new: str) -> Mend | None:
    """Put a text in the place of the `value` that a Problem names; None where that is not written so."""
    value, at = dict(problem.values).get("value", ""), source.find_offset(problem)
    at += source.text[at : at + 1] in {'"', "'"}
    if not value or not new or not source.text.startswith(value, at):
        return None
    return Mend((Edit(at, at + len(value), new),), problem.message, problem.values)


def apply_edits(text: str, edits: tuple[Edit, ...]) -> str:
    """Apply edits, in order, that do not overlap."""
    parts: list[str] = []
    done = 0
    for each in edits:
        parts += (text[done : each.start], each.new)
        done = each.end
    return "".join((*parts, text[done:]))
