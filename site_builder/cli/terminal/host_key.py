"""Shows the key of a host that is not known yet and asks whether it is the right one; accepts none by itself."""

import sys

import click

from site_builder.cli.terminal.messages import Messages
from site_builder.problem import CommandError


def confirm_host_key(error: CommandError, messages: Messages) -> bool:
    """Tell whether somebody at a terminal has confirmed the key that a command stopped at; it is then known."""
    from site_builder.publishing.targets.openssh.host_keys import UnknownHostKeyError, remember_host_key

    if not isinstance(error, UnknownHostKeyError) or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    key, host = error.key, error.address.host
    sentence = messages.say("{host} is not known here yet. It shows this host key:")
    click.echo(f"{sentence.format(host=host)}\n    {key.kind} {key.fingerprint}", err=True)
    question = messages.say("Is it the fingerprint that whoever runs the server has told you? Write yes to go on")
    answer = click.prompt(question, default="no", show_default=False, err=True)
    if str(answer).strip().lower() not in {"yes", "是"}:
        return False
    remember_host_key(error)
    return True
