"""The registered people in what an item says: names that are nearly theirs, offices that they did not hold then."""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from site_builder.checking.people.han_names import HanNames, Person, alternatives, is_han_name, person_of
from site_builder.checking.people.latin_names import LatinNames
from site_builder.checking.people.offices import Office, held_by, held_on, office_before, office_behind, same
from site_builder.checking.readable_text import Speech
from site_builder.config import Config
from site_builder.model import Entry
from site_builder.problem import Problem

Finder = Callable[[Speech], Iterator[Problem]]


class People(Struct, frozen=True):
    """The registered people by the letters their names are written in."""

    han: tuple[Person, ...]
    latin: tuple[Person, ...]

    @classmethod
    def of(cls, config: Config) -> "People":
        """Take the names, and former names, of people.toml."""
        han: dict[str, Person] = {}
        latin: dict[str, Person] = {}
        for entry in config.entries:
            for name in names_of(entry):
                if is_han_name(name):
                    han.setdefault(name, person_of(entry.id, name, held_by(entry)))
                elif name.isascii() and " " in name.strip():
                    latin.setdefault(name, Person(entry.id, name, name.split()[0], held_by(entry)))
        return cls(tuple(han.values()), tuple(latin.values()))


def names_of(entry: Entry) -> Iterable[str]:
    """Give the names of a person; none of a community or a topic."""
    if entry.registry != "people":
        return ()
    return dict.fromkeys((*(words for _, words in entry.names), *entry.formerly))


def people_rules(config: Config) -> dict[str, Finder]:
    """Give the rules about people, by id; none where nobody is registered."""
    people = People.of(config)
    everybody = (*people.han, *people.latin)
    if not everybody:
        return {}
    finders = [kind(of) for kind, of in ((HanNames, people.han), (LatinNames, people.latin)) if of]
    by_name = {each.name: each for each in everybody}
    exact = alternatives(by_name)

    def found_misses(speech: Speech, text: str) -> Iterator[Problem]:
        """Find what is nearly a registered name in a text."""
        listed = frozenset(speech.item.people)
        for finder in finders:
            for each in finder.near(text, listed):
                message = '"{written}" is nearly the name of {name}'
                hint = "write {name}; if somebody else is meant, accept it with a reason"
                values = {"written": " ".join(each.written.split()), "name": each.person.name}
                yield speech.note(each.severity, "person", each.at, message, hint, **values)

    def spelling(speech: Speech) -> Iterator[Problem]:
        """Find what is nearly a registered name."""
        return speech.told(lambda text: found_misses(speech, text))

    def found_offices(speech: Speech, text: str) -> Iterator[Problem]:
        """Find such offices in a text."""
        for found in exact.finditer(text):
            yield from misplaced(speech, text, by_name[found[0]], found.start())

    def offices(speech: Speech) -> Iterator[Problem]:
        """Find offices beside registered names that these people did not hold on the item's date."""
        return speech.told(lambda text: found_offices(speech, text))

    return {"person": spelling, "office": offices}


def misplaced(speech: Speech, text: str, person: Person, at: int) -> Iterator[Problem]:
    """Judge the offices beside a name by the item's date."""
    known = [each for each in person.held if each.offices]
    if not known or speech.item.date is None:
        return
    day = speech.item.date.local[:10]
    then = held_on(known, day)
    before, behind = office_before(text, at), office_behind(text, at + len(person.name))
    for office in (before, behind):
        held = known if office and office.past else then
        if office and not any(same(office, mine) for each in held for mine in each.offices):
            yield told(speech, person, at, office, tuple(each.words for each in then))


def told(speech: Speech, person: Person, at: int, office: Office, held: tuple[str, ...]) -> Problem:
    """Say that a person did not hold an office then, and what people.toml has instead."""
    day = speech.item.date.local[:10] if speech.item.date else ""
    message = "{name} was not {office} on {day} as far as people.toml tells"
    hint = (
        "then: {held}; mend the office, or add it to titles of [{id}]"
        if held
        else "mend the office, or add it to titles of [{id}]"
    )
    han = any(c > "\x7f" for c in person.name)
    own = [each for each in held if any(c > "\x7f" for c in each) == han] or list(held)
    values = {"name": person.name, "office": office.written, "day": day, "held": "; ".join(own), "id": person.id}
    return speech.note("warning", "office", at, message, hint, **values)
