"""The rules over one item's own text, which are judged when it is read, and never again while it stays as it is."""

from collections.abc import Callable, Iterator

from site_builder.checking.accept import acceptances, idle, without_accepted
from site_builder.checking.writing import Writing
from site_builder.config import Config
from site_builder.model import Item
from site_builder.problem import Problem
from site_builder.rules import weigh

TextRule = Callable[[Writing], Iterator[Problem]]
Judge = Callable[[Writing, tuple[Problem, ...]], tuple[Problem, ...]]


def judge_for(config: Config) -> Callable[[str, str, int, Item, tuple[Problem, ...]], tuple[Problem, ...]]:
    """Give what judges the text of one file after another by the settings of a site.

    It takes the Problems that reading found and gives all that remain, weighed, without those that were accepted.
    """
    rules = text_rules(config)
    weights = config.checks.weights

    def judge(path: str, text: str, start: int, item: Item, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        writing = Writing(path, text, start, item)
        found = weigh((*problems, *(each for rule in rules for each in rule(writing))), weights)
        accepted, wrong = acceptances(path, text, start)
        if not accepted and not wrong:
            return found
        return (*without_accepted(found, accepted), *idle(path, text, accepted, found), *wrong)

    return judge


def judge_recorded(_: Config) -> Callable[[str, str, int, Item, tuple[Problem, ...]], tuple[Problem, ...]]:
    """Give what judges texts that were judged when they were published: nothing is found in them any more."""
    return accept_text


def accept_text(*_: object) -> tuple[Problem, ...]:
    """Find nothing in a text."""
    return ()


def text_rules(config: Config) -> tuple[TextRule, ...]:
    """Give the rules with what they need of the settings; those that are off are left out."""
    from site_builder.checking.personal import RULE, check_personal_data
    from site_builder.checking.words import words_rule

    off = frozenset(rule for rule, weight in config.checks.weights if weight == "off")
    rules: dict[str, TextRule] = {RULE: check_personal_data}
    return (*(rule for name, rule in rules.items() if name not in off), words_rule(config, off))
