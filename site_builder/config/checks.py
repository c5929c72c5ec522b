"""What site.toml says of the checks -> Checks, with a Problem at each setting that is wrong; checks nothing itself."""

import re
from collections.abc import Iterator

from msgspec import Struct

from site_builder.config.settings import Settings
from site_builder.config.small_tables import Word
from site_builder.config.working_days import SETTINGS as COUNTING
from site_builder.config.working_days import Counting, read_counting
from site_builder.rules import RULES, WEIGHTS, Weight
from site_builder.spelling import close_match, did_you_mean

# What `[checks]` holds besides severities.
SETTINGS = ("hosts", "reviews", "since", *COUNTING)
MOST_REVIEWS = 9
HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9-]+(?::\d+)?|\[[0-9a-f:.]+\](?::\d+)?")


class ColumnChecks(Struct, frozen=True):
    """What one column asks of its items: clear days before an event (0 for none), reviews (None: as many as all)."""

    id: str
    notice_days: int = 0
    reviews: int | None = None


class Checks(Struct, frozen=True, kw_only=True):
    """How a site wants its items judged: rules with another severity than their usual one, and what rules go by.

    `hosts` are those that links may lead to, all where it is None; `reviews` how many an item needs. Items from before
    the day `since` need neither these nor days of notice, of which those count that `counting` says. `words` is the
    township's own list.
    """

    weights: tuple[tuple[str, Weight], ...] = ()
    hosts: tuple[str, ...] | None = None
    reviews: int = 0
    since: str = ""
    columns: tuple[ColumnChecks, ...] = ()
    counting: Counting = Counting()
    words: tuple[Word, ...] = ()


def read_checks(read: Settings) -> Checks:
    """Read the settings of the checks."""
    return Checks(
        weights=tuple(weights(read)),
        hosts=hosts(read),
        reviews=number(read, "checks.reviews", MOST_REVIEWS) or 0,
        since=read.day("checks.since"),
        columns=tuple(columns(read)),
        counting=read_counting(read, "checks"),
    )


def weights(read: Settings) -> Iterator[tuple[str, Weight]]:
    """Read `[checks]`: a severity by rule."""
    for rule in read.table("checks"):
        if rule in SETTINGS:
            continue
        key = f"checks.{rule}"
        if rule not in RULES:
            guess = close_match(rule, (*RULES, *SETTINGS))
            message = 'there is no rule "{name}" whose severity can be chosen'
            read.note("error", key, message, did_you_mean(guess), name=rule, guess=guess)
            continue
        written = read.text(key, "")
        if written not in WEIGHTS:
            message, hint = '"{value}" is not a severity', "write error, warning, notice or off"
            read.refuse(key, message, hint, value=written)
        else:
            yield rule, written


def hosts(read: Settings) -> tuple[str, ...] | None:
    """Read the hosts that links may lead to, without `www.`; those below one are meant too."""
    if read.get("checks.hosts") is None:
        return None
    found = []
    for written in read.texts("checks.hosts", ()):
        host = written.strip().lower().rstrip(".").removeprefix("www.")
        if HOST.fullmatch(host):
            found.append(host)
        else:
            message, hint = '"{value}" is not the name of a host', 'write hosts = ["gov.cn", "example.org"]'
            read.refuse("checks.hosts", message, hint, value=written)
    return tuple(dict.fromkeys(found))


def columns(read: Settings) -> Iterator[ColumnChecks]:
    """Read what single columns ask of their items."""
    for one, table in read.each("columns") if isinstance(read.get("columns"), list) else ():
        if {"notice_days", "reviews"} & table.keys():
            notice, reviews = one.number("columns.notice_days"), number(one, "columns.reviews", MOST_REVIEWS)
            yield ColumnChecks(one.text("columns.id", ""), notice, reviews)


def number(read: Settings, key: str, most: int) -> int | None:
    """Read a number from 0 to `most`; None where it is not written."""
    value = read.get(key)
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most:
        return value
    read.refuse(key, "{key} is not a number from 0 to {most}", "write a number without quotation marks", most=most)
    return None
