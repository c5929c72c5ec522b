"""The rules over what one file says, each with the settings that it needs; judges nothing itself."""

from collections.abc import Callable, Iterator

from site_builder.checking.columns import column_rule
from site_builder.checking.days import check_days
from site_builder.checking.hosts import host_rule
from site_builder.checking.markup import check_captions, check_lists, check_tables
from site_builder.checking.order import check_order
from site_builder.checking.signs import check_numbers, check_signs
from site_builder.checking.speech import Speech
from site_builder.checking.wording import wording_rule
from site_builder.checking.writing import Writing
from site_builder.config import Config
from site_builder.problem import Problem


def words_rule(config: Config, off: frozenset[str]) -> Callable[[Writing], Iterator[Problem]]:
    """Give what judges the words of a file by every rule that is not off; they share what is made of the file."""
    rules = {
        "caption": check_captions,
        "column": column_rule(config),
        "day": check_days,
        "document-number": check_numbers,
        "host": host_rule(config.checks.hosts, config.base_url),
        "list": check_lists,
        "order": check_order,
        "punctuation": check_signs,
        "table": check_tables,
        "wording": wording_rule(config.checks.words),
    }
    if any(each.registry == "people" for each in config.entries):
        from site_builder.checking.people import people_rules

        rules |= people_rules(config)
    used = tuple(rule for name, rule in rules.items() if rule and name not in off)

    def check(writing: Writing) -> Iterator[Problem]:
        """Judge one file; one without a block that ends has no text that could be judged."""
        if writing.start:
            speech = Speech(writing)
            for rule in used:
                yield from rule(speech)

    return check
