"""`check --mask`: shows where masks go, asks, and has them written; decides nothing about what is personal."""

import sys
from pathlib import Path

import click

from site_builder.checking.personal_data.rule import RULE
from site_builder.cli.terminal.messages import Words
from site_builder.editing.masking import Masked, masks, write_masked
from site_builder.problem import Problem, Refused


def offer_masks(site: Path, problems: tuple[Problem, ...], words: Words, *, sure: bool) -> bool:
    """Show each mask and write all of them if that is wanted; tell whether anything was written.

    Somebody at a terminal is asked. Nobody else is: then `sure` has them written, else Refused (2) is raised.
    """
    files = masks(site, problems)
    for each in files:
        show_masks(each, words)
    if any(each.rule == RULE and not each.path.endswith(".md") for each in problems):
        said = "Attachments and settings cannot be masked here: change them in the program that made them."
        click.echo(words.say(said))
    if not files:
        click.echo(words.say("There is nothing to mask."))
        return False
    if not sure and not sys.stdin.isatty():
        raise Refused(2, "nothing was written: there is nobody to ask here; add --yes to write these masks")
    question = words.plural("Write {n} mask?", "Write {n} masks?", sum(len(each.changes) for each in files))
    if not sure and not click.confirm(question):
        click.echo(words.say("Nothing was written."))
        return False
    write_masked(site, files)
    click.echo(words.plural("{n} file written", "{n} files written", len(files)))
    return True


def show_masks(file: Masked, words: Words) -> None:
    """Print where masks go, and each line as it will be; never as it was."""
    for each in file.changes:
        place = f"{each.path}:{each.line}:{each.column}"
        click.echo(words.say("{place}: becomes {masked}").format(place=place, masked=each.masked))
        click.echo(f"    {each.text}")
