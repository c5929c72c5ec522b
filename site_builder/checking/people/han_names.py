"""Registered Chinese names in Han text -> where they stand, and what is nearly one of them; knows no registry file.

Two names one character apart are often two people, and a name's characters make other words as well. So a near miss
counts by what speaks for its being meant: an office beside it, the item naming the person, a sound alike, an end of
words on either side. docs/checks.md says which of these are enough.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Literal

from msgspec import Struct

from site_builder.checking.people.look_alikes import is_look_alike
from site_builder.checking.people.offices import (
    HAN_OFFICES,
    HeldOffice,
    Office,
    find_office_after,
    find_office_before,
    is_same_office,
)
from site_builder.checking.people.pronunciation import is_homophone, is_word
from site_builder.checking.personal_data.surnames import MOST_COMMON, SURNAMES, find_surname
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


class HanNames:
    """The registered names, laid out so that a text is looked through once for all of them."""

    def __init__(self, people: tuple[Person, ...]) -> None:
        """Lay the names out by their surnames and by the rest."""
        self.names = {each.name for each in people}
        self.exact = compile_alternatives(self.names)
        self.by_surname: dict[str, list[Person]] = {}
        self.by_given: dict[str, list[Person]] = {}
        for each in people:
            self.by_surname.setdefault(each.surname, []).append(each)
            self.by_given.setdefault(each.name[len(each.surname) :], []).append(each)
        self.surnames = compile_alternatives(self.by_surname)
        self.givens = compile_alternatives(self.by_given)
        self.people = people

    def find_near_misses(self, text: str, listed: frozenset[str]) -> Iterator[NearMiss]:
        """Find what is nearly a registered name; `listed` are the ids of the people that the item names."""
        exact: list[tuple[int, int]] | None = None
        missing = frozenset(p.id for p in self.people if p.id in listed and p.name not in text) if listed else listed
        seen: set[tuple[int, str]] = set()
        for person, at, length in self.find_candidates(text, missing):
            found = text[at : at + length]
            if found in self.names or (at, found) in seen or not all(map(HAN.match, found)):
                continue
            exact = [each.span() for each in self.exact.finditer(text)] if exact is None else exact
            if any(first < at + length and at < last for first, last in exact):
                continue
            candidate = Candidate(text, at, found, person, listed=person.id in missing)
            severity = grade_candidate(candidate)
            if severity == "error" and not candidate.has_own_office and person.name in find_line_of(text, at):
                severity = "warning"  # who is named beside it is rather somebody of the same family
            if severity:
                seen.add((at, found))
                yield NearMiss(at, found, person, severity)

    def find_candidates(self, text: str, missing: frozenset[str]) -> Iterator[tuple[Person, int, int]]:
        """Give the stretches that share enough with a name to be judged: whose, offset and length."""
        for found in self.surnames.finditer(text):
            at = found.start()
            before = text[at - 1 : at]
            office, apart = before in OFFICE_ENDS, not before or before in LEADS or not HAN.match(before)
            for person in self.by_surname[found[0]]:
                loose = office or person.id in missing or (apart and is_followed_by_gap(text, at + len(person.name)))
                yield from find_surname_candidates(text, at, person, loose=loose)
        for found in self.givens.finditer(text):
            for person in self.by_given[found[0]]:
                at = found.start() - len(person.surname)
                other = text[at : found.start()] if at >= 0 else ""
                if other and other != person.surname and is_surname_for(other, person):
                    yield person, at, len(person.name)


def find_line_of(text: str, at: int) -> str:
    """Give the line of a text around an offset."""
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]


def is_surname_for(written: str, person: Person) -> bool:
    """Tell whether a text may stand for a person's surname: it is another, or looks like that one."""
    return len(written) > 1 or written in SURNAMES or is_look_alike(person.surname, written)


def is_followed_by_gap(text: str, end: int) -> bool:
    """Tell whether a name that ends here may be a word by itself, as far as the next character tells."""
    behind = text[end : end + 1]
    return not behind or behind in FOLLOWS or not HAN.match(behind)


def compile_alternatives(words: Iterable[str]) -> re.Pattern[str]:
    """Give what finds any of some words, the longest where one begins another."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def find_surname_candidates(text: str, at: int, person: Person, *, loose: bool) -> Iterator[tuple[Person, int, int]]:
    """Give the stretches about a surname; `loose` where also one that only sounds alike counts."""
    name = person.name
    n, first = len(name), len(person.surname)
    window = text[at : at + n]
    if loose or (n > SHORT and any(map(str.__eq__, window[first:], name[first:]))):
        yield person, at, n
    cut_off = window[: n - 1] == name[: n - 1] and not is_followed_by_gap(text, at + n - 1)
    if n > SHORT and window != name and not cut_off and is_shortened(name, window[: n - 1], first):
        yield person, at, n - 1
    for before in range(n):
        start = at - before
        if start >= 0 and text[start : start + n] != name and sorted(text[start : start + n]) == sorted(name):
            yield person, start, n


def grade_candidate(found: Candidate) -> Strength:
    """Say how surely a stretch was meant for a name."""
    name, written = found.person.name, found.written
    if len(written) < len(name):
        return grade_shortened(found)
    if sorted(name) == sorted(written):
        enough = found.stands_alone and (len(name) > SHORT or found.has_own_office)
        return "error" if enough else ""
    apart = [n for n, (one, other) in enumerate(zip(name, written, strict=True)) if one != other]
    if apart[0] < len(found.person.surname):
        return grade_other_surname(found) if apart[-1] < len(found.person.surname) else ""
    alike = is_promising(found) and all(is_alike(name[n], written[n]) for n in apart)
    if len(name) == SHORT:
        return grade_short(found, alike=alike)
    if len(apart) == 1:
        return grade_one_off(found, alike=alike)
    return grade_rest(found) if alike else ""


def grade_rest(found: Candidate) -> Strength:
    """Judge a name of which all but the surname is another that sounds or looks alike."""
    if found.has_own_office:
        return "error"
    sure = found.person.surname not in MOST_COMMON
    return ("error" if sure else "warning") if found.stands_alone else ""


def is_alike(one: str, other: str) -> bool:
    """Tell whether a character is taken for another by its sound or its shape."""
    return is_look_alike(one, other) or is_homophone(one, other)


def grade_short(found: Candidate, *, alike: bool) -> Strength:
    """Judge a name of two characters of which the second is another: many people have names as near as that."""
    if alike and ((found.has_own_post and found.ends_word) or (found.listed and found.stands_alone)):
        return "error"
    if found.ends_word and (found.has_own_office or (alike and found.offices)):
        return "warning"
    return "warning" if alike and found.stands_alone and not is_common(found) else ""


def is_promising(found: Candidate) -> bool:
    """Tell whether the sound matters at all: it takes a dictionary to compare it."""
    return found.begins_word or found.ends_word or found.listed


def grade_one_off(found: Candidate, *, alike: bool) -> Strength:
    """Judge a name of three characters or more of which one, not the surname, is another."""
    if found.has_own_office:
        return "error" if alike or found.has_own_post else "warning"
    if found.stands_alone and found.listed and (alike or not is_common(found)):
        return "error"
    if alike and (found.ends_word or found.offices):
        # With another office beside it, it is as likely somebody else.
        return "warning" if found.offices or found.person.surname in MOST_COMMON else "error"
    return "warning" if found.stands_alone and not is_common(found) and not is_likely_stranger(found) else ""


def is_likely_stranger(found: Candidate) -> bool:
    """Tell whether a name is rather somebody else's: one of a list, or with a surname that a great many have."""
    around = found.text[found.at - 1 : found.at], found.text[found.end : found.end + 1]
    return "、" in around or found.person.surname in MOST_COMMON


def is_common(found: Candidate) -> bool:
    """Tell whether a stretch, or a part of it, is a word of the language."""
    written = found.written
    around = found.text[found.at - 1 : found.at] + written[0]
    behind = written[-1] + found.text[found.end : found.end + 1]
    return any(is_word(each) for each in (written, written[:2], written[1:], around, behind))


def grade_other_surname(found: Candidate) -> Strength:
    """Judge a name with another surname: most often that is somebody else."""
    surname = found.person.surname
    written = found.written[: len(surname)]
    alike = is_promising(found) and len(written) == len(surname) and all(map(is_alike, surname, written))
    if len(written) == 1 and written not in SURNAMES and not alike:
        return ""
    if found.has_own_office and found.ends_word and (alike or len(found.person.name) > SHORT):
        return "error" if found.has_own_post else "warning"
    unlikely = len(found.person.name) == SHORT and written not in SURNAMES
    if not found.stands_alone or is_common(found) or unlikely:
        return ""
    if len(found.person.name) > SHORT and found.listed:
        return "error"
    # 李明 is many people.
    is_likely_other = len(found.person.name) == SHORT and written in MOST_COMMON and not found.listed
    return "warning" if alike and not is_likely_other else ""


def grade_shortened(found: Candidate) -> Strength:
    """Judge a name of which one character is missing: only an office of that person tells."""
    name, written = found.person.name, found.written
    left_out = is_shortened(name, written, len(found.person.surname))
    return "error" if left_out and found.has_own_office and found.stands_alone else ""


def is_shortened(name: str, written: str, first: int) -> bool:
    """Tell whether a name without one of its characters from `first` on comes to a text."""
    return any(name[:n] + name[n + 1 :] == written for n in range(first, len(name)))


def is_han_name(name: str) -> bool:
    """Tell whether a registered name is one of a person in Han characters, and no office that stands for one."""
    return SHORT <= len(name) <= 6 and all(map(HAN.match, name)) and not name.endswith(HAN_OFFICES)  # noqa: PLR2004


def make_person(id_: str, name: str, held_offices: tuple[HeldOffice, ...]) -> Person:
    """Make a Person of a name."""
    return Person(id_, name, find_surname(name), held_offices)
