"""A wrong call of the program -> one sentence in the reader's language; click has its own in English only."""

import re

import click

from site_builder.cli.terminal.messages import Words

EXTRA = re.compile(r"Got unexpected extra arguments? \((?P<extra>.*)\)")


def explained(error: click.ClickException, words: Words) -> tuple[str, str]:
    """Give a sentence, and the line that shows how the command is called; of a call without words all help instead."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return "", error.format_message()
    context = error.ctx if isinstance(error, click.UsageError) else None
    before = words.say("Usage:")
    return in_sentence(error, words), before + context.get_usage().removeprefix("Usage:") if context else ""


def in_sentence(error: click.ClickException, words: Words) -> str:
    """Say what is wrong with a call; what click says that is not known here stays in English."""
    if words.locale == "en":
        return error.format_message()
    if isinstance(error, click.NoSuchOption):
        said = words.say("there is no option {name}").format(name=error.option_name)
        return said + nearest(error.possibilities, words)
    if isinstance(error, click.exceptions.NoSuchCommand):
        said = words.say("there is no command {name}").format(name=error.command_name)
        return said + nearest(error.possibilities, words)
    if isinstance(error, click.BadOptionUsage):
        return words.say("the option {name} needs a value, or may have none").format(name=error.option_name)
    if isinstance(error, click.BadParameter) and error.param is not None:
        return of_parameter(error, error.param, words)
    extra = EXTRA.match(error.message)
    return words.say("too much is written: {extra}").format(extra=extra["extra"]) if extra else error.format_message()


def of_parameter(error: click.BadParameter, parameter: click.Parameter, words: Words) -> str:
    """Say what is wrong with an option or an argument."""
    name = parameter.get_error_hint(error.ctx).replace("'", "") if error.ctx else parameter.human_readable_name
    if isinstance(error, click.MissingParameter):
        return words.say("{name} is missing").format(name=name)
    kind = parameter.type
    if isinstance(kind, click.Choice):
        return words.say("{name} has to be one of these: {choices}").format(name=name, choices=", ".join(kind.choices))
    if isinstance(kind, click.IntRange):
        return words.say("{name} has to be a whole number from {least} to {most}").format(
            name=name, least=kind.min, most=kind.max
        )
    return words.say("{name} cannot be taken: {reason}").format(name=name, reason=error.message)


def nearest(names: list[str] | None, words: Words) -> str:
    """Ask whether one of the nearest names was meant."""
    return words.say("; did you mean {names}?").format(names=", ".join(names)) if names else ""
