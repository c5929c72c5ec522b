"""`check --mask`: shows where masks go, asks, and has them written; decides nothing about what is personal."""

import sys
from pathlib import Path

import click

from site_builder.checking.personal_data.rule import RULE
from site_builder.cli.terminal.messages import Messages
from site_builder.editing.masking import MaskedFile, plan_masks, write_masked_files
from site_builder.problem import CommandError, Problem


def offer_masks(site: Path, problems: tuple[Problem, ...], messages: Messages, *, confirmed: bool) -> bool:
    """Show each mask and write all of them if that is wanted; tell whether anything was written.

    Somebody at a terminal is asked. Nobody else is: then `confirmed` has them written, else CommandError (2) is raised.
    """
    files = plan_masks(site, problems)
    for each in files:
        print_masks(each, messages)
    if any(each.rule == RULE and not each.path.endswith(".md") for each in problems):
        said = "Attachments and settings cannot be masked here: change them in the program that made them."
        click.echo(messages.say(said))
    if not files:
        click.echo(messages.say("There is nothing to mask."))
        return False
    if not confirmed and not sys.stdin.isatty():
        raise CommandError(2, "nothing was written: there is nobody to ask here; add --yes to write these masks")
    question = messages.say_plural("Write {n} mask?", "Write {n} masks?", sum(len(each.changes) for each in files))
    if not confirmed and not click.confirm(question):
        click.echo(messages.say("Nothing was written."))
        return False
    write_masked_files(site, files)
    click.echo(messages.say_plural("{n} file written", "{n} files written", len(files)))
    return True


def print_masks(file: MaskedFile, messages: Messages) -> None:
    """Print where masks go, and each line as it will be; never as it was."""
    for each in file.changes:
        place = f"{each.path}:{each.line}:{each.column}"
        click.echo(messages.say("{place}: becomes {masked}").format(place=place, masked=each.masked))
        click.echo(f"    {each.text}")
