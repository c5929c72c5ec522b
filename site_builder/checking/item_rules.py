"""The rules over what one item's file says, judged when it is read, and never again while it stays as it is."""

from collections.abc import Callable, Iterator

from site_builder.checking.accepted_findings import check_unused_acceptances, parse_acceptances, remove_accepted
from site_builder.checking.readable_text import ItemText, ReadableText
from site_builder.checking.site.stray_items import make_column_rule
from site_builder.checking.text.date_order import check_date_order
from site_builder.checking.text.dates import check_dates
from site_builder.checking.text.external_hosts import make_host_rule
from site_builder.checking.text.markup import check_captions, check_lists, check_tables
from site_builder.checking.text.punctuation import check_document_numbers, check_punctuation
from site_builder.checking.text.wording import make_wording_rule
from site_builder.config import Config
from site_builder.model import Item
from site_builder.problem import Problem
from site_builder.rules import apply_rule_levels

TextRule = Callable[[ItemText], Iterator[Problem]]
Judge = Callable[[ItemText, tuple[Problem, ...]], tuple[Problem, ...]]


def make_text_checker(config: Config) -> Callable[[str, str, int, Item, tuple[Problem, ...]], tuple[Problem, ...]]:
    """Give what judges the text of one file after another by the settings of a site.

    It takes the Problems that reading found and gives all that remain, weighed, without those that were accepted.
    """
    rules = list_text_rules(config)
    weights = config.checks.weights

    def check_text(path: str, text: str, start: int, item: Item, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        writing = ItemText(path, text, start, item)
        found = apply_rule_levels((*problems, *(each for rule in rules for each in rule(writing))), weights)
        accepted, wrong = parse_acceptances(path, text, start)
        if not accepted and not wrong:
            return found
        return (*remove_accepted(found, accepted), *check_unused_acceptances(path, text, accepted, found), *wrong)

    return check_text


def make_recorded_text_checker(_: Config) -> Callable[[str, str, int, Item, tuple[Problem, ...]], tuple[Problem, ...]]:
    """Give what judges texts that were judged when they were published: nothing is found in them any more."""
    return accept_text


def accept_text(*_: object) -> tuple[Problem, ...]:
    """Find nothing in a text."""
    return ()


def list_text_rules(config: Config) -> tuple[TextRule, ...]:
    """Give the rules with what they need of the settings; those that are off are left out."""
    from site_builder.checking.item_rules import make_readable_text_rule
    from site_builder.checking.personal_data.rule import RULE, check_personal_data

    off = frozenset(rule for rule, weight in config.checks.weights if weight == "off")
    rules: dict[str, TextRule] = {RULE: check_personal_data}
    return (*(rule for name, rule in rules.items() if name not in off), make_readable_text_rule(config, off))


def make_readable_text_rule(config: Config, off: frozenset[str]) -> Callable[[ItemText], Iterator[Problem]]:
    """Give what judges the words of a file by every rule that is not off; they share what is made of the file."""
    rules = {
        "caption": check_captions,
        "column": make_column_rule(config),
        "day": check_dates,
        "document-number": check_document_numbers,
        "host": make_host_rule(config.checks.hosts, config.base_url),
        "list": check_lists,
        "order": check_date_order,
        "punctuation": check_punctuation,
        "table": check_tables,
        "wording": make_wording_rule(config.checks.words),
    }
    if any(each.registry == "people" for each in config.entries):
        from site_builder.checking.people.rules import make_people_rules

        rules |= make_people_rules(config)
    used = tuple(rule for name, rule in rules.items() if rule and name not in off)

    def check(writing: ItemText) -> Iterator[Problem]:
        """Judge one file; one without a block that ends has no text that could be judged."""
        if writing.start:
            speech = ReadableText(writing)
            for rule in used:
                yield from rule(speech)

    return check
