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
from site_builder.cli.terminal.messages import Words
from site_builder.problem import as_text, errors

if TYPE_CHECKING:
    from site_builder.preview.preview import Ready

PORT = 8000


@click.command()
@click.argument("site", required=False, default=".", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0 takes any free one.")
@click.option("--at", default="", metavar="WHEN", help="The clock: a day (its 00:00) or a moment, instead of now.")
@click.option("--lang", type=click.Choice(["en", "zh"]), help="Language of messages; else the locale's.")
def preview(site: Path, port: int, at: str, lang: str | None) -> int:
    """Show SITE (default: here) in the browser and follow every change; drafts are shown, and marked."""
    interruptible = Interruptible()
    with interruptible.listening():
        from site_builder.preview.preview import Wanted
        from site_builder.preview.preview import preview as run

        words = Words(lang)
        run(Wanted(site, at, port), words, partial(tell, port, words), interruptible)
    return 0


def tell(port: int, words: Words, what: "Ready | Report | str") -> None:
    """Say where the preview is, what a build came to, or how the machine failed."""
    if isinstance(what, str):
        click.echo(f"bulletin: {what}", err=True)
        return
    if isinstance(what, Report):
        tell_report(what, words)
        return
    if port and what.port != port:
        click.echo(words.say("Port {port} is taken; {next} is free.").format(port=port, next=what.port))
    sentence = words.say("Preview: {address} and the editors' desk: {desk} (Ctrl-C ends it)")
    click.echo(sentence.format(address=what.address, desk=what.desk))


def tell_report(report: Report, words: Words) -> None:
    """Say what a build came to."""
    for each in report.problems:
        click.echo(as_text(each, words.say), err=True)
    if errors(report.problems):
        click.echo(words.say("The last good site stays until the errors are mended."))
    else:
        sentence = words.say("{written} written, {removed} removed ({seconds} s)")
        values = {"written": report.written, "removed": report.removed, "seconds": f"{report.seconds:.2f}"}
        click.echo(sentence.format(**values))


class Interrupted(KeyboardInterrupt):
    """Ctrl-C was pressed.

    Not KeyboardInterrupt itself: where that passes through `exec` of a text, as in the standard library's namedtuple,
    Python 3.11 ends the process by the signal although the exception was caught (`exit_sigint` in Modules/main.c).
    """


class Interruptible:
    """The part of a run that Ctrl-C ends, wherever it is; before it the wish is kept, after it nothing is disturbed."""

    def __init__(self) -> None:
        """Begin outside of the part."""
        self.inside = False
        self.asked = False
        self.hook = sys.unraisablehook

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take Ctrl-C over, and end quietly if that is what ended it."""
        self.hook, sys.unraisablehook = sys.unraisablehook, self.dropped
        before = signal.signal(signal.SIGINT, self.interrupt)
        try:
            yield
        except Interrupted:
            pass
        finally:
            sys.unraisablehook = self.hook
            signal.signal(signal.SIGINT, before)

    def __enter__(self) -> None:
        """Begin the part."""
        self.inside = True
        if self.asked:
            self.leave()

    def __exit__(self, *_: object) -> None:
        """End the part."""
        self.inside = False

    def interrupt(self, *_: object) -> None:
        """Answer the signal."""
        self.asked = True
        if self.inside:
            self.leave()

    def leave(self) -> NoReturn:
        """End the part now."""
        self.inside = False
        raise Interrupted

    def dropped(self, lost: Any) -> None:
        """Have the interrupt raised anew that Python dropped, since it came while a weak reference ended, or the like.

        Any other exception that is dropped is none of ours.
        """
        if issubclass(lost.exc_type, Interrupted):
            self.inside = True
            threading.Timer(0.01, press_again).start()
        else:
            self.hook(lost)


def press_again() -> None:
    """Send the signal to the main thread itself, which may be waiting; on Windows it wakes by and by."""
    if sys.platform == "win32":
        signal.raise_signal(signal.SIGINT)
    else:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
