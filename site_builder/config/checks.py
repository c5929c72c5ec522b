"""What site.toml says of the checks -> Checks, with a Problem at each setting that is wrong; checks nothing itself."""

import re
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from site_builder.config.published_contacts import PublishedContact, read_published_contacts
from site_builder.config.settings import Settings
from site_builder.config.word_lists import WrongWord
from site_builder.config.working_days import SETTINGS as COUNTING
from site_builder.config.working_days import WorkingDays, read_working_days
from site_builder.rules import RULE_LEVELS, RULES, RuleLevel
from site_builder.spelling import format_suggestion

# What `[checks]` holds besides severities.
SETTINGS = ("hosts", "reviews", "since", *COUNTING)
MOST_REVIEWS = 9
HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9-]+(?::\d+)?|\[[0-9a-f:.]+\](?::\d+)?")


class ColumnChecks(Struct, frozen=True):
    """What one column asks of its items: clear days before an event (0 for none), reviews (None: as many as all)."""

    id: str
    notice_days: int = 0
    reviews: int | None = None


class Checks(Struct, frozen=True, kw_only=True, dict=True):
    """How a site wants its items judged: rules with another severity than their usual one, and what rules go by.

    `hosts` are those that links may lead to, all where it is None; `reviews` how many an item needs. Items from before
    the day `since` need neither these nor days of notice, of which those count that `counting` says. `words` is the
    township's own list, `contacts` its own numbers and mailboxes.
    """

    weights: tuple[tuple[str, RuleLevel], ...] = ()
    hosts: tuple[str, ...] | None = None
    reviews: int = 0
    since: str = ""
    columns: tuple[ColumnChecks, ...] = ()
    counting: WorkingDays = WorkingDays()
    words: tuple[WrongWord, ...] = ()
    contacts: tuple[PublishedContact, ...] = ()

    @cached_property
    def plain_contacts(self) -> frozenset[str]:
        """The numbers and mailboxes that are no private data, as they are compared."""
        return frozenset(each.plain for each in self.contacts)


def read_checks(settings: Settings) -> Checks:
    """Read the settings of the checks."""
    return Checks(
        weights=tuple(read_weights(settings)),
        hosts=read_hosts(settings),
        reviews=read_bounded_number(settings, "checks.reviews", MOST_REVIEWS) or 0,
        since=settings.read_day("checks.since"),
        columns=tuple(read_column_checks(settings)),
        counting=read_working_days(settings, "checks"),
        contacts=tuple(read_published_contacts(settings)),
    )


def read_weights(settings: Settings) -> Iterator[tuple[str, RuleLevel]]:
    """Read `[checks]`: a severity by rule."""
    for rule in settings.read_table("checks"):
        if rule in SETTINGS:
            continue
        key = f"checks.{rule}"
        if rule not in RULES:
            guess = settings.guess(rule, (*RULES, *SETTINGS))
            message = 'there is no rule "{name}" whose severity can be chosen'
            settings.add_problem("error", key, message, format_suggestion(guess), name=rule, guess=guess)
            continue
        written = settings.read_text(key, "")
        if written not in RULE_LEVELS:
            message, hint = '"{value}" is not a severity', "write error, warning, notice or off"
            settings.add_value_problem(key, message, hint, value=written)
        else:
            yield rule, written


def read_hosts(settings: Settings) -> tuple[str, ...] | None:
    """Read the hosts that links may lead to, without `www.`; those below one are meant too."""
    if settings.get("checks.hosts") is None:
        return None
    found = []
    for written in settings.read_texts("checks.hosts", ()):
        host = written.strip().lower().rstrip(".").removeprefix("www.")
        if HOST.fullmatch(host):
            found.append(host)
        else:
            message, hint = '"{value}" is not the name of a host', 'write hosts = ["gov.cn", "example.org"]'
            settings.add_value_problem("checks.hosts", message, hint, value=written)
    return tuple(dict.fromkeys(found))


def read_column_checks(settings: Settings) -> Iterator[ColumnChecks]:
    """Read what single columns ask of their items."""
    for one, table in settings.list_tables("columns") if isinstance(settings.get("columns"), list) else ():
        if {"notice_days", "reviews"} & table.keys():
            notice, reviews = (
                one.read_number("columns.notice_days"),
                read_bounded_number(one, "columns.reviews", MOST_REVIEWS),
            )
            yield ColumnChecks(one.read_text("columns.id", ""), notice, reviews)


def read_bounded_number(settings: Settings, key: str, most: int) -> int | None:
    """Read a number from 0 to `most`; None where it is not written."""
    value = settings.get(key)
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most:
        return value
    settings.add_value_problem(
        key, "{key} is not a number from 0 to {most}", "write a number without quotation marks", most=most
    )
    return None
