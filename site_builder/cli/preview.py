"""`bulletin preview`: starts the preview, says where it is and how its builds go, and ends it at Ctrl-C."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from site_builder.building.commit import Report
from site_builder.cli.terminal.messages import Messages
from site_builder.cli.terminal.problems import print_problems
from site_builder.problem import has_errors

if TYPE_CHECKING:
    from site_builder.preview.preview import PreviewAddress

PORT = 8000


@click.command()
@click.argument("site", required=False, default=".", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0 takes any free one.")
@click.option("--at", default="", metavar="WHEN", help="The clock: a day (its 00:00) or a moment, instead of now.")
@click.option("--lang", type=click.Choice(["en", "zh"]), help="Language of messages; else the locale's.")
def preview(site: Path, port: int, at: str, lang: str | None) -> int:
    """Show SITE (default: here) in the browser and follow every change; drafts are shown, and marked."""
    interrupt_guard = InterruptGuard()
    with interrupt_guard.handle_interrupts():
        from site_builder.preview.preview import PreviewOptions
        from site_builder.preview.preview import preview as run

        messages = Messages(lang)
        run(PreviewOptions(site, at, port), messages, partial(print_event, port, messages), interrupt_guard)
    return 0


def print_event(port: int, messages: Messages, event: "PreviewAddress | Report | str") -> None:
    """Say where the preview is, what a build came to, or how the machine failed."""
    if isinstance(event, str):
        click.echo(f"bulletin: {event}", err=True)
        return
    if isinstance(event, Report):
        print_report(event, messages)
        return
    if port and event.port != port:
        click.echo(messages.say("Port {port} is taken; {next} is free.").format(port=port, next=event.port))
    sentence = messages.say("Preview: {address} and the editors' desk: {desk} (Ctrl-C ends it)")
    click.echo(sentence.format(address=event.address, desk=event.desk))


def print_report(report: Report, messages: Messages) -> None:
    """Say what a build came to."""
    print_problems(report.problems, messages)
    if has_errors(report.problems):
        click.echo(messages.say("The last good site stays until the errors are mended."))
    else:
        sentence = messages.say("{written} written, {removed} removed ({seconds} s)")
        values = {"written": report.written, "removed": report.removed, "seconds": f"{report.seconds:.2f}"}
        click.echo(sentence.format(**values))


class PreviewInterrupt(KeyboardInterrupt):
    """Ctrl-C was pressed.

    Not KeyboardInterrupt itself: where that passes through `exec` of a text, as in the standard library's namedtuple,
    Python 3.11 ends the process by the signal although the exception was caught (`exit_sigint` in Modules/main.c).
    """


class InterruptGuard:
    """The part of a run that Ctrl-C ends, wherever it is; before it the wish is kept, after it nothing is disturbed."""

    def __init__(self) -> None:
        """Begin outside of the part."""
        self.is_active = False
        self.is_requested = False
        self.hook = sys.unraisablehook

    @contextmanager
    def handle_interrupts(self) -> Iterator[None]:
        """Take Ctrl-C over, and end quietly if that is what ended it."""
        self.hook, sys.unraisablehook = sys.unraisablehook, self.handle_unraisable
        before = signal.signal(signal.SIGINT, self.handle_signal)
        try:
            yield
        except PreviewInterrupt:
            pass
        finally:
            sys.unraisablehook = self.hook
            signal.signal(signal.SIGINT, before)

    def __enter__(self) -> None:
        """Begin the part."""
        self.is_active = True
        if self.is_requested:
            self.raise_interrupt()

    def __exit__(self, *_: object) -> None:
        """End the part."""
        self.is_active = False

    def handle_signal(self, *_: object) -> None:
        """Answer the signal."""
        self.is_requested = True
        if self.is_active:
            self.raise_interrupt()

    def raise_interrupt(self) -> NoReturn:
        """End the part now."""
        self.is_active = False
        raise PreviewInterrupt

    def handle_unraisable(self, lost: Any) -> None:
        """Have the interrupt raised anew that Python dropped, since it came while a weak reference ended, or the like.

        Any other exception that is dropped is none of ours.
        """
        if issubclass(lost.exc_type, PreviewInterrupt):
            self.is_active = True
            threading.Timer(0.01, resend_signal).start()
        else:
            self.hook(lost)


def resend_signal() -> None:
    """Send the signal to the main thread itself, which may be waiting; on Windows it wakes by and by."""
    if sys.platform == "win32":
        signal.raise_signal(signal.SIGINT)
    else:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
