"""The registered people in what an item says: names that are nearly theirs, offices that they did not hold then."""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from site_builder.checking.people.candidates import Person
from site_builder.checking.people.han_names import HanNames, compile_alternatives, is_han_name, make_person
from site_builder.checking.people.latin_names import LatinNames
from site_builder.checking.people.offices import (
    Office,
    find_office_apart,
    find_office_before,
    find_offices_behind,
    is_same_office,
    list_held_offices,
    select_offices_on,
)
from site_builder.checking.readable_text import ReadableText
from site_builder.config import Config
from site_builder.model import RegistryEntry
from site_builder.problem import Problem

ReadableTextRule = Callable[[ReadableText], Iterator[Problem]]


class RegisteredPeople(Struct, frozen=True):
    """The registered people by the letters their names are written in."""

    han: tuple[Person, ...]
    latin: tuple[Person, ...]

    @classmethod
    def from_config(cls, config: Config) -> "RegisteredPeople":
        """Take the names, and former names, of people.toml."""
        han: dict[str, Person] = {}
        latin: dict[str, Person] = {}
        for entry in config.entries:
            for name in list_person_names(entry):
                if is_han_name(name):
                    han.setdefault(name, make_person(entry.id, name, list_held_offices(entry)))
                elif name.replace("’", "'").isascii() and " " in name.strip():
                    latin.setdefault(name, Person(entry.id, name, name.split()[0], list_held_offices(entry)))
        return cls(tuple(han.values()), tuple(latin.values()))


def list_person_names(entry: RegistryEntry) -> Iterable[str]:
    """Give the names of a person; none of a community or a topic."""
    if entry.registry != "people":
        return ()
    return dict.fromkeys((*(words for _, words in entry.names), *entry.formerly))


def make_people_rules(config: Config) -> dict[str, ReadableTextRule]:
    """Give the rules about people, by id; none where nobody is registered."""
    people = RegisteredPeople.from_config(config)
    everybody = (*people.han, *people.latin)
    if not everybody:
        return {}
    finders = [kind(members) for kind, members in ((HanNames, people.han), (LatinNames, people.latin)) if members]
    by_name = {each.name.replace("’", "'"): each for each in everybody}
    by_name |= {each.name.replace("’", "'").upper(): each for each in people.latin}
    exact = compile_alternatives(by_name)

    def check_names_in_text(speech: ReadableText, text: str) -> Iterator[Problem]:
        """Find what is nearly a registered name in a text."""
        listed = frozenset(speech.item.people)
        for finder in finders:
            for each in finder.find_near_misses(text, listed):
                message = '"{written}" is nearly the name of {name}'
                hint = "write {name}; if somebody else is meant, accept it with a reason"
                values = {"written": " ".join(each.written.split()), "name": each.person.name}
                yield speech.make_problem(each.severity, "person", each.at, message, hint, **values)

    def check_names(speech: ReadableText) -> Iterator[Problem]:
        """Find what is nearly a registered name."""
        return speech.run_check(lambda text: check_names_in_text(speech, text))

    def check_offices_in_text(speech: ReadableText, text: str) -> Iterator[Problem]:
        """Find such offices in a text."""
        text = text.replace("’", "'")
        for found in exact.finditer(text):
            yield from check_offices_beside_name(speech, text, by_name[found[0]], found.start())

    def check_offices(speech: ReadableText) -> Iterator[Problem]:
        """Find offices beside registered names that these people did not hold on the item's date."""
        return speech.run_check(lambda text: check_offices_in_text(speech, text))

    return {"person": check_names, "office": check_offices}


def check_offices_beside_name(readable: ReadableText, text: str, person: Person, at: int) -> Iterator[Problem]:
    """Judge the offices beside a name by the item's date."""
    known = [each for each in person.held_offices if each.offices]
    if not known or readable.item.date is None:
        return
    day = readable.item.date.local[:10]
    then = select_offices_on(known, day)
    end = at + len(person.name)
    before = find_office_before(text, at) or find_office_apart(text, at, end)
    for offices in ((before,) if before else (), find_offices_behind(text, end)):
        held = known if any(each.past for each in offices) else then
        if offices and not any(is_same_office(o, mine) for o in offices for each in held for mine in each.offices):
            yield make_office_problem(readable, person, at, offices[0], tuple(each.words for each in then))


def make_office_problem(
    readable: ReadableText, person: Person, at: int, office: Office, held: tuple[str, ...]
) -> Problem:
    """Say that a person did not hold an office then, and what people.toml has instead."""
    day = readable.item.date.local[:10] if readable.item.date else ""
    message = "{name} was not {office} on {day} as far as people.toml tells"
    hint = (
        "then: {held}; mend the office, or add it to titles of [{id}]"
        if held
        else "mend the office, or add it to titles of [{id}]"
    )
    han = any(c > "\x7f" for c in person.name)
    own = [each for each in held if any(c > "\x7f" for c in each) == han] or list(held)
    values = {"name": person.name, "office": office.written, "day": day, "held": "; ".join(own), "id": person.id}
    return readable.make_problem("warning", "office", at, message, hint, **values)
