"""Asks an editor for what a new item needs, at a terminal and in the language of messages; writes no file."""

import sys
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import click

from site_builder.cli.terminal.messages import Messages
from site_builder.dates import MINUTES, parse_when, parse_written_date
from site_builder.editing.existing_site import ExistingSite, get_title, require_column, require_entry
from site_builder.front_matter.missing_years import format_with_year, make_day_of_year
from site_builder.front_matter.values import SEPARATORS
from site_builder.model import Column, RegistryName
from site_builder.problem import CommandError

T = TypeVar("T")
# More entries than this are not listed; names can be written all the same.
MAX_LISTED = 30
# A day without a year that is longer ago this year may be next year's.
HALF_YEAR = timedelta(days=182)


def is_at_terminal() -> bool:
    """Tell whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


class ItemPrompts:
    """The questions about one item."""

    def __init__(self, existing_site: ExistingSite, messages: Messages) -> None:
        """Ask in the language of messages."""
        self.existing_site = existing_site
        self.messages = messages
        self.say = messages.say
        self.language = "zh" if messages.locale.startswith("zh") else "en"

    def ask_until_valid(self, question: str, parse: Callable[[str], T], default: str | None = None) -> T:
        """Ask until the answer can be used; say what is wrong with one that cannot."""
        while True:
            answer = click.prompt(question, default=default, show_default=bool(default), prompt_suffix=": ")
            try:
                return parse(str(answer).strip())
            except CommandError as error:
                click.echo("  " + self.messages.fill_message(error.message, error.values))

    def ask_column(self) -> Column:
        """Ask for the column, by number, id or title."""
        columns = self.existing_site.columns
        click.echo(self.say("Which column?"))
        for number, each in enumerate(columns, 1):
            click.echo(f"  {number}  {get_title(each, self.language)} ({each.id})")

        def parse(answer: str) -> Column:
            if answer.isdecimal() and 0 < int(answer) <= len(columns):
                return columns[int(answer) - 1]
            return require_column(self.existing_site, answer)

        return self.ask_until_valid(self.say("Number or name"), parse)

    def ask_title(self, default: str = "") -> str:
        """Ask for the title."""

        def parse(answer: str) -> str:
            return " ".join(answer.split())

        return self.ask_until_valid(self.say("Title"), parse, default or None)

    def ask_date(self) -> str:
        """Ask for the date; today where nothing is written."""
        return self.ask_until_valid(
            self.say("Date"),
            lambda answer: parse_date(self.existing_site, answer),
            self.existing_site.moment.local[:10],
        )

    def ask_entries(self, registry: RegistryName, question: str) -> tuple[str, ...]:
        """Ask for names of a registry, several divided by commas, by number or name; none is an answer too."""
        entries = self.existing_site.list_entries(registry)
        if not entries and registry not in self.existing_site.config.open_registries:
            return ()
        click.echo(question)
        for number, each in enumerate(entries[:MAX_LISTED], 1):
            click.echo(f"  {number}  {get_title(each, self.language)} ({each.id})")
        if len(entries) > MAX_LISTED:
            rest = self.say("  … and {n} more in content/{registry}.toml")
            click.echo(rest.format(n=len(entries) - MAX_LISTED, registry=registry))

        def parse(answer: str) -> tuple[str, ...]:
            parts = [part.strip() for part in SEPARATORS.split(answer) if part.strip()]
            return tuple(dict.fromkeys(find_id(part) for part in parts))

        def find_id(part: str) -> str:
            if part.isdecimal() and 0 < int(part) <= len(entries):
                return entries[int(part) - 1].id
            return require_entry(self.existing_site, registry, part)

        return self.ask_until_valid(self.say("Numbers or names, divided by commas; none: press Enter"), parse, "")


def parse_date(existing_site: ExistingSite, written: str) -> str:
    """Give a date in the form of files, of this year where it says none; raises CommandError (2) for what is none."""
    parts, now = parse_written_date(written), existing_site.moment.day
    day = make_day_of_year(parts, now.year) if parts and not parts.year else None
    if day and parts and now - day > HALF_YEAR:
        examples = format_with_year(parts, now.year + 1), format_with_year(parts, now.year)
        message = 'the date "{value}" says no year; write {next} or {this}'
        raise CommandError(2, message, value=written, next=examples[0], this=examples[1])
    zone = existing_site.names.zone
    when = parse_when(format_with_year(parts, now.year) if day and parts else written, zone)
    if when is None:
        raise CommandError(2, '"{value}" is not a date; write it as 2024-01-31', value=written)
    short = when.local[:16].replace("T", " ") if when.timed else when.local[:10]
    again = parse_when(short, zone)
    # Without its offset, a time that a clock change doubles is the first.
    return short if again and when.epoch - again.epoch < MINUTES else when.local
