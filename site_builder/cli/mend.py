"""`check --mend` and `--mask`: shows each change, asks once for each kind, has them written; decides nothing itself."""

import sys
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from pathlib import Path
from typing import TypeAlias

import click
from msgspec import Struct

from site_builder.building.survey import Survey
from site_builder.checking.personal_data.finder import mask_keeping_length
from site_builder.checking.personal_data.names import NAME_MESSAGES
from site_builder.checking.personal_data.rule import RULE
from site_builder.cli.terminal.messages import Messages
from site_builder.editing.mending.gather import MendGate, MendStep, Offer
from site_builder.editing.mending.kinds import MASK, MendKind
from site_builder.editing.mending.line_changes import LineChange, list_line_changes
from site_builder.editing.mending.write import WrittenMends, write_mended_files
from site_builder.mends.mend import Mend
from site_builder.problem import Checked, CommandError, Problem

Look: TypeAlias = Callable[[], Checked[Survey | None]]
UNASKED, MACHINE_FAILED = 2, 3
# What one kind changes may let another be certain: a list right below a table.
MOST_PASSES = 3
NOBODY = "nothing was written: there is nobody to ask here; add --yes to write these changes"
NOBODY_MASKS = "nothing was written: there is nobody to ask here; add --yes to write these masks"
NOTHING_WRITTEN = WrittenMends((), (), ())


class MendOutcome(Struct, frozen=True):
    """What was offered, which of that was accepted, and what became of the files."""

    offers: tuple[Offer, ...]
    accepted: tuple[Offer, ...] = ()
    result: WrittenMends = NOTHING_WRITTEN

    def is_written(self, offer: Offer) -> bool:
        """Tell whether changes were accepted and written."""
        return offer.mended.path in self.result.written and offer in self.accepted

    def count(self, *, written: bool) -> int:
        """Count the changes that were written, or were not."""
        return sum(len(each.mends) for each in self.offers if self.is_written(each) == written)


class MendDialog:
    """Offers the mends of one site; a `silent` one prints nothing and asks nobody."""

    def __init__(self, messages: Messages, *, confirmed: bool, masks_only: bool = False, silent: bool = False) -> None:
        """Speak a language; what is `confirmed` beforehand is not asked for."""
        self.messages = messages
        self.confirmed = confirmed
        self.masks_only = masks_only
        self.silent = silent
        self.asks = not confirmed and not silent and sys.stdin.isatty()

    def mend_site(self, site: Path, look: Look) -> tuple[tuple[Problem, ...], dict[str, object], int]:
        """Look at a site, offer what is certain, and look again where something was written.

        Gives the Problems that are left, what was offered as an object, and the exit status that comes of it.
        """
        looked = look()
        gate = open_gate(site, looked)
        outcome = self.offer_mends(site, gate) if gate else MendOutcome(())
        self.print_result(outcome, looked.problems)
        if outcome.result.written:
            looked = look()
            if not self.masks_only and not self.silent:
                left = count_left(outcome, open_gate(site, looked, outcome.result.written))
                click.echo(format_left(left, outcome, self.messages))
        return looked.problems, self.to_record(outcome), self.find_status(outcome)

    def to_record(self, outcome: MendOutcome) -> dict[str, object]:
        """Give what was offered as an object; personal data in it is hidden."""
        changes = [
            {"kind": offer.kind.name, "path": offer.file.path}
            | self.describe_mend(step, mend)
            | {"written": outcome.is_written(offer)}
            for offer in outcome.offers
            for step in offer.steps
            for mend in step.mends
        ]
        unasked = {"error": self.messages.say(NOBODY)} if self.find_status(outcome) == UNASKED else {}
        return {"mends": changes, "not_written": list(outcome.result.stayed), **unasked}

    def describe_mend(self, step: MendStep, mend: Mend) -> dict[str, object]:
        """Say where a change stands, why, and how its lines are and will be."""
        changes = tuple(list_line_changes(step, (mend,)))
        return {
            "line": changes[0].line,
            "column": changes[0].places[0][0],
            "message": format_finding(mend, self.messages),
            "before": "\n".join(each.before for each in changes),
            "after": "\n".join(line for each in changes for line in each.after),
        }

    def find_status(self, outcome: MendOutcome) -> int:
        """Give the exit status that mends lead to: where nobody could be asked, or a file could not be written."""
        if outcome.offers and not self.confirmed and not self.asks:
            return UNASKED
        return MACHINE_FAILED if outcome.result.stayed else 0

    def offer_mends(self, site: Path, gate: MendGate) -> MendOutcome:
        """Show each change and write those that are wanted.

        Somebody at a terminal is asked. Nobody else is: then all are written if that was confirmed, else none.
        """
        offers: list[Offer] = []
        accepted: list[Offer] = []
        declined: list[MendKind] = []
        kinds = [kind for kind in gate.kinds if kind.name == MASK or not self.masks_only]
        for kind in chain.from_iterable(repeat(kinds, MOST_PASSES)):
            found = gate.find_offers(kind) if kind not in declined else ()
            offers += found
            if found:
                self.print_offers(found)
                if not self.asks or click.confirm(self.format_question(found)):
                    gate.accept(found)
                    accepted += found
                else:
                    declined.append(kind)
        if not self.confirmed and not self.asks:
            return MendOutcome(tuple(offers))
        return MendOutcome(tuple(offers), tuple(accepted), write_mended_files(site, gate.list_mended_files()))

    def format_question(self, offers: tuple[Offer, ...]) -> str:
        """Give the question for the changes of one kind."""
        number = sum(len(each.mends) for each in offers)
        if offers[0].kind.name == MASK:
            return self.messages.say_plural("Write {n} mask?", "Write {n} masks?", number)
        return self.messages.say_plural("Write {n} change?", "Write {n} changes?", number)

    def print_offers(self, offers: tuple[Offer, ...]) -> None:
        """Print every line that changes."""
        if self.silent:
            return
        if not self.masks_only:
            click.echo(self.messages.say(offers[0].kind.title))
        for offer in offers:
            print_line = self.print_masks if offer.kind.name == MASK else self.print_change
            for step in offer.steps:
                for each in list_line_changes(step, step.mends):
                    print_line(offer.file.path, each)

    def print_change(self, path: str, change: LineChange) -> None:
        """Print a line as it is and as it will be."""
        column, _, mend = change.places[0]
        click.echo(f"{path}:{change.line}:{column}: {format_finding(mend, self.messages)}")
        click.echo(f"  - {change.before}")
        for line in change.after:
            click.echo(f"  + {line}")

    def print_masks(self, path: str, change: LineChange) -> None:
        """Print where masks go, each with the line as it will be; never as it was."""
        for column, edit, _ in change.places:
            place = f"{path}:{change.line}:{column}"
            click.echo(self.messages.say("{place}: becomes {masked}").format(place=place, masked=edit.new))
            for line in change.after:
                click.echo(f"    {line}")

    def print_result(self, outcome: MendOutcome, problems: tuple[Problem, ...]) -> None:
        """Say what became of all that was offered; raises CommandError (2) where nobody could be asked."""
        for line in format_stayed(outcome.result, self.messages):
            click.echo(line, err=True)
        if self.silent:
            if self.find_status(outcome) == UNASKED:
                click.echo(f"bulletin: {self.messages.say(NOBODY)}", err=True)
            return
        for said in list_unmaskable(problems):
            click.echo(self.messages.say(said))
        written = len(outcome.result.written)
        if not outcome.offers:
            click.echo(
                self.messages.say("There is nothing to mask." if self.masks_only else "There is nothing to mend.")
            )
        elif written:
            click.echo(self.messages.say_plural("{n} file written", "{n} files written", written))
        elif self.asks or self.confirmed:
            click.echo(self.messages.say("Nothing was written."))
        else:
            raise CommandError(2, NOBODY_MASKS if self.masks_only else NOBODY)


def open_gate(site: Path, looked: Checked[Survey | None], only: tuple[str, ...] | None = None) -> MendGate | None:
    """Look for mends in every item and plain page of a site, or in some; None where its settings cannot be read."""
    if looked.value is None:
        return None
    files = looked.value.sources.files
    paths = [f"content/{each.path}" for each in files if each.kind in {"item", "page"}]
    paths = paths if only is None else [each for each in paths if each in only]
    faulty = frozenset(each.path for each in looked.problems)
    return MendGate(site, looked.value.site.config, paths, faulty)


def count_left(outcome: MendOutcome, gate: MendGate | None) -> int:
    """Count the changes that were written and are offered all the same."""
    written = {(each.kind.name, each.file.path) for each in outcome.accepted if outcome.is_written(each)}
    found = [each for kind in gate.kinds for each in gate.find_offers(kind)] if gate else []
    return sum(len(each.mends) for each in found if (each.kind.name, each.file.path) in written)


def list_unmaskable(problems: tuple[Problem, ...]) -> Iterator[str]:
    """Give a sentence (a catalogue text) for each kind of place in which personal data is not masked."""
    found = [each for each in problems if each.rule == RULE]
    if any(each.message in NAME_MESSAGES for each in found):
        yield "Names of files and folders are not masked here: rename them, and put right what links to them."
    if any(each.message not in NAME_MESSAGES and not each.path.endswith(".md") for each in found):
        yield "Attachments and settings cannot be masked here: change them in the program that made them."


def format_finding(mend: Mend, messages: Messages) -> str:
    """Say what was found."""
    return mask_keeping_length(messages.fill_message(mend.message, mend.values))


def format_stayed(result: WrittenMends, messages: Messages) -> Iterator[str]:
    """Say which files could not be written, and why."""
    for path in result.changed:
        said = "{file} was changed meanwhile and stays as it is; run the command again"
        yield f"bulletin: {messages.say(said).format(file=path)}"
    for path, reason in result.failed:
        yield f"bulletin: {path}: {reason}"


def format_left(left: int, outcome: MendOutcome, messages: Messages) -> str:
    """Say what was mended, after another look, and what was not."""
    done = messages.say_plural("{n} change made", "{n} changes made", outcome.count(written=True) - left)
    open_ = messages.say_plural("{n} not made", "{n} not made", outcome.count(written=False) + left)
    return messages.say("Mended: {done}; {left}.").format(done=done, left=open_)
