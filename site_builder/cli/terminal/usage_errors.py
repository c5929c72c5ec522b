"""A wrong call of the program -> one sentence in the reader's language; click has its own in English only."""

import re

import click

from site_builder.cli.terminal.messages import Messages

EXTRA_ARGUMENTS = re.compile(r"Got unexpected extra arguments? \((?P<extra>.*)\)")


def explain_usage_error(error: click.ClickException, messages: Messages) -> tuple[str, str]:
    """Give a sentence, and the line that shows how the command is called; of a call without words all help instead."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return "", error.format_message()
    context = error.ctx if isinstance(error, click.UsageError) else None
    before = messages.say("Usage:")
    return format_usage_error(error, messages), before + context.get_usage().removeprefix("Usage:") if context else ""


def format_usage_error(error: click.ClickException, messages: Messages) -> str:
    """Say what is wrong with a call; what click says that is not known here stays in English."""
    if messages.locale == "en":
        return error.format_message()
    if isinstance(error, click.NoSuchOption):
        said = messages.say("there is no option {name}").format(name=error.option_name)
        return said + format_suggestions(error.possibilities, messages)
    if isinstance(error, click.exceptions.NoSuchCommand):
        said = messages.say("there is no command {name}").format(name=error.command_name)
        return said + format_suggestions(error.possibilities, messages)
    if isinstance(error, click.BadOptionUsage):
        return messages.say("the option {name} needs a value, or may have none").format(name=error.option_name)
    if isinstance(error, click.BadParameter) and error.param is not None:
        return format_parameter_error(error, error.param, messages)
    extra = EXTRA_ARGUMENTS.match(error.message)
    return (
        messages.say("too much is written: {extra}").format(extra=extra["extra"]) if extra else error.format_message()
    )


def format_parameter_error(error: click.BadParameter, parameter: click.Parameter, messages: Messages) -> str:
    """Say what is wrong with an option or an argument."""
    name = parameter.get_error_hint(error.ctx).replace("'", "") if error.ctx else parameter.human_readable_name
    if isinstance(error, click.MissingParameter):
        return messages.say("{name} is missing").format(name=name)
    kind = parameter.type
    if isinstance(kind, click.Choice):
        return messages.say("{name} has to be one of these: {choices}").format(
            name=name, choices=", ".join(kind.choices)
        )
    if isinstance(kind, click.IntRange):
        return messages.say("{name} has to be a whole number from {least} to {most}").format(
            name=name, least=kind.min, most=kind.max
        )
    return messages.say("{name} cannot be taken: {reason}").format(name=name, reason=error.message)


def format_suggestions(names: list[str] | None, messages: Messages) -> str:
    """Ask whether one of the nearest names was meant."""
    return messages.say("; did you mean {names}?").format(names=", ".join(names)) if names else ""
