"""Asks an editor for what a new item needs, at a terminal and in the language of messages; writes no file."""

import sys
from collections.abc import Callable
from typing import TypeVar

import click

from site_builder.cli.terminal.messages import Words
from site_builder.dates import parse_when
from site_builder.editing.existing_site import Desk, column_named, entry_named, title_of
from site_builder.front_matter.values import SEPARATORS
from site_builder.model import Column, RegistryName
from site_builder.problem import Refused

T = TypeVar("T")
# More entries than this are not listed; names can be written all the same.
MOST_LISTED = 30


def at_terminal() -> bool:
    """Tell whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


class Questions:
    """The questions about one item."""

    def __init__(self, desk: Desk, words: Words) -> None:
        """Ask in the language of messages."""
        self.desk = desk
        self.words = words
        self.say = words.say
        self.tongue = "zh" if words.locale.startswith("zh") else "en"

    def until_good(self, question: str, read: Callable[[str], T], default: str | None = None) -> T:
        """Ask until the answer can be used; say what is wrong with one that cannot."""
        while True:
            answer = click.prompt(question, default=default, show_default=bool(default), prompt_suffix=": ")
            try:
                return read(str(answer).strip())
            except Refused as error:
                click.echo("  " + self.words.fill(error.message, error.values))

    def column(self) -> Column:
        """Ask for the column, by number, id or title."""
        columns = self.desk.columns
        click.echo(self.say("Which column?"))
        for number, each in enumerate(columns, 1):
            click.echo(f"  {number}  {title_of(each, self.tongue)} ({each.id})")

        def read(answer: str) -> Column:
            if answer.isdecimal() and 0 < int(answer) <= len(columns):
                return columns[int(answer) - 1]
            return column_named(self.desk, answer)

        return self.until_good(self.say("Number or name"), read)

    def title(self, default: str = "") -> str:
        """Ask for the title."""

        def read(answer: str) -> str:
            return " ".join(answer.split())

        return self.until_good(self.say("Title"), read, default or None)

    def day(self) -> str:
        """Ask for the date; today where nothing is written."""
        return self.until_good(self.say("Date"), lambda answer: good_date(self.desk, answer), self.desk.at.local[:10])

    def entries(self, registry: RegistryName, question: str) -> tuple[str, ...]:
        """Ask for names of a registry, several divided by commas, by number or name; none is an answer too."""
        entries = self.desk.entries(registry)
        if not entries and registry not in self.desk.config.open_registries:
            return ()
        click.echo(question)
        for number, each in enumerate(entries[:MOST_LISTED], 1):
            click.echo(f"  {number}  {title_of(each, self.tongue)} ({each.id})")
        if len(entries) > MOST_LISTED:
            rest = self.say("  … and {n} more in content/{registry}.toml")
            click.echo(rest.format(n=len(entries) - MOST_LISTED, registry=registry))

        def read(answer: str) -> tuple[str, ...]:
            parts = [part.strip() for part in SEPARATORS.split(answer) if part.strip()]
            return tuple(dict.fromkeys(one(part) for part in parts))

        def one(part: str) -> str:
            if part.isdecimal() and 0 < int(part) <= len(entries):
                return entries[int(part) - 1].id
            return entry_named(self.desk, registry, part)

        return self.until_good(self.say("Numbers or names, divided by commas; none: press Enter"), read, "")


def good_date(desk: Desk, written: str) -> str:
    """Give a date in the form of files; raises Refused (2) for what is none."""
    when = parse_when(written, desk.names.zone)
    if when is None:
        raise Refused(2, '"{value}" is not a date; write it as 2024-01-31', value=written)
    return when.local[:16].replace("T", " ") if when.timed else when.local[:10]
