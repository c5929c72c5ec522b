"""Registered Chinese names in Han text -> where they stand, and what is nearly one of them; knows no registry file."""

import re
from collections.abc import Iterable, Iterator

from site_builder.checking.people.candidates import FOLLOWS, HAN, LEADS, OFFICE_ENDS, SHORT, Candidate, NearMiss, Person
from site_builder.checking.people.grading import grade_candidate, is_alike, is_shortened
from site_builder.checking.people.look_alikes import is_look_alike
from site_builder.checking.people.offices import (
    HAN_OFFICES,
    HeldOffice,
)
from site_builder.checking.personal_data.surnames import SURNAMES, find_surname


class HanNames:
    """The registered names, laid out so that a text is looked through once for all of them."""

    def __init__(self, people: tuple[Person, ...]) -> None:
        """Lay the names out by their surnames and by the rest."""
        self.by_name = {each.name: each for each in people}
        self.names = set(self.by_name)
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
        yield from self.find_doubled_ends(text)
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

    def find_doubled_ends(self, text: str) -> Iterator[NearMiss]:
        """Find names behind which a character stands that is taken for their last one, and then the end of a word."""
        for exact in self.exact.finditer(text):
            behind = text[exact.end() : exact.end() + 1]
            if exact.end() - exact.start() <= SHORT or not behind or not HAN.match(behind) or behind in FOLLOWS:
                continue
            person = self.by_name[exact[0]]
            found = Candidate(text, exact.start(), exact[0] + behind, person, listed=False)
            if found.stands_alone and (behind == exact[0][-1] or is_alike(exact[0][-1], behind)):
                yield NearMiss(found.at, found.written, person, "warning")

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
    """Give what finds any of some words, the longest where one begins another; grouped by their first signs."""
    by_first: dict[str, list[str]] = {}
    for each in sorted(words, key=len, reverse=True):
        by_first.setdefault(each[0], []).append(re.escape(each[1:]))
    return re.compile("|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in by_first.items()))


def find_surname_candidates(text: str, at: int, person: Person, *, loose: bool) -> Iterator[tuple[Person, int, int]]:
    """Give the stretches about a surname; `loose` where also one that only sounds alike counts."""
    name = person.name
    n, first = len(name), len(person.surname)
    window = text[at : at + n]
    if n > SHORT and text[at + n : at + n + 1] == name[-1] and is_shortened(text[at : at + n + 1], name, 1):
        yield person, at, n + 1
    if loose or (n > SHORT and any(map(str.__eq__, window[first:], name[first:]))):
        yield person, at, n
    cut_off = window[: n - 1] == name[: n - 1] and not is_followed_by_gap(text, at + n - 1)
    if n > SHORT and window != name and not cut_off and is_shortened(name, window[: n - 1], first):
        yield person, at, n - 1
    for before in range(n):
        start = at - before
        if start >= 0 and text[start : start + n] != name and sorted(text[start : start + n]) == sorted(name):
            yield person, start, n


def is_han_name(name: str) -> bool:
    """Tell whether a registered name is one of a person in Han characters, and no office that stands for one."""
    return SHORT <= len(name) <= 6 and all(map(HAN.match, name)) and not name.endswith(HAN_OFFICES)  # noqa: PLR2004


def make_person(id_: str, name: str, held_offices: tuple[HeldOffice, ...]) -> Person:
    """Make a Person of a name."""
    return Person(id_, name, find_surname(name), held_offices)
