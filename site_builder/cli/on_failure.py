"""What is done where a command fails: another one, which is given all that was printed; changes no exit status."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from typing import Any, TextIO

import click

from site_builder.cli.terminal.messages import Messages

COMMANDS = frozenset(["publish", "verify"])
STATUS_VARIABLE = "BULLETIN_STATUS"
ON_FAILURE = click.option(
    "--on-failure",
    metavar="COMMAND",
    expose_value=False,
    help="Run by the shell where this ends with another status than 0; reads why, and has the status in "
    f"${STATUS_VARIABLE}.",
)


class OutputRecorder:
    """Writes to a stream, and keeps what was written; a bar that is drawn over and over is not kept."""

    def __init__(self, stream: TextIO, recorded: list[str]) -> None:
        """Keep what is written to a stream in a list."""
        self.stream = stream
        self.recorded = recorded

    def write(self, text: str) -> int:
        """Write a text."""
        written = self.stream.write(text)
        if "\x1b" not in text:
            self.recorded.append(text)
        return written

    def __getattr__(self, name: str) -> Any:
        """Do everything else as the stream does."""
        return getattr(self.stream, name)


@contextmanager
def record_output(arguments: list[str]) -> Iterator[list[str]]:
    """Keep what a command prints that something is done about where it fails."""
    recorded: list[str] = []
    if arguments[:1] == [] or arguments[0] not in COMMANDS:
        yield recorded
        return
    out, err = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = OutputRecorder(out, recorded), OutputRecorder(err, recorded)
    try:
        yield recorded
    finally:
        sys.stdout, sys.stderr = out, err


def run_on_failure(arguments: list[str], status: int, printed: str, messages: Messages) -> None:
    """Run what is to be done where a command fails; where that fails itself, say so."""
    command, folder = (
        find_failure_command(arguments) if status and arguments[:1] and arguments[0] in COMMANDS else ("", None)
    )
    if not command.strip():
        return
    try:
        done = subprocess.run(  # noqa: S602 - it is meant for the shell, and whoever runs us wrote it
            command,
            shell=True,
            cwd=folder,
            input=printed.encode("utf-8", "backslashreplace"),
            stdout=2,  # what it prints is no part of what we print on stdout
            env={**os.environ, STATUS_VARIABLE: str(status)},
            check=False,
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        sentence = messages.say("what is done on failure could not be run: {command}: {reason}")
        click.echo(f"bulletin: {sentence.format(command=command, reason=reason)}", err=True)
        return
    if done.returncode:
        sentence = messages.say("what is done on failure failed itself, with status {status}: {command}")
        click.echo(f"bulletin: {sentence.format(command=command, status=done.returncode)}", err=True)


def find_failure_command(arguments: list[str]) -> tuple[str, Path | None]:
    """Give what is to be done on failure, of arguments that may not even be right, and the folder to do it in."""
    written = find_option_value(arguments, "--on-failure")
    if written is not None:
        return written, None
    from site_builder.config import read_config

    site = Path(find_option_value(arguments, "--site") or ".")
    with suppress(OSError):
        config = read_config(site).value
        return (config.on_failure if config else ""), site
    return "", None


def find_option_value(arguments: list[str], option: str) -> str | None:
    """Give the value of an option, the last one as click does."""
    found = None
    for each, after in pairwise([*arguments, ""]):
        if each == option:
            found = after
        elif each.startswith(f"{option}="):
            found = each.partition("=")[2]
    return found
