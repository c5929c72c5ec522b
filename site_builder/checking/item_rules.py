"""The rules over what one item's file says, judged when it is read, and never again while it stays as it is."""

from collections.abc import Callable, Iterable, Iterator

from site_builder.checking.accepted_findings import AcceptedPlaces, parse_acceptances
from site_builder.checking.readable_text import ItemText, ReadableText
from site_builder.checking.site.stray_items import make_column_rule
from site_builder.checking.text.attachments_named import check_named_attachments
from site_builder.checking.text.captions import check_captions
from site_builder.checking.text.dates.date_order import check_date_order
from site_builder.checking.text.dates.rule import check_dates
from site_builder.checking.text.external_hosts import make_host_rule
from site_builder.checking.text.former_agencies import check_agencies
from site_builder.checking.text.leftovers import check_leftovers, check_secrecy
from site_builder.checking.text.markup import check_lists, check_tables, check_titles
from site_builder.checking.text.numbering import check_numbering
from site_builder.checking.text.punctuation import check_document_numbers, check_punctuation
from site_builder.checking.text.sensitive_tables import check_sensitive_columns
from site_builder.checking.text.wording import make_wording_rule
from site_builder.config import Config
from site_builder.model import Item
from site_builder.problem import Place, Problem, make_problem
from site_builder.rules import apply_rule_levels

# What a rule finds in one file beyond so many is not looked for: each takes some 3 KB.
MOST_FOUND = 10_000

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
        places = AcceptedPlaces(text, start, accepted)
        return (*places.remove_accepted(found), *places.check_unused(path, text, found), *wrong)

    return check_text


def make_recorded_text_checker(_: Config) -> Callable[[str, str, int, Item, tuple[Problem, ...]], tuple[Problem, ...]]:
    """Give what judges texts that were judged when they were published: nothing is found in them any more."""
    return accept_text


def accept_text(*_: object) -> tuple[Problem, ...]:
    """Find nothing in a text."""
    return ()


def list_text_rules(config: Config) -> tuple[TextRule, ...]:
    """Give the rules with what they need of the settings; those that are off are left out."""
    from site_builder.checking.personal_data.rule import RULE, make_personal_data_rule

    off = frozenset(rule for rule, weight in config.checks.weights if weight == "off")
    personal_data = make_personal_data_rule(config.checks.plain_contacts)
    rules: tuple[TextRule, ...] = () if RULE in off else (lambda writing: stop_finding(personal_data(writing)),)
    return (*rules, make_readable_text_rule(config, off))


def stop_finding(found: Iterable[Problem]) -> Iterator[Problem]:
    """Give what a rule finds in one file; of more than any text has, say so at the first of the rest."""
    for count, each in enumerate(found):
        if count == MOST_FOUND:
            message = "from here on the rest is not looked at: there are more than {most} findings of {name} above"
            place = Place(each.path, each.line, each.column, each.source, each.skipped)
            yield make_problem(
                "error", "size", place, message, "mend these first", most=f"{MOST_FOUND:,}", name=each.rule
            )
            return
        yield each


def make_readable_text_rule(config: Config, off: frozenset[str]) -> Callable[[ItemText], Iterator[Problem]]:
    """Give what judges the words of a file by every rule that is not off; they share what is made of the file."""
    rules = {
        "agency": check_agencies,
        "annex": check_named_attachments,
        "caption": check_captions,
        "column": make_column_rule(config),
        "day": check_dates,
        "document-number": check_document_numbers,
        "host": make_host_rule(config.checks.hosts, config.base_url),
        "leftover": check_leftovers,
        "list": check_lists,
        "numbering": check_numbering,
        "order": check_date_order,
        "punctuation": check_punctuation,
        "sensitive-column": check_sensitive_columns,
        "secrecy": check_secrecy,
        "table": check_tables,
        "title": check_titles,
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
                yield from stop_finding(rule(speech))

    return check
