"""What an inspection came to, as values; judges nothing."""

from typing import Literal

from msgspec import Struct

from site_builder.config import Indicator, Profile, Veto
from site_builder.inspecting.accepted import AcceptedFinding
from site_builder.model import Text, When
from site_builder.problem import Translate, format_message

State = Literal["ok", "red", "unchecked"]
InspectionVerdict = Literal["passes", "red", "fails"]


class Message(Struct, frozen=True):
    """A sentence of the catalogues, and the values of its `{names}`."""

    text: str = ""
    values: tuple[tuple[str, str], ...] = ()

    def translate(self, say: Translate) -> str:
        """Put it into words."""
        return format_message(self.text, self.values, say)


def make_message(text: str, **values: object) -> Message:
    """Make a sentence."""
    return Message(text, tuple((name, str(value)) for name, value in values.items()))


class PartResult(Struct, frozen=True, kw_only=True):
    """One page, column, meeting or tag that was looked at.

    `address` is where readers see it, `place` the file and line it is written in, each "" where there is none; `newest`
    the day of its last publication, `turns_red` the day on which it next turns red, as ISO 8601 or "".
    """

    name: str
    red: bool
    address: str = ""
    place: str = ""
    newest: str = ""
    turns_red: str = ""
    note: Message = Message()


class Result(Struct, frozen=True, kw_only=True):
    """What one indicator came to: its parts, the red ones first; `reason` says why it was not checked, what to do."""

    indicator: Indicator
    state: State
    parts: tuple[PartResult, ...] = ()
    reason: Message = Message()

    @property
    def count(self) -> int:
        """How many parts are red."""
        return sum(each.red for each in self.parts)

    @property
    def turns_red(self) -> str:
        """The first day on which any part turns red, "" where none does."""
        return min((each.turns_red for each in self.parts if each.turns_red), default="")


class Failure(Struct, frozen=True):
    """A veto, and how many of what it counts were found."""

    veto: Veto
    count: int

    @property
    def fails(self) -> bool:
        """Whether it fails the inspection."""
        return self.count >= self.veto.least


class Inspection(Struct, frozen=True, kw_only=True):
    """One inspection: of which site, when, by what, with what result.

    `errors` keep the site from being built; `accepted` is what editors stand by.
    """

    site: Text
    url: str
    at: When
    profile: Profile
    results: tuple[Result, ...]
    failures: tuple[Failure, ...]
    errors: int
    accepted: tuple[AcceptedFinding, ...] = ()

    @property
    def verdict(self) -> InspectionVerdict:
        """Whether the site fails as a whole, has something red, or passes."""
        if any(each.fails for each in self.failures):
            return "fails"
        return "red" if any(each.state == "red" for each in self.results) else "passes"

    @property
    def turns_red(self) -> str:
        """The first day on which anything turns red."""
        return min((each.turns_red for each in self.results if each.turns_red), default="")
