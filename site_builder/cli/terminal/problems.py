"""Problems on a terminal, each with its hint, and how many there are; sorts and judges none itself.

Of those of one rule in one file the first are shown and the others counted: nobody reads a thousand.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

import click

from site_builder.cli.terminal.messages import Messages
from site_builder.problem import Problem, format_problem

MOST_SHOWN = 60


def print_problems(problems: tuple[Problem, ...], messages: Messages, *, err: bool = True) -> None:
    """Print Problems."""
    for text in format_problems(problems, messages):
        click.echo(text, err=err)


def format_problems(problems: Iterable[Problem], messages: Messages) -> Iterator[str]:
    """Write Problems, of each rule in each file the first; below the last of these, how many more there are."""
    kept = list(problems)
    left = Counter((each.path, each.rule) for each in kept)
    shown = Counter[tuple[str, str]]()
    for each in kept:
        kind = each.path, each.rule
        if shown[kind] == MOST_SHOWN:
            continue
        shown[kind] += 1
        left[kind] -= 1
        yield format_problem(each, messages.say)
        if shown[kind] == MOST_SHOWN and left[kind]:
            more = messages.say_plural("and {n} more", "and {n} more", left[kind])
            yield f"{each.path}: {more}  [{each.rule}]"


def print_counted_problems(problems: tuple[Problem, ...], messages: Messages, *, err: bool) -> None:
    """Print Problems, and how many there are."""
    print_problems(problems, messages, err=err)
    if problems:
        click.echo(messages.format_total(problems), err=err)
