"""A second process for a small build: it imports what reads and renders while this one finds out what there is to do.

It is forked before this one has imported or read anything, for to divide a process that holds a whole site costs more
than is won. It does one thing after another, keeps each result until it is asked for it, and ends with this process.
"""

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import IO, Any

from site_builder.content.directory_listing import list_content

# What it needs, in the order of use.
NEEDED = [
    "site_builder.content.parse_item",
    "site_builder.checking.item_rules",
    "site_builder.markdown.fast.converter",
    "markdown.extensions.abbr",
    "markdown.extensions.admonition",
    "markdown.extensions.attr_list",
    "markdown.extensions.def_list",
    "markdown.extensions.footnotes",
    "markdown.extensions.md_in_html",
    "markdown.extensions.sane_lists",
    "markdown.extensions.tables",
    "markdown.extensions.toc",
    "nh3",
    "pymdownx.tasklist",
    "site_builder.building.render",
    "site_builder.building.fast_jinja.compiler",
    "site_builder.building.fast_jinja.bytecode_cache",
    "jinja2.ext",
    "segno",
    "babel.dates",
]
Function = Callable[..., Any]


class Hand:
    """A process that is there from the moment this is made; `listing` will be what a site's content/ holds."""

    def __init__(self, site: str, *, small: bool) -> None:
        """Fork it; where a build will be small, it imports what that needs while nothing is asked of it."""
        asked, asking = os.pipe()
        answers, answering = os.pipe()
        self.number = 0
        if os.fork() == 0:
            try:
                os.close(asking)
                os.close(answers)
                Helper(os.fdopen(asked, "rb"), os.fdopen(answering, "wb")).help(NEEDED if small else ())
            finally:
                os._exit(0)
        os.close(asked)
        os.close(answering)
        self.asking: IO[bytes] | None = os.fdopen(asking, "wb")
        self.answers = os.fdopen(answers, "rb")
        self.site = site
        self.listing = self.submit(list_content, site)

    def submit(self, function: Function, *values: Any) -> "Answer":
        """Have a function called there."""
        self.number += 1
        self.say((self.number, function, values))
        return Answer(self, self.number, function, values)

    def say(self, what: object) -> None:
        """Send something over; where the other process is no more, nothing is sent to it any longer."""
        import pickle

        if self.asking is not None:
            try:
                pickle.dump(what, self.asking)
                self.asking.flush()
            except OSError:
                self.close()

    def given(self, number: int) -> tuple[Any] | None:
        """Wait for what a call came to; None where it failed, or the other process is no more."""
        import pickle

        self.say((number, None, ()))
        try:
            return pickle.load(self.answers) if self.asking else None  # noqa: S301 - our own process
        except (OSError, EOFError, pickle.UnpicklingError):
            self.close()
            return None

    def close(self) -> None:
        """Let the other process end."""
        if self.asking is not None:
            with suppress(OSError):
                self.asking.close()
        self.asking = None
        self.answers.close()


class Answer:
    """What a function comes to: in the other process, or, where that fails or there is none, in this one when asked."""

    def __init__(self, hand: Hand | None, number: int, function: Function, values: tuple[Any, ...]) -> None:
        """Take note of a call."""
        self.hand, self.number = hand, number
        self.function, self.values = function, values

    def result(self) -> Any:
        """Give what the function gives, or raise what it raises; once."""
        given = self.hand.given(self.number) if self.hand else None
        return self.function(*self.values) if given is None else given[0]


class Helper:
    """The other process."""

    def __init__(self, asked: IO[bytes], answers: IO[bytes]) -> None:
        """Be there for one to ask."""
        self.asked, self.answers = asked, answers
        self.results: dict[int, bytes] = {}

    def help(self, needed: Iterable[str]) -> None:
        """Import modules, and in between and afterwards do what is asked for, until nobody is there to ask."""
        from importlib import import_module
        from select import select

        silent = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):  # whoever reads what this command says waits for its end
            os.dup2(silent, stream)
        for name in needed:
            while select([self.asked], [], [], 0)[0]:
                self.serve()
            import_module(name)
        while True:
            self.serve()

    def serve(self) -> None:
        """Do one thing that is asked for; raises EOFError at the end."""
        import pickle

        number, function, values = pickle.load(self.asked)  # noqa: S301 - our own process
        if function is None:
            self.answers.write(self.results.pop(number))
            self.answers.flush()
            return
        try:
            self.results[number] = pickle.dumps((function(*values),))
        except Exception:  # noqa: BLE001 - done again where it was asked for, it fails there too
            self.results[number] = pickle.dumps(None)
