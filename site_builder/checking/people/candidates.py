"""A stretch of text that may have been meant for a registered name, and what speaks for that; judges none."""

from functools import cached_property
from typing import Literal

from msgspec import Struct

from site_builder.checking.people.offices import (
    HAN_OFFICES,
    HeldOffice,
    Office,
    find_office_after,
    find_office_before,
    is_same_office,
)
from site_builder.late_patterns import compile_late

HAN = compile_late("[\u3400-\u9fff]")
# Characters after which a name may begin, and before which one may end.
LEADS = frozenset("、和与及跟同由请对向给被把让找叫经受为代")
FOLLOWS = frozenset(
    "、和与及跟同等传宣慰巡陪要到赴在来主说表指讲出带参介率深走查看调听作做就为前现应一对向的于已将任分"
)
SHORT = 2
# How far back an office with its body is looked for, and how much of the body has to be the same.
LONGEST_POST, LEAST_BODY = 24, 2
OFFICE_ENDS = frozenset((*(each[-1] for each in HAN_OFFICES), " "))

Strength = Literal["error", "warning", ""]


class Person(Struct, frozen=True):
    """A registered name: its entry's id, the name, its surname, the offices the person held."""

    id: str
    name: str
    surname: str
    held_offices: tuple[HeldOffice, ...] = ()


class NearMiss(Struct, frozen=True):
    """What is nearly a name: where, as written, whose, and how surely."""

    at: int
    written: str
    person: Person
    severity: Literal["error", "warning"]


class Candidate:
    """A stretch of text that may have been meant for a name, and what speaks for that."""

    def __init__(self, text: str, at: int, written: str, person: Person, *, listed: bool) -> None:
        """Take a stretch; `listed` tells that the item names the person and the text does not."""
        self.text = text
        self.at = at
        self.end = at + len(written)
        self.written = written
        self.person = person
        self.listed = listed

    @cached_property
    def offices(self) -> tuple[Office, ...]:
        """The offices right before and right behind."""
        return tuple(o for o in (find_office_before(self.text, self.at), find_office_after(self.text, self.end)) if o)

    @cached_property
    def has_own_office(self) -> bool:
        """Whether such an office is one of the person's."""
        return any(
            is_same_office(o, mine) for o in self.offices for each in self.person.held_offices for mine in each.offices
        )

    @cached_property
    def has_own_post(self) -> bool:
        """Whether it stands there as the registry has it, of the same body or of none: many places have a 局长."""
        before = self.text[max(0, self.at - LONGEST_POST) : self.at].rstrip(" ")
        behind = find_office_after(self.text, self.end)
        own = [each for held in self.person.held_offices for each in held.offices]
        if behind and any(is_same_office(behind, mine) for mine in own):
            return True
        office = find_office_before(self.text, self.at)
        if office is None or not any(is_same_office(office, mine) for mine in own):
            return False
        bare = before.removesuffix(office.written)
        body = bare[-LEAST_BODY:]
        return not HAN.match(bare[-1:] or " ") or any(
            body + office.written in held.words for held in self.person.held_offices
        )

    @cached_property
    def begins_word(self) -> bool:
        """Whether a word may begin here."""
        before = self.text[self.at - 1 : self.at]
        return not before or not HAN.match(before) or before in LEADS or bool(find_office_before(self.text, self.at))

    @cached_property
    def ends_word(self) -> bool:
        """Whether a word may end here."""
        behind = self.text[self.end : self.end + 1]
        return not behind or not HAN.match(behind) or behind in FOLLOWS or bool(find_office_after(self.text, self.end))

    @property
    def stands_alone(self) -> bool:
        """Whether it may be a word by itself."""
        return self.begins_word and self.ends_word
