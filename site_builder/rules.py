"""The rules whose findings a site may weigh and accept: their ids and usual severities; judges nothing itself."""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from site_builder.problem import Problem, Severity

Weight = Literal["error", "warning", "notice", "off"]
WEIGHTS: tuple[Weight, ...] = ("error", "warning", "notice", "off")


class Rule(Struct, frozen=True):
    """A rule: its usual severity; whether a file's own text is all that it judges."""

    severity: Severity
    of_text: bool = False


# What keeps an item from being read at all is no opinion, and not among these.
RULES = {
    "accessibility": Rule("notice"),
    "attachment": Rule("warning"),
    "caption": Rule("error", of_text=True),
    "change": Rule("warning"),
    "column": Rule("warning", of_text=True),
    "day": Rule("warning", of_text=True),
    "deadline": Rule("error"),
    "document-number": Rule("warning", of_text=True),
    "external": Rule("error"),
    "future": Rule("notice"),
    "host": Rule("warning", of_text=True),
    "list": Rule("warning", of_text=True),
    "metadata": Rule("warning"),
    "office": Rule("warning", of_text=True),
    "order": Rule("error", of_text=True),
    "overdue": Rule("warning"),
    "person": Rule("error", of_text=True),
    "personal-data": Rule("error", of_text=True),
    "punctuation": Rule("warning", of_text=True),
    "review": Rule("error"),
    "table": Rule("warning", of_text=True),
    "takedown": Rule("warning"),
    "wording": Rule("error", of_text=True),
}


def weigh(problems: Iterable[Problem], weights: Iterable[tuple[str, Weight]]) -> tuple[Problem, ...]:
    """Give Problems the severities that a site chose; those of a rule that is off are left out."""
    chosen = dict(weights)
    if not chosen:
        return tuple(problems)
    return tuple(
        replace(each, severity=weight) if weight and weight != each.severity else each
        for each in problems
        if (weight := chosen.get(each.rule)) != "off"
    )
