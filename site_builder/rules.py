"""The rules whose findings a site may weigh and accept: their ids and usual severities; judges nothing itself."""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from site_builder.problem import Problem, Severity

RuleLevel = Literal["error", "warning", "notice", "off"]
RULE_LEVELS: tuple[RuleLevel, ...] = ("error", "warning", "notice", "off")


class Rule(Struct, frozen=True):
    """A rule: its usual severity; whether a file's own text is all that it judges."""

    severity: Severity
    text_only: bool = False


# What keeps an item from being read at all is no opinion, and not among these.
RULES = {
    "accessibility": Rule("notice"),
    "agency": Rule("warning", text_only=True),
    "annex": Rule("warning", text_only=True),
    "attachment": Rule("warning"),
    "caption": Rule("error", text_only=True),
    "change": Rule("warning"),
    "column": Rule("warning", text_only=True),
    "day": Rule("warning", text_only=True),
    "deadline": Rule("error"),
    "document-number": Rule("warning", text_only=True),
    "external": Rule("error"),
    "future": Rule("notice"),
    "host": Rule("warning", text_only=True),
    "interface": Rule("warning"),
    "leftover": Rule("warning", text_only=True),
    "list": Rule("warning", text_only=True),
    "metadata": Rule("warning"),
    "numbering": Rule("warning", text_only=True),
    "office": Rule("warning", text_only=True),
    "order": Rule("error", text_only=True),
    "overdue": Rule("warning"),
    "person": Rule("error", text_only=True),
    "personal-data": Rule("error", text_only=True),
    "punctuation": Rule("warning", text_only=True),
    "review": Rule("error"),
    "secrecy": Rule("warning", text_only=True),
    "sensitive-column": Rule("warning", text_only=True),
    "table": Rule("warning", text_only=True),
    "takedown": Rule("warning"),
    "title": Rule("warning", text_only=True),
    "wording": Rule("error", text_only=True),
}


def apply_rule_levels(problems: Iterable[Problem], weights: Iterable[tuple[str, RuleLevel]]) -> tuple[Problem, ...]:
    """Give Problems the severities that a site chose; those of a rule that is off are left out."""
    chosen = dict(weights)
    if not chosen:
        return tuple(problems)
    return tuple(
        replace(each, severity=weight) if weight and weight != each.severity else each
        for each in problems
        if (weight := chosen.get(each.rule)) != "off"
    )
