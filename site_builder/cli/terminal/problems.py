"""Problems on a terminal, each with its hint, and how many there are; sorts, counts and judges none itself."""

import click

from site_builder.cli.terminal.messages import Messages
from site_builder.problem import Problem, format_problem


def print_problems(problems: tuple[Problem, ...], messages: Messages, *, err: bool = True) -> None:
    """Print Problems."""
    for each in problems:
        click.echo(format_problem(each, messages.say), err=err)


def print_counted_problems(problems: tuple[Problem, ...], messages: Messages, *, err: bool) -> None:
    """Print Problems, and how many there are."""
    print_problems(problems, messages, err=err)
    if problems:
        click.echo(messages.format_total(problems), err=err)
